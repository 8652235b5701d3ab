//! Clipboard: copying a text at the user's tap.
//!
//! web-sys counts it as unstable, so it is reached by name.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Copies a text, and returns whether the browser did.
pub async fn write_text(text: &str) -> bool {
    let begin = || {
        let navigator: JsValue = web_sys::window()?.navigator().into();
        let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok()?;
        let write = Reflect::get(&clipboard, &"writeText".into()).ok()?;
        let write: Function = write.dyn_into().ok()?;
        write.call1(&clipboard, &text.into()).ok()?.dyn_into::<Promise>().ok()
    };
    match begin() {
        Some(written) => JsFuture::from(written).await.is_ok(),
        None => false,
    }
}
