//! A field of a form: its label, its help and what is wrong, around one input.

use leptos::{
    attr::{Attribute, custom::custom_attribute},
    context::Provider,
    prelude::*,
};

use super::{
    Icon,
    dom::{focus_fault_after, next_id},
};

/// What the input inside a field needs to know of it.
#[derive(Clone)]
pub(super) struct FieldContext {
    /// Id for the input itself.
    pub input: String,
    /// Id of the label.
    pub label: String,
    /// Ids of help and error.
    pub described: Signal<Option<String>>,
    /// Whether something is wrong.
    pub invalid: Signal<bool>,
    /// Whether it must be filled in.
    pub required: bool,
}

impl FieldContext {
    /// That of the field around, or one with fresh ids.
    pub(super) fn here() -> FieldContext {
        use_context().unwrap_or_else(|| FieldContext {
            input: next_id("input"),
            label: String::new(),
            described: Signal::stored(None),
            invalid: Signal::stored(false),
            required: false,
        })
    }

    /// What every input inside a field has: its id, whether it is required or wrong, and by what it
    /// is described.
    pub(super) fn attributes(&self) -> impl Attribute + use<> {
        let (invalid, described) = (self.invalid, self.described);
        (
            custom_attribute("id", self.input.clone()),
            custom_attribute("aria-required", self.required.then_some("true")),
            custom_attribute("aria-invalid", move || invalid.get().then_some("true")),
            custom_attribute("aria-describedby", move || described.get()),
        )
    }

    /// Names a button by the label and by what it shows.
    pub(super) fn names_button(&self) -> Option<String> {
        self.labelled_by().map(|label| format!("{label} {}", self.input))
    }

    /// The id of the label for groups, if there is a field around.
    pub(super) fn labelled_by(&self) -> Option<String> {
        (!self.label.is_empty()).then(|| self.label.clone())
    }
}

/// Label, help and error around one input. The error stands beside the field, in words.
#[component]
pub fn Field(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// A line that helps; empty: none.
    #[prop(optional, into)]
    help: Signal<String>,
    /// What is wrong; empty when nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
    /// Something to look at that does not stop one, such as a doubt; empty: none.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// Must be filled in.
    #[prop(optional)]
    required: bool,
    /// Takes the whole width of the form where others stand in two columns.
    #[prop(optional)]
    wide: bool,
    /// The input.
    children: Children,
) -> impl IntoView {
    let input = next_id("field");
    let (label_id, help_id, error_id) =
        (format!("{input}-label"), format!("{input}-help"), format!("{input}-error"));
    let (by_help, by_error) = (help_id.clone(), error_id.clone());
    let described = Signal::derive(move || {
        let has_error = error.with(|e| !e.is_empty()) || hint.with(|h| !h.is_empty());
        match (help.with(|h| !h.is_empty()), has_error) {
            (true, true) => Some(format!("{by_help} {by_error}")),
            (true, false) => Some(by_help.clone()),
            (false, true) => Some(by_error.clone()),
            (false, false) => None,
        }
    });
    let context = FieldContext {
        input: input.clone(),
        label: label_id.clone(),
        described,
        invalid: Signal::derive(move || error.with(|e| !e.is_empty())),
        required,
    };
    let message = move || {
        let (wrong, doubt) = (error.get(), hint.get());
        if !wrong.is_empty() {
            Some(view! { <p class="field-error">{Icon::Warn.view()}<span>{wrong}</span></p> })
        } else if !doubt.is_empty() {
            Some(
                view! { <p class="field-error is-hint">{Icon::Info.view()}<span>{doubt}</span></p> },
            )
        } else {
            None
        }
    };
    view! {
        <div class="field" class:is-wide=wide class:is-invalid=move || error.with(|e| !e.is_empty())>
            <label class="field-label" id=label_id for=input>
                {move || label.get()}
                {required.then(|| view! { <span class="field-required">"必填"</span> })}
            </label>
            {move || {
                let text = help.get();
                (!text.is_empty())
                    .then(|| view! { <p class="field-help" id=help_id.clone()>{text}</p> })
            }}
            <Provider value=context>{children()}</Provider>
            <div id=error_id aria-live="polite">{message}</div>
        </div>
    }
    .into_any()
}

/// Fields that belong together, under one heading; two columns where there is room.
#[component]
pub fn FieldSet(
    /// The heading; empty: none.
    #[prop(optional, into)]
    title: Signal<String>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="fieldset">
            {move || {
                let text = title.get();
                (!text.is_empty()).then(|| view! { <legend class="fieldset-title">{text}</legend> })
            }}
            <div class="fieldset-grid">{children()}</div>
        </fieldset>
    }
    .into_any()
}

/// The buttons at the end of a form; they stay in view while one scrolls. Where one of them finds the
/// form refused, the first fault gets the focus.
#[component]
pub fn FormActions(
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! { <div class="form-actions" on:click=|event| focus_fault_after(&event)>{children()}</div> }
        .into_any()
}
