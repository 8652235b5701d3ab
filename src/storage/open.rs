//! Opening of a ledger: the union of the edits in both stores.

use std::collections::{BTreeMap, BTreeSet};

use crate::fast_hash::{FastMap, FastSet};
use crate::ledger::{Archived, Edit, EditId, Ledger, LedgerId, VersionVector};
use crate::ordered;

use super::archive::{ArchiveId, ArchiveNote};
use super::eager_future::EagerFuture;
use super::import::ImportId;
use super::keys::{self, StorageKey};
use super::missing_edits::{edits_in_copies, tells_of_others};
use super::report::{ArchiveReceipt, DamageReport, ImportReceipt, OpenError, Trouble, Vanished};
use super::scan::{IntactSegment, IsListed, StoreScan, read_journal, read_local};
use super::segment::SegmentError;
use super::traits::{Journal, KeyValue, StorageError, StoreKind, Stores};

/// Result of loading both stores.
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
    pub(super) only_local: FastSet<EditId>,
    /// Sound segments of own edits.
    pub(super) sound: Vec<IntactSegment>,
    /// Keys of imports and archives that one of the stores lacks.
    pub(super) lacking: Vec<(StoreKind, String)>,
    /// All keys that were found, other than edits.
    pub(super) keys: FastSet<String>,
    /// Whether each store holds something of the ledger and there is no note of that yet.
    pub(super) both_hold: bool,
}

/// Reads all that the stores have of a ledger.
pub(super) async fn load<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    ledger: LedgerId,
) -> Result<Loaded, OpenError> {
    let mut found = StoreScan::default();
    let prefix = keys::prefix(ledger);
    // While the browser lists the journal, localStorage is read. What another page writes from then
    // on it tells as well.
    let listing = match stores.journal() {
        Ok(journal) => Ok(EagerFuture::set_out(journal.keys(&prefix)).await),
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
            loaded.troubles.push(Trouble { store: StoreKind::Local, error: error.clone() });
        }
        (_, Err(error)) => {
            loaded.troubles.push(Trouble { store: StoreKind::Journal, error: error.clone() });
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
        let (in_local, in_journal) = holds(ledger, &found);
        let note = keys::both_held(ledger);
        let is_noted = [&found.local_keys, &found.journal_keys].map(|keys| keys.contains(&note));
        loaded.both_hold = in_local && in_journal && is_noted != [true; 2];
    }
    let is_newer = |(report, _): &(DamageReport, _)| report.why == SegmentError::Newer;
    loaded.is_newer = found.is_newer || found.damaged.iter().any(is_newer);
    loaded.sound = std::mem::take(&mut found.sound);
    loaded.keys = std::mem::take(&mut found.journal_keys);
    loaded.keys.extend(std::mem::take(&mut found.local_keys));
    assemble(&mut loaded, found);
    Ok(loaded)
}

/// Fetches what neither store has of damaged texts from the copies of restore points.
async fn heal_from_copies<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    ledger: LedgerId,
    found: &mut StoreScan,
) {
    let own = found.damaged.iter().filter(|(report, _)| {
        report.why != SegmentError::Newer && import_of(&report.key).is_none()
    });
    let mut wanted: FastSet<EditId> = FastSet::default();
    for (_, promised) in own {
        match promised {
            Some(ids) => wanted.extend(ids),
            // Nobody can say what it held but by what is missing.
            None => wanted.extend(gaps(found)),
        }
    }
    wanted.retain(|id| !found.own_ids.contains(id));
    if wanted.is_empty() {
        return;
    }
    // Where the journal cannot be read, that is reported already.
    if let Ok(edits) = edits_in_copies(stores, ledger, wanted).await {
        found.own_ids.extend(edits.iter().map(|edit| edit.head.id));
        found.only_journal.extend(edits);
    }
}

/// The own edits that must have been and are in neither store.
fn gaps(found: &StoreScan) -> Vec<EditId> {
    let packed = found
        .ledger
        .change_refs()
        .filter(|(_, changes)| tells_of_others(changes.clone().map(|(_, change)| change)));
    let journaled = found
        .only_journal
        .iter()
        .filter(|edit| tells_of_others(edit.changes.iter().map(|(_, change)| change.look())));
    let telling = packed.map(|(head, _)| head.id).chain(journaled.map(|edit| edit.head.id));
    let mut held = VersionVector::of_whole(telling);
    found.archives.values().for_each(|archive| held.join(archive.archived.whole()));
    held.gaps().collect()
}

