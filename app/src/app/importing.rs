//! Import of a bundle: read and planned, then taken in as a whole.

use leptos::prelude::Update;

use crate::browser::clock;
use crate::browser::files::HashWorker;
use crate::exchange::bundle::BundleError;
use crate::exchange::import::implied_erasure::ImpliedErasure;
use crate::exchange::import::plan::ImportPlan;
use crate::ledger::Edit;
use crate::registers::{MentionChoice, REDACT};
use crate::storage::{
    AcceptedImport, ImportId, ImportTarget, PointReason, Purge, Receipt, StorageError, TakenIn,
};

use super::bundle_import::bring;
use super::partners::partner_of;
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

/// Reads what came in, and plans what taking it would do. Nothing changes. `hasher` has the content as
/// a file, where it came as one and as it is. `show` is called with what is being done and how much of it is,
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

/// What was accepted of a plan.
pub struct AcceptedPlan<'a> {
    /// The plan.
    pub plan: &'a ImportPlan,
    /// The name of the file.
    pub file: &'a str,
    /// The redactions of the file.
    pub redactions: Vec<Edit>,
    /// The other edits.
    pub edits: Vec<Edit>,
    /// What the redactions erase here beyond.
    pub beyond: ImpliedErasure,
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
/// nothing. Of the mentions go those that were shown and chosen.
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
    let AcceptedPlan { plan, file, mut redactions, edits, beyond, mentions } = accepted;
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
    Ok(Imported { id, changes, unpurged: unpurged.map(NotErased::LeftInStore) })
}
