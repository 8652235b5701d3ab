//! 本月待办 on one sheet of A4: a line a kind, in the order of the page.

use crate::ledger::{Day, Month, day_label};
use crate::reports::document::{Block, Document};
use crate::reports::table::{Align, Column, Content, Table, Width};

use super::duty::days_left_words;
use super::lines::{BranchDuty, duty_lines};

/// How many lines one sheet has room for.
const LINES: usize = 26;

/// What is to be done for some branches until the end of the month, as a list to be ticked off.
/// `whose` is the branch, or all of them.
pub fn duties_document(found: Vec<BranchDuty>, whose: &str, today: Day) -> Document {
    let month = Month::of(today);
    let until = month.last_day();
    let due = found.into_iter().filter(|(_, duty)| duty.due.is_none_or(|due| due <= until));
    let lines = duty_lines(due.collect());
    let more = lines.len().saturating_sub(LINES);
    let rows = lines.into_iter().take(LINES).zip(1..).map(|(line, number)| {
        let left = days_left_words(line.due.map(|due| (due - today).num_days()));
        let due = line.due.map(day_label).unwrap_or_default();
        vec![number.to_string(), line.text, due, left, String::new()]
    });
    let narrow =
        |label, mm| Column { align: Align::Center, width: Width::Mm(mm), ..Column::text(label) };
    let mut notes = vec!["办结的在末列打勾，并在台账里登记。".to_owned()];
    if more > 0 {
        notes.push(format!("另有 {more} 项，见台账“该做什么”。"));
    }
    let rows: Vec<Vec<String>> = rows.collect();
    let is_empty = rows.is_empty();
    let mut document = Document::form(Table {
        title: format!("{}待办", month.label()),
        subtitle: format!("{whose}　{}", day_label(today)),
        columns: vec![
            narrow("序号", 13),
            Column::text("事项"),
            Column { content: Content::Day, ..narrow("期限", 34) },
            narrow("剩余", 30),
            narrow("办结", 15),
        ],
        rows,
        notes,
        ..Table::default()
    });
    if is_empty {
        document.blocks = vec![Block::Text("本月没有待办。".to_owned())];
    }
    document
}
