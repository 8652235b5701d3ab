//! Three-way merge of a form: the values with which it opened, those typed, and those stored since.

use std::collections::BTreeMap;

use super::form::NEW_ROW;
use crate::ordered;

type Texts = BTreeMap<&'static str, String>;

type Rows = BTreeMap<String, Texts>;

/// Merges the texts of a form: a text that was changed in it is kept, any other is as stored. A blank
/// text equals none.
pub fn merge_texts(base: &Texts, typed: &Texts, stored: &Texts) -> Texts {
    let names = ordered::set(base.keys().chain(typed.keys()).chain(stored.keys()).copied());
    let merged = names.into_iter().filter_map(|name| {
        let of = if is_same(base, typed, name) { stored } else { typed };
        Some((name, of.get(name)?.clone()))
    });
    ordered::map(merged)
}

/// Merges the rows of a table: a row that was removed in the form stays removed, and a row that was
/// not changed in it is as stored.
pub fn merge_rows(base: &Rows, typed: &Rows, stored: &Rows) -> Rows {
    let none = Texts::new();
    let keys = ordered::set(base.keys().chain(typed.keys()).chain(stored.keys()).cloned());
    let merged = keys.into_iter().filter_map(|key| {
        let (was, stored_row) = (base.get(&key), stored.get(&key));
        let Some(is) = typed.get(&key) else {
            return if was.is_some() { None } else { Some((key, stored_row?.clone())) };
        };
        let was = was.unwrap_or(&none);
        let is_touched = is.keys().chain(was.keys()).any(|name| !is_same(was, is, name));
        if stored_row.is_none() && !is_touched && !key.starts_with(NEW_ROW) {
            return None;
        }
        let texts = merge_texts(was, is, stored_row.unwrap_or(&none));
        Some((key, texts))
    });
    ordered::map(merged)
}

fn is_same(one: &Texts, other: &Texts, name: &str) -> bool {
    let text = |of: &Texts| of.get(name).map(String::as_str).unwrap_or_default().to_owned();
    text(one) == text(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(all: &[(&'static str, &str)]) -> Texts {
        all.iter().map(|(name, text)| (*name, (*text).to_owned())).collect()
    }

    fn rows(all: &[(&str, &[(&'static str, &str)])]) -> Rows {
        all.iter().map(|(key, row)| ((*key).to_owned(), texts(row))).collect()
    }

    #[test]
    fn what_was_typed_is_kept_and_the_rest_is_as_stored() {
        let base = texts(&[("due", ""), ("present", "15"), ("valid", "14")]);
        let typed = texts(&[("due", "16"), ("present", "15"), ("valid", ""), ("issued", "")]);
        let stored = texts(&[("due", ""), ("present", "12"), ("valid", "9"), ("issued", "12")]);
        let merged = texts(&[("due", "16"), ("present", "12"), ("valid", ""), ("issued", "12")]);
        assert_eq!(merge_texts(&base, &typed, &stored), merged);
    }

    #[test]
    fn rows_are_as_stored_but_those_that_were_changed() {
        let base =
            rows(&[("gone", &[("a", "1")]), ("undone", &[("a", "1")]), ("kept", &[("a", "1")])]);
        let typed = rows(&[
            ("undone", &[("a", "1")]),
            ("kept", &[("a", "2")]),
            ("erased again", &[("a", "")]),
            ("+0000", &[]),
        ]);
        let stored = rows(&[("gone", &[("a", "1")]), ("new", &[("a", "7")])]);
        let merged = rows(&[("kept", &[("a", "2")]), ("new", &[("a", "7")]), ("+0000", &[])]);
        assert_eq!(merge_rows(&base, &typed, &stored), merged);
    }
}
