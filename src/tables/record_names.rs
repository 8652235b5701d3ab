//! Records found by what a table calls them: their title, their natural key, a staff number.

use std::collections::{BTreeMap, HashMap};

use super::branch_names::branch_key;
use super::record_parts::parts;
use crate::ledger::{Ledger, Record, RecordId, Value};
use crate::registers::{
    Field, Kind, Names, RowKeys, Schema, Shape, names_of, schema, show_field, title_of,
};
use crate::typed_text;

/// The names of the records of a register, and of those registers that its fields refer to.
#[derive(Debug, Default)]
pub struct RecordNames {
    registers: BTreeMap<&'static str, RegisterNames>,
}

type Found = HashMap<String, Vec<RecordId>>;

/// The names of one register's records, the surest kind first.
#[derive(Debug, Default)]
struct RegisterNames {
    by_title: Found,
    by_key: Found,
    by_likeness: Found,
    /// By the first field of the title alone, which is no name of one record.
    by_first: Found,
}

impl RecordNames {
    /// The names that a table of a register may hold.
    #[must_use]
    pub fn of(ledger: &Ledger, own: &'static Schema) -> Self {
        let mut names = Self::default();
        names.learn(ledger, own);
        let named = parts(own).into_iter().filter_map(|part| part.register());
        for to in named.chain(own.fields.iter().filter_map(referred)) {
            if let Some(to) = schema(to) {
                names.learn(ledger, to);
            }
        }
        names
    }

    fn learn(&mut self, ledger: &Ledger, schema: &'static Schema) {
        let register = schema.head.name;
        if self.registers.contains_key(register) {
            return;
        }
        let mut names = RegisterNames::default();
        for record in ledger.records(register).filter(|record| !record.is_blank()) {
            let id = record.id();
            let title = title_of(ledger, schema, &record);
            add(&mut names.by_title, typed_text::canonical(&title), id);
            let keys = [record_key(schema, &record), id.key().map(str::to_owned)];
            for key in keys.into_iter().flatten() {
                add(&mut names.by_key, typed_text::canonical(&key), id);
            }
            add(&mut names.by_likeness, likeness(register, &title), id);
            if let Some(first) = schema.title.first().and_then(|name| schema.field(name)) {
                let first = show_field(ledger, first, &record);
                add(&mut names.by_first, typed_text::canonical(&first), id);
            }
        }
        self.registers.insert(register, names);
    }

    /// The records of a register that a text may mean: one, several, or none.
    #[must_use]
    pub fn find(&self, register: &str, text: &str) -> &[RecordId] {
        let Some(names) = self.registers.get(register) else {
            return &[];
        };
        let canonical = typed_text::canonical(text);
        let found = names
            .by_title
            .get(&canonical)
            .or_else(|| names.by_key.get(&canonical))
            .or_else(|| names.by_likeness.get(&likeness(register, text)));
        found.map_or(&[], Vec::as_slice)
    }

    /// Whether a text in the column of the first field of a title names a record that is there: the
    /// one it refers to, or one of the register itself.
    #[must_use]
    pub fn is_known(&self, own: &Schema, field: &Field, text: &str) -> bool {
        match referred(field) {
            Some(to) => !self.find(to, text).is_empty(),
            None => self
                .registers
                .get(own.head.name)
                .is_some_and(|names| names.by_first.contains_key(&typed_text::canonical(text))),
        }
    }
}

/// The register whose records a field names.
pub(super) fn referred(field: &Field) -> Option<&'static str> {
    match (field.kind, field.shape) {
        (_, Shape::Rows(RowKeys::Records(to))) | (Kind::Reference(to), _) => Some(to),
        _ => None,
    }
}

/// The natural key of a record by what stands in it now, which may have changed since it was made.
pub(super) fn record_key(schema: &Schema, record: &Record<'_>) -> Option<String> {
    let text = |name: &str| {
        let is_dated = schema.field(name).is_some_and(|field| field.shape == Shape::Dated);
        key_text(if is_dated { record.latest(name) } else { record.get(name) })
    };
    schema.head.natural_key(&text)
}

/// Whether a field is a text that records are known by: its spellings are one name.
pub(super) fn is_key_text(schema: &Schema, field: &str) -> bool {
    let is_text = |field: &Field| matches!(field.kind, Kind::Text(_));
    schema.head.key_fields().contains(&field) && schema.field(field).is_some_and(is_text)
}

/// A value as a part of a natural key.
pub(super) fn key_text(value: &Value) -> String {
    match value {
        Value::Int(number) => number.to_string(),
        value => value.as_text().unwrap_or_default().to_owned(),
    }
}

/// A key that is equal for spellings of one name: its case and the dots in it aside; of what is told
/// apart by a number, however that is written (第一支部, 一支部).
fn likeness(register: &str, name: &str) -> String {
    match names_of(register) {
        Names::Numbered => branch_key(name),
        Names::Usual | Names::OfPeople => typed_text::search_key(name),
    }
}

fn add(found: &mut Found, text: String, id: &RecordId) {
    if text.is_empty() {
        return;
    }
    let ids = found.entry(text).or_default();
    if !ids.contains(id) {
        ids.push(id.clone());
    }
}

/// The title of a record, by its id.
pub(super) fn title_text(ledger: &Ledger, id: &RecordId) -> String {
    match (schema(id.register()), ledger.record(ledger.resolve(id))) {
        (Some(schema), Some(record)) => title_of(ledger, schema, &record),
        _ => id.key().unwrap_or_default().to_owned(),
    }
}
