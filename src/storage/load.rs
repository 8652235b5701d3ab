//! Opening: the union of all that either store has.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Archived, Edit, EditId, Ledger, LedgerId};
use crate::ordered;
use crate::quick_map::{QuickMap, QuickSet};

use super::archive::{Archive, ArchiveId};
use super::import::{ImportId, Receipt};
use super::keys::{self, Key};
use super::points::edits_in_copies;
use super::report::{ArchiveReceipt, DamageReport, ImportReceipt, OpenError, Trouble, Vanished};
use super::segment::{self, Segment, SegmentError, Unpacker};
use super::traits::{Journal, KeyValue, StorageError, Stores, Which};
use super::under_way::UnderWay;

/// A segment of own edits that was read and found sound.
#[derive(Debug, Clone)]
pub(super) struct Sound {
    pub(super) key: String,
    pub(super) size: usize,
    pub(super) ids: Vec<EditId>,
}

/// What an opening found, for the store to go on with.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) ledger: Ledger,
    pub(super) imports: Vec<ImportReceipt>,
    pub(super) archives: Vec<ArchiveReceipt>,
    pub(super) damaged: Vec<DamageReport>,
    pub(super) vanished: Option<Vanished>,
    pub(super) troubles: Vec<Trouble>,
    /// Whether a newer version of the app has written here.
    pub(super) is_newer: bool,
    /// Own edits that only the journal has.
    pub(super) only_journal: Vec<Edit>,
    /// Own edits that the journal lacks.
    pub(super) only_local: QuickSet<EditId>,
    /// Sound segments of own edits.
    pub(super) sound: Vec<Sound>,
    /// Keys of imports and archives that one of the stores lacks.
    pub(super) lacking: Vec<(Which, String)>,
}

/// What the reading gathers before it is put together.
#[derive(Default)]
struct Found {
    unpacker: Unpacker,
    /// The own edits that are in localStorage.
    ledger: Ledger,
    /// Those that are not.
    only_journal: Vec<Edit>,
    own_ids: QuickSet<EditId>,
    parts: BTreeMap<ImportId, BTreeMap<u32, Segment>>,
    receipts: BTreeMap<ImportId, Option<Receipt>>,
    taken_back: BTreeSet<ImportId>,
    archives: BTreeMap<ArchiveId, Archive>,
    /// Damaged texts, with the ids that they say to hold.
    damaged: Vec<(DamageReport, Option<Vec<EditId>>)>,
    sound: Vec<Sound>,
    is_newer: bool,
    local_keys: QuickSet<String>,
    /// The edits that the journal has, and its other keys.
    journaled: QuickSet<EditId>,
    journal_keys: QuickSet<String>,
}

impl Found {
    /// Takes in the text of a key.
    fn take(
        &mut self,
        store: Which,
        kind: &Key,
        key: &str,
        text: &str,
    ) -> Result<(), SegmentError> {
        match kind {
            Key::Segment | Key::Edit(_) => {
                let segment = self.unpacker.unpack(text)?;
                let ids: Vec<_> = segment.edits.iter().map(|edit| edit.head.id).collect();
                self.own_ids.extend(&ids);
                match store {
                    Which::Local => {
                        self.sound.push(Sound { key: key.to_owned(), size: text.len(), ids });
                        // At once, so that the next one's edits have the room of this one's.
                        self.ledger.insert_all(segment.edits);
                    }
                    Which::Journal => self.only_journal.extend(segment.edits),
                }
            }
            Key::Part(import, number) => {
                let segment = self.unpacker.unpack(text)?;
                self.parts.entry(*import).or_default().insert(*number, segment);
            }
            Key::Receipt(import) => {
                // That the note is there is what counts: it was written after all the parts.
                let place = self.receipts.entry(*import).or_default();
                *place = Receipt::from_value(&segment::unpack_note(text)?);
            }
            Key::TakenBack(import) => {
                self.taken_back.insert(*import);
            }
            Key::Archive(id) => {
                let note = segment::unpack_note(text)?;
                let archive = Archive::from_value(&note).ok_or(SegmentError::Malformed)?;
                self.archives.insert(*id, archive);
            }
            Key::Point(_) | Key::Copy(..) | Key::Damaged | Key::Format(_) | Key::Unknown => {}
        }
        Ok(())
    }

    /// Looks whether the kind of a key is the mark of a newer version.
    fn look_for_newer(&mut self, kind: &Key) {
        self.is_newer |= matches!(kind, Key::Format(format) if *format > keys::FORMAT);
    }

    /// Whether what the journal has under a key of this kind is not here yet.
    fn lacks(&self, kind: &Key) -> bool {
        match kind {
            Key::Edit(id) => !self.own_ids.contains(id),
            Key::Part(import, number) => {
                !self.parts.get(import).is_some_and(|parts| parts.contains_key(number))
            }
            Key::Receipt(import) => !matches!(self.receipts.get(import), Some(Some(_))),
            Key::TakenBack(_) => true,
            Key::Archive(id) => !self.archives.contains_key(id),
            Key::Segment | Key::Point(_) | Key::Copy(..) => false,
            Key::Damaged | Key::Format(_) | Key::Unknown => false,
        }
    }
}

