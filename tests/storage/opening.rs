//! What an opening says: which store cannot be used, what is damaged and whether it is healed, what an
//! import brought, and what is not safe yet.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::fixtures::bundles::{LEDGER, NOW, edit, member, receipt, sample};
use crate::fixtures::disk::{Both, Disk, Has, Kept, Page, erasing};
use pollster::block_on;
use yixin::codec::wire::write_body;
use yixin::ledger::{Archived, Edit, Ledger, LedgerId, Moment, WriterId};
use yixin::storage::{
    ArchiveNote, Catalog, Fault, Faults, LedgerEntry, LedgerKind, OpenError, Opened, PointReason,
    SnapshotCopy, StorageError, Store, StoreKind, Stores, Tablet, Trouble,
};

const ALL: [Has; 3] = [Has::Both, Has::LocalOnly, Has::JournalOnly];
const MADE: Moment = Moment { millis: NOW, offset: 480 };

fn open(disk: &Disk, has: Has, writer: u64) -> (Page, Opened) {
    let stores = disk.stores(has, &Faults::none());
    block_on(Store::open(stores, LEDGER, WriterId(writer))).expect("opens")
}

/// A tablet that has recorded a ledger as its own, in one segment.
fn kept(has: Has) -> Disk {
    let disk = Disk::default();
    let (store, _) = open(&disk, has, 1);
    for edit in sample().iter() {
        block_on(store.record(&edit)).expect("fits");
    }
    if has != Has::JournalOnly {
        store.checkpoint().expect("packed");
    }
    disk
}

/// What another tablet sends.
fn theirs() -> Vec<Edit> {
    let ledger = Ledger::new();
    let named = |number: u32| {
        edit(&ledger, 0xaa, number, |draft| {
            draft.field(&member(&format!("x{number}")), "name", "外来")
        })
    };
    (1..=3).map(named).collect()
}

/// Breaks every text whose key has a part: what it says to hold still stands in front.
fn damage(kept: &Kept, part: &str) {
    for (_, text) in kept.borrow_mut().iter_mut().filter(|(key, _)| key.contains(part)) {
        let head: Vec<_> = text.splitn(5, ' ').take(4).collect();
        *text = format!("{} 00 ?", head.join(" "));
    }
}

fn healed(opened: &Opened) -> Vec<bool> {
    opened.damaged.iter().map(|report| report.healed).collect()
}

#[test]
fn a_store_that_cannot_be_used_is_named_and_not_taken_for_one_that_lost_its_ledger() {
    for (has, store) in [(Has::LocalOnly, StoreKind::Journal), (Has::JournalOnly, StoreKind::Local)]
    {
        let disk = kept(Has::Both);
        let (page, opened) = open(&disk, has, 2);
        let error = StorageError::Blocked;
        assert_eq!(opened.troubles, [Trouble { store, error: error.clone() }]);
        assert_eq!(opened.vanished, None);
        assert_eq!(page.trouble(store), Some(error.clone()));
        let catalog = block_on(Catalog::open(disk.stores(has, &Faults::none()))).expect("opens");
        assert_eq!(catalog.troubles, [Trouble { store, error }]);
    }
    let (page, opened) = open(&kept(Has::Both), Has::Both, 2);
    assert_eq!((opened.troubles, opened.vanished), (vec![], None));
    assert_eq!(
        [StoreKind::Local, StoreKind::Journal].map(|which| page.trouble(which)),
        [None, None]
    );
}

#[test]
fn where_neither_store_can_be_read_there_is_no_ledger_and_no_empty_one() {
    let error = StorageError::Blocked;
    let stores: Both = Stores { local: Err(error.clone()), journal: Err(error.clone()) };
    let opened = block_on(Store::open(Rc::new(stores), LEDGER, WriterId(1))).map(drop);
    assert_eq!(opened, Err(OpenError::Unreadable { local: error.clone(), journal: error }));
}

