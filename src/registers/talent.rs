//! Talent that was brought to the hospital (人才): who came, by which way, through whom, and what it brought.

use super::engine::{
    Check, Display, Field, Head, Kind, Names, Period, RecordRule, RegisterGroup, Schema, Spelling,
};

/// By which way somebody came (seed 4: 引进, 定向招录, 聘请坐诊, 乡土名医).
pub const TALENT_KINDS: &[(&str, &str)] = &[
    ("recruited", "引进"),
    ("directed", "定向培养"),
    ("visiting", "柔性引进、专家坐诊"),
    ("raised", "本院培养"),
    ("honored", "评为名医或专家"),
    ("other", "其他"),
];

/// The register of talent.
pub static TALENT: Head = Head {
    unit: "名",
    group: RegisterGroup::Organization,
    period: Period::Day("came_on"),
    ..Head::new("talent", "人才").owned_by("branch", "branch")
};

/// The schema of talent.
pub static TALENT_SCHEMA: Schema = Schema {
    about: "引进、定向培养、聘请坐诊和评上名医的人才：谁介绍的，带来了什么。",
    title: &["name", "kind"],
    columns: &["department", "came_on", "introduced_by", "title_rank"],
    names: Names::Usual,
    rules: &[
        RecordRule::hint("to come", Check::NotInFuture("came_on"), "日期还没有到"),
        RecordRule::fault(
            "left after coming",
            Check::Order { earlier: "came_on", later: "left_on" },
            "离开早于到来",
        ),
        RecordRule::hint(
            "one a person and way",
            Check::Unique(&["name", "kind", "came_on"]),
            "同一天已登记过这个人",
        ),
    ],
    display: Display { new: "登记人才", ..Display::USUAL },
    ..Schema::new(
        &TALENT,
        &[
            Field::new("name", "姓名", Kind::Text(40)).required().spelt(Spelling::Name),
            Field::new("kind", "类型", Kind::Choice(TALENT_KINDS)).required(),
            Field::new("came_on", "日期", Kind::Day).required().also(&["引进日期", "到院日期"]),
            Field::new("member", "是本院党员的", Kind::Reference("member")),
            Field::new("branch", "支部", Kind::Reference("branch")),
            Field::new("department", "科室", Kind::Reference("department")),
            Field::new("introduced_by", "介绍或培养的党员", Kind::Reference("member"))
                .also(&["介绍人", "引荐人"]),
            Field::new("title_rank", "职称", Kind::Text(40)),
            Field::new("specialty", "专业", Kind::Text(60)),
            Field::new("origin", "来自", Kind::Text(60)),
            Field::new("brought", "带来的技术和成效", Kind::Lines(1000)),
            Field::new("phone", "联系电话", Kind::Text(30)).spelt(Spelling::Phone).restricted(),
            Field::new("left_on", "离开日期", Kind::Day),
            Field::new("note", "备注", Kind::Lines(300)),
        ],
    )
};
