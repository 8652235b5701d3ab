//! A new version of the app: offered when it waits, taken when the user says so, and never under a
//! form that is being filled.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::app_state::AppState;
use super::chunks::TidyTask;
use super::components::ToastHandle;
use crate::browser::page;
use crate::storage::PointReason;
use crate::storage::SaveState;

/// Follows what public/boot.js tells of new versions.
pub(super) fn follow_updates(app: AppState, toasts: ToastHandle) {
    page::on_window("yixin-update", move || {
        let take = move || spawn_local(take(app));
        toasts.show("有新版本", Some(("更新".to_owned(), Arc::new(take))));
    });
    hold_back(app, toasts);
}

/// Takes the version that waits, with a way back to what stood before.
async fn take(app: AppState) {
    if let Some(session) = app.session() {
        // A part that does not arrive must not keep the new version away.
        let _ = (app.chunks().tidy_task)(TidyTask::Point(session, PointReason::Update)).await;
    }
    page::tell_window("yixin-take-update");
}

/// Where something was entered on this page and is not saved yet, as when the new version was taken
/// in another window, the page is opened anew only once one goes on to another.
fn hold_back(app: AppState, toasts: ToastHandle) {
    let (is_touched, is_waiting) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
    for event in ["input", "click"] {
        let is_touched = is_touched.clone();
        let _ = window_event_listener_untyped(event, move |event| {
            let target =
                event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let is_entry = |element: web_sys::Element| {
                let within = |places| element.closest(places).ok().flatten().is_some();
                within(".page-body, .outside-form, [role=dialog]") && !within("a")
            };
            if target.is_some_and(is_entry) {
                is_touched.set(true);
            }
        });
    }
    {
        let (is_touched, is_waiting) = (is_touched.clone(), is_waiting.clone());
        let _ = window_event_listener_untyped("yixin-update-taken", move |event| {
            if is_touched.get() && has_entry() || has_unsaved(app) {
                event.prevent_default();
                is_waiting.set(true);
                toasts.say("新版本已就绪；这一页填完、存好、离开以后就会换上");
            }
        });
    }
    let _ = window_event_listener(leptos::ev::hashchange, move |_| {
        is_touched.set(false);
        if is_waiting.get() {
            let is_touched = is_touched.clone();
            spawn_local(async move {
                page::yield_for_paint().await;
                while app.session().is_some_and(|session| is_saving(session.saving)) {
                    page::yield_for_paint().await;
                }
                // One may have begun to fill the next.
                if !is_touched.get() && !has_unsaved(app) {
                    page::reload();
                }
            });
        }
    });
}

/// Whether something can be entered on this page.
fn has_entry() -> bool {
    const PLACES: &str = ".form-actions, [role=dialog], .page-body textarea, \
                          .page-body input:not([type=search])";
    document().query_selector(PLACES).ok().flatten().is_some()
}

/// Whether something is in this page's memory alone.
fn has_unsaved(app: AppState) -> bool {
    app.session().is_some_and(|session| session.unsaved() > 0)
}

fn is_saving(saving: RwSignal<SaveState>) -> bool {
    saving.get_untracked() == SaveState::Busy
}
