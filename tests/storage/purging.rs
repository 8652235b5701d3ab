//! What is erased or archived leaves both stores, the memory of the page and what another tab wrote
//! meanwhile, and takes nothing else with it.

use std::collections::BTreeSet;

use crate::fixtures::bundles::{LEDGER, NOW, edit, member, receipt};
use crate::fixtures::disk::{Disk, Has, Kept, Page, erasing};
use pollster::block_on;
use yixin::exchange::bundle::BundleKind;
use yixin::ledger::{Archived, Edit, Ledger, Moment, REDACTED, WriterId};
use yixin::storage::{
    ArchiveNote, Durability, Fault, Faults, Opened, PointReason, Receipt, SnapshotCopy, Store,
    readable,
};

const MADE: Moment = Moment { millis: NOW, offset: 480 };
const NAME: &str = "李明";

fn open(disk: &Disk, has: Has, writer: u64) -> (Page, Opened) {
    let stores = disk.stores(has, &Faults::none());
    block_on(Store::open(stores, LEDGER, WriterId(writer))).expect("opens")
}

/// Three edits of a tablet, of a member each.
fn edits(writer: u64) -> Vec<Edit> {
    let of_member = |number: u32| {
        edit(&Ledger::new(), writer, number, |draft| {
            let who = member(&format!("{writer}-{number}"));
            draft.field(&who, "name", NAME);
            draft.field(&who, "phone", "13800001234");
        })
    };
    (1..=3).map(of_member).collect()
}

fn record(store: &Page) {
    for edit in edits(0xff) {
        block_on(store.record(&edit)).expect("fits");
    }
}

/// The note of an archive of some edits, or parts of edits.
fn archive_of(edits: &[Edit]) -> ArchiveNote {
    ArchiveNote {
        made: MADE,
        file: "归档.json".into(),
        files: 1,
        records: edits.len(),
        changes: edits.iter().map(|edit| edit.changes.len()).sum(),
        archived: Archived::of(edits, BTreeSet::new()),
    }
}

/// Which edits the texts say to hold whose keys have a part.
fn ids(kept: &Kept, part: &str) -> Vec<String> {
    let kept = kept.borrow();
    let texts = kept.iter().filter(|(key, _)| key.contains(part));
    texts.filter_map(|(_, text)| text.split(' ').nth(3).map(str::to_owned)).collect()
}

#[test]
fn what_is_archived_goes_out_of_memory_too_and_the_rest_of_its_edit_stays() {
    let disk = Disk::default();
    let (store, _) = open(&disk, Has::Both, 1);
    record(&store);
    let mut gone = edits(0xff);
    gone.pop();
    // Of the second only its first change.
    gone[1].changes.truncate(1);
    let opened = block_on(store.archive(&archive_of(&gone))).expect("archived");
    assert_eq!(opened.ledger.change_count(), 3);
    assert_eq!(store.checkpoint(), Ok(2));
    assert_eq!(ids(&disk.local, "/s/"), ["00000000000000ff:2-3"]);
    assert_eq!(ids(&disk.journal, "/e/"), ["00000000000000ff:2", "00000000000000ff:3"]);
    assert_eq!(open(&disk, Has::LocalOnly, 2).1.ledger.change_count(), 3);
    assert_eq!(open(&disk, Has::JournalOnly, 2).1.ledger.change_count(), 3);
}

#[test]
fn what_another_tab_wrote_of_it_meanwhile_goes_at_the_next_opening() {
    let disk = Disk::default();
    let (store, _) = open(&disk, Has::Both, 1);
    record(&store);
    store.checkpoint().expect("packed");
    let before = disk.copy();
    block_on(store.archive(&archive_of(&edits(0xff)[..1]))).expect("archived");
    for (kept, before) in [(&disk.local, &before.local), (&disk.journal, &before.journal)] {
        kept.borrow_mut().extend(before.borrow().clone());
    }
    assert_eq!(ids(&disk.local, "/s/"), ["00000000000000ff:1-3"]);
    let (store, opened) = open(&disk, Has::Both, 2);
    assert_eq!(opened.ledger.edit_count(), 2);
    block_on(store.maintain(erasing(&opened.ledger)));
    assert_eq!(ids(&disk.local, "/s/"), ["00000000000000ff:2-3"]);
    assert_eq!(ids(&disk.journal, "/e/"), ["00000000000000ff:2", "00000000000000ff:3"]);
}

