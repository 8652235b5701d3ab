//! Two records that turn out to be one (同一人、同一单位): joining them, and taking them apart again.

use std::collections::HashSet;

use crate::ledger::{Cell, Draft, JOINED, Ledger, Record, RecordId, Value};

use super::schema;

/// The map field by which a record says of others that they are not the same as it. Every record
/// has it.
pub const DISTINCT: &str = "distinct";

/// Of records that are one the least by this goes on, on every tablet that has the same of them: one
/// with a natural key before one without, then the one that was made first.
pub fn seniority<'a>(record: &Record<'a>) -> (bool, i64, &'a RecordId) {
    let written = record.written().flat_map(|(_, _, written)| written);
    let made = written.map(|one| one.stamp.millis).min().unwrap_or(i64::MAX);
    (record.id().key().is_none(), made, record.id())
}

/// Joins records to one that goes on: what is said of them counts for it from then on, and what it
/// lacks it takes over from them.
pub fn join(draft: &mut Draft, ledger: &Ledger, from: &[RecordId], into: &RecordId) {
    let into = ledger.resolve(into);
    let schema = schema(into.register());
    let mut has: HashSet<&str> = ledger.record(into).iter().flat_map(fields).collect();
    for id in from.iter().filter(|id| *id != into) {
        let Some(record) = ledger.record(id) else {
            continue;
        };
        draft.field(id, JOINED, into.as_str());
        for (field, key, value) in record.cells().filter(|(_, _, value)| !value.is_null()) {
            // Whom it is not, the other is not either. What no form shows (that it is deleted, or
            // that something is erased) is its own.
            let is_declared = || schema.is_some_and(|schema| schema.field(field).is_some());
            let told = field == DISTINCT || !has.contains(field) && is_declared();
            if told && key != Some(into.as_str()) {
                let cell =
                    Cell { record: into.clone(), field: field.into(), key: key.map(Into::into) };
                draft.set(cell, value.clone());
            }
        }
        has.extend(fields(&record));
    }
}

/// The fields in which something stands.
fn fields<'a>(record: &Record<'a>) -> Vec<&'a str> {
    let told = record.cells().filter(|(_, _, value)| !value.is_null());
    told.map(|(field, ..)| field).collect()
}

/// Takes a record apart from the one that goes on for it, which gives back what it took over then.
pub fn separate(draft: &mut Draft, ledger: &Ledger, id: &RecordId) {
    let Some(standing) = ledger.standing(&Cell::field(id, JOINED)) else {
        return;
    };
    draft.field(id, JOINED, Value::Null);
    // Two that name each other are one by either.
    let into = ledger.resolve(id);
    if ledger.record(into).is_some_and(|record| !record.get(JOINED).is_null()) {
        draft.field(into, JOINED, Value::Null);
    }
    let Some(edit) = ledger.edit(standing.id.edit) else {
        return;
    };
    let says = |record: &RecordId, of: &Cell| {
        ledger.standing(&Cell { record: record.clone(), ..of.clone() }).map(|one| one.value)
    };
    // Others that were joined with it and still are go on lending what they have too.
    let marks = edit.changes.iter().map(|(_, change)| &change.cell);
    let others: Vec<&RecordId> = marks
        .filter(|mark| &*mark.field == JOINED && mark.record != *id)
        .filter(|mark| ledger.standing(mark).map(|one| one.value) == Some(standing.value))
        .map(|mark| &mark.record)
        .collect();
    for (_, change) in &edit.changes {
        let cell = &change.cell;
        let is_taken_over = standing.value.as_text() == Some(cell.record.as_str())
            && &*cell.field != JOINED
            && ledger.standing(cell).is_some_and(|now| now.stamp == change.stamp)
            && says(id, cell) == Some(&change.value)
            && !others.iter().any(|other| says(other, cell) == Some(&change.value));
        if is_taken_over {
            let seen = change.replaces.iter().max();
            let former = ledger.written(cell).find(|one| Some(&one.stamp) == seen);
            draft.set(cell.clone(), former.map_or(Value::Null, |one| one.value.clone()));
        }
    }
}

/// Says that two records which look like one are not.
pub fn keep_apart(draft: &mut Draft, one: &RecordId, other: &RecordId) {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    draft.entry(first, DISTINCT, second.as_str(), true);
}

/// Whether someone has said of two records that they are not the same.
pub fn are_apart(one: &Record<'_>, other: &Record<'_>) -> bool {
    let says =
        |one: &Record<'_>, other: &Record<'_>| one.entry(DISTINCT, other.id().as_str()).is_true();
    says(one, other) || says(other, one)
}
