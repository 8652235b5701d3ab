//! Waivers: one or many periods of rules that are not asked for, with one reason, in one edit.

use crate::ledger::{Draft, Ledger};
use crate::registers::DUTY_WAIVER;

use super::recurring::{BucketState, DutyBucket};

/// Writes waivers of all periods that are owed, for one reason. Returns how many there are.
pub fn draft_waivers(
    draft: &mut Draft,
    ledger: &Ledger,
    owed: &[DutyBucket],
    reason: &str,
) -> usize {
    let mut count = 0;
    let reason = reason.trim();
    if reason.is_empty() {
        return count;
    }
    for one in owed.iter().filter(|one| matches!(one.state, BucketState::Owed { .. })) {
        let bucket = one.bucket.to_string();
        let id = DUTY_WAIVER.id(&[one.rule.id, one.subject.as_str(), &bucket]);
        if ledger.record(&id).is_some_and(|waiver| waiver.is_deleted()) {
            draft.restore(&id);
        }
        draft.field(&id, "rule", one.rule.id);
        draft.field(&id, "subject", one.subject.as_str());
        draft.field(&id, "branch", one.branch.as_str());
        draft.field(&id, "bucket", bucket.as_str());
        draft.field(&id, "reason", reason);
        count += 1;
    }
    count
}
