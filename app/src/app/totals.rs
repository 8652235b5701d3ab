//! 引入以往月份: totals of a table, taken as one edit.

use crate::browser::clock;
use crate::exchange::table::taking_totals::TotalsPlan;
use crate::exchange::table::totals::TotalsRow;
use crate::ledger::Month;

use super::session::Session;
use super::turn::NotMade;

/// What taking a table of totals would do. Nothing changes.
pub fn plan_totals(session: Session, rows: &[TotalsRow]) -> TotalsPlan {
    let now = Month::of(clock::today());
    session.peek(|ledger| TotalsPlan::new(rows, ledger, now))
}

/// Takes the sheets of a plan, as one edit.
///
/// # Errors
/// Where the edit holds what no store would take; nothing has changed then.
pub fn take_totals(session: Session, plan: &TotalsPlan, file: &str) -> Result<(), NotMade> {
    let mut draft = session.draft("import-totals", file);
    session.peek(|ledger| plan.write(file, ledger, &mut draft));
    session.commit(draft).map(drop)
}
