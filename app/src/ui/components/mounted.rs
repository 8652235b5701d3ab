//! Whether a part of the page is still there, for what the browser calls late.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::page;

/// The life of one part of the page: handlers and frames made by it do nothing once it is disposed.
///
/// A browser fires `blur`, `focusout` and `change` while it takes an element with the focus out of
/// the page. The signals of that part are disposed by then, and to read one would panic. Scrolling,
/// frames and timers are told later still. So every handler of such an event is made by
/// [`Mounted::on`], and every frame asked for by [`Mounted::next_frame`]; `tests/tree/layers.rs` holds it.
#[derive(Clone, Copy)]
pub struct Mounted(StoredValue<()>);

impl Mounted {
    /// The part whose owner is the present one; to be called where the part is made.
    pub fn here() -> Self {
        Self(StoredValue::new(()))
    }

    /// Whether the part is still there.
    pub fn is_there(self) -> bool {
        !self.0.is_disposed()
    }

    /// A handler that does nothing once the part is disposed.
    pub fn on<E>(self, mut act: impl FnMut(E) + 'static) -> impl FnMut(E) + 'static {
        move |event| {
            if self.is_there() {
                act(event);
            }
        }
    }

    /// A function that acts after the page is drawn, once for calls that follow fast, if the part is still
    /// there then: what is tapped shows first.
    pub fn once_drawn(self, act: impl Fn() + Copy + 'static) -> impl Fn() + Copy + 'static {
        let is_due = StoredValue::new(false);
        move || {
            if is_due.get_value() {
                return;
            }
            is_due.set_value(true);
            spawn_local(async move {
                page::drawn().await;
                if self.is_there() {
                    is_due.set_value(false);
                    act();
                }
            });
        }
    }

    /// A function that acts once it was not called for so many milliseconds, if the part is still there then:
    /// what is typed is kept in a pause.
    pub fn in_pause(
        self,
        millis: i32,
        act: impl Fn() + Copy + 'static,
    ) -> impl Fn() + Copy + 'static {
        let calls = StoredValue::new(0_u32);
        move || {
            calls.update_value(|count| *count = count.wrapping_add(1));
            let own = calls.get_value();
            spawn_local(async move {
                page::pause(millis).await;
                if self.is_there() && calls.get_value() == own {
                    act();
                }
            });
        }
    }

    /// Acts after the page has been drawn anew, if the part is still there then.
    pub fn next_frame(self, act: impl FnOnce() + 'static) {
        request_animation_frame(move || {
            if self.is_there() {
                act();
            }
        });
    }
}
