//! Saving: what is on its way to the stores, packing up, and erasing for good.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::page;
use crate::ledger::{Draft, Edit, Ledger};
use crate::storage::{Purge, SaveState, StorageError};

use super::session::Session;
use super::write_lock::{EditRefused, WriteAccess};

/// How often what only the journal holds is packed up: often enough to keep that little, seldom
/// enough for the limits that browsers set to writing (one commit a minute).
pub(super) const CHECKPOINT: Duration = Duration::from_secs(60);

/// Why something was not erased, or not to the end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotErased {
    /// No edit could be made.
    #[error(transparent)]
    Refused(#[from] EditRefused),
    /// It could not be kept; nothing has changed then.
    #[error("删除没有保存：{0}本机数据没有改动。")]
    NotKept(#[source] StorageError),
    /// It is erased, and a store still holds some of it.
    #[error("{0}没有清理完的部分，下次打开时会接着清理。")]
    LeftInStore(#[source] StorageError),
}

impl Session {
    /// Lets an edit join the ledger; saving it is under way from now on.
    pub(super) fn show_edit(&self, edit: &Edit) {
        self.insert(vec![edit.clone()]);
        self.state().queue.offer();
    }

    /// Saves what has begun, and tells the other tabs.
    pub(super) async fn persist(&self, edit: Edit) {
        let state = self.state();
        state.queue.save(&edit).await;
        if state.queue.store().is_removed() {
            self.shut();
        }
        self.tell(std::slice::from_ref(&edit));
    }

    /// Shows what the save queue says from now on.
    pub(super) fn follow_queue(&self) {
        let (saving, alert) = (self.saving, self.alert);
        self.state().queue.observe(move |state, told| {
            if saving.get_untracked() != state {
                saving.set(state);
            }
            if alert.get_untracked() != told {
                alert.set(told);
            }
        });
    }

    /// Makes an edit that erases something, once the stores have it, and takes what it erases out of
    /// them. It cannot be undone.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn commit_for_good(&self, draft: Draft) -> Result<(), NotErased> {
        let Some(edit) = self.stamp(draft)? else {
            return Ok(());
        };
        // Nothing is erased before the stores have what says that it may.
        let kept = self
            .with_store(async |store| store.record_redactions(std::slice::from_ref(&edit)).await)
            .await;
        kept.map_err(|error| {
            self.give_back(edit.head.id);
            NotErased::NotKept(error)
        })?;
        self.tell(std::slice::from_ref(&edit));
        self.insert(vec![edit]);
        self.purge().await
    }

    /// Takes what is erased out of the stores.
    ///
    /// # Errors
    /// What a store said.
    pub(super) async fn purge(&self) -> Result<(), NotErased> {
        let redactions = self.erasing();
        let purged = self.with_store(async |store| store.purge(redactions).await).await;
        purged.map_err(NotErased::LeftInStore)
    }

    /// Takes what is erased out of the stores once more. What does not work is tried again at the
    /// next redaction.
    pub(super) async fn purge_again(&self) {
        let _ = self.purge().await;
    }

    /// What is to be taken out of the stores.
    pub(super) fn erasing(&self) -> Purge<impl Fn(&mut Edit) -> usize> {
        let session = *self;
        Purge {
            places: self.with_ledger_untracked(Ledger::erased_places),
            is_left: self.with_ledger_untracked(Ledger::erased) > 0,
            erase: move |edit: &mut Edit| {
                session.with_ledger_untracked(|ledger| ledger.erase(edit))
            },
        }
    }

    /// Maintains the stores: once after opening, when the first page is there. Gives what the
    /// keeper is to know of it, in sentences.
    pub async fn maintain(&self) -> Vec<String> {
        if self.refusal().is_some() {
            return Vec::new();
        }
        // What does not work is tried again at the next opening.
        let look = |act: &mut dyn FnMut(&Ledger)| self.with_ledger_untracked(act);
        let missing = self.with_store(async |store| store.find_missing(look).await).await;
        let missing = missing.unwrap_or_default();
        let told = missing.sentences();
        if !missing.found.is_empty() {
            self.insert(missing.found);
        }
        let redactions = self.erasing();
        let _ = self.with_store(async |store| store.maintain(redactions).await).await;
        told
    }

    /// How many edits no store took: they are in this page's memory alone.
    pub fn unsaved(&self) -> usize {
        self.state().queue.unsaved()
    }

    /// Waits until all that was entered is kept, and packs it up. Says whether it is: otherwise it is
    /// in this page's memory alone, which must not go.
    pub async fn flush(&self) -> bool {
        while self.saving.get_untracked() == SaveState::Busy {
            page::pause(50).await;
        }
        self.checkpoint();
        self.state().queue.offer_again().await;
        self.unsaved() == 0
    }

    /// Packs up what only the journal holds, and offers it what it refused.
    pub fn checkpoint(&self) {
        let state = self.state();
        // A reader has nothing to pack but what neither store took while it wrote.
        let is_idle = match self.write_access.get_untracked() {
            WriteAccess::Granted | WriteAccess::CatchingUp => false,
            WriteAccess::OtherTab => state.queue.unsaved() == 0,
            WriteAccess::NewerVersion | WriteAccess::Removed => true,
        };
        if is_idle {
            return;
        }
        state.queue.checkpoint();
        if state.queue.store().is_removed() {
            self.shut();
        } else if state.queue.has_refused() {
            spawn_local(async move { state.queue.offer_again().await });
        }
    }

    /// Notes that localStorage took no more of what the journal has.
    pub fn note_full(&self) {
        self.state().queue.note_full();
    }
}
