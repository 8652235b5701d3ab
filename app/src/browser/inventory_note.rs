//! Inventory note in the Cache API: which ledgers this browser had, for when both stores are lost.
//!
//! Where the browser cleared everything, it is lost as well.

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, CacheStorage, Response};

use super::page::folder;

/// The address of the note in its cache; nothing is ever fetched from there.
const NOTE: &str = "./known";

/// Reads the note; `None` where there is none.
pub async fn read() -> Option<String> {
    let (caches, name) = caches()?;
    if !JsFuture::from(caches.has(&name)).await.ok()?.is_truthy() {
        return None;
    }
    let cache = open(&caches, &name).await?;
    let found = JsFuture::from(cache.match_with_str(NOTE)).await.ok()?;
    let response: Response = found.dyn_into().ok()?;
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// Writes the note. It is a convenience, so failing does not matter.
pub async fn write(text: &str) -> Option<()> {
    let (caches, name) = caches()?;
    let response = Response::new_with_opt_str(Some(text)).ok()?;
    let cache = open(&caches, &name).await?;
    JsFuture::from(cache.put_with_str(NOTE, &response)).await.ok()?;
    Some(())
}

/// Removes the note.
pub async fn forget() {
    if let Some((caches, name)) = caches() {
        let _ = JsFuture::from(caches.delete(&name)).await;
    }
}

async fn open(caches: &CacheStorage, name: &str) -> Option<Cache> {
    JsFuture::from(caches.open(name)).await.ok()?.dyn_into().ok()
}

/// The caches of this origin, and the name of ours for this copy of the app. Where the page came by
/// plain http there are none.
fn caches() -> Option<(CacheStorage, String)> {
    let window = web_sys::window()?;
    let caches: CacheStorage = Reflect::get(&window, &"caches".into()).ok()?.dyn_into().ok()?;
    Some((caches, format!("yixin-known-{}", folder()?)))
}
