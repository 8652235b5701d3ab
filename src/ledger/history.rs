//! The history of a record: 谁在何时把什么从什么改成什么，为什么.

use super::change::EditHead;
use super::id::RecordId;
use super::set::{Ledger, Written};
use super::value::Value;
use crate::ordered;

/// One step in the history of a record: one value replaced by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<'a> {
    /// The edit: who, when, why.
    pub head: &'a EditHead,
    /// The field.
    pub field: &'a str,
    /// The place in a map or dated field.
    pub key: Option<&'a str>,
    /// What its author saw there; `None` where there was nothing, or where it is not at hand.
    pub before: Option<&'a Value>,
    /// What was written.
    pub after: &'a Value,
    /// Whether it stands today.
    pub stands: bool,
}

/// The steps of a record's history, the latest first; those of one edit stand together.
pub fn history<'a>(ledger: &'a Ledger, id: &RecordId) -> Vec<Step<'a>> {
    let Some(record) = ledger.record(id) else {
        return Vec::new();
    };
    let mut steps: Vec<(Written<'a>, Step<'a>)> = Vec::new();
    for (field, key, written) in record.written() {
        for (place, one) in written.iter().enumerate() {
            let Some(head) = ledger.head(one.id.edit) else {
                continue;
            };
            let before = one
                .replaces
                .iter()
                .max()
                .and_then(|seen| written.iter().find(|other| other.stamp == *seen))
                .map(|seen| seen.value);
            let stands = place == 0;
            steps.push((*one, Step { head, field, key, before, after: one.value, stands }));
        }
    }
    ordered::sort_by(&mut steps, |(a, left), (b, right)| {
        (right.head.at, right.head.id)
            .cmp(&(left.head.at, left.head.id))
            .then(a.id.index.cmp(&b.id.index))
    });
    steps.into_iter().map(|(_, step)| step).collect()
}
