//! A lock that is changed: another code, a change that one store alone has seen, what is unlocked for
//! good one store after the other, and what a page tells meanwhile.

use std::cell::RefCell;

use crate::fixtures::disk::{Disk, Has, Kept};
use crate::fixtures::lock::{PASSPHRASE, Page, make, random};
use pollster::block_on;
use yixin::crypto::Cost;
use yixin::ledger::{Author, Draft, Edit, EditId, Ledger, LedgerId, Moment, RecordId, WriterId};
use yixin::storage::{
    DeviceLock, DeviceLockError, Durability, Fault, Faults, Journal, KeyValue, RecoveryCode,
    StorageError, Store, UnlockSecret, is_sealed,
};

const OTHER: &str = "seven green umbrellas sing";
const ALL: [Has; 3] = [Has::Both, Has::LocalOnly, Has::JournalOnly];
const KEY: &str = "yixin/tablet/1";
const TEXT: &str = "王芳";
const LEDGER: LedgerId = LedgerId(7);

fn page(disk: &Disk, has: Has) -> Page {
    Page::new(disk, has, &Faults::none())
}

fn code(seed: u64) -> RecoveryCode {
    DeviceLock::draw_code(&random(seed)).expect("a code")
}

fn lock(page: &Page, seed: u64) {
    let device_lock = page.device_lock(seed).expect("read");
    let code = code(seed);
    block_on(device_lock.lock(&*page.stores, (PASSPHRASE, Cost::LEAST), &code, &make))
        .expect("locked");
}

/// What a secret gets on a tablet that stays as it is.
fn tried(disk: &Disk, secret: UnlockSecret<'_>) -> Result<(), DeviceLockError> {
    let device_lock = page(&disk.copy(), Has::Both).device_lock(0xe).expect("read");
    device_lock.unlock(secret, &make).map(drop)
}

fn change_passphrase(page: &Page) {
    let device_lock = page.device_lock(9).expect("read");
    let unlocked =
        device_lock.unlock(UnlockSecret::Passphrase(PASSPHRASE), &make).expect("it opens");
    block_on(unlocked.change_passphrase(&*page.stores, (OTHER, Cost::LEAST), &make))
        .expect("changed");
}

/// A tablet that keeps a text in both stores, locked and sealed.
fn locked() -> Disk {
    let disk = Disk::default();
    for kept in [&disk.local, &disk.journal] {
        kept.borrow_mut().insert(KEY.to_owned(), TEXT.to_owned());
    }
    lock(&page(&disk, Has::Both), 3);
    page(&disk, Has::Both).enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens");
    disk
}

fn leave(disk: &Disk) {
    let page = page(disk, Has::Both);
    let unlocked =
        page.enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens").expect("asks");
    block_on(unlocked.leave(&*page.stores)).expect("left");
}

/// An edit that names someone.
fn edit() -> Edit {
    let at = Moment { millis: 1_795_266_300_000, offset: 480 };
    let id = EditId { writer: WriterId(1), number: 1 };
    let mut draft = Draft::new(id, at, Author::default(), "edit", "");
    draft.field(&RecordId::keyed("member", "1"), "name", TEXT);
    draft.finish(&Ledger::new()).expect("an edit")
}

fn has_device_lock(kept: &Kept) -> bool {
    kept.borrow().keys().any(|key| key.starts_with("yixin/vault/"))
}

#[test]
fn another_code_opens_and_the_former_one_does_not() {
    let disk = locked();
    let here = page(&disk, Has::Both);
    let unlocked = here.device_lock(9).expect("read").unlock(UnlockSecret::Code(&code(3)), &make);
    let unlocked = unlocked.expect("it opens");
    block_on(unlocked.change_code(&*here.stores, &code(5), &make)).expect("changed");
    assert_eq!(tried(&disk, UnlockSecret::Code(&code(3))), Err(DeviceLockError::Wrong));
    assert_eq!(tried(&disk, UnlockSecret::Code(&code(5))), Ok(()));
    assert_eq!(tried(&disk, UnlockSecret::Passphrase(PASSPHRASE)), Ok(()));
}

