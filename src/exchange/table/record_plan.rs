//! Plan of an import into a register: every row compared with the ledger before anything is done.
//!
//! A row is about the record of its natural key, or, where the register has none or the key is not
//! clear, about the one with the same title and month. Nothing is guessed: what may mean several
//! things is asked.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::record_cells::Reading;
use super::record_import::{make_all, try_row};
use super::record_names::{RecordNames, key_text, record_key, title_text};
use super::record_outcome::{
    Content, FieldDifference, ImportOptions, NameAnswer, PlannedRecord, Question, RecordOutcome,
    RowAnswer, RowError, UnclearName,
};
use super::record_repeats::{settle_repeated, settle_same_target};
use super::record_resolve::{ResolvedCell, Resolver, RuleLines, State, period_field};
use super::record_rows::{SourceRow, SourceTable};
use super::record_show::{agrees, input_text, shown, shown_content};
use super::text;
use crate::ledger::{Ledger, Moment, Record, RecordId, Value};
use crate::registers::form::{Input, RowInput};
use crate::registers::{Field, Schema, typed_text};

/// What importing a table would do.
#[derive(Clone)]
pub struct RecordPlan {
    pub(super) schema: &'static Schema,
    /// Every row, in the order of the file.
    pub rows: Vec<PlannedRecord>,
    /// Records that are made on the way, by the names that the user said to be new.
    pub created: Vec<(UnclearName, RecordId)>,
    /// What else the user should know.
    pub notes: Vec<String>,
}

/// Compares the rows of a table with a ledger, some at a time.
pub struct RecordPlanner<'a> {
    schema: &'static Schema,
    at: Moment,
    table: &'a SourceTable,
    options: &'a ImportOptions,
    rule_lines: RuleLines<'a>,
    world: Cow<'a, Ledger>,
    created: Vec<(UnclearName, RecordId)>,
    names: RecordNames,
    /// The fields that tell records apart where no key does.
    identity: Vec<&'static Field>,
    by_key: HashMap<String, Vec<RecordId>>,
    by_identity: HashMap<Vec<String>, Vec<RecordId>>,
    /// The records that rows so far are about.
    taken: HashMap<RecordId, usize>,
    rows: Vec<PlannedRecord>,
}

impl<'a> RecordPlanner<'a> {
    /// Begins to compare a table with a ledger; `at` is now.
    #[must_use]
    pub fn new(
        ledger: &'a Ledger,
        schema: &'static Schema,
        table: &'a SourceTable,
        options: &'a ImportOptions,
        rule_lines: RuleLines<'a>,
        at: Moment,
    ) -> Self {
        let to_create = options.names.iter().filter(|(_, answer)| **answer == NameAnswer::Create);
        let (world, made) = make_all(ledger, to_create.map(|(name, _)| name), at);
        let names = RecordNames::of(&world, schema);
        let brings = |field: &&Field| {
            options.constants.get(field.name).is_some_and(|text| !text.is_empty())
                || table.rows.iter().flat_map(|row| &row.cells).any(|c| c.field.name == field.name)
        };
        let identity = schema.title.iter().copied().chain(period_field(schema));
        let mut identity: Vec<&'static Field> =
            identity.filter_map(|name| schema.field(name)).filter(brings).collect();
        let mut seen = Vec::new();
        identity.retain(|field| {
            let is_first = !seen.contains(&field.name);
            seen.push(field.name);
            is_first
        });
        let mut planner = Self {
            schema,
            at,
            table,
            options,
            rule_lines,
            created: made.into_iter().map(|(name, id, _)| (name, id)).collect(),
            names,
            identity,
            by_key: HashMap::new(),
            by_identity: HashMap::new(),
            taken: HashMap::new(),
            rows: Vec::with_capacity(table.rows.len()),
            world: Cow::Borrowed(ledger),
        };
        for record in world.records(schema.head.name).filter(|record| !record.is_blank()) {
            let id = record.id().clone();
            if let Some(key) = record_key(schema, &record) {
                planner.by_key.entry(typed_text::canonical(&key)).or_default().push(id.clone());
            }
            let of_field = |field: &&'static Field| text::squeezed(&shown(&world, field, &record));
            let identity = planner.identity.iter().map(of_field).collect();
            planner.by_identity.entry(identity).or_default().push(id);
        }
        planner.world = world;
        planner
    }

