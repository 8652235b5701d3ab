//! Which of several figures says the satisfaction with a department in a month (C2).
//!
//! One alone counts, so that nothing counts twice: what the hospital typed among the month's results of
//! departments, as that is its official figure; else the surveys of patients; else that of those whom the
//! department serves in the house; else the call-backs (domain.md §1.5, §2.12).

use crate::ledger::{Month, RecordId};

use super::callback::callback_satisfaction;
use super::engine::Context;
use super::satisfaction::{department_satisfaction, is_told_by_patients, typed_rate};

/// Where the satisfaction that counts is from, the first that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SatisfactionSource {
    /// The month's results of departments, where it was typed.
    Typed,
    /// Surveys of patients.
    Patients,
    /// The survey of staff.
    Staff,
    /// Call-backs of patients.
    CallBacks,
}

/// The order of the sources, in words for who reads the figures.
pub const SATISFACTION_ORDER: &str = "每个科室只按一种计入“患者评价”（C2）：先按科室月考核里填的（院里定的数），\
     没有填的按患者调查，再没有的按职工调查，最后按回访。";

impl SatisfactionSource {
    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Typed => "科室月考核",
            Self::Patients => "患者调查",
            Self::Staff => "职工调查",
            Self::CallBacks => "回访",
        }
    }
}

/// The satisfaction with a department in a month that counts for its members, in tenths of a percent, and
/// where it is from; `None` where nothing that may be told says it.
pub fn counted_satisfaction(
    department: &RecordId,
    month: Month,
    context: &Context<'_>,
) -> Option<(SatisfactionSource, i64)> {
    let of_month = month.to_string();
    if let Some(typed) = typed_rate(department, &of_month, context) {
        return Some((SatisfactionSource::Typed, typed));
    }
    if let Some(surveyed) = department_satisfaction(department, month, context) {
        let is_of_patients = is_told_by_patients(department, &of_month, context);
        let source =
            if is_of_patients { SatisfactionSource::Patients } else { SatisfactionSource::Staff };
        return Some((source, surveyed.rate()?));
    }
    let called = callback_satisfaction(department, &of_month, context).rate()?;
    Some((SatisfactionSource::CallBacks, called))
}
