//! Unlocking of the stores, and completion of an interrupted conversion.

use std::rc::Rc;

use super::conversion::Conversion;
use super::data_key::DataKey;
use super::device_lock::{EncryptedStores, Unlocked, remove_others};
use super::store_encryption::StoreEncryption;
use super::traits::{Journal, KeyValue, StorageError};

/// Sealing is incomplete. The stores can be used all the same; sealing is resumed at the next
/// unlocking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", words(*.left, .cause.as_ref()))]
pub struct Unsealed {
    /// How many texts are in clear; `None` where that could not be found out.
    pub left: Option<usize>,
    /// What kept them from being sealed, where that is known.
    #[source]
    pub cause: Option<StorageError>,
}

fn words(left: Option<usize>, cause: Option<&StorageError>) -> String {
    let left = left.map_or("还有一部分".to_owned(), |left| format!("还有 {left} 处"));
    let cause = cause.map(StorageError::to_string).unwrap_or_default();
    format!("{left}没有加密完，下次输入口令时会接着加密。{cause}")
}

/// Maximal number of passes over both stores: the next pass seals what one could not read or write,
/// or what another page wrote meanwhile.
const PASSES: usize = 3;

impl<K: KeyValue, J: Journal> EncryptedStores<K, J> {
    /// Unlocks the stores of this page, and seals the texts that are still in clear. `told` is
    /// called with how many texts of how many were processed.
    ///
    /// # Errors
    /// What is still clear; it stays so until the tablet is unlocked next, and can be used all the
    /// same.
    pub async fn enter(
        &self,
        encryption: &StoreEncryption,
        unlocked: &Unlocked,
        told: &dyn Fn(usize, usize),
    ) -> Result<(), Unsealed> {
        encryption.lock_with(unlocked.key.clone());
        let mut cause = unlocked.settle(self).await.err();
        if cause.is_some() {
            // A store without the wraps is to hold nothing that needs them.
            return Err(Unsealed { left: self.count_clear().await.ok(), cause });
        }
        let mut left = None;
        for _ in 0..PASSES {
            cause = self.convert(told).await.err();
            match self.count_clear().await {
                Ok(0) if cause.is_none() => return Ok(()),
                Ok(clear) => left = Some(clear),
                Err(error) => cause = cause.or(Some(error)),
            }
        }
        Err(Unsealed { left, cause })
    }

    /// The same where the tablet is no longer to be locked: what is sealed is opened. Once both
    /// stores were found without any sealed text, the key goes too.
    ///
    /// # Errors
    /// What a store says; what it holds sealed stays so until the next opening, and opens all the
    /// same.
    pub async fn enter_for_good(
        &self,
        encryption: &StoreEncryption,
        key: Rc<DataKey>,
        told: &dyn Fn(usize, usize),
    ) -> Result<(), StorageError> {
        encryption.open_with(key);
        let found = self.convert(told).await?;
        if found == 0 && self.local.is_ok() && self.journal.is_ok() {
            return remove_others(self, "").await;
        }
        Ok(())
    }

    /// Converts both stores as far as they can be used; gives how many texts that were.
    async fn convert(&self, told: &dyn Fn(usize, usize)) -> Result<usize, StorageError> {
        let mut conversion = Conversion::default();
        if let Ok(local) = &self.local {
            conversion.local(local);
        }
        if let Ok(journal) = &self.journal {
            conversion.journal(journal, told).await;
        }
        conversion.error.map_or(Ok(conversion.done), Err)
    }
}
