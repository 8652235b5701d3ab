//! 撤销 and 重做: by the keys, and offered with what was just done; and the key of the search.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use crate::app::{EditRefused, Session};
use crate::ledger::{EditId, NotReverted, is_filled_since};

use super::app_state::AppState;
use super::chunks::{Chunks, TidyTask};
use super::components::ToastHandle;
use super::words::kept_words;

/// Ctrl+Z undoes and Ctrl+Shift+Z or Ctrl+Y redoes, except in an input, which does that itself: what
/// does it comes with the part `tidy`. Ctrl+K opens the search, also from an input.
pub(super) fn listen_for_keys(app: AppState, toasts: ToastHandle, chunks: Chunks) {
    window_event_listener(leptos::ev::keydown, move |event| {
        let typing = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|element| ["INPUT", "TEXTAREA", "SELECT"].contains(&&*element.tag_name()));
        let Some(session) = app.session() else { return };
        if (event.ctrl_key() || event.meta_key()) && matches!(&*event.key(), "k" | "K") {
            event.prevent_default();
            // Not over a dialog, which would have to be answered first.
            if document().query_selector(".dialog").ok().flatten().is_none() {
                app.searching.set(true);
            }
        }
        if typing || !(event.ctrl_key() || event.meta_key()) {
            return;
        }
        let redo = match &*event.key() {
            "z" => false,
            "Z" | "y" => true,
            _ => return,
        };
        event.prevent_default();
        let step = (chunks.tidy_task)(TidyTask::Step(session, toasts, redo));
        spawn_local(async move {
            if step.await.is_err() {
                toasts.say(if redo {
                    "还没有重做，请连上网络再试"
                } else {
                    "还没有撤销，请连上网络再试"
                });
            }
        });
    });
}

/// Undoes or redoes, and says what happened.
pub fn take_step(session: Session, toasts: ToastHandle, redo: bool) {
    if let Some(refusal) = session.refusal() {
        return toasts.say(refusal.to_string());
    }
    let kept = if redo { session.redo() } else { session.undo() };
    let Some(kept) = kept else {
        toasts.say(if redo { "没有可重做的了" } else { "没有可撤销的了" });
        return;
    };
    say_reversed(session, toasts, if redo { "已重做" } else { "已撤销" }, &kept);
}

fn say_reversed(session: Session, toasts: ToastHandle, done: &str, kept: &[NotReverted]) {
    let words = session.with_ledger_untracked(|ledger| kept_words(ledger, kept));
    toasts.say(if words.is_empty() { done.to_owned() } else { format!("{done}；{words}") });
}

/// Says what a command has done, with 撤销, or why it was refused; whether it was done.
pub fn report(
    session: Session,
    toasts: ToastHandle,
    outcome: Result<(), EditRefused>,
    done: impl Into<String>,
) -> bool {
    match &outcome {
        Ok(()) => offer_undo(session, toasts, done),
        Err(refusal) => toasts.say(refusal.to_string()),
    }
    outcome.is_ok()
}

/// Says what the last commit did, with 撤销 for just that, where it changed anything; or why it was
/// not made.
pub fn offer_undo(session: Session, toasts: ToastHandle, text: impl Into<String>) {
    if let Some(refusal) = session.refusal() {
        return toasts.say(refusal.to_string());
    }
    let Some(id) = session.committed() else {
        return toasts.say(text);
    };
    toasts.undoable(text, move || {
        undo_one(session, toasts, id);
    });
}

/// Undoes one edit of this tab, and says what happened; whether it is undone now.
pub fn undo_one(session: Session, toasts: ToastHandle, id: EditId) -> bool {
    if session.with_ledger_untracked(|ledger| is_filled_since(ledger, id)) {
        toasts.say("之后又登记了内容，没有撤销；要删除，请打开这条记录再删");
        return false;
    }
    if let Some(kept) = session.undo_edit(id) {
        say_reversed(session, toasts, "已撤销", &kept);
        return true;
    }
    let refusal = session.refusal();
    let is_undone = refusal.is_none();
    toasts.say(refusal.map_or_else(|| "这一步已经撤销过了".to_owned(), |why| why.to_string()));
    is_undone
}
