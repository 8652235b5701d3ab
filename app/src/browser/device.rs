//! Which kind of browser this is, as far as that decides how long data stays and what it takes.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// What a property of the navigator says; `undefined` where it has none.
fn navigator(name: &str) -> JsValue {
    let read = || {
        let navigator: JsValue = web_sys::window()?.navigator().into();
        Reflect::get(&navigator, &name.into()).ok()
    };
    read().unwrap_or(JsValue::UNDEFINED)
}

/// Whether this is WebKit: Safari, and every browser of an iPad.
pub fn is_webkit() -> bool {
    navigator("vendor").as_string().is_some_and(|vendor| vendor.contains("Apple"))
}

/// Whether this page is open in a browser of an iPad, which deletes its data after seven days
/// without a visit, and not as an app of the home screen, which keeps it.
pub fn is_ipad_tab() -> bool {
    // Only there is the property at all.
    let touches = navigator("maxTouchPoints").as_f64().is_some_and(|points| points > 0.0);
    touches && navigator("standalone").as_bool() == Some(false)
}

/// Whether the app was opened from the home screen or as a program of its own.
pub fn is_installed() -> bool {
    let asked = || {
        let window = web_sys::window()?;
        window.match_media("(display-mode: standalone)").ok()?
    };
    navigator("standalone").as_bool() == Some(true) || asked().is_some_and(|query| query.matches())
}

/// Whether this is an app of an iPad's home screen. It may swallow a download without a word.
pub fn is_ipad_app() -> bool {
    navigator("standalone").as_bool() == Some(true)
}

/// Whether the page came in a way that the browser trusts: only then does it keep the app for
/// working offline, and promise to keep the data. A page from a file is none.
pub fn is_secure() -> bool {
    web_sys::window().is_some_and(|window| {
        let is_file = window.location().protocol().is_ok_and(|protocol| protocol == "file:");
        window.is_secure_context() && !is_file
    })
}
