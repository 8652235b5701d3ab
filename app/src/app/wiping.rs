//! 清除本机数据: nothing of the app stays on this device.

use crate::browser::wipe;
use crate::storage::{StorageError, StoreEncryption};

use super::stores::DATABASE;

/// Wipes this device; this page writes nothing any more, whatever comes of it.
///
/// # Errors
/// What did not go.
pub async fn wipe_device(encryption: &StoreEncryption) -> Result<(), StorageError> {
    encryption.shut();
    wipe::wipe(DATABASE).await
}
