//! What the tabs of one browser tell each other: edits that are saved.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::exchange::wire::{self, Border, Reader};
use crate::ledger::{Edit, LedgerId};

type Listener = Closure<dyn FnMut(MessageEvent)>;

/// The channel between the tabs that have one ledger open.
#[derive(Clone)]
pub struct Tabs {
    channel: Option<BroadcastChannel>,
    heard: Rc<RefCell<Option<Listener>>>,
}

impl Tabs {
    /// Opens the channel of a ledger. Without it each tab sees the others' edits when it reopens.
    pub fn new(ledger: LedgerId) -> Self {
        let channel = BroadcastChannel::new(&format!("yixin/{ledger}")).ok();
        Self { channel, heard: Rc::default() }
    }

    /// Tells the other tabs of an edit.
    pub fn tell(&self, edit: &Edit) {
        if let Some(channel) = &self.channel {
            let mut text = String::new();
            wire::write_edit(&mut text, edit);
            // What cannot be told is read from the store when the other tab opens again.
            let _ = channel.post_message(&JsValue::from_str(&text));
        }
    }

    /// Calls back with each edit that another tab tells of.
    pub fn listen(&self, mut act: impl FnMut(Edit) + 'static) {
        let Some(channel) = &self.channel else {
            return;
        };
        let handler = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            // A tab of another version may speak otherwise; it saves all the same.
            if let Ok(edit) = Reader::new(Border::Own).edit(&text) {
                act(edit);
            }
        });
        channel.set_onmessage(Some(handler.as_ref().unchecked_ref()));
        *self.heard.borrow_mut() = Some(handler);
    }
}
