//! The ledger itself: a set of changes, with the records folded from it.
//!
//! Union is insertion of what is not there yet, so it is commutative, associative and idempotent
//! by construction. Every change stays; a cell keeps its changes in the order of their stamps, and
//! the greatest stands.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::change::{Cell, Change, DELETED, Edit, EditHead};
use super::id::{ChangeId, EditId, RecordId};
use super::record::Record;
use super::stamp::Stamp;
use super::value::Value;

/// A set of changes, folded into records.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    edits: BTreeMap<EditId, HeldEdit>,
    changes: Vec<HeldChange>,
    cells: Vec<HeldCell>,
    cell_index: HashMap<CellName, u32>,
    pub(super) records: Vec<HeldRecord>,
    record_index: HashMap<RecordId, u32>,
    /// Record indices by register, in order of arrival.
    registers: BTreeMap<Arc<str>, Vec<u32>>,
    /// Field names and map keys, each kept once.
    names: HashMap<Arc<str>, u32>,
    name_texts: Vec<Arc<str>>,
    revision: u64,
}

#[derive(Debug, Clone)]
struct HeldEdit {
    head: EditHead,
    /// Place in the edit, and place in `Ledger::changes`; ascending.
    changes: Vec<(u32, u32)>,
}

#[derive(Debug, Clone)]
struct HeldChange {
    id: ChangeId,
    cell: u32,
    value: Value,
    stamp: Stamp,
    replaces: Vec<Stamp>,
    /// The change of the same cell that comes next below this one.
    older: Option<u32>,
}

#[derive(Debug, Clone)]
pub(super) struct HeldCell {
    record: u32,
    pub(super) field: Arc<str>,
    pub(super) key: Option<Arc<str>>,
    /// The change that stands.
    latest: u32,
}

#[derive(Debug, Clone)]
pub(super) struct HeldRecord {
    pub(super) id: RecordId,
    pub(super) cells: Vec<u32>,
}

/// Record, field and key (0: none), interned.
type CellName = (u32, u32, u32);

/// What an insertion brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inserted {
    /// How many changes are new in the set.
    pub changes: usize,
    /// The records whose standing values changed, each once, in order.
    pub records: Vec<RecordId>,
}

/// One change of a cell as history shows it.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// Which change it is.
    pub id: ChangeId,
    /// The value written.
    pub value: &'a Value,
    /// Its stamp.
    pub stamp: Stamp,
    /// The stamps of the values that it replaced.
    pub replaces: &'a [Stamp],
}

impl Ledger {
    /// Makes an empty ledger.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an edit, or the part of one that is at hand.
    ///
    /// Changes already in the set stay as they are. Two that claim one id with different content
    /// can only come from a forged or damaged file; of these the greater stays, whatever the order
    /// of arrival, so that union still gives one result.
    pub fn insert(&mut self, edit: Edit) -> Inserted {
        let mut inserted = Inserted::default();
        let mut touched: Vec<u32> = Vec::new();
        let id = edit.head.id;
        let held = self.edits.entry(id).or_insert_with(|| HeldEdit {
            head: edit.head.clone(),
            changes: Vec::with_capacity(edit.changes.len()),
        });
        if held.head < edit.head {
            held.head = edit.head;
        }
        // Taken out while the arena is written to, and put back below.
        let mut places = std::mem::take(&mut held.changes);
        let mut collided = false;
        for (index, change) in edit.changes {
            let id = ChangeId { edit: id, index };
            match places.binary_search_by_key(&index, |(index, _)| *index) {
                Ok(at) => {
                    let place = places[at].1;
                    let present = self.to_change(place);
                    if present != change {
                        collided = true;
                        if present < change {
                            let place = self.place(id, change, &mut touched);
                            places[at].1 = place;
                        }
                    }
                }
                Err(at) => {
                    let place = self.place(id, change, &mut touched);
                    places.insert(at, (index, place));
                    inserted.changes += 1;
                }
            }
        }
        if let Some(held) = self.edits.get_mut(&id) {
            held.changes = places;
        }
        if collided {
            // A replaced change must leave its cell's chain; this never happens to honest data.
            *self = Self::from_edits(self.edits());
        }
        touched.sort_unstable();
        touched.dedup();
        inserted.records =
            touched.into_iter().map(|record| self.records[record as usize].id.clone()).collect();
        if inserted.changes > 0 || collided {
            self.revision += 1;
        }
        inserted
    }

