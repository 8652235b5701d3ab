//! The rows of a plan written to a register: every row checked by itself, all of them one edit.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::record_outcome::{
    Content, ImportOptions, PlannedRecord, RecordOutcome, UnclearName, Unkept,
};
use super::record_parts::PartPlace;
use super::record_plan::RecordPlan;
use super::record_resolve::{ResolvedCell, State};
use super::record_show::input_text;
use crate::ledger::{Author, Draft, Edit, EditId, Ledger, Moment, RecordId, Value, WriterId};
use crate::registers::form::{self, Input, RowInput};
use crate::registers::{
    Context, Problem, Schema, Severity, findings, schema, unexplained_correction,
};

/// Draft that is thrown away. Its edit number is one that no real edit of the writer reaches.
fn scratch(at: Moment, writer: WriterId) -> Draft {
    let id = EditId { writer, number: u32::MAX };
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
    let mut draft = scratch(at, WriterId(0));
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
        // However it is written, it is one record.
        if made.iter().any(|(known, ..)| known.is_like(name)) {
            continue;
        }
        let Some((id, mut edit)) = create_by_name(&world, name, at) else {
            continue;
        };
        // No other scratch edit has this number.
        edit.head.id.number = u32::MAX - 1 - made.len() as u32;
        world.to_mut().insert(edit.clone());
        made.push((name.clone(), id, edit));
    }
    (world, made)
}

/// What a form would hold of these cells; rows that are not named stay as they are.
pub(super) fn form_input(options: &ImportOptions, row: usize, cells: &[ResolvedCell]) -> Input {
    let explanations = options.explained(row);
    let mut input = Input { since: options.since, explanations, ..Input::default() };
    for cell in cells {
        let (field, column) = (cell.part.field, cell.part.column);
        match &cell.state {
            State::Known(Content::Value(value)) => {
                let text = input_text(column, value);
                match cell.part.place {
                    PartPlace::Whole => drop(input.texts.insert(field.name, text)),
                    PartPlace::Column => {
                        let group = input.groups.entry(field.name).or_default();
                        group.insert(column.name, text);
                    }
                    _ => {
                        let rows = input.rows.entry(field.name).or_default();
                        let row = rows.entry(cell.key.clone());
                        let row = row.or_insert_with(|| RowInput::Texts(BTreeMap::new()));
                        if let RowInput::Texts(texts) = row {
                            texts.insert(column.name, text);
                        }
                    }
                }
            }
            State::Known(Content::Marks(marks)) => {
                let row = |(id, mark): (&RecordId, &i64)| {
                    let text = input_text(field, &Value::Int(*mark));
                    (id.to_string(), RowInput::First(text))
                };
                input.rows.insert(field.name, marks.iter().map(row).collect());
            }
            _ => {}
        }
    }
    input
}

/// What a row makes of a record.
pub(super) struct Tried {
    pub(super) id: RecordId,
    /// What should be looked at.
    pub(super) hints: Vec<String>,
    /// The rules of law that the record does not keep.
    pub(super) unkept: Vec<Unkept>,
}

/// Checks what a row writes, without keeping it. Rules of law that are still to be explained do not
/// stand in the way: they come back without an explanation.
///
/// # Errors
/// All that would be wrong with the record.
pub(super) fn try_row(
    schema: &Schema,
    ledger: &Ledger,
    id: Option<&RecordId>,
    input: &Input,
    (at, writer): (Moment, WriterId),
) -> Result<Tried, Vec<Problem>> {
    let mut draft = scratch(at, writer);
    let (id, open) = match form::write(schema, ledger, id, input, &mut draft) {
        Ok(id) => (id, Vec::new()),
        Err(problems) => {
            let is_open =
                |one: &Problem| one.severity == Severity::Statutory && !one.rule.is_empty();
            if !problems.iter().all(is_open) {
                return Err(problems.into_iter().filter(|one| !is_open(one)).collect());
            }
            let open: Vec<&'static str> = problems.iter().map(|one| one.rule).collect();
            let mut explained = input.clone();
            explained.explanations.extend(open.iter().map(|rule| (*rule, "…".to_owned())));
            draft = scratch(at, writer);
            (form::write(schema, ledger, id, &explained, &mut draft)?, open)
        }
    };
    let mut trial = ledger.excerpt(&id);
    if let Some(edit) = draft.finish(ledger) {
        if unexplained_correction(ledger, &edit).is_some() {
            return Err(vec![Problem::new("", "已经签字，要更正请打开这条记录，写明原因")]);
        }
        trial.insert(edit);
    }
    let context = Context::new(ledger, at.day());
    let found = trial.record(&id).map(|record| findings(schema, &record, &context));
    let (unkept, hints): (Vec<Problem>, Vec<Problem>) = found
        .unwrap_or_default()
        .into_iter()
        .partition(|one| one.severity == Severity::Statutory && !one.rule.is_empty());
    let unkept = unkept.into_iter().map(|Problem { rule, text, explanation, .. }| {
        let explanation = if open.contains(&rule) { String::new() } else { explanation };
        Unkept { rule, text, explanation }
    });
    let hints = hints.into_iter().map(|hint| hint.text).collect();
    Ok(Tried { id, hints, unkept: unkept.collect() })
}

impl Tried {
    /// The rules of law that are still to be explained.
    pub(super) fn unexplained(&self) -> impl Iterator<Item = &Unkept> {
        self.unkept.iter().filter(|one| one.explanation.is_empty())
    }
}

impl RecordPlan {
    /// Whether the ledger has changed since the rows were compared with it.
    #[must_use]
    pub fn is_stale(&self, ledger: &Ledger) -> bool {
        ledger.revision() != self.revision
    }

    /// Whether both plans of one table do the same with every row.
    #[must_use]
    pub fn does_as(&self, other: &Self) -> bool {
        let outcomes =
            |plan: &Self| plan.rows.iter().map(|row| row.outcome.clone()).collect::<Vec<_>>();
        outcomes(self) == outcomes(other)
    }

    /// Writes the rows that are new or changed to a draft. A row that the register no longer takes,
    /// as the ledger has changed meanwhile, is left alone; the number of rows written comes back.
    pub fn write(&self, ledger: &Ledger, draft: &mut Draft) -> usize {
        let (world, made) = make_all(ledger, self.created.iter().map(|(name, _)| name), draft.at());
        // Each row by itself, as checking a draft takes as long as all that it holds.
        let blank = draft.clone();
        made.iter().for_each(|(_, _, edit)| copy(edit, draft));
        let rows = self.rows.iter().filter(|row| row.is_taken());
        rows.filter(|row| self.write_row(row, &world, &blank, draft)).count()
    }

    fn write_row(
        &self,
        row: &PlannedRecord,
        world: &Ledger,
        blank: &Draft,
        draft: &mut Draft,
    ) -> bool {
        let id = match &row.outcome {
            RecordOutcome::Changed { id, .. } => Some(id.clone()),
            // A key that was taken meanwhile is refused as by the form.
            _ => match form::write(self.schema, world, None, &row.input, &mut blank.clone()) {
                Ok(id) if id.key().is_some() => Some(id),
                Ok(_) => Some(draft.next_record(self.schema.head.name)),
                Err(_) => None,
            },
        };
        let mut own = blank.clone();
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
