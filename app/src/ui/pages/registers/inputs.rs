//! The input of a field, by its kind.

use leptos::prelude::*;

use crate::app::today_text;
use crate::browser::clock;
use crate::ledger::Month;
use crate::ordered;
use crate::registers::{Field, Kind, Privacy, RowKeys, Shape};
use crate::tables::partial_date::PartialDate;
use crate::ui::components::{
    Button, ButtonKind, Choice, DateInput, Icon, MonthInput, NumberInput, Opt, TextArea, TextInput,
    Toggle,
};

use super::form_state::FormState;
use super::picks::{reference, rule_line};
use super::roll::roll;

/// The longest a text may be for which former texts are offered.
const SHORT: usize = 40;

/// How many former texts are offered.
const OFFERED: usize = 12;

/// The input of a field.
pub fn input(state: FormState, field: &'static Field) -> AnyView {
    if let Shape::Rows(RowKeys::Records(to)) = field.shape {
        return roll(state, field, to);
    }
    let value = state.text_of(field.name);
    let change = Callback::new(move |text: String| state.set_text(field, text));
    let leave = Callback::new(move |()| state.leave(field));
    match field.kind {
        Kind::Text(most) => {
            let former = if most <= SHORT { former(state, field) } else { Vec::new() };
            view! { <TextInput value=value on_change=change on_commit=leave suggestions=former /> }
                .into_any()
        }
        Kind::Lines(_) => {
            view! { <TextArea value=value on_change=change on_commit=leave /> }.into_any()
        }
        Kind::Day => {
            view! { <DateInput value=value on_change=change today=today_text() /> }.into_any()
        }
        Kind::DayOrMonth => day_or_month(state, field, value),
        Kind::Month => month(field, value, change),
        Kind::Count(_, _, unit) => number(value, change, leave, 0, unit),
        Kind::Points(..) => number(value, change, leave, 1, "分"),
        Kind::Percent => number(value, change, leave, 1, "%"),
        Kind::Money => number(value, change, leave, 2, "元"),
        Kind::Choice(choices) => {
            let options: Vec<Opt> =
                choices.iter().map(|(code, label)| Opt::new(*code, *label)).collect();
            let clearable = !field.required;
            view! { <Choice options=options value=value on_change=change clearable=clearable /> }
                .into_any()
        }
        Kind::YesNo => {
            let yes = Signal::derive(move || value.with(|text| text == "是"));
            let turn = move |yes: bool| change.run(if yes { "是" } else { "否" }.to_owned());
            view! { <Toggle label="是" value=yes on_change=turn /> }.into_any()
        }
        Kind::Reference(to) => reference(state, field, to, value, change),
        Kind::RuleLine => rule_line(state, field, value, change),
        Kind::Quarter | Kind::Columns(_) | Kind::Data => ().into_any(),
    }
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
fn day_or_month(state: FormState, field: &'static Field, value: Signal<String>) -> AnyView {
    let shown = Signal::derive(move || value.with(|text| in_words(text)));
    let typing = RwSignal::new(None::<String>);
    let change = move |text: String| {
        // While one types nothing is wrong yet.
        state.mark(field.name, None);
        typing.set(Some(text));
    };
    let leave = move || {
        if let Some(text) = typing.get_untracked() {
            typing.set(None);
            let text = text.trim().to_owned();
            match text.parse::<PartialDate>() {
                _ if text.is_empty() => state.set_text(field, text),
                Ok(date) => state.set_text(field, date.to_string()),
                Err(problem) => {
                    state.set_text(field, text);
                    state.mark(field.name, Some(problem.to_string()));
                }
            }
        }
        state.leave(field);
    };
    let text = Signal::derive(move || typing.get().unwrap_or_else(|| shown.get()));
    view! {
        <TextInput value=text on_change=change on_commit=move |()| leave() placeholder="1990.5 或 1990.5.3" />
    }
    .into_any()
}

fn in_words(text: &str) -> String {
    match (crate::ledger::parse_day(text), text.parse::<Month>()) {
        (Ok(day), _) => crate::ledger::day_label(day),
        (_, Ok(month)) => month.label(),
        _ => text.to_owned(),
    }
}

/// A month; one that may be left open is first asked for.
fn month(field: &'static Field, value: Signal<String>, change: Callback<String>) -> AnyView {
    let open = Memo::new(move |_| value.with(String::is_empty));
    (move || {
        if open.get() {
            let this = move |()| change.run(Month::of(clock::today()).to_string());
            return view! { <Button label="选月份" icon=Icon::Calendar on_click=this /> }
                .into_any();
        }
        let clear = (!field.required).then(|| {
            let none = move |()| change.run(String::new());
            view! { <Button label="不填" kind=ButtonKind::Quiet on_click=none /> }
        });
        view! { <div class="row"><MonthInput value=value on_change=change />{clear}</div> }
            .into_any()
    })
    .into_any()
}

/// What other records have in a field, the most frequent first. Not what tells one from another.
fn former(state: FormState, field: &'static Field) -> Vec<String> {
    let schema = state.schema;
    let own = ["staff_number", "document", "code"].contains(&field.name)
        || schema.title.contains(&field.name)
        || field.privacy == Privacy::Restricted;
    if own {
        return Vec::new();
    }
    let mut counts: std::collections::BTreeMap<String, usize> = Default::default();
    state.session.with_ledger_untracked(|ledger| {
        for record in ledger.records(schema.head.name) {
            let text = record.text(field.name);
            if !text.is_empty() {
                *counts.entry(text.to_owned()).or_default() += 1;
            }
        }
    });
    let mut list: Vec<(String, usize)> = counts.into_iter().collect();
    ordered::sort_by_key(&mut list, |(_, count)| std::cmp::Reverse(*count));
    list.into_iter().take(OFFERED).map(|(text, _)| text).collect()
}
