//! Adjustments (调整分录): what corrects a locked month, whose snapshot is never rewritten.

use crate::ledger::{Month, Record, RecordId};

use super::engine::{Affects, Field, Head, Kind, Period, RegisterGroup, Schema};

/// The register of adjustments.
pub static ADJUSTMENT: Head = Head {
    group: RegisterGroup::Assessment,
    period: Period::Month("month"),
    affects: Affects::Results,
    ..Head::new("adjustment", "调整分录").owned_by("member", "member")
};

/// The schema of adjustment records.
pub static ADJUSTMENT_SCHEMA: Schema = Schema {
    about: "已锁定月份的更正。原快照不改，调整分写明事由和批准人，计入以后的季度和年度结果。",
    title: &["member", "month"],
    columns: &["points", "approved_by", "approved_on"],
    ..Schema::new(
        &ADJUSTMENT,
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