/// Reads all that the stores have of a ledger.
pub(super) async fn load<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    ledger: LedgerId,
) -> Result<Loaded, OpenError> {
    let mut found = Found::default();
    let prefix = keys::prefix(ledger);
    // While the browser lists the journal, localStorage is read. What another page writes from then
    // on it tells as well.
    let listing = match stores.journal() {
        Ok(journal) => Ok(UnderWay::set_out(journal.keys(&prefix)).await),
        Err(error) => Err(error),
    };
    let local = read_local(stores, ledger, &mut found);
    let listed = match listing {
        Ok(listing) => listing.answer().await,
        Err(error) => Err(error),
    };
    let journal = match listed {
        Ok(listed) => read_journal(stores, ledger, listed, &mut found).await,
        Err(error) => Err(error),
    };
    let mut loaded = Loaded::default();
    match (&local, &journal) {
        (Err(local), Err(journal)) => {
            return Err(OpenError::Unreadable { local: local.clone(), journal: journal.clone() });
        }
        (Err(error), _) => {
            loaded.troubles.push(Trouble { store: Which::Local, error: error.clone() });
        }
        (_, Err(error)) => {
            loaded.troubles.push(Trouble { store: Which::Journal, error: error.clone() });
        }
        _ => {}
    }
    heal_from_copies(stores, ledger, &mut found).await;
    found.ledger.insert_all(&found.only_journal);
    loaded.only_journal = std::mem::take(&mut found.only_journal);
    if journal.is_ok() {
        let ids = found.sound.iter().flat_map(|sound| &sound.ids).copied();
        loaded.only_local = ids.filter(|id| !found.journaled.contains(id)).collect();
    }
    if local.is_ok() && journal.is_ok() {
        loaded.lacking = lacking(ledger, &found);
        loaded.vanished = vanished(ledger, &found, &local, loaded.only_journal.len());
    }
    let is_newer = |(report, _): &(DamageReport, _)| report.why == SegmentError::Newer;
    loaded.is_newer = found.is_newer || found.damaged.iter().any(is_newer);
    loaded.sound = std::mem::take(&mut found.sound);
    assemble(&mut loaded, found);
    Ok(loaded)
}

/// Whether this store knew the ledger by name.
type IsListed = bool;

fn read_local<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    ledger: LedgerId,
    found: &mut Found,
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
        match found.take(Which::Local, &kind, &key, &text) {
            Ok(()) => {
                found.local_keys.insert(key);
            }
            Err(why) => {
                // A receipt says by its mere presence that its import is whole, so it stays.
                // What a newer version wrote may only look damaged to this one.
                let set_aside = !found.is_newer
                    && why != SegmentError::Newer
                    && matches!(kind, Key::Segment | Key::Part(..))
                    && set_aside(local, ledger, &key, &text).is_ok();
                if !set_aside {
                    found.local_keys.insert(key.clone());
                }
                let promised = segment::promised(&text);
                let report =
                    DamageReport { store: Which::Local, key, why, set_aside, healed: false };
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
async fn read_journal<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    ledger: LedgerId,
    listed: Vec<String>,
    found: &mut Found,
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
            Key::Edit(id) => found.journaled.insert(id),
            _ => found.journal_keys.insert(key),
        };
    }
    ordered::sort_by(&mut wanted, |(key, _), (other, _)| key.cmp(other));
    for batch in wanted.chunks(2_000) {
        let keys: Vec<_> = batch.iter().map(|(key, _)| key.clone()).collect();
        let texts = journal.read(&keys).await?;
        for ((key, kind), text) in batch.iter().zip(texts) {
            let Some(text) = text else { continue };
            if let Err(why) = found.take(Which::Journal, kind, key, &text) {
                let promised = match kind {
                    Key::Edit(id) => Some(vec![*id]),
                    _ => segment::promised(&text),
                };
                let key = key.clone();
                let report = DamageReport {
                    store: Which::Journal,
                    key,
                    why,
                    set_aside: false,
                    healed: false,
                };
                found.damaged.push((report, promised));
            }
        }
    }
    Ok(())
}

/// Fetches what neither store has of damaged texts from the copies of restore points.
async fn heal_from_copies<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    ledger: LedgerId,
    found: &mut Found,
) {
    let own = found.damaged.iter().filter(|(report, _)| {
        report.why != SegmentError::Newer && import_of(&report.key).is_none()
    });
    let promised = own.filter_map(|(_, promised)| promised.as_ref()).flatten().copied();
    let wanted: QuickSet<_> = promised.filter(|id| !found.own_ids.contains(id)).collect();
    if wanted.is_empty() {
        return;
    }
    // Where the journal cannot be read, that is reported already.
    if let Ok(edits) = edits_in_copies(stores, ledger, wanted).await {
        found.own_ids.extend(edits.iter().map(|edit| edit.head.id));
        found.only_journal.extend(edits);
    }
}

