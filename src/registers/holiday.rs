//! Holidays of a year (节假日安排), pasted from the State Council's notice.

use crate::ledger::RecordId;

use super::field::{Field, Kind};
use super::register::Register;

/// The register of years' holidays: one record a year.
pub static HOLIDAY: Register = Register {
    about: "国务院办公厅每年公布的放假安排。公示期按工作日计算要用到。",
    title: &["year"],
    listed: false,
    key: |text| Some(text("year")).filter(|year| !year.is_empty()),
    ..Register::new(
        "holiday",
        "节假日安排",
        &[
            Field::new("year", "年份", Kind::Count(2020, 9000, "年")).required(),
            Field::new("days", "放假与调休", Kind::Data).group().required(),
        ],
    )
};

/// The id of the holidays of a year.
pub fn holiday_id(year: i32) -> RecordId {
    RecordId::keyed("holiday", &year.to_string())
}
