//! The pool of a ledger's kiosk: what patients answered that is not in the ledger yet.
//!
//! It is a text of its ledger, and sealed with it; it is written whole, and is no edit and goes into no file.

use crate::ledger::Value;

use super::keys;
use super::segment;
use super::store::Store;
use super::traits::{Journal, KeyValue, StorageError};

/// A pool as a store kept it, with the number of its writing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredKioskPool {
    /// How often it was written.
    pub number: i64,
    /// What was written; `Null` where there is none.
    pub content: Value,
}

impl StoredKioskPool {
    fn read(text: &str) -> Option<Self> {
        let note = segment::unpack_note(text).ok()?;
        let number = note.get("number")?.as_int()?;
        Some(Self { number, content: note.get("content").cloned().unwrap_or_default() })
    }
}

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// The pool of the ledger, the later of its copies.
    ///
    /// # Errors
    /// Where a store that may have one cannot be read: it must not be written then.
    pub async fn kiosk_pool(&self) -> Result<StoredKioskPool, StorageError> {
        let key = keys::kiosk_pool(self.ledger);
        let mut texts = Vec::new();
        if let Ok(local) = self.stores.local() {
            texts.extend(local.get(&key)?);
        }
        if let Ok(journal) = self.stores.journal() {
            texts.extend(journal.read(&[key]).await?.into_iter().flatten());
        }
        let found = texts.iter().filter_map(|text| StoredKioskPool::read(text));
        Ok(found.max_by_key(|pool| pool.number).unwrap_or_default())
    }

    /// Keeps the pool in place of what was read of it.
    ///
    /// # Errors
    /// Where neither store takes it.
    pub async fn keep_kiosk_pool(&self, pool: &StoredKioskPool) -> Result<(), StorageError> {
        let note = [("number", Value::Int(pool.number)), ("content", pool.content.clone())];
        let text = segment::pack_note(&Value::group(note));
        self.stores.put(&keys::kiosk_pool(self.ledger), &text).await.map(drop)
    }
}
