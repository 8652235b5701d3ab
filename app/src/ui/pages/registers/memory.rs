//! What these pages remember while the app is open: how lists were left, and forms that were left
//! without saving. Nothing of it is stored.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::app::Session;
use crate::ordered;
use crate::registers::form::blank_rows;
use crate::registers::form_merge::{merge_rows, merge_texts};
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

/// The values with which a form opened, and those it had when it was left.
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

/// The values of a form that was left without saving.
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
