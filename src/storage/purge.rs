//! Purge: removal of redacted and archived values from the stores.
//!
//! It rewrites keys, which is safe: the new text is the old one without the removed values,
//! whichever tab writes it and however often. Where it is interrupted, the next opening finds such
//! values in what it reads, and purges again.

use crate::fast_hash::FastSet;
use crate::ledger::{Edit, Value};

use super::import::ImportId;
use super::keys::{self, StorageKey};
use super::segment::{self, Segment, SegmentError};
use super::store::{Store, StoreState};
use super::traits::{Journal, KeyValue, StorageError};

/// Outcome of purging a text.
pub(super) enum PurgedText {
    /// It holds nothing that goes.
    Clean,
    /// It is to be replaced.
    Rewritten(String),
    /// It held nothing else, or cannot be read and may hold anything.
    Gone,
}

/// What is redacted in a ledger.
#[derive(Debug)]
pub struct Purge<E> {
    /// How many places are erased.
    pub places: usize,
    /// Whether something was erased of what the stores gave when the ledger was opened.
    pub is_left: bool,
    /// Takes what is erased out of an edit, and says of how many changes.
    pub erase: E,
}

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// Takes what is erased out of all that both stores hold of the ledger, texts set aside among
    /// it: those cannot be read, and so go as a whole.
    ///
    /// # Errors
    /// What a store says; what remains is purged at the next opening.
    pub async fn purge(
        &self,
        redactions: Purge<impl Fn(&mut Edit) -> usize>,
    ) -> Result<(), StorageError> {
        let Purge { places, erase, .. } = redactions;
        self.purge_memory(&erase);
        let mark = (keys::purged(self.ledger, places), segment::pack_note(&Value::Null));
        let taken_back = self.taken_back().await?;
        let rewrite = |kind: &StorageKey, text: &str| match kind {
            StorageKey::Damaged | StorageKey::Draft => PurgedText::Gone,
            // What was taken back is in no ledger, so no name can be searched in it.
            StorageKey::Part(import, number) if taken_back.contains(import) => {
                emptied(*number, text)
            }
            kind => purged(kind, text, &erase),
        };
        let journal = self.purge_journal(&rewrite, std::slice::from_ref(&mark)).await;
        let local = self.purge_local(rewrite).and_then(|()| match self.stores.local() {
            Ok(local) => local.set(&mark.0, &mark.1),
            Err(_) => Ok(()),
        });
        local.and(journal)
    }

    /// The imports that were taken back, by either store.
    async fn taken_back(&self) -> Result<FastSet<ImportId>, StorageError> {
        let prefix = keys::prefix(self.ledger);
        let mut found = match self.stores.local() {
            Ok(local) => local.keys(&prefix)?,
            Err(_) => Vec::new(),
        };
        if let Ok(journal) = self.stores.journal() {
            found.extend(journal.keys(&prefix).await?);
        }
        let imports = found.iter().filter_map(|key| match keys::parse(self.ledger, key) {
            StorageKey::TakenBack(import) => Some(import),
            _ => None,
        });
        Ok(imports.collect())
    }

    /// Takes what goes out of what this tab would write, or join to what it reads.
    pub(super) fn purge_memory(&self, take_out: impl Fn(&mut Edit) -> usize) {
        let mut state = self.state.borrow_mut();
        let StoreState { recorded, pending, .. } = &mut *state;
        for edits in [recorded, pending] {
            edits.retain_mut(|edit| take_out(edit) == 0 || !edit.changes.is_empty());
        }
    }

    /// Purges where that has not been done since the last redaction, or where a text was read that
    /// still holds erased values: another tab may have written it meanwhile.
    pub(super) async fn purge_again(
        &self,
        redactions: Purge<impl Fn(&mut Edit) -> usize>,
    ) -> Result<(), StorageError> {
        let places = redactions.places;
        if places == 0 {
            return Ok(());
        }
        let mark = keys::purged(self.ledger, places);
        let local = match self.stores.local() {
            Ok(local) => local.get(&mark)?.is_some(),
            Err(_) => true,
        };
        let journal = match self.stores.journal() {
            Ok(journal) => {
                let found = journal.read(std::slice::from_ref(&mark)).await?;
                found.iter().all(Option::is_some)
            }
            Err(_) => true,
        };
        if local && journal && !redactions.is_left {
            return Ok(());
        }
        self.purge(redactions).await
    }

    /// Rewrites what localStorage holds of the ledger.
    pub(super) fn purge_local(
        &self,
        rewrite: impl Fn(&StorageKey, &str) -> PurgedText,
    ) -> Result<(), StorageError> {
        let Ok(local) = self.stores.local() else {
            return Ok(());
        };
        for key in local.keys(&keys::prefix(self.ledger))? {
            let Some(text) = local.get(&key)? else {
                continue;
            };
            match rewrite(&keys::parse(self.ledger, &key), &text) {
                PurgedText::Clean => {}
                PurgedText::Rewritten(text) => local.set(&key, &text)?,
                PurgedText::Gone => local.remove(&key)?,
            }
        }
        Ok(())
    }

    /// Rewrites what the journal holds of the ledger, and closes that with notes.
    pub(super) async fn purge_journal(
        &self,
        rewrite: impl Fn(&StorageKey, &str) -> PurgedText,
        notes: &[(String, String)],
    ) -> Result<(), StorageError> {
        let Ok(journal) = self.stores.journal() else {
            return Ok(());
        };
        for batch in journal.keys(&keys::prefix(self.ledger)).await?.chunks(2_000) {
            let texts = journal.read(batch).await?;
            let (mut rewritten, mut gone) = (Vec::new(), Vec::new());
            for (key, text) in batch.iter().zip(texts) {
                let kind = keys::parse(self.ledger, key);
                match text.map(|text| rewrite(&kind, &text)) {
                    Some(PurgedText::Rewritten(text)) => rewritten.push((key.clone(), text)),
                    Some(PurgedText::Gone) => gone.push(key.clone()),
                    Some(PurgedText::Clean) | None => {}
                }
            }
            if !rewritten.is_empty() {
                journal.append(&rewritten).await?;
            }
            if !gone.is_empty() {
                journal.remove(&gone).await?;
            }
        }
        if !notes.is_empty() {
            journal.append(notes).await?;
        }
        Ok(())
    }
}

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// A text that goes from one store into the other, without what is erased; `None` where nothing
    /// is left of it.
    pub(super) fn clean_text(&self, key: &str, text: String) -> Option<String> {
        match purged(&keys::parse(self.ledger, key), &text, |edit| self.erase(edit)) {
            PurgedText::Clean => Some(text),
            PurgedText::Rewritten(text) => Some(text),
            PurgedText::Gone => None,
        }
    }
}

