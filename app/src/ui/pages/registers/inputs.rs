//! Inputs, by the kind of what is typed: one for fields and for columns of groups and rows.

use leptos::prelude::*;

use crate::app::today_text;
use crate::browser::clock;
use crate::ledger::{DayOrMonth, Month, Quarter};
use crate::ordered;
use crate::registers::{Kind, Privacy};
use crate::typed_text::PartialDate;
use crate::ui::components::{
    Button, ButtonKind, Choice, DateInput, Icon, MonthInput, NumberInput, Opt, TextArea, TextInput,
    TimeInput, Toggle,
};

use super::input_cell::InputCell;
use super::picks::reference;
use super::rule_picker::rule_line;

/// The longest a text may be for which former texts are offered.
const SHORT: usize = 40;

/// How many former texts are offered.
const OFFERED: usize = 12;

/// How many former texts of several lines are offered to tap.
const TAPPED: usize = 3;

/// The longest text of several lines for which former texts are offered.
const NOTE: usize = 300;

/// The input of a place, by the kind of its value.
pub fn input(cell: InputCell) -> AnyView {
    let (value, field) = (cell.value(), cell.field);
    let own = cell.clone();
    let change = Callback::new(move |text: String| own.set(text));
    let own = cell.clone();
    let leave = Callback::new(move |()| own.leave());
    // What is chosen in one go is left with it.
    let own = cell.clone();
    let choose = Callback::new(move |text: String| {
        own.set(text);
        own.leave();
    });
    match field.kind {
        Kind::Text(most) => {
            let former = if most <= SHORT { former(&cell, OFFERED) } else { Vec::new() };
            view! { <TextInput value=value on_change=change on_commit=leave suggestions=former /> }
                .into_any()
        }
        Kind::Lines(most) => {
            let former = if most <= NOTE { former(&cell, TAPPED) } else { Vec::new() };
            view! {
                <TextArea value=value on_change=change on_commit=leave />
                {tapped(value, change, former)}
            }
            .into_any()
        }
        Kind::Day => {
            view! { <DateInput value=value on_change=choose today=today_text() /> }.into_any()
        }
        Kind::DayOrMonth => day_or_month(cell, value),
        Kind::Month => month(cell.is_clearable(), value, choose),
        Kind::Quarter => quarter(cell.is_clearable(), value, choose),
        Kind::Count(_, _, unit) => number(value, change, leave, 0, unit),
        Kind::Points(..) => number(value, change, leave, 1, "分"),
        Kind::Percent => number(value, change, leave, 1, "%"),
        Kind::Tenths(_, _, unit) => number(value, change, leave, 1, unit),
        Kind::Time => view! { <TimeInput value=value on_change=choose /> }.into_any(),
        Kind::Money => number(value, change, leave, 2, "元"),
        Kind::Choice(choices) => {
            let options: Vec<Opt> =
                choices.iter().map(|(code, label)| Opt::new(*code, *label)).collect();
            let clearable = cell.is_clearable();
            view! { <Choice options=options value=value on_change=choose clearable=clearable /> }
                .into_any()
        }
        Kind::YesNo => {
            let yes = Signal::derive(move || value.with(|text| text == "是"));
            let turn = move |yes: bool| choose.run(if yes { "是" } else { "否" }.to_owned());
            view! { <Toggle label="是" value=yes on_change=turn /> }.into_any()
        }
        Kind::Reference(to) => reference(&cell, to, value, choose),
        Kind::RuleLine => rule_line(&cell, value, choose),
        Kind::Columns(_) | Kind::Data => ().into_any(),
    }
}

/// Former texts to tap, as long as nothing is typed.
fn tapped(value: Signal<String>, change: Callback<String>, former: Vec<String>) -> AnyView {
    if former.is_empty() {
        return ().into_any();
    }
    let is_blank = Memo::new(move |_| value.with(String::is_empty));
    (move || {
        is_blank.get().then(|| {
            let chips: Vec<AnyView> = former
                .iter()
                .cloned()
                .map(|text| {
                    let typed = text.clone();
                    view! {
                        <button type="button" class="quick former-text"
                            on:click=move |_| change.run(typed.clone())>{text}</button>
                    }
                    .into_any()
                })
                .collect();
            view! { <div class="former-texts">{chips}</div> }
        })
    })
    .into_any()
}

fn number(
    value: Signal<String>,
    change: Callback<String>,
    leave: Callback<()>,
    decimals: usize,
    unit: &'static str,
) -> AnyView {
    if unit.is_empty() {
        return view! {
            <NumberInput value=value on_change=change on_commit=leave decimals=decimals />
        }
        .into_any();
    }
    view! { <NumberInput value=value on_change=change on_commit=leave decimals=decimals unit=unit /> }
        .into_any()
}

