//! What the pages call things, and what may be done in which register.

use crate::app::routes::{RegisterRoute, Route};
use crate::registers::{BROUGHT_IN, Field, HOSPITAL, Kind, MEMBER, Privacy, Schema};

/// Whether records of a register are made and changed by hand.
pub fn is_kept_by_hand(schema: &Schema) -> bool {
    schema.head.is_listed() || schema.head.name == MEMBER.name
}

/// The way to a new record: its word and where it leads.
pub fn new_record(schema: &'static Schema, count: usize) -> Option<(String, Route)> {
    let form = Route::Register(schema.head.name, RegisterRoute::New);
    match schema.head.name {
        _ if !is_kept_by_hand(schema) => None,
        name if name == BROUGHT_IN.name => Some(("引入以往月份".to_owned(), Route::ImportTotals)),
        // There is one hospital to a ledger.
        name if name == HOSPITAL.name && count > 0 => None,
        name if name == MEMBER.name => Some(("添加党员".to_owned(), form)),
        _ => Some((format!("新增{}", schema.head.label), form)),
    }
}

/// The way to an import from a table: its word and where it leads.
pub fn import(schema: &'static Schema) -> Option<(&'static str, Route)> {
    let form = Route::Register(schema.head.name, RegisterRoute::Import);
    match schema.head.name {
        name if name == MEMBER.name => Some(("导入花名册", Route::ImportRoster)),
        name if [BROUGHT_IN.name, HOSPITAL.name].contains(&name) => None,
        _ => is_kept_by_hand(schema).then_some(("从表格导入", form)),
    }
}

/// The fields that may stand on a paper or in a table that leaves the tablet.
pub fn open_fields(schema: &Schema) -> Vec<&'static Field> {
    schema.fields.iter().filter(|field| is_open(field)).collect()
}

/// Whether a field may leave the tablet as it is.
pub fn is_open(field: &Field) -> bool {
    field.privacy != Privacy::Restricted && field.kind != Kind::Data
}

/// The records of a register, counted.
pub fn counted(schema: &Schema, count: usize) -> String {
    format!("{count} {}", schema.head.unit)
}
