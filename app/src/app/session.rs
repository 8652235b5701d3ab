//! The session of one tab with one ledger: the ledger itself, signals around it, and saving.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::locks::Lock;
use crate::browser::tabs::{Heard, Tabs, Word};
use crate::browser::{clock, page};
use crate::exchange::wire::check_edit;
use crate::ledger::{Author, Draft, Edit, EditId, Kept, Ledger, RecordId, WriterId, undo};
use crate::scoring::Board;
use crate::storage::{
    ArchiveReceipt, Durability, Erasing, ImportReceipt, LedgerEntry, LedgerKind, Opened,
    StorageError, Tablet,
};

use super::alarm::Alarm;
use super::stores::TabStore;
use super::turn::{NotMade, Turn};

/// Where saving stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// On the way.
    Busy,
    /// All would survive the power going out now (已保存).
    Saved,
    /// All is with the browser, which does not promise more (已记录).
    Written,
    /// What is wrong.
    Wrong(String),
}

/// How often what only the journal holds is packed up: often enough to keep that little, seldom
/// enough for the limits that browsers set to writing (one commit a minute).
const CHECKPOINT: Duration = Duration::from_secs(60);

/// A handle on the session, cheap to copy into every closure.
#[derive(Clone, Copy)]
pub struct Session {
    state: StoredValue<Rc<State>, LocalStorage>,
    /// Grows with every change of the ledger; reading it makes a view follow the ledger.
    revision: RwSignal<u64>,
    /// Where saving stands.
    pub saving: RwSignal<Saving>,
    /// Whether this page may write.
    pub turn: RwSignal<Turn>,
    /// The store that takes nothing more.
    pub alarm: RwSignal<Option<Alarm>>,
    /// How many edits can be undone, and how many redone.
    pub steps: RwSignal<(usize, usize)>,
    /// The imports that this tablet has taken in.
    pub imports: RwSignal<Vec<ImportReceipt>>,
    /// What was archived on this tablet.
    pub archives: RwSignal<Vec<ArchiveReceipt>>,
}

pub(super) struct State {
    pub(super) entry: LedgerEntry,
    tablet: RefCell<Tablet>,
    ledger: RefCell<Ledger>,
    board: RefCell<Board>,
    store: TabStore,
    pub(super) tabs: Tabs,
    writer: WriterId,
    /// The number of the last edit of this writer.
    last: Cell<u32>,
    /// How many edits of this tab are being saved.
    under_way: Cell<usize>,
    /// Whether localStorage, and whether the journal, was full at the last writing.
    full: Cell<(bool, bool)>,
    done: RefCell<Vec<EditId>>,
    undone: RefCell<Vec<EditId>>,
    /// What the last commit made, if anything.
    committed: Cell<Option<EditId>>,
    /// The lock of the ledger, held or waited for.
    pub(super) lock: RefCell<Option<Rc<Lock>>>,
    pub(super) is_holding: Cell<bool>,
    /// Whether another page has answered that it writes no more.
    pub(super) is_given: Cell<bool>,
}

impl Session {
    /// Begins the session with a ledger that has been opened.
    pub fn begin(
        entry: LedgerEntry,
        tablet: Tablet,
        writer: WriterId,
        store: TabStore,
        opened: Opened,
    ) -> Self {
        let board = Board::new(&opened.ledger);
        let tabs = Tabs::new(entry.id);
        let session = Self {
            state: StoredValue::new_local(Rc::new(State {
                entry,
                tablet: RefCell::new(tablet),
                ledger: RefCell::new(opened.ledger),
                board: RefCell::new(board),
                store,
                tabs,
                writer,
                last: Cell::new(0),
                under_way: Cell::new(0),
                full: Cell::default(),
                done: RefCell::default(),
                undone: RefCell::default(),
                committed: Cell::new(None),
                lock: RefCell::default(),
                is_holding: Cell::default(),
                is_given: Cell::default(),
            })),
            revision: RwSignal::new(0),
            saving: RwSignal::new(Saving::Saved),
            turn: RwSignal::new(if opened.is_newer { Turn::Newer } else { Turn::Here }),
            alarm: RwSignal::new(None),
            steps: RwSignal::new((0, 0)),
            imports: RwSignal::new(opened.imports),
            archives: RwSignal::new(opened.archives),
        };
        session.listen();
        session
    }

