//! The save queue of one ledger: which edits are on their way to the stores, which of them a store
//! refused and are to be offered again, and so what may be said of saving.
//!
//! [`Store`] has the edits; the queue derives from its answers what is shown, so that 已保存 stands
//! only while the journal has every edit of this tab.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::ledger::Edit;

use super::storage_alert::StorageAlert;
use super::store::Store;
use super::traits::{Durability, Journal, KeyValue, StorageError, StoreKind};

/// Where saving stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SaveState {
    /// All would survive the power going out now (已保存).
    Saved,
    /// All is with the browser, which does not promise more (已记录).
    Written,
    /// On the way.
    Busy,
    /// Neither store took something: it is in this page's memory alone.
    Wrong,
}

/// Is called after every change of what a queue says.
type Observer = Rc<dyn Fn(SaveState, Option<StorageAlert>)>;

/// The save queue of one ledger.
///
/// Its methods take `&self` and hold no borrow over an `await`, so that several may be under way.
pub struct SaveQueue<K, J> {
    store: Store<K, J>,
    /// How many edits were offered to the stores and not answered.
    under_way: Cell<usize>,
    /// How many edits no store would ever take.
    unfit: Cell<usize>,
    /// How safe the journal's last answer was.
    durability: Cell<Durability>,
    is_local_full: Cell<bool>,
    is_journal_full: Cell<bool>,
    observer: RefCell<Option<Observer>>,
}

impl<K: KeyValue, J: Journal> SaveQueue<K, J> {
    /// Begins with nothing on its way to a store.
    pub fn new(store: Store<K, J>) -> Self {
        Self {
            store,
            under_way: Cell::new(0),
            unfit: Cell::new(0),
            durability: Cell::new(Durability::Strict),
            is_local_full: Cell::new(false),
            is_journal_full: Cell::new(false),
            observer: RefCell::default(),
        }
    }

    /// The store that it saves to.
    pub fn store(&self) -> &Store<K, J> {
        &self.store
    }

    /// Calls back from now on after every step that may change what is said of saving.
    pub fn observe(&self, observer: impl Fn(SaveState, Option<StorageAlert>) + 'static) {
        self.observer.replace(Some(Rc::new(observer)));
    }

    /// Calls nobody back any more.
    pub fn stop_observing(&self) {
        self.observer.take();
    }

    /// Where saving stands.
    pub fn state(&self) -> SaveState {
        if self.unsaved() > 0 {
            SaveState::Wrong
        } else if self.under_way.get() > 0 {
            SaveState::Busy
        } else if self.store.unjournaled() > 0 || self.durability.get() != Durability::Strict {
            SaveState::Written
        } else {
            SaveState::Saved
        }
    }

    /// Which store takes nothing more. Of a ledger that was removed nothing is said.
    pub fn alert(&self) -> Option<StorageAlert> {
        if self.store.is_removed() {
            return None;
        }
        StorageAlert::of(self.unsaved(), (self.is_local_full.get(), self.is_journal_full.get()))
    }

    /// How many edits no store took: they are in this page's memory alone.
    pub fn unsaved(&self) -> usize {
        self.store.only_in_memory() + self.unfit.get()
    }

    /// Counts an edit as on its way; [`Self::save`] has to follow.
    pub fn offer(&self) {
        self.under_way.set(self.under_way.get() + 1);
        self.tell();
    }

    /// Saves an edit that was [offered](Self::offer), and then what was refused before where the
    /// journal works again. What neither store takes stays in the queue.
    pub async fn save(&self, edit: &Edit) {
        match self.store.record(edit).await {
            Ok(recorded) => {
                self.is_journal_full.set(recorded.trouble == Some(StorageError::Full));
                if recorded.trouble.is_none() {
                    self.durability.set(recorded.durability);
                    self.tell();
                    self.offer_refused().await;
                }
            }
            Err(_) => self.unfit.set(self.unfit.get() + 1),
        }
        self.under_way.set(self.under_way.get().saturating_sub(1));
        self.tell();
    }

    /// Offers the journal again what it refused, where there is something.
    pub async fn offer_again(&self) {
        self.offer_refused().await;
        self.tell();
    }

    async fn offer_refused(&self) {
        if self.store.unjournaled() == 0 || self.store.is_removed() {
            return;
        }
        if let Ok(durability) = self.store.offer_again().await {
            self.durability.set(durability);
            self.is_journal_full.set(false);
        }
    }

    /// Packs up what only the journal holds. What fails stays in the journal, and is packed up the
    /// next time.
    pub fn checkpoint(&self) {
        let packed = self.store.checkpoint();
        // Where there was nothing to pack, nothing is known.
        if packed != Ok(0) {
            self.is_local_full.set(packed == Err(StorageError::Full));
        }
        self.tell();
    }

    /// Whether the journal lacks an edit that it may take when it is offered again.
    pub fn has_refused(&self) -> bool {
        self.store.unjournaled() > 0 && self.store.trouble(StoreKind::Journal).is_none()
    }

    /// Notes that localStorage took no more of what the journal has.
    pub fn note_full(&self) {
        self.is_local_full.set(true);
        self.tell();
    }

    fn tell(&self) {
        let observer = self.observer.borrow().clone();
        if let Some(observer) = observer {
            observer(self.state(), self.alert());
        }
    }
}
