//! Appeals (申诉) against a month's sheet.

use crate::ledger::Record;

use super::engine::{
    Check, Context, DUE, Field, Head, Kind, Length, Period, RecordRule, RegisterGroup, STAGE,
    Schema, Span, Stage, When, is_at_end,
};

/// What an appeal may come to.
pub const OUTCOMES: &[(&str, &str)] = &[
    ("upheld", "维持原评分"),
    ("corrected", "已更正"),
    ("withdrawn", "本人撤回"),
    ("committee", "转院党委复核"),
];

/// The register of appeals.
pub static APPEAL: Head = Head {
    unit: "件",
    group: RegisterGroup::Assessment,
    period: Period::Month("month"),
    blocks_closing: true,
    ..Head::new("appeal", "申诉").owned_by("member", "member")
};

/// The schema of appeal records.
pub static APPEAL_SCHEMA: Schema = Schema {
    about: "公示期内对月表的书面申诉。支委会 3 个工作日内答复；不服的报院党委复核。",
    title: &["member", "month"],
    columns: &["received", "outcome", STAGE, DUE],
    stages: STAGES,
    awaited: "还没有处理结果",
    rules: &[
        RecordRule::hint("received to come", Check::NotInFuture("received"), "收到日期还没有到"),
        RecordRule::fault(
            "answer after receipt",
            Check::Order { earlier: "received", later: "replied" },
            "答复日期早于收到日期",
        ),
        RecordRule::fault(
            "what was corrected",
            Check::Needs(When::Is("outcome", &["corrected"]), "reply"),
            "请写明更正了什么",
        ),
    ],
    ..Schema::new(
        &APPEAL,
        &[
            Field::new("member", "申诉人", Kind::Reference("member")).required(),
            Field::new("month", "所涉月份", Kind::Month).required(),
            Field::new("received", "收到日期", Kind::Day)
                .required()
                .also(&["申诉日期", "受理日期"]),
            Field::new("content", "申诉内容", Kind::Lines(1000)).required().also(&[
                "申诉理由",
                "理由",
                "申诉情况",
                "申诉事项",
            ]),
            Field::new("outcome", "处理结果", Kind::Choice(OUTCOMES))
                .also(&["处理意见", "处理情况"]),
            Field::new("replied", "答复日期", Kind::Day),
            Field::new("reply", "答复内容", Kind::Lines(1000)).also(&["答复", "答复意见"]),
        ],
    )
};

/// The stages of an appeal (domain.md §1.4): the branch committee answers within three working days,
/// unless it refers it to the committee of the hospital, which has no such term.
const STAGES: &[Stage] = &[
    Stage::new("received", "待答复", &[]),
    Stage::new("referred", "转院党委复核", &[When::Is("outcome", &["committee"])]).optional(),
    Stage::new("settled", "已答复", &[When::Is("outcome", &["upheld", "corrected", "withdrawn"])])
        .on("replied")
        .needs(&["replied"])
        .not_before(Span::with("received", Length::Days(1)))
        .due(Span::after("received", Length::WorkingDays(3)))
        .ends_with("referred")
        .end(),
];

/// Whether an appeal still waits for its outcome.
pub fn is_open(record: &Record<'_>, context: &Context<'_>) -> bool {
    !is_at_end(STAGES, record, context)
}
