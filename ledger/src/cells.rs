//! Cells and what was written in them, by their places in the ledger.

use std::sync::Arc;

use super::set::{Ledger, NONE, Written};
use crate::ordered;

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

    pub(super) fn latest(&self, cell: u32) -> Written<'_> {
        self.to_written(self.cells[cell as usize].latest)
    }

    /// The cells that may be in conflict: those in which not just one value stands unreplaced. Some
    /// may occur more than once.
    pub(super) fn contested(&self) -> impl Iterator<Item = u32> {
        self.doubtful.iter().copied().filter(|cell| self.is_contested(*cell))
    }

    /// Whether a cell may be in conflict.
    pub(super) fn is_contested(&self, cell: u32) -> bool {
        /// Up to so many changes of one cell are looked through one by one.
        const FEW: usize = 8;
        let latest = self.cells[cell as usize].latest;
        let places = || self.places_from(latest);
        if places().nth(FEW).is_some() {
            return true;
        }
        let is_replaced = |place: u32| {
            let stamp = &self.changes[place].stamp;
            places().any(|other| self.changes[other].replaces().contains(stamp))
        };
        places().filter(|place| !is_replaced(*place)).nth(1).is_some()
    }

    /// The places of a cell's changes, from that of the one that stands.
    fn places_from(&self, latest: u32) -> impl Iterator<Item = u32> {
        let there = |place: u32| (place != NONE).then_some(place);
        std::iter::successors(there(latest), move |place| there(self.older[*place as usize]))
    }

    /// The changes of a cell, by falling stamp.
    pub(super) fn chain(&self, cell: u32) -> std::vec::IntoIter<Written<'_>> {
        let places = self.places_from(self.cells[cell as usize].latest);
        let mut written: Vec<_> = places.map(|place| self.to_written(place)).collect();
        ordered::sort_by(&mut written, |a, b| {
            (b.stamp, b.value, b.id).cmp(&(a.stamp, a.value, a.id))
        });
        written.into_iter()
    }

    fn to_written(&self, place: u32) -> Written<'_> {
        let held = &self.changes[place];
        Written { id: held.id, value: &held.value, stamp: held.stamp, replaces: held.replaces() }
    }
}
