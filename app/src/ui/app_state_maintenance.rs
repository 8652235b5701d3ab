//! Maintenance of the stores when idle and after sleep, in the chunk `tidy`.

use leptos::prelude::Update;

use crate::app::kiosk::take_in_kiosk;
use crate::app::{Session, TabCatalog, catch_up, finish_removals, look_after};

use super::app_state::AppState;
use super::focus::keep_focus;

impl AppState {
    /// What is done after opening, when the first page is there.
    pub async fn look_after(self, session: Session) {
        keep_focus();
        let tell = |more: Vec<String>| {
            if !more.is_empty() {
                self.findings.update(|all| all.extend(more));
            }
        };
        if let Some(stores) = self.stores() {
            tell(take_in_kiosk(session, &stores).await);
        }
        look_after(session, tell).await;
        self.finish_removals().await;
    }

    /// Takes away what earlier removals left.
    pub(super) async fn finish_removals(self) {
        if let Some(stores) = self.stores() {
            finish_removals(stores).await;
        }
    }

    /// Asks the stores what this page missed: which ledgers there are, and what is new in the one
    /// that is open. Says whether another page has changed the lock or handed the tablet over instead, so
    /// that this one is to be opened anew.
    pub async fn catch_up(self) -> bool {
        let Some(stores) = self.stores() else { return false };
        if stores.is_lock_outdated() {
            stores.follow_lock(&self.encryption()).await;
            return true;
        }
        if stores.has_kiosk().await {
            return true;
        }
        if let Some(session) = self.session() {
            catch_up(session).await;
        }
        if let Ok(catalog) = TabCatalog::open(stores).await {
            self.renew(catalog);
        }
        false
    }
}
