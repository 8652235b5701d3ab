//! Device lock: locking a tablet, unlocking it, and removing the lock (envelope encryption).
//!
//! The order of the writes is such that an interrupted change leaves the old or the new state.
//!
//! Wraps are in both stores before anything is sealed, and the key is in both stores in clear before
//! the wraps go; what was written is read again. Locking ends with the conversion of all texts; an
//! interrupted conversion is resumed at the next unlocking.

use std::rc::Rc;

use crate::crypto::Cost;
use crate::ledger::Value;
use crate::ordered;

use super::data_key::{DataKey, KeyId, RandomSource, draw};
use super::key_wrapping::{
    DeviceLockError, KeyDerivation, KeyWraps, UnlockSecret, clear_key, wraps_key,
};
use super::keys;
use super::recovery_code::RecoveryCode;
use super::segment;
use super::store_encryption::EncryptedStore;
use super::traits::{Journal, KeyValue, StorageError, StoreKind, Stores};

/// Both stores behind a lock.
pub type EncryptedStores<K, J> = Stores<EncryptedStore<K>, EncryptedStore<J>>;

/// State of the device lock in both stores.
pub struct DeviceLock {
    /// All wraps that there are in either store, the newest first; damaged ones among them.
    wraps: Vec<StoredWraps>,
    /// The key in clear, where the tablet is no longer to be locked.
    clear: Option<DataKey>,
    random: RandomSource,
}

/// Wraps of a generation.
struct StoredWraps {
    id: KeyId,
    generation: u32,
    wraps: Option<KeyWraps>,
    /// The stores that have an entry of it, be it damaged.
    stores: Vec<StoreKind>,
}

/// A tablet that was unlocked.
pub struct Unlocked {
    /// What opens all that is kept.
    pub key: Rc<DataKey>,
    wraps: KeyWraps,
    generation: u32,
}

impl DeviceLock {
    /// Reads what both stores say of the lock. What is drawn later is drawn by `chance`.
    ///
    /// # Errors
    /// Where neither store can be read.
    pub async fn look<K: KeyValue, J: Journal>(
        stores: &Stores<K, J>,
        random: &RandomSource,
    ) -> Result<Self, StorageError> {
        let mut device_lock = Self { wraps: Vec::new(), clear: None, random: random.clone() };
        let local = read_local(stores).map(|found| device_lock.take(StoreKind::Local, found));
        let journal =
            read_journal(stores).await.map(|found| device_lock.take(StoreKind::Journal, found));
        if let (Err(local), Err(journal)) = (local, journal) {
            return Err(StorageError::of_both(journal, local));
        }
        ordered::sort_by_key(&mut device_lock.wraps, |one| std::cmp::Reverse(one.generation));
        Ok(device_lock)
    }

    fn take(&mut self, store: StoreKind, found: Vec<(String, String)>) {
        for (key, text) in found {
            let Some(name) = key.strip_prefix(keys::VAULT) else { continue };
            let note = segment::unpack_note(&text).ok();
            let mut words = name.split('-');
            let (kind, id) = (words.next(), words.next().and_then(KeyId::read));
            let generation = words.next().and_then(|number| number.parse().ok());
            match (kind, id, generation) {
                (Some("w"), Some(id), Some(generation)) => {
                    let known = self
                        .wraps
                        .iter()
                        .position(|one| (one.id, one.generation) == (id, generation));
                    let place = known.unwrap_or_else(|| {
                        self.wraps.push(StoredWraps {
                            id,
                            generation,
                            wraps: None,
                            stores: vec![],
                        });
                        self.wraps.len() - 1
                    });
                    let standing = &mut self.wraps[place];
                    standing.stores.push(store);
                    let read = || KeyWraps::from_value(id, &note?);
                    standing.wraps = standing.wraps.take().or_else(read);
                }
                (Some("o"), Some(id), None) => {
                    let read = || DataKey::from_clear(id, &note?, &self.random);
                    self.clear = self.clear.take().or_else(read);
                }
                _ => {}
            }
        }
    }

    /// Whether the tablet is locked: a passphrase is to be asked for.
    pub fn is_locked(&self) -> bool {
        self.clear.is_none() && !self.wraps.is_empty()
    }

