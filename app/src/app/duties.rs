//! What the user can do with duties: waive periods with a reason, and change rules.

use crate::ledger::Value;
use crate::registers::DUTY_RULE;
use crate::reports::{DutyBucket, draft_waivers};

use super::session::Session;
use super::write_lock::EditRefused;

/// Waives periods that are owed for one reason, in one edit. Returns how many there were.
///
/// # Errors
/// Where this page may not write, or the reason is beyond all bounds.
pub fn waive(session: Session, owed: &[DutyBucket], reason: &str) -> Result<usize, EditRefused> {
    let mut draft = session.draft("create", "");
    let count =
        session.with_ledger_untracked(|ledger| draft_waivers(&mut draft, ledger, owed, reason));
    session.commit(draft).map(|_| count)
}

/// Changes a rule of what recurs in one field; `Null` sets the field back to the default.
///
/// # Errors
/// Where this page may not write.
pub fn change_rule(
    session: Session,
    rule: &str,
    field: &str,
    value: Value,
) -> Result<(), EditRefused> {
    let id = DUTY_RULE.id(&[rule]);
    let mut draft = session.draft("change", "");
    let is_deleted = session
        .with_ledger_untracked(|ledger| ledger.record(&id).is_some_and(|one| one.is_deleted()));
    if is_deleted {
        draft.restore(&id);
    }
    draft.field(&id, "rule", rule);
    draft.field(&id, field, value);
    session.commit(draft).map(drop)
}
