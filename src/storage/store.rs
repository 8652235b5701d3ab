//! Store of one ledger: persists the edits of a session in both stores.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use crate::codec::wire::{WireError, check_edit};
use crate::fast_hash::FastSet;
use crate::ledger::{Edit, EditId, LedgerId, Redactions, Value, WriterId};

use super::catalog::LedgerEntry;
use super::import::ImportId;
use super::keys;
use super::open::{Loaded, load};
use super::removal::{OwnStores, own_stores};
use super::report::{OpenError, Opened};
use super::scan::IntactSegment;
use super::segment::{self, BUDGET, Pack};
use super::traits::{Durability, Journal, KeyValue, StorageError, StoreKind, Stores};

/// The store of one ledger, as one tab has it.
///
/// Its methods take `&self` and hold no borrow over an `await`, so that several may be under way.
#[derive(Debug)]
pub struct Store<K, J> {
    pub(super) stores: OwnStores<K, J>,
    pub(super) ledger: LedgerId,
    pub(super) writer: WriterId,
    /// How segments are written.
    pack: Cell<Pack>,
    pub(super) state: RefCell<StoreState>,
}

#[derive(Debug, Default)]
pub(super) struct StoreState {
    segments: u32,
    pub(super) imports: u32,
    pub(super) archives: u32,
    pub(super) partners: u32,
    pub(super) drafts: u32,
    pub(super) points: u32,
    /// The numbers of those restore points that are being made.
    pub(super) making: BTreeSet<u32>,
    /// Whether a newer version of the app has written here.
    pub(super) is_newer: bool,
    /// The redactions known to this tab: nothing that they erase goes into a store.
    redactions: Redactions,
    /// All that this tab has recorded: a reading that began before one of these was written may
    /// not have seen it.
    pub(super) recorded: Vec<Edit>,
    /// Own edits that are in no segment yet, as far as this tab knows.
    pub(super) pending: Vec<Edit>,
    /// Own edits that the journal lacks.
    pub(super) unjournaled: FastSet<EditId>,
    /// Sound segments of own edits that opening found.
    pub(super) sound: Vec<IntactSegment>,
    /// Keys of imports and archives that one of the stores lacks.
    pub(super) lacking: Vec<(StoreKind, String)>,
    /// Whether each store holds something of the ledger and there is no note of that yet.
    pub(super) both_hold: bool,
    /// Whether the stores still hold something that is archived.
    pub(super) is_archived_left: bool,
}

impl StoreState {
    /// Takes out of memory what is erased.
    fn forget_erased(&mut self) {
        let Self { redactions, recorded, pending, .. } = self;
        for edits in [recorded, pending] {
            edits.retain_mut(|edit| redactions.erase(edit) == 0 || !edit.changes.is_empty());
        }
    }
}

fn without_erased<'a>(redactions: &Redactions, edits: &'a [Edit]) -> Cow<'a, [Edit]> {
    let mut edits = Cow::Borrowed(edits);
    if !redactions.is_empty() {
        edits.to_mut().retain_mut(|edit| redactions.erase(edit) == 0 || !edit.changes.is_empty());
    }
    edits
}

