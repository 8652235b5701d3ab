//! What a form holds while it is filled in, what is wrong with it, and saving it.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;

use crate::app::{self, Session, today};
use crate::ledger::{Ledger, RecordId, parse_day};
use crate::ordered;
use crate::registers::form::Input;
use crate::registers::{
    Context, Field, Kind, Problem, Schema, Severity, Shape, findings, read_input, rows::columns,
};
use crate::scoring::{Scores, preview};

use super::entry_values;
use super::form_draft;
use super::form_problems::problem_key;
use super::form_values::{
    Preset, changed_rows, changed_texts, defaults, has_columns, is_empty, table,
};
use super::memory::{FormValues, Texts};

/// The name under which problems of 生效日期 stand.
pub const SINCE: &str = "@since";

/// What is wrong, by field and row; an empty row stands for the field as a whole, an empty field for
/// the record.
pub type Errors = BTreeMap<(&'static str, String), String>;

/// A form, cheap to copy into every closure.
#[derive(Clone, Copy)]
pub struct FormState {
    /// The session.
    pub session: Session,
    /// Which register.
    pub schema: &'static Schema,
    /// What it holds.
    pub filled: RwSignal<FormValues>,
    /// What is wrong.
    pub errors: RwSignal<Errors>,
    /// Errors that saving would give, of fields that are filled or were left.
    pub expected: RwSignal<Errors>,
    /// Hints, of the same fields.
    pub hints: RwSignal<Errors>,
    /// The rules of law that are not kept, with what is said of them.
    pub unkept: RwSignal<Vec<Problem>>,
    /// Whether it was left without saving before.
    pub taken_up: RwSignal<bool>,
    /// What it was given from where it was opened.
    pub preset: StoredValue<Preset>,
    /// Whether it shows but a part of its record, which may not be there yet.
    pub(super) is_part: bool,
    id: StoredValue<Option<RecordId>>,
    pub(super) first: StoredValue<FormValues>,
    /// Whether it was told that the record is gone.
    pub(super) is_told_gone: StoredValue<bool>,
    key: StoredValue<String>,
    /// The fields that were left, or that have a problem: missing values are reported for these alone.
    touched: StoredValue<BTreeSet<&'static str>>,
}

impl FormState {
    /// Opens the form of a new record, or of one that is there.
    pub fn open(
        session: Session,
        schema: &'static Schema,
        id: Option<RecordId>,
        preset: Preset,
    ) -> Self {
        let first = match &id {
            None => entry_values::defaults(defaults(session, schema, &preset), schema),
            Some(id) => session.with_ledger_untracked(|ledger| preset.standing(schema, ledger, id)),
        };
        let place = id.as_ref().map_or(schema.head.name, RecordId::as_str);
        let key = form_draft::name(place, &preset);
        let kept = form_draft::kept(session, schema, &key).map(|(began, held)| match &id {
            // What others wrote since is not taken for what was typed here.
            Some(_) => held.merged(&began, &first),
            None => held,
        });
        let kept = kept.filter(|held| *held != first);
        let state = Self {
            session,
            schema,
            filled: RwSignal::new(kept.clone().unwrap_or_else(|| first.clone())),
            errors: RwSignal::default(),
            expected: RwSignal::default(),
            hints: RwSignal::default(),
            unkept: RwSignal::default(),
            taken_up: RwSignal::new(kept.is_some()),
            preset: StoredValue::new(preset),
            is_part: false,
            id: StoredValue::new(id),
            first: StoredValue::new(first),
            is_told_gone: StoredValue::new(false),
            key: StoredValue::new(key),
            touched: StoredValue::default(),
        };
        state.clear_problems();
        Effect::new(move |_| {
            state.filled.track();
            state.keep_as_draft();
        });
        state
    }

    fn keep_as_draft(&self) {
        let values =
            (!self.is_untouched()).then(|| (self.first.get_value(), self.filled.get_untracked()));
        self.key.with_value(|key| form_draft::keep(self.session, self.schema, key, values));
    }

    /// Opens the form of a part of a record, which may not be there yet; it stays open once it is saved, and
    /// follows the stored record. The fields of its natural key come from `preset`.
    pub fn open_part(
        session: Session,
        schema: &'static Schema,
        id: RecordId,
        preset: Preset,
    ) -> Self {
        let state = Self { is_part: true, ..Self::open(session, schema, Some(id.clone()), preset) };
        Effect::new(move |_| {
            let stands = session.with_ledger(|ledger| {
                state.preset.with_value(|preset| preset.standing(schema, ledger, &id))
            });
            let began = state.first.get_value();
            if began != stands {
                state.first.set_value(stands.clone());
                state.filled.update(|filled| *filled = filled.merged(&began, &stands));
                if state.is_untouched() {
                    state.taken_up.set(false);
                }
            }
            untrack(|| state.look());
        });
        state
    }

    /// Whether it is the form of a new record.
    pub fn is_new(&self) -> bool {
        self.id.with_value(Option::is_none)
    }

    /// The record that it changes.
    pub fn id(&self) -> Option<RecordId> {
        self.id.get_value()
    }

    /// What is typed in a field.
    pub fn text(&self, name: &str) -> String {
        self.filled.with(|filled| filled.texts.get(name).cloned().unwrap_or_default())
    }

    /// Takes what is typed, and says what is wrong with it.
    pub fn set_text(&self, field: &'static Field, text: String) {
        let wrong = read_input(field, &text).err();
        self.mark(field.name, "", wrong);
        self.filled.update(|filled| {
            let before = filled.texts.insert(field.name, text.clone());
            if before.is_none_or(|before| before == text) {
                return;
            }
            // What belonged to the one before does not belong to this one: a group to its branch.
            for other in self.schema.fields {
                if let Kind::Reference(to) = other.kind
                    && self
                        .schema
                        .shared_owner(to)
                        .is_some_and(|(owner, _)| owner.name == field.name)
                {
                    filled.texts.insert(other.name, String::new());
                }
            }
        });
    }

    /// Takes what is typed into a column of a group or row.
    pub fn set_cell(
        &self,
        (table, key): (&'static Field, &str),
        column: &'static Field,
        text: String,
    ) {
        let unread = |column: &Field, text: &str| read_input(column, text).err();
        let mut wrong = unread(column, &text);
        if let Shape::Rows(_) = table.shape {
            // What is wrong with the rest of the row is so still.
            wrong = wrong.or_else(|| {
                self.filled.with_untracked(|filled| {
                    let row = filled.tables.get(table.name)?.get(key)?;
                    let others = columns(table).iter().filter(|one| one.name != column.name);
                    others.filter_map(|one| unread(one, row.get(one.name)?)).next()
                })
            });
        }
        self.mark_in(table, problem_key(table, key, column), wrong);
        self.filled.update(|filled| {
            let row = filled.tables.entry(table.name).or_default();
            row.entry(key.to_owned()).or_default().insert(column.name, text);
            if columns(table).first().is_some_and(|first| first.name == column.name) {
                filled.filled_for_all(table, [key.to_owned()], false);
            }
        });
    }

    /// Says what is missing, once one leaves a field.
    pub fn leave(&self, field: &'static Field) {
        if field.required && self.filled.with_untracked(|filled| is_empty(filled, field)) {
            self.mark(field.name, "", Some(format!("请填写{}", field.label)));
        }
        self.check_field(field);
    }

    /// Says what would be wrong with the record as it is now, and what should be looked at, once one
    /// leaves a field or has chosen in it: only of fields that are filled or were left.
    pub fn check_field(&self, field: &'static Field) {
        self.touched.update_value(|touched| {
            touched.insert(field.name);
        });
        self.look();
    }

    /// Looks anew at what is wrong, once something beside the form was mended.
    pub(super) fn look_anew(&self) {
        self.errors.set(Errors::new());
        self.look();
    }

    fn look(&self) {
        let Ok(input) = untrack(|| self.input_of(&self.filled.get())) else { return };
        let (draft, id) = (self.session.draft("", ""), self.id());
        let found = self.touched.with_value(|touched| {
            let is_touched = |name: &str| touched.contains(name);
            let form = (&input, draft);
            let look = |ledger: &Ledger, scores: &mut Scores| {
                preview((ledger, scores), self.schema, id.as_ref(), form, &is_touched)
            };
            untrack(|| self.session.with_scores(look))
        });
        let (mut expected, mut hints, mut unkept) = (Errors::new(), Errors::new(), Vec::new());
        for problem in found {
            let into = match problem.severity {
                Severity::Fault => &mut expected,
                Severity::Hint => {
                    // Of hints each is told: none has to be mended before the next.
                    let said: &mut String = hints.entry(self.shown_at(&problem)).or_default();
                    if !said.is_empty() {
                        said.push('；');
                    }
                    said.push_str(&problem.text);
                    continue;
                }
                Severity::Statutory => {
                    unkept.push(problem);
                    continue;
                }
            };
            into.entry(self.shown_at(&problem)).or_insert(problem.text);
        }
        self.expected.set(expected);
        self.hints.set(hints);
        self.unkept.set(unkept);
    }

    /// Takes why a rule of law was not kept.
    pub fn explain(&self, problem: &Problem, text: String) {
        if !text.trim().is_empty() {
            self.mark(self.place_of(problem.field), "", None);
        }
        self.filled.update(|filled| {
            filled.explanations.insert(problem.rule, text);
        });
    }

    /// Gives up what was typed.
    pub fn start_over(&self) {
        self.clear_problems();
        self.taken_up.set(false);
        self.filled.set(self.first.get_value());
    }

    /// Changes what the form begins with, and with it what it holds.
    pub fn begin_with(&self, change: impl Fn(&mut FormValues)) {
        self.first.update_value(&change);
        self.filled.update(&change);
        if self.is_untouched() {
            self.taken_up.set(false);
        }
    }

    /// Whether nothing was typed yet.
    pub fn is_untouched(&self) -> bool {
        self.filled.with_untracked(|filled| self.first.with_value(|first| first == filled))
    }

    /// Whether a field differs from what it held at first.
    pub fn is_changed(&self, field: &Field) -> bool {
        self.first.with_value(|first| {
            self.filled.with(|filled| match field.shape {
                Shape::Rows(_) => {
                    !changed_rows(&table(first, field), &table(filled, field)).is_empty()
                }
                _ if has_columns(field) => !self.changed_group(first, filled, field).is_empty(),
                _ => {
                    let text =
                        |of: &FormValues| of.texts.get(field.name).cloned().unwrap_or_default();
                    text(filled) != text(first)
                }
            })
        })
    }

    fn changed_group(&self, first: &FormValues, filled: &FormValues, field: &Field) -> Texts {
        let of = |values: &FormValues| table(values, field).remove("").unwrap_or_default();
        changed_texts(&of(first), &of(filled))
    }

    /// Saves; `None` where the form is refused: then what is wrong stands beside the fields.
    pub fn submit(&self) -> Option<RecordId> {
        self.submit_with(|input, reason| {
            app::save(self.session, self.schema, self.id().as_ref(), &input, &reason)
        })
    }

    /// Saves in a way of its own, as [`Self::submit`] does.
    pub fn submit_with(
        &self,
        save: impl FnOnce(Input, String) -> Result<RecordId, Vec<Problem>>,
    ) -> Option<RecordId> {
        let overtaken = untrack(|| self.overtaken());
        if !overtaken.is_empty() {
            self.show(overtaken);
            return None;
        }
        let outcome = untrack(|| self.input()).and_then(|(input, reason)| save(input, reason));
        match outcome {
            Ok(id) => {
                self.clear_problems();
                // So that it is not taken for input once more.
                self.first.set_value(self.filled.get_untracked());
                self.keep_as_draft();
                if self.is_part {
                    self.taken_up.set(false);
                    self.filled.notify();
                }
                Some(id)
            }
            Err(found) => {
                self.show(found);
                None
            }
        }
    }

    /// Clears errors and hints, except for rules of law that the stored record breaks. All fields of a
    /// stored record count as left.
    fn clear_problems(&self) {
        for said in [self.errors, self.expected, self.hints] {
            said.set(Errors::new());
        }
        let Some(id) = self.id() else {
            self.touched.set_value(BTreeSet::new());
            return self.unkept.set(Vec::new());
        };
        self.touched.set_value(self.schema.fields.iter().map(|field| field.name).collect());
        self.unkept.set(self.session.with_ledger_untracked(|ledger| {
            let context = Context::new(ledger, untrack(today));
            let record = ledger.record(&id);
            let found = record.map(|record| findings(self.schema, &record, &context));
            let is_statutory = |one: &Problem| one.severity == Severity::Statutory;
            found.unwrap_or_default().into_iter().filter(is_statutory).collect()
        }));
    }

    /// Shows what is wrong beside the fields and rows.
    fn show(&self, found: Vec<Problem>) {
        self.touched.update_value(|touched| {
            touched.extend(self.schema.fields.iter().map(|field| field.name));
        });
        // Of several problems of one place the first is told first.
        let mut errors = Errors::new();
        for problem in &found {
            let text = match problem.severity {
                Severity::Statutory => format!("{}。请在下面写明情况。", problem.text),
                _ => problem.text.clone(),
            };
            errors.entry(self.shown_at(problem)).or_insert(text);
        }
        self.errors.set(errors);
        self.unkept.update(|unkept| {
            for problem in found {
                let is_new = unkept.iter().all(|one| one.rule != problem.rule);
                if problem.severity == Severity::Statutory && is_new {
                    unkept.push(problem);
                }
            }
        });
    }

    fn input(&self) -> Result<(Input, String), Vec<Problem>> {
        let mut filled = self.filled.get();
        entry_values::complete(self.session, self.schema, self.is_new(), &mut filled)?;
        self.filled.set(filled.clone());
        Ok((self.input_of(&filled)?, filled.reason.trim().to_owned()))
    }

    /// What a form with these values says.
    fn input_of(&self, filled: &FormValues) -> Result<Input, Vec<Problem>> {
        let first = self.first.get_value();
        let explanations = changed_texts(&first.explanations, &filled.explanations);
        let if_blank = filled.blank_before(&first, self.schema);
        let mut input = Input { explanations, if_blank, ..Input::default() };
        if self.is_part {
            input.is_part = true;
            input.texts = self.preset.with_value(|preset| ordered::map(preset.texts.clone()));
        }
        let is_new = self.is_new();
        for field in self.schema.fields.iter().filter(|field| field.is_typed()) {
            let is_changed = self.is_changed(field);
            if !has_columns(field) {
                if is_new || is_changed {
                    let text = filled.texts.get(field.name).cloned().unwrap_or_default();
                    input.texts.insert(field.name, text);
                }
            } else if let (Shape::Rows(_), true) = (field.shape, is_changed) {
                let changed = changed_rows(&table(&first, field), &table(filled, field));
                input.rows.insert(field.name, changed);
            } else if is_changed {
                let texts = self.changed_group(&first, filled, field);
                input.groups.insert(field.name, texts);
            }
        }
        let id = self.id();
        self.session.with_ledger_untracked(|ledger| {
            let record = id.as_ref().and_then(|id| ledger.record(id));
            let record = record.filter(|record| record.is_live());
            self.preset.with_value(|preset| preset.add_likely(record.as_ref(), filled, &mut input));
        });
        if self.schema.fields.iter().any(|field| field.shape == Shape::Dated) {
            let since = parse_day(&filled.since);
            let wrong = |_| vec![Problem::new(SINCE, "请填写生效日期，例如 2026.11.3")];
            input.since = Some(since.map_err(wrong)?);
        }
        Ok(input)
    }
}
