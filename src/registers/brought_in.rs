//! Past months' totals that were brought in from a file (引入).

use crate::ledger::{Month, RecordId};

use super::field::{Field, Kind};
use super::register::Register;

/// The register of sheets that were brought in: one record a branch and month.
pub static BROUGHT_IN: Register = Register {
    about: "从表格引入的以往月份总分，标记“引入”，计入季度和年度，但没有细项可查。",
    title: &["branch", "month"],
    columns: &["totals", "source"],
    key: |text| {
        let (branch, month) = (text("branch"), text("month"));
        (!branch.is_empty() && !month.is_empty()).then(|| format!("{branch}|{month}"))
    },
    of_month: Some("month"),
    ..Register::new(
        "brought_in",
        "引入的月份",
        &[
            Field::new("branch", "支部", Kind::Reference("branch")).required(),
            Field::new("month", "月份", Kind::Month).required(),
            Field::new("totals", "总分", Kind::Points(0, 1000)).map("member").required(),
            Field::new("source", "来源", Kind::Text(120)),
        ],
    )
};

/// The id of a branch's sheet of a month.
pub fn brought_in_id(branch: &RecordId, month: Month) -> RecordId {
    RecordId::keyed("brought_in", &format!("{branch}|{month}"))
}
