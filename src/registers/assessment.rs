//! The monthly assessment of a branch (月考核): where it stands between entry and lock.

use crate::ledger::{Month, Record, RecordId, Value};

use super::field::{Field, Kind};
use super::register::Register;

/// The register of monthly assessments: one record a branch and month.
pub static ASSESSMENT: Register = Register {
    about: "各支部各月的审定、公示和锁定。在“考核”里办理。",
    title: &["branch", "month"],
    listed: false,
    key: |text| {
        let (branch, month) = (text("branch"), text("month"));
        (!branch.is_empty() && !month.is_empty()).then(|| key(&branch, &month))
    },
    of_month: Some("month"),
    ..Register::new(
        "assessment",
        "月考核",
        &[
            Field::new("branch", "支部", Kind::Reference("branch")).required(),
            Field::new("month", "月份", Kind::Month).required(),
            Field::new("approval", "支委会审定", Kind::Data).group(),
            Field::new("notice", "公示", Kind::Data).group(),
            Field::new("lock", "锁定", Kind::Data).group(),
            Field::new("names", "锁定时的姓名", Kind::Data).group(),
        ],
    )
};

fn key(branch: &str, month: &str) -> String {
    format!("{branch}|{month}")
}

/// The id of a branch's assessment of a month.
pub fn assessment_id(branch: &RecordId, month: Month) -> RecordId {
    RecordId::keyed("assessment", &key(branch.as_str(), &month.to_string()))
}

/// The steps of a month (录入 → 支委会审定 → 公示 → 锁定).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Entries are still being made.
    Entry,
    /// The branch committee has approved the sheet.
    Approved,
    /// The sheet hangs on the wall.
    Notice,
    /// The snapshot is kept.
    Locked,
}

impl Step {
    /// Where a month is, in a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Entry => "录入中",
            Self::Approved => "已审定",
            Self::Notice => "公示中",
            Self::Locked => "已锁定",
        }
    }
}

/// How far an assessment has come; a month without one is at entry. Undoing the first step of a
/// month deletes its record.
pub fn step(record: Option<&Record<'_>>) -> Step {
    let record = record.filter(|record| !record.is_deleted());
    let has =
        |field: &str| record.is_some_and(|record| matches!(record.get(field), Value::Group(_)));
    if has("lock") {
        Step::Locked
    } else if has("notice") {
        Step::Notice
    } else if has("approval") {
        Step::Approved
    } else {
        Step::Entry
    }
}
