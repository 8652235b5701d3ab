//! What a session starts, and how it stops: following other tabs, packing up, and leaving the ledger,
//! which gives back what it took in memory.

use std::rc::Rc;

use leptos::leptos_dom::helpers::{IntervalHandle, set_interval_with_handle};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::page::{self, Listening};
use crate::browser::tab_channel::TabEvent;
use crate::ledger::Ledger;
use crate::scoring::Scores;

use super::saving::CHECKPOINT;
use super::session::Session;

/// How long a session that was left waits for what is under way, at a time.
const RETRY_MILLIS: i32 = 2_000;

/// What calls a session by itself: it stops when this is dropped.
pub(super) struct Running {
    _listening: Vec<Listening>,
    timer: Option<IntervalHandle>,
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(timer) = &self.timer {
            timer.clear();
        }
    }
}

impl Session {
    /// Follows what other tabs write, and packs up now and then and when the page hides.
    pub(super) fn listen(&self) {
        let session = *self;
        self.state().tabs.listen(move |heard| match heard {
            TabEvent::Edit(edit) => session.insert(vec![*edit]),
            TabEvent::Message(word) => session.hear(word),
        });
        let listening = page::on_hide(move || session.checkpoint());
        let timer = set_interval_with_handle(move || session.checkpoint(), CHECKPOINT).ok();
        self.state().running.replace(Some(Running { _listening: listening, timer }));
    }

    /// Follows nothing any more, and calls itself no more.
    pub(super) fn halt(&self) {
        let state = self.state();
        state.is_holding.set(false);
        state.lock.take();
        state.running.take();
        state.follower.take();
        state.tabs.stop_listening();
    }

    /// Leaves the ledger: another page, or this one opening it anew, may write. What it took in
    /// memory is given back once nothing under way needs it.
    pub fn end(&self) {
        if self.state().is_left.get() {
            return;
        }
        self.stop();
        self.halt();
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
            && (state.store.is_removed() || state.store.only_in_memory() == 0)
    }

    /// Gives back what the ledger takes in memory. The handle itself stays good: some task that
    /// waits may still ask it, and finds a ledger without records in which nothing can be written.
    fn release(&self) {
        let state = self.state();
        state.tabs.close();
        state.store.forget_all();
        let empty = Ledger::new();
        state.scores.replace(Scores::new(&empty));
        state.ledger.replace(empty);
        state.done.take();
        state.undone.take();
        self.imports.set(Vec::new());
        self.archives.set(Vec::new());
    }
}
