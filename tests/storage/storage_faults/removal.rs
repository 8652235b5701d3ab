//! A ledger is removed by one page while another has it open: whatever the order of their calls,
//! and whichever call fails, nothing of it stays, and nothing is called saved that is gone.

use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use super::paced::{Log, Script, paced};
use super::tab::{Expected, LEDGER, NOW, Tab, by, from_elsewhere, used};
use super::{check, every_fault, reopen};
use crate::fixtures::disk::{Both, Disk, Has};
use pollster::block_on;
use yixin::codec::Partner;
use yixin::ledger::VersionVector;
use yixin::ledger::{EditId, Ledger, Moment};
use yixin::storage::{
    Backup, Catalog, Fault, Faults, Journal, KeyValue, LedgerEntry, LedgerKind, Missed, OpenError,
    StorageError,
};

const ALL: [Has; 3] = [Has::Both, Has::LocalOnly, Has::JournalOnly];

fn entry(created: i64) -> LedgerEntry {
    LedgerEntry {
        id: LEDGER,
        name: "市医院".into(),
        kind: LedgerKind::Real,
        created: Moment { millis: created, offset: 480 },
    }
}

/// A tablet in use whose ledger is listed.
fn listed(has: Has) -> (Disk, Expected) {
    let (disk, expected) = used(has);
    block_on(catalog(&disk.stores(has, &Faults::none())).add(entry(NOW))).expect("kept");
    (disk, expected)
}

fn catalog(
    stores: &Rc<Both>,
) -> Catalog<yixin::storage::MemoryKeyValue, yixin::storage::MemoryJournal> {
    block_on(Catalog::open(stores.clone())).expect("opens")
}

/// The keys of the ledger, and its entry, that a disk still has.
fn left(disk: &Disk) -> Vec<String> {
    let (id, marks) = (LEDGER.to_string(), "yixin/deleted/");
    let both = [disk.local.borrow(), disk.journal.borrow()];
    let keys = both.iter().flat_map(|kept| kept.keys().cloned().collect::<Vec<_>>());
    keys.filter(|key| key.contains(&id) && !key.starts_with(marks)).collect()
}

/// Writes in every way that there is.
fn write_all<K: KeyValue, J: Journal>(tab: &mut Tab<K, J>, expected: &mut Expected) {
    tab.set(expected, "1-0", "乙");
    tab.checkpoint();
    tab.import(expected, from_elsewhere(0x900, 1));
    tab.point();
    if let Some(store) = &tab.store {
        let at = Moment { millis: NOW, offset: 480 };
        let partner = Partner { who: by(), made: at, holds: VersionVector::default(), all: true };
        let _ = block_on(store.remember(partner));
        let _ = block_on(store.note_backup(&Backup::of(&tab.ledger, at)));
    }
    tab.archive(&mut expected.clone(), &["2-1"]);
    tab.redact(&mut expected.clone(), "2-0");
    tab.maintain();
    tab.set(expected, "new", "丙");
    tab.checkpoint();
}

#[test]
fn a_removed_ledger_takes_no_kind_of_write_from_another_page() {
    for has in ALL {
        let (disk, _) = listed(has);
        let stores = disk.stores(has, &Faults::none());
        let mut tab = Tab::open_listed(stores.clone(), &entry(NOW), 0xb1);
        let before = tab.ledger.clone();
        block_on(catalog(&stores).delete(LEDGER)).expect("removed");
        let mut expected = Expected::default();
        write_all(&mut tab, &mut expected);
        assert_eq!(expected.acknowledged, BTreeSet::new(), "{has:?}");
        assert_eq!(left(&disk), Vec::<String>::new(), "{has:?}");
        let store = tab.store.as_ref().expect("open");
        assert!(store.is_removed() && store.only_in_memory() > 0, "{has:?}");
        assert_eq!(block_on(store.reload()).map(drop), Err(OpenError::Removed), "{has:?}");
        // What it had is still there to be saved as a file.
        assert!(before.iter().all(|edit| tab.ledger.edit(edit.head.id).is_some()), "{has:?}");
    }
}

