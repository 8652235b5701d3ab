//! What is said of saving is true: laws of the save queue over stores that work and fail in any order.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::fixtures::disk::{Disk, Has};
use pollster::block_on;
use proptest::prelude::*;
use yixin::ledger::{Author, Draft, Edit, EditId, EditNumbers, Ledger, LedgerId, Moment, WriterId};
use yixin::storage::{
    Durability, Faults, Journal, KeyValue, MemoryJournal, MemoryKeyValue, SaveQueue, SaveState,
    StorageAlert, StorageError, Store, Stores,
};

const LEDGER: LedgerId = LedgerId(7);
const WRITER: WriterId = WriterId(0xA);

/// What the stores of a page do when they are asked.
struct World {
    local_works: Cell<bool>,
    journal_works: Cell<bool>,
    /// How many writes of the journal may still end.
    permits: Cell<usize>,
}

struct Local(MemoryKeyValue, Rc<World>);
struct SlowJournal(MemoryJournal, Rc<World>);

fn answer(works: bool) -> Result<(), StorageError> {
    if works { Ok(()) } else { Err(StorageError::Full) }
}

impl KeyValue for Local {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.0.get(key)
    }
    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        answer(self.1.local_works.get())?;
        self.0.set(key, text)
    }
    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.0.remove(key)
    }
    fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.0.keys(prefix)
    }
}

impl Journal for SlowJournal {
    async fn append(&self, entries: &[(String, String)]) -> Result<Durability, StorageError> {
        poll_fn(|_| match self.1.permits.get() {
            0 => Poll::Pending,
            permits => {
                self.1.permits.set(permits - 1);
                Poll::Ready(())
            }
        })
        .await;
        answer(self.1.journal_works.get())?;
        self.0.append(entries).await
    }
    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.0.keys(prefix).await
    }
    async fn read(&self, keys: &[String]) -> Result<Vec<Option<String>>, StorageError> {
        self.0.read(keys).await
    }
    async fn remove(&self, keys: &[String]) -> Result<(), StorageError> {
        self.0.remove(keys).await
    }
}

type Queue = SaveQueue<Local, SlowJournal>;
type Shown = Rc<RefCell<Option<(SaveState, Option<StorageAlert>)>>>;

/// A page that saves, and what is on its way.
struct Page {
    disk: Disk,
    world: Rc<World>,
    queue: Rc<Queue>,
    shown: Shown,
    numbers: EditNumbers,
    made: Vec<Edit>,
    tasks: Vec<Pin<Box<dyn Future<Output = ()>>>>,
}

/// One thing that happens.
#[derive(Debug, Clone, Copy)]
enum Step {
    Edit,
    /// A write of the journal ends.
    Answer,
    Checkpoint,
    OfferAgain,
    Local(bool),
    Journal(bool),
}

impl Page {
    fn open() -> Self {
        let (disk, faults) = (Disk::default(), Faults::none());
        let world = Rc::new(World {
            local_works: Cell::new(true),
            journal_works: Cell::new(true),
            permits: Cell::new(0),
        });
        let stores = Stores {
            local: Ok(Local(
                MemoryKeyValue::new(disk.local.clone(), faults.clone()),
                world.clone(),
            )),
            journal: Ok(SlowJournal(
                MemoryJournal::new(disk.journal.clone(), faults),
                world.clone(),
            )),
        };
        let (store, _) = block_on(Store::open(Rc::new(stores), LEDGER, WRITER)).expect("it opens");
        let (queue, shown) = (Rc::new(SaveQueue::new(store)), Shown::default());
        let told = shown.clone();
        queue.observe(move |state, alert| {
            told.replace(Some((state, alert)));
        });
        let (numbers, made, tasks) = (EditNumbers::default(), Vec::new(), Vec::new());
        Self { disk, world, queue, shown, numbers, made, tasks }
    }

