//! 表决: the counts of each vote, and both tests checked while one types.

use leptos::prelude::*;

use super::record_parts::PAUSE_MILLIS;
use super::roll_state::RollState;
use crate::app::activities::{add_row, write_rows};
use crate::ledger::Value;
use crate::registers::{MEETING_SCHEMA, VOTE_KINDS, read_input, rows, vote_rule};
use crate::reports::Vote;
use crate::ui::components::{
    Button, ButtonKind, Choice, Field, Icon, Mounted, Notice, NoticeKind, NumberInput, Opt,
    TextInput,
};
use crate::ui::undoing::report;

/// The counts of a vote, in the order of the ballot.
const COUNTS: [(&str, &str); 8] = [
    ("issued", "发票"),
    ("returned", "收票"),
    ("valid", "有效票"),
    ("written", "会前书面赞成"),
    ("written_no", "会前书面反对"),
    ("yes", "同意"),
    ("no", "反对"),
    ("abstain", "弃权"),
];

/// The part of the page.
pub(super) fn votes_section(state: RollState) -> AnyView {
    let keys = Memo::new(move |_| {
        state
            .with_record(|record, _| {
                record
                    .entries("votes")
                    .into_iter()
                    .map(|(key, _)| key.to_owned())
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default()
    });
    let add = move |()| {
        let row = Value::group([("kind", Value::from(VOTE_KINDS[0].0))]);
        if let Err(refusal) =
            add_row(state.session, &state.id.get_value(), "votes", row, &state.reason_text())
        {
            state.toasts.say(refusal.to_string());
        }
    };
    let closed = Signal::derive(move || state.is_closed());
    view! {
        <section class="sheet pad stack" aria-label="表决">
            <div class="row">
                <h2 class="section-heading">"表决"</h2>
                <span class="grow"></span>
                <Button label="加一项表决" icon=Icon::Plus kind=ButtonKind::Quiet on_click=add disabled=closed/>
            </div>
            <For each=move || keys.get() key=|key| key.clone() children=move |key| vote_view(state, key)/>
        </section>
    }
    .into_any()
}

/// One vote: what is typed stays as typed until one leaves the field.
fn vote_view(state: RollState, key: String) -> AnyView {
    let key = StoredValue::new(key);
    let standing = Memo::new(move |_| {
        state
            .with_record(|record, _| {
                let rows = record.entries("votes").into_iter();
                rows.filter(|(own, _)| key.with_value(|key| key == own))
                    .map(|(_, row)| row.clone())
                    .next()
            })
            .flatten()
            .unwrap_or(Value::Null)
    });
    let typed = RwSignal::new(Vec::<(&'static str, String)>::new());
    let read = |name: &str, text: &str| {
        let columns = MEETING_SCHEMA.field("votes").map_or(&[][..], rows::columns);
        let column = columns.iter().find(|column| column.name == name);
        column.map_or(Ok(Value::Null), |column| read_input(column, text))
    };
    // The row as it would be with what is typed, as far as that can be read.
    let row = Memo::new(move |_| {
        let Some(field) = MEETING_SCHEMA.field("votes") else { return Value::Null };
        let written: Vec<(&str, Value)> = typed.with(|typed| {
            let readable =
                typed.iter().filter_map(|(name, text)| Some((*name, read(name, text).ok()?)));
            readable.collect()
        });
        standing.with(|standing| rows::with_columns(field, standing, &written))
    });
    let wrong_of = move |name: &'static str| {
        Signal::derive(move || {
            let said = typed.with(|typed| {
                let (_, text) = typed.iter().find(|(one, _)| *one == name)?;
                read(name, text).err()
            });
            said.unwrap_or_default()
        })
    };
    let vote = Memo::new(move |_| row.with(Vote::read));
    let write = move |value: Value| {
        let id = state.id.get_value();
        let rows = [(key.get_value(), value)];
        write_rows(state.session, &id, "votes", rows, &state.reason_text())
    };
    let is_wrong =
        move || typed.with(|typed| typed.iter().any(|(name, text)| read(name, text).is_err()));
    let keep = move || {
        // What cannot be read stays, with what is wrong beside it.
        if typed.with_untracked(Vec::is_empty) || untrack(is_wrong) {
            return;
        }
        match write(row.get_untracked()) {
            Ok(()) => typed.set(Vec::new()),
            Err(refusal) => state.toasts.say(refusal.to_string()),
        }
    };
    let keep_soon = Mounted::here().in_pause(PAUSE_MILLIS, keep);
    let text_of = move |name: &'static str| {
        Signal::derive(move || {
            let own = typed.with(|typed| {
                typed.iter().rev().find(|(one, _)| *one == name).map(|(_, text)| text.clone())
            });
            own.unwrap_or_else(|| {
                standing.with(|row| match row.get(name).unwrap_or(&Value::Null) {
                    Value::Int(number) => number.to_string(),
                    value if name == "matter" => {
                        row.as_text().or(value.as_text()).unwrap_or("").to_owned()
                    }
                    value => value.as_text().unwrap_or("").to_owned(),
                })
            })
        })
    };
    let set = move |name: &'static str, text: String| {
        typed.update(|typed| {
            typed.retain(|(one, _)| *one != name);
            typed.push((name, text));
        });
        keep_soon();
    };
    let options: Vec<Opt> = VOTE_KINDS.iter().map(|(code, word)| Opt::new(*code, *word)).collect();
    let numbers = COUNTS.map(|(name, label)| {
        let is_asked =
            move || !name.starts_with("written") || vote.with(|vote| vote.rule().takes_written);
        view! {
            <div class="vote-count" hidden=move || !is_asked()>
                <Field label=label error=wrong_of(name)>
                    <NumberInput value=text_of(name) on_change=move |text| set(name, text)
                        on_commit=move |()| keep() unit="票"/>
                </Field>
            </div>
        }
    });
    let result = move || {
        if is_wrong() {
            return view! { <Notice kind=NoticeKind::Warn title="上面有一处不对，还没有记下；改好后再看结果"/> }
                .into_any();
        }
        let counts = state.counts();
        vote.with(|vote| {
            let outcome = vote.outcome(&counts);
            let [quorum, votes] = outcome.words(&counts);
            let kind = match (outcome.is_quorate, outcome.passed, outcome.contradicts) {
                (_, _, true) => NoticeKind::Error,
                (true, Some(true), _) => NoticeKind::Done,
                (_, None, _) => NoticeKind::Info,
                _ => NoticeKind::Warn,
            };
            let title = format!("应到有表决权 {}；{quorum}；{votes}", counts.voters);
            view! { <Notice kind=kind title=title text=vote.rule().clause/> }.into_any()
        })
    };
    let remove = move |()| {
        report(state.session, state.toasts, write(Value::Null), "这项表决已删去");
    };
    view! {
        <fieldset class="vote" disabled=move || state.is_closed()>
            <div class="vote-head">
                <Field label="表决事项或候选人" error=wrong_of("matter")>
                    <TextInput value=text_of("matter") on_change=move |text| set("matter", text)
                        on_commit=move |()| keep()/>
                </Field>
                <Field label="类别">
                    <Choice options=options value=text_of("kind") on_change=move |kind: String| {
                        if !vote_rule(&kind).takes_written {
                            // The fields for them are not shown any more.
                            typed.update(|typed| typed.retain(|(name, _)| !name.starts_with("written")));
                        }
                        set("kind", kind);
                        keep();
                    }/>
                </Field>
                <Button label="删去" icon=Icon::Trash icon_only=true kind=ButtonKind::Quiet on_click=remove/>
            </div>
            <div class="vote-counts">{numbers}</div>
            {result}
        </fieldset>
    }
    .into_any()
}
