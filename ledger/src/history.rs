//! History of a record, step by step: 谁在何时把什么从什么改成什么，为什么.

use super::change::{EditHead, JOINED};
use super::id::RecordId;
use super::set::{Ledger, Written};
use super::value::Value;
use crate::ordered;

/// One step in the history of a record: one value replaced by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryStep<'a> {
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
    /// Whether it is the current value.
    pub stands: bool,
}

/// Returns the steps of a record's history, the latest first, those of one edit together.
///
/// What was joined to it, or taken apart again, is among them, as entries of a map that the record
/// itself does not have: [`JOINED`], by the other record's id.
pub fn history<'a>(ledger: &'a Ledger, id: &RecordId) -> Vec<HistoryStep<'a>> {
    let Some(record) = ledger.record(id) else {
        return Vec::new();
    };
    let mut steps: Vec<(Written<'a>, HistoryStep<'a>)> = Vec::new();
    for (field, key, written) in record.written() {
        for (place, one) in written.iter().enumerate() {
            let Some(head) = ledger.head(one.id.edit) else {
                continue;
            };
            // A deletion names what it saw of other fields, too.
            let seen = written.iter().find(|other| one.replaces.contains(&other.stamp));
            let before = seen.map(|seen| seen.value);
            let stands = place == 0;
            steps.push((*one, HistoryStep { head, field, key, before, after: one.value, stands }));
        }
    }
    joins(ledger, id, &mut steps);
    ordered::sort_by(&mut steps, |(a, left), (b, right)| {
        (right.head.at, right.head.id)
            .cmp(&(left.head.at, left.head.id))
            .then(a.id.index.cmp(&b.id.index))
    });
    steps.into_iter().map(|(_, step)| step).collect()
}

fn joins<'a>(ledger: &'a Ledger, id: &RecordId, steps: &mut Vec<(Written<'a>, HistoryStep<'a>)>) {
    const TOGETHER: &Value = &Value::Bool(true);
    const APART: &Value = &Value::Bool(false);
    for cell in &ledger.joined_cells {
        let written: Vec<Written<'a>> = ledger.chain(*cell).collect();
        let is_ours = |value: &Value| value.as_text() == Some(id.as_str());
        for (place, one) in written.iter().enumerate() {
            let Some(head) = ledger.head(one.id.edit) else {
                continue;
            };
            let seen = one.replaces.iter().max();
            let was = written.iter().find(|other| Some(&other.stamp) == seen);
            let before = was.filter(|was| is_ours(was.value)).map(|_| TOGETHER);
            let after = if is_ours(one.value) { TOGETHER } else { APART };
            if before.is_none() && after == APART {
                continue;
            }
            let other = &ledger.records[ledger.record_of(*cell) as usize].id;
            let key = Some(other.as_str());
            let stands = place == 0;
            steps.push((*one, HistoryStep { head, field: JOINED, key, before, after, stands }));
        }
    }
}
