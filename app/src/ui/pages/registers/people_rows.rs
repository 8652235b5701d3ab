//! A row for each record of a register: each name with its choice, other columns opened by a tap.

use leptos::prelude::*;

use crate::browser::chinese::{findable, matches};
use crate::ledger::Value;
use crate::registers::rows::columns;
use crate::registers::{Field as Declared, Kind, folded, names_of, show_value};
use crate::ui::components::{Button, ButtonKind, Field, Icon, RollPerson, SearchInput};

use super::form_state::FormState;
use super::input_cell::InputCell;
use super::inputs::input;
use super::roll::{branch_choice, first_branch, shown_people};
use super::row_parts::{cell, row_error};

/// From so many rows on one looks for a name.
const SEARCHED: usize = 12;

/// A row for each record of a register; for members by branch and group.
pub fn people_rows(state: FormState, field: &'static Declared, to: &'static str) -> AnyView {
    let branch = first_branch(state);
    let people = shown_people(state, field, to, branch);
    let query = RwSignal::new(String::new());
    let name = names_of(to).label();
    let search = move || {
        (people.with(Vec::len) >= SEARCHED).then(|| {
            view! {
                <SearchInput
                    value=query
                    on_change=move |text| query.set(text)
                    placeholder=format!("{name}、拼音首字母")
                    label=format!("查找{name}")
                />
            }
        })
    };
    // A group begins where a person has another one than the person before.
    let listed = Memo::new(move |_| {
        people.with(|all| {
            let mut before = String::new();
            let mut list = Vec::new();
            for person in all {
                let begins = person.group != before;
                before.clone_from(&person.group);
                list.push((person.clone(), begins));
            }
            list
        })
    });
    let row = move |(person, begins): (RollPerson, bool)| {
        // Read once, for all that is typed.
        let words = findable(&person.name);
        let is_out = Memo::new(move |_| {
            let text = query.with(|text| folded(text));
            !text.is_empty() && !words.is_found_by(&text)
        });
        let head = begins.then(|| {
            view! { <div class="row-group" aria-hidden="true">{person.group.clone()}</div> }
        });
        view! { {head}{person_row(state, field, person, is_out)} }
    };
    let branches = branch_choice(state, to, branch);
    let shown = move || {
        let text = query.get();
        people.with(|all| {
            let found = all.iter().filter(|one| matches(&one.name, &text));
            found.map(|one| one.id.clone()).collect::<Vec<_>>()
        })
    };
    view! {
        {branches}
        {search}
        {rest(state, field, shown)}
        <div class="row-list people-rows">
            <For each=move || listed.get() key=|(person, begins)| (person.id.clone(), *begins) children=row />
        </div>
    }
    .into_any()
}

/// Fills the first column of all who are shown and have nothing there yet.
fn rest(
    state: FormState,
    field: &'static Declared,
    shown: impl Fn() -> Vec<String> + Send + Sync + Copy + 'static,
) -> AnyView {
    let Some((column, choices)) = columns(field).first().and_then(|first| match first.kind {
        Kind::Choice(choices) => Some((first, choices)),
        _ => None,
    }) else {
        return ().into_any();
    };
    let blank = move |key: &str| {
        state.filled.with_untracked(|filled| {
            let row = filled.tables.get(field.name).and_then(|rows| rows.get(key));
            row.and_then(|row| row.get(column.name)).is_none_or(String::is_empty)
        })
    };
    let buttons: Vec<AnyView> = choices
        .iter()
        .map(|(code, label)| {
            let fill = move |()| {
                let keys: Vec<String> =
                    untrack(shown).into_iter().filter(|key| blank(key)).collect();
                state.mark(field.name, "", None);
                state.filled.update(|filled| {
                    let rows = filled.tables.entry(field.name).or_default();
                    for key in &keys {
                        rows.entry(key.clone())
                            .or_default()
                            .insert(column.name, (*code).to_owned());
                    }
                    filled.filled_for_all(field, keys, true);
                });
                state.check_field(field);
            };
            view! { <Button label=format!("其余全部{label}") kind=ButtonKind::Quiet on_click=fill /> }
                .into_any()
        })
        .collect();
    let count = move || {
        let texts = state.filled.with(|filled| {
            let rows = filled.tables.get(field.name).into_iter().flat_map(|rows| rows.values());
            let texts = rows.filter_map(|row| row.get(column.name));
            texts.filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>()
        });
        let of = choices.iter().filter_map(|(code, label)| {
            let count = texts.iter().filter(|text| text == code).count();
            (count > 0).then(|| format!("{label} {count}"))
        });
        of.collect::<Vec<_>>().join("　")
    };
    view! {
        <div class="row rows-rest">
            {buttons}
            <span class="grow"></span>
            <span class="figures muted" role="status">{count}</span>
        </div>
    }
    .into_any()
}

