//! Scan of both stores: reads the texts of a ledger one by one.

use std::collections::{BTreeMap, BTreeSet};

use crate::fast_hash::FastSet;
use crate::ledger::{Edit, EditId, Ledger, LedgerId};
use crate::ordered;

use super::archive::{ArchiveId, ArchiveNote};
use super::import::{ImportId, Receipt};
use super::keys::{self, StorageKey};
use super::report::DamageReport;
use super::segment::{self, Segment, SegmentError, Unpacker};
use super::traits::{Journal, KeyValue, StorageError, StoreKind, Stores};

/// A segment of own edits that was read and found sound.
#[derive(Debug, Clone)]
pub(super) struct IntactSegment {
    pub(super) key: String,
    pub(super) size: usize,
    pub(super) ids: Vec<EditId>,
}

/// What the reading gathers before it is put together.
#[derive(Default)]
pub(super) struct StoreScan {
    unpacker: Unpacker,
    /// The own edits that are in localStorage.
    pub(super) ledger: Ledger,
    /// Those that are not.
    pub(super) only_journal: Vec<Edit>,
    pub(super) own_ids: FastSet<EditId>,
    pub(super) parts: BTreeMap<ImportId, BTreeMap<u32, Segment>>,
    pub(super) receipts: BTreeMap<ImportId, Option<Receipt>>,
    pub(super) taken_back: BTreeSet<ImportId>,
    pub(super) archives: BTreeMap<ArchiveId, ArchiveNote>,
    /// Damaged texts, with the ids that they say to hold.
    pub(super) damaged: Vec<(DamageReport, Option<Vec<EditId>>)>,
    pub(super) sound: Vec<IntactSegment>,
    pub(super) is_newer: bool,
    pub(super) local_keys: FastSet<String>,
    /// The edits that the journal has, and its other keys.
    pub(super) journaled: FastSet<EditId>,
    pub(super) journal_keys: FastSet<String>,
}

impl StoreScan {
    /// Takes in the text of a key.
    fn take(
        &mut self,
        store: StoreKind,
        kind: &StorageKey,
        key: &str,
        text: &str,
    ) -> Result<(), SegmentError> {
        match kind {
            StorageKey::Segment | StorageKey::Edit(_) => {
                let segment = self.unpacker.unpack(text)?;
                let ids: Vec<_> = segment.edits.iter().map(|edit| edit.head.id).collect();
                // A sound text that is not the one of its key is no less damage.
                if matches!(kind, StorageKey::Edit(own) if ids.iter().any(|id| id != own)) {
                    return Err(SegmentError::Malformed);
                }
                self.own_ids.extend(&ids);
                match store {
                    StoreKind::Local => {
                        self.sound.push(IntactSegment {
                            key: key.to_owned(),
                            size: text.len(),
                            ids,
                        });
                        // At once, so that the next one's edits have the room of this one's.
                        self.ledger.insert_all(segment.edits);
                    }
                    StoreKind::Journal => self.only_journal.extend(segment.edits),
                }
            }
            StorageKey::Part(import, number) => {
                let segment = self.unpacker.unpack(text)?;
                self.parts.entry(*import).or_default().insert(*number, segment);
            }
            StorageKey::Receipt(import) => {
                // That the note is there is what counts: it was written after all the parts.
                let place = self.receipts.entry(*import).or_default();
                *place = Receipt::from_value(&segment::unpack_note(text)?);
            }
            StorageKey::TakenBack(import) => {
                self.taken_back.insert(*import);
            }
            StorageKey::Archive(id) => {
                let note = segment::unpack_note(text)?;
                let archive = ArchiveNote::from_value(&note).ok_or(SegmentError::Malformed)?;
                self.archives.insert(*id, archive);
            }
            StorageKey::Point(_)
            | StorageKey::Copy(..)
            | StorageKey::Damaged
            | StorageKey::Draft
            | StorageKey::Format(_)
            | StorageKey::Unknown => {}
        }
        Ok(())
    }

    /// Looks whether the kind of a key is the mark of a newer version.
    fn look_for_newer(&mut self, kind: &StorageKey) {
        self.is_newer |= matches!(kind, StorageKey::Format(format) if *format > keys::FORMAT);
    }

    /// Whether what the journal has under a key of this kind is not here yet.
    fn lacks(&self, kind: &StorageKey) -> bool {
        match kind {
            StorageKey::Edit(id) => !self.own_ids.contains(id),
            StorageKey::Part(import, number) => {
                !self.parts.get(import).is_some_and(|parts| parts.contains_key(number))
            }
            StorageKey::Receipt(import) => !matches!(self.receipts.get(import), Some(Some(_))),
            StorageKey::TakenBack(_) => true,
            StorageKey::Archive(id) => !self.archives.contains_key(id),
            StorageKey::Segment | StorageKey::Point(_) | StorageKey::Copy(..) => false,
            StorageKey::Damaged | StorageKey::Draft => false,
            StorageKey::Format(_) | StorageKey::Unknown => false,
        }
    }
}

