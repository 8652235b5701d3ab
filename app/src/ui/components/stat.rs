//! A figure with its name.

use leptos::prelude::*;

/// Figures side by side.
#[component]
pub fn Stats(
    /// The `Stat`s.
    children: Children,
) -> impl IntoView {
    view! { <dl class="stats">{children()}</dl> }.into_any()
}

/// A figure, its name and a hint; stands inside `Stats`.
#[component]
pub fn Stat(
    /// The figure.
    #[prop(into)]
    figure: Signal<String>,
    /// What it counts.
    #[prop(into)]
    label: Signal<String>,
    /// Its unit: 分, 人.
    #[prop(optional, into)]
    unit: Signal<String>,
    /// What it compares with, or what is missing; empty: none.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// Where a tap goes, `#/…`; empty: nowhere.
    #[prop(optional, into)]
    href: Signal<String>,
) -> impl IntoView {
    // A stroke, as where there is nothing to count, has no unit.
    let unit = Signal::derive(move || {
        if figure.with(|figure| figure == "—") { String::new() } else { unit.get() }
    });
    let number = move || {
        view! {
            <span class="stat-figure">{figure.get()}</span>
            <span class="stat-unit">{unit.get()}</span>
        }
    };
    let face = move || {
        let to = href.get();
        if to.is_empty() {
            number().into_any()
        } else {
            view! { <a class="stat-link" href=to aria-label=move || format!("{} {}{}", label.get(), figure.get(), unit.get())>{number()}</a> }
                .into_any()
        }
    };
    view! {
        <div class="stat">
            <dt class="stat-label">{move || label.get()}</dt>
            <dd class="stat-value">{face}</dd>
            {move || {
                let text = hint.get();
                (!text.is_empty()).then(|| view! { <dd class="stat-hint">{text}</dd> })
            }}
        </div>
    }
    .into_any()
}