#[test]
fn a_change_that_one_store_has_seen_through_counts_for_both() {
    for seen in [Has::LocalOnly, Has::JournalOnly] {
        let disk = locked();
        change_passphrase(&page(&disk, seen));
        let former = tried(&disk, UnlockSecret::Passphrase(PASSPHRASE));
        assert_eq!(former, Err(DeviceLockError::Wrong), "{seen:?}");
        assert_eq!(tried(&disk, UnlockSecret::Passphrase(OTHER)), Ok(()), "{seen:?}");
        assert_eq!(tried(&disk, UnlockSecret::Code(&code(3))), Ok(()), "{seen:?}");
    }
}

#[test]
fn while_the_former_wraps_have_not_gone_both_passphrases_open() {
    let disk = locked();
    let former = disk.copy();
    change_passphrase(&page(&disk, Has::Both));
    for (kept, former) in [(&disk.local, &former.local), (&disk.journal, &former.journal)] {
        kept.borrow_mut().extend(former.borrow().clone());
    }
    for passphrase in [PASSPHRASE, OTHER] {
        assert_eq!(tried(&disk, UnlockSecret::Passphrase(passphrase)), Ok(()), "{passphrase}");
    }
}

#[test]
fn the_wraps_of_one_key_do_not_outdate_those_of_another() {
    let (one, other) = (Disk::default(), Disk::default());
    lock(&page(&one, Has::LocalOnly), 3);
    change_passphrase(&page(&one, Has::LocalOnly));
    lock(&page(&other, Has::JournalOnly), 5);
    let both = Disk { local: one.local, journal: other.journal };
    for passphrase in [PASSPHRASE, OTHER] {
        assert_eq!(tried(&both, UnlockSecret::Passphrase(passphrase)), Ok(()), "{passphrase}");
    }
}

#[test]
fn a_tablet_to_be_unlocked_for_good_asks_for_nothing_though_its_wraps_are_still_there() {
    let disk = locked();
    let before = disk.copy();
    leave(&disk);
    for (kept, before) in [(&disk.local, &before.local), (&disk.journal, &before.journal)] {
        kept.borrow_mut().extend(before.borrow().clone());
    }
    let here = page(&disk, Has::Both);
    assert!(here.enter(&[]).expect("it opens").is_none());
    let local = here.stores.local.as_ref().expect("there");
    assert_eq!(local.get(KEY), Ok(Some(TEXT.to_owned())));
}

#[test]
fn the_key_goes_only_after_an_opening_that_found_nothing_sealed_in_either_store() {
    for sealed in ["both", "local", "journal"] {
        let disk = locked();
        leave(&disk);
        let mut stores = vec![&disk.local, &disk.journal];
        stores.retain(|kept| {
            let clear = (sealed == "local" && **kept == disk.journal)
                || (sealed == "journal" && **kept == disk.local);
            if clear {
                kept.borrow_mut().remove(KEY);
            }
            !clear
        });
        page(&disk, Has::Both).enter(&[]).expect("it opens");
        for kept in stores {
            assert_eq!(kept.borrow().get(KEY).map(|text| &**text), Some(TEXT), "{sealed}");
        }
        assert!(has_device_lock(&disk.local) && has_device_lock(&disk.journal), "{sealed}");
        page(&disk, Has::Both).enter(&[]).expect("it opens");
        assert!(!has_device_lock(&disk.local) && !has_device_lock(&disk.journal), "{sealed}");
    }
}

#[test]
fn a_page_that_another_one_has_locked_out_writes_nothing_in_clear() {
    for follows in [false, true] {
        let disk = Disk::default();
        let asleep = page(&disk, Has::Both);
        let (store, _) =
            block_on(Store::open(asleep.stores.clone(), LEDGER, WriterId(1))).expect("opens");
        lock(&page(&disk, Has::Both), 3);
        let here = page(&disk, Has::Both);
        here.enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens");
        assert!(asleep.stores.is_lock_outdated() && !here.stores.is_lock_outdated());
        if follows {
            block_on(asleep.stores.follow_lock(&asleep.encryption));
        }
        let recorded = block_on(store.record(&edit())).expect("fits");
        let clear = block_on(here.stores.count_clear()).expect("read");
        if follows {
            // It stays with the page, which says so and offers it as a file.
            assert_eq!((clear, store.only_in_memory()), (0, 1));
            let trouble = (Durability::Memory, Some(StorageError::Locked));
            assert_eq!((recorded.durability, recorded.trouble), trouble);
        } else {
            assert_eq!(clear, 1, "without it, it would be there in clear");
        }
    }
}

