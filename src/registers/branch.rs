//! Party branches (党支部).

use super::engine::{Affects, Display, Field, Head, Kind, Names, NaturalKey, Schema};

/// The register of branches.
pub static BRANCH: Head = Head {
    unit: "个",
    // Known by its name, so that tablets that import the same roster make the same branch.
    key: NaturalKey::Fields(&["name"]),
    affects: Affects::Results,
    ..Head::new("branch", "党支部")
};

/// The schema of branch records.
pub static BRANCH_SCHEMA: Schema = Schema {
    about: "各党支部。支部是月考核、公示和锁定的单位。",
    columns: &["kind", "secretary"],
    names: Names::Numbered,
    display: Display { finds: false, ..Display::USUAL },
    ..Schema::new(
        &BRANCH,
        &[
            Field::new("name", "支部名称", Kind::Text(40)).required().public(),
            Field::new(
                "kind",
                "类型",
                Kind::Choice(&[
                    ("branch", "党支部"),
                    ("joint", "联合党支部"),
                    ("temporary", "临时党支部"),
                    ("general", "党总支"),
                ]),
            )
            .public(),
            Field::new("code", "代码", Kind::Text(20)).identifier(),
            Field::new("secretary", "支部书记", Kind::Reference("member")).public(),
            Field::new("founded", "成立日期", Kind::DayOrMonth),
            Field::new("term_ends", "本届届满", Kind::Day).help("提前六个月提醒换届"),
            Field::new("brand", "支部品牌", Kind::Text(40)).public(),
            Field::new("notes", "备注", Kind::Lines(500)),
        ],
    )
};
