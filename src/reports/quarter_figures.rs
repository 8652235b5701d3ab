//! The figures of a quarter, drawn from what was issued alone.

use crate::ledger::RecordId;
use crate::scoring::{Issue, QuarterRow, quarter_mean};

use super::figure::Figure;
use super::figure_bars::{branches_figure, grades_figure};

/// Branch against branch by mean; `None` where there is one alone.
pub(super) fn branches_in_figure(
    issue: &Issue,
    name: &dyn Fn(&RecordId) -> String,
) -> Option<Figure> {
    let mut branches: Vec<&RecordId> = Vec::new();
    for row in &issue.rows {
        if !branches.contains(&&row.branch) {
            branches.push(&row.branch);
        }
    }
    let mean =
        |branch: &RecordId| quarter_mean(issue.rows.iter().filter(|row| row.branch == *branch));
    let means: Vec<_> = branches.iter().map(|of| (name(of), mean(of))).collect();
    let title = format!("{}各支部人均", issue.quarter.label());
    (branches.len() > 1).then(|| branches_figure(&title, &means, &issue.grades))
}

/// Branch against branch, where there are several, and how the results are spread over the grades.
pub fn quarter_figures(issue: &Issue, name: &dyn Fn(&RecordId) -> String) -> Vec<Figure> {
    let mut figures: Vec<Figure> = branches_in_figure(issue, name).into_iter().collect();
    let results: Vec<i32> = issue.rows.iter().filter_map(QuarterRow::result).collect();
    let count = |place: usize| results.iter().filter(|of| issue.grade(**of) == place).count();
    let counts: Vec<(String, usize)> = issue
        .grades
        .iter()
        .enumerate()
        .map(|(place, grade)| (grade.name.clone(), count(place)))
        .collect();
    let title = format!("{}等级分布", issue.quarter.label());
    figures.push(grades_figure(&title, &counts));
    figures
}
