//! Names in the cells of a row resolved to records, as far as they are clear.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::grid::Address;
use super::names_in_cell::names_in;
use super::record_cells::{CellError, Reading};
use super::record_import::create_by_name;
use super::record_names::RecordNames;
use super::record_outcome::{Content, ImportOptions, NameAnswer, Question, UnclearName};
use super::record_parts::{PartPlace, RecordPart};
use super::record_rows::{SourceCell, SourceRow};
use super::record_show::input_text;
use super::text;
use crate::ledger::{Ledger, Moment, Month, Quarter, RecordId, Value, parse_day};
use crate::registers::{Field, Kind, Schema, Shape, head, read_input, schema};
use crate::scoring::Standard;

/// Finds a rule line of a month's standard by what a table writes of it (`C3.1 参加义诊`).
pub type RuleLines<'a> = &'a dyn Fn(Option<Month>, &str) -> Option<String>;

/// The rule line of a standard that a text names: by its id, perhaps with words behind it, or by the
/// words alone.
#[must_use]
pub fn rule_line_of(standard: &Standard, text: &str) -> Option<String> {
    let first = text.split_whitespace().next()?;
    if let Some((_, line)) = standard.line(first) {
        return Some(line.id.clone());
    }
    let squeezed = text::squeezed(text);
    let lines = standard.items.iter().flat_map(|item| &item.lines);
    let mut found = lines.filter(|line| text::squeezed(&line.event) == squeezed);
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only.id.clone()),
        _ => None,
    }
}

/// With what the key of a row begins of which it is not clear whose it is.
pub(super) const UNCLEAR_ROW: char = '?';

/// How far a cell is understood.
#[derive(Clone)]
pub(super) enum State {
    /// What it says is known.
    Known(Content),
    /// The user is asked.
    Asked(Vec<Question>),
    /// It cannot be taken.
    Bad(CellError),
}

/// A cell, or a value given for all rows.
#[derive(Clone)]
pub(super) struct ResolvedCell {
    pub(super) part: RecordPart,
    /// The key of the row inside the record; empty outside of rows.
    pub(super) key: String,
    /// Where it stands; `None` for a value given for all rows.
    pub(super) address: Option<Address>,
    /// What it says.
    pub(super) shown: String,
    pub(super) state: State,
}

impl ResolvedCell {
    /// Whether it is the whole of a field.
    pub(super) fn is_whole(&self, field: &str) -> bool {
        self.part.place == PartPlace::Whole && self.part.field.name == field
    }

    /// Its line, from 0.
    pub(super) fn line(&self) -> usize {
        self.address.map_or(0, |address| address.row)
    }
}

/// What is needed to resolve names.
pub(super) struct Resolver<'a> {
    pub(super) schema: &'static Schema,
    pub(super) at: Moment,
    pub(super) world: &'a Ledger,
    pub(super) names: &'a RecordNames,
    pub(super) options: &'a ImportOptions,
    pub(super) rule_lines: RuleLines<'a>,
}

/// A name that was looked up.
enum Looked {
    Found(RecordId),
    LeftOut,
    Unclear(UnclearName, Vec<RecordId>),
}

