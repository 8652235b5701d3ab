//! What these pages remember while the app is open: how lists were left, and forms that were left
//! without saving. Nothing of it is stored.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::app::Session;
use crate::ordered;
use crate::registers::carry::{carried_rows, carried_texts};
use crate::registers::form::blank_rows;
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
    /// What the form holds, once other values stand than those with which it began.
    pub fn carried(&self, began: &Self, stands: &Self) -> Self {
        let one = |was: &String, is: &String, stands: &String| {
            if was == is { stands.clone() } else { is.clone() }
        };
        let none = Rows::new();
        let all = [began, self, stands].into_iter().flat_map(|values| values.tables.keys());
        let tables = ordered::set(all.copied()).into_iter().filter_map(|name| {
            let of = |values: &Self| values.tables.get(name).unwrap_or(&none).clone();
            let rows = carried_rows(&of(began), &of(self), &of(stands));
            (stands.tables.contains_key(name) || !rows.is_empty()).then_some((name, rows))
        });
        Self {
            texts: carried_texts(&began.texts, &self.texts, &stands.texts),
            tables: ordered::map(tables),
            for_all: self.for_all.clone(),
            explanations: carried_texts(
                &began.explanations,
                &self.explanations,
                &stands.explanations,
            ),
            since: one(&began.since, &self.since, &stands.since),
            reason: one(&began.reason, &self.reason, &stands.reason),
        }
    }

    /// The rows whose first column was filled for all at once, where it was blank as the form began: what
    /// stood there is what was seen, and was taken away by hand.
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

/// What a form began with, and what it held when it was left.
pub type KeptForm = (FormValues, FormValues);

thread_local! {
    static LOOKS: RefCell<BTreeMap<String, ListState>> = const { RefCell::new(BTreeMap::new()) };
    static FORMS: RefCell<BTreeMap<String, KeptForm>> = const { RefCell::new(BTreeMap::new()) };
}

/// A name for a place in a ledger: no list and no form of another ledger answers to it.
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

/// What a form held when it was left without saving, and what it began with.
pub fn form(key: &str) -> Option<KeptForm> {
    FORMS.with_borrow(|forms| forms.get(key).cloned())
}

/// Remembers what a form holds; `None` once it is saved or given up.
pub fn keep_form(key: &str, filled: Option<KeptForm>) {
    FORMS.with_borrow_mut(|forms| match filled {
        Some(filled) => forms.insert(key.to_owned(), filled),
        None => forms.remove(key),
    });
}
