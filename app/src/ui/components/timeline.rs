//! The history of a record: who changed what, when and why.

use leptos::prelude::*;

/// One change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimelineItem {
    /// Given back when tapped.
    pub id: String,
    /// When: 11月21日 14:05.
    pub when: String,
    /// Who: 王敏（书记）.
    pub who: String,
    /// What: 出席人数.
    pub what: String,
    /// What it was; empty: nothing.
    pub from: String,
    /// What it became; empty: nothing.
    pub to: String,
    /// Why; empty: not said.
    pub why: String,
    /// Offers to undo.
    pub undoable: bool,
    /// No longer stands: undone or overtaken.
    pub past: bool,
}

/// Changes, the latest first.
#[component]
pub fn Timeline(
    /// The changes.
    #[prop(into)]
    items: Signal<Vec<TimelineItem>>,
    /// Called with the id of the one to undo.
    #[prop(optional, into)]
    on_undo: Option<Callback<String>>,
) -> impl IntoView {
    let rows = move || {
        items
            .get()
            .into_iter()
            .map(|item| {
                let TimelineItem { id, when, who, what, from, to, why, undoable, past } = item;
                let undo = on_undo.filter(|_| undoable).map(|callback| {
                    view! {
                        <button type="button" class="quick" on:click=move |_| callback.run(id.clone())>"撤销"</button>
                    }
                });
                view! {
                    <li class="timeline-item" class:is-past=past>
                        <p class="timeline-head">
                            <span class="timeline-when">{when}</span>
                            <span class="timeline-who">{who}</span>
                        </p>
                        <p class="timeline-what">
                            <span class="timeline-field">{what}</span>
                            {(!from.is_empty()).then(|| view! {
                                <del><span class="unseen">"原为"</span>{from}</del>
                                <span class="timeline-arrow" aria-hidden="true">"→"</span>
                            })}
                            {(!to.is_empty()).then(|| view! { <ins><span class="unseen">"改为"</span>{to}</ins> })}
                        </p>
                        {(!why.is_empty()).then(|| view! { <p class="timeline-why">{why}</p> })}
                        {undo}
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    view! { <ol class="timeline">{rows}</ol> }.into_any()
}
