//! Problems and hints of a form, by the field, column or row that shows them.

use leptos::prelude::*;

use crate::registers::{Field, Kind, Problem, Shape, read_input, rows::columns};

use super::form_state::{FormState, SINCE};
use super::form_values::has_columns;

impl FormState {
    /// Error of a field as a whole; empty where there is none.
    pub fn error_of(self, name: &'static str) -> Signal<String> {
        self.error_in(name, String::new())
    }

    /// Error of a row of a field; empty where there is none.
    pub fn error_in(self, name: &'static str, row: String) -> Signal<String> {
        let at = (name, row);
        let error = move |_: Option<&String>| {
            let said = self.errors.with(|errors| errors.get(&at).cloned());
            said.or_else(|| self.expected.with(|expected| expected.get(&at).cloned()))
                .unwrap_or_default()
        };
        Memo::new(error).into()
    }

    /// Hint of a field; empty where there is none.
    pub fn hint_of(self, name: &'static str) -> Signal<String> {
        self.hint_in(name, String::new())
    }

    /// Hint of a row or column of a field; empty where there is none.
    pub fn hint_in(self, name: &'static str, row: String) -> Signal<String> {
        let at = (name, row);
        Signal::derive(move || self.hints.with(|hints| hints.get(&at).cloned().unwrap_or_default()))
    }

    /// Says that something is wrong with a field or a row of it, or no longer.
    pub fn mark(&self, name: &'static str, row: &str, wrong: Option<String>) {
        let at = (name, row.to_owned());
        // They are about the value before this one.
        for said in [self.expected, self.hints] {
            if said.with_untracked(|said| said.contains_key(&at)) {
                said.update(|said| drop(said.remove(&at)));
            }
        }
        let known = self.errors.with_untracked(|errors| errors.get(&at).cloned());
        if known != wrong {
            self.errors.update(|errors| match wrong {
                Some(text) => {
                    errors.insert(at, text);
                }
                None => {
                    errors.remove(&at);
                }
            });
        }
    }

    /// The same, of a row of a table or of a group; an error of all of it is cleared.
    pub fn mark_in(&self, table: &'static Field, key: &str, wrong: Option<String>) {
        if !key.is_empty() {
            self.mark(table.name, "", None);
        }
        self.mark(table.name, key, wrong);
    }

    /// The field and row beside which a problem is shown.
    pub fn shown_at(&self, problem: &Problem) -> (&'static str, String) {
        let place = self.place_of(problem.field);
        let row = self.filled.with_untracked(|filled| {
            let rows = filled.tables.get(place);
            if rows.is_some_and(|rows| rows.contains_key(&problem.row)) && !problem.row.is_empty() {
                return problem.row.clone();
            }
            let group = self.schema.field(place).filter(|field| is_group(field));
            let texts = rows.and_then(|rows| rows.get(""));
            let is_it = |column: &&Field| match problem.field.split_once('.') {
                Some((_, name)) => column.name == name,
                None => texts
                    .and_then(|texts| texts.get(column.name))
                    .is_some_and(|text| read_input(column, text).is_err()),
            };
            let column = group.and_then(|group| columns(group).iter().find(is_it));
            column.map(|column| column.name.to_owned()).unwrap_or_default()
        });
        (place, row)
    }

    /// Where a problem is shown: beside its field, or over the form.
    pub fn place_of(&self, field: &'static str) -> &'static str {
        match self.schema.field(field.split_once('.').map_or(field, |(group, _)| group)) {
            _ if field == SINCE => SINCE,
            Some(field) if field.kind != Kind::Data => field.name,
            _ => "",
        }
    }
}

/// The key of a column's problems within its field: in a table the row, in a group the column.
pub fn problem_key<'a>(table: &Field, row: &'a str, column: &Field) -> &'a str {
    if is_group(table) { column.name } else { row }
}

fn is_group(field: &Field) -> bool {
    has_columns(field) && !matches!(field.shape, Shape::Rows(_))
}
