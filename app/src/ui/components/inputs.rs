//! Text in one line and in many.

use leptos::{html, prelude::*};

use super::{Mounted, field::FieldContext};

/// Keeps an input showing `value` without disturbing what is being typed or composed (拼音).
pub(super) fn show_value(node: NodeRef<html::Input>, value: Signal<String>) {
    Effect::new(move |_| {
        let text = value.get();
        if let Some(input) = node.get()
            && input.value() != text
        {
            input.set_value(&text);
        }
    });
}

/// One line of text.
#[component]
pub fn TextInput(
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the text as one types.
    #[prop(into)]
    on_change: Callback<String>,
    /// Called when one leaves the field or presses Enter.
    #[prop(optional, into)]
    on_commit: Option<Callback<()>>,
    /// An example of what to type.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Label for screen readers where no `Field` stands around.
    #[prop(optional, into)]
    label: Option<String>,
    /// The keyboard to offer: `tel`, `numeric`, `email`.
    #[prop(optional, into)]
    inputmode: Option<String>,
    /// Shown after the text: a unit.
    #[prop(optional, into)]
    unit: Option<String>,
    /// Texts offered while typing, the last used first.
    #[prop(optional, into)]
    suggestions: Signal<Vec<String>>,
    /// Can be read but not changed.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let field = FieldContext::here();
    let mounted = Mounted::here();
    let node = NodeRef::new();
    show_value(node, value);
    let list_id = format!("{}-list", field.input);
    let listed = list_id.clone();
    let commit = move || {
        if let Some(callback) = on_commit {
            callback.run(());
        }
    };
    view! {
        <div class="input-box">
            <input
                node_ref=node
                class="input"
                type="text"
                autocomplete="off"
                inputmode=inputmode
                placeholder=move || placeholder.get()
                aria-label=label
                readonly=move || readonly.get()
                list=move || suggestions.with(|s| !s.is_empty()).then(|| listed.clone())
                on:input=move |event| on_change.run(event_target_value(&event))
                on:change=mounted.on(move |_| commit())
                {..field.attributes()}
            />
            {unit.map(|u| view! { <span class="input-unit">{u}</span> })}
            {move || {
                let texts = suggestions.get();
                (!texts.is_empty()).then(|| view! {
                    <datalist id=list_id.clone()>
                        {texts.into_iter().map(|t| view! { <option value=t></option> }).collect::<Vec<_>>()}
                    </datalist>
                })
            }}
        </div>
    }
    .into_any()
}

/// Many lines of text; it grows with what is written.
#[component]
pub fn TextArea(
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the text as one types.
    #[prop(into)]
    on_change: Callback<String>,
    /// Called when one leaves the field.
    #[prop(optional, into)]
    on_commit: Option<Callback<()>>,
    /// An example of what to type.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Label for screen readers where no `Field` stands around.
    #[prop(optional, into)]
    label: Option<String>,
    /// Lines shown at first.
    #[prop(default = 3)]
    rows: u32,
    /// Can be read but not changed.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let field = FieldContext::here();
    let mounted = Mounted::here();
    let node: NodeRef<html::Textarea> = NodeRef::new();
    // The area takes the height of its twin, which holds the same text.
    Effect::new(move |_| {
        let text = value.get();
        if let Some(area) = node.get()
            && area.value() != text
        {
            area.set_value(&text);
        }
    });
    view! {
        <div class="area-box">
            <div class="area-twin" aria-hidden="true">{move || value.get()}" "</div>
            <textarea
                node_ref=node
                class="input area"
                rows=rows
                placeholder=move || placeholder.get()
                aria-label=label
                readonly=move || readonly.get()
                on:input=move |event| on_change.run(event_target_value(&event))
                on:change=mounted.on(move |_| {
                    if let Some(callback) = on_commit {
                        callback.run(());
                    }
                })
                {..field.attributes()}
            ></textarea>
        </div>
    }
    .into_any()
}
