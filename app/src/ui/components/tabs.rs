//! A few views of one thing.

use leptos::{html, prelude::*};

use super::dom::step_focus;

/// A view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    /// Given back when tapped.
    pub id: String,
    /// Its word.
    pub label: String,
    /// How many wait there; 0: not shown.
    pub count: u32,
}

impl Tab {
    /// A view.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Tab { id: id.into(), label: label.into(), count: 0 }
    }

    /// With a count.
    pub fn count(self, count: u32) -> Self {
        Tab { count, ..self }
    }
}

/// Views to switch between. The page shows the one chosen below it.
#[component]
pub fn Tabs(
    /// The views.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// The id of the chosen one.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the id of the one tapped.
    #[prop(into)]
    on_change: Callback<String>,
    /// What they are views of, for screen readers.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let root: NodeRef<html::Div> = NodeRef::new();
    let keys = move |event: web_sys::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => -1,
            _ => return,
        };
        event.prevent_default();
        if let Some(root) = root.get_untracked() {
            step_focus(&root, "[role=tab]", by);
            if let Some(e) = super::dom::focused() {
                e.click();
            }
        }
    };
    let rows = move || {
        tabs.get()
            .into_iter()
            .map(|Tab { id, label, count }| {
                let own = id.clone();
                let on = Memo::new(move |_| value.with(|v| *v == own));
                view! {
                    <button
                        type="button"
                        role="tab"
                        class="tab"
                        aria-selected=move || if on.get() { "true" } else { "false" }
                        tabindex=move || if on.get() { "0" } else { "-1" }
                        on:click=move |_| on_change.run(id.clone())
                    >
                        {label}
                        {(count > 0).then(|| view! { <span class="tab-count">{count}</span> })}
                    </button>
                }
            })
            .collect::<Vec<_>>()
    };
    view! { <div class="tabs" role="tablist" aria-label=label node_ref=root on:keydown=keys>{rows}</div> }
        .into_any()
}
