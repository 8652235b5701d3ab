//! Maintenance: what one store lacks is put there and counted, and of segments only those go of which
//! another one has everything.

use crate::fixtures::bundles::{LEDGER, edit, member, receipt};
use crate::fixtures::disk::{Disk, Has, Page, erasing};
use pollster::block_on;
use yixin::ledger::{Edit, Ledger, Moment, WriterId};
use yixin::storage::{Catalog, Faults, LedgerEntry, LedgerKind, MaintenanceReport, Store};

const NOW: Moment = Moment { millis: 1_795_266_300_000, offset: 480 };

fn open(disk: &Disk, writer: u64) -> (Page, Ledger) {
    let stores = disk.stores(Has::Both, &Faults::none());
    let opened = block_on(Store::open(stores, LEDGER, WriterId(writer)));
    opened.map(|(store, opened)| (store, opened.ledger)).expect("opens")
}

fn tidy(disk: &Disk, writer: u64) -> MaintenanceReport {
    let (store, ledger) = open(disk, writer);
    block_on(store.maintain(erasing(&ledger)))
}

fn named(writer: u64, number: u32) -> Edit {
    let name = |draft: &mut yixin::ledger::Draft| {
        draft.field(&member(&format!("{writer}-{number}")), "name", "李明");
    };
    edit(&Ledger::new(), writer, number, name)
}

/// Records some edits of a writer on a page of another, and packs them into one segment.
fn work(disk: &Disk, session: u64, numbers: &[u32]) {
    let (store, _) = open(disk, session);
    for number in numbers {
        block_on(store.record(&named(0xff, *number))).expect("fits");
    }
    store.checkpoint().expect("packed");
}

fn segments(disk: &Disk) -> Vec<String> {
    let local = disk.local.borrow();
    let keys = local.keys().filter(|key| key.contains("/s/"));
    keys.filter_map(|key| key.rsplit_once('/')).map(|(_, id)| id.to_owned()).collect()
}

fn texts(disk: &Disk) -> Vec<String> {
    let local = disk.local.borrow();
    local.iter().filter(|(key, _)| key.contains("/s/")).map(|(_, text)| text.clone()).collect()
}

/// Three edits and an import of one part.
fn used() -> Disk {
    let disk = Disk::default();
    work(&disk, 1, &[1, 2, 3]);
    let (store, _) = open(&disk, 2);
    block_on(store.record_import(&receipt(), &[named(0xaa, 1)])).expect("taken");
    disk
}

#[test]
fn what_a_store_lacks_is_put_there_once_and_counted() {
    let nothing = MaintenanceReport::default();
    let disk = used();
    assert_eq!(tidy(&disk, 3), nothing);

    disk.local.borrow_mut().clear();
    assert_eq!(tidy(&disk, 4), MaintenanceReport { to_local: 5, ..nothing.clone() });
    assert_eq!(tidy(&disk, 5), nothing);

    disk.journal.borrow_mut().clear();
    assert_eq!(tidy(&disk, 6), MaintenanceReport { to_journal: 5, ..nothing.clone() });
    assert_eq!(tidy(&disk, 7), nothing);

    // Of one segment the journal lacks two edits.
    disk.journal.borrow_mut().retain(|key, _| !key.ends_with("-1") || !key.contains("/e/"));
    disk.journal.borrow_mut().retain(|key, _| !key.ends_with("-3") || !key.contains("/e/"));
    assert_eq!(tidy(&disk, 8), MaintenanceReport { to_journal: 2, ..nothing.clone() });
    assert_eq!(tidy(&disk, 9), nothing);
}

#[test]
fn four_small_segments_become_one_and_go_at_the_next_opening() {
    let disk = Disk::default();
    for number in 1..=4 {
        work(&disk, number, &[number as u32]);
    }
    assert_eq!(tidy(&disk, 9), MaintenanceReport { packed: 4, ..MaintenanceReport::default() });
    assert_eq!(segments(&disk).len(), 5);
    assert_eq!(tidy(&disk, 10), MaintenanceReport { removed: 4, ..MaintenanceReport::default() });
    assert_eq!(segments(&disk), ["0000000000000009-1"]);
    assert_eq!(tidy(&disk, 11), MaintenanceReport::default());
}

