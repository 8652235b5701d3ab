//! The records that name a record: what is left behind where it goes.

use crate::ledger::{Ledger, Record, RecordId};

use super::field::{Field, Kind, RowKeys, Shape};
use super::rows::{column, columns};
use super::schema::{Schema, Schemas};

/// How many live records of each register name a record, in the order of the registers.
pub fn references_to(
    schemas: Schemas,
    ledger: &Ledger,
    id: &RecordId,
) -> Vec<(&'static Schema, usize)> {
    let counted = schemas.iter().filter_map(|schema| {
        let fields: Vec<&Field> =
            schema.fields.iter().filter(|field| can_name(field, id.register())).collect();
        if fields.is_empty() {
            return None;
        }
        let records = ledger.records(schema.head.name);
        let count = records.filter(|record| names(ledger, record, &fields, id)).count();
        (count > 0).then_some((schema, count))
    });
    counted.collect()
}

/// Whether a field, a row of it or one of its columns can name records of a register.
fn can_name(field: &Field, register: &str) -> bool {
    let of_rows = matches!(field.shape, Shape::Rows(RowKeys::Records(of)) if of == register);
    of_rows
        || columns(field)
            .iter()
            .any(|one| matches!(one.kind, Kind::Reference(of) if of == register))
}

fn names(ledger: &Ledger, record: &Record<'_>, fields: &[&Field], id: &RecordId) -> bool {
    let is_it = |text: &str| ledger.resolved_key(text) == id.as_str();
    let cells = record.cells().filter(|(_, _, value)| !value.is_null());
    let mut cells = cells.filter_map(|(name, key, value)| {
        let field = fields.iter().find(|field| field.name == name)?;
        Some((*field, key, value))
    });
    cells.any(|(field, key, value)| {
        let is_row = matches!(field.shape, Shape::Rows(RowKeys::Records(_)));
        let in_columns = columns(field).iter().any(|one| {
            let is_reference = matches!(one.kind, Kind::Reference(_));
            is_reference && column(field, value, one.name).as_text().is_some_and(is_it)
        });
        in_columns || (is_row && key.is_some_and(is_it))
    })
}
