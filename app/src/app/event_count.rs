//! Counting (计数): each tap is shown at once and kept by the journal, and becomes part of an edit later.
//!
//! A tally ([`Tally`]) collects the taps. It is written anew after each of them, in a group commit: while
//! one text is on its way, further taps wait for the next. It becomes one edit when one leaves the counter,
//! when the page hides, and after a pause; only once a store has that edit does the tally go. What another
//! page or a kill has left is taken up when the ledger is opened ([`super::take_up_tallies`]).

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::page::{self, Listening};
use crate::ledger::{Edit, RecordId, day_text, minutes_text};
use crate::registers::{COUNT, COUNTER_COUNT, SERVICE_EVENT, Tally};
use crate::storage::{Durability, SaveState, TallyKey};

use super::session::Session;
use super::tallies::{hold_tally, release_tally, take_up_in_turn};
use super::write_lock::{EditRefused, WriteAccess};

/// How long nothing is counted before what was counted becomes an edit.
const PAUSE_MILLIS: i32 = 15_000;
/// How long what no store took waits until it is looked at again.
const RETRY_MILLIS: i32 = 1_000;

thread_local! {
    /// How many tallies this page has created.
    static BEGUN: Cell<u32> = const { Cell::new(0) };
}

/// What is counted for one event on this page.
#[derive(Clone)]
pub struct EventCount(Rc<Count>);

struct Count {
    session: Session,
    record: RecordId,
    key: RefCell<TallyKey>,
    tally: RefCell<Tally>,
    /// The number of the last text, and whether there is one.
    texts: Cell<u32>,
    is_stored: Cell<bool>,
    /// Whether there are taps that no text has.
    is_changed: Cell<bool>,
    /// The edits that are in the ledger and not in a store yet.
    edits: RefCell<VecDeque<Edit>>,
    is_working: Cell<bool>,
    /// Whether another page has the turn to write since the tally began.
    is_lost: Cell<bool>,
    is_left: Cell<bool>,
    is_waiting: Cell<bool>,
    /// How often something was tapped, by which a pause is known.
    acts: Cell<u32>,
    /// The counters that were tapped, the last one last.
    tapped: RefCell<Vec<usize>>,
    /// By counter, what the ledger does not have yet.
    pending: ArcRwSignal<[i64; COUNTER_COUNT]>,
    saving: ArcRwSignal<SaveState>,
    undoable: ArcRwSignal<usize>,
    hiding: RefCell<Vec<Listening>>,
}

impl EventCount {
    /// Begins to count for an event.
    pub fn begin(session: Session, record: &RecordId) -> Self {
        let (key, tally) = begin_tally(session, record);
        let count = Rc::new(Count {
            session,
            record: record.clone(),
            key: RefCell::new(key),
            tally: RefCell::new(tally),
            texts: Cell::new(0),
            is_stored: Cell::new(false),
            is_changed: Cell::new(false),
            edits: RefCell::default(),
            is_working: Cell::new(false),
            is_lost: Cell::new(false),
            is_left: Cell::new(false),
            is_waiting: Cell::new(false),
            acts: Cell::new(0),
            tapped: RefCell::default(),
            pending: ArcRwSignal::new([0; COUNTER_COUNT]),
            saving: ArcRwSignal::new(SaveState::Saved),
            undoable: ArcRwSignal::new(0),
            hiding: RefCell::default(),
        });
        let hidden = Rc::downgrade(&count);
        count.hiding.replace(page::on_hide(move || {
            if let Some(count) = hidden.upgrade() {
                count.ask_for_edit();
            }
        }));
        Self(count)
    }

    /// Counts one; says whether it was counted. It is not where this page may not write.
    pub fn tap(&self, counter: usize) -> bool {
        let count = &self.0;
        if count.session.refusal().is_some() || !count.is_ready() {
            return false;
        }
        count.tapped.borrow_mut().push(counter);
        count.change(counter, 1);
        true
    }

    /// Takes the last tap back that was not yet; says of which counter it was.
    pub fn undo(&self) -> Option<usize> {
        let count = &self.0;
        if count.session.refusal().is_some() || !count.is_ready() {
            return None;
        }
        let last = count.tapped.borrow_mut().pop()?;
        count.change(last, -1);
        Some(last)
    }

