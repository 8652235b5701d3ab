//! Catching up: a page that comes back from sleep or from the back-forward cache asks the stores what
//! it missed, as nobody told it meanwhile. It comes with the part `tidy`.

use std::rc::Rc;

use leptos::prelude::Set;

use crate::storage::{Missed, OpenError};

use super::ledger_directory::TabCatalog;
use super::ledger_inventory::forget_inventory;
use super::session::Session;
use super::stores::TabStores;
use super::tallies::take_up_tallies;
use super::write_lock::{self, WriteAccess};

/// Reads what the stores have that this page has not; it takes edits again afterwards.
pub async fn catch_up(session: Session) {
    let has = |id| session.with_ledger_untracked(|ledger| Missed::is_here(ledger, id));
    match session.with_store(async |store| store.missed(has).await).await {
        Err(OpenError::Removed) => session.shut(),
        // What cannot be read now is read when the ledger is opened again.
        Ok(Missed::Nothing) | Err(OpenError::Unreadable { .. }) => {}
        Ok(missed) => {
            if let Ok(opened) = session.reload().await {
                let is_newer = opened.is_newer;
                if missed == Missed::Edits && !is_newer {
                    session.insert(opened.ledger.edits());
                } else {
                    session.replace_state(opened);
                }
                if is_newer {
                    session.write_access.set(WriteAccess::NewerVersion);
                }
            }
        }
    }
    session.end_catching_up();
    take_up_tallies(session).await;
}

/// Takes away what is left of ledgers that were removed, and what this browser knows of them. What
/// does not go now goes next time.
pub async fn finish_removals(stores: Rc<TabStores>) {
    let Ok(catalog) = TabCatalog::open(stores.clone()).await else { return };
    for id in catalog.removed() {
        // A page that is joining it again holds its lock. Without locks nothing tells of such a
        // page, so what is left stays.
        let asked = write_lock::claim_lock(id).await;
        if !asked.is_held() {
            continue;
        }
        let Ok(catalog) = TabCatalog::open(stores.clone()).await else { return };
        if catalog.removed().contains(&id) && catalog.finish_removal(id).await.is_ok() {
            forget_inventory(id).await;
        }
    }
}
