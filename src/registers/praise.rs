//! Praise of patients (锦旗、表扬信).

use super::engine::{
    Amount, Check, Display, EventOf, FactRule, Field, Head, Kind, Period, RecordRule,
    RegisterGroup, Schema, Subject,
};

/// What praise came as.
pub const PRAISE_KINDS: &[(&str, &str)] =
    &[("letter", "表扬信"), ("banner", "锦旗"), ("other", "其他")];

/// The source of the fact of praise, as the triggers of a standard name it.
pub const PRAISED: &str = "praise of patients";

/// The register of praise.
pub static PRAISE: Head = Head {
    unit: "件",
    group: RegisterGroup::Voice,
    period: Period::Day("day"),
    blocks_closing: true,
    archived: true,
    facts: &[FactRule::new(
        Subject::Rows("members"),
        EventOf::Marked { from: PRAISED, column: "members", marks: &["named"] },
        Amount::One,
    )
    .on("day")],
    ..Head::new("praise", "表扬").owned_by("branch", "branch")
};

/// The schema of praise.
pub static PRAISE_SCHEMA: Schema = Schema {
    about: "群众送来的锦旗、表扬信，点名表扬的党员自动计分。",
    title: &["kind", "day"],
    columns: &["members", "department", "words"],
    rules: &[
        RecordRule::hint("not to come", Check::NotInFuture("day"), "日期还没有到"),
        RecordRule::hint(
            "member then",
            Check::WithinMembership { who: "members", when: "day" },
            "有人那天不在册，请核对",
        ),
    ],
    display: Display { new: "登记表扬", ..Display::USUAL },
    ..Schema::new(
        &PRAISE,
        &[
            Field::new("day", "日期", Kind::Day).required().usually_today(),
            Field::new("kind", "形式", Kind::Choice(PRAISE_KINDS)).required(),
            Field::new("person", "来自", Kind::Text(40)).restricted().help("可以不写"),
            Field::new("branch", "支部", Kind::Reference("branch")),
            Field::new("department", "科室", Kind::Reference("department")),
            Field::new(
                "members",
                "表扬的党员",
                Kind::Choice(&[("named", "点名表扬"), ("among", "在集体里")]),
            )
            .rows_of("member"),
            Field::new("words", "内容", Kind::Lines(500)),
        ],
    )
};
