//! The inbox of a tablet that is handed over: counters by month, which name nobody.

use std::collections::BTreeMap;

use crate::ledger::{Month, Value};

use super::counts::{KioskCounts, Rating};

/// What was answered since the tablet was handed over. Whom it is about, the pool knows under its id.
///
/// Its text is written whole, and made of its counters alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KioskInbox {
    /// By month.
    pub months: BTreeMap<Month, KioskCounts>,
}

impl KioskInbox {
    /// Counts an answer.
    pub fn add(&mut self, month: Month, rating: Rating) {
        self.months.entry(month).or_default().add(rating);
    }

    /// Counts an answer as one of a burst, and so those that were counted before it.
    pub fn add_burst(&mut self, month: Month, rating: Rating, before: &[Rating]) {
        self.add(month, rating);
        let counts = self.months.entry(month).or_default();
        before.iter().chain([&rating]).for_each(|one| counts.move_to_burst(*one));
    }

    /// How many answers were given: it grows with each, so of two copies of an inbox the one with more is
    /// the later.
    pub fn given(&self) -> i64 {
        self.months.values().map(KioskCounts::given).sum()
    }

    /// The later of two copies.
    #[must_use]
    pub fn or_later(self, other: Option<Self>) -> Self {
        match other {
            Some(other) if other.given() > self.given() => other,
            _ => self,
        }
    }

    /// The inbox as the stores keep it.
    pub fn to_value(&self) -> Value {
        let months: Vec<(String, Value)> = self
            .months
            .iter()
            .map(|(month, counts)| (month.to_string(), counts.to_value()))
            .collect();
        Value::group(months.iter().map(|(month, counts)| (&**month, counts.clone())))
    }

    /// Reads what a store kept; `None` where that is no inbox.
    pub fn from_value(value: &Value) -> Option<Self> {
        let Value::Group(months) = value else { return None };
        let read = |(month, counts): (&std::sync::Arc<str>, &Value)| {
            Some((month.parse().ok()?, KioskCounts::from_value(counts)?))
        };
        let months: Option<BTreeMap<Month, KioskCounts>> =
            months.iter().map(|(month, counts)| read((month, counts))).collect();
        Some(Self { months: months? })
    }
}
