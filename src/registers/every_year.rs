//! A register with one record a branch and year, for the tests alone: a natural key of a reference and
//! a number, dated values, and a counter, in a form that people fill in.

use super::engine::{Field, Head, Kind, NaturalKey, Period, RegisterGroup, RowKeys, Schema};

/// The head of the register with one record a branch and year.
pub static EVERY_YEAR: Head = Head {
    unit: "份",
    group: RegisterGroup::Assessment,
    key: NaturalKey::Fields(&["branch", "year"]),
    period: Period::Year("year"),
    ..Head::new("every_year", "年年都有").owned_by("branch", "branch")
};

/// The schema of the register with one record a branch and year.
pub static EVERY_YEAR_SCHEMA: Schema = Schema {
    about: "只在测试里有的台账，一个支部一年一份。",
    title: &["branch", "year"],
    columns: &["keeper", "served"],
    ..Schema::new(
        &EVERY_YEAR,
        &[
            Field::new("branch", "支部", Kind::Reference("branch")).required().public(),
            Field::new("year", "年度", Kind::Count(1900, 9000, "年")).required().public(),
            Field::new("number", "编号", Kind::Text(20)).identifier(),
            Field::new("keeper", "负责人", Kind::Reference("member")).dated().public(),
            Field::new(
                "served",
                "服务人次",
                Kind::Columns(&[
                    Field::new("home", "上门", Kind::Count(0, 99_999, "人次")),
                    Field::new("clinic", "义诊", Kind::Count(0, 99_999, "人次")),
                ]),
            )
            .rows(RowKeys::Writer),
            Field::new("words", "小结", Kind::Lines(500)),
        ],
    )
};
