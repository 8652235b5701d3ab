//! Facts in columns: what the sheets are computed from.
//!
//! Whom a fact is about, what happened and which record says so are interned, so that computing a
//! sheet only handles small numbers. A record's facts are replaced as one.

use std::collections::BTreeMap;
use std::hash::Hash;

use crate::fast_hash::FastMap;
use crate::ledger::{Month, RecordId};
use crate::ordered;
use crate::registers::{Event, Fact};

/// One fact, interned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactRow {
    /// The member or department.
    pub subject: u32,
    /// What happened.
    pub event: u32,
    /// How often, or the measure.
    pub amount: i32,
    /// The day, as days from the beginning of the common era; 0 where it is not known.
    pub day: i32,
    /// The record that says so.
    pub source: u32,
}

/// All facts of a ledger, by month.
#[derive(Debug, Clone, Default)]
pub struct FactTable {
    months: BTreeMap<Month, Vec<FactRow>>,
    subjects: Interner<RecordId>,
    events: Interner<Event>,
    sources: Interner<RecordId>,
    /// The months in which each source has facts.
    places: Vec<Vec<Month>>,
}

/// Things, each with a small number.
#[derive(Debug, Clone)]
struct Interner<T> {
    things: Vec<T>,
    numbers: FastMap<T, u32>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { things: Vec::new(), numbers: FastMap::default() }
    }
}

impl<T: Clone + Eq + Hash> Interner<T> {
    fn number(&mut self, thing: &T) -> u32 {
        if let Some(number) = self.numbers.get(thing) {
            return *number;
        }
        let number = self.things.len() as u32;
        self.things.push(thing.clone());
        self.numbers.insert(thing.clone(), number);
        number
    }
}

impl FactTable {
    /// Makes an empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a record's facts in the place of those it had, and says which months that touches.
    pub fn replace(&mut self, source: &RecordId, facts: &[Fact]) -> Vec<Month> {
        // Most records have none, and never had any.
        if facts.is_empty() && !self.sources.numbers.contains_key(source) {
            return Vec::new();
        }
        let number = self.sources.number(source);
        self.places.resize_with(self.sources.things.len(), Vec::new);
        let mut touched = std::mem::take(&mut self.places[number as usize]);
        for month in &touched {
            if let Some(rows) = self.months.get_mut(month) {
                rows.retain(|row| row.source != number);
            }
        }
        let mut places: Vec<Month> = Vec::new();
        let mut last: Option<(&Event, u32)> = None;
        for fact in facts {
            // As a rule all facts of a record are of one event.
            let event = match last {
                Some((event, number)) if *event == fact.event => number,
                _ => self.events.number(&fact.event),
            };
            last = Some((&fact.event, event));
            let row = FactRow {
                subject: self.subjects.number(&fact.subject),
                event,
                amount: fact.amount,
                day: fact.day.map_or(0, |day| chrono::Datelike::num_days_from_ce(&day)),
                source: number,
            };
            self.months.entry(fact.month).or_default().push(row);
            if !places.contains(&fact.month) {
                places.push(fact.month);
            }
        }
        touched.extend(&places);
        ordered::sort(&mut touched);
        touched.dedup();
        self.places[number as usize] = places;
        touched
    }

    /// The facts of a month, in order of arrival.
    pub fn month(&self, month: Month) -> &[FactRow] {
        self.months.get(&month).map_or(&[], Vec::as_slice)
    }

    /// The months that have facts.
    pub fn months(&self) -> impl Iterator<Item = Month> {
        self.months.iter().filter(|(_, rows)| !rows.is_empty()).map(|(month, _)| *month)
    }

    /// The number of a member or department, where any fact is about it.
    pub fn subject(&self, id: &RecordId) -> Option<u32> {
        self.subjects.numbers.get(id).copied()
    }

    /// How many members and departments there are facts about.
    pub fn subject_count(&self) -> usize {
        self.subjects.things.len()
    }

    /// The kinds of event that occur, by number.
    pub fn events(&self) -> &[Event] {
        &self.events.things
    }

    /// The number of a record that gives facts, or gave some.
    pub fn source_number(&self, id: &RecordId) -> Option<u32> {
        self.sources.numbers.get(id).copied()
    }

    /// The record with a number.
    pub fn source(&self, number: u32) -> Option<&RecordId> {
        self.sources.things.get(number as usize)
    }
}
