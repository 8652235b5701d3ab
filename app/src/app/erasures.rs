//! What is about someone whose data is erased (依法删除) goes, from wherever it comes: another tab, a
//! file, an archive, the stores themselves.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use crate::browser::page;
use crate::ledger::Ledger;
use crate::registers::{REDACT, left_of, redact, schemas};

use super::session::Session;

/// So long a change is waited for to be followed by others.
const PAUSE_MILLIS: i32 = 300;

/// Erases what is left now, and after every change of the ledger from now on.
pub(super) async fn follow_erasures(session: Session) {
    let is_due = Rc::new(Cell::new(false));
    // What the stores gave is handled by their maintenance.
    let known = Rc::new(Cell::new(session.with_ledger_untracked(Ledger::erased)));
    let found = known.clone();
    session.follow(move || {
        if !session.with_ledger_untracked(Ledger::is_anything_erased) || is_due.replace(true) {
            return;
        }
        let (is_due, known) = (is_due.clone(), found.clone());
        spawn_local(async move {
            page::pause(PAUSE_MILLIS).await;
            is_due.set(false);
            if !session.state().is_left.get() {
                erase_left(session, &known).await;
            }
        });
    });
    erase_left(session, &known).await;
}

/// Erases what is about people who are erased and is not erased yet. What does not work is tried
/// again after the next change, and at the next opening.
///
/// `known` is how much had to be erased of what came, when the stores were last looked after.
async fn erase_left(session: Session, known: &Cell<usize>) {
    if session.refusal().is_some() || !session.with_ledger_untracked(Ledger::is_anything_erased) {
        return;
    }
    let left = session.with_ledger_untracked(|ledger| left_of(schemas(), ledger));
    if !left.is_empty() {
        let mut draft = session.draft(REDACT, "");
        redact(&mut draft, &left);
        let _ = session.commit_for_good(draft).await;
    } else if session.with_ledger_untracked(Ledger::erased) > known.get() {
        // Another tab wrote it before it had heard.
        session.purge_again().await;
    }
    known.set(session.with_ledger_untracked(Ledger::erased));
}
