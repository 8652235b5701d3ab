//! Files that come in and go out.

use std::ops::Range;

use js_sys::{Array, ArrayBuffer, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, File, FileReader, HtmlAnchorElement, MessageEvent, Url, Worker,
};

use super::page;

/// Why a file could not be read or handed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It could not be read.
    #[error("“{0}”读不出来，文件可能已移动或没有权限；本机数据没有改动")]
    Unreadable(String),
    /// It could not be handed over.
    #[error("文件没有交出去，请再试一次；本机数据没有改动")]
    NotHandedOver,
}

/// The content of a file.
///
/// # Errors
/// Where the browser cannot read it.
pub async fn read(file: &File) -> Result<Vec<u8>, FileError> {
    read_blob(file.as_ref()).await.ok_or_else(|| FileError::Unreadable(file.name()))
}

/// The content of a file or of a part of one; `None` where the browser cannot read it.
pub async fn read_blob(blob: &Blob) -> Option<Vec<u8>> {
    // In Chromium a third of the time that `Blob.arrayBuffer()` takes.
    let reader = FileReader::new().ok()?;
    let ended = Promise::new(&mut |resolve, _| reader.set_onloadend(Some(&resolve)));
    reader.read_as_array_buffer(blob).ok()?;
    JsFuture::from(ended).await.ok()?;
    // Where it could not be read, there is nothing.
    let content = reader.result().ok()?.dyn_into::<ArrayBuffer>().ok()?;
    Some(Uint8Array::new(&content).to_vec())
}

/// The worker's script, beside the page.
const HASHER: &str = "./sha256.js";

/// A worker beside us that is to hash a file. It goes when nobody waits for it any more.
///
/// Best hired before the file is read: it only begins in moments in which the page does nothing.
pub struct HashWorker {
    worker: Worker,
    file: Blob,
}

impl HashWorker {
    /// Hires one for a file; `None` where that does not go, as on a page that came without https.
    pub fn of(file: Blob) -> Option<Self> {
        Some(Self { worker: hired()?, file })
    }

    /// The same for what is no file.
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self { worker: hired()?, file: to_blob("", bytes).ok()? })
    }

    /// The sha256 of a part of the file, which it reads itself.
    pub fn sha256(
        self,
        part: Range<usize>,
    ) -> Option<impl Future<Output = Option<Vec<u8>>> + use<>> {
        let answer = Promise::new(&mut |resolve, reject| {
            self.worker.set_onmessage(Some(&resolve));
            self.worker.set_onerror(Some(&reject));
        });
        let part = self.file.slice_with_f64_and_f64(part.start as f64, part.end as f64).ok()?;
        self.worker.post_message(&part).ok()?;
        Some(async move {
            let answer = JsFuture::from(answer).await;
            drop(self);
            let event: MessageEvent = answer.ok()?.dyn_into().ok()?;
            let hash = event.data().dyn_into::<ArrayBuffer>().ok()?;
            Some(Uint8Array::new(&hash).to_vec())
        })
    }
}

fn hired() -> Option<Worker> {
    web_sys::window()?.is_secure_context().then(|| Worker::new(HASHER).ok())?
}

impl Drop for HashWorker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// Text in the encoding that Chinese versions of Excel write; what is none of it becomes U+FFFD.
/// `None` where the browser has no decoder for it.
pub fn decode_gb18030(bytes: &[u8]) -> Option<String> {
    let decoder = web_sys::TextDecoder::new_with_label("gb18030").ok()?;
    decoder.decode_with_js_u8_array(&Uint8Array::from(bytes)).ok()
}

/// How a file was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandedOver {
    /// Through the share sheet of the tablet.
    Shared,
    /// As a download.
    Downloaded,
    /// The user closed the share sheet.
    Cancelled,
}