/// A day of which perhaps only the month is known; what is typed in any usual form is put in order
/// when one leaves the field.
fn day_or_month(cell: InputCell, value: Signal<String>) -> AnyView {
    let shown = Signal::derive(move || value.with(|text| in_words(text)));
    let typing = RwSignal::new(None::<String>);
    let own = cell.clone();
    let change = move |text: String| {
        // While one types nothing is wrong yet.
        own.mark(None);
        typing.set(Some(text));
    };
    let leave = move || {
        if let Some(text) = typing.get_untracked() {
            typing.set(None);
            let text = text.trim().to_owned();
            match text.parse::<PartialDate>() {
                _ if text.is_empty() => cell.set(text),
                Ok(date) => cell.set(date.to_string()),
                Err(problem) => {
                    cell.set(text);
                    cell.mark(Some(problem.to_string()));
                }
            }
        }
        cell.leave();
    };
    let text = Signal::derive(move || typing.get().unwrap_or_else(|| shown.get()));
    view! {
        <TextInput value=text on_change=change on_commit=move |()| leave() placeholder="1990.5 或 1990.5.3" />
    }
    .into_any()
}

fn in_words(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), DayOrMonth::label)
}

/// A month; one that may be left open is first asked for.
fn month(clearable: bool, value: Signal<String>, change: Callback<String>) -> AnyView {
    let input = move || view! { <MonthInput value=value on_change=change /> }.into_any();
    let this = || Month::of(clock::today()).to_string();
    asked("选月份", (clearable, value, change), this, input)
}

/// A quarter: one back, one on.
fn quarter(clearable: bool, value: Signal<String>, change: Callback<String>) -> AnyView {
    let read = move || value.with(|text| text.parse::<Quarter>().ok());
    let step = move |back: bool| {
        let go = move |()| {
            if let Some(quarter) = untrack(read) {
                change.run(quarter.plus(if back { -1 } else { 1 }).to_string());
            }
        };
        let (word, icon) =
            if back { ("上一季度", Icon::Left) } else { ("下一季度", Icon::Right) };
        view! { <Button label=word icon=icon icon_only=true kind=ButtonKind::Quiet on_click=go /> }
    };
    let word = move || value.with(|text| text.parse().map_or(text.clone(), Quarter::label));
    let input = move || {
        view! {
            <div class="row quarter-input" role="group" aria-label="季度">
                {step(true)}<span aria-live="polite">{word}</span>{step(false)}
            </div>
        }
        .into_any()
    };
    let this = || Quarter::of(Month::of(clock::today())).to_string();
    asked("选季度", (clearable, value, change), this, input)
}

/// What is asked for first by a button, which puts in what is likely, and can be left open again.
fn asked(
    word: &'static str,
    (clearable, value, change): (bool, Signal<String>, Callback<String>),
    likely: impl Fn() -> String + Send + Sync + Copy + 'static,
    input: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let open = Memo::new(move |_| value.with(String::is_empty));
    (move || {
        if open.get() {
            let this = move |()| change.run(likely());
            return view! { <Button label=word icon=Icon::Calendar on_click=this /> }.into_any();
        }
        let clear = clearable.then(|| {
            let none = move |()| change.run(String::new());
            view! { <Button label="不填" kind=ButtonKind::Quiet on_click=none /> }
        });
        view! { <div class="row">{input()}{clear}</div> }.into_any()
    })
    .into_any()
}

/// What other records have in a field, the most frequent first. Not what tells one from another.
fn former(cell: &InputCell, most: usize) -> Vec<String> {
    let (state, field) = (cell.state, cell.field);
    let schema = state.schema;
    let own = field.identifies
        || !cell.is_field()
        || schema.title.contains(&field.name)
        || field.privacy == Privacy::Restricted;
    if own {
        return Vec::new();
    }
    let mut counts: std::collections::BTreeMap<String, usize> = Default::default();
    state.session.with_ledger_untracked(|ledger| {
        for record in ledger.records(schema.head.name) {
            let text = record.text(field.name);
            if !text.is_empty() && text.chars().count() <= SHORT && !text.contains('\n') {
                *counts.entry(text.to_owned()).or_default() += 1;
            }
        }
    });
    let mut list: Vec<(String, usize)> = counts.into_iter().collect();
    ordered::sort_by_key(&mut list, |(_, count)| std::cmp::Reverse(*count));
    list.into_iter().take(most).map(|(text, _)| text).collect()
}
