//! Starts the app, and lends the bench what it measures.

#![forbid(unsafe_code)]

mod chunks;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    console_error_panic_hook::set_once();
    yixin::fast_hash::seed(yixin_app::browser::clock::random());
    yixin_app::ui::root::mount(chunks::CHUNKS);
}

/// How fast the shipped wasm is, for the bench: see `yixin_app::app::speed::run`. Not a number where
/// that part could not be fetched.
#[wasm_bindgen]
pub async fn speed_run(work: String, times: u32) -> f64 {
    chunks::speed_run(work, times).await.unwrap_or(f64::NAN)
}

/// The checksum of what was measured: see `yixin_app::app::speed::checksum_of`.
#[wasm_bindgen]
pub async fn speed_checksum(work: String) -> u32 {
    chunks::speed_checksum(work).await.unwrap_or_default()
}

/// The same for the exchange of files: see `yixin_app::app::speed_exchange::run`. `undefined` where
/// that part could not be fetched.
#[wasm_bindgen]
pub async fn speed_exchange(work: String, times: u32, file: JsValue) -> JsValue {
    match chunks::speed_exchange(work, times, file).await {
        Ok(running) => running.await,
        Err(_) => JsValue::UNDEFINED,
    }
}

/// Mounts the app's table into an element: see `yixin_app::ui::speed_table::mount_table`. Whether that
/// part could be fetched.
#[wasm_bindgen]
pub async fn speed_table(place: web_sys::HtmlElement, rows: String) -> bool {
    chunks::speed_table(place, rows).await.is_ok()
}

/// A table as a workbook: see `yixin_app::ui::speed_table::workbook_of`. Empty where that part could
/// not be fetched.
#[wasm_bindgen]
pub async fn speed_workbook(rows: String) -> Vec<u8> {
    chunks::speed_workbook(rows).await.unwrap_or_default()
}
