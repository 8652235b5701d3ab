//! A locked tablet: what its stores give away, what opens them, and how they refuse.

use crate::fixtures::disk::{Disk, Has};
use crate::fixtures::lock::{PASSPHRASE, Page, make, random};
use pollster::block_on;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use yixin::crypto::Cost;
use yixin::crypto::passphrase::was_spelt_otherwise;
use yixin::ledger::{Author, Draft, EditId, Ledger, LedgerId, Moment, RecordId, WriterId};
use yixin::storage::{
    Catalog, DeviceLock, DeviceLockError, Faults, Journal, KeyDerivation, KeyValue, LedgerEntry,
    LedgerKind, NotACode, OpenError, RecoveryCode, StorageError, Store, Tablet, UnlockSecret,
    is_sealed, make_key, make_key_as_before,
};

const LEDGER: LedgerId = LedgerId(7);
const AT: Moment = Moment { millis: 1_795_266_300_000, offset: 480 };
const NAMES: [&str; 4] = ["示例市人民医院", "王芳", "李明", "13800001234"];

fn page(disk: &Disk) -> Page {
    Page::new(disk, Has::Both, &Faults::none())
}

fn code() -> RecoveryCode {
    RecoveryCode::of(&[7; 16])
}

fn open(page: &Page) -> (Store<impl KeyValue, impl yixin::storage::Journal>, Ledger) {
    let opened = block_on(Store::open(page.stores.clone(), LEDGER, WriterId(0xff)));
    let (store, opened) = opened.expect("opens");
    assert_eq!(opened.damaged, []);
    (store, opened.ledger)
}

/// Lists a ledger, says who keeps it, and enters a member, twice: once packed up, once not.
fn work(page: &Page, writer: u64) {
    let mut catalog = block_on(Catalog::open(page.stores.clone())).expect("opens");
    if catalog.ledgers.is_empty() {
        let name = NAMES[0].to_owned();
        let entry = LedgerEntry { id: LEDGER, name, kind: LedgerKind::Real, created: AT };
        block_on(catalog.add(entry)).expect("kept");
    }
    let tablet = Tablet { name: NAMES[1].into(), ..Tablet::default() };
    block_on(catalog.set_tablet(tablet, WriterId(writer))).expect("kept");
    catalog.set_last(LEDGER);
    let opened = block_on(Store::open(page.stores.clone(), LEDGER, WriterId(writer)));
    let (store, mut ledger) = opened.map(|(store, opened)| (store, opened.ledger)).expect("opens");
    for number in 1..=2 {
        let id = EditId { writer: WriterId(writer), number };
        let by = Author { name: NAMES[1].into(), ..Author::default() };
        let mut draft = Draft::new(id, AT, by, "edit", "");
        let record = RecordId::keyed("member", &format!("{writer}-{number}"));
        draft.field(&record, "name", NAMES[2]);
        draft.field(&record, "phone", NAMES[3]);
        let edit = draft.finish(&ledger).expect("an edit");
        block_on(store.record(&edit)).expect("kept");
        ledger.insert(edit);
        if number == 1 {
            store.checkpoint().expect("packed");
        }
    }
}

/// A tablet on which one has worked, before it was locked and since.
fn locked() -> Disk {
    let disk = Disk::default();
    work(&page(&disk), 1);
    let device_lock = page(&disk).device_lock(1).expect("read");
    let here = page(&disk);
    block_on(device_lock.lock(&*here.stores, (PASSPHRASE, Cost::LEAST), &code(), &make))
        .expect("locked");
    let former = here;
    assert!(former.stores.is_lock_outdated(), "a page that is still open can see it");
    let here = page(&disk);
    here.enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens").expect("it asks");
    assert!(!here.stores.is_lock_outdated());
    work(&here, 2);
    disk
}

fn names(ledger: &Ledger) -> Vec<String> {
    ledger.records("member").map(|member| member.text("name").to_owned()).collect()
}

#[test]
fn a_locked_tablet_holds_no_clear_text() {
    let disk = locked();
    for kept in [&disk.local, &disk.journal] {
        let kept = kept.borrow();
        assert!(kept.len() > 4);
        for (key, text) in kept.iter() {
            // What opens the lock is all that is not sealed.
            assert!(is_sealed(text) != key.starts_with("yixin/vault/"), "{key}: {text}");
            for name in NAMES {
                assert!(!key.contains(name) && !text.contains(name), "{key}: {text}");
            }
        }
    }
    let here = page(&disk);
    here.enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens");
    assert_eq!(names(&open(&here).1), ["李明"; 4]);
    let catalog = block_on(Catalog::open(here.stores.clone())).expect("opens");
    assert_eq!((&*catalog.ledgers[0].name, catalog.last()), (NAMES[0], Some(LEDGER)));
}