    /// Compares some of the table's rows; they come in their order.
    pub fn plan(&mut self, rows: Range<usize>) {
        let table = self.table;
        for source in table.rows.get(rows).unwrap_or(&[]) {
            let planned = self.plan_row(source);
            if let Some(target) = planned.target() {
                self.taken.entry(target.clone()).or_insert(planned.row);
            }
            self.rows.push(planned);
        }
    }

    /// The plan, once all rows are compared.
    #[must_use]
    pub fn finish(mut self) -> RecordPlan {
        settle_same_target(&mut self.rows);
        settle_repeated(&mut self.rows, self.options);
        let used = |id: &RecordId| {
            let says = |content: &Content| match content {
                Content::Value(value) => value.as_text() == Some(id.as_str()),
                Content::Marks(marks) => marks.contains_key(id),
                Content::Open(_) => false,
            };
            let taken = self.rows.iter().filter(|row| row.is_taken());
            taken.flat_map(|row| &row.content).any(|(_, content)| says(content))
        };
        let created = self.created.iter().filter(|(_, id)| used(id)).cloned().collect();
        let notes = self.table.notes.clone();
        RecordPlan { schema: self.schema, rows: self.rows, created, notes }
    }

    fn plan_row(&self, source: &SourceRow) -> PlannedRecord {
        let world = &*self.world;
        let resolver = Resolver {
            schema: self.schema,
            at: self.at,
            world,
            names: &self.names,
            options: self.options,
            rule_lines: self.rule_lines,
        };
        let cells = resolver.resolve(source);
        let candidates = self.candidates(&cells);
        let mut planned = PlannedRecord {
            row: source.row,
            title: self.title(source, &cells),
            cells: cells.iter().map(|cell| (cell.field, self.shown(cell))).collect(),
            hints: source.hints.clone(),
            outcome: RecordOutcome::New,
            candidates: candidates.clone(),
            keyed: None,
            input: Input::default(),
            content: cells.iter().map(|cell| (cell.field.name, content(cell))).collect(),
        };
        planned.outcome = match self.options.rows.get(&source.row) {
            Some(RowAnswer::LeaveOut) => refused(vec![RowError::LeftOut]),
            Some(RowAnswer::New) => self.as_new(&cells, &mut planned),
            Some(RowAnswer::Record(id)) => self.as_change(id, &cells, &mut planned),
            None => match self.choose(&cells, &candidates) {
                Chosen::Record(id) => self.as_change(&id, &cells, &mut planned),
                Chosen::New => self.as_new(&cells, &mut planned),
                Chosen::Unclear => {
                    // What cannot be read keeps the row out, whichever record it is.
                    let faults = faults(&cells, None);
                    if faults.is_empty() {
                        let mut questions = questions(&cells, None);
                        questions.push(Question::Record { candidates });
                        RecordOutcome::Asked { questions }
                    } else {
                        refused(faults)
                    }
                }
            },
        };
        planned
    }

