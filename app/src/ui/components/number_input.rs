//! Numbers: counts and points.

use leptos::{html, prelude::*};

use super::{Icon, Mounted, field::FieldContext, inputs::show_value, typed::clean_number};

/// A number as text: `12`, `-2.5`. Full-width figures are read; what is no number is given as typed,
/// for the page to say so beside the field.
#[component]
pub fn NumberInput(
    /// The number's text.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the cleaned text as one types.
    #[prop(into)]
    on_change: Callback<String>,
    /// Called when one leaves the field or presses Enter.
    #[prop(optional, into)]
    on_commit: Option<Callback<()>>,
    /// How many decimals: 0 for counts, 1 for points.
    #[prop(optional)]
    decimals: usize,
    /// Shown after the number: 分, 小时, 人.
    #[prop(optional, into)]
    unit: Option<String>,
    /// Buttons for one less and one more.
    #[prop(optional)]
    stepper: bool,
    /// The least that the stepper gives.
    #[prop(default = 0)]
    min: i64,
    /// The most that the stepper gives.
    #[prop(default = 9_999)]
    max: i64,
    /// Label for screen readers where no `Field` stands around.
    #[prop(optional, into)]
    label: Option<String>,
    /// An example of what to type.
    #[prop(optional, into)]
    placeholder: Signal<String>,
) -> impl IntoView {
    let field = FieldContext::here();
    let mounted = Mounted::here();
    let node: NodeRef<html::Input> = NodeRef::new();
    // While one types, the box shows what is typed; the cleaned text comes back on leaving.
    let typing = RwSignal::new(None::<String>);
    let shown = Signal::derive(move || typing.get().unwrap_or_else(|| value.get()));
    show_value(node, shown);
    let step = move |by: i64| {
        let now = value.with_untracked(|v| v.parse::<f64>().unwrap_or(0.0));
        let next = (now + by as f64).clamp(min as f64, max as f64);
        typing.set(None);
        on_change.run(clean_number(&format!("{next:.decimals$}"), decimals));
        if let Some(callback) = on_commit {
            callback.run(());
        }
    };
    let input = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        on_change.run(clean_number(&text, decimals));
        typing.set(Some(text));
    };
    let leave = move |_| {
        typing.set(None);
        if let Some(callback) = on_commit {
            callback.run(());
        }
    };
    let keyboard = if decimals > 0 { "decimal" } else { "numeric" };
    let keys = move |event: web_sys::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowUp" => 1,
            "ArrowDown" => -1,
            _ => return,
        };
        if stepper {
            event.prevent_default();
            step(by);
        }
    };
    let knob = move |by: i64, icon: Icon, word: &'static str| {
        stepper.then(|| {
            view! {
                <button type="button" class="step-knob" tabindex="-1" aria-label=word on:click=move |_| step(by)>
                    {icon.view()}
                </button>
            }
        })
    };
    view! {
        <div class="input-box is-number" class:has-stepper=stepper>
            {knob(-1, Icon::Minus, "减一")}
            <input
                node_ref=node
                class="input"
                type="text"
                autocomplete="off"
                inputmode=keyboard
                placeholder=move || placeholder.get()
                aria-label=label
                on:input=input
                on:keydown=keys
                on:change=mounted.on(leave)
                {..field.attributes()}
            />
            {unit.map(|u| view! { <span class="input-unit">{u}</span> })}
            {knob(1, Icon::Plus, "加一")}
        </div>
    }
    .into_any()
}
