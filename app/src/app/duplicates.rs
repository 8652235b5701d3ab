//! 同一人、同一单位: joining records, taking them apart, and saying that two are not one.

use crate::exchange::duplicates::DuplicateGroup;
use crate::ledger::{Draft, RecordId};
use crate::ordered;
use crate::registers::{join, keep_apart, separate};

use super::session::Session;
use super::write_lock::EditRefused;

/// Joins pairs, each the first to the second, as one act.
///
/// # Errors
/// Where the edit holds what no store would take; nothing has changed then.
pub fn join_records(session: Session, pairs: &[(RecordId, RecordId)]) -> Result<(), EditRefused> {
    act(session, "join", |draft| {
        session.with_ledger_untracked(|ledger| {
            for into in ordered::set(pairs.iter().map(|(_, into)| into)) {
                let from = pairs.iter().filter(|(_, other)| other == into);
                let from: Vec<RecordId> = from.map(|(from, _)| from.clone()).collect();
                join(draft, ledger, &from, into);
            }
        });
    })
}

/// Takes a record apart from the one that goes on for it.
///
/// # Errors
/// Where the edit holds what no store would take; nothing has changed then.
pub fn separate_record(session: Session, id: &RecordId) -> Result<(), EditRefused> {
    act(session, "separate", |draft| {
        session.with_ledger_untracked(|ledger| separate(draft, ledger, id))
    })
}

/// Says that two records which look like one are not.
///
/// # Errors
/// Where the edit holds what no store would take; nothing has changed then.
pub fn keep_records_apart(
    session: Session,
    duplicates: &DuplicateGroup,
) -> Result<(), EditRefused> {
    act(session, "distinct", |draft| keep_apart(draft, &duplicates.keep, &duplicates.other))
}

fn act(session: Session, act: &str, write: impl FnOnce(&mut Draft)) -> Result<(), EditRefused> {
    let mut draft = session.draft(act, "");
    write(&mut draft);
    session.commit(draft).map(drop)
}
