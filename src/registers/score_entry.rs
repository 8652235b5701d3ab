//! Score entries (积分登记): one rule line, and the members to whom it applies.

use crate::ledger::{Ledger, Month, Record, Value, parse_day};

use super::fact::{Event, Fact};
use super::field::{Field, Kind};
use super::problem::Problem;
use super::register::Register;

/// The most that one entry can count for one member.
pub const MOST: i64 = 9999;

/// The register of score entries.
pub static SCORE_ENTRY: Register = Register {
    about: "积分登记：选一条细则，点选党员。每条登记都会出现在月表的对应格子里。",
    title: &["line", "day"],
    columns: &["month", "who", "note"],
    check,
    facts,
    of_month: Some("month"),
    ..Register::new(
        "score_entry",
        "积分登记",
        &[
            Field::new("month", "计入月份", Kind::Month).required(),
            Field::new("line", "细则", Kind::RuleLine).required(),
            Field::new("who", "党员", Kind::Count(1, MOST, "")).map("member").required(),
            Field::new("day", "发生日期", Kind::Day),
            Field::new("note", "事由", Kind::Lines(300)),
            Field::new("evidence", "佐证", Kind::Text(120))
                .help("写明存放在哪里，如“7月志愿服务签到表”；不需要上传照片"),
        ],
    )
};

fn check(record: &Record<'_>, _: &Ledger) -> Vec<Problem> {
    let month = record.text("month").parse::<Month>();
    let day = parse_day(record.text("day"));
    match (month, day) {
        (Ok(month), Ok(day)) if Month::of(day) > month => {
            vec![Problem::new("day", format!("发生日期晚于计入月份 {}", month.label()))]
        }
        _ => Vec::new(),
    }
}

fn facts(record: &Record<'_>, facts: &mut Vec<Fact>) {
    let (Ok(month), Value::Text(line)) = (record.text("month").parse(), record.get("line")) else {
        return;
    };
    if line.is_empty() {
        return;
    }
    let day = parse_day(record.text("day")).ok();
    for (member, amount) in record.entries("who") {
        let amount = amount.as_int().filter(|amount| (1..=MOST).contains(amount));
        if let (Some(subject), Some(amount)) = (record.named(member), amount) {
            let (event, amount) = (Event::Line(line.clone()), amount as i32);
            facts.push(Fact { subject, month, event, amount, day });
        }
    }
}