/// The keys of imports and archives that one store has and the other lacks.
fn lacking(ledger: LedgerId, found: &Found) -> Vec<(Which, String)> {
    let of_import = |key: &&String| {
        let kind = keys::parse(ledger, key);
        let is_import = matches!(kind, Key::Part(..) | Key::Receipt(_) | Key::TakenBack(_));
        is_import || matches!(kind, Key::Archive(_))
    };
    let in_journal = found.local_keys.difference(&found.journal_keys).filter(of_import);
    let in_local = found.journal_keys.difference(&found.local_keys).filter(of_import);
    let mut lacking: Vec<_> = in_journal
        .map(|key| (Which::Journal, key.clone()))
        .chain(in_local.map(|key| (Which::Local, key.clone())))
        .collect();
    ordered::sort(&mut lacking);
    lacking
}

fn vanished(
    ledger: LedgerId,
    found: &Found,
    listed: &Result<IsListed, StorageError>,
    only_journal: usize,
) -> Option<Vanished> {
    let sound = |key: &String| keys::parse(ledger, key) != Key::Unknown;
    let has_journal = !found.journaled.is_empty() || found.journal_keys.iter().any(sound);
    if !found.local_keys.iter().any(sound)
        && found.damaged.is_empty()
        && *listed == Ok(false)
        && has_journal
    {
        return Some(Vanished { store: Which::Local, edits: only_journal });
    }
    if !has_journal && !found.sound.is_empty() {
        return Some(Vanished { store: Which::Journal, edits: found.own_ids.len() });
    }
    None
}

/// Puts the ledger together: own edits, and imports of which all parts and the receipt are there,
/// without what is archived.
fn assemble(loaded: &mut Loaded, found: Found) {
    let Found { ledger, mut parts, receipts, taken_back, archives, damaged, .. } = found;
    let mut whole = QuickMap::default();
    for (id, receipt) in &receipts {
        let parts = parts.get(id);
        let expected = parts.and_then(|parts| parts.values().next()).map_or(0, |part| part.parts);
        let has = |number| parts.is_some_and(|parts| parts.contains_key(&number));
        let is_whole = expected > 0 && (1..=expected).all(has);
        whole.insert(*id, is_whole);
        if is_whole {
            let (id, receipt, taken_back) = (*id, receipt.clone(), taken_back.contains(id));
            loaded.imports.push(ImportReceipt { id, receipt, changes: 0, taken_back });
        }
    }
    let (archives, archived) = standing(archives, &loaded.imports);
    loaded.archives = archives;
    loaded.ledger = if archived.is_empty() {
        ledger
    } else {
        let mut rest = Ledger::without(archived);
        rest.insert_all(ledger.iter());
        rest
    };
    for import in &mut loaded.imports {
        let edits = parts.remove(&import.id).into_iter().flatten().flat_map(|(_, part)| part.edits);
        let edits = edits.inspect(|edit| import.changes += edit.changes.len());
        if import.taken_back {
            edits.for_each(drop);
        } else {
            loaded.ledger.insert_all(edits);
        }
    }
    for (mut report, promised) in damaged {
        let archive = archive_of(&report.key);
        let is_noted = |id| loaded.archives.iter().any(|one| one.id == id);
        report.healed = match import_of(&report.key) {
            Some(import) => whole.get(&import).copied().unwrap_or(false),
            None if archive.is_some() => archive.is_some_and(is_noted),
            None => {
                promised.is_some_and(|ids| ids.iter().all(|id| loaded.ledger.accounts_for(*id)))
            }
        };
        loaded.damaged.push(report);
    }
}

/// The archives, and what is absent by them: those that an import fetched back keep nothing away.
fn standing(
    archives: BTreeMap<ArchiveId, Archive>,
    imports: &[ImportReceipt],
) -> (Vec<ArchiveReceipt>, Archived) {
    let fetched = imports.iter().filter(|import| !import.taken_back);
    let fetched = fetched.filter_map(|import| import.receipt.as_ref()?.returns);
    let returned: BTreeSet<ArchiveId> = ordered::set(fetched);
    let mut archived = Archived::default();
    let archives = archives.into_iter().map(|(id, archive)| {
        let returned = returned.contains(&id);
        if !returned {
            archived.join(&archive.archived);
        }
        ArchiveReceipt { id, archive, returned }
    });
    (archives.collect(), archived)
}

/// What a key of any ledger holds.
fn kind_of(key: &str) -> Option<Key> {
    let ledger = key.strip_prefix(keys::ROOT)?.split_once('/')?.0.parse().ok()?;
    Some(keys::parse(ledger, key))
}

/// The archive of which a key is the note.
fn archive_of(key: &str) -> Option<ArchiveId> {
    match kind_of(key)? {
        Key::Archive(archive) => Some(archive),
        _ => None,
    }
}

/// The import to which a key belongs.
fn import_of(key: &str) -> Option<ImportId> {
    match kind_of(key)? {
        Key::Part(import, _) | Key::Receipt(import) | Key::TakenBack(import) => Some(import),
        _ => None,
    }
}
