//! Saving: what is under way, what became of it, packing up, and erasing for good.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::page;
use crate::ledger::{Draft, Edit, Ledger};
use crate::storage::{Durability, Purge, StorageError};

use super::session::Session;
use super::storage_alert::StorageAlert;
use super::write_lock::{EditRefused, WriteAccess};

/// Where saving stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// On the way.
    Busy,
    /// All would survive the power going out now (已保存).
    Saved,
    /// All is with the browser, which does not promise more (已记录).
    Written,
    /// What is wrong.
    Wrong(String),
}

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
        let state = self.state();
        self.insert(vec![edit.clone()]);
        state.under_way.set(state.under_way.get() + 1);
        self.saving.set(SaveState::Busy);
    }

    /// Saves what has begun, and says what became of it.
    pub(super) async fn persist(&self, edit: Edit) -> SaveState {
        let state = self.state();
        let outcome = match state.store.record(&edit).await {
            Ok(recorded) => {
                let is_full = recorded.trouble == Some(StorageError::Full);
                state.full.set((state.full.get().0, is_full));
                match (recorded.durability, recorded.trouble) {
                    (Durability::Strict, _) => SaveState::Saved,
                    (Durability::Written, _) => SaveState::Written,
                    (Durability::Memory, Some(trouble)) => SaveState::Wrong(trouble.to_string()),
                    (Durability::Memory, None) => SaveState::Wrong("没有保存成功".to_owned()),
                }
            }
            Err(error) => SaveState::Wrong(error.to_string()),
        };
        if state.store.is_removed() {
            self.shut();
        } else if outcome == SaveState::Saved {
            self.offer_again().await;
        }
        self.look_for_alert();
        state.tabs.tell(&edit);
        state.under_way.set(state.under_way.get() - 1);
        // What neither store took earlier is not saved by a later edit that is.
        let others_are = state.store.only_in_memory() == 0;
        self.show(if others_are { outcome.clone() } else { SaveState::Wrong(String::new()) });
        outcome
    }

    /// Offers the journal again what neither store took, where there is something.
    async fn offer_again(&self) {
        let state = self.state();
        if state.store.only_in_memory() == 0 {
            return;
        }
        if let Ok(kept) = state.store.offer_again().await {
            state.full.set((state.full.get().0, false));
            let is_strict = kept == Durability::Strict;
            self.show(if is_strict { SaveState::Saved } else { SaveState::Written });
        }
        self.look_for_alert();
    }

    /// Shows what became of saving: what is wrong at once, that all is well when nothing is left
    /// under way. What was wrong stays until something is saved later.
    fn show(&self, outcome: SaveState) {
        if matches!(outcome, SaveState::Wrong(_)) || self.state().under_way.get() == 0 {
            self.saving.set(outcome);
        }
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
        self.state().tabs.tell(&edit);
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

    fn erasing(&self) -> Purge<impl Fn(&mut Edit) -> usize> {
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
        self.state().store.only_in_memory()
    }

    /// Waits until all that was entered is kept, and packs it up. Says whether it is: otherwise it is
    /// in this page's memory alone, which must not go.
    pub async fn flush(&self) -> bool {
        while self.saving.get_untracked() == SaveState::Busy {
            page::pause(50).await;
        }
        self.checkpoint();
        self.offer_again().await;
        self.unsaved() == 0
    }

    /// Packs up what only the journal holds. What fails stays in the journal, and is packed up the
    /// next time.
    pub fn checkpoint(&self) {
        let state = self.state();
        // A reader has nothing to pack but what neither store took while it wrote.
        let is_idle = match self.write_access.get_untracked() {
            WriteAccess::Granted | WriteAccess::CatchingUp => false,
            WriteAccess::OtherTab => state.store.only_in_memory() == 0,
            WriteAccess::NewerVersion | WriteAccess::Removed => true,
        };
        if is_idle {
            return;
        }
        let packed = state.store.checkpoint();
        if state.store.is_removed() {
            return self.shut();
        }
        // Where there was nothing to pack, nothing is known.
        if packed != Ok(0) {
            state.full.set((packed == Err(StorageError::Full), state.full.get().1));
        }
        let was_wrong = matches!(self.saving.get_untracked(), SaveState::Wrong(_));
        if was_wrong && packed.is_ok() && state.under_way.get() == 0 {
            self.saving.set(SaveState::Written);
        }
        self.look_for_alert();
        if state.store.only_in_memory() > 0 {
            let session = *self;
            spawn_local(async move { session.offer_again().await });
        }
    }

    /// Takes note that localStorage took no more of what the journal has.
    pub fn note_full(&self) {
        let state = self.state();
        state.full.set((true, state.full.get().1));
        self.look_for_alert();
    }

    /// Sets off the alarm, or ends it.
    fn look_for_alert(&self) {
        let state = self.state();
        let in_memory = state.store.only_in_memory();
        // A ledger that was removed is spoken of otherwise.
        let alert =
            StorageAlert::of(in_memory, state.full.get()).filter(|_| !state.store.is_removed());
        if self.alert.get_untracked() != alert {
            self.alert.set(alert);
        }
    }
}
