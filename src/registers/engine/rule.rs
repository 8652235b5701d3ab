//! Rules: what has to hold of a record beyond what its fields say by themselves, as data.

use crate::ledger::{DayOrMonth, Record, RecordId, Value};

use super::condition::{When, is_filled, value_at};
use super::context::Context;
use super::field::{Field, RowKeys, Shape};
use super::rows::{column, rows};
use super::schema::Schema;
use crate::registers;

/// The field of any record under which it is explained why a rule of law was not kept, by the name of
/// the rule.
pub const EXPLANATION: &str = "explanation";

/// A rule of a register.
#[derive(Debug, Clone, Copy)]
pub struct RecordRule {
    /// Its name; what explains that it was not kept is filed under it.
    pub name: &'static str,
    /// What has to hold.
    pub check: Check,
    /// What follows where it does not hold.
    pub severity: Severity,
    /// What is said then, and what to do.
    pub text: &'static str,
}

/// What follows where a rule does not hold. What really happened can always be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A hint, by which nothing is held up (本单位).
    Hint,
    /// It needs a written explanation (法定).
    Statutory,
    /// The record contradicts itself or is not complete: it has to be mended.
    Fault,
}

/// What has to hold of a record.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Under a condition a field is filled.
    Needs(When, &'static str),
    /// A day or month is not before another; of two of which one knows only the month, the months
    /// are compared.
    Order {
        /// The field that is earlier.
        earlier: &'static str,
        /// The field that is later.
        later: &'static str,
    },
    /// A count is at most another, where both are filled.
    AtMost {
        /// The count that is less, or as much.
        less: &'static str,
        /// The count that is more.
        more: &'static str,
    },
    /// No other record of the register has the same values in all of some fields.
    Unique(&'static [&'static str]),
    /// A day or month is not still to come.
    NotInFuture(&'static str),
    /// A day or month lies within the time in which those named by a field are there, as their
    /// register says it ([`Present`](super::display::Present)).
    WithinMembership {
        /// The field that names the member, or the table with a row for each.
        who: &'static str,
        /// The field of the day or month; empty where it is the month of the record.
        when: &'static str,
    },
    /// What cannot be said as data: what is wrong, beside which field.
    By(fn(&Record<'_>, &Context<'_>) -> Option<(&'static str, String)>),
    /// The same, where several things can be wrong in several places.
    Places(fn(&Record<'_>, &Context<'_>) -> Vec<RuleBreach>),
    /// The same of each row of a table: what is wrong with it, beside the row.
    EachRow {
        /// The table.
        table: &'static str,
        /// What is wrong with a row.
        by: RowCheck,
    },
}

/// Says what is wrong with a row of a record, by its key and the columns that it asks for by name.
pub type RowCheck =
    for<'a> fn(&Record<'a>, &Context<'_>, &str, &dyn Fn(&str) -> &'a Value) -> Option<String>;

/// Where a record does not keep a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleBreach {
    /// The field.
    pub field: &'static str,
    /// The key of the row of a table that it is about; empty where it is the field as a whole.
    pub row: String,
    /// What is said of it.
    pub text: String,
}

impl RecordRule {
    /// A rule that the record has to keep, as it contradicts itself otherwise.
    pub const fn fault(name: &'static str, check: Check, text: &'static str) -> Self {
        Self { name, check, severity: Severity::Fault, text }
    }

    /// A rule of law: what does not keep it has to be explained.
    pub const fn statutory(name: &'static str, check: Check, text: &'static str) -> Self {
        Self { name, check, severity: Severity::Statutory, text }
    }

    /// A rule of the house: a hint.
    pub const fn hint(name: &'static str, check: Check, text: &'static str) -> Self {
        Self { name, check, severity: Severity::Hint, text }
    }

