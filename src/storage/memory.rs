//! In-memory stores with fault injection: for tests, and for a page without any storage.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::traits::{Durability, Journal, KeyValue, StorageError, StoreKind};

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The store is full. Reading goes well.
    Full,
    /// The browser refuses.
    Blocked,
    /// The page dies before the call has any effect, and every later call with it.
    CrashBefore,
    /// The page dies after the call has had its effect, and every later call with it.
    CrashAfter,
    /// The text that is written or read loses its second half, without a word.
    Truncated,
    /// One bit of the text that is written or read is turned, without a word.
    FlippedBit,
    /// The write does nothing, and says that all is well.
    Dropped,
    /// The read gives what was there before the last write: of a key its former text, or none; of a
    /// list the keys of before.
    Stale,
}

/// When calls fail: shared by both stores of a page, which it counts together.
#[derive(Debug, Default)]
pub struct Faults {
    calls: Cell<u32>,
    planned: Cell<Option<(u32, Fault)>>,
    crashed: Cell<bool>,
    dropped: RefCell<Vec<(StoreKind, String, String)>>,
    local: RefCell<Former>,
    journal: RefCell<Former>,
}

/// What was in a store before it was written.
#[derive(Debug, Default)]
struct Former {
    /// What was under each key before it was last written. What was not written since the page
    /// opened was once not there.
    texts: BTreeMap<String, Option<String>>,
    /// The keys of the last write.
    last: Vec<String>,
}

impl Faults {
    /// Lets the call with a number fail, counted from 1 over both stores.
    pub fn at(number: u32, fault: Fault) -> Rc<Self> {
        Rc::new(Self { planned: Cell::new(Some((number, fault))), ..Self::default() })
    }

    /// Lets no call fail.
    pub fn none() -> Rc<Self> {
        Rc::default()
    }

    /// How many calls there were.
    pub fn calls(&self) -> u32 {
        self.calls.get()
    }

    /// The texts that were dropped: their store, their keys, and what they would have been.
    pub fn dropped(&self) -> Vec<(StoreKind, String, String)> {
        self.dropped.borrow().clone()
    }

    fn former(&self, which: StoreKind) -> &RefCell<Former> {
        match which {
            StoreKind::Local => &self.local,
            StoreKind::Journal => &self.journal,
        }
    }

    /// Counts a call, and says how it fails.
    fn next(&self) -> Result<Option<Fault>, StorageError> {
        if self.crashed.get() {
            return Err(StorageError::Other("crashed".to_owned()));
        }
        self.calls.set(self.calls.get() + 1);
        let fault = self.planned.get().filter(|(number, _)| *number == self.calls.get());
        match fault.map(|(_, fault)| fault) {
            Some(Fault::Blocked) => Err(StorageError::Blocked),
            Some(Fault::CrashBefore) => Err(self.crash()),
            fault => Ok(fault),
        }
    }

    fn crash(&self) -> StorageError {
        self.crashed.set(true);
        StorageError::Other("crashed".to_owned())
    }
}

