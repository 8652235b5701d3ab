//! The hospital (单位): one record.

use super::field::{Field, Kind};
use super::register::Register;

/// The register of the one hospital.
pub static HOSPITAL: Register = Register {
    about: "本单位的名称会出现在打印的表头和落款里。",
    unit: "个",
    columns: &["committee", "phone"],
    // There is one hospital to a ledger, so nothing needs to tell it from others.
    key: |_| Some(String::new()),
    ..Register::new(
        "hospital",
        "单位",
        &[
            Field::new("name", "单位名称", Kind::Text(40)).required().public(),
            Field::new("committee", "党委名称", Kind::Text(40)).public(),
            Field::new("phone", "监督电话", Kind::Text(30)).public(),
            Field::new("address", "意见箱或地址", Kind::Text(60)).public(),
        ],
    )
};
