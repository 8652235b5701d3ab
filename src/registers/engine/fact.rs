//! Facts: what a record says about a member or a department in a month.
//!
//! Registers emit facts, by rules that are data of their heads; the standard in force maps them to
//! its rule lines and does not know the registers' insides.

use std::sync::Arc;

use crate::ledger::{Day, Month, Record, RecordId, Value, parse_day};

use super::condition::{When, all_hold, value_at};
use super::context::Context;
use super::head::Head;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// A rule line of the standard that was chosen by hand, by its id (`C3.1`).
    Line(Arc<str>),
    /// Something that a register knows: where it comes from and its mark there, as the triggers of
    /// a standard's rule lines name them.
    Known {
        /// Where it comes from (`score of the department, tenths`).
        from: &'static str,
        /// Its mark there; empty where there is only one.
        mark: &'static str,
    },
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The member or department it is about.
    pub subject: RecordId,
    /// The month in which it counts.
    pub month: Month,
    /// What happened.
    pub event: Event,
    /// How often, or for a rule line with tiers the measure (tenths).
    pub amount: i32,
    /// The day, where it is known.
    pub day: Option<Day>,
}

/// A rule by which a record gives facts: in the month to which it belongs, or by [`EventOf::ByMonth`] in each
/// month through which it lasts.
#[derive(Debug, Clone, Copy)]
pub struct FactRule {
    /// Whom they are about.
    pub subject: Subject,
    /// What happened.
    pub event: EventOf,
    /// How often, or the measure.
    pub amount: Amount,
    /// The field of the day; empty where none says it.
    pub day: &'static str,
    /// Given only where all of these hold.
    pub when: &'static [When],
}

/// Whom a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The record that a field names.
    Field(&'static str),
    /// Each record that has a row in a table.
    Rows(&'static str),
}

/// What happened, as a rule reads it.
#[derive(Debug, Clone, Copy)]
pub enum EventOf {
    /// The rule line of the standard that a field names.
    Line(&'static str),
    /// Always the same.
    Known(&'static str),
    /// By the mark in a column of the row, or in a field: no fact where it is none of these.
    Marked {
        /// The source, as triggers name it.
        from: &'static str,
        /// The column, or the field. A plain row is its first column: another has to be of another type.
        column: &'static str,
        /// The marks that give a fact.
        marks: &'static [&'static str],
    },
    /// Of a record that lasts through months, in each of them: by the record, whom the fact is about, the month
    /// and the context; no fact where there is no mark.
    ByMonth {
        /// The source, as triggers name it.
        from: &'static str,
        /// Its mark.
        mark: fn(&Record<'_>, &RecordId, Month, &Context<'_>) -> Option<&'static str>,
    },
    /// By what cannot be said as data, from the record, whom the fact is about, the row and the context;
    /// no fact where there is no mark.
    By {
        /// The source, as triggers name it.
        from: &'static str,
        /// Its mark.
        mark: fn(&Record<'_>, &RecordId, &Value, &Context<'_>) -> Option<&'static str>,
    },
}

/// How often something happened, as a rule reads it. An amount out of its bounds gives no fact.
#[derive(Debug, Clone, Copy)]
pub enum Amount {
    /// Once.
    One,
    /// A number in a field.
    Field(&'static str),
    /// The number of a row, or in a column of it, of at least 1 and at most so many. A plain row is its
    /// first column: another column has to be of another type than that.
    Row(&'static str, i64),
    /// What cannot be said as data, from the record and its context; `None` where there is no fact.
    By(fn(&Record<'_>, &RecordId, &Context<'_>) -> Option<i64>),
}

impl FactRule {
    /// A rule without a day that always gives a fact.
    pub const fn new(subject: Subject, event: EventOf, amount: Amount) -> Self {
        Self { subject, event, amount, day: "", when: &[] }
    }

    /// The same, with the field of the day.
    pub const fn on(self, day: &'static str) -> Self {
        Self { day, ..self }
    }

    /// The same, given only where some conditions hold.
    pub const fn when(self, when: &'static [When]) -> Self {
        Self { when, ..self }
    }

    /// The facts that it gives of a live record, whose months its head knows.
    pub fn facts(&self, head: &Head, record: &Record<'_>, context: &Context<'_>) -> Vec<Fact> {
        let mut facts = Vec::new();
        let months: Vec<Month> = head.months_of(record).collect();
        self.apply(record, &months, context, &mut facts);
        facts
    }

    fn apply(
        &self,
        record: &Record<'_>,
        months: &[Month],
        context: &Context<'_>,
        facts: &mut Vec<Fact>,
    ) {
        let Some(first) = months.first() else { return };
        if !all_hold(self.when, record) {
            return;
        }
        let months = match self.event {
            EventOf::ByMonth { .. } => months,
            _ => &months[..1],
        };
        let day = parse_day(record.text(self.day)).ok();
        let mut give = |subject: RecordId, row: &Value| {
            let amount = match self.amount {
                Amount::One => Some(1),
                Amount::Field(field) => record.get(field).as_int(),
                Amount::Row(column, most) => {
                    let own = row.get(column).unwrap_or(row);
                    own.as_int().filter(|amount| (1..=most).contains(amount))
                }
                Amount::By(amount) => amount(record, &subject, context),
            };
            let Some(amount) = amount.and_then(|amount| i32::try_from(amount).ok()) else {
                return;
            };
            for month in months {
                if let Some(event) = self.event.read(record, (&subject, row), *month, context) {
                    // What counts in a later month has no day there.
                    let day = day.filter(|_| month == first);
                    let subject = subject.clone();
                    facts.push(Fact { subject, month: *month, event, amount, day });
                }
            }
        };
        match self.subject {
            Subject::Field(field) => {
                if let Some(subject) = record.named(record.text(field)) {
                    give(subject, &Value::Null);
                }
            }
            Subject::Rows(table) => {
                for (key, row) in record.entries(table) {
                    if let Some(subject) = record.named(key) {
                        give(subject, row);
                    }
                }
            }
        }
    }
}

impl EventOf {
    fn read(
        self,
        record: &Record<'_>,
        (subject, row): (&RecordId, &Value),
        month: Month,
        context: &Context<'_>,
    ) -> Option<Event> {
        match self {
            Self::ByMonth { from, mark } => {
                mark(record, subject, month, context).map(|mark| Event::Known { from, mark })
            }
            Self::By { from, mark } => {
                mark(record, subject, row, context).map(|mark| Event::Known { from, mark })
            }
            Self::Line(field) => match record.get(field) {
                Value::Text(line) if !line.is_empty() => Some(Event::Line(line.clone())),
                _ => None,
            },
            Self::Known(from) => Some(Event::Known { from, mark: "" }),
            Self::Marked { from, column, marks } => {
                // A row of one column is that column.
                let of_row = row.get(column).or(Some(row)).and_then(Value::as_text);
                let text = of_row.or_else(|| value_at(record, column).as_text())?;
                let mark = marks.iter().find(|mark| **mark == text)?;
                Some(Event::Known { from, mark })
            }
        }
    }
}

/// The facts that a live record gives, by the rules of its head.
pub fn facts_of(head: &Head, record: &Record<'_>, context: &Context<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    if !head.facts.is_empty() {
        let months: Vec<Month> = head.months_of(record).collect();
        for rule in head.facts {
            rule.apply(record, &months, context, &mut facts);
        }
    }
    facts
}