#[test]
fn what_a_page_writes_that_slept_while_the_lock_went_for_good_can_be_read() {
    for (follows, openings) in [(false, 3), (true, 1), (true, 2), (true, 3)] {
        let disk = locked();
        let asleep = page(&disk, Has::Both);
        asleep.enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens");
        let (store, _) =
            block_on(Store::open(asleep.stores.clone(), LEDGER, WriterId(1))).expect("opens");
        leave(&disk);
        for _ in 1..openings {
            page(&disk, Has::Both).enter(&[]).expect("it opens");
        }
        assert!(asleep.stores.is_lock_outdated());
        if follows {
            block_on(asleep.stores.follow_lock(&asleep.encryption));
        }
        assert_eq!(block_on(store.record(&edit())).expect("fits").durability, Durability::Strict);
        store.checkpoint().expect("room");
        let next = page(&disk, Has::Both);
        next.enter(&[]).expect("it opens");
        let opened = block_on(Store::open(next.stores.clone(), LEDGER, WriterId(2)));
        let edits = opened.ok().map(|(_, opened)| opened.ledger.edit_count());
        assert_eq!(edits, follows.then_some(1), "{openings}");
    }
}

#[test]
fn who_types_the_passphrase_of_a_lock_that_went_for_good_is_not_told_of_damage() {
    let disk = locked();
    leave(&disk);
    assert_eq!(tried(&disk, UnlockSecret::Passphrase(PASSPHRASE)), Err(DeviceLockError::NotLocked));
    for _ in 0..2 {
        page(&disk, Has::Both).enter(&[]).expect("it opens");
    }
    assert_eq!(tried(&disk, UnlockSecret::Passphrase(PASSPHRASE)), Err(DeviceLockError::NotLocked));
}

#[test]
fn the_key_stays_while_a_store_is_away_that_may_hold_sealed_texts() {
    for has in [Has::LocalOnly, Has::JournalOnly] {
        let disk = locked();
        leave(&disk);
        for _ in 0..3 {
            page(&disk, has).enter(&[]).expect("it opens");
        }
        assert!(has_device_lock(&disk.local) && has_device_lock(&disk.journal), "{has:?}");
        for _ in 0..2 {
            page(&disk, Has::Both).enter(&[]).expect("it opens");
        }
        for kept in [&disk.local, &disk.journal] {
            assert_eq!(kept.borrow().get(KEY).map(|text| &**text), Some(TEXT), "{has:?}");
            assert!(!has_device_lock(kept), "{has:?}");
        }
    }
}

#[test]
fn either_store_says_that_there_is_a_lock() {
    let disk = Disk::default();
    for has in ALL {
        assert!(!block_on(page(&disk, has).stores.has_device_lock()), "{has:?}");
    }
    let disk = locked();
    for has in ALL {
        assert!(block_on(page(&disk, has).stores.has_device_lock()), "{has:?}");
    }
    for lost in [Has::LocalOnly, Has::JournalOnly] {
        let disk = locked();
        let kept = if lost == Has::LocalOnly { &disk.local } else { &disk.journal };
        kept.borrow_mut().retain(|key, _| !key.starts_with("yixin/vault/"));
        assert!(block_on(page(&disk, Has::Both).stores.has_device_lock()), "{lost:?}");
    }
}

#[test]
fn an_unlocked_tablet_reads_what_it_wrote_and_only_a_locked_one_seals() {
    for has in ALL {
        let disk = Disk::default();
        let here = page(&disk, has);
        let entry = [(KEY.to_owned(), TEXT.to_owned())];
        if let Ok(local) = &here.stores.local {
            local.set(KEY, TEXT).expect("kept");
        }
        if let Ok(journal) = &here.stores.journal {
            assert_eq!(block_on(journal.append(&entry)), Ok(Durability::Strict));
        }
        let is_locked = |page: &Page| {
            let opened = block_on(Store::open(page.stores.clone(), LedgerId(7), WriterId(1)));
            opened.expect("opens").0.is_locked()
        };
        let read = |page: &Page| {
            let local = page.stores.local.as_ref().ok().map(|local| local.get(KEY));
            let journal = page.stores.journal.as_ref().ok();
            let journal = journal.map(|journal| block_on(journal.read(&[KEY.to_owned()])));
            let journal = journal.map(|texts| texts.map(|mut texts| texts.pop().flatten()));
            [local, journal].into_iter().flatten().collect::<Vec<_>>()
        };
        let next = page(&disk, has);
        assert!(!is_locked(&next), "{has:?}");
        assert!(read(&next).iter().all(|read| *read == Ok(Some(TEXT.to_owned()))), "{has:?}");

        lock(&next, 3);
        let next = page(&disk, has);
        next.enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens");
        assert!(is_locked(&next), "{has:?}");
        assert!(read(&next).iter().all(|read| *read == Ok(Some(TEXT.to_owned()))), "{has:?}");
        if let Ok(local) = &next.stores.local {
            let raw = local.get_raw(KEY).expect("read").expect("there");
            assert!(is_sealed(&raw), "what takes up the room is the sealed text");
            assert_eq!(Some(&raw), disk.local.borrow().get(KEY));
        }
        let closed = page(&disk, has);
        assert!(read(&closed).iter().all(|read| *read == Err(StorageError::Locked)), "{has:?}");
    }
}

