//! The session of one tab with one ledger: the ledger itself, signals around it, and saving.

use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{clock, tabs::Tabs};
use crate::ledger::{Author, Draft, Edit, EditId, Kept, Ledger, RecordId, WriterId, undo};
use crate::scoring::Board;

use super::keeper::Keeper;
use super::saving::Saving;
use super::store::{LedgerInfo, TabStore};

/// A handle on the session, cheap to copy into every closure.
#[derive(Clone, Copy)]
pub struct Session {
    state: StoredValue<Rc<State>, LocalStorage>,
    /// Grows with every change of the ledger; reading it makes a view follow the ledger.
    revision: RwSignal<u64>,
    /// Where saving stands.
    pub saving: RwSignal<Saving>,
    /// Whether there is something to undo, and to redo.
    pub steps: RwSignal<(usize, usize)>,
}

struct State {
    info: LedgerInfo,
    keeper: RefCell<Keeper>,
    ledger: RefCell<Ledger>,
    board: RefCell<Board>,
    store: Rc<TabStore>,
    tabs: Tabs,
    writer: WriterId,
    /// The number of the last edit of this writer.
    last: Cell<u32>,
    /// Edits of this tab that are not saved yet.
    unsaved: Cell<usize>,
    done: RefCell<Vec<EditId>>,
    undone: RefCell<Vec<EditId>>,
}

impl Session {
    /// Begins the session with an opened ledger.
    pub fn new(info: LedgerInfo, keeper: Keeper, ledger: Ledger, store: Rc<TabStore>) -> Self {
        let tabs = Tabs::new(&info.id);
        let board = Board::new(&ledger);
        let state = Rc::new(State {
            info,
            keeper: RefCell::new(keeper),
            ledger: RefCell::new(ledger),
            board: RefCell::new(board),
            store,
            tabs,
            writer: clock::new_writer(),
            last: Cell::new(0),
            unsaved: Cell::new(0),
            done: RefCell::new(Vec::new()),
            undone: RefCell::new(Vec::new()),
        });
        let session = Self {
            state: StoredValue::new_local(state),
            revision: RwSignal::new(0),
            saving: RwSignal::new(Saving::Saved),
            steps: RwSignal::new((0, 0)),
        };
        session.listen();
        session
    }

    fn state(&self) -> Rc<State> {
        self.state.get_value()
    }

    /// Reads the ledger, and again whenever it changes.
    pub fn read<R>(&self, look: impl FnOnce(&Ledger) -> R) -> R {
        self.revision.track();
        self.peek(look)
    }

    /// Reads the ledger once.
    pub fn peek<R>(&self, look: impl FnOnce(&Ledger) -> R) -> R {
        look(&self.state().ledger.borrow())
    }

    /// Reads the ledger with its scores, and again whenever it changes.
    pub fn scores<R>(&self, look: impl FnOnce(&Ledger, &mut Board) -> R) -> R {
        self.revision.track();
        let state = self.state();
        let ledger: Ref<'_, Ledger> = state.ledger.borrow();
        look(&ledger, &mut state.board.borrow_mut())
    }

    /// Which ledger this is.
    pub fn info(&self) -> LedgerInfo {
        self.state().info.clone()
    }

    /// Where it is kept.
    pub fn store(&self) -> Rc<TabStore> {
        self.state().store.clone()
    }

    /// Who keeps the ledger on this tablet.
    pub fn keeper(&self) -> Keeper {
        self.state().keeper.borrow().clone()
    }

    /// Takes note of another keeper.
    pub fn set_keeper(&self, keeper: Keeper) {
        self.state().keeper.replace(keeper);
        self.revision.update(|revision| *revision += 1);
    }

    /// Begins an edit of this tablet's keeper.
    pub fn draft(&self, act: &str, reason: &str) -> Draft {
        let state = self.state();
        let id = EditId { writer: state.writer, number: state.last.get() + 1 };
        let keeper = state.keeper.borrow();
        let by = Author {
            name: keeper.name.as_str().into(),
            role: keeper.role.as_str().into(),
            tablet: keeper.tablet.as_str().into(),
        };
        Draft::new(id, clock::now(), by, act, reason)
    }

