//! Party groups (党小组).

use super::engine::{Display, Field, Head, Kind, NaturalKey, Schema};

/// The register of Party groups.
pub static GROUP: Head = Head {
    unit: "个",
    key: NaturalKey::Fields(&["branch", "name"]),
    ..Head::new("group", "党小组").owned_by("branch", "branch")
};

/// The schema of group records.
pub static GROUP_SCHEMA: Schema = Schema {
    about: "支部下的党小组。点名和申报表可按小组排列。",
    columns: &["branch", "leader"],
    display: Display { finds: false, ..Display::USUAL },
    ..Schema::new(
        &GROUP,
        &[
            Field::new("name", "小组名称", Kind::Text(40)).required().public(),
            Field::new("branch", "所属支部", Kind::Reference("branch")).required().public(),
            Field::new("leader", "组长", Kind::Reference("member")).public(),
            Field::new("notes", "备注", Kind::Lines(500)),
        ],
    )
};
