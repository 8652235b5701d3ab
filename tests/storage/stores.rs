//! The stores of every version that was released open for ever, to the very same edits, clear and
//! locked; opening them writes nothing, and their maintenance loses nothing.

use std::fs;

use super::storage_faults::tab::{LEDGER, NOW, Tab, by, used};
use crate::fixtures::disk::{Disk, Has, erasing};
use crate::fixtures::lock::{PASSPHRASE, Page, make, random};
use crate::fixtures::stores::{Frozen, Texts, frozen, path, sum};
use pollster::block_on;
use yixin::codec::Partner;
use yixin::crypto::Cost;
use yixin::ledger::VersionVector;
use yixin::ledger::{Ledger, Moment, WriterId};
use yixin::storage::{
    Backup, Catalog, DeviceLock, Faults, LedgerEntry, LedgerKind, Opened, RecoveryCode, Store,
    Tablet, UnlockSecret,
};

/// The newest versions of segments that there were in what was released: `yx1` (base64), `yx2` (fifteen
/// bits a character). The last one is what is written today.
const FORMATS: [u32; 2] = [1, 2];
const MADE: Moment = Moment { millis: NOW, offset: 480 };

fn page(disk: &Disk) -> Page {
    Page::new(disk, Has::Both, &Faults::none())
}

fn open(
    page: &Page,
    writer: u64,
) -> (Store<impl yixin::storage::KeyValue, impl yixin::storage::Journal>, Opened) {
    block_on(Store::open(page.stores.clone(), LEDGER, WriterId(writer))).expect("opens")
}

/// What stands in the stores beside the edits.
fn see_all(here: &Page, known: &Frozen, place: &str) {
    let catalog = block_on(Catalog::open(here.stores.clone())).expect("opens");
    let [entry] = &*catalog.ledgers else { panic!("{place}: {:?}", catalog.ledgers) };
    assert_eq!((&*entry.name, entry.kind), ("示例市人民医院", LedgerKind::Real), "{place}");
    assert_eq!(catalog.tablet.as_ref().map(|tablet| &*tablet.name), Some("王芳"), "{place}");
    assert_eq!(catalog.last(), Some(LEDGER), "{place}");

    let (store, opened) = open(here, 0xe1);
    assert_eq!(opened.damaged, [], "{place}");
    assert!(opened.vanished.is_none() && opened.troubles.is_empty(), "{place}");
    assert!(!opened.is_newer, "{place}");
    assert_eq!(opened.ledger.edit_count(), known.edits, "{place}");
    assert_eq!(sum(&opened.ledger), known.sha256, "{place}");
    assert!(opened.ledger.erased_places() > 0 && opened.ledger.erased() == 0, "{place}");
    let taken_back: Vec<_> = opened.imports.iter().map(|import| import.taken_back).collect();
    assert_eq!(taken_back, [false, true], "{place}");
    let [archive] = &*opened.archives else { panic!("{place}: {:?}", opened.archives) };
    assert!(!archive.returned, "{place}");

    let [point] = &*block_on(store.points()).expect("read") else { panic!("{place}: no point") };
    let copied = block_on(store.read_point(point.id)).expect("it can be gone back to");
    assert_eq!(Ledger::from_edits(copied).edit_count(), point.edits, "{place}");
    let [partner] = &*block_on(store.partners()).expect("read") else { panic!("{place}") };
    assert_eq!(partner.holds.to_string(), "00000000000000aa:1-3", "{place}");
    let backup = block_on(store.last_backup()).expect("read").expect("a backup");
    assert_eq!(backup.made, MADE, "{place}");
}

/// Runs maintenance three times, as three openings would, and sees that the ledger is what it was.
fn tidy(enter: impl Fn() -> Page, known: &Frozen, place: &str) {
    for writer in [0xf1, 0xf2, 0xf3] {
        let here = enter();
        let (store, opened) = open(&here, writer);
        assert_eq!(block_on(store.maintain(erasing(&opened.ledger))).trouble, None, "{place}");
        assert_eq!(sum(&open(&enter(), 0xe2).1.ledger), known.sha256, "{place}");
    }
}

#[test]
fn the_stores_of_every_version_open_for_ever_and_opening_writes_nothing() {
    for format in FORMATS {
        let known = frozen(format);
        let disk = known.clear.disk();
        see_all(&page(&disk), &known, &format!("format {format}"));
        assert!(disk.is_like(&known.clear.disk()), "format {format}: something was written");
        tidy(|| page(&disk), &known, &format!("format {format}, tidied"));
        see_all(&page(&disk), &known, &format!("format {format}, tidied"));
    }
}

#[test]
fn locked_stores_of_every_version_open_by_passphrase_and_code_and_stay_as_they_are() {
    for format in FORMATS {
        let known = frozen(format);
        let code = RecoveryCode::read(&known.recovery_code).expect("a code");
        for secret in [UnlockSecret::Passphrase(&known.passphrase), UnlockSecret::Code(&code)] {
            let disk = known.locked.disk();
            let enter = || {
                let here = page(&disk);
                here.enter(&[secret]).expect("it opens").expect("it asks");
                here
            };
            see_all(&enter(), &known, &format!("format {format}, locked"));
            assert!(disk.is_like(&known.locked.disk()), "format {format}: something was written");
            tidy(enter, &known, &format!("format {format}, locked and tidied"));
            see_all(&enter(), &known, &format!("format {format}, locked and tidied"));
        }
    }
}

