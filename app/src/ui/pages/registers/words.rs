//! What the pages call things, and what may be done in which register.

use crate::app::routes::{RegisterRoute, Route};
use crate::app::{SidePage, side_page};
use crate::registers::{
    BROUGHT_IN, DUE, EXPLANATION, Field, HOSPITAL, MEMBER, SCORE_ENTRY, STAGE, Schema,
};

use super::entries::column_field;

/// Whether records of a register are made and changed by hand.
pub fn is_kept_by_hand(schema: &Schema) -> bool {
    schema.head.is_listed() || schema.head.name == MEMBER.name
}

/// The way to a new record: its word and where it leads.
pub fn new_record(schema: &'static Schema, count: usize) -> Option<(String, Route)> {
    let form = Route::Register(schema.head.name, RegisterRoute::New);
    match schema.head.name {
        _ if !is_kept_by_hand(schema) => None,
        name if name == BROUGHT_IN.name => {
            Some(("引入以往月份".to_owned(), SidePage::ImportTotals.route()))
        }
        // There is one hospital to a ledger.
        name if name == HOSPITAL.name && count > 0 => None,
        name if name == SCORE_ENTRY.name => Some(("登记积分".to_owned(), form)),
        name if name == MEMBER.name => Some(("添加党员".to_owned(), form)),
        _ => Some((format!("新增{}", schema.head.label), form)),
    }
}

/// The way to an import from a table: its word and where it leads.
pub fn import(schema: &'static Schema) -> Option<(&'static str, Route)> {
    match schema.head.name {
        name if name == MEMBER.name => Some(("导入花名册", SidePage::ImportRoster.route())),
        // Totals are brought in as new records are.
        name if name == BROUGHT_IN.name => None,
        name => {
            side_page(schema.head, "import").map(|page| ("从表格导入", Route::Side(name, page)))
        }
    }
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

/// Whether the titles of a register's records may leave the tablet.
pub fn has_open_title(schema: &Schema) -> bool {
    schema.title.iter().all(|name| schema.field(name).is_none_or(Field::is_open))
}

/// The records of a register, counted.
pub fn counted(schema: &Schema, count: usize) -> String {
    format!("{count} {}", schema.head.unit)
}
