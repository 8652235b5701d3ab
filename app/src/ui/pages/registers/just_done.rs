//! 刚登记: what a form has just saved, as it is ready for the next, with 撤销.

use leptos::{html, prelude::*};

use crate::app::Session;
use crate::ledger::EditId;
use crate::ui::components::{Button, ButtonKind, Mounted, use_toasts};
use crate::ui::undoing::undo_one;

/// What the form has just saved, as it is ready for the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Done {
    /// What it was, for whom, with points.
    pub(super) text: String,
    /// The edit that it made.
    pub(super) edit: EditId,
}

/// Says what was just saved, with 撤销, and brings it into view.
pub(super) fn just_done(session: Session, done: RwSignal<Option<Done>>) -> AnyView {
    let (toasts, mounted) = (use_toasts(), Mounted::here());
    let node: NodeRef<html::Div> = NodeRef::new();
    Effect::new(move |_| {
        if done.with(Option::is_some) {
            mounted.next_frame(move || {
                if let Some(strip) = node.get_untracked() {
                    strip.scroll_into_view_with_bool(false);
                }
            });
        }
    });
    let strip = move || {
        done.get().map(|Done { text, edit }| {
            let undo = move |()| {
                if undo_one(session, toasts, edit) {
                    done.set(None);
                }
            };
            view! {
                <div class="just-done" node_ref=node>
                    <p class="just-done-text"><strong>"刚登记"</strong>{text}</p>
                    <Button label="撤销" kind=ButtonKind::Quiet on_click=undo />
                </div>
            }
        })
    };
    view! { <div class="done-place" role="status">{strip}</div> }.into_any()
}
