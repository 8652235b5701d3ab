//! What records and rows say, compared and shown: both in the words of the list.

use super::cell_text::delimited_cell;
use super::record_names::title_text;
use super::record_outcome::Content;
use super::record_resolve::{ResolvedCell, State};
use super::text;
use crate::ledger::{Ledger, Record, RecordId, Value};
use crate::registers::{
    Field, Kind, RowKeys, Shape, money_text, points_text, read_input, rows, show_field, show_value,
};

/// A field of a record as the list exports it.
pub(super) fn shown(ledger: &Ledger, field: &Field, record: &Record<'_>) -> String {
    let Shape::Rows(RowKeys::Records(_)) = field.shape else {
        return show_field(ledger, field, record);
    };
    let entries = record.entries(field.name).into_iter();
    let marked = entries.map(|(key, mark)| {
        let id = key.parse::<RecordId>();
        (id.map_or_else(|_| key.to_owned(), |id| title_text(ledger, &id)), mark.clone())
    });
    marks_text(ledger, field, marked)
}

/// What a row says of a field, in the same words.
pub(super) fn shown_content(ledger: &Ledger, field: &Field, content: &Content) -> String {
    match content {
        Content::Value(value) => show_value(ledger, field, value),
        Content::Marks(marks) => {
            let marked = marks.iter().map(|(id, mark)| (title_text(ledger, id), Value::Int(*mark)));
            marks_text(ledger, field, marked)
        }
        Content::Open(text) => text.clone(),
    }
}

fn marks_text(
    ledger: &Ledger,
    field: &Field,
    marked: impl Iterator<Item = (String, Value)>,
) -> String {
    let one = |(name, mark): (String, Value)| {
        let amount = show_value(ledger, field, &mark);
        if amount == "1" { name } else { format!("{name} {amount}") }
    };
    marked.map(one).collect::<Vec<_>>().join("、")
}

/// Whether a record says already what a cell says. A cell that is not clear agrees with a record
/// that shows the same words: what the ledger exports it knows again.
pub(super) fn agrees(ledger: &Ledger, cell: &ResolvedCell, record: &Record<'_>) -> bool {
    let field = cell.field;
    match &cell.state {
        State::Known(Content::Value(value)) => {
            let held = match field.shape {
                Shape::Dated => record.latest(field.name),
                _ => record.get(field.name),
            };
            // Earlier versions kept texts as they were typed.
            held == value || held.as_text().is_some_and(|text| is_spelt_as(field, text, value))
        }
        State::Known(Content::Marks(marks)) => marks.iter().all(|(id, mark)| {
            let held = record.entry(field.name, id.as_str());
            *rows::column(field, held, field.name) == Value::Int(*mark)
        }),
        _ => {
            let own = text::squeezed(&shown(ledger, field, record));
            !own.is_empty() && own == text::squeezed(&cell.shown)
        }
    }
}

fn is_spelt_as(field: &Field, text: &str, value: &Value) -> bool {
    let is_text = matches!(field.kind, Kind::Text(_) | Kind::Lines(_));
    let reads = |text: &str| read_input(field, text).is_ok_and(|read| read == *value);
    // An apostrophe in front is a mark that spreadsheets keep to themselves.
    is_text && (reads(text) || reads(&delimited_cell(text).0.text()))
}

/// A value as it would be typed into a form.
pub(super) fn input_text(field: &Field, value: &Value) -> String {
    match (field.kind, value) {
        (Kind::Points(..) | Kind::Percent, Value::Int(tenths)) => points_text(*tenths),
        (Kind::Money, Value::Int(fen)) => money_text(*fen),
        (_, Value::Int(number)) => number.to_string(),
        (_, Value::Bool(yes)) => if *yes { "是" } else { "否" }.to_owned(),
        (_, value) => value.as_text().unwrap_or("").to_owned(),
    }
}
