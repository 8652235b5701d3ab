//! What locks a tablet by itself: after a while without a touch, told a minute before, and after a
//! minute out of sight. Out of sight it is covered at once. On the show nothing is told, as it goes on
//! while the tablet is locked and nothing is typed there.

use leptos::prelude::*;

use crate::app::locking::LockHabit;
use crate::app::routes::Route;
use crate::app::{LifeView, Location};
use crate::browser::{clock, page};
use crate::ui::app_state::AppState;
use crate::ui::components::{Button, ButtonKind, Dialog, use_toasts};

/// How long before it locks it is told, and how long out of sight locks it.
const MINUTE: i64 = 60_000;
/// How often it is looked at.
const EVERY: std::time::Duration = std::time::Duration::from_secs(5);
/// What counts as a touch.
const TOUCHES: [&str; 5] = ["pointerdown", "keydown", "input", "wheel", "touchmove"];

/// Begins to watch, as long as the page lives.
pub fn auto_lock_view(app: AppState) -> AnyView {
    let toasts = use_toasts();
    let now = || clock::now().millis;
    let warned = RwSignal::new(false);
    let touched = StoredValue::new(now());
    let hidden = StoredValue::new(None::<i64>);
    // Once it is told, it wants an answer: a tap that closed it by the way would reach what is
    // behind it.
    let touch = move || {
        if warned.try_get_untracked() == Some(false) {
            touched.set_value(now());
        }
    };
    for name in TOUCHES {
        page::on_window(name, touch);
    }
    let go_on = move |()| {
        touched.set_value(now());
        warned.set(false);
    };
    let lock = move || {
        // What keeps it from locking is told; it is tried again after as long a while.
        touched.set_value(now());
        hidden.set_value(None);
        app.lock_now(toasts);
    };
    let place = expect_context::<Location>();
    let is_show = move || {
        let route = untrack(|| place.route());
        matches!(route, Route::Life(route) if route.view == LifeView::Show)
    };
    let look = move || {
        let Some(since) = touched.try_get_value() else { return };
        let LockHabit { minutes, hides } = LockHabit::chosen();
        let limit = i64::from(minutes) * MINUTE;
        let gone = hidden.get_value().is_some_and(|since| hides && now() - since >= MINUTE);
        if gone || now() - since >= limit {
            lock();
        } else if now() - since >= limit - MINUTE && !is_show() {
            warned.set(true);
        }
    };
    let see = move || {
        if page::is_hidden() {
            hidden.try_set_value(Some(now()));
            page::cover(true);
            return;
        }
        // Out of sight clocks may stand still.
        look();
        if hidden.try_get_value().flatten().is_some() {
            hidden.set_value(None);
            page::cover(false);
        }
    };
    page::on_visibility(see);
    // It may have gone out of sight while this part was on its way.
    if page::is_hidden() {
        see();
    }
    set_interval(look, EVERY);
    view! {
        <Dialog
            open=warned
            on_close=go_on
            title="1 分钟后锁定"
            footer=move || view! {
                <Button label="继续" kind=ButtonKind::Primary on_click=go_on/>
            }
        >
            <p>"有一会儿没有操作了。还没有保存的内容，锁定以后要重新填写。"</p>
        </Dialog>
    }
    .into_any()
}
