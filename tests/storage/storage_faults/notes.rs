//! Every call fails once, in every way, while what stands beside the ledgers is noted: which ledgers
//! there are, and what partners have.

use super::every_fault;
use super::recovery::said;
use super::tab::{LEDGER, NOW, from_elsewhere, receipt, used};
use crate::fixtures::disk::{Disk, Has, Page};
use pollster::block_on;
use std::rc::Rc;
use yixin::ledger::VersionVector;
use yixin::ledger::{Author, LedgerId, Moment, WriterId};
use yixin::storage::{Catalog, Fault, Faults, LedgerEntry, LedgerKind, Opened, Store, StoreKind};

const OTHER: LedgerId = LedgerId(9);
const ALL: [Has; 3] = [Has::Both, Has::LocalOnly, Has::JournalOnly];

type List = Catalog<yixin::storage::MemoryKeyValue, yixin::storage::MemoryJournal>;

fn list(disk: &Disk, has: Has, faults: &Rc<Faults>) -> Option<List> {
    block_on(Catalog::open(disk.stores(has, faults))).ok()
}

fn open(disk: &Disk, has: Has, faults: &Rc<Faults>, id: LedgerId) -> Option<(Page, Opened)> {
    block_on(Store::open(disk.stores(has, faults), id, WriterId(0xdd))).ok()
}

fn entry(id: LedgerId) -> LedgerEntry {
    let created = Moment { millis: NOW, offset: 480 };
    LedgerEntry { id, name: "示例医院".into(), kind: LedgerKind::Real, created }
}

/// A used tablet whose ledger is listed.
fn listed(has: Has) -> Disk {
    let disk = used(has).0;
    let mut catalog = list(&disk, has, &Faults::none()).expect("opens");
    block_on(catalog.add(entry(LEDGER))).expect("kept");
    disk
}

/// Joins the ledger of a file as the app does: what it brings first, then the list. Gives whether
/// that was acknowledged.
fn join(disk: &Disk, has: Has, faults: &Rc<Faults>) -> bool {
    let Some(mut catalog) = list(disk, has, faults) else { return false };
    let Some((store, _)) = open(disk, has, faults, OTHER) else { return false };
    block_on(store.record_import(&receipt(), &from_elsewhere(0x900, 2))).is_ok()
        && block_on(catalog.add(entry(OTHER))).is_ok()
}

/// Whether a ledger is listed, and how many edits it has, without faults.
fn there(disk: &Disk, has: Has, id: LedgerId) -> (bool, Opened) {
    let catalog = list(disk, has, &Faults::none()).expect("opens");
    let (_, opened) = open(disk, has, &Faults::none(), id).expect("opens");
    (catalog.ledgers.iter().any(|entry| entry.id == id), opened)
}

/// Puts what was dropped where it should be.
fn put_back(disk: &Disk, faults: &Faults) {
    for (which, key, text) in faults.dropped() {
        let kept = if which == StoreKind::Local { &disk.local } else { &disk.journal };
        kept.borrow_mut().entry(key).or_insert(text);
    }
}

#[test]
fn a_ledger_is_joined_whole_or_not_listed_whatever_fails() {
    let mut runs = 0;
    for has in ALL {
        let base = listed(has);
        let whole = there(&base, has, LEDGER).1.ledger.edits();
        runs += every_fault(|number, fault| {
            let (disk, faults) = (base.copy(), Faults::at(number, fault));
            let joined = join(&disk, has, &faults);
            let place = format!("{has:?} call {number} {fault:?}");
            let (mut is_listed, mut opened) = there(&disk, has, OTHER);
            let told = opened.damaged.iter().any(|damage| !damage.healed);
            if fault == Fault::Dropped && has != Has::Both {
                put_back(&disk, &faults);
                (is_listed, opened) = there(&disk, has, OTHER);
            }
            assert!(is_listed || !joined, "{place}: it was acknowledged and is not listed");
            if is_listed && opened.ledger.edits().len() != 3 {
                let is_silent = matches!(fault, Fault::Truncated | Fault::FlippedBit);
                assert!(is_silent && has != Has::Both && told, "{place}: listed, and not whole");
            }
            let (is_listed, opened) = there(&disk, has, LEDGER);
            assert!(is_listed && opened.ledger.edits() == whole, "{place}: the other ledger");
            faults.calls()
        });
    }
    println!("{runs} runs of joining a ledger");
}

