//! Score entries (积分登记): one rule line, and the members to whom it applies.

use super::engine::{
    Amount, Check, Display, EventOf, FactRule, Field, Head, Kind, Period, RecordRule,
    RegisterGroup, Schema, Subject,
};

/// The most that one entry can count for one member.
const MOST: i64 = 9999;

/// The register of score entries.
pub static SCORE_ENTRY: Head = Head {
    group: RegisterGroup::Assessment,
    period: Period::Month("month"),
    blocks_closing: true,
    archived: true,
    facts: &[FactRule::new(Subject::Rows("who"), EventOf::Line("line"), Amount::Row("who", MOST))
        .on("day")],
    ..Head::new("score_entry", "积分登记")
};

/// The schema of score_entry records.
pub static SCORE_ENTRY_SCHEMA: Schema = Schema {
    about: "积分登记：选一条细则，点选党员。每条登记都会出现在月表的对应格子里。",
    title: &["line", "day"],
    columns: &["month", "who", "note"],
    display: Display { new: "登记积分", ..Display::USUAL },
    rules: &[
        RecordRule::fault(
            "month after day",
            Check::Order { earlier: "day", later: "month" },
            "计入月份早于发生日期",
        ),
        RecordRule::hint("day to come", Check::NotInFuture("day"), "发生日期还没有到"),
        RecordRule::hint(
            "member then",
            Check::WithinMembership { who: "who", when: "day" },
            "有人在发生日期还不在（或已不在）支部，请核对",
        ),
    ],
    ..Schema::new(
        &SCORE_ENTRY,
        &[
            Field::new("month", "计入月份", Kind::Month).required(),
            Field::new("line", "细则", Kind::RuleLine).required(),
            Field::new("who", "党员", Kind::Count(1, MOST, "")).rows_of("member").required(),
            Field::new("day", "发生日期", Kind::Day),
            Field::new("note", "事由", Kind::Lines(300)),
            Field::new("evidence", "佐证", Kind::Text(120))
                .help("写明存放在哪里，如“7月志愿服务签到表”；不需要上传照片"),
        ],
    )
};
