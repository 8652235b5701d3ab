//! A note in the page.

use leptos::prelude::*;

use super::Icon;

/// What a note is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeKind {
    /// Good to know.
    #[default]
    Info,
    /// Wants an eye.
    Warn,
    /// Went wrong, or stops one.
    Error,
    /// Went well.
    Done,
}

/// A note: a shape and a word for its kind, what it is, what follows, and what to do.
#[component]
pub fn Notice(
    /// Its kind.
    #[prop(optional, into)]
    kind: Signal<NoticeKind>,
    /// What it is.
    #[prop(into)]
    title: Signal<String>,
    /// More: what was kept, what to do. Empty: none.
    #[prop(optional, into)]
    text: Signal<String>,
    /// Buttons or links.
    #[prop(optional, into)]
    action: ViewFnOnce,
    /// Is read out at once when it appears.
    #[prop(optional)]
    alert: bool,
) -> impl IntoView {
    let look = move || match kind.get() {
        NoticeKind::Info => ("info", Icon::Info, "说明"),
        NoticeKind::Warn => ("warn", Icon::Warn, "注意"),
        NoticeKind::Error => ("error", Icon::Warn, "有误"),
        NoticeKind::Done => ("done", Icon::Check, "完成"),
    };
    view! {
        <div class=move || format!("notice is-{}", look().0) role=if alert { "alert" } else { "note" }>
            <span class="notice-sign">{move || look().1.view()}<span class="unseen">{move || look().2}</span></span>
            <div class="notice-words">
                <p class="notice-title">{move || title.get()}</p>
                {move || {
                    let more = text.get();
                    (!more.is_empty()).then(|| view! { <p class="notice-text">{more}</p> })
                }}
            </div>
            <div class="notice-action">{action.run()}</div>
        </div>
    }
    .into_any()
}