/// A part of an import without its edits. It stays, since an import is whole only with all parts.
fn emptied(number: u32, text: &str) -> PurgedText {
    match segment::unpack(text) {
        Ok(segment) if segment.edits.is_empty() => PurgedText::Clean,
        Ok(Segment { encoding, parts, .. }) => {
            PurgedText::Rewritten(segment::pack(&[], encoding, number, parts))
        }
        Err(_) => PurgedText::Clean,
    }
}

/// Returns a stored text without the removed values.
pub(super) fn purged(
    kind: &StorageKey,
    text: &str,
    take_out: impl Fn(&mut Edit) -> usize,
) -> PurgedText {
    match kind {
        StorageKey::Edit(_) | StorageKey::Segment | StorageKey::Part(..) | StorageKey::Copy(..) => {
        }
        StorageKey::Receipt(_) | StorageKey::TakenBack(_) | StorageKey::Archive(_) => {
            return PurgedText::Clean;
        }
        StorageKey::Point(_)
        | StorageKey::Damaged
        | StorageKey::Draft
        | StorageKey::Format(_)
        | StorageKey::Unknown => return PurgedText::Clean,
    }
    // What is damaged is set aside at the next opening, and goes then; what a newer version wrote
    // is for that one to purge.
    let Segment { mut edits, encoding, parts } = match (segment::unpack(text), kind) {
        (Ok(segment), _) => segment,
        (Err(SegmentError::Newer), _) => return PurgedText::Clean,
        // Nothing else looks at a copy.
        (Err(_), StorageKey::Copy(..)) => return PurgedText::Gone,
        (Err(_), _) => return PurgedText::Clean,
    };
    if edits.iter_mut().map(take_out).sum::<usize>() == 0 {
        return PurgedText::Clean;
    }
    edits.retain(|edit| !edit.changes.is_empty());
    match kind {
        // An import and a restore point are whole only with all of their parts, be one empty.
        StorageKey::Part(_, number) | StorageKey::Copy(_, number) => {
            PurgedText::Rewritten(segment::pack(&edits, encoding, *number, parts))
        }
        _ if edits.is_empty() => PurgedText::Gone,
        _ => PurgedText::Rewritten(segment::pack(&edits, encoding, 1, 1)),
    }
}
