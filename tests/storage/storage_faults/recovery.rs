//! What one store gives back where the other is damaged, gone, or newer.

use super::tab::{Expected, LEDGER, NOW, Tab, damage, used};
use super::{check, reopen};
use crate::fixtures::disk::{Disk, Has};
use pollster::block_on;
use yixin::codec::Partner;
use yixin::codec::wire::write_body;
use yixin::ledger::VersionVector;
use yixin::ledger::{Author, LedgerId, Moment, RecordId, WriterId};
use yixin::storage::{
    Catalog, Durability, Fault, Faults, LedgerEntry, LedgerKind, StorageError, Store, StoreKind,
    Tablet,
};

#[test]
fn either_store_alone_gives_everything_back() {
    let (disk, expected) = used(Has::Both);
    Tab::open(disk.stores(Has::Both, &Faults::none()), 0xc1).maintain();
    let whole = write_body(&reopen(&disk, Has::Both).ledger);
    for gone in [StoreKind::Local, StoreKind::Journal] {
        let disk = disk.copy();
        match gone {
            StoreKind::Local => disk.local.borrow_mut().clear(),
            StoreKind::Journal => disk.journal.borrow_mut().clear(),
        }
        let opened = reopen(&disk, Has::Both);
        assert_eq!(opened.vanished.map(|vanished| vanished.store), Some(gone));
        check(&opened, &expected).expect("everything");
        assert_eq!(write_body(&opened.ledger), whole);
        Tab::open(disk.stores(Has::Both, &Faults::none()), 0xc2).maintain();
        let healed = reopen(&disk, Has::Both);
        assert_eq!(healed.vanished, None);
        assert_eq!(healed.recovered, 0);
        let alone = if gone == StoreKind::Local { Has::LocalOnly } else { Has::JournalOnly };
        assert_eq!(write_body(&reopen(&disk, alone).ledger), whole, "healed whole");
    }
}

#[test]
fn a_damaged_segment_is_set_aside_reported_and_healed() {
    let (disk, expected) = used(Has::Both);
    damage(&disk.local, "/s/");
    let text = disk.local.borrow().values().cloned().collect::<Vec<_>>();
    let opened = reopen(&disk, Has::Both);
    check(&opened, &expected).expect("healed from the journal");
    let [report] = &*opened.damaged else { panic!("{:?}", opened.damaged) };
    assert!(report.healed && report.set_aside && report.sentence().contains("没有丢失"));
    let kept: Vec<_> = disk.local.borrow().values().cloned().collect();
    assert!(text.iter().all(|text| kept.contains(text)), "the damaged text is still there");
    assert_eq!(reopen(&disk, Has::Both).damaged, [], "and is not reported for ever");
    // Without a second copy nothing can heal it, and that is said.
    let (disk, _) = used(Has::LocalOnly);
    damage(&disk.local, "/s/");
    let opened = reopen(&disk, Has::LocalOnly);
    assert!(!opened.damaged[0].healed && opened.damaged[0].sentence().contains("备份"));
}

#[test]
fn what_a_newer_version_wrote_is_left_alone() {
    for text in ["yx3 z 1/1 - 00 ???", "yv3 0a1b2c3d 00 - ???"] {
        let (disk, expected) = used(Has::Both);
        let key = format!("yixin/{LEDGER}/s/00000000000000aa-1");
        disk.local.borrow_mut().insert(key, text.to_owned());
        let before = disk.copy();
        let opened = reopen(&disk, Has::Both);
        assert!(opened.is_newer);
        assert!(opened.damaged[0].sentence().contains("请先更新本应用"));
        check(&opened, &expected).expect("all else can be read");
        Tab::open(disk.stores(Has::Both, &Faults::none()), 0xc1).maintain();
        assert!(disk.is_like(&before), "{text}");
    }
}

