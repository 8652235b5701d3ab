//! Search, filters, order and count above a list.

use leptos::prelude::*;

use super::{Icon, Mounted, Opt, SearchInput};

/// A filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterChip {
    /// Given back when tapped.
    pub id: String,
    /// Its word.
    pub label: String,
    /// How many there are; shown when given.
    pub count: Option<u32>,
}

/// Returns what turns a filter on alone, or off where it is on.
pub fn only_one(active: RwSignal<Vec<String>>) -> impl Fn(String) + Copy + Send + Sync + 'static {
    move |id: String| {
        active.update(|active| {
            let on = active.contains(&id);
            active.clear();
            if !on {
                active.push(id);
            }
        });
    }
}

/// The bar above a list.
#[component]
pub fn FilterBar(
    /// The text searched for.
    #[prop(into)]
    query: Signal<String>,
    /// Called with the text as one types.
    #[prop(into)]
    on_query: Callback<String>,
    /// What may be typed.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// The filters.
    #[prop(optional, into)]
    filters: Signal<Vec<FilterChip>>,
    /// The ids of those that are on.
    #[prop(optional, into)]
    active: Signal<Vec<String>>,
    /// Called with the id of the one tapped.
    #[prop(optional, into)]
    on_filter: Option<Callback<String>>,
    /// The orders to choose from; none: no such control.
    #[prop(optional, into)]
    sorts: Signal<Vec<Opt>>,
    /// The id of the order.
    #[prop(optional, into)]
    sort: Signal<String>,
    /// Called with the id of the order chosen.
    #[prop(optional, into)]
    on_sort: Option<Callback<String>>,
    /// How many are shown: 共 16 人.
    #[prop(optional, into)]
    count: Signal<String>,
) -> impl IntoView {
    let chips = move || {
        filters
            .get()
            .into_iter()
            .map(|FilterChip { id, label, count }| {
                let own = id.clone();
                view! {
                    <button
                        type="button"
                        class="filter"
                        aria-pressed=move || if active.with(|a| a.contains(&own)) { "true" } else { "false" }
                        on:click=move |_| {
                            if let Some(callback) = on_filter {
                                callback.run(id.clone());
                            }
                        }
                    >
                        {label}
                        {count.map(|n| view! { <span class="filter-count">{n}</span> })}
                    </button>
                }
            })
            .collect::<Vec<_>>()
    };
    let mounted = Mounted::here();
    let order = move || {
        let list = sorts.get();
        (!list.is_empty()).then(|| {
            let options = list
                .into_iter()
                .map(|Opt { id, label }| {
                    let own = id.clone();
                    view! { <option value=id selected=move || sort.with(|s| *s == own)>{label}</option> }
                })
                .collect::<Vec<_>>();
            view! {
                <div class="select-box filter-sort">
                    {Icon::Sort.view()}
                    <select class="input select" aria-label="排序" on:change=mounted.on(move |event| {
                        if let Some(callback) = on_sort {
                            callback.run(event_target_value(&event));
                        }
                    })>{options}</select>
                </div>
            }
        })
    };
    view! {
        <div class="filter-bar">
            <SearchInput value=query on_change=on_query placeholder=placeholder />
            <div class="filters" role="group" aria-label="筛选">{chips}</div>
            <p class="filter-total" role="status">{move || count.get()}</p>
            {order}
        </div>
    }
    .into_any()
}
