//! 点名: all names at once, of a meeting or an event; and what belongs to it below.

use std::collections::BTreeMap;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::new_activity::make_once;
use super::roll_people::{code_of, entries_of, marks, people_of, place_of};
use super::roll_state::RollState;
use super::{
    findings::findings_notice,
    known_twin::twin_notice,
    makeup::makeup_section,
    record_parts::{is_being_written, record_section},
    service_hours::hours_section,
    signing::{counts_line, signing_section},
    votes::votes_section,
};
use crate::app::activities::{repeat_activity, write_rows};
use crate::app::routes::Route;
use crate::app::{LifeRoute, LifeView, Location, Session, today};
use crate::ledger::{Month, RecordId, Value};
use crate::ordered;
use crate::registers::{
    DUTY_REASONS, MEETING, MEETING_SCHEMA, MEMBER, SERVICE_EVENT_SCHEMA, Schema, rows, title,
};
use crate::reports::{RollEntry, activity_head, roll_value};
use crate::ui::components::{
    Button, ButtonKind, Empty, Field, Icon, LinkButton, Mounted, Notice, NoticeKind, Page, Roll,
    RollPicker, TextInput, ToastHandle, focus_first_fault, has_fault, use_toasts, with_taps,
};
use crate::ui::undoing::{offer_undo, report};

/// The page of a meeting's or an event's roll.
pub fn roll_page(route: Signal<LifeRoute>) -> AnyView {
    let session = expect_context::<Session>();
    // Its creation may be taken back, here or in another window, while one looks at it.
    let known = Memo::new(move |_| {
        let id = route.with(|route| route.record.clone())?;
        session
            .with_ledger(|ledger| ledger.record(&id).is_some_and(|one| one.is_live()))
            .then_some(id)
    });
    (move || match known.get() {
        Some(id) => page_of(session, id),
        None => view! {
            <Page title="点名" back=Route::Life(LifeRoute::default()).href()>
                <Empty title="这次活动不在这里" text="可能已经删除，或者还没有收到它的文件。"
                    action=move || view! {
                        <LinkButton label="看本月的活动" href=Route::Life(LifeRoute::default()).href()/>
                    }/>
            </Page>
        }
        .into_any(),
    })
    .into_any()
}

fn page_of(session: Session, id: RecordId) -> AnyView {
    let is_meeting = id.register() == MEETING.name;
    let schema: &'static Schema = if is_meeting { &MEETING_SCHEMA } else { &SERVICE_EVENT_SCHEMA };
    let id = StoredValue::new(id);
    let is_frozen = Memo::new(move |_| {
        session.with_ledger(|ledger| {
            id.with_value(|id| ledger.record(id)).is_some_and(|record| schema.is_frozen(&record))
        })
    });
    let entries = entries_of(session, id);
    let state = RollState {
        session,
        toasts: use_toasts(),
        id,
        is_meeting,
        is_frozen,
        reason: RwSignal::new(String::new()),
        entries,
        people: people_of(session, id, entries),
        tapped: RwSignal::new(BTreeMap::new()),
        is_writing: RwSignal::new(id.with_value(|id| is_being_written(session, id))),
    };
    let activity = Memo::new(move |_| state.with_record(activity_head).flatten());
    let heading = Signal::derive(move || {
        activity
            .with(|one| one.as_ref().map_or_else(|| "点名".to_owned(), |one| one.word.to_owned()))
    });
    let crumbs = Signal::derive(move || {
        activity.with(|one| {
            let Some(one) = one else { return Vec::new() };
            let whose =
                session.with_ledger(|ledger| one.branch.as_ref().map(|id| title(ledger, id)));
            let when = match (one.until, &*one.begins) {
                (Some(_), _) | (None, "") => one.days_label(),
                (None, begins) => format!("{} {begins}", one.days_label()),
            };
            let parts = [whose.unwrap_or_else(|| "全院".to_owned()), one.group.clone(), when];
            parts.into_iter().filter(|part| !part.is_empty()).collect()
        })
    });
    let month = activity.with_untracked(|one| one.as_ref().map(|one| Month::of(one.day)));
    let back = month.map_or_else(LifeRoute::default, |month| LifeView::Calendar.in_month(month));
    let acts = move || main_act(state);
    view! {
        <Page title=heading crumbs=crumbs back=Route::Life(back).href() action=acts>
            <div class="wide stack roll-page">
                {frozen_notice(state)}
                {twin_notice(state)}
                {findings_notice(state)}
                {(is_meeting).then(|| record_section(state))}
                {roll_section(state)}
                {is_meeting.then(|| view! {
                    {makeup_section(state)}
                    {votes_section(state)}
                    {signing_section(state)}
                })}
                {(!is_meeting).then(|| view! { {hours_section(state)} {record_section(state)} })}
                {links(state)}
            </div>
        </Page>
    }
    .into_any()
}

