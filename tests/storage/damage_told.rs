//! What is said of damage is true: a loss is claimed only where it is known, and found where it can be.

use std::cell::Cell;
use std::rc::Rc;

use crate::fixtures::bundles::{LEDGER, NOW, edit, member, sample};
use crate::fixtures::disk::{Disk, Has, Kept, Page, erasing};
use pollster::block_on;
use yixin::codec::wire::write_body;
use yixin::ledger::{EditId, Ledger, Moment, REDACTED, TRACE, WriterId};
use yixin::storage::{
    Durability, Faults, Journal, KeyValue, MemoryJournal, MemoryKeyValue, MissingEdits, Opened,
    PointReason, SnapshotCopy, StorageError, Store, StoreKind, Stores,
};

const MADE: Moment = Moment { millis: NOW, offset: 480 };

fn open(disk: &Disk, has: Has, writer: u64) -> (Page, Opened) {
    let stores = disk.stores(has, &Faults::none());
    block_on(Store::open(stores, LEDGER, WriterId(writer))).expect("opens")
}

/// A tablet whose ledger is in both stores; `point` says whether there is a restore point of it.
fn tablet(point: bool) -> Disk {
    let disk = Disk::default();
    let (page, _) = open(&disk, Has::Both, 1);
    for edit in sample().iter() {
        block_on(page.record(&edit)).expect("fits");
        page.checkpoint().expect("room");
    }
    if point {
        let copied = SnapshotCopy::of(&sample(), PointReason::Day, "", MADE);
        block_on(page.take_point(copied)).expect("room");
    }
    disk
}

/// Takes an edit out of both stores, as if it had never been.
fn lose(disk: &Disk, number: u32) {
    let id = EditId { writer: WriterId(0xff), number };
    disk.journal.borrow_mut().remove(&format!("yixin/{LEDGER}/e/{id}"));
    let holds = format!(" 00000000000000ff:{number} ");
    disk.local.borrow_mut().retain(|_, text| !text.contains(&holds));
}

fn missing(page: &Page, ledger: &Ledger) -> MissingEdits {
    block_on(page.find_missing(|act| act(ledger))).expect("readable")
}

fn empty(kept: &Kept, part: &str) {
    kept.borrow_mut()
        .iter_mut()
        .filter(|(key, _)| key.contains(part))
        .for_each(|(_, text)| text.clear());
}

#[test]
fn an_emptied_text_is_no_loss_where_the_journal_has_all() {
    let disk = tablet(false);
    empty(&disk.local, "/s/");
    let (_, opened) = open(&disk, Has::Both, 2);
    assert_eq!(write_body(&opened.ledger), write_body(&sample()));
    assert_eq!(opened.damaged.len(), 5);
    for damage in &opened.damaged {
        assert!(damage.healed && !damage.known);
        let said = damage.sentence();
        assert!(said.contains("没有发现缺少") && !said.contains("也没有"), "{said}");
    }
}

#[test]
fn an_emptied_text_is_a_loss_where_a_number_is_missing_and_is_healed_by_a_restore_point() {
    for point in [false, true] {
        let disk = tablet(point);
        empty(&disk.local, "/s/");
        lose(&disk, 3);
        let (_, opened) = open(&disk, Has::Both, 2);
        assert_eq!(opened.damaged.iter().all(|damage| damage.healed), point);
        assert_eq!(opened.ledger.edit_count(), if point { 5 } else { 4 });
    }
}

#[test]
fn without_the_other_store_an_emptied_text_is_not_said_to_be_complete() {
    let disk = tablet(false);
    empty(&disk.local, "/s/");
    let (_, opened) = open(&disk, Has::LocalOnly, 2);
    assert!(opened.damaged.iter().all(|damage| !damage.healed));
}

#[test]
fn what_left_both_stores_is_found_by_its_number_and_comes_back_from_a_restore_point() {
    let disk = tablet(true);
    lose(&disk, 2);
    lose(&disk, 4);
    let (page, mut opened) = open(&disk, Has::Both, 2);
    assert_eq!((opened.damaged.len(), opened.ledger.edit_count()), (0, 3));
    let found = missing(&page, &opened.ledger);
    assert_eq!((found.found.len(), found.lost), (2, 0));
    assert_eq!(found.sentences(), ["有 2 笔登记在两份副本里都不见了，已从恢复点补回。"]);
    opened.ledger.insert_all(found.found);
    assert_eq!(write_body(&opened.ledger), write_body(&sample()));
    page.checkpoint().expect("room");
    for has in [Has::Both, Has::LocalOnly, Has::JournalOnly] {
        let (page, opened) = open(&disk, has, 3);
        assert_eq!(write_body(&opened.ledger), write_body(&sample()), "{has:?}");
        if has != Has::LocalOnly {
            assert_eq!(missing(&page, &opened.ledger), MissingEdits::default());
        }
    }
}

