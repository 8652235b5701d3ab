//! A day: typed in any usual form, or chosen from the system's calendar.

use leptos::{html, prelude::*};

use super::{Icon, Mounted, field::FieldContext, inputs::show_value, typed::date_words};
use crate::typed_text::read_day;

/// A day, as `2026-11-21`.
///
/// Typing takes 2026.11.3, 2026-11-3, 2026年11月3日, 20261103, and with `today` also 11.3 and 昨天.
/// What cannot be read is given as typed, for the page to say so beside the field.
#[component]
pub fn DateInput(
    /// The day, `2026-11-21`, or what was typed and could not be read, or nothing.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the day.
    #[prop(into)]
    on_change: Callback<String>,
    /// Today, `2026-11-21`: offers 今天 and 昨天, and reads days without a year.
    #[prop(optional, into)]
    today: Signal<String>,
    /// The earliest day that the calendar offers.
    #[prop(optional, into)]
    min: Signal<String>,
    /// The latest day that the calendar offers.
    #[prop(optional, into)]
    max: Signal<String>,
    /// Label for screen readers where no `Field` stands around.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let field = FieldContext::here();
    let mounted = Mounted::here();
    let node: NodeRef<html::Input> = NodeRef::new();
    let typing = RwSignal::new(None::<String>);
    let shown =
        Signal::derive(move || typing.get().unwrap_or_else(|| value.with(|v| date_words(v))));
    show_value(node, shown);
    let input = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        if let Some(day) = today.with_untracked(|t| day_of(&text, t)) {
            on_change.run(day);
        }
        typing.set(Some(text));
    };
    let leave = move |_: web_sys::Event| {
        if let Some(text) = typing.get_untracked() {
            let day = today.with_untracked(|t| day_of(&text, t));
            on_change.run(day.unwrap_or_else(|| text.trim().to_owned()));
            typing.set(None);
        }
    };
    let select = move |_| {
        if let Some(input) = node.get_untracked() {
            input.select();
        }
    };
    let pick = move |day: String| {
        typing.set(None);
        on_change.run(day);
    };
    let quick = move |word: &'static str| {
        let day = move || today.with(|t| day_of(word, t));
        view! {
            <button
                type="button"
                class="quick"
                aria-pressed=move || if day() == Some(value.get()) { "true" } else { "false" }
                on:click=move |_| {
                    if let Some(day) = untrack(day) {
                        pick(day);
                    }
                }
            >{word}</button>
        }
    };
    let shortcuts = move || {
        today.with(|t| !t.is_empty()).then(|| {
            view! {
                <span class="quicks">{quick("今天")}{quick("昨天")}</span>
            }
        })
    };
    let named = label.clone().unwrap_or_default();
    view! {
        <div class="date-box">
            <div class="input-box is-date">
                <input
                    node_ref=node
                    class="input"
                    type="text"
                    autocomplete="off"
                    placeholder="2026.11.3"
                    aria-label=label
                    on:input=input
                    on:focus=select
                    on:change=mounted.on(leave)
                    on:blur=mounted.on(move |event: web_sys::FocusEvent| leave(event.into()))
                    {..field.attributes()}
                />
                <span class="date-native">
                    {Icon::Calendar.view()}
                    <input
                        type="date"
                        tabindex="-1"
                        aria-label=format!("{named}从日历中选")
                        prop:value=move || value.with(|v| day_of(v, "")).unwrap_or_default()
                        min=move || min.get()
                        max=move || max.get()
                        on:change=mounted.on(move |event| {
                            let day = event_target_value(&event);
                            if !day.is_empty() {
                                pick(day);
                            }
                        })
                    />
                </span>
            </div>
            {shortcuts}
        </div>
    }
    .into_any()
}

/// What is typed as a day, `2026-11-21`; `today` is written so, too, or empty.
fn day_of(text: &str, today: &str) -> Option<String> {
    read_day(text, read_day(today, None)).map(|day| day.to_string())
}
