//! Departments' monthly results in the dual assessment (科室月考核).

use crate::ledger::Record;

use super::engine::{
    Amount, Check, Context, Display, EventOf, FactRule, Field, Head, Kind, NaturalKey, Period,
    RecordRule, RegisterGroup, Schema, Subject,
};

/// Where a department's monthly score comes from, in tenths of a point.
pub const DEPARTMENT_SCORE: &str = "score of the department, tenths";

/// Where a department's satisfaction comes from, in tenths of a percent.
pub const DEPARTMENT_SATISFACTION: &str = "satisfaction, tenths of a percent";

/// The register of departments' monthly results.
pub static DEPARTMENT_RESULT: Head = Head {
    group: RegisterGroup::Assessment,
    key: NaturalKey::Fields(&["department", "month"]),
    period: Period::Month("month"),
    blocks_closing: true,
    archived: true,
    facts: &[
        FactRule::new(
            Subject::Field("department"),
            EventOf::Known(DEPARTMENT_SCORE),
            Amount::Field("score"),
        ),
        FactRule::new(
            Subject::Field("department"),
            EventOf::Known(DEPARTMENT_SATISFACTION),
            Amount::Field("satisfaction"),
        ),
    ],
    ..Head::new("department_result", "科室月考核").owned_by("department", "department")
};

/// The schema of department_result records.
pub static DEPARTMENT_RESULT_SCHEMA: Schema = Schema {
    about: "每月各科室双考得分和满意度。缺的科室按标准里的规定计（默认按满分档）。",
    title: &["department", "month"],
    columns: &["score", "satisfaction"],
    rules: &[
        RecordRule::fault("one a month", Check::By(one_a_month), ""),
        RecordRule::hint("month to come", Check::NotInFuture("month"), "这个月还没有到"),
    ],
    display: Display { new: "按月填写", made_by: "month", ..Display::USUAL },
    ..Schema::new(
        &DEPARTMENT_RESULT,
        &[
            Field::new("department", "科室", Kind::Reference("department")).required(),
            Field::new("month", "月份", Kind::Month).required(),
            Field::new("score", "双考得分", Kind::Points(0, 1000))
                .required()
                .help("百分制，可有一位小数；不得引用业务收入指标"),
            Field::new("satisfaction", "满意度（%）", Kind::Percent)
                .help("院里定的数；空着的按调查和回访计"),
            Field::new("note", "说明", Kind::Lines(500)),
        ],
    )
};

/// Two departments that turned out to be one may each have a result of the month. Until one is
/// deleted the lower counts.
fn one_a_month(record: &Record<'_>, context: &Context<'_>) -> Option<(&'static str, String)> {
    let named = DEPARTMENT_RESULT.id(&[record.text("department"), record.text("month")]);
    if *record.id() == named {
        return None;
    }
    let text = "这个科室本月还有一条得分，现在按低的计，请删去一条";
    context.record(&named).filter(Record::is_live).map(|_| ("month", text.to_owned()))
}
