//! Detection of own edits that are missing from both stores, by gaps in a writer's edit numbers, and
//! their recovery from restore points.

use crate::fast_hash::{FastMap, FastSet};
use crate::ledger::{ChangeRef, Edit, EditId, Ledger, LedgerId, REDACTED, TRACE, VersionVector};

use super::keys::{self, StorageKey};
use super::segment;
use super::store::Store;
use super::traits::{Journal, KeyValue, StorageError, Stores};

/// Own edits that were missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MissingEdits {
    /// Those that a restore point has.
    pub found: Vec<Edit>,
    /// How many others there are.
    pub lost: usize,
}

impl MissingEdits {
    /// What happened, in sentences.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if !self.found.is_empty() {
            let found = self.found.len();
            sentences.push(format!("有 {found} 笔登记在两份副本里都不见了，已从恢复点补回。"));
        }
        if self.lost > 0 {
            sentences.push(format!(
                "登记编号不连续，可能少了 {} 笔，恢复点里也没有。请导入最近的备份文件，会自动补齐。",
                self.lost
            ));
        }
        sentences
    }
}

/// Returns whether an edit proves that its writer's earlier ones were made here. A redaction that
/// came by file, with the trace that it leaves, is kept as if it were made here, and tells nothing.
pub(super) fn tells_of_others<'a>(mut changes: impl Iterator<Item = ChangeRef<'a>>) -> bool {
    changes.any(|change| ![REDACTED, TRACE].contains(&change.field))
}

/// The edits that must have been made here and are not in the ledger.
fn gaps(own: &[EditId], ledger: &Ledger) -> Vec<EditId> {
    let telling = own.iter().filter(|id| {
        let edit = ledger.change_refs_of(**id);
        edit.is_some_and(|(_, changes)| tells_of_others(changes.map(|(_, change)| change)))
    });
    let held = VersionVector::of_whole(telling.copied());
    let is_absent = |id: &EditId| ledger.head(*id).is_none() && !ledger.accounts_for(*id);
    held.gaps().filter(is_absent).collect()
}

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// Looks for own edits that are missing from a ledger as it was opened from the stores, keeps those
    /// that a restore point has, and gives them, to be inserted. To be called before maintenance.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub async fn find_missing(
        &self,
        look: impl Fn(&mut dyn FnMut(&Ledger)),
    ) -> Result<MissingEdits, StorageError> {
        let mut missing = MissingEdits::default();
        let own = self.own_ids().await?;
        let mut absent = Vec::new();
        look(&mut |ledger| absent = gaps(&own, ledger));
        if absent.is_empty() || self.state.borrow().is_newer {
            return Ok(missing);
        }
        let wanted = absent.iter().copied().collect();
        missing.found = edits_in_copies(&self.stores, self.ledger, wanted).await?;
        missing.lost = absent.len() - missing.found.len();
        look(&mut |ledger| {
            missing.found.retain_mut(|edit| ledger.erase(edit) == 0 || !edit.changes.is_empty());
            // An edit of which all was erased is gone with it.
            if ledger.erased_places() > 0 {
                missing.lost = 0;
            }
        });
        for edit in &missing.found {
            // It was read back, so it fits.
            let _ = self.record(edit).await;
        }
        Ok(missing)
    }

    /// The ids of the own edits that the stores have.
    async fn own_ids(&self) -> Result<Vec<EditId>, StorageError> {
        let listed = self.stores.journal()?.keys(&keys::edits(self.ledger)).await?;
        let state = self.state.borrow();
        let journaled = listed.iter().filter_map(|key| match keys::parse(self.ledger, key) {
            StorageKey::Edit(id) => Some(id),
            _ => None,
        });
        let packed = state.sound.iter().flat_map(|sound| sound.ids.iter().copied());
        let recorded = state.recorded.iter().map(|edit| edit.head.id);
        Ok(journaled.chain(packed).chain(recorded).collect())
    }
}

/// Those of some edits that a copy has: what heals where both stores were damaged. Where one copy
/// cannot be read, the next is.
pub(super) async fn edits_in_copies<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    ledger: LedgerId,
    mut wanted: FastSet<EditId>,
) -> Result<Vec<Edit>, StorageError> {
    let journal = stores.journal()?;
    let keys = journal.keys(&keys::copies(ledger)).await?;
    let mut found = Vec::new();
    // A large edit stands in several parts of a copy.
    let mut pieces: FastMap<EditId, Edit> = FastMap::default();
    for key in &keys {
        if wanted.is_empty() {
            break;
        }
        let text = journal.read(std::slice::from_ref(key)).await?.pop().flatten();
        let Some(Ok(copy)) = text.map(|text| segment::unpack(&text)) else { continue };
        for piece in copy.edits {
            let id = piece.head.id;
            if !wanted.contains(&id) {
                continue;
            }
            let edit = pieces
                .entry(id)
                .or_insert_with(|| Edit { head: piece.head.clone(), changes: Vec::new() });
            add_piece(edit, piece);
            if edit.is_whole() {
                wanted.remove(&id);
                found.extend(pieces.remove(&id));
            }
        }
    }
    Ok(found)
}

/// Adds what a piece of an edit has and the others do not.
fn add_piece(edit: &mut Edit, piece: Edit) {
    for (index, change) in piece.changes {
        if let Err(place) = edit.changes.binary_search_by_key(&index, |(index, _)| *index) {
            edit.changes.insert(place, (index, change));
        }
    }
}
