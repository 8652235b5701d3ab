//! An empty page says what belongs there.

use leptos::prelude::*;

use super::Icon;

/// What belongs here, and the first step.
#[component]
pub fn Empty(
    /// What is missing: 本月还没有会议.
    #[prop(into)]
    title: Signal<String>,
    /// What it is good for, or where it comes from.
    #[prop(optional, into)]
    text: Signal<String>,
    /// A drawing.
    #[prop(default = Icon::Ledger)]
    icon: Icon,
    /// The first step: a button or two.
    #[prop(optional, into)]
    action: ViewFnOnce,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-icon">{icon.view()}</span>
            <p class="empty-title">{move || title.get()}</p>
            <p class="empty-text">{move || text.get()}</p>
            <div class="empty-action">{action.run()}</div>
        </div>
    }
    .into_any()
}
