//! What a session starts, and how it stops: following other tabs, packing up, and leaving the ledger,
//! which gives back what it took in memory.

use std::rc::Rc;

use leptos::leptos_dom::helpers::{IntervalHandle, set_interval_with_handle};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::page::{self, Listening};
use crate::browser::tab_channel::{TabEvent, Tabs};
use crate::ledger::Ledger;
use crate::scoring::Scores;

use super::saving::CHECKPOINT;
use super::session::Session;
use super::write_lock::WriteLock;

/// How long a session that was left waits for what is under way, at a time.
const RETRY_MILLIS: i32 = 2_000;

/// Packing up now and then and when the page hides: it ends when this is dropped.
pub(super) struct Checkpoints {
    _listening: Vec<Listening>,
    timer: Option<IntervalHandle>,
}

impl Checkpoints {
    fn of(session: Session) -> Self {
        let listening = page::on_hide(move || session.checkpoint());
        let timer = set_interval_with_handle(move || session.checkpoint(), CHECKPOINT).ok();
        Self { _listening: listening, timer }
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        if let Some(timer) = &self.timer {
            timer.clear();
        }
    }
}

impl Session {
    /// Follows what other tabs write, and packs up by itself, until the ledger is left.
    pub(super) fn attach(&self, tabs: Tabs) {
        let session = *self;
        let state = self.state();
        let listener = tabs.listen(move |heard| match heard {
            TabEvent::Edit(edit) => session.insert(vec![*edit]),
            TabEvent::Message(word) => session.hear(word),
        });
        let write_lock = WriteLock::new(state.entry.id, listener);
        state.write_lock.replace(Some(Rc::new(write_lock)));
        state.checkpoints.replace(Some(Checkpoints::of(session)));
        self.follow_queue();
    }

    /// Follows nothing any more, and calls itself no more.
    pub(super) fn detach(&self) {
        let state = self.state();
        state.write_lock.take();
        state.checkpoints.take();
        state.follower.take();
    }

    /// Leaves the ledger: another page, or this one opening it anew, may write. What it took in
    /// memory is given back once nothing under way needs it.
    pub fn end(&self) {
        if self.state().is_left.get() {
            return;
        }
        self.stop();
        self.detach();
        self.state().is_left.set(true);
        let session = *self;
        spawn_local(async move {
            // The pages that show it go first.
            page::drawn().await;
            while !session.is_at_rest() {
                page::pause(RETRY_MILLIS).await;
                session.checkpoint();
            }
            session.release();
        });
    }

    /// Whether nothing under way has hold of the state, and nothing is in its memory alone that a
    /// store may still take.
    fn is_at_rest(&self) -> bool {
        let state = self.state();
        // One is ours, one that of the handle.
        Rc::strong_count(&state) <= 2
            && (state.queue.store().is_removed() || state.queue.unsaved() == 0)
    }

    /// Gives back what the ledger takes in memory. The handle itself stays good: some task that
    /// waits may still ask it, and finds a ledger without records in which nothing can be written.
    fn release(&self) {
        let state = self.state();
        state.tabs.take();
        state.queue.stop_observing();
        state.queue.store().forget_all();
        let empty = Ledger::new();
        state.scores.replace(Scores::new(&empty));
        state.faulty.take();
        state.ledger.replace(empty);
        state.done.take();
        state.undone.take();
        self.imports.set(Vec::new());
        self.archives.set(Vec::new());
    }
}
