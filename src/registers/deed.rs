//! Practical deeds for patients, staff and residents (我为群众办实事).

use crate::ledger::{Record, RecordId, parse_day};

use super::engine::{
    Amount, Check, Context, DUE, Display, EventOf, FactRule, Field, Head, Kind, Length, Period,
    RecordRule, RegisterGroup, RowKeys, STAGE, Schema, Span, Stage, Subject, When,
};

/// The source of the fact of a practical deed, as the triggers of a standard name it.
pub const DEED_DONE: &str = "practical deed done";

/// The register of practical deeds.
pub static DEED: Head = Head {
    unit: "件",
    group: RegisterGroup::Activity,
    // It counts in the month in which it was done.
    period: Period::Day("done_on"),
    blocks_closing: true,
    archived: true,
    facts: &[
        done(Subject::Field("responsible"), once_done),
        done(Subject::Rows("helpers"), once_helped),
    ],
    ..Head::new("deed", "为民办实事").owned_by("branch", "branch")
};

const fn done(
    subject: Subject,
    once: fn(&Record<'_>, &RecordId, &Context<'_>) -> Option<i64>,
) -> FactRule {
    FactRule::new(subject, EventOf::Known(DEED_DONE), Amount::By(once)).on("done_on")
}

/// Once, where the day on which it was done has come.
fn once_done(record: &Record<'_>, _: &RecordId, context: &Context<'_>) -> Option<i64> {
    context.has_come(parse_day(record.text("done_on")).ok()?).then_some(1)
}

/// The same for one who helped: who was responsible has it once for both.
fn once_helped(record: &Record<'_>, member: &RecordId, context: &Context<'_>) -> Option<i64> {
    let is_responsible = record.named(record.text("responsible")).as_ref() == Some(member);
    once_done(record, member, context).filter(|_| !is_responsible)
}

/// The schema of practical deeds.
pub static DEED_SCHEMA: Schema = Schema {
    about: "“我为群众办实事”的每一件：谁负责、什么时候办结、群众满不满意。办结后自动计分。",
    title: &["matter"],
    columns: &["branch", "responsible", STAGE, DUE],
    stages: &[
        Stage::new("open", "在办", &[]),
        Stage::new("done", "已办结", &[When::Filled("done_on")])
            .on("done_on")
            .needs(&["result"])
            .due(Span::after("until", Length::Days(0)))
            .end(),
    ],
    rules: &[
        RecordRule::fault(
            "done after it was taken up",
            Check::Order { earlier: "taken_up", later: "done_on" },
            "办结早于立项",
        ),
        RecordRule::hint(
            "done in the future",
            Check::NotInFuture("done_on"),
            "办结日期还没有到，先不计分",
        ),
    ],
    display: Display { new: "新增实事", ..Display::USUAL },
    ..Schema::new(
        &DEED,
        &[
            Field::new("matter", "事项", Kind::Text(120)).required(),
            Field::new("branch", "支部", Kind::Reference("branch")),
            Field::new("beneficiaries", "受益人群", Kind::Text(80)),
            Field::new("responsible", "责任人", Kind::Reference("member")).required(),
            Field::new("helpers", "一起办的党员", Kind::Choice(&[("helped", "参加")]))
                .rows_of("member"),
            Field::new("taken_up", "立项日期", Kind::Day).required(),
            Field::new("until", "时限", Kind::Day),
            Field::new("measures", "措施", Kind::Lines(1000)),
            Field::new(
                "progress",
                "进度",
                Kind::Columns(&[
                    Field::new("on", "日期", Kind::Day).required(),
                    Field::new("step", "进展", Kind::Lines(300)),
                ]),
            )
            .rows(RowKeys::Created),
            Field::new("done_on", "办结日期", Kind::Day),
            Field::new("result", "结果", Kind::Lines(1000)),
            Field::new(
                "satisfied",
                "群众满意度",
                Kind::Choice(&[("yes", "满意"), ("partly", "基本满意"), ("no", "不满意")]),
            ),
        ],
    )
};