    /// Makes an edit: it joins the ledger at once, and is saved meanwhile.
    ///
    /// `None` where the draft changes nothing.
    pub fn commit(&self, draft: Draft) -> Option<EditId> {
        let id = self.add(draft)?;
        let state = self.state();
        state.done.borrow_mut().push(id);
        state.undone.borrow_mut().clear();
        self.count_steps();
        Some(id)
    }

    /// Takes back the last edit of this tab that has not been taken back yet.
    ///
    /// Returns the places where a later value of someone else was left alone; `None` where there is
    /// nothing to undo.
    pub fn undo(&self) -> Option<Vec<Kept>> {
        self.reverse(true)
    }

    /// Makes again what was last undone.
    pub fn redo(&self) -> Option<Vec<Kept>> {
        self.reverse(false)
    }

    fn reverse(&self, back: bool) -> Option<Vec<Kept>> {
        let state = self.state();
        let (from, to) =
            if back { (&state.done, &state.undone) } else { (&state.undone, &state.done) };
        let last = from.borrow_mut().pop()?;
        let mut draft = self.draft(if back { "undo" } else { "redo" }, "");
        let kept = undo(&state.ledger.borrow(), last, &mut draft);
        if let Some(reversed) = self.add(draft) {
            to.borrow_mut().push(reversed);
        }
        self.count_steps();
        Some(kept)
    }

    fn count_steps(&self) {
        let state = self.state();
        self.steps.set((state.done.borrow().len(), state.undone.borrow().len()));
    }

    fn add(&self, draft: Draft) -> Option<EditId> {
        let state = self.state();
        let edit = draft.finish(&state.ledger.borrow())?;
        let id = edit.head.id;
        state.last.set(id.number);
        self.insert(vec![edit.clone()]);
        state.unsaved.set(state.unsaved.get() + 1);
        self.saving.set(Saving::Busy);
        let session = *self;
        spawn_local(async move {
            let result = state.store.record(&edit).await;
            state.tabs.tell(&[edit]);
            state.unsaved.set(state.unsaved.get() - 1);
            session.saved(result.map_or_else(Saving::Failed, Saving::from));
        });
        Some(id)
    }

    /// Shows what became of an attempt to save. A failure stays until something later is saved.
    fn saved(&self, outcome: Saving) {
        let waiting = self.state().unsaved.get() > 0;
        match outcome {
            Saving::Failed(_) => self.saving.set(outcome),
            _ if waiting => {}
            _ => self.saving.set(outcome),
        }
    }

    /// Adds edits that are kept already: an import's, or another tab's.
    pub fn insert(&self, edits: Vec<Edit>) {
        let state = self.state();
        let mut touched: Vec<RecordId> = Vec::new();
        for edit in edits {
            touched.extend(state.ledger.borrow_mut().insert(edit).records);
        }
        state.board.borrow_mut().touch(&state.ledger.borrow(), &touched);
        self.revision.update(|revision| *revision += 1);
    }

    /// Puts another set in the place of this one: after an import was taken back.
    pub fn replace(&self, ledger: Ledger) {
        let state = self.state();
        *state.board.borrow_mut() = Board::new(&ledger);
        *state.ledger.borrow_mut() = ledger;
        self.revision.update(|revision| *revision += 1);
    }

    /// Tells the other tabs of edits that came by file.
    pub fn tell(&self, edits: &[Edit]) {
        self.state().tabs.tell(edits);
    }

    /// Follows what other tabs write, and packs up when the page goes out of sight.
    fn listen(&self) {
        let session = *self;
        self.state().tabs.listen(move |edits| session.insert(edits));
        let session = *self;
        crate::browser::page::on_hide(move || {
            if let Err(error) = session.store().checkpoint() {
                session.saved(Saving::Failed(error));
            }
        });
        let session = *self;
        // Often enough to keep what only the journal holds short, seldom enough for the limits that
        // browsers set to writing (facts: one commit a minute).
        set_interval(
            move || {
                if let Err(error) = session.store().checkpoint() {
                    session.saved(Saving::Failed(error));
                }
            },
            std::time::Duration::from_secs(60),
        );
    }
}
