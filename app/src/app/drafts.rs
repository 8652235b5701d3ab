//! Drafts: what forms hold that was not saved yet, through whatever becomes of the page.
//!
//! What is typed is stored a moment later, and as the page goes out of sight. What localStorage refuses
//! stays in memory alone.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{clock, page};
use crate::ledger::{LedgerId, Moment, Value};
use crate::ordered;
use crate::storage::DraftKey;

use super::session::Session;
use super::write_lock::WriteAccess;

/// How long after something was typed it is stored, in milliseconds.
const PAUSE: i32 = 250;

/// A draft of a ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct FormDraft {
    /// The form: each has one draft.
    pub form: String,
    /// What it is called.
    pub title: String,
    /// The address at which it is filled in.
    pub address: String,
    /// When something was last typed.
    pub at: Moment,
    /// What was typed.
    pub content: Value,
}

#[derive(Default)]
struct Drafts {
    /// Of which ledger they are.
    ledger: Option<LedgerId>,
    /// All that this page knows, by form.
    all: BTreeMap<String, FormDraft>,
    /// Where each is stored: of one form there may be some that other windows wrote.
    keys: BTreeMap<String, Vec<DraftKey>>,
    /// Where this page stores what it holds.
    own: BTreeMap<String, DraftKey>,
    /// The forms whose drafts are stored otherwise than they are, or not yet.
    unstored: BTreeSet<String>,
    /// Whether something is about to be stored.
    is_waiting: bool,
    /// What stores all as the page goes out of sight.
    hiding: Vec<page::Listening>,
}

thread_local! {
    static DRAFTS: RefCell<Drafts> = RefCell::default();
}

/// The draft of a form.
pub fn draft_of(session: Session, form: &str) -> Option<FormDraft> {
    with_drafts(session, |drafts| drafts.all.get(form).cloned())
}

/// All drafts of the ledger, the latest first.
pub fn drafts(session: Session) -> Vec<FormDraft> {
    let mut all: Vec<FormDraft> =
        with_drafts(session, |drafts| drafts.all.values().cloned().collect());
    ordered::sort_by_key(&mut all, |draft| std::cmp::Reverse(draft.at));
    all
}

/// Keeps what a form holds; nothing once that is saved or given up.
pub fn keep_draft(session: Session, form: &str, title: &str, content: Option<Value>) {
    let is_waiting = with_drafts(session, |drafts| {
        let known = drafts.all.remove(form);
        match content {
            Some(content) => {
                // As a page is left, its last letters arrive when the address is another already.
                let address = known.map_or_else(page::hash, |known| known.address);
                let (form, title) = (form.to_owned(), title.to_owned());
                let draft = FormDraft { form, title, address, at: clock::now(), content };
                drafts.all.insert(draft.form.clone(), draft);
            }
            // Most forms are opened and left as they were.
            None if known.is_none() => return true,
            None => {}
        }
        drafts.unstored.insert(form.to_owned());
        if drafts.hiding.is_empty() {
            drafts.hiding = page::on_hide(move || store(session));
        }
        std::mem::replace(&mut drafts.is_waiting, true)
    });
    if !is_waiting {
        spawn_local(async move {
            page::pause(PAUSE).await;
            store(session);
        });
    }
    count_drafts(session);
}

/// Counts the drafts for all who say how many there are.
pub fn count_drafts(session: Session) {
    let count = with_drafts(session, |drafts| drafts.all.len());
    if session.drafts.try_get_untracked().is_some_and(|known| known != count) {
        session.drafts.set(count);
    }
}

/// Stores what is not yet; what is refused waits for the next time.
fn store(session: Session) {
    if session.drafts.is_disposed() {
        return;
    }
    // Nothing is written beside what a newer version of the app has.
    if session.write_access.get_untracked() == WriteAccess::NewerVersion {
        return with_drafts(session, |drafts| drafts.is_waiting = false);
    }
    with_drafts(session, |drafts| {
        drafts.is_waiting = false;
        let forms = std::mem::take(&mut drafts.unstored);
        let refused = |form: &String| !drafts.store(session, form);
        drafts.unstored = forms.into_iter().filter(refused).collect();
    });
}

impl Drafts {
    /// The drafts of a ledger, as they are stored.
    fn load(session: Session, ledger: LedgerId) -> Self {
        let mut drafts = Self { ledger: Some(ledger), ..Self::default() };
        let stored = session.with_store_now(|store| store.drafts().unwrap_or_default());
        for (key, note) in stored {
            let Some(draft) = from_value(&note) else { continue };
            drafts.keys.entry(draft.form.clone()).or_default().push(key);
            if drafts.all.get(&draft.form).is_none_or(|known| known.at < draft.at) {
                drafts.all.insert(draft.form.clone(), draft);
            }
        }
        drafts
    }

    /// Stores the draft of a form, or removes it wherever it is, and returns whether that succeeded.
    fn store(&mut self, session: Session, form: &str) -> bool {
        session.with_store_now(|store| match self.all.get(form) {
            Some(draft) => {
                let known = self.own.get(form).cloned();
                let Some(key) = known.or_else(|| store.next_draft().ok()) else { return false };
                let is_kept = store.keep_draft(&key, &to_value(draft)).is_ok();
                self.own.insert(form.to_owned(), key);
                is_kept
            }
            None => {
                let own = self.own.remove(form);
                let mut keys = self.keys.remove(form).unwrap_or_default();
                keys.extend(own);
                keys.retain(|key| store.drop_draft(key).is_err());
                let is_gone = keys.is_empty();
                if !is_gone {
                    self.keys.insert(form.to_owned(), keys);
                }
                is_gone
            }
        })
    }
}

/// Looks at the drafts of the session's ledger; those of another are stored, and are read again.
fn with_drafts<R>(session: Session, act: impl FnOnce(&mut Drafts) -> R) -> R {
    let ledger = session.entry().id;
    DRAFTS.with_borrow_mut(|drafts| {
        if drafts.ledger != Some(ledger) {
            *drafts = Drafts::load(session, ledger);
        }
        act(drafts)
    })
}

fn to_value(draft: &FormDraft) -> Value {
    Value::group([
        ("form", draft.form.as_str().into()),
        ("title", draft.title.as_str().into()),
        ("address", draft.address.as_str().into()),
        ("at", Value::Int(draft.at.millis)),
        ("offset", Value::Int(draft.at.offset.into())),
        ("content", draft.content.clone()),
    ])
}

fn from_value(note: &Value) -> Option<FormDraft> {
    let text = |name: &str| Some(note.get(name)?.as_text()?.to_owned());
    let at = Moment {
        millis: note.get("at")?.as_int()?,
        offset: i16::try_from(note.get("offset")?.as_int()?).ok()?,
    };
    let content = note.get("content")?.clone();
    let (form, title, address) = (text("form")?, text("title")?, text("address")?);
    Some(FormDraft { form, title, address, at, content })
}