#[test]
fn an_import_loses_what_is_archived_and_stays_whole_and_one_that_is_on_its_way_is_left_alone() {
    let disk = Disk::default();
    let (store, _) = open(&disk, Has::Both, 1);
    block_on(store.record_import(&receipt(), &edits(0xaa))).expect("taken");
    // Another tab has begun to write the same, and its receipt is not there yet.
    let other = Disk::default();
    block_on(open(&other, Has::Both, 2).0.record_import(&receipt(), &edits(0xaa))).expect("taken");
    for (kept, other) in [(&disk.local, &other.local), (&disk.journal, &other.journal)] {
        let parts = other.borrow().clone().into_iter().filter(|(key, _)| key.contains("/i/"));
        kept.borrow_mut().extend(parts.collect::<Vec<_>>());
    }
    let opened = block_on(store.archive(&archive_of(&edits(0xaa)))).expect("archived");
    assert_eq!((opened.imports.len(), opened.ledger.edit_count()), (1, 0));
    for kept in [&disk.local, &disk.journal] {
        assert_eq!(ids(kept, "/i/"), ["-", "00000000000000aa:1-3"]);
    }
    let (store, opened) = open(&disk, Has::Both, 3);
    assert_eq!(opened.imports[0].changes, 0);
    block_on(store.maintain(erasing(&opened.ledger)));
    assert_eq!(ids(&disk.local, "/i/"), ["-", "00000000000000aa:1-3"]);
}

#[test]
fn an_archive_whose_note_did_not_arrive_leaves_no_note_and_nothing_gone() {
    let mut number = 1;
    loop {
        let disk = Disk::default();
        let (store, _) = open(&disk, Has::LocalOnly, 1);
        record(&store);
        let faults = Faults::at(number, Fault::FlippedBit);
        let stores = disk.stores(Has::LocalOnly, &faults);
        let (store, _) = block_on(Store::open(stores, LEDGER, WriterId(2))).expect("opens");
        let archived = block_on(store.archive(&archive_of(&edits(0xff)[..1])));
        let is_noted = disk.local.borrow().keys().any(|key| key.contains("/a/"));
        assert_eq!(archived.is_ok(), is_noted, "call {number}");
        if faults.calls() < number {
            break;
        }
        number += 1;
    }
}

#[test]
fn what_was_erased_while_a_store_was_away_is_erased_there_when_it_is_back() {
    for away in [Has::LocalOnly, Has::JournalOnly] {
        let disk = Disk::default();
        let (store, _) = open(&disk, Has::Both, 1);
        record(&store);
        store.checkpoint().expect("packed");
        let (store, opened) = open(&disk, away, 2);
        let mut ledger = opened.ledger;
        let erases = edit(&ledger, 2, 1, |draft| {
            draft.entry(&member("255-1"), REDACTED, "phone", true);
        });
        block_on(store.record(&erases)).expect("fits");
        ledger.insert(erases);
        block_on(store.purge(erasing(&ledger))).expect("scrubbed");
        let marks = |kept: &Kept| {
            let mark = format!("yixin/{LEDGER}/c/1");
            kept.borrow().keys().filter(|key| **key == mark).count()
        };
        let expected = if away == Has::LocalOnly { (1, 0) } else { (0, 1) };
        assert_eq!((marks(&disk.local), marks(&disk.journal)), expected);

        let (store, opened) = open(&disk, Has::Both, 3);
        block_on(store.maintain(erasing(&opened.ledger)));
        assert_eq!((marks(&disk.local), marks(&disk.journal)), (1, 1), "{away:?}");
        for has in [Has::LocalOnly, Has::JournalOnly] {
            let alone = open(&disk, has, 4).1.ledger;
            assert_eq!((alone.erased(), alone.change_count()), (0, 6), "{away:?} {has:?}");
        }
    }
}

#[test]
fn what_only_this_page_has_loses_what_is_erased_and_no_more() {
    let disk = Disk::default();
    let calls = Faults::none();
    let stores = disk.stores(Has::LocalOnly, &calls);
    block_on(Store::open(stores, LEDGER, WriterId(1))).expect("opens");
    let stores = disk.stores(Has::LocalOnly, &Faults::at(calls.calls() + 1, Fault::Full));
    let (store, opened) = block_on(Store::open(stores, LEDGER, WriterId(1))).expect("opens");
    let mut ledger = opened.ledger;
    let only = edits(0xff).swap_remove(0);
    assert_eq!(block_on(store.record(&only)).map(|it| it.durability), Ok(Durability::Memory));
    ledger.insert(only);
    ledger.insert(edit(&ledger, 2, 1, |draft| {
        draft.entry(&member("255-1"), REDACTED, "phone", true);
    }));
    block_on(store.purge(erasing(&ledger))).expect("scrubbed");
    assert_eq!(store.checkpoint(), Ok(1));
    let kept = open(&disk, Has::LocalOnly, 3).1.ledger;
    let record = kept.record(&member("255-1")).expect("there");
    assert_eq!((record.text("name"), record.text("phone")), (NAME, ""));
}

