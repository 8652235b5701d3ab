//! Backups: exports of everything that were read back and found whole.

use leptos::prelude::GetUntracked;

use crate::browser::clock;
use crate::exchange::bundle::sealing::open;
use crate::exchange::import::plan::ImportPlan;
use crate::storage::Backup;

use super::bundle_import::read_back;
use super::session::Session;
use super::write_lock::WriteAccess;

/// The last backup of the ledger that this device knows of.
pub async fn last_backup(session: Session) -> Option<Backup> {
    session.with_store(async |store| store.last_backup().await).await.ok().flatten()
}

/// Notes a file that was chosen again as a backup, where it holds all that the ledger holds. Says
/// whether it was noted.
pub(super) async fn note_chosen(session: Session, plan: &ImportPlan) -> bool {
    let is_whole = session.with_ledger_untracked(|ledger| plan.is_all_of(ledger));
    if !is_whole || session.write_access.get_untracked() == WriteAccess::NewerVersion {
        return false;
    }
    let backup = session.with_ledger_untracked(|ledger| Backup::of(ledger, clock::now()));
    session.with_store(async |store| store.note_backup(&backup).await).await.is_ok()
}

/// Reads back the texts of files that were handed over, opened with the passphrase where they are
/// sealed, and notes them as a backup where they hold all that it is of. Says whether they do.
pub(super) async fn check_backup(
    session: Session,
    backup: &Backup,
    texts: &[String],
    passphrase: Option<&str>,
) -> bool {
    let mut files = Vec::new();
    for text in texts {
        let opened = passphrase.map(|passphrase| open(text.as_bytes(), passphrase));
        let text = match &opened {
            None => text,
            Some(Ok(opened)) => opened,
            Some(Err(_)) => return false,
        };
        match read_back(text.as_bytes()).await {
            Some(file) => files.push(file),
            None => return false,
        }
    }
    if !session.with_ledger_untracked(|ledger| {
        backup.is_whole(ledger, files.iter().flat_map(|file| &file.edits))
    }) {
        return false;
    }
    // Where no note is kept, one is reminded once too often.
    if session.write_access.get_untracked() == WriteAccess::NewerVersion {
        return true;
    }
    let _ = session.with_store(async |store| store.note_backup(backup).await).await;
    true
}
