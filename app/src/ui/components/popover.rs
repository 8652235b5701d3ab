//! A small panel under a button.

use leptos::{ev, html, prelude::*};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::browser::layers::OpenLayer;

use super::{
    Mounted,
    dom::{focus_soon, focusables, is_within, next_id},
};

/// A button that opens a panel; Esc, a tap outside and leaving it close the panel. On a phone the
/// panel comes up from the bottom.
#[component]
pub fn Popover(
    /// Whether the panel is open.
    open: RwSignal<bool>,
    /// The classes of the button.
    #[prop(into)]
    button_class: String,
    /// What is on the button.
    #[prop(into)]
    face: ViewFn,
    /// The button's name for screen readers; empty: what is on it.
    #[prop(optional, into)]
    label: Signal<String>,
    /// The button's id, so that a field's label belongs to it.
    #[prop(optional, into)]
    id: Option<String>,
    /// Ids that name the button: its field's label, and itself.
    #[prop(optional_no_strip)]
    labelled_by: Option<String>,
    /// What the panel is, for screen readers.
    #[prop(into)]
    panel_label: Signal<String>,
    /// Ids of help and error.
    #[prop(optional, into)]
    described: Signal<Option<String>>,
    /// Whether the panel hangs from the right end of the button.
    #[prop(optional)]
    at_end: bool,
    /// The panel's role: `dialog`, `menu`, `listbox`.
    #[prop(default = "dialog")]
    role: &'static str,
    /// What is in the panel; made anew whenever it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let mounted = Mounted::here();
    let root: NodeRef<html::Div> = NodeRef::new();
    let panel: NodeRef<html::Div> = NodeRef::new();
    let id = id.unwrap_or_else(|| next_id("popover"));
    let button_id = id.clone();
    let close = move |back: Option<&String>| {
        open.set(false);
        if let Some(id) = back {
            focus_soon(id.clone());
        }
    };
    let outside = window_event_listener(ev::pointerdown, move |event| {
        if open.get_untracked()
            && root.get_untracked().is_some_and(|root| !is_within(&event, &root))
        {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    Effect::new(move |_| {
        if open.get()
            && let Some(panel) = panel.get()
        {
            mounted.next_frame(move || {
                let near = ScrollIntoViewOptions::new();
                near.set_block(ScrollLogicalPosition::Nearest);
                panel.scroll_into_view_with_scroll_into_view_options(&near);
                let chosen = panel.query_selector("[data-autofocus]").ok().flatten();
                let found = focusables(&panel);
                let target = found
                    .iter()
                    .find(|e| chosen.as_ref().is_some_and(|c| c.is_same_node(Some(e))))
                    .or(found.first());
                if let Some(e) = target {
                    let _ = e.focus();
                }
            });
        }
    });
    let back_id = id.clone();
    Effect::new(move |layer: Option<Option<OpenLayer>>| {
        let id = back_id.clone();
        let close = move || {
            if mounted.is_there() {
                close(Some(&id));
            }
        };
        open.get().then(|| layer.flatten().unwrap_or_else(|| OpenLayer::over_all(close)))
    });
    let esc_id = id.clone();
    let keys = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            event.prevent_default();
            close(Some(&esc_id));
        }
    };
    let left = move |event: web_sys::FocusEvent| {
        use wasm_bindgen::JsCast;
        // Focus went to something outside (not to nothing, as when the window loses it).
        let gone = event.related_target().and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        if let Some(node) = gone
            && let Some(root) = root.get_untracked()
            && !root.contains(Some(&node))
        {
            open.set(false);
        }
    };
    view! {
        <div class="popover" class:is-open=move || open.get() node_ref=root on:keydown=keys on:focusout=mounted.on(left)>
            <button
                type="button"
                class=button_class
                id=button_id
                aria-haspopup=role
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-label=move || label.with(|l| (!l.is_empty()).then(|| l.clone()))
                aria-labelledby=labelled_by
                aria-describedby=move || described.get()
                on:click=move |_| open.update(|o| *o = !*o)
            >
                {face.run()}
            </button>
            {move || open.get().then(|| view! {
                <div
                    class="popover-panel"
                    class:at-end=at_end
                    node_ref=panel
                    role=role
                    // So that a tap on what takes no focus leaves it in here, and the panel open.
                    tabindex="-1"
                    aria-label=move || panel_label.get()
                >
                    {children()}
                </div>
            })}
        </div>
    }
    .into_any()
}
