//! The duties that looking through all records finds: values of which one has to be chosen (两边都改过),
//! and faulty records (待修正). That takes a moment after years of use, and takes the schemas: it comes
//! with the part `tidy`, after the page stands.

use leptos::prelude::*;

use crate::app::routes::{RegisterRoute, Route};
use crate::app::{FaultyIds, Session, faulty_records};
use crate::ledger::RecordId;
use crate::registers::{Head, Schema, schemas};
use crate::reports::dispute_count;
use crate::ui::components::{Icon, StateChip, Tone};

/// A register with records that are faulty: the first of them, and how many.
type Faulty = (&'static Head, RecordId, usize);

/// A row for what waits for a choice, and one for each register with faulty records; `is_sound` is
/// told whether there is none of either.
pub fn record_duty_rows(session: Session, is_sound: RwSignal<bool>) -> AnyView {
    let disputed = Memo::new(move |_| session.with_ledger(dispute_count));
    let faulty = faulty_records(session, schemas().iter().collect());
    Effect::new(move |_| {
        let is_faulty = faulty.with(|found| found.as_ref().is_none_or(|ids| !ids.is_empty()));
        is_sound.try_set(!is_faulty && disputed.get() == 0);
    });
    let to_choose = move || {
        let count = disputed.get();
        (count > 0).then(|| {
            let text = format!("{count} 处两边都改过，等您选定");
            duty_row(Tone::Warn, "现在办", text, String::new(), Route::Disputes.href())
        })
    };
    let row = |(head, first, count): Faulty| {
        let route = match count {
            1 => Route::detail(&first),
            _ => Route::Register(head.name, RegisterRoute::Faulty),
        };
        let text = format!("{}有 {count} 条记录待修正", head.label);
        duty_row(Tone::Warn, "现在办", text, String::new(), route.href())
    };
    let to_mend = move || faulty.with(by_register).into_iter().map(row).collect::<Vec<_>>();
    view! { {to_choose}{to_mend} }.into_any()
}

fn by_register(found: &FaultyIds) -> Vec<Faulty> {
    let of = |schema: &'static Schema| {
        let ids = found.iter().flat_map(|ids| ids.iter());
        let mut ids = ids.filter(|id| id.register() == schema.head.name);
        Some((schema.head, ids.next()?.clone(), ids.count() + 1))
    };
    schemas().iter().filter_map(of).collect()
}

/// A row of the list of duties; `due` says until when, where there is a day for it.
pub fn duty_row(
    tone: Tone,
    word: &'static str,
    text: String,
    due: String,
    href: String,
) -> AnyView {
    view! {
        <li>
            <a class="duty" href=href>
                <StateChip text=word tone/>
                <span class="duty-words">
                    <span>{text}</span>
                    <span class="duty-due">{due}</span>
                </span>
                <span class="duty-go">{Icon::Right.view()}</span>
            </a>
        </li>
    }
    .into_any()
}