#[test]
fn many_sessions_leave_few_keys_and_both_tabs_spare_the_same_segment() {
    let disk = Disk::default();
    let mut expected = Expected::default();
    for session in 1..=60 {
        let mut tab = Tab::open(disk.stores(Has::Both, &Faults::none()), session);
        tab.maintain();
        for round in 0..20 {
            tab.set(&mut expected, &format!("{session}-{round}"), "甲");
            tab.checkpoint();
        }
    }
    for session in 61..70 {
        // Two tabs tidy what both have read.
        let one = Tab::open(disk.stores(Has::Both, &Faults::none()), session);
        let other = Tab::open(disk.stores(Has::Both, &Faults::none()), session + 100);
        one.maintain();
        other.maintain();
    }
    check(&reopen(&disk, Has::LocalOnly), &expected).expect("everything");
    let keys = disk.local.borrow().len();
    assert!(keys < 20, "{keys} keys after 1200 checkpoints");
}

#[test]
fn the_list_of_ledgers_survives_either_store_and_forgets_what_was_deleted() {
    let disk = Disk::default();
    let open =
        |has: Has| block_on(Catalog::open(disk.stores(has, &Faults::none()))).expect("opens");
    let entry = |id: u128, kind: LedgerKind| LedgerEntry {
        id: LedgerId(id),
        name: "示例医院".into(),
        kind,
        created: Moment { millis: NOW + id as i64, offset: 480 },
    };
    let mut catalog = open(Has::Both);
    assert_eq!((catalog.ledgers.len(), catalog.tablet.clone()), (0, None));
    block_on(catalog.add(entry(7, LedgerKind::Real))).expect("kept");
    block_on(catalog.add(entry(8, LedgerKind::Sample))).expect("kept");
    for name in ["王芳", "李明"] {
        let tablet = Tablet { name: name.into(), ..Tablet::default() };
        block_on(catalog.set_tablet(tablet, WriterId(1))).expect("kept");
    }
    catalog.set_last(LedgerId(8));
    for has in [Has::Both, Has::LocalOnly, Has::JournalOnly] {
        let catalog = open(has);
        assert_eq!(catalog.ledgers.len(), 2, "{has:?}");
        assert_eq!(catalog.tablet.expect("known").name, "李明", "{has:?}");
    }
    assert_eq!(open(Has::Both).last(), Some(LedgerId(8)));
    let mut tab = Tab::open(disk.stores(Has::Both, &Faults::none()), 1);
    tab.set(&mut Expected::default(), "1", "甲");
    tab.checkpoint();
    let mut catalog = open(Has::Both);
    block_on(catalog.delete(LedgerId(7))).expect("deleted");
    for kept in [&disk.local, &disk.journal] {
        let left = kept.borrow().keys().filter(|key| key.contains(&format!("{LEDGER}/"))).count();
        assert_eq!(left, 0);
    }
    assert_eq!(open(Has::JournalOnly).ledgers.len(), 1);
}

/// What a partner's file says: who made it, when, and what it held.
pub fn said(tablet: &str, minute: i64, holds: &str, all: bool) -> Partner {
    Partner {
        who: Author { name: "林静".into(), tablet: tablet.into(), ..Author::default() },
        made: Moment { millis: NOW + minute * 60_000, offset: 480 },
        holds: VersionVector::read(holds).expect("runs"),
        all,
    }
}

