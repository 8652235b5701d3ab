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
    /// The check of the last quarter of a year that is over; `None` where none is, or the branch had no
    /// members then.
    pub fn of(context: &Context<'_>, branch: &RecordId, year: i32) -> Option<Self> {
        let now = Month::of(context.today());
        // The month before the quarter that goes on.
        let over = now.plus(-(now.number() as i32 - 1) % 3 - 1);
        let month = Month::new(year, 12)?.min(over);
        if month.year() != year {
            return None;
        }
        let ledger = context.ledger();
        let roster = Roster::of(ledger);
        let study = StudyYear::of(context, &roster, year);
        let mut short = study.rows(context, &roster, Some(branch), month.last_day());
        let members: Vec<RecordId> = short.iter().map(|row| row.member.clone()).collect();
        if members.is_empty() {
            return None;
        }
        short.retain(|row| row.total().unwrap_or(0) < row.due_after(month.quarter()));
        let id = STUDY_CHECK.id(&[branch.as_str(), &month.to_string()]);
        let done = ledger.record(&id).is_some_and(|one| one.is_live()).then_some(id);
        Some(Self { branch: branch.clone(), month, members, short, done })
    }
}
