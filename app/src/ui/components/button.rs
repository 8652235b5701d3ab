//! Buttons.

use leptos::prelude::*;

use super::{Icon, dom::next_id};

/// How much a button asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one main action of a page or dialog.
    Primary,
    /// An action beside others.
    #[default]
    Plain,
    /// An action that stays in the background: no frame.
    Quiet,
    /// What takes something away.
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            ButtonKind::Primary => "button button-primary",
            ButtonKind::Plain => "button",
            ButtonKind::Quiet => "button button-quiet",
            ButtonKind::Danger => "button button-danger",
        }
    }
}

/// A button with a word.
///
/// Give `reason` when it cannot be used now: it stays in reach, says why, and does nothing.
#[component]
pub fn Button(
    /// The word on it.
    #[prop(into)]
    label: Signal<String>,
    /// What a tap does.
    #[prop(into)]
    on_click: Callback<()>,
    /// How much it asks for.
    #[prop(optional)]
    kind: ButtonKind,
    /// A drawing before the word.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Only the drawing is shown; the word is read out and shown on hover.
    #[prop(optional)]
    icon_only: bool,
    /// The action is running: shows a turning mark and takes no second tap.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Cannot be used, and why is plain to see.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Why it cannot be used now; empty when it can.
    #[prop(optional, into)]
    reason: Signal<String>,
    /// Pressed or not, for a button that stays in.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// Sends the form that it stands in, on Enter too.
    #[prop(optional)]
    submit: bool,
) -> impl IntoView {
    let reason_id = next_id("reason");
    let described = reason_id.clone();
    let off = move || disabled.get() || busy.get() || reason.with(|r| !r.is_empty());
    let on_click = move |event: web_sys::MouseEvent| {
        if untrack(off) {
            event.prevent_default();
        } else if !submit {
            on_click.run(());
        }
    };
    view! {
        <span class="button-box">
            <button
                type=if submit { "submit" } else { "button" }
                class=kind.class()
                class:is-icon=icon_only
                class:is-busy=move || busy.get()
                disabled=move || disabled.get()
                aria-disabled=move || off().then_some("true")
                aria-busy=move || busy.get().then_some("true")
                aria-pressed=move || pressed.map(|p| if p.get() { "true" } else { "false" })
                aria-describedby=move || reason.with(|r| (!r.is_empty()).then(|| described.clone()))
                aria-label=move || icon_only.then(|| label.get())
                title=move || icon_only.then(|| label.get())
                on:click=on_click
            >
                {icon.map(Icon::view)}
                {(!icon_only).then(|| view! { <span class="button-word">{move || label.get()}</span> })}
            </button>
            {move || {
                let why = reason.get();
                (!why.is_empty())
                    .then(|| view! { <span class="button-reason" id=reason_id.clone()>{why}</span> })
            }}
        </span>
    }
    .into_any()
}

/// A link that looks like a button: it goes somewhere.
#[component]
pub fn LinkButton(
    /// The word on it.
    #[prop(into)]
    label: Signal<String>,
    /// Where it goes, `#/…`.
    #[prop(into)]
    href: Signal<String>,
    /// How much it asks for.
    #[prop(optional)]
    kind: ButtonKind,
    /// A drawing before the word.
    #[prop(optional, into)]
    icon: Option<Icon>,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=move || href.get()>
            {icon.map(Icon::view)}
            <span class="button-word">{move || label.get()}</span>
        </a>
    }
    .into_any()
}
