//! What a tablet keeps for patients: found again by any page, in clear, and without an order of answers.

use std::rc::Rc;

use crate::fixtures::bundles::LEDGER;
use crate::fixtures::disk::{Disk, Has, Page};
use pollster::block_on;
use yixin::kiosk::{KioskInbox, KioskPool, KioskTarget, Rating};
use yixin::ledger::{Month, RecordId, Value, WriterId};
use yixin::storage::{Fault, Faults, Store, StoredKioskPool};

const INBOX: WriterId = WriterId(7);

fn november() -> Month {
    "2026-11".parse().expect("a month")
}

fn device() -> Value {
    Value::group([("department", "心内科".into())])
}

fn page(disk: &Disk, faults: &Rc<Faults>) -> Page {
    block_on(Store::open(disk.stores(Has::Both, faults), LEDGER, WriterId(1))).expect("opens").0
}

/// Answers on a tablet as the app does it: what localStorage has is the later.
fn answer(disk: &Disk, rating: Rating) {
    let stores = disk.stores(Has::Both, &Faults::none());
    let kept = stores.local_kiosk_inbox(INBOX).and_then(|note| KioskInbox::from_value(&note));
    let mut inbox = kept.unwrap_or_default();
    inbox.add(november(), rating);
    block_on(stores.keep_kiosk_inbox(INBOX, &inbox.to_value())).expect("kept");
}

#[test]
fn the_texts_of_both_stores_say_nothing_of_the_order_of_answers() {
    let ratings: Vec<Rating> = (0..24).map(|at| Rating::new(at % 5, &[at % 8]).unwrap()).collect();
    let run = |ratings: &mut dyn Iterator<Item = &Rating>| {
        let disk = Disk::default();
        ratings.for_each(|rating| answer(&disk, *rating));
        disk
    };
    let (forward, backward) = (run(&mut ratings.iter()), run(&mut ratings.iter().rev()));
    assert!(forward.is_like(&backward));
    // The comparison can fail: another answer shows.
    assert!(!forward.is_like(&run(&mut ratings.iter().skip(1))));
    // One text in each store, and nothing beside it.
    assert_eq!((forward.local.borrow().len(), forward.journal.borrow().len()), (1, 1));
}

#[test]
fn a_store_that_lost_its_note_is_no_way_out() {
    let disk = Disk::default();
    let stores = || disk.stores(Has::Both, &Faults::none());
    block_on(stores().begin_kiosk(&device())).unwrap();
    disk.local.borrow_mut().clear();
    assert!(block_on(stores().has_kiosk()));
    assert_eq!(block_on(stores().kiosk_devices()).first(), Some(&device()));
    block_on(stores().end_kiosk()).unwrap();
    assert!(!block_on(stores().has_kiosk()));
}

#[test]
fn every_page_finds_that_the_tablet_is_handed_over_until_it_is_back() {
    for has in [Has::Both, Has::LocalOnly, Has::JournalOnly] {
        let disk = Disk::default();
        let stores = || disk.stores(has, &Faults::none());
        assert!(!block_on(stores().has_kiosk()), "{has:?}");
        block_on(stores().begin_kiosk(&device())).unwrap();
        assert!(block_on(stores().has_kiosk()), "{has:?}");
        assert_eq!(block_on(stores().kiosk_devices()).first(), Some(&device()), "{has:?}");
        block_on(stores().end_kiosk()).unwrap();
        assert!(!block_on(stores().has_kiosk()), "{has:?}");
        assert!(block_on(stores().kiosk_devices()).is_empty(), "{has:?}");
    }
}

#[test]
fn a_handover_that_a_store_refuses_is_none() {
    for number in 1..=2 {
        let disk = Disk::default();
        let faults = Faults::at(number, Fault::Blocked);
        let begun = block_on(disk.stores(Has::Both, &faults).begin_kiosk(&device()));
        let has = block_on(disk.stores(Has::Both, &Faults::none()).has_kiosk());
        assert_eq!(begun.is_ok(), has, "call {number}");
        assert!(begun.is_err(), "call {number}");
    }
}