/// What the segments of localStorage begin with, or its sealed texts; and those of the journal.
fn beginnings(disk: &Disk) -> [Vec<String>; 2] {
    [&disk.local, &disk.journal].map(|kept| {
        let kept = kept.borrow();
        let packed = kept.iter().filter(|(key, _)| key.contains("/s/") || key.contains("/k/"));
        let mut found: Vec<String> = packed.map(|(_, text)| text[..5].to_owned()).collect();
        found.sort();
        found.dedup();
        found
    })
}

/// A version that does not know them takes them for those of a newer one by their first word, and
/// touches nothing. What it knows it finds in the journal.
#[test]
fn small_segments_of_before_become_wide_and_the_journal_stays_as_every_version_reads_it() {
    let known = frozen(1);
    let disk = known.clear.disk();
    assert_eq!(beginnings(&disk), [["yx1 d"], ["yx1 d"]]);
    tidy(|| page(&disk), &known, "clear");
    assert_eq!(beginnings(&disk), [["yx2 w"], ["yx1 d"]]);

    let disk = known.locked.disk();
    let enter = || {
        let here = page(&disk);
        here.enter(&[UnlockSecret::Passphrase(&known.passphrase)]).expect("it opens");
        here
    };
    tidy(enter, &known, "locked");
    let [local, journal] = beginnings(&disk);
    assert!(local.iter().all(|word| word.starts_with("yv2 ")), "{local:?}");
    assert!(journal.iter().all(|word| word.starts_with("yv1 ")), "{journal:?}");
}

/// Of ten years it is two fifths; of these small ones the headers are a good part.
#[test]
fn small_segments_take_half_the_room_clear_and_sealed() {
    let room = |texts: &Texts| {
        let disk = texts.disk();
        let kept = disk.local.borrow();
        let segments = kept.iter().filter(|(key, _)| key.contains("/s/"));
        segments.map(|(_, text)| text.encode_utf16().count()).sum::<usize>()
    };
    let [before, now] = [1, 2].map(frozen);
    assert!(room(&now.clear) * 100 < room(&before.clear) * 55, "headers among it");
    assert!(room(&now.locked) * 100 < room(&before.locked) * 55);
}

/// A tablet on which everything was done once that leaves something in the stores.
fn tablet() -> Disk {
    let (disk, mut expected) = used(Has::Both);
    let here = page(&disk);
    let mut catalog = block_on(Catalog::open(here.stores.clone())).expect("opens");
    let entry = LedgerEntry {
        id: LEDGER,
        name: "示例市人民医院".into(),
        kind: LedgerKind::Real,
        created: MADE,
    };
    block_on(catalog.add(entry)).expect("kept");
    let tablet = Tablet { name: "王芳".into(), role: "支部书记".into(), ..Tablet::default() };
    block_on(catalog.set_tablet(tablet, WriterId(7))).expect("kept");
    catalog.set_last(LEDGER);

    let mut tab = Tab::open(here.stores.clone(), 7);
    tab.point().expect("a restore point");
    tab.redact(&mut expected, "1-1");
    tab.archive(&mut expected, &["2-1", "x768-2-0"]).expect("archived");
    let store = tab.store.as_ref().expect("open");
    let holds = VersionVector::read("00000000000000aa:1-3").expect("runs");
    block_on(store.remember(Partner { who: by(), made: MADE, holds, all: true })).expect("kept");
    block_on(store.note_backup(&Backup::of(&tab.ledger, MADE))).expect("kept");
    // The last minute is in the journal alone.
    tab.checkpoint();
    tab.set(&mut expected, "6-0", "乙").expect("recorded");
    disk
}

/// With a format it also writes the stores down, as what is there today makes them, once, before the
/// app of that format is released:
///
///     FORMAT=3 cargo test --test storage stores::
#[test]
fn the_stores_of_today_open_alike_once_they_were_locked() {
    let disk = tablet();
    let clear = Texts::of(&disk);
    let ledger = open(&page(&disk), 0xe1).1.ledger;
    let code = DeviceLock::draw_code(&random(3)).expect("a code");
    let here = page(&disk);
    let lock = (PASSPHRASE, Cost::LEAST);
    let device_lock = here.device_lock(9).expect("read");
    block_on(device_lock.lock(&*here.stores, lock, &code, &make)).expect("locked");
    page(&disk).enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens");
    let frozen = Frozen {
        edits: ledger.edit_count(),
        sha256: sum(&ledger),
        passphrase: PASSPHRASE.into(),
        recovery_code: code.groups().collect::<Vec<_>>().join("-"),
        clear,
        locked: Texts::of(&disk),
    };
    let unlocked = frozen.locked.disk();
    let there = page(&unlocked);
    there.enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens").expect("it asks");
    see_all(&there, &frozen, "today");
    if let Ok(format) = std::env::var("FORMAT") {
        let path = path(format.parse().expect("a number"));
        assert!(!path.exists(), "they are written once");
        let text = serde_json::to_string_pretty(&frozen).expect("JSON");
        fs::write(path, text + "\n").expect("written");
    }
}
