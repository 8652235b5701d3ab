//! Rows of figures as a table: an input a cell, with the keys of Excel.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlInputElement};

use crate::registers::Field;
use crate::registers::rows::columns;
use crate::ui::components::{Mounted, NumberInput, cell_key, use_toasts};

use super::form_state::FormState;
use super::input_cell::InputCell;
use super::row_parts::row_error;
use super::row_paste::{decimals, paste_block};

/// What is said at the end of a row, by its key: what its figures come to, and what is wrong with that.
#[derive(Clone, Copy)]
pub struct RowSum {
    /// The head of the column.
    pub label: &'static str,
    /// What is said; follows what is typed.
    pub say: Callback<String, (String, String)>,
}

/// A table of the figures in the rows of a field; `rows` are their names and keys, `subject` is what the
/// names are of.
pub fn row_grid(
    state: FormState,
    field: &'static Field,
    subject: &'static str,
    rows: Signal<Vec<(String, String)>>,
    sum: RowSum,
) -> AnyView {
    let toasts = use_toasts();
    let heads: Vec<AnyView> = columns(field)
        .iter()
        .map(|one| view! { <th scope="col" class="is-number">{one.label}</th> }.into_any())
        .collect();
    // What is typed next takes the place of what stands, as in Excel.
    let enter = move |event: FocusEvent| {
        if let Some(input) = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
            input.select();
        }
    };
    view! {
        <table
            class="fill-table row-grid"
            on:focusin=Mounted::here().on(enter)
            on:keydown=move |event| {
                cell_key(&event);
            }
            on:paste=move |event| paste_block(state, field, toasts, &event)
        >
            <caption class="unseen">{field.label}</caption>
            <thead>
                <tr>
                    <th scope="col">{subject}</th>
                    {heads}
                    <th scope="col" class="is-number">{sum.label}</th>
                </tr>
            </thead>
            <tbody>
                <For each=move || rows.get() key=Clone::clone
                    children=move |(name, key)| row(state, field, (name, key), sum)/>
            </tbody>
        </table>
    }
    .into_any()
}

fn row(
    state: FormState,
    field: &'static Field,
    (name, key): (String, String),
    sum: RowSum,
) -> AnyView {
    let error = state.error_in(field.name, key.clone());
    let cells: Vec<AnyView> = columns(field)
        .iter()
        .map(|column| {
            let cell = InputCell::of_row(state, field, column, &key);
            let (value, own) = (cell.value(), cell.clone());
            let label = format!("{name} {}", column.label);
            view! {
                <td>
                    <NumberInput value label decimals=decimals(column).unwrap_or(0)
                        on_change=move |text| own.set(text) on_commit=move |()| cell.leave()/>
                </td>
            }
            .into_any()
        })
        .collect();
    let own = key.clone();
    let said = Memo::new(move |_| sum.say.run(own.clone()));
    let wrong = move || {
        let (_, wrong) = said.get();
        (!wrong.is_empty()).then(|| view! { <span class="fill-fault">{wrong}</span> })
    };
    view! {
        <tr data-row=key aria-label=name.clone()
            class:is-invalid=move || error.with(|text| !text.is_empty())>
            <th scope="row">{name.clone()}{row_error(error)}</th>
            {cells}
            <td class="row-sum is-number" aria-live="polite"
                class:is-bad=move || said.with(|(_, wrong)| !wrong.is_empty())>
                {move || said.get().0}{wrong}
            </td>
        </tr>
    }
    .into_any()
}
