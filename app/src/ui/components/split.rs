//! A list and its detail: side by side where there is room, one over the other else.

use leptos::prelude::*;

use super::Icon;

/// List and detail. While `open`, the detail stands at the right; on a narrow screen it covers the
/// list and shows a way back.
#[component]
pub fn Split(
    /// Whether the detail is shown.
    #[prop(into)]
    open: Signal<bool>,
    /// The list.
    list: Children,
    /// The detail; made anew whenever it opens.
    #[prop(into)]
    detail: ViewFn,
    /// What the detail is, for its head and for screen readers.
    #[prop(into)]
    detail_title: Signal<String>,
    /// What 返回 does; without it, it goes back in history.
    #[prop(optional, into)]
    on_back: Option<Callback<()>>,
    /// Shown at the right where there is room and nothing is open. Without it the list takes all.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// A wide list with a narrow detail (a table), rather than a narrow list with a wide detail.
    #[prop(optional)]
    wide_list: bool,
) -> impl IntoView {
    let back = move |_| match on_back {
        Some(callback) => callback.run(()),
        None => {
            if let Ok(history) = window().history() {
                let _ = history.back();
            }
        }
    };
    let side = move || {
        if open.get() {
            let body = detail.run();
            view! {
                <section class="split-detail" aria-label=move || detail_title.get()>
                    <div class="split-head">
                        <button type="button" class="split-back" on:click=back>
                            <span class="split-back-narrow">{Icon::Back.view()}<span>"返回"</span></span>
                            <span class="split-back-wide" title="关闭">
                                {Icon::Close.view()}<span class="unseen">"关闭"</span>
                            </span>
                        </button>
                        <h2 class="split-title" tabindex="-1" data-next="">{move || detail_title.get()}</h2>
                    </div>
                    <div class="split-body" tabindex="0">{body}</div>
                </section>
            }
            .into_any()
        } else {
            let text = placeholder.get();
            (!text.is_empty()).then(|| view! { <p class="split-placeholder">{text}</p> }).into_any()
        }
    };
    view! {
        <div class="split" class:is-open=move || open.get() class:is-wide-list=wide_list>
            <div class="split-list">{list()}</div>
            {side}
        </div>
    }
    .into_any()
}
