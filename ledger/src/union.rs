//! Union of two ledgers by interned indices.
//!
//! Each interned name of the other ledger is looked up once, not for every change.

use std::sync::Arc;

use super::set::{Inserted, Insertion, Ledger, NONE, StoredChange, StoredEdit};

/// Where what another ledger has interned is here; [`NONE`] where that was not asked yet.
struct Places {
    records: Vec<u32>,
    names: Vec<u32>,
    cells: Vec<u32>,
}

impl Ledger {
    /// Adds all that another ledger holds.
    pub fn union(&mut self, other: &Ledger) -> Inserted {
        // What is erased or archived is seen to change by change.
        if self.is_anything_erased() || other.is_anything_erased() || !self.archived.is_empty() {
            return self.insert_all(other.iter());
        }
        let mut places = Places {
            records: vec![NONE; other.records.len()],
            names: other.name_texts.iter().map(|name| self.intern(name)).collect(),
            cells: vec![NONE; other.cells.len()],
        };
        let mut insertion = Insertion::default();
        for (id, edit) in &other.edits {
            match self.edits.get(id) {
                Some(ours) if self.is_edit(ours, other, edit, &mut places) => {}
                Some(_) => self.apply_edit(&other.to_edit(edit), &mut insertion),
                // Whole, and unknown here.
                None => {
                    let changes = edit.changes.iter().map(|(index, place)| {
                        let held = &other.changes[*place];
                        let cell = self.cell_of(other, held.cell, &mut places);
                        let held = StoredChange { cell, ..held.clone() };
                        (*index, self.put(held, &mut insertion.touched))
                    });
                    let changes: Vec<_> = changes.collect();
                    insertion.changes += changes.len();
                    let head = edit.head.clone();
                    self.edits.insert(*id, Arc::new(StoredEdit { head, changes }));
                }
            }
        }
        self.finish_insertion(insertion)
    }

    /// Whether an edit here is the one of another ledger, with the same changes.
    fn is_edit(
        &self,
        ours: &StoredEdit,
        other: &Ledger,
        theirs: &StoredEdit,
        places: &mut Places,
    ) -> bool {
        ours.changes.len() == theirs.changes.len()
            && ours.head == theirs.head
            && ours.changes.iter().zip(&theirs.changes).all(|(ours, theirs)| {
                let (here, there) = (&self.changes[ours.1], &other.changes[theirs.1]);
                ours.0 == theirs.0
                    && here.stamp == there.stamp
                    && here.value == there.value
                    && here.replaces() == there.replaces()
                    && self.is_cell(here.cell, other, there.cell, places)
            })
    }

    /// Whether a cell here is the one of another ledger. Nothing is looked up: what is the same is
    /// found side by side.
    fn is_cell(&self, here: u32, other: &Ledger, there: u32, places: &mut Places) -> bool {
        let known = places.cells[there as usize];
        if known != NONE {
            return known == here;
        }
        let (ours, theirs) = (self.cells[here as usize].name, other.cells[there as usize].name);
        let record = places.records[theirs.0 as usize];
        let is_record = record == ours.0
            || record == NONE
                && self.records[ours.0 as usize].id == other.records[theirs.0 as usize].id;
        let names = (places.names[theirs.1 as usize], key_here(places, theirs.2));
        let same = is_record && names == (ours.1, ours.2);
        if same {
            places.records[theirs.0 as usize] = ours.0;
            places.cells[there as usize] = here;
        }
        same
    }

    /// Where a cell of another ledger is here, or is from now on.
    fn cell_of(&mut self, other: &Ledger, there: u32, places: &mut Places) -> u32 {
        if places.cells[there as usize] == NONE {
            let (record, field, key) = other.cells[there as usize].name;
            if places.records[record as usize] == NONE {
                places.records[record as usize] =
                    self.intern_record(&other.records[record as usize].id);
            }
            let record = places.records[record as usize];
            let name = (record, places.names[field as usize], key_here(places, key));
            places.cells[there as usize] = self.cell_named(name);
        }
        places.cells[there as usize]
    }
}

/// The number of a key here; 0 is none in either ledger.
fn key_here(places: &Places, key: u32) -> u32 {
    key.checked_sub(1).map_or(0, |key| places.names[key as usize] + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Author, Cell, Change, ChangeId, Edit, EditHead, EditId, Moment, RecordId, Timestamp, Value,
        WriterId, conflicts,
    };
    use proptest::prelude::*;

    /// Edits of a few writers to a few cells; of some only a part, some forged.
    fn edits() -> impl Strategy<Value = Vec<Edit>> {
        let change = (0u8..4, 0u8..3, 0u8..3, 0i64..3);
        let edit = (1u64..4, 1u32..5, prop::collection::vec(change, 1..4), 0u32..2);
        prop::collection::vec(edit, 0..12).prop_map(|edits| {
            edits
                .into_iter()
                .map(|(writer, number, changes, first)| {
                    let id = EditId { writer: WriterId(writer), number };
                    let changes = changes
                        .into_iter()
                        .zip(first..)
                        .map(|(change, index)| (index, change_of(id, index, change)));
                    edit_of(id, changes.collect())
                })
                .collect()
        })
    }

    fn change_of(
        edit: EditId,
        index: u32,
        (record, field, key, value): (u8, u8, u8, i64),
    ) -> Change {
        let by = ChangeId { edit: EditId { writer: WriterId(9), number: 1 }, index: record.into() };
        let cell = Cell {
            record: RecordId::created("member", by),
            field: format!("f{field}").into(),
            key: (key > 0).then(|| format!("k{key}").into()),
        };
        let millis = 1_700_000_000_000 + i64::from(edit.number);
        let stamp = Timestamp { millis, counter: index, writer: edit.writer };
        Change { cell, value: Value::Int(value), stamp, replaces: Vec::new() }
    }

    fn edit_of(id: EditId, changes: Vec<(u32, Change)>) -> Edit {
        let head = EditHead {
            id,
            at: Moment { millis: 1_700_000_000_000, offset: 480 },
            by: Author::default(),
            act: "edit".into(),
            reason: "".into(),
            size: 5,
            extra: Value::Null,
        };
        Edit { head, changes }
    }

    proptest! {
        #[test]
        fn a_union_is_the_insertion_of_all_edits(one in edits(), other in edits()) {
            let (one, other) = (Ledger::from_edits(one), Ledger::from_edits(other));
            let (mut united, mut expected) = (one.clone(), one);
            let inserted = united.union(&other);
            let wanted = expected.insert_all(other.iter());
            prop_assert_eq!(inserted, wanted);
            prop_assert_eq!(united.edits(), expected.edits());
            prop_assert_eq!(united.revision(), expected.revision());
            for id in expected.all_records("member").map(|record| record.id().clone()) {
                let [ours, theirs] = [&united, &expected].map(|ledger| {
                    let record = ledger.record(&id).expect("in both");
                    let cells = record.cells();
                    cells.map(|(f, k, v)| (f.to_owned(), k.map(str::to_owned), v.clone())).collect::<Vec<_>>()
                });
                prop_assert_eq!(ours, theirs);
            }
            prop_assert_eq!(united.all_records("member").count(), expected.all_records("member").count());
            prop_assert_eq!(conflicts(&united).len(), conflicts(&expected).len());
        }
    }
}