#[test]
fn without_its_key_nothing_opens_and_nothing_is_taken_for_damage() {
    let disk = locked();
    let before = disk.copy();
    let here = page(&disk);
    let opened = block_on(Store::open(here.stores.clone(), LEDGER, WriterId(3)));
    let Err(OpenError::Unreadable { local, journal }) = opened.map(drop) else {
        panic!("it opened")
    };
    assert_eq!((local, journal), (StorageError::Locked, StorageError::Locked));
    assert!(block_on(Catalog::open(here.stores.clone())).is_err());
    let opens = |secret: UnlockSecret<'_>| page(&disk).enter(&[secret]).map(drop);
    for wrong in ["", "枇杷晚翠梧桐早", "枇杷晚翠梧桐早凋。"] {
        assert_eq!(opens(UnlockSecret::Passphrase(wrong)), Err(DeviceLockError::Wrong), "{wrong}");
    }
    let (code, other) = (code(), RecoveryCode::of(&[8; 16]));
    assert_eq!(opens(UnlockSecret::Code(&other)), Err(DeviceLockError::Wrong));
    assert!(disk.is_like(&before));
    assert_eq!(opens(UnlockSecret::Code(&code)), Ok(()));
}

#[test]
fn a_tablet_opens_however_its_passphrase_is_spelt() {
    let opens = |disk: &Disk, spelling: &str, make: KeyDerivation<'_>| {
        let device_lock = page(disk).device_lock(1).expect("read");
        device_lock.unlock(UnlockSecret::Passphrase(spelling), make).map(drop)
    };
    let locked = |passphrase: &str, make: KeyDerivation<'_>| {
        let disk = Disk::default();
        let here = page(&disk);
        let device_lock = here.device_lock(1).expect("read");
        let code = code();
        let lock = device_lock.lock(&*here.stores, (passphrase, Cost::LEAST), &code, make);
        block_on(lock).expect("locked");
        disk
    };
    let disk = locked("caf\u{e9} 枇杷文翠梧桐", &make_key);
    for same in ["cafe\u{301} 枇杷文翠梧桐", "\u{feff}ｃａｆ\u{e9}　枇杷⽂翠\u{200b}梧桐"]
    {
        assert_eq!(opens(&disk, same, &make_key), Ok(()), "{same:?}");
    }
    // As an earlier version made the key, which left such characters in.
    let odd = "枇杷⽂翠\u{200b}梧桐早凋";
    let disk = locked(odd, &make_key_as_before);
    assert!(was_spelt_otherwise(odd));
    assert_eq!(opens(&disk, odd, &make_key), Err(DeviceLockError::Wrong));
    assert_eq!(opens(&disk, odd, &make_key_as_before), Ok(()));
}

#[test]
fn another_passphrase_changes_the_wraps_alone() {
    let disk = locked();
    let before = disk.copy();
    let here = page(&disk);
    let unlocked =
        here.device_lock(1).expect("read").unlock(UnlockSecret::Passphrase(PASSPHRASE), &make);
    let new = ("seven green umbrellas sing", Cost::LEAST);
    block_on(unlocked.expect("it opens").change_passphrase(&*here.stores, new, &make))
        .expect("changed");
    for (kept, former) in [(&disk.local, &before.local), (&disk.journal, &before.journal)] {
        let of = |kept: &BTreeMap<String, String>| {
            let (wraps, rest): (BTreeMap<_, _>, BTreeMap<_, _>) =
                kept.clone().into_iter().partition(|(key, _)| key.starts_with("yixin/vault/"));
            assert_eq!(wraps.len(), 1);
            rest
        };
        assert_eq!(of(&kept.borrow()), of(&former.borrow()));
    }
    let opens = |secret: UnlockSecret<'_>| page(&disk).enter(&[secret]).map(drop);
    assert_eq!(opens(UnlockSecret::Passphrase(PASSPHRASE)), Err(DeviceLockError::Wrong));
    assert_eq!(opens(UnlockSecret::Passphrase(new.0)), Ok(()));
    assert_eq!(opens(UnlockSecret::Code(&code())), Ok(()));
}

