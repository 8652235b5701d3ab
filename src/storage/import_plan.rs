//! Atomic persistence of an accepted import plan: all of it, or nothing.
//!
//! Redactions (依法删除) are kept apart from the import, as own edits, so that taking the import back
//! does not bring back what they erased. Both go into one append of the journal. Where there is no
//! journal, they go into localStorage key by key, the receipt last, and all of them are removed again
//! where one is refused.

use std::borrow::Cow;

use crate::ledger::{Edit, Ledger};

use super::import::{ImportId, Receipt};
use super::keys;
use super::segment::{self, BUDGET, Encoding};
use super::store::{Recorded, Store};
use super::traits::{Durability, Journal, KeyValue, StorageError};

/// What was kept of an import plan; it may be inserted into the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPlan {
    /// The import; `None` where nothing but redactions was kept.
    pub import: Option<ImportId>,
    /// What it brought, without what the redactions of the plan erase.
    pub edits: Vec<Edit>,
    /// How safe it is.
    pub recorded: Recorded,
}

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// Keeps redactions and what an import brings besides: all of it, or nothing. Whatever the
    /// redactions erase is not kept of the rest, either.
    ///
    /// # Errors
    /// Where neither store took it; nothing has changed then.
    pub async fn record_plan(
        &self,
        receipt: &Receipt,
        redactions: &[Edit],
        mut edits: Vec<Edit>,
    ) -> Result<KeptPlan, StorageError> {
        if !redactions.is_empty() {
            let erasing = Ledger::from_edits(redactions.iter().cloned());
            edits.retain_mut(|edit| erasing.erase(edit) == 0 || !edit.changes.is_empty());
        }
        let (import, entries) = if edits.is_empty() {
            (None, Vec::new())
        } else {
            let (import, entries) = self.import_entries(receipt, &edits);
            (Some(import), entries)
        };
        let recorded = self.keep_all(redactions, entries).await?;
        self.learn(&edits);
        Ok(KeptPlan { import, edits, recorded })
    }

    /// Keeps redactions, all or none.
    ///
    /// # Errors
    /// Where neither store took them; nothing has changed then.
    pub async fn record_redactions(&self, redactions: &[Edit]) -> Result<Recorded, StorageError> {
        self.keep_all(redactions, Vec::new()).await
    }

    /// Keeps what an import brings: all of it, or nothing. The edits are those that its plan
    /// accepted; they may be inserted into the ledger once this has succeeded.
    ///
    /// # Errors
    /// Where neither store took it; nothing has changed then.
    pub async fn record_import(
        &self,
        receipt: &Receipt,
        edits: &[Edit],
    ) -> Result<(ImportId, Recorded), StorageError> {
        let (import, entries) = self.import_entries(receipt, edits);
        let recorded = self.keep_all(&[], entries).await?;
        self.learn(edits);
        Ok((import, recorded))
    }

    /// The texts of an import, by key. The receipt closes it, so it comes last.
    fn import_entries(
        &self,
        receipt: &Receipt,
        edits: &[Edit],
    ) -> (ImportId, Vec<(String, String)>) {
        let id = {
            let mut state = self.state.borrow_mut();
            state.imports += 1;
            ImportId { writer: self.writer, number: state.imports }
        };
        let portions = segment::portions(&self.clean_of_all(edits), BUDGET, true);
        let parts = portions.len() as u32;
        let packed = portions.iter().zip(1..).map(|(portion, number)| {
            let text = segment::pack(portion, Encoding::Packed, number, parts);
            (keys::part(self.ledger, id, number), text)
        });
        let mut entries: Vec<_> = packed.collect();
        let note = segment::pack_note(&receipt.to_value());
        entries.push((keys::receipt(self.ledger, id), note));
        (id, entries)
    }

    /// Keeps own edits and the texts of an import.
    async fn keep_all(
        &self,
        own: &[Edit],
        mut entries: Vec<(String, String)>,
    ) -> Result<Recorded, StorageError> {
        let import = entries.clone();
        let journaled = match self.stores.journal() {
            Ok(journal) => {
                entries.splice(0..0, own.iter().map(|edit| self.journal_entry(edit)));
                journal.append(&entries).await
            }
            Err(error) => Err(error),
        };
        let local = self.stores.local().and_then(|local| {
            let mut texts: Vec<_> =
                import.iter().map(|(key, text)| (key.clone(), segment::for_local(text))).collect();
            // What the journal has is packed up at the next checkpoint.
            if journaled.is_err() && !own.is_empty() {
                let text = segment::pack(own, Encoding::Wide, 1, 1);
                texts.insert(0, (self.next_segment(), text.into()));
            }
            let set = |(key, text): &(String, Cow<'_, str>)| local.set(key, text);
            texts.iter().try_for_each(set).inspect_err(|_| {
                // Without the receipt they are void, and only take up space.
                texts.iter().for_each(|(key, _)| drop(local.remove(key)));
            })
        });
        let is_journaled = journaled.is_ok();
        let recorded = match (journaled, local) {
            (Ok(durability), local) => Recorded { durability, trouble: local.err() },
            (Err(error), Ok(())) => {
                Recorded { durability: Durability::Written, trouble: Some(error) }
            }
            (Err(error), Err(local)) => {
                // The journal may have taken it and failed to say so.
                if let Ok(journal) = self.stores.journal() {
                    let keys: Vec<_> = entries.into_iter().map(|(key, _)| key).collect();
                    let _ = journal.remove(&keys).await;
                }
                return Err(StorageError::of_both(error, local));
            }
        };
        self.learn(own);
        let mut state = self.state.borrow_mut();
        state.recorded.extend_from_slice(own);
        if is_journaled {
            state.pending.extend_from_slice(own);
        } else {
            state.unjournaled.extend(own.iter().map(|edit| edit.head.id));
        }
        Ok(recorded)
    }
}
