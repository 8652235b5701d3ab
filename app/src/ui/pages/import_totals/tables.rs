//! What a table of totals would bring, by sheet and by person.

use leptos::prelude::*;

use crate::registers::points_text;
use crate::tables::totals_import::{PlannedSheet, PlannedTotals, TotalsPlan};
use crate::ui::components::{DataTable, TableCell, TableColumn, TableRow};

/// The sheets, one a branch and month.
pub(super) fn sheets_table(plan: &TotalsPlan) -> AnyView {
    let row = |(at, sheet): (usize, &PlannedSheet)| {
        let state = match sheet.refused {
            Some(why) => TableCell::warn(format!("不引入：{why}")),
            None if sheet.changed == 0 => TableCell::muted("已经引入过，相同"),
            None if sheet.changed < sheet.totals.len() => {
                TableCell::strong(format!("引入，其中 {} 人有变化", sheet.changed))
            }
            None => TableCell::strong("引入"),
        };
        let missing = match sheet.missing.len() {
            0 => TableCell::muted("无"),
            1..=3 => TableCell::warn(sheet.missing.join("、")),
            more => TableCell::warn(format!("{}等 {more} 人", sheet.missing[..2].join("、")))
                .title(sheet.missing.join("、")),
        };
        TableRow::new(
            at.to_string(),
            vec![
                TableCell::new(&sheet.name),
                TableCell::new(sheet.month.label()),
                TableCell::new(sheet.totals.len().to_string()),
                missing,
                state,
            ],
        )
    };
    let rows: Vec<TableRow> = plan.sheets.iter().enumerate().map(row).collect();
    table(
        "各支部各月",
        vec![
            TableColumn::text("branch", "支部").width(11.0).sortable(),
            TableColumn::text("month", "月份").width(7.0).sortable(),
            TableColumn::number("count", "有总分的").width(5.5).sortable(),
            TableColumn::text("missing", "表里缺的人").width(12.0).sortable(),
            TableColumn::text("state", "结果").width(16.0).sortable(),
        ],
        rows,
    )
}

/// The rows of the file, or those of which something is left out.
pub(super) fn rows_table(plan: &TotalsPlan, left_only: bool) -> AnyView {
    let row = |one: &PlannedTotals| {
        let months: Vec<String> = one
            .taken
            .iter()
            .map(|(month, tenths)| format!("{}月 {}", month.number(), points_text(*tenths)))
            .collect();
        let reasons = one.reasons.join("；");
        let name = if one.name.is_empty() { "（没有姓名）" } else { &one.name };
        TableRow::new(
            one.row.to_string(),
            vec![
                TableCell::new(name),
                TableCell::new(months.join("，")).title(months.join("，")),
                TableCell::warn(reasons.clone()).title(reasons),
                TableCell::muted(one.row.to_string()),
            ],
        )
    };
    let rows = plan.rows.iter().filter(|one| !left_only || !one.reasons.is_empty());
    table(
        "各人的总分",
        vec![
            TableColumn::text("name", "姓名").width(7.5).sortable(),
            TableColumn::text("taken", "引入的总分").width(18.0).sortable(),
            TableColumn::text("why", "没有引入的").width(22.0).sortable(),
            TableColumn::number("row", "原表行").width(4.5).sortable(),
        ],
        rows.map(row).collect(),
    )
}

fn table(label: &'static str, columns: Vec<TableColumn>, rows: Vec<TableRow>) -> AnyView {
    view! {
        <DataTable
            label
            columns=Signal::stored(columns)
            rows=Signal::stored(rows)
            fill=true
        />
    }
    .into_any()
}
