//! Adoptions (标准采用): from which month a standard is in force.

use crate::ledger::{Month, RecordId};

use super::engine::{Affects, Field, Head, Kind, NaturalKey, RegisterGroup, Schema};

/// The register of adoptions: one record a month from which a standard is in force. Two tablets
/// that adopt different ones for one month leave a conflict, which blocks locking.
pub static ADOPTION: Head = Head {
    group: RegisterGroup::Unlisted,
    key: NaturalKey::Fields(&["month"]),
    affects: Affects::Sheets,
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

/// The id of the adoption that begins with a month.
pub fn adoption_id(month: Month) -> RecordId {
    ADOPTION.id(&[&month.to_string()])
}
