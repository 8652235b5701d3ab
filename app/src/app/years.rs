//! What the user can do with a branch's year: enter the ballots, and decide.

use std::collections::BTreeMap;

use crate::ledger::RecordId;
use crate::registers::form::{Input, RowInput, write};
use crate::registers::{APPRAISAL_SCHEMA, Problem, appraisal_id};

use super::session::Session;

/// Saves a part of a branch's appraisal of a year, such as the votes that were changed, as one act.
///
/// # Errors
/// What is wrong with it; nothing has changed then.
pub fn appraise(
    session: Session,
    (branch, year): (&RecordId, i32),
    input: Input,
) -> Result<(), Vec<Problem>> {
    let id = appraisal_id(branch, year);
    let texts = BTreeMap::from([("branch", branch.to_string()), ("year", year.to_string())]);
    let input = Input { texts, is_part: true, ..input };
    let mut draft = session.draft("appraise", "");
    session.with_ledger_untracked(|ledger| {
        write(&APPRAISAL_SCHEMA, ledger, Some(&id), &input, &mut draft)
    })?;
    let done = session.commit(draft).map(drop);
    done.map_err(|error| vec![Problem::new("", error.to_string())])
}

/// Saves what the branch decided on a member; an empty grade takes it back.
///
/// # Errors
/// What is wrong with the reason; nothing has changed then.
pub fn decide(
    session: Session,
    year: (&RecordId, i32),
    member: &RecordId,
    grade: &str,
    reason: &str,
) -> Result<(), Vec<Problem>> {
    let row = |text: &str| BTreeMap::from([(member.to_string(), RowInput::first(text))]);
    let rows = BTreeMap::from([("decisions", row(grade)), ("reasons", row(reason))]);
    appraise(session, year, Input { rows, ..Input::default() })
}
