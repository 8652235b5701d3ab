//! Import of a bundle: read, planned and held back where it is doubtful; then, by the user's answers,
//! taken in as a whole.

use leptos::prelude::Update;

use crate::browser::clock;
use crate::exchange::bundle::BundleError;
use crate::exchange::import::answers::{AcceptedChanges, ImportAnswers};
use crate::exchange::import::plan::ImportPlan;
use crate::ledger::Edit;
use crate::registers::{MentionChoice, REDACT, schemas};
use crate::storage::{
    AcceptedImport, ImportId, ImportTarget, PointReason, Purge, Receipt, StorageError, TakenIn,
};

use super::backup::note_chosen;
use super::bundle_import::{BroughtFile, BroughtPlan, UnreadFile, bring};
use super::erased_again::{look_for_erased, say_someone_else};
use super::partners::{partner_of, remember_partner};
use super::restore_points::make_point;
use super::saving::NotErased;
use super::session::Session;
use super::write_lock::EditRefused;

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

/// A file that was read and planned, and waits for the user's answers.
#[derive(Debug)]
pub struct PlannedImport {
    /// What taking it would do.
    pub plan: ImportPlan,
    /// The answers to begin with.
    pub answers: ImportAnswers,
    /// Of an export in several files, the numbers of those that are still to come.
    pub missing: Vec<u32>,
    /// The parts that could not be read.
    pub unread: Vec<UnreadFile>,
}

/// Reads what came in, be it in several parts, plans what taking it would do, and looks who of it may be
/// erased here already. Nothing changes. `show` is called with what is being done and how much of it is,
/// from 0 to 1; where it says that this is no longer wanted, there is no answer.
///
/// # Errors
/// Where none of it is a bundle, or all is damaged, or of a newer version: which, and why.
pub async fn bring_bundle(
    session: Session,
    files: Vec<BroughtFile>,
    show: impl Fn(&'static str, f64) -> bool,
) -> Option<Result<PlannedImport, Vec<UnreadFile>>> {
    let ours = (session.entry().id, clock::now().millis);
    let read = bring(files, ours, |act| session.with_ledger_untracked(|ledger| act(ledger)), &show);
    let BroughtPlan { plan, missing, unread } = match read.await? {
        Ok(read) => read,
        Err(error) => return Some(Err(error)),
    };
    let doubtful = look_for_erased(session, &plan, show).await?;
    let answers = ImportAnswers::holding_back(doubtful);
    Some(Ok(PlannedImport { plan, answers, missing, unread }))
}

/// What was noted of a file that brings nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotedFile {
    /// Whether it was noted as a backup: it holds all that the ledger holds.
    pub is_backup: bool,
}

/// Notes what a file that brings nothing says: what the tablet that gave it has, and that it is a
/// backup where it holds everything. `None` where it brings something: the import notes it then.
pub async fn note_same(session: Session, plan: &ImportPlan) -> Option<NotedFile> {
    if !plan.is_same() {
        return None;
    }
    remember_partner(session, &plan.header, plan.holds.clone()).await;
    Some(NotedFile { is_backup: note_chosen(session, plan).await })
}

/// A plan with what was answered to it.
pub struct AcceptedPlan<'a> {
    /// The plan.
    pub plan: &'a ImportPlan,
    /// The name of the file.
    pub file: &'a str,
    /// What is accepted of it.
    pub answers: &'a ImportAnswers,
    /// The mentions that were shown and chosen.
    pub mentions: &'a MentionChoice,
}

impl ImportTarget for Session {
    fn join(&self, edits: Vec<Edit>) {
        self.tell(&edits);
        self.insert(edits);
    }

    fn erasing(&self) -> Purge<impl Fn(&mut Edit) -> usize> {
        Session::erasing(self)
    }
}

/// Takes in what was accepted of a file: its redactions with what they erase here beyond, the rest as
/// one import that can be taken back, and what the file says of the tablet that gave it; all of it, or
/// nothing. Of the mentions go those that were shown and chosen. Then notes of those who were taken in
/// although they may be erased here that they are someone else.
///
/// # Errors
/// Where it could not be kept; nothing has changed then.
pub async fn import_plan(
    session: Session,
    accepted: AcceptedPlan<'_>,
) -> Result<Imported, ImportError> {
    if let Some(refusal) = session.refusal() {
        return Err(refusal.into());
    }
    let AcceptedPlan { plan, file, answers, mentions } = accepted;
    let AcceptedChanges { mut redactions, edits, beyond, someone_else } = session
        .with_ledger_untracked(|ledger| AcceptedChanges::of(schemas(), ledger, plan, answers));
    let receipt = Receipt::of(&plan.header, file, clock::now());
    make_point(session, PointReason::Import, file).await;
    let mut own = session.draft(REDACT, "");
    beyond.write(&mut own, |place| mentions.is_erased(place));
    let own = session.stamp(own)?;
    let own_id = own.as_ref().map(|edit| edit.head.id);
    redactions.extend(own);
    let partner = partner_of(session, &plan.header, plan.holds.clone());
    let accepted = AcceptedImport { receipt, redactions, edits, partner };
    let TakenIn { import, changes, is_local_full, unpurged } = session
        .with_store(async |store| store.take_in(accepted, &session).await)
        .await
        .inspect_err(|_| {
            own_id.into_iter().for_each(|id| session.give_back(id));
        })?;
    if is_local_full {
        session.note_full();
    }
    let id = import.as_ref().map(|import| import.id);
    session.imports.update(|imports| imports.extend(import));
    if !someone_else.is_empty() {
        // Where it is not noted, it is asked again.
        let _ = say_someone_else(session, &someone_else);
    }
    Ok(Imported { id, changes, unpurged: unpurged.map(NotErased::LeftInStore) })
}
