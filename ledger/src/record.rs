//! Read-only view of the current values of a record, by field.
//!
//! A reference to a joined duplicate is read as one to the surviving record; only [`Record::cells`]
//! has the written values.

use super::change::{DELETED, JOINED};
use super::id::RecordId;
use super::set::{Ledger, Written};
use super::time::{Day, parse_day};
use super::value::Value;
use crate::ordered;

/// A record of a ledger.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    ledger: &'a Ledger,
    index: u32,
}

static NULL: Value = Value::Null;

impl<'a> Record<'a> {
    pub(super) fn new(ledger: &'a Ledger, index: u32) -> Self {
        Self { ledger, index }
    }

    /// Its id.
    pub fn id(&self) -> &'a RecordId {
        &self.ledger.records[self.index as usize].id
    }

    /// Whether it is deleted.
    pub fn is_deleted(&self) -> bool {
        self.ledger.is_deleted(self.index)
    }

    /// Whether it is joined to another record.
    pub fn is_joined(&self) -> bool {
        self.ledger.is_joined(self.index)
    }

    /// Whether it is neither deleted nor joined to another.
    pub fn is_live(&self) -> bool {
        !self.is_deleted() && !self.is_joined()
    }

    /// The value of a single or group field; `Null` where there is none.
    pub fn get(&self, field: &str) -> &'a Value {
        self.value(field, None)
    }

    /// The text of a field; empty where there is none.
    pub fn text(&self, field: &str) -> &'a str {
        self.get(field).as_text().unwrap_or("")
    }

    /// The value of a map at a key; `Null` where there is none.
    pub fn entry(&self, field: &str, key: &str) -> &'a Value {
        if self.ledger.joins.is_empty() {
            return self.value(field, Some(key));
        }
        let key = self.ledger.resolved_key(key);
        let mut entries = self.entries(field).into_iter();
        entries.find(|(one, _)| *one == key).map_or(&NULL, |(_, value)| value)
    }

    /// The id that a text spells; where there is such a record here, it is not copied. `None` where
    /// it is no id.
    pub fn named(&self, id: &str) -> Option<RecordId> {
        self.ledger.id_of(id).cloned().or_else(|| id.parse().ok())
    }

    /// The entries of a map that hold something, by key, with those of its duplicates. Of those for records
    /// that are one, the greatest.
    pub fn entries(&self, field: &str) -> Vec<(&'a str, &'a Value)> {
        let entries = self.written_with_duplicates(field).into_iter();
        let entries = entries.filter(|(_, written)| !written.value.is_null());
        let entries = entries.map(|(key, one)| (self.ledger.resolved_key(key), one.value));
        let mut entries: Vec<_> =
            entries.map(|(key, value)| (key, self.ledger.resolved(value))).collect();
        ordered::sort_by(&mut entries, |one, other| (one.0, other.1).cmp(&(other.0, one.1)));
        entries.dedup_by_key(|(key, _)| *key);
        entries
    }

    /// The value of a dated field that holds on a day: the one with the latest day not after it.
    /// An empty text says that from that day on nothing holds.
    ///
    /// Entries whose key is no day are passed over; the register's check reports them.
    pub fn on(&self, field: &str, day: Day) -> &'a Value {
        self.keyed(field)
            .filter_map(|(key, value)| Some((parse_day(key).ok()?, value)))
            .filter(|(from, _)| *from <= day)
            .max_by_key(|(from, _)| *from)
            .map(|(_, value)| self.ledger.resolved(value))
            .filter(|value| value.as_text() != Some(""))
            .unwrap_or(&NULL)
    }

    /// The keys of a field that hold something, in order of arrival, with what was written there.
    fn keyed(&self, field: &str) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        let standing = self.written_keys(field).map(|(key, written)| (key, written.value));
        standing.filter(|(_, value)| !value.is_null())
    }

    /// The keys of a field with what stands there, with those of duplicates, which may have got them from
    /// someone that did not know of the join. What stands here goes before what stands there, unless that was
    /// written after the join and later.
    fn written_with_duplicates(&self, field: &str) -> Vec<(&'a str, Written<'a>)> {
        let ledger = self.ledger;
        let mut found: Vec<_> = self.written_keys(field).collect();
        let own = found.len();
        for duplicate in ledger.duplicates_of(self.index) {
            let duplicate = Self { index: duplicate, ..*self };
            let joined = duplicate.written_at(JOINED, None).first().map(|one| one.stamp);
            found.extend(duplicate.written_keys(field).filter(|(key, there)| {
                let here =
                    ledger.find(self.index, field, Some(key)).map(|cell| ledger.latest(cell));
                here.is_none_or(|here| Some(here.stamp).max(joined) < Some(there.stamp))
            }));
        }
        if found.len() > own {
            ordered::sort_by(&mut found, |(one, first), (other, second)| {
                (one, second.stamp).cmp(&(other, first.stamp))
            });
            found.dedup_by_key(|(key, _)| *key);
        }
        found
    }

    /// The keys of a field with what stands there, be it nothing.
    fn written_keys(&self, field: &str) -> impl Iterator<Item = (&'a str, Written<'a>)> + use<'a> {
        let (ledger, field) = (self.ledger, self.ledger.names.get(field).copied());
        ledger.cells_of(self.index).filter_map(move |cell| {
            let (_, name, key) = ledger.cells[cell as usize].name;
            Some((&**ledger.key(key).filter(|_| Some(name) == field)?, ledger.latest(cell)))
        })
    }

    /// The latest day from which a dated field has a value, be it still to come.
    pub fn latest_day(&self, field: &str) -> Option<Day> {
        self.keyed(field).filter_map(|(key, _)| parse_day(key).ok()).max()
    }

    /// The value of a dated field with the latest day, be it still to come.
    pub fn latest(&self, field: &str) -> &'a Value {
        self.on(field, Day::MAX)
    }

    /// Returns all cells with their current values: field, key and value, in order of arrival.
    pub fn cells(&self) -> impl Iterator<Item = (&'a str, Option<&'a str>, &'a Value)> + use<'a> {
        let ledger = self.ledger;
        ledger.cells_of(self.index).map(move |cell| {
            let (field, key) = ledger.cell_texts(cell);
            (field, key, ledger.latest(cell).value)
        })
    }

    /// All its cells with their changes, the standing one first.
    pub fn written(
        &self,
    ) -> impl Iterator<Item = (&'a str, Option<&'a str>, Vec<Written<'a>>)> + use<'a> {
        let ledger = self.ledger;
        ledger.cells_of(self.index).map(move |cell| {
            let (field, key) = ledger.cell_texts(cell);
            (field, key, ledger.chain(cell).collect())
        })
    }

    /// Its cells, in order of arrival.
    pub(super) fn own_cells(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.ledger.cells_of(self.index)
    }

    /// The changes of one of its cells, the standing one first.
    pub fn written_at(&self, field: &str, key: Option<&str>) -> Vec<Written<'a>> {
        let cell = self.ledger.find(self.index, field, key);
        cell.map(|cell| self.ledger.chain(cell).collect()).unwrap_or_default()
    }

    /// Whether it has any field beside the marks of deletion and of a join.
    pub fn is_blank(&self) -> bool {
        self.cells().all(|(field, _, value)| [DELETED, JOINED].contains(&field) || value.is_null())
    }

    fn value(&self, field: &str, key: Option<&str>) -> &'a Value {
        self.ledger
            .find(self.index, field, key)
            .map_or(&NULL, |cell| self.ledger.resolved(self.ledger.latest(cell).value))
    }
}
