//! What the user can do with a branch's year: enter the ballots, and decide.

use std::collections::BTreeMap;

use crate::ledger::RecordId;
use crate::ordered;
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
/// Why it could not be saved; nothing has changed then.
pub fn decide(
    session: Session,
    year: (&RecordId, i32),
    member: &RecordId,
    grade: &str,
) -> Result<(), Vec<Problem>> {
    appraise(session, year, of_rows("decisions", [(member, grade)]))
}

/// Saves why a member's grade is not the suggested one.
///
/// # Errors
/// What is wrong with the reason; nothing has changed then.
pub fn give_reason(
    session: Session,
    year: (&RecordId, i32),
    member: &RecordId,
    reason: &str,
) -> Result<(), Vec<Problem>> {
    appraise(session, year, of_rows("reasons", [(member, reason)]))
}

/// Decides on members as is suggested, as one edit: only where nothing is decided.
///
/// # Errors
/// Why it could not be saved; nothing has changed then.
pub fn decide_blanks(
    session: Session,
    year: (&RecordId, i32),
    grades: &[(RecordId, &str)],
) -> Result<(), Vec<Problem>> {
    let input = of_rows("decisions", grades.iter().map(|(member, grade)| (member, *grade)));
    let members = grades.iter().map(|(member, _)| member.to_string());
    let if_blank = BTreeMap::from([("decisions", ordered::set(members))]);
    appraise(session, year, Input { if_blank, ..input })
}

fn of_rows<'a>(
    field: &'static str,
    texts: impl IntoIterator<Item = (&'a RecordId, &'a str)>,
) -> Input {
    let row = |(member, text): (&RecordId, &str)| (member.to_string(), RowInput::first(text));
    let rows = ordered::map(texts.into_iter().map(row));
    Input { rows: BTreeMap::from([(field, rows)]), ..Input::default() }
}
