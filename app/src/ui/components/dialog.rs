//! A dialog, or a sheet at the side. Used rarely.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsValue;

use super::{
    Icon, Mounted,
    dom::{focus_fault_after, focusables, focused, mark_body, next_id},
};

const MARK: &str = "yixin-dialog";

/// A dialog over the page. Esc, the back button of the tablet, 关闭 and a tap beside it call
/// `on_close`; the focus stays inside and goes back to where it was.
#[component]
pub fn Dialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Called when it wants to close.
    #[prop(into)]
    on_close: Callback<()>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Stands at the right side and takes the whole height.
    #[prop(optional)]
    sheet: bool,
    /// A tap beside it and Esc do not close it: while something must not be lost.
    #[prop(optional, into)]
    steady: Signal<bool>,
    /// The buttons at its end.
    #[prop(optional, into)]
    footer: ViewFn,
    /// What is in it; made anew whenever it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let mounted = Mounted::here();
    let panel: NodeRef<html::Div> = NodeRef::new();
    let title_id = next_id("dialog");
    let before = StoredValue::new_local(None::<web_sys::HtmlElement>);

    Effect::new(move |was: Option<bool>| {
        let now = open.get();
        if now && was != Some(true) {
            before.set_value(focused());
            if let Ok(history) = window().history() {
                let _ = history.push_state(&JsValue::from_str(MARK), "");
            }
            mounted.next_frame(move || {
                if let Some(panel) = panel.get_untracked() {
                    let first = panel.query_selector("[data-autofocus]").ok().flatten();
                    let all = focusables(&panel);
                    let target = all
                        .iter()
                        .find(|e| first.as_ref().is_some_and(|f| f.is_same_node(Some(e))))
                        .or(all.get(1))
                        .or(all.first());
                    if let Some(e) = target {
                        let _ = e.focus();
                    }
                }
            });
        } else if !now && was == Some(true) {
            leave_history();
            if let Some(e) = before.try_update_value(Option::take).flatten() {
                let _ = e.focus();
            }
        }
        now
    });
    let popped = window_event_listener(ev::popstate, move |_| {
        if open.get_untracked() && !on_mark() {
            on_close.run(());
        }
    });
    on_cleanup(move || {
        popped.remove();
        if open.try_get_untracked() == Some(true) {
            leave_history();
        }
    });
    let keys = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "Escape" if !steady.get_untracked() => {
            event.stop_propagation();
            on_close.run(());
        }
        "Tab" => {
            let Some(panel) = panel.get_untracked() else { return };
            let all = focusables(&panel);
            let (Some(first), Some(last)) = (all.first(), all.last()) else { return };
            let at = focused();
            let is =
                |e: &web_sys::HtmlElement| at.as_ref().is_some_and(|a| a.is_same_node(Some(e)));
            let next = if event.shift_key() && is(first) {
                last
            } else if !event.shift_key() && is(last) {
                first
            } else {
                return;
            };
            event.prevent_default();
            let _ = next.focus();
        }
        _ => {}
    };
    let beside = move |_| {
        if !steady.get_untracked() {
            on_close.run(());
        }
    };
    move || {
        open.get().then(|| {
            mark_body("has-dialog");
            let foot = footer.run();
            view! {
                <div class="dialog-layer" class:is-sheet=sheet on:keydown=keys>
                    <div class="dialog-shade" aria-hidden="true" on:click=beside></div>
                    <div
                        class="dialog"
                        node_ref=panel
                        role="dialog"
                        aria-modal="true"
                        aria-labelledby=title_id.clone()
                    >
                        <div class="dialog-head">
                            <h2 class="dialog-title" id=title_id.clone()>{move || title.get()}</h2>
                            <button
                                type="button"
                                class="dialog-close"
                                aria-label="关闭"
                                on:click=move |_| on_close.run(())
                            >{Icon::Close.view()}</button>
                        </div>
                        <div class="dialog-body">{children()}</div>
                        <div class="dialog-foot" on:click=|event| focus_fault_after(&event)>{foot}</div>
                    </div>
                </div>
            }
            .into_any()
        })
    }
}

/// Whether the present entry of history is the one that a dialog put there.
fn on_mark() -> bool {
    window()
        .history()
        .and_then(|h| h.state())
        .is_ok_and(|state| state.as_string().as_deref() == Some(MARK))
}

/// Takes the dialog's entry out of history, unless one has already gone elsewhere.
fn leave_history() {
    if on_mark()
        && let Ok(history) = window().history()
    {
        let _ = history.back();
    }
}