fn person_row(
    state: FormState,
    field: &'static Declared,
    person: RollPerson,
    is_out: Memo<bool>,
) -> AnyView {
    let key = person.id.clone();
    let all = columns(field);
    let error = state.error_in(field.name, key.clone());
    let is_choice = |column: &Declared| matches!(column.kind, Kind::Choice(_) | Kind::YesNo);
    let Some((first, others)) = all.split_first() else { return ().into_any() };
    // Where names are chosen for, the rest is opened by a tap; else all of a row is typed in a line.
    let folds = is_choice(first) && !others.is_empty();
    let head = if all.len() == 1 || folds {
        let first = InputCell::of_row(state, field, first, &key);
        view! { <Field label=person.name.clone() help=person.note>{input(first)}</Field> }
            .into_any()
    } else {
        let cells: Vec<AnyView> = all.iter().map(|one| cell(state, field, one, &key)).collect();
        view! {
            <span class="row-name">{person.name.clone()}</span>
            <div class="row-inputs">{cells}</div>
        }
        .into_any()
    };
    let rest = folds.then(|| others_of(state, field, others, key.clone()));
    view! {
        <div class="row-line is-person field" role="group" data-row=key aria-label=person.name
            class:has-more=folds
            hidden=move || is_out.get()
            class:is-invalid=move || error.with(|text| !text.is_empty())>
            {head}
            {rest}
            {row_error(error)}
        </div>
    }
    .into_any()
}

/// The other columns of a row: what is filled in of them, and their inputs once one taps.
fn others_of(
    state: FormState,
    field: &'static Declared,
    others: &'static [Declared],
    key: String,
) -> AnyView {
    let is_open = RwSignal::new(false);
    let own = key.clone();
    let filled = Memo::new(move |_| {
        let texts = state.filled.with(|filled| {
            let row = filled.tables.get(field.name).and_then(|rows| rows.get(&own)).cloned();
            row.unwrap_or_default()
        });
        let filled = others.iter().filter_map(|column| {
            let text = texts.get(column.name).filter(|text| !text.is_empty())?;
            let shown = crate::registers::read_input(column, text).unwrap_or(Value::Null);
            let shown =
                state.session.with_ledger_untracked(|ledger| show_value(ledger, column, &shown));
            Some(if shown.is_empty() { text.clone() } else { format!("{} {shown}", column.label) })
        });
        filled.collect::<Vec<_>>().join("，")
    });
    let summary = move || match filled.get() {
        blank if blank.is_empty() => {
            others.iter().map(|one| one.label).collect::<Vec<_>>().join("、")
        }
        filled => filled,
    };
    let panel = move || {
        is_open.get().then(|| {
            let cells: Vec<AnyView> =
                others.iter().map(|one| cell(state, field, one, &key)).collect();
            view! { <div class="row-inputs">{cells}</div> }
        })
    };
    view! {
        <button type="button" class="quick row-more" class:is-blank=move || filled.with(String::is_empty)
            aria-expanded=move || if is_open.get() { "true" } else { "false" }
            on:click=move |_| is_open.update(|open| *open = !*open)>
            <span class="row-more-text">{summary}</span>
            {move || if is_open.get() { Icon::Up.view() } else { Icon::Down.view() }}
        </button>
        {panel}
    }
    .into_any()
}
