//! The year in figures: how the points are spread over the grades, and the mean month by month.

use leptos::prelude::*;

use super::BranchYear;
use crate::app::Session;
use crate::registers::title;
use crate::reports::{grades_figure, trend_figure, trends};
use crate::scoring::{AnnualRow, grading_standard};
use crate::ui::components::FigureView;

/// The figures of a branch's year.
pub(super) fn year_figures(session: Session, about: &BranchYear, rows: &[AnnualRow]) -> AnyView {
    let (grades, trend) = session.with_scores(|ledger, scores| {
        let months = about.months();
        let standard = grading_standard(ledger, scores, &months);
        let points: Vec<i32> = rows.iter().filter_map(|row| row.points).collect();
        let count = |place: usize| points.iter().filter(|of| standard.grade(**of) == place).count();
        let counts: Vec<(String, usize)> = standard
            .grades
            .iter()
            .enumerate()
            .map(|(place, grade)| (grade.name.clone(), count(place)))
            .collect();
        let name = title(ledger, &about.branch);
        let branches = [(about.branch.clone(), name.clone())];
        let trends = trends(ledger, scores, &branches, "全院", &months);
        let heading = format!("{name}{}年各月人均", about.year);
        let trend = (!months.is_empty()).then(|| trend_figure(&heading, &months, &trends));
        (grades_figure("年度积分的等级分布", &counts), trend)
    });
    view! {
        <div class="figures">
            <FigureView figure=Signal::stored(grades)/>
            {trend.map(|trend| view! { <FigureView figure=Signal::stored(trend)/> })}
        </div>
    }
    .into_any()
}