#[test]
fn sealing_tells_how_far_it_is() {
    let disk = Disk::default();
    let texts = (0..250).map(|number| (format!("yixin/t/{number}"), TEXT.to_owned()));
    disk.journal.borrow_mut().extend(texts);
    lock(&page(&disk, Has::Both), 3);
    let here = page(&disk, Has::Both);
    let device_lock = here.device_lock(9).expect("read");
    let unlocked =
        device_lock.unlock(UnlockSecret::Passphrase(PASSPHRASE), &make).expect("it opens");
    let heard = RefCell::default();
    let told = |done, of| RefCell::<Vec<_>>::borrow_mut(&heard).push((done, of));
    block_on(here.stores.enter(&here.encryption, &unlocked, &told)).expect("sealed");
    // One more is the note of the lock.
    assert_eq!(*heard.borrow(), [(200, 251), (251, 251)]);
}

#[test]
fn what_a_store_did_not_take_is_never_taken_for_sealed() {
    let base = Disk::default();
    for kept in [&base.local, &base.journal] {
        kept.borrow_mut().insert(KEY.to_owned(), TEXT.to_owned());
    }
    lock(&page(&base, Has::Both), 3);
    for fault in [Fault::Dropped, Fault::Truncated, Fault::FlippedBit] {
        let mut number = 1;
        loop {
            let disk = base.copy();
            let faults = Faults::at(number, fault);
            let here = Page::new(&disk, Has::Both, &faults);
            let unlocked = here.device_lock(9).ok().and_then(|device_lock| {
                device_lock.unlock(UnlockSecret::Passphrase(PASSPHRASE), &make).ok()
            });
            let entered = unlocked.map(|unlocked| {
                block_on(here.stores.enter(&here.encryption, &unlocked, &|_, _| ()))
            });
            if entered == Some(Ok(())) {
                for kept in [&disk.local, &disk.journal] {
                    let sealed = is_sealed(&kept.borrow()[KEY]);
                    assert!(sealed, "call {number} {fault:?}");
                }
            }
            let again = page(&disk, Has::Both);
            again.enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens");
            let local = again.stores.local.as_ref().expect("there").get(KEY);
            assert_eq!(local, Ok(Some(TEXT.to_owned())), "call {number} {fault:?}");
            let journal = again.stores.journal.as_ref().expect("there");
            let journal = block_on(journal.read(&[KEY.to_owned()]));
            assert_eq!(journal, Ok(vec![Some(TEXT.to_owned())]), "call {number} {fault:?}");
            if faults.calls() < number {
                break;
            }
            number += 1;
        }
    }
}

#[test]
fn a_lock_shows_nothing_of_itself_where_it_is_printed() {
    assert_eq!(format!("{:?}", page(&locked(), Has::Both).encryption), "Guard");
}

#[test]
fn what_is_mistaken_for_a_zero_or_a_one_is_read_as_such() {
    let code = RecoveryCode::read("0W3G-E1R7-0W3G-E1R7-0W3G-E1R7-0ZBP").expect("a code");
    for typed in ["OW3G-EIR7-0W3G-ELR7-OW3G-E1R7-OZBP", "ow3g eir7 ow3g elr7 ow3g e1r7 ozbp"] {
        assert!(RecoveryCode::read(typed) == Ok(code.clone()), "{typed}");
    }
    assert!(code.is_group(1, "eir7") && code.is_group(0, "ow3g"));
}
