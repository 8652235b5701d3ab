//! Wiping: nothing of this app stays in the browser, the app itself among it.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CacheStorage, Storage};

use crate::storage::StorageError;

use super::indexed_db::delete_database;
use super::inventory_note;
use super::local_storage::to_error;
use super::page::folder;

/// Written and removed again, so that other tabs hear of it.
pub const WIPED: &str = "yixin/wiped";

/// Takes everything of this app out of localStorage, IndexedDB and the caches, and its service worker
/// out of the browser. Other tabs are told, and let go of the database.
///
/// # Errors
/// What did not go; the rest has gone all the same, and it can be tried again.
pub async fn wipe(database: &str) -> Result<(), StorageError> {
    let local = clear_local();
    let journal = delete_database(database).await;
    // Last of all the caches: a worker that still answers would make them anew.
    unregister().await;
    clear_caches().await;
    local.and(journal)
}

fn clear_local() -> Result<(), StorageError> {
    let window = web_sys::window().ok_or(StorageError::Blocked)?;
    let Ok(Some(storage)) = window.local_storage() else {
        // What cannot be used holds nothing.
        return Ok(());
    };
    clear_keys(&storage).map_err(|error| to_error(&error))?;
    // Only now is there surely room for it.
    let _ = storage.set_item(WIPED, "1");
    clear_keys(&storage).map_err(|error| to_error(&error))
}

fn clear_keys(storage: &Storage) -> Result<(), JsValue> {
    let length = storage.length()?;
    let keys: Vec<String> = (0..length).filter_map(|at| storage.key(at).ok().flatten()).collect();
    keys.iter().filter(|key| key.starts_with("yixin/")).try_for_each(|key| storage.remove_item(key))
}

/// As public/sw.js names them.
async fn clear_caches() -> Option<()> {
    // Not there at all where the page came by plain http.
    let window = web_sys::window()?;
    let caches: CacheStorage = Reflect::get(&window, &"caches".into()).ok()?.dyn_into().ok()?;
    let folder = folder()?;
    inventory_note::forget().await;
    let (app, shared) = (format!("yixin-{folder}-"), format!("yixin-shared-{folder}"));
    let names = JsFuture::from(caches.keys()).await.ok()?;
    for name in Array::from(&names).iter().filter_map(|name| name.as_string()) {
        if name.starts_with(&app) || name == shared {
            let _ = JsFuture::from(caches.delete(&name)).await;
        }
    }
    Some(())
}

async fn unregister() -> Option<()> {
    let navigator = web_sys::window()?.navigator();
    let workers = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    let registration = call(&workers, "getRegistration").await?;
    call(&registration, "unregister").await?;
    Some(())
}

/// What a method without arguments promises.
async fn call(object: &JsValue, method: &str) -> Option<JsValue> {
    let method: Function = Reflect::get(object, &method.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = method.call0(object).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
