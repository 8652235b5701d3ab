//! Lines of a table that are one record: each holds a row of it (a member of a roll, an item of an
//! agenda), and all say the same of the record itself, or nothing.

use std::collections::HashMap;

use super::record_cells::{CellError, Reading};
use super::record_parts::PartPlace;
use super::record_rows::{SourceCell, SourceRow, SourceTable};
use super::text;
use crate::registers::{Schema, Shape};

/// The values of a line in the identifying fields; `None` for blank cells.
type Identity = Vec<Option<String>>;

impl SourceTable {
    /// Joins the lines of one record. A line with blank identifying fields continues the line above.
    pub(super) fn join_lines(&mut self, schema: &Schema) {
        self.rows = records_of_lines(schema, std::mem::take(&mut self.rows));
    }
}

fn records_of_lines(schema: &Schema, lines: Vec<SourceRow>) -> Vec<SourceRow> {
    let fields = identity_fields(schema);
    let mut records: Vec<(Identity, SourceRow)> = Vec::new();
    let mut by_identity: HashMap<Identity, usize> = HashMap::new();
    for line in lines {
        let own = identity_of(&fields, &line);
        let goes_on = |(above, _): &(Identity, SourceRow)| {
            own.iter().zip(above).all(|(own, above)| own.is_none() || own == above)
        };
        let last = records.last().is_some_and(goes_on).then(|| records.len() - 1);
        let at = last.or_else(|| by_identity.get(&own).copied());
        match at.and_then(|at| records.get_mut(at)) {
            Some((_, record)) => add_line(record, line),
            None => {
                by_identity.insert(own.clone(), records.len());
                records.push((own, line));
            }
        }
    }
    records.into_iter().map(|(_, record)| record).collect()
}

/// The fields that tell records apart: those of the key and of the title, that of their time, that of
/// their owner, and those that no record can do without.
pub(super) fn identity_fields(schema: &Schema) -> Vec<&'static str> {
    let required = schema.fields.iter().filter(|one| one.required && one.shape == Shape::Single);
    let named = schema.head.key_fields().iter().chain(schema.title).copied();
    let owner = schema.head.owner.map(|owner| owner.field);
    let mut fields: Vec<&'static str> = named
        .chain(schema.head.time_field())
        .chain(owner)
        .chain(required.map(|field| field.name))
        .collect();
    let mut seen = Vec::new();
    fields.retain(|field| {
        let is_first = !seen.contains(field);
        seen.push(*field);
        is_first
    });
    fields
}

fn identity_of(fields: &[&str], line: &SourceRow) -> Identity {
    let of_field = |field: &&str| {
        let is_own = |cell: &&SourceCell| {
            cell.part.place == PartPlace::Whole && cell.part.field.name == *field
        };
        line.cells.iter().find(is_own).map(said)
    };
    fields.iter().map(of_field).collect()
}

/// What a cell says, however it is written.
fn said(cell: &SourceCell) -> String {
    match &cell.reading {
        Reading::Value(value) => format!("{value:?}"),
        _ => text::squeezed(&cell.shown),
    }
}

/// Adds a line to its record: the row that it holds, and what is said of the record here alone. What
/// says something else than the lines above is a fault.
fn add_line(record: &mut SourceRow, line: SourceRow) {
    for mut cell in line.cells {
        let above = record.cells.iter().find(|one| one.part == cell.part);
        match above.filter(|_| !cell.part.is_of_line()) {
            Some(above) if said(above) == said(&cell) => continue,
            Some(above) => {
                cell.reading = Reading::Unreadable(CellError::Contradicts(above.address))
            }
            None => {}
        }
        record.cells.push(cell);
    }
    record.hints.extend(line.hints);
}
