//! A question before something that is not done by one tap.

use leptos::prelude::*;

use super::{Button, ButtonKind, Dialog, Icon};

/// The second of two steps: says what will happen, with the button that leaves all as it is first.
#[component]
pub fn Confirm(
    /// Whether it is asked.
    #[prop(into)]
    open: Signal<bool>,
    /// Called when nothing is to be done.
    #[prop(into)]
    on_close: Callback<()>,
    /// What is about to be done.
    #[prop(into)]
    title: Signal<String>,
    /// The word for leaving all as it is.
    keep: &'static str,
    /// The word for doing it.
    label: &'static str,
    /// How much the button that does it asks for.
    #[prop(default = ButtonKind::Danger)]
    kind: ButtonKind,
    /// Something goes for good: the button has a bin.
    #[prop(optional)]
    erases: bool,
    /// It is being done.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Cannot be done yet, and why is plain to see.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called when it is to be done.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// What will happen.
    children: ChildrenFn,
) -> impl IntoView {
    let confirm = move || match erases {
        true => view! {
            <Button label kind icon=Icon::Trash busy disabled on_click=on_confirm/>
        }
        .into_any(),
        false => view! { <Button label kind busy disabled on_click=on_confirm/> }.into_any(),
    };
    view! {
        <Dialog
            open
            on_close
            title
            footer=move || view! {
                <Button label=keep on_click=on_close/>
                {confirm()}
            }
        >
            {children()}
        </Dialog>
    }
    .into_any()
}
