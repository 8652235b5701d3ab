//! Short notes after an act, with 撤销 where it can be undone.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;

use super::{Icon, Mounted};

/// How long a note stays, in steps of a quarter of a second: ten seconds.
const STAYS: u32 = 40;
/// How many notes are shown at once.
const AT_ONCE: usize = 2;

/// What a note offers to do. It outlives the page that showed the note, so it must hold nothing that
/// goes with the page: no `Callback` and no signal made there.
pub type Act = Arc<dyn Fn() + Send + Sync>;

#[derive(Clone)]
struct Toast {
    key: u32,
    text: String,
    action: Option<(String, Act)>,
    left: u32,
}

/// Shows notes from anywhere below the app. Copy it freely.
#[derive(Clone, Copy)]
pub struct ToastHandle {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
    held: RwSignal<bool>,
}

impl ToastHandle {
    /// Makes the handle and provides it as context; call once, in the root component.
    pub fn provide() -> Self {
        let handle = ToastHandle {
            list: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            held: RwSignal::new(false),
        };
        provide_context(handle);
        handle
    }

    /// Shows what happened, and offers one act, such as 撤销.
    pub fn show(&self, text: impl Into<String>, action: Option<(String, Act)>) {
        let key = self.next.with_value(|n| n + 1);
        self.next.set_value(key);
        let toast = Toast { key, text: text.into(), action, left: STAYS };
        self.list.update(|list| {
            list.push(toast);
            if list.len() > AT_ONCE {
                list.remove(0);
            }
        });
    }

    /// Shows what happened.
    pub fn say(&self, text: impl Into<String>) {
        self.show(text, None);
    }

    /// Shows what happened, with 撤销.
    pub fn undoable(&self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.show(text, Some(("撤销".to_owned(), Arc::new(undo))));
    }

    /// Takes away all that is shown, where something else has made it untrue.
    pub fn clear(&self) {
        self.list.update(Vec::clear);
    }

    fn close(&self, key: u32) {
        self.list.update(|list| list.retain(|t| t.key != key));
    }

    fn tick(&self) {
        if self.held.get_untracked() || self.list.with_untracked(Vec::is_empty) {
            return;
        }
        let over = self.list.with_untracked(|list| list.iter().any(|t| t.left <= 1));
        // Counting down alone changes nothing on the screen.
        if over {
            self.list.update(|list| list.retain(|t| t.left > 1));
        }
        self.list.update_untracked(|list| list.iter_mut().for_each(|t| t.left -= 1));
    }
}

/// The handle that the root provided.
pub fn use_toasts() -> ToastHandle {
    use_context().expect("the root component provides the toasts")
}

/// Where the notes appear; put it once, at the end of the root component.
#[component]
pub fn Toasts() -> impl IntoView {
    let handle = use_toasts();
    let mounted = Mounted::here();
    if let Ok(timer) = set_interval_with_handle(move || handle.tick(), Duration::from_millis(250)) {
        on_cleanup(move || timer.clear());
    }
    let hold = move |_| handle.held.set(true);
    let release = move |_| handle.held.set(false);
    let row = move |toast: Toast| {
        let Toast { key, text, action, .. } = toast;
        let act = action.map(|(label, act)| {
            view! {
                <button type="button" class="toast-act" on:click=move |_| {
                    handle.close(key);
                    handle.held.set(false);
                    act();
                }>{label}</button>
            }
        });
        view! {
            <div class="toast">
                <span class="toast-text">{text}</span>
                {act}
                <button type="button" class="toast-close" aria-label="关闭提示" on:click=move |_| {
                    handle.close(key);
                    handle.held.set(false);
                }>{Icon::Close.view()}</button>
            </div>
        }
    };
    view! {
        <div
            class="toasts"
            role="status"
            aria-live="polite"
            aria-atomic="false"
            on:pointerenter=hold
            on:pointerleave=mounted.on(release)
            on:focusin=mounted.on(move |_| handle.held.set(true))
            on:focusout=mounted.on(move |_| handle.held.set(false))
        >
            <For each=move || handle.list.get() key=|t| t.key children=row />
        </div>
    }
    .into_any()
}
