//! What only a real browser can show: storage, and the DOM. Run by `make test` in Chromium.
#![cfg(target_arch = "wasm32")]

#[path = "browser/components.rs"]
mod components;
#[path = "browser/leaving.rs"]
mod leaving;
#[path = "browser/registers.rs"]
mod registers;
#[path = "browser/routes.rs"]
mod routes;
#[path = "browser/storage.rs"]
mod storage;

use gloo_storage::{LocalStorage, Storage};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Names of people, and the ends of what a string may hold: characters beyond the BMP, both
/// quotes, a zero, a line separator.
const HARD: &str = "欧阳·𠮷野 𬭚 <b>=1+1</b> \"'\\ \u{0}\u{2028}\u{10FFFF} 👩‍⚕️";

#[wasm_bindgen_test]
fn local_storage_keeps_text_byte_for_byte() {
    let key = "yixin-test 𠮷";
    LocalStorage::raw().set_item(key, HARD).expect("room");
    let kept = LocalStorage::raw().get_item(key).expect("readable");
    LocalStorage::delete(key);
    assert_eq!(kept.as_deref(), Some(HARD));
}

#[wasm_bindgen_test]
fn gloo_storage_keeps_values_byte_for_byte() {
    let key = "yixin-test";
    LocalStorage::set(key, HARD).expect("room");
    let kept: String = LocalStorage::get(key).expect("readable");
    LocalStorage::delete(key);
    assert_eq!(kept, HARD);
}
