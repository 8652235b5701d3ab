//! What these pages remember while the app is open: how lists were left, and forms that were left
//! without saving. Nothing of it is stored.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::app::Session;
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

thread_local! {
    static LOOKS: RefCell<BTreeMap<String, ListState>> = const { RefCell::new(BTreeMap::new()) };
    static FORMS: RefCell<BTreeMap<String, FormValues>> = const { RefCell::new(BTreeMap::new()) };
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

/// What a form held when it was left without saving.
pub fn form(key: &str) -> Option<FormValues> {
    FORMS.with_borrow(|forms| forms.get(key).cloned())
}

/// Remembers what a form holds; `None` once it is saved or given up.
pub fn keep_form(key: &str, filled: Option<FormValues>) {
    FORMS.with_borrow_mut(|forms| match filled {
        Some(filled) => forms.insert(key.to_owned(), filled),
        None => forms.remove(key),
    });
}
