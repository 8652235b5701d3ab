//! How a figure came about: a ladder of lines with a running total.

use leptos::prelude::*;

use super::{Icon, table_model::CellTone};

/// A line of the ladder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExplainRow {
    /// Given back when tapped; empty: cannot be tapped.
    pub id: String,
    /// What it is: 基础分, 义诊两次.
    pub label: String,
    /// The rule or the record behind it; empty: none.
    pub note: String,
    /// What it adds or takes: +2, −1; empty: none.
    pub delta: String,
    /// The running total; empty: none.
    pub total: String,
    /// How it stands out.
    pub tone: CellTone,
    /// The result: a line above it.
    pub result: bool,
}

/// A ladder.
#[component]
pub fn Explain(
    /// The lines, from the base to the result.
    #[prop(into)]
    rows: Signal<Vec<ExplainRow>>,
    /// Called with the id of the line tapped.
    #[prop(optional, into)]
    on_tap: Option<Callback<String>>,
) -> impl IntoView {
    let lines = move || {
        rows.get()
            .into_iter()
            .map(|row| {
                let ExplainRow { id, label, note, delta, total, tone, result } = row;
                let class = match tone {
                    CellTone::Normal => "ladder-row",
                    CellTone::Muted => "ladder-row is-muted",
                    CellTone::Strong => "ladder-row is-strong",
                    CellTone::Warn => "ladder-row is-warn",
                };
                let words = view! {
                    <span class="ladder-words">
                        <span class="ladder-label">{label}</span>
                        {(!note.is_empty()).then(|| view! { <span class="ladder-note">{note}</span> })}
                    </span>
                    <span class="ladder-delta">{delta}</span>
                    <span class="ladder-total">{total}</span>
                };
                let face = match on_tap {
                    Some(callback) if !id.is_empty() => view! {
                        <button type="button" class="ladder-face" on:click=move |_| callback.run(id.clone())>
                            {words}
                            <span class="ladder-go">{Icon::Right.view()}</span>
                        </button>
                    }
                    .into_any(),
                    _ => view! {
                        <div class="ladder-face">{words}<span class="ladder-go"></span></div>
                    }
                    .into_any(),
                };
                view! { <li class=class class:is-result=result>{face}</li> }
            })
            .collect::<Vec<_>>()
    };
    view! { <ol class="ladder">{lines}</ol> }.into_any()
}
