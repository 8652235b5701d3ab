//! The ledger itself: a set of changes, with the records folded from it.
//!
//! Union is insertion of what is not there yet, so it is commutative, associative and idempotent
//! by construction (a grow-only set of operations). Every change stays; a cell is a last-writer-wins
//! register: of its changes the one with the greatest timestamp wins.

use crate::fast_hash::FastMap;
use crate::ordered;
use std::borrow::{Borrow, Cow};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::archived::Archived;
use super::arena::Arena;
use super::change::{Cell, Change, DELETED, Edit, EditHead};
use super::id::{ChangeId, EditId, RecordId};
use super::redaction::{Left, Redactions};
use super::timestamp::Timestamp;
use super::value::Value;

/// A set of changes, folded into records.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    pub(super) edits: BTreeMap<EditId, Arc<StoredEdit>>,
    pub(super) changes: Arena<StoredChange>,
    /// For each change one of the same cell with a lesser timestamp than the cell's winning one, or
    /// [`NONE`]: not in what copies share, since it is rewritten.
    pub(super) older: Vec<u32>,
    pub(super) cells: Vec<StoredCell>,
    /// Cells that may hold more than one unreplaced value; some more than once.
    pub(super) contested_cells: Vec<u32>,
    /// Those of records that have many; where there are few, they are looked through.
    pub(super) cell_index: FastMap<CellName, u32>,
    pub(super) records: Vec<StoredRecord>,
    pub(super) record_index: FastMap<RecordId, u32>,
    /// Record indices by register, in order of arrival.
    pub(super) registers: BTreeMap<Arc<str>, Vec<u32>>,
    /// Field names and map keys, each kept once.
    pub(super) names: FastMap<Arc<str>, u32>,
    pub(super) name_texts: Vec<Arc<str>>,
    pub(super) redactions: Redactions,
    pub(super) erased: usize,
    /// What is absent because it was archived, and how often some of it was offered.
    pub(super) archived: Archived,
    pub(super) archived_skipped: usize,
    pub(super) revision: u64,
    /// The cells by which duplicates refer to their surviving record.
    pub(super) joined_cells: Vec<u32>,
    /// For each joined record, the surviving one and a cell that holds its id; empty where none is
    /// joined.
    pub(super) joins: Vec<(u32, u32)>,
    /// The revision with which those last changed.
    pub(super) joins_at: u64,
}

#[derive(Debug, Clone)]
pub(super) struct StoredEdit {
    pub(super) head: EditHead,
    /// Place in the edit, and place in `Ledger::changes`; ascending.
    pub(super) changes: Vec<(u32, u32)>,
}

#[derive(Debug, Clone)]
pub(super) struct StoredChange {
    pub(super) id: ChangeId,
    pub(super) cell: u32,
    pub(super) value: Value,
    pub(super) stamp: Timestamp,
    /// As a rule none or one.
    pub(super) replaces: Option<Arc<[Timestamp]>>,
}

impl StoredChange {
    pub(super) fn replaces(&self) -> &[Timestamp] {
        self.replaces.as_deref().unwrap_or_default()
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct StoredCell {
    pub(super) name: CellName,
    /// The winning change.
    pub(super) latest: u32,
    /// The next cell of its record.
    pub(super) next: u32,
}

#[derive(Debug, Clone)]
pub(super) struct StoredRecord {
    pub(super) id: RecordId,
    /// Its first and its last cell.
    pub(super) cells: (u32, u32),
    /// How many it has.
    pub(super) count: u32,
}

/// Index of no change or cell; in lists of places, not known yet.
pub(super) const NONE: u32 = u32::MAX;

/// Record, field and key (0: none), interned.
pub(super) type CellName = (u32, u32, u32);

/// Outcome of an insertion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inserted {
    /// How many changes are new in the set.
    pub changes: usize,
    /// The records whose standing values changed, each once, in order; then those that go on for some of
    /// them.
    pub records: Vec<RecordId>,
}

/// State of an insertion in progress.
#[derive(Default)]
pub(super) struct Insertion {
    pub(super) changes: usize,
    /// Records whose standing values changed.
    pub(super) touched: Vec<u32>,
    /// Names that were looked up, and their numbers, by where they are kept.
    recent: Recent,
    /// Whether two copies of an edit said different things of it.
    joined: bool,
    /// Whether a change that was there has to leave: it lost against another one with its id, or is
    /// erased from now on.
    needs_rebuild: bool,
}

/// Cache of the last name looked up in each of a few slots: readers of edits keep one copy of each
/// name.
struct Recent([Option<(Arc<str>, u32)>; 64]);

impl Default for Recent {
    fn default() -> Self {
        Self([const { None }; 64])
    }
}

/// Adds a record to the touched ones; as a rule several changes in a row are of one.
fn touch(touched: &mut Vec<u32>, record: u32) {
    if touched.last() != Some(&record) {
        touched.push(record);
    }
}

/// One change of a cell, without the cell.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// Which change it is.
    pub id: ChangeId,
    /// The value written.
    pub value: &'a Value,
    /// Its stamp.
    pub stamp: Timestamp,
    /// The timestamps of the values that it replaced.
    pub replaces: &'a [Timestamp],
}

