//! The 三亮 board on paper: a table on A4, laid across.

use super::super::table::{Column, Table, Width};
use super::board::{Board, BoardMember};

/// The board as a table, for paper.
pub fn board_table(board: &Board) -> Table {
    let mut person = Column::name("党员", 22);
    person.width = Width::Mm(22);
    let columns = vec![
        person,
        Column { width: Width::Mm(52), ..Column::text("身份") },
        Column { width: Width::Weight(3), ..Column::text("承诺") },
        Column { width: Width::Weight(2), ..Column::text("本季业绩") },
    ];
    let row = |one: &BoardMember| {
        let mut identity = one.posts.clone();
        if !one.department.is_empty() {
            identity.insert(0, one.department.clone());
        }
        vec![one.name.clone(), identity.join("，"), promises(one), done(one)]
    };
    let mut notes = vec![format!("承诺是{}年度的，业绩是{}登记的。", board.year, board.period)];
    if !board.archived.is_empty() {
        let months: Vec<String> = board.archived.iter().map(|month| month.label()).collect();
        notes.push(format!("{}已归档，业绩里没有这些月份。", months.join("、")));
    }
    Table {
        title: "亮身份·亮承诺·亮业绩".to_owned(),
        subtitle: format!("{}　{}", board.branch, board.period),
        columns,
        rows: board.members.iter().map(row).collect(),
        notes,
        landscape: true,
        ..Table::default()
    }
}

fn promises(one: &BoardMember) -> String {
    let lines = one.commitments.iter().enumerate().map(|(at, commitment)| {
        format!("{}. {}（{}）", at + 1, commitment.matter, commitment.state.word())
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { "还没有登记".to_owned() } else { lines.join("；") }
}

fn done(one: &BoardMember) -> String {
    let lines = one.achievements.iter().map(|done| format!("{} {}", done.label, done.words));
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { "还没有登记".to_owned() } else { lines.join("；") }
}
