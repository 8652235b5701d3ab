//! What the user can do, beyond the month: each command checks, makes an edit, and says what
//! happened.

use crate::exchange::import::take_back::TakeBack;
use crate::ledger::{Cell, RecordId, Value};
use crate::registers::form::{self, Input};
use crate::registers::{Problem, Schema, schemas};
use crate::storage::{ImportId, StorageError, TakeBackError};

use super::session::Session;
use super::write_lock::{EditRefused, NotStored};

/// Saves a form: a new record, or changes of one that is there.
///
/// # Errors
/// All that is wrong, field by field; nothing has changed then.
pub fn save(
    session: Session,
    schema: &Schema,
    id: Option<&RecordId>,
    input: &Input,
    reason: &str,
) -> Result<RecordId, Vec<Problem>> {
    let mut draft = session.draft(if id.is_some() { "change" } else { "create" }, reason);
    let id = session
        .with_ledger_untracked(|ledger| form::write(schema, ledger, id, input, &mut draft))?;
    session.commit(draft).map_err(|error| vec![Problem::new("", error.to_string())])?;
    Ok(id)
}

/// Deletes records, as one act.
///
/// # Errors
/// Where this page may not write; nothing has changed then, as with the commands below.
pub fn delete(session: Session, ids: &[RecordId], reason: &str) -> Result<(), EditRefused> {
    let mut draft = session.draft("delete", reason);
    ids.iter().for_each(|id| draft.delete(id));
    session.commit(draft).map(drop)
}

/// Takes away a place in a map or dated field of a record.
///
/// # Errors
/// Where this page may not write.
pub fn remove_entry(
    session: Session,
    id: &RecordId,
    field: &str,
    key: &str,
) -> Result<(), EditRefused> {
    let mut draft = session.draft("change", "");
    draft.entry(id, field, key, Value::Null);
    session.commit(draft).map(drop)
}

/// Settles a conflict with a value, one of those in it or a third.
///
/// # Errors
/// Where the value is beyond all bounds; nothing has changed then.
pub fn settle(session: Session, cell: &Cell, value: Value) -> Result<(), EditRefused> {
    let mut draft = session.draft("settle", "");
    draft.settle(cell.clone(), value);
    session.commit(draft).map(drop)
}

/// Brings a deleted record back.
///
/// # Errors
/// Where this page may not write.
pub fn restore(session: Session, id: &RecordId) -> Result<(), EditRefused> {
    let mut draft = session.draft("restore", "");
    draft.restore(id);
    session.commit(draft).map(drop)
}

/// Looks what taking an import back would take away, and what was built on it since, in words.
///
/// # Errors
/// Where what it brought cannot be read.
pub async fn look_at_import(
    session: Session,
    import: ImportId,
) -> Result<(TakeBack, Vec<String>), StorageError> {
    let edits = session.with_store(async |store| store.import_edits(import).await).await?;
    Ok(session.with_ledger_untracked(|ledger| {
        let outcome = TakeBack::of(schemas(), ledger, &edits);
        let lines = outcome.lines(schemas(), ledger);
        (outcome, lines)
    }))
}

/// Takes an import back: what it brought leaves the ledger.
///
/// # Errors
/// Why it was not done; the ledger is as it was.
pub async fn take_back_import(
    session: Session,
    import: ImportId,
) -> Result<(), NotStored<TakeBackError>> {
    if let Some(refusal) = session.refusal() {
        return Err(NotStored::Refused(refusal));
    }
    let opened = session.with_store(async |store| store.take_back(import).await).await?;
    session.broadcast_reload();
    session.replace_state(opened);
    Ok(())
}