    pub(super) fn state(&self) -> Rc<State> {
        self.state.get_value()
    }

    /// Reads the ledger; a view that does follows it.
    pub fn read<R>(&self, look: impl FnOnce(&Ledger) -> R) -> R {
        self.revision.track();
        self.peek(look)
    }

    /// Reads the ledger once.
    pub fn peek<R>(&self, look: impl FnOnce(&Ledger) -> R) -> R {
        look(&self.state().ledger.borrow())
    }

    /// Reads the ledger with its scores; a view that does follows them.
    pub fn scores<R>(&self, look: impl FnOnce(&Ledger, &mut Board) -> R) -> R {
        self.revision.track();
        let state = self.state();
        look(&state.ledger.borrow(), &mut state.board.borrow_mut())
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
        self.state().store.is_locked()
    }

    /// Who keeps the ledger on this tablet; a view that asks follows it.
    pub fn tablet(&self) -> Tablet {
        self.revision.track();
        self.state().tablet.borrow().clone()
    }

    /// Takes note of who keeps the ledger from now on.
    pub fn set_tablet(&self, tablet: Tablet) {
        self.state().tablet.replace(tablet);
        self.changed();
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
        let id = EditId { writer: state.writer, number: state.last.get() + 1 };
        Draft::new(id, clock::now(), self.author(), act, reason)
    }

