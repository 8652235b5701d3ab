//! What lies over the page: going back closes it first.

use std::cell::RefCell;
use std::rc::Rc;

thread_local! {
    static OPEN: RefCell<Vec<Layer>> = const { RefCell::new(Vec::new()) };
    static MADE: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

struct Layer {
    number: u32,
    close: Rc<dyn Fn()>,
}

/// A layer that is open, until this is dropped.
#[derive(Debug)]
pub struct OpenLayer(u32);

impl OpenLayer {
    /// Lays something over all that is open; `close` is called when one goes back.
    pub fn over_all(close: impl Fn() + 'static) -> Self {
        let number = MADE.get().wrapping_add(1);
        MADE.set(number);
        OPEN.with_borrow_mut(|open| open.push(Layer { number, close: Rc::new(close) }));
        Self(number)
    }
}

impl Drop for OpenLayer {
    fn drop(&mut self) {
        let _ = OPEN.try_with(|open| {
            if let Ok(mut open) = open.try_borrow_mut() {
                open.retain(|layer| layer.number != self.0);
            }
        });
    }
}

/// Closes what lies on top, and returns whether anything did.
pub fn close_top() -> bool {
    let top = OPEN.with_borrow_mut(Vec::pop);
    if let Some(layer) = &top {
        (layer.close)();
    }
    top.is_some()
}