    /// Makes the ledger that holds just these edits.
    pub fn from_edits(edits: impl IntoIterator<Item = Edit>) -> Self {
        let mut ledger = Self::new();
        for edit in edits {
            ledger.insert(edit);
        }
        ledger
    }

    /// Adds all that another ledger holds.
    pub fn union(&mut self, other: &Ledger) {
        for edit in other.edits() {
            self.insert(edit);
        }
    }

    /// A number that grows with every insertion that brought something.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How many changes there are.
    pub fn change_count(&self) -> usize {
        self.edits.values().map(|edit| edit.changes.len()).sum()
    }

    /// How many edits there are.
    pub fn edit_count(&self) -> usize {
        self.edits.len()
    }

    /// All edits in canonical order: by writer, then by number; changes by place.
    pub fn edits(&self) -> Vec<Edit> {
        self.edits.keys().filter_map(|id| self.edit(*id)).collect()
    }

    /// The heads of all edits, in canonical order.
    pub fn heads(&self) -> impl Iterator<Item = &EditHead> {
        self.edits.values().map(|held| &held.head)
    }

    /// An edit, with those of its changes that are at hand.
    pub fn edit(&self, id: EditId) -> Option<Edit> {
        let held = self.edits.get(&id)?;
        let changes =
            held.changes.iter().map(|(index, place)| (*index, self.to_change(*place))).collect();
        Some(Edit { head: held.head.clone(), changes })
    }

    /// What an edit says of itself.
    pub fn head(&self, id: EditId) -> Option<&EditHead> {
        self.edits.get(&id).map(|held| &held.head)
    }

    /// Whether a change is in the set.
    pub fn contains(&self, id: ChangeId) -> bool {
        self.edits.get(&id.edit).is_some_and(|held| {
            held.changes.binary_search_by_key(&id.index, |(index, _)| *index).is_ok()
        })
    }

