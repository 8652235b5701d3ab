//! Spot checks of 三亮: who wore the badge and showed the plate.

use super::engine::{
    Amount, Check, Display, EventOf, FactRule, Field, Head, Kind, Period, RecordRule,
    RegisterGroup, Schema, Subject,
};

/// The source of facts of a spot check, as the triggers of a standard name it.
pub const SPOT_CHECK_FOUND: &str = "spot check of badges and plates";

/// The register of spot checks.
pub static SPOT_CHECK: Head = Head {
    unit: "次",
    group: RegisterGroup::Activity,
    period: Period::Day("day"),
    blocks_closing: true,
    archived: true,
    facts: &[FactRule::new(
        Subject::Rows("found"),
        EventOf::Marked { from: SPOT_CHECK_FOUND, column: "found", marks: &["not_worn"] },
        Amount::One,
    )
    .on("day")],
    ..Head::new("spot_check", "三亮抽查").owned_by("branch", "branch")
};

/// The schema of spot checks.
pub static SPOT_CHECK_SCHEMA: Schema = Schema {
    about: "抽查佩戴党徽、亮牌上岗的情况；没有抽到的人不记。",
    title: &["day"],
    columns: &["branch", "found", "checked_by"],
    rules: &[
        RecordRule::hint("not to come", Check::NotInFuture("day"), "日期还没有到"),
        RecordRule::hint(
            "member then",
            Check::WithinMembership { who: "found", when: "day" },
            "有人那天不在册，请核对",
        ),
    ],
    display: Display { new: "新增抽查", ..Display::USUAL },
    ..Schema::new(
        &SPOT_CHECK,
        &[
            Field::new("day", "日期", Kind::Day).required(),
            Field::new("branch", "支部", Kind::Reference("branch")),
            Field::new("checked_by", "抽查人", Kind::Text(60)),
            Field::new(
                "found",
                "抽查结果",
                Kind::Choice(&[("worn", "佩戴亮牌"), ("not_worn", "未佩戴或未亮牌")]),
            )
            .rows_of("member")
            .required(),
            Field::new("note", "说明", Kind::Lines(300)),
        ],
    )
};
