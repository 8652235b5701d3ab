//! The sheet of dues (党费收缴表) as it is printed.

use std::collections::BTreeMap;

use crate::ledger::{RecordId, day_label};
use crate::registers::{DUES_KINDS, money_text, points_text};
use crate::reports::{Align, Column, Content, Table, Width};

use super::sheet::{DuesLine, DuesSheet};

/// The sheet of a branch and a month with what its members are called, in the order of the lines.
/// `collector` is the name of who collected; it may be empty.
pub fn dues_table(
    branch: &str,
    sheet: &DuesSheet,
    names: &BTreeMap<RecordId, String>,
    collector: &str,
) -> Table {
    let columns = vec![
        Column { align: Align::Center, width: Width::Mm(12), ..Column::text("序号") }
            .of(Content::Number),
        Column::name("姓名", 20),
        Column::text("类别"),
        Column::number("月基数", 22),
        Column::number("比例", 14),
        Column::number("应交", 18),
        Column::number("实交", 18),
        Column::number("补交", 18),
        Column::text("情况"),
        Column { width: Width::Weight(2), ..Column::text("备注") },
    ];
    let lines = (1..).zip(&sheet.lines).map(|(at, line): (usize, &DuesLine)| {
        let kind = DUES_KINDS.iter().find(|(code, _)| *code == line.kind);
        let money = |fen: i64| if fen == 0 { String::new() } else { money_text(fen) };
        let mut notes: Vec<String> = Vec::new();
        notes.extend(line.is_relieved.then(|| "经批准减免".to_owned()));
        notes.extend(line.asked().is_none().then(|| "没有核定基数".to_owned()));
        notes.extend(line.on.map(day_label));
        notes.extend(Some(line.note.clone()).filter(|note| !note.is_empty()));
        vec![
            at.to_string(),
            names.get(&line.member).cloned().unwrap_or_default(),
            kind.map_or_else(String::new, |(_, word)| (*word).to_owned()),
            line.base.map_or_else(String::new, money_text),
            line.rate.map_or_else(String::new, |rate| format!("{}%", points_text(rate))),
            line.asked().map_or_else(String::new, money_text),
            money(line.paid),
            money(line.paid_back()),
            line.state_words(),
            notes.join("，"),
        ]
    });
    let mut rows: Vec<Vec<String>> = lines.collect();
    let sums = sheet.sums();
    let mut total = vec![String::new(); columns.len()];
    for (at, text) in [
        (1, "合计".to_owned()),
        (5, money_text(sums.due)),
        (6, money_text(sums.paid)),
        (7, money_text(sums.back)),
    ] {
        total[at] = text;
    }
    rows.push(total);
    let closed = match sheet.closed_on {
        Some(day) => format!("{}结账。", day_label(day)),
        None => "尚未结账。".to_owned(),
    };
    let owed = match sums.owed {
        owed if owed > 0 && sheet.closed_on.is_some() => format!("，尚欠 {} 元", money_text(owed)),
        _ => String::new(),
    };
    Table {
        title: format!("{branch}党费收缴表"),
        subtitle: sheet.month.label(),
        columns,
        rows,
        notes: vec![
            format!(
                "应交 {} 元，实交 {} 元{owed}。{closed}",
                money_text(sums.due),
                money_text(sums.paid)
            ),
            "应交按整笔基数乘所在档的比例计算，四舍五入；单位：元。".to_owned(),
        ],
        signatures: vec![
            format!("收款人：{collector}"),
            "支部书记：".to_owned(),
            "日期：".to_owned(),
        ],
        landscape: true,
        ..Table::default()
    }
}
