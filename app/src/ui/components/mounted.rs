//! Whether a part of the page is still there, for what the browser calls late.

use leptos::prelude::*;

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

    /// Acts after the page has been drawn anew, if the part is still there then.
    pub fn next_frame(self, act: impl FnOnce() + 'static) {
        request_animation_frame(move || {
            if self.is_there() {
                act();
            }
        });
    }
}
