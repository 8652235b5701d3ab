//! Membership dues of a branch in a month (党费收缴): who paid what, when, and to whom.

use crate::ledger::{Record, RecordId, Value};

use super::engine::{
    Amount, Check, Context, Display, EventOf, FactRule, Field, Head, Kind, NaturalKey, Period,
    RecordRule, RegisterGroup, RowKeys, Schema, Subject, When, money_text, rows,
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
        EventOf::By { from: DUES_PAID, mark: dues_mark },
        Amount::One,
    )],
    ..Head::new("dues_month", "党费收缴").owned_by("branch", "branch")
};

/// The mark of a member's dues. A payment of less than the whole sum counts as none, as points are given for
/// 足额 alone (domain.md §1.5, A5).
fn dues_mark(_: &Record<'_>, _: &RecordId, row: &Value, _: &Context<'_>) -> Option<&'static str> {
    let column = |name: &str| rows::column_after("state", row, name);
    let state = column("state").as_text()?;
    let mark = ["paid", "reminded", "unpaid"].into_iter().find(|mark| *mark == state)?;
    let sums = column("amount").as_int().zip(column("due").as_int());
    let is_short = sums.is_some_and(|(amount, due)| amount < due);
    Some(if is_short { "unpaid" } else { mark })
}

/// A voluntary payment of so much more than is due goes to the Central Committee as a whole, in fen
/// (domain.md §2.6).
const VOLUNTARY: i64 = 100_000;

/// A row of payments by which far more than the sum due was paid.
fn paid_voluntarily<'a>(
    _: &Record<'a>,
    _: &Context<'_>,
    _: &str,
    column: &dyn Fn(&str) -> &'a Value,
) -> Option<String> {
    let more = column("amount").as_int()? - column("due").as_int()?;
    (more >= VOLUNTARY).then(|| {
        format!("比应交多 {} 元：一次自愿多交 1000 元以上的，全部上缴中央", money_text(more))
    })
}

/// The schema of dues.
pub static DUES_MONTH_SCHEMA: Schema = Schema {
    about: "每月谁交了、交了多少、谁收的；应交由核定的基数和党费标准算出。结账以后要改须写明原因，补交不用重新开。收缴表连同应交、实交随支部的数据包上报党委；核定的基数和减免金额不随包外出。",
    title: &["branch", "month"],
    columns: &["paid", "closed_on"],
    frozen: &[When::Filled("closed_on")],
    open: &["back", "back_pay"],
    rules: &[
        RecordRule::hint("month to come", Check::NotInFuture("month"), "这个月还没有到"),
        RecordRule::hint(
            "paid voluntarily",
            Check::EachRow { table: "paid", by: paid_voluntarily },
            "",
        ),
    ],
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
                "back_pay",
                "补交",
                Kind::Columns(&[
                    Field::new("member", "党员", Kind::Reference("member")).required(),
                    Field::new("amount", "补交（元）", Kind::Money).required(),
                    Field::new("on", "日期", Kind::Day).required(),
                    Field::new("way", "方式", Kind::Choice(DUES_WAYS)),
                ]),
            )
            .rows(RowKeys::Created)
            .help("每交一次记一行"),
            // Earlier builds kept one back payment a member here; it is read and counted as ever.
            Field::new(
                "back",
                "补交（早期登记）",
                Kind::Columns(&[
                    Field::new("amount", "补交（元）", Kind::Money).required(),
                    Field::new("on", "日期", Kind::Day).required(),
                    Field::new("way", "方式", Kind::Choice(DUES_WAYS)),
                ]),
            )
            .rows_of("member")
            .apart(),
            Field::new("collector", "收款人", Kind::Reference("member")),
            Field::new("closed_on", "结账日期", Kind::Day),
            Field::new("note", "备注", Kind::Lines(300)),
        ],
    )
};
