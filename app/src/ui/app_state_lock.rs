//! Locking of this page, and reactions to locks and removals by other tabs.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::address::keep_address;
use crate::app::kiosk::KIOSK_BEGUN;
use crate::app::locking::hand_over;
use crate::app::show_handover::BEFORE_LOCK;
use crate::app::{TabStores, wipe_device};
use crate::browser::{page, wipe::WIPED};
use crate::storage::{StorageError, StoreEncryption, Unlocked};

use super::app_state::{AppStage, AppState};
use super::chunks::TidyTask;
use super::components::ToastHandle;

impl AppState {
    /// The stores of this page, once they were opened.
    pub fn stores(&self) -> Option<Rc<TabStores>> {
        self.stores.get_value()
    }

    /// The encryption of the stores.
    pub fn encryption(&self) -> StoreEncryption {
        self.encryption.get_value()
    }

    /// Whether this tablet is locked when one is not here; not so before it was unlocked.
    pub fn has_lock(&self) -> bool {
        self.encryption().is_locked()
    }

    /// Opens the default ledger once the stores are unlocked; `trouble` is reported with the findings.
    pub async fn unlock(self, trouble: Option<String>) {
        self.trouble.set_value(trouble);
        self.watched.set(self.has_lock());
        self.open_default().await;
    }

    /// Locks this page: what was entered is saved first, then the page is opened anew, so that
    /// neither key nor data stay in memory. What could not be saved keeps it from locking. The show
    /// hears of it before, and hands over what goes on (`app/show_handover.rs`).
    pub fn lock_now(self, toasts: ToastHandle) {
        page::leave_input();
        page::cover(true);
        spawn_local(async move {
            if self.is_settled().await {
                page::tell_window(BEFORE_LOCK);
                // Sealed, or not at all: addresses may hold names.
                if let Some(stores) = self.stores().filter(|_| self.encryption().is_locked()) {
                    keep_address(&stores);
                }
                page::go_instead("#/");
                page::reload();
            } else {
                page::cover(false);
                toasts.say("没有锁定：有登记还没有存下，请先导出全部");
                // Where another page has locked the tablet, this one writes nothing in clear any more.
                drop((self.chunks().tidy_task)(TidyTask::CatchUp(self)).await);
            }
        });
    }

    /// Goes to the page that seals what is kept, after the tablet was locked here. From now on what
    /// this page writes is sealed, and what could not be saved keeps it from going.
    pub async fn seal_now(self, unlocked: Unlocked, toasts: ToastHandle) {
        self.encryption().lock_with(unlocked.key.clone());
        if !self.is_settled().await {
            return toasts
                .say("已加锁，但有登记还没有存下，也还没有加密完：请先导出全部，再点“现在锁定”");
        }
        self.end();
        hand_over(unlocked);
        // Addresses may hold names.
        page::go_instead("#/");
        self.stage.set(AppStage::Locked);
    }

    /// Whether all that was entered is saved; nothing may be locked before.
    pub async fn is_settled(&self) -> bool {
        page::leave_input();
        match self.session() {
            Some(session) => session.flush().await,
            None => true,
        }
    }

    /// Wipes this device (清除本机数据), and shows nothing but that.
    ///
    /// # Errors
    /// What did not go; it can be tried again.
    pub async fn wipe(&self) -> Result<(), StorageError> {
        page::go_instead("#/");
        wipe_device(&self.encryption()).await?;
        self.show_wiped();
        Ok(())
    }

    fn show_wiped(&self) {
        self.end();
        self.watched.set(false);
        page::set_title("医心台账");
        self.stage.set(AppStage::Wiped);
    }

    /// Follows other tabs: locking of the tablet, removal of the lock, handing it over to patients, removal
    /// of ledgers, wiping.
    pub(super) fn follow_other_tabs(self, toasts: ToastHandle) {
        page::on_other_tab(move |key| {
            if key == WIPED {
                self.encryption().shut();
                self.show_wiped();
            }
            if key.starts_with("yixin/deleted/") {
                spawn_local(async move {
                    drop((self.chunks().tidy_task)(TidyTask::CatchUp(self)).await)
                });
            }
            if key == KIOSK_BEGUN && self.is_in() {
                self.lock_now(toasts);
            }
            let Some(name) = key.strip_prefix("yixin/vault/") else { return };
            let sign = if self.has_lock() { "o-" } else { "w-" };
            if name.starts_with(sign) && self.is_in() {
                self.lock_now(toasts);
            }
        });
        // A page that slept has heard of nothing.
        page::on_return(move || {
            if !self.is_in() {
                return;
            }
            let session = self.session();
            if let Some(session) = session {
                session.begin_catching_up();
            }
            let asked = (self.chunks().tidy_task)(TidyTask::CatchUp(self));
            spawn_local(async move {
                let asked = asked.await;
                if let Some(session) = session {
                    session.end_catching_up();
                }
                if matches!(asked, Ok(true)) {
                    self.lock_now(toasts);
                }
            });
        });
    }

    /// Whether this page may write: also where no ledger is open, as it may found or join one.
    fn is_in(&self) -> bool {
        !matches!(self.stage.get_untracked(), AppStage::Locked | AppStage::Kiosk | AppStage::Wiped)
    }
}
