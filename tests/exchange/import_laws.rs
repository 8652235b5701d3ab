//! What an import does to the stores: all or nothing, and taking it back leaves what was there
//! before it and what came since.

use std::rc::Rc;

use crate::fixtures::bundles::{LEDGER, bundle_of};
use crate::fixtures::dice::Dice;
use crate::fixtures::disk::{Disk, Has, Page, erasing};
use crate::fixtures::tablets::{NOW, Tablet, cell, run, steps, united};
use pollster::block_on;
use proptest::prelude::*;
use yixin::codec::wire::write_body;
use yixin::exchange::import::plan::ImportPlan;
use yixin::ledger::{Edit, Ledger, Moment, RecordId, WriterId};
use yixin::storage::{Durability, Fault, Faults, ImportId, Receipt, Store};

const NOON: Moment = Moment { millis: NOW, offset: 480 };

fn open(disk: &Disk, writer: u64) -> (Page, Ledger) {
    let stores = disk.stores(Has::Both, &Faults::none());
    let (page, opened) = block_on(Store::open(stores, LEDGER, WriterId(writer))).expect("opened");
    assert_eq!(opened.damaged, []);
    (page, opened.ledger)
}

/// A disk on which a tablet has saved its own edits.
fn saved(edits: &[Edit]) -> Disk {
    let disk = Disk::default();
    let (page, _) = open(&disk, 0xd1);
    for edit in edits {
        let recorded = block_on(page.record(edit)).expect("an edit that fits");
        assert_eq!(recorded.durability, Durability::Strict);
    }
    disk
}

/// Takes some of what a file brings, and says what that was.
fn take(
    page: &Page,
    ledger: &mut Ledger,
    theirs: &Ledger,
    wanted: impl Fn(&RecordId) -> bool,
) -> (ImportId, Vec<Edit>) {
    let plan = ImportPlan::make(ledger, LEDGER, bundle_of(theirs), NOW);
    let edits = plan.accept_some(wanted);
    let receipt = Receipt::of(&plan.header, "数据.json", NOON);
    let (id, _) = block_on(page.record_import(&receipt, &edits)).expect("both stores take it");
    ledger.insert_all(edits.clone());
    (id, edits)
}

fn all(_: &RecordId) -> bool {
    true
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn taking_an_import_back_restores_what_was_there_and_nothing_that_came_since_is_lost(
        steps in steps(), salt in any::<u64>(), orderly in any::<bool>(),
    ) {
        let mut tablets = run(&steps);
        let theirs = tablets[1].ledger.clone();
        let others = tablets[2].ledger.clone();
        let me: &mut Tablet = &mut tablets[0];
        let disk = saved(&me.ledger.edits());
        let before = write_body(&me.ledger);
        let (page, opened) = open(&disk, 0xd2);
        prop_assert_eq!(write_body(&opened), before.clone());
        let mut dice = Dice(salt);
        let (first, brought) = take(&page, &mut me.ledger, &theirs, all);
        // Nothing else came: just what was there.
        let restored = block_on(page.take_back(first)).expect("kept").ledger;
        prop_assert_eq!(write_body(&restored), before);
        // The same file once more, an own edit over what it brought, and another file in part.
        me.ledger = restored;
        let (again, brought_again) = take(&page, &mut me.ledger, &theirs, all);
        prop_assert_eq!(&brought, &brought_again, "the file offers it again");
        let mut own = Vec::new();
        for place in 0..3 {
            let mut draft = me.draft(1000 + place as i64);
            draft.set(cell(&me.record(place), dice.below(7)), format!("其后{place}"));
            let edit = me.take(draft).expect("an edit");
            block_on(page.record(&edit)).expect("an edit that fits");
            own.push(edit);
        }
        let wanted = |record: &RecordId| record.as_str().len() as u64 % 2 == salt % 2;
        let (other, brought_later) = take(&page, &mut me.ledger, &others, wanted);
        let whole = write_body(&me.ledger);
        if orderly {
            page.checkpoint().expect("room");
            block_on(page.maintain(erasing(&me.ledger)));
        }
        prop_assert_eq!(write_body(&open(&disk, 0xd3).1), whole);
        let without = block_on(page.take_back(again)).expect("kept").ledger;
        let mut expected = opened;
        expected.insert_all(own);
        let mine = expected.clone();
        expected.insert_all(brought_later);
        prop_assert_eq!(write_body(&without), write_body(&expected));
        prop_assert_eq!(write_body(&open(&disk, 0xd4).1), write_body(&expected));
        // Both taken back, and twice at that: what the tablet itself wrote is left.
        block_on(page.take_back(other)).expect("kept");
        let left = block_on(page.take_back(again)).expect("kept").ledger;
        prop_assert_eq!(write_body(&left), write_body(&mine));
        prop_assert_eq!(write_body(&open(&disk, 0xd5).1), write_body(&mine));
    }

    #[test]
    fn what_was_acknowledged_is_there_after_every_exchange(steps in steps(), salt in any::<u64>()) {
        let tablets = run(&steps);
        let disks: Vec<Disk> = tablets.iter().map(|tablet| saved(&tablet.ledger.edits())).collect();
        let mut ledgers: Vec<Ledger> = tablets.into_iter().map(|tablet| tablet.ledger).collect();
        let before = ledgers.clone();
        let whole = united(&before.iter().collect::<Vec<_>>());
        let mut dice = Dice(salt);
        let mut order: Vec<usize> = (0..ledgers.len()).collect();
        dice.shuffle(&mut order);
        for turn in 0..2 * order.len() {
            let (from, to) = (order[turn % order.len()], order[(turn + 1) % order.len()]);
            let file = ledgers[from].clone();
            let (page, _) = open(&disks[to], 0xe0 + turn as u64);
            take(&page, &mut ledgers[to], &file, all);
        }
        for (place, disk) in disks.iter().enumerate() {
            let opened = open(disk, 0xf0).1;
            for edit in before.iter().flat_map(Ledger::edits) {
                let after = opened.edit(edit.head.id).expect("acknowledged");
                prop_assert!(edit.changes.iter().all(|change| after.changes.contains(change)));
            }
            prop_assert_eq!(write_body(&opened), write_body(&whole), "tablet {}", place);
        }
    }

    #[test]
    fn an_import_that_no_store_takes_changes_no_byte(steps in steps(), call in 1..4u32) {
        let tablets = run(&steps);
        let [mine, theirs] = [&tablets[0].ledger, &tablets[1].ledger];
        for has in [Has::LocalOnly, Has::JournalOnly] {
            let disk = saved(&mine.edits());
            let plan = ImportPlan::make(mine, LEDGER, bundle_of(theirs), NOW);
            let receipt = Receipt::of(&plan.header, "数据.json", NOON);
            // The number of calls before the import is that of an opening which fails in nothing.
            let opening = Faults::none();
            let stores = disk.copy().stores(has, &opening);
            drop(block_on(Store::open(stores, LEDGER, WriterId(0xd6))).expect("opened"));
            let faults: Rc<Faults> = Faults::at(opening.calls() + call, Fault::Full);
            let stores = disk.stores(has, &faults);
            let page = block_on(Store::open(stores, LEDGER, WriterId(0xd6))).expect("opened").0;
            let before = disk.copy();
            let kept = block_on(page.record_import(&receipt, &plan.accept()));
            if kept.is_err() {
                prop_assert!(disk.is_like(&before), "{:?}, call {}", has, call);
            } else {
                // The import was over before that call.
                prop_assert!(faults.calls() < opening.calls() + call);
            }
        }
    }
}

