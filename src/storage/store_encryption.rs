//! Transparent encryption of both stores while the device lock is on.
//!
//! The ciphers are behind a trait, as most tablets are not locked, and the first load does without
//! them.
//!
//! Sealed and clear texts are distinguished by their prefix, so that a store may hold both while
//! they are converted (`conversion`).

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use super::keys;
use super::removal::{OwnJournal, OwnLocal};
use super::store::Store;
use super::traits::{Durability, Journal, KeyValue, StorageError, StoreKind, Stores};

/// What a text begins with that is sealed in base64, as in the journal; until texts were packed wide
/// localStorage had it too.
pub(super) const SEALED: &str = "yv1 ";
/// What a text begins with that is sealed fifteen bits a character, as in localStorage.
pub(super) const SEALED_WIDE: &str = "yv2 ";
/// What begins a sealed text that did not open when all others were opened for good.
const SPOILT: &str = "yv0 ";

/// Whether a text is sealed.
pub fn is_sealed(text: &str) -> bool {
    text.starts_with(SEALED) || text.starts_with(SEALED_WIDE)
}

/// Seals what is written under a key, and opens what was sealed under it.
pub trait Cipher {
    /// Seals a text as a store is to have it.
    ///
    /// # Errors
    /// Where there is no randomness to be had.
    fn seal(&self, store: StoreKind, key: &str, text: &str) -> Result<String, StorageError>;

    /// Opens a sealed text; `None` where it was sealed otherwise, or was changed since.
    fn open(&self, key: &str, sealed: &str) -> Option<String>;
}

/// Whether the stores of a page are locked; every copy is the same lock.
#[derive(Clone, Default)]
pub struct StoreEncryption(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    cipher: Option<Rc<dyn Cipher>>,
    /// Whether what is written is sealed; what is sealed is opened in any case.
    seals: bool,
    /// Whether this page is to touch the stores no more.
    is_shut: bool,
    /// Whether this page, which has no key, is to write nothing in clear any more.
    is_locked_out: bool,
}

impl fmt::Debug for StoreEncryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guard")
    }
}

impl StoreEncryption {
    /// From now on what is written is sealed, and what is sealed is opened.
    pub fn lock_with(&self, cipher: Rc<dyn Cipher>) {
        self.turn(cipher, true);
    }

    /// From now on what is sealed is opened, and what is written is clear.
    pub fn open_with(&self, cipher: Rc<dyn Cipher>) {
        self.turn(cipher, false);
    }

    /// What was shut stays so: the tablet was wiped meanwhile.
    fn turn(&self, cipher: Rc<dyn Cipher>, seals: bool) {
        let mut state = self.0.borrow_mut();
        (state.cipher, state.seals) = (Some(cipher), seals);
    }

    /// From now on the stores are touched no more: what was here has been wiped, and must not come
    /// back from this page's memory.
    pub fn shut(&self) {
        self.0.borrow_mut().is_shut = true;
    }

    /// From now on this page writes nothing in clear: another one has locked the tablet, and what
    /// this one still had to write it was given the time for.
    pub fn lock_out(&self) {
        self.0.borrow_mut().is_locked_out = true;
    }

    /// From now on what is written is clear: another page has unlocked the tablet for good, and its
    /// key may go. What is sealed is opened as before.
    pub fn unlock(&self) {
        self.0.borrow_mut().seals = false;
    }

    /// Whether what is written is sealed.
    pub fn is_locked(&self) -> bool {
        self.0.borrow().seals
    }

    pub(super) fn may_pass(&self) -> Result<(), StorageError> {
        if self.0.borrow().is_shut { Err(StorageError::Wiped) } else { Ok(()) }
    }

    /// A text as it is to be written.
    fn closed(&self, store: StoreKind, key: &str, text: &str) -> Result<String, StorageError> {
        let state = self.0.borrow();
        match &state.cipher {
            Some(cipher) if state.seals && !stays_clear(key) => cipher.seal(store, key, text),
            _ if state.is_locked_out && !stays_clear(key) => Err(StorageError::Locked),
            _ => Ok(text.to_owned()),
        }
    }

    /// A text as it was written. What does not open is given as it is: it is damage, and is set
    /// aside and reported like any other.
    fn opened(&self, key: &str, text: String) -> Result<String, StorageError> {
        if !is_sealed(&text) || stays_clear(key) {
            return Ok(text);
        }
        match &self.0.borrow().cipher {
            Some(cipher) => match cipher.open(key, &text) {
                // A version that does not know what is sealed wide takes it for clear, and seals it.
                Some(opened) => self.opened(key, opened),
                None => Ok(text),
            },
            // It is not damaged: nothing may be done about it before it can be read.
            None => Err(StorageError::Locked),
        }
    }

    /// Returns the converted form of a text; `None` where it has the right form already.
    pub(super) fn converted(
        &self,
        store: StoreKind,
        key: &str,
        text: &str,
    ) -> Result<Option<String>, StorageError> {
        if stays_clear(key) || is_sealed(text) == self.is_locked() {
            return Ok(None);
        }
        let opened = self.opened(key, text.to_owned())?;
        if let Some(rest) = opened.get(SEALED.len()..).filter(|_| is_sealed(&opened)) {
            // It never will open; under this sign it is damage where there is no lock, too.
            return Ok(Some(format!("{SPOILT}{rest}")));
        }
        self.closed(store, key, &opened).map(Some)
    }
}

/// Whether a key is never sealed: what opens the lock, how the page looks (which is needed before
/// it is opened), what patients use, and the probe whether writing works.
pub(super) fn stays_clear(key: &str) -> bool {
    [keys::VAULT, keys::LOOK, keys::KIOSK, keys::PROBE].iter().any(|prefix| key.starts_with(prefix))
}