impl Ledger {
    /// Makes an empty ledger.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reserves capacity for so many more changes.
    pub fn reserve(&mut self, changes: usize) {
        self.older.reserve(changes);
        self.cells.reserve(changes);
    }

    /// Adds an edit, or the part of one that is at hand.
    ///
    /// Changes already in the set stay as they are. Two that claim one id with different content
    /// can only come from a forged or damaged file; of these the greater stays, whatever the order
    /// of arrival, so that union still gives one result.
    pub fn insert(&mut self, edit: Edit) -> Inserted {
        self.insert_all([edit])
    }

    /// Adds several edits, as [`insert`](Self::insert) does each.
    pub fn insert_all<E: Borrow<Edit>>(&mut self, edits: impl IntoIterator<Item = E>) -> Inserted {
        let mut insertion = Insertion::default();
        for edit in edits {
            self.apply_edit(edit.borrow(), &mut insertion);
        }
        self.finish_insertion(insertion)
    }

    /// Finishes an insertion: updates the revision and the joins, or rebuilds.
    pub(super) fn finish_insertion(&mut self, insertion: Insertion) -> Inserted {
        let Insertion { changes, touched, joined, needs_rebuild, .. } = insertion;
        let touched = ordered::distinct(&touched, self.records.len());
        let mut records: Vec<RecordId> =
            touched.into_iter().map(|record| self.records[record as usize].id.clone()).collect();
        if changes > 0 || joined || needs_rebuild {
            self.revision += 1;
        }
        if needs_rebuild {
            self.rebuild();
        } else if changes > 0 {
            self.settle_joins();
        }
        if !self.joins.is_empty() {
            for place in 0..records.len() {
                let into = self.resolve(&records[place]);
                if *into != records[place] && !records.contains(into) {
                    records.push(into.clone());
                }
            }
        }
        Inserted { changes, records }
    }

    /// Rebuilds the ledger from its edits, without the changes that have to leave.
    fn rebuild(&mut self) {
        let mut fresh = Self {
            redactions: std::mem::take(&mut self.redactions),
            erased: self.erased,
            archived: std::mem::take(&mut self.archived),
            archived_skipped: self.archived_skipped,
            ..Self::default()
        };
        fresh.insert_all(self.iter());
        // Every record has another place, so remembered places are void.
        (fresh.revision, fresh.joins_at) = (self.revision, self.revision);
        *self = fresh;
    }

    /// Applies one edit, without finishing the insertion.
    pub(super) fn apply_edit(&mut self, edit: &Edit, insertion: &mut Insertion) {
        let Edit { head, changes } = edit;
        let (head, is_erased) = self.redactions.erase_head(head);
        self.erased += usize::from(is_erased);
        let id = head.id;
        // Taken out while the arena is written to, and put back below.
        let mut places = match self.edits.entry(id) {
            Entry::Vacant(vacant) => {
                vacant
                    .insert(Arc::new(StoredEdit { head: head.into_owned(), changes: Vec::new() }));
                Vec::with_capacity(changes.len())
            }
            Entry::Occupied(held) => {
                let held = Arc::make_mut(held.into_mut());
                if held.head != *head {
                    insertion.joined = true;
                    held.head.join(head.into_owned());
                }
                std::mem::take(&mut held.changes)
            }
        };
        for (index, change) in changes {
            let (index, mut change) = (*index, Cow::Borrowed(change));
            let id = ChangeId { edit: id, index };
            if self.archived.contains(id) {
                self.archived_skipped += 1;
                continue;
            }
            if self.redactions.note(&change) {
                insertion.needs_rebuild = true;
                insertion.touched.extend(self.record_index.get(&change.cell.record));
            }
            if self.redactions.concern(&change) {
                let left = self.redactions.erase_change(change.to_mut());
                self.erased += usize::from(left != Left::Whole);
                if left == Left::Nothing {
                    continue;
                }
            }
            match places.binary_search_by_key(&index, |(index, _)| *index) {
                Ok(at) => {
                    let present = places[at].1;
                    if !self.holds(present, &change) {
                        let lost = self.to_change(present);
                        if lost < *change {
                            insertion.needs_rebuild = true;
                            insertion.touched.extend(self.record_index.get(&lost.cell.record));
                            places[at].1 = self.place(id, &change, insertion);
                        }
                    }
                }
                Err(at) => {
                    let place = self.place(id, &change, insertion);
                    places.insert(at, (index, place));
                    insertion.changes += 1;
                }
            }
        }
        match self.edits.get_mut(&id) {
            // All of it is erased or archived.
            Some(_) if places.is_empty() => drop(self.edits.remove(&id)),
            Some(held) => Arc::make_mut(held).changes = places,
            None => {}
        }
    }

