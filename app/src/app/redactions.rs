//! Erasing someone's data (依法删除): asked for, waited for, done for good here and in the stores.

use crate::browser::{clock, page};
use crate::exchange::plan::ImportPlan;
use crate::exchange::traces::{candidates, known_traces, trace, write_traces};
use crate::ledger::RecordId;
use crate::registers::{Place, REDACT, Waiting, ask, redact, redaction_obstacle};

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
    // What was given as a reason goes with the request, and travels nowhere.
    let mut draft = session.draft(REDACT, "");
    let id = session.entry().id;
    session.peek(|ledger| write_traces(&mut draft, ledger, id, &waiting.member));
    redact(&mut draft, places);
    session.commit_for_good(draft).await
}

/// Erases places in which the name of someone stands who is erased already.
///
/// # Errors
/// Why it was not done, or not to the end.
pub async fn erase_mentions(session: Session, places: &[Place]) -> Result<(), String> {
    let mut draft = session.draft(REDACT, "");
    redact(&mut draft, places);
    session.commit_for_good(draft).await
}

/// Someone in a file who may be erased here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubtful {
    /// The record in the file.
    pub record: RecordId,
    /// The name there.
    pub name: String,
}

/// Looks who of a file may be erased here under another record. `show` is told how much is done, and
/// says whether it is still wanted; where it is not, there is no answer.
pub async fn look_for_erased(
    session: Session,
    plan: &ImportPlan,
    show: impl Fn(&'static str, f64) -> bool,
) -> Option<Vec<Doubtful>> {
    let mut known = session.peek(known_traces);
    known.extend(known_traces(plan.theirs()));
    if known.is_empty() {
        return Some(Vec::new());
    }
    let candidates = session.peek(|ledger| candidates(ledger, plan));
    let (id, count) = (session.entry().id, candidates.len());
    let mut found = Vec::new();
    for (place, (record, name, born)) in candidates.into_iter().enumerate() {
        show("正在核对已删除的人", place as f64 / count as f64).then_some(())?;
        page::give_way().await;
        if trace(id, &name, &born).is_some_and(|trace| known.contains(&trace)) {
            found.push(Doubtful { record, name });
        }
    }
    show("正在核对已删除的人", 1.0).then_some(found)
}
