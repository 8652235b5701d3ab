//! What a form holds while it is filled in, what is wrong with it, and saving it.

use crate::ordered;
use std::collections::BTreeMap;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::routes::Route;
use crate::app::{self, Location, Session, look_among_members};
use crate::browser::clock;
use crate::ledger::{Month, Record, RecordId, Value, day_text, parse_day};
use crate::registers::form::{Input, RowInput};
use crate::registers::rows::{self, column, columns};
use crate::registers::{
    EXPLANATION, Field, Kind, MEMBER, Schema, Shape, money_text, points_text, read_input,
};
use crate::ui::components::ToastHandle;
use crate::ui::undoing::offer_undo;

use super::memory::{self, FormValues, Rows, Texts};
use super::reader::{Reader, standing};

/// The name under which problems of 生效日期 stand.
pub const SINCE: &str = "@since";

/// A form, cheap to copy into every closure.
#[derive(Clone, Copy)]
pub struct FormState {
    /// The session.
    pub session: Session,
    /// Which register.
    pub schema: &'static Schema,
    /// What it holds.
    pub filled: RwSignal<FormValues>,
    /// What is wrong, by field; an empty name stands for the record as a whole.
    pub errors: RwSignal<BTreeMap<&'static str, String>>,
    /// Whether it was left without saving before.
    pub taken_up: RwSignal<bool>,
    id: StoredValue<Option<RecordId>>,
    first: StoredValue<FormValues>,
    key: StoredValue<String>,
}