    /// The records that a row may be about.
    fn candidates(&self, cells: &[ResolvedCell]) -> Vec<RecordId> {
        if let Some(key) = self.key(cells) {
            let canonical = typed_text::canonical(&key);
            if let Some(found) = self.by_key.get(&canonical) {
                return found.clone();
            }
            // One that was made under this key and is called otherwise now.
            let id = RecordId::keyed(self.schema.head.name, &key);
            let record = self.world.record(self.world.resolve(&id));
            let live = record.filter(|record| record.is_live() && !record.is_blank());
            return live.map(|record| record.id().clone()).into_iter().collect();
        }
        let of = |field: &&'static Field| cells.iter().find(|cell| cell.field.name == field.name);
        let lacks = |field: &&'static Field| field.required && of(field).is_none();
        let title = self.schema.title.iter().filter_map(|name| self.schema.field(name));
        if title.clone().any(|field| lacks(&field)) || self.identity.iter().all(|f| of(f).is_none())
        {
            return Vec::new();
        }
        let text = |field: &&'static Field| {
            of(field).map_or_else(String::new, |cell| text::squeezed(&self.shown(cell)))
        };
        let identity: Vec<String> = self.identity.iter().map(text).collect();
        let found = self.by_identity.get(&identity).map_or(&[] as &[RecordId], Vec::as_slice);
        let shares = |id: &&RecordId| {
            self.world.record(id).is_some_and(|record| shares_marks(cells, &record))
        };
        found.iter().filter(shares).cloned().collect()
    }

    /// The natural key that a row gives its record; `None` where the register has none, or a part
    /// of it is not clear.
    fn key(&self, cells: &[ResolvedCell]) -> Option<String> {
        let text = |name: &str| {
            let cell = cells.iter().find(|cell| cell.field.name == name);
            match cell.map(|cell| &cell.state) {
                Some(State::Known(Content::Value(value))) => key_text(value),
                _ => String::new(),
            }
        };
        self.schema.head.natural_key(&text)
    }

    /// Which of the candidates a row is about.
    fn choose(&self, cells: &[ResolvedCell], candidates: &[RecordId]) -> Chosen {
        let is_keyed = self.key(cells).is_some();
        let agreeing: Vec<&RecordId> = candidates
            .iter()
            .filter(|id| {
                let record = self.world.record(id);
                record.is_some_and(|record| {
                    cells.iter().all(|cell| agrees(&self.world, cell, &record))
                })
            })
            .collect();
        let is_free = |id: &&&RecordId| !self.taken.contains_key(**id);
        if let Some(same) = agreeing.iter().find(is_free) {
            return Chosen::Record((*same).clone());
        }
        match candidates {
            [] => Chosen::New,
            // Under another name by now: whether it is that one, the user knows.
            [only] if is_keyed && self.is_current(only, cells) => Chosen::Record(only.clone()),
            [only] if !is_keyed && is_free(&&only) => Chosen::Record(only.clone()),
            _ => Chosen::Unclear,
        }
    }

    /// Whether a record has the key of a row now, too.
    fn is_current(&self, id: &RecordId, cells: &[ResolvedCell]) -> bool {
        let key = self.key(cells).map(|key| typed_text::canonical(&key));
        key.and_then(|key| self.by_key.get(&key)).is_some_and(|found| found.contains(id))
    }

    fn as_new(&self, cells: &[ResolvedCell], planned: &mut PlannedRecord) -> RecordOutcome {
        let faults = faults(cells, None);
        if !faults.is_empty() {
            return refused(faults);
        }
        let questions = questions(cells, None);
        if !questions.is_empty() {
            return RecordOutcome::Asked { questions };
        }
        planned.input = self.input(cells.iter());
        match try_row(self.schema, &self.world, None, &planned.input, self.at) {
            Ok((id, hints)) => {
                planned.hints.extend(hints);
                planned.keyed = Some(id).filter(|id| id.key().is_some());
                RecordOutcome::New
            }
            Err(problems) => refused_by_rules(problems),
        }
    }

    fn as_change(
        &self,
        id: &RecordId,
        cells: &[ResolvedCell],
        planned: &mut PlannedRecord,
    ) -> RecordOutcome {
        let Some(record) = self.world.record(id) else {
            return RecordOutcome::Asked {
                questions: vec![Question::Record { candidates: planned.candidates.clone() }],
            };
        };
        let differs = |cell: &&ResolvedCell| !agrees(&self.world, cell, &record);
        let different: Vec<&ResolvedCell> = cells.iter().filter(differs).collect();
        let faults = faults(cells, Some((&self.world, &record)));
        if !faults.is_empty() {
            return refused(faults);
        }
        let questions = questions(cells, Some((&self.world, &record)));
        if !questions.is_empty() {
            return RecordOutcome::Asked { questions };
        }
        if different.is_empty() {
            return RecordOutcome::Same { id: id.clone() };
        }
        planned.input = self.input(different.iter().copied());
        let differences = different
            .iter()
            .map(|cell| FieldDifference {
                field: cell.field.name,
                label: cell.field.label,
                before: shown(&self.world, cell.field, &record),
                after: self.shown(cell),
            })
            .collect();
        match try_row(self.schema, &self.world, Some(id), &planned.input, self.at) {
            Ok((_, hints)) => {
                planned.hints.extend(hints);
                RecordOutcome::Changed { id: id.clone(), differences }
            }
            Err(problems) => refused_by_rules(problems),
        }
    }

    /// What a form would hold of these cells; rows that are not named stay as they are.
    fn input<'c>(&self, cells: impl Iterator<Item = &'c ResolvedCell>) -> Input {
        let mut input = Input { since: self.options.since, ..Input::default() };
        for cell in cells {
            match &cell.state {
                State::Known(Content::Value(value)) => {
                    input.texts.insert(cell.field.name, input_text(cell.field, value));
                }
                State::Known(Content::Marks(marks)) => {
                    let row = |(id, mark): (&RecordId, &i64)| {
                        let text = input_text(cell.field, &Value::Int(*mark));
                        (id.to_string(), RowInput::First(text))
                    };
                    input.rows.insert(cell.field.name, marks.iter().map(row).collect());
                }
                _ => {}
            }
        }
        input
    }

    /// What a cell says as the ledger shows it; where it is not clear, as the table has it.
    fn shown(&self, cell: &ResolvedCell) -> String {
        match &cell.state {
            State::Known(content) => shown_content(&self.world, cell.field, content),
            _ => cell.shown.clone(),
        }
    }

    fn title(&self, source: &SourceRow, cells: &[ResolvedCell]) -> String {
        let of = |name: &str| {
            let cell = cells.iter().find(|cell| cell.field.name == name);
            cell.map(|cell| self.shown(cell)).filter(|text| !text.is_empty())
        };
        let parts: Vec<String> = self.schema.title.iter().filter_map(|name| of(name)).collect();
        let own = source.cells.iter().find(|cell| !matches!(cell.reading, Reading::Unreadable(_)));
        match (parts.is_empty(), own) {
            (false, _) => parts.join(" · "),
            (true, Some(cell)) => cell.shown.clone(),
            (true, None) => String::new(),
        }
    }
}