    /// The key, where the tablet is no longer to be locked and not all is open yet.
    pub fn clear(self) -> Option<Rc<DataKey>> {
        self.clear.map(Rc::new)
    }

    /// Whether a store has seen the change to a newer generation through.
    fn is_former(&self, one: &StoredWraps) -> bool {
        let newer = |other: &&StoredWraps| other.id == one.id && other.generation > one.generation;
        let stores = self.wraps.iter().filter(newer).flat_map(|other| &other.stores);
        stores.into_iter().any(|store| !one.stores.contains(store))
    }

    /// Unlocks with the passphrase or the code. Where a change of them was cut short, the former
    /// ones open too; what opened is what counts from then on.
    ///
    /// # Errors
    /// Where they are wrong, the wraps are damaged, or there is no lock any more.
    pub fn unlock(
        &self,
        secret: UnlockSecret<'_>,
        make: KeyDerivation<'_>,
    ) -> Result<Unlocked, DeviceLockError> {
        if !self.is_locked() {
            return Err(DeviceLockError::NotLocked);
        }
        let mut error = DeviceLockError::Damaged;
        for one in self.wraps.iter().filter(|one| !self.is_former(one)) {
            let Some(wraps) = &one.wraps else { continue };
            if let Some(key) = wraps.open(secret, &self.random, make)? {
                let (key, wraps) = (Rc::new(key), wraps.clone());
                return Ok(Unlocked { key, wraps, generation: one.generation });
            }
            error = DeviceLockError::Wrong;
        }
        Err(error)
    }

    /// A recovery code, drawn at random.
    ///
    /// # Errors
    /// Where there is no randomness to be had.
    pub fn draw_code(random: &RandomSource) -> Result<RecoveryCode, DeviceLockError> {
        Ok(RecoveryCode::of(&*draw(random).ok_or(DeviceLockError::NoChance)?))
    }

    /// Locks the tablet under a new key: from the next opening on its passphrase is asked for. What is
    /// kept is sealed by [`EncryptedStores::enter`], which is to follow at once.
    ///
    /// # Errors
    /// Where the tablet is locked already, or a store did not take the wraps: it stays unlocked.
    pub async fn lock<K: KeyValue, J: Journal>(
        &self,
        stores: &Stores<K, J>,
        (passphrase, cost): (&str, Cost),
        code: &RecoveryCode,
        make: KeyDerivation<'_>,
    ) -> Result<Unlocked, DeviceLockError> {
        if !self.wraps.is_empty() || self.clear.is_some() {
            return Err(DeviceLockError::Unfinished);
        }
        let key = DataKey::new(&self.random).ok_or(DeviceLockError::NoChance)?;
        let wraps = KeyWraps::new(&key, passphrase, cost, code, make)?;
        put(stores, &wraps_key(wraps.id, 1), &wraps.to_value()).await?;
        Ok(Unlocked { key: Rc::new(key), wraps, generation: 1 })
    }
}

impl Unlocked {
    /// Gives the wraps that opened to the stores that lack them, and takes all others away.
    ///
    /// # Errors
    /// What a store says; nothing may be sealed in it then.
    pub async fn settle<K: KeyValue, J: Journal>(
        &self,
        stores: &Stores<K, J>,
    ) -> Result<(), StorageError> {
        let key = wraps_key(self.key.id, self.generation);
        // Where this fails, what is there stays: it may be the only one.
        put_all(stores, &key, &segment::pack_note(&self.wraps.to_value())).await?;
        remove_others(stores, &key).await
    }

    /// Another passphrase.
    ///
    /// # Errors
    /// Where it could not be kept; the former one still holds.
    pub async fn change_passphrase<K: KeyValue, J: Journal>(
        &self,
        stores: &Stores<K, J>,
        (passphrase, cost): (&str, Cost),
        make: KeyDerivation<'_>,
    ) -> Result<(), DeviceLockError> {
        let wraps = self.wraps.with_passphrase(&self.key, passphrase, cost, make)?;
        self.replace(stores, &wraps).await
    }

    /// Another recovery code.
    ///
    /// # Errors
    /// Where it could not be kept; the former one still holds.
    pub async fn change_code<K: KeyValue, J: Journal>(
        &self,
        stores: &Stores<K, J>,
        code: &RecoveryCode,
        make: KeyDerivation<'_>,
    ) -> Result<(), DeviceLockError> {
        let wraps = self.wraps.with_code(&self.key, code, make)?;
        self.replace(stores, &wraps).await
    }

