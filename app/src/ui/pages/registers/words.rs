//! What the pages call things, and what may be done in which register.

use leptos::prelude::*;

use crate::app::routes::{RegisterRoute, Route};
use crate::app::{IMPORT, side_page};
use crate::ledger::RecordId;
use crate::registers::{DUE, EXPLANATION, Field, NaturalKey, STAGE, Schema};

use super::entries::column_field;

/// That a register stays on this device.
pub const NOT_PRINTED: &str = "这本台账只在本机查看，不打印，也不导出。";

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
        Some(page) => Route::Side(head.name, page, None),
        None => Route::Register(head.name, RegisterRoute::New),
    };
    Some((word, route))
}

/// The way to an import from a table: its word and where it leads.
pub fn import(schema: &'static Schema) -> Option<(&'static str, Route)> {
    let (head, display) = (schema.head, &schema.display);
    // It may be the way to a new record already.
    let page = side_page(head, IMPORT).filter(|_| display.made_by != IMPORT)?;
    Some((display.import, Route::Side(head.name, page, None)))
}

/// The ways to the pages that sum up the records: their words and where they lead.
pub fn summaries(schema: &'static Schema) -> Vec<(&'static str, Route)> {
    let pages = schema.display.summed_by.iter().filter_map(|name| side_page(schema.head, name));
    pages.map(|page| (page.entry().label, Route::Side(schema.head.name, page, None))).collect()
}

/// The way to the page that shows a record in a way of its own: its word and where it leads.
pub fn shown_apart(schema: &'static Schema, id: &RecordId) -> Option<(&'static str, Route)> {
    let page = side_page(schema.head, schema.display.shown_by)?;
    Some((page.entry().label, Route::RecordSide(page, id.clone())))
}

/// The fields that may stand on a paper or in a table that leaves the tablet.
pub fn open_fields(schema: &Schema) -> Vec<&'static Field> {
    schema.fields.iter().filter(|field| field.is_open()).collect()
}

/// The same, with the computed fields, the stage and its deadline, and why rules of law were not kept.
pub fn open_columns(schema: &Schema) -> Vec<&'static Field> {
    let mut list = open_fields(schema);
    let computed = schema.computed.iter().map(|computed| computed.field.name);
    let others: Vec<&'static Field> = computed
        .chain([STAGE, DUE, EXPLANATION])
        .filter_map(|name| column_field(schema, name))
        .filter(|field| schema.is_open_column(field.name))
        .collect();
    list.extend(others);
    list
}

/// Why nothing of a register may leave the tablet; empty where something may.
pub fn closed_reason(schema: &Schema) -> &'static str {
    if open_columns(schema).is_empty() { "这里的内容不能带出本机" } else { "" }
}

/// Line printed in place of a register that must not be printed, for the browser's own print menu.
pub fn on_paper(schema: &Schema) -> AnyView {
    let is_closed = !closed_reason(schema).is_empty();
    is_closed.then(|| view! { <p class="paper-closed">{NOT_PRINTED}</p> }).into_any()
}

/// Whether the titles of a register's records may leave the tablet.
pub fn has_open_title(schema: &Schema) -> bool {
    schema.title.iter().all(|name| schema.field(name).is_none_or(Field::is_open))
}

/// The records of a register, counted.
pub fn counted(schema: &Schema, count: usize) -> String {
    format!("{count} {}", schema.head.unit)
}
