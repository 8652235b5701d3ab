//! The rows of a table inside a record, as the detail page and the paper show them.

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::ledger::{Record, RecordId};
use crate::registers::rows::{self, column, columns};
use crate::registers::{Field, Kind, RowKeys, Shape, head, show_key, show_value};

use super::reader::Reader;

/// The heads of a table, and its lines.
pub type RowTable = (Vec<String>, Vec<TableLine>);

/// What is no longer than a day (2026年10月17日) is not broken.
const WHOLE: usize = 11;

/// A row of a table in words.
pub struct TableLine {
    /// The record that the row is about, where it is about one.
    pub about: Option<RecordId>,
    /// The cells, the name of the row first.
    pub cells: Vec<String>,
}

/// The rows of a field as a table; `None` where there are none, or where a line says them all.
pub fn table_of<'a>(
    field: &Field,
    reader: &mut Reader<'a>,
    record: &Record<'a>,
) -> Option<RowTable> {
    let Shape::Rows(keys) = field.shape else { return None };
    let shown: Vec<&Field> =
        columns(field).iter().filter(|column| column.kind != Kind::Data).collect();
    if shown.len() < 2 || keys == RowKeys::Writer {
        return None;
    }
    let first = match keys {
        RowKeys::Records(to) => head(to).map_or("", |head| head.label),
        RowKeys::Created => "序号",
        _ => field.label,
    };
    let heads = std::iter::once(first.to_owned())
        .chain(shown.iter().map(|column| column.label.to_owned()))
        .collect();
    let mut lines: Vec<TableLine> = rows::rows(field, record)
        .into_iter()
        .enumerate()
        .map(|(at, (key, row))| {
            let (about, name) = match keys {
                RowKeys::Records(_) => (key.parse().ok(), reader.title(key)),
                RowKeys::Created => (None, (at + 1).to_string()),
                _ => (None, show_key(reader.ledger, field, key)),
            };
            let cells = shown
                .iter()
                .map(|one| show_value(reader.ledger, one, column(field, row, one.name)));
            TableLine { about, cells: std::iter::once(name).chain(cells).collect() }
        })
        .collect();
    if matches!(keys, RowKeys::Records(_)) {
        sort_by_name(&mut lines, NameOrder::Strokes, |line| {
            line.cells.first().map_or("", |name| name)
        });
    }
    (!lines.is_empty()).then_some((heads, lines))
}

/// The same on the screen: a name leads to its record.
pub fn table_view(label: &'static str, (heads, lines): RowTable) -> AnyView {
    let heads: Vec<AnyView> = heads
        .into_iter()
        .map(|head| view! { <th scope="col" class="cell at-start">{head}</th> }.into_any())
        .collect();
    let line = |line: TableLine| {
        let TableLine { about, cells } = line;
        let cells: Vec<AnyView> = cells
            .into_iter()
            .enumerate()
            .map(|(at, text)| match about.as_ref().filter(|_| at == 0) {
                Some(id) => {
                    let href = Route::detail(id).href();
                    view! { <td class="cell at-start"><a href=href>{text}</a></td> }.into_any()
                }
                None => {
                    let is_whole = text.chars().count() <= WHOLE;
                    view! { <td class="cell at-start" class:is-whole=is_whole>{text}</td> }
                        .into_any()
                }
            })
            .collect();
        view! { <tr>{cells}</tr> }.into_any()
    };
    let lines: Vec<AnyView> = lines.into_iter().map(line).collect();
    view! {
        <div class="plain-table-box" tabindex="0" role="region" aria-label=label>
            <table class="plain-table">
                <thead><tr>{heads}</tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}
