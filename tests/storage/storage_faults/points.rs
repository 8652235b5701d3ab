//! Restore points: what they heal, what they forget, how many there are; and data that a newer
//! version has written.

use super::tab::{Expected, LEDGER, NOW, Tab, used};
use super::{check, reopen};
use crate::fixtures::disk::{Disk, Has, Kept, erasing};
use pollster::block_on;
use yixin::codec::wire::write_body;
use yixin::ledger::{Ledger, Moment, WriterId};
use yixin::storage::{
    Faults, PointError, PointReason, RestorePoint, SnapshotCopy, Store, is_point_due,
};

const DAY: i64 = 86_400_000;

fn moment(days: i64) -> Moment {
    Moment { millis: NOW + days * DAY, offset: 480 }
}

fn store(disk: &Disk, writer: u64) -> (crate::fixtures::disk::Page, Ledger) {
    let stores = disk.stores(Has::Both, &Faults::none());
    let (store, opened) = block_on(Store::open(stores, LEDGER, WriterId(writer))).expect("opens");
    (store, opened.ledger)
}

fn points(disk: &Disk) -> Vec<RestorePoint> {
    block_on(store(disk, 0xe1).0.points()).expect("read")
}

fn take(disk: &Disk, writer: u64, occasion: PointReason, at: Moment) {
    let (store, ledger) = store(disk, writer);
    block_on(store.take_point(SnapshotCopy::of(&ledger, occasion, "二支部.json", at)))
        .expect("taken");
}

fn is_any(kept: &Kept, part: &str) -> bool {
    kept.borrow().keys().any(|key| key.contains(part))
}

#[test]
fn what_is_damaged_in_both_stores_is_healed_from_a_copy() {
    let (disk, expected) = used(Has::Both);
    take(&disk, 0xb1, PointReason::Day, moment(0));
    // Every segment and every entry of the journal has lost its end.
    for kept in [&disk.local, &disk.journal] {
        for (key, text) in kept.borrow_mut().iter_mut() {
            if key.contains("/s/") || key.contains("/e/") {
                *text = text.chars().take(text.chars().count() - 9).collect();
            }
        }
    }
    let opened = reopen(&disk, Has::Both);
    check(&opened, &expected).expect("healed");
    assert!(!opened.damaged.is_empty() && opened.damaged.iter().all(|report| report.healed));
    Tab::open(disk.stores(Has::Both, &Faults::none()), 0xc1).maintain();
    // From then on it does without the copy.
    disk.journal.borrow_mut().retain(|key, _| !key.contains("/k/"));
    check(&reopen(&disk, Has::Both), &expected).expect("still there");
}

/// Large edits used to be healed from no copy: they stand in several of its parts, none of which has
/// them whole.
#[test]
fn a_large_edit_is_healed_from_the_parts_in_which_a_copy_has_it() {
    let (disk, mut expected) = used(Has::Both);
    let mut tab = Tab::open(disk.stores(Has::Both, &Faults::none()), 0xc1);
    let mut draft = tab.draft();
    for number in 0..12 {
        let record = draft.next_record("department");
        draft.field(&record, "name", "科".repeat(10_000 + number));
    }
    let id = tab.record(&mut expected, draft).expect("recorded");
    tab.checkpoint();
    take(&disk, 0xb1, PointReason::Day, moment(0));
    let parts = disk.journal.borrow().keys().filter(|key| key.contains("/k/")).count();
    assert!(parts > 2, "in {parts} parts");
    for kept in [&disk.local, &disk.journal] {
        for (key, text) in kept.borrow_mut().iter_mut() {
            if key.contains("/s/") || key.contains("/e/") {
                *text = text.chars().take(text.chars().count() - 9).collect();
            }
        }
    }
    let opened = reopen(&disk, Has::Both);
    check(&opened, &expected).expect("healed");
    assert!(opened.ledger.edit(id).is_some_and(|edit| edit.is_whole()));
}

#[test]
fn a_copy_holds_what_stood_and_forgets_what_is_redacted() {
    let (disk, mut expected) = used(Has::Both);
    take(&disk, 0xb1, PointReason::Import, moment(0));
    let before = reopen(&disk, Has::Both).ledger;
    let [point] = &*points(&disk) else { panic!("one point") };
    assert!(point.label().starts_with("导入“二支部.json”之前（"), "{}", point.label());
    assert_eq!(point.edits, before.edit_count());
    let copied = block_on(store(&disk, 0xe2).0.read_point(point.id)).expect("read");
    assert_eq!(write_body(&Ledger::from_edits(copied)), write_body(&before));

    let mut tab = Tab::open(disk.stores(Has::Both, &Faults::none()), 0xc1);
    tab.redact(&mut expected, "1-0");
    let copied = block_on(store(&disk, 0xe2).0.read_point(point.id)).expect("still whole");
    let mut erased = copied.clone();
    let erasing = erasing(&tab.ledger);
    assert_eq!(erased.iter_mut().map(&erasing.erase).sum::<usize>(), 0, "nothing is left to erase");
    assert!(copied.iter().map(|edit| edit.changes.len()).sum::<usize>() < before.change_count());
}