impl Resolver<'_> {
    /// Resolves a row, with hints of what is worth a look; cells that the user left out are gone.
    pub(super) fn resolve(&self, source: &SourceRow) -> (Vec<ResolvedCell>, Vec<String>) {
        let mut hints = Vec::new();
        let mut done: Vec<ResolvedCell> = self.constants().collect();
        // Clear names first: they tell others apart.
        let (of_many, others): (Vec<&SourceCell>, Vec<&SourceCell>) =
            source.cells.iter().partition(|cell| self.is_of_many(cell));
        for cell in others.into_iter().chain(of_many) {
            let state = match &cell.reading {
                Reading::Value(value) if cell.lacks_year && self.is_to_come(value) => {
                    Some(State::Asked(vec![Question::Year { shown: cell.shown.clone() }]))
                }
                Reading::Value(value) => Some(State::Known(Content::Value(value.clone()))),
                Reading::Unreadable(error) => Some(State::Bad(error.clone())),
                Reading::Name => self.name(cell, &done),
                Reading::Names => self.marks(cell, &done, &mut hints),
                Reading::RuleLine => Some(self.rule_line(cell, source)),
            };
            // The row of a name that is left out goes with it.
            let state = state.or_else(|| {
                (cell.part.place == PartPlace::RowKey).then(|| State::Asked(Vec::new()))
            });
            done.extend(state.map(|state| ResolvedCell {
                part: cell.part,
                key: String::new(),
                address: Some(cell.address),
                shown: cell.shown.clone(),
                state,
            }));
        }
        let place = |cell: &ResolvedCell| {
            let fields = self.schema.fields.iter();
            (fields.take_while(|field| field.name != cell.part.field.name).count(), cell.address)
        };
        done.sort_by_key(place);
        (done, hints)
    }

    /// Whether a month or quarter is still to come.
    fn is_to_come(&self, value: &Value) -> bool {
        let today = self.at.day();
        let this = Month::of(today);
        let text = value.as_text().unwrap_or_default();
        if let Ok(day) = parse_day(text) {
            return day > today;
        }
        match (text.parse::<Month>(), text.parse::<Quarter>()) {
            (Ok(month), _) => month > this,
            (_, Ok(quarter)) => quarter > Quarter::of(this),
            _ => false,
        }
    }

    fn constants(&self) -> impl Iterator<Item = ResolvedCell> + '_ {
        let texts = self.options.constants.iter().filter(|(_, text)| !text.is_empty());
        texts.filter_map(|(name, text)| {
            let field = self.schema.field(name)?;
            let state = match read_input(field, text) {
                Ok(value) => State::Known(Content::Value(value)),
                Err(why) => State::Bad(CellError::refused(text, why)),
            };
            let part = RecordPart { field, column: field, place: PartPlace::Whole };
            let (key, shown) = (String::new(), text.clone());
            Some(ResolvedCell { part, key, address: None, shown, state })
        })
    }

    fn is_of_many(&self, cell: &SourceCell) -> bool {
        let found = cell.part.register().map(|to| self.names.find(to, &cell.shown));
        found.is_some_and(|found| found.len() != 1)
    }

    fn name(&self, cell: &SourceCell, others: &[ResolvedCell]) -> Option<State> {
        let to = cell.part.register()?;
        match self.look_up(cell.address.row + 1, to, &cell.shown, others) {
            Looked::Found(id) => Some(State::Known(Content::Value(Value::from(id.as_str())))),
            Looked::LeftOut => None,
            Looked::Unclear(name, candidates) => {
                Some(State::Asked(vec![self.question(&cell.part, name, candidates)]))
            }
        }
    }

    fn marks(
        &self,
        cell: &SourceCell,
        others: &[ResolvedCell],
        hints: &mut Vec<String>,
    ) -> Option<State> {
        let (to, field) = (cell.part.register()?, cell.part.field);
        let is_name = |text: &str| !self.names.find(to, text).is_empty();
        let (mut marks, mut questions) = (BTreeMap::new(), Vec::new());
        for named in names_in(&cell.shown, &is_name) {
            let number = match named.number.map(|number| (number, read_input(field, number))) {
                Some((_, Ok(value))) => value.as_int(),
                Some((text, Err(why))) => {
                    return Some(State::Bad(CellError::refused(text, why)));
                }
                None => matches!(field.kind, Kind::Count(..)).then_some(1),
            };
            let Some(number) = number else {
                return Some(State::Bad(CellError::NoNumber(text::quoted(named.name))));
            };
            match self.look_up(cell.address.row + 1, to, named.name, others) {
                Looked::Found(id) => match marks.entry(id) {
                    Entry::Vacant(first) => drop(first.insert(number)),
                    Entry::Occupied(mut first) => {
                        *first.get_mut() += number;
                        let sum = input_text(field, &Value::Int(*first.get()));
                        let name = text::quoted(named.name);
                        hints.push(format!("{name}在一格里不止写了一次，合计记 {sum}，请核对"));
                    }
                },
                Looked::LeftOut => {}
                Looked::Unclear(name, candidates) => {
                    questions.push(self.question(&cell.part, name, candidates));
                }
            }
        }
        match (marks.is_empty(), questions.is_empty()) {
            (_, false) => Some(State::Asked(questions)),
            (true, true) => None,
            (false, true) => Some(State::Known(Content::Marks(marks))),
        }
    }

    fn rule_line(&self, cell: &SourceCell, source: &SourceRow) -> State {
        let month = self.schema.head.month_by(|of_time| {
            let own = source.cells.iter().find(|cell| cell.part.field.name == of_time);
            match own.map(|cell| &cell.reading) {
                Some(Reading::Value(value)) => value.as_text().map(str::to_owned),
                Some(_) => None,
                None => self.options.constants.get(of_time).cloned(),
            }
        });
        match (self.rule_lines)(month, &cell.shown) {
            Some(id) => State::Known(Content::Value(Value::from(id))),
            None => State::Bad(CellError::NoRuleLine(text::quoted(&cell.shown))),
        }
    }

    /// Looks a name up: by what the user answered, by itself, and by what else the row says of the
    /// same kind (of two 张三 the one of the department that the row names).
    fn look_up(&self, row: usize, to: &'static str, text: &str, others: &[ResolvedCell]) -> Looked {
        let found = self.names.find(to, text);
        let name = |row| UnclearName { register: to, text: text.to_owned(), row };
        let answer = [name(Some(row)), name(None)];
        let answered = |name: &UnclearName| {
            let mut answers = self.options.names.iter();
            answers.find(|(known, _)| known.is_like(name)).map(|(_, answer)| answer)
        };
        let answer = answer.iter().find_map(answered);
        match (answer, found) {
            (Some(NameAnswer::Record(id)), _) => Looked::Found(id.clone()),
            (Some(NameAnswer::LeaveOut), _) => Looked::LeftOut,
            // Where it was created, it is found by now.
            (_, [only]) => Looked::Found(only.clone()),
            (_, []) => Looked::Unclear(name(None), Vec::new()),
            (_, several) => match self.told_apart(to, several, others) {
                Some(id) => Looked::Found(id),
                None => Looked::Unclear(name(Some(row)), several.to_vec()),
            },
        }
    }

    /// The only one of several records that has what the row says in fields of the same name.
    fn told_apart(
        &self,
        to: &str,
        several: &[RecordId],
        others: &[ResolvedCell],
    ) -> Option<RecordId> {
        let to = schema(to)?;
        let shared: Vec<(&Field, &Value)> = others
            .iter()
            .filter_map(|cell| match &cell.state {
                State::Known(Content::Value(value))
                    if cell.part.place == PartPlace::Whole && cell.part.register().is_some() =>
                {
                    Some((to.field(cell.part.field.name)?, value))
                }
                _ => None,
            })
            .collect();
        let has_all = |id: &&RecordId| {
            let record = self.world.record(id);
            record.is_some_and(|record| {
                shared.iter().all(|(field, value)| {
                    let held = match field.shape {
                        Shape::Dated => record.latest(field.name),
                        _ => record.get(field.name),
                    };
                    held == *value
                })
            })
        };
        let mut fitting = several.iter().filter(has_all);
        match (fitting.next(), fitting.next()) {
            (Some(only), None) if !shared.is_empty() => Some(only.clone()),
            _ => None,
        }
    }

    fn question(
        &self,
        part: &RecordPart,
        name: UnclearName,
        candidates: Vec<RecordId>,
    ) -> Question {
        let can_create =
            candidates.is_empty() && create_by_name(self.world, &name, self.at).is_some();
        let label = match (part.place, head(name.register)) {
            (PartPlace::RowKey, Some(head)) => head.label.to_owned(),
            _ => part.column.label.to_owned(),
        };
        Question::Name { label, name, candidates, can_create }
    }
}
