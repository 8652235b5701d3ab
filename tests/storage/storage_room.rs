//! Room and backups over both stores: what is counted, what can be cleared, what is told when neither
//! store takes anything, and that the note on a backup outlives the loss of a store.

use std::rc::Rc;

use crate::fixtures::Book;
use crate::fixtures::bundles::{LEDGER, header};
use crate::fixtures::disk::{Disk, Has, Page, erasing};
use pollster::block_on;
use yixin::codec::wire::write_body;
use yixin::ledger::{Ledger, Moment, WriterId};
use yixin::storage::{
    Backup, Durability, Fault, Faults, MemoryJournal, MemoryKeyValue, Opened, Receipt, Reckoning,
    StorageError, Store, Stores,
};

const NOW: Moment = Moment { millis: 1_795_266_300_000, offset: 480 };

fn open(disk: &Disk, has: Has, writer: u64) -> (Page, Opened) {
    let stores = disk.stores(has, &Faults::none());
    block_on(Store::open(stores, LEDGER, WriterId(writer))).expect("opens")
}

/// A ledger of some members.
fn book(members: usize) -> Book {
    let mut book = Book::new();
    let branch = book.first();
    (0..members).for_each(|number| drop(book.member(&number.to_string(), &branch)));
    book
}

/// What is there, and the sum of all its texts by our own reckoning.
fn kept(disk: &Disk) -> usize {
    let local = disk.local.borrow();
    local.iter().map(|(key, text)| key.len() + text.encode_utf16().count()).sum()
}

#[test]
fn usage_adds_up_to_all_that_is_there() {
    let disk = Disk::default();
    let (page, _) = open(&disk, Has::Both, 1);
    book(5).ledger.iter().for_each(|edit| drop(block_on(page.record(&edit)).expect("fits")));
    page.checkpoint().expect("room");
    disk.local.borrow_mut().insert("theirs".into(), "别人的".into());
    let usage = page.usage(Reckoning::Units).expect("readable");
    assert_eq!((usage.total(), usage.rest), (kept(&disk), 9));
    let bytes = page.usage(Reckoning::Bytes).expect("readable");
    assert_eq!(bytes.rest, 12, "a wide text takes two bytes a character");
    let keys = disk.local.borrow().keys().map(String::len).sum::<usize>() - "theirs".len();
    assert_eq!(bytes.ledger - keys, 2 * (usage.ledger - keys), "segments are wide");
}

#[test]
fn an_import_taken_back_can_be_cleared_and_stays_away() {
    let disk = Disk::default();
    let (page, _) = open(&disk, Has::Both, 1);
    let (mine, theirs) = (book(2).ledger, book(40).ledger);
    mine.iter().for_each(|edit| drop(block_on(page.record(&edit)).expect("fits")));
    page.checkpoint().expect("room");
    let edits: Vec<_> = theirs.iter().collect();
    let receipt = Receipt::of(&header(), "大的.json", NOW);
    let kept_back = Receipt::of(&header(), "小的.json", NOW);
    let (big, _) = block_on(page.record_import(&receipt, &edits)).expect("room");
    block_on(page.record_import(&kept_back, &edits[..3])).expect("room");
    assert_eq!(page.usage(Reckoning::Units).expect("readable").leftovers, 0);
    block_on(page.take_back(big)).expect("kept");

    let before = page.usage(Reckoning::Units).expect("readable");
    assert!(before.leftovers > 1_000, "{before:?}");
    block_on(page.remove_leftovers()).expect("removable");
    let after = page.usage(Reckoning::Units).expect("readable");
    assert_eq!(after.leftovers, 0);
    assert!(after.total() <= before.total() - before.leftovers);

    // Nothing else went, nothing comes again, and no damage is told.
    let body = write_body(&open(&disk, Has::Both, 2).1.ledger);
    for writer in 3..5 {
        let (page, opened) = open(&disk, Has::Both, writer);
        block_on(page.maintain(erasing(&opened.ledger)));
        assert_eq!(write_body(&opened.ledger), body);
        assert_eq!((opened.damaged.len(), opened.imports.len()), (0, 1));
    }
    let (page, _) = open(&disk, Has::Both, 5);
    assert_eq!(page.usage(Reckoning::Units).expect("readable").leftovers, 0);
    // Its file brings it again.
    block_on(page.record_import(&receipt, &edits)).expect("room");
    assert_eq!(open(&disk, Has::Both, 6).1.imports.len(), 2);
}

