//! Undoing an own edit: the former values are written back where the edit still stands.

use std::sync::Arc;

use super::change::Cell;
use super::draft::Draft;
use super::id::{EditId, RecordId};
use super::set::Ledger;
use super::value::Value;

/// Where an undo had to leave a later value alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The cell.
    pub cell: Cell,
    /// Who has written there since.
    pub by: Arc<str>,
}

/// Writes into a draft what undoes an edit, and lists the cells in which it no longer stands.
///
/// A record that the edit created is deleted rather than emptied, so that a later redo, which is
/// the undoing of the undo, brings it back whole.
pub fn undo(ledger: &Ledger, id: EditId, draft: &mut Draft) -> Vec<Kept> {
    let mut kept = Vec::new();
    let Some(edit) = ledger.edit(id) else {
        return kept;
    };
    let mut created: Vec<RecordId> = Vec::new();
    for (_, change) in &edit.changes {
        let record = &change.cell.record;
        if !created.contains(record) && is_created_by(ledger, record, id) {
            created.push(record.clone());
            draft.delete(record);
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
                kept.push(Kept { cell: change.cell, by: by.unwrap_or_default() });
            }
            continue;
        }
        let former =
            change.replaces.iter().max().and_then(|seen| {
                ledger.written(&change.cell).find(|written| written.stamp == *seen)
            });
        let former = former.map_or(Value::Null, |written| written.value.clone());
        draft.set(change.cell, former);
    }
    kept
}

/// Whether the first that was ever written to a record was written by an edit.
fn is_created_by(ledger: &Ledger, record: &RecordId, edit: EditId) -> bool {
    ledger.record(record).is_some_and(|record| {
        let first =
            record.written().flat_map(|(_, _, written)| written).min_by_key(|one| one.stamp);
        first.is_some_and(|first| first.id.edit == edit)
    })
}