#[test]
fn unlocked_for_good_all_is_clear_again_and_can_be_locked_anew() {
    let disk = locked();
    let here = page(&disk);
    let unlocked =
        here.enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens").expect("asks");
    let again = here.device_lock(1).expect("read");
    let code = code();
    let lock = again.lock(&*here.stores, (PASSPHRASE, Cost::LEAST), &code, &make);
    assert_eq!(block_on(lock).map(drop), Err(DeviceLockError::Unfinished));
    block_on(unlocked.leave(&*here.stores)).expect("left");
    for _ in 0..2 {
        let here = page(&disk);
        assert!(here.enter(&[]).expect("it opens").is_none(), "it asks for nothing");
        assert_eq!(names(&open(&here).1), ["李明"; 4]);
    }
    for kept in [&disk.local, &disk.journal] {
        let kept = kept.borrow();
        assert!(
            kept.iter().all(|(key, text)| { !key.starts_with("yixin/vault/") && !is_sealed(text) })
        );
    }
    let here = page(&disk);
    let device_lock = here.device_lock(2).expect("read");
    block_on(device_lock.lock(&*here.stores, (PASSPHRASE, Cost::LEAST), &code, &make))
        .expect("locked");
}

/// The first text of localStorage whose key holds a part, with its key.
fn text_of(disk: &Disk, part: &str) -> (String, String) {
    let kept = disk.local.borrow();
    let found = kept.iter().find(|(key, _)| key.contains(part)).expect("such a key");
    (found.0.clone(), found.1.clone())
}

#[test]
fn every_bit_of_a_sealed_text_counts_and_so_does_its_key() {
    let disk = locked();
    let here = page(&disk);
    here.enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens");
    let local = here.stores.local.as_ref().expect("there");
    let (key, text) = text_of(&disk, "/s/");
    let opens = |text: &str| {
        disk.local.borrow_mut().insert(key.clone(), text.to_owned());
        local.get(&key).expect("read").is_some_and(|opened| opened.starts_with("yx2 w "))
    };
    assert!(opens(&text));
    for (at, there) in text.char_indices().skip(4) {
        for bit in 0..if there.is_ascii() { 7 } else { 15 } {
            // A half of a pair never comes out of a store as it is.
            let Some(other) = char::from_u32(u32::from(there) ^ (1 << bit)) else { continue };
            let mut changed = text.clone();
            changed.replace_range(at..at + there.len_utf8(), &other.to_string());
            assert!(!opens(&changed), "byte {at}, bit {bit}");
        }
        assert!(!opens(&text[..at]), "cut at {at}");
    }
    // The same text under another key is another text.
    let other = text_of(&disk, "/ledgers/").1;
    assert!(!opens(&other));
}

#[test]
fn what_an_older_version_took_for_clear_and_sealed_once_more_opens_all_the_same() {
    let disk = locked();
    let here = page(&disk);
    here.enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens");
    let local = here.stores.local.as_ref().expect("there");
    let (key, text) = text_of(&disk, "/s/");
    assert!(text.starts_with("yv2 "));
    let clear = local.get(&key).expect("read").expect("there");
    // The journal is sealed as all was before.
    let journal = here.stores.journal.as_ref().expect("there");
    block_on(journal.append(&[(key.clone(), text)])).expect("room");
    let twice = disk.journal.borrow_mut().remove(&key).expect("just put there");
    assert!(twice.starts_with("yv1 "));
    disk.local.borrow_mut().insert(key.clone(), twice);
    assert_eq!(local.get(&key), Ok(Some(clear)));
}

#[test]
fn every_byte_of_the_wraps_counts() {
    let disk = locked();
    disk.journal.borrow_mut().retain(|key, _| !key.starts_with("yixin/vault/"));
    let (key, text) = text_of(&disk, "/vault/");
    for at in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1 << (at % 7);
        let changed = String::from_utf8(bytes).expect("ASCII");
        disk.local.borrow_mut().insert(key.clone(), changed);
        let opened = page(&disk).enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).map(drop);
        assert_eq!(opened, Err(DeviceLockError::Damaged), "byte {at}");
    }
}

#[test]
fn wraps_that_one_store_lost_come_back_from_the_other() {
    for lost in ["local", "journal"] {
        let disk = locked();
        let kept = if lost == "local" { &disk.local } else { &disk.journal };
        let whole = kept.borrow().clone();
        kept.borrow_mut().retain(|key, _| !key.starts_with("yixin/vault/"));
        page(&disk).enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens");
        assert_eq!(*kept.borrow(), whole, "{lost}");
    }
}

