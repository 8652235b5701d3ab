//! What there is to know of this device: its stores, and how much room they take.

use crate::browser::{local_storage::BrowserStorage, page};
use crate::storage::{StorageError, Which};

use super::session::Session;

/// How the stores of this device are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceStores {
    /// Why localStorage cannot be used.
    pub local: Option<StorageError>,
    /// Why the journal cannot be used.
    pub journal: Option<StorageError>,
    /// How many characters of localStorage this site takes; browsers give five million.
    pub local_units: Option<usize>,
    /// How many bytes this site takes in all, and may take.
    pub usage: Option<(u64, u64)>,
    /// Whether the browser has promised not to clear this site's data by itself.
    pub persistent: Option<bool>,
}

/// Looks at the stores of this device.
pub async fn device_stores(session: Session) -> DeviceStores {
    let (local, journal) = session
        .with_store(async |store| (store.trouble(Which::Local), store.trouble(Which::Journal)))
        .await;
    DeviceStores {
        local,
        journal,
        local_units: BrowserStorage::open().and_then(|storage| storage.units()).ok(),
        usage: page::storage_usage().await,
        persistent: page::is_persistent().await,
    }
}
