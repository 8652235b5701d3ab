//! Three honest rates of opinions: answered in time, solved, and satisfied. Closed is not solved.

use crate::ledger::{Day, Record, parse_day};
use crate::registers::{
    Context, OPINION, answer_due, answered_on, is_answered_late, is_open_opinion,
};
use crate::reports::share_text;

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RateOf {
    /// How many are so.
    pub amount: i64,
    /// Of how many.
    pub of: i64,
}

/// How the opinions that came in some days were handled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpinionRates {
    /// How many came.
    pub received: i64,
    /// How many wait for an answer or for their closing.
    pub open: i64,
    /// How many of those wait for an answer though their time is over.
    pub overdue: i64,
    /// Of those that are answered or past their time, how many were answered in time.
    pub in_time: RateOf,
    /// Of those that are closed, how many are solved; in part is not solved.
    pub solved: RateOf,
    /// Of those who were reached, how many are satisfied, if only by and large.
    pub satisfied: RateOf,
}

impl RateOf {
    fn count(&mut self, is_so: bool) {
        self.of += 1;
        self.amount += i64::from(is_so);
    }

    /// The share in words: 92.3%; a stroke where there is none.
    pub fn share_words(self) -> String {
        share_text(self.amount, self.of)
    }

    /// The counts in words: 12/13 件; empty where there is none.
    pub fn count_words(self) -> String {
        if self.of == 0 { String::new() } else { format!("{}/{} 件", self.amount, self.of) }
    }
}

impl OpinionRates {
    /// The rates of those that came from one day to another; of a branch, or of all where it is empty.
    pub fn of(context: &Context<'_>, branch: &str, from: Day, until: Day) -> Self {
        let mut rates = Self::default();
        for record in context.records(OPINION.name) {
            let came = parse_day(record.text("received")).ok();
            let is_ours = branch.is_empty() || record.text("branch") == branch;
            if is_ours && came.is_some_and(|day| (from..=until).contains(&day)) {
                rates.add(&record, context);
            }
        }
        rates
    }

    fn add(&mut self, record: &Record<'_>, context: &Context<'_>) {
        self.received += 1;
        let is_late = is_answered_late(record, context);
        let has_term = answer_due(record, context).is_some();
        if has_term && (is_late || answered_on(record, context).is_some()) {
            self.in_time.count(!is_late);
        }
        if is_open_opinion(record, context) {
            self.open += 1;
            let is_answered = answered_on(record, context).is_some();
            self.overdue += i64::from(is_late && !is_answered);
        } else {
            self.solved.count(last_outcome(record) == "solved");
        }
        match record.text("satisfied") {
            "yes" | "partly" => self.satisfied.count(true),
            "no" => self.satisfied.count(false),
            _ => {}
        }
    }
}

/// What an opinion came to in the end.
pub(super) fn last_outcome<'a>(record: &Record<'a>) -> &'a str {
    match record.text("again_outcome") {
        "" => record.text("outcome"),
        again => again,
    }
}
