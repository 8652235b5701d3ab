//! 抽取单: a draw on paper, with all that another needs to draw the same.

use crate::ledger::{Record, parse_day};
use crate::registers::{DRAW_PURPOSES, METHOD, code_words, drawn_of, sampling_of};
use crate::reports::{Align, Column, Content, Table, Width};

/// The slip of a draw. Before the seed is there it announces the list; afterwards it says who was drawn.
pub fn draw_slip(record: &Record<'_>) -> Table {
    let sampling = sampling_of(record);
    let drawn = drawn_of(record);
    let word = |code: &str| {
        let found = DRAW_PURPOSES.iter().find(|(own, _)| *own == code);
        found.map_or("", |(_, word)| *word)
    };
    let text = |field: &str| record.text(field);
    let day = parse_day(text("drawn_on")).map_or_else(|_| String::new(), crate::ledger::day_label);
    let places = record.get("places").as_int().unwrap_or(0);
    let mut notes = vec![format!(
        "名单共 {} 个，抽 {places} 个。名单码 {}。",
        sampling.pool().len(),
        code_words(sampling.pool())
    )];
    let by = |field: &str| match text(field) {
        "" => String::new(),
        name => format!("（{name}）"),
    };
    if drawn.is_empty() {
        notes.push("种子在名单码公布以后由两人给出。".to_owned());
    } else {
        notes.push(format!(
            "种子：{}{} | {}{}",
            text("seed_one"),
            by("seed_one_by"),
            text("seed_two"),
            by("seed_two_by")
        ));
    }
    if !text("voided_why").is_empty() {
        notes.push(format!("已作废：{}", text("voided_why")));
    }
    notes.push("抽取办法（照此可以重算）：".to_owned());
    notes.extend((1..).zip(METHOD).map(|(at, line)| format!("{at}. {line}")));
    let row = |(at, (number, entry)): (usize, &(usize, String))| {
        vec![at.to_string(), number.to_string(), entry.clone()]
    };
    Table {
        title: format!("{}抽取单", word(text("purpose"))),
        subtitle: format!("编号 {}　{day}", text("number")),
        columns: vec![
            Column { align: Align::Center, width: Width::Mm(20), ..Column::text("次序") }
                .of(Content::Number),
            Column::number("名单里的号", 28),
            Column::text("抽中"),
        ],
        rows: (1..).zip(&drawn).map(row).collect(),
        notes,
        signatures: vec!["抽取人".to_owned(), "监督人".to_owned()],
        ..Table::default()
    }
}
