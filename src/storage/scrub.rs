//! Scrubbing: what has been redacted leaves the stores too.
//!
//! This is the one place that rewrites keys. It is harmless all the same: what it puts there is what
//! was there without the erased values, whichever tab does it and however often. Where it is cut
//! short, the next opening finds erased values in what it reads, and scrubs again.

use crate::ledger::{Edit, Value};

use super::keys::{self, Key};
use super::segment::{self, Encoding, Segment, SegmentError};
use super::store::{State, Store};
use super::traits::{Journal, KeyValue, StorageError};

/// What becomes of a text.
enum Scrubbed {
    /// It holds nothing that is erased.
    Clean,
    /// It is to be replaced.
    Rewritten(String),
    /// It held nothing else, or cannot be read and may hold anything.
    Gone,
}

/// What is redacted in a ledger.
#[derive(Debug)]
pub struct Erasing<E> {
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
    /// What a store says; what remains is scrubbed at the next opening.
    pub async fn scrub(
        &self,
        redactions: Erasing<impl Fn(&mut Edit) -> usize>,
    ) -> Result<(), StorageError> {
        let Erasing { places, erase, .. } = redactions;
        {
            let mut state = self.state.borrow_mut();
            let State { recorded, pending, .. } = &mut *state;
            for edits in [recorded, pending] {
                edits.retain_mut(|edit| erase(edit) == 0 || !edit.changes.is_empty());
            }
        }
        let journal = self.scrub_journal(places, &erase).await;
        self.scrub_local(places, &erase).and(journal)
    }

    /// Scrubs where that has not been done since the last redaction, or where a text was read that
    /// still holds erased values: another tab may have written it meanwhile.
    pub(super) async fn scrub_again(
        &self,
        redactions: Erasing<impl Fn(&mut Edit) -> usize>,
    ) -> Result<(), StorageError> {
        let places = redactions.places;
        if places == 0 {
            return Ok(());
        }
        let mark = keys::scrubbed(self.ledger, places);
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
        self.scrub(redactions).await
    }

    fn scrub_local(
        &self,
        places: usize,
        erase: impl Fn(&mut Edit) -> usize,
    ) -> Result<(), StorageError> {
        let Ok(local) = self.stores.local() else {
            return Ok(());
        };
        for key in local.keys(&keys::prefix(self.ledger))? {
            let Some(text) = local.get(&key)? else {
                continue;
            };
            match scrubbed(&keys::parse(self.ledger, &key), &text, &erase) {
                Scrubbed::Clean => {}
                Scrubbed::Rewritten(text) => local.set(&key, &text)?,
                Scrubbed::Gone => local.remove(&key)?,
            }
        }
        local.set(&keys::scrubbed(self.ledger, places), &segment::pack_note(&Value::Null))
    }

    async fn scrub_journal(
        &self,
        places: usize,
        erase: impl Fn(&mut Edit) -> usize,
    ) -> Result<(), StorageError> {
        let Ok(journal) = self.stores.journal() else {
            return Ok(());
        };
        for batch in journal.keys(&keys::prefix(self.ledger)).await?.chunks(2_000) {
            let texts = journal.read(batch).await?;
            let (mut rewritten, mut gone) = (Vec::new(), Vec::new());
            for (key, text) in batch.iter().zip(texts) {
                let kind = keys::parse(self.ledger, key);
                match text.map(|text| scrubbed(&kind, &text, &erase)) {
                    Some(Scrubbed::Rewritten(text)) => rewritten.push((key.clone(), text)),
                    Some(Scrubbed::Gone) => gone.push(key.clone()),
                    Some(Scrubbed::Clean) | None => {}
                }
            }
            if !rewritten.is_empty() {
                journal.append(&rewritten).await?;
            }
            if !gone.is_empty() {
                journal.remove(&gone).await?;
            }
        }
        let mark = (keys::scrubbed(self.ledger, places), segment::pack_note(&Value::Null));
        journal.append(&[mark]).await?;
        Ok(())
    }
}

fn scrubbed(kind: &Key, text: &str, erase: impl Fn(&mut Edit) -> usize) -> Scrubbed {
    let encoding = match kind {
        Key::Edit(_) => Encoding::Plain,
        Key::Segment | Key::Part(..) | Key::Copy(..) => Encoding::Packed,
        Key::Damaged => return Scrubbed::Gone,
        Key::Receipt(_) | Key::TakenBack(_) | Key::Point(_) => return Scrubbed::Clean,
        Key::Format(_) | Key::Unknown => return Scrubbed::Clean,
    };
    // What is damaged is set aside at the next opening, and goes then; what a newer version wrote
    // is for that one to scrub.
    let Segment { mut edits, parts } = match (segment::unpack(text), kind) {
        (Ok(segment), _) => segment,
        (Err(SegmentError::Newer), _) => return Scrubbed::Clean,
        // Nothing else looks at a copy.
        (Err(_), Key::Copy(..)) => return Scrubbed::Gone,
        (Err(_), _) => return Scrubbed::Clean,
    };
    if edits.iter_mut().map(erase).sum::<usize>() == 0 {
        return Scrubbed::Clean;
    }
    edits.retain(|edit| !edit.changes.is_empty());
    match kind {
        // An import and a restore point are whole only with all of their parts, be one empty.
        Key::Part(_, number) | Key::Copy(_, number) => {
            Scrubbed::Rewritten(segment::pack(&edits, encoding, *number, parts))
        }
        _ if edits.is_empty() => Scrubbed::Gone,
        _ => Scrubbed::Rewritten(segment::pack(&edits, encoding, 1, 1)),
    }
}
