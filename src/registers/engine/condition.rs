//! Conditions on the fields of a record, as data.

use crate::ledger::{Record, Value};

/// A condition on a record.
///
/// A field is named by its name, a column of a field that merges whole by `field.column`, the first column of
/// a row of a table by `field.row.column`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Something is filled in.
    Filled(&'static str),
    /// Nothing is filled in.
    Empty(&'static str),
    /// It is one of some choices.
    Is(&'static str, &'static [&'static str]),
    /// It is none of some choices; nothing filled in is none of them.
    IsNot(&'static str, &'static [&'static str]),
    /// In some row of a table its first column, which is named, is one of some choices.
    SomeRow((&'static str, &'static str), &'static [&'static str]),
}

impl When {
    /// The field, or the column of one, that it looks at.
    pub const fn path(&self) -> &'static str {
        let (Self::Filled(path)
        | Self::Empty(path)
        | Self::Is(path, _)
        | Self::IsNot(path, _)
        | Self::SomeRow((path, _), _)) = self;
        path
    }

    /// Whether it holds.
    pub fn holds(&self, record: &Record<'_>) -> bool {
        match self {
            Self::Filled(field) => is_filled(record, field),
            Self::Empty(field) => !is_filled(record, field),
            Self::Is(field, choices) => {
                value_at(record, field).as_text().is_some_and(|text| choices.contains(&text))
            }
            Self::IsNot(field, choices) => !Self::Is(field, choices).holds(record),
            Self::SomeRow((table, column), choices) => {
                let is_one = |row: &Value| {
                    // A plain row is its first column.
                    let own = row.get(column).unwrap_or(row);
                    own.as_text().is_some_and(|text| choices.contains(&text))
                };
                record.entries(table).into_iter().any(|(_, row)| is_one(row))
            }
        }
    }
}

/// Whether all of some conditions hold.
pub fn all_hold(conditions: &[When], record: &Record<'_>) -> bool {
    conditions.iter().all(|one| one.holds(record))
}

/// Whether a field, or a column of it, holds anything.
pub fn is_filled(record: &Record<'_>, path: &str) -> bool {
    let value = value_at(record, path);
    let is_value = !value.is_null() && value.as_text() != Some("");
    is_value || !record.entries(path).is_empty()
}

/// The value at a field or, as `field.column`, in one that merges whole, or as `field.row.column` the first
/// column of a row of a table; of a dated field the latest.
pub fn value_at<'a>(record: &Record<'a>, path: &str) -> &'a Value {
    match path.split_once('.') {
        Some((field, rest)) if let Some((row, column)) = rest.split_once('.') => {
            match record.entry(field, row) {
                Value::Group(columns) => columns.get(column).unwrap_or(&Value::Null),
                // A plain row is its first column.
                plain => plain,
            }
        }
        Some((field, column)) => record.get(field).get(column).unwrap_or(&Value::Null),
        None => match record.get(path) {
            Value::Null => record.latest(path),
            value => value,
        },
    }
}
