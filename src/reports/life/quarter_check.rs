//! What a branch confirms at the end of a quarter (季末核对): whose hours of study fell short.

use crate::ledger::{Month, RecordId};
use crate::registers::Context;
use crate::reports::{BucketState, DutyBucket, DutyIndex, Roster, buckets, rules_in_force};

use super::study_hours::{StudyRow, StudyYear};

/// The rule of duties that asks for it.
const RULE: &str = "study_check";

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
    /// The checks of the quarters of a year that are over, for which duties ask and in which the branch had
    /// members, the last one first.
    pub fn of_year(context: &Context<'_>, branch: &RecordId, year: i32) -> Vec<Self> {
        let ledger = context.ledger();
        let index = DutyIndex::new(ledger, std::slice::from_ref(branch), context.today());
        let rules = rules_in_force(ledger).into_iter();
        let asked: Vec<DutyBucket> = rules
            .filter(|rule| rule.rule.id == RULE)
            .flat_map(|rule| buckets(&index, &rule, branch))
            .filter(|one| one.bucket.first.year() == year)
            .filter(|one| context.is_past(one.bucket.last_day()))
            .collect();
        let roster = Roster::of(ledger);
        let study = StudyYear::of(context, &roster, year);
        let mut found = Vec::new();
        for one in asked.iter().rev() {
            let done = match &one.state {
                BucketState::Owed { .. } => None,
                BucketState::Settled { by: Some(by), .. } => Some(by.clone()),
                _ => continue,
            };
            let month = one.bucket.last();
            let check = Self { done, ..Self::owed(context, &roster, &study, branch, month) };
            found.extend(Some(check).filter(|check| !check.members.is_empty()));
        }
        found
    }

    fn owed(
        context: &Context<'_>,
        roster: &Roster<'_>,
        study: &StudyYear,
        branch: &RecordId,
        month: Month,
    ) -> Self {
        let mut short = study.rows(context, roster, Some(branch), month.last_day());
        let members: Vec<RecordId> = short.iter().map(|row| row.member.clone()).collect();
        short.retain(|row| row.total().unwrap_or(0) < row.due_after(month.quarter()));
        Self { branch: branch.clone(), month, members, short, done: None }
    }
}
