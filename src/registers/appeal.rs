//! Appeals (申诉) against a month's sheet.

use crate::ledger::{Ledger, Record};

use super::field::{Field, Kind};
use super::problem::Problem;
use super::register::Register;

/// What an appeal may come to.
pub const OUTCOMES: &[(&str, &str)] = &[
    ("upheld", "维持原评分"),
    ("corrected", "已更正"),
    ("withdrawn", "本人撤回"),
    ("committee", "转院党委复核"),
];

/// The register of appeals.
pub static APPEAL: Register = Register {
    about: "公示期内对月表的书面申诉。支委会 3 个工作日内答复；不服的报院党委复核。",
    title: &["member", "month"],
    columns: &["received", "outcome", "replied"],
    check,
    of_month: Some("month"),
    ..Register::new(
        "appeal",
        "申诉",
        &[
            Field::new("member", "申诉人", Kind::Reference("member")).required(),
            Field::new("month", "所涉月份", Kind::Month).required(),
            Field::new("received", "收到日期", Kind::Day).required(),
            Field::new("content", "申诉内容", Kind::Lines(1000)).required(),
            Field::new("outcome", "处理结果", Kind::Choice(OUTCOMES)),
            Field::new("replied", "答复日期", Kind::Day),
            Field::new("reply", "答复内容", Kind::Lines(1000)),
        ],
    )
};

/// Whether an appeal still waits for its outcome.
pub fn is_open(record: &Record<'_>) -> bool {
    matches!(record.text("outcome"), "" | "committee")
}

fn check(record: &Record<'_>, _: &Ledger) -> Vec<Problem> {
    let mut found = Vec::new();
    if !is_open(record) && record.get("replied").is_null() {
        found.push(Problem::new("replied", "已有处理结果，请补上答复日期"));
    }
    if record.text("outcome") == "corrected" && record.text("reply").is_empty() {
        found.push(Problem::new("reply", "请写明更正了什么"));
    }
    found
}
