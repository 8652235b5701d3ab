//! The records behind a figure, with links to them.

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::ledger::{Ledger, RecordId};
use crate::registers::title;

/// So many are listed at once; a year of a hospital has more than anybody reads.
const LISTED: usize = 200;

/// A record, or what is missing in its place, and what it adds.
#[derive(Clone, PartialEq)]
pub(super) struct BehindLine {
    /// The record; `None` where there is none.
    pub record: Option<RecordId>,
    /// What it is.
    pub text: String,
    /// What it adds.
    pub amount: String,
}

impl BehindLine {
    /// A line of a record.
    pub fn of(ledger: &Ledger, record: &RecordId, amount: String) -> Self {
        Self { record: Some(record.clone()), text: title(ledger, record), amount }
    }
}

/// The list of records behind a figure.
pub(super) fn behind_list(lines: Vec<BehindLine>) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="quiet-line pad">"没有登记。"</p> }.into_any();
    }
    let more = lines.len().saturating_sub(LISTED);
    let lines = lines.into_iter().take(LISTED).map(|line| {
        let text = match &line.record {
            Some(id) => {
                view! { <a class="behind-text" href=Route::detail(id).href()>{line.text}</a> }.into_any()
            }
            None => view! { <span class="behind-text">{line.text}</span> }.into_any(),
        };
        view! { <li class="behind-line">{text}<span class="behind-amount">{line.amount}</span></li> }
    });
    view! {
        <ul class="behind">{lines.collect::<Vec<_>>()}</ul>
        {(more > 0).then(|| view! { <p class="quiet-line pad">{format!("另有 {more} 条。")}</p> })}
    }
    .into_any()
}