#[test]
fn a_page_that_slept_through_a_removal_learns_of_it_by_asking() {
    for has in ALL {
        for is_wiped in [false, true] {
            let (disk, _) = listed(has);
            let stores = disk.stores(has, &Faults::none());
            let tab = Tab::open_listed(stores.clone(), &entry(NOW), 0xb1);
            let store = tab.store.as_ref().expect("open");
            assert_eq!(
                block_on(store.missed(|id| Missed::is_here(&tab.ledger, id))),
                Ok(Missed::Nothing),
                "{has:?}"
            );
            if is_wiped {
                disk.local.borrow_mut().clear();
                disk.journal.borrow_mut().clear();
            } else {
                block_on(catalog(&stores).delete(LEDGER)).expect("removed");
            }
            assert_eq!(
                block_on(store.missed(|id| Missed::is_here(&tab.ledger, id))),
                Err(OpenError::Removed),
                "{has:?}"
            );
            assert!(store.is_removed(), "{has:?}");
        }
    }
}

#[test]
fn a_page_that_slept_learns_by_the_keys_what_it_missed() {
    for has in ALL {
        let (disk, _) = listed(has);
        let stores = disk.stores(has, &Faults::none());
        let mut tab = Tab::open_listed(stores.clone(), &entry(NOW), 0xb1);
        let mut own = Expected::default();
        tab.set(&mut own, "own", "乙");
        tab.checkpoint();
        tab.import(&mut own, from_elsewhere(0xa00, 1));
        let store = tab.store.as_ref().expect("open");
        let missed = |ledger: &Ledger| {
            block_on(store.missed(|id| Missed::is_here(ledger, id))).expect("read")
        };
        assert_eq!(missed(&tab.ledger), Missed::Nothing, "{has:?}: its own writing");
        let mut other = Tab::open_listed(stores.clone(), &entry(NOW), 0xc1);
        other.set(&mut Expected::default(), "other", "丙");
        other.checkpoint();
        assert_eq!(missed(&tab.ledger), Missed::Edits, "{has:?}");
        let opened = block_on(store.reload()).expect("read");
        assert_eq!(missed(&opened.ledger), Missed::Nothing, "{has:?}");
        other.import(&mut Expected::default(), from_elsewhere(0x900, 1));
        assert_eq!(missed(&opened.ledger), Missed::More, "{has:?}");
        let opened = block_on(store.reload()).expect("read");
        assert_eq!(missed(&opened.ledger), Missed::Nothing, "{has:?}");
        other.redact(&mut Expected::default(), "1-0");
        assert_ne!(missed(&opened.ledger), Missed::Nothing, "{has:?}");
        let opened = block_on(store.reload()).expect("read");
        assert_eq!(missed(&opened.ledger), Missed::Nothing, "{has:?}: without what is erased");
    }
}

#[test]
fn a_ledger_that_was_removed_and_joined_again_is_written_as_any_other() {
    for has in ALL {
        let (disk, _) = listed(has);
        let stores = disk.stores(has, &Faults::none());
        let old = Tab::open_listed(stores.clone(), &entry(NOW), 0xb1);
        let mut list = catalog(&stores);
        block_on(list.delete(LEDGER)).expect("removed");
        // The content is kept before the ledger is listed, by a clock that may be that of before.
        let mut expected = Expected::default();
        let mut joining = Tab::open(stores.clone(), 0xc0);
        joining.import(&mut expected, from_elsewhere(0x900, 1)).expect("taken");
        block_on(list.add(entry(NOW))).expect("kept");
        let again = list.ledgers.last().expect("listed").clone();
        let mut tab = Tab::open_listed(stores.clone(), &again, 0xc1);
        let id = tab.set(&mut expected, "1-0", "乙").expect("recorded");
        assert!(expected.acknowledged.contains(&id), "{has:?}");
        assert!(list.removed().is_empty());
        // The page of before still writes nothing, and takes nothing away from it.
        assert!(block_on(old.store.as_ref().expect("open").ask_removed()), "{has:?}");
        old.checkpoint();
        check(&reopen(&disk, has), &expected).unwrap_or_else(|wrong| panic!("{has:?}: {wrong}"));
    }
}

