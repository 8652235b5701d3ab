//! The notice of a meeting that was entered twice, which merges both in one tap.

use leptos::prelude::*;

use super::roll_state::RollState;
use crate::app::activities::put_together;
use crate::ledger::RecordId;
use crate::registers::twin_of;
use crate::reports::{activity_head, marked_count};
use crate::ui::components::{Button, Notice, NoticeKind};
use crate::ui::undoing::offer_undo;

/// A notice where the day has the same meeting twice.
pub(super) fn twin_notice(state: RollState) -> AnyView {
    let twin = Memo::new(move |_| {
        state
            .with_record(|record, context| {
                let other = twin_of(record, context)?;
                let word = activity_head(&other, context)?.word;
                let count = marked_count(&other, context);
                Some((other.id().clone(), format!("这一天另有一次{word}，点了 {count} 人")))
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
