//! Whether what was entered is kept.

use leptos::prelude::*;

use super::{ChipShape, Icon};

/// The state of saving.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was entered yet, and nothing is wrong.
    #[default]
    Quiet,
    /// On the way.
    Busy,
    /// Something was typed that is not saved yet, and is kept meanwhile.
    Typed,
    /// Would survive the power going out now.
    Done,
    /// Is with the browser, which does not promise more.
    Noted,
    /// What is wrong, in words.
    Problem(String),
}

/// 保存中, 已保存, or what is wrong: a shape and a word.
#[component]
pub fn SavingState(
    /// The state.
    #[prop(into)]
    state: Signal<Saving>,
    /// What a tap on the problem does, such as opening the page that explains it.
    #[prop(optional, into)]
    on_problem: Option<Callback<()>>,
) -> impl IntoView {
    let inner = move || {
        match state.get() {
        Saving::Quiet => ().into_any(),
        Saving::Busy => {
            view! { <span class="saving-word is-busy">{ChipShape::Half.view()}"保存中"</span> }.into_any()
        }
        Saving::Typed => {
            view! { <span class="saving-word">{Icon::Edit.view()}"还没保存"</span> }.into_any()
        }
        Saving::Done => {
            view! { <span class="saving-word is-done">{Icon::Check.view()}"已保存"</span> }.into_any()
        }
        Saving::Noted => {
            view! { <span class="saving-word">{Icon::Check.view()}"已记录"</span> }.into_any()
        }
        Saving::Problem(text) => match on_problem {
            Some(callback) => view! {
                <button type="button" class="saving-word is-problem" on:click=move |_| callback.run(())>
                    {Icon::Warn.view()}{text}
                </button>
            }
            .into_any(),
            None => view! {
                <span class="saving-word is-problem">{Icon::Warn.view()}{text}</span>
            }
            .into_any(),
        },
    }
    };
    view! { <div class="saving" role="status">{inner}</div> }.into_any()
}
