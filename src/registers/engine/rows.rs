//! Rows: tables inside a record, of which each row merges by itself.
//!
//! A row is one cell: its key says which row, its value holds the columns. A table of one column
//! keeps the plain value of that column; so does a row of several in which the first alone is filled.
//! A row that was written by a table with fewer columns is therefore read as one of this table.
//! A value of several columns that is no row names each of them, as rules ask for them by name.

use crate::ledger::{Draft, Ledger, Record, Value};

use super::field::{Field, Kind, RowKeys, Shape};

/// The columns of a field: of a value that is not of several, the field itself.
pub fn columns(field: &Field) -> &[Field] {
    match field.kind {
        Kind::Columns(columns) => columns,
        _ => std::slice::from_ref(field),
    }
}

/// A column of a value.
pub fn column<'a>(field: &Field, value: &'a Value, name: &str) -> &'a Value {
    column_after(columns(field).first().map_or("", |first| first.name), value, name)
}

/// A column of a value whose first one is `first`: for heads, which come before their schemas.
pub fn column_after<'a>(first: &str, value: &'a Value, name: &str) -> &'a Value {
    match value {
        Value::Group(_) => value.get(name).unwrap_or(&Value::Null),
        plain if name == first => plain,
        _ => &Value::Null,
    }
}

/// The keys of a row as they were written: those of records that are joined to the one of the row go with it.
pub fn as_written(
    ledger: &Ledger,
    record: Option<&Record<'_>>,
    field: &str,
    key: &str,
) -> Vec<String> {
    let cells = record.into_iter().flat_map(Record::cells);
    let keys = cells.filter(|(name, _, value)| *name == field && !value.is_null());
    let keys = keys.filter_map(|(_, one, _)| one);
    keys.filter(|one| *one == key || ledger.resolved_key(one) == key).map(str::to_owned).collect()
}

/// A value with some of its columns written anew. What a newer version wrote into columns of its own
/// stays; `Null` where nothing is left.
pub fn with_columns(field: &Field, standing: &Value, written: &[(&str, Value)]) -> Value {
    let first = columns(field).first().map_or("", |first| first.name);
    let mut members: Vec<(&str, Value)> = match standing {
        Value::Null => Vec::new(),
        Value::Group(members) => {
            members.iter().map(|(name, value)| (&**name, value.clone())).collect()
        }
        plain => vec![(first, plain.clone())],
    };
    for (name, value) in written {
        members.retain(|(one, _)| one != name);
        if !value.is_null() {
            members.push((name, value.clone()));
        }
    }
    match members.as_slice() {
        [] => Value::Null,
        [(name, value)] if *name == first && is_plain_alone(field) => value.clone(),
        _ => Value::group(members),
    }
}

/// Whether the first column alone is kept as it is, without its name.
fn is_plain_alone(field: &Field) -> bool {
    matches!(field.shape, Shape::Rows(_)) || !matches!(field.kind, Kind::Columns(_))
}

/// Whether the first column of a row is what the row is called: of one that was created, and of a step that
/// begins with a text.
pub fn names_itself(field: &Field) -> bool {
    match field.shape {
        Shape::Rows(RowKeys::Created) => true,
        Shape::Rows(RowKeys::Steps(_)) => {
            columns(field).first().is_some_and(|first| matches!(first.kind, Kind::Text(_)))
        }
        _ => false,
    }
}

/// The rows of a table that hold something, by key: in the order of the steps, of their making, or of
/// the keys.
pub fn rows<'a>(field: &Field, record: &Record<'a>) -> Vec<(&'a str, &'a Value)> {
    let mut rows = record.entries(field.name);
    if let Shape::Rows(RowKeys::Steps(steps)) = field.shape {
        crate::ordered::sort_by_key(&mut rows, |(key, _)| {
            steps.iter().position(|(step, _)| step == key).unwrap_or(steps.len())
        });
    }
    rows
}

/// The sum of a column over all rows: what a counter shows.
pub fn sum(field: &Field, record: &Record<'_>, name: &str) -> i64 {
    let rows = record.entries(field.name).into_iter();
    rows.filter_map(|(_, value)| column(field, value, name).as_int()).sum()
}

/// The key of the next row that an edit creates: rows sort by the moment of their making.
pub fn next_key(draft: &Draft) -> String {
    let made = draft.next_record("row");
    let made = made.as_str().trim_start_matches("row:");
    // In the order of their making also where one edit makes more than ten.
    let (edit, index) = made.rsplit_once('-').unwrap_or((made, ""));
    format!("{:015}-{edit}-{index:0>4}", draft.at().millis.max(0))
}
