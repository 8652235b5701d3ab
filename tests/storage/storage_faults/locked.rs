//! Every call fails once, in every way, while a tablet is locked, its passphrase and its code are
//! changed, or it is unlocked for good: the old or the new secret opens, everything is there, and
//! before anyone unlocks all is sealed or what is not can be counted.

use super::every_fault;
use super::paced::{Log, Script, paced};
use super::tab::{Expected, LEDGER, Tab, used};
use super::{check, is_excused};
use crate::fixtures::disk::{Disk, Has};
use crate::fixtures::lock::{PASSPHRASE, Page, make, random};
use crate::fixtures::stores::frozen;
use pollster::block_on;
use std::rc::Rc;
use yixin::crypto::Cost;
use yixin::ledger::WriterId;
use yixin::storage::{
    DeviceLock, EncryptedStore, Faults, Opened, RecoveryCode, Store, StoreEncryption, Stores,
    UnlockSecret, is_sealed,
};

const OTHER: &str = "seven green umbrellas sing";
const ALL: [Has; 3] = [Has::Both, Has::LocalOnly, Has::JournalOnly];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Act {
    Lock,
    Work,
    Migrate,
    ChangePassphrase,
    ChangeCode,
    Leave,
}

fn codes() -> [RecoveryCode; 2] {
    [3, 5].map(|seed| DeviceLock::draw_code(&random(seed)).expect("a code"))
}

/// All that may open, the new ones first.
fn enter(page: &Page) -> Option<Option<yixin::storage::Unlocked>> {
    page.enter(&[UnlockSecret::Passphrase(OTHER), UnlockSecret::Passphrase(PASSPHRASE)]).ok()
}

/// What the user does on a page; says whether it was acknowledged.
fn act(act: Act, page: &Page) -> bool {
    let [code, new_code] = codes();
    let device_lock = || page.device_lock(9);
    let unlocked = || device_lock().ok()?.unlock(UnlockSecret::Passphrase(PASSPHRASE), &make).ok();
    let stores = &*page.stores;
    match act {
        Act::Work | Act::Migrate => true,
        Act::Lock => device_lock().is_ok_and(|device_lock| {
            let wrapped =
                block_on(device_lock.lock(stores, (PASSPHRASE, Cost::LEAST), &code, &make));
            wrapped.is_ok_and(|unlocked| {
                block_on(stores.enter(&page.encryption, &unlocked, &|_, _| ())).is_ok()
            })
        }),
        Act::ChangePassphrase => unlocked().is_some_and(|unlocked| {
            block_on(unlocked.change_passphrase(stores, (OTHER, Cost::LEAST), &make)).is_ok()
        }),
        Act::ChangeCode => unlocked().is_some_and(|unlocked| {
            block_on(unlocked.change_code(stores, &new_code, &make)).is_ok()
        }),
        Act::Leave => unlocked().is_some_and(|unlocked| block_on(unlocked.leave(stores)).is_ok()),
    }
}

fn work(page: &Page, writer: u64, expected: &mut Expected) {
    let mut tab = Tab::open(page.stores.clone(), writer);
    expected.told |= tab.told;
    tab.set(expected, "1-0", "乙");
    tab.checkpoint();
}

