//! The steps of a piece of work: 录入, 支委会审定, 公示, 锁定.

use leptos::prelude::*;

use super::Icon;

/// How far a step is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepState {
    /// Not yet.
    #[default]
    Ahead,
    /// This is where one is.
    Current,
    /// Done.
    Done,
    /// Cannot go on; the note says why.
    Blocked,
}

/// A step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepItem {
    /// Its word.
    pub label: String,
    /// When it was done, how long it runs, or why it is stopped; empty: nothing.
    pub note: String,
    /// How far it is.
    pub state: StepState,
}

/// Steps in a row.
#[component]
pub fn Steps(
    /// The steps.
    #[prop(into)]
    steps: Signal<Vec<StepItem>>,
    /// What they lead to, for screen readers.
    #[prop(default = "进度".to_owned(), into)]
    label: String,
) -> impl IntoView {
    let rows = move || {
        (1..)
            .zip(steps.get())
            .map(|(n, StepItem { label, note, state }): (u32, StepItem)| {
                let (class, sign, word) = match state {
                    StepState::Ahead => ("step is-ahead", n.to_string().into_any(), "未到"),
                    StepState::Current => ("step is-current", n.to_string().into_any(), "当前"),
                    StepState::Done => ("step is-done", Icon::Check.view(), "已完成"),
                    StepState::Blocked => ("step is-blocked", Icon::Warn.view(), "受阻"),
                };
                view! {
                    <li class=class aria-current=(state == StepState::Current).then_some("step")>
                        <span class="step-sign">{sign}</span>
                        <span class="step-words">
                            <span class="step-label">{label}<span class="unseen">{format!("（{word}）")}</span></span>
                            <span class="step-note">{note}</span>
                        </span>
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    view! { <ol class="steps" aria-label=label>{rows}</ol> }.into_any()
}
