//! Every call of every scenario fails once, in every way: reopening gives the old or the new
//! state, never an error, never a mixture, never less than what was acknowledged.
//!
//! What is promised of each fault:
//!
//! - A store that is full or refuses, a page that dies before or after a call: nothing that was
//!   acknowledged is missing.
//! - A text that loses its half or has a bit turned, written or read: nothing is missing where
//!   another store has it too; where it was the only copy, the user is told.
//! - A write that is dropped without a word: what it would have held may be missing, and nothing
//!   else: put there by hand, all is there. localStorage may drop what it likes where there is a
//!   journal: nothing is missing then, as everything reaches the journal first. Dropped by the
//!   journal, an edit is safe from the next checkpoint on, an import or a mark at once.
//! - A stale read: nothing at all is missing, as nothing is taken away by what a reading did not
//!   find. The page that read it shows too little until it is opened again.
//!
//! A dropped or stale call while redacting may leave erased values where they are not looked for (in
//! the journal, behind a segment that has the edit too). Whatever reads them erases them again.

mod interleaving;
mod locked;
mod notes;
mod paced;
mod points;
mod recovery;
mod removal;
mod scenario;
pub(super) mod tab;

use self::scenario::{SCENARIOS, Scenario};
use self::tab::{Expected, LEDGER, Tab};
use crate::fixtures::disk::{Disk, Has};
use pollster::block_on;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use yixin::codec::wire::write_body;
use yixin::ledger::{ChangeId, Ledger, WriterId};
use yixin::storage::{Fault, Faults, Opened, Store, StoreKind};

fn reopen(disk: &Disk, has: Has) -> Opened {
    let stores = disk.stores(has, &Faults::none());
    block_on(Store::open(stores, LEDGER, WriterId(0xee))).expect("opens").1
}

/// Compares what is there with what must be; says what is wrong.
fn check(opened: &Opened, expected: &Expected) -> Result<(), String> {
    let possible = expected.possible(&opened.ledger);
    for id in &expected.acknowledged {
        let whole = possible.edit(*id);
        if opened.ledger.edit(*id) != whole {
            return Err(format!("{id} was acknowledged and is gone"));
        }
    }
    for edit in opened.ledger.iter() {
        for (index, change) in &edit.changes {
            let id = ChangeId { edit: edit.head.id, index: *index };
            if possible.holds_change(id, change) != Some(true) {
                return Err(format!("{id:?} came from nowhere"));
            }
        }
    }
    for (ids, there) in &expected.imports {
        let ids: Vec<_> = ids.iter().filter(|id| possible.contains(**id)).collect();
        let count = ids.iter().filter(|id| opened.ledger.contains(***id)).count();
        // Of what is archived nothing may be there.
        let whole = !ids.is_empty() && count == ids.len();
        if count > 0 && !whole {
            return Err(format!("{count} of {} changes of an import", ids.len()));
        }
        if there.is_some_and(|there| there != whole) {
            return Err(format!("an import should be there: {there:?}, is: {whole}"));
        }
    }
    Ok(())
}

/// What reopening finds, by what the stores hold: it hangs on nothing else, so of all the runs that
/// end alike one is enough.
type Known = HashMap<u64, Opened>;

/// Reopens, and sees that healing and tidying afterwards change nothing of what is there.
fn recover(disk: &Disk, has: Has) -> Result<Opened, String> {
    let opened = reopen(disk, has);
    let before = write_body(&opened.ledger);
    for writer in [0xf1, 0xf2, 0xf3] {
        let tab = Tab::open(disk.stores(has, &Faults::none()), writer);
        if write_body(&tab.ledger) != before {
            return Err("opening again gives something else".to_owned());
        }
        tab.maintain();
    }
    let tidied = reopen(disk, has).ledger;
    if write_body(&tidied) != before {
        return Err("tidying changed what is there".to_owned());
    }
    if tidied.erased() != 0 {
        return Err("what was redacted is still in a store".to_owned());
    }
    Ok(opened)
}

/// Whether all is there once what was dropped is put where it should be; not asked where a store
/// was there to do without.
fn is_only_dropped(
    disk: &Disk,
    has: Has,
    faults: &Faults,
    expected: &Expected,
    again: impl Fn(&Disk) -> Opened,
) -> bool {
    for (which, key, text) in faults.dropped() {
        let kept = match which {
            StoreKind::Local if has == Has::Both => return false,
            StoreKind::Local => &disk.local,
            StoreKind::Journal => &disk.journal,
        };
        kept.borrow_mut().entry(key).or_insert(text);
    }
    check(&again(disk), expected).is_ok()
}