#[test]
fn an_edit_that_only_the_journal_has_keeps_no_segments_from_becoming_one() {
    let disk = Disk::default();
    for number in 1..=4 {
        work(&disk, number, &[number as u32]);
    }
    let (store, _) = open(&disk, 5);
    block_on(store.record(&named(0xff, 5))).expect("fits");
    assert_eq!(
        tidy(&disk, 9),
        MaintenanceReport { to_local: 1, packed: 4, ..MaintenanceReport::default() }
    );
}

/// Puts what pages on tablets of their own have packed into one store.
fn packed(of: &[(u64, &[u32])]) -> Disk {
    let disk = Disk::default();
    for (session, numbers) in of {
        let alone = Disk::default();
        work(&alone, *session, numbers);
        disk.local.borrow_mut().extend(alone.local.borrow().clone());
        disk.journal.borrow_mut().extend(alone.journal.borrow().clone());
    }
    disk
}

#[test]
fn of_segments_that_have_the_same_one_stays_whoever_tidies() {
    let alike = packed(&[(1, &[1, 2]), (2, &[1, 2])]);
    assert_eq!(tidy(&alike, 9).removed, 1);
    assert_eq!(segments(&alike), ["0000000000000001-1"]);

    let greater = packed(&[(1, &[1, 2]), (2, &[1, 2, 3])]);
    assert_eq!(tidy(&greater, 9).removed, 1);
    assert_eq!(segments(&greater), ["0000000000000002-1"]);
}

#[test]
fn a_segment_that_another_has_only_in_part_stays() {
    for of in [[(1, &[1, 2][..]), (2, &[2, 3])], [(1, &[2, 3]), (2, &[1, 2])]] {
        let disk = packed(&of);
        assert_eq!(tidy(&disk, 9), MaintenanceReport::default());
        assert_eq!(segments(&disk).len(), 2);
    }
}

#[test]
fn where_there_is_nothing_to_do_neither_store_is_touched() {
    let disk = used();
    // That both stores hold it is noted once.
    tidy(&disk, 2);
    let faults = Faults::none();
    let opened = block_on(Store::open(disk.stores(Has::Both, &faults), LEDGER, WriterId(3)));
    let (store, opened) = opened.expect("opens");
    let before = faults.calls();
    block_on(store.maintain(erasing(&opened.ledger)));
    assert_eq!(faults.calls(), before);
}

#[test]
fn what_the_first_load_writes_plain_is_packed_later_on() {
    let disk = Disk::default();
    let stores = disk.stores(Has::Both, &Faults::none());
    let entry =
        LedgerEntry {
            id: LEDGER, name: "示例医院".into(), kind: LedgerKind::Real, created: NOW
        };
    let mut catalog = block_on(Catalog::open(stores.clone())).expect("readable");
    block_on(catalog.add(entry.clone())).expect("listed");
    let (page, _) = block_on(Store::open_listed(stores, &entry, WriterId(1))).expect("opens");
    for number in 1..=4 {
        if number == 2 {
            page.pack_from_now_on();
        }
        block_on(page.record(&named(0xff, number))).expect("fits");
        page.checkpoint().expect("written");
    }
    let signs: Vec<_> = texts(&disk).iter().map(|text| text[..5].to_owned()).collect();
    assert_eq!(signs, ["yx1 p", "yx2 w", "yx2 w", "yx2 w"]);
    drop(page);
    assert_eq!(tidy(&disk, 2).packed, 4);
    // They go at the next opening.
    tidy(&disk, 3);
    assert!(texts(&disk).iter().all(|text| text.starts_with("yx2 w")));
    assert_eq!(open(&disk, 4).1.iter().count(), 4);
}
