//! 补学: who has to make up for a meeting, until when, and how it was done.

use leptos::prelude::*;

use super::roll_state::RollState;
use crate::app::activities::write_rows;
use crate::app::{today, today_text};
use crate::ledger::{Day, Value, day_label, day_text, parse_day};
use crate::registers::{MAKEUP_WAYS, is_oneself, meeting_day, name_of};
use crate::reports::owed_makeups;
use crate::ui::components::{Button, ButtonKind, DateInput, Field, StateChip, TextInput, Tone};
use crate::ui::undoing::report;

/// Someone who has to make up for it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    member: String,
    name: String,
    until: Day,
    /// When and how it was done; empty where it was not.
    done: String,
    is_late: bool,
}

/// The part of the page; empty where no member was absent.
pub(super) fn makeup_section(state: RollState) -> AnyView {
    let lines = Memo::new(move |_| {
        state
            .with_record(|record, context| {
                let owed = state.entries.with(|entries| owed_makeups(record, entries, context));
                owed.into_iter()
                    .map(|owed| {
                        let member = owed.member.to_string();
                        let row = record.entry("makeup", &member);
                        let done = owed.done_on.map(day_label).unwrap_or_default();
                        let text =
                            |name: &str| row.get(name).and_then(Value::as_text).unwrap_or("");
                        let way = MAKEUP_WAYS.iter().find(|(code, _)| *code == text("way"));
                        let by = text("confirmed_by");
                        let by =
                            if by.is_empty() { String::new() } else { format!("，{by}确认") };
                        let way = way.map_or("", |(_, word)| word);
                        Line {
                            name: name_of(context.ledger(), &owed.member),
                            member,
                            until: owed.until,
                            done: if done.is_empty() { done } else { format!("{done}{way}{by}") },
                            is_late: owed.done_on.is_some_and(|on| on > owed.until),
                        }
                    })
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default()
    });
    let on = RwSignal::new(day_text(today()));
    let by = RwSignal::new(state.session.tablet().name);
    let settle = move |member: String, name: String, way: &'static str| {
        let held = state.with_record(|record, _| meeting_day(record)).flatten();
        let day = parse_day(&on.get_untracked()).ok();
        let fits = day.zip(held).is_some_and(|(day, held)| (held..=today()).contains(&day));
        if !fits {
            state.toasts.say("没有登记：补学日期要在会议当天到今天之间，请先改上面的日期");
            return;
        }
        let by = by.get_untracked().trim().to_owned();
        if by.is_empty() {
            state.toasts.say("没有登记：请先写上面的确认人");
            return;
        }
        let is_own = member.parse().ok().and_then(|id| {
            untrack(|| state.with_record(|_, context| is_oneself(&id, &by, context)))
        });
        if is_own == Some(true) {
            state.toasts.say("没有登记：补学要由本人以外的人确认，请先改上面的确认人");
            return;
        }
        let on = Value::from(on.get_untracked());
        let row = [("on", on), ("way", way.into()), ("confirmed_by", by.into())];
        let rows = [(member, Value::group(row))];
        let outcome =
            write_rows(state.session, &state.id.get_value(), "makeup", rows, &state.reason_text());
        report(state.session, state.toasts, outcome, format!("{name}的补学已登记"));
    };
    let clear = move |member: String, name: String| {
        let rows = [(member, Value::Null)];
        let outcome =
            write_rows(state.session, &state.id.get_value(), "makeup", rows, &state.reason_text());
        report(state.session, state.toasts, outcome, format!("{name}的补学已去掉"));
    };
    let row = move |line: Line| {
        let Line { member, name, until, done, is_late } = line;
        if !done.is_empty() {
            let (word, tone) =
                if is_late { ("过期补学", Tone::Warn) } else { ("已补学", Tone::Good) };
            let (of, who) = (member.clone(), name.clone());
            return view! {
                <li class="makeup-line">
                    <span class="makeup-name">{name}</span>
                    <StateChip text=word tone/>
                    <span class="makeup-words">{done}</span>
                    <Button label="去掉" kind=ButtonKind::Quiet on_click=move |()| clear(of.clone(), who.clone())/>
                </li>
            }
            .into_any();
        }
        let is_over = today() > until;
        let word = if is_over { "已逾期" } else { "待补学" };
        let tone = if is_over { Tone::Bad } else { Tone::Info };
        let due = format!("{}前", day_label(until));
        let shown = name.clone();
        let ways = MAKEUP_WAYS.iter().map(|(code, word)| {
            let (member, name) = (member.clone(), name.clone());
            view! {
                <button type="button" class="quick"
                    on:click=move |_| settle(member.clone(), name.clone(), code)>{*word}</button>
            }
        });
        view! {
            <li class="makeup-line">
                <span class="makeup-name">{shown}</span>
                <StateChip text=word tone/>
                <span class="makeup-words">{due}</span>
                <span class="quicks" role="group" aria-label="补学方式">{ways.collect::<Vec<_>>()}</span>
            </li>
        }
        .into_any()
    };
    (move || {
        let lines = lines.get();
        (!lines.is_empty()).then(|| {
            let rows: Vec<AnyView> = lines.into_iter().map(row).collect();
            view! {
                <section class="sheet pad stack">
                    <h2 class="section-heading">"补学"</h2>
                    <div class="makeup-day">
                        <span>"补学日期"</span>
                        <DateInput value=on on_change=move |day| on.set(day) today=today_text() label="补学日期"/>
                    </div>
                    <Field label="确认人">
                        <TextInput value=by on_change=move |text| by.set(text)/>
                    </Field>
                    <ul class="makeup-list">{rows}</ul>
                    <p class="quiet-line">"点方式就登记，按上面的日期和确认人；本人不能确认自己的。15 日内补学不扣分。"</p>
                </section>
            }
        })
    })
    .into_any()
}