    /// What a counter has that the ledger has not yet; a view that asks follows it.
    pub fn pending(&self, counter: usize) -> i64 {
        self.0.pending.with(|pending| pending.get(counter).copied().unwrap_or(0))
    }

    /// The state of saving, of the taps and of all else; reactive.
    pub fn saving(&self) -> SaveState {
        self.0.saving.get().max(self.0.session.saving.get())
    }

    /// The counter of the tap that [`Self::undo`] would take back; a view that asks follows it.
    pub fn last(&self) -> Option<usize> {
        self.0.undoable.track();
        self.0.tapped.borrow().last().copied()
    }

    /// Follows whose turn it is to write, and what others write; to be called by an effect.
    pub fn follow(&self) {
        let count = &self.0;
        count.session.revision();
        let is_elsewhere = !matches!(
            count.session.write_access.get(),
            WriteAccess::Granted | WriteAccess::CatchingUp
        );
        if is_elsewhere && !count.is_lost.replace(true) {
            // What is counted is left to the page that writes next.
            release_tally(&count.key.borrow());
        }
        if count.is_lost.get() && count.is_applied() {
            count.pending.set([0; COUNTER_COUNT]);
        }
        if count.is_lost.get() && !is_elsewhere {
            let session = count.session;
            spawn_local(async move { take_up_in_turn(session).await });
        }
    }

    /// Ends counting: what was counted becomes an edit.
    pub fn leave(&self) {
        self.0.is_left.set(true);
        self.0.hiding.take();
        self.0.ask_for_edit();
    }
}

fn begin_tally(session: Session, record: &RecordId) -> (TallyKey, Tally) {
    let number = BEGUN.get().wrapping_add(1);
    BEGUN.set(number);
    let key = session.with_store_now(|store| store.tally_key(number));
    hold_tally(&key);
    let writer = session.draft(COUNT, "").writer();
    (key, session.with_ledger_untracked(|ledger| Tally::begin(ledger, record, writer)))
}

impl Count {
    /// Whether taps can go into the tally: after another page had the turn, into one that begins anew
    /// once the former one is kept.
    fn is_ready(self: &Rc<Self>) -> bool {
        if !self.is_lost.get() {
            return true;
        }
        if self.is_working.get() || self.is_changed.get() {
            self.go_on();
            return false;
        }
        let (key, tally) = begin_tally(self.session, &self.record);
        self.key.replace(key);
        self.tally.replace(tally);
        self.tapped.take();
        self.undoable.set(0);
        self.pending.set([0; COUNTER_COUNT]);
        self.texts.set(0);
        self.is_stored.set(false);
        self.is_lost.set(false);
        true
    }

    fn is_applied(&self) -> bool {
        self.session.with_ledger_untracked(|ledger| self.tally.borrow().is_applied(ledger))
    }

    fn change(self: &Rc<Self>, counter: usize, by: i64) {
        if let Some(taps) = self.tally.borrow_mut().taps.get_mut(counter) {
            *taps += by;
        }
        self.pending.update(|pending| {
            if let Some(pending) = pending.get_mut(counter) {
                *pending += by;
            }
        });
        let undoable = self.tapped.borrow().len();
        self.undoable.set(undoable);
        self.acts.set(self.acts.get().wrapping_add(1));
        self.is_changed.set(true);
        self.say(SaveState::Busy);
        self.go_on();
        self.wait_for_pause();
    }

    fn say(&self, state: SaveState) {
        if self.saving.get_untracked() != state {
            self.saving.set(state);
        }
    }

    /// Makes an edit once nothing has been tapped for a while.
    fn wait_for_pause(self: &Rc<Self>) {
        if self.is_waiting.replace(true) {
            return;
        }
        let count = self.clone();
        spawn_local(async move {
            loop {
                let seen = count.acts.get();
                page::pause(PAUSE_MILLIS).await;
                if count.acts.get() == seen {
                    break;
                }
            }
            count.is_waiting.set(false);
            count.ask_for_edit();
        });
    }

    /// Makes an edit of the tally. It is in the ledger at once, so that another page that counts for the event
    /// starts from it.
    fn ask_for_edit(self: &Rc<Self>) {
        self.show_edit();
        self.go_on();
    }