#[test]
fn a_damaged_sealed_text_is_set_aside_and_healed_like_any_other() {
    let disk = locked();
    let (key, text) = text_of(&disk, "/s/");
    let last = text.chars().next_back().expect("a long text");
    let broken = text.replace(last, "一");
    assert_ne!(broken, text);
    disk.local.borrow_mut().insert(key.clone(), broken);
    let here = page(&disk);
    here.enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens");
    let (_, opened) =
        block_on(Store::open(here.stores.clone(), LEDGER, WriterId(3))).expect("opens");
    let [report] = &*opened.damaged else { panic!("{:?}", opened.damaged) };
    assert!(report.healed && report.set_aside && report.key == key, "{report:?}");
    assert!(report.sentence().contains("没有丢失"));
    assert_eq!(names(&opened.ledger), ["李明"; 4]);
    assert!(is_sealed(&text_of(&disk, "/x/").1));
    assert_eq!(names(&open(&here).1), ["李明"; 4], "and it is not reported for ever");
}

#[test]
fn a_page_that_was_shut_brings_nothing_back() {
    let disk = Disk::default();
    let here = page(&disk);
    work(&here, 1);
    disk.local.borrow_mut().clear();
    disk.journal.borrow_mut().clear();
    let mut catalog = block_on(Catalog::open(here.stores.clone())).expect("opens");
    here.encryption.shut();
    let outcome = block_on(catalog.set_tablet(Tablet::default(), WriterId(1)));
    assert_eq!(outcome, Err(StorageError::Wiped));
    catalog.set_last(LEDGER);
    assert!(disk.is_like(&Disk::default()));
}

#[test]
fn a_recovery_code_is_read_however_it_is_written_and_checked() {
    let code = DeviceLock::draw_code(&random(1)).expect("a code");
    let groups: Vec<&str> = code.groups().collect();
    assert_eq!((groups.len(), groups.iter().all(|group| group.len() == 4)), (7, true));
    let written = groups.join("-");
    let wide: String = written
        .chars()
        .map(|c| char::from_u32(u32::from(c) - 0x21 + 0xFF01).expect("a sign"))
        .collect();
    let likely = written.to_lowercase().replace('0', "o").replace('1', "l").replace('-', " ");
    for same in [&*written, &*wide, &*likely, &*format!("  {}\n", groups.concat())] {
        assert!(RecoveryCode::read(same) == Ok(code.clone()), "{same}");
    }
    assert_eq!(RecoveryCode::read(&written[1..]).err(), Some(NotACode::Length(27)));
    assert_eq!(RecoveryCode::read(&format!("{written}0")).err(), Some(NotACode::Length(29)));
    assert_eq!(RecoveryCode::read(&written.replacen('-', "U", 1)).err(), Some(NotACode::Sign('U')));
    // One sign in another's place is always noticed, and two neighbours changed about nearly so.
    for at in 0..written.len() {
        for sign in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars() {
            let mut typed: Vec<char> = written.chars().collect();
            if typed[at] != '-' && typed[at] != sign {
                typed[at] = sign;
                let typed: String = typed.iter().collect();
                assert!(RecoveryCode::read(&typed) != Ok(code.clone()), "{typed}");
            }
        }
    }
    assert!(code.is_group(2, &groups[2].to_lowercase()) && code.is_group(2, groups[2]));
    assert!(!code.is_group(2, groups[3]) && !code.is_group(2, "") && !code.is_group(9, groups[2]));
    assert_eq!(RecoveryCode::of(&[0; 16]).groups().next(), Some("0000"));
}

/// Made once, as a tablet makes it; it opens for ever.
#[test]
fn the_locked_stores_that_were_kept_open_for_ever() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/vault/1.json");
    let text = fs::read_to_string(file).expect("the locked stores");
    let kept: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_str(&text).expect("JSON");
    let disk = Disk::default();
    *disk.local.borrow_mut() = kept["local"].clone();
    *disk.journal.borrow_mut() = kept["journal"].clone();
    let code = RecoveryCode::read("0W3G-E1R7-0W3G-E1R7-0W3G-E1R7-0ZBP").expect("a code");
    for secret in [UnlockSecret::Passphrase(PASSPHRASE), UnlockSecret::Code(&code)] {
        let here = page(&disk.copy());
        here.enter(&[secret]).expect("it opens").expect("it asks");
        let ledger = open(&here).1;
        assert_eq!(names(&ledger), ["李明"; 4]);
        let record = ledger.record(&RecordId::keyed("member", "2-2")).expect("entered last");
        assert_eq!(record.text("phone"), NAMES[3]);
    }
}
