//! Reads workbooks in a worker that is started for one file and stopped after it.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MessageEvent, Worker};

use crate::tables::grid::NamedGrid;
use crate::tables::spreadsheet_reply::{MAX_BYTES, READY, SpreadsheetReply};

/// The worker's script, beside the page; `public/spreadsheet-loader.js` in the sources.
const LOADER: &str = "./spreadsheet-loader.js";

/// Why a workbook was not read. Nothing has been changed when one of these is returned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadSpreadsheetError {
    /// Larger than [`MAX_BYTES`]; the file was not opened.
    #[error(
        "文件有 {megabytes} MB，最多能读 20 MB。请只保留花名册一张表、删去图片后另存再导入；本机数据没有改动"
    )]
    TooLarge {
        /// Its size, rounded up.
        megabytes: u64,
    },
    /// The browser does not hand the file over.
    #[error(
        "浏览器读不到这个文件，可能已被移走或正被别的程序占用。请关闭占用它的程序，再选一次；本机数据没有改动"
    )]
    Unreadable,
    /// The worker cannot be started, or died: it is not in the cache, or memory ran out.
    #[error(
        "读表格的部件没能运行。请刷新页面后再试；还不行，可以在 Excel 或 WPS 里另存为 CSV，或直接复制单元格粘贴进来；本机数据没有改动"
    )]
    NoWorker,
    /// The worker's own sentence: what is wrong with the file and what to do.
    #[error("{0}")]
    Refused(String),
}

/// The sheets of an .xlsx file that hold anything, in the workbook's order.
///
/// # Errors
/// The file cannot be read, is no workbook or one beyond the limits, or the worker fails.
pub async fn read_spreadsheet(file: &Blob) -> Result<Vec<NamedGrid>, ReadSpreadsheetError> {
    let size = file.size() as u64;
    if size > MAX_BYTES as u64 {
        return Err(ReadSpreadsheetError::TooLarge { megabytes: size.div_ceil(1024 * 1024) });
    }
    let bytes =
        JsFuture::from(file.array_buffer()).await.map_err(|_| ReadSpreadsheetError::Unreadable)?;
    let reply = ask_worker(bytes).await.ok_or(ReadSpreadsheetError::NoWorker)?;
    match serde_json::from_str(&reply) {
        Ok(SpreadsheetReply::Sheets(sheets)) => Ok(sheets),
        Ok(SpreadsheetReply::Problem(problem)) => Err(ReadSpreadsheetError::Refused(problem)),
        Err(_) => Err(ReadSpreadsheetError::NoWorker),
    }
}

/// Starts a worker, hands the bytes over once it listens, and gives back what it answers; none if
/// it cannot be started or fails.
async fn ask_worker(bytes: JsValue) -> Option<String> {
    let mut settling = None;
    let answer = Promise::new(&mut |resolve, reject| settling = Some((resolve, reject)));
    let (resolve, reject) = settling?;
    let worker = Worker::new(LOADER).ok()?;

    let listening = worker.clone();
    let failing = reject.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let settled = if event.data().as_string().as_deref() == Some(READY) {
            // The bytes move to the worker: no second copy of the file on the page.
            match listening.post_message_with_transfer(&bytes, &Array::of1(&bytes)) {
                Ok(()) => return,
                Err(problem) => failing.call1(&JsValue::NULL, &problem),
            }
        } else {
            resolve.call1(&JsValue::NULL, &event.data())
        };
        // Settling a promise does not throw.
        drop(settled);
    });
    let on_error = Closure::<dyn Fn(JsValue)>::new(move |problem: JsValue| {
        drop(reject.call1(&JsValue::NULL, &problem));
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let reply = JsFuture::from(answer).await;
    worker.terminate();
    reply.ok()?.as_string()
}