    fn show_edit(&self) {
        let tally = self.tally.borrow().clone();
        // What was counted before another page got the turn to write is for that one to add.
        if self.is_lost.get() || tally.is_empty() {
            return;
        }
        let mut draft = self.session.draft(COUNT, "");
        self.session.with_ledger_untracked(|ledger| tally.apply(ledger, &mut draft));
        let Ok(edit) = self.session.stamp(draft) else { return };
        if let Some(edit) = edit {
            self.session.show_edit(&edit);
            self.edits.borrow_mut().push_back(edit);
        }
        self.is_changed.set(false);
        let next = self
            .session
            .with_ledger_untracked(|ledger| Tally::begin(ledger, &self.record, tally.writer));
        self.tally.replace(next);
        // In the same turn, so that the sum stays what it is.
        self.pending.set([0; COUNTER_COUNT]);
    }

    /// Does what is to be done, unless that is under way.
    fn go_on(self: &Rc<Self>) {
        if !self.is_working.replace(true) {
            let count = self.clone();
            spawn_local(async move { count.work().await });
        }
    }

    /// Edits go first: until a store has them, the text stays that has the same taps, and no text takes
    /// its place that goes on from them.
    async fn work(&self) {
        loop {
            let edit = self.edits.borrow_mut().pop_front();
            if let Some(edit) = edit {
                self.keep_edit(edit).await;
            } else if self.is_changed.get() {
                if !self.store_text().await {
                    // The next tap tries again.
                    break;
                }
            } else if self.is_stored.get()
                && self.tally.borrow().is_empty()
                && self.session.unsaved() == 0
            {
                self.drop_text().await;
            } else {
                break;
            }
        }
        self.is_working.set(false);
        if self.is_left.get() {
            release_tally(&self.key.borrow());
        }
    }

    async fn keep_edit(&self, edit: Edit) {
        self.session.persist(edit).await;
        while self.session.unsaved() > 0 && !self.session.state().is_left.get() {
            self.say(SaveState::Wrong);
            page::pause(RETRY_MILLIS).await;
        }
        self.say(if self.is_changed.get() { SaveState::Busy } else { SaveState::Saved });
    }

    /// Removes the text of what is in the ledger.
    async fn drop_text(&self) {
        self.is_stored.set(false);
        let key = self.key.borrow().clone();
        // What stays is seen to be in the ledger.
        let _ = self.session.with_store(async |store| store.drop_tally(&key).await).await;
    }

    /// Keeps the tally as it is now; says whether a store took it.
    async fn store_text(&self) -> bool {
        // Nothing is written beside what a newer version of the app has.
        if self.session.write_access.try_get_untracked() == Some(WriteAccess::NewerVersion) {
            return false;
        }
        self.is_changed.set(false);
        let (key, tally) = (self.key.borrow().clone(), self.tally.borrow().to_value());
        self.texts.set(self.texts.get() + 1);
        let number = self.texts.get();
        let kept = self
            .session
            .with_store(async |store| store.keep_tally(&key, number, &tally).await)
            .await;
        match kept {
            Ok(durability) => {
                self.is_stored.set(true);
                if !self.is_changed.get() {
                    let is_strict = durability == Durability::Strict;
                    self.say(if is_strict { SaveState::Saved } else { SaveState::Written });
                }
                true
            }
            Err(_) => {
                self.is_changed.set(true);
                self.say(SaveState::Wrong);
                false
            }
        }
    }
}

/// Creates an event that begins now, to be counted for.
///
/// # Errors
/// Where this page may not write.
pub fn create_event(session: Session, kind: &str) -> Result<RecordId, EditRefused> {
    let mut draft = session.draft("create", "");
    let (id, now) = (draft.next_record(SERVICE_EVENT.name), draft.at());
    let minutes = now.millis.div_euclid(60_000) + i64::from(now.offset);
    draft.field(&id, "kind", kind);
    draft.field(&id, "day", day_text(now.day()));
    draft.field(&id, "begins", minutes_text(minutes));
    if let Some(branch) = session.own_branch() {
        draft.field(&id, "branch", branch.as_str());
    }
    session.commit(draft)?;
    Ok(id)
}
