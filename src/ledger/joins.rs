//! Records that turned out to be one (同一人、同一单位): a duplicate names the record that goes on.
//!
//! Which that is follows from the set alone. Chains are followed; records that name each other in
//! a circle, as where two tablets joined one pair the other way round, are all the least of them.

use super::id::RecordId;
use super::set::Ledger;
use super::value::Value;
use crate::ordered;

/// A duplicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Join {
    record: u32,
    /// The record that goes on.
    into: u32,
    /// Its id, as a field that speaks of it holds it.
    value: Value,
}

/// A record on the way to the one that goes on: where the way has come, and the least record on it.
#[derive(Clone, Copy)]
struct Way {
    record: u32,
    at: u32,
    least: u32,
}

impl Ledger {
    /// The record that goes on for a record: itself, unless it is joined to another.
    pub fn resolve<'a>(&'a self, id: &'a RecordId) -> &'a RecordId {
        self.join_of(id.as_str()).map_or(id, |join| &self.records[join.into as usize].id)
    }

    /// The duplicates of a register, in order of arrival.
    pub fn joined<'a>(&'a self, register: &str) -> impl Iterator<Item = &'a RecordId> {
        let ids = self.joins.iter().map(|join| &self.records[join.record as usize].id);
        ids.filter(move |id| id.register() == register)
    }

    /// The revision with which it last changed which records are joined; 0 where none ever was.
    pub fn joins_revision(&self) -> u64 {
        self.joins_at
    }

    pub(super) fn is_joined(&self, record: u32) -> bool {
        self.joins.binary_search_by_key(&record, |join| join.record).is_ok()
    }

    /// A value; the id of a duplicate is read as that of the record that goes on.
    pub(super) fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        value.as_text().and_then(|text| self.join_of(text)).map_or(value, |join| &join.value)
    }

    /// The same for a key.
    pub(super) fn resolved_key<'a>(&'a self, key: &'a str) -> &'a str {
        self.join_of(key).and_then(|join| join.value.as_text()).unwrap_or(key)
    }

    fn join_of(&self, id: &str) -> Option<&Join> {
        // Nearly always there are none.
        if self.joins.is_empty() {
            return None;
        }
        let record = self.record_index.get(id)?;
        let place = self.joins.binary_search_by_key(record, |join| join.record).ok()?;
        self.joins.get(place)
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

    fn find_joins(&self) -> Vec<Join> {
        let mut ways: Vec<Way> =
            self.joined_cells.iter().filter_map(|cell| self.way(*cell)).collect();
        ordered::sort_by_key(&mut ways, |way| way.record);
        // Each round doubles how far every way has come: enough of them lead to the end or all
        // around a circle, however long someone made it.
        for _ in 0..usize::BITS - ways.len().leading_zeros() {
            let before = ways.clone();
            for way in &mut ways {
                if let Ok(next) = before.binary_search_by_key(&way.at, |way| way.record) {
                    let Way { at, least, .. } = before[next];
                    way.at = at;
                    way.least = self.lesser(way.least, least);
                }
            }
        }
        let end = |way: &Way| match ways.binary_search_by_key(&way.at, |way| way.record) {
            Ok(round) => ways[round].least,
            Err(_) => way.at,
        };
        let ends = ways.iter().map(|way| (way.record, end(way)));
        let joins = ends.filter(|(record, into)| record != into).map(|(record, into)| Join {
            record,
            into,
            value: self.records[into as usize].id.as_str().into(),
        });
        joins.collect()
    }

    /// The first step of a way; `None` where the cell names no other record of its register.
    fn way(&self, cell: u32) -> Option<Way> {
        let record = self.held_cell(cell).record;
        let at = *self.record_index.get(self.latest(cell).value.as_text()?)?;
        let [own, other] = [record, at].map(|one| self.records[one as usize].id.register());
        (record != at && own == other).then_some(Way { record, at, least: at })
    }

    fn lesser(&self, one: u32, other: u32) -> u32 {
        let id = |record: u32| &self.records[record as usize].id;
        if id(one) <= id(other) { one } else { other }
    }
}