/// Hands a file over as a download.
///
/// # Errors
/// Where the browser does not take it.
pub fn download(name: &str, kind: &str, content: &[u8]) -> Result<HandedOver, FileError> {
    let wrong = |_: JsValue| FileError::NotHandedOver;
    let blob = to_blob(kind, content)?;
    let url = Url::create_object_url_with_blob(&blob).map_err(wrong)?;
    let document =
        web_sys::window().and_then(|window| window.document()).ok_or(FileError::NotHandedOver)?;
    let link: HtmlAnchorElement = document.create_element("a").map_err(wrong)?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser reads it a little later; the address is given back once it surely has.
    leptos::prelude::set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        std::time::Duration::from_secs(60),
    );
    Ok(HandedOver::Downloaded)
}

/// How long a browser needs to take up one download before the next.
const BETWEEN_MILLIS: i32 = 600;

/// Hands a file over through the share sheet where there is one that takes it, otherwise as a
/// download. Chromium shares no `.json`, so there it goes as `.txt`, which every import takes.
///
/// # Errors
/// Where neither works.
pub async fn hand_over(name: &str, kind: &str, content: &[u8]) -> Result<HandedOver, FileError> {
    hand_over_all(kind, &[(name, content)]).await
}

/// Hands a file over that nobody could read under another name: through the share sheet where it
/// takes it as it is, otherwise as a download.
///
/// # Errors
/// Where neither works.
pub async fn hand_over_unchanged(
    name: &str,
    kind: &str,
    content: &[u8],
) -> Result<HandedOver, FileError> {
    match share(&[(name, content)], "", kind).await {
        Some(outcome) => Ok(outcome),
        None => download(name, kind, content),
    }
}

/// Hands several files of a kind over as [`hand_over`] does one: together in one share sheet, or as
/// one download after the other.
///
/// # Errors
/// Where neither works.
pub async fn hand_over_all(kind: &str, files: &[(&str, &[u8])]) -> Result<HandedOver, FileError> {
    for (ending, kind) in [("", kind), (".txt", "text/plain")] {
        if let Some(outcome) = share(files, ending, kind).await {
            return Ok(outcome);
        }
    }
    for (place, (name, content)) in files.iter().enumerate() {
        if place > 0 {
            page::pause(BETWEEN_MILLIS).await;
        }
        download(name, kind, content)?;
    }
    Ok(HandedOver::Downloaded)
}

/// Whether there is a share sheet at all; laptops without one get a plain download.
pub fn can_share() -> bool {
    let touch = web_sys::window().is_some_and(|window| window.navigator().max_touch_points() > 0);
    touch && navigator_function("canShare").is_some()
}

async fn share(files: &[(&str, &[u8])], ending: &str, kind: &str) -> Option<HandedOver> {
    let navigator: JsValue = web_sys::window()?.navigator().into();
    let can_share = navigator_function("canShare").filter(|_| can_share())?;
    let share = navigator_function("share")?;
    let options = web_sys::FilePropertyBag::new();
    options.set_type(kind);
    let list = Array::new();
    for (name, content) in files {
        let parts = Array::of1(&Uint8Array::from(*content));
        let name = format!("{name}{ending}");
        let file = File::new_with_u8_array_sequence_and_options(&parts, &name, &options);
        list.push(&file.ok()?.into());
    }
    let data = js_sys::Object::new();
    Reflect::set(&data, &"files".into(), &list).ok()?;
    if !can_share.call1(&navigator, &data).ok()?.is_truthy() {
        return None;
    }
    let promise: Promise = share.call1(&navigator, &data).ok()?.unchecked_into();
    match JsFuture::from(promise).await {
        Ok(_) => Some(HandedOver::Shared),
        Err(error) => {
            let name = Reflect::get(&error, &"name".into()).ok()?.as_string()?;
            (name == "AbortError").then_some(HandedOver::Cancelled)
        }
    }
}

fn navigator_function(name: &str) -> Option<js_sys::Function> {
    let navigator: JsValue = web_sys::window()?.navigator().into();
    Reflect::get(&navigator, &name.into()).ok()?.dyn_into().ok()
}

fn to_blob(kind: &str, content: &[u8]) -> Result<Blob, FileError> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(content));
    Blob::new_with_u8_array_sequence_and_options(&parts, &options)
        .map_err(|_| FileError::NotHandedOver)
}
