//! Plan of an import into a register: every row compared with the ledger before anything is done.
//!
//! A row is about the record of its natural key, or, where the register has none or the key is not
//! clear, about the one with the same title and month. Nothing is guessed: what may mean several
//! things is asked.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::record_import::{form_input, make_all, try_row};
use super::record_lines::identity_fields;
use super::record_months::closed_months;
use super::record_names::{RecordNames, key_text, record_key};
use super::record_outcome::{
    CellPlace, Content, ImportOptions, NameAnswer, PlannedRecord, Question, RecordOutcome,
    RowAnswer, RowError, UnclearName,
};
use super::record_parts::PartPlace;
use super::record_repeats::{settle_repeated, settle_same_target};
use super::record_resolve::{ResolvedCell, Resolver, RuleLines, State};
use super::record_row_keys::{for_record, keyed, lacking};
use super::record_rows::{SourceRow, SourceTable};
use super::record_show::{agrees, differences, row_title, shown, shown_cell, shown_cells};
use super::record_verdict::{content, counted, faults, questions, refused, shares_marks};
use super::table_rows::SetAsideRow;
use super::text;
use crate::ledger::{Ledger, Moment, Record, RecordId, WriterId};
use crate::registers::form::Input;
use crate::registers::{Field, Schema};
use crate::typed_text;

/// What importing a table would do.
#[derive(Clone)]
pub struct RecordPlan {
    pub(super) schema: &'static Schema,
    /// The revision of the ledger with which the rows were compared.
    pub(super) revision: u64,
    /// Every row, in the order of the file.
    pub rows: Vec<PlannedRecord>,
    /// Records that are made on the way, by the names that the user said to be new.
    pub created: Vec<(UnclearName, RecordId)>,
    /// Rows that hold no record.
    pub set_aside: Vec<SetAsideRow>,
    /// What else the user should know.
    pub notes: Vec<String>,
}

