//! Messages between the tabs of one browser: saved edits, and who writes.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::codec::wire::{self, EditReader, Origin};
use crate::ledger::{Edit, LedgerId};

type Listener = Closure<dyn FnMut(MessageEvent)>;

/// Message of another tab, other than an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TabMessage {
    /// It wants to write from now on.
    Yield,
    /// It has saved all, and writes no more.
    Yielded,
    /// It has changed the stores otherwise than by an edit.
    Reload,
    /// It has removed the ledger from this device.
    Removed,
}

impl TabMessage {
    const ALL: [Self; 4] = [Self::Yield, Self::Yielded, Self::Reload, Self::Removed];

    /// How it is spelt: as no edit is.
    fn text(self) -> &'static str {
        match self {
            Self::Yield => "give",
            Self::Yielded => "given",
            Self::Reload => "anew",
            Self::Removed => "removed",
        }
    }
}

/// Event from another tab.
#[derive(Debug)]
pub enum TabEvent {
    /// An edit that is saved.
    Edit(Box<Edit>),
    /// Something else.
    Message(TabMessage),
}

/// The channel between the tabs that have one ledger open; it is closed when its last handle is
/// dropped.
#[derive(Clone)]
pub struct Tabs(Rc<Channel>);

struct Channel {
    channel: Option<BroadcastChannel>,
    listener: RefCell<Option<Listener>>,
    /// What was told before anyone listened.
    early: RefCell<Vec<String>>,
}

impl Channel {
    fn stop_listening(&self) {
        if let Some(channel) = &self.channel {
            channel.set_onmessage(None);
        }
        self.listener.take();
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.stop_listening();
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}

/// Listening to the other tabs: it ends when this is dropped. Telling goes on.
pub struct TabListener(Tabs);

impl Drop for TabListener {
    fn drop(&mut self) {
        self.0.0.stop_listening();
    }
}

impl Tabs {
    /// Opens the channel of a ledger; what is told from then on waits for a listener. Without it each
    /// tab sees the others' edits when it reopens.
    pub fn new(ledger: LedgerId) -> Self {
        let channel = BroadcastChannel::new(&format!("yixin/{ledger}")).ok();
        let (listener, early) = (RefCell::default(), RefCell::default());
        let tabs = Self(Rc::new(Channel { channel, listener, early }));
        let early = Rc::downgrade(&tabs.0);
        tabs.call(move |text| {
            if let Some(channel) = early.upgrade() {
                channel.early.borrow_mut().push(text);
            }
        });
        tabs
    }

    /// Tells the other tabs of an edit.
    pub fn tell(&self, edit: &Edit) {
        let mut text = String::new();
        wire::write_edit(&mut text, edit);
        self.post(&text);
    }

    /// Tells the other tabs something else.
    pub fn say(&self, word: TabMessage) {
        self.post(word.text());
    }

    fn post(&self, text: &str) {
        if let Some(channel) = &self.0.channel {
            // What cannot be told is read from the store when the other tab opens again.
            let _ = channel.post_message(&JsValue::from_str(text));
        }
    }

    /// Calls back with what another tab tells, as long as the answer is kept.
    pub fn listen(&self, mut act: impl FnMut(TabEvent) + 'static) -> TabListener {
        let mut hear = move |text: String| {
            let word = TabMessage::ALL.into_iter().find(|word| word.text() == text);
            // A tab of another version may speak otherwise; it saves all the same.
            let edit =
                || Some(TabEvent::Edit(EditReader::new(Origin::Own).edit(&text).ok()?.into()));
            if let Some(heard) = word.map(TabEvent::Message).or_else(edit) {
                act(heard);
            }
        };
        self.0.early.take().into_iter().for_each(&mut hear);
        self.call(hear);
        TabListener(self.clone())
    }

    fn call(&self, mut hear: impl FnMut(String) + 'static) {
        let Some(channel) = &self.0.channel else {
            return;
        };
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            hear(event.data().as_string().unwrap_or_default());
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        self.0.listener.replace(Some(listener));
    }
}
