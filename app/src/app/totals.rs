//! 引入以往月份: totals of a table, taken as one edit.

use crate::browser::clock;
use crate::ledger::Month;
use crate::tables::totals::TotalsRow;
use crate::tables::totals_import::TotalsPlan;

use super::session::Session;
use super::write_lock::EditRefused;

/// What taking a table of totals would do. Nothing changes.
pub fn plan_totals(session: Session, rows: &[TotalsRow]) -> TotalsPlan {
    let now = Month::of(clock::today());
    session.with_ledger_untracked(|ledger| TotalsPlan::new(rows, ledger, now))
}

/// Takes the sheets of a plan, as one edit.
///
/// # Errors
/// Where the edit holds what no store would take; nothing has changed then.
pub fn take_totals(session: Session, plan: &TotalsPlan, file: &str) -> Result<(), EditRefused> {
    let mut draft = session.draft("import-totals", file);
    session.with_ledger_untracked(|ledger| plan.write(file, ledger, &mut draft));
    session.commit(draft).map(drop)
}