impl RecordPlan {
    /// The records that are made on the way, by register, as they will be called.
    #[must_use]
    pub fn created_titles(&self, ledger: &Ledger) -> Vec<(&'static str, String)> {
        let title = |(name, id): &(UnclearName, RecordId)| {
            let known = ledger.record(id).is_some();
            let title = if known { title_text(ledger, id) } else { name.text.clone() };
            (name.register, title)
        };
        self.created.iter().map(title).collect()
    }
}

/// Which record a row is about.
enum Chosen {
    Record(RecordId),
    New,
    Unclear,
}

fn refused(reasons: Vec<RowError>) -> RecordOutcome {
    RecordOutcome::Refused { reasons }
}

fn refused_by_rules(problems: Vec<crate::registers::Problem>) -> RecordOutcome {
    refused(problems.into_iter().map(|problem| RowError::Rule(problem.text)).collect())
}

/// The cells that cannot be taken, but for those that say what the record shows anyway.
fn faults(cells: &[ResolvedCell], record: Option<(&Ledger, &Record<'_>)>) -> Vec<RowError> {
    let is_same = |cell: &ResolvedCell| record.is_some_and(|(world, r)| agrees(world, cell, r));
    let fault = |cell: &ResolvedCell| match &cell.state {
        State::Bad(error) if !is_same(cell) => Some(match cell.address {
            Some(address) => {
                RowError::Cell { address, label: cell.field.label, error: error.clone() }
            }
            None => RowError::Rule(error.to_string()),
        }),
        _ => None,
    };
    cells.iter().filter_map(fault).collect()
}

/// What is asked about the cells of a row.
fn questions(cells: &[ResolvedCell], record: Option<(&Ledger, &Record<'_>)>) -> Vec<Question> {
    let is_same = |cell: &ResolvedCell| record.is_some_and(|(world, r)| agrees(world, cell, r));
    let asked = |cell: &ResolvedCell| match &cell.state {
        State::Asked(questions) if !is_same(cell) => questions.clone(),
        _ => Vec::new(),
    };
    cells.iter().flat_map(asked).collect()
}

fn content(cell: &ResolvedCell) -> Content {
    match &cell.state {
        State::Known(content) => content.clone(),
        _ => Content::Open(text::squeezed(&cell.shown)),
    }
}

/// Whether a record has any of the marks that a row names: two entries of one day for other people
/// are two entries.
fn shares_marks(cells: &[ResolvedCell], record: &Record<'_>) -> bool {
    cells.iter().all(|cell| match &cell.state {
        State::Known(Content::Marks(marks)) => {
            marks.keys().any(|id| *record.entry(cell.field.name, id.as_str()) != Value::Null)
        }
        _ => true,
    })
}
