//! Removal of a ledger from this tablet, safe against concurrent writes of other pages.
//!
//! A removal puts its mark first and lists what there is afterwards; whoever writes looks for the
//! mark after writing, and takes what it wrote away again where there is one. So either the writer
//! finds the mark or the removal finds what was written: no order of calls leaves anything behind,
//! and nothing is called saved that a removal took away before.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::fast_hash::FastSet;
use crate::ledger::{EditId, Ledger, LedgerId};

use super::catalog::LedgerEntry;
use super::keys::{self, StorageKey};
use super::report::OpenError;
use super::store::Store;
use super::traits::{Durability, Journal, KeyValue, StorageError, Stores};

/// Both stores as the store of one ledger writes to them.
pub(super) type OwnStores<K, J> = Stores<OwnLocal<K, J>, OwnJournal<K, J>>;

/// What both handles share.
#[derive(Debug)]
struct Shared<K, J> {
    stores: Rc<Stores<K, J>>,
    /// The entry in the list of ledgers and the mark of its removal; `None` where the ledger is not
    /// listed yet.
    listed: Option<Listed>,
    is_removed: Cell<bool>,
    /// The keys that were read or written, other than edits; what appears beside them was missed.
    known: RefCell<FastSet<String>>,
}

#[derive(Debug)]
struct Listed {
    entry: String,
    mark: String,
}

impl<K: KeyValue, J: Journal> Shared<K, J> {
    fn removed(&self) -> StorageError {
        self.is_removed.set(true);
        StorageError::Removed
    }

    fn may_write(&self) -> Result<(), StorageError> {
        if self.is_removed.get() { Err(StorageError::Removed) } else { Ok(()) }
    }

    /// Whether localStorage has the mark or, where there is no journal, no entry.
    fn is_marked(&self) -> Result<bool, StorageError> {
        let (Some(Listed { entry, mark }), Ok(local)) = (&self.listed, self.stores.local()) else {
            return Ok(false);
        };
        let is_gone = || Ok(local.get(entry)?.is_none() && local.get(entry)?.is_none());
        Ok(local.get(mark)?.is_some() || (self.stores.journal.is_err() && is_gone()?))
    }

    /// Whether the ledger was removed, as far as the journal and the list of ledgers say: what is
    /// listed in neither store cannot be reached any more.
    async fn is_removed_in(&self, journal: &J) -> Result<bool, StorageError> {
        let Some(Listed { entry, mark }) = &self.listed else { return Ok(false) };
        let mut is_gone = false;
        // An entry that is missed is looked for once more: it may have been the reading that failed.
        for _ in 0..2 {
            let found = journal.read(&[mark.clone(), entry.clone()]).await?;
            if found.first().is_some_and(Option::is_some) {
                return Ok(true);
            }
            is_gone = found.last().is_some_and(Option::is_none)
                && self.stores.local().map_or(Ok(None), |local| local.get(entry))?.is_none();
            if !is_gone {
                break;
            }
        }
        Ok(is_gone)
    }

    fn note(&self, key: &str) {
        if self.listed.is_some() && !key.contains("/e/") {
            self.known.borrow_mut().insert(key.to_owned());
        }
    }
}

/// localStorage, for one ledger.
#[derive(Debug)]
pub(super) struct OwnLocal<K, J>(Rc<Shared<K, J>>);

/// The journal, for one ledger.
#[derive(Debug)]
pub(super) struct OwnJournal<K, J>(Rc<Shared<K, J>>);

impl<K, J> OwnLocal<K, J> {
    /// The store behind it.
    pub(super) fn behind(&self) -> Option<&K> {
        self.0.stores.local.as_ref().ok()
    }
}

impl<K, J> OwnJournal<K, J> {
    /// The store behind it.
    pub(super) fn behind(&self) -> Option<&J> {
        self.0.stores.journal.as_ref().ok()
    }
}

/// Both stores, for one ledger; `listed` is its entry in the list of ledgers.
pub(super) fn own_stores<K, J>(
    stores: Rc<Stores<K, J>>,
    listed: Option<&LedgerEntry>,
) -> OwnStores<K, J> {
    let listed = listed.map(|entry| Listed {
        entry: keys::entry(entry.id),
        mark: keys::deleted(entry.id, entry.created.millis),
    });
    let (local, journal) =
        (stores.local.as_ref().err().cloned(), stores.journal.as_ref().err().cloned());
    let known = RefCell::default();
    let shared = Rc::new(Shared { stores, listed, is_removed: Cell::default(), known });
    Stores {
        local: local.map_or_else(|| Ok(OwnLocal(shared.clone())), Err),
        journal: journal.map_or_else(|| Ok(OwnJournal(shared.clone())), Err),
    }
}

impl<K: KeyValue, J: Journal> KeyValue for OwnLocal<K, J> {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.0.stores.local()?.get(key)
    }

    fn get_raw(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.0.stores.local()?.get_raw(key)
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        self.0.may_write()?;
        let local = self.0.stores.local()?;
        local.set(key, text)?;
        if self.0.is_marked()? {
            local.remove(key)?;
            return Err(self.0.removed());
        }
        self.0.note(key);
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.0.stores.local()?.remove(key)
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.0.stores.local()?.keys(prefix)
    }
}

