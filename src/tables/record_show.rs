//! What records and rows say, compared and shown: both in the words of the list.

use std::collections::BTreeMap;

use super::cell_text::delimited_cell;
use super::record_cells::Reading;
use super::record_names::{is_key_text, title_text};
use super::record_outcome::{Content, FieldDifference, ShownCell};
use super::record_parts::PartPlace;
use super::record_resolve::{ResolvedCell, State, UNCLEAR_ROW};
use super::record_rows::SourceRow;
use super::text;
use crate::ledger::{Ledger, Record, RecordId, Value};
use crate::registers::{
    Field, Kind, RowKeys, Schema, Shape, money_text, points_text, read_input, rows, schema,
    show_field, show_row, show_value,
};
use crate::typed_text;

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
    let (field, column) = (cell.part.field, cell.part.column);
    match &cell.state {
        State::Known(Content::Value(value)) => {
            let held = held(cell, record);
            // Earlier versions kept texts as they were typed.
            held == value
                || held.as_text().is_some_and(|text| is_spelt_as(column, text, value))
                || is_counted_elsewhere(cell, value, record)
                || is_same_name(cell, value, record)
        }
        State::Known(Content::Marks(marks)) => marks.iter().all(|(id, mark)| {
            let held = record.entry(field.name, id.as_str());
            *rows::column(field, held, field.name) == Value::Int(*mark)
        }),
        _ => {
            let own = match cell.part.place {
                PartPlace::Whole => shown(ledger, field, record),
                _ => show_value(ledger, column, held(cell, record)),
            };
            let own = text::squeezed(&own);
            !own.is_empty() && own == text::squeezed(&cell.shown)
        }
    }
}

/// What a record holds in the place of a cell.
fn held<'r>(cell: &ResolvedCell, record: &Record<'r>) -> &'r Value {
    let field = cell.part.field;
    match (cell.part.place, field.shape) {
        (PartPlace::Whole, Shape::Dated) => record.latest(field.name),
        (PartPlace::Whole, _) => record.get(field.name),
        (PartPlace::Column, _) => {
            rows::column(field, record.get(field.name), cell.part.column.name)
        }
        _ => rows::column(field, record.entry(field.name, &cell.key), cell.part.column.name),
    }
}

/// Whether a number is the sum that others have counted already, so that counting it here would
/// double it: a tablet counts anew under another name whenever its page is opened.
pub(super) fn is_counted_elsewhere(
    cell: &ResolvedCell,
    value: &Value,
    record: &Record<'_>,
) -> bool {
    let (field, column) = (cell.part.field, cell.part.column);
    let is_counter = field.shape == Shape::Rows(RowKeys::Writer);
    is_counter
        && held(cell, record).is_null()
        && value
            .as_int()
            .is_some_and(|own| own != 0 && own == rows::sum(field, record, column.name))
}

/// What a field, or a row of it, holds once the cells are written.
pub(super) fn written_value(
    field: &Field,
    key: &str,
    cells: &[ResolvedCell],
    record: Option<&Record<'_>>,
) -> Value {
    let standing = match record {
        Some(record) if key.is_empty() => record.get(field.name).clone(),
        Some(record) => record.entry(field.name, key).clone(),
        None => Value::Null,
    };
    let own = cells.iter().filter(|cell| cell.part.field.name == field.name && cell.key == key);
    let written: Vec<(&str, Value)> = own
        .filter_map(|cell| match &cell.state {
            State::Known(Content::Value(value)) => Some((cell.part.column.name, value.clone())),
            _ => None,
        })
        .collect();
    rows::with_columns(field, &standing, &written)
}

/// What a cell says as the ledger shows it; where it is not clear, as the table has it.
pub(super) fn shown_cell(ledger: &Ledger, cell: &ResolvedCell) -> String {
    match &cell.state {
        State::Known(content) => shown_content(ledger, cell.part.column, content),
        _ => cell.shown.clone(),
    }
}

/// What a row is called: as its record will be, else by the first cell that can be read.
pub(super) fn row_title(
    schema: &Schema,
    ledger: &Ledger,
    source: &SourceRow,
    cells: &[ResolvedCell],
) -> String {
    let of = |name: &&str| {
        let cell = cells.iter().find(|cell| cell.is_whole(name));
        cell.map(|cell| shown_cell(ledger, cell)).filter(|text| !text.is_empty())
    };
    let parts: Vec<String> = schema.title.iter().filter_map(of).collect();
    let own = source.cells.iter().find(|cell| !matches!(cell.reading, Reading::Unreadable(_)));
    match (parts.is_empty(), own) {
        (false, _) => parts.join(" · "),
        (true, Some(cell)) => cell.shown.clone(),
        (true, None) => String::new(),
    }
}

