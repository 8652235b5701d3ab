//! The 三会一课完成率 of branches: of the periods in which duties ask for these meetings, how many are
//! settled. It is taken from the duties, so that it cannot say anything else than 该做什么.

use crate::ledger::{Month, RecordId};
use crate::registers::Context;
use crate::reports::{DutyBucket, DutyIndex, Standing, all_buckets, rules_in_force, share_text};

/// The rules of duties that make up 三会一课.
const MEETING_RULES: &[&str] = &["general", "committee", "group", "lecture"];

/// The periods of 三会一课 of a branch that end in some months and count: those that are settled, and
/// those that are over and still owed. What is waived or does not apply counts neither way.
pub(super) fn rated_buckets(
    index: &DutyIndex<'_>,
    branch: &RecordId,
    months: &[Month],
) -> Vec<DutyBucket> {
    let mut rules = rules_in_force(index.ledger());
    rules.retain(|one| MEETING_RULES.contains(&one.rule.id));
    let mut buckets = all_buckets(index, &rules, branch);
    buckets.retain(|one| {
        let standing = one.standing(index.today);
        let counts = [Standing::Settled, Standing::SettledLate, Standing::Overdue];
        months.contains(&one.bucket.last()) && counts.contains(&standing)
    });
    buckets
}

/// Whether a period counts as held.
pub(super) fn is_held(bucket: &DutyBucket, index: &DutyIndex<'_>) -> bool {
    bucket.standing(index.today) != Standing::Overdue
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
                format!("{}（{held}/{}）", share_text(held, self.owed), self.owed)
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
    let index = DutyIndex::new(context.ledger(), branches, context.today());
    let rate = |branch: &RecordId| {
        let buckets = rated_buckets(&index, branch, months);
        let settled = buckets.iter().filter(|one| is_held(one, &index)).count() as i64;
        let mut meetings = index.meetings.iter().filter(|one| one.branch == branch.as_str());
        let has_any = meetings.any(|one| {
            one.is_held && one.day <= index.today && months.contains(&Month::of(one.day))
        });
        BranchRate {
            branch: branch.clone(),
            // A lecture of the whole hospital settles without the branch having recorded anything.
            held: (has_any || settled > 0).then_some(settled),
            owed: buckets.len() as i64,
        }
    };
    branches.iter().map(rate).collect()
}
