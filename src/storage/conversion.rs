//! Conversion of both stores between clear and encrypted texts.
//!
//! Each text is replaced by itself in the other form, so that the conversion can be interrupted
//! anywhere and resumed later.

use super::keys;
use super::store_encryption::{EncryptedStore, is_sealed, stays_clear};
use super::traits::{Journal, KeyValue, StorageError, StoreKind, Stores};

/// How many texts of the journal are converted at once.
const BATCH: usize = 200;

/// Converts what can be converted, and skips what cannot, as a smaller text may still fit.
#[derive(Default)]
pub(super) struct Conversion {
    /// How many texts were rewritten.
    pub(super) done: usize,
    /// The first error.
    pub(super) error: Option<StorageError>,
}

impl Conversion {
    fn note(&mut self, outcome: Result<usize, StorageError>) {
        match outcome {
            Ok(done) => self.done += done,
            Err(error) => self.error = self.error.take().or(Some(error)),
        }
    }

    /// Converts localStorage.
    pub(super) fn local<K: KeyValue>(&mut self, guarded: &EncryptedStore<K>) {
        match guarded.store.keys(keys::ROOT) {
            Ok(found) => found.iter().for_each(|key| self.note(convert_local(guarded, key))),
            Err(error) => self.note(Err(error)),
        }
    }

    /// Converts the journal, some hundred texts at a time; `told` hears how many of how many were
    /// looked at.
    pub(super) async fn journal<J: Journal>(
        &mut self,
        guarded: &EncryptedStore<J>,
        told: &dyn Fn(usize, usize),
    ) {
        let found = match guarded.store.keys(keys::ROOT).await {
            Ok(found) => found,
            Err(error) => return self.note(Err(error)),
        };
        for (place, batch) in found.chunks(BATCH).enumerate() {
            self.note(convert_batch(guarded, batch).await);
            told(place * BATCH + batch.len(), found.len());
        }
    }
}

/// Converts a text of localStorage, and reads again what was written; gives how many that were.
fn convert_local<K: KeyValue>(
    guarded: &EncryptedStore<K>,
    key: &str,
) -> Result<usize, StorageError> {
    let EncryptedStore { store, encryption } = guarded;
    encryption.may_pass()?;
    let Some(text) = store.get(key)? else { return Ok(0) };
    let Some(converted) = encryption.converted(StoreKind::Local, key, &text)? else { return Ok(0) };
    // It may be the reading that failed: of the same mistake twice there is no fear.
    if store.get(key)?.as_ref() != Some(&text) {
        return Err(StorageError::changing());
    }
    store.set(key, &converted)?;
    if store.get(key)?.as_ref() != Some(&converted) {
        store.set(key, &text)?;
        return Err(StorageError::changing());
    }
    Ok(1)
}

/// The same of some texts of the journal.
async fn convert_batch<J: Journal>(
    guarded: &EncryptedStore<J>,
    batch: &[String],
) -> Result<usize, StorageError> {
    let EncryptedStore { store, encryption } = guarded;
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (key, text) in batch.iter().zip(store.read(batch).await?) {
        let Some(text) = text else { continue };
        if let Some(converted) = encryption.converted(StoreKind::Journal, key, &text)? {
            after.push((key.clone(), converted));
            before.push((key.clone(), text));
        }
    }
    if !after.is_empty() {
        check(store, &before).await?;
        encryption.may_pass()?;
        store.append(&after).await?;
        if let Err(error) = check(store, &after).await {
            store.append(&before).await?;
            return Err(error);
        }
    }
    Ok(after.len())
}

/// Whether the journal has just these texts.
async fn check<J: Journal>(journal: &J, entries: &[(String, String)]) -> Result<(), StorageError> {
    let keys: Vec<String> = entries.iter().map(|(key, _)| key.clone()).collect();
    let there = journal.read(&keys).await?;
    let same = there.iter().zip(entries).all(|(there, (_, text))| there.as_ref() == Some(text));
    if same { Ok(()) } else { Err(StorageError::changing()) }
}