#[test]
fn clearing_that_is_cut_short_harms_nothing() {
    let used = || {
        let disk = Disk::default();
        let (page, _) = open(&disk, Has::Both, 1);
        let edits: Vec<_> = book(3).ledger.iter().collect();
        block_on(page.record(&edits[0])).expect("fits");
        let receipt = Receipt::of(&header(), "别人.json", NOW);
        let (id, _) = block_on(page.record_import(&receipt, &edits[1..])).expect("room");
        block_on(page.take_back(id)).expect("kept");
        disk
    };
    let body = write_body(&open(&used(), Has::Both, 2).1.ledger);
    let mut number = 0;
    loop {
        number += 1;
        let disk = used();
        let faults = Faults::at(number, Fault::CrashBefore);
        let stores = disk.stores(Has::Both, &faults);
        let Ok((page, _)) = block_on(Store::open(stores, LEDGER, WriterId(3))) else {
            continue;
        };
        let cut = block_on(page.remove_leftovers()).is_err();
        let (page, opened) = open(&disk, Has::Both, 4);
        assert_eq!((write_body(&opened.ledger), opened.damaged.len()), (body.clone(), 0));
        block_on(page.maintain(erasing(&opened.ledger)));
        block_on(page.remove_leftovers()).expect("called again");
        assert_eq!(page.usage(Reckoning::Units).expect("readable").leftovers, 0);
        if !cut {
            break;
        }
    }
}

#[test]
fn a_backup_is_remembered_by_either_store_and_only_the_last_one() {
    let disk = Disk::default();
    let (page, _) = open(&disk, Has::Both, 1);
    assert_eq!(block_on(page.last_backup()), Ok(None));
    let first = Backup::of(&book(1).ledger, NOW);
    let second = Backup::of(&book(2).ledger, Moment { millis: NOW.millis + 1, ..NOW });
    assert_eq!(block_on(page.note_backup(&first)), Ok(Durability::Strict));
    block_on(page.note_backup(&second)).expect("kept");
    for has in [Has::Both, Has::LocalOnly, Has::JournalOnly] {
        let (page, opened) = open(&disk, has, 2);
        assert_eq!(block_on(page.last_backup()), Ok(Some(second.clone())), "{has:?}");
        assert_eq!((opened.damaged.len(), opened.vanished), (0, None), "{has:?}");
    }
    let notes = |kept: &crate::fixtures::disk::Kept| {
        kept.borrow().keys().filter(|key| key.contains("/b/")).count()
    };
    assert_eq!((notes(&disk.local), notes(&disk.journal)), (1, 1));
    // A damaged note is passed over, as the other store has it.
    disk.local.borrow_mut().values_mut().for_each(|text| text.truncate(40));
    let (page, _) = open(&disk, Has::Both, 3);
    assert_eq!(block_on(page.last_backup()), Ok(Some(second)));
}

#[test]
fn an_edit_that_neither_store_took_is_counted_until_one_does() {
    let edits: Vec<_> = book(3).ledger.iter().collect();
    let both = |local: &Rc<Faults>, journal: &Rc<Faults>| {
        let disk = Disk::default();
        Rc::new(Stores {
            local: Ok(MemoryKeyValue::new(disk.local, local.clone())),
            journal: Ok(MemoryJournal::new(disk.journal, journal.clone())),
        })
    };
    // How many calls an opening takes, so that the one after fails.
    let (local, journal) = (Faults::none(), Faults::none());
    block_on(Store::open(both(&local, &journal), LEDGER, WriterId(1))).expect("opens");
    let local = Faults::at(local.calls() + 1, Fault::Full);
    let journal = Faults::at(journal.calls() + 1, Fault::Full);
    let (page, _) =
        block_on(Store::open(both(&local, &journal), LEDGER, WriterId(1))).expect("opens");

    let lost = block_on(page.record(&edits[0])).expect("fits");
    assert_eq!((lost.durability, lost.trouble), (Durability::Memory, Some(StorageError::Full)));
    assert_eq!(page.only_in_memory(), 1);
    // The next one is safe, which does not make the first so.
    let saved = block_on(page.record(&edits[1])).expect("fits");
    assert_eq!((saved.durability, page.only_in_memory()), (Durability::Strict, 1));
    page.checkpoint().expect("room");
    assert_eq!(page.only_in_memory(), 0);
    let all = block_on(page.reload()).expect("opens").ledger;
    assert_eq!(write_body(&all), write_body(&Ledger::from_edits(edits[..2].to_vec())));
}
