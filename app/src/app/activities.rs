//! Meetings and service: made with what is likely, called, made up for, voted in, and put together where
//! one was entered twice.

use crate::ledger::{Day, RecordId, Value};
use crate::registers::{Context, Differing, join_twin, rows};
use crate::reports::{NewActivity, draft_activity, draft_repeat};

use super::session::Session;
use super::today::today;
use super::write_lock::EditRefused;

/// Makes a meeting or an event with what is likely; see [`draft_activity`].
///
/// # Errors
/// Where this page may not write; nothing has changed then.
pub fn new_activity(session: Session, new: &NewActivity) -> Result<RecordId, EditRefused> {
    let mut draft = session.draft("create", "");
    let id = session.with_ledger_untracked(|ledger| {
        draft_activity(&mut draft, &Context::new(ledger, today()), new)
    });
    session.commit(draft)?;
    Ok(id)
}

/// Makes an activity of the same shape on another day; see [`draft_repeat`].
///
/// # Errors
/// Where this page may not write; nothing has changed then.
pub fn repeat_activity(session: Session, of: &RecordId, day: Day) -> Result<RecordId, EditRefused> {
    let mut draft = session.draft("create", "");
    let id = session.with_ledger_untracked(|ledger| {
        draft_repeat(&mut draft, &Context::new(ledger, today()), of, day)
    });
    session.commit(draft)?;
    Ok(id)
}

/// Writes rows of a table of an activity, as one edit.
///
/// # Errors
/// Where this page may not write.
pub fn write_rows(
    session: Session,
    record: &RecordId,
    table: &str,
    rows: impl IntoIterator<Item = (String, Value)>,
    reason: &str,
) -> Result<(), EditRefused> {
    let mut draft = session.draft("change", reason);
    session.with_ledger_untracked(|ledger| {
        let standing = ledger.record(record);
        for (key, value) in rows {
            // A row that was written for a duplicate of the one whose row it is goes with it.
            for written in rows::as_written(ledger, standing.as_ref(), table, &key) {
                if written != key {
                    draft.entry(record, table, &written, Value::Null);
                }
            }
            draft.entry(record, table, &key, value);
        }
    });
    session.commit(draft).map(drop)
}

/// Writes a field of an activity.
///
/// # Errors
/// Where this page may not write.
pub fn write_field(
    session: Session,
    record: &RecordId,
    field: &str,
    value: Value,
    reason: &str,
) -> Result<(), EditRefused> {
    let mut draft = session.draft("change", reason);
    draft.field(record, field, value);
    session.commit(draft).map(drop)
}

/// Adds a row to a table whose rows have keys of their own; its key.
///
/// # Errors
/// Where this page may not write.
pub fn add_row(
    session: Session,
    record: &RecordId,
    table: &str,
    value: Value,
    reason: &str,
) -> Result<String, EditRefused> {
    let mut draft = session.draft("change", reason);
    let key = rows::next_key(&draft);
    draft.entry(record, table, &key, value);
    session.commit(draft).map(|_| key)
}

/// Merges a meeting or an event that was entered twice into another; see [`join_twin`]. Returns in
/// what both differ.
///
/// # Errors
/// Where this page may not write.
pub fn put_together(
    session: Session,
    into: &RecordId,
    from: &RecordId,
    reason: &str,
) -> Result<Differing, EditRefused> {
    let mut draft = session.draft("join", reason);
    let differing =
        session.with_ledger_untracked(|ledger| join_twin(&mut draft, ledger, from, into));
    session.commit(draft).map(|_| differing)
}
