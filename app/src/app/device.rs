//! What there is to know of this device: its stores, how much room they take, and how long they stay.

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::Update;

use crate::browser::{clock, device, page};
use crate::storage::{Pace, Reckoning, StorageError, StoreKind, Usage};

use super::session::Session;
use super::write_lock::NotStored;

/// How the stores of this device are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceStores {
    /// Why localStorage cannot be used.
    pub local: Option<StorageError>,
    /// Why the journal cannot be used.
    pub journal: Option<StorageError>,
    /// What takes room in localStorage.
    pub room: Option<Usage>,
    /// For how many years what is left suffices, where that can be said.
    pub years: Option<usize>,
    /// How many bytes this site takes in all, and may take.
    pub usage: Option<(u64, u64)>,
    /// Whether the browser has promised not to clear this site's data by itself.
    pub persistent: Option<bool>,
}

/// Looks at the stores of this device.
pub async fn device_stores(session: Session) -> DeviceStores {
    let (local, journal) = session
        .with_store(async |store| {
            (store.trouble(StoreKind::Local), store.trouble(StoreKind::Journal))
        })
        .await;
    let room = local_usage(session).await;
    let years = room.as_ref().and_then(|room| {
        session
            .with_ledger_untracked(|ledger| room.years_left(Pace::of(ledger, clock::now()), ledger))
    });
    DeviceStores {
        local,
        journal,
        room,
        years,
        usage: page::storage_usage().await,
        persistent: page::is_persistent().await,
    }
}

/// What takes room in localStorage, as this browser reckons; `None` where it cannot be read.
pub async fn local_usage(session: Session) -> Option<Usage> {
    let reckoning = if device::is_webkit() { Reckoning::Bytes } else { Reckoning::Units };
    session.with_store(async |store| store.usage(reckoning)).await.ok()
}

/// Removes what imports brought that were taken back.
///
/// # Errors
/// Why it was not done.
pub async fn remove_leftovers(session: Session) -> Result<(), NotStored<StorageError>> {
    if let Some(refusal) = session.refusal() {
        return Err(NotStored::Refused(refusal));
    }
    session.with_store(async |store| store.remove_leftovers().await).await?;
    session.imports.update(|imports| imports.retain(|one| !one.taken_back));
    Ok(())
}

/// Asks the browser not to clear this site's data by itself: once a page, and only when there is
/// something of one's own to be kept. Most browsers answer without asking the user.
pub async fn keep_for_good(session: Session) {
    static ASKED: AtomicBool = AtomicBool::new(false);
    let has_own =
        !session.is_sample() && session.with_ledger_untracked(|ledger| ledger.change_count() > 0);
    if has_own && !ASKED.swap(true, Ordering::Relaxed) && page::is_persistent().await == Some(false)
    {
        let _ = page::ask_to_persist().await;
    }
}
