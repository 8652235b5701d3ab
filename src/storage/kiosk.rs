//! What a tablet keeps while it is in the hands of patients (病人评价): the note of the handover and the inbox.
//!
//! Neither is ever sealed, as there is no key while they are used; they name nobody whom patients are not asked
//! about. Both are written whole, and neither is an edit or goes into a file.

use crate::ledger::{Value, WriterId};

use super::keys;
use super::segment;
use super::traits::{Durability, Journal, KeyValue, StorageError, Stores};

/// The keys of the note, the one that decides last.
const NOTES: [&str; 2] = [keys::KIOSK_COPY, keys::KIOSK_DEVICE];

impl<K: KeyValue, J: Journal> Stores<K, J> {
    /// Whether the tablet is handed over: it is as long as any copy of the note is left, so that none is lost
    /// as a way out.
    pub async fn has_kiosk(&self) -> bool {
        let has_note = |key: &&str| {
            self.local().and_then(|local| local.get(key)).is_ok_and(|note| note.is_some())
        };
        if NOTES.iter().any(has_note) {
            return true;
        }
        let Ok(journal) = self.journal() else { return false };
        let noted = journal.read(&NOTES.map(str::to_owned)).await;
        noted.is_ok_and(|notes| notes.iter().any(Option::is_some))
    }

    /// The copies of the note of the handover that can be read.
    pub async fn kiosk_devices(&self) -> Vec<Value> {
        let mut texts = Vec::new();
        if let Ok(local) = self.local() {
            texts.extend(NOTES.iter().filter_map(|key| local.get(key).ok().flatten()));
        }
        if let Ok(journal) = self.journal() {
            let found = journal.read(&NOTES.map(str::to_owned)).await;
            texts.extend(found.into_iter().flatten().flatten());
        }
        texts.iter().filter_map(|text| segment::unpack_note(text).ok()).collect()
    }

    /// Hands the tablet over: every store that can be used has the note, or none.
    ///
    /// # Errors
    /// Where a store refused; the tablet is not handed over then.
    pub async fn begin_kiosk(&self, device: &Value) -> Result<(), StorageError> {
        let text = segment::pack_note(device);
        let outcome = self.begin_in_all(&text).await;
        if outcome.is_err() {
            let _ = self.end_kiosk().await;
        }
        outcome
    }

    async fn begin_in_all(&self, text: &str) -> Result<(), StorageError> {
        match (self.local(), self.journal()) {
            (Err(local), Err(journal)) => return Err(StorageError::of_both(journal, local)),
            (local, journal) => {
                if let Ok(journal) = journal {
                    let entries = NOTES.map(|key| (key.to_owned(), text.to_owned()));
                    journal.append(&entries).await?;
                }
                // Last, as other tabs hear of it.
                if let Ok(local) = local {
                    for key in NOTES {
                        local.set(key, text)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Ends the handover.
    ///
    /// # Errors
    /// Where localStorage keeps the note, or the journal where that alone can be used.
    pub async fn end_kiosk(&self) -> Result<(), StorageError> {
        let journal = match self.journal() {
            Ok(journal) => journal.remove(&NOTES.map(str::to_owned)).await,
            Err(error) => Err(error),
        };
        match self.local() {
            Ok(local) => NOTES.into_iter().try_for_each(|key| local.remove(key)),
            Err(_) => journal,
        }
    }

    /// An inbox as localStorage has it now; `None` where it has none that can be read.
    pub fn local_kiosk_inbox(&self, inbox: WriterId) -> Option<Value> {
        let text = self.local().ok()?.get(&keys::kiosk_inbox(inbox)).ok()??;
        segment::unpack_note(&text).ok()
    }

    /// The copies of an inbox, `None` for one that is damaged.
    ///
    /// # Errors
    /// Where a store that may have one cannot be read, so that it is not known to be empty.
    pub async fn kiosk_inbox(&self, inbox: WriterId) -> Result<Vec<Option<Value>>, StorageError> {
        let key = keys::kiosk_inbox(inbox);
        let (local, journal) = self.kiosk_texts(&key).await?;
        let texts = local.into_iter().chain(journal);
        Ok(texts.map(|text| segment::unpack_note(&text).ok()).collect())
    }

    /// What both stores have under a key.
    async fn kiosk_texts(
        &self,
        key: &str,
    ) -> Result<(Option<String>, Option<String>), StorageError> {
        let local = match (self.local(), self.journal()) {
            (Err(local), Err(journal)) => return Err(StorageError::of_both(journal, local)),
            (Ok(local), _) => local.get(key)?,
            (Err(_), _) => None,
        };
        let journal = match self.journal() {
            Ok(journal) => journal.read(&[key.to_owned()]).await?.into_iter().flatten().next(),
            Err(_) => None,
        };
        Ok((local, journal))
    }

    /// Sets an inbox aside of which no copy can be read, as it is, so that nothing is written over it.
    ///
    /// # Errors
    /// Where a store cannot be read or written; the inbox is still in its place then.
    pub async fn set_kiosk_inbox_aside(&self, inbox: WriterId) -> Result<(), StorageError> {
        let (key, aside) = (keys::kiosk_inbox(inbox), keys::kiosk_aside(inbox));
        let (own, appended) = self.kiosk_texts(&key).await?;
        if let (Ok(local), Some(text)) = (self.local(), own) {
            local.set(&aside, &text)?;
        }
        if let (Ok(journal), Some(text)) = (self.journal(), appended) {
            journal.append(&[(aside, text)]).await?;
        }
        self.drop_kiosk_inbox(inbox).await
    }

    /// Whether something of an inbox was set aside.
    pub async fn has_kiosk_inbox_aside(&self, inbox: WriterId) -> bool {
        let texts = self.kiosk_texts(&keys::kiosk_aside(inbox)).await;
        texts.is_ok_and(|(local, journal)| local.is_some() || journal.is_some())
    }

    /// Keeps an inbox in place of what there was of it: in localStorage at once, then in the journal.
    ///
    /// # Errors
    /// Where neither store takes it.
    pub async fn keep_kiosk_inbox(
        &self,
        inbox: WriterId,
        content: &Value,
    ) -> Result<Durability, StorageError> {
        self.put(&keys::kiosk_inbox(inbox), &segment::pack_note(content)).await
    }

    /// Removes an inbox that the pool has.
    ///
    /// # Errors
    /// Where a store cannot be written; the pool takes it in no more.
    pub async fn drop_kiosk_inbox(&self, inbox: WriterId) -> Result<(), StorageError> {
        let key = keys::kiosk_inbox(inbox);
        let local = self.local().map_or(Ok(()), |local| local.remove(&key));
        if let Ok(journal) = self.journal() {
            journal.remove(&[key]).await?;
        }
        local
    }
}
