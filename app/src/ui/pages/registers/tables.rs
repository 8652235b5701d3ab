//! Groups and tables in a form: columns that belong together, steps, created rows, counters.

use leptos::prelude::*;

use crate::ledger::Value;
use crate::registers::form::NEW_ROW;
use crate::registers::rows::{self, columns};
use crate::registers::{Field as Declared, Kind, Names, RowKeys, Shape, names_of, show_value};
use crate::ui::components::{Button, ButtonKind, Field, Icon, cell_key, use_toasts};

use super::form_state::FormState;
use super::input_cell::InputCell;
use super::inputs::input;
use super::memory::Texts;
use super::people_rows::people_rows;
use super::roll::roll;
use super::row_grid::{RowSum, row_grid};
use super::row_parts::{cell, row_error};
use super::row_paste::paste_block;

/// So many steps are shown at once.
const STEPS_AT_ONCE: usize = 12;

/// The input of a field, in its frame: one input, or those of its columns.
pub fn field_input(state: FormState, field: &'static Declared, hint: Signal<String>) -> AnyView {
    match (field.shape, field.kind) {
        (Shape::Rows(RowKeys::Records(to)), kind) => {
            let counts = matches!(kind, Kind::Count(..)) && names_of(to) == Names::OfPeople;
            let body = if counts { roll(state, field, to) } else { people_rows(state, field, to) };
            frame(state, field, hint, body)
        }
        (Shape::Rows(RowKeys::Steps(steps)), Kind::Columns(columns))
            if columns.iter().all(|one| matches!(one.kind, Kind::Count(..))) =>
        {
            let rows = steps.iter().map(|(key, label)| ((*label).to_owned(), (*key).to_owned()));
            let rows = Signal::stored(rows.collect::<Vec<_>>());
            let grid = row_grid(state, field, field.label, rows, sum_of_counts(state, field));
            let body = view! { <div class="plain-table-box">{grid}</div> };
            frame(state, field, hint, body.into_any())
        }
        (Shape::Rows(RowKeys::Steps(steps)), _) => {
            frame(state, field, hint, step_lines(state, field, steps))
        }
        (Shape::Rows(RowKeys::Created), _) => frame(state, field, hint, created(state, field)),
        (Shape::Rows(RowKeys::Writer), _) => frame(state, field, hint, counter(state, field)),
        (_, Kind::Columns(_)) => {
            let body = view! { <div class="row-inputs">{cells(state, field, "")}</div> };
            frame(state, field, hint, body.into_any())
        }
        (_, kind) => {
            let wide = match kind {
                Kind::Lines(_) | Kind::RuleLine => true,
                Kind::Reference(to) => names_of(to) == Names::Numbered,
                _ => false,
            };
            view! {
                <Field
                    label=field.label
                    help=field.help
                    required=field.required
                    wide=wide
                    hint=hint
                    error=state.error_of(field.name)
                >
                    {input(InputCell::of_field(state, field))}
                </Field>
            }
            .into_any()
        }
    }
}

/// What the counts in a row add up to.
fn sum_of_counts(state: FormState, field: &'static Declared) -> RowSum {
    let say = move |key: String| {
        let counts: Vec<i64> = state.filled.with(|filled| {
            let row = filled.tables.get(field.name).and_then(|rows| rows.get(&key));
            let texts = columns(field).iter().filter_map(|one| row?.get(one.name));
            texts.filter_map(|text| text.trim().parse().ok()).collect()
        });
        let sum = if counts.is_empty() {
            String::new()
        } else {
            counts.iter().fold(0_i64, |sum, count| sum.saturating_add(*count)).to_string()
        };
        (sum, String::new())
    };
    RowSum { label: "合计", say: Callback::new(say) }
}

/// The frame of a table or group: its label, its help and what is wrong with it as a whole. The
/// inputs in it have frames of their own.
fn frame(
    state: FormState,
    field: &'static Declared,
    hint: Signal<String>,
    body: AnyView,
) -> AnyView {
    let error = state.error_of(field.name);
    let toasts = use_toasts();
    let message = move || {
        let (wrong, doubt) = (error.get(), hint.get());
        let (text, is_hint) = if wrong.is_empty() { (doubt, true) } else { (wrong, false) };
        (!text.is_empty()).then(|| {
            let icon = if is_hint { Icon::Info } else { Icon::Warn };
            view! {
                <p class="field-error" class:is-hint=is_hint>{icon.view()}<span>{text}</span></p>
            }
        })
    };
    let help = (!field.help.is_empty()).then(|| view! { <p class="field-help">{field.help}</p> });
    view! {
        <fieldset class="field is-wide table-input"
            on:keydown=move |event| {
                cell_key(&event);
            }
            on:paste=move |event| paste_block(state, field, toasts, &event)
            class:is-invalid=move || error.with(|text| !text.is_empty())>
            <legend class="field-label">
                {field.label}
                {field.required.then(|| view! { <span class="field-required">"必填"</span> })}
            </legend>
            {help}
            {body}
            <div aria-live="polite">{message}</div>
        </fieldset>
    }
    .into_any()
}

