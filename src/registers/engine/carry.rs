//! What was typed into a form, carried over to what stands in the record by then.

use std::collections::BTreeMap;

use super::form::NEW_ROW;
use crate::ordered;

type Texts = BTreeMap<&'static str, String>;

type Rows = BTreeMap<String, Texts>;

/// What a form holds, once other values stand than those with which it began: what was typed stays,
/// and what was not touched is what stands. Blank is the same as nothing.
pub fn carried_texts(began: &Texts, held: &Texts, stands: &Texts) -> Texts {
    let names = ordered::set(began.keys().chain(held.keys()).chain(stands.keys()).copied());
    let carried = names.into_iter().filter_map(|name| {
        let of = if is_same(began, held, name) { stands } else { held };
        Some((name, of.get(name)?.clone()))
    });
    ordered::map(carried)
}

/// The same of the rows of a table: a row that was taken away stays away, one in which nothing was
/// typed goes with the one that stood.
pub fn carried_rows(began: &Rows, held: &Rows, stands: &Rows) -> Rows {
    let none = Texts::new();
    let keys = ordered::set(began.keys().chain(held.keys()).chain(stands.keys()).cloned());
    let carried = keys.into_iter().filter_map(|key| {
        let (was, stood) = (began.get(&key), stands.get(&key));
        let Some(is) = held.get(&key) else {
            return if was.is_some() { None } else { Some((key, stood?.clone())) };
        };
        let was = was.unwrap_or(&none);
        let is_touched = is.keys().chain(was.keys()).any(|name| !is_same(was, is, name));
        if stood.is_none() && !is_touched && !key.starts_with(NEW_ROW) {
            return None;
        }
        let texts = carried_texts(was, is, stood.unwrap_or(&none));
        Some((key, texts))
    });
    ordered::map(carried)
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
    fn what_was_typed_stays_and_the_rest_is_what_stands() {
        let began = texts(&[("due", ""), ("present", "15"), ("valid", "14")]);
        let held = texts(&[("due", "16"), ("present", "15"), ("valid", ""), ("issued", "")]);
        let stands = texts(&[("due", ""), ("present", "12"), ("valid", "9"), ("issued", "12")]);
        let carried = texts(&[("due", "16"), ("present", "12"), ("valid", ""), ("issued", "12")]);
        assert_eq!(carried_texts(&began, &held, &stands), carried);
    }

    #[test]
    fn rows_come_and_go_with_what_stands_but_those_that_were_touched() {
        let began =
            rows(&[("gone", &[("a", "1")]), ("undone", &[("a", "1")]), ("kept", &[("a", "1")])]);
        let held = rows(&[
            ("undone", &[("a", "1")]),
            ("kept", &[("a", "2")]),
            ("erased again", &[("a", "")]),
            ("+0000", &[]),
        ]);
        let stands = rows(&[("gone", &[("a", "1")]), ("new", &[("a", "7")])]);
        let carried = rows(&[("kept", &[("a", "2")]), ("new", &[("a", "7")]), ("+0000", &[])]);
        assert_eq!(carried_rows(&began, &held, &stands), carried);
    }
}
