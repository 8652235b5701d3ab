//! Both stores in memory, failing on demand: for tests, and for a page without any storage.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::traits::{Durability, Journal, KeyValue, StorageError};

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
}

/// When calls fail: shared by both stores of a page, which it counts together.
#[derive(Debug, Default)]
pub struct Faults {
    calls: Cell<u32>,
    planned: Cell<Option<(u32, Fault)>>,
    crashed: Cell<bool>,
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

    /// Counts a call, and says how it fails.
    fn next(&self) -> Result<Option<Fault>, StorageError> {
        if self.crashed.get() {
            return Err(StorageError::Other("crashed".to_owned()));
        }
        self.calls.set(self.calls.get() + 1);
        let fault = self.planned.get().filter(|(number, _)| *number == self.calls.get());
        match fault.map(|(_, fault)| fault) {
            Some(Fault::Blocked) => Err(StorageError::Blocked),
            Some(Fault::CrashBefore) => {
                self.crashed.set(true);
                Err(StorageError::Other("crashed".to_owned()))
            }
            fault => Ok(fault),
        }
    }

    /// Runs a writing call.
    fn write(&self, act: impl FnOnce(&dyn Fn(&str) -> String)) -> Result<(), StorageError> {
        let fault = self.next()?;
        if fault == Some(Fault::Full) {
            return Err(StorageError::Full);
        }
        act(&|text| damage(text, fault));
        if fault == Some(Fault::CrashAfter) {
            self.crashed.set(true);
            return Err(StorageError::Other("crashed".to_owned()));
        }
        Ok(())
    }

    /// Runs a reading call.
    fn read<T>(&self, act: impl FnOnce(&dyn Fn(&str) -> String) -> T) -> Result<T, StorageError> {
        let fault = self.next()?;
        let read = act(&|text| damage(text, fault));
        if fault == Some(Fault::CrashAfter) {
            self.crashed.set(true);
            return Err(StorageError::Other("crashed".to_owned()));
        }
        Ok(read)
    }
}

fn damage(text: &str, fault: Option<Fault>) -> String {
    let middle = (text.len() / 2..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    match fault {
        Some(Fault::Truncated) => text[..middle].to_owned(),
        Some(Fault::FlippedBit) => {
            let turn = |c: char| if c.is_ascii() { (c as u8 ^ 1) as char } else { '?' };
            let mut rest = text[middle..].chars();
            let turned = rest.next().map(turn);
            text[..middle].chars().chain(turned).chain(rest).collect()
        }
        _ => text.to_owned(),
    }
}

/// What a store keeps; it outlives the page.
pub type Kept = Rc<RefCell<BTreeMap<String, String>>>;

fn keys(kept: &Kept, prefix: &str) -> Vec<String> {
    kept.borrow().keys().filter(|key| key.starts_with(prefix)).cloned().collect()
}

/// localStorage in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryKeyValue {
    kept: Kept,
    faults: Rc<Faults>,
}

impl MemoryKeyValue {
    /// A store that keeps its texts in `kept` and fails as `faults` says.
    pub fn new(kept: Kept, faults: Rc<Faults>) -> Self {
        Self { kept, faults }
    }
}

impl KeyValue for MemoryKeyValue {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.faults.read(|damage| self.kept.borrow().get(key).map(|text| damage(text)))
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        self.faults.write(|damage| {
            self.kept.borrow_mut().insert(key.to_owned(), damage(text));
        })
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.faults.write(|_| {
            self.kept.borrow_mut().remove(key);
        })
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.faults.read(|_| keys(&self.kept, prefix))
    }
}

/// The journal in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryJournal {
    kept: Kept,
    faults: Rc<Faults>,
}

impl MemoryJournal {
    /// A journal that keeps its texts in `kept` and fails as `faults` says.
    pub fn new(kept: Kept, faults: Rc<Faults>) -> Self {
        Self { kept, faults }
    }
}

impl Journal for MemoryJournal {
    async fn append(&self, entries: &[(String, String)]) -> Result<Durability, StorageError> {
        self.faults.write(|damage| {
            let entries = entries.iter().map(|(key, text)| (key.clone(), damage(text)));
            self.kept.borrow_mut().extend(entries);
        })?;
        Ok(Durability::Strict)
    }

    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.faults.read(|_| keys(&self.kept, prefix))
    }

    async fn read(&self, keys: &[String]) -> Result<Vec<Option<String>>, StorageError> {
        self.faults.read(|damage| {
            let kept = self.kept.borrow();
            keys.iter().map(|key| kept.get(key).map(|text| damage(text))).collect()
        })
    }

    async fn remove(&self, keys: &[String]) -> Result<(), StorageError> {
        self.faults.write(|_| {
            let mut kept = self.kept.borrow_mut();
            for key in keys {
                kept.remove(key);
            }
        })
    }
}
