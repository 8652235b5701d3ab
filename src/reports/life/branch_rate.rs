//! The 三会一课完成率 of branches, from the ledger: which periods each owes, and which it settled.

use std::collections::BTreeMap;

use crate::ledger::{Month, RecordId};
use crate::registers::{Context, GROUP, MEETING, committee_of, meeting_day};

use super::meeting_rate::{HeldMeeting, MeetingBucket, RateInput, meeting_buckets, percent};
use super::roster::Roster;

/// The meetings that were held, by branch.
#[derive(Debug, Clone, Default)]
pub struct HeldByBranch {
    of: BTreeMap<RecordId, Vec<HeldMeeting>>,
    /// Lectures of the whole hospital, which are every branch's.
    by_all: Vec<HeldMeeting>,
}

impl HeldByBranch {
    /// The meetings of some months that have a roll and are not in the future.
    pub fn of(context: &Context<'_>, months: &[Month]) -> Self {
        let mut held = Self::default();
        for record in context.records(MEETING.name) {
            let day = meeting_day(&record).filter(|day| context.has_come(*day));
            let month = day.map(Month::of).filter(|month| months.contains(month));
            let Some(month) = month.filter(|_| !record.entries("roll").is_empty()) else {
                continue;
            };
            let branch = record.named(record.text("branch"));
            let group = record.named(record.text("group"));
            let (id, kind) = (record.id().clone(), record.text("kind").to_owned());
            let meeting = HeldMeeting { record: id, kind, group, month };
            match branch {
                Some(branch) => held.of.entry(branch).or_default().push(meeting),
                None if meeting.kind == "lecture" => held.by_all.push(meeting),
                None => {}
            }
        }
        held
    }

    /// Whether any meeting of a branch is recorded.
    pub fn has_any(&self, branch: &RecordId) -> bool {
        self.of.get(branch).is_some_and(|held| !held.is_empty())
    }

    /// The periods of a branch in some months; those before it was founded are not owed.
    pub fn buckets(
        &self,
        context: &Context<'_>,
        roster: &Roster,
        branch: &RecordId,
        months: &[Month],
    ) -> Vec<MeetingBucket> {
        let ledger = context.ledger();
        let groups: Vec<RecordId> =
            context.children(GROUP.name, branch).map(|one| one.id().clone()).collect();
        let mut held = self.of.get(branch).cloned().unwrap_or_default();
        held.extend(self.by_all.iter().cloned());
        let has_committee = |month: Month| {
            let day = month.last_day();
            let members: Vec<&RecordId> = roster.members_on(Some(branch), day).collect();
            committee_of(ledger, branch, &members, day).is_some()
        };
        let founded = context.record(branch).and_then(|one| {
            one.text("founded").get(..7).and_then(|month| month.parse::<Month>().ok())
        });
        let mut buckets = meeting_buckets(&RateInput {
            months,
            has_committee: &has_committee,
            groups: &groups,
            held: &held,
            is_archived: &|month| ledger.is_archived(month),
            today: context.today(),
        });
        buckets.retain(|one| founded.is_none_or(|founded| founded <= one.until));
        buckets
    }
}

/// The rate of a branch over some months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchRate {
    /// The branch.
    pub branch: RecordId,
    /// How many periods were settled; `None` where no meeting of the branch is recorded.
    pub held: Option<i64>,
    /// How many periods are owed.
    pub owed: i64,
}

impl BranchRate {
    /// The rate in words: 75%（6/8）, or 未登记; empty where nothing is owed.
    pub fn words(&self) -> String {
        match self.held {
            _ if self.owed == 0 => String::new(),
            None => "未登记".to_owned(),
            Some(held) => {
                format!("{}（{held}/{}）", percent(held, self.owed), self.owed)
            }
        }
    }
}

/// The rates of some branches over some months, which are whole quarters.
pub fn branch_rates(
    context: &Context<'_>,
    branches: &[RecordId],
    months: &[Month],
) -> Vec<BranchRate> {
    let held = HeldByBranch::of(context, months);
    let roster = Roster::of(context.ledger());
    let rate = |branch: &RecordId| {
        let buckets = held.buckets(context, &roster, branch, months);
        let settled = buckets.iter().filter(|one| !one.held.is_empty()).count() as i64;
        // A lecture of the whole hospital settles without the branch having recorded anything.
        let is_recorded = held.has_any(branch) || settled > 0;
        BranchRate {
            branch: branch.clone(),
            held: is_recorded.then_some(settled),
            owed: buckets.len() as i64,
        }
    };
    branches.iter().map(rate).collect()
}