/// A page on which one works and does something, and the next one, as the app opens it anew.
fn run(what: Act, disk: &Disk, has: Has, faults: &Rc<Faults>, expected: &mut Expected) -> bool {
    let page = Page::new(disk, has, faults);
    let Some(_) = enter(&page) else { return false };
    // Each page is a writer of its own.
    let writer = if what == Act::Lock { 0xa1 } else { 0xb1 };
    work(&page, writer, expected);
    if what == Act::Migrate {
        // What was sealed in base64 is packed into what is sealed wide.
        let tab = Tab::open(page.stores.clone(), 0xb9);
        expected.told |= tab.told;
        tab.maintain();
    }
    let done = act(what, &page);
    if what == Act::Lock {
        let clear = strays(disk, true);
        assert!(!done || clear.is_empty(), "said to be sealed: {clear:?}, {faults:?}");
        assert_eq!(counted(disk, has), clear.len(), "{clear:?}, {faults:?}");
    }
    if done && matches!(what, Act::ChangePassphrase | Act::ChangeCode) {
        let [code, _] = codes();
        let former = match what {
            Act::ChangePassphrase => UnlockSecret::Passphrase(PASSPHRASE),
            _ => UnlockSecret::Code(&code),
        };
        let outcome = Page::new(&disk.copy(), has, &Faults::none()).enter(&[former]);
        assert!(outcome.is_err(), "said to be changed: {what:?} {has:?} {faults:?}");
    }
    let page = Page::new(disk, has, faults);
    if enter(&page).is_some() {
        work(&page, writer + 1, expected);
    }
    done
}

fn reopen(disk: &Disk, has: Has) -> (bool, Opened) {
    let page = Page::new(disk, has, &Faults::none());
    let asked = enter(&page).expect("one of the passphrases opens").is_some();
    (asked, block_on(Store::open(page.stores, LEDGER, WriterId(0xee))).expect("opens").1)
}

/// The texts that are not as they should be: clear on a locked tablet, or sealed on one that is not.
fn strays(disk: &Disk, is_locked: bool) -> Vec<String> {
    let mut strays = Vec::new();
    for kept in [&disk.local, &disk.journal] {
        let kept = kept.borrow();
        let other = kept
            .iter()
            .filter(|(key, text)| !key.starts_with("yixin/vault/") && is_sealed(text) != is_locked);
        strays.extend(other.map(|(key, _)| key.clone()));
    }
    strays
}

/// How many texts a page without the key counts in clear.
fn counted(disk: &Disk, has: Has) -> usize {
    block_on(Page::new(disk, has, &Faults::none()).stores.count_clear()).expect("can be read")
}

fn base(what: Act, has: Has) -> (Disk, Expected) {
    if what == Act::Migrate {
        let disk = has.of(&frozen(1).locked.disk());
        let expected = Expected::of(&reopen(&disk, has).1.ledger);
        return (disk, expected);
    }
    let (disk, mut expected) = used(has);
    if what != Act::Lock {
        assert!(run(Act::Lock, &disk, has, &Faults::none(), &mut expected));
        assert_eq!(strays(&disk, true), [""; 0]);
    }
    (disk, expected)
}

fn every_fault_of(what: Act) {
    let mut runs = 0;
    for has in ALL {
        let base = base(what, has);
        runs += every_fault(|number, fault| {
            let (disk, mut expected) = (base.0.copy(), base.1.clone());
            let faults = Faults::at(number, fault);
            let done = run(what, &disk, has, &faults, &mut expected);
            let place = format!("{what:?} {has:?} call {number} {fault:?}");

            let (asked, opened) = reopen(&disk.copy(), has);
            if let Err(wrong) = check(&opened, &expected) {
                expected.hear(&opened);
                let again = |disk: &Disk| reopen(disk, has).1;
                let excused = is_excused(&disk.copy(), has, &faults, &expected, fault, again);
                assert!(excused, "{place}: {wrong}");
            }
            match what {
                Act::Lock if done => assert!(asked, "{place}: it was locked"),
                Act::Leave if done => assert!(!asked, "{place}: it was unlocked for good"),
                Act::Lock | Act::Leave => {}
                _ => assert!(asked, "{place}: it is locked"),
            }
            let opens = |secret| Page::new(&disk.copy(), has, &Faults::none()).enter(&[secret]);
            if asked {
                let [old, new] = codes();
                let by_code = |code| opens(UnlockSecret::Code(code)).is_ok();
                let expected =
                    if what == Act::ChangeCode && done { [&new; 2] } else { [&old, &new] };
                assert!(expected.into_iter().any(by_code), "{place}: no code opens it");
                if what == Act::ChangePassphrase && done {
                    assert!(
                        opens(UnlockSecret::Passphrase(OTHER)).is_ok(),
                        "{place}: not the new one"
                    );
                }
            }

            // Whatever was cut short is done when the tablet was opened once or twice more.
            for _ in 0..2 {
                let _ = reopen(&disk, has);
            }
            assert_eq!(strays(&disk, asked), [""; 0], "{place}: left over");
            let (still, whole) = reopen(&disk, has);
            assert_eq!(still, asked, "{place}: and then it is otherwise");
            assert_eq!(whole.ledger.edits(), opened.ledger.edits(), "{place}: and then");
            faults.calls()
        });
    }
    println!("{runs} runs of {what:?}");
}