/// Whether this store knew the ledger by name.
pub(super) type IsListed = bool;

pub(super) fn read_local<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    ledger: LedgerId,
    found: &mut StoreScan,
) -> Result<IsListed, StorageError> {
    let local = stores.local()?;
    let mut keys = local.keys(&keys::prefix(ledger))?;
    ordered::sort(&mut keys);
    let kinds: Vec<_> = keys.iter().map(|key| keys::parse(ledger, key)).collect();
    kinds.iter().for_each(|kind| found.look_for_newer(kind));
    let mut trouble = Ok(local.get(&keys::entry(ledger))?.is_some());
    let texts: Vec<_> = keys.iter().map(|key| local.get(key)).collect();
    make_room(texts.iter().flatten().flatten().map(String::len).sum(), &mut found.ledger);
    for ((key, kind), text) in keys.into_iter().zip(kinds).zip(texts) {
        let text = match text {
            Ok(Some(text)) => text,
            Ok(None) => continue,
            Err(error) => {
                trouble = Err(error);
                continue;
            }
        };
        match found.take(StoreKind::Local, &kind, &key, &text) {
            Ok(()) => {
                found.local_keys.insert(key);
            }
            Err(why) => {
                // A receipt says by its mere presence that its import is whole, so it stays.
                // What a newer version wrote may only look damaged to this one.
                let set_aside = !found.is_newer
                    && why != SegmentError::Newer
                    && matches!(kind, StorageKey::Segment | StorageKey::Part(..))
                    && set_aside(local, ledger, &key, &text).is_ok();
                if !set_aside {
                    found.local_keys.insert(key.clone());
                }
                let promised = segment::promised(&text);
                let report = DamageReport {
                    store: StoreKind::Local,
                    key,
                    why,
                    set_aside,
                    healed: false,
                    known: true,
                };
                found.damaged.push((report, promised));
            }
        }
    }
    trouble
}

/// Makes room for the ledger of so many bytes of texts: for a browser it is work to give a page more
/// memory, so it is asked once and not each time that some is missing.
fn make_room(bytes: usize, ledger: &mut Ledger) {
    /// How many bytes of memory one of them comes to.
    const SWELLING: usize = 16;
    /// How many of them a change takes at least.
    const OF_A_CHANGE: usize = 12;
    let mut room = Vec::<u8>::new();
    // Where there is not so much, less may do.
    if room.try_reserve_exact(bytes.saturating_mul(SWELLING)).is_ok() {
        // What is given back stays with the page. Unseen, nothing would be asked for at all.
        drop(std::hint::black_box(room));
    }
    ledger.reserve(bytes / OF_A_CHANGE);
}

/// Moves a damaged text aside: first copied, and removed only if it is still the same, as it may
/// have been the reading that failed, and if the copy is there, as it may be the last of its kind.
fn set_aside<K: KeyValue>(
    local: &K,
    ledger: LedgerId,
    key: &str,
    text: &str,
) -> Result<(), StorageError> {
    let aside = keys::damaged(ledger, key);
    local.set(&aside, text)?;
    let is = |key: &str| Ok(local.get(key)?.as_deref() == Some(text));
    if is(&aside)? && is(key)? { local.remove(key) } else { Err(StorageError::changing()) }
}

/// Reads what the journal has of its keys and the other store has not.
pub(super) async fn read_journal<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    ledger: LedgerId,
    listed: Vec<String>,
    found: &mut StoreScan,
) -> Result<(), StorageError> {
    let journal = stores.journal()?;
    let prefix = keys::prefix(ledger);
    let mut wanted = Vec::new();
    for key in listed {
        let kind = keys::parse_behind(&prefix, &key);
        found.look_for_newer(&kind);
        if found.lacks(&kind) {
            wanted.push((key.clone(), kind.clone()));
        }
        match kind {
            StorageKey::Edit(id) => found.journaled.insert(id),
            _ => found.journal_keys.insert(key),
        };
    }
    ordered::sort_by(&mut wanted, |(key, _), (other, _)| key.cmp(other));
    for batch in wanted.chunks(2_000) {
        let keys: Vec<_> = batch.iter().map(|(key, _)| key.clone()).collect();
        let texts = journal.read(&keys).await?;
        for ((key, kind), text) in batch.iter().zip(texts) {
            let Some(text) = text else { continue };
            if let Err(why) = found.take(StoreKind::Journal, kind, key, &text) {
                let promised = match kind {
                    StorageKey::Edit(id) => Some(vec![*id]),
                    _ => segment::promised(&text),
                };
                let key = key.clone();
                let report = DamageReport {
                    store: StoreKind::Journal,
                    key,
                    why,
                    set_aside: false,
                    healed: false,
                    known: true,
                };
                found.damaged.push((report, promised));
            }
        }
    }
    Ok(())
}