#[test]
fn a_deleted_ledger_stays_away_whatever_fails_until_it_is_joined_again() {
    let mut runs = 0;
    for has in ALL {
        let base = listed(has);
        assert!(join(&base, has, &Faults::none()));
        let whole = there(&base, has, LEDGER).1.ledger.edits();
        runs += every_fault(|number, fault| {
            let (disk, faults) = (base.copy(), Faults::at(number, fault));
            let deleted = list(&disk, has, &faults)
                .is_some_and(|mut catalog| block_on(catalog.delete(OTHER)).is_ok());
            let place = format!("{has:?} call {number} {fault:?}");
            let (is_listed, opened) = there(&disk, has, OTHER);
            assert!(!deleted || !is_listed, "{place}: it is still listed");
            if is_listed {
                assert_eq!(opened.ledger.edits().len(), 3, "{place}: listed, and not whole");
            }
            let mut catalog = list(&disk, has, &Faults::none()).expect("opens");
            block_on(catalog.delete(OTHER)).expect("deleted");
            for kept in [&disk.local, &disk.journal] {
                let of_it = |key: &&String| key.contains(&format!("yixin/{OTHER}/"));
                assert_eq!(kept.borrow().keys().filter(of_it).count(), 0, "{place}: left over");
            }
            assert!(!there(&disk, has, OTHER).0, "{place}: it came back");
            assert!(join(&disk, has, &Faults::none()));
            let (is_listed, opened) = there(&disk, has, OTHER);
            assert!(is_listed && opened.ledger.edits().len() == 3, "{place}: joined again");
            let (is_listed, opened) = there(&disk, has, LEDGER);
            assert!(is_listed && opened.ledger.edits() == whole, "{place}: the other ledger");
            faults.calls()
        });
    }
    println!("{runs} runs of deleting a ledger");
}

#[test]
fn a_ledger_whose_note_is_damaged_is_listed_all_the_same() {
    let disk = listed(Has::LocalOnly);
    let key = format!("yixin/ledgers/{LEDGER}");
    disk.local.borrow_mut().insert(key, "yx1 n 1/1 - 00".into());
    let catalog = list(&disk, Has::LocalOnly, &Faults::none()).expect("opens");
    assert_eq!(catalog.ledgers.len(), 1);
    assert!(catalog.ledgers[0].name.contains("已损坏"));
}

/// What is known of the partner, as text; empty where nothing is.
fn known(disk: &Disk, has: Has) -> String {
    let (store, _) = open(disk, has, &Faults::none(), LEDGER).expect("opens");
    let mut partners = block_on(store.partners()).expect("read");
    assert!(partners.len() <= 1);
    partners.pop().map(|partner| partner.holds.to_string()).unwrap_or_default()
}

fn writer(number: u64) -> String {
    format!("{}:1", WriterId(number))
}

#[test]
fn no_fault_makes_a_partner_seem_to_have_what_it_no_longer_says() {
    let (first, second, third) = (writer(0xa), writer(0xb), writer(0xc));
    let mut runs = 0;
    for has in [Has::Both, Has::JournalOnly] {
        let base = used(has).0;
        let body = there(&base, has, LEDGER).1.ledger.edits();
        let (store, _) = open(&base, has, &Faults::none(), LEDGER).expect("opens");
        block_on(store.remember(said("平板B", 1, &first, true))).expect("kept");
        runs += every_fault(|number, fault| {
            let (disk, faults) = (base.copy(), Faults::at(number, fault));
            let stores = disk.stores(has, &faults);
            let opened = block_on(Store::open(stores, LEDGER, WriterId(0xde)));
            // It says all that it has, and then something beside.
            let words = [said("平板B", 3, &second, true), said("平板B", 4, &third, false)];
            let kept = opened
                .ok()
                .map(|(store, _)| words.map(|word| block_on(store.remember(word)).is_ok()));
            let place = format!("{has:?} call {number} {fault:?}: {kept:?}");
            let now = known(&disk, has);
            let both = format!("{first};{second}");
            assert!(
                !now.starts_with(&both),
                "{place}: what was put aside is believed again: {now}"
            );
            if kept == Some([true, true]) && now != format!("{second};{third}") {
                // Too little is believed at worst, and then too much is sent.
                let silent = [Fault::Truncated, Fault::FlippedBit, Fault::Dropped, Fault::Stale];
                assert!(silent.contains(&fault), "{place}: {now}");
            }
            // Whatever was left behind, the next word is right.
            let (store, _) = open(&disk, has, &Faults::none(), LEDGER).expect("opens");
            let mut word = said("平板B", 5, &writer(0xd), false);
            word.who = Author { name: "林静".into(), ..word.who };
            block_on(store.remember(word)).expect("kept");
            let later = VersionVector::read(&known(&disk, has)).expect("runs").to_string();
            assert!(!later.starts_with(&both), "{place}: and then {later}");
            assert_eq!(there(&disk, has, LEDGER).1.ledger.edits(), body, "{place}: the ledger");
            faults.calls()
        });
    }
    println!("{runs} runs of noting what a partner has");
}
