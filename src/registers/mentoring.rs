//! Mentoring pairs (双培养、三培养、双带头人、结对带徒): the plan, the mentor's talks, and the outcomes.
//!
//! A talk counts for the mentor once a month and mentee, a plan of the month that was kept likewise
//! (domain.md §1.5, B5).

use crate::ledger::{Month, Record, RecordId, Value, parse_day};

use super::engine::{
    Amount, Check, Context, Display, EventOf, FactRule, Field, Head, Kind, Period, RecordRule,
    RegisterGroup, RowKeys, STAGE, Schema, Stage, Subject, When, rows,
};

/// What a pair is for (domain.md §0: 双培养 raises members to be key staff and brings key staff into the Party,
/// 三培养 raises them to lead as well).
pub const MENTORING_KINDS: &[(&str, &str)] = &[
    ("to_member", "双培养：业务骨干发展成党员"),
    ("to_expert", "双培养：党员培养成业务骨干"),
    ("to_leader", "三培养：党员业务骨干培养成管理骨干"),
    ("dual_leader", "双带头人培养"),
    ("contact", "培养联系人"),
    ("apprentice", "结对带徒"),
];

/// The outcomes that a pair can have.
pub const MENTORING_OUTCOMES: &[(&str, &str)] = &[
    ("activist", "列为积极分子"),
    ("joined", "入党"),
    ("title", "晋升职称"),
    ("post", "任职"),
    ("project", "立项或论文"),
    ("award", "获奖"),
    ("other", "其他"),
];

/// How a month's part of the plan went.
pub const PLAN_STATES: &[(&str, &str)] = &[("done", "已完成"), ("missed", "未完成")];

/// The source of the fact that a mentor talked with a mentee in a month, as the triggers of a standard name it.
pub const MENTOR_TALK: &str = "mentor's talk with a mentee";
/// Likewise, that a month's part of the plan of a pair was kept.
pub const MENTORING_PLAN_KEPT: &str = "mentoring plan of the month";

/// The register of mentoring pairs.
pub static MENTORING: Head = Head {
    unit: "对",
    group: RegisterGroup::Organization,
    period: Period::Days("from", "until"),
    blocks_closing: true,
    archived: true,
    facts: &[
        FactRule::new(
            Subject::Field("mentor"),
            EventOf::ByMonth { from: MENTOR_TALK, mark: talk_mark },
            Amount::One,
        ),
        FactRule::new(
            Subject::Field("mentor"),
            EventOf::ByMonth { from: MENTORING_PLAN_KEPT, mark: plan_mark },
            Amount::One,
        ),
    ],
    ..Head::new("mentoring", "双培养和帮带").owned_by("branch", "branch")
};

/// The schema of mentoring pairs.
pub static MENTORING_SCHEMA: Schema = Schema {
    about: "双培养、三培养、双带头人和结对带徒的对子：计划、谈话、成效。培养联系人当月谈了话的计“双培养与帮带指导”。",
    title: &["mentor", "mentee", "mentee_name", "from"],
    columns: &["kind", "branch", "until", "talks", STAGE],
    stages: &[
        Stage::new("paired", "已结对，还没谈话", &[When::Filled("from")]),
        Stage::new("going", "已开展谈话", &[When::Filled("talks")]).optional(),
        Stage::new("ended", "已结束", &[When::Filled("ended_on")]).on("ended_on").end(),
    ],
    rules: &[
        RecordRule::fault(
            "until after from",
            Check::Order { earlier: "from", later: "until" },
            "结束早于开始",
        ),
        RecordRule::fault(
            "ended after from",
            Check::Order { earlier: "from", later: "ended_on" },
            "实际结束早于开始",
        ),
        RecordRule::fault("a pair of two", Check::By(not_two), ""),
        RecordRule::fault(
            "talks in its time",
            Check::EachRow { table: "talks", by: wrong_talk },
            "",
        ),
        RecordRule::hint(
            "member then",
            Check::WithinMembership { who: "mentor", when: "from" },
            "培养人那天不在册，请核对",
        ),
        RecordRule::hint("one pair", Check::By(paired_twice), ""),
    ],
    display: Display { new: "新增对子", ..Display::USUAL },
    ..Schema::new(
        &MENTORING,
        &[
            Field::new("kind", "类型", Kind::Choice(MENTORING_KINDS)).required(),
            Field::new("branch", "支部", Kind::Reference("branch")),
            Field::new("mentor", "培养人", Kind::Reference("member")).required().also(&[
                "培养联系人",
                "导师",
                "师傅",
            ]),
            Field::new("mentee", "培养对象", Kind::Reference("member")),
            Field::new("mentee_name", "非党员培养对象", Kind::Text(40)).also(&["徒弟"]),
            Field::new("department", "科室", Kind::Reference("department")),
            Field::new("from", "开始日期", Kind::Day).required(),
            Field::new("until", "计划结束", Kind::Day).required().help("最长三年，期满另结一对"),
            Field::new("plan", "培养计划", Kind::Lines(1000)),
            Field::new(
                "talks",
                "谈话",
                Kind::Columns(&[
                    Field::new("on", "日期", Kind::Day).required(),
                    Field::new("hours", "时长", Kind::Tenths(1, 100, "小时")),
                    Field::new("content", "内容", Kind::Lines(500)),
                ]),
            )
            .rows(RowKeys::Created)
            .help("一个月谈几次都按一次计"),
            Field::new(
                "progress",
                "每月计划",
                Kind::Columns(&[
                    Field::new("month", "月份", Kind::Month).required(),
                    Field::new("state", "完成情况", Kind::Choice(PLAN_STATES)).required(),
                    Field::new("what", "内容", Kind::Text(120)),
                ]),
            )
            .rows(RowKeys::Created),
            Field::new(
                "outcomes",
                "成效",
                Kind::Columns(&[
                    Field::new("what", "成效", Kind::Choice(MENTORING_OUTCOMES)).required(),
                    Field::new("on", "日期", Kind::Day),
                    Field::new("note", "说明", Kind::Text(120)),
                ]),
            )
            .rows(RowKeys::Created),
            Field::new("ended_on", "实际结束", Kind::Day),
            Field::new("note", "备注", Kind::Lines(300)),
        ],
    )
};

