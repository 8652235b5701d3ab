//! Commitments of a year: those of many members saved as one edit, and approved as one.

use crate::ledger::RecordId;
use crate::registers::Problem;
use crate::reports::life::{CommitmentTexts, draft_approval};

use super::session::Session;
use super::today::today;
use super::write_lock::EditRefused;

/// Saves what is typed for some members as new commitments of a year, as one edit.
///
/// # Errors
/// What is wrong, with the member about whom it is, if it is about one; nothing has changed then.
pub fn save_commitments(
    session: Session,
    year: i32,
    members: &[RecordId],
    texts: &CommitmentTexts,
) -> Result<(), (Option<RecordId>, Vec<Problem>)> {
    let mut draft = session.draft("create", "");
    session
        .with_ledger_untracked(|ledger| texts.write(ledger, year, members, &mut draft))
        .map_err(|(member, problems)| (Some(member), problems))?;
    let committed = session.commit(draft).map(drop);
    committed.map_err(|error| (None, vec![Problem::new("", error.to_string())]))
}

/// Writes down that the branch approved some commitments today, as one edit.
///
/// # Errors
/// Where this page may not write; nothing has changed then.
pub fn approve_commitments(session: Session, commitments: &[RecordId]) -> Result<(), EditRefused> {
    let mut draft = session.draft("change", "");
    draft_approval(&mut draft, commitments, today());
    session.commit(draft).map(drop)
}
