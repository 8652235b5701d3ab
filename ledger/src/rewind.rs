//! Rewind to an earlier state (恢复到这里): an edit that writes the values of that time.
//!
//! It takes nothing out of the set, so that it can be undone as any other.

use super::change::{Cell, DELETED};
use super::draft::Draft;
use super::id::RecordId;
use super::record::Record;
use super::redaction::REDACTED;
use super::set::Ledger;
use super::value::Value;

/// What going back changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rewound {
    /// The records that were made since; they are deleted.
    pub made: Vec<RecordId>,
    /// The records that have gone since; they come back.
    pub gone: Vec<RecordId>,
    /// The places of other records that get back what stood there.
    pub changed: Vec<Cell>,
}

impl Rewound {
    /// Returns whether nothing differs from the earlier state.
    pub fn is_nothing(&self) -> bool {
        self.made.is_empty() && self.gone.is_empty() && self.changed.is_empty()
    }
}

/// Writes the changes that restore an earlier state into a draft. `then` is the set as it was, read
/// into one [`begun_beside`](Ledger::begun_beside) that of now: what is erased since stays erased,
/// and so does the mark of it.
pub fn rewind(now: &Ledger, then: &Ledger, draft: &mut Draft) -> Rewound {
    let mut rewound = Rewound::default();
    for record in all_records(now) {
        if then.record(record.id()).is_none() && !record.is_deleted() {
            draft.delete(record.id());
            rewound.made.push(record.id().clone());
        }
    }
    for record in all_records(then) {
        let id = record.id();
        let former = |cell: &Cell| then.standing(cell).map_or(&NULL, |one| one.value);
        let standing = |cell: &Cell| now.standing(cell).map_or(&NULL, |one| one.value);
        let is_gone = now.record(id).is_none_or(|record| record.is_deleted());
        let comes_back = is_gone && !record.is_deleted();
        let mut places = cells(&record);
        places.extend(now.record(id).iter().flat_map(cells).filter(|cell| {
            // Those that stood then are among them already.
            then.standing(cell).is_none()
        }));
        let mut is_written = false;
        for cell in places {
            let (former, standing) = (former(&cell), standing(&cell));
            if &*cell.field == DELETED {
                if former.is_true() != standing.is_true() {
                    draft.set(cell, former.is_true());
                    is_written = true;
                    if former.is_true() {
                        rewound.made.push(id.clone());
                    }
                }
            } else if former != standing {
                draft.set(cell.clone(), former.clone());
                is_written = true;
                if !comes_back {
                    rewound.changed.push(cell);
                }
            }
        }
        if comes_back && is_written {
            rewound.gone.push(id.clone());
        }
    }
    rewound
}

static NULL: Value = Value::Null;

fn all_records(ledger: &Ledger) -> impl Iterator<Item = Record<'_>> {
    ledger.register_names().flat_map(|name| ledger.all_records(name))
}

/// The places of a record in which something was ever written, but for the marks of what is erased.
fn cells(record: &Record<'_>) -> Vec<Cell> {
    let told = record.cells().filter(|(field, ..)| *field != REDACTED);
    let cells = told.map(|(field, key, _)| Cell {
        record: record.id().clone(),
        field: field.into(),
        key: key.map(Into::into),
    });
    cells.collect()
}
