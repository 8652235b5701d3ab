//! Locks between the pages of one browser (Web Locks): at most one page holds the lock of a name.
//!
//! web-sys counts them as unstable, so they are reached by name.

use std::future::Future;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::page;

/// A browser that has not answered by then has no locks that can be used.
const PATIENCE_MILLIS: i32 = 1_000;

/// Kind of lock request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockRequest {
    /// Only if no page holds it.
    IfAvailable,
    /// As soon as those before have let go of it.
    Queue,
    /// At once: whoever holds it loses it.
    Steal,
}

/// Answer to a lock request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockAnswer {
    /// The lock is held from now on.
    Held,
    /// Another page holds it, or this one no longer asks.
    Busy,
    /// The browser has no locks, or gives none.
    Unknown,
}

/// A lock that was asked for, and once it is granted is held, until this is dropped.
#[derive(Debug)]
pub struct Lock {
    let_go: Function,
    /// Whether it was granted, as soon as that is known.
    granted: Promise,
    /// Settled when it is over; rejected where another page took the lock away.
    over: Promise,
    is_timely: bool,
}

impl Lock {
    /// Asks for the lock of a name; `None` where the browser knows of no locks.
    pub fn ask(name: &str, how: LockRequest) -> Option<Self> {
        let navigator: JsValue = web_sys::window()?.navigator().into();
        let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
        let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
        let options = Object::new();
        let option = match how {
            LockRequest::IfAvailable => "ifAvailable",
            LockRequest::Steal => "steal",
            LockRequest::Queue => "mode",
        };
        let value = if how == LockRequest::Queue { "exclusive".into() } else { JsValue::TRUE };
        Reflect::set(&options, &option.into(), &value).ok()?;
        // The browser keeps the lock for us until this promise is settled. Where that is so before
        // it comes to us, the lock goes on to the next at once.
        let (held, let_go) = promise()?;
        let (granted, grant) = promise()?;
        let on_granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let is_ours = !lock.is_null();
            // Resolving throws nothing.
            let _ = grant.call1(&JsValue::UNDEFINED, &is_ours.into());
            if is_ours { held.into() } else { JsValue::UNDEFINED }
        });
        let over = request.call3(&locks, &name.into(), &options, &on_granted).ok()?;
        let over = over.dyn_into().ok()?;
        Some(Self { let_go, granted, over, is_timely: how != LockRequest::Queue })
    }

    /// What becomes of asking; where it was asked for in turn, that may take as long as the other
    /// page stays.
    pub fn answer(&self) -> impl Future<Output = LockAnswer> + use<> {
        let known = Promise::race(&Array::of2(&self.granted, &self.over));
        let first = if self.is_timely {
            let limit = wasm_bindgen_futures::future_to_promise(async {
                page::pause(PATIENCE_MILLIS).await;
                Err(JsValue::UNDEFINED)
            });
            Promise::race(&Array::of2(&known, &limit))
        } else {
            known
        };
        async move {
            match JsFuture::from(first).await {
                Ok(granted) if granted.is_truthy() => LockAnswer::Held,
                Ok(_) => LockAnswer::Busy,
                Err(_) => LockAnswer::Unknown,
            }
        }
    }

    /// Waits until the lock is no longer held, and says whether another page took it away.
    pub fn lost(&self) -> impl Future<Output = bool> + use<> {
        let over = JsFuture::from(self.over.clone());
        async move { over.await.is_err() }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Resolving throws nothing.
        let _ = self.let_go.call0(&JsValue::UNDEFINED);
    }
}

/// A promise, and what resolves it.
fn promise() -> Option<(Promise, Function)> {
    let mut settle = None;
    let promise = Promise::new(&mut |resolve, _| settle = Some(resolve));
    Some((promise, settle?))
}
