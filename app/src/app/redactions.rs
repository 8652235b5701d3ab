//! Erasing someone's data (依法删除): asked for, waited for, done for good here and in the stores.

use crate::browser::clock;
use crate::ledger::RecordId;
use crate::registers::{Place, Waiting, ask, redact, redaction_obstacle};

use super::session::Session;

/// Asks for a member's data to be erased; it can be called off until it is done.
///
/// # Errors
/// Why it cannot be asked for; nothing has changed then.
pub fn ask_redaction(session: Session, member: &RecordId, reason: &str) -> Result<(), String> {
    let today = clock::today();
    if reason.trim().is_empty() {
        return Err("请写明依据和理由".to_owned());
    }
    if let Some(obstacle) = session.peek(|ledger| redaction_obstacle(ledger, member, today)) {
        return Err(obstacle.to_owned());
    }
    let mut draft = session.draft("ask-redaction", "");
    ask(&mut draft, member, reason, today);
    session.commit(draft).map(drop).map_err(|error| error.to_string())
}

/// Erases what was asked for.
///
/// # Errors
/// Why it was not done, or not to the end.
pub async fn do_redaction(
    session: Session,
    waiting: &Waiting,
    places: &[Place],
) -> Result<(), String> {
    let today = clock::today();
    if today < waiting.ready_on {
        return Err("等待期还没有满".to_owned());
    }
    let obstacle = session.peek(|ledger| redaction_obstacle(ledger, &waiting.member, today));
    if let Some(obstacle) = obstacle {
        return Err(obstacle.to_owned());
    }
    let mut draft = session.draft("redact", &waiting.reason);
    redact(&mut draft, places);
    session.commit_for_good(draft).await
}