/// The names with their marks. A tap is drawn first and written a moment later, all of a moment as one
/// edit.
fn roll_section(state: RollState) -> AnyView {
    let is_meeting = state.is_meeting;
    let is_empty = Memo::new(move |_| state.people.with(Vec::is_empty));
    let nobody = move || {
        is_empty.get().then(|| {
            view! {
                <Empty title="那天没有在册党员" text="导入花名册，或者核对会议日期和支部。"
                    action=move || view! {
                        <LinkButton label="党员" href=Route::list(&MEMBER).href()/>
                    }/>
            }
        })
    };
    let value = Memo::new(move |_| {
        state.entries.with(|entries| {
            state.tapped.with(|tapped| {
                let roll: Roll = ordered::map(entries.iter().filter_map(|entry| {
                    let place = place_of(is_meeting, &entry.state);
                    (place > 0).then(|| (entry.id.to_string(), place))
                }));
                with_taps(roll, tapped)
            })
        })
    });
    let write_soon = Mounted::here().once_drawn(move || write_taps(state));
    let mark = Callback::new(move |(ids, place): (Vec<String>, u32)| {
        state.tapped.update(|tapped| {
            for id in ids {
                tapped.insert(id, place);
            }
        });
        write_soon();
    });
    // Leaving at once after a tap loses nothing. What is written is followed by all pages, so it waits until
    // this one is gone.
    on_cleanup(move || {
        if let Some(taps) = take_taps(state) {
            spawn_local(async move { taps.write() });
        }
    });
    let closed = Signal::derive(move || state.is_closed());
    let label = if is_meeting { "已点名" } else { "参加" };
    view! {
        <section class="roll-part" aria-label="点名">
            {is_meeting.then(|| view! { <p class="roll-counts" role="status">{move || state.counts().words()}</p> {counts_line(state)} })}
            {nobody}
            <div hidden=is_empty>
                <RollPicker people=state.people value=value on_mark=mark marks=marks(is_meeting)
                    count_label=label readonly=closed />
            </div>
            {is_meeting.then(|| duty_reasons(state))}
        </section>
    }
    .into_any()
}

/// Taps that are only drawn so far: what is needed to write them, also once the page is left.
struct Taps {
    session: Session,
    toasts: ToastHandle,
    id: RecordId,
    is_meeting: bool,
    reason: String,
    tapped: BTreeMap<String, u32>,
    /// Where they are drawn from.
    drawn: RwSignal<BTreeMap<String, u32>>,
}

/// Takes the taps that are only drawn so far.
fn take_taps(state: RollState) -> Option<Taps> {
    let tapped = state.tapped.try_update_untracked(std::mem::take)?;
    (!tapped.is_empty()).then_some(())?;
    Some(Taps {
        session: state.session,
        toasts: state.toasts,
        id: state.id.try_get_value()?,
        is_meeting: state.is_meeting,
        reason: state.reason.try_get_untracked().unwrap_or_default().trim().to_owned(),
        tapped,
        drawn: state.tapped,
    })
}

/// Writes the taps that are only drawn so far.
fn write_taps(state: RollState) {
    if let Some(taps) = take_taps(state) {
        taps.write();
    }
}

