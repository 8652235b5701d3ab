//! Tallies that were left: by a kill, by a page that was closed or lost its turn to write. They are taken up
//! when the ledger is opened, and by the page that counts next.

use std::cell::{Cell, RefCell};

use crate::browser::page;
use crate::registers::{COUNT, Tally};
use crate::storage::TallyKey;

use super::session::Session;

/// How long a page that got the turn to write waits for the last text of the page that had it.
const TURN_MILLIS: i32 = 1_500;

thread_local! {
    /// The tallies that this page counts into.
    static HELD: RefCell<Vec<TallyKey>> = const { RefCell::new(Vec::new()) };
    static IS_TAKING_UP: Cell<bool> = const { Cell::new(false) };
}

/// Reserves a tally, which this page counts into: it is not made an edit meanwhile.
pub(super) fn hold_tally(key: &TallyKey) {
    HELD.with_borrow_mut(|held| held.push(key.clone()));
}

/// Releases a tally.
pub(super) fn release_tally(key: &TallyKey) {
    HELD.with_borrow_mut(|held| held.retain(|one| one != key));
}

/// Adds to the ledger what other sessions on this device have counted and left, as after a kill. What does
/// not work is left to the next time.
pub async fn take_up_tallies(session: Session) {
    if session.refusal().is_some() || IS_TAKING_UP.replace(true) {
        return;
    }
    let found = session.with_store(async |store| store.tallies().await).await.unwrap_or_default();
    for (key, note) in found {
        let is_held = HELD.with_borrow(|held| held.contains(&key));
        let Some(tally) = Tally::from_value(&note).filter(|_| !is_held) else { continue };
        if take_up(session, &tally).await {
            let _ = session.with_store(async |store| store.drop_tally(&key).await).await;
        }
    }
    IS_TAKING_UP.set(false);
}

/// The same for a page that has just got the turn to write.
pub(super) async fn take_up_in_turn(session: Session) {
    page::pause(TURN_MILLIS).await;
    if !session.state().is_left.get() {
        take_up_tallies(session).await;
    }
}

/// Adds one of them; says whether the stores have it. That of a record that is not here stays.
async fn take_up(session: Session, tally: &Tally) -> bool {
    let mut draft = session.draft(COUNT, "");
    let is_known = session.with_ledger_untracked(|ledger| {
        if !tally.is_applied(ledger) {
            tally.apply(ledger, &mut draft);
        }
        ledger.record(&tally.record).is_some()
    });
    if !is_known {
        return false;
    }
    match session.stamp(draft) {
        Err(_) => false,
        // It is in the ledger of this page; the store may lack it still.
        Ok(None) => session.unsaved() == 0,
        Ok(Some(edit)) => {
            session.show_edit(&edit);
            session.persist(edit).await;
            session.unsaved() == 0
        }
    }
}
