//! Whose hours of study were short at the end of a quarter (季末学时核对), as the branch confirmed it.

use crate::ledger::{Month, Record};

use super::engine::{
    Amount, Check, Context, Display, EventOf, FactRule, Field, Head, Kind, NaturalKey, Period,
    RecordRule, RegisterGroup, Schema, Subject,
};

/// The source of the fact that hours are missing, as the triggers of a standard name it.
pub const STUDY_SHORT: &str = "study hours short in the quarter";

/// The register of checks of study: one a branch and quarter, known by the quarter's last month.
pub static STUDY_CHECK: Head = Head {
    unit: "次",
    group: RegisterGroup::Activity,
    key: NaturalKey::Fields(&["branch", "month"]),
    period: Period::Month("month"),
    blocks_closing: true,
    archived: true,
    facts: &[FactRule::new(
        Subject::Rows("found"),
        EventOf::Marked { from: STUDY_SHORT, column: "found", marks: &["short"] },
        Amount::One,
    )],
    ..Head::new("study_check", "季末学时核对").owned_by("branch", "branch")
};

/// The schema of checks of study.
pub static STUDY_CHECK_SCHEMA: Schema = Schema {
    about: "季末由支部核对各人累计学时，确认没有达到时序进度的人才扣分；没有核对的不扣。",
    title: &["branch", "month"],
    columns: &["found", "confirmed_on"],
    rules: &[RecordRule::fault("ends a quarter", Check::By(ends_quarter), "")],
    display: Display { new: "核对学时", ..Display::USUAL },
    ..Schema::new(
        &STUDY_CHECK,
        &[
            Field::new("branch", "支部", Kind::Reference("branch")).required(),
            Field::new("month", "季末月份", Kind::Month).required(),
            Field::new(
                "found",
                "核对结果",
                Kind::Choice(&[("short", "未达进度"), ("excused", "经研究不扣")]),
            )
            .rows_of("member"),
            Field::new("confirmed_on", "核对日期", Kind::Day),
            Field::new("note", "说明", Kind::Lines(300)),
        ],
    )
};

/// Whether the month is the last of a quarter, by which the check is known.
fn ends_quarter(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let month = record.text("month").parse::<Month>().ok()?;
    (month.number() % 3 != 0).then(|| ("month", "季末月份是3月、6月、9月或12月".to_owned()))
}
