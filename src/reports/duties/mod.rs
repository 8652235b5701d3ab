//! Duties (该做什么): what is to be done, as a pure function of rules, calendar, records and today.
//! Nothing of it is stored, so there is nothing to migrate, to merge or to forget.

mod arrears;
mod bucket;
mod closings;
mod course;
mod duty;
mod events;
mod index;
mod lines;
mod paper;
mod people;
mod recurring;
mod rules;
mod voice;
mod waivers;
mod year;

use crate::ledger::{Day, Ledger, RecordId};
use crate::registers::Context;
use crate::scoring::Scores;

pub use bucket::{Bucket, Cycle};
pub use closings::TERM_NOTICE;
pub use duty::{Duty, DutyAbout, DutyKind, Urgency, days_left_words};
pub use index::DutyIndex;
pub use lines::{BranchDuty, DutyLine, duty_lines, single_lines};
pub use paper::duties_document;
pub use recurring::{BucketState, DutyBucket, Late, all_buckets, buckets};
pub use rules::{DutyRule, Evidence, RULES, RuleInForce, Whom, rule_of, rules_in_force};
pub use waivers::draft_waivers;
pub use year::{Standing, year_rows, year_spans};

/// What is to be done for a branch on a day.
pub fn duties(ledger: &Ledger, scores: &mut Scores, branch: &RecordId, today: Day) -> Vec<Duty> {
    let branches = std::slice::from_ref(branch);
    all_duties(ledger, scores, branches, today).into_iter().map(|(_, duty)| duty).collect()
}

/// What is to be done for several branches on a day, each with its branch. The records are looked
/// through once for all of them.
pub fn all_duties(
    ledger: &Ledger,
    scores: &mut Scores,
    branches: &[RecordId],
    today: Day,
) -> Vec<BranchDuty> {
    let mut found = Vec::new();
    for branch in branches {
        let mut own = Vec::new();
        closings::closing_duties(ledger, scores, branch, today, &mut own);
        found.extend(own.into_iter().map(|duty| (branch.clone(), duty)));
    }
    if let Some(first) = branches.first() {
        let erasures = closings::erasure_duties(ledger, today);
        found.extend(erasures.into_iter().map(|duty| (first.clone(), duty)));
    }
    found.extend(activity_duties(ledger, branches, today));
    found
}

/// What patients' opinions and call-backs ask of branches on a day.
pub fn voice_duties(ledger: &Ledger, branches: &[RecordId], today: Day) -> Vec<BranchDuty> {
    let index = DutyIndex::new(ledger, branches, today);
    let mut found = Vec::new();
    for (at, branch) in branches.iter().enumerate() {
        let mut own = Vec::new();
        voice::opinion_duties(&index, branch, at == 0, &mut own);
        voice::callback_duties(&index, branch, at == 0, &mut own);
        found.extend(own.into_iter().map(|duty| (branch.clone(), duty)));
    }
    found
}

/// The opinions that wait for an answer or for their closing on a day: those of a branch, or of the whole
/// hospital. One that names no branch is one of the hospital.
pub fn open_opinions(ledger: &Ledger, branch: Option<&RecordId>, today: Day) -> Vec<BranchDuty> {
    voice::open_opinions(&Context::new(ledger, today), branch)
}

/// What organizational life and service ask of branches on a day: what recurs by rules, and what
/// follows from records.
pub fn activity_duties(ledger: &Ledger, branches: &[RecordId], today: Day) -> Vec<BranchDuty> {
    let index = DutyIndex::new(ledger, branches, today);
    let rules = rules_in_force(ledger);
    let mut found = Vec::new();
    for (at, branch) in branches.iter().enumerate() {
        let mut own = Vec::new();
        recurring::recurring_duties(&index, &rules, branch, &mut own);
        events::event_duties(&index, branch, at == 0, &mut own);
        voice::opinion_duties(&index, branch, at == 0, &mut own);
        voice::callback_duties(&index, branch, at == 0, &mut own);
        course::course_duties(&index, branch, at == 0, &mut own);
        arrears::arrears_duties(&index, branch, &mut own);
        found.extend(own.into_iter().map(|duty| (branch.clone(), duty)));
    }
    found
}