/// The lines of steps. Of many, those after the first that is still to be filled in are folded away.
fn step_lines(
    state: FormState,
    field: &'static Declared,
    steps: &'static [(&'static str, &'static str)],
) -> AnyView {
    let step = |(key, label): &(&str, &str)| {
        line(state, field, key, Signal::stored((*label).to_owned()), None)
    };
    let is_filled = |(key, _): &(&str, &str)| {
        state.filled.with_untracked(|filled| {
            let row = filled.tables.get(field.name).and_then(|rows| rows.get(*key));
            row.is_some_and(|row| row.values().any(|text| !text.is_empty()))
        })
    };
    let shown = match steps.len() > STEPS_AT_ONCE {
        true => steps.iter().rposition(is_filled).map_or(1, |last| last + 2).min(steps.len()),
        false => steps.len(),
    };
    let (first, rest) = steps.split_at(shown);
    let list: Vec<AnyView> = first.iter().map(step).collect();
    let folded = (!rest.is_empty()).then(|| {
        let list: Vec<AnyView> = rest.iter().map(step).collect();
        view! {
            <details class="row-more">
                <summary>{format!("其余 {} 项", rest.len())}</summary>
                <div class="row-list">{list}</div>
            </details>
        }
    });
    view! { <div class="row-list">{list}{folded}</div> }.into_any()
}

/// The inputs of all columns of a row or group, each with its label.
pub fn cells(state: FormState, field: &'static Declared, key: &str) -> Vec<AnyView> {
    columns(field).iter().map(|column| cell(state, field, column, key)).collect()
}

/// A line of a table: what it is called, its inputs, and what is wrong with it.
fn line(
    state: FormState,
    field: &'static Declared,
    key: &str,
    label: Signal<String>,
    act: Option<AnyView>,
) -> AnyView {
    let error = state.error_in(field.name, key.to_owned());
    view! {
        <div class="row-line field" role="group" data-row=key.to_owned()
            aria-label=move || label.get()
            class:is-invalid=move || error.with(|text| !text.is_empty())>
            <div class="row-line-head"><span class="row-name">{move || label.get()}</span>{act}</div>
            <div class="row-inputs">{cells(state, field, key)}</div>
            {row_error(error)}
        </div>
    }
    .into_any()
}

/// Rows that are made one by one, in the order of their making.
fn created(state: FormState, field: &'static Declared) -> AnyView {
    let keys = Memo::new(move |_| {
        let key = |rows: &super::memory::Rows| rows.keys().cloned().collect::<Vec<_>>();
        let mut keys =
            state.filled.with(|filled| filled.tables.get(field.name).map(key).unwrap_or_default());
        // What is new comes last, though its sign sorts first.
        crate::ordered::sort_by_key(&mut keys, |key| key.starts_with(NEW_ROW));
        keys
    });
    let row = move |key: String| {
        let own = key.clone();
        let name = Signal::derive(move || {
            let place = keys.with(|keys| keys.iter().position(|one| *one == own));
            place.map_or_else(String::new, |at| format!("第 {} 行", at + 1))
        });
        let gone = key.clone();
        let remove = move |()| {
            state.mark_in(field, &gone, None);
            state.filled.update(|filled| {
                filled.tables.entry(field.name).or_default().remove(&gone);
            });
        };
        let act = view! {
            <Button label="删去这一行" icon=Icon::Trash icon_only=true kind=ButtonKind::Quiet on_click=remove />
        };
        line(state, field, &key, name, Some(act.into_any()))
    };
    let add = move |()| {
        let next = keys.with_untracked(|keys| {
            let new = keys.iter().filter_map(|key| key.strip_prefix(NEW_ROW)?.parse::<u32>().ok());
            new.max().map_or(0, |last| last + 1)
        });
        state.mark(field.name, "", None);
        state.filled.update(|filled| {
            let rows = filled.tables.entry(field.name).or_default();
            rows.insert(format!("{NEW_ROW}{next:04}"), Texts::new());
        });
    };
    view! {
        <div class="row-list">
            <For each=move || keys.get() key=|key| key.clone() children=row />
        </div>
        <Button label="添一行" icon=Icon::Plus on_click=add />
    }
    .into_any()
}

/// A counter: this tablet's own subtotal is typed, those of the others and the sum are shown.
fn counter(state: FormState, field: &'static Declared) -> AnyView {
    let own = state.session.draft("", "").writer().to_string();
    let id = state.id();
    let key = own.clone();
    let others = move |column: &'static Declared| {
        state.session.with_ledger(|ledger| {
            let record = id.as_ref().and_then(|id| ledger.record(id));
            let rows = record.iter().flat_map(|record| rows::rows(field, record));
            let others = rows.filter(|(writer, _)| *writer != key);
            others
                .filter_map(|(_, row)| rows::column(field, row, column.name).as_int())
                .sum::<i64>()
        })
    };
    let columns: Vec<AnyView> = columns(field)
        .iter()
        .map(|column| {
            let cell = InputCell::of_row(state, field, column, &own);
            let (others, value) = (others.clone(), cell.value());
            let help = Signal::derive(move || {
                let others = others(column);
                let mine = value.with(|text| text.trim().parse::<i64>().unwrap_or(0));
                let shown = |number: i64| {
                    state.session.with_ledger_untracked(|ledger| {
                        show_value(ledger, column, &Value::Int(number))
                    })
                };
                format!("其他平板 {}，合计 {}", shown(others), shown(others + mine))
            });
            view! {
                <Field label=column.label help=help>{input(cell)}</Field>
            }
            .into_any()
        })
        .collect();
    view! {
        <p class="field-help">"这里填本平板计的数；别的平板计的数由那一台改，合计自动相加。"</p>
        <div class="row-inputs">{columns}</div>
        {row_error(state.error_in(field.name, own))}
    }
    .into_any()
}