#[test]
fn a_list_of_before_a_removal_joins_the_ledger_again_as_it_should() {
    for has in ALL {
        for off in [-3 * 365 * 86_400_000, 0, 1] {
            let (disk, _) = listed(has);
            let stores = disk.stores(has, &Faults::none());
            let mut stale = catalog(&stores);
            block_on(catalog(&stores).delete(LEDGER)).expect("removed");
            let mut expected = Expected::default();
            let mut joining = Tab::open(stores.clone(), 0xc0);
            joining.import(&mut expected, from_elsewhere(0x900, 1)).expect("taken");
            // By a clock that was set back or forward meanwhile.
            block_on(stale.add(entry(NOW + off))).expect("kept");
            assert_eq!(stale.ledgers.len(), 1, "{has:?} {off}");
            let mut next = catalog(&stores);
            assert_eq!(next.ledgers, stale.ledgers, "{has:?} {off}");
            for id in next.removed() {
                block_on(next.finish_removal(id)).expect("done");
            }
            next = catalog(&stores);
            let tab = Tab::open_listed(stores.clone(), &next.ledgers[0], 0xc1);
            assert!(tab.store.is_some(), "{has:?} {off}");
            check(&reopen(&disk, has), &expected)
                .unwrap_or_else(|wrong| panic!("{has:?}: {wrong}"));
        }
    }
}

#[test]
fn whichever_call_of_a_removal_fails_it_is_whole_or_goes_on_by_itself() {
    let mut runs = 0;
    for has in ALL {
        let base = listed(has);
        runs += every_fault(|number, fault| remove_with_fault(has, &base, number, fault));
    }
    println!("{runs} removals");
}

fn remove_with_fault(has: Has, base: &(Disk, Expected), number: u32, fault: Fault) -> u32 {
    let place = format!("{has:?} call {number} {fault:?}");
    let (disk, mut expected) = (base.0.copy(), base.1.clone());
    let other = disk.stores(has, &Faults::none());
    let mut tab = Tab::open_listed(other.clone(), &entry(NOW), 0xb1);
    let faults = Faults::at(number, fault);
    let stores = disk.stores(has, &faults);
    let removed = match block_on(Catalog::open(stores)) {
        Ok(mut list) => block_on(list.delete(LEDGER)),
        Err(_) => Err(StorageError::Blocked),
    };
    let before = expected.acknowledged.clone();
    let list = catalog(&other);
    if list.ledgers.is_empty() {
        write_all(&mut tab, &mut expected);
        assert_eq!(expected.acknowledged, before, "{place}: saved after the removal");
        for id in list.removed() {
            block_on(list.finish_removal(id)).expect("swept");
        }
        assert_eq!(left(&disk), Vec::<String>::new(), "{place}");
    } else {
        // A mark that was dropped, or written as another: the ledger is there, and is whole.
        let is_silent =
            matches!(fault, Fault::Dropped | Fault::Stale | Fault::Truncated | Fault::FlippedBit);
        assert!(removed.is_err() || is_silent, "{place}: said to be removed");
        if removed.is_err() {
            check(&reopen(&disk, has), &expected)
                .unwrap_or_else(|wrong| panic!("{place}: {wrong}"));
        }
    }
    faults.calls()
}

/// How far the page that writes and the one that removes have come.
#[derive(Clone)]
struct Progress {
    log: Log,
    is_done: bool,
    acknowledged: BTreeSet<EditId>,
}

