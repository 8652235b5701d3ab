//! Signing of minutes on the screen, by host and recorder: once both have, the record is corrected only
//! with a reason.

use leptos::prelude::*;

use super::roll_state::RollState;
use crate::app::activities::write_field;
use crate::app::today;
use crate::ledger::{Value, day_label};
use crate::registers::{Signature, Strokes, name_of, was_held};
use crate::reports::{Vote, counts_at_signing};
use crate::ui::components::{Button, ButtonKind, Dialog, Icon, SignaturePad, strokes_drawing};
use crate::ui::undoing::report;

/// Who signs: the field of the person, that of the signature, and as what.
const SIGNERS: [(&str, &str, &str); 2] =
    [("host", "host_signature", "主持人"), ("recorder", "recorder_signature", "记录人")];

/// What the roll counted as it was signed, where it counts something else now.
pub(super) fn counts_line(state: RollState) -> AnyView {
    let told = Memo::new(move |_| {
        let counts = state.counts();
        state.with_record(|record, _| counts_at_signing(record, &counts)).flatten()
    });
    let line =
        move || told.get().map(|told| view! { <p class="quiet-line">"签字时："{told}"。"</p> });
    line.into_any()
}

/// The part of the page; nothing before the roll is called.
pub(super) fn signing_section(state: RollState) -> AnyView {
    let signs = RwSignal::new(None::<usize>);
    let is_held =
        Memo::new(move |_| state.with_record(|record, _| was_held(record)).unwrap_or(false));
    let done = move |strokes: Strokes| {
        let Some((person, field, word)) = signs.get_untracked().and_then(|at| SIGNERS.get(at))
        else {
            return;
        };
        signs.set(None);
        let by = untrack(|| state.with_record(|record, _| record.named(record.text(person))));
        let by = by.flatten().map_or_else(|| (*word).to_owned(), |id| id.to_string());
        let counts = Some(untrack(|| state.counts()).for_signature());
        let signature = Signature { by, on: today(), strokes, counts };
        let value = signature.to_value();
        let outcome =
            write_field(state.session, &state.id.get_value(), field, value, &state.reason_text());
        report(state.session, state.toasts, outcome, format!("{word}已签字"));
    };
    let word_of = move || signs.get().and_then(|at| SIGNERS.get(at)).map(|(_, _, word)| *word);
    let pad = move || {
        word_of().map(|word| view! { <SignaturePad label=word on_done=Callback::new(done)/> })
    };
    let dialog = view! {
        <Dialog
            open=Signal::derive(move || signs.get().is_some())
            title=Signal::derive(move || format!("{}签字", word_of().unwrap_or_default()))
            on_close=move |()| signs.set(None)
        >
            {pad}
        </Dialog>
    };
    // What has to be written before anybody signs it.
    let lacks = Memo::new(move |_| {
        let has_nameless = state.with_record(|record, _| {
            record.entries("votes").into_iter().any(|(_, row)| Vote::read(row).matter.is_empty())
        });
        match (state.is_writing.get(), has_nameless) {
            (true, _) => Some("记录还在写，保存以后再签字"),
            (_, Some(true)) => Some("有一项表决没有写事项"),
            _ => None,
        }
    });
    let line = move |at: usize| {
        let (person, field, word) = SIGNERS[at];
        let standing = Memo::new(move |_| {
            state
                .with_record(|record, context| {
                    let name =
                        record.named(record.text(person)).map(|id| name_of(context.ledger(), &id));
                    (name.unwrap_or_default(), record.get(field).clone())
                })
                .unwrap_or_default()
        });
        let clear = move |()| {
            let id = state.id.get_value();
            let outcome = write_field(state.session, &id, field, Value::Null, &state.reason_text());
            report(state.session, state.toasts, outcome, format!("{word}的签字已去掉"));
        };
        move || {
            let (name, value) = standing.get();
            let drawn = Signature::from_value(&value).map(|signature| {
                let day = day_label(signature.on);
                view! {
                    {strokes_drawing(&signature.strokes, format!("{word}{name}的签字"))}
                    <span class="makeup-words">{day}</span>
                    {(!state.is_closed()).then(|| view! {
                        <Button label="去掉" kind=ButtonKind::Quiet on_click=clear/>
                    })}
                }
            });
            let is_signed = drawn.is_some();
            let is_unknown = name.is_empty();
            let sign = (!is_signed).then(|| {
                let reason = Signal::derive(move || match lacks.get() {
                    Some(lacks) => lacks.to_owned(),
                    None if is_unknown => format!("先在“写记录”里写明{word}"),
                    None => String::new(),
                });
                view! {
                    <Button label=format!("{word}签字") icon=Icon::Edit reason
                        on_click=move |()| signs.set(Some(at))/>
                }
            });
            view! {
                <div class="makeup-line">
                    <span class="makeup-name">{word}</span>
                    <span>{name}</span>
                    {drawn}
                    {sign}
                </div>
            }
        }
    };
    view! {
        <section class="sheet pad stack" aria-label="签字" hidden=move || !is_held.get()>
            <h2 class="section-heading">"签字"</h2>
            {line(0)}
            {line(1)}
            <p class="quiet-line">"两人签字以后，记录要更正须写明原因。"</p>
            {dialog}
        </section>
    }
    .into_any()
}
