//! Undo of an edit: former values are written back where the edit's values are still current.

use std::sync::Arc;

use super::change::{Cell, JOINED};
use super::draft::Draft;
use super::id::{EditId, RecordId};
use super::set::{Ledger, Written};
use super::value::Value;

/// Where an undo had to leave a later value alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotReverted {
    /// The cell.
    pub cell: Cell,
    /// Who has written there since.
    pub by: Arc<str>,
}

/// Writes the undo of an edit into a draft, and returns the cells whose values are no longer its own.
///
/// A record that the edit created is deleted rather than emptied, so that a later redo, which is
/// the undoing of the undo, brings it back whole.
pub fn undo(ledger: &Ledger, id: EditId, draft: &mut Draft) -> Vec<NotReverted> {
    let mut kept = Vec::new();
    let Some(edit) = ledger.edit(id) else {
        return kept;
    };
    let mut created: Vec<RecordId> = Vec::new();
    // What joins records finds them there, even where its clock says that they were made later.
    let joins = edit.changes.iter().any(|(_, change)| &*change.cell.field == JOINED);
    for (_, change) in edit.changes.iter().filter(|_| !joins) {
        let record = &change.cell.record;
        if !created.contains(record) && is_created_by(ledger, record, id) {
            created.push(record.clone());
            draft.withdraw(record);
        }
    }
    for (_, change) in edit.changes {
        if created.contains(&change.cell.record) {
            continue;
        }
        let Some(standing) = ledger.standing(&change.cell) else {
            continue;
        };
        if standing.id.edit != id {
            if *standing.value != change.value {
                let by = ledger.head(standing.id.edit).map(|head| head.by.name.clone());
                kept.push(NotReverted { cell: change.cell, by: by.unwrap_or_default() });
            }
            continue;
        }
        // A concurrent value would be current without this edit.
        let former = ledger.written(&change.cell).find(|written| written.id.edit != id);
        let former = former.map_or(Value::Null, |written| written.value.clone());
        draft.set(change.cell, former);
    }
    kept
}

/// Whether something stands, by other edits, in a record that an edit created: to undo it would delete that
/// as well.
pub fn is_filled_since(ledger: &Ledger, id: EditId) -> bool {
    let Some(edit) = ledger.edit(id) else { return false };
    let mut records: Vec<&RecordId> =
        edit.changes.iter().map(|(_, change)| &change.cell.record).collect();
    records.dedup();
    let is_filled = |record: &RecordId| {
        ledger.record(record).is_some_and(|record| {
            record.written().any(|(.., written)| {
                written.first().is_some_and(|one| one.id.edit != id && !one.value.is_null())
            })
        })
    };
    records.into_iter().any(|record| is_created_by(ledger, record, id) && is_filled(record))
}

/// Whether an edit created a record.
///
/// A record without a natural key says so in its id; where its creation is not at hand (an import
/// that was taken back), and all there is of it was written by this edit, that one made it anew. Of
/// one with a natural key several edits may claim it; this one did if it replaced nothing there, no
/// other came before it, and none made the same record by itself, which shows where one wrote a cell
/// of this edit and replaced nothing there. Edits of one writer are in the order of their numbers,
/// whatever its clock said; those of others are taken by their stamps.
fn is_created_by(ledger: &Ledger, record: &RecordId, edit: EditId) -> bool {
    let is_keyed = record.key().is_some();
    let creation = record.as_str().strip_prefix(record.register()).filter(|_| !is_keyed);
    let creation = creation.and_then(|rest| rest.strip_prefix(':')?.rsplit_once('-'));
    if creation.is_some_and(|(by, _)| by.parse() == Ok(edit)) {
        return true;
    }
    let Some(record) = ledger.record(record) else {
        return false;
    };
    let is_made_twice = record.written().any(|(.., written)| {
        let is_own = |one: &Written<'_>| one.id.edit == edit;
        written.iter().any(is_own)
            && written.iter().any(|one| !is_own(one) && one.replaces.is_empty())
    });
    if is_keyed && is_made_twice {
        return false;
    }
    let written = record.written().flat_map(|(_, _, written)| written);
    let (own, others): (Vec<Written<'_>>, Vec<Written<'_>>) =
        written.partition(|one| one.id.edit == edit);
    if !is_keyed {
        return others.is_empty();
    }
    let Some(first) = own.iter().map(|one| one.stamp).min() else {
        return false;
    };
    let comes_before = |other: &Written<'_>| {
        let id = other.id.edit;
        if id.writer == edit.writer { id.number < edit.number } else { other.stamp < first }
    };
    own.iter().all(|one| one.replaces.is_empty()) && !others.iter().any(comes_before)
}
