//! The search over a list of options: an input that keeps the focus while the list is gone through.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::Icon;

/// What the search goes through.
#[derive(Clone)]
pub struct OptionSearch {
    /// What was typed.
    pub query: RwSignal<String>,
    /// The place of the option at which one is.
    pub cursor: RwSignal<usize>,
    /// The id of the list.
    pub list: String,
    /// The id of the option at which one is; empty where none is listed.
    pub at: Signal<String>,
    /// What is said while nothing is typed.
    pub placeholder: &'static str,
}

impl OptionSearch {
    /// The input; other keys than letters go to `keys`.
    pub fn view(self, keys: impl Fn(KeyboardEvent) + 'static) -> AnyView {
        let Self { query, cursor, list, at, placeholder } = self;
        view! {
            <div class="search">
                {Icon::Search.view()}
                <input
                    class="input search-input"
                    type="text"
                    inputmode="search"
                    autocomplete="off"
                    role="combobox"
                    aria-expanded="true"
                    aria-autocomplete="list"
                    aria-label="查找"
                    placeholder=placeholder
                    aria-controls=list
                    aria-activedescendant=move || Some(at.get()).filter(|id| !id.is_empty())
                    data-autofocus=""
                    on:input=move |event| {
                        query.set(event_target_value(&event));
                        cursor.set(0);
                    }
                    on:keydown=keys
                />
            </div>
        }
        .into_any()
    }
}

/// What takes the choice back.
pub fn take_back(pick: impl Fn(String) + 'static) -> AnyView {
    view! {
        <button type="button" class="button button-quiet" on:click=move |_| pick(String::new())>
            <span class="button-word">"不选"</span>
        </button>
    }
    .into_any()
}
