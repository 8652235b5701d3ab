//! Every call of every scenario fails once, in every way: reopening gives the old or the new
//! state, never an error, never a mixture, never less than what was acknowledged.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../fixtures/mod.rs"]
mod fixtures;
mod recovery;
mod scenario;
mod tab;

use crate::fixtures::disk::{Disk, Has};
use crate::scenario::{SCENARIOS, Scenario};
use crate::tab::{Expected, LEDGER, Tab, used};
use pollster::block_on;
use yixin::exchange::bundle::write_body;
use yixin::ledger::{ChangeId, WriterId};
use yixin::storage::{Fault, Faults, Opened, Store};

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
        let whole = count == ids.len();
        if count > 0 && !whole {
            return Err(format!("{count} of {} changes of an import", ids.len()));
        }
        if there.is_some_and(|there| there != whole) {
            return Err(format!("an import should be there: {there:?}, is: {whole}"));
        }
    }
    Ok(())
}

/// Runs a scenario on a used tablet with one fault; gives the number of calls.
fn try_fault(
    scenario: Scenario,
    has: Has,
    base: &(Disk, Expected),
    number: u32,
    fault: Fault,
) -> u32 {
    let disk = base.0.copy();
    let mut expected = base.1.clone();
    scenario.prepare(&disk);
    let faults = Faults::at(number, fault);
    scenario.run(|| disk.stores(has, &faults), &mut expected);
    let place = format!("{scenario:?} {has:?} call {number} {fault:?}");
    let opened = reopen(&disk, has);
    let silent = matches!(fault, Fault::Truncated | Fault::FlippedBit);
    if let Err(wrong) = check(&opened, &expected) {
        // A store that damages the only copy of a text without a word cannot be outwitted, but it
        // must not go unsaid.
        let excused = silent && !(scenario.is_doubled() && has == Has::Both);
        expected.hear(&opened);
        assert!(excused && expected.told, "{place}: {wrong}");
    }
    // Healing and tidying afterwards changes nothing of what is there.
    let before = write_body(&opened.ledger);
    for writer in [0xf1, 0xf2, 0xf3] {
        let tab = Tab::open(disk.stores(has, &Faults::none()), writer);
        assert_eq!(write_body(&tab.ledger), before, "{place}: opened again");
        tab.tidy();
    }
    let tidied = reopen(&disk, has).ledger;
    assert_eq!(write_body(&tidied), before, "{place}: tidied");
    assert_eq!(tidied.erased(), 0, "{place}: what was redacted is still in a store");
    faults.calls()
}

const FAULTS: [Fault; 6] = [
    Fault::Full,
    Fault::Blocked,
    Fault::CrashBefore,
    Fault::CrashAfter,
    Fault::Truncated,
    Fault::FlippedBit,
];

fn all_faults(has: Has) {
    let base = used(has);
    check(&reopen(&base.0, has), &base.1).expect("a good start");
    let mut runs = 0;
    for scenario in SCENARIOS {
        let apt = match scenario {
            Scenario::LocalVanished | Scenario::JournalVanished => has == Has::Both,
            Scenario::DamagedSegment | Scenario::DamagedImport => has == Has::Both,
            _ => true,
        };
        for fault in FAULTS.into_iter().filter(|_| apt) {
            let mut number = 1;
            loop {
                runs += 1;
                if try_fault(scenario, has, &base, number, fault) < number {
                    break;
                }
                number += 1;
            }
        }
    }
    println!("{runs} runs with {has:?}");
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
