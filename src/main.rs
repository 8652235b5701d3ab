//! Starts the app, and lends the bench what it measures.

#![forbid(unsafe_code)]

mod parts;

use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    console_error_panic_hook::set_once();
    yixin::quick_map::seed(yixin::browser::clock::random());
    yixin::ui::root::mount(parts::PARTS);
}

/// How fast the shipped wasm is, for the bench: see `yixin::app::speed::run`. Not a number where
/// that part could not be fetched.
#[wasm_bindgen]
pub async fn speed_run(work: String, times: u32) -> f64 {
    parts::speed_run(work, times).await.unwrap_or(f64::NAN)
}

/// The checksum of what was measured: see `yixin::app::speed::checksum_of`.
#[wasm_bindgen]
pub async fn speed_checksum(work: String) -> u32 {
    parts::speed_checksum(work).await.unwrap_or_default()
}

/// A bundle for the bench: see `yixin::app::speed_exchange`. Empty where that part could not be
/// fetched, as with what follows.
#[wasm_bindgen]
pub async fn speed_bundle(theirs: bool) -> String {
    parts::speed_bundle(theirs).await.unwrap_or_default()
}

/// Unites two ledgers, and says what that came to if asked.
#[wasm_bindgen]
pub async fn speed_unite(times: u32, sums: bool) -> Vec<u32> {
    parts::speed_unite(times, sums).await.unwrap_or_default()
}

/// Brings a file in, up to its plan.
#[wasm_bindgen]
pub async fn speed_bring(file: web_sys::Blob) -> Vec<u32> {
    match parts::speed_bring(file).await {
        Ok(brought) => brought.await,
        Err(_) => Vec::new(),
    }
}
