//! The rows of a plan written to a register: every row checked by itself, all of them one edit.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::record_outcome::{PlannedRecord, RecordOutcome, UnclearName};
use super::record_plan::RecordPlan;
use crate::ledger::{Author, Draft, Edit, EditId, Ledger, Moment, RecordId, WriterId};
use crate::registers::form::{self, Input};
use crate::registers::{Context, Problem, Schema, findings, schema};

/// A draft of which nothing is kept.
fn scratch(at: Moment) -> Draft {
    let id = EditId { writer: WriterId(0), number: 1 };
    Draft::new(id, at, Author::default(), "", "")
}

/// The edit that makes a record from its name alone; `None` where the register asks for more, or its
/// records have no natural key.
pub(super) fn create_by_name(
    ledger: &Ledger,
    name: &UnclearName,
    at: Moment,
) -> Option<(RecordId, Edit)> {
    let schema = schema(name.register)?;
    let [title] = schema.title else {
        return None;
    };
    let input = Input { texts: BTreeMap::from([(*title, name.text.clone())]), ..Input::default() };
    let mut draft = scratch(at);
    let id = form::write(schema, ledger, None, &input, &mut draft).ok()?;
    id.key()?;
    Some((id, draft.finish(ledger)?))
}

/// The ledger with records that are made from these names, and which those are.
pub(super) fn make_all<'a>(
    ledger: &'a Ledger,
    names: impl Iterator<Item = &'a UnclearName>,
    at: Moment,
) -> (Cow<'a, Ledger>, Vec<(UnclearName, RecordId, Edit)>) {
    let mut world = Cow::Borrowed(ledger);
    let mut made: Vec<(UnclearName, RecordId, Edit)> = Vec::new();
    for name in names {
        let Some((id, mut edit)) = create_by_name(&world, name, at) else {
            continue;
        };
        // No other scratch edit has this number.
        edit.head.id.number = u32::MAX - made.len() as u32;
        world.to_mut().insert(edit.clone());
        made.push((name.clone(), id, edit));
    }
    (world, made)
}

/// Checks what a row writes, without keeping it. What should be looked at comes back with the id.
///
/// # Errors
/// All that would be wrong with the record.
pub(super) fn try_row(
    schema: &Schema,
    ledger: &Ledger,
    id: Option<&RecordId>,
    input: &Input,
    at: Moment,
) -> Result<(RecordId, Vec<String>), Vec<Problem>> {
    let mut draft = scratch(at);
    let id = form::write(schema, ledger, id, input, &mut draft)?;
    let mut trial = ledger.excerpt(&id);
    if let Some(edit) = draft.finish(ledger) {
        trial.insert(edit);
    }
    let context = Context::new(ledger, at.day());
    let found = trial.record(&id).map(|record| findings(schema, &record, &context));
    let hints = found.unwrap_or_default().into_iter().map(|hint| hint.text).collect();
    Ok((id, hints))
}

impl RecordPlan {
    /// Writes the rows that are new or changed to a draft. A row that the register no longer takes,
    /// as the ledger has changed meanwhile, is left alone; the number of rows written comes back.
    pub fn write(&self, ledger: &Ledger, draft: &mut Draft) -> usize {
        let (world, made) = make_all(ledger, self.created.iter().map(|(name, _)| name), draft.at());
        made.iter().for_each(|(_, _, edit)| copy(edit, draft));
        let rows = self.rows.iter().filter(|row| row.is_taken());
        rows.filter(|row| self.write_row(row, &world, draft)).count()
    }

    fn write_row(&self, row: &PlannedRecord, world: &Ledger, draft: &mut Draft) -> bool {
        let id = match &row.outcome {
            RecordOutcome::Changed { id, .. } => Some(id.clone()),
            // A key that was taken meanwhile is refused as by the form.
            _ => {
                match form::write(self.schema, world, None, &row.input, &mut scratch(draft.at())) {
                    Ok(id) if id.key().is_some() => Some(id),
                    Ok(_) => Some(draft.next_record(self.schema.head.name)),
                    Err(_) => None,
                }
            }
        };
        // Each by itself, as checking a draft takes as long as all that it holds.
        let mut own = scratch(draft.at());
        let written = id.map(|id| form::write(self.schema, world, Some(&id), &row.input, &mut own));
        let edit = written.and_then(Result::ok).and_then(|_| own.finish(world));
        edit.iter().for_each(|edit| copy(edit, draft));
        edit.is_some()
    }
}

fn copy(edit: &Edit, draft: &mut Draft) {
    for (_, change) in &edit.changes {
        draft.set(change.cell.clone(), change.value.clone());
    }
}
