//! Receipts of dues (党费收据), as they are printed and cut apart.

use std::collections::BTreeMap;

use crate::ledger::{Day, RecordId, day_label};
use crate::registers::money_text;
use crate::reports::{Align, Block, Column, Document, PaperStyle, Table, Width};

use super::sheet::{DuesLine, DuesSheet};

/// The receipts of all who have paid in a month, and of each payment that came later for it, in the order of the lines.
/// `collector` is the name of who collected; it may be empty.
pub fn dues_receipts(
    branch: &str,
    sheet: &DuesSheet,
    names: &BTreeMap<RecordId, String>,
    collector: &str,
) -> Document {
    let month = sheet.month;
    let mut blocks = Vec::new();
    let mut number = 0;
    let mut receipt = |line: &DuesLine, fen: i64, on: Option<Day>, what: &str| {
        if fen <= 0 {
            return;
        }
        number += 1;
        let cells = vec![
            format!("{}{:02}-{number:03}", month.year(), month.number()),
            names.get(&line.member).cloned().unwrap_or_default(),
            money_text(fen),
            money_in_capitals(fen),
            on.map_or_else(String::new, day_label),
        ];
        blocks.push(Block::Caption("党费收据".to_owned()));
        blocks.push(Block::Table(Table {
            columns: columns(),
            rows: vec![cells],
            notes: vec![format!("今收到上列同志交来{branch}{}党费{what}。", month.label())],
            signatures: vec![format!("收款人：{collector}"), "党支部（盖章）：".to_owned()],
            ..Table::default()
        }));
    };
    for line in &sheet.lines {
        receipt(line, line.paid, line.on, "");
        for payment in &line.back {
            receipt(line, payment.amount, payment.on, "（补交）");
        }
    }
    Document {
        title: format!("{branch}党费收据"),
        number: month.label(),
        style: PaperStyle::Form,
        blocks,
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column { width: Width::Mm(28), ..Column::text("编号") },
        Column::name("交款人", 24),
        Column { align: Align::End, width: Width::Mm(24), ..Column::text("金额（元）") },
        Column { width: Width::Weight(1), ..Column::text("大写") },
        Column { width: Width::Mm(36), ..Column::text("日期") },
    ]
}

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 4] = ["", "万", "亿", "万亿"];

/// A sum in fen in the capitals of receipts, as the rules of payment bills write it (支付结算办法，附一): zeros
/// between digits are one 零, and 整 follows where there are no fen. A negative sum is written as none.
pub fn money_in_capitals(fen: i64) -> String {
    let fen = fen.max(0);
    let (yuan, jiao, fen) = (fen / 100, fen / 10 % 10, fen % 10);
    let digit =
        |number: i64| usize::try_from(number).ok().and_then(|at| DIGITS.get(at)).unwrap_or(&"");
    let mut text = String::new();
    // From the left; a zero is written once a digit follows it.
    let mut has_zero = false;
    for place in (0..16_u32).rev() {
        let here = yuan / 10_i64.pow(place) % 10;
        if here == 0 {
            has_zero = !text.is_empty();
        } else {
            if std::mem::take(&mut has_zero) {
                text.push_str(DIGITS[0]);
            }
            text.push_str(digit(here));
            text.push_str(PLACES.get(place as usize % 4).unwrap_or(&""));
        }
        let is_group_empty = yuan / 10_i64.pow(place) % 10_000 == 0;
        if place % 4 == 0 && place > 0 && !is_group_empty {
            text.push_str(GROUPS.get(place as usize / 4).unwrap_or(&""));
        }
    }
    if yuan > 0 {
        text.push('元');
    }
    match (jiao, fen) {
        (0, 0) if yuan == 0 => "零元整".to_owned(),
        (0, 0) => text + "整",
        (jiao, 0) => text + digit(jiao) + "角整",
        (0, fen) if yuan > 0 => text + DIGITS[0] + digit(fen) + "分",
        (0, fen) => text + digit(fen) + "分",
        (jiao, fen) => text + digit(jiao) + "角" + digit(fen) + "分",
    }
}
