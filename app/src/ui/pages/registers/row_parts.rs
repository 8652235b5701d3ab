//! The parts of a row in a form: the input of a column, and what is wrong with the row.

use leptos::prelude::*;

use crate::registers::rows::columns;
use crate::registers::{Field as Declared, RowKeys, Shape};
use crate::ui::components::{Field, Icon};

use super::form_state::FormState;
use super::input_cell::InputCell;
use super::inputs::input;

/// The input of one column, with its label.
pub fn cell(
    state: FormState,
    field: &'static Declared,
    column: &'static Declared,
    key: &str,
) -> AnyView {
    let is_alone = columns(field).len() == 1;
    // What may be left out as a whole asks for nothing until it is begun.
    let is_there = match field.shape {
        Shape::Rows(RowKeys::Created) => true,
        Shape::Single => field.required,
        _ => false,
    };
    let required = column.required && !is_alone && is_there;
    let cell = InputCell::of_row(state, field, column, key);
    // In a group what is wrong stands beside its column, in a table beside its row.
    let (error, hint) = match field.shape {
        Shape::Rows(_) => (Signal::stored(String::new()), Signal::stored(String::new())),
        _ => {
            let spot = || column.name.to_owned();
            (state.error_in(field.name, spot()), state.hint_in(field.name, spot()))
        }
    };
    view! {
        <Field
            label=column.label
            help=if is_alone { "" } else { column.help }
            required=required
            error=error
            hint=hint
        >
            {input(cell)}
        </Field>
    }
    .into_any()
}

/// What is wrong with a row.
pub fn row_error(error: Signal<String>) -> AnyView {
    let said = move || {
        let text = error.get();
        (!text.is_empty())
            .then(|| view! { <p class="field-error">{Icon::Warn.view()}<span>{text}</span></p> })
    };
    view! { <div aria-live="polite">{said}</div> }.into_any()
}
