//! What the user can do, beyond the month: each command checks, makes an edit, and says what
//! happened.

use leptos::prelude::Update;

use crate::browser::clock;
use crate::browser::files::HashWorker;
use crate::exchange::bundle::{BundleError, BundleHeader};
use crate::exchange::import::implied_erasure::ImpliedErasure;
use crate::exchange::import::plan::ImportPlan;
use crate::exchange::import::take_back::TakeBack;
use crate::ledger::{Cell, Edit, RecordId, Value};
use crate::registers::form::{self, Input};
use crate::registers::{MentionChoice, Problem, REDACT, Schema, schemas};
use crate::storage::{
    Durability, ImportId, ImportReceipt, KeptPlan, PointReason, Receipt, StorageError,
    TakeBackError,
};

use super::bundle_import::bring;
use super::restore_points::make_point;
use super::saving::NotErased;
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
pub fn delete(session: Session, ids: &[RecordId], reason: &str) {
    let mut draft = session.draft("delete", reason);
    ids.iter().for_each(|id| draft.delete(id));
    // Holds nothing but marks, which every store takes.
    let _ = session.commit(draft);
}

/// Takes away a place in a map or dated field of a record.
pub fn remove_entry(session: Session, id: &RecordId, field: &str, key: &str) {
    let mut draft = session.draft("change", "");
    draft.entry(id, field, key, Value::Null);
    let _ = session.commit(draft);
}

/// Settles a conflict with a value, one of those in it or a third.
///
/// # Errors
/// Where the value is beyond all bounds; nothing has changed then.
pub fn settle(session: Session, cell: &Cell, value: Value) -> Result<(), String> {
    let mut draft = session.draft("settle", "");
    draft.settle(cell.clone(), value);
    session.commit(draft).map(drop).map_err(|error| error.to_string())
}

/// Brings a deleted record back.
pub fn restore(session: Session, id: &RecordId) {
    let mut draft = session.draft("restore", "");
    draft.restore(id);
    let _ = session.commit(draft);
}

/// Why an import did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The file is no bundle that we can take.
    #[error("{0}")]
    Bundle(#[from] BundleError),
    /// What it brings could not be kept.
    #[error("{0}本次导入没有生效，本机数据没有改动。")]
    NotKept(#[from] StorageError),
    /// No edit can be made now.
    #[error("{0}。本次导入没有生效，本机数据没有改动。")]
    Refused(#[from] EditRefused),
}

/// What an import brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Which import, for taking it back; `None` where there was nothing but redactions.
    pub id: Option<ImportId>,
    /// How many changes it brought.
    pub changes: usize,
    /// Why what was erased could not be taken out of the stores yet; `None` where all was.
    pub unpurged: Option<NotErased>,
}

/// Reads what came in, and plans what taking it would do. Nothing changes. `hasher` has the content as
/// a file, where it came as one and as it is. `show` is told what is being done and how much of it is,
/// from 0 to 1; where it says that this is no longer wanted, there is no answer.
///
/// # Errors
/// Where it is no bundle, or damaged, or of a newer version.
pub async fn bring_bundle(
    session: Session,
    content: Vec<u8>,
    hasher: Option<HashWorker>,
    show: impl Fn(&'static str, f64) -> bool,
) -> Option<Result<ImportPlan, BundleError>> {
    let ours = (session.entry().id, clock::now().millis);
    bring(content, hasher, ours, |act| session.with_ledger_untracked(|ledger| act(ledger)), show)
        .await
}

/// Takes in what was accepted of a file: its redactions with what they erase here beyond, and the
/// rest as one import that can be taken back; all of it, or nothing. Of the mentions
/// go those that were shown and chosen.
///
/// # Errors
/// Where it could not be kept; nothing has changed then.
pub async fn import_edits(
    session: Session,
    header: &BundleHeader,
    file: &str,
    (beyond, mentions): (&ImpliedErasure, &MentionChoice),
    mut redactions: Vec<Edit>,
    edits: Vec<Edit>,
) -> Result<Imported, ImportError> {
    if let Some(refusal) = session.refusal() {
        return Err(refusal.into());
    }
    let receipt = Receipt::of(header, file, clock::now());
    make_point(session, PointReason::Import, file).await;
    let mut own = session.draft(REDACT, "");
    beyond.write(&mut own, |place| mentions.is_erased(place));
    let own = session.stamp(own)?;
    let own_id = own.as_ref().map(|edit| edit.head.id);
    redactions.extend(own);
    let KeptPlan { import, edits, recorded } = session
        .with_store(async |store| store.record_plan(&receipt, &redactions, edits).await)
        .await
        .inspect_err(|_| {
            own_id.into_iter().for_each(|id| session.give_back(id));
        })?;
    if (recorded.durability, recorded.trouble) == (Durability::Strict, Some(StorageError::Full)) {
        session.note_full();
    }
    let changes = edits.iter().map(|edit| edit.changes.len()).sum();
    let erases = !redactions.is_empty();
    for edits in [redactions, edits] {
        session.tell(&edits);
        session.insert(edits);
    }
    if let Some(id) = import {
        session.imports.update(|imports| {
            imports.push(ImportReceipt { id, receipt: Some(receipt), changes, taken_back: false });
        });
    }
    let unpurged = if erases { session.purge().await.err() } else { None };
    Ok(Imported { id: import, changes, unpurged })
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

/// A name for a file: its parts without spaces or anything that means something in a path.
pub(super) fn file_name(parts: &[&str], ending: &str) -> String {
    let parts: Vec<String> = parts
        .iter()
        .map(|part| part.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect())
        .filter(|part: &String| !part.is_empty())
        .collect();
    format!("{}.{ending}", parts.join("_"))
}
