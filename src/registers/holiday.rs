//! Holidays of a year (节假日安排), pasted from the State Council's notice.

use crate::ledger::RecordId;

use super::engine::{Field, Head, Kind, NaturalKey, RegisterGroup, Schema};

/// The register of years' holidays: one record a year.
pub static HOLIDAY: Head = Head {
    group: RegisterGroup::Unlisted,
    key: NaturalKey::Fields(&["year"]),
    ..Head::new("holiday", "节假日安排")
};

/// The schema of holiday records.
pub static HOLIDAY_SCHEMA: Schema = Schema {
    about: "国务院办公厅每年公布的放假安排。公示期按工作日计算要用到。",
    title: &["year"],
    ..Schema::new(
        &HOLIDAY,
        &[
            Field::new("year", "年份", Kind::Count(2020, 9000, "年")).required(),
            Field::new("days", "放假与调休", Kind::Data).required(),
        ],
    )
};

/// The id of the holidays of a year.
pub fn holiday_id(year: i32) -> RecordId {
    HOLIDAY.id(&[&year.to_string()])
}