#[test]
fn a_sound_text_under_the_key_of_another_edit_is_damage() {
    for point in [false, true] {
        let disk = tablet(point);
        // The last one leaves no gap in the numbers.
        lose(&disk, 5);
        let key =
            |number| format!("yixin/{LEDGER}/e/{}", EditId { writer: WriterId(0xff), number });
        let other = disk.journal.borrow()[&key(4)].clone();
        disk.journal.borrow_mut().insert(key(5), other);
        let (_, opened) = open(&disk, Has::Both, 2);
        let [damage] = &*opened.damaged else { panic!("{:?}", opened.damaged) };
        assert_eq!((damage.healed, damage.key == key(5)), (point, true));
        assert_eq!(opened.ledger.edit_count(), if point { 5 } else { 4 });
    }
}

#[test]
fn what_no_restore_point_has_is_said_to_be_missing_as_far_as_it_is_known() {
    let disk = tablet(false);
    lose(&disk, 2);
    let (page, opened) = open(&disk, Has::Both, 2);
    assert_eq!(missing(&page, &opened.ledger), MissingEdits { found: vec![], lost: 1 });
    // Where someone was erased, an edit may have gone with it.
    let gone = edit(&opened.ledger, 0xee, 1, |draft| {
        draft.entry(&member("1001"), REDACTED, "votes", true);
    });
    block_on(page.record(&gone)).expect("fits");
    let mut ledger = opened.ledger.clone();
    ledger.insert(gone);
    assert_eq!(missing(&page, &ledger), MissingEdits::default());
}

#[test]
fn a_redaction_that_came_by_file_is_no_sign_of_a_loss() {
    let disk = tablet(false);
    let (page, opened) = open(&disk, Has::Both, 2);
    let theirs = edit(&opened.ledger, 0xaa, 57, |draft| {
        draft.entry(&member("nobody"), REDACTED, "name", true);
        draft.entry(&member("nobody"), TRACE, "00ff", true);
    });
    block_on(page.record_redactions(std::slice::from_ref(&theirs))).expect("kept");
    empty(&disk.local, "/s/");
    let (page, opened) = open(&disk, Has::Both, 3);
    assert!(opened.damaged.iter().all(|damage| damage.healed));
    assert_eq!(missing(&page, &opened.ledger).lost, 0);
}

#[test]
fn a_store_is_said_to_be_cleared_only_where_it_was_seen_to_hold_the_ledger() {
    for which in [StoreKind::Local, StoreKind::Journal] {
        for tidied in [false, true] {
            // A page that died before its next checkpoint leaves but one store, too.
            let disk = tablet(false);
            if tidied {
                let (page, opened) = open(&disk, Has::Both, 2);
                assert_eq!(block_on(page.maintain(erasing(&opened.ledger))).trouble, None);
            }
            let gone = if which == StoreKind::Local { &disk.local } else { &disk.journal };
            gone.borrow_mut().clear();
            let vanished = open(&disk, Has::Both, 3).1.vanished.expect("told");
            assert_eq!((vanished.store, vanished.known), (which, tidied));
            assert_eq!(vanished.sentence().contains("清理"), tidied, "{}", vanished.sentence());
        }
    }
}

/// Stores that refuse until they do not.
#[derive(Clone)]
struct Moody<T>(T, Rc<Cell<bool>>);

impl<T> Moody<T> {
    fn ask(&self) -> Result<&T, StorageError> {
        if self.1.get() { Err(StorageError::Full) } else { Ok(&self.0) }
    }
}

impl KeyValue for Moody<MemoryKeyValue> {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.0.get(key)
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        self.ask()?.set(key, text)
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.0.remove(key)
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.0.keys(prefix)
    }
}

impl Journal for Moody<MemoryJournal> {
    async fn append(&self, entries: &[(String, String)]) -> Result<Durability, StorageError> {
        self.ask()?.append(entries).await
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

#[test]
fn an_edit_that_both_stores_refused_is_offered_again_and_kept_by_whichever_works_first() {
    for first in [StoreKind::Local, StoreKind::Journal] {
        let disk = Disk::default();
        let refuses = [StoreKind::Local, StoreKind::Journal].map(|_| Rc::new(Cell::new(true)));
        let local = MemoryKeyValue::new(disk.local.clone(), Faults::none());
        let journal = MemoryJournal::new(disk.journal.clone(), Faults::none());
        let stores = Stores {
            local: Ok(Moody(local, refuses[0].clone())),
            journal: Ok(Moody(journal, refuses[1].clone())),
        };
        let (page, _) = block_on(Store::open(Rc::new(stores), LEDGER, WriterId(1))).expect("opens");
        for edit in sample().iter() {
            let recorded = block_on(page.record(&edit)).expect("fits");
            assert_eq!(recorded.durability, Durability::Memory);
        }
        assert_eq!(page.only_in_memory(), 5);
        assert_eq!(block_on(page.offer_again()), Err(StorageError::Full));
        // Nor does reading the stores anew make them safe.
        block_on(page.reload()).expect("readable");
        assert_eq!(page.only_in_memory(), 5);
        let (has, kept) = match first {
            StoreKind::Local => {
                refuses[0].set(false);
                (Has::LocalOnly, page.checkpoint().map(drop))
            }
            StoreKind::Journal => {
                refuses[1].set(false);
                (Has::JournalOnly, block_on(page.offer_again()).map(drop))
            }
        };
        assert_eq!((kept, page.only_in_memory()), (Ok(()), 0), "{first:?}");
        assert_eq!(open(&disk, has, 2).1.ledger.edit_count(), 5);
    }
}