    /// Makes an edit: it joins the ledger at once, and is saved meanwhile. `None` where the draft
    /// changes nothing.
    ///
    /// # Errors
    /// Where this page may not write, or the edit holds what no store would take, such as a text
    /// beyond all bounds.
    pub fn commit(&self, draft: Draft) -> Result<Option<EditId>, NotMade> {
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
    pub fn undo(&self) -> Option<Vec<Kept>> {
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
    pub fn undo_edit(&self, id: EditId) -> Option<Vec<Kept>> {
        let state = self.writing()?;
        let place = state.done.borrow().iter().position(|done| *done == id)?;
        state.done.borrow_mut().remove(place);
        Some(self.reverse("undo", id, &state.undone))
    }

    /// Makes again what was last taken back; `None` where there is nothing, or this page may not
    /// write.
    pub fn redo(&self) -> Option<Vec<Kept>> {
        let state = self.writing()?;
        let last = state.undone.borrow_mut().pop()?;
        Some(self.reverse("redo", last, &state.done))
    }

    /// The state, where this page may write.
    fn writing(&self) -> Option<Rc<State>> {
        self.refusal().is_none().then(|| self.state())
    }

    fn reverse(&self, act: &str, id: EditId, to: &RefCell<Vec<EditId>>) -> Vec<Kept> {
        let mut draft = self.draft(act, "");
        let kept = self.peek(|ledger| undo(ledger, id, &mut draft));
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

    fn add(&self, draft: Draft) -> Result<Option<EditId>, NotMade> {
        let Some(edit) = self.join(draft)? else {
            return Ok(None);
        };
        let (session, id) = (*self, edit.head.id);
        spawn_local(async move { drop(session.keep(edit).await) });
        Ok(Some(id))
    }

    /// Makes an edit that erases something, and waits until the stores have it and no longer have
    /// what it erases. It cannot be undone.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub async fn commit_for_good(&self, draft: Draft) -> Result<(), String> {
        match self.join(draft).map_err(|error| error.to_string())? {
            Some(edit) => self.keep_and_scrub(edit).await,
            None => Ok(()),
        }
    }

    /// The same for an edit, or a part of one, that came by file.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub async fn keep_for_good(&self, edit: Edit) -> Result<(), String> {
        if let Some(refusal) = self.refusal() {
            return Err(refusal.to_string());
        }
        self.show_edit(&edit);
        self.keep_and_scrub(edit).await
    }

    async fn keep_and_scrub(&self, edit: Edit) -> Result<(), String> {
        // Nothing leaves the stores before they have what says that it may.
        if let Saving::Wrong(error) = self.keep(edit).await {
            return Err(format!("删除没有保存：{error}"));
        }
        let redactions = self.erasing();
        let scrubbed = self.with_store(async |store| store.scrub(redactions).await).await;
        scrubbed.map_err(|error| format!("{error}没有清理完的部分，下次打开时会接着清理。"))
    }

    /// Takes what is erased out of the stores once more. What does not work is tried again at the
    /// next redaction.
    pub(super) async fn scrub_again(&self) {
        let redactions = self.erasing();
        let _ = self.with_store(async |store| store.scrub(redactions).await).await;
    }

    fn erasing(&self) -> Erasing<impl Fn(&mut Edit) -> usize> {
        let session = *self;
        Erasing {
            places: self.peek(Ledger::erased_places),
            is_left: self.peek(Ledger::erased) > 0,
            erase: move |edit: &mut Edit| session.peek(|ledger| ledger.erase(edit)),
        }
    }

    /// Heals and tidies the stores: once after opening, when the first page is there.
    pub async fn tidy(&self) {
        if self.refusal().is_some() {
            return;
        }
        let redactions = self.erasing();
        // What does not work is tried again at the next opening.
        let _ = self.with_store(async |store| store.tidy(redactions).await).await;
    }

    /// Stamps an edit of this tab and lets it join the ledger; `None` where it changes nothing.
    fn join(&self, draft: Draft) -> Result<Option<Edit>, NotMade> {
        if let Some(refusal) = self.refusal() {
            return Err(refusal);
        }
        let state = self.state();
        let finished = draft.finish(&state.ledger.borrow());
        let Some(edit) = finished else {
            return Ok(None);
        };
        check_edit(&edit)?;
        state.last.set(edit.head.id.number);
        self.show_edit(&edit);
        Ok(Some(edit))
    }

    /// Lets an edit join the ledger; saving it is under way from now on.
    fn show_edit(&self, edit: &Edit) {
        let state = self.state();
        self.insert(vec![edit.clone()]);
        state.under_way.set(state.under_way.get() + 1);
        self.saving.set(Saving::Busy);
    }

    /// Saves what has begun, and says what became of it.
    async fn keep(&self, edit: Edit) -> Saving {
        let state = self.state();
        let outcome = match state.store.record(&edit).await {
            Ok(recorded) => {
                let is_full = recorded.trouble == Some(StorageError::Full);
                state.full.set((state.full.get().0, is_full));
                match (recorded.durability, recorded.trouble) {
                    (Durability::Strict, _) => Saving::Saved,
                    (Durability::Written, _) => Saving::Written,
                    (Durability::Memory, Some(trouble)) => Saving::Wrong(trouble.to_string()),
                    (Durability::Memory, None) => Saving::Wrong("没有保存成功".to_owned()),
                }
            }
            Err(error) => Saving::Wrong(error.to_string()),
        };
        self.look_for_alarm();
        state.tabs.tell(&edit);
        state.under_way.set(state.under_way.get() - 1);
        // What neither store took earlier is not saved by a later edit that is.
        let others_are = state.store.only_in_memory() == 0;
        self.show(if others_are { outcome.clone() } else { Saving::Wrong(String::new()) });
        outcome
    }

    /// Shows what became of saving: what is wrong at once, that all is well when nothing is left
    /// under way. What was wrong stays until something is saved later.
    fn show(&self, outcome: Saving) {
        if matches!(outcome, Saving::Wrong(_)) || self.state().under_way.get() == 0 {
            self.saving.set(outcome);
        }
    }

    /// Adds edits that are kept already: those of an import, or of another tab.
    pub fn insert(&self, edits: Vec<Edit>) {
        let state = self.state();
        let inserted = state.ledger.borrow_mut().insert_all(edits);
        state.board.borrow_mut().touch(&state.ledger.borrow(), &inserted.records);
        self.changed();
    }

    /// Puts another set in the place of this one: after an import was taken back.
    pub fn replace(&self, ledger: Ledger) {
        let state = self.state();
        *state.board.borrow_mut() = Board::new(&ledger);
        *state.ledger.borrow_mut() = ledger;
        state.done.borrow_mut().clear();
        state.undone.borrow_mut().clear();
        self.count_steps();
        self.changed();
    }

    /// Goes on with what was read anew, after something has left the stores or come back.
    pub(super) fn go_on_with(&self, opened: Opened) {
        self.imports.set(opened.imports);
        self.archives.set(opened.archives);
        self.replace(opened.ledger);
    }

    fn changed(&self) {
        self.revision.update(|revision| *revision += 1);
    }

    /// Looks at the store of the ledger.
    pub async fn with_store<R>(&self, act: impl AsyncFnOnce(&TabStore) -> R) -> R {
        let state = self.state();
        act(&state.store).await
    }

    /// Tells the other tabs that the stores have changed otherwise than by edits.
    pub fn tell_anew(&self) {
        self.state().tabs.say(Word::Anew);
    }

    /// Tells the other tabs of edits that came by file.
    pub fn tell(&self, edits: &[Edit]) {
        let state = self.state();
        edits.iter().for_each(|edit| state.tabs.tell(edit));
    }

    /// Waits until all that was entered is kept, and packs it up. Says whether it is: otherwise it is
    /// in this page's memory alone, which must not go.
    pub async fn settle_down(&self) -> bool {
        while self.saving.get_untracked() == Saving::Busy {
            page::pause(50).await;
        }
        self.checkpoint();
        self.state().store.only_in_memory() == 0
    }

    /// Packs up what only the journal holds. What fails stays in the journal, and is packed up the
    /// next time.
    pub fn checkpoint(&self) {
        let state = self.state();
        // A reader has nothing to pack but what neither store took while it wrote.
        let is_idle = match self.turn.get_untracked() {
            Turn::Here => false,
            Turn::Elsewhere => state.store.only_in_memory() == 0,
            Turn::Newer => true,
        };
        if is_idle {
            return;
        }
        let packed = state.store.checkpoint();
        // Where there was nothing to pack, nothing is known.
        if packed != Ok(0) {
            state.full.set((packed == Err(StorageError::Full), state.full.get().1));
        }
        let was_wrong = matches!(self.saving.get_untracked(), Saving::Wrong(_));
        if was_wrong && packed.is_ok() && state.under_way.get() == 0 {
            self.saving.set(Saving::Written);
        }
        self.look_for_alarm();
    }

    /// Takes note that localStorage took no more of what the journal has.
    pub fn note_full(&self) {
        let state = self.state();
        state.full.set((true, state.full.get().1));
        self.look_for_alarm();
    }

    /// Sets off the alarm, or ends it.
    fn look_for_alarm(&self) {
        let state = self.state();
        let alarm = Alarm::of(state.store.only_in_memory(), state.full.get());
        if self.alarm.get_untracked() != alarm {
            self.alarm.set(alarm);
        }
    }

    /// Follows what other tabs write, and packs up now and then and when the page hides.
    fn listen(&self) {
        let session = *self;
        self.state().tabs.listen(move |heard| match heard {
            Heard::Edit(edit) => session.insert(vec![*edit]),
            Heard::Word(word) => session.hear(word),
        });
        page::on_hide(move || session.checkpoint());
        set_interval(move || session.checkpoint(), CHECKPOINT);
    }
}
