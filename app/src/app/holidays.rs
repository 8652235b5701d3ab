//! 节假日安排: the years that are known, and a new year's notice.

use crate::ledger::Value;
use crate::registers::holiday_id;
use crate::scoring::YearPlan;

use super::session::Session;
use super::write_lock::EditRefused;

/// Keeps the arrangement of a year.
///
/// # Errors
/// Where the edit holds what no store would take; nothing has changed then.
pub fn save_holidays(session: Session, plan: &YearPlan) -> Result<(), EditRefused> {
    let id = holiday_id(plan.year);
    let mut draft = session.draft("holidays", "");
    draft.field(&id, "year", Value::Int(plan.year.into()));
    draft.field(&id, "days", plan.to_value());
    if session.with_ledger_untracked(|ledger| {
        ledger.record(&id).is_some_and(|record| record.is_deleted())
    }) {
        draft.restore(&id);
    }
    session.commit(draft).map(drop)
}
