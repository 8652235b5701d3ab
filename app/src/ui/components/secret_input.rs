//! A passphrase, which is seen only where one asks to see it.

use leptos::{attr::custom::custom_attribute, prelude::*};

use crate::browser::page;

use super::field::FieldContext;

/// One line that is covered unless `shown`.
///
/// It is a field of text under a cover, not one of the kind `password`: into those tablets let
/// nobody write Chinese, and browsers offer to keep what is written there. A browser that knows no
/// such cover (Firefox before 114) has one of that kind all the same, until it is shown.
#[component]
pub fn SecretInput(
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the text as one types.
    #[prop(into)]
    on_change: Callback<String>,
    /// Can be read.
    #[prop(into)]
    shown: Signal<bool>,
) -> impl IntoView {
    let field = FieldContext::here();
    let covers = page::supports("-webkit-text-security", "disc");
    view! {
        <input
            class="input secret"
            class:is-shown=move || shown.get()
            type=move || if covers || shown.get() { "text" } else { "password" }
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            prop:value=move || value.get()
            on:input=move |event| on_change.run(event_target_value(&event))
            {..custom_attribute("autocorrect", "off")}
            {..field.attributes()}
        />
    }
    .into_any()
}
