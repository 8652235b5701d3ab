//! Membership dues of a branch in a month (党费收缴): who paid what, when, and to whom.

use super::engine::{
    Amount, Check, Display, EventOf, FactRule, Field, Head, Kind, NaturalKey, Period, RecordRule,
    RegisterGroup, Schema, Subject, When,
};

/// How it is with a member's dues of a month.
pub const DUES_STATES: &[(&str, &str)] =
    &[("paid", "已交"), ("reminded", "催缴后交"), ("unpaid", "未交"), ("exempt", "免交")];

/// How dues were paid.
pub const DUES_WAYS: &[(&str, &str)] =
    &[("cash", "现金"), ("transfer", "转账"), ("online", "线上"), ("proxy", "委托代交")];

/// The source of facts of dues, as the triggers of a standard name it.
pub const DUES_PAID: &str = "membership dues of the month";

/// The register of dues: one record a branch and month.
pub static DUES_MONTH: Head = Head {
    group: RegisterGroup::Dues,
    key: NaturalKey::Fields(&["branch", "month"]),
    period: Period::Month("month"),
    blocks_closing: true,
    archived: true,
    facts: &[FactRule::new(
        Subject::Rows("paid"),
        EventOf::Marked {
            from: DUES_PAID,
            column: "state",
            marks: &["paid", "reminded", "unpaid"],
        },
        Amount::One,
    )],
    ..Head::new("dues_month", "党费收缴").owned_by("branch", "branch")
};

/// The schema of dues.
pub static DUES_MONTH_SCHEMA: Schema = Schema {
    about: "每月谁交了、交了多少、谁收的；应交由核定的基数和党费标准算出。结账以后要改须写明原因，补交不用重新开。",
    title: &["branch", "month"],
    columns: &["paid", "closed_on"],
    frozen: &[When::Filled("closed_on")],
    open: &["back"],
    rules: &[RecordRule::hint("month to come", Check::NotInFuture("month"), "这个月还没有到")],
    display: Display { new: "按月收缴", made_by: "month", ..Display::USUAL },
    ..Schema::new(
        &DUES_MONTH,
        &[
            Field::new("branch", "支部", Kind::Reference("branch")).required(),
            Field::new("month", "月份", Kind::Month).required(),
            Field::new(
                "paid",
                "交纳",
                Kind::Columns(&[
                    Field::new("state", "情况", Kind::Choice(DUES_STATES)).required(),
                    Field::new("due", "应交（元）", Kind::Money).help("登记和结账时按核定算出的"),
                    Field::new("amount", "实交（元）", Kind::Money).help("不填的按应交"),
                    Field::new("on", "日期", Kind::Day),
                    Field::new("way", "方式", Kind::Choice(DUES_WAYS)),
                    Field::new("note", "说明", Kind::Text(60)),
                ]),
            )
            .rows_of("member"),
            Field::new(
                "back",
                "补交",
                Kind::Columns(&[
                    Field::new("amount", "补交（元）", Kind::Money).required(),
                    Field::new("on", "日期", Kind::Day).required(),
                    Field::new("way", "方式", Kind::Choice(DUES_WAYS)),
                ]),
            )
            .rows_of("member"),
            Field::new("collector", "收款人", Kind::Reference("member")),
            Field::new("closed_on", "结账日期", Kind::Day),
            Field::new("note", "备注", Kind::Lines(300)),
        ],
    )
};
