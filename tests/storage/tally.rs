//! What is counted outlives a kill at any point: at most the last tap is lost, and nothing counts twice.

use crate::fixtures::bundles::LEDGER;
use crate::fixtures::disk::{Disk, Has, Page};
use pollster::block_on;
use yixin::ledger::{Author, Cell, Draft, Edit, EditId, Ledger, Moment, RecordId, Value, WriterId};
use yixin::registers::{COUNT, Tally, counted};
use yixin::storage::{Fault, Faults, OpenError, Purge, StorageError, Store};

const NOW: i64 = 1_790_000_000_000;

fn event() -> RecordId {
    RecordId::keyed("service", "clinic")
}

/// A page that counts, as the app does it.
struct Counter {
    store: Page,
    ledger: Ledger,
    writer: WriterId,
    edits: u32,
    texts: u32,
    tally: Tally,
}

impl Counter {
    fn open(disk: &Disk, faults: &std::rc::Rc<Faults>, writer: u64) -> Result<Self, OpenError> {
        let writer = WriterId(writer);
        let (store, opened) =
            block_on(Store::open(disk.stores(Has::Both, faults), LEDGER, writer))?;
        let tally = Tally::begin(&opened.ledger, &event(), writer);
        Ok(Self { store, ledger: opened.ledger, writer, edits: 0, texts: 0, tally })
    }

    fn draft(&mut self, act: &str) -> Draft {
        self.edits += 1;
        let id = EditId { writer: self.writer, number: self.edits };
        let at = Moment {
            millis: NOW + self.writer.0 as i64 * 1000 + i64::from(self.edits),
            offset: 480,
        };
        Draft::new(id, at, Author::default(), act, "")
    }

    /// Makes an edit; whether a store has it.
    fn commit(&mut self, draft: Draft) -> bool {
        let Some(edit) = draft.finish(&self.ledger) else { return true };
        self.ledger.insert(edit.clone());
        block_on(self.store.record(&edit)).expect("fit to be stored");
        self.store.only_in_memory() == 0
    }

    fn tap(&mut self, counter: usize) -> Result<(), StorageError> {
        self.tally.taps[counter] += 1;
        self.texts += 1;
        let key = self.store.tally_key(1);
        block_on(self.store.keep_tally(&key, self.texts, &self.tally.to_value())).map(drop)
    }

    /// Adds the tally to the ledger.
    fn flush(&mut self) {
        let mut draft = self.draft(COUNT);
        self.tally.apply(&self.ledger, &mut draft);
        if self.commit(draft) {
            self.tally = Tally::begin(&self.ledger, &event(), self.writer);
            let _ = block_on(self.store.drop_tally(&self.store.tally_key(1)));
        }
    }

    /// Adds what other sessions left.
    fn take_up(&mut self) {
        for (key, note) in block_on(self.store.tallies()).unwrap_or_default() {
            let tally = Tally::from_value(&note).expect("a tally");
            let mut is_kept = true;
            if !tally.is_applied(&self.ledger) {
                let mut draft = self.draft(COUNT);
                tally.apply(&self.ledger, &mut draft);
                is_kept = self.commit(draft);
            }
            if is_kept {
                let _ = block_on(self.store.drop_tally(&key));
            }
        }
    }

    fn total(&self) -> i64 {
        self.ledger.record(&event()).map_or(0, |record| counted(&record, "c1"))
    }
}

/// What is found after all that was left is taken up.
fn reopened(disk: &Disk, writer: u64) -> i64 {
    let mut page = Counter::open(disk, &Faults::none(), writer).expect("opens");
    page.take_up();
    page.total()
}

#[test]
fn a_tally_is_kept_as_it_is() {
    let ledger = Ledger::new();
    let mut tally = Tally::begin(&ledger, &event(), WriterId(7));
    tally.taps = [3, 0, -1, 0, 0, 12];
    assert_eq!(Tally::from_value(&tally.to_value()), Some(tally));
    let mut page = Counter::open(&Disk::default(), &Faults::none(), 1).expect("opens");
    page.tap(0).expect("kept");
    page.flush();
    assert!(page.tally.since.is_some());
    page.tally.taps[5] = 2;
    assert_eq!(Tally::from_value(&page.tally.to_value()), Some(page.tally));
    assert_eq!(Tally::from_value(&Value::Null), None);
}

