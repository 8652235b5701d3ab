//! The session of one tab with one ledger: the ledger itself, signals around it, and what is done.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::clock;
use crate::browser::tab_channel::{TabMessage, Tabs};
use crate::codec::wire::check_edit;
use crate::ledger::{
    Author, Draft, Edit, EditId, EditNumbers, Ledger, NotReverted, RecordId, WriterId, undo,
};
use crate::ordered;
use crate::registers::{FaultyRecords, unexplained_correction};
use crate::scoring::Scores;
use crate::storage::{
    ArchiveReceipt, ImportReceipt, LedgerEntry, LedgerKind, Opened, SaveState, StorageAlert, Tablet,
};

use super::running::Checkpoints;
use super::stores::{TabSaveQueue, TabStore};
use super::today::today;
use super::write_lock::{EditRefused, WriteAccess, WriteLock};

/// A handle on the session, cheap to copy into every closure.
#[derive(Clone, Copy)]
pub struct Session {
    state: StoredValue<Rc<SessionState>, LocalStorage>,
    /// Grows with every change of the ledger; reading it makes a view follow the ledger.
    revision: RwSignal<u64>,
    /// Where saving stands.
    pub saving: RwSignal<SaveState>,
    /// Write access of this page.
    pub write_access: RwSignal<WriteAccess>,
    /// Alert about a store that refuses writes.
    pub alert: RwSignal<Option<StorageAlert>>,
    /// How many forms hold something that is not saved, as far as anyone has counted.
    pub drafts: RwSignal<usize>,
    /// How many edits can be undone, and how many redone.
    pub steps: RwSignal<(usize, usize)>,
    /// The imports that this tablet has taken in.
    pub imports: RwSignal<Vec<ImportReceipt>>,
    /// What was archived on this tablet.
    pub archives: RwSignal<Vec<ArchiveReceipt>>,
}

pub(super) struct SessionState {
    pub(super) entry: LedgerEntry,
    tablet: RefCell<Tablet>,
    pub(super) ledger: RefCell<Ledger>,
    pub(super) scores: RefCell<Scores>,
    pub(super) faulty: RefCell<FaultyRecords>,
    /// By register, what grows with every change of its records, as far as anyone follows it.
    registers: RefCell<BTreeMap<String, ArcRwSignal<u64>>>,
    /// What is kept, and what is on its way to be.
    pub(super) queue: TabSaveQueue,
    /// What the other tabs are told by; closed once nothing is on its way any more.
    pub(super) tabs: RefCell<Option<Tabs>>,
    writer: WriterId,
    numbers: EditNumbers,
    pub(super) done: RefCell<Vec<EditId>>,
    pub(super) undone: RefCell<Vec<EditId>>,
    /// What is done after every change of the ledger, once its part is there.
    pub(super) follower: RefCell<Option<Rc<dyn Fn()>>>,
    /// What the last commit made, if anything.
    committed: Cell<Option<EditId>>,
    /// The lock of the ledger, and what other pages say of it; `None` once this page has left it.
    pub(super) write_lock: RefCell<Option<Rc<WriteLock>>>,
    /// What packs up by itself until the ledger is left.
    pub(super) checkpoints: RefCell<Option<Checkpoints>>,
    /// Whether this page has left the ledger.
    pub(super) is_left: Cell<bool>,
    /// Whether this page removes the ledger itself.
    pub(super) is_removing: Cell<bool>,
}

