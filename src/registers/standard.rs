//! Standards (考核标准): drafts, published versions, and from which month one is in force.

use crate::ledger::RecordId;

use super::field::{Field, Kind};
use super::register::Register;

/// The register of drafts: what is still being edited.
pub static STANDARD_DRAFT: Register = Register {
    about: "正在修改的考核标准。发布以后才能采用。",
    listed: false,
    ..Register::new(
        "standard_draft",
        "标准草稿",
        &[
            Field::new("name", "名称", Kind::Text(60)).required(),
            Field::new("body", "内容", Kind::Data).group().required(),
        ],
    )
};

/// The register of published standards, each named by its hash: none is ever changed.
pub static STANDARD: Register = Register {
    about: "已发布的考核标准。内容不再改动；要改就另发一版。",
    listed: false,
    key: |text| Some(text("hash")).filter(|hash| !hash.is_empty()),
    ..Register::new(
        "standard",
        "考核标准",
        &[
            Field::new("name", "名称", Kind::Text(60)).required(),
            Field::new("body", "内容", Kind::Data).group().required(),
        ],
    )
};

/// The register of adoptions: one record a month from which a standard is in force. Two tablets
/// that adopt different ones for one month leave a conflict, which blocks locking.
pub static ADOPTION: Register = Register {
    about: "从哪个月起采用哪一版标准。",
    title: &["month"],
    listed: false,
    key: |text| Some(text("month")).filter(|month| !month.is_empty()),
    ..Register::new(
        "adoption",
        "标准采用",
        &[
            Field::new("month", "起始月份", Kind::Month).required(),
            Field::new("standard", "标准", Kind::Reference("standard")).required(),
        ],
    )
};

/// The id of the published standard with a hash.
pub fn standard_id(hash: &str) -> RecordId {
    RecordId::keyed("standard", hash)
}

/// The id of the adoption that begins with a month.
pub fn adoption_id(month: crate::ledger::Month) -> RecordId {
    RecordId::keyed("adoption", &month.to_string())
}
