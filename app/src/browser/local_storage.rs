//! localStorage, behind [`KeyValue`].

use gloo_storage::{LocalStorage, Storage};
use wasm_bindgen::{JsCast, JsValue};

use crate::storage::{KeyValue, StorageError};

/// The browser's localStorage.
#[derive(Debug, Clone)]
pub struct BrowserStorage(web_sys::Storage);

/// A key that is written and removed to see whether writing works.
const PROBE: &str = "yixin/probe";

impl BrowserStorage {
    /// Finds out whether there is a localStorage that can be used.
    ///
    /// # Errors
    /// Where the browser has none, refuses it, or refuses to write into it.
    pub fn open() -> Result<Self, StorageError> {
        // gloo-storage panics where there is none, so it is asked only after this.
        let window = web_sys::window().ok_or(StorageError::Blocked)?;
        match window.local_storage() {
            Ok(Some(_)) => {}
            Ok(None) => return Err(StorageError::Blocked),
            Err(error) => return Err(to_error(&error)),
        }
        let storage = LocalStorage::raw();
        match storage.set_item(PROBE, "1").map_err(|error| to_error(&error)) {
            // A full store can still be read, and that is what matters at opening.
            Ok(()) | Err(StorageError::Full) => {
                let _ = storage.remove_item(PROBE);
                Ok(Self(storage))
            }
            Err(error) => Err(error),
        }
    }
}

impl KeyValue for BrowserStorage {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.0.get_item(key).map_err(|error| to_error(&error))
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        self.0.set_item(key, text).map_err(|error| to_error(&error))
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.0.remove_item(key).map_err(|error| to_error(&error))
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        let length = self.0.length().map_err(|error| to_error(&error))?;
        let mut keys = Vec::new();
        for place in 0..length {
            // Another tab may have removed some meanwhile.
            let key = self.0.key(place).map_err(|error| to_error(&error))?;
            keys.extend(key.filter(|key| key.starts_with(prefix)));
        }
        Ok(keys)
    }
}

/// What a browser's exception means, by its name or its code.
pub(super) fn to_error(thrown: &JsValue) -> StorageError {
    let Some(exception) = thrown.dyn_ref::<web_sys::DomException>() else {
        return StorageError::Other(format!("{thrown:?}"));
    };
    match (exception.name().as_str(), exception.code()) {
        ("QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED", _) | (_, 22 | 1014) => {
            StorageError::Full
        }
        ("SecurityError" | "NotAllowedError", _) | (_, 18) => StorageError::Blocked,
        (name, _) => StorageError::Other(format!("{name}: {}", exception.message())),
    }
}