impl Session {
    /// Begins the session with a ledger that has been opened.
    pub fn begin(
        entry: LedgerEntry,
        tablet: Tablet,
        tabs: Tabs,
        writer: WriterId,
        store: TabStore,
        opened: Opened,
    ) -> Self {
        let scores = Scores::as_of(&opened.ledger, clock::today());
        let session = Self {
            state: StoredValue::new_local(Rc::new(SessionState {
                entry,
                tablet: RefCell::new(tablet),
                ledger: RefCell::new(opened.ledger),
                scores: RefCell::new(scores),
                faulty: RefCell::default(),
                registers: RefCell::default(),
                queue: TabSaveQueue::new(store),
                tabs: RefCell::new(Some(tabs.clone())),
                writer,
                numbers: EditNumbers::default(),
                done: RefCell::default(),
                undone: RefCell::default(),
                follower: RefCell::default(),
                committed: Cell::new(None),
                write_lock: RefCell::default(),
                checkpoints: RefCell::default(),
                is_left: Cell::default(),
                is_removing: Cell::default(),
            })),
            revision: RwSignal::new(0),
            saving: RwSignal::new(SaveState::Saved),
            write_access: RwSignal::new(if opened.is_newer {
                WriteAccess::NewerVersion
            } else {
                WriteAccess::Granted
            }),
            alert: RwSignal::new(None),
            drafts: RwSignal::new(0),
            steps: RwSignal::new((0, 0)),
            imports: RwSignal::new(opened.imports),
            archives: RwSignal::new(opened.archives),
        };
        session.attach(tabs);
        session
    }

    pub(super) fn state(&self) -> Rc<SessionState> {
        self.state.get_value()
    }

    /// A number that grows with every change of the ledger; whoever asks tracks it.
    pub fn revision(&self) -> u64 {
        self.revision.get()
    }

    /// Reads the ledger, and tracks it: the calling view is updated with it.
    pub fn with_ledger<R>(&self, look: impl FnOnce(&Ledger) -> R) -> R {
        self.revision.track();
        self.with_ledger_untracked(look)
    }

    /// Reads the ledger without tracking it.
    pub fn with_ledger_untracked<R>(&self, look: impl FnOnce(&Ledger) -> R) -> R {
        look(&self.state().ledger.borrow())
    }

    /// Reads the ledger, and tracks the records of some registers alone, and which records are one: for what
    /// takes long with many records and reads no others.
    pub fn with_registers<R>(&self, registers: &[&str], look: impl FnOnce(&Ledger) -> R) -> R {
        let state = self.state();
        for register in registers {
            let mut revisions = state.registers.borrow_mut();
            revisions.entry((*register).to_owned()).or_default().track();
        }
        self.with_ledger_untracked(look)
    }

    /// Reads the ledger with its scores, and tracks them and the day, on which the participants of a
    /// sheet depend.
    pub fn with_scores<R>(&self, look: impl FnOnce(&Ledger, &mut Scores) -> R) -> R {
        self.revision.track();
        let state = self.state();
        let (ledger, mut scores) = (state.ledger.borrow(), state.scores.borrow_mut());
        scores.pass_to(&ledger, today());
        look(&ledger, &mut scores)
    }

    /// Reads the ledger with its faulty records, and tracks neither.
    pub(super) fn with_faulty_records<R>(
        &self,
        look: impl FnOnce(&Ledger, &mut FaultyRecords) -> R,
    ) -> R {
        let state = self.state();
        look(&state.ledger.borrow(), &mut state.faulty.borrow_mut())
    }

    /// Which ledger this is.
    pub fn entry(&self) -> LedgerEntry {
        self.state().entry.clone()
    }

    /// Whether this is the sample.
    pub fn is_sample(&self) -> bool {
        self.state().entry.kind == LedgerKind::Sample
    }

    /// Whether the tablet is locked where it lies: what is kept is sealed.
    pub(super) fn is_locked(&self) -> bool {
        self.state().queue.store().is_locked()
    }

    /// Who keeps the ledger on this tablet; a view that asks follows it.
    pub fn tablet(&self) -> Tablet {
        self.revision.track();
        self.state().tablet.borrow().clone()
    }

    /// Sets the keeper of the ledger.
    pub fn set_tablet(&self, tablet: Tablet) {
        self.state().tablet.replace(tablet);
        self.changed(|_| false);
    }

    /// The branch of this tablet's keeper, where it is one branch.
    pub fn own_branch(&self) -> Option<RecordId> {
        self.state().tablet.borrow().branch.parse().ok()
    }

    /// Who makes this tablet's edits.
    pub fn author(&self) -> Author {
        let state = self.state();
        let Tablet { name, role, tablet, .. } = &*state.tablet.borrow();
        Author {
            name: name.as_str().into(),
            role: role.as_str().into(),
            tablet: tablet.as_str().into(),
        }
    }

