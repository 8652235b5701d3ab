//! How it is with the dues of each member: all names at once, a tap each. A tap is drawn first and written a moment
//! later, all of a moment as one edit.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::state::DuesState;
use crate::ordered;
use crate::registers::{DUES_STATES, money_text};
use crate::reports::dues::DuesLine;
use crate::ui::components::{Mounted, Roll, RollMark, RollPerson, RollPicker, Tone, with_taps};

/// The tones of [`DUES_STATES`].
const TONES: [Tone; 4] = [Tone::Good, Tone::Warn, Tone::Bad, Tone::Plain];

/// The part of the page.
pub(super) fn marks_section(state: DuesState) -> AnyView {
    // What is due of each by what is written down, which marks of an open month do not change.
    let dues = Memo::new(move |_| {
        state.sheet.with(|sheet| {
            let lines = sheet.iter().flat_map(|sheet| &sheet.lines);
            lines.map(|line| line.due).collect::<Vec<_>>()
        })
    });
    let people = Memo::new(move |_| {
        state.basis.with(|basis| {
            dues.with(|dues| {
                let Some(basis) = basis else { return Vec::new() };
                let person = |(line, due): (&DuesLine, &Option<i64>)| RollPerson {
                    id: line.member.to_string(),
                    name: basis.names.get(&line.member).cloned().unwrap_or_default(),
                    note: due.map_or_else(
                        || "没有核定".to_owned(),
                        |due| format!("应交 {}", money_text(due)),
                    ),
                    ..RollPerson::default()
                };
                basis.basis.lines.iter().zip(dues).map(person).collect::<Vec<_>>()
            })
        })
    });
    let value = Memo::new(move |_| {
        state.sheet.with(|sheet| {
            state.tapped.with(|tapped| {
                let place = |state: &str| DUES_STATES.iter().position(|(code, _)| *code == state);
                let lines = sheet.iter().flat_map(|sheet| &sheet.lines);
                let roll: Roll = ordered::map(lines.filter_map(|line| {
                    Some((line.member.to_string(), place(&line.state)? as u32 + 1))
                }));
                with_taps(roll, tapped)
            })
        })
    });
    let write_soon = Mounted::here().once_drawn(move || state.write_taps());
    let mark = Callback::new(move |(ids, place): (Vec<String>, u32)| {
        state.tap(ids, place);
        write_soon();
    });
    // Leaving at once after a tap loses nothing. What is written is followed by all pages, so it waits until
    // this one is gone.
    on_cleanup(move || {
        if let Some(taps) = state.take_taps() {
            spawn_local(async move { taps.write() });
        }
    });
    let marks = DUES_STATES.iter().zip(TONES);
    let marks: Vec<RollMark> =
        marks.map(|((_, word), tone)| RollMark { label: (*word).to_owned(), tone }).collect();
    view! {
        <section class="roll-part" aria-label="交纳情况">
            <RollPicker people value on_mark=mark marks count_label="已登记" readonly=state.is_locked/>
        </section>
    }
    .into_any()
}
