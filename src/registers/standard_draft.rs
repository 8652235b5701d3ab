//! Drafts of standards (标准草稿).

use super::engine::{Field, Head, Kind, RegisterGroup, Schema};

/// The register of drafts: what is still being edited.
pub static STANDARD_DRAFT: Head =
    Head { group: RegisterGroup::Unlisted, ..Head::new("standard_draft", "标准草稿") };

/// The schema of standard_draft records.
pub static STANDARD_DRAFT_SCHEMA: Schema = Schema {
    about: "正在修改的考核标准。发布以后才能采用。",
    ..Schema::new(
        &STANDARD_DRAFT,
        &[
            Field::new("name", "名称", Kind::Text(60)).required(),
            Field::new("body", "内容", Kind::Data).required(),
        ],
    )
};
