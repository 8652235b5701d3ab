//! Small helpers around the document.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

thread_local! {
    static COUNTER: Cell<u32> = const { Cell::new(0) };
    /// How many owners want each class of the body.
    static MARKS: RefCell<BTreeMap<&'static str, u32>> = const { RefCell::new(BTreeMap::new()) };
}

/// An id of an element, used once on this page.
pub(super) fn next_id(prefix: &str) -> String {
    let n = COUNTER.with(|c| {
        c.set(c.get() + 1);
        c.get()
    });
    format!("{prefix}-{n}")
}

/// Gives the page's body a class for as long as the present owner lives, for styles that follow from
/// something elsewhere on the page: `:has()` would be asked anew of the whole page at each change of it.
pub fn mark_body(class: &'static str) {
    let change = move |by: fn(u32) -> u32| {
        let count = MARKS.with_borrow_mut(|marks| {
            let count = marks.entry(class).or_default();
            *count = by(*count);
            *count
        });
        if let Some(body) = document().body() {
            let _ = body.class_list().toggle_with_force(class, count > 0);
        }
    };
    change(|count| count + 1);
    on_cleanup(move || change(|count| count.saturating_sub(1)));
}

/// Puts the focus on the element with this id, if it is there.
pub fn focus_by_id(id: &str) {
    if let Some(e) = document().get_element_by_id(id).and_then(|e| e.dyn_into::<HtmlElement>().ok())
    {
        let _ = e.focus();
    }
}

/// The same, after the page has been drawn anew.
pub(super) fn focus_soon(id: String) {
    request_animation_frame(move || focus_by_id(&id));
}

/// Scrolls the page to its top, after it has been drawn.
pub(super) fn scroll_to_top_soon() {
    request_animation_frame(|| {
        if let Ok(Some(body)) = document().query_selector(".page-body") {
            body.set_scroll_top(0);
        }
    });
}

/// Whether a field of the page shows that what is typed in it cannot be read.
pub fn has_fault() -> bool {
    let page = document().query_selector(".page-body").ok().flatten();
    page.is_some_and(|page| first_shown(&page, WRONG).is_some())
}

/// Puts the focus on what says first that the form of the page is refused, after it has been drawn
/// anew.
pub fn focus_first_fault() {
    request_animation_frame(|| {
        if let Ok(Some(page)) = document().query_selector(".page-body") {
            focus_fault_in(&page);
        }
    });
}

/// The same after a tap on one of a form's buttons, within that form; where the act takes a while,
/// once it is over, unless the focus has been moved meanwhile.
pub(super) fn focus_fault_after(event: &web_sys::MouseEvent) {
    let button = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let form = button.and_then(|it| it.closest("form, section, .dialog, .page-body").ok()?);
    if let Some(form) = form {
        watch_for_fault(form, focused(), LOOKS);
    }
}

/// How often one looks whether a form was refused, once nothing in it is under way any more.
const LOOKS: u8 = 3;

fn watch_for_fault(form: web_sys::Element, was: Option<HtmlElement>, looks: u8) {
    request_animation_frame(move || {
        let now = focused();
        let is_here = now == was || now.is_none_or(|now| now.tag_name() == "BODY");
        if looks == 0 || !is_here || !form.is_connected() || focus_fault_in(&form) {
            return;
        }
        let is_busy = form.query_selector("[aria-busy=true]").is_ok_and(|found| found.is_some());
        let left = if is_busy { LOOKS } else { looks - 1 };
        set_timeout(move || watch_for_fault(form, was, left), Duration::from_millis(100));
    });
}

/// Puts the focus on the first field that is wrong, else on the line that says why all is refused.
fn focus_fault_in(place: &web_sys::Element) -> bool {
    let said = || {
        let line = first_shown(place, "[role=alert]:not(:empty)")?;
        line.set_tab_index(-1);
        Some(line)
    };
    first_shown(place, WRONG).or_else(said).is_some_and(|found| found.focus().is_ok())
}

/// What takes the focus of a field that is wrong.
const WRONG: &str = ".is-invalid :is(input, textarea, select, button):not([tabindex='-1'])";

/// The first element of a kind that is to be seen.
fn first_shown(place: &web_sys::Element, selector: &str) -> Option<HtmlElement> {
    let all = place.query_selector_all(selector).ok()?;
    let mut all = (0..all.length()).filter_map(|at| all.get(at)?.dyn_into().ok());
    all.find(|one: &HtmlElement| one.offset_width() > 0)
}

/// The element that has the focus.
pub(super) fn focused() -> Option<HtmlElement> {
    document().active_element().and_then(|e| e.dyn_into().ok())
}

/// Whether the target of an event lies within an element.
pub(super) fn is_within(event: &web_sys::Event, element: &web_sys::Element) -> bool {
    event
        .target()
        .and_then(|t| t.dyn_into::<Node>().ok())
        .is_some_and(|node| element.contains(Some(&node)))
}

/// The elements inside `root` that the Tab key reaches.
pub(super) fn focusables(root: &web_sys::Element) -> Vec<HtmlElement> {
    const REACHED: &str = "a[href],button:not([disabled]),input:not([disabled]),\
        select:not([disabled]),textarea:not([disabled]),[tabindex='0']";
    let mut found = Vec::new();
    if let Ok(list) = root.query_selector_all(REACHED) {
        for i in 0..list.length() {
            if let Some(e) = list.get(i).and_then(|n| n.dyn_into::<HtmlElement>().ok())
                && e.tab_index() >= 0
                && e.offset_width() > 0
            {
                found.push(e);
            }
        }
    }
    found
}

/// Moves the focus among siblings that match `selector` inside `root`, round and round.
pub(super) fn step_focus(root: &web_sys::Element, selector: &str, by: i32) {
    let Ok(list) = root.query_selector_all(selector) else { return };
    let count = list.length() as i32;
    if count == 0 {
        return;
    }
    let now = focused();
    let mut at = -1;
    for i in 0..count {
        if list.get(i as u32).as_ref() == now.as_ref().map(|e| e.unchecked_ref::<Node>()) {
            at = i;
        }
    }
    let next = if at < 0 && by < 0 { count - 1 } else { (at + by).rem_euclid(count) };
    if let Some(e) = list.get(next as u32).and_then(|n| n.dyn_into::<HtmlElement>().ok()) {
        let _ = e.focus();
    }
}
