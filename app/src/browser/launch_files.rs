//! Files the app was launched with: those opened with the app, which public/boot.js keeps, and those
//! shared with it, which public/sw.js keeps. Where the browser knows neither, there are none.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Cache, CacheStorage, File, Request, Response};

use super::page::folder;

/// The event that tells of more files.
pub const GIVEN: &str = "yixin-given";

/// Takes the files that wait; each is given once.
pub async fn take() -> Vec<File> {
    let mut files = opened().await.unwrap_or_default();
    files.extend(shared().await.unwrap_or_default());
    files
}

/// Those that the system opened with the app.
async fn opened() -> Option<Vec<File>> {
    let window: JsValue = web_sys::window()?.into();
    let name = JsValue::from_str("yixinGiven");
    let handles: Array = Reflect::get(&window, &name).ok()?.dyn_into().ok()?;
    Reflect::set(&window, &name, &JsValue::UNDEFINED).ok()?;
    let mut files = Vec::new();
    for handle in handles.iter() {
        let file = Reflect::get(&handle, &"getFile".into());
        let Ok(Ok(get)) = file.map(|get| get.dyn_into::<Function>()) else { continue };
        let Ok(Ok(promise)) = get.call0(&handle).map(|found| found.dyn_into::<Promise>()) else {
            continue;
        };
        if let Ok(Ok(file)) = JsFuture::from(promise).await.map(|file| file.dyn_into::<File>()) {
            files.push(file);
        }
    }
    Some(files)
}

/// The caches of this origin, and the name of the one where shared files wait.
fn caches() -> Option<(CacheStorage, String)> {
    let window = web_sys::window()?;
    // Not there at all where the page came by plain http.
    let caches: CacheStorage = Reflect::get(&window, &"caches".into()).ok()?.dyn_into().ok()?;
    Some((caches, format!("yixin-shared-{}", folder()?)))
}

/// Forgets the shared files that wait, which lie in clear; whoever shared them still has them.
pub async fn forget_shared() {
    if let Some((caches, name)) = caches() {
        let _ = JsFuture::from(caches.delete(&name)).await;
    }
}

/// Those that were shared with the app.
async fn shared() -> Option<Vec<File>> {
    let (caches, name) = caches()?;
    if !JsFuture::from(caches.has(&name)).await.ok()?.is_truthy() {
        return None;
    }
    let cache: Cache = JsFuture::from(caches.open(&name)).await.ok()?.dyn_into().ok()?;
    let requests: Array = JsFuture::from(cache.keys()).await.ok()?.dyn_into().ok()?;
    let mut files = Vec::new();
    for request in requests.iter() {
        let request: Request = request.dyn_into().ok()?;
        let response = JsFuture::from(cache.match_with_request(&request)).await.ok()?;
        let response: Response = response.dyn_into().ok()?;
        let name = response.headers().get("X-Name").ok()?.unwrap_or_default();
        let name = js_sys::decode_uri_component(&name).ok()?;
        let blob: Blob = JsFuture::from(response.blob().ok()?).await.ok()?.dyn_into().ok()?;
        let parts = Array::of1(&blob);
        files.push(File::new_with_blob_sequence(&parts, &String::from(name)).ok()?);
    }
    // Only now that all of them are here.
    let _ = JsFuture::from(caches.delete(&name)).await;
    Some(files)
}