/// Compares the rows of a table with a ledger, some at a time.
pub struct RecordPlanner<'a> {
    schema: &'static Schema,
    /// When it is done, and by whom.
    by: (Moment, WriterId),
    table: &'a SourceTable,
    options: &'a ImportOptions,
    rule_lines: RuleLines<'a>,
    world: Cow<'a, Ledger>,
    revision: u64,
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
    /// Begins to compare a table with a ledger; `by` is now, and who would write.
    #[must_use]
    pub fn new(
        ledger: &'a Ledger,
        schema: &'static Schema,
        table: &'a SourceTable,
        options: &'a ImportOptions,
        rule_lines: RuleLines<'a>,
        by: (Moment, WriterId),
    ) -> Self {
        let to_create = options.names.iter().filter(|(_, answer)| **answer == NameAnswer::Create);
        let (world, made) = make_all(ledger, to_create.map(|(name, _)| name), by.0);
        let names = RecordNames::of(&world, schema);
        let brings = |field: &&Field| {
            options.constants.get(field.name).is_some_and(|text| !text.is_empty())
                || table.rows.iter().flat_map(|row| &row.cells).any(|cell| {
                    cell.part.place == PartPlace::Whole && cell.part.field.name == field.name
                })
        };
        let identity = schema.title.iter().copied().chain(schema.head.time_field());
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
            by,
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
            revision: ledger.revision(),
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
        settle_same_target(self.schema, &mut self.rows);
        settle_repeated(&mut self.rows, self.options);
        let used = |id: &RecordId| {
            let says = |content: &Content| match content {
                Content::Value(value) => value.as_text() == Some(id.as_str()),
                Content::Marks(marks) => marks.contains_key(id),
                Content::Open(_) => false,
            };
            let names =
                |(place, content): &(CellPlace, Content)| place.key == id.as_str() || says(content);
            let taken = self.rows.iter().filter(|row| row.is_taken());
            taken.flat_map(|row| &row.content).any(names)
        };
        let created = self.created.iter().filter(|(_, id)| used(id)).cloned().collect();
        let (notes, set_aside) = (self.table.notes.clone(), self.table.set_aside.clone());
        let Self { schema, revision, rows, .. } = self;
        RecordPlan { schema, revision, rows, created, set_aside, notes }
    }

    fn plan_row(&self, source: &SourceRow) -> PlannedRecord {
        let resolver = Resolver {
            schema: self.schema,
            at: self.by.0,
            world: &self.world,
            names: &self.names,
            options: self.options,
            rule_lines: self.rule_lines,
        };
        let (cells, doubled) = resolver.resolve(source);
        let (cells, mut hints) = keyed(cells, self.by.1);
        hints.extend(doubled);
        hints.extend(source.hints.iter().cloned());
        let (cells, blanks) = self.without_faults(cells);
        hints.extend(blanks.iter().map(|fault| format!("{fault}（这一格没有导入）")));
        let candidates = self.candidates(&cells);
        let mut planned = PlannedRecord {
            row: source.row,
            last_row: source.cells.last().map_or(source.row, |cell| cell.address.row + 1),
            title: row_title(self.schema, &self.world, source, &cells),
            cells: shown_cells(&self.world, &cells),
            hints,
            outcome: RecordOutcome::New,
            candidates: candidates.clone(),
            unkept: Vec::new(),
            keyed: None,
            input: Input::default(),
            content: cells.iter().map(content).collect(),
        };
        planned.outcome = match self.options.rows.get(&source.row) {
            Some(RowAnswer::LeaveOut) => refused(vec![RowError::Excluded]),
            Some(RowAnswer::New) => self.as_new(&cells, &mut planned),
            Some(RowAnswer::Record(id)) => self.as_change(id, &cells, &mut planned),
            None => match self.choose(&cells, &candidates) {
                Chosen::Record(id) => self.as_change(&id, &cells, &mut planned),
                // Which record it is follows once the names are clear.
                Chosen::New | Chosen::Unnamed => self.as_new(&cells, &mut planned),
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
        if planned.is_taken() {
            planned.hints.extend(closed_months(&self.world, self.schema, &cells));
        }
        // What was left blank may be what is missed now.
        if let RecordOutcome::Refused { reasons } = &mut planned.outcome
            && !matches!(reasons.as_slice(), [RowError::Excluded])
        {
            reasons.splice(0..0, blanks);
        }
        planned
    }

    /// The cells without those that cannot be taken, where the user wants them blank; but never
    /// without what tells records apart.
    fn without_faults(&self, cells: Vec<ResolvedCell>) -> (Vec<ResolvedCell>, Vec<RowError>) {
        if !self.options.leaves_faults_blank {
            return (cells, Vec::new());
        }
        let identity = identity_fields(self.schema);
        let is_left_blank = |cell: &ResolvedCell| {
            let is_identity = identity.iter().any(|field| cell.is_whole(field));
            cell.address.is_some() && !is_identity && matches!(cell.state, State::Bad(_))
        };
        let (bad, good): (Vec<_>, Vec<_>) = cells.into_iter().partition(is_left_blank);
        (good, faults(&bad, None))
    }

    /// The rows inside the record that lack what they need: faults, or, where the user wants faults
    /// left blank, rows to be left out.
    fn whole_rows<'c>(
        &self,
        cells: &'c [ResolvedCell],
        record: Option<&Record<'_>>,
        planned: &mut PlannedRecord,
    ) -> Result<Cow<'c, [ResolvedCell]>, Vec<RowError>> {
        let lacking = lacking(cells, record);
        if lacking.is_empty() {
            return Ok(Cow::Borrowed(cells));
        }
        if !self.options.leaves_faults_blank {
            return Err(lacking.into_iter().map(|(.., error)| error).collect());
        }
        let is_lacking = |cell: &ResolvedCell| {
            lacking
                .iter()
                .any(|(field, key, _)| cell.part.field.name == field.name && cell.key == *key)
        };
        let whole = cells.iter().filter(|cell| !is_lacking(cell)).cloned().collect();
        planned.hints.extend(lacking.iter().map(|(.., error)| format!("{error}，没有导入")));
        Ok(Cow::Owned(whole))
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
        let of = |field: &&'static Field| cells.iter().find(|cell| cell.is_whole(field.name));
        let lacks = |field: &&'static Field| field.required && of(field).is_none();
        let title = self.schema.title.iter().filter_map(|name| self.schema.field(name));
        if title.clone().any(|field| lacks(&field)) || self.identity.iter().all(|f| of(f).is_none())
        {
            return Vec::new();
        }
        let text = |field: &&'static Field| {
            of(field)
                .map_or_else(String::new, |cell| text::squeezed(&shown_cell(&self.world, cell)))
        };
        let identity: Vec<String> = self.identity.iter().map(text).collect();
        let found = self.by_identity.get(&identity).map_or(&[] as &[RecordId], Vec::as_slice);
        // Of two records that are called the same it is the one that the row means by now.
        let means = |cell: &ResolvedCell, record: &Record<'_>| {
            let is_named = self.identity.iter().any(|field| cell.is_whole(field.name));
            let is_known = matches!(cell.state, State::Known(Content::Value(_)));
            let names_it = is_named && is_known && cell.part.register().is_some();
            !names_it || agrees(&self.world, cell, record)
        };
        let shares = |id: &&RecordId| {
            self.world.record(id).is_some_and(|record| {
                shares_marks(cells, &record) && cells.iter().all(|cell| means(cell, &record))
            })
        };
        found.iter().filter(shares).cloned().collect()
    }

    /// The natural key that a row gives its record; `None` where the register has none, or a part
    /// of it is not clear.
    fn key(&self, cells: &[ResolvedCell]) -> Option<String> {
        let of_key = |cell: &&ResolvedCell| {
            self.schema.head.key_fields().iter().any(|name| cell.is_whole(name))
        };
        if !cells.iter().filter(of_key).all(|cell| matches!(cell.state, State::Known(_))) {
            return None;
        }
        let text = |name: &str| {
            let cell = cells.iter().find(|cell| cell.is_whole(name));
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
                    let cells = for_record(&self.world, cells, &record);
                    cells.iter().all(|cell| agrees(&self.world, cell, &record))
                })
            })
            .collect();
        let is_free = |id: &&&RecordId| !self.taken.contains_key(**id);
        if let Some(same) = agreeing.iter().find(is_free) {
            return Chosen::Record((*same).clone());
        }
        let is_unnamed = |cell: &ResolvedCell| {
            let is_identity = self.identity.iter().any(|field| cell.is_whole(field.name));
            is_identity && cell.part.register().is_some() && matches!(cell.state, State::Asked(_))
        };
        match candidates {
            [] => Chosen::New,
            // What differs may be said of the namesake.
            _ if !is_keyed && cells.iter().any(is_unnamed) => Chosen::Unnamed,
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
        let cells = match self.whole_rows(cells, None, planned) {
            Ok(cells) => cells,
            Err(faults) => return refused(faults),
        };
        planned.hints.extend(counted(&self.world, &cells, None));
        planned.input = form_input(self.options, planned.row, &cells);
        match self.tried(None, planned) {
            Ok(id) => {
                planned.keyed = Some(id).filter(|id| id.key().is_some());
                RecordOutcome::New
            }
            Err(outcome) => outcome,
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
        let cells = for_record(&self.world, cells, &record);
        let faults = faults(&cells, Some((&self.world, &record)));
        if !faults.is_empty() {
            return refused(faults);
        }
        let questions = questions(&cells, Some((&self.world, &record)));
        if !questions.is_empty() {
            return RecordOutcome::Asked { questions };
        }
        planned.hints.extend(counted(&self.world, &cells, Some(&record)));
        let differs = |cell: &&ResolvedCell| !agrees(&self.world, cell, &record);
        let different: Vec<ResolvedCell> = cells.iter().filter(differs).cloned().collect();
        let different = match self.whole_rows(&different, Some(&record), planned) {
            Ok(different) => different,
            Err(faults) => return refused(faults),
        };
        if different.is_empty() {
            return RecordOutcome::Same { id: id.clone() };
        }
        planned.input = form_input(self.options, planned.row, &different);
        let differences = differences(&self.world, &different, &record);
        match self.tried(Some(id), planned) {
            Ok(_) => RecordOutcome::Changed { id: id.clone(), differences },
            Err(outcome) => outcome,
        }
    }

    /// Tries what a row writes, and notes what should be looked at or explained.
    fn tried(
        &self,
        id: Option<&RecordId>,
        planned: &mut PlannedRecord,
    ) -> Result<RecordId, RecordOutcome> {
        let try_once = |input: &Input| {
            try_row(self.schema, &self.world, id, input, self.by).map_err(|problems| {
                let words = |one: crate::registers::Problem| one.words(self.schema, &self.world);
                refused(problems.into_iter().map(|one| RowError::Rule(words(one))).collect())
            })
        };
        let mut tried = try_once(&planned.input)?;
        let open: Vec<&'static str> = tried.unexplained().map(|one| one.rule).collect();
        if !self.schema.imported_why.is_empty() && !open.is_empty() {
            let why = open.iter().map(|rule| (*rule, self.schema.imported_why.to_owned()));
            planned.input.explanations.extend(why);
            tried = try_once(&planned.input)?;
            // Explained by nobody but the import: told before all else, so that somebody looks.
            let told = tried.unkept.iter().filter(|one| open.contains(&one.rule));
            planned.hints.extend(told.map(|one| format!("{}（{}）", one.text, one.explanation)));
        }
        planned.hints.extend(tried.hints);
        planned.unkept = tried.unkept;
        let open = planned.unkept.iter().filter(|one| one.explanation.is_empty());
        let questions: Vec<Question> = open.cloned().map(Question::Explanation).collect();
        if questions.is_empty() { Ok(tried.id) } else { Err(RecordOutcome::Asked { questions }) }
    }
}

/// Which record a row is about.
enum Chosen {
    Record(RecordId),
    New,
    /// One with the name of several, of which the user has still to choose.
    Unnamed,
    Unclear,
}
