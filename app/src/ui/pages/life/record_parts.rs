//! What is written of a meeting or an event beside its roll: its subject at once, the rest in the form.

use leptos::prelude::*;

use super::roll_state::{RollPage, schema_of};
use crate::app::activities::write_field;
use crate::registers::{Field, read_input, show_field};
use crate::ui::components::{Button, ButtonKind, Icon, TextInput};
use crate::ui::pages::registers::{Preset, close_first, form_in_place};

/// The fields that are shown beside the roll, where they are filled.
const SHOWN: &[&str] = &[
    "begins",
    "ends",
    "place",
    "host",
    "recorder",
    "lecturer",
    "guest_lecturer",
    "visitors",
    "hours",
    "agenda",
    "content",
    "resolutions",
    "plus",
    "partner",
    "persons",
    "medicine",
    "outcome",
    "follow_up",
];

/// The part of the page.
pub(super) fn record_section(state: RollPage) -> AnyView {
    let editing = RwSignal::new(false);
    close_first(editing);
    let body = move || {
        let id = state.id.get_value();
        let Some(schema) = schema_of(&id).filter(|_| editing.get()) else {
            return summary(state, editing);
        };
        let branch = state.session.own_branch();
        let preset = Preset { branch, ..Preset::default() };
        form_in_place(
            state.session,
            schema,
            id,
            preset,
            Callback::new(move |()| editing.set(false)),
        )
    };
    view! { <section class="sheet pad stack record-part" aria-label="记录">{body}</section> }
        .into_any()
}

fn summary(state: RollPage, editing: RwSignal<bool>) -> AnyView {
    let subject = if state.is_meeting { "subject" } else { "theme" };
    let label = if state.is_meeting { "议题或主题" } else { "主题" };
    let standing = Memo::new(move |_| {
        state.with_record(|record, _| record.text(subject).to_owned()).unwrap_or_default()
    });
    let typed = RwSignal::new(None::<String>);
    let value = Signal::derive(move || typed.get().unwrap_or_else(|| standing.get()));
    let save = move |()| {
        let Some(text) = typed.get_untracked() else { return };
        let id = state.id.get_value();
        let Some(field) = schema_of(&id).and_then(|schema| schema.field(subject)) else { return };
        let written = read_input(field, &text).and_then(|value| {
            write_field(state.session, &id, subject, value, &state.reason_text())
                .map_err(|refusal| refusal.to_string())
        });
        match written {
            Ok(()) => typed.set(None),
            // What was typed stays, to be shortened.
            Err(said) => state.toasts.say(format!("{label}没有记下：{said}")),
        }
    };
    let filled = Memo::new(move |_| {
        state
            .with_record(|record, context| {
                let schema = schema_of(record.id());
                let fields = schema.into_iter().flat_map(|schema| schema.fields);
                let shown = |field: &'static Field| {
                    let text = show_field(context.ledger(), field, record);
                    (!text.is_empty()).then_some((field.label, text))
                };
                fields
                    .filter(|field| SHOWN.contains(&field.name))
                    .filter_map(shown)
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default()
    });
    let lines = move || {
        let line = |(label, text): (&'static str, String)| {
            view! {
                <div class="life-fact"><dt>{label}</dt><dd>{text}</dd></div>
            }
        };
        filled.get().into_iter().map(line).collect::<Vec<_>>()
    };
    view! {
        <div class="record-subject">
            <TextInput value=value label=label placeholder=label
                on_change=move |text| typed.set(Some(text)) on_commit=save
                readonly=Signal::derive(move || state.is_closed())/>
            <Button label="写记录" icon=Icon::Edit kind=ButtonKind::Plain on_click=move |()| editing.set(true)/>
        </div>
        <dl class="life-facts">{lines}</dl>
    }
    .into_any()
}