    /// Begins an edit of this tablet's keeper; `act` is a word of the program, `reason` the user's.
    pub fn draft(&self, act: &str, reason: &str) -> Draft {
        let state = self.state();
        let (writer, by) = (state.writer, self.author());
        Draft::numbered(&state.numbers, writer, clock::now(), by, act, reason)
    }

    /// Makes an edit: it joins the ledger at once, and is saved meanwhile. `None` where the draft
    /// changes nothing.
    ///
    /// # Errors
    /// Where this page may not write, or the edit holds what no store would take, such as a text
    /// beyond all bounds.
    pub fn commit(&self, draft: Draft) -> Result<Option<EditId>, EditRefused> {
        let state = self.state();
        state.committed.set(None);
        let id = self.add(draft)?;
        state.committed.set(id);
        if let Some(id) = id {
            state.done.borrow_mut().push(id);
            state.undone.borrow_mut().clear();
            self.count_steps();
        }
        Ok(id)
    }

    /// Takes back the last edit of this tab. Gives the places where someone else's later value was
    /// left alone; `None` where there is nothing to take back, or this page may not write.
    pub fn undo(&self) -> Option<Vec<NotReverted>> {
        let state = self.writing()?;
        let last = state.done.borrow_mut().pop()?;
        Some(self.reverse("undo", last, &state.undone))
    }

    /// The edit that the last commit made; `None` where it changed nothing.
    pub fn committed(&self) -> Option<EditId> {
        self.state().committed.get()
    }

    /// Takes back one edit of this tab, be there later ones; `None` where that was done already, or
    /// this page may not write.
    pub fn undo_edit(&self, id: EditId) -> Option<Vec<NotReverted>> {
        let state = self.writing()?;
        let place = state.done.borrow().iter().position(|done| *done == id)?;
        state.done.borrow_mut().remove(place);
        Some(self.reverse("undo", id, &state.undone))
    }

    /// Makes again what was last taken back; `None` where there is nothing, or this page may not
    /// write.
    pub fn redo(&self) -> Option<Vec<NotReverted>> {
        let state = self.writing()?;
        let last = state.undone.borrow_mut().pop()?;
        Some(self.reverse("redo", last, &state.done))
    }

    /// The state, where this page may write.
    fn writing(&self) -> Option<Rc<SessionState>> {
        self.refusal().is_none().then(|| self.state())
    }

    fn reverse(&self, act: &str, id: EditId, to: &RefCell<Vec<EditId>>) -> Vec<NotReverted> {
        let mut draft = self.draft(act, "");
        let kept = self.with_ledger_untracked(|ledger| undo(ledger, id, &mut draft));
        // Former values were in the ledger, so no store refuses them.
        if let Ok(Some(reversed)) = self.add(draft) {
            to.borrow_mut().push(reversed);
        }
        self.count_steps();
        kept
    }

    fn count_steps(&self) {
        let state = self.state();
        self.steps.set((state.done.borrow().len(), state.undone.borrow().len()));
    }

    fn add(&self, draft: Draft) -> Result<Option<EditId>, EditRefused> {
        let Some(edit) = self.apply_draft(draft)? else {
            return Ok(None);
        };
        let (session, id) = (*self, edit.head.id);
        spawn_local(async move { session.persist(edit).await });
        Ok(Some(id))
    }

    /// Timestamps a draft and applies it to the ledger; `None` where it changes nothing.
    fn apply_draft(&self, draft: Draft) -> Result<Option<Edit>, EditRefused> {
        let edit = self.stamp(draft)?;
        if let Some(edit) = &edit {
            self.show_edit(edit);
        }
        Ok(edit)
    }

