//! Maintenance after opening: each store is repaired from the other, and segments are compacted.

use crate::fast_hash::{FastMap, FastSet};
use crate::ledger::{Edit, EditId, Ledger, Value};
use crate::ordered;

use super::keys;
use super::purge::Purge;
use super::scan::IntactSegment;
use super::segment;
use super::store::Store;
use super::traits::{Journal, KeyValue, StorageError, StoreKind, Stores};

/// As many segments of one size are packed into one.
const FANOUT: usize = 4;
/// The greatest text of a segment, in bytes of UTF-8, that is still packed with others.
const SMALL: usize = 96 << 10;
/// The most text that is packed at one opening.
const AT_ONCE: usize = 512 << 10;

/// Report of a maintenance run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MaintenanceReport {
    /// Edits and entries that the journal had lacked.
    pub to_journal: usize,
    /// Edits and entries that localStorage had lacked.
    pub to_local: usize,
    /// Segments that went because another has all that they had.
    pub removed: usize,
    /// Small segments that were packed into one.
    pub packed: usize,
    /// What did not work; it is tried again at the next opening.
    pub trouble: Option<StorageError>,
}

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// Repairs and compacts both stores, of which redactions is what the ledger says that was opened
    /// from them. To be called once after opening, when the page is idle.
    pub async fn maintain(
        &self,
        redactions: Purge<impl Fn(&mut Edit) -> usize>,
    ) -> MaintenanceReport {
        let mut tidied = MaintenanceReport::default();
        // What a newer version has written is left alone.
        if self.state.borrow().is_newer {
            return tidied;
        }
        // Before healing, which would copy what is erased from one store to the other.
        if let Err(error) = self.purge_again(redactions).await {
            tidied.trouble = Some(error);
            return tidied;
        }
        if let Err(error) = self.archive_again().await {
            tidied.trouble = Some(error);
            return tidied;
        }
        let mut trouble = self.heal_journal(&mut tidied).await.err();
        trouble = trouble.or(self.heal_local(&mut tidied).await.err());
        trouble = trouble.or(self.compact(&mut tidied).err());
        trouble = trouble.or(self.note_both().await.err());
        tidied.trouble = trouble;
        tidied
    }

    /// Notes that both stores were found to hold the ledger.
    async fn note_both(&self) -> Result<(), StorageError> {
        if std::mem::take(&mut self.state.borrow_mut().both_hold) {
            let note = keys::both_held(self.ledger);
            self.stores.put(&note, &segment::pack_note(&Value::Null)).await?;
        }
        Ok(())
    }

    /// Gives the journal what only localStorage has.
    async fn heal_journal(&self, tidied: &mut MaintenanceReport) -> Result<(), StorageError> {
        let (local, journal) = (self.stores.local()?, self.stores.journal()?);
        let (missing, segments) = {
            let state = self.state.borrow();
            let missing = state.unjournaled.clone();
            let holds = |sound: &&IntactSegment| sound.ids.iter().any(|id| missing.contains(id));
            let keys: Vec<_> =
                state.sound.iter().filter(holds).map(|sound| sound.key.clone()).collect();
            (missing, keys)
        };
        let mut done: FastSet<EditId> = FastSet::default();
        let pending = self.state.borrow().pending.clone();
        let mut batches = vec![pending];
        batches.extend(segments.iter().filter_map(|key| {
            let text = local.get(key).ok().flatten()?;
            Some(segment::unpack(&text).ok()?.edits)
        }));
        for edits in batches {
            let edits: Vec<_> = edits
                .into_iter()
                .filter(|edit| missing.contains(&edit.head.id) && done.insert(edit.head.id))
                .collect();
            let edits = self.clean(&edits);
            let entries: Vec<_> = edits.iter().map(|edit| self.journal_entry(edit)).collect();
            if !entries.is_empty() {
                journal.append(&entries).await?;
                tidied.to_journal += entries.len();
            }
        }
        self.state.borrow_mut().unjournaled.retain(|id| !done.contains(id));
        for key in self.lacked_by(StoreKind::Journal) {
            if let Some(text) = local.get(&key)?.and_then(|text| self.clean_text(&key, text)) {
                journal.append(&[(key, text)]).await?;
                tidied.to_journal += 1;
            }
        }
        Ok(())
    }

    /// Gives localStorage what only the journal has.
    async fn heal_local(&self, tidied: &mut MaintenanceReport) -> Result<(), StorageError> {
        tidied.to_local += self.checkpoint()?;
        let (local, journal) = (self.stores.local()?, self.stores.journal()?);
        // Receipts sort behind parts, and so close an import here too.
        for key in self.lacked_by(StoreKind::Local) {
            let text = journal.read(std::slice::from_ref(&key)).await?.pop().flatten();
            // What is damaged there would only do damage here.
            let sound =
                |text: &String| segment::unpack(text).is_ok() || segment::unpack_note(text).is_ok();
            if let Some(text) = text.filter(sound).and_then(|text| self.clean_text(&key, text)) {
                local.set(&key, &segment::for_local(&text))?;
                tidied.to_local += 1;
            }
        }
        Ok(())
    }

    fn lacked_by(&self, which: StoreKind) -> Vec<String> {
        let state = self.state.borrow();
        let lacking = state.lacking.iter().filter(|(store, _)| *store == which);
        lacking.map(|(_, key)| key.clone()).collect()
    }

    /// Removes segments that this opening has found contained in another, and packs small ones of
    /// like size into one. Those go at a later opening that has read the new one.
    fn compact(&self, tidied: &mut MaintenanceReport) -> Result<(), StorageError> {
        let sound = std::mem::take(&mut self.state.borrow_mut().sound);
        let Stores { local: Ok(local), .. } = &self.stores else {
            return Ok(());
        };
        let (covered, kept): (Vec<_>, Vec<_>) =
            covers(&sound).into_iter().zip(&sound).partition(|(cover, _)| cover.is_some());
        for (cover, segment) in &covered {
            // Nothing goes that is not, this very moment, somewhere else.
            let there = cover.map(|cover| local.get(&sound[cover].key)).transpose()?.flatten();
            let whole = there.is_some_and(|text| segment::unpack(&text).is_ok());
            if whole {
                local.remove(&segment.key)?;
                tidied.removed += 1;
            }
        }
        let Some(group) = group(kept.into_iter().map(|(_, segment)| segment)) else {
            return Ok(());
        };
        let mut joined = Ledger::new();
        for segment in &group {
            let Some(text) = local.get(&segment.key)? else {
                return Ok(());
            };
            let Ok(segment) = segment::unpack(&text) else {
                return Ok(());
            };
            joined.insert_all(segment.edits);
        }
        let edits: Vec<Edit> = joined.edits();
        self.write_segment(&edits)?;
        tidied.packed = group.len();
        Ok(())
    }
}