    async fn replace<K: KeyValue, J: Journal>(
        &self,
        stores: &Stores<K, J>,
        wraps: &KeyWraps,
    ) -> Result<(), DeviceLockError> {
        let key = wraps_key(self.key.id, self.generation + 1);
        put(stores, &key, &wraps.to_value()).await?;
        // Twice, as a store may say that something is gone that is not.
        let _ = remove_others(stores, &key).await;
        remove_others(stores, &key).await.map_err(DeviceLockError::FormerStays)
    }

    /// Unlocks the tablet for good: from the next opening on nothing is asked for, and what is
    /// sealed is opened.
    ///
    /// # Errors
    /// Where a store did not take the key; the tablet stays locked, unless another took it.
    pub async fn leave<K: KeyValue, J: Journal>(
        &self,
        stores: &Stores<K, J>,
    ) -> Result<(), DeviceLockError> {
        let key = clear_key(self.key.id);
        put(stores, &key, &self.key.to_clear()).await?;
        let _ = remove_others(stores, &key).await;
        Ok(())
    }
}

fn read_local<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
) -> Result<Vec<(String, String)>, StorageError> {
    let local = stores.local()?;
    let mut found = Vec::new();
    for key in local.keys(keys::VAULT)? {
        if let Some(text) = local.get(&key)? {
            found.push((key, text));
        }
    }
    Ok(found)
}

async fn read_journal<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
) -> Result<Vec<(String, String)>, StorageError> {
    let journal = stores.journal()?;
    let found = journal.keys(keys::VAULT).await?;
    let texts = journal.read(&found).await?;
    Ok(found.into_iter().zip(texts).filter_map(|(key, text)| Some((key, text?))).collect())
}

/// Puts a note into every store that can be used, and reads it again; otherwise into none, as far as
/// they let us.
async fn put<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    key: &str,
    note: &Value,
) -> Result<(), StorageError> {
    let text = segment::pack_note(note);
    let outcome = put_all(stores, key, &text).await;
    if outcome.is_err() {
        if let Ok(local) = stores.local() {
            let _ = local.remove(key);
        }
        if let Ok(journal) = stores.journal() {
            let _ = journal.remove(&[key.to_owned()]).await;
        }
    }
    outcome
}

async fn put_all<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    key: &str,
    text: &str,
) -> Result<(), StorageError> {
    let same = |there: Option<String>| {
        if there.as_deref() == Some(text) { Ok(()) } else { Err(StorageError::changing()) }
    };
    let local = stores.local();
    if let Ok(local) = local {
        if local.get(key)?.as_deref() != Some(text) {
            local.set(key, text)?;
        }
        same(local.get(key)?)?;
    }
    match (stores.journal(), local) {
        (Ok(journal), _) => {
            let keys = [key.to_owned()];
            if journal.read(&keys).await?.pop().flatten().as_deref() != Some(text) {
                journal.append(&[(key.to_owned(), text.to_owned())]).await?;
            }
            same(journal.read(&keys).await?.pop().flatten())
        }
        (Err(journal), Err(local)) => Err(StorageError::of_both(journal, local)),
        (Err(_), Ok(_)) => Ok(()),
    }
}

/// Removes all entries of the lock but one, from each store independently of the other: a store
/// that has let the former go says enough.
pub(super) async fn remove_others<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    kept: &str,
) -> Result<(), StorageError> {
    let local = stores.local().map_or(Ok(()), |local| remove_local(local, kept));
    let journal = match stores.journal() {
        Ok(journal) => remove_journal(journal, kept).await,
        Err(_) => Ok(()),
    };
    local.and(journal)
}

fn remove_local<K: KeyValue>(local: &K, kept: &str) -> Result<(), StorageError> {
    local.keys(keys::VAULT)?.iter().filter(|key| *key != kept).try_for_each(|key| local.remove(key))
}

async fn remove_journal<J: Journal>(journal: &J, kept: &str) -> Result<(), StorageError> {
    let mut found = journal.keys(keys::VAULT).await?;
    found.retain(|key| key != kept);
    if found.is_empty() { Ok(()) } else { journal.remove(&found).await }
}
