//! The web worker that reads workbooks: a wasm binary of its own, fetched when a first .xlsx file
//! is opened, so that the page neither carries calamine nor waits for it.

#![forbid(unsafe_code)]

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, TextDecoder};
use yixin::tables::spreadsheet_reply::{READY, SpreadsheetReply};
use yixin::tables::{markup, spreadsheet};

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let answering = scope.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        post(&answering, &answer(&bytes));
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post(&scope, READY);
}

/// The reply to a file, as JSON.
fn answer(bytes: &[u8]) -> String {
    let sheets = markup::read(bytes, decode_gb18030);
    let reply = match sheets.unwrap_or_else(|| spreadsheet::read(bytes)) {
        Ok(sheets) => SpreadsheetReply::Sheets(sheets),
        Err(problem) => SpreadsheetReply::Problem(problem.to_string()),
    };
    // Grids always have a JSON form; an empty text would be told as a damaged reply.
    serde_json::to_string(&reply).unwrap_or_default()
}

/// Text in the encoding of Chinese systems; `None` where the browser has no decoder for it.
fn decode_gb18030(bytes: &[u8]) -> Option<String> {
    let decoder = TextDecoder::new_with_label("gb18030").ok()?;
    decoder.decode_with_js_u8_array(&Uint8Array::from(bytes)).ok()
}

/// Strings can always be posted; if the page is gone there is nobody to tell.
fn post(scope: &DedicatedWorkerGlobalScope, text: &str) {
    let _ = scope.post_message(&JsValue::from_str(text));
}
