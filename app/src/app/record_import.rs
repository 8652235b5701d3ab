//! 从表格导入: the rows of a table compared with a register, and taken as one edit.

use leptos::prelude::untrack;

use crate::browser::clock;
use crate::ledger::Month;
use crate::registers::Schema;
use crate::tables::record_outcome::ImportOptions;
use crate::tables::record_plan::{RecordPlan, RecordPlanner};
use crate::tables::record_resolve::rule_line_of;
use crate::tables::record_rows::SourceTable;

use super::session::Session;
use super::write_lock::EditRefused;

/// How many rows are compared before the page may draw again.
const AT_ONCE: usize = 400;

/// Compares the rows of a table with a register. Nothing changes. `progress` is told how many of how
/// many rows are done, and yields to the browser; it says whether to go on.
pub async fn plan_records(
    session: Session,
    schema: &'static Schema,
    table: &SourceTable,
    options: &ImportOptions,
    progress: impl AsyncFn(usize, usize) -> bool,
) -> Option<RecordPlan> {
    // A copy, as other tabs may write meanwhile.
    let ledger = session.with_ledger_untracked(Clone::clone);
    let rule_lines = |month: Option<Month>, text: &str| {
        let month = month.unwrap_or_else(|| Month::of(clock::today()));
        let found = |ledger: &_, scores: &mut crate::scoring::Scores| {
            rule_line_of(&*scores.standard(ledger, month).ok()?, text)
        };
        untrack(|| session.with_scores(found))
    };
    let by = (clock::now(), session.draft("", "").writer());
    let mut planner = RecordPlanner::new(&ledger, schema, table, options, &rule_lines, by);
    let count = table.rows.len();
    for from in (0..count).step_by(AT_ONCE) {
        if from > 0 && !progress(from, count).await {
            return None;
        }
        planner.plan(from..(from + AT_ONCE).min(count));
    }
    Some(planner.finish())
}

/// Takes the rows of a plan that are new or changed, as one edit, and says how many.
///
/// # Errors
/// Where the edit holds what no store would take; nothing has changed then.
pub fn take_records(session: Session, plan: &RecordPlan, file: &str) -> Result<usize, EditRefused> {
    let mut draft = session.draft("import-table", file);
    let count = session.with_ledger_untracked(|ledger| plan.write(ledger, &mut draft));
    session.commit(draft).map(|_| count)
}
