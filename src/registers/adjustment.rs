//! Adjustments (调整分录): what corrects a locked month, whose snapshot is never rewritten.

use crate::ledger::{Month, Record, RecordId};

use super::field::{Field, Kind};
use super::register::Register;

/// The register of adjustments.
pub static ADJUSTMENT: Register = Register {
    about: "已锁定月份的更正。原快照不改，调整分写明事由和批准人，计入以后的季度和年度结果。",
    title: &["member", "month"],
    columns: &["points", "approved_by", "approved_on"],
    of_month: Some("month"),
    ..Register::new(
        "adjustment",
        "调整分录",
        &[
            Field::new("member", "党员", Kind::Reference("member")).required(),
            Field::new("month", "被调整的月份", Kind::Month).required(),
            Field::new("points", "调整分", Kind::Points(-1000, 1000)).required(),
            Field::new("reason", "事由", Kind::Lines(500)).required(),
            Field::new("approved_by", "批准人", Kind::Text(40)).required(),
            Field::new("approved_on", "批准日期", Kind::Day).required(),
        ],
    )
};

/// An adjustment that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// The record.
    pub id: RecordId,
    /// Whom it concerns.
    pub member: RecordId,
    /// The locked month that it corrects.
    pub month: Month,
    /// What is added, in tenths.
    pub tenths: i32,
}

impl Adjustment {
    /// Reads an adjustment; `None` where it is deleted or faulty.
    pub fn read(record: &Record<'_>) -> Option<Self> {
        if record.is_deleted() {
            return None;
        }
        let tenths = record.get("points").as_int().filter(|tenths| tenths.abs() <= 1000)?;
        Some(Self {
            id: record.id().clone(),
            member: record.text("member").parse().ok()?,
            month: record.text("month").parse().ok()?,
            tenths: tenths as i32,
        })
    }
}
