//! A tab that goes on by single calls to its stores, so that two of them can be interleaved at will,
//! also within calls that wait for nothing. To go on is to begin anew: the calls that were made
//! before are answered as they were then, the next ones reach the store, and all after that fail, so
//! that they can do no harm.

use std::cell::{Cell, RefCell};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use crate::fixtures::disk::{Disk, Has};
use yixin::storage::{
    Durability, Faults, Journal, KeyValue, MemoryJournal, MemoryKeyValue, StorageError, Stores,
};

type Answer = Vec<Option<String>>;

/// The calls that a tab has made, with their answers.
#[derive(Clone, Default)]
pub struct Log {
    calls: Vec<Rc<(String, Answer)>>,
    /// Stands for them all.
    pub sum: u64,
}

/// What a tab does: what is known, and how far it may go.
pub struct Script {
    log: RefCell<Log>,
    next: Cell<usize>,
    room: Cell<usize>,
    stopped: Cell<bool>,
}

impl Script {
    /// Goes on behind a log, for so many calls.
    pub fn new(log: Log, room: usize) -> Rc<Self> {
        let (next, stopped) = (Cell::new(0), Cell::new(false));
        Rc::new(Self { log: RefCell::new(log), next, room: Cell::new(room), stopped })
    }

    /// Whether it wanted to go on.
    pub fn is_stopped(&self) -> bool {
        self.stopped.get()
    }

    /// The calls that were made.
    pub fn log(&self) -> Log {
        self.log.borrow().clone()
    }

    fn call(
        &self,
        call: String,
        act: impl FnOnce() -> Result<Answer, StorageError>,
    ) -> Result<Answer, StorageError> {
        let place = self.next.get();
        let mut log = self.log.borrow_mut();
        if let Some(known) = log.calls.get(place) {
            assert_eq!(known.0, call, "a tab does the same again where it sees the same");
            self.next.set(place + 1);
            return Ok(known.1.clone());
        }
        if self.room.get() == 0 {
            self.stopped.set(true);
            return Err(StorageError::Other("stopped".to_owned()));
        }
        self.room.set(self.room.get() - 1);
        let answer = act()?;
        let mut hasher = DefaultHasher::new();
        (log.sum, &call, &answer).hash(&mut hasher);
        log.sum = hasher.finish();
        log.calls.push(Rc::new((call, answer.clone())));
        self.next.set(place + 1);
        Ok(answer)
    }
}

/// A store whose calls are paced.
pub struct Paced<S> {
    store: S,
    script: Rc<Script>,
}

/// Both stores of a disk, paced.
pub type PacedStores = Stores<Paced<MemoryKeyValue>, Paced<MemoryJournal>>;

/// Both stores of a disk, paced by a script.
pub fn paced(disk: &Disk, has: Has, script: &Rc<Script>) -> Rc<PacedStores> {
    let local = MemoryKeyValue::new(disk.local.clone(), Faults::none());
    let journal = MemoryJournal::new(disk.journal.clone(), Faults::none());
    let (local, journal) = (
        Paced { store: local, script: script.clone() },
        Paced { store: journal, script: script.clone() },
    );
    Rc::new(Stores {
        local: if has == Has::JournalOnly { Err(StorageError::Blocked) } else { Ok(local) },
        journal: if has == Has::LocalOnly { Err(StorageError::Blocked) } else { Ok(journal) },
    })
}

impl KeyValue for Paced<MemoryKeyValue> {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        let call = format!("get {key}");
        Ok(self.script.call(call, || Ok(vec![self.store.get(key)?]))?.pop().flatten())
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        let act = || self.store.set(key, text).map(|()| Vec::new());
        self.script.call(format!("set {key}"), act).map(drop)
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        let act = || self.store.remove(key).map(|()| Vec::new());
        self.script.call(format!("remove {key}"), act).map(drop)
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        let act = || Ok(self.store.keys(prefix)?.into_iter().map(Some).collect());
        let keys = self.script.call(format!("keys {prefix}"), act)?;
        Ok(keys.into_iter().flatten().collect())
    }
}

impl Journal for Paced<MemoryJournal> {
    async fn append(&self, entries: &[(String, String)]) -> Result<Durability, StorageError> {
        let keys: Vec<_> = entries.iter().map(|(key, _)| key).collect();
        // The journal in memory is ready at once, and each call of it is one transaction.
        let act = || pollster::block_on(self.store.append(entries)).map(|_| Vec::new());
        self.script.call(format!("append {keys:?}"), act)?;
        Ok(Durability::Strict)
    }

    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        let act = || {
            let keys = pollster::block_on(self.store.keys(prefix))?;
            Ok(keys.into_iter().map(Some).collect())
        };
        let keys = self.script.call(format!("journal keys {prefix}"), act)?;
        Ok(keys.into_iter().flatten().collect())
    }

    async fn read(&self, keys: &[String]) -> Result<Vec<Option<String>>, StorageError> {
        self.script.call(format!("read {keys:?}"), || pollster::block_on(self.store.read(keys)))
    }

    async fn remove(&self, keys: &[String]) -> Result<(), StorageError> {
        let act = || pollster::block_on(self.store.remove(keys)).map(|()| Vec::new());
        self.script.call(format!("journal remove {keys:?}"), act).map(drop)
    }
}
