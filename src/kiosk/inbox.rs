//! The inbox of a tablet that is handed over: counters by month and comments by week, which name nobody.

use std::collections::BTreeMap;

use crate::ledger::{Month, Value};

use super::comment::KioskComment;
use super::counts::{KioskCounts, Rating};

/// More comments are not kept: each inbox is written whole at each answer.
const MOST_COMMENTS: usize = 500;
const COMMENTS: &str = "comments";

/// What was answered since the tablet was handed over. Whom it is about, the pool knows under its id.
///
/// Its text is written whole, and made of its counters and its sorted comments alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KioskInbox {
    /// By month.
    pub months: BTreeMap<Month, KioskCounts>,
    /// Sorted, so that their order is not known.
    comments: Vec<KioskComment>,
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

    /// Keeps what was written with an answer.
    pub fn add_comment(&mut self, comment: KioskComment) {
        if self.comments.len() < MOST_COMMENTS {
            comment.insert_into(&mut self.comments);
        }
    }

    /// What was written, by week and text.
    pub fn comments(&self) -> &[KioskComment] {
        &self.comments
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
        let written = self.comments.iter().map(KioskComment::to_value).collect();
        let comments = (!self.comments.is_empty()).then_some((COMMENTS, Value::List(written)));
        let months = months.iter().map(|(month, counts)| (&**month, counts.clone()));
        Value::group(months.chain(comments))
    }

    /// Reads what a store kept; `None` where that is no inbox.
    pub fn from_value(value: &Value) -> Option<Self> {
        let Value::Group(members) = value else { return None };
        let read = |(month, counts): (&std::sync::Arc<str>, &Value)| {
            Some((month.parse().ok()?, KioskCounts::from_value(counts)?))
        };
        let months = members.iter().filter(|(name, _)| &***name != COMMENTS);
        let months: Option<BTreeMap<Month, KioskCounts>> =
            months.map(|(month, counts)| read((month, counts))).collect();
        let written = value.get(COMMENTS).and_then(Value::as_list).unwrap_or_default();
        let mut comments: Vec<KioskComment> =
            written.iter().map(KioskComment::from_value).collect::<Option<_>>()?;
        comments.sort();
        Some(Self { months: months?, comments })
    }
}
