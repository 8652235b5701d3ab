//! Tallies: what was counted and is in no edit yet, kept with every tap.
//!
//! A tally is no record and leaves the device with no file. It is one text of the journal that its page
//! rewrites, and so as durable as an edit; where the journal refuses it, localStorage has it instead. Each
//! text of a tally has a number, by which the later of two is known. It holds an id and numbers, so an
//! erasure of somebody's data leaves it; it goes with its ledger, and is sealed with it.

use std::collections::BTreeMap;

use crate::ledger::Value;

use super::keys;
use super::segment;
use super::store::Store;
use super::traits::{Durability, Journal, KeyValue, StorageError};

/// Where a tally is stored.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TallyKey(String);

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// The key of a tally of this page, each of which has a number of its own.
    pub fn tally_key(&self, number: u32) -> TallyKey {
        TallyKey(keys::tally(self.ledger, self.writer, number))
    }

    /// All tallies of the ledger, other pages' too; what is damaged is passed over.
    ///
    /// # Errors
    /// Where neither store can be read.
    pub async fn tallies(&self) -> Result<Vec<(TallyKey, Value)>, StorageError> {
        let (journal, local) = (self.journal_tallies().await, self.local_tallies());
        let texts = match (journal, local) {
            (Err(journal), Err(local)) => return Err(StorageError::of_both(journal, local)),
            (journal, local) => journal.into_iter().chain(local).flatten(),
        };
        let mut found: BTreeMap<String, (i64, Value)> = BTreeMap::new();
        for (key, text) in texts {
            let Ok(note) = segment::unpack_note(&text) else { continue };
            let number = note.get("number").and_then(Value::as_int).unwrap_or(0);
            let content = note.get("content").cloned().unwrap_or_default();
            if found.get(&key).is_none_or(|(known, _)| *known < number) {
                found.insert(key, (number, content));
            }
        }
        Ok(found.into_iter().map(|(key, (_, content))| (TallyKey(key), content)).collect())
    }

    async fn journal_tallies(&self) -> Result<Vec<(String, String)>, StorageError> {
        let journal = self.stores.journal()?;
        let found = journal.keys(&keys::tallies(self.ledger)).await?;
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let texts = journal.read(&found).await?;
        Ok(found.into_iter().zip(texts).filter_map(|(key, text)| Some((key, text?))).collect())
    }

    fn local_tallies(&self) -> Result<Vec<(String, String)>, StorageError> {
        let local = self.stores.local()?;
        let mut texts = Vec::new();
        for key in local.keys(&keys::tallies(self.ledger))? {
            if let Some(text) = local.get(&key)? {
                texts.push((key, text));
            }
        }
        Ok(texts)
    }

    /// Keeps a tally in place of what was under its key. `number` is greater than those before.
    ///
    /// # Errors
    /// Where neither store takes it; what was under its key stays.
    pub async fn keep_tally(
        &self,
        key: &TallyKey,
        number: u32,
        content: &Value,
    ) -> Result<Durability, StorageError> {
        let note = [("number", Value::Int(number.into())), ("content", content.clone())];
        let text = segment::pack_note(&Value::group(note));
        let journal = match self.stores.journal() {
            Ok(journal) => journal.append(&[(key.0.clone(), text.clone())]).await,
            Err(error) => Err(error),
        };
        let Err(error) = journal else { return journal };
        let local = self.stores.local().and_then(|local| local.set(&key.0, &text));
        local.map(|()| Durability::Written).map_err(|local| StorageError::of_both(error, local))
    }

    /// Removes a tally that is in the ledger now.
    ///
    /// # Errors
    /// Where a store cannot be written; what is left is seen to be in the ledger already.
    pub async fn drop_tally(&self, key: &TallyKey) -> Result<(), StorageError> {
        let local = self.stores.local().map_or(Ok(()), |local| local.remove(&key.0));
        if let Ok(journal) = self.stores.journal() {
            journal.remove(std::slice::from_ref(&key.0)).await?;
        }
        local
    }
}
