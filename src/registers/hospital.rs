//! The hospital (单位): one record.

use super::engine::{Field, Head, Kind, NaturalKey, Schema, Spelling};

/// The register of the one hospital.
pub static HOSPITAL: Head = Head {
    unit: "个",
    // There is one hospital to a ledger, so nothing needs to tell it from others.
    key: NaturalKey::Single,
    ..Head::new("hospital", "单位")
};

/// The schema of hospital records.
pub static HOSPITAL_SCHEMA: Schema = Schema {
    about: "本单位的名称会出现在打印的表头和落款里。",
    columns: &["committee", "phone"],
    ..Schema::new(
        &HOSPITAL,
        &[
            Field::new("name", "单位名称", Kind::Text(40)).required().public(),
            Field::new("committee", "党委名称", Kind::Text(40)).public(),
            Field::new("phone", "监督电话", Kind::Text(30)).public().spelt(Spelling::Phone),
            Field::new("address", "意见箱或地址", Kind::Text(60)).public(),
        ],
    )
};
