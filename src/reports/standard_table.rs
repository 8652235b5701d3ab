//! A standard as a table, for paper.

use crate::registers::points_text;
use crate::scoring::{Standard, line_words};

use super::table::{Align, Column, Table, Width};

/// A standard: one row an item, with its rule lines in words.
pub fn standard_table(standard: &Standard) -> Table {
    let column =
        |label: &str, align: Align, width: Width| Column { align, width, ..Column::text(label) };
    let points = |tenths: i32| points_text(tenths.into());
    let rows = standard.items.iter().map(|item| {
        let aspect = standard.aspects.get(item.aspect);
        let lines: Vec<String> =
            item.lines.iter().map(|line| format!("{}：{}", line.event, line_words(line))).collect();
        vec![
            aspect.map_or_else(String::new, |aspect| aspect.name.clone()),
            item.id.clone(),
            item.name.clone(),
            points(item.cap),
            points(item.base),
            lines.join("；"),
            item.evidence.clone(),
        ]
    });
    Table {
        title: "党员积分考核标准".to_owned(),
        columns: vec![
            column("方面", Align::Start, Width::Mm(22)),
            column("项", Align::Center, Width::Mm(10)),
            column("内容", Align::Start, Width::Mm(34)),
            column("上限", Align::Center, Width::Mm(13)),
            column("基础", Align::Center, Width::Mm(13)),
            column("细则", Align::Start, Width::Weight(5)),
            column("佐证", Align::Start, Width::Mm(40)),
        ],
        rows: rows.collect(),
        landscape: true,
        ..Table::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_and_rule_line_is_on_the_table() {
        let standard = Standard::built_in();
        let table = standard_table(&standard);
        assert_eq!(table.rows.len(), 18);
        assert_eq!(
            table.rows[0][..5],
            ["参加党内组织生活", "A1", "支部党员大会与组织生活会", "8", "8"]
        );
        assert!(table.rows[0][5].starts_with("无故缺席：每次 −4 分；"));
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    }
}