/// The talks of a month that have taken place.
fn talk_mark(
    record: &Record<'_>,
    _: &RecordId,
    month: Month,
    context: &Context<'_>,
) -> Option<&'static str> {
    let talked = record.entries("talks").into_iter().any(|(_, row)| {
        let on = rows::column_after("on", row, "on").as_text().and_then(|on| parse_day(on).ok());
        on.is_some_and(|on| Month::of(on) == month && context.has_come(on))
    });
    talked.then_some("talk")
}

/// A month's part of the plan that was kept; one row that says otherwise is enough.
fn plan_mark(
    record: &Record<'_>,
    _: &RecordId,
    month: Month,
    context: &Context<'_>,
) -> Option<&'static str> {
    let of_month = month.to_string();
    let is = |state: &str| {
        record.entries("progress").into_iter().any(|(_, row)| {
            let says =
                |column, text| rows::column_after("month", row, column).as_text() == Some(text);
            says("month", of_month.as_str()) && says("state", state)
        })
    };
    (context.has_come(month.first_day()) && is("done") && !is("missed")).then_some("kept")
}

fn not_two(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let (mentor, mentee) =
        (record.named(record.text("mentor")), record.named(record.text("mentee")));
    let (is_named, has_mentee) = (!record.text("mentee_name").is_empty(), mentee.is_some());
    if has_mentee && mentor == mentee {
        return Some(("mentee", "培养人和培养对象是同一个人".to_owned()));
    }
    match (has_mentee, is_named) {
        (false, false) => Some(("mentee", "请选培养对象；不是党员的写姓名".to_owned())),
        (true, true) => Some(("mentee_name", "培养对象选了党员，就不再写姓名".to_owned())),
        _ => None,
    }
}

fn wrong_talk<'a>(
    record: &Record<'a>,
    context: &Context<'_>,
    _: &str,
    column: &dyn Fn(&str) -> &'a Value,
) -> Option<String> {
    let on = parse_day(column("on").as_text()?).ok()?;
    let day = |field: &str| parse_day(record.text(field)).ok();
    let is_out = day("from").is_some_and(|from| on < from)
        || day("until").is_some_and(|until| on > until)
        || day("ended_on").is_some_and(|ended| on > ended);
    if is_out {
        return Some("谈话不在结对的时间里".to_owned());
    }
    (!context.has_come(on)).then(|| "谈话的日期还没有到".to_owned())
}

/// Another pair of the same two at the same time: its talks would count twice.
fn paired_twice(record: &Record<'_>, context: &Context<'_>) -> Option<(&'static str, String)> {
    let same = |other: &Record<'_>, field: &str| other.text(field) == record.text(field);
    let mentee = if record.text("mentee").is_empty() { "mentee_name" } else { "mentee" };
    let twin = context.records(MENTORING.name).any(|other| {
        let overlaps = other.text("from") <= record.text("until")
            && record.text("from") <= other.text("until");
        other.id() != record.id() && same(&other, "mentor") && same(&other, mentee) && overlaps
    });
    (twin && !record.text(mentee).is_empty())
        .then(|| (mentee, "这两个人同一时间另有一对，谈话只在一处登记".to_owned()))
}