#[test]
fn a_store_that_lost_its_ledger_is_named_with_the_number_of_edits_that_the_other_has() {
    let vanished = |disk: &Disk| {
        let vanished = open(disk, Has::Both, 2).1.vanished;
        vanished.map(|vanished| (vanished.store, vanished.edits))
    };
    for (which, count) in [(StoreKind::Local, 5), (StoreKind::Journal, 5)] {
        let disk = kept(Has::Both);
        let gone = if which == StoreKind::Local { &disk.local } else { &disk.journal };
        gone.borrow_mut().clear();
        assert_eq!(vanished(&disk), Some((which, count)));
        // What opening does not read says nothing of the ledger.
        gone.borrow_mut().insert(format!("yixin/{LEDGER}/p/00000000000000aa-1"), "?".to_owned());
        assert_eq!(vanished(&disk), Some((which, count)));
    }
    // What is damaged, or in the list of ledgers, has not vanished with all else.
    let disk = kept(Has::Both);
    damage(&disk.local, "/s/");
    assert_eq!((vanished(&disk), disk.local.borrow().len()), (None, 1), "set aside");
    let disk = kept(Has::JournalOnly);
    disk.local.borrow_mut().insert(format!("yixin/ledgers/{LEDGER}"), "?".to_owned());
    assert_eq!(vanished(&disk), None, "no checkpoint was made so far");
    assert_eq!(vanished(&Disk::default()), None, "there was nothing");
    // An import alone is a ledger, too.
    let disk = Disk::default();
    let (store, _) = open(&disk, Has::Both, 1);
    block_on(store.record_import(&receipt(), &theirs())).expect("taken");
    assert_eq!(vanished(&disk), None);
    disk.local.borrow_mut().clear();
    assert_eq!(vanished(&disk), Some((StoreKind::Local, 0)));
}

#[test]
fn edits_are_pending_until_a_checkpoint_has_packed_them_which_says_how_many() {
    for has in [Has::Both, Has::LocalOnly] {
        let disk = Disk::default();
        let (store, _) = open(&disk, has, 1);
        assert!(!store.has_pending());
        for edit in sample().iter() {
            block_on(store.record(&edit)).expect("fits");
        }
        // Without a journal each edit is packed at once.
        let pending = if has == Has::Both { 5 } else { 0 };
        assert_eq!(store.has_pending(), pending > 0, "{has:?}");
        assert_eq!(store.checkpoint(), Ok(pending), "{has:?}");
        assert!(!store.has_pending());
    }
}

#[test]
fn of_portions_those_that_the_store_took_are_pending_no_more() {
    let large = |number: u32| {
        edit(&Ledger::new(), 1, number, |draft| {
            for place in 0..14 {
                draft.field(&member(&format!("{number}-{place}")), "notes", "a".repeat(50_000));
            }
        })
    };
    let worked = |faults: &Rc<Faults>| {
        let stores = Disk::default().stores(Has::Both, faults);
        let (store, _) = block_on(Store::open(stores, LEDGER, WriterId(1))).expect("opens");
        for number in 1..=3 {
            block_on(store.record(&large(number))).expect("fits");
        }
        store
    };
    let before = Faults::none();
    worked(&before);
    let store = worked(&Faults::at(before.calls() + 2, Fault::Full));
    assert_eq!(store.checkpoint(), Err(StorageError::Full));
    assert_eq!(store.checkpoint(), Ok(2), "the first of three is kept");
}

#[test]
fn a_reading_that_failed_costs_nothing() {
    for has in ALL {
        let base = kept(has);
        for fault in [Fault::Truncated, Fault::FlippedBit, Fault::Stale] {
            let mut number = 1;
            loop {
                let disk = base.copy();
                let faults = Faults::at(number, fault);
                let _ = block_on(Store::open(disk.stores(has, &faults), LEDGER, WriterId(2)));
                let again = open(&disk, has, 3).1;
                assert_eq!(
                    write_body(&again.ledger),
                    write_body(&sample()),
                    "{has:?} call {number} {fault:?}"
                );
                if faults.calls() < number {
                    break;
                }
                number += 1;
            }
        }
    }
}

