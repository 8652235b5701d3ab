//! The one chart of the home page: the mean month by month. It comes with the part `tidy`, after the
//! page stands.

use leptos::prelude::*;

use crate::app::{Session, today};
use crate::ledger::Month;
use crate::registers::title;
use crate::reports::{Figure, trend_figure, trends};
use crate::ui::components::FigureView;

/// So many months are shown.
const MONTHS: i32 = 12;

/// The chart; nothing where fewer than two months have a mean.
pub fn home_figure(session: Session) -> AnyView {
    let figure = Memo::new(move |_| figure_of(session));
    let view =
        move || figure.get().map(|figure| view! { <FigureView figure=Signal::stored(figure)/> });
    view.into_any()
}

/// The mean of the tablet's branch and of all members, over the last year of months that are over.
fn figure_of(session: Session) -> Option<Figure> {
    session.with_scores(|ledger, scores| {
        let last = Month::of(today()).plus(-1);
        let months: Vec<Month> = (0..MONTHS).map(|step| last.plus(step - MONTHS + 1)).collect();
        let own = session.own_branch().filter(|own| ledger.record(own).is_some());
        let branches: Vec<_> =
            own.into_iter().map(|own| (own.clone(), title(ledger, &own))).collect();
        let mut found = trends(ledger, scores, &branches, "全院", &months);
        let has =
            |at: usize| found.iter().any(|trend| trend.means.get(at).is_some_and(Option::is_some));
        // From the first month that has a mean on.
        let first = (0..months.len()).find(|at| has(*at))?;
        let count = (first..months.len()).filter(|at| has(*at)).count();
        if count < 2 {
            return None;
        }
        for trend in &mut found {
            trend.means.drain(..first);
        }
        Some(trend_figure("人均积分走势", &months[first..], &found))
    })
}
