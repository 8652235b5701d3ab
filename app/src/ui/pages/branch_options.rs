//! The branches to choose from in the head of a page.

use leptos::prelude::*;

use crate::app::Session;
use crate::ledger::RecordId;
use crate::registers::{BRANCH, name_of};
use crate::ui::components::PickOption;

/// The branches, and the one that is shown where it was deleted.
pub fn branch_options(session: Session, shown: Option<RecordId>) -> Signal<Vec<PickOption>> {
    Signal::derive(move || {
        session.with_ledger(|ledger| {
            let option = |id: &RecordId, hint: &str| PickOption {
                id: id.to_string(),
                label: name_of(ledger, id),
                hint: hint.to_owned(),
                ..PickOption::default()
            };
            let mut all: Vec<PickOption> =
                ledger.records(BRANCH.name).map(|one| option(one.id(), "")).collect();
            if let Some(shown) = &shown
                && all.iter().all(|one| one.id != shown.as_str())
            {
                let is_deleted = ledger.record(shown).is_some_and(|one| one.is_deleted());
                let mut gone = option(shown, if is_deleted { "已删除" } else { "" });
                if is_deleted {
                    gone.label.push_str("（已删除）");
                }
                all.push(gone);
            }
            all
        })
    })
}
