//! Restore points (恢复点): making them, looking what going back would change, and going back.

use crate::browser::{chinese, clock, page};
use crate::ledger::{Ledger, Rewound, rewind};
use crate::reports::GoingBack;
use crate::storage::{
    PointError, PointId, PointReason, RestorePoint, SnapshotCopy, StorageError, is_point_due,
};

use super::erasures::follow_erasures;
use super::ledger_inventory::note_inventory;
use super::session::Session;
use super::tallies::take_up_tallies;
use super::write_lock::EditRefused;

/// What is done after opening, when the first page is there: what is kept is packed from now on,
/// the stores are maintained, what was counted and left is taken up, the day gets its restore point,
/// and what this tablet has is noted. `tell` gets what the keeper is to know of it, in sentences.
pub async fn look_after(session: Session, tell: impl FnOnce(Vec<String>)) {
    session.with_store(async |store| store.pack_from_now_on()).await;
    follow_erasures(session).await;
    tell(session.maintain().await);
    take_up_tallies(session).await;
    note_inventory(session).await;
    // Before a page needs it.
    chinese::load().await;
    // Packing everything takes a moment in which one may already be tapping.
    page::pause(POINT_MILLIS).await;
    make_point(session, PointReason::Day, "").await;
}

/// So long the point of the day waits.
const POINT_MILLIS: i32 = 3_000;

/// Makes a restore point, where one is due. Where it cannot be made, there is one less: nothing that
/// comes after depends on it. `file` is the one that is about to be taken in.
pub async fn make_point(session: Session, occasion: PointReason, file: &str) {
    let Ok(points) = restore_points(session).await else { return };
    let now = clock::now();
    let is_due =
        session.with_ledger_untracked(|ledger| is_point_due(&points, ledger, occasion, now));
    if !is_due || session.refusal().is_some() {
        return;
    }
    let (copied, places) = session.with_ledger_untracked(|ledger| {
        (SnapshotCopy::of(ledger, occasion, file, now), ledger.erased_places())
    });
    let made = session.with_store(async |store| store.take_point(copied).await).await;
    // What was erased while it was written may be in it.
    if made.is_ok() && session.with_ledger_untracked(Ledger::erased_places) != places {
        session.purge_again().await;
    }
}

/// The restore points of the ledger, the latest first.
///
/// # Errors
/// Where the journal cannot be read.
pub async fn restore_points(session: Session) -> Result<Vec<RestorePoint>, StorageError> {
    session.with_store(async |store| store.points().await).await
}

/// What going back to a point changes.
pub struct Outlook {
    then: Ledger,
    /// That, in words.
    pub words: GoingBack,
}

/// Looks what going back to a point would change. Nothing changes.
///
/// # Errors
/// Where the point cannot be read.
pub async fn look_at_point(session: Session, id: PointId) -> Result<Outlook, PointError> {
    let edits = session.with_store(async |store| store.read_point(id).await).await?;
    let then = session.with_ledger_untracked(|ledger| {
        // What is erased since stays erased.
        let mut then = ledger.begun_beside();
        then.insert_all(edits);
        then
    });
    let mut draft = session.draft(GO_BACK, "");
    let words = session.with_ledger_untracked(|ledger| {
        let rewound: Rewound = rewind(ledger, &then, &mut draft);
        GoingBack::of(ledger, &then, &rewound)
    });
    Ok(Outlook { then, words })
}

/// The word for it in the head of the edit.
const GO_BACK: &str = "go-back";

/// Goes back: writes what stood then, as one edit that can be undone. `label` says to which point.
///
/// # Errors
/// Why it was not done; nothing has changed then.
pub fn go_back(session: Session, outlook: &Outlook, label: &str) -> Result<(), EditRefused> {
    let mut draft = session.draft(GO_BACK, &format!("恢复到：{label}"));
    session.with_ledger_untracked(|ledger| rewind(ledger, &outlook.then, &mut draft));
    session.commit(draft).map(drop)
}
