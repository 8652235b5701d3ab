//! What a branch confirms at the end of a quarter (季末核对): whose hours of study fell short.

use crate::ledger::{Month, RecordId};
use crate::registers::{Context, STUDY_CHECK};
use crate::reports::Roster;

use super::study_hours::{StudyRow, StudyYear};

/// The check of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarterCheck {
    /// The branch.
    pub branch: RecordId,
    /// The last month of the quarter.
    pub month: Month,
    /// The members of the branch.
    pub members: Vec<RecordId>,
    /// Those of them whose hours up to its end are fewer than the quarters so far ask for.
    pub short: Vec<StudyRow>,
    /// The record, once the branch confirmed it.
    pub done: Option<RecordId>,
}

impl QuarterCheck {
    /// The checks of the quarters of a year that are over, the last one first: those that are not confirmed
    /// yet, and the last one in any case. Without those at whose end the branch had no members.
    pub fn of_year(context: &Context<'_>, branch: &RecordId, year: i32) -> Vec<Self> {
        let roster = Roster::of(context.ledger());
        let study = StudyYear::of(context, &roster, year);
        let ends = [12, 9, 6, 3].into_iter().filter_map(|month| Month::new(year, month));
        let over = ends.filter(|month| month.last_day() < context.today());
        let checks = over.filter_map(|month| Self::of(context, &roster, &study, branch, month));
        let wanted = checks.enumerate().filter(|(at, check)| *at == 0 || check.done.is_none());
        wanted.map(|(_, check)| check).collect()
    }

    /// The check of the quarter that ends with a month; `None` where the branch had no members then.
    fn of(
        context: &Context<'_>,
        roster: &Roster<'_>,
        study: &StudyYear,
        branch: &RecordId,
        month: Month,
    ) -> Option<Self> {
        let mut short = study.rows(context, roster, Some(branch), month.last_day());
        let members: Vec<RecordId> = short.iter().map(|row| row.member.clone()).collect();
        if members.is_empty() {
            return None;
        }
        short.retain(|row| row.total().unwrap_or(0) < row.due_after(month.quarter()));
        let id = STUDY_CHECK.id(&[branch.as_str(), &month.to_string()]);
        let done = context.ledger().record(&id).is_some_and(|one| one.is_live()).then_some(id);
        Some(Self { branch: branch.clone(), month, members, short, done })
    }
}
