//! A time of day, by the system's own input.

use leptos::prelude::*;

use super::{Mounted, field::FieldContext};

/// A time of day, as `09:30`.
#[component]
pub fn TimeInput(
    /// The time, `09:30`, or nothing.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the time.
    #[prop(into)]
    on_change: Callback<String>,
    /// Label for screen readers where no `Field` stands around.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let field = FieldContext::here();
    let mounted = Mounted::here();
    view! {
        <div class="input-box is-time">
            <input
                class="input"
                type="time"
                aria-label=label
                prop:value=move || value.get()
                on:change=mounted.on(move |event: web_sys::Event| on_change.run(event_target_value(&event)))
                {..field.attributes()}
            />
        </div>
    }
    .into_any()
}
