//! What a form holds at first, and what of it was changed.

use std::collections::BTreeMap;

use crate::app::Session;
use crate::app::routes::Route;
use crate::browser::clock;
use crate::ledger::{Ledger, Month, Record, RecordId, Value, day_text};
use crate::ordered;
use crate::registers::form::{Input, RowInput};
use crate::registers::rows::{self, column, columns};
use crate::registers::{EXPLANATION, Field, Kind, Period, Schema, Shape, money_text, points_text};

use super::entry_values::likely_day;
use super::memory::{FormValues, Rows, Texts};
use super::reader::standing;

/// What the form of a new record is given from where it was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preset {
    /// Texts, by field.
    pub texts: Vec<(&'static str, String)>,
    /// A row that is marked with a first column of 1, by field and key.
    pub marked: Option<(&'static str, String)>,
    /// What is likely in columns of groups, by field and column: it shows where nothing stands, and is
    /// saved with what else is typed.
    pub likely: Vec<(&'static str, &'static str, String)>,
    /// The branch whose members a roll shows.
    pub branch: Option<RecordId>,
    /// Where the form leads back; the register's list where nothing is said.
    pub back: Option<Route>,
}

impl Preset {
    /// That of a record that belongs to another or names it, and of one of some time.
    pub fn about(schema: &Schema, record: &RecordId, month: Option<Month>) -> Self {
        let owner = schema.head.owner.filter(|owner| owner.register == record.register());
        let names = |field: &&Field| {
            let is_of = |to: &str| to == record.register();
            field.shape == Shape::Single && matches!(field.kind, Kind::Reference(to) if is_of(to))
        };
        let field = owner.map(|owner| owner.field);
        let field = field.or_else(|| schema.fields.iter().find(names).map(|field| field.name));
        let named = field.map(|field| (field, record.to_string()));
        let time = month.and_then(|month| match schema.head.period {
            Period::Month(field) | Period::Months(field, _) | Period::RestOfYear(field) => {
                Some((field, month.to_string()))
            }
            Period::Day(field) | Period::Days(field, _) => Some((field, likely_day(month))),
            Period::Year(field) => Some((field, month.year().to_string())),
            Period::None => None,
        });
        Self {
            texts: named.into_iter().chain(time).collect(),
            // What was opened for a time, from what is due in it, is one of its register.
            back: month.is_none().then(|| Route::detail(record)),
            ..Self::default()
        }
    }

    /// Puts what is given into a form.
    pub fn fill(&self, filled: &mut FormValues) {
        filled.texts.extend(self.texts.iter().cloned());
        if let Some((field, key)) = &self.marked {
            let row = Texts::from([(*field, "1".to_owned())]);
            filled.tables.insert(field, Rows::from([(key.clone(), row)]));
        }
    }

    /// What stands in a live record, with what is likely where nothing does; that alone where there is no
    /// such record.
    pub fn standing(&self, schema: &Schema, ledger: &Ledger, id: &RecordId) -> FormValues {
        let record = ledger.record(id).filter(|record| record.is_live());
        let mut filled = record.map(|record| written(schema, &record)).unwrap_or_default();
        for (field, column, text) in &self.likely {
            let group = filled.tables.entry(field).or_default().entry(String::new()).or_default();
            let cell = group.entry(column).or_default();
            if cell.trim().is_empty() {
                cell.clone_from(text);
            }
        }
        filled
    }

    /// Adds what was likely, and was left so, to what is saved of a record beside it.
    pub fn add_likely(&self, record: Option<&Record<'_>>, filled: &FormValues, input: &mut Input) {
        if input.groups.is_empty() && input.rows.is_empty() {
            return;
        }
        for (field, column, _) in &self.likely {
            let stands = record.and_then(|record| record.get(field).get(column));
            let shown = filled.tables.get(field).and_then(|group| group.get("")?.get(column));
            if let (None, Some(text)) = (stands, shown) {
                let group = input.groups.entry(field).or_default();
                group.entry(column).or_insert_with(|| text.clone());
            }
        }
    }

    /// What tells a form that is filled in from here from others of its register.
    pub fn name(&self) -> String {
        let texts: Vec<&str> = self.texts.iter().map(|(_, text)| &**text).collect();
        texts.join("|")
    }
}

/// Whether a field is a table or a group, whose columns are typed one by one.
pub fn has_columns(field: &Field) -> bool {
    matches!(field.shape, Shape::Rows(_)) || matches!(field.kind, Kind::Columns(_))
}

/// The rows of a field in a form.
pub fn table(filled: &FormValues, field: &Field) -> Rows {
    filled.tables.get(field.name).cloned().unwrap_or_default()
}

/// What was changed between two states of a table: a form touches no other row, and no other column.
pub fn changed_rows(first: &Rows, now: &Rows) -> BTreeMap<String, RowInput> {
    let none = Texts::new();
    let written = now.iter().filter_map(|(key, texts)| {
        let changed = changed_texts(first.get(key).unwrap_or(&none), texts);
        (!changed.is_empty()).then(|| (key.clone(), RowInput::Texts(changed)))
    });
    let gone = first.keys().filter(|key| !now.contains_key(*key));
    ordered::map(written.chain(gone.map(|key| (key.clone(), RowInput::Gone))))
}

/// The columns that differ between two states of a row or group.
pub fn changed_texts(first: &Texts, now: &Texts) -> Texts {
    let text = |of: &Texts, name: &str| of.get(name).cloned().unwrap_or_default();
    let names = ordered::set(first.keys().chain(now.keys()).copied());
    let changed = names.into_iter().filter(|name| text(first, name) != text(now, name));
    ordered::map(changed.map(|name| (name, text(now, name))))
}

/// Whether nothing is filled in.
pub fn is_empty(filled: &FormValues, field: &Field) -> bool {
    match field.shape {
        _ if has_columns(field) => table(filled, field).values().all(is_blank),
        _ => filled.texts.get(field.name).is_none_or(|text| text.trim().is_empty()),
    }
}

/// Whether nothing is typed into a row.
pub fn is_blank(texts: &Texts) -> bool {
    texts.values().all(|text| text.trim().is_empty())
}

/// What the form of a new record holds: what is likely, and what it is given.
pub fn defaults(session: Session, schema: &Schema, preset: &Preset) -> FormValues {
    let month = Month::of(clock::today());
    let mut filled = FormValues { since: day_text(month.first_day()), ..FormValues::default() };
    for field in schema.fields.iter().filter(|field| field.required) {
        let text = match field.kind {
            Kind::Month => month.to_string(),
            Kind::Day if field.is_usually_today => day_text(clock::today()),
            Kind::Reference(to) => {
                match session.own_branch().filter(|branch| branch.register() == to) {
                    Some(branch) => branch.to_string(),
                    None => continue,
                }
            }
            // 正式党员, 在职.
            Kind::Choice([(first, _), ..]) if field.shape == Shape::Dated => (*first).to_owned(),
            _ => continue,
        };
        filled.texts.insert(field.name, text);
    }
    preset.fill(&mut filled);
    filled
}

/// What the form of a record holds: what stands in it today.
pub fn written(schema: &Schema, record: &Record<'_>) -> FormValues {
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
        (Kind::Points(..) | Kind::Percent | Kind::Tenths(..), Value::Int(tenths)) => {
            points_text(*tenths)
        }
        (Kind::Money, Value::Int(fen)) => money_text(*fen),
        (_, Value::Int(number)) => number.to_string(),
        (_, Value::Bool(yes)) => if *yes { "是" } else { "否" }.to_owned(),
        (_, value) => value.as_text().unwrap_or("").to_owned(),
    }
}