impl<K: KeyValue, J: Journal> Stores<EncryptedStore<K>, EncryptedStore<J>> {
    /// Counts the texts that both stores hold in clear though a locked tablet seals them; this needs
    /// no key.
    ///
    /// # Errors
    /// Where a store that can be used cannot be read.
    pub async fn count_clear(&self) -> Result<usize, StorageError> {
        let is_clear = |key: &str, text: Option<&str>| {
            text.is_some_and(|text| !stays_clear(key) && !is_sealed(text))
        };
        let mut clear = 0;
        if let Ok(EncryptedStore { store, .. }) = &self.local {
            for key in store.keys(keys::ROOT)? {
                clear += usize::from(is_clear(&key, store.get(&key)?.as_deref()));
            }
        }
        if let Ok(EncryptedStore { store, .. }) = &self.journal {
            for batch in store.keys(keys::ROOT).await?.chunks(BATCH) {
                let texts = store.read(batch).await?;
                clear += batch
                    .iter()
                    .zip(texts)
                    .filter(|(key, text)| is_clear(key, text.as_deref()))
                    .count();
            }
        }
        Ok(clear)
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::storage::store_encryption::{Cipher, SEALED, SEALED_WIDE, StoreEncryption};
    use crate::storage::{Faults, MemoryKeyValue};

    fn convert<K: KeyValue>(store: &EncryptedStore<K>) -> usize {
        let mut conversion = Conversion::default();
        conversion.local(store);
        assert_eq!(conversion.error, None);
        conversion.done
    }

    #[test]
    fn what_stays_clear_is_given_and_left_as_it_is_whatever_it_begins_with() {
        let behind = MemoryKeyValue::new(Rc::default(), Faults::none());
        let store = EncryptedStore::new(behind, &StoreEncryption::default());
        let (look, other) = (format!("{}size", keys::LOOK), keys::LAST);
        store.set(&look, "yv1 large").expect("kept");
        assert_eq!(store.get(&look), Ok(Some("yv1 large".to_owned())));
        assert_eq!(convert(&store), 0);
        store.set(other, "yv1 large").expect("kept");
        assert_eq!(store.get(other), Err(StorageError::Locked));
    }

    /// A key that opens nothing.
    struct Another;

    impl Cipher for Another {
        fn seal(&self, _: StoreKind, _: &str, text: &str) -> Result<String, StorageError> {
            Ok(format!("{SEALED}{text}"))
        }

        fn open(&self, _: &str, _: &str) -> Option<String> {
            None
        }
    }

    #[test]
    fn what_does_not_open_when_the_lock_goes_is_marked_as_damage_and_else_as_it_was() {
        for sign in [SEALED, SEALED_WIDE] {
            let encryption = StoreEncryption::default();
            let store = EncryptedStore::new(
                MemoryKeyValue::new(Rc::default(), Faults::none()),
                &encryption,
            );
            store.set(keys::LAST, &format!("{sign}0a 一")).expect("kept");
            encryption.open_with(Rc::new(Another));
            assert_eq!(convert(&store), 1);
            assert_eq!(store.behind().get(keys::LAST), Ok(Some("yv0 0a 一".to_owned())));
            assert_eq!(convert(&store), 0);
        }
    }

    #[test]
    fn a_wiped_tablet_is_not_written_to_by_a_conversion_under_way() {
        let encryption = StoreEncryption::default();
        let store =
            EncryptedStore::new(MemoryKeyValue::new(Rc::default(), Faults::none()), &encryption);
        store.set(keys::LAST, "7").expect("kept");
        encryption.shut();
        encryption.lock_with(Rc::new(Another));
        let mut conversion = Conversion::default();
        conversion.local(&store);
        assert_eq!((conversion.done, conversion.error), (0, Some(StorageError::Wiped)));
    }

    /// A store that takes no text longer than a bound, as where there is no room left.
    struct Narrow(MemoryKeyValue);

    impl KeyValue for Narrow {
        fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
            self.0.get(key)
        }

        fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
            if text.len() > 20 { Err(StorageError::Full) } else { self.0.set(key, text) }
        }

        fn remove(&self, key: &str) -> Result<(), StorageError> {
            self.0.remove(key)
        }

        fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
            self.0.keys(prefix)
        }
    }

    #[test]
    fn a_text_that_finds_no_room_keeps_no_other_from_being_sealed() {
        let encryption = StoreEncryption::default();
        let behind = MemoryKeyValue::new(Rc::default(), Faults::none());
        for (key, text) in [("a", "short"), ("b", "as long as it may be"), ("c", "short")] {
            behind.set(&format!("{}{key}", keys::ROOT), text).expect("kept");
        }
        let store = EncryptedStore::new(Narrow(behind), &encryption);
        encryption.lock_with(Rc::new(Another));
        let mut conversion = Conversion::default();
        conversion.local(&store);
        assert_eq!((conversion.done, conversion.error), (2, Some(StorageError::Full)));
    }
}
