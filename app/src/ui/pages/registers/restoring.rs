//! 恢复 of what a record points to.

use leptos::prelude::*;

use crate::app::{self, Session};
use crate::ledger::RecordId;
use crate::registers::{Problem, title};
use crate::ui::components::{Button, Icon, use_toasts};
use crate::ui::undoing::report;

/// The deleted records that problems are about, each once.
pub fn deleted_in(told: &[Problem]) -> Vec<RecordId> {
    let mut all: Vec<RecordId> = Vec::new();
    for id in told.iter().filter_map(|one| one.deleted.as_ref()) {
        if !all.contains(id) {
            all.push(id.clone());
        }
    }
    all
}

/// A button for each deleted record that restores it.
pub fn restore_buttons(session: Session, ids: Vec<RecordId>, after: Callback<()>) -> AnyView {
    let toasts = use_toasts();
    let button = |id: RecordId| {
        let name = session.with_ledger_untracked(|ledger| title(ledger, &id));
        let label = format!("恢复“{name}”");
        let restore = move |()| {
            let outcome = app::restore(session, &id);
            if report(session, toasts, outcome, format!("已恢复“{name}”")) {
                after.run(());
            }
        };
        view! { <Button label icon=Icon::Undo on_click=restore /> }.into_any()
    };
    ids.into_iter().map(button).collect::<Vec<_>>().into_any()
}
