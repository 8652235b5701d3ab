//! A place of a form into which one value is typed.

use std::sync::Arc;

use leptos::prelude::*;

use crate::registers::{Field, Shape};

use super::form_problems::problem_key;
use super::form_state::FormState;

/// A place of a form into which one value is typed: a field, or a column of a group or row.
#[derive(Clone)]
pub struct InputCell {
    /// The form.
    pub state: FormState,
    /// The field, or the column.
    pub field: &'static Field,
    /// The group or table of the column, and the key of the row; an empty key for a group.
    row: Option<(&'static Field, Arc<str>)>,
}

impl InputCell {
    /// That of a field.
    pub fn of_field(state: FormState, field: &'static Field) -> Self {
        Self { state, field, row: None }
    }

    /// That of a column of a group or row.
    pub fn of_row(
        state: FormState,
        table: &'static Field,
        column: &'static Field,
        key: &str,
    ) -> Self {
        Self { state, field: column, row: Some((table, key.into())) }
    }

    /// What is typed there.
    pub fn text(&self) -> String {
        let Some((table, key)) = &self.row else { return self.state.text(self.field.name) };
        self.state.filled.with(|filled| {
            let row = filled.tables.get(table.name).and_then(|rows| rows.get(&**key));
            row.and_then(|row| row.get(self.field.name)).cloned().unwrap_or_default()
        })
    }

    /// The same, as a signal.
    pub fn value(&self) -> Signal<String> {
        let cell = self.clone();
        Memo::new(move |_| cell.text()).into()
    }

    /// Takes what is typed, and says what is wrong with it.
    pub fn set(&self, text: String) {
        match &self.row {
            None => self.state.set_text(self.field, text),
            Some((table, key)) => self.state.set_cell((table, key), self.field, text),
        }
    }

    /// Says that something is wrong, or no longer.
    pub fn mark(&self, wrong: Option<String>) {
        match &self.row {
            None => self.state.mark(self.field.name, "", wrong),
            Some((table, key)) => {
                self.state.mark_in(table, problem_key(table, key, self.field), wrong);
            }
        }
    }

    /// Says what is missing or doubtful, once one leaves it.
    pub fn leave(&self) {
        match &self.row {
            None => self.state.leave(self.field),
            Some((table, _)) => self.state.check_field(table),
        }
    }

    /// Whether the value can be taken back: in a row always, as the row goes with it.
    pub fn is_clearable(&self) -> bool {
        match &self.row {
            Some((table, _)) if matches!(table.shape, Shape::Rows(_)) => true,
            _ => !self.field.required,
        }
    }

    /// Whether it is a field of its own, for which other records have former values.
    pub fn is_field(&self) -> bool {
        self.row.is_none()
    }
}