    /// A record, deleted or not.
    pub fn record(&self, id: &RecordId) -> Option<Record<'_>> {
        self.record_index.get(id).map(|index| Record::new(self, *index))
    }

    /// All records of a register that are not deleted, in order of arrival.
    pub fn records<'a>(&'a self, register: &str) -> impl Iterator<Item = Record<'a>> + use<'a> {
        self.all_records(register).filter(|record| !record.is_deleted())
    }

    /// All records of a register, deleted ones too, in order of arrival.
    pub fn all_records<'a>(&'a self, register: &str) -> impl Iterator<Item = Record<'a>> + use<'a> {
        self.registers
            .get(register)
            .into_iter()
            .flatten()
            .map(move |index| Record::new(self, *index))
    }

    /// The names of the registers that have records.
    pub fn register_names(&self) -> impl Iterator<Item = &str> {
        self.registers.keys().map(|name| &**name)
    }

    /// The value that stands in a cell, and its stamp.
    pub fn standing(&self, cell: &Cell) -> Option<Written<'_>> {
        self.cell(cell).map(|cell| self.latest(cell))
    }

    /// The changes of a cell, the one that stands first.
    pub fn written(&self, cell: &Cell) -> impl Iterator<Item = Written<'_>> {
        self.cell(cell).into_iter().flat_map(|cell| self.chain(cell))
    }

    fn cell(&self, cell: &Cell) -> Option<u32> {
        let record = *self.record_index.get(&cell.record)?;
        let field = *self.names.get(&cell.field)?;
        let key = match &cell.key {
            Some(key) => *self.names.get(key)? + 1,
            None => 0,
        };
        self.cell_index.get(&(record, field, key)).copied()
    }

    pub(super) fn find(&self, record: u32, field: &str, key: Option<&str>) -> Option<u32> {
        let field = *self.names.get(field)?;
        let key = match key {
            Some(key) => *self.names.get(key)? + 1,
            None => 0,
        };
        self.cell_index.get(&(record, field, key)).copied()
    }

    pub(super) fn held_cell(&self, cell: u32) -> &HeldCell {
        &self.cells[cell as usize]
    }

    pub(super) fn latest(&self, cell: u32) -> Written<'_> {
        self.to_written(self.cells[cell as usize].latest)
    }

    pub(super) fn chain(&self, cell: u32) -> impl Iterator<Item = Written<'_>> {
        let mut next = Some(self.cells[cell as usize].latest);
        std::iter::from_fn(move || {
            let place = next?;
            next = self.changes[place as usize].older;
            Some(self.to_written(place))
        })
    }

    fn to_written(&self, place: u32) -> Written<'_> {
        let held = &self.changes[place as usize];
        Written { id: held.id, value: &held.value, stamp: held.stamp, replaces: &held.replaces }
    }

    fn to_change(&self, place: u32) -> Change {
        let held = &self.changes[place as usize];
        let cell = &self.cells[held.cell as usize];
        Change {
            cell: Cell {
                record: self.records[cell.record as usize].id.clone(),
                field: cell.field.clone(),
                key: cell.key.clone(),
            },
            value: held.value.clone(),
            stamp: held.stamp,
            replaces: held.replaces.clone(),
        }
    }

    /// Puts a change into the arena and into its cell's chain, and says where it is.
    fn place(&mut self, id: ChangeId, change: Change, touched: &mut Vec<u32>) -> u32 {
        let place = self.changes.len() as u32;
        let record = self.intern_record(&change.cell.record);
        let field = self.intern(&change.cell.field);
        let key = change.cell.key.as_ref().map_or(0, |key| self.intern(key) + 1);
        let known = self.cell_index.get(&(record, field, key)).copied();
        let mut held = HeldChange {
            id,
            cell: known.unwrap_or(self.cells.len() as u32),
            value: change.value,
            stamp: change.stamp,
            replaces: change.replaces,
            older: None,
        };
        match known {
            None => {
                self.cell_index.insert((record, field, key), held.cell);
                self.records[record as usize].cells.push(held.cell);
                self.cells.push(HeldCell {
                    record,
                    field: self.name_texts[field as usize].clone(),
                    key: key.checked_sub(1).map(|key| self.name_texts[key as usize].clone()),
                    latest: place,
                });
                touched.push(record);
            }
            Some(cell) => {
                let mut newer = None;
                let mut next = Some(self.cells[cell as usize].latest);
                while let Some(at) = next {
                    let other = &self.changes[at as usize];
                    if (other.stamp, &other.value, other.id) < (held.stamp, &held.value, held.id) {
                        break;
                    }
                    newer = next;
                    next = other.older;
                }
                held.older = next;
                match newer {
                    Some(newer) => self.changes[newer as usize].older = Some(place),
                    None => {
                        self.cells[cell as usize].latest = place;
                        touched.push(record);
                    }
                }
            }
        }
        self.changes.push(held);
        place
    }

    fn intern(&mut self, name: &Arc<str>) -> u32 {
        if let Some(known) = self.names.get(name) {
            return *known;
        }
        let index = self.name_texts.len() as u32;
        self.name_texts.push(name.clone());
        self.names.insert(name.clone(), index);
        index
    }

    fn intern_record(&mut self, id: &RecordId) -> u32 {
        if let Some(known) = self.record_index.get(id) {
            return *known;
        }
        let index = self.records.len() as u32;
        self.records.push(HeldRecord { id: id.clone(), cells: Vec::new() });
        self.record_index.insert(id.clone(), index);
        self.registers.entry(id.register().into()).or_default().push(index);
        index
    }

    pub(super) fn is_deleted(&self, record: u32) -> bool {
        self.find(record, DELETED, None).is_some_and(|cell| self.latest(cell).value.is_true())
    }
}