    fn edit(&mut self) {
        let now = Moment { millis: 1_795_266_300_000, offset: 480 };
        let mut draft =
            Draft::numbered(&self.numbers, WRITER, now, Author::default(), "change", "");
        let id = format!("department:{}", self.made.len()).parse().expect("an id");
        draft.field(&id, "name", format!("{}科", self.made.len()));
        let edit = draft.finish(&Ledger::new()).expect("it changes something");
        self.numbers.made(edit.head.id.number);
        self.made.push(edit.clone());
        self.queue.offer();
        let queue = self.queue.clone();
        self.tasks.push(Box::pin(async move { queue.save(&edit).await }));
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Edit => self.edit(),
            Step::Answer => self.world.permits.set(1),
            Step::Checkpoint => self.queue.checkpoint(),
            Step::OfferAgain => {
                let queue = self.queue.clone();
                self.tasks.push(Box::pin(async move { queue.offer_again().await }));
            }
            Step::Local(works) => self.world.local_works.set(works),
            Step::Journal(works) => self.world.journal_works.set(works),
        }
        self.go_on();
        self.world.permits.set(0);
    }

    fn go_on(&mut self) {
        let mut context = Context::from_waker(Waker::noop());
        self.tasks.retain_mut(|task| task.as_mut().poll(&mut context).is_pending());
    }

    /// The edits that are on the disk, and how many of all are in the journal.
    fn on_disk(&self) -> (Ledger, usize) {
        let disk = self.disk.copy();
        let journaled = |edit: &&Edit| {
            let id = edit.head.id;
            let end = format!("/{id}");
            disk.journal.borrow().keys().any(|key| key.ends_with(&end))
        };
        let count = self.made.iter().filter(journaled).count();
        let stores = disk.stores(Has::Both, &Faults::none());
        let (_, opened) = block_on(Store::open(stores, LEDGER, WriterId(0xB))).expect("it opens");
        (opened.ledger, count)
    }

    /// What is said, compared with what a page would find that opened now.
    fn check(&self) {
        let (found, journaled) = self.on_disk();
        let found: BTreeSet<EditId> = found.iter().map(|edit| edit.head.id).collect();
        let lost = self.made.iter().filter(|edit| !found.contains(&edit.head.id)).count();
        let (state, unsaved) = (self.queue.state(), self.queue.unsaved());
        match state {
            SaveState::Saved => assert_eq!(journaled, self.made.len(), "已保存 before it is true"),
            SaveState::Written => assert_eq!(lost, 0, "已记录 before it is true"),
            SaveState::Busy => assert!(!self.tasks.is_empty(), "nothing is on its way"),
            SaveState::Wrong => assert!(unsaved > 0 && lost >= unsaved, "nothing is wrong"),
        }
        assert!(
            lost <= unsaved + self.tasks.len(),
            "{lost} of {unsaved} are known to be in memory"
        );
        if let Some(shown) = *self.shown.borrow() {
            assert_eq!(shown, (state, self.queue.alert()), "not told of the last change");
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Edit),
        6 => Just(Step::Answer),
        2 => Just(Step::Checkpoint),
        1 => Just(Step::OfferAgain),
        2 => any::<bool>().prop_map(Step::Local),
        2 => any::<bool>().prop_map(Step::Journal),
    ]
}

proptest! {
    #[test]
    fn nothing_is_called_saved_before_it_is_and_nothing_refused_is_lost(
        steps in prop::collection::vec(step(), 1..40)
    ) {
        let mut page = Page::open();
        for step in steps {
            page.take(step);
            page.check();
        }
        // Once the stores work, the next edit takes along all that was refused.
        page.take(Step::Local(true));
        page.take(Step::Journal(true));
        page.take(Step::Edit);
        while !page.tasks.is_empty() {
            page.take(Step::Answer);
            page.check();
        }
        prop_assert_eq!(page.queue.state(), SaveState::Saved);
        prop_assert_eq!(page.queue.unsaved(), 0);
    }
}

#[test]
fn an_edit_that_the_journal_refused_keeps_saved_away_until_it_has_it() {
    let mut page = Page::open();
    page.take(Step::Journal(false));
    page.take(Step::Edit);
    page.take(Step::Answer);
    assert_eq!(page.queue.state(), SaveState::Written);
    page.take(Step::Journal(true));
    page.take(Step::Edit);
    // The later edit is in the journal, the earlier one not yet.
    page.take(Step::Answer);
    assert_ne!(page.queue.state(), SaveState::Saved);
    page.take(Step::Answer);
    assert_eq!(page.queue.state(), SaveState::Saved);
}

#[test]
fn a_queue_that_nobody_observes_any_more_calls_nobody() {
    let mut page = Page::open();
    page.take(Step::Edit);
    page.queue.stop_observing();
    page.shown.take();
    page.take(Step::Answer);
    assert_eq!(*page.shown.borrow(), None);
    assert_eq!(page.queue.state(), SaveState::Saved);
}
