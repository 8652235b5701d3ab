//! The quarter in figures: branch against branch, and how the results are spread over the grades.

use leptos::prelude::*;

use crate::ledger::Ledger;
use crate::registers::title;
use crate::reports::quarter_figures as figures_of;
use crate::scoring::Issue;
use crate::ui::components::FigureView;

/// The figures of a quarter as it would be issued today.
pub(super) fn quarter_figures(ledger: &Ledger, issue: &Issue) -> AnyView {
    let figures: Vec<_> = figures_of(issue, &|branch| title(ledger, branch))
        .into_iter()
        .map(|figure| view! { <FigureView figure=Signal::stored(figure)/> })
        .collect();
    view! { <div class="figures">{figures}</div> }.into_any()
}
