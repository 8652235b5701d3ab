//! A clock that is set forward or back between any two steps decides nothing that a note can say.

use crate::fixtures::bundles::{LEDGER, NOW, edit, member, receipt, sample};
use crate::fixtures::disk::{Disk, Has, Page};
use pollster::block_on;
use proptest::prelude::*;
use yixin::exchange::bundle::BundleKind;
use yixin::ledger::{Edit, Ledger, Moment, WriterId};
use yixin::storage::{
    Backup, Catalog, Faults, LedgerEntry, LedgerKind, Opened, PointReason, Receipt, SnapshotCopy,
    Store, began_with_part, beginning, due,
};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

/// How far the clock is off at a step.
fn off() -> impl Strategy<Value = i64> {
    prop_oneof![
        2 => Just(0),
        1 => -5 * HOUR..5 * HOUR,
        1 => Just(3 * YEAR),
        1 => Just(-3 * YEAR),
    ]
}

fn at(millis: i64) -> Moment {
    Moment { millis: NOW + millis, offset: 480 }
}

fn open(disk: &Disk, writer: u64) -> (Page, Opened) {
    let stores = disk.stores(Has::Both, &Faults::none());
    block_on(Store::open(stores, LEDGER, WriterId(writer))).expect("opens")
}

fn theirs(number: u32) -> Vec<Edit> {
    let name = |draft: &mut yixin::ledger::Draft| {
        draft.field(&member(&number.to_string()), "name", "外来")
    };
    vec![edit(&Ledger::new(), 0xaa, number, name)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn founding_importing_backing_up_and_taking_back_come_to_the_same(
        joins in any::<bool>(), clocks in prop::array::uniform6(off()),
    ) {
        let disk = Disk::default();
        let stores = disk.stores(Has::Both, &Faults::none());
        let mut catalog = block_on(Catalog::open(stores)).expect("opens");
        let (page, _) = open(&disk, 1);
        // The ledger is founded, or joined with a file.
        let begun = clocks[0];
        if joins {
            let begins = Receipt { begins: Some(true), taken: at(begun), ..receipt() };
            block_on(page.record_import(&begins, &theirs(1))).expect("room");
        }
        let entry = LedgerEntry {
            id: LEDGER, name: "市医院".into(), kind: LedgerKind::Real, created: at(begun + 50),
        };
        block_on(catalog.add(entry.clone())).expect("room");
        // A file is taken in, after a restore point; be it by a clock that is back where it was.
        let taken = if clocks[1] == 0 { at(begun) } else { at(HOUR + clocks[1]) };
        let before = SnapshotCopy::of(&sample(), PointReason::Import, "二支部.json", taken);
        block_on(page.take_point(before)).expect("room");
        let (import, _) =
            block_on(page.record_import(&Receipt { taken, ..receipt() }, &theirs(2))).expect("room");
        // A backup, then others by clocks of their own.
        let (_, opened) = open(&disk, 2);
        let ledger = opened.ledger;
        for clock in [clocks[2], clocks[3]] {
            block_on(page.note_backup(&Backup::of(&Ledger::new(), at(2 * HOUR + clock)))).expect("room");
        }
        let made = at(3 * HOUR + clocks[4]);
        block_on(page.note_backup(&Backup::of(&ledger, made))).expect("room");
        let last = block_on(page.last_backup()).expect("readable");
        prop_assert_eq!(last.as_ref().map(|last| last.made), Some(made), "the one that was made last");
        // Nothing is to be done at once, something once a week has passed in which one has worked.
        let begun = entry.created.day();
        let today = at(clocks[5]).day();
        prop_assert_eq!(due(last.as_ref(), &ledger, begun, today), None);
        let mut later = ledger.clone();
        later.insert_all(theirs(3));
        prop_assert!(due(last.as_ref(), &later, begun, at(9 * DAY).day()).is_some());
        // Four restore points on, that before the last file is still there.
        for (number, clock) in clocks[..3].iter().enumerate() {
            let copied = SnapshotCopy::of(&later, PointReason::Import, &format!("{number}.json"), at(*clock));
            block_on(page.take_point(copied)).expect("room");
        }
        let points = block_on(page.points()).expect("readable");
        prop_assert_eq!(&points[0].file, "2.json");
        prop_assert_eq!(&points[1].file, "1.json");
        // What began the ledger stays; what came later can be taken back.
        let imports = open(&disk, 3).1.imports;
        let first = beginning(&imports, entry.created);
        prop_assert_eq!(first.is_some(), joins);
        prop_assert_ne!(first, Some(import));
        let opened = block_on(page.take_back(import)).expect("kept");
        prop_assert!(opened.ledger.record(&member("2")).is_none());
        prop_assert_eq!(opened.ledger.record(&member("1")).is_some(), joins);
    }
}

#[test]
fn only_the_file_that_began_the_ledger_tells_whether_it_began_with_a_part() {
    for off in [-3 * YEAR, -HOUR, 0, HOUR, 3 * YEAR] {
        for begins in [false, true] {
            let disk = Disk::default();
            let (page, _) = open(&disk, 1);
            // Of a ledger that was founded, the files of the branches come in later.
            let receipt = Receipt {
                kind: BundleKind::Branch,
                scope: "branch:=内科".into(),
                taken: at(off),
                begins: Some(begins),
                ..receipt()
            };
            block_on(page.record_import(&receipt, &theirs(1))).expect("room");
            let imports = open(&disk, 2).1.imports;
            assert_eq!(began_with_part(&imports, at(50)), begins, "{off}");
        }
    }
}

#[test]
fn of_an_old_store_the_import_that_was_taken_in_as_it_was_listed_began_the_ledger() {
    let disk = Disk::default();
    let (page, _) = open(&disk, 1);
    for (number, taken) in [(1, 0), (2, -YEAR), (3, DAY)] {
        let receipt = Receipt { taken: at(taken), begins: None, ..receipt() };
        block_on(page.record_import(&receipt, &theirs(number))).expect("room");
    }
    let imports = open(&disk, 2).1.imports;
    assert_eq!(beginning(&imports, at(300)), Some(imports[0].id));
    // It was founded by a clock ahead: no file began it.
    assert_eq!(beginning(&imports, at(2 * YEAR)), None);
}
