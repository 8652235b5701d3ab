//! Searching.

use leptos::{html, prelude::*};

use super::{Icon, dom::next_id, inputs::show_value};

/// A search box with a way to clear it.
#[component]
pub fn SearchInput(
    /// The text searched for.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the text as one types.
    #[prop(into)]
    on_change: Callback<String>,
    /// What may be typed: 姓名、拼音首字母.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// What is searched, for screen readers.
    #[prop(default = "搜索".to_owned(), into)]
    label: String,
    /// Called when Enter is pressed, which never sends the form around it.
    #[prop(optional, into)]
    on_enter: Option<Callback<()>>,
    /// The input itself, for whoever gives it the focus.
    #[prop(optional)]
    node: NodeRef<html::Input>,
) -> impl IntoView {
    let id = next_id("search");
    show_value(node, value);
    let clear = move || {
        on_change.run(String::new());
        if let Some(input) = node.get_untracked() {
            let _ = input.focus();
        }
    };
    view! {
        <div class="search">
            {Icon::Search.view()}
            <input
                node_ref=node
                class="input search-input"
                type="text"
                inputmode="search"
                enterkeyhint="search"
                id=id
                autocomplete="off"
                aria-label=label
                placeholder=move || placeholder.get()
                on:input=move |event| on_change.run(event_target_value(&event))
                on:keydown=move |event| match &*event.key() {
                    "Enter" => {
                        event.prevent_default();
                        if let Some(on_enter) = on_enter {
                            on_enter.run(());
                        }
                    }
                    "Escape" if value.with_untracked(|v| !v.is_empty()) => {
                        event.stop_propagation();
                        clear();
                    }
                    _ => {}
                }
            />
            {move || value.with(|v| !v.is_empty()).then(|| view! {
                <button type="button" class="search-clear" aria-label="清除搜索" on:click=move |_| clear()>
                    {Icon::Close.view()}
                </button>
            })}
        </div>
    }
    .into_any()
}
