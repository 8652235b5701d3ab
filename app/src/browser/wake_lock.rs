//! Screen Wake Lock: keeps the screen from going dark while a page is in use.
//!
//! web-sys counts it as unstable, so it is reached by name. Browsers release the lock whenever the page
//! is out of sight; it is requested again when the page comes back, until the lock is dropped.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::page::{self, Listening};

/// Answer to a wake lock request.
#[derive(Debug)]
pub enum WakeLockState {
    /// The screen stays on until the lock is dropped.
    Held(WakeLock),
    /// The browser has no wake locks.
    Unsupported,
    /// The browser has them, but gives none now: the battery is low, or a setting forbids it.
    Refused,
}

impl WakeLockState {
    /// What to tell the user, once; `None` where the screen stays on.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::Held(_) => None,
            Self::Unsupported => {
                Some("这个浏览器不能让屏幕常亮，请到平板的设置里把自动锁屏时间调长。")
            }
            Self::Refused => {
                Some("系统没有允许屏幕常亮（可能开着省电模式），请把自动锁屏时间调长。")
            }
        }
    }
}

/// A wake lock, released when it is dropped.
#[derive(Debug)]
pub struct WakeLock {
    _sentinel: Rc<Sentinel>,
    _returning: Option<Listening>,
}

/// What the browser gave: the sentinel of the lock, anew each time the page came back into sight.
#[derive(Debug, Default)]
struct Sentinel(RefCell<Option<JsValue>>);

impl WakeLock {
    /// Requests a wake lock.
    pub async fn request() -> WakeLockState {
        if wake_lock().is_none() {
            return WakeLockState::Unsupported;
        }
        let Some(first) = request_sentinel().await else { return WakeLockState::Refused };
        let sentinel = Rc::new(Sentinel(RefCell::new(Some(first))));
        let held = Rc::downgrade(&sentinel);
        let returning = page::on_sight(move || spawn_local(request_again(held.clone())));
        WakeLockState::Held(Self { _sentinel: sentinel, _returning: returning })
    }
}

impl Drop for Sentinel {
    fn drop(&mut self) {
        if let Some(sentinel) = self.0.take() {
            release(&sentinel);
        }
    }
}

/// Requests the lock again where the browser released it; what comes after the lock was dropped is
/// released at once.
async fn request_again(held: Weak<Sentinel>) {
    let is_released =
        held.upgrade().is_some_and(|held| held.0.borrow().as_ref().is_none_or(is_released));
    if !is_released {
        return;
    }
    if let Some(sentinel) = request_sentinel().await {
        match held.upgrade() {
            Some(held) => drop(held.0.replace(Some(sentinel))),
            None => release(&sentinel),
        }
    }
}

/// The browser's wake locks, where it has any.
fn wake_lock() -> Option<JsValue> {
    let navigator: JsValue = web_sys::window()?.navigator().into();
    Reflect::get(&navigator, &"wakeLock".into()).ok().filter(JsValue::is_object)
}

async fn request_sentinel() -> Option<JsValue> {
    let locks = wake_lock()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let answer: Promise = request.call1(&locks, &"screen".into()).ok()?.dyn_into().ok()?;
    JsFuture::from(answer).await.ok()
}

fn is_released(sentinel: &JsValue) -> bool {
    Reflect::get(sentinel, &"released".into()).is_ok_and(|released| released.is_truthy())
}

fn release(sentinel: &JsValue) {
    let release = Reflect::get(sentinel, &"release".into()).ok();
    if let Some(release) = release.and_then(|one| one.dyn_into::<Function>().ok()) {
        // The answer changes nothing: the lock is released either way.
        let _ = release.call0(sentinel);
    }
}