impl Taps {
    fn write(self) {
        let Self { session, toasts, id, is_meeting, reason, tapped, drawn } = self;
        let table = if is_meeting { "roll" } else { "who" };
        let rows: Vec<(String, Value)> = session.with_ledger_untracked(|ledger| {
            let record = ledger.record(&id);
            let standing = |member: &str| {
                let entries = record.as_ref().map(|record| record.entries(table));
                let mut entries = entries.unwrap_or_default().into_iter();
                entries.find(|(key, _)| *key == member).map(|(_, row)| row.clone())
            };
            let row = |(member, place): (String, u32)| {
                let value = match (code_of(is_meeting, place), is_meeting) {
                    ("", _) => Value::Null,
                    (code, true) => roll_value(code, "", ""),
                    (code, false) => with_role(standing(&member), code),
                };
                (member, value)
            };
            tapped.into_iter().map(row).collect()
        });
        let cleared = rows.iter().filter(|(_, row)| row.is_null()).count();
        let outcome = write_rows(session, &id, table, rows, &reason);
        if outcome.is_ok() && cleared > 1 {
            offer_undo(session, toasts, format!("已去掉 {cleared} 人的点名"));
        }
        if let Err(refusal) = outcome {
            toasts.say(refusal.to_string());
            // The marks are drawn again as they are in the ledger.
            let _ = drawn.try_update(BTreeMap::clear);
        }
    }
}

/// A row of those who serve, with another role and the hours that were written.
fn with_role(standing: Option<Value>, role: &str) -> Value {
    let standing = standing.unwrap_or(Value::Null);
    SERVICE_EVENT_SCHEMA
        .field("who")
        .map_or(Value::Null, |field| rows::with_columns(field, &standing, &[("role", role.into())]))
}

/// 其余全部到会: fills those who are not called yet, and nobody else.
fn rest_present(state: RollState) {
    write_taps(state);
    let rows: Vec<(String, Value)> = state.entries.with_untracked(|entries| {
        let blank = entries.iter().filter(|entry| entry.state.is_empty() && entry.member.is_some());
        let row = |entry: &RollEntry| {
            let value = match &entry.known {
                Some(mark) => roll_value(&mark.state, &mark.reason, &mark.note),
                None => roll_value("present", "", ""),
            };
            (entry.id.to_string(), value)
        };
        blank.map(row).collect()
    });
    let count = rows.len();
    let id = state.id.get_value();
    let outcome = write_rows(state.session, &id, "roll", rows, &state.reason_text());
    report(state.session, state.toasts, outcome, format!("已点 {count} 人，只填了未点名的"));
}

/// The one main act: while someone is not called, the rest are there; then one is done.
fn main_act(state: RollState) -> AnyView {
    let place = expect_context::<Location>();
    let uncalled = Memo::new(move |_| if state.is_meeting { state.counts().uncalled } else { 0 });
    let done = move |()| {
        write_taps(state);
        // What cannot be read is not written: one sees where it is rather than lose it.
        if has_fault() {
            return focus_first_fault();
        }
        place.return_to(&Route::Life(LifeView::Calendar.route()));
    };
    (move || {
        if state.is_writing.get() {
            // The form has an action of its own.
            return ().into_any();
        }
        if uncalled.get() > 0 && !state.is_closed() {
            let label = format!("其余全部到会（{}）", uncalled.get());
            return view! {
                <Button label icon=Icon::Check kind=ButtonKind::Primary on_click=move |()| rest_present(state)/>
            }
            .into_any();
        }
        if !state.is_meeting {
            let count = state.id.with_value(|id| LifeView::Count.of(id));
            return view! {
                <LinkButton label="开始计数" href=Route::Life(count).href() kind=ButtonKind::Primary icon=Icon::Plus/>
            }
            .into_any();
        }
        view! { <Button label="完成" icon=Icon::Check kind=ButtonKind::Primary on_click=done/> }.into_any()
    })
    .into_any()
}

