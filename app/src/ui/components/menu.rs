//! More actions behind ⋯.

use leptos::{html, prelude::*};

use super::{Icon, Popover, dom::step_focus};

/// One action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    /// Given back when tapped.
    pub id: &'static str,
    /// Its word.
    pub label: String,
    /// Its drawing.
    pub icon: Option<Icon>,
    /// Takes something away.
    pub danger: bool,
    /// Why it cannot be used now; empty when it can.
    pub reason: String,
}

impl MenuItem {
    /// An action that can be used.
    pub fn new(id: &'static str, label: impl Into<String>, icon: Icon) -> Self {
        MenuItem { id, label: label.into(), icon: Some(icon), danger: false, reason: String::new() }
    }

    /// The same, taking something away.
    pub fn danger(self) -> Self {
        MenuItem { danger: true, ..self }
    }

    /// The same, which cannot be used now.
    pub fn unless(self, reason: impl Into<String>) -> Self {
        MenuItem { reason: reason.into(), ..self }
    }
}

/// A button ⋯ with more actions.
#[component]
pub fn Menu(
    /// The actions.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
    /// Called with the id of the one tapped.
    #[prop(into)]
    on_pick: Callback<&'static str>,
    /// The button's name.
    #[prop(default = "更多".into(), into)]
    label: Signal<String>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let list: NodeRef<html::Div> = NodeRef::new();
    let keys = move |event: web_sys::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        if let Some(list) = list.get_untracked() {
            step_focus(&list, "[role=menuitem]", by);
        }
    };
    let rows = move || {
        items
            .get()
            .into_iter()
            .map(|item| {
                let MenuItem { id, label, icon, danger, reason } = item;
                let off = !reason.is_empty();
                view! {
                    <button
                        type="button"
                        role="menuitem"
                        class="menu-item"
                        class:is-danger=danger
                        aria-disabled=off.then_some("true")
                        on:click=move |_| {
                            if !off {
                                open.set(false);
                                on_pick.run(id);
                            }
                        }
                    >
                        {icon.map(Icon::view)}
                        <span class="menu-words">
                            <span>{label}</span>
                            {off.then(|| view! { <span class="menu-reason">{reason}</span> })}
                        </span>
                    </button>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <Popover
            open=open
            button_class="button button-quiet is-icon"
            face=move || Icon::More.view()
            label=label
            panel_label=label
            at_end=true
            role="menu"
        >
            <div class="menu" node_ref=list on:keydown=keys>{rows}</div>
        </Popover>
    }
    .into_any()
}
