//! The notice of a meeting that was entered twice, which merges both in one tap.

use leptos::prelude::*;

use super::roll_state::RollPage;
use crate::app::activities::put_together;
use crate::ledger::{Record, RecordId};
use crate::registers::{MEETING, SERVICE_EVENT};
use crate::reports::{activity_head, roll_counts, roll_entries};
use crate::ui::components::{Button, Notice, NoticeKind};
use crate::ui::undoing::offer_undo;

/// A notice where the day has the same meeting twice.
pub(super) fn twin_notice(state: RollPage) -> AnyView {
    let register = if state.is_meeting { MEETING.name } else { SERVICE_EVENT.name };
    let twin = Memo::new(move |_| {
        state
            .with_record(|record, context| {
                let same = |other: &Record<'_>| {
                    let fields = ["kind", "branch", "group", "day", "begins"];
                    other.id() != record.id()
                        && fields.iter().all(|field| other.text(field) == record.text(field))
                };
                let mut others = context.records(register);
                let other = others.find(|other| !record.text("day").is_empty() && same(other))?;
                let word = activity_head(&other, context)?.word;
                let roll = roll_counts(&roll_entries(&other, context));
                let called = roll.due - roll.uncalled + roll.exempt;
                Some((other.id().clone(), format!("这一天另有一次{word}，点了 {called} 人")))
            })
            .flatten()
    });
    let join = move |other: RecordId| {
        let outcome =
            put_together(state.session, &state.id.get_value(), &other, &state.reason_text());
        match outcome {
            Ok(0) => offer_undo(state.session, state.toasts, "已并到一起，谁的点名都没有丢"),
            Ok(differ) => offer_undo(
                state.session,
                state.toasts,
                format!("已并到一起；{differ} 人两边点得不一样，按这一次的算"),
            ),
            Err(refusal) => state.toasts.say(refusal.to_string()),
        }
    };
    (move || {
        twin.get().map(|(other, text)| {
            let act = move |()| join(other.clone());
            view! {
                <Notice kind=NoticeKind::Warn title=text
                    text="如果是同一次，并到一起；不是同一次就不用管。"
                    action=move || view! { <Button label="并到一起" on_click=act/> }/>
            }
        })
    })
    .into_any()
}