impl<K: KeyValue, J: Journal> Journal for OwnJournal<K, J> {
    async fn append(&self, entries: &[(String, String)]) -> Result<Durability, StorageError> {
        self.0.may_write()?;
        // Most often that is known before anything is written.
        if self.0.is_marked() == Ok(true) {
            return Err(self.0.removed());
        }
        let journal = self.0.stores.journal()?;
        let durability = journal.append(entries).await?;
        let is_removed = self.0.is_marked()? || self.0.is_removed_in(journal).await?;
        if is_removed {
            let error = self.0.removed();
            let keys: Vec<_> = entries.iter().map(|(key, _)| key.clone()).collect();
            // Where this fails, it goes at the next opening of the list of ledgers.
            let _ = journal.remove(&keys).await;
            return Err(error);
        }
        entries.iter().for_each(|(key, _)| self.0.note(key));
        Ok(durability)
    }

    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.0.stores.journal()?.keys(prefix).await
    }

    async fn read(&self, keys: &[String]) -> Result<Vec<Option<String>>, StorageError> {
        self.0.stores.journal()?.read(keys).await
    }

    async fn remove(&self, keys: &[String]) -> Result<(), StorageError> {
        self.0.stores.journal()?.remove(keys).await
    }
}

/// What the stores have that a page does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// Nothing.
    Nothing,
    /// Edits.
    Edits,
    /// An import, an archive, an erasure, a newer version, or one of them taken back.
    More,
}

impl Missed {
    /// Whether a ledger has an edit that a store lists: all of it, or what erasing and archiving
    /// have left.
    pub fn is_here(ledger: &Ledger, id: EditId) -> bool {
        ledger.head(id).is_some() || ledger.accounts_for(id)
    }
}

impl<K: KeyValue, J: Journal> OwnStores<K, J> {
    fn shared(&self) -> Option<&Shared<K, J>> {
        match (&self.local, &self.journal) {
            (Ok(local), _) => Some(&local.0),
            (_, Ok(journal)) => Some(&journal.0),
            _ => None,
        }
    }

    /// Whether a page was told already that the ledger was removed.
    pub(super) fn is_removed(&self) -> bool {
        self.shared().is_some_and(|shared| shared.is_removed.get())
    }

    /// Asks the stores whether the ledger was removed; at opening, only what can be asked at once.
    pub(super) async fn ask_removed(&self, is_opening: bool) -> bool {
        let Some(shared) = self.shared() else { return false };
        let mut is_removed = shared.is_removed.get() || shared.is_marked() == Ok(true);
        if let Ok(journal) = shared.stores.journal()
            && !is_removed
            && !(is_opening && shared.stores.local.is_ok())
        {
            is_removed = shared.is_removed_in(journal).await == Ok(true);
        }
        shared.is_removed.set(is_removed);
        is_removed
    }

    /// Notes what was read.
    pub(super) fn note_known(&self, keys: FastSet<String>) {
        if let Some(shared) = self.shared() {
            *shared.known.borrow_mut() = keys;
        }
    }
}

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// Whether a write has found that the ledger was removed.
    pub fn is_removed(&self) -> bool {
        self.stores.is_removed()
    }

    /// Asks both stores whether the ledger was removed.
    pub async fn ask_removed(&self) -> bool {
        self.stores.ask_removed(false).await
    }

    /// Says what the stores have that the page does not, by their keys alone: for one that comes back
    /// from sleep. `has` says whether it has an edit: see [`Missed::is_here`].
    ///
    /// # Errors
    /// Where the ledger was removed, or neither store can be read.
    pub async fn missed(&self, has: impl Fn(EditId) -> bool) -> Result<Missed, OpenError> {
        if self.ask_removed().await {
            return Err(OpenError::Removed);
        }
        let prefix = keys::prefix(self.ledger);
        let listed = match self.stores.journal() {
            Ok(journal) => journal.keys(&prefix).await,
            Err(error) => Err(error),
        };
        let listed = match listed {
            Ok(listed) => listed,
            Err(journal) => {
                let local = self.stores.local().and_then(|local| local.keys(&prefix));
                local.map_err(|local| OpenError::Unreadable { local, journal })?
            }
        };
        let mut missed = Missed::Nothing;
        let shared = self.stores.shared();
        let is_known =
            |key: &String| shared.is_some_and(|shared| shared.known.borrow().contains(key));
        for key in listed {
            match keys::parse_behind(&prefix, &key) {
                StorageKey::Edit(id) if !has(id) => missed = Missed::Edits,
                StorageKey::Segment if self.stores.journal.is_err() && !is_known(&key) => {
                    missed = Missed::Edits;
                }
                StorageKey::Receipt(_)
                | StorageKey::TakenBack(_)
                | StorageKey::Archive(_)
                | StorageKey::Format(_)
                    if !is_known(&key) =>
                {
                    return Ok(Missed::More);
                }
                StorageKey::Unknown if keys::is_purged(&prefix, &key) && !is_known(&key) => {
                    return Ok(Missed::More);
                }
                _ => {}
            }
        }
        Ok(missed)
    }
}

/// Takes every key of a ledger out of both stores.
///
/// # Errors
/// Where a store failed; what remains goes when it is called again.
pub(super) async fn sweep<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    ledger: LedgerId,
) -> Result<(), StorageError> {
    let prefix = keys::prefix(ledger);
    if let Ok(local) = stores.local() {
        let mut found = local.keys(&prefix)?;
        found.push(keys::entry(ledger));
        found.iter().try_for_each(|key| local.remove(key))?;
    }
    if let Ok(journal) = stores.journal() {
        let mut found = journal.keys(&prefix).await?;
        found.push(keys::entry(ledger));
        journal.remove(&found).await?;
    }
    Ok(())
}
