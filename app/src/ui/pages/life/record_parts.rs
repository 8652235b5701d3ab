//! What is written of a meeting or an event beside its roll: its subject at once, the rest in the form.

use leptos::prelude::*;

use super::roll_state::{RollState, schema_of};
use crate::app::Session;
use crate::app::activities::write_field;
use crate::ledger::RecordId;
use crate::registers::{Counter, Field, counters, read_input, served_by, show_field};
use crate::ui::components::{Button, ButtonKind, Icon, Mounted, TextInput};
use crate::ui::pages::registers::{Preset, close_first, form_in_place, is_left_unsaved};

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

/// How long one pauses before what is typed is kept.
pub(super) const PAUSE_MILLIS: i32 = 600;

/// The part of the page.
pub(super) fn record_section(state: RollState) -> AnyView {
    let editing = state.is_writing;
    close_first(editing);
    let body = move || {
        let id = state.id.get_value();
        let Some(schema) = schema_of(&id).filter(|_| editing.get()) else {
            return summary(state, editing);
        };
        let preset = preset(state.session);
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

/// What the form of a record begins with.
fn preset(session: Session) -> Preset {
    Preset { branch: session.own_branch(), ..Preset::default() }
}

/// Whether the form of a record was left without saving: it opens as it was.
pub(super) fn is_being_written(session: Session, id: &RecordId) -> bool {
    is_left_unsaved(session, id, &preset(session))
}

fn summary(state: RollState, editing: RwSignal<bool>) -> AnyView {
    let subject = if state.is_meeting { "subject" } else { "theme" };
    let label = if state.is_meeting { "议题或主题" } else { "主题" };
    let standing = Memo::new(move |_| {
        state.with_record(|record, _| record.text(subject).to_owned()).unwrap_or_default()
    });
    let typed = RwSignal::new(None::<String>);
    // Why what was typed is not kept.
    let wrong = RwSignal::new(None::<String>);
    let wrong_line = move || {
        let said = wrong.get();
        said.map(|said| {
            view! { <p class="field-error" role="alert">{format!("还没有记下：{said}")}</p> }
        })
    };
    let value = Signal::derive(move || typed.get().unwrap_or_else(|| standing.get()));
    let save = move |()| {
        let Some(text) = typed.get_untracked() else { return };
        let id = state.id.get_value();
        let Some(field) = schema_of(&id).and_then(|schema| schema.field(subject)) else { return };
        let written = read_input(field, &text).and_then(|value| {
            write_field(state.session, &id, subject, value, &state.reason_text())
                .map_err(|refusal| refusal.to_string())
        });
        if written.is_ok() {
            typed.set(None);
        }
        // What was typed stays, to be shortened.
        wrong.set(written.err());
    };
    // It is kept also while one stays in the field: a pause is enough.
    let save_soon = Mounted::here().in_pause(PAUSE_MILLIS, move || save(()));
    let change = move |text| {
        typed.set(Some(text));
        save_soon();
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
                let mut lines: Vec<(String, String)> = fields
                    .filter(|field| SHOWN.contains(&field.name))
                    .filter_map(shown)
                    .map(|(label, text)| (label.to_owned(), text))
                    .collect();
                let counted = counters(context.ledger(), record.id(), "").into_iter();
                let counted: Vec<_> = counted.filter(|one| one.total > 0).collect();
                let is_sum = counted.len() > 1 || record.get("persons").as_int().is_some();
                if let Some(served) = served_by(record, context).filter(|_| is_sum) {
                    lines.push(("合计服务".to_owned(), format!("{served} 人次")));
                }
                let word = |things: bool| if things { "（不计入）" } else { "" };
                let named = |one: Counter| {
                    (format!("{}{}", one.name, word(one.things)), one.total.to_string())
                };
                lines.extend(counted.into_iter().map(named));
                lines
            })
            .unwrap_or_default()
    });
    let lines = move || {
        let line = |(label, text): (String, String)| {
            view! {
                <div class="life-fact"><dt>{label}</dt><dd>{text}</dd></div>
            }
        };
        filled.get().into_iter().map(line).collect::<Vec<_>>()
    };
    view! {
        <div class="record-subject" class:is-invalid=move || wrong.with(Option::is_some)>
            <TextInput value=value label=label placeholder=label
                on_change=change on_commit=save
                readonly=Signal::derive(move || state.is_closed())/>
            <Button label="写记录" icon=Icon::Edit kind=ButtonKind::Plain on_click=move |()| editing.set(true)/>
        </div>
        {wrong_line}
        <dl class="life-facts" hidden=move || filled.with(Vec::is_empty)>{lines}</dl>
    }
    .into_any()
}