fn damage(text: &str, fault: Option<Fault>) -> String {
    let middle = (text.len() / 2..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    match fault {
        Some(Fault::Truncated) => text[..middle].to_owned(),
        Some(Fault::FlippedBit) => {
            let turn = |c: char| char::from_u32(u32::from(c) ^ 1).unwrap_or('?');
            let mut rest = text[middle..].chars();
            let turned = rest.next().map(turn);
            text[..middle].chars().chain(turned).chain(rest).collect()
        }
        _ => text.to_owned(),
    }
}

/// What a store keeps; it outlives the page.
pub type MemoryTexts = Rc<RefCell<BTreeMap<String, String>>>;

/// What both stores are: texts by key, and how their calls fail.
#[derive(Debug, Clone)]
struct Shelf {
    which: StoreKind,
    kept: MemoryTexts,
    faults: Rc<Faults>,
}

impl Shelf {
    /// Puts texts under keys, or takes away what is there.
    fn write<'a>(
        &self,
        writing: impl Iterator<Item = (&'a String, Option<&'a str>)>,
    ) -> Result<(), StorageError> {
        let fault = self.faults.next()?;
        if fault == Some(Fault::Full) {
            return Err(StorageError::Full);
        }
        if fault == Some(Fault::Dropped) {
            let texts =
                writing.filter_map(|(key, text)| Some((self.which, key.clone(), text?.to_owned())));
            self.faults.dropped.borrow_mut().extend(texts);
            return Ok(());
        }
        let mut kept = self.kept.borrow_mut();
        let mut former = self.faults.former(self.which).borrow_mut();
        former.last.clear();
        for (key, text) in writing {
            let before = match text {
                Some(text) => kept.insert(key.clone(), damage(text, fault)),
                None => kept.remove(key),
            };
            former.texts.insert(key.clone(), before);
            former.last.push(key.clone());
        }
        match fault {
            Some(Fault::CrashAfter) => Err(self.faults.crash()),
            _ => Ok(()),
        }
    }

    /// The texts under keys.
    fn read(&self, keys: &[String]) -> Result<Vec<Option<String>>, StorageError> {
        let fault = self.faults.next()?;
        if fault == Some(Fault::CrashAfter) {
            return Err(self.faults.crash());
        }
        let (kept, former) = (self.kept.borrow(), self.faults.former(self.which).borrow());
        let read = keys.iter().map(|key| match fault {
            Some(Fault::Stale) => former.texts.get(key).cloned().flatten(),
            _ => kept.get(key).map(|text| damage(text, fault)),
        });
        Ok(read.collect())
    }

    /// The keys that begin with a prefix.
    fn list(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        let fault = self.faults.next()?;
        if fault == Some(Fault::CrashAfter) {
            return Err(self.faults.crash());
        }
        let kept = self.kept.borrow();
        let mut keys: Vec<_> = kept.keys().filter(|key| key.starts_with(prefix)).cloned().collect();
        if fault == Some(Fault::Stale) {
            let former = self.faults.former(self.which).borrow();
            if former.last.is_empty() {
                keys.pop();
            }
            for key in former.last.iter().filter(|key| key.starts_with(prefix)) {
                keys.retain(|there| there != key);
                if former.texts.get(key).is_some_and(Option::is_some) {
                    keys.push(key.clone());
                }
            }
        }
        Ok(keys)
    }
}

/// localStorage in memory.
#[derive(Debug, Clone)]
pub struct MemoryKeyValue(Shelf);

impl MemoryKeyValue {
    /// A store that keeps its texts in `kept` and fails as `faults` says.
    pub fn new(kept: MemoryTexts, faults: Rc<Faults>) -> Self {
        Self(Shelf { which: StoreKind::Local, kept, faults })
    }
}

impl KeyValue for MemoryKeyValue {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        Ok(self.0.read(&[key.to_owned()])?.pop().flatten())
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        self.0.write([(&key.to_owned(), Some(text))].into_iter())
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.0.write([(&key.to_owned(), None)].into_iter())
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.0.list(prefix)
    }
}

/// The journal in memory.
#[derive(Debug, Clone)]
pub struct MemoryJournal(Shelf);

impl MemoryJournal {
    /// A journal that keeps its texts in `kept` and fails as `faults` says.
    pub fn new(kept: MemoryTexts, faults: Rc<Faults>) -> Self {
        Self(Shelf { which: StoreKind::Journal, kept, faults })
    }
}

impl Journal for MemoryJournal {
    async fn append(&self, entries: &[(String, String)]) -> Result<Durability, StorageError> {
        self.0.write(entries.iter().map(|(key, text)| (key, Some(&**text))))?;
        Ok(Durability::Strict)
    }

    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.0.list(prefix)
    }

    async fn read(&self, keys: &[String]) -> Result<Vec<Option<String>>, StorageError> {
        self.0.read(keys)
    }

    async fn remove(&self, keys: &[String]) -> Result<(), StorageError> {
        self.0.write(keys.iter().map(|key| (key, None)))
    }
}