/// What the page that has the ledger open does.
#[derive(Clone, Copy, Debug)]
enum Op {
    Set(&'static str),
    Checkpoint,
    Import,
    Tidy,
    Point,
}

use Op::{Checkpoint, Import, Point, Set, Tidy};

fn write(disk: &Disk, has: Has, ops: &[Op], log: &Log, room: usize) -> Progress {
    let script = Script::new(log.clone(), room);
    let mut expected = Expected::default();
    let mut tab = Tab::open_listed(paced(disk, has, &script), &entry(NOW), 0xb1);
    for op in ops {
        if script.is_stopped() {
            break;
        }
        match op {
            Set(key) => drop(tab.set(&mut expected, key, "左")),
            Checkpoint => tab.checkpoint(),
            Tidy => tab.maintain(),
            Point => drop(tab.point()),
            Import => drop(tab.import(&mut expected, from_elsewhere(0x900, 1))),
        }
    }
    let mut acknowledged = expected.acknowledged;
    for (ids, there) in &expected.imports {
        if *there == Some(true) {
            acknowledged.extend(ids.iter().map(|id| id.edit));
        }
    }
    Progress { log: script.log(), is_done: !script.is_stopped(), acknowledged }
}

fn remove(disk: &Disk, has: Has, log: &Log, room: usize) -> Progress {
    let script = Script::new(log.clone(), room);
    if let Ok(mut list) = block_on(Catalog::open(paced(disk, has, &script))) {
        let _ = block_on(list.delete(LEDGER));
    }
    let acknowledged = BTreeSet::new();
    Progress { log: script.log(), is_done: !script.is_stopped(), acknowledged }
}

struct Orders<'a> {
    has: Has,
    ops: &'a [Op],
    seen: HashSet<u64>,
    ends: usize,
}

impl Orders<'_> {
    fn explore(&mut self, disk: &Disk, writer: &Progress, remover: &Progress) {
        let mut hasher = DefaultHasher::new();
        (&*disk.local.borrow(), &*disk.journal.borrow()).hash(&mut hasher);
        (writer.log.sum, remover.log.sum, writer.is_done, remover.is_done).hash(&mut hasher);
        if !self.seen.insert(hasher.finish()) {
            return;
        }
        let place = || format!("{:?} {:?}", self.has, self.ops);
        if writer.is_done && remover.is_done {
            assert_eq!(left(disk), Vec::<String>::new(), "{}", place());
            self.ends += 1;
        }
        if !writer.is_done {
            let disk = disk.copy();
            let next = write(&disk, self.has, self.ops, &writer.log, 1);
            let is_new = remover.is_done && next.acknowledged != writer.acknowledged;
            assert!(!is_new, "{}: saved after the removal", place());
            self.explore(&disk, &next, remover);
        }
        if !remover.is_done {
            let disk = disk.copy();
            let next = remove(&disk, self.has, &remover.log, 1);
            self.explore(&disk, writer, &next);
        }
    }
}

#[test]
fn whatever_the_order_of_calls_nothing_of_a_removed_ledger_stays() {
    const PROGRAMS: [&[Op]; 5] = [
        &[Set("1-0"), Checkpoint],
        &[Set("1-0"), Set("new"), Checkpoint, Set("1-0")],
        &[Import, Set("1-0")],
        &[Point],
        &[Tidy, Set("1-0")],
    ];
    let (mut states, mut ends) = (0, 0);
    for has in ALL {
        let disk = Disk::default();
        block_on(catalog(&disk.stores(has, &Faults::none())).add(entry(NOW))).expect("kept");
        let mut tab = Tab::open_listed(disk.stores(has, &Faults::none()), &entry(NOW), 0xa1);
        tab.set(&mut Expected::default(), "1-0", "甲");
        tab.checkpoint();
        tab.set(&mut Expected::default(), "1-1", "甲");
        for ops in PROGRAMS {
            let start = disk.copy();
            let log = write(&start, has, &[], &Log::default(), usize::MAX).log;
            let writer = write(&start, has, ops, &log, 0);
            let remover = remove(&start, has, &Log::default(), 0);
            let mut orders = Orders { has, ops, seen: HashSet::new(), ends: 0 };
            orders.explore(&start, &writer, &remover);
            states += orders.seen.len();
            ends += orders.ends;
        }
    }
    println!("{states} states, {ends} ends");
    assert!(ends > 0);
}

#[test]
fn a_page_that_forgets_what_it_left_writes_no_key_a_second_time() {
    let (disk, mut expected) = listed(Has::Both);
    let stores = disk.stores(Has::Both, &Faults::none());
    let mut tab = Tab::open_listed(stores, &entry(NOW), 0xb1);
    tab.set(&mut expected, "1-0", "乙");
    tab.checkpoint();
    let store = tab.store.as_ref().expect("open");
    store.forget_all();
    assert!(!store.has_pending());
    tab.set(&mut expected, "1-0", "丙");
    tab.checkpoint();
    check(&reopen(&disk, Has::Both), &expected).expect("all is there");
}
