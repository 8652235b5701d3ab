//! The table: one input a cell, with the keys of Excel.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::FillState;
use crate::ledger::RecordId;
use crate::registers::Field;
use crate::ui::components::{Mounted, RowCell, cell_key};

/// The table with what is said of it above.
pub(super) fn table(state: FillState) -> AnyView {
    let columns = state.matrix.with_value(|matrix| matrix.columns.clone());
    let subject = state.matrix.with_value(|matrix| matrix.subjects.head.label);
    let heads = columns
        .iter()
        .map(|field| view! { <th scope="col" class="is-number">{field.label}</th> })
        .collect::<Vec<_>>();
    let shown =
        Memo::new(move |_| state.shown().into_iter().map(|row| row.subject).collect::<Vec<_>>());
    let row = move |id: RecordId| row_view(state, id, &columns);
    view! {
        {bar(state)}
        <table class="fill-table" on:keydown=move |event| keys(state, &event)>
            <caption class="unseen">"填完一格就存下"</caption>
            <thead><tr><th scope="col">{subject}</th>{heads}</tr></thead>
            <tbody><For each=move || shown.get() key=Clone::clone children=row/></tbody>
        </table>
    }
    .into_any()
}

/// How much is filled in, and the choice of what is not.
fn bar(state: FillState) -> AnyView {
    let (subject, unit) =
        state.matrix.with_value(|m| (m.subjects.head.label, m.subjects.head.unit));
    let blanks = Memo::new(move |_| {
        state.rows.with(|rows| rows.iter().filter(|row| row.is_blank()).count())
    });
    let line = move || {
        let (all, blank) = (state.rows.with(Vec::len), blanks.get());
        let left = match blank {
            0 => "都填了".to_owned(),
            blank => format!("还有 {blank} {unit}没填"),
        };
        let month = state.month.get();
        let unsaved = state.typed.with(|typed| {
            let own = typed.keys().filter(|key| key.0 == month);
            own.filter(|key| state.faults.with(|faults| faults.keys().any(|one| one.1 == key.1)))
                .count()
        });
        let unsaved =
            if unsaved > 0 { format!("；{unsaved} 格还没保存") } else { String::new() };
        format!("{all} {unit}{subject}，{left}{unsaved}")
    };
    let chip = move |label: &'static str, on: bool| {
        let pressed = move || (state.only.with(Option::is_some) == on).to_string();
        view! {
            <button type="button" class="filter" aria-pressed=pressed on:click=move |_| state.show_blank(on)>
                {label}
            </button>
        }
    };
    view! {
        <div class="fill-bar">
            <p role="status">{line}</p>
            <div class="filters" role="group" aria-label="筛选">
                {chip("全部", false)}{chip("还没填", true)}
            </div>
        </div>
        <p class="quiet-line">
            "填完一格就存下。可以从 Excel 复制一列或整张表，粘贴到格里，看过再写入。"
        </p>
    }
    .into_any()
}

fn row_view(state: FillState, id: RecordId, columns: &[&'static Field]) -> AnyView {
    let of = id.clone();
    let name = Memo::new(move |_| state.row(&of).map(|row| row.name).unwrap_or_default());
    let cells = columns
        .iter()
        .enumerate()
        .map(|(column, field)| cell_view(state, id.clone(), (column, field), name))
        .collect::<Vec<_>>();
    view! { <tr data-row=id.to_string()><th scope="row">{move || name.get()}</th>{cells}</tr> }
        .into_any()
}

fn cell_view(
    state: FillState,
    id: RecordId,
    (column, field): (usize, &'static Field),
    name: Memo<String>,
) -> AnyView {
    let mounted = Mounted::here();
    let id = StoredValue::new(id);
    let text = Memo::new(move |_| id.with_value(|id| state.text(id, column)));
    let fault = Memo::new(move |_| {
        let key = id.with_value(|id| state.key(id, column));
        state.faults.with(|faults| faults.get(&key).cloned())
    });
    let input = move |event: web_sys::Event| {
        id.with_value(|id| state.type_in(id, column, event_target_value(&event)));
    };
    // What is typed next takes the place of what stands, as in Excel.
    let enter = move |event: web_sys::FocusEvent| {
        if let Some(input) = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
            input.select();
        }
    };
    let label = field.label;
    view! {
        <td class:is-invalid=move || fault.with(Option::is_some)>
            <input
                class="input"
                type="text"
                inputmode="decimal"
                autocomplete="off"
                enterkeyhint="next"
                data-column=column.to_string()
                aria-label=move || format!("{} {label}", name.get())
                aria-invalid=move || fault.with(Option::is_some).then_some("true")
                prop:value=move || text.get()
                on:input=input
                on:focus=mounted.on(enter)
                on:focusout=mounted.on(move |_| id.with_value(|id| state.save(id)))
            />
            {move || fault.get().map(|text| view! { <span class="fill-fault" role="alert">{text}</span> })}
        </td>
    }
    .into_any()
}

/// Enter and arrows: as in Excel. Tab is the browser's. Escape takes back what was typed.
fn keys(state: FillState, event: &KeyboardEvent) {
    if cell_key(event) || event.key() != "Escape" {
        return;
    }
    let Some(cell) = RowCell::of(event) else { return };
    let row = super::place_of(&cell.input).0;
    if let Some(row) = untrack(|| state.shown()).get(row) {
        state.forget(&row.subject, cell.column);
    }
    event.prevent_default();
}
