//! 各人时长: the hours of each volunteer, where they differ from those of the event.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::record_parts::PAUSE_MILLIS;
use super::roll_state::RollState;
use crate::app::activities::write_rows;
use crate::ledger::Value;
use crate::ordered;
use crate::registers::{
    SERVICE_EVENT_SCHEMA, is_volunteer, length_tenths, most_hours_tenths, points_text, read_input,
    rows, service_days,
};
use crate::ui::components::{Mounted, NumberInput};

/// The part of the page; empty while no member takes part, or the kind of service counts no hours.
pub(super) fn hours_section(state: RollState) -> AnyView {
    let serving = Memo::new(move |_| {
        let serving = state.entries.with(|entries| {
            let marked = entries.iter().filter(|one| !one.state.is_empty());
            ordered::set(marked.map(|one| one.id.to_string()))
        });
        state.people.with(|people| {
            let people = people.iter().filter(|one| serving.contains(&one.id));
            people.map(|one| (one.id.clone(), one.name.clone())).collect::<Vec<_>>()
        })
    });
    // What is said of the hours of one, by member, until they are right.
    let wrong = RwSignal::new(BTreeMap::<String, String>::new());
    let usual = Memo::new(move |_| {
        let usual = state.with_record(|record, _| length_tenths(record));
        usual.flatten().map_or_else(|| "没有起止时间".to_owned(), points_text)
    });
    let lines = move || {
        let line = |(member, name): (String, String)| hours_line(state, member, name, usual, wrong);
        serving.get().into_iter().map(line).collect::<Vec<_>>()
    };
    // Of other kinds of service, hours are counted nowhere.
    let counts_hours = Memo::new(move |_| {
        let counts = state.with_record(|record, _| is_volunteer(record.text("kind")));
        counts.unwrap_or(false)
    });
    let is_of_days = Memo::new(move |_| {
        let days = state.with_record(|record, _| service_days(record)).flatten();
        days.is_some_and(|days| days.start() < days.end())
    });
    (move || {
        (counts_hours.get() && serving.with(|serving| !serving.is_empty())).then(|| {
            view! {
                <section class="sheet pad stack" aria-label="各人时长">
                    <h2 class="section-heading">"各人时长"</h2>
                    <p class="quiet-line">{move || match is_of_days.get() {
                        true => "不填的只算一天的起止时间；来了几天的，在这里写他一共的。",
                        false => "不填的按活动的起止时间算；来得晚、走得早的，在这里写他自己的。",
                    }}</p>
                    <ul class="own-hours">{lines}</ul>
                </section>
            }
        })
    })
    .into_any()
}

fn hours_line(
    state: RollState,
    member: String,
    name: String,
    usual: Memo<String>,
    wrong: RwSignal<BTreeMap<String, String>>,
) -> AnyView {
    let member = StoredValue::new(member);
    let standing = Memo::new(move |_| {
        let hours = state.with_record(|record, _| {
            member.with_value(|member| {
                record.entry("who", member).get("hours").and_then(Value::as_int)
            })
        });
        hours.flatten().map(points_text).unwrap_or_default()
    });
    let typed = RwSignal::new(None::<String>);
    let value = Signal::derive(move || typed.get().unwrap_or_else(|| standing.get()));
    let save = move |()| {
        let Some(text) = typed.get_untracked() else { return };
        let outcome = written(state, &member.get_value(), &text);
        wrong.update(|wrong| match &outcome {
            Err(said) => drop(wrong.insert(member.get_value(), said.clone())),
            Ok(()) => drop(wrong.remove(&member.get_value())),
        });
        if outcome.is_ok() {
            typed.set(None);
        }
    };
    let save_soon = Mounted::here().in_pause(PAUSE_MILLIS, move || save(()));
    let change = move |text| {
        typed.set(Some(text));
        save_soon();
    };
    let said = move || {
        let said = wrong.with(|wrong| member.with_value(|member| wrong.get(member).cloned()));
        said.map(|said| view! { <p class="field-error" role="alert">{said}</p> })
    };
    let label = format!("{name}的时长");
    view! {
        <li class="own-hours-line">
            <span class="duty-reason-name">{name}</span>
            <NumberInput value decimals=1 unit="小时" label placeholder=usual
                on_change=change on_commit=save/>
            {said}
        </li>
    }
    .into_any()
}

/// Writes the hours of a member; what is wrong with them in words.
fn written(state: RollState, member: &str, text: &str) -> Result<(), String> {
    let field = SERVICE_EVENT_SCHEMA.field("who").map_or(&[][..], rows::columns);
    let Some(field) = field.iter().find(|column| column.name == "hours") else { return Ok(()) };
    let hours = read_input(field, text)?;
    let most = state.session.with_ledger_untracked(|ledger| {
        state.id.with_value(|id| ledger.record(id)).and_then(|record| most_hours_tenths(&record))
    });
    if let (Some(hours), Some(most)) = (hours.as_int(), most)
        && hours > most
    {
        return Err(format!("活动一共 {} 小时，没有记下", points_text(most)));
    }
    let row = state
        .with_row("who", member, |field, row| rows::with_columns(field, row, &[("hours", hours)]));
    let id = state.id.get_value();
    write_rows(state.session, &id, "who", [(member.to_owned(), row)], &state.reason_text())
        .map_err(|refusal| refusal.to_string())
}