#[test]
fn a_point_of_which_a_part_is_gone_is_not_gone_back_to() {
    let (disk, _) = used(Has::Both);
    take(&disk, 0xb1, PointReason::Day, moment(0));
    disk.journal.borrow_mut().retain(|key, _| !key.contains("/k/"));
    let id = points(&disk)[0].id;
    assert_eq!(block_on(store(&disk, 0xe2).0.read_point(id)), Err(PointError::Damaged));
}

#[test]
fn a_day_has_one_point_and_where_nothing_changed_none() {
    let (disk, _) = used(Has::Both);
    let ledger = reopen(&disk, Has::Both).ledger;
    assert!(is_point_due(&[], &ledger, PointReason::Day, moment(0)));
    assert!(!is_point_due(&[], &Ledger::new(), PointReason::Day, moment(0)));
    take(&disk, 0xb1, PointReason::Day, moment(0));
    let is_due = |occasion| is_point_due(&points(&disk), &ledger, occasion, moment(3));
    assert!(!is_due(PointReason::Day), "all is in the last");
    assert!(
        is_due(PointReason::Import) && is_due(PointReason::Update),
        "that of a day has another name"
    );
    take(&disk, 0xb2, PointReason::Import, moment(0));
    for occasion in [PointReason::Day, PointReason::Import, PointReason::Update] {
        assert!(!is_due(occasion), "all is in the last, {occasion:?}");
    }
    let mut tab = Tab::open(disk.stores(Has::Both, &Faults::none()), 0xc1);
    tab.set(&mut Expected::default(), "1-0", "乙");
    let due = |occasion, days| is_point_due(&points(&disk), &tab.ledger, occasion, moment(days));
    assert!(!due(PointReason::Day, 0) && due(PointReason::Day, 1));
    assert!(due(PointReason::Import, 0) && due(PointReason::Update, 0));
}

#[test]
fn old_points_go_with_all_their_parts_and_those_cut_short_too() {
    let (disk, _) = used(Has::Both);
    let key = format!("yixin/{LEDGER}/k/00000000000000b0-1-1");
    disk.journal.borrow_mut().insert(key.clone(), "cut short".to_owned());
    for day in 0..12 {
        take(&disk, 0xb0 + day as u64, PointReason::Day, moment(day));
    }
    assert!(!disk.journal.borrow().contains_key(&key));
    let days: Vec<_> = points(&disk).iter().map(|point| (point.taken.millis - NOW) / DAY).collect();
    assert_eq!(days, [11, 10, 9, 8, 7, 6, 5, 4]);
    let copies = disk.journal.borrow().keys().filter(|key| key.contains("/k/")).count();
    assert_eq!(copies, 8);
    assert!(!is_any(&disk.local, "/k/") && !is_any(&disk.local, "/t/"), "in the journal alone");
}

#[test]
fn a_clock_that_is_wrong_for_a_day_takes_no_restore_point_away() {
    for wrong in [-20_000, -40, 40, 2_000] {
        let (disk, _) = used(Has::Both);
        for day in 0..5 {
            take(&disk, 0xb0 + day as u64, PointReason::Day, moment(day));
        }
        take(&disk, 0xc0, PointReason::Import, moment(4));
        take(&disk, 0xc1, PointReason::Day, moment(wrong));
        take(&disk, 0xc2, PointReason::Day, moment(5));
        let days: Vec<_> =
            points(&disk).iter().map(|point| (point.taken.millis - NOW) / DAY).collect();
        assert_eq!(days, [5, wrong, 4, 4, 3, 2, 1, 0]);
    }
}

#[test]
fn what_a_newer_version_has_written_is_read_and_nothing_of_it_is_touched() {
    for mark in [Has::LocalOnly, Has::JournalOnly] {
        let (disk, expected) = used(Has::Both);
        super::tab::damage(&disk.local, "/s/");
        let key = format!("yixin/{LEDGER}/v/2");
        let marked = if mark == Has::LocalOnly { &disk.local } else { &disk.journal };
        marked.borrow_mut().insert(key, "yx1".to_owned());
        let before = disk.copy();
        let opened = reopen(&disk, Has::Both);
        assert!(opened.is_newer);
        check(&opened, &expected).expect("all can be read");
        Tab::open(disk.stores(Has::Both, &Faults::none()), 0xc1).maintain();
        // A damaged text is moved before the journal has been looked at; it is kept all the same.
        if mark == Has::LocalOnly {
            assert!(disk.is_like(&before));
        } else {
            assert_eq!(*disk.journal.borrow(), *before.journal.borrow());
        }
    }
    // Its own format keeps nobody from writing.
    let (disk, _) = used(Has::Both);
    disk.local.borrow_mut().insert(format!("yixin/{LEDGER}/v/1"), "yx1".to_owned());
    assert!(!reopen(&disk, Has::Both).is_newer);
}