/// A store behind a lock.
#[derive(Debug)]
pub struct EncryptedStore<S> {
    pub(super) store: S,
    pub(super) encryption: StoreEncryption,
}

impl<S> EncryptedStore<S> {
    /// Puts a lock before a store.
    pub fn new(store: S, encryption: &StoreEncryption) -> Self {
        Self { store, encryption: encryption.clone() }
    }

    /// The store behind the lock, whose texts may be sealed.
    pub fn behind(&self) -> &S {
        &self.store
    }
}

impl<K: KeyValue> KeyValue for EncryptedStore<K> {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.encryption.may_pass()?;
        let text = self.store.get(key)?;
        text.map(|text| self.encryption.opened(key, text)).transpose()
    }

    fn get_raw(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.encryption.may_pass()?;
        self.store.get_raw(key)
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        self.encryption.may_pass()?;
        self.store.set(key, &self.encryption.closed(StoreKind::Local, key, text)?)
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.encryption.may_pass()?;
        self.store.remove(key)
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.encryption.may_pass()?;
        self.store.keys(prefix)
    }
}

impl<J: Journal> Journal for EncryptedStore<J> {
    async fn append(&self, entries: &[(String, String)]) -> Result<Durability, StorageError> {
        self.encryption.may_pass()?;
        let closed = entries.iter().map(|(key, text)| {
            let text = self.encryption.closed(StoreKind::Journal, key, text)?;
            Ok((key.clone(), text))
        });
        self.store.append(&closed.collect::<Result<Vec<_>, StorageError>>()?).await
    }

    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.encryption.may_pass()?;
        self.store.keys(prefix).await
    }

    async fn read(&self, keys: &[String]) -> Result<Vec<Option<String>>, StorageError> {
        self.encryption.may_pass()?;
        let texts = self.store.read(keys).await?;
        let opened = keys
            .iter()
            .zip(texts)
            .map(|(key, text)| text.map(|text| self.encryption.opened(key, text)).transpose());
        opened.collect()
    }

    async fn remove(&self, keys: &[String]) -> Result<(), StorageError> {
        self.encryption.may_pass()?;
        self.store.remove(keys).await
    }
}

impl<K: KeyValue> EncryptedStore<K> {
    /// Whether the notes of the lock say something else than this page goes by.
    fn is_outdated(&self) -> bool {
        let Ok(found) = self.keys(keys::VAULT) else { return false };
        let has = |kind: &str| {
            let mut names = found.iter().filter_map(|key| key.strip_prefix(keys::VAULT));
            names.any(|name| name.starts_with(kind))
        };
        // The key in clear counts before the wraps, which may not have gone yet.
        self.encryption.is_locked() != (has("w-") && !has("o-"))
    }
}

impl<K: KeyValue, J: Journal> Stores<K, J> {
    /// Whether either store says that the tablet is locked, or was until lately.
    pub async fn has_device_lock(&self) -> bool {
        let local = self.local().and_then(|local| local.keys(keys::VAULT));
        if local.is_ok_and(|found| !found.is_empty()) {
            return true;
        }
        match self.journal() {
            Ok(journal) => journal.keys(keys::VAULT).await.is_ok_and(|found| !found.is_empty()),
            Err(_) => false,
        }
    }
}

impl<K: KeyValue, J> Stores<EncryptedStore<K>, EncryptedStore<J>> {
    /// Whether another tab has locked the tablet since this page came in, or unlocked it for good:
    /// what this page writes is not as it should be from then on.
    pub fn is_lock_outdated(&self) -> bool {
        self.local.as_ref().is_ok_and(EncryptedStore::is_outdated)
    }
}

impl<K: KeyValue, J: Journal> Stores<EncryptedStore<K>, EncryptedStore<J>> {
    /// Makes this page write as another one has left the lock, see
    /// [`is_lock_outdated`](Self::is_lock_outdated): nothing in clear where the tablet is locked, and
    /// nothing under a key that is gone.
    pub async fn follow_lock(&self, encryption: &StoreEncryption) {
        if !encryption.is_locked() {
            encryption.lock_out();
        } else if self.is_vault_gone().await {
            encryption.unlock();
        }
    }

    /// Whether neither store says anything of a lock, as far as they can be read.
    async fn is_vault_gone(&self) -> bool {
        let is_none =
            |found: Result<Vec<String>, StorageError>| found.is_ok_and(|found| found.is_empty());
        let journal = match self.journal() {
            Ok(journal) => is_none(journal.keys(keys::VAULT).await),
            Err(_) => true,
        };
        journal && self.local().map_or(true, |local| is_none(local.keys(keys::VAULT)))
    }
}

impl<K: KeyValue, J> Store<EncryptedStore<K>, EncryptedStore<J>> {
    /// The same as [`Stores::is_lock_outdated`].
    pub fn is_lock_outdated(&self) -> bool {
        let local = self.stores.local.as_ref().ok().and_then(OwnLocal::behind);
        local.is_some_and(EncryptedStore::is_outdated)
    }
}

impl<K, J> Store<EncryptedStore<K>, EncryptedStore<J>> {
    /// Whether what it writes is sealed.
    pub fn is_locked(&self) -> bool {
        let Stores { local, journal } = &self.stores;
        let local = local.as_ref().ok().and_then(OwnLocal::behind);
        let journal = journal.as_ref().ok().and_then(OwnJournal::behind);
        local.is_some_and(|local| local.encryption.is_locked())
            || journal.is_some_and(|journal| journal.encryption.is_locked())
    }
}
