//! The notice of a meeting that was entered twice, which merges both in one tap.

use leptos::prelude::*;

use super::roll_state::{RollState, schema_of};
use crate::app::LifeView;
use crate::app::activities::put_together;
use crate::app::routes::Route;
use crate::ledger::RecordId;
use crate::registers::{Differing, counters_differ, twin_of};
use crate::reports::{activity_head, marked_count};
use crate::ui::components::{Button, LinkButton, Notice, NoticeKind};
use crate::ui::undoing::offer_undo;

/// A notice where the day has the same meeting twice.
pub(super) fn twin_notice(state: RollState) -> AnyView {
    let twin = Memo::new(move |_| {
        state
            .with_record(|record, context| {
                let other = twin_of(record, context)?;
                let word = activity_head(&other, context)?.word;
                let count = marked_count(&other, context);
                let schema = schema_of(other.id());
                let hindrance = if schema.is_some_and(|schema| schema.is_frozen(&other)) {
                    "那一次已经签字：如果是同一次，到那一次的点名页写明更正原因，在那里并到一起。"
                } else if counters_differ(context.ledger(), record.id(), other.id()) {
                    "如果是同一次：两次的计数项目不一样，先在“计数项目”里改成一样的，再来并到一起。"
                } else {
                    ""
                };
                let title = format!("这一天另有一次{word}，点了 {count} 人");
                Some((other.id().clone(), title, hindrance))
            })
            .flatten()
    });
    let join = move |other: RecordId| {
        let outcome =
            put_together(state.session, &state.id.get_value(), &other, &state.reason_text());
        match outcome {
            Ok(differing) => offer_undo(state.session, state.toasts, joined_words(&differing)),
            Err(refusal) => state.toasts.say(refusal.to_string()),
        }
    };
    (move || {
        twin.get().map(|(other, title, hindrance)| {
            let roll = Route::Life(LifeView::Roll.of(&other)).href();
            let act = move |()| join(other.clone());
            let text = match hindrance {
                "" => "如果是同一次，并到一起；不是同一次就不用管。",
                hindrance => hindrance,
            };
            let action = move || match hindrance {
                "" => view! { <Button label="并到一起" on_click=act.clone()/> }.into_any(),
                _ => view! { <LinkButton label="看那一次" href=roll.clone()/> }.into_any(),
            };
            view! { <Notice kind=NoticeKind::Warn title=title text=text action/> }
        })
    })
    .into_any()
}

/// What was done, and in what the record that goes on is followed.
fn joined_words(differing: &Differing) -> String {
    let Differing { people, fields } = differing;
    let mut told = Vec::new();
    if *people > 0 {
        told.push(format!("{people} 人两边点得不一样"));
    }
    if !fields.is_empty() {
        told.push(format!("{}不一样", fields.join("、")));
    }
    match told.join("，") {
        none if none.is_empty() => "已并到一起，两边记的都在".to_owned(),
        told => format!("已并到一起；{told}，按这一次的算"),
    }
}