#[test]
fn of_each_partner_the_newest_word_is_kept_and_opening_does_not_care() {
    let (disk, _) = used(Has::Both);
    let before = write_body(&reopen(&disk, Has::Both).ledger);
    let local = disk.local.borrow().clone();
    for (writer, word) in [
        (0xe1, said("平板B", 1, "00000000000000aa:1-3", true)),
        (0xe2, said("平板C", 2, "00000000000000aa:1", true)),
        (0xe3, said("平板B", 3, "00000000000000bb:1-2", false)),
        (0xe4, said("平板B", 2, "00000000000000aa:4", true)),
    ] {
        let tab = Tab::open(disk.stores(Has::Both, &Faults::none()), writer);
        block_on(tab.store.expect("open").remember(word)).expect("kept");
    }
    let tab = Tab::open(disk.stores(Has::Both, &Faults::none()), 0xe5);
    let store = tab.store.expect("open");
    let partners = block_on(store.partners()).expect("read");
    let known: Vec<_> =
        partners.iter().map(|one| (&*one.who.tablet, one.holds.to_string())).collect();
    let joined = "00000000000000aa:1-4;00000000000000bb:1-2".to_owned();
    assert_eq!(known, [("平板B", joined), ("平板C", "00000000000000aa:1".to_owned())]);
    assert_eq!(disk.journal.borrow().keys().filter(|key| key.contains("/p/")).count(), 2);
    assert_eq!(*disk.local.borrow(), local, "nothing of it takes up the small store");

    // A word that says all puts what was known before aside.
    let word = said("平板B", 9, "00000000000000cc:1", true);
    block_on(store.remember(word.clone())).expect("kept");
    assert_eq!(block_on(store.partners()).expect("read")[0], word);
    let opened = reopen(&disk, Has::Both);
    assert_eq!(
        (write_body(&opened.ledger), opened.damaged, opened.vanished),
        (before, vec![], None)
    );
    damage(&disk.journal, "/p/");
    assert_eq!(reopen(&disk, Has::Both).damaged, [], "nobody misses it");
    assert_eq!(block_on(store.partners()).expect("read").len(), 1);
}

#[test]
fn deleting_a_ledger_takes_what_is_known_of_partners_with_it() {
    let (disk, _) = used(Has::Both);
    let tab = Tab::open(disk.stores(Has::Both, &Faults::none()), 0xe1);
    let store = tab.store.expect("open");
    block_on(store.remember(said("平板B", 1, "00000000000000aa:1", true))).expect("kept");
    let mut catalog =
        block_on(Catalog::open(disk.stores(Has::Both, &Faults::none()))).expect("readable");
    block_on(catalog.delete(LEDGER)).expect("deleted");
    assert!(!disk.journal.borrow().keys().any(|key| key.contains("/p/")));
}

#[test]
fn without_a_journal_no_partner_is_known_and_nothing_is_harmed() {
    let (disk, _) = used(Has::LocalOnly);
    let before = disk.local.borrow().clone();
    let tab = Tab::open(disk.stores(Has::LocalOnly, &Faults::none()), 0xe1);
    let store = tab.store.expect("open");
    assert!(block_on(store.remember(said("平板B", 1, "", true))).is_err());
    assert!(block_on(store.partners()).is_err());
    assert_eq!(*disk.local.borrow(), before);
}

#[test]
fn where_there_is_no_room_and_no_journal_it_is_the_room_that_is_told() {
    let (disk, _) = used(Has::LocalOnly);
    let mut tab = Tab::open(disk.stores(Has::LocalOnly, &Faults::none()), 0xe1);
    let draft = {
        let mut draft = tab.draft();
        draft.field(&RecordId::keyed("member", "full"), "name", "满");
        draft
    };
    let edit = draft.finish(&tab.ledger).expect("an edit");
    let full = Faults::at(tab_calls(&disk) + 1, Fault::Full);
    let (store, _) = block_on(Store::open(disk.stores(Has::LocalOnly, &full), LEDGER, tab.writer))
        .expect("opens");
    let recorded = block_on(store.record(&edit)).expect("fits");
    assert_eq!(recorded.durability, Durability::Memory);
    assert_eq!(recorded.trouble, Some(StorageError::Full));
}

/// How many calls an opening without a journal takes.
fn tab_calls(disk: &Disk) -> u32 {
    let faults = Faults::none();
    Tab::open(disk.stores(Has::LocalOnly, &faults), 0xe2);
    faults.calls()
}
