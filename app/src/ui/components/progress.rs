//! How far a long piece of work is.

use leptos::prelude::*;

/// A bar with what is being done; it can be left or stopped.
#[component]
pub fn Progress(
    /// What is being done: 正在读取文件.
    #[prop(into)]
    label: Signal<String>,
    /// How far, from 0 to 100; below 0: not known.
    #[prop(into)]
    percent: Signal<f64>,
    /// Figures: 1,200 / 4,800 条. Empty: none.
    #[prop(optional, into)]
    note: Signal<String>,
    /// Stops it.
    #[prop(optional, into)]
    on_stop: Option<Callback<()>>,
) -> impl IntoView {
    let known = move || percent.get() >= 0.0;
    view! {
        <div class="progress">
            <p class="progress-words">
                <span>{move || label.get()}</span>
                <span class="progress-note">{move || note.get()}</span>
            </p>
            <div
                class="progress-track"
                class:is-unknown=move || !known()
                role="progressbar"
                aria-label=move || label.get()
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || known().then(|| format!("{:.0}", percent.get()))
            >
                <div class="progress-bar" style:width=move || format!("{}%", percent.get().clamp(0.0, 100.0))></div>
            </div>
            {on_stop.map(|callback| view! {
                <button type="button" class="button button-quiet" on:click=move |_| callback.run(())>
                    <span class="button-word">"停止"</span>
                </button>
            })}
        </div>
    }
    .into_any()
}