/// What the cells of a row say, each field or row inside the record once.
pub(super) fn shown_cells(ledger: &Ledger, cells: &[ResolvedCell]) -> Vec<ShownCell> {
    let mut shown: Vec<ShownCell> = Vec::new();
    for (place, of_place) in by_place(cells) {
        for cell in of_place.into_iter().filter(|cell| !matches!(cell.state, State::Known(_))) {
            let (name, label) =
                (format!("{} {}", place.name(), cell.part.name()), cell.part.label());
            shown.push(ShownCell { name, label, text: cell.shown.clone() });
        }
        let text = place.text(ledger, cells, None);
        if !text.is_empty() {
            shown.push(ShownCell {
                name: place.name(),
                label: place.label(ledger, cells, None),
                text,
            });
        }
    }
    shown
}

/// What some cells change in a record.
pub(super) fn differences(
    ledger: &Ledger,
    cells: &[ResolvedCell],
    record: &Record<'_>,
) -> Vec<FieldDifference> {
    let one = |(place, _): (DifferencePlace, Vec<&ResolvedCell>)| FieldDifference {
        name: place.name(),
        label: place.label(ledger, cells, Some(record)),
        before: place.text(ledger, &[], Some(record)),
        after: place.text(ledger, cells, Some(record)),
    };
    by_place(cells).into_iter().map(one).collect()
}

/// A field, or a row of it, as the review shows it.
struct DifferencePlace {
    field: &'static Field,
    key: String,
}

fn by_place(cells: &[ResolvedCell]) -> Vec<(DifferencePlace, Vec<&ResolvedCell>)> {
    let mut places: Vec<(DifferencePlace, Vec<&ResolvedCell>)> = Vec::new();
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for cell in cells {
        let at = *known.entry((cell.part.field.name, &cell.key)).or_insert(places.len());
        if at == places.len() {
            let place = DifferencePlace { field: cell.part.field, key: cell.key.clone() };
            places.push((place, Vec::new()));
        }
        if let Some((_, of_place)) = places.get_mut(at) {
            of_place.push(cell);
        }
    }
    places
}

impl DifferencePlace {
    fn name(&self) -> String {
        format!("{} {}", self.field.name, self.key).trim_end().to_owned()
    }

    fn label(
        &self,
        ledger: &Ledger,
        cells: &[ResolvedCell],
        record: Option<&Record<'_>>,
    ) -> String {
        let field = self.field;
        let row = match field.shape {
            Shape::Rows(RowKeys::Writer) => "本机".to_owned(),
            Shape::Rows(_) if !self.key.is_empty() && !self.key.starts_with(UNCLEAR_ROW) => {
                show_row(ledger, field, &self.key, &written_value(field, &self.key, cells, record))
            }
            _ => String::new(),
        };
        if row.is_empty() { field.label.to_owned() } else { format!("{}·{row}", field.label) }
    }

    /// The value of the place after the cells are written.
    fn text(&self, ledger: &Ledger, cells: &[ResolvedCell], record: Option<&Record<'_>>) -> String {
        let whole = cells.iter().find(|cell| cell.is_whole(self.field.name));
        match (whole, record) {
            (Some(cell), _) if matches!(cell.state, State::Known(_)) => shown_cell(ledger, cell),
            (Some(_), None) => String::new(),
            (None, Some(record)) if self.key.is_empty() && self.field.kind.columns().is_empty() => {
                shown(ledger, self.field, record)
            }
            _ => {
                let value = written_value(self.field, &self.key, cells, record);
                show_value(ledger, self.field, &value)
            }
        }
    }
}

/// Whether a value is another spelling of the name that a record is known by.
fn is_same_name(cell: &ResolvedCell, value: &Value, record: &Record<'_>) -> bool {
    let is_key = cell.part.place == PartPlace::Whole
        && schema(record.id().register()).is_some_and(|s| is_key_text(s, cell.part.field.name));
    is_key
        && match (held(cell, record).as_text(), value.as_text()) {
            (Some(held), Some(own)) => typed_text::canonical(held) == typed_text::canonical(own),
            _ => false,
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
        (Kind::Points(..) | Kind::Percent | Kind::Tenths(..), Value::Int(tenths)) => {
            points_text(*tenths)
        }
        (Kind::Money, Value::Int(fen)) => money_text(*fen),
        (_, Value::Int(number)) => number.to_string(),
        (_, Value::Bool(yes)) => if *yes { "是" } else { "否" }.to_owned(),
        (_, value) => value.as_text().unwrap_or("").to_owned(),
    }
}