/// Whether a fault may have lost what is missing: a silent one that the user was told of, or one
/// that kept just that away.
fn is_excused(
    disk: &Disk,
    has: Has,
    faults: &Faults,
    expected: &Expected,
    fault: Fault,
    again: impl Fn(&Disk) -> Opened,
) -> bool {
    match fault {
        Fault::Truncated | Fault::FlippedBit => expected.told,
        Fault::Dropped => is_only_dropped(disk, has, faults, expected, again),
        _ => false,
    }
}

/// Runs a scenario on a used tablet with one fault; gives the number of calls.
fn try_fault(
    scenario: Scenario,
    has: Has,
    base: &(Disk, Expected),
    known: &mut Known,
    number: u32,
    fault: Fault,
) -> u32 {
    let disk = base.0.copy();
    let mut expected = base.1.clone();
    scenario.prepare(&disk);
    let faults = Faults::at(number, fault);
    scenario.run(|| disk.stores(has, &faults), &mut expected);
    let place = format!("{scenario:?} {has:?} call {number} {fault:?}");
    let mut hasher = DefaultHasher::new();
    (&*disk.local.borrow(), &*disk.journal.borrow()).hash(&mut hasher);
    let opened = known.entry(hasher.finish()).or_insert_with(|| {
        recover(&disk.copy(), has).unwrap_or_else(|wrong| panic!("{place}: {wrong}"))
    });
    if let Err(wrong) = check(opened, &expected) {
        expected.hear(opened);
        let doubled = scenario.is_doubled() && has == Has::Both;
        let again = |disk: &Disk| reopen(disk, has);
        let excused = !doubled && is_excused(&disk, has, &faults, &expected, fault, again);
        assert!(excused, "{place}: {wrong}");
    }
    let is_sound = !matches!(fault, Fault::Truncated | Fault::FlippedBit | Fault::Dropped);
    if scenario.makes_points() && has != Has::LocalOnly && is_sound {
        check_points(&disk, has).unwrap_or_else(|wrong| panic!("{place}: {wrong}"));
    }
    faults.calls()
}

/// Whatever failed, a restore point that is listed can be gone back to.
fn check_points(disk: &Disk, has: Has) -> Result<(), String> {
    let stores = disk.stores(has, &Faults::none());
    let store = block_on(Store::open(stores, LEDGER, WriterId(0xef))).expect("opens").0;
    for point in block_on(store.points()).map_err(|error| error.to_string())? {
        let edits = block_on(store.read_point(point.id)).map_err(|error| error.to_string())?;
        if Ledger::from_edits(edits).edit_count() != point.edits {
            return Err(format!("{} is not whole", point.id));
        }
    }
    Ok(())
}

/// Every fault at every call: `run` says how many calls there were. Gives the number of runs.
pub fn every_fault(mut run: impl FnMut(u32, Fault) -> u32) -> u32 {
    let mut runs = 0;
    for fault in FAULTS {
        let mut number = 1;
        while run(number, fault) >= number {
            number += 1;
        }
        runs += number;
    }
    runs
}

const FAULTS: [Fault; 8] = [
    Fault::Full,
    Fault::Blocked,
    Fault::CrashBefore,
    Fault::CrashAfter,
    Fault::Truncated,
    Fault::FlippedBit,
    Fault::Dropped,
    Fault::Stale,
];

fn all_faults(has: Has) {
    let (mut runs, mut ends) = (0, 0);
    for scenario in SCENARIOS {
        let apt = match scenario {
            Scenario::LocalVanished | Scenario::JournalVanished => has == Has::Both,
            Scenario::DamagedSegment | Scenario::DamagedImport => has == Has::Both,
            _ => true,
        };
        if apt {
            let base = scenario.tablet(has);
            check(&reopen(&base.0, has), &base.1).expect("a good start");
            let mut known = Known::new();
            runs += every_fault(|number, fault| {
                try_fault(scenario, has, &base, &mut known, number, fault)
            });
            ends += known.len();
        }
    }
    println!("{runs} runs with {has:?}, which left {ends} different states");
}

#[test]
fn no_single_fault_loses_or_mixes_anything_with_both_stores() {
    all_faults(Has::Both);
}

#[test]
fn no_single_fault_loses_or_mixes_anything_without_indexed_db() {
    all_faults(Has::LocalOnly);
}

#[test]
fn no_single_fault_loses_or_mixes_anything_without_local_storage() {
    all_faults(Has::JournalOnly);
}