#[test]
fn a_kill_at_any_call_loses_at_most_the_last_tap_and_counts_nothing_twice() {
    for fault in [Fault::CrashBefore, Fault::CrashAfter] {
        let mut number = 0;
        loop {
            number += 1;
            let (disk, faults) = (Disk::default(), Faults::at(number, fault));
            let mut acknowledged = 0;
            let Ok(mut page) = Counter::open(&disk, &faults, 1) else { continue };
            for round in 0..3 {
                for _ in 0..3 {
                    acknowledged += i64::from(page.tap(0).is_ok());
                }
                if round < 2 {
                    page.flush();
                }
            }
            let is_over = faults.calls() < number;
            // The second time nothing is left.
            for writer in 2..4 {
                let found = reopened(&disk, writer);
                let shown = format!("{fault:?} at call {number}: {found} of {acknowledged}");
                assert!((acknowledged..=acknowledged + 1).contains(&found), "{shown}");
            }
            let left = Counter::open(&disk, &Faults::none(), 9).expect("opens");
            assert_eq!(block_on(left.store.tallies()).expect("readable"), []);
            if is_over {
                assert_eq!((acknowledged, reopened(&disk, 4)), (9, 9));
                break;
            }
        }
        assert!(number > 12, "{number} calls");
    }
}

#[test]
fn a_kill_while_what_was_left_is_taken_up_counts_nothing_twice() {
    for fault in [Fault::CrashBefore, Fault::CrashAfter] {
        let mut number = 0;
        loop {
            number += 1;
            let disk = Disk::default();
            let mut page = Counter::open(&disk, &Faults::none(), 1).expect("opens");
            page.tap(0).expect("kept");
            page.flush();
            for _ in 0..4 {
                page.tap(0).expect("kept");
            }
            let faults = Faults::at(number, fault);
            if let Ok(mut next) = Counter::open(&disk, &faults, 2) {
                next.take_up();
            }
            assert_eq!(reopened(&disk, 3), 5, "{fault:?} at call {number}");
            if faults.calls() < number {
                break;
            }
        }
    }
}

#[test]
fn two_sessions_that_find_one_tally_count_it_once() {
    let disk = Disk::default();
    let mut page = Counter::open(&disk, &Faults::none(), 1).expect("opens");
    for _ in 0..4 {
        page.tap(0).expect("kept");
    }
    let mut one = Counter::open(&disk, &Faults::none(), 2).expect("opens");
    let mut other = Counter::open(&disk.copy(), &Faults::none(), 3).expect("opens");
    one.take_up();
    other.take_up();
    one.ledger.insert_all(other.ledger.edits());
    assert_eq!(one.total(), 4);
}

#[test]
fn a_correction_of_the_row_stays_whether_the_tally_was_added_or_not() {
    for is_added in [true, false] {
        let disk = Disk::default();
        let mut page = Counter::open(&disk, &Faults::none(), 1).expect("opens");
        page.tap(0).expect("kept");
        page.flush();
        page.tap(0).expect("kept");
        page.tap(0).expect("kept");
        if is_added {
            // The tally itself is left behind.
            let mut draft = page.draft(COUNT);
            page.tally.apply(&page.ledger, &mut draft);
            assert!(page.commit(draft));
        }
        let mut draft = page.draft("change");
        draft.set(Cell::entry(&event(), "counts", &WriterId(1).to_string()), Value::Int(10));
        assert!(page.commit(draft));
        assert_eq!(reopened(&disk, 2), if is_added { 10 } else { 12 });
    }
}

#[test]
fn the_later_text_of_a_tally_counts_whichever_store_has_it() {
    let disk = Disk::default();
    let mut page = Counter::open(&disk, &Faults::none(), 1).expect("opens");
    page.tap(0).expect("kept");
    page.tap(0).expect("kept");
    // The journal refuses the third tap; localStorage has it then.
    let calls = {
        let faults = Faults::none();
        let open = Counter::open(&disk, &faults, 1).map(drop);
        open.expect("opens");
        faults.calls()
    };
    let faults = Faults::at(calls + 1, Fault::Full);
    let mut again = Counter::open(&disk, &faults, 1).expect("opens");
    (again.tally, again.texts) = (page.tally.clone(), page.texts);
    again.tap(0).expect("kept in localStorage");
    assert!(disk.local.borrow().keys().any(|key| key.contains("/n/")));
    assert_eq!(reopened(&disk, 2), 3);
    assert!(!disk.local.borrow().keys().any(|key| key.contains("/n/")));
}

#[test]
fn an_erasure_leaves_what_was_counted() {
    let disk = Disk::default();
    let mut page = Counter::open(&disk, &Faults::none(), 1).expect("opens");
    page.tap(0).expect("kept");
    let erase = |_: &mut Edit| 0;
    block_on(page.store.purge(Purge { places: 1, erase, is_left: false })).expect("purged");
    assert_eq!(reopened(&disk, 2), 1);
}
