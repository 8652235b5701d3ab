//! The focus never falls on nothing: where what had it has gone, it goes to what is next.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, FocusOptions, HtmlElement, MutationObserver, MutationObserverInit, NodeList,
};

/// Where the focus goes, the first that is there: an open dialog; where one works by keyboard, in the
/// part of the page that what is gone stood in, a field that has come, what an act has marked as the
/// next thing to do (`data-next`), or what else is there; what is marked anywhere; the heading.
const DIALOG: &str = ".dialog .dialog-close";
const FIELD: &str = ".field :is(input, textarea, button):not([disabled], [tabindex='-1'])";
const MARKED: &str = "[data-next]";
const BESIDE: &str = ":is(button, a[href], input):not([disabled], [tabindex='-1'])";
const HEADING: &str = "#page-title, .outside-title";

/// What had the focus last, and the part of the page that it stood in.
type Last = Rc<RefCell<Option<(HtmlElement, Option<Element>)>>>;

thread_local! {
    static IS_KEPT: Cell<bool> = const { Cell::new(false) };
}

/// Begins to look after the focus, the first time; it comes with the parts `tidy`, `lock` and
/// `office`, whichever is first.
///
/// An act may take the button away that it was done with, and a page goes with all that is on it;
/// browsers then leave the focus on nothing, and who works by keyboard begins anew at the top.
pub(in crate::ui) fn keep_focus() {
    if IS_KEPT.replace(true) {
        return;
    }
    let last: Last = Rc::default();
    let note = {
        let last = last.clone();
        move |found: Option<HtmlElement>| {
            let found = found.filter(|it| it.tag_name() != "BODY");
            *last.borrow_mut() = found.map(|it| {
                let around = it.closest("section, form").ok().flatten();
                (it, around)
            });
        }
    };
    note(document().active_element().and_then(|now| now.dyn_into().ok()));
    let _ = window_event_listener(ev::focusin, move |event| {
        note(event.target().and_then(|target| target.dyn_into().ok()));
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
                        focus_next(&last, by_key.get());
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
fn is_lost(last: &Last) -> bool {
    last.borrow().as_ref().is_some_and(|(last, _)| !last.is_connected())
        && document().active_element().is_none_or(|now| now.tag_name() == "BODY")
}

fn focus_next(last: &Last, by_key: bool) {
    let around = last.borrow().as_ref().and_then(|(_, around)| around.clone());
    let around = around.filter(|around| by_key && around.is_connected());
    let within = |selector| first_seen(&around.as_ref()?.query_selector_all(selector).ok()?);
    let anywhere = |selector| first_seen(&document().query_selector_all(selector).ok()?);
    let found = anywhere(DIALOG)
        .or_else(|| within(FIELD))
        .or_else(|| within(MARKED))
        .or_else(|| within(BESIDE))
        .or_else(|| anywhere(MARKED))
        .or_else(|| anywhere(HEADING));
    if let Some(next) = found {
        // A heading takes the focus without being a stop of the tab key.
        if next.tab_index() < 0 {
            next.set_tab_index(-1);
        }
        let how = FocusOptions::new();
        how.set_prevent_scroll(!by_key);
        let _ = next.focus_with_options(&how);
    }
}

fn first_seen(all: &NodeList) -> Option<HtmlElement> {
    let mut all = (0..all.length()).filter_map(|at| all.get(at)?.dyn_into().ok());
    all.find(|one: &HtmlElement| one.offset_width() > 0)
}
