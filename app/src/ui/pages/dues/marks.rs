//! How it is with the dues of each member: all names at once, a tap each.

use leptos::prelude::*;

use super::DuesState;
use crate::browser::clock;
use crate::ledger::RecordId;
use crate::ordered;
use crate::registers::{DUES_STATES, money_text};
use crate::reports::dues::{DuesLine, draft_marks};
use crate::ui::components::{Roll, RollMark, RollPerson, RollPicker, Tone};

/// The tones of [`DUES_STATES`].
const TONES: [Tone; 4] = [Tone::Good, Tone::Warn, Tone::Bad, Tone::Plain];

/// The part of the page.
pub(super) fn marks_section(state: DuesState) -> AnyView {
    let lines = Memo::new(move |_| {
        let lines = state.sheet.with(|one| {
            one.as_ref().map(|one| {
                let name = |line: &DuesLine| one.names.get(&line.member).cloned();
                let lines = one.sheet.lines.iter();
                lines.map(|line| (name(line).unwrap_or_default(), line.clone())).collect::<Vec<_>>()
            })
        });
        lines.unwrap_or_default()
    });
    let people = Signal::derive(move || {
        lines.with(|lines| {
            let person = |(name, line): &(String, DuesLine)| RollPerson {
                id: line.member.to_string(),
                name: name.clone(),
                note: line.due.map_or_else(
                    || "没有核定".to_owned(),
                    |due| format!("应交 {}", money_text(due)),
                ),
                ..RollPerson::default()
            };
            lines.iter().map(person).collect::<Vec<_>>()
        })
    });
    let value = Signal::derive(move || {
        lines.with(|lines| {
            let place = |state: &str| DUES_STATES.iter().position(|(code, _)| *code == state);
            let marked = lines.iter().filter_map(|(_, line)| {
                Some((line.member.to_string(), place(&line.state)? as u32 + 1))
            });
            let roll: Roll = ordered::map(marked);
            roll
        })
    });
    let mark = Callback::new(move |(ids, place): (Vec<String>, u32)| {
        let members: Vec<RecordId> = ids.iter().filter_map(|id| id.parse().ok()).collect();
        let code = (place as usize).checked_sub(1).and_then(|at| DUES_STATES.get(at));
        let code = code.map_or("", |(code, _)| *code);
        state.write("", |draft, context, sheet| {
            draft_marks(draft, context, sheet, &members, code, clock::today());
        });
    });
    let marks = DUES_STATES.iter().zip(TONES);
    let marks: Vec<RollMark> =
        marks.map(|((_, word), tone)| RollMark { label: (*word).to_owned(), tone }).collect();
    view! {
        <section class="roll-part" aria-label="交纳情况">
            <RollPicker people value on_mark=mark marks count_label="已登记"
                readonly=Signal::derive(move || state.is_locked())/>
        </section>
    }
    .into_any()
}