/// A tablet of which two windows are open; the second has read what only the journal holds, and
/// the first erases the telephone of a member then.
fn erased_beside() -> (Disk, Page, Edit) {
    let disk = Disk::default();
    let (first, _) = open(&disk, Has::Both, 1);
    record(&first);
    let (second, opened) = open(&disk, Has::Both, 2);
    let mut ledger = opened.ledger;
    let erases = edit(&ledger, 1, 1, |draft| {
        draft.entry(&member("255-1"), REDACTED, "phone", true);
        draft.entry(&member("255-1"), REDACTED, "name", true);
    });
    block_on(first.record(&erases)).expect("fits");
    ledger.insert(erases.clone());
    block_on(first.purge(erasing(&ledger))).expect("scrubbed");
    (disk, second, erases)
}

/// How often a text stands in what is kept, in clear.
fn count(kept: &Kept, text: &str) -> usize {
    kept.borrow().values().map(|value| readable(value).matches(text).count()).sum()
}

#[test]
fn a_window_that_takes_over_packs_nothing_that_was_erased_meanwhile() {
    let (disk, second, _) = erased_beside();
    block_on(second.reload()).expect("read");
    assert!(second.checkpoint().expect("room") > 0);
    assert_eq!((count(&disk.local, NAME), count(&disk.journal, NAME)), (2, 2));
}

#[test]
fn a_window_that_heard_of_an_erasure_packs_nothing_of_it() {
    let (disk, second, erases) = erased_beside();
    second.learn(&[erases]);
    second.checkpoint().expect("room");
    assert_eq!(count(&disk.local, NAME), 2);
    // Nor does it make a restore point, or take a file in, with it.
    let stale = Ledger::from_edits(edits(0xff));
    block_on(second.take_point(SnapshotCopy::of(&stale, PointReason::Day, "", MADE)))
        .expect("room");
    block_on(second.record_import(&receipt(), &edits(0xff))).expect("taken");
    assert_eq!((count(&disk.local, NAME), count(&disk.journal, NAME)), (4, 6));
}

#[test]
fn what_was_taken_back_is_emptied_when_something_is_erased() {
    let disk = Disk::default();
    let (store, opened) = open(&disk, Has::Both, 1);
    let (import, _) = block_on(store.record_import(&receipt(), &edits(0xaa))).expect("taken");
    block_on(store.take_back(import)).expect("taken back");
    let mut ledger = opened.ledger;
    ledger.insert(edit(&ledger, 2, 1, |draft| {
        draft.entry(&member("1"), REDACTED, "phone", true);
    }));
    block_on(store.purge(erasing(&ledger))).expect("scrubbed");
    assert_eq!((count(&disk.local, NAME), count(&disk.journal, NAME)), (0, 0));
    let imports = open(&disk, Has::Both, 2).1.imports;
    assert_eq!((imports.len(), imports[0].taken_back), (1, true), "it is listed all the same");
}

#[test]
fn archiving_leaves_alone_what_was_taken_back() {
    let disk = Disk::default();
    let (store, _) = open(&disk, Has::Both, 1);
    let (import, _) = block_on(store.record_import(&receipt(), &edits(0xaa))).expect("taken");
    block_on(store.take_back(import)).expect("taken back");
    block_on(store.archive(&archive_of(&edits(0xaa)))).expect("archived");
    for kept in [&disk.local, &disk.journal] {
        assert_eq!(ids(kept, "/i/"), ["00000000000000aa:1-3"]);
    }
}

#[test]
fn an_archive_is_fetched_back_only_where_its_receipt_can_be_read_again() {
    let base = Disk::default();
    let (store, _) = open(&base, Has::LocalOnly, 1);
    record(&store);
    let gone = &edits(0xff)[..1];
    let opened = block_on(store.archive(&archive_of(gone))).expect("archived");
    let returns = opened.archives.first().map(|archive| archive.id);
    let receipt = Receipt { kind: BundleKind::Archive, returns, ..receipt() };
    let mut number = 1;
    loop {
        let disk = base.copy();
        let faults = Faults::at(number, Fault::FlippedBit);
        let stores = disk.stores(Has::LocalOnly, &faults);
        let (store, _) = block_on(Store::open(stores, LEDGER, WriterId(2))).expect("opens");
        let is_back = block_on(store.fetch_back(&receipt, gone)).is_ok();
        let edits = open(&disk, Has::LocalOnly, 3).1.ledger.edit_count();
        assert!(!is_back || edits == 3, "call {number}: {edits} edits");
        if faults.calls() < number {
            assert!(is_back, "without a fault it is fetched back");
            break;
        }
        number += 1;
    }
}
