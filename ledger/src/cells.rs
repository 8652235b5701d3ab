//! Access to cells and their changes, by index.

use std::sync::Arc;

use super::change::JOINED;
use super::set::{CellName, Ledger, NONE, StoredCell, Written};
use crate::fast_hash::FastSet;
use crate::ordered;

/// Of so many cells one is found sooner by looking at each than by hashing its name.
const FEW: u32 = 16;

impl Ledger {
    pub(super) fn name(&self, name: u32) -> &Arc<str> {
        &self.name_texts[name as usize]
    }

    pub(super) fn key(&self, key: u32) -> Option<&Arc<str>> {
        key.checked_sub(1).map(|key| self.name(key))
    }

    /// The record of a cell.
    pub(super) fn record_of(&self, cell: u32) -> u32 {
        self.cells[cell as usize].name.0
    }

    /// The field and the key of a cell.
    pub(super) fn cell_texts(&self, cell: u32) -> (&str, Option<&str>) {
        let (_, field, key) = self.cells[cell as usize].name;
        (self.name(field), self.key(key).map(|key| &**key))
    }

    /// The cells of a record, in order of arrival.
    pub(super) fn cells_of(&self, record: u32) -> impl Iterator<Item = u32> {
        let there = |cell: u32| (cell != NONE).then_some(cell);
        let first = there(self.records[record as usize].cells.0);
        std::iter::successors(first, move |cell| there(self.cells[*cell as usize].next))
    }

    /// The cell of a name, where there is one.
    pub(super) fn cell_at(&self, name: CellName) -> Option<u32> {
        let record = name.0;
        match self.records[record as usize].count {
            0..=FEW => self.cells_of(record).find(|cell| self.cells[*cell as usize].name == name),
            _ => self.cell_index.get(&name).copied(),
        }
    }

    /// The cell of a name; one that is new has no change yet, and is about to get one.
    pub(super) fn cell_named(&mut self, name: CellName) -> u32 {
        if let Some(known) = self.cell_at(name) {
            return known;
        }
        let (record, field, key) = name;
        let cell = self.cells.len() as u32;
        let held = &mut self.records[record as usize];
        match self.cells.get_mut(held.cells.1 as usize) {
            Some(last) => last.next = cell,
            None => held.cells.0 = cell,
        }
        held.cells.1 = cell;
        held.count += 1;
        let count = held.count;
        self.cells.push(StoredCell { name, latest: NONE, next: NONE });
        if count == FEW + 1 {
            let all: Vec<_> = self.cells_of(record).collect();
            self.cell_index.extend(all.into_iter().map(|one| (self.cells[one as usize].name, one)));
        } else if count > FEW {
            self.cell_index.insert(name, cell);
        }
        if **self.name(field) == *JOINED && key == 0 {
            self.joined_cells.push(cell);
        }
        cell
    }

    pub(super) fn latest(&self, cell: u32) -> Written<'_> {
        self.to_written(self.cells[cell as usize].latest)
    }

    /// The changes of a cell that no other of its changes replaces, by falling stamp.
    pub(super) fn unreplaced(&self, cell: u32) -> Vec<Written<'_>> {
        /// Up to so many are looked through for each; of more the replaced timestamps are gathered.
        const SHORT: usize = 8;
        let latest = self.cells[cell as usize].latest;
        let all: Vec<_> = self.places_from(latest).map(|place| self.to_written(place)).collect();
        let mut left = all.clone();
        if all.len() <= SHORT {
            left.retain(|one| !all.iter().any(|other| other.replaces.contains(&one.stamp)));
        } else {
            let replaced: FastSet<_> = all.iter().flat_map(|one| one.replaces).collect();
            left.retain(|one| !replaced.contains(&one.stamp));
        }
        sort_written(&mut left);
        left
    }

    /// Returns the places of a cell's changes, from that of the winning one.
    fn places_from(&self, latest: u32) -> impl Iterator<Item = u32> {
        let there = |place: u32| (place != NONE).then_some(place);
        std::iter::successors(there(latest), move |place| there(self.older[*place as usize]))
    }

    /// The changes of a cell, by falling stamp.
    pub(super) fn chain(&self, cell: u32) -> std::vec::IntoIter<Written<'_>> {
        let latest = self.cells[cell as usize].latest;
        // As a rule it was written once.
        if latest != NONE && self.older[latest as usize] == NONE {
            return vec![self.to_written(latest)].into_iter();
        }
        let mut written: Vec<_> =
            self.places_from(latest).map(|place| self.to_written(place)).collect();
        sort_written(&mut written);
        written.into_iter()
    }

    fn to_written(&self, place: u32) -> Written<'_> {
        let held = &self.changes[place];
        Written { id: held.id, value: &held.value, stamp: held.stamp, replaces: held.replaces() }
    }
}

/// Sorts by falling timestamp; the winning change comes first.
fn sort_written(written: &mut [Written<'_>]) {
    ordered::sort_by(written, |a, b| (b.stamp, b.value, b.id).cmp(&(a.stamp, a.value, a.id)));
}

#[cfg(test)]
mod tests {
    use crate::{Author, Cell, Draft, EditId, Ledger, Moment, RecordId, Value, WriterId};

    /// Large records used to be tested by none: their cells are found by an index, those of small
    /// ones by looking.
    #[test]
    fn a_cell_is_found_however_many_its_record_has() {
        let meeting = RecordId::keyed("meeting", "1");
        let mut ledger = Ledger::new();
        for number in 1..=40 {
            let id = EditId { writer: WriterId(1), number };
            let at = Moment { millis: 1_795_190_400_000 + i64::from(number), offset: 480 };
            let mut draft = Draft::new(id, at, Author::default(), "edit", "");
            // One cell more, and all that are there rewritten.
            for place in 1..=number {
                draft.entry(&meeting, "who", &place.to_string(), i64::from(number));
            }
            ledger.insert(draft.finish(&ledger).expect("an edit"));
            for place in 1..=number {
                let cell = Cell::entry(&meeting, "who", &place.to_string());
                let standing = ledger.standing(&cell).map(|standing| standing.value.clone());
                assert_eq!(standing, Some(Value::Int(number.into())), "{place} of {number}");
            }
            let record = ledger.record(&meeting).expect("a record");
            assert_eq!(record.cells().count(), number as usize, "each is there once");
            assert_eq!(ledger.standing(&Cell::entry(&meeting, "who", "none")).map(|_| ()), None);
        }
    }
}
