//! The focus never falls on nothing: where what had it has gone, it goes to what is next.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{FocusOptions, HtmlElement, MutationObserver, MutationObserverInit};

/// Where the focus goes, the first that is there: an open dialog; what an act or a page has marked as
/// the next thing to do (`data-next`); the heading of the page.
const NEXT: [&str; 3] = [".dialog .dialog-close", "[data-next]", "#page-title"];

thread_local! {
    static IS_KEPT: Cell<bool> = const { Cell::new(false) };
}

/// Begins to look after the focus, the first time; it comes with the part `tidy`.
///
/// An act may take the button away that it was done with, and a page goes with all that is on it;
/// browsers then leave the focus on nothing, and who works by keyboard begins anew at the top.
pub(in crate::ui) fn keep_focus() {
    if IS_KEPT.replace(true) {
        return;
    }
    let last = Rc::new(RefCell::new(None::<HtmlElement>));
    let note = last.clone();
    let _ = window_event_listener(ev::focusin, move |event| {
        *note.borrow_mut() = event.target().and_then(|target| target.dyn_into().ok());
    });
    // Who points sees where things are: the page does not move under the finger.
    let by_key = Rc::new(Cell::new(false));
    let (keyed, pointed) = (by_key.clone(), by_key.clone());
    let _ = window_event_listener(ev::keydown, move |_| keyed.set(true));
    let _ = window_event_listener(ev::pointerdown, move |_| pointed.set(false));
    let changed = Closure::<dyn FnMut()>::new(move || {
        if is_lost(&last) {
            let (last, by_key) = (last.clone(), by_key.clone());
            // A part that knows better, such as a panel that closes, has its turn before.
            request_animation_frame(move || {
                request_animation_frame(move || {
                    if is_lost(&last) {
                        focus_next(by_key.get());
                    }
                });
            });
        }
    });
    if let (Ok(observer), Some(body)) =
        (MutationObserver::new(changed.as_ref().unchecked_ref()), document().body())
    {
        let all = MutationObserverInit::new();
        all.set_child_list(true);
        all.set_subtree(true);
        let _ = observer.observe_with_options(&body, &all);
    }
    // Looks on as long as the page is open.
    changed.forget();
}

/// Whether what had the focus has gone, and nothing has it now.
fn is_lost(last: &RefCell<Option<HtmlElement>>) -> bool {
    last.borrow().as_ref().is_some_and(|last| !last.is_connected())
        && document().active_element().is_none_or(|now| now.tag_name() == "BODY")
}

fn focus_next(with_scroll: bool) {
    let found = NEXT.iter().find_map(|next| document().query_selector(next).ok()?);
    if let Some(next) = found.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        let how = FocusOptions::new();
        how.set_prevent_scroll(!with_scroll);
        let _ = next.focus_with_options(&how);
    }
}