#[test]
fn an_import_fails_where_the_only_store_is_full_from_its_first_call_to_its_receipt() {
    let mut tablet = Tablet::new(0);
    let mut draft = tablet.draft(0);
    draft.field(&RecordId::keyed("member", "1"), "name", "甲");
    tablet.take(draft).expect("an edit");
    let plan = ImportPlan::make(&Ledger::new(), LEDGER, bundle_of(&tablet.ledger), NOW);
    let receipt = Receipt::of(&plan.header, "数据.json", NOON);
    let outcome = |call: u32| {
        let disk = Disk::default();
        let opening = Faults::none();
        let stores = disk.copy().stores(Has::LocalOnly, &opening);
        drop(block_on(Store::open(stores, LEDGER, WriterId(1))).expect("opened"));
        let faults = Faults::at(opening.calls() + call, Fault::Full);
        let stores = disk.stores(Has::LocalOnly, &faults);
        let page = block_on(Store::open(stores, LEDGER, WriterId(1))).expect("opened").0;
        block_on(page.record_import(&receipt, &plan.accept())).is_ok()
    };
    // One part, and the receipt that closes the import.
    assert_eq!([1, 2, 3].map(outcome), [false, false, true]);
}

#[test]
fn of_two_overlapping_imports_each_takes_back_just_what_it_brought() {
    let mut other = Tablet::new(1);
    let mut write = |name: &str| {
        let mut draft = other.draft(0);
        draft.field(&RecordId::keyed("member", name), "name", name);
        other.take(draft).expect("an edit");
        other.ledger.clone()
    };
    let (early, late) = (write("甲"), write("乙"));
    let disk = Disk::default();
    let (page, mut ledger) = open(&disk, 0xd1);
    let (first, brought) = take(&page, &mut ledger, &early, all);
    let (second, more) = take(&page, &mut ledger, &late, all);
    assert_eq!((brought.len(), more.len()), (1, 1), "the second file brought what was new in it");
    for page in [&page, &open(&disk, 0xd2).0] {
        assert_eq!(block_on(page.import_edits(first)).expect("read"), brought);
        assert_eq!(block_on(page.import_edits(second)).expect("read"), more);
    }
    disk.local.borrow_mut().clear();
    assert_eq!(block_on(page.import_edits(first)).expect("from the journal"), brought);

    // What both files held came by the first, and goes with it.
    let mut left = block_on(page.take_back(first)).expect("kept").ledger;
    assert_eq!(write_body(&left), write_body(&Ledger::from_edits(more.clone())));
    // Either file offers it again.
    let (_, again) = take(&page, &mut left, &late, all);
    assert_eq!(again, brought);
    assert_eq!(write_body(&left), write_body(&late));
    let none = ImportId { writer: WriterId(0xbad), number: 1 };
    assert!(block_on(page.import_edits(none)).is_err());
}
