//! How fast a long table is sorted anew, and how fast one becomes a workbook: what the program lends
//! the bench for B4 and B5 (bench/README.md). The rows come from the bench, so that all contenders
//! have the same: lines of cells, apart by tabs, the first line the headings.

use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::reports::{self, Table, workbook};

use super::components::{DataTable, TableCell, TableColumn, TableRow};

fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split('\t')
}

/// Mounts the app's table, as any page has it, into an element of the bench's page.
pub fn mount_table(place: HtmlElement, text: &str) {
    let mut lines = text.lines();
    let heads = lines.next().unwrap_or_default();
    let columns: Vec<TableColumn> = cells(heads)
        .enumerate()
        .map(|(place, label)| match place {
            0 => TableColumn::text(label, label).sortable(),
            _ => TableColumn::number(label, label).sortable(),
        })
        .collect();
    let rows: Vec<TableRow> = lines
        .zip(0u32..)
        .map(|(line, place)| {
            TableRow::new(place.to_string(), cells(line).map(TableCell::new).collect())
        })
        .collect();
    let (columns, rows) = (Signal::stored(columns), Signal::stored(rows));
    let table = move || view! { <DataTable label="bench" columns rows fill=true/> };
    leptos::mount::mount_to(place, table).forget();
}

/// The workbook of a table: a column of names, the others of numbers.
pub fn workbook_of(text: &str) -> Vec<u8> {
    let mut lines = text.lines();
    let heads = lines.next().unwrap_or_default();
    let column = |(place, label): (usize, &str)| match place {
        0 => reports::Column::text(label),
        _ => reports::Column::number(label, 12),
    };
    let table = Table {
        title: "bench".to_owned(),
        columns: cells(heads).enumerate().map(column).collect(),
        rows: lines.map(|line| cells(line).map(str::to_owned).collect()).collect(),
        ..Table::default()
    };
    workbook(&[table]).unwrap_or_default()
}