#[test]
fn a_damaged_segment_of_several_edits_is_healed_where_the_journal_has_each() {
    let disk = kept(Has::Both);
    damage(&disk.local, "/s/");
    assert_eq!(healed(&open(&disk, Has::Both, 2).1), [true]);

    let disk = kept(Has::Both);
    damage(&disk.local, "/s/");
    let mut journal = disk.journal.borrow_mut();
    let last = journal.keys().rfind(|key| key.contains("/e/")).expect("an entry").clone();
    journal.remove(&last);
    drop(journal);
    let (_, opened) = open(&disk, Has::Both, 2);
    assert_eq!((healed(&opened), opened.ledger.edit_count()), (vec![false], 4));
}

#[test]
fn what_nothing_can_be_read_of_is_healed_from_a_copy_by_its_key() {
    let disk = kept(Has::Both);
    let (store, opened) = open(&disk, Has::Both, 2);
    let copied = SnapshotCopy::of(&opened.ledger, PointReason::Day, "", MADE);
    block_on(store.take_point(copied)).expect("taken");
    disk.local.borrow_mut().retain(|key, _| !key.contains("/s/"));
    for (_, text) in disk.journal.borrow_mut().iter_mut().filter(|(key, _)| key.contains("/e/")) {
        *text = "?".to_owned();
    }
    let (_, opened) = open(&disk, Has::Both, 3);
    assert_eq!(healed(&opened), [true; 5]);
    assert_eq!(write_body(&opened.ledger), write_body(&sample()));
}

#[test]
fn an_import_is_healed_by_the_other_store_alone_and_stays_whole_or_away() {
    for lost in ["local", "journal", "both"] {
        let disk = kept(Has::Both);
        let (store, _) = open(&disk, Has::Both, 2);
        block_on(store.record_import(&receipt(), &theirs())).expect("taken");
        let (store, opened) = open(&disk, Has::Both, 3);
        assert_eq!(opened.imports.len(), 1);
        assert_eq!(opened.imports[0].changes, 3);
        assert_eq!(opened.imports[0].receipt, Some(receipt()));
        let copied = SnapshotCopy::of(&opened.ledger, PointReason::Day, "", MADE);
        block_on(store.take_point(copied)).expect("taken");
        if lost != "journal" {
            damage(&disk.local, "/i/");
        }
        if lost != "local" {
            damage(&disk.journal, "/i/");
        }
        let (store, opened) = open(&disk, Has::Both, 4);
        if lost == "both" {
            // Brought by a copy it would be an own work that cannot be taken back.
            assert_eq!(healed(&opened), [false, false]);
            assert_eq!(write_body(&opened.ledger), write_body(&sample()));
            assert_eq!(opened.imports, []);
            continue;
        }
        // What the journal has is read only where localStorage lacks it.
        assert_eq!(healed(&opened), if lost == "local" { vec![true] } else { vec![] }, "{lost}");
        assert_eq!(opened.ledger.edit_count(), 8, "{lost}");
        if lost == "local" {
            block_on(store.maintain(erasing(&opened.ledger)));
            let (_, alone) = open(&disk, Has::LocalOnly, 5);
            assert_eq!(alone.ledger.edit_count(), 8, "it was put back");
        }
    }
}

#[test]
fn of_an_import_of_several_parts_just_what_one_store_lacks_is_read_from_the_other() {
    let disk = kept(Has::Both);
    let (store, _) = open(&disk, Has::Both, 2);
    let large = [1, 2].map(|number| {
        edit(&Ledger::new(), 0xaa, number, |draft| {
            for place in 0..14 {
                draft.field(&member(&format!("{number}-{place}")), "notes", "a".repeat(50_000));
            }
        })
    });
    block_on(store.record_import(&receipt(), &large)).expect("taken");
    let whole = write_body(&open(&disk, Has::Both, 3).1.ledger);
    let second = |key: &str| key.contains("/i/") && key.ends_with("-2");
    disk.local.borrow_mut().retain(|key, _| !second(key));
    let part_lacking = disk.copy();
    for (key, text) in part_lacking.journal.borrow_mut().iter_mut() {
        if !second(key) && !key.contains("/e/") {
            *text = "?".to_owned();
        }
    }
    let (_, opened) = open(&part_lacking, Has::Both, 4);
    assert_eq!((write_body(&opened.ledger), opened.damaged), (whole, vec![]));

    damage(&disk.local, "/r/");
    let (_, opened) = open(&disk, Has::Both, 4);
    assert_eq!((opened.imports[0].receipt.clone(), healed(&opened)), (Some(receipt()), vec![true]));
}

