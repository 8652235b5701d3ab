//! Past months' totals that were brought in from a file (引入).

use crate::ledger::{Month, RecordId};

use super::engine::{
    Affects, Display, Field, Head, Kind, NaturalKey, Period, RegisterGroup, Schema,
};

/// The register of sheets that were brought in: one record a branch and month.
pub static BROUGHT_IN: Head = Head {
    group: RegisterGroup::Assessment,
    key: NaturalKey::Fields(&["branch", "month"]),
    period: Period::Month("month"),
    affects: Affects::Results,
    ..Head::new("brought_in", "引入的月份").owned_by("branch", "branch")
};

/// The schema of brought_in records.
pub static BROUGHT_IN_SCHEMA: Schema = Schema {
    about: "从表格引入的以往月份总分，标记“引入”，计入季度和年度，但没有细项可查。",
    title: &["branch", "month"],
    columns: &["totals", "source"],
    display: Display { new: "引入以往月份", made_by: "import", ..Display::USUAL },
    ..Schema::new(
        &BROUGHT_IN,
        &[
            Field::new("branch", "支部", Kind::Reference("branch")).required(),
            Field::new("month", "月份", Kind::Month).required(),
            Field::new("totals", "总分", Kind::Points(0, 1000)).rows_of("member").required(),
            Field::new("source", "来源", Kind::Text(120)),
        ],
    )
};

/// The id of a branch's sheet of a month.
pub fn brought_in_id(branch: &RecordId, month: Month) -> RecordId {
    BROUGHT_IN.id(&[branch.as_str(), &month.to_string()])
}
