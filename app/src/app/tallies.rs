//! Counting (计数): each tap is shown at once and kept by the journal, and becomes part of an edit later.
//!
//! A tally ([`Tally`]) collects the taps. It is written anew after each of them, in a group commit: while
//! one text is on its way, further taps wait for the next. It becomes one edit when one leaves the counter,
//! when the page hides, and after a pause; only once a store has that edit does the tally go. What another
//! page or a kill has left is taken up when the ledger is opened ([`take_up_tallies`]).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::page::{self, Listening};
use crate::ledger::{RecordId, day_text, minutes_text};
use crate::registers::{COUNT, SERVICE_EVENT, Tally};
use crate::storage::{Durability, SaveState, TallyKey};

use super::session::Session;
use super::write_lock::{EditRefused, WriteAccess};

/// How long nothing is counted before what was counted becomes an edit.
const PAUSE_MILLIS: i32 = 15_000;
/// How long a page that got the turn to write waits for the last text of the page that had it.
const TURN_MILLIS: i32 = 1_500;
/// How long what no store took waits until it is looked at again.
const RETRY_MILLIS: i32 = 1_000;
/// How many counters there are at most.
const COUNTERS: usize = 6;

thread_local! {
    /// The tallies that this page counts into.
    static LIVE: RefCell<Vec<TallyKey>> = const { RefCell::new(Vec::new()) };
    /// How many tallies this page has begun.
    static BEGUN: Cell<u32> = const { Cell::new(0) };
    static IS_TAKING_UP: Cell<bool> = const { Cell::new(false) };
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
    wants_edit: Cell<bool>,
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
    pending: ArcRwSignal<[i64; COUNTERS]>,
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
            wants_edit: Cell::new(false),
            is_working: Cell::new(false),
            is_lost: Cell::new(false),
            is_left: Cell::new(false),
            is_waiting: Cell::new(false),
            acts: Cell::new(0),
            tapped: RefCell::default(),
            pending: ArcRwSignal::new([0; COUNTERS]),
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

    /// Where saving stands: of the taps, and of all else. A view that asks follows it.
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
            // What is counted is left for whoever has the turn.
            forget_live(&count.key.borrow());
        }
        if count.is_lost.get() && count.is_applied() {
            count.pending.set([0; COUNTERS]);
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
    LIVE.with_borrow_mut(|live| live.push(key.clone()));
    let writer = session.draft(COUNT, "").writer();
    (key, session.with_ledger_untracked(|ledger| Tally::begin(ledger, record, writer)))
}

fn forget_live(key: &TallyKey) {
    LIVE.with_borrow_mut(|live| live.retain(|one| one != key));
}

impl Count {
    /// Whether taps can go into the tally: after another page had the turn, into one that begins anew
    /// once the former one is kept.
    fn is_ready(&self) -> bool {
        if !self.is_lost.get() {
            return true;
        }
        if self.is_working.get() || self.is_changed.get() {
            return false;
        }
        let (key, tally) = begin_tally(self.session, &self.record);
        self.key.replace(key);
        self.tally.replace(tally);
        self.tapped.take();
        self.pending.set([0; COUNTERS]);
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

    fn ask_for_edit(self: &Rc<Self>) {
        self.wants_edit.set(true);
        self.go_on();
    }

    /// Does what is to be done, unless that is under way.
    fn go_on(self: &Rc<Self>) {
        if !self.is_working.replace(true) {
            let count = self.clone();
            spawn_local(async move { count.work().await });
        }
    }

    async fn work(&self) {
        loop {
            if self.is_changed.get() && !self.store_text().await {
                // The next tap tries again; an edit may be kept all the same.
                if !self.wants_edit.get() {
                    break;
                }
            } else if self.is_changed.get() {
                continue;
            }
            if !self.wants_edit.replace(false) {
                break;
            }
            self.make_edit().await;
        }
        self.is_working.set(false);
        if self.is_left.get() {
            forget_live(&self.key.borrow());
        }
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

    /// Adds the tally to the ledger, and lets it go once a store has that.
    async fn make_edit(&self) {
        // Whoever has the turn finds it.
        if self.is_lost.get() {
            return;
        }
        let tally = self.tally.borrow().clone();
        if !tally.is_empty() {
            let mut draft = self.session.draft(COUNT, "");
            self.session.with_ledger_untracked(|ledger| tally.apply(ledger, &mut draft));
            let Ok(edit) = self.session.stamp(draft) else { return };
            self.is_changed.set(false);
            if let Some(edit) = &edit {
                self.session.show_edit(edit);
            }
            let next = self
                .session
                .with_ledger_untracked(|ledger| Tally::begin(ledger, &self.record, tally.writer));
            self.tally.replace(next);
            // In the same turn, so that the sum stays what it is.
            self.pending.set([0; COUNTERS]);
            if let Some(edit) = edit {
                self.session.persist(edit).await;
            }
            while self.session.unsaved() > 0 && !self.session.state().is_left.get() {
                self.say(SaveState::Wrong);
                page::pause(RETRY_MILLIS).await;
            }
        }
        if self.is_changed.get() {
            return;
        }
        if self.is_stored.replace(false) {
            let key = self.key.borrow().clone();
            // What stays is seen to be in the ledger.
            let _ = self.session.with_store(async |store| store.drop_tally(&key).await).await;
        }
        if !self.is_changed.get() {
            self.say(SaveState::Saved);
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

/// Adds to the ledger what other sessions on this device have counted and left, as after a kill. What does
/// not work is left to the next time.
pub async fn take_up_tallies(session: Session) {
    if session.refusal().is_some() || IS_TAKING_UP.replace(true) {
        return;
    }
    let found = session.with_store(async |store| store.tallies().await).await.unwrap_or_default();
    for (key, note) in found {
        let is_live = LIVE.with_borrow(|live| live.contains(&key));
        let Some(tally) = Tally::from_value(&note).filter(|_| !is_live) else { continue };
        if take_up(session, &tally).await {
            let _ = session.with_store(async |store| store.drop_tally(&key).await).await;
        }
    }
    IS_TAKING_UP.set(false);
}

/// The same for a page that has just got the turn to write.
async fn take_up_in_turn(session: Session) {
    page::pause(TURN_MILLIS).await;
    if !session.state().is_left.get() {
        take_up_tallies(session).await;
    }
}

/// Adds one of them; says whether the stores have it. That of a record that is not here stays.
async fn take_up(session: Session, tally: &Tally) -> bool {
    let mut draft = session.draft(COUNT, "");
    let is_known = session.with_ledger_untracked(|ledger| {
        if !tally.is_applied(ledger) {
            tally.apply(ledger, &mut draft);
        }
        ledger.record(&tally.record).is_some()
    });
    if !is_known {
        return false;
    }
    match session.stamp(draft) {
        Err(_) => false,
        Ok(None) => true,
        Ok(Some(edit)) => {
            session.show_edit(&edit);
            session.persist(edit).await;
            session.unsaved() == 0
        }
    }
}