#[test]
fn a_damaged_import_that_was_taken_back_is_nothing_lost() {
    let disk = kept(Has::Both);
    let (store, _) = open(&disk, Has::Both, 2);
    let (id, _) = block_on(store.record_import(&receipt(), &theirs())).expect("taken");
    block_on(store.take_back(id)).expect("taken back");
    damage(&disk.local, "/i/");
    let (_, opened) = open(&disk, Has::Both, 3);
    assert_eq!((healed(&opened), opened.ledger.edit_count()), (vec![true], 5));
}

#[test]
fn a_damaged_note_of_an_archive_is_healed_by_the_other_and_none_by_that_of_another_archive() {
    for lost in ["local", "both"] {
        let disk = kept(Has::Both);
        let (store, _) = open(&disk, Has::Both, 2);
        for edit in sample().iter().take(2) {
            let archive = ArchiveNote {
                made: MADE,
                file: "归档.json".into(),
                files: 1,
                records: 1,
                changes: edit.changes.len(),
                archived: Archived::of(std::slice::from_ref(&edit), BTreeSet::new()),
            };
            block_on(store.archive(&archive)).expect("archived");
        }
        damage(&disk.local, "/a/0000000000000002-1");
        if lost == "both" {
            damage(&disk.journal, "/a/0000000000000002-1");
        }
        let (_, opened) = open(&disk, Has::Both, 3);
        let expected = if lost == "both" { vec![false; 2] } else { vec![true] };
        assert_eq!(healed(&opened), expected, "{lost}");
        assert_eq!(opened.archives.len(), expected.len() % 2 + 1, "{lost}");
    }
}

#[test]
fn the_list_of_ledgers_is_read_as_it_was_written_and_what_one_store_deleted_stays_away() {
    let entry = |id: u128, kind: LedgerKind| LedgerEntry {
        id: LedgerId(id),
        name: "市医院".into(),
        kind,
        created: Moment { millis: NOW + id as i64, offset: 480 },
    };
    let ledgers = [(7, LedgerKind::Real), (8, LedgerKind::Sample), (9, LedgerKind::Real)]
        .map(|(id, kind)| entry(id, kind));
    for only in [Has::LocalOnly, Has::JournalOnly] {
        let disk = Disk::default();
        let catalog =
            |has: Has| block_on(Catalog::open(disk.stores(has, &Faults::none()))).expect("opens");
        let mut both = catalog(Has::Both);
        for ledger in &ledgers {
            block_on(both.add(ledger.clone())).expect("kept");
        }
        for has in ALL {
            assert_eq!(catalog(has).ledgers, ledgers, "{has:?}");
        }
        let mut alone = catalog(only);
        block_on(alone.delete(LedgerId(8))).expect("deleted");
        let rest = [ledgers[0].clone(), ledgers[2].clone()];
        assert_eq!(alone.ledgers, rest, "{only:?}");
        assert_eq!(catalog(Has::Both).ledgers, rest, "{only:?}");
    }
}

#[test]
fn of_what_is_said_of_the_tablet_the_last_counts_whichever_session_said_it() {
    let disk = Disk::default();
    for (name, session) in [("王芳", 9), ("李明", 5), ("赵静", 7)] {
        let mut catalog = block_on(Catalog::open(disk.stores(Has::Both, &Faults::none())));
        let tablet = Tablet { name: name.into(), ..Tablet::default() };
        let said =
            catalog.as_mut().map(|catalog| block_on(catalog.set_tablet(tablet, WriterId(session))));
        said.expect("opens").expect("kept");
    }
    let catalog = block_on(Catalog::open(disk.stores(Has::Both, &Faults::none()))).expect("opens");
    assert_eq!(catalog.tablet.map(|tablet| tablet.name), Some("赵静".into()));
}
