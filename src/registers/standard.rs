//! Standards (考核标准): drafts, published versions, and from which month one is in force.

use crate::ledger::RecordId;

use super::engine::{Effect, Field, Group, Head, Kind, NaturalKey, Schema};

/// The register of drafts: what is still being edited.
pub static STANDARD_DRAFT: Head =
    Head { group: Group::Unlisted, ..Head::new("standard_draft", "标准草稿") };

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

/// The register of published standards, each named by its hash: none is ever changed.
pub static STANDARD: Head = Head {
    group: Group::Unlisted,
    key: NaturalKey::Fields(&["hash"]),
    affects: Effect::Sheets,
    ..Head::new("standard", "考核标准")
};

/// The schema of standard records.
pub static STANDARD_SCHEMA: Schema = Schema {
    about: "已发布的考核标准。内容不再改动；要改就另发一版。",
    ..Schema::new(
        &STANDARD,
        &[
            Field::new("name", "名称", Kind::Text(60)).required(),
            Field::new("body", "内容", Kind::Data).required(),
        ],
    )
};

/// The register of adoptions: one record a month from which a standard is in force. Two tablets
/// that adopt different ones for one month leave a conflict, which blocks locking.
pub static ADOPTION: Head = Head {
    group: Group::Unlisted,
    key: NaturalKey::Fields(&["month"]),
    affects: Effect::Sheets,
    ..Head::new("adoption", "标准采用")
};

/// The schema of adoption records.
pub static ADOPTION_SCHEMA: Schema = Schema {
    about: "从哪个月起采用哪一版标准。",
    title: &["month"],
    ..Schema::new(
        &ADOPTION,
        &[
            Field::new("month", "起始月份", Kind::Month).required(),
            Field::new("standard", "标准", Kind::Reference("standard"))
                .required()
                .conflict_note("选定一版以前，相关月份不能锁定。"),
        ],
    )
};

/// The id of the published standard with a hash.
pub fn standard_id(hash: &str) -> RecordId {
    STANDARD.id(&[hash])
}

/// The id of the adoption that begins with a month.
pub fn adoption_id(month: crate::ledger::Month) -> RecordId {
    ADOPTION.id(&[&month.to_string()])
}
