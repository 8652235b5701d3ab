//! What the user can do with a branch's year: enter the ballots, and decide.

use crate::ledger::RecordId;
use crate::registers::{APPRAISAL_SCHEMA, Ballot, Votes, appraisal_id, read_input};

use super::command_error::CommandError;
use super::session::Session;

/// Keeps the head of the ballot and the votes on each member, as one act.
///
/// # Errors
/// Where a text is beyond all bounds; nothing has changed then.
pub fn keep_ballots(
    session: Session,
    branch: &RecordId,
    year: i32,
    ballot: Ballot,
    votes: &[(RecordId, Votes)],
) -> Result<(), CommandError> {
    let (mut draft, id) = begin(session, branch, year);
    draft.field(&id, "ballot", ballot.to_value());
    for (member, votes) in votes {
        draft.entry(&id, "votes", member.as_str(), votes.to_value());
    }
    Ok(session.commit(draft).map(drop)?)
}

/// Keeps what the branch decided on a member; an empty grade takes it back.
///
/// # Errors
/// What is wrong with the reason; nothing has changed then.
pub fn decide(
    session: Session,
    branch: &RecordId,
    year: i32,
    member: &RecordId,
    grade: &str,
    reason: &str,
) -> Result<(), CommandError> {
    let (mut draft, id) = begin(session, branch, year);
    for (name, text) in [("decisions", grade), ("reasons", reason)] {
        if let Some(field) = APPRAISAL_SCHEMA.field(name) {
            let value = read_input(field, text).map_err(CommandError::Input)?;
            draft.entry(&id, name, member.as_str(), value);
        }
    }
    Ok(session.commit(draft).map(drop)?)
}

fn begin(session: Session, branch: &RecordId, year: i32) -> (crate::ledger::Draft, RecordId) {
    let id = appraisal_id(branch, year);
    let mut draft = session.draft("appraise", "");
    draft.restore(&id);
    draft.field(&id, "branch", branch.as_str());
    draft.field(&id, "year", i64::from(year));
    (draft, id)
}
