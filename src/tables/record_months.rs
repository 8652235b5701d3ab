//! Hints for rows whose month is no longer open for entries.

use std::collections::BTreeSet;

use super::record_outcome::Content;
use super::record_resolve::{ResolvedCell, State};
use crate::ledger::{Ledger, Month, RecordId, Value};
use crate::registers::{MEMBER, Member, Schema, assessment_id, step, title};

/// Hints for a row whose month is approved, published or locked in the branch of a member that it
/// names.
pub(super) fn closed_months(
    ledger: &Ledger,
    schema: &Schema,
    cells: &[ResolvedCell],
) -> Vec<String> {
    let text = |name: &str| {
        let cell = cells.iter().find(|cell| cell.is_whole(name))?;
        known(cell).and_then(value_text).map(str::to_owned)
    };
    let counts = !schema.head.facts.is_empty();
    let Some(month) = schema.head.month_by(text).filter(|_| counts) else { return Vec::new() };
    let people = cells.iter().filter(|cell| cell.part.register() == Some(MEMBER.name));
    let ids = people.filter_map(known).flat_map(|content| match content {
        Content::Marks(marks) => marks.keys().cloned().collect(),
        content => {
            value_text(content).and_then(|id| id.parse().ok()).into_iter().collect::<Vec<_>>()
        }
    });
    let branch = |id: RecordId| {
        Member::on(&ledger.record(&id)?, month.first_day()).map(|member| member.branch)
    };
    let branches: BTreeSet<RecordId> = ids.filter_map(branch).collect();
    branches.iter().filter_map(|branch| closed(ledger, branch, month)).collect()
}

fn closed(ledger: &Ledger, branch: &RecordId, month: Month) -> Option<String> {
    let id = assessment_id(branch, month);
    let (state, text) = step(ledger.record(&id).as_ref()).late_entry()?;
    Some(format!("{}{}{state}：{text}", title(ledger, branch), month.label()))
}

fn known(cell: &ResolvedCell) -> Option<&Content> {
    match &cell.state {
        State::Known(content) => Some(content),
        _ => None,
    }
}

fn value_text(content: &Content) -> Option<&str> {
    match content {
        Content::Value(value) => Value::as_text(value),
        _ => None,
    }
}
