//! The sheet and the receipts on paper. They are laid out once all are marked and marking has paused, or as they
//! are printed: the sheets of a thousand members take longer than a tap may.

use leptos::prelude::*;

use super::state::{DuesState, Paper};
use crate::registers::name_of;
use crate::reports::Document;
use crate::reports::dues::{dues_receipts, dues_table};
use crate::ui::components::Mounted;
use crate::ui::pages::paper_document::{paper_document, paper_form, print_named, sample_note};

/// So many milliseconds after the last mark the sheet is laid out, for printing by the browser's own menu.
const PAUSE: i32 = 1500;

/// The part of the page.
pub(super) fn paper_section(state: DuesState) -> AnyView {
    let lay_out = Mounted::here().in_pause(PAUSE, move || {
        let is_marked = state.sums.with_untracked(|sums| sums.blank == 0);
        if is_marked && state.paper.get_untracked() == Paper::Nothing {
            state.paper.set(Paper::Sheet);
        }
    });
    Effect::new(move |_| {
        state.basis.track();
        state.sheet.track();
        if state.paper.get_untracked() != Paper::Nothing {
            state.paper.set(Paper::Nothing);
        }
        lay_out();
    });
    let shown = move || {
        let paper = state.paper.get();
        // What changes later takes it away first.
        let document = untrack(|| document(state, paper))?;
        Some(paper_document(&document, sample_note(state.session)))
    };
    view! { <div class="paper-only">{shown}</div> }.into_any()
}

/// Lays out the sheet or the receipts, and prints them.
pub(super) fn print(state: DuesState, mounted: Mounted, paper: Paper) {
    state.write_taps();
    let what = if paper == Paper::Receipts { "党费收据" } else { "党费收缴表" };
    let title = state.sheet.with_untracked(|sheet| {
        sheet.as_ref().map_or_else(String::new, |sheet| format!("{what}_{}", sheet.month))
    });
    // After what was written just now is followed, and once the sheets are drawn.
    mounted.next_frame(move || {
        state.paper.set(paper);
        mounted.next_frame(move || print_named(state.session, &title));
    });
}

fn document(state: DuesState, paper: Paper) -> Option<Document> {
    let name = state.branch_name.get();
    state.basis.with(|basis| {
        let names = &basis.as_ref()?.names;
        state.sheet.with(|sheet| {
            let sheet = sheet.as_ref()?;
            let collector = state.session.with_ledger_untracked(|ledger| {
                sheet.collector.as_ref().map(|id| name_of(ledger, id)).unwrap_or_default()
            });
            match paper {
                Paper::Nothing => None,
                Paper::Sheet => {
                    let table = dues_table(&name, sheet, names, &collector);
                    Some(paper_form(state.session, table))
                }
                Paper::Receipts => Some(dues_receipts(&name, sheet, names, &collector)),
            }
        })
    })
}
