//! What the pages call things, and what may be done in which register.

use crate::app::routes::{RegisterRoute, Route};
use crate::app::{IMPORT, side_page};
use crate::registers::{DUE, Field, Kind, NaturalKey, Privacy, STAGE, Schema, When};

use super::entries::column_field;

/// The way to a new record: its word and where it leads.
pub fn new_record(schema: &'static Schema, count: usize) -> Option<(String, Route)> {
    let (head, display) = (schema.head, &schema.display);
    let is_full = head.key == NaturalKey::Single && count > 0;
    if is_full || !head.is_kept_by_hand() {
        return None;
    }
    let word = match display.new {
        "" => format!("新增{}", head.label),
        word => word.to_owned(),
    };
    let route = match side_page(head, display.made_by) {
        Some(page) => Route::Side(head.name, page),
        None => Route::Register(head.name, RegisterRoute::New),
    };
    Some((word, route))
}

/// The way to an import from a table: its word and where it leads.
pub fn import(schema: &'static Schema) -> Option<(&'static str, Route)> {
    let (head, display) = (schema.head, &schema.display);
    // It may be the way to a new record already.
    let page = side_page(head, IMPORT).filter(|_| display.made_by != IMPORT)?;
    Some((display.import, Route::Side(head.name, page)))
}

/// The fields that may stand on a paper or in a table that leaves the tablet.
pub fn open_fields(schema: &Schema) -> Vec<&'static Field> {
    schema.fields.iter().filter(|field| is_open(field)).collect()
}

/// The same, with the computed fields, the stage and its deadline.
pub fn open_columns(schema: &Schema) -> Vec<&'static Field> {
    let mut list = open_fields(schema);
    let computed = schema.computed.iter().map(|computed| computed.field.name);
    let others: Vec<&'static Field> = computed
        .chain([STAGE, DUE])
        .filter_map(|name| column_field(schema, name))
        .filter(|field| is_open_column(schema, field))
        .collect();
    list.extend(others);
    list
}

/// Why nothing of a register may leave the tablet; empty where something may.
pub fn closed_reason(schema: &Schema) -> &'static str {
    if open_columns(schema).is_empty() { "这里的内容不能带出本机" } else { "" }
}

/// Whether the titles of a register's records may leave the tablet.
pub fn has_open_title(schema: &Schema) -> bool {
    schema.title.iter().all(|name| schema.field(name).is_none_or(is_open))
}

/// Whether a column of a list may leave the tablet. The stage and its deadline tell
/// what their fields tell.
pub fn is_open_column(schema: &Schema, column: &Field) -> bool {
    if ![STAGE, DUE].contains(&column.name) {
        return is_open(column);
    }
    let of_stages = schema.stages.iter().flat_map(|stage| stage.when).map(|when| {
        let (When::Filled(path) | When::Empty(path) | When::Is(path, _)) = when;
        *path
    });
    let of_deadlines = schema.stages.iter().filter_map(|stage| Some(stage.due?.from));
    of_stages.chain(of_deadlines).all(|path| {
        let field = schema.field(path.split_once('.').map_or(path, |(field, _)| field));
        field.is_none_or(|field| field.privacy != Privacy::Restricted)
    })
}

/// Whether a field may leave the tablet as it is.
pub fn is_open(field: &Field) -> bool {
    field.privacy != Privacy::Restricted && field.kind != Kind::Data
}

/// The records of a register, counted.
pub fn counted(schema: &Schema, count: usize) -> String {
    format!("{count} {}", schema.head.unit)
}