impl FormState {
    /// Opens the form of a new record, or of one that is there.
    pub fn open(session: Session, schema: &'static Schema, id: Option<RecordId>) -> Self {
        let first = match &id {
            None => defaults(session, schema),
            Some(id) => session.with_ledger_untracked(|ledger| {
                ledger.record(id).map(|record| written(schema, &record)).unwrap_or_default()
            }),
        };
        let place = id.as_ref().map_or(schema.head.name, RecordId::as_str);
        let key = memory::key(session, &format!("form/{place}"));
        let kept = memory::form(&key);
        let state = Self {
            session,
            schema,
            filled: RwSignal::new(kept.clone().unwrap_or_else(|| first.clone())),
            errors: RwSignal::new(BTreeMap::new()),
            taken_up: RwSignal::new(kept.is_some()),
            id: StoredValue::new(id),
            first: StoredValue::new(first),
            key: StoredValue::new(key),
        };
        Effect::new(move |_| {
            let filled = state.filled.get();
            let changed = state.first.with_value(|first| *first != filled);
            state.key.with_value(|key| memory::keep_form(key, changed.then_some(filled)));
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

    /// The same, as a signal.
    pub fn text_of(self, name: &'static str) -> Signal<String> {
        Memo::new(move |_| self.text(name)).into()
    }

    /// Takes what is typed, and says what is wrong with it.
    pub fn set_text(&self, field: &'static Field, text: String) {
        let wrong = read_input(field, &text).err();
        self.mark(field.name, wrong);
        self.filled.update(|filled| {
            let before = filled.texts.insert(field.name, text.clone());
            // A group belongs to its branch.
            let moved = field.name == "branch" && before.is_some_and(|before| before != text);
            if moved && self.schema.field("group").is_some() {
                filled.texts.insert("group", String::new());
            }
        });
    }

    /// Says what is missing, once one leaves a field.
    pub fn leave(&self, field: &'static Field) {
        if field.required && self.filled.with_untracked(|filled| is_empty(filled, field)) {
            self.mark(field.name, Some(format!("请填写{}", field.label)));
        }
    }

    /// What is wrong with a field; empty where nothing is.
    pub fn error_of(self, name: &'static str) -> Signal<String> {
        let error = move |_: Option<&String>| {
            self.errors.with(|errors| errors.get(name).cloned().unwrap_or_default())
        };
        Memo::new(error).into()
    }

    /// Says that something is wrong with a field, or no longer.
    pub fn mark(&self, name: &'static str, wrong: Option<String>) {
        let known = self.errors.with_untracked(|errors| errors.get(name).cloned());
        if known != wrong {
            self.errors.update(|errors| match wrong {
                Some(text) => {
                    errors.insert(name, text);
                }
                None => {
                    errors.remove(name);
                }
            });
        }
    }

    /// Gives up what was typed.
    pub fn start_over(&self) {
        self.errors.set(BTreeMap::new());
        self.taken_up.set(false);
        self.filled.set(self.first.get_value());
    }

    /// Whether a field differs from what it held at first.
    pub fn is_changed(&self, field: &Field) -> bool {
        self.first.with_value(|first| {
            self.filled.with(|filled| match field.shape {
                _ if has_columns(field) => table(filled, field) != table(first, field),
                _ => {
                    let text =
                        |of: &FormValues| of.texts.get(field.name).cloned().unwrap_or_default();
                    text(filled) != text(first)
                }
            })
        })
    }

    /// Saves; what is wrong stands beside the fields, and the first of them has the focus.
    pub fn save(&self, place: Location, toasts: ToastHandle) {
        let outcome = untrack(|| self.input()).and_then(|(input, reason)| {
            let id = self.id();
            app::save(self.session, self.schema, id.as_ref(), &input, &reason).map_err(|found| {
                found.into_iter().map(|problem| (problem.field, problem.text)).collect()
            })
        });
        let id = match outcome {
            Ok(id) => id,
            Err(wrong) => {
                // Of several problems of one field the first is told first.
                let mut errors: BTreeMap<&'static str, String> = BTreeMap::new();
                for (field, text) in wrong {
                    errors.entry(self.place_of(field)).or_insert(text);
                }
                self.errors.set(errors);
                return;
            }
        };
        let was_new = self.is_new();
        let named = |ledger: &_, scores: &mut _| Reader::new(ledger, scores).title(id.as_str());
        let name = untrack(|| self.session.with_scores(named));
        self.key.with_value(|key| memory::keep_form(key, None));
        // So that what is kept in memory is not taken for input once more.
        self.first.set_value(self.filled.get_untracked());
        place.return_to(&Route::detail(&id));
        let text = if was_new { "已登记" } else { "已修改" };
        offer_undo(self.session, toasts, format!("{text}“{name}”"));
        if self.schema.head.name == MEMBER.name {
            spawn_local(tell_if_erased(self.session, toasts, id));
        }
    }

    /// Where a problem is shown: beside its field, or over the form.
    fn place_of(&self, field: &'static str) -> &'static str {
        match self.schema.field(field) {
            _ if field == SINCE => SINCE,
            Some(field) if field.kind != Kind::Data => field.name,
            _ => "",
        }
    }

    fn input(&self) -> Result<(Input, String), Vec<(&'static str, String)>> {
        let filled = self.filled.get();
        let mut input = Input { explanations: filled.explanations.clone(), ..Input::default() };
        let is_new = self.is_new();
        for field in self.schema.fields.iter().filter(|field| field.is_typed()) {
            let is_changed = self.is_changed(field);
            if !has_columns(field) {
                if is_new || is_changed {
                    let text = filled.texts.get(field.name).cloned().unwrap_or_default();
                    input.texts.insert(field.name, text);
                }
            } else if let (Shape::Rows(_), true) = (field.shape, is_changed) {
                let first = self.first.with_value(|first| table(first, field));
                input.rows.insert(field.name, changed_rows(&first, &table(&filled, field)));
            } else if is_changed {
                let texts = table(&filled, field).remove("").unwrap_or_default();
                input.groups.insert(field.name, texts);
            }
        }
        if self.schema.fields.iter().any(|field| field.shape == Shape::Dated) {
            let since = parse_day(&filled.since);
            let wrong = |_| vec![(SINCE, "请填写生效日期，例如 2026.11.3".to_owned())];
            input.since = Some(since.map_err(wrong)?);
        }
        Ok((input, filled.reason.trim().to_owned()))
    }
}

/// Tells where a member that was entered may be one whose data is erased.
async fn tell_if_erased(session: Session, toasts: ToastHandle, id: RecordId) {
    if let Some(one) = look_among_members(session, Some(&id)).await.pop() {
        let name = one.name;
        toasts.say(format!(
            "“{name}”的姓名和出生年月与已依法删除的一名党员相同。已照常登记，首页上可以再核对。"
        ));
    }
}

/// Whether a field is a table or a group, whose columns are typed one by one.
pub fn has_columns(field: &Field) -> bool {
    matches!(field.shape, Shape::Rows(_)) || matches!(field.kind, Kind::Columns(_))
}

fn table(filled: &FormValues, field: &Field) -> Rows {
    filled.tables.get(field.name).cloned().unwrap_or_default()
}

/// What was changed between two states of a table: a form touches no other row.
fn changed_rows(first: &Rows, now: &Rows) -> BTreeMap<String, RowInput> {
    let written = now.iter().filter(|(key, texts)| first.get(*key) != Some(texts));
    let written = written.map(|(key, texts)| (key.clone(), RowInput::Texts(texts.clone())));
    let gone = first.keys().filter(|key| !now.contains_key(*key));
    ordered::map(written.chain(gone.map(|key| (key.clone(), RowInput::Gone))))
}

fn is_empty(filled: &FormValues, field: &Field) -> bool {
    match field.shape {
        _ if has_columns(field) => filled.tables.get(field.name).is_none_or(BTreeMap::is_empty),
        _ => filled.texts.get(field.name).is_none_or(|text| text.trim().is_empty()),
    }
}

/// What the form of a new record holds: what is likely.
fn defaults(session: Session, schema: &Schema) -> FormValues {
    let month = Month::of(clock::today());
    let mut filled = FormValues { since: day_text(month.first_day()), ..FormValues::default() };
    for field in schema.fields.iter().filter(|field| field.required) {
        let text = match field.kind {
            Kind::Month => month.to_string(),
            Kind::Reference("branch") => {
                session.own_branch().map(|branch| branch.to_string()).unwrap_or_default()
            }
            // 正式党员, 在职.
            Kind::Choice([(first, _), ..]) if field.shape == Shape::Dated => (*first).to_owned(),
            _ => continue,
        };
        filled.texts.insert(field.name, text);
    }
    filled
}

/// What the form of a record holds: what stands in it today.
fn written(schema: &Schema, record: &Record<'_>) -> FormValues {
    let today = clock::today();
    let mut filled = FormValues { since: day_text(today), ..FormValues::default() };
    for field in schema.fields.iter().filter(|field| field.is_typed()) {
        let texts = |value: &Value| -> Texts {
            let of = columns(field).iter();
            let of = of.map(|one| (one.name, typed(one, column(field, value, one.name))));
            ordered::map(of)
        };
        if let Shape::Rows(_) = field.shape {
            let rows = rows::rows(field, record).into_iter();
            let rows = rows.map(|(key, value)| (key.to_owned(), texts(value)));
            filled.tables.insert(field.name, ordered::map(rows));
        } else if has_columns(field) {
            let value = record.get(field.name);
            filled.tables.insert(field.name, Rows::from([(String::new(), texts(value))]));
        } else {
            filled.texts.insert(field.name, typed(field, standing(record, field, today)));
        }
    }
    let explained = record.entries(EXPLANATION).into_iter();
    for (rule, why) in explained {
        if let (Some(rule), Some(why)) = (rule_name(schema, rule), why.as_text()) {
            filled.explanations.insert(rule, why.to_owned());
        }
    }
    filled
}

/// The name of a rule or stage of a register that can be explained.
fn rule_name(schema: &Schema, name: &str) -> Option<&'static str> {
    let rules = schema.rules.iter().map(|rule| rule.name);
    rules.chain(schema.stages.iter().map(|stage| stage.name)).find(|one| *one == name)
}

/// A value as it would be typed.
fn typed(field: &Field, value: &Value) -> String {
    match (field.kind, value) {
        (Kind::Points(..) | Kind::Percent, Value::Int(tenths)) => points_text(*tenths),
        (Kind::Money, Value::Int(fen)) => money_text(*fen),
        (_, Value::Int(number)) => number.to_string(),
        (_, Value::Bool(yes)) => if *yes { "是" } else { "否" }.to_owned(),
        (_, value) => value.as_text().unwrap_or("").to_owned(),
    }
}
