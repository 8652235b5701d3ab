//! What forms hold that was not saved yet.
//!
//! Not records, and so no edits: a window rewrites its own as one types. They are in localStorage alone,
//! which takes them at once, also while the page closes. An erasure removes them all, since anything may
//! be written in them.

use crate::ledger::Value;

use super::keys;
use super::segment;
use super::store::Store;
use super::traits::{Journal, KeyValue, StorageError};

/// Where a draft is stored.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftKey(String);

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// All drafts of the ledger, other windows' too; what is damaged is passed over.
    ///
    /// # Errors
    /// Where localStorage cannot be read.
    pub fn drafts(&self) -> Result<Vec<(DraftKey, Value)>, StorageError> {
        let local = self.stores.local()?;
        let mut found = Vec::new();
        for key in local.keys(&keys::drafts(self.ledger))? {
            let text = local.get(&key)?;
            if let Some(content) = text.and_then(|text| segment::unpack_note(&text).ok()) {
                found.push((DraftKey(key), content));
            }
        }
        Ok(found)
    }

    /// A key that no draft has yet.
    ///
    /// # Errors
    /// Where localStorage cannot be read.
    pub fn next_draft(&self) -> Result<DraftKey, StorageError> {
        let local = self.stores.local()?;
        loop {
            let number = {
                let mut state = self.state.borrow_mut();
                state.drafts += 1;
                state.drafts
            };
            let key = keys::draft(self.ledger, self.writer, number);
            // One of before the page was opened anew.
            if local.get(&key)?.is_none() {
                return Ok(DraftKey(key));
            }
        }
    }

    /// Keeps what a form holds.
    ///
    /// # Errors
    /// Where localStorage takes nothing; what it had of the draft stays.
    pub fn keep_draft(&self, key: &DraftKey, content: &Value) -> Result<(), StorageError> {
        self.stores.local()?.set(&key.0, &segment::pack_note(content))
    }

    /// Removes a draft that was saved or given up.
    ///
    /// # Errors
    /// Where localStorage cannot be written.
    pub fn drop_draft(&self, key: &DraftKey) -> Result<(), StorageError> {
        self.stores.local()?.remove(&key.0)
    }
}
