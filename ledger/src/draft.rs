//! Draft of an edit: cells are set one by one, then timestamped against the values they replace.

use std::sync::Arc;

use super::change::{Author, Cell, Change, DELETED, Edit, EditHead};
use super::id::{ChangeId, EditId, RecordId, WriterId};
use super::numbers::EditNumbers;
use super::set::Ledger;
use super::time::Moment;
use super::timestamp::Timestamp;
use super::value::Value;
use crate::fast_hash::FastMap;

/// An edit in the making.
#[derive(Debug, Clone)]
pub struct Draft {
    id: EditId,
    at: Moment,
    by: Author,
    act: Arc<str>,
    reason: Arc<str>,
    cells: Vec<(Cell, Value)>,
    /// Where in `cells` a cell is.
    places: FastMap<Cell, usize>,
    /// Cells in which a conflict is settled: every value there counts as seen.
    settles: Vec<Cell>,
    /// Records that are brought back, where they are deleted.
    restores: Vec<RecordId>,
    /// Records whose making is undone.
    withdraws: Vec<RecordId>,
    /// Keeps the number taken: see [`EditNumbers`](super::EditNumbers).
    _taken: Option<Arc<()>>,
}

impl Draft {
    /// Begins an edit. A clock that shows an impossible year is read as the nearest possible one.
    pub fn new(id: EditId, at: Moment, by: Author, act: &str, reason: &str) -> Self {
        Self {
            id,
            at: at.within_bounds(),
            by,
            act: act.into(),
            reason: reason.into(),
            cells: Vec::new(),
            places: FastMap::default(),
            settles: Vec::new(),
            restores: Vec::new(),
            withdraws: Vec::new(),
            _taken: None,
        }
    }

    /// Begins an edit under the next number of a writer.
    pub fn numbered(
        numbers: &EditNumbers,
        writer: WriterId,
        at: Moment,
        by: Author,
        act: &str,
        reason: &str,
    ) -> Self {
        let (number, taken) = numbers.next();
        let draft = Self::new(EditId { writer, number }, at, by, act, reason);
        Self { _taken: Some(taken), ..draft }
    }

    /// When it is made.
    pub fn at(&self) -> Moment {
        self.at
    }

    /// Who makes it.
    pub fn writer(&self) -> WriterId {
        self.id.writer
    }

    /// The id of a record that this edit creates next: the id of the change that comes next.
    pub fn next_record(&self, register: &str) -> RecordId {
        let index = self.cells.len() as u32;
        RecordId::created(register, ChangeId { edit: self.id, index })
    }

    /// Sets a cell. Of two settings of one cell the later counts.
    pub fn set(&mut self, cell: Cell, value: impl Into<Value>) {
        let value = value.into();
        match self.places.get(&cell) {
            Some(place) => self.cells[*place].1 = value,
            None => {
                self.places.insert(cell.clone(), self.cells.len());
                self.cells.push((cell, value));
            }
        }
    }

    /// Sets a single or group field of a record.
    pub fn field(&mut self, record: &RecordId, field: &str, value: impl Into<Value>) {
        self.set(Cell::field(record, field), value);
    }

    /// Sets a place in a map or dated field of a record.
    pub fn entry(&mut self, record: &RecordId, field: &str, key: &str, value: impl Into<Value>) {
        self.set(Cell::entry(record, field, key), value);
    }

    /// Sets a cell whose changes are in conflict, and settles it.
    pub fn settle(&mut self, cell: Cell, value: impl Into<Value>) {
        self.settles.push(cell.clone());
        self.set(cell, value);
    }

    /// Deletes a record.
    pub fn delete(&mut self, record: &RecordId) {
        self.field(record, DELETED, true);
    }

    /// Deletes a record as its creation is undone: a concurrent creation of it becomes a conflict.
    pub(super) fn withdraw(&mut self, record: &RecordId) {
        self.withdraws.push(record.clone());
        self.delete(record);
    }

    /// Brings a record back, where it is deleted.
    pub fn restore(&mut self, record: &RecordId) {
        if !self.restores.contains(record) {
            self.restores.push(record.clone());
        }
    }

