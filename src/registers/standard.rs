//! Published standards (考核标准).

use crate::ledger::RecordId;

use super::engine::{Affects, Field, Head, Kind, NaturalKey, RegisterGroup, Schema};

/// The register of published standards, each named by its hash: none is ever changed.
pub static STANDARD: Head = Head {
    group: RegisterGroup::Unlisted,
    key: NaturalKey::Hash,
    affects: Affects::Sheets,
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

/// The id of the published standard with a hash.
pub fn standard_id(hash: &str) -> RecordId {
    STANDARD.id(&[hash])
}
