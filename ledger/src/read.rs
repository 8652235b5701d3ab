//! Queries of the ledger: edits, records, cells.

use std::collections::BTreeMap;

use super::change::{Cell, Change, ChangeRef, Edit, EditHead};
use super::id::{ChangeId, EditId, RecordId};
use super::record::Record;
use super::set::{Ledger, StoredEdit, Written};

impl Ledger {
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
        self.iter().collect()
    }

    /// The edits one by one, in canonical order.
    pub fn iter(&self) -> impl Iterator<Item = Edit> {
        self.edits.values().map(|held| self.to_edit(held))
    }

    /// How many changes of each edit are at hand, in canonical order.
    pub fn iter_counts(&self) -> impl Iterator<Item = usize> {
        self.edits.values().map(|held| held.changes.len())
    }

    /// The heads of all edits, in canonical order.
    pub fn heads(&self) -> impl Iterator<Item = &EditHead> {
        self.edits.values().map(|held| &held.head)
    }

    /// An edit, with those of its changes that are at hand.
    pub fn edit(&self, id: EditId) -> Option<Edit> {
        self.edits.get(&id).map(|held| self.to_edit(held))
    }

    /// An edit, looked at where it is kept.
    pub fn change_refs_of(
        &self,
        id: EditId,
    ) -> Option<(&EditHead, impl Iterator<Item = (u32, ChangeRef<'_>)> + Clone)> {
        self.edits.get(&id).map(|held| self.change_refs_in(held))
    }

    /// All edits in canonical order, looked at where they are kept.
    pub fn change_refs(
        &self,
    ) -> impl Iterator<Item = (&EditHead, impl Iterator<Item = (u32, ChangeRef<'_>)> + Clone)> {
        self.edits.values().map(|held| self.change_refs_in(held))
    }

    fn change_refs_in<'a>(
        &'a self,
        held: &'a StoredEdit,
    ) -> (&'a EditHead, impl Iterator<Item = (u32, ChangeRef<'a>)> + Clone) {
        let changes = held.changes.iter();
        (&held.head, changes.map(|(index, place)| (*index, self.change_ref_at(*place))))
    }

    fn change_ref_at(&self, place: u32) -> ChangeRef<'_> {
        let held = &self.changes[place];
        let record = &self.records[self.record_of(held.cell) as usize].id;
        let (field, key) = self.cell_texts(held.cell);
        let (value, stamp, replaces) = (&held.value, held.stamp, held.replaces());
        ChangeRef { record, field, key, value, stamp, replaces }
    }

    /// What an edit says of itself.
    pub fn head(&self, id: EditId) -> Option<&EditHead> {
        self.edits.get(&id).map(|held| &held.head)
    }

    /// Whether a change is in the set.
    pub fn contains(&self, id: ChangeId) -> bool {
        self.place_of(id).is_some()
    }

    /// Whether the change that has an id here is just this one; `None` where there is none.
    pub fn holds_change(&self, id: ChangeId, change: &Change) -> Option<bool> {
        self.place_of(id).map(|place| self.holds(place, change))
    }

    /// Of each change of an edit, what [`holds_change`](Self::holds_change) says.
    pub fn holds_changes<'a>(
        &'a self,
        edit: &'a Edit,
    ) -> impl Iterator<Item = (u32, &'a Change, Option<bool>)> + 'a {
        let held = self.edits.get(&edit.head.id);
        edit.changes.iter().map(move |(index, change)| {
            let here = held.and_then(|held| {
                let at = held.changes.binary_search_by_key(index, |(index, _)| *index).ok()?;
                Some(self.holds(held.changes[at].1, change))
            });
            (*index, change, here)
        })
    }

    /// The change that has an id.
    pub fn change(&self, id: ChangeId) -> Option<Change> {
        self.place_of(id).map(|place| self.to_change(place))
    }

    fn place_of(&self, id: ChangeId) -> Option<u32> {
        let held = self.edits.get(&id.edit)?;
        let at = held.changes.binary_search_by_key(&id.index, |(index, _)| *index).ok()?;
        Some(held.changes[at].1)
    }

    /// A record, deleted or not.
    pub fn record(&self, id: &RecordId) -> Option<Record<'_>> {
        self.record_index.get(id).map(|index| Record::new(self, *index))
    }

    /// The id of a record that is here, by its text.
    pub fn id_of(&self, text: &str) -> Option<&RecordId> {
        self.record_index.get_key_value(text).map(|(id, _)| id)
    }

    /// All records of a register that are neither deleted nor joined to another, in order of arrival.
    pub fn records<'a>(&'a self, register: &str) -> impl Iterator<Item = Record<'a>> + use<'a> {
        self.all_records(register).filter(Record::is_live)
    }

    /// All records of a register, deleted and joined ones too, in order of arrival.
    pub fn all_records<'a>(&'a self, register: &str) -> impl Iterator<Item = Record<'a>> + use<'a> {
        self.registers
            .get(register)
            .into_iter()
            .flatten()
            .map(move |index| Record::new(self, *index))
    }

    /// The ledger that holds just the changes of one record.
    pub fn excerpt(&self, id: &RecordId) -> Ledger {
        let mut edits: BTreeMap<EditId, Edit> = BTreeMap::new();
        for (_, _, written) in self.record(id).iter().flat_map(Record::written) {
            for one in written {
                let Some(held) = self.edits.get(&one.id.edit) else {
                    continue;
                };
                let edit = edits
                    .entry(one.id.edit)
                    .or_insert_with(|| Edit { head: held.head.clone(), changes: Vec::new() });
                if let Ok(at) =
                    held.changes.binary_search_by_key(&one.id.index, |(index, _)| *index)
                {
                    edit.changes.push((one.id.index, self.to_change(held.changes[at].1)));
                }
            }
        }
        Self::from_edits(edits.into_values().map(|mut edit| {
            edit.changes.sort_unstable_by_key(|(index, _)| *index);
            edit
        }))
    }

    /// The names of the registers that have records.
    pub fn register_names(&self) -> impl Iterator<Item = &str> {
        self.registers.keys().map(|name| &**name)
    }

    /// Returns the winning change of a cell.
    pub fn standing(&self, cell: &Cell) -> Option<Written<'_>> {
        self.cell(cell).map(|cell| self.latest(cell))
    }

    /// Returns the changes of a cell, the winning one first.
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
        self.cell_at((record, field, key))
    }

    pub(super) fn find(&self, record: u32, field: &str, key: Option<&str>) -> Option<u32> {
        let field = *self.names.get(field)?;
        let key = match key {
            Some(key) => *self.names.get(key)? + 1,
            None => 0,
        };
        self.cell_at((record, field, key))
    }
}