    /// What is said of a record that does not keep the rule, beside its field or rows.
    pub fn broken(
        &self,
        schema: &Schema,
        record: &Record<'_>,
        context: &Context<'_>,
    ) -> Vec<RuleBreach> {
        if let Check::Places(check) = self.check {
            return check(record, context);
        }
        if let Check::EachRow { table, by } = self.check {
            let Some(field) = schema.field(table) else { return Vec::new() };
            let mut found = Vec::new();
            for (key, row) in rows(field, record) {
                if let Some(text) = by(record, context, key, &|name| column(field, row, name)) {
                    found.push(RuleBreach { field: table, row: key.to_owned(), text });
                }
            }
            return found;
        }
        let broken = self.broken_at(schema, record, context);
        broken
            .map(|(field, text)| RuleBreach { field, row: String::new(), text })
            .into_iter()
            .collect()
    }

    /// What is said of a record as a whole, and beside which field.
    fn broken_at(
        &self,
        schema: &Schema,
        record: &Record<'_>,
        context: &Context<'_>,
    ) -> Option<(&'static str, String)> {
        let said =
            |field: &'static str, holds: bool| (!holds).then(|| (field, self.text.to_owned()));
        let text = |field: &str| value_at(record, field).as_text().unwrap_or("");
        let first_day = |field: &str| Some(text(field).parse::<DayOrMonth>().ok()?.first_day());
        match self.check {
            Check::Needs(when, field) => {
                said(field, !when.holds(record) || is_filled(record, field))
            }
            Check::Order { earlier, later } => said(later, is_in_order(text(earlier), text(later))),
            Check::AtMost { less, more } => {
                let count = |field: &str| value_at(record, field).as_int();
                said(less, count(less).zip(count(more)).is_none_or(|(less, more)| less <= more))
            }
            Check::Unique(fields) => {
                let whole = fields.iter().all(|field| is_filled(record, field));
                let is_twin = whole && context.has_twin(schema.head.name, fields, record);
                said(fields.last().copied().unwrap_or(""), !is_twin)
            }
            Check::NotInFuture(field) => {
                said(field, first_day(field).is_none_or(|day| context.has_come(day)))
            }
            Check::WithinMembership { who, when } => {
                let day = match when {
                    "" => schema.head.month_of(record)?.first_day(),
                    when => first_day(when)?,
                };
                said(
                    who,
                    named_by(schema.field(who)?, record).iter().all(|id| {
                        // Whoever is deleted or not at hand is told of as missing, not as a stranger.
                        context.record(id).is_none_or(|one| {
                            let schema = registers::schema(one.id().register());
                            let is_there = |schema: &Schema| schema.is_present(&one, day);
                            one.is_deleted() || schema.is_none_or(is_there)
                        })
                    }),
                )
            }
            Check::By(check) => check(record, context),
            // Asked as a whole, and row by row.
            Check::Places(_) | Check::EachRow { .. } => None,
        }
    }
}

impl Check {
    /// The fields that it looks at, as far as they are data.
    pub(super) fn fields(&self) -> Vec<&'static str> {
        match *self {
            Self::Needs(when, field) => vec![when.path(), field],
            Self::Order { earlier, later } => vec![earlier, later],
            Self::AtMost { less, more } => vec![less, more],
            Self::Unique(fields) => fields.to_vec(),
            Self::NotInFuture(field) => vec![field],
            Self::WithinMembership { who, when: "" } => vec![who],
            Self::WithinMembership { who, when } => vec![who, when],
            Self::By(_) | Self::Places(_) => Vec::new(),
            Self::EachRow { table, .. } => vec![table],
        }
    }
}

/// The records that a field names: by its value, or by the keys of its rows.
fn named_by(field: &Field, record: &Record<'_>) -> Vec<RecordId> {
    match field.shape {
        Shape::Rows(RowKeys::Records(_)) => {
            let rows = record.entries(field.name).into_iter();
            rows.filter_map(|(key, _)| record.named(key)).collect()
        }
        _ => value_at(record, field.name)
            .as_text()
            .and_then(|id| record.named(id))
            .into_iter()
            .collect(),
    }
}

/// Whether of two days or months the second is not before the first, as far as both are known.
fn is_in_order(earlier: &str, later: &str) -> bool {
    let length = earlier.len().min(later.len());
    length == 0 || later.get(..length) >= earlier.get(..length)
}
