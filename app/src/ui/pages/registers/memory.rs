//! What these pages remember: how lists were left, while the app is open, and what a form holds, as its
//! draft.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::app::Session;
use crate::ledger::{Group, Value};
use crate::ordered;
use crate::registers::form::blank_rows;
use crate::registers::form_merge::{merge_rows, merge_texts};
use crate::registers::rows::columns;
use crate::registers::{Field, Schema};

/// State of a list: search, filters and order.
#[derive(Clone, Default, PartialEq)]
pub struct ListState {
    /// The text searched for.
    pub query: String,
    /// The value chosen for each filter.
    pub chosen: BTreeMap<&'static str, String>,
    /// The order.
    pub sort: String,
}

/// What was typed, by column or rule.
pub type Texts = BTreeMap<&'static str, String>;

/// What was typed into rows, by key.
pub type Rows = BTreeMap<String, Texts>;

/// Values of a form.
#[derive(Clone, Default, PartialEq)]
pub struct FormValues {
    /// What was typed, by field.
    pub texts: BTreeMap<&'static str, String>,
    /// The rows of tables, and under an empty key the columns of groups, by field.
    pub tables: BTreeMap<&'static str, Rows>,
    /// The rows whose first column was filled for all at once, by field.
    pub for_all: BTreeMap<&'static str, BTreeSet<String>>,
    /// Why rules of law were not kept, by rule.
    pub explanations: Texts,
    /// The day from which dated values hold.
    pub since: String,
    /// Why it is changed.
    pub reason: String,
}

impl FormValues {
    /// The rows of a field, or under an empty key the columns of a group.
    pub fn rows(&self, field: &str) -> Option<&Rows> {
        self.tables.get(field)
    }

    /// The values as a draft keeps them.
    pub fn to_value(&self) -> Value {
        let texts = |texts: &Texts| {
            Value::group(texts.iter().map(|(name, text)| (*name, text.as_str().into())))
        };
        let rows =
            |rows: &Rows| Value::group(rows.iter().map(|(key, row)| (key.as_str(), texts(row))));
        let keys = |keys: &BTreeSet<String>| {
            Value::group(keys.iter().map(|key| (key.as_str(), Value::Null)))
        };
        Value::group([
            ("texts", texts(&self.texts)),
            ("tables", Value::group(self.tables.iter().map(|(name, table)| (*name, rows(table))))),
            (
                "for_all",
                Value::group(self.for_all.iter().map(|(name, noted)| (*name, keys(noted)))),
            ),
            ("explanations", texts(&self.explanations)),
            ("since", self.since.as_str().into()),
            ("why", self.reason.as_str().into()),
        ])
    }

    /// Reads a draft of a register's form; what it names that the schema no longer has is left out.
    pub fn from_value(value: &Value, schema: &'static Schema) -> Self {
        let field = |name: &str| schema.field(name);
        let rule =
            |name: &str| schema.rules.iter().map(|rule| rule.name).find(|rule| *rule == name);
        let tables = members(value.get("tables")).filter_map(|(name, table)| {
            let field = field(name)?;
            let column = |name: &str| {
                columns(field).iter().map(|column| column.name).find(|column| *column == name)
            };
            let rows =
                members(Some(table)).map(|(key, row)| (key.to_owned(), texts(Some(row), column)));
            Some((field.name, ordered::map(rows)))
        });
        let for_all = members(value.get("for_all")).filter_map(|(name, keys)| {
            let keys = members(Some(keys)).map(|(key, _)| key.to_owned());
            Some((field(name)?.name, ordered::set(keys)))
        });
        let text =
            |name: &str| value.get(name).and_then(Value::as_text).unwrap_or_default().to_owned();
        Self {
            texts: texts(value.get("texts"), |name| Some(field(name)?.name)),
            tables: ordered::map(tables),
            for_all: ordered::map(for_all),
            explanations: texts(value.get("explanations"), rule),
            since: text("since"),
            reason: text("why"),
        }
    }

    /// Three-way merge with the values with which the form opened and those stored since.
    pub fn merged(&self, base: &Self, stored: &Self) -> Self {
        let one = |was: &String, is: &String, stored: &String| {
            if was == is { stored.clone() } else { is.clone() }
        };
        let none = Rows::new();
        let all = [base, self, stored].into_iter().flat_map(|values| values.tables.keys());
        let tables = ordered::set(all.copied()).into_iter().filter_map(|name| {
            let of = |values: &Self| values.tables.get(name).unwrap_or(&none).clone();
            let rows = merge_rows(&of(base), &of(self), &of(stored));
            (stored.tables.contains_key(name) || !rows.is_empty()).then_some((name, rows))
        });
        Self {
            texts: merge_texts(&base.texts, &self.texts, &stored.texts),
            tables: ordered::map(tables),
            for_all: self.for_all.clone(),
            explanations: merge_texts(&base.explanations, &self.explanations, &stored.explanations),
            since: one(&base.since, &self.since, &stored.since),
            reason: one(&base.reason, &self.reason, &stored.reason),
        }
    }

    /// The rows whose first column was filled for all at once and was blank when the form opened. In the
    /// others the user saw a value and removed it.
    pub fn blank_before(
        &self,
        first: &Self,
        schema: &Schema,
    ) -> BTreeMap<&'static str, BTreeSet<String>> {
        let of = |(table, keys): (&&'static str, &BTreeSet<String>)| {
            let rows = first.tables.get(table);
            Some((*table, blank_rows(schema.field(table)?, rows, keys)))
        };
        self.for_all.iter().filter_map(of).collect()
    }

    /// Notes of rows whether their first column was filled for all at once, or by itself.
    pub fn filled_for_all(
        &mut self,
        table: &'static Field,
        keys: impl IntoIterator<Item = String>,
        is_for_all: bool,
    ) {
        let noted = self.for_all.entry(table.name).or_default();
        for key in keys {
            if is_for_all {
                noted.insert(key);
            } else {
                noted.remove(&key);
            }
        }
        // As before, where nothing is noted: what is untouched is equal.
        self.for_all.retain(|_, noted| !noted.is_empty());
    }
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    let members = match value {
        Some(Value::Group(members)) => Some(members),
        _ => None,
    };
    members.into_iter().flat_map(Group::iter).map(|(name, value)| (&**name, value))
}

fn texts(value: Option<&Value>, known: impl Fn(&str) -> Option<&'static str>) -> Texts {
    let read =
        members(value).filter_map(|(name, text)| Some((known(name)?, text.as_text()?.to_owned())));
    ordered::map(read)
}

thread_local! {
    static LOOKS: RefCell<BTreeMap<String, ListState>> = const { RefCell::new(BTreeMap::new()) };
}

/// A name for a place in a ledger: no list of another ledger answers to it.
pub fn key(session: Session, place: &str) -> String {
    format!("{}/{place}", session.entry().id)
}

/// State of a list: search, filters and order.
pub fn look(key: &str) -> Option<ListState> {
    LOOKS.with_borrow(|looks| looks.get(key).cloned())
}

/// Remembers how a list is left.
pub fn keep_look(key: &str, look: ListState) {
    LOOKS.with_borrow_mut(|looks| looks.insert(key.to_owned(), look));
}
