//! Joined duplicates (同一人、同一单位): a duplicate refers to the surviving record.
//!
//! Which that is follows from the set alone. Chains are followed; records that name each other in
//! a circle, as where two tablets joined one pair the other way round, are all the least of them.

use super::change::Cell;
use super::id::RecordId;
use super::set::{Ledger, Written};
use super::value::Value;

const NONE: u32 = u32::MAX;

impl Ledger {
    /// Returns the surviving record of a record: itself, unless it is joined to another.
    pub fn resolve<'a>(&'a self, id: &'a RecordId) -> &'a RecordId {
        self.join_of(id.as_str()).map_or(id, |(into, _)| &self.records[into as usize].id)
    }

    /// The duplicates of a register, in order of arrival.
    pub fn joined<'a>(&'a self, register: &str) -> impl Iterator<Item = &'a RecordId> {
        let joined = self.joined_cells.iter().map(|cell| self.record_of(*cell));
        let joined = joined.filter(|record| self.is_joined(*record));
        let ids = joined.map(|record| &self.records[record as usize].id);
        ids.filter(move |id| id.register() == register)
    }

    /// The revision with which it last changed which records are joined; 0 where none ever was.
    pub fn joins_revision(&self) -> u64 {
        self.joins_at
    }

    /// The duplicates of a record.
    pub(super) fn duplicates_of(&self, record: u32) -> impl Iterator<Item = u32> {
        // Nearly always there are none.
        let named = if self.joins.is_empty() { &[][..] } else { &self.joined_cells };
        let duplicates = named.iter().map(|cell| self.record_of(*cell));
        duplicates
            .filter(move |one| self.joins.get(*one as usize).is_some_and(|join| join.0 == record))
    }

    /// What stands in the duplicates of a record at a place of a map, the latest of it.
    pub(super) fn in_duplicates(&self, cell: &Cell) -> Option<Written<'_>> {
        let record = *self.record_index.get(&cell.record).filter(|_| cell.key.is_some())?;
        let there = self
            .duplicates_of(record)
            .filter_map(|one| self.find(one, &cell.field, cell.key.as_deref()))
            .map(|found| self.latest(found));
        there.max_by_key(|one| one.stamp)
    }

    pub(super) fn is_joined(&self, record: u32) -> bool {
        self.joins.get(record as usize).is_some_and(|(into, _)| *into != NONE)
    }

    /// Returns a value in which the id of a duplicate is replaced by that of the surviving record.
    pub(super) fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        let join = value.as_text().and_then(|text| self.join_of(text));
        join.map_or(value, |(_, cell)| self.latest(cell).value)
    }

    /// The same for a key.
    pub fn resolved_key<'a>(&'a self, key: &'a str) -> &'a str {
        let join = self.join_of(key);
        join.and_then(|(_, cell)| self.latest(cell).value.as_text()).unwrap_or(key)
    }

    /// Returns the surviving record of a duplicate, and a cell that holds its id.
    fn join_of(&self, id: &str) -> Option<(u32, u32)> {
        // Nearly always there are none.
        if self.joins.is_empty() {
            return None;
        }
        let record = *self.record_index.get(id)?;
        self.joins.get(record as usize).copied().filter(|(into, _)| *into != NONE)
    }

    /// Takes note of which records are joined, after an insertion.
    pub(super) fn settle_joins(&mut self) {
        if self.joined_cells.is_empty() {
            return;
        }
        let joins = self.find_joins();
        if joins != self.joins {
            self.joins = joins;
            self.joins_at = self.revision;
        }
    }

    /// Returns for each joined record the surviving one, and a cell that holds its id.
    fn find_joins(&self) -> Vec<(u32, u32)> {
        let count = self.records.len();
        // How far the way from a record has come, the least record on it, and who names a record.
        let (mut at, mut least, mut named_by) =
            (vec![NONE; count], vec![NONE; count], vec![NONE; count]);
        let mut ways = Vec::new();
        for cell in &self.joined_cells {
            let (from, to) = (self.record_of(*cell), self.latest(*cell).value.as_text());
            let to = to.and_then(|to| self.record_index.get(to)).copied().unwrap_or(from);
            let [one, other] = [from, to].map(|record| &self.records[record as usize].id);
            if from != to && one.register() == other.register() {
                (at[from as usize], least[from as usize], named_by[to as usize]) = (to, to, *cell);
                ways.push(from as usize);
            }
        }
        // Each round at least doubles how far a way has come: enough of them lead to the end, or
        // all around a circle, however long someone made it.
        for _ in 0..usize::BITS - ways.len().leading_zeros() {
            for way in &ways {
                let next = at[*way] as usize;
                if at[next] != NONE {
                    at[*way] = at[next];
                    let id = |record: u32| &self.records[record as usize].id;
                    if id(least[next]) < id(least[*way]) {
                        least[*way] = least[next];
                    }
                }
            }
        }
        let mut joins = Vec::new();
        for way in ways {
            let end = at[way];
            let into = if at[end as usize] == NONE { end } else { least[end as usize] };
            if into as usize != way {
                joins.resize(count, (NONE, NONE));
                joins[way] = (into, named_by[into as usize]);
            }
        }
        joins
    }
}