/// For each segment, another one that holds all its edits. Of two alike the one with the lesser key
/// stays, so that every tab spares the same one.
fn covers(sound: &[IntactSegment]) -> Vec<Option<usize>> {
    let sets: Vec<FastSet<EditId>> =
        sound.iter().map(|segment| segment.ids.iter().copied().collect()).collect();
    let mut holders: FastMap<EditId, Vec<usize>> = FastMap::default();
    for (place, set) in sets.iter().enumerate() {
        for id in set {
            holders.entry(*id).or_default().push(place);
        }
    }
    let covered_by = |place: usize, other: usize| {
        let (set, others) = (&sets[place], &sets[other]);
        other != place
            && set.is_subset(others)
            && (set.len() < others.len() || sound[other].key < sound[place].key)
    };
    (0..sound.len())
        .map(|place| {
            let first = sound[place].ids.first()?;
            holders.get(first)?.iter().copied().find(|other| covered_by(place, *other))
        })
        .collect()
}

/// Small segments of like size, if there are enough of them.
fn group<'a>(kept: impl Iterator<Item = &'a IntactSegment>) -> Option<Vec<&'a IntactSegment>> {
    let mut tiers: FastMap<u32, Vec<&IntactSegment>> = FastMap::default();
    for segment in kept.filter(|segment| segment.size <= SMALL) {
        let tier = (segment.size / 1024).max(1).ilog(FANOUT);
        tiers.entry(tier).or_default().push(segment);
    }
    let enough = tiers.into_iter().filter(|(_, segments)| segments.len() >= FANOUT);
    let (_, mut segments) = enough.min_by_key(|(tier, _)| *tier)?;
    ordered::sort_by(&mut segments, |one, other| one.key.cmp(&other.key));
    let mut size = 0;
    segments.retain(|segment| {
        size += segment.size;
        size <= AT_ONCE
    });
    Some(segments)
}