#[test]
fn no_fault_loses_anything_while_a_tablet_is_locked() {
    every_fault_of(Act::Lock);
}

#[test]
fn no_fault_loses_anything_while_working_on_a_locked_tablet() {
    every_fault_of(Act::Work);
}

#[test]
fn no_fault_loses_anything_of_a_locked_tablet_of_format_1() {
    every_fault_of(Act::Migrate);
}

#[test]
fn the_old_or_the_new_passphrase_opens_whatever_fails() {
    every_fault_of(Act::ChangePassphrase);
}

#[test]
fn the_old_or_the_new_code_opens_whatever_fails() {
    every_fault_of(Act::ChangeCode);
}

#[test]
fn no_fault_loses_anything_while_a_tablet_is_unlocked_for_good() {
    every_fault_of(Act::Leave);
}

/// Resumes locking for at most so many calls. Returns whether it finished and reported all as sealed.
fn seal_on(disk: &Disk, log: Log, room: usize) -> (Log, Option<bool>) {
    let script = Script::new(log, room);
    let encryption = StoreEncryption::default();
    let Stores { local, journal } = Rc::into_inner(paced(disk, Has::Both, &script)).expect("alone");
    let stores = Stores {
        local: local.map(|local| EncryptedStore::new(local, &encryption)),
        journal: journal.map(|journal| EncryptedStore::new(journal, &encryption)),
    };
    let device_lock = block_on(DeviceLock::look(&stores, &random(9)));
    let done = device_lock.is_ok_and(|device_lock| {
        let secret = (PASSPHRASE, Cost::LEAST);
        let wrapped = block_on(device_lock.lock(&stores, secret, &codes()[0], &make));
        wrapped.is_ok_and(|unlocked| {
            block_on(stores.enter(&encryption, &unlocked, &|_, _| ())).is_ok()
        })
    });
    (script.log(), (!script.is_stopped()).then_some(done))
}

#[test]
fn what_a_page_that_heard_nothing_writes_under_the_sealing_is_counted() {
    let (base, expected) = used(Has::Both);
    let (mut place, mut left_over) = (0, 0);
    loop {
        let (disk, mut expected) = (base.copy(), expected.clone());
        let mut other = Tab::open(disk.stores(Has::Both, &Faults::none()), 0xc1);
        let (log, ended) = seal_on(&disk, Log::default(), place);
        other.set(&mut expected, "1-0", "丙");
        other.checkpoint();
        other.maintain();
        if ended.is_none() {
            assert!(seal_on(&disk, log, usize::MAX).1.is_some(), "call {place}");
        }
        let clear = strays(&disk, true);
        assert_eq!(counted(&disk, Has::Both), clear.len(), "call {place}: {clear:?}");
        left_over += usize::from(!clear.is_empty());

        let (asked, opened) = reopen(&disk, Has::Both);
        assert!(asked, "call {place}");
        check(&opened, &expected).unwrap_or_else(|wrong| panic!("call {place}: {wrong}"));
        assert_eq!(strays(&disk, true), [""; 0], "call {place}: unlocking seals the rest");
        if ended.is_some() {
            break;
        }
        place += 1;
    }
    println!("{place} places; the other page left something over at {left_over}");
    assert!(left_over > 0);
}
