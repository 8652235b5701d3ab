//! Commitments of members (党员承诺), one record each.

use chrono::Datelike;

use crate::ledger::{Day, Record, RecordId, parse_day};

use super::engine::{
    Amount, Check, Context, DUE, Display, EventOf, FactRule, Field, Head, Kind, Length, Period,
    RecordRule, RegisterGroup, STAGE, Schema, Span, Stage, Subject, When,
};

/// What members commit themselves to (domain.md §3).
pub const COMMITMENT_KINDS: &[(&str, &str)] = &[
    ("study", "学习"),
    ("work", "业务"),
    ("service", "服务"),
    ("integrity", "廉洁"),
    ("emergency", "急难险重"),
];

/// The source of the fact of a commitment that was not kept, as the triggers of a standard name it.
pub const COMMITMENT_BROKEN: &str = "commitment not kept";

/// The register of commitments.
pub static COMMITMENT: Head = Head {
    group: RegisterGroup::Activity,
    // One that is not kept counts in the month in which it was due.
    period: Period::Day("until"),
    blocks_closing: true,
    archived: true,
    facts: &[FactRule::new(
        Subject::Field("member"),
        EventOf::Known(COMMITMENT_BROKEN),
        Amount::By(once_broken),
    )
    .on("until")],
    ..Head::new("commitment", "党员承诺").owned_by("member", "member")
};

/// The schema of commitments.
pub static COMMITMENT_SCHEMA: Schema = Schema {
    about: "每名党员每年 3—5 条承诺；全支部的可以在“三亮公示 → 年度承诺”里一起写、一起审核。兑现写上日期和依据，到期未兑现才扣分。",
    title: &["member", "matter"],
    columns: &["member", "kind", STAGE, DUE],
    stages: &[
        Stage::new("made", "待审核", &[]),
        Stage::new("published", "已公布", &[When::Filled("approved_on")]).on("approved_on"),
        Stage::new("released", "已免除", &[When::Filled("released_why")]).optional().end(),
        Stage::new("kept", "已兑现", &[When::Filled("done_on")])
            .on("done_on")
            .due(Span::after("until", Length::Days(0)))
            .end(),
    ],
    rules: &[
        RecordRule::hint("due from its year on", Check::By(due_before_its_year), ""),
        RecordRule::hint("done in the future", Check::NotInFuture("done_on"), "兑现日期还没有到"),
        RecordRule::hint("evidence of it", Check::By(lacks_evidence), ""),
        RecordRule::hint(
            "member then",
            Check::WithinMembership { who: "member", when: "until" },
            "到期那天这名党员不在册",
        ),
    ],
    display: Display { new: "新增承诺", ..Display::USUAL },
    ..Schema::new(
        &COMMITMENT,
        &[
            Field::new("member", "承诺人", Kind::Reference("member")).required().public(),
            Field::new("year", "年度", Kind::Count(2000, 9000, "年")).required().public(),
            Field::new("kind", "类别", Kind::Choice(COMMITMENT_KINDS)).public(),
            Field::new("matter", "承诺事项", Kind::Text(120)).required().public(),
            Field::new("until", "完成时限", Kind::Day).required().public(),
            Field::new("approved_on", "支部审核日期", Kind::Day),
            Field::new("done_on", "兑现日期", Kind::Day).public(),
            Field::new("evidence", "依据的活动", Kind::Reference("service")),
            Field::new("meeting", "依据的会议", Kind::Reference("meeting")),
            Field::new("note", "履诺情况", Kind::Lines(300)),
            Field::new("released_why", "免除理由", Kind::Lines(200)),
        ],
    )
};

/// Whether a day is written down on which a commitment was kept.
pub fn is_kept(record: &Record<'_>) -> bool {
    parse_day(record.text("done_on")).is_ok()
}

/// Once, where the time is over and it was not done until then.
fn once_broken(record: &Record<'_>, _: &RecordId, context: &Context<'_>) -> Option<i64> {
    let until = parse_day(record.text("until")).ok()?;
    let is_done = parse_day(record.text("done_on")).is_ok_and(|on| on <= until);
    let is_released = !record.text("released_why").is_empty();
    (!is_done && !is_released && context.is_past(until)).then_some(1)
}

fn due_before_its_year(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let until = parse_day(record.text("until")).ok()?;
    Some(("until", due_too_early(until, record.get("year").as_int()?)?))
}

/// What is wrong with a day until which a commitment of a year is to be kept, where it is before that year.
pub fn due_too_early(until: Day, year: i64) -> Option<String> {
    (i64::from(until.year()) < year).then(|| format!("完成时限早于{year}年"))
}

fn lacks_evidence(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let is_bare = ["evidence", "meeting", "note"].iter().all(|field| record.text(field).is_empty());
    (is_kept(record) && is_bare).then(|| ("evidence", "兑现的依据还没有写".to_owned()))
}