    /// Whether nothing has been set.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.restores.is_empty()
    }

    /// Timestamps the edit against the current values of the ledger.
    ///
    /// A cell that already holds its value is left out, except where it settles a conflict or
    /// gives a record created here its id. What is left may be nothing at all: then there is no
    /// edit to make.
    pub fn finish(self, ledger: &Ledger) -> Option<Edit> {
        let Self { id, at, by, act, reason, mut cells, settles, restores, withdraws, .. } = self;
        // At the end, so that no place in the draft shifts.
        let deleted = restores
            .into_iter()
            .filter(|id| ledger.record(id).is_some_and(|record| record.is_deleted()));
        cells.extend(deleted.map(|id| (Cell::field(&id, DELETED), Value::Bool(false))));
        // Ids of created records count places in the draft, so these may not shift; where none
        // is created here, unchanged cells can be left out.
        let creates = cells.iter().any(|(cell, _)| ledger.record(&cell.record).is_none());
        let mut changes = Vec::with_capacity(cells.len());
        for (cell, value) in cells {
            let standing = ledger.standing(&cell);
            let settled = settles.contains(&cell);
            // A row of a duplicate, too, is read here as long as nothing later is written.
            let lent = ledger.in_duplicates(&cell);
            let unchanged = match standing {
                Some(standing) => *standing.value == value,
                None => value.is_null(),
            } && lent.is_none_or(|lent| *lent.value == value);
            if unchanged && !settled && !creates {
                continue;
            }
            let index = changes.len() as u32;
            let over = |seen| Timestamp::after(at.millis, index, id.writer, seen);
            let fresh = over(standing.into_iter().chain(lent).map(|seen| seen.stamp).max());
            // By a slow clock, too, a deletion comes after all of the record that its author saw,
            // and a first value in it after the value that made it: else the one would pass for a
            // deletion that knew nothing of the record, the other for what made it.
            let seen = match &*cell.field {
                DELETED => latest(ledger, &cell.record),
                _ if standing.is_none() => made_after(ledger, &cell.record, fresh),
                _ => None,
            };
            let above = seen.map(|seen| over(Some(seen))).filter(Timestamp::is_well_formed);
            let stamp = above.unwrap_or(fresh);
            let mut replaces: Vec<Timestamp> = if settled {
                ledger.written(&cell).map(|written| written.stamp).collect()
            } else {
                standing.map(|seen| seen.stamp).into_iter().collect()
            };
            if &*cell.field == DELETED && withdraws.contains(&cell.record) {
                replaces.extend(seen_in(ledger, &cell.record, stamp));
            }
            changes.push((index, Change { cell, value, stamp, replaces }));
        }
        if changes.is_empty() {
            return None;
        }
        let size = changes.len() as u32;
        let head = EditHead { id, at, by, act, reason, size, extra: Value::Null };
        let mut edit = Edit { head, changes };
        // What is erased cannot be written again; those changes are left out of the edit.
        ledger.erase(&mut edit);
        (!edit.changes.is_empty()).then_some(edit)
    }
}

/// The earliest timestamp of a record, if all of it is stamped later than a change that is new in it.
fn made_after(ledger: &Ledger, record: &RecordId, fresh: Timestamp) -> Option<Timestamp> {
    let record = ledger.record(record)?;
    let mut earliest = None;
    for stamp in record.written().flat_map(|(_, _, written)| written).map(|one| one.stamp) {
        if stamp < fresh {
            return None;
        }
        earliest = earliest.map_or(Some(stamp), |known: Timestamp| Some(known.min(stamp)));
    }
    earliest
}

/// Version vector of a record: each writer's latest timestamp in it, as it was seen where its
/// making was undone. The deletion names these among what it replaces, so that
/// [`edited_since`](super::edited_since) can tell what had not been seen, whatever the clocks said.
fn seen_in(ledger: &Ledger, record: &RecordId, over: Timestamp) -> Vec<Timestamp> {
    /// With more writers than this, timestamps alone decide.
    const WRITERS: usize = 500;
    let mut seen: Vec<Timestamp> = Vec::new();
    let all = ledger.record(record).into_iter().flat_map(|record| record.written());
    let all = all.filter(|(field, ..)| *field != DELETED).flat_map(|(.., written)| written);
    for one in all.map(|one| one.stamp).filter(|one| *one < over) {
        match seen.iter_mut().find(|known| known.writer == one.writer) {
            Some(known) => *known = one.max(*known),
            None => seen.push(one),
        }
    }
    if seen.len() > WRITERS { Vec::new() } else { seen }
}

/// The latest timestamp of a record.
fn latest(ledger: &Ledger, record: &RecordId) -> Option<Timestamp> {
    let record = ledger.record(record)?;
    record.written().filter_map(|(_, _, written)| Some(written.first()?.stamp)).max()
}
