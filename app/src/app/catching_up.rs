//! Catching up: a page that comes back from sleep or from the back-forward cache asks the stores what
//! it missed, as nobody told it meanwhile. It comes with the part `tidy`.

use std::rc::Rc;

use leptos::prelude::Set;

use crate::storage::{Missed, OpenError};

use super::entrance::TabCatalog;
use super::known::forget_known;
use super::session::Session;
use super::stores::TabStores;
use super::turn::{self, Turn};

/// Reads what the stores have that this page has not; it takes edits again afterwards.
pub async fn catch_up(session: Session) {
    let has = |id| session.peek(|ledger| Missed::is_here(ledger, id));
    match session.with_store(async |store| store.missed(has).await).await {
        Err(OpenError::Removed) => session.shut(),
        // What cannot be read now is read when the ledger is opened again.
        Ok(Missed::Nothing) | Err(OpenError::Unreadable { .. }) => {}
        Ok(missed) => {
            if let Ok(opened) = session.look_again().await {
                let is_newer = opened.is_newer;
                if missed == Missed::Edits && !is_newer {
                    session.insert(opened.ledger.edits());
                } else {
                    session.go_on_with(opened);
                }
                if is_newer {
                    session.turn.set(Turn::Newer);
                }
            }
        }
    }
    session.end_asking();
}

/// Takes away what is left of ledgers that were removed, and what this browser knows of them. What
/// does not go now goes next time.
pub async fn finish_removals(stores: Rc<TabStores>) {
    let Ok(catalog) = TabCatalog::open(stores.clone()).await else { return };
    for id in catalog.removed() {
        // A page that is joining it again holds its lock. Without locks nothing tells of such a page, so
        // what is left stays.
        let asked = turn::ask(id).await;
        if !asked.is_held() {
            continue;
        }
        let Ok(catalog) = TabCatalog::open(stores.clone()).await else { return };
        if catalog.removed().contains(&id) && catalog.finish_removal(id).await.is_ok() {
            forget_known(id).await;
        }
    }
}
