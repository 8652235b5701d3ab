//! What the user can do with a branch's month: approve, put up, lock, open again, adjust.

use crate::ledger::{Day, Ledger, Month, RecordId, day_text};
use crate::registers::ADJUSTMENT;
use crate::scoring::{
    Calendar, Deadline, Notice, Pending, approve as write_approval, lock_month as write_lock,
    obstacles, publish as write_notice, reopen as write_reopening,
};

use super::command_error::CommandError;
use super::session::Session;

/// The last day of a notice, by the holidays that are known.
pub fn end_of_notice(ledger: &Ledger, from: Day, days: u32) -> Deadline {
    Calendar::of(ledger).end_of_notice(from, days)
}

/// Says that nothing stands in the way of the next step.
///
/// # Errors
/// The first thing that does.
fn clear(session: Session, branch: &RecordId, month: Month) -> Result<(), CommandError> {
    let today = crate::browser::clock::today();
    let found =
        session.with_scores(|ledger, scores| obstacles(ledger, scores, branch, month, today));
    match found.into_iter().find(|one| one.blocks) {
        Some(one) => Err(CommandError::Blocked(one)),
        None => Ok(()),
    }
}

/// Records that the branch committee has approved the sheet.
///
/// # Errors
/// What stands in the way; nothing has changed then.
pub fn approve(
    session: Session,
    branch: &RecordId,
    month: Month,
    day: Day,
    meeting: &str,
) -> Result<(), CommandError> {
    clear(session, branch, month)?;
    let mut draft = session.draft("approve", "");
    session.with_scores(|ledger, scores| {
        let sheet = scores.sheet(ledger, month)?;
        write_approval(&mut draft, &sheet, branch, day, meeting);
        Ok::<(), CommandError>(())
    })?;
    Ok(session.commit(draft).map(drop)?)
}

/// Records that the sheet has been put up.
///
/// # Errors
/// What stands in the way; nothing has changed then.
pub fn publish(
    session: Session,
    branch: &RecordId,
    month: Month,
    from: Day,
    days: u32,
    place: &str,
) -> Result<(), CommandError> {
    clear(session, branch, month)?;
    let deadline = session.with_ledger_untracked(|ledger| end_of_notice(ledger, from, days));
    let notice = Notice {
        from,
        until: deadline.day,
        days,
        provisional: deadline.provisional,
        place: place.to_owned(),
    };
    let mut draft = session.draft("publish", "");
    write_notice(&mut draft, branch, month, &notice);
    Ok(session.commit(draft).map(drop)?)
}

/// Locks the month.
///
/// # Errors
/// What stands in the way; nothing has changed then.
pub fn lock(session: Session, branch: &RecordId, month: Month) -> Result<(), CommandError> {
    clear(session, branch, month)?;
    let mut draft = session.draft("lock", "");
    session.with_scores(|ledger, scores| {
        let sheet = scores.sheet(ledger, month)?;
        write_lock(&mut draft, ledger, &sheet, branch);
        Ok::<(), CommandError>(())
    })?;
    Ok(session.commit(draft).map(drop)?)
}

/// Opens the month again, for a reason.
pub fn reopen(session: Session, branch: &RecordId, month: Month, reason: &str) {
    let mut draft = session.draft("reopen", reason);
    write_reopening(&mut draft, branch, month);
    // Holds nothing but the reason, which the form bounds.
    let _ = session.commit(draft);
}

/// Turns what has come since the lock into adjustments, and says how many.
///
/// # Errors
/// Where a text is beyond all bounds; nothing has changed then.
pub fn adjust(
    session: Session,
    month: Month,
    waiting: &[Pending],
    reason: &str,
    by: &str,
    on: Day,
) -> Result<usize, CommandError> {
    let mut draft = session.draft("adjust", "");
    let mut count = 0;
    let by_points = |one: &&Pending| !one.needs_reopening() && one.difference() != 0;
    for one in waiting.iter().filter(by_points) {
        let id = draft.next_record(ADJUSTMENT.name);
        draft.field(&id, "member", one.member.as_str());
        draft.field(&id, "month", month.to_string());
        draft.field(&id, "points", i64::from(one.difference()));
        draft.field(&id, "reason", reason.trim());
        draft.field(&id, "approved_by", by.trim());
        draft.field(&id, "approved_on", day_text(on));
        count += 1;
    }
    session.commit(draft)?;
    Ok(count)
}