/// Of those who were away on duty, on which: one tap each.
fn duty_reasons(state: RollState) -> AnyView {
    let away = Memo::new(move |_| {
        state
            .with_record(|record, context| {
                let rows = record.entries("roll").into_iter();
                let on_duty =
                    rows.filter(|(_, row)| crate::registers::attendance_state(row) == "on_duty");
                on_duty
                    .map(|(key, row)| {
                        let id = record.named(key);
                        let name = id.map(|id| title(context.ledger(), &id)).unwrap_or_default();
                        let reason = row.get("reason").and_then(Value::as_text).unwrap_or("");
                        (key.to_owned(), name, reason.to_owned())
                    })
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default()
    });
    let set = move |member: String, reason: &'static str| {
        let id = state.id.get_value();
        let value = state.with_row("roll", &member, |field, row| {
            let is_set = row.get("reason").and_then(Value::as_text) == Some(reason);
            let reason = if is_set { Value::Null } else { reason.into() };
            rows::with_columns(field, row, &[("reason", reason)])
        });
        let outcome =
            write_rows(state.session, &id, "roll", [(member, value)], &state.reason_text());
        if let Err(refusal) = outcome {
            state.toasts.say(refusal.to_string());
        }
    };
    let rows = move || {
        let away = away.get();
        (!away.is_empty()).then(|| {
            let rows = away.into_iter().map(|(member, name, reason)| {
                let chips = DUTY_REASONS.iter().map(|(code, word)| {
                    let member = member.clone();
                    let pressed = if *code == reason { "true" } else { "false" };
                    view! {
                        <button type="button" class="quick" aria-pressed=pressed
                            disabled=move || state.is_closed()
                            on:click=move |_| set(member.clone(), code)>{*word}</button>
                    }
                });
                view! {
                    <div class="duty-reason">
                        <span class="duty-reason-name">{name}</span>
                        <span class="quicks">{chips.collect::<Vec<_>>()}</span>
                    </div>
                }
            });
            view! {
                <div class="sheet pad stack">
                    <h2 class="section-heading">"因公事由"</h2>
                    {rows.collect::<Vec<_>>()}
                </div>
            }
        })
    };
    rows.into_any()
}

/// Says that the record is signed, and asks why it is corrected.
fn frozen_notice(state: RollState) -> AnyView {
    (move || {
        state.is_frozen.get().then(|| {
            view! {
                <Notice kind=NoticeKind::Info title="记录已签字"
                    text="要更正先写明原因；改动和原因都留在修改记录里。"/>
                <div class="narrow" hidden=state.is_writing>
                    <Field label="更正原因">
                        <TextInput value=state.reason on_change=move |text| state.reason.set(text)
                            placeholder="例如：补记因公缺席"/>
                    </Field>
                </div>
            }
        })
    })
    .into_any()
}

/// What else there is: the minutes, the sheet to sign, once more, the record itself.
fn links(state: RollState) -> AnyView {
    let place = expect_context::<Location>();
    let id = state.id.get_value();
    let is_made = StoredValue::new(false);
    let again = move |()| {
        let repeat = || repeat_activity(state.session, &state.id.get_value(), today());
        match make_once(is_made, repeat) {
            None => {}
            Some(Ok(made)) => {
                offer_undo(state.session, state.toasts, "已照样新建一次，日期是今天");
                place.go(&Route::Life(LifeView::Roll.of(&made)));
            }
            Some(Err(refusal)) => state.toasts.say(refusal.to_string()),
        }
    };
    let minutes = state.is_meeting.then(|| {
        view! {
            <LinkButton label="会议记录" icon=Icon::Print href=Route::Life(LifeView::Minutes.of(&id)).href()/>
        }
    });
    view! {
        <div class="row">
            {minutes}
            <LinkButton label="签到表" icon=Icon::Print href=Route::Life(LifeView::SignIn.of(&id)).href()/>
            <Button label="再来一次" icon=Icon::Plus on_click=again/>
            <LinkButton label="完整记录" kind=ButtonKind::Quiet href=Route::detail(&id).href()/>
        </div>
    }
    .into_any()
}
