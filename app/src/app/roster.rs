//! 花名册导入: what a table brings, worked out step by step, and taken as one edit.

use crate::tables::roster::Roster;
use crate::tables::roster_import::{self, Defaults, NewRecord, RosterImport};
use crate::tables::roster_plan::{PlanOptions, RosterPlan};

use crate::ledger::Month;
use crate::registers::DEPARTMENT_RESULT;

use super::erased_again::look_at_rows;
use super::session::Session;
use super::write_lock::EditRefused;

/// How many rows are checked before the page may draw again.
const AT_ONCE: usize = 400;

/// What taking a roster would do, every row checked.
#[derive(Clone, Debug, Default)]
pub struct CheckedRoster {
    /// The revision of the ledger with which it was compared.
    revision: u64,
    /// The rows and their outcomes.
    pub plan: RosterPlan,
    /// The branches, departments and groups that would be made.
    pub created: Vec<NewRecord>,
}

impl CheckedRoster {
    /// Whether the ledger has changed since the rows were compared with it.
    pub fn is_stale(&self, session: Session) -> bool {
        session.with_ledger_untracked(|ledger| ledger.revision() != self.revision)
    }
}

/// The items of the standard in force that the results of departments fill in: those without a
/// department stay at the base of each.
pub fn items_of_departments(session: Session, month: Month) -> Vec<String> {
    let standard = session.with_scores(|ledger, scores| scores.standard(ledger, month).ok());
    let items = standard.iter().flat_map(|standard| standard.items_fed_by(&DEPARTMENT_RESULT));
    items.map(|item| format!("{} {}", item.id, item.name)).collect()
}

/// Compares a roster with the ledger and checks each row. Nothing changes. `progress` is called with
/// how many of how many rows are done, and lets the browser draw; it says whether to go on.
pub async fn plan_roster(
    session: Session,
    roster: &Roster,
    options: PlanOptions,
    defaults: &Defaults,
    progress: impl AsyncFn(usize, usize) -> bool,
) -> Option<CheckedRoster> {
    let someone_else = options.someone_else.clone();
    let (revision, mut plan) = session.with_ledger_untracked(|ledger| {
        (ledger.revision(), roster_import::compare(roster, ledger, options))
    });
    let held = look_at_rows(session, plan.newcomers(), &progress).await?;
    plan.hold_up(&held, &someone_else);
    let count = plan.rows.len();
    // A copy, as other tabs may write meanwhile.
    let ledger = session.with_ledger_untracked(Clone::clone);
    let mut taking = RosterImport::new(&ledger, defaults);
    for (at, rows) in plan.rows.chunks_mut(AT_ONCE).enumerate() {
        if at > 0 && !progress(at * AT_ONCE, count).await {
            return None;
        }
        taking.check(rows);
    }
    let created = taking.created().to_vec();
    Some(CheckedRoster { revision, plan, created })
}

/// Takes the rows of a plan that are new or changed, as one edit.
///
/// # Errors
/// Where the edit holds what no store would take; nothing has changed then.
pub fn take_roster(
    session: Session,
    roster: &CheckedRoster,
    defaults: &Defaults,
    file: &str,
) -> Result<(), EditRefused> {
    let mut draft = session.draft("import-roster", file);
    session.with_ledger_untracked(|ledger| {
        let mut taking = RosterImport::new(ledger, defaults);
        for row in &roster.plan.rows {
            taking.write(row, &mut draft);
        }
    });
    session.commit(draft).map(drop)
}