/// Outcome of recording an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// How safe it is. 已保存 may be shown for [`Durability::Strict`] alone.
    pub durability: Durability,
    /// What went wrong, for the user to know.
    pub trouble: Option<StorageError>,
}

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// Opens a ledger. `writer` is this tab's session, drawn at random and used for no other.
    ///
    /// # Errors
    /// Where neither store can be read.
    pub async fn open(
        stores: Rc<Stores<K, J>>,
        ledger: LedgerId,
        writer: WriterId,
    ) -> Result<(Self, Opened), OpenError> {
        let stores = own_stores(stores, None);
        let pack = Cell::new(segment::pack_wide as Pack);
        Self { stores, ledger, writer, pack, state: RefCell::default() }.opened().await
    }

    /// Opens a ledger of the list: nothing is written for it once it was removed from there. Segments
    /// are plain until [`Self::pack_from_now_on`], as the first load does not know how to pack them.
    ///
    /// # Errors
    /// Where neither store can be read, or it was removed meanwhile.
    pub async fn open_listed(
        stores: Rc<Stores<K, J>>,
        entry: &LedgerEntry,
        writer: WriterId,
    ) -> Result<(Self, Opened), OpenError> {
        let stores = own_stores(stores, Some(entry));
        let pack = Cell::new(segment::pack_plain as Pack);
        Self { stores, ledger: entry.id, writer, pack, state: RefCell::default() }.opened().await
    }

    /// Packs what goes into localStorage from now on.
    pub fn pack_from_now_on(&self) {
        self.pack.set(segment::pack_wide);
    }

    async fn opened(self) -> Result<(Self, Opened), OpenError> {
        let opened = self.read_all(true).await?;
        Ok((self, opened))
    }

    /// Reads both stores again, and joins what this tab has recorded: what other tabs have written
    /// since comes in.
    ///
    /// # Errors
    /// Where neither store can be read, or the ledger was removed.
    pub async fn reload(&self) -> Result<Opened, OpenError> {
        self.read_all(false).await
    }

    async fn read_all(&self, is_opening: bool) -> Result<Opened, OpenError> {
        let loaded = load(&self.stores, self.ledger).await?;
        // What is read while it is being removed is a part of it at most.
        if self.stores.ask_removed(is_opening).await {
            return Err(OpenError::Removed);
        }
        Ok(self.take_up(loaded))
    }

    /// Forgets what this page has of a ledger that it has left; what neither store took is lost.
    pub fn forget_all(&self) {
        let mut state = self.state.borrow_mut();
        let StoreState { segments, imports, archives, partners, points, is_newer, .. } = *state;
        let making = std::mem::take(&mut state.making);
        // Numbers continue, so that no key is ever written twice.
        *state = StoreState {
            segments,
            imports,
            archives,
            partners,
            points,
            making,
            is_newer,
            ..StoreState::default()
        };
    }

    /// Goes on with what was read.
    pub(super) fn take_up(&self, mut loaded: Loaded) -> Opened {
        let mut state = self.state.borrow_mut();
        state.is_archived_left = loaded.ledger.archived_skipped() > 0;
        loaded.ledger.insert_all(state.recorded.iter().cloned());
        let recovered = loaded.only_journal.len();
        let known: FastSet<_> = state.pending.iter().map(|edit| edit.head.id).collect();
        state
            .pending
            .extend(loaded.only_journal.into_iter().filter(|edit| !known.contains(&edit.head.id)));
        // What neither store took is in no reading, and has to be offered again all the same.
        let StoreState { recorded, unjournaled, .. } = &mut *state;
        unjournaled.retain(|id| recorded.iter().any(|edit| edit.head.id == *id));
        unjournaled.extend(loaded.only_local);
        state.sound = loaded.sound;
        state.lacking = loaded.lacking;
        state.both_hold = loaded.both_hold;
        state.is_newer = loaded.is_newer;
        self.stores.note_known(loaded.keys);
        // What another tab has erased is in memory here still.
        state.redactions.learn_of(&loaded.ledger);
        state.forget_erased();
        Opened {
            ledger: loaded.ledger,
            imports: loaded.imports,
            archives: loaded.archives,
            damaged: loaded.damaged,
            vanished: loaded.vanished,
            troubles: loaded.troubles,
            is_newer: loaded.is_newer,
            recovered,
        }
    }

    /// Hears of edits that join the ledger, from wherever they come: what they erase goes into no
    /// store from here any more.
    pub fn learn(&self, edits: &[Edit]) {
        let mut state = self.state.borrow_mut();
        if state.redactions.learn(edits) {
            state.forget_erased();
        }
    }

    /// Takes what is erased out of an edit, and says of how many changes.
    pub(super) fn erase(&self, edit: &mut Edit) -> usize {
        self.state.borrow().redactions.erase(edit)
    }

    /// Edits without what is erased, as every path to a store takes them.
    pub(super) fn clean<'a>(&self, edits: &'a [Edit]) -> Cow<'a, [Edit]> {
        without_erased(&self.state.borrow().redactions, edits)
    }

    /// The same, also without what they erase themselves; the store learns it once they are kept.
    pub(super) fn clean_of_all<'a>(&self, edits: &'a [Edit]) -> Cow<'a, [Edit]> {
        let mut redactions = self.state.borrow().redactions.clone();
        redactions.learn(edits);
        without_erased(&redactions, edits)
    }

    /// Keeps an edit made on this tablet; done when it is as safe as it will be for now.
    ///
    /// The edit stays with the store whatever happens, and goes into a segment at a later
    /// checkpoint; nothing has to be recorded twice.
    ///
    /// # Errors
    /// Where the edit could not be read back (a text too long): it is not kept, and must not be
    /// inserted into the ledger either; `codec::wire::check_edit` asks beforehand.
    pub async fn record(&self, edit: &Edit) -> Result<Recorded, WireError> {
        check_edit(edit)?;
        self.learn(std::slice::from_ref(edit));
        {
            let mut state = self.state.borrow_mut();
            state.recorded.push(edit.clone());
            state.pending.push(edit.clone());
        }
        let journaled = match self.stores.journal() {
            Ok(journal) => journal.append(&[self.journal_entry(edit)]).await,
            Err(error) => Err(error),
        };
        Ok(match journaled {
            Ok(durability) => Recorded { durability, trouble: None },
            Err(error) => {
                // Without the journal localStorage is the only home there is.
                self.state.borrow_mut().unjournaled.insert(edit.head.id);
                let (durability, trouble) = match self.checkpoint() {
                    Ok(_) => (Durability::Written, error),
                    Err(local) => (Durability::Memory, StorageError::of_both(error, local)),
                };
                Recorded { durability, trouble: Some(trouble) }
            }
        })
    }

    /// Offers the journal again those edits of this tab that it refused.
    ///
    /// # Errors
    /// What the journal says; they stay as they are then.
    pub async fn offer_again(&self) -> Result<Durability, StorageError> {
        let journal = self.stores.journal()?;
        let (ids, entries): (Vec<EditId>, Vec<_>) = {
            let state = self.state.borrow();
            let refused =
                state.recorded.iter().filter(|edit| state.unjournaled.contains(&edit.head.id));
            refused.map(|edit| (edit.head.id, self.journal_entry(edit))).unzip()
        };
        let kept = journal.append(&entries).await?;
        self.state.borrow_mut().unjournaled.retain(|id| !ids.contains(id));
        Ok(kept)
    }

    /// The key and the text of an edit in the journal.
    pub(super) fn journal_entry(&self, edit: &Edit) -> (String, String) {
        let text = segment::pack_plain(&self.clean(std::slice::from_ref(edit)));
        (keys::edit(self.ledger, edit.head.id), text)
    }

    /// Why one of the stores cannot be used; `None` where it can.
    pub fn trouble(&self, which: StoreKind) -> Option<StorageError> {
        match which {
            StoreKind::Local => self.stores.local().err(),
            StoreKind::Journal => self.stores.journal().err(),
        }
    }

    /// Whether some edit is in no segment yet.
    pub fn has_pending(&self) -> bool {
        !self.state.borrow().pending.is_empty()
    }

    /// How many edits neither store took: they are in this page's memory alone.
    pub fn only_in_memory(&self) -> usize {
        let state = self.state.borrow();
        let pending = state.pending.iter();
        pending.filter(|edit| state.unjournaled.contains(&edit.head.id)).count()
    }

    /// How many edits of this tab the journal lacks.
    pub fn unjournaled(&self) -> usize {
        let state = self.state.borrow();
        if state.unjournaled.is_empty() {
            return 0;
        }
        let recorded = state.recorded.iter();
        recorded.filter(|edit| state.unjournaled.contains(&edit.head.id)).count()
    }

    /// Packs the edits that are in no segment yet into new ones, and says how many edits those
    /// were. To be called at most once a minute, and when the page is hidden.
    ///
    /// # Errors
    /// What localStorage says. The edits stay pending, and in the journal.
    pub fn checkpoint(&self) -> Result<usize, StorageError> {
        let pending = std::mem::take(&mut self.state.borrow_mut().pending);
        let mut kept = 0;
        for portion in segment::portions(&pending, BUDGET, false) {
            if let Err(error) = self.write_segment(&portion) {
                self.state.borrow_mut().pending.extend_from_slice(&pending[kept..]);
                return Err(error);
            }
            kept += portion.len();
        }
        Ok(kept)
    }

    /// Writes own edits as one new segment.
    pub(super) fn write_segment(&self, edits: &[Edit]) -> Result<(), StorageError> {
        let local = self.stores.local()?;
        let pack = self.pack.get();
        local.set(&self.next_segment(), &pack(&self.clean(edits)))
    }

    /// The key of a new segment.
    pub(super) fn next_segment(&self) -> String {
        let mut state = self.state.borrow_mut();
        state.segments += 1;
        keys::segment(self.ledger, self.writer, state.segments)
    }

    /// What an import brought, read from whichever store has it.
    ///
    /// # Errors
    /// Where a part of it is in neither store, or cannot be read.
    pub async fn import_edits(&self, import: ImportId) -> Result<Vec<Edit>, StorageError> {
        let (mut edits, mut number, mut parts) = (Vec::new(), 1, 1);
        while number <= parts {
            let key = keys::part(self.ledger, import, number);
            let local = self.stores.local().and_then(|local| local.get(&key)).ok().flatten();
            let mut part = local.and_then(|text| segment::unpack(&text).ok());
            if part.is_none() {
                let text = self.stores.journal()?.read(&[key]).await?.pop().flatten();
                part = text.and_then(|text| segment::unpack(&text).ok());
            }
            let absent = || StorageError::Other("a part of an import is absent".to_owned());
            let part = part.ok_or_else(absent)?;
            (parts, number) = (part.parts, number + 1);
            edits.extend(part.edits);
        }
        Ok(edits)
    }

    /// Takes an import back: just the changes that it brought leave the ledger, those that were new
    /// here when it was taken in. What another file had too goes with them, as that one did not
    /// bring it; either file, imported again, gives it back. What was made since stays. Gives the
    /// ledger without it, as reopened.
    ///
    /// # Errors
    /// Where neither store took the mark (nothing has changed then), or neither can be read (the
    /// import is taken back at the next opening).
    pub async fn take_back(&self, import: ImportId) -> Result<Opened, TakeBackError> {
        let key = keys::taken_back(self.ledger, import);
        self.stores.put(&key, &segment::pack_note(&Value::Null)).await?;
        Ok(self.reload().await?)
    }
}

/// Why an import could not be taken back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TakeBackError {
    /// The mark could not be kept.
    #[error("撤回没有保存：{0} 台账没有任何改动。")]
    NotKept(#[from] StorageError),
    /// The ledger could not be read again.
    #[error("撤回已保存，但重新读取时出错：{0} 请重新打开本应用。")]
    NotRead(#[from] OpenError),
}
