//! Erasing someone's data (依法删除): asked for, waited for, done for good here and in the stores.

use crate::browser::clock;
use crate::exchange::import::traces::write_traces;
use crate::ledger::RecordId;
use crate::registers::{Place, REDACT, Waiting, ask, redact, redaction_obstacle};

use super::saving::NotErased;
use super::session::Session;
use super::write_lock::EditRefused;

/// Why an erasure was not asked for, or not done, or not to the end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RedactionError {
    /// No reason is given.
    #[error("请写明依据和理由")]
    NoReason,
    /// It cannot be done as things stand.
    #[error("{0}")]
    Obstacle(&'static str),
    /// It was asked for too short a time ago.
    #[error("等待期还没有满")]
    TooEarly,
    /// The request could not be entered.
    #[error(transparent)]
    Refused(#[from] EditRefused),
    /// It was not kept, or is still in a store.
    #[error(transparent)]
    NotErased(#[from] NotErased),
}

/// Asks for a member's data to be erased; it can be called off until it is done.
///
/// # Errors
/// Why it cannot be asked for; nothing has changed then.
pub fn ask_redaction(
    session: Session,
    member: &RecordId,
    reason: &str,
) -> Result<(), RedactionError> {
    let today = clock::today();
    if reason.trim().is_empty() {
        return Err(RedactionError::NoReason);
    }
    if let Some(obstacle) =
        session.with_ledger_untracked(|ledger| redaction_obstacle(ledger, member, today))
    {
        return Err(RedactionError::Obstacle(obstacle));
    }
    let mut draft = session.draft("ask-redaction", "");
    ask(&mut draft, member, reason, today);
    session.commit(draft)?;
    Ok(())
}

/// Erases what was asked for.
///
/// # Errors
/// Why it was not done, or not to the end.
pub async fn do_redaction(
    session: Session,
    waiting: &Waiting,
    places: &[Place],
) -> Result<(), RedactionError> {
    let today = clock::today();
    if today < waiting.ready_on {
        return Err(RedactionError::TooEarly);
    }
    let obstacle =
        session.with_ledger_untracked(|ledger| redaction_obstacle(ledger, &waiting.member, today));
    if let Some(obstacle) = obstacle {
        return Err(RedactionError::Obstacle(obstacle));
    }
    // What was given as a reason goes with the request, and travels nowhere.
    let mut draft = session.draft(REDACT, "");
    let id = session.entry().id;
    session.with_ledger_untracked(|ledger| write_traces(&mut draft, ledger, id, &waiting.member));
    redact(&mut draft, places);
    session.commit_for_good(draft).await?;
    Ok(())
}

/// Erases places in which the name of someone stands who is erased already.
///
/// # Errors
/// Why it was not done, or not to the end.
pub async fn erase_mentions(session: Session, places: &[Place]) -> Result<(), NotErased> {
    let mut draft = session.draft(REDACT, "");
    redact(&mut draft, places);
    session.commit_for_good(draft).await
}