/// The keys of imports and archives that one store has and the other lacks.
fn lacking(ledger: LedgerId, found: &StoreScan) -> Vec<(StoreKind, String)> {
    let of_import = |key: &&String| {
        let kind = keys::parse(ledger, key);
        let is_import = matches!(
            kind,
            StorageKey::Part(..) | StorageKey::Receipt(_) | StorageKey::TakenBack(_)
        );
        is_import || matches!(kind, StorageKey::Archive(_))
    };
    let in_journal = found.local_keys.difference(&found.journal_keys).filter(of_import);
    let in_local = found.journal_keys.difference(&found.local_keys).filter(of_import);
    let mut lacking: Vec<_> = in_journal
        .map(|key| (StoreKind::Journal, key.clone()))
        .chain(in_local.map(|key| (StoreKind::Local, key.clone())))
        .collect();
    ordered::sort(&mut lacking);
    lacking
}

fn vanished(
    ledger: LedgerId,
    found: &StoreScan,
    listed: &Result<IsListed, StorageError>,
    only_journal: usize,
) -> Option<Vanished> {
    let (has_local, has_journal) = holds(ledger, found);
    let note = keys::both_held(ledger);
    if !has_local && found.damaged.is_empty() && *listed == Ok(false) && has_journal {
        let known = found.journal_keys.contains(&note);
        return Some(Vanished { store: StoreKind::Local, edits: only_journal, known });
    }
    if !has_journal && !found.sound.is_empty() {
        let known = found.local_keys.contains(&note);
        return Some(Vanished { store: StoreKind::Journal, edits: found.own_ids.len(), known });
    }
    None
}

/// Whether localStorage, and whether the journal, has something of the ledger.
fn holds(ledger: LedgerId, found: &StoreScan) -> (bool, bool) {
    let sound =
        |key: &String| !matches!(keys::parse(ledger, key), StorageKey::Draft | StorageKey::Unknown);
    let in_journal = !found.journaled.is_empty() || found.journal_keys.iter().any(sound);
    (found.local_keys.iter().any(sound), in_journal)
}

/// Puts the ledger together: own edits, and imports of which all parts and the receipt are there,
/// without what is archived.
fn assemble(loaded: &mut Loaded, found: StoreScan) {
    let is_unclear = found.damaged.iter().any(|(_, promised)| promised.is_none());
    let has_gap = is_unclear && (!loaded.troubles.is_empty() || !gaps(&found).is_empty());
    let StoreScan { ledger, mut parts, receipts, taken_back, archives, damaged, own_ids, .. } =
        found;
    let mut whole = FastMap::default();
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
            None => match promised {
                // What is erased of an edit is not missing.
                Some(ids) => {
                    ids.iter().all(|id| own_ids.contains(id) || loaded.ledger.accounts_for(*id))
                }
                None => {
                    report.known = false;
                    !has_gap
                }
            },
        };
        loaded.damaged.push(report);
    }
}

/// The archives, and what is absent by them: those that an import fetched back keep nothing away.
fn standing(
    archives: BTreeMap<ArchiveId, ArchiveNote>,
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
fn kind_of(key: &str) -> Option<StorageKey> {
    let ledger = key.strip_prefix(keys::ROOT)?.split_once('/')?.0.parse().ok()?;
    Some(keys::parse(ledger, key))
}

/// The archive of which a key is the note.
fn archive_of(key: &str) -> Option<ArchiveId> {
    match kind_of(key)? {
        StorageKey::Archive(archive) => Some(archive),
        _ => None,
    }
}

/// The import to which a key belongs.
fn import_of(key: &str) -> Option<ImportId> {
    match kind_of(key)? {
        StorageKey::Part(import, _)
        | StorageKey::Receipt(import)
        | StorageKey::TakenBack(import) => Some(import),
        _ => None,
    }
}