    /// Timestamps an edit of this tab; `None` where it changes nothing.
    pub(super) fn stamp(&self, draft: Draft) -> Result<Option<Edit>, EditRefused> {
        if let Some(refusal) = self.refusal() {
            return Err(refusal);
        }
        let state = self.state();
        let finished = draft.finish(&state.ledger.borrow());
        let Some(edit) = finished else {
            return Ok(None);
        };
        check_edit(&edit)?;
        if unexplained_correction(&state.ledger.borrow(), &edit).is_some() {
            return Err(EditRefused::Signed);
        }
        state.numbers.made(edit.head.id.number);
        Ok(Some(edit))
    }

    /// Frees the number of an edit that was not made after all, so that those of this writer have no
    /// gap: that would tell of a loss.
    pub(super) fn give_back(&self, id: EditId) {
        self.state().numbers.give_back(id.number);
    }

    /// Adds edits that are kept already: those of an import, or of another tab.
    pub fn insert(&self, edits: Vec<Edit>) {
        let state = self.state();
        if state.is_left.get() {
            return;
        }
        state.queue.store().learn(&edits);
        let joins = state.ledger.borrow().joins_revision();
        let inserted = state.ledger.borrow_mut().insert_all(edits);
        let is_joined = state.ledger.borrow().joins_revision() != joins;
        state.scores.borrow_mut().invalidate(&state.ledger.borrow(), &inserted.records);
        state.faulty.borrow_mut().touch(&inserted.records);
        let touched = ordered::set(inserted.records.iter().map(RecordId::register));
        // What is one now, or no longer, is spoken of anywhere.
        self.changed(|register| is_joined || touched.contains(register));
    }

    /// Puts another set in the place of this one: after an import was taken back.
    pub fn replace(&self, ledger: Ledger) {
        let state = self.state();
        if state.is_left.get() {
            return;
        }
        *state.scores.borrow_mut() = Scores::as_of(&ledger, clock::today());
        state.faulty.take();
        *state.ledger.borrow_mut() = ledger;
        state.done.borrow_mut().clear();
        state.undone.borrow_mut().clear();
        self.count_steps();
        self.changed(|_| true);
    }

    /// Replaces ledger, imports and archives by what was read again from the stores.
    pub(super) fn replace_state(&self, opened: Opened) {
        self.imports.set(opened.imports);
        self.archives.set(opened.archives);
        self.replace(opened.ledger);
    }

    /// Does something after every change of the ledger from now on.
    pub(super) fn follow(&self, act: impl Fn() + 'static) {
        self.state().follower.replace(Some(Rc::new(act)));
    }

    /// Tells those who follow the ledger, and those who follow registers of which some records changed.
    pub(super) fn changed(&self, is_touched: impl Fn(&str) -> bool) {
        let followed: Vec<ArcRwSignal<u64>> = {
            let state = self.state();
            let registers = state.registers.borrow();
            let touched = registers.iter().filter(|(register, _)| is_touched(register));
            touched.map(|(_, revision)| revision.clone()).collect()
        };
        for revision in followed {
            revision.update(|revision| *revision += 1);
        }
        self.revision.update(|revision| *revision += 1);
        let follower = self.state().follower.borrow().clone();
        if let Some(act) = follower {
            act();
        }
    }

    /// Looks at the store of the ledger.
    pub async fn with_store<R>(&self, act: impl AsyncFnOnce(&TabStore) -> R) -> R {
        let state = self.state();
        act(state.queue.store()).await
    }

    /// Looks into the store of the ledger for what takes no time.
    pub(super) fn with_store_now<R>(&self, act: impl FnOnce(&TabStore) -> R) -> R {
        act(self.state().queue.store())
    }

    /// Tells the other tabs to reload, as the stores have changed otherwise than by edits.
    pub fn broadcast_reload(&self) {
        self.say(TabMessage::Reload);
    }

    /// Tells the other tabs something.
    pub(super) fn say(&self, message: TabMessage) {
        self.state().tabs.borrow().iter().for_each(|tabs| tabs.say(message));
    }

    /// Tells the other tabs of edits that are kept.
    pub fn tell(&self, edits: &[Edit]) {
        let state = self.state();
        for tabs in state.tabs.borrow().iter() {
            edits.iter().for_each(|edit| tabs.tell(edit));
        }
    }
}