    /// Returns whether the change at a place in the arena is this one.
    pub(super) fn holds(&self, place: u32, change: &Change) -> bool {
        let held = &self.changes[place];
        let (record, field, key) = self.cells[held.cell as usize].name;
        held.stamp == change.stamp
            && held.value == change.value
            && held.replaces() == change.replaces
            && *self.name(field) == change.cell.field
            && self.key(key) == change.cell.key.as_ref()
            && self.records[record as usize].id == change.cell.record
    }

    /// Makes a ledger of these edits.
    pub fn from_edits<E: Borrow<Edit>>(edits: impl IntoIterator<Item = E>) -> Self {
        let mut ledger = Self::new();
        ledger.insert_all(edits);
        ledger
    }

    pub(super) fn to_edit(&self, held: &StoredEdit) -> Edit {
        let changes =
            held.changes.iter().map(|(index, place)| (*index, self.to_change(*place))).collect();
        Edit { head: held.head.clone(), changes }
    }

    pub(super) fn to_cell(&self, cell: u32) -> Cell {
        let (record, field, key) = self.cells[cell as usize].name;
        Cell {
            record: self.records[record as usize].id.clone(),
            field: self.name(field).clone(),
            key: self.key(key).cloned(),
        }
    }

    pub(super) fn to_change(&self, place: u32) -> Change {
        let held = &self.changes[place];
        Change {
            cell: self.to_cell(held.cell),
            value: held.value.clone(),
            stamp: held.stamp,
            replaces: held.replaces().to_vec(),
        }
    }

    /// Appends a change to the arena and to the chain of its cell, and returns its place.
    fn place(&mut self, id: ChangeId, change: &Change, insertion: &mut Insertion) -> u32 {
        let record = self.intern_record(&change.cell.record);
        let field = self.intern_recent(&change.cell.field, &mut insertion.recent);
        let key = change.cell.key.as_ref();
        let key = key.map_or(0, |key| self.intern_recent(key, &mut insertion.recent) + 1);
        let cell = self.cell_named((record, field, key));
        let (value, stamp, replaces) = (change.value.clone(), change.stamp, &*change.replaces);
        let replaces = (!replaces.is_empty()).then(|| replaces.into());
        self.put(StoredChange { id, cell, value, stamp, replaces }, &mut insertion.touched)
    }

    /// Appends a change to the arena and to the chain of its cell, and returns its place.
    pub(super) fn put(&mut self, held: StoredChange, touched: &mut Vec<u32>) -> u32 {
        let place = self.older.len() as u32;
        let cell = &mut self.cells[held.cell as usize];
        // Only the winning change has its place; the others are put in order when they are asked
        // for, so that no order of arrival makes an insertion slow.
        let standing = self.changes.get(cell.latest);
        let loses = standing.is_some_and(|standing| {
            (standing.stamp, &standing.value, standing.id) >= (held.stamp, &held.value, held.id)
        });
        // Of two values in a row the one replaces the other, as a rule.
        let is_plain = standing.is_none_or(|standing| match loses {
            true => standing.replaces().contains(&held.stamp),
            false => held.replaces().contains(&standing.stamp),
        });
        if !is_plain {
            self.contested_cells.push(held.cell);
        }
        if loses {
            let below = std::mem::replace(&mut self.older[cell.latest as usize], place);
            self.older.push(below);
        } else {
            self.older.push(std::mem::replace(&mut cell.latest, place));
            touch(touched, cell.name.0);
        }
        self.changes.push(held);
        place
    }

    fn intern_recent(&mut self, name: &Arc<str>, recent: &mut Recent) -> u32 {
        // What it points to is aligned to the words before it, so the lowest bits say nothing.
        let slot = &mut recent.0[(Arc::as_ptr(name).cast::<u8>() as usize >> 4) % 64];
        if let Some((known, index)) = slot
            && Arc::ptr_eq(known, name)
        {
            return *index;
        }
        let index = self.intern(name);
        *slot = Some((name.clone(), index));
        index
    }

    pub(super) fn intern(&mut self, name: &Arc<str>) -> u32 {
        if let Some(known) = self.names.get(name) {
            return *known;
        }
        let index = self.name_texts.len() as u32;
        self.name_texts.push(name.clone());
        self.names.insert(name.clone(), index);
        index
    }

    pub(super) fn intern_record(&mut self, id: &RecordId) -> u32 {
        // As a rule several changes in a row are of one record.
        if let Some(last) = self.changes.last() {
            let record = self.record_of(last.cell);
            if self.records[record as usize].id == *id {
                return record;
            }
        }
        if let Some(known) = self.record_index.get(id) {
            return *known;
        }
        let index = self.records.len() as u32;
        self.records.push(StoredRecord { id: id.clone(), cells: (NONE, NONE), count: 0 });
        self.record_index.insert(id.clone(), index);
        match self.registers.get_mut(id.register()) {
            Some(records) => records.push(index),
            None => drop(self.registers.insert(id.register().into(), vec![index])),
        }
        index
    }

    pub(super) fn is_deleted(&self, record: u32) -> bool {
        self.find(record, DELETED, None).is_some_and(|cell| self.latest(cell).value.is_true())
    }
}