#[test]
fn an_inbox_is_read_from_either_store_and_the_later_copy_holds() {
    let disk = Disk::default();
    let before = disk.copy();
    answer(&disk, Rating::new(0, &[]).unwrap());
    *before.journal.borrow_mut() = disk.journal.borrow().clone();
    answer(&disk, Rating::new(1, &[]).unwrap());
    // localStorage has two answers, the journal one; then the other way round.
    for (local, journal) in [(&disk, &before), (&before, &disk)] {
        let torn = local.copy();
        *torn.journal.borrow_mut() = journal.journal.borrow().clone();
        let copies = block_on(torn.stores(Has::Both, &Faults::none()).kiosk_inbox(INBOX)).unwrap();
        let read = copies.iter().flatten().filter_map(KioskInbox::from_value);
        let inbox = read.fold(KioskInbox::default(), |later, one| later.or_later(Some(one)));
        assert_eq!(inbox.given(), 2);
    }
}

#[test]
fn a_pool_stays_with_its_ledger_and_the_later_copy_holds() {
    let (disk, none) = (Disk::default(), Faults::none());
    let store = page(&disk, &none);
    assert_eq!(block_on(store.kiosk_pool()).unwrap(), StoredKioskPool::default());
    let mut pool = KioskPool::default();
    for number in 1..=2 {
        let department = RecordId::keyed("department", &number.to_string());
        pool.hand_over(WriterId(number), KioskTarget { department, doctor: None });
        let kept = StoredKioskPool { number: number as i64, content: pool.to_value() };
        block_on(page(&disk, &none).keep_kiosk_pool(&kept)).unwrap();
    }
    let read = block_on(page(&disk, &none).kiosk_pool()).unwrap();
    assert_eq!(KioskPool::from_value(&read.content), pool);
    // Where one store has lost it, the other has it.
    disk.local.borrow_mut().clear();
    assert_eq!(block_on(page(&disk, &none).kiosk_pool()).unwrap(), read);
}

#[test]
fn an_inbox_that_cannot_be_read_is_set_aside_as_it_is() {
    let disk = Disk::default();
    let stores = || disk.stores(Has::Both, &Faults::none());
    answer(&disk, Rating::new(0, &[]).unwrap());
    let spoilt: Vec<String> = {
        let mut local = disk.local.borrow_mut();
        local.values_mut().for_each(|text| text.push('?'));
        let mut journal = disk.journal.borrow_mut();
        journal.values_mut().for_each(|text| text.push('?'));
        local.values().chain(journal.values()).cloned().collect()
    };
    assert_eq!(block_on(stores().kiosk_inbox(INBOX)).unwrap(), [None, None]);
    assert!(!block_on(stores().has_kiosk_inbox_aside(INBOX)));
    block_on(stores().set_kiosk_inbox_aside(INBOX)).unwrap();
    assert!(block_on(stores().has_kiosk_inbox_aside(INBOX)));
    assert!(block_on(stores().kiosk_inbox(INBOX)).unwrap().is_empty());
    // What is counted from now on leaves it alone.
    answer(&disk, Rating::new(1, &[]).unwrap());
    let (local, journal) = (disk.local.borrow(), disk.journal.borrow());
    let kept: Vec<&String> = local.values().chain(journal.values()).collect();
    assert!(spoilt.iter().all(|text| kept.contains(&text)));
}

#[test]
fn the_note_of_a_handover_is_read_as_long_as_one_copy_is_whole() {
    let disk = Disk::default();
    let stores = || disk.stores(Has::Both, &Faults::none());
    block_on(stores().begin_kiosk(&device())).unwrap();
    let keys: Vec<String> = disk.local.borrow().keys().cloned().collect();
    assert_eq!(keys.len(), 2);
    disk.journal.borrow_mut().values_mut().for_each(|text| text.push('?'));
    for key in &keys {
        let whole = disk.local.borrow_mut().insert(key.clone(), "?".to_owned()).unwrap();
        assert_eq!(block_on(stores().kiosk_devices()), [device()], "{key}");
        assert!(block_on(stores().has_kiosk()), "{key}");
        disk.local.borrow_mut().insert(key.clone(), whole);
    }
}
