//! Every call of every scenario fails once, in every way: reopening gives the old or the new
//! state, never an error, never a mixture, never less than what was acknowledged.
#![cfg(not(target_arch = "wasm32"))]

mod fixtures;

use std::collections::BTreeSet;
use std::rc::Rc;

use fixtures::disk::{Both, Disk, Has, Kept, Page};
use pollster::block_on;
use yixin::exchange::bundle::write_body;
use yixin::ledger::{
    Author, ChangeId, Draft, Edit, EditId, Ledger, LedgerId, Moment, RecordId, WriterId, undo,
};
use yixin::storage::{
    Catalog, Durability, Fault, Faults, ImportId, LedgerEntry, LedgerKind, Opened, Receipt, Store,
    Tablet, Which,
};

const LEDGER: LedgerId = LedgerId(7);
const NOW: i64 = 1_795_266_300_000;

fn by() -> Author {
    Author { name: "王芳".into(), role: "支部书记".into(), tablet: "平板A".into() }
}

/// What has to be true when the ledger is opened again.
#[derive(Default, Clone)]
struct Expected {
    /// Edits that were acknowledged as more than held in memory.
    acknowledged: BTreeSet<EditId>,
    /// All that was ever tried.
    tried: Ledger,
    /// Sets of changes of which all or none may be there; all or none must be where it is said.
    imports: Vec<(Vec<ChangeId>, Option<bool>)>,
    /// Whether the user was told of damage that could not be healed.
    told: bool,
}

impl Expected {
    fn hear(&mut self, opened: &Opened) {
        self.told |= opened.damaged.iter().any(|report| !report.healed);
    }
}

/// A tab at work, in a world that may fail.
struct Tab {
    store: Option<Page>,
    ledger: Ledger,
    writer: WriterId,
    number: u32,
    told: bool,
}

impl Tab {
    /// Opens the page; where that fails, the user sees an error, and nothing else happens.
    fn open(stores: Rc<Both>, writer: u64) -> Self {
        let writer = WriterId(writer);
        let opened = block_on(Store::open(stores, LEDGER, writer)).ok();
        let (store, opened) = match opened {
            Some((store, opened)) => (Some(store), Some(opened)),
            None => (None, None),
        };
        let mut heard = Expected::default();
        let ledger = opened.map(|opened| {
            heard.hear(&opened);
            opened.ledger
        });
        Self { store, ledger: ledger.unwrap_or_default(), writer, number: 0, told: heard.told }
    }

    fn draft(&mut self) -> Draft {
        self.number += 1;
        let id = EditId { writer: self.writer, number: self.number };
        let at = Moment { millis: NOW + i64::from(self.number), offset: 480 };
        Draft::new(id, at, by(), "edit", "")
    }

    fn set(&mut self, expected: &mut Expected, key: &str, value: &str) -> Option<EditId> {
        let mut draft = self.draft();
        let record = RecordId::keyed("member", key);
        draft.field(&record, "name", value);
        draft.field(&record, "notes", "备注 𠮷");
        self.record(expected, draft)
    }

    fn record(&mut self, expected: &mut Expected, draft: Draft) -> Option<EditId> {
        let store = self.store.as_ref()?;
        let edit = draft.finish(&self.ledger)?;
        let id = edit.head.id;
        expected.tried.insert(edit.clone());
        let recorded = block_on(store.record(&edit)).expect("a fitting edit");
        if recorded.durability > Durability::Memory {
            expected.acknowledged.insert(id);
        }
        assert!(recorded.durability == Durability::Strict || recorded.trouble.is_some());
        self.ledger.insert(edit);
        Some(id)
    }

    fn checkpoint(&self) {
        if let Some(store) = &self.store {
            let _ = store.checkpoint();
        }
    }

    fn tidy(&self) {
        if let Some(store) = &self.store {
            let _ = block_on(store.tidy());
        }
    }

    fn import(&mut self, expected: &mut Expected, edits: Vec<Edit>) -> Option<ImportId> {
        let ids = edits.iter().flat_map(|edit| edit.change_ids().collect::<Vec<_>>()).collect();
        let store = self.store.as_ref()?;
        for edit in &edits {
            expected.tried.insert(edit.clone());
        }
        let taken = block_on(store.record_import(&receipt(), &edits));
        // One that failed may still have reached a store that could not say so.
        expected.imports.push((ids, taken.as_ref().ok().map(|_| true)));
        let (id, _) = taken.ok()?;
        self.ledger.insert_all(edits);
        Some(id)
    }

    fn take_back(&mut self, expected: &mut Expected, id: ImportId, place: usize) {
        let Some(store) = &self.store else { return };
        match block_on(store.take_back(id)) {
            Ok(opened) => {
                expected.imports[place].1 = Some(false);
                expected.hear(&opened);
                self.ledger = opened.ledger;
            }
            Err(yixin::storage::TakeBackError::NotRead(_)) => {
                expected.imports[place].1 = Some(false);
            }
            Err(yixin::storage::TakeBackError::NotKept(_)) => expected.imports[place].1 = None,
        }
    }
}

fn receipt() -> Receipt {
    let made = Moment { millis: NOW, offset: 480 };
    Receipt {
        file: "三支部.json".into(),
        ledger: LEDGER,
        hospital: "示例医院".into(),
        from: by(),
        made,
        taken: made,
        sha256: "00".into(),
    }
}

/// What another tablet sends: some edits of which one is large enough for several parts.
fn from_elsewhere(writer: u64, size: usize) -> Vec<Edit> {
    let mut ledger = Ledger::new();
    for number in 1..=3 {
        let id = EditId { writer: WriterId(writer), number };
        let at = Moment { millis: NOW, offset: 480 };
        let mut draft = Draft::new(id, at, by(), "edit", "");
        for place in 0..if number == 2 { size } else { 2 } {
            let record = RecordId::keyed("member", &format!("x{writer}-{number}-{place}"));
            draft.field(&record, "name", "外来");
            draft.field(&record, "notes", "备注".repeat(40));
        }
        let edit = draft.finish(&ledger).expect("an edit");
        ledger.insert(edit);
    }
    ledger.edits()
}

/// A tablet that has been in use: several sessions, checkpoints, imports, and a last minute that
/// only the journal has.
fn used(has: Has) -> (Disk, Expected) {
    let disk = Disk::default();
    let mut expected = Expected::default();
    for session in 1..=6 {
        let mut tab = Tab::open(disk.stores(has, &Faults::none()), session);
        for round in 0..3 {
            tab.set(&mut expected, &format!("{session}-{round}"), "甲").expect("recorded");
            if round < 2 {
                tab.checkpoint();
            }
        }
        if session == 3 {
            tab.import(&mut expected, from_elsewhere(0x300, 2)).expect("taken");
        }
        if session == 4 {
            let id = tab.import(&mut expected, from_elsewhere(0x400, 2)).expect("taken");
            tab.take_back(&mut expected, id, 1);
        }
    }
    (disk, expected)
}

fn damage(kept: &Kept, part: &str) {
    let mut kept = kept.borrow_mut();
    let key = kept.keys().find(|key| key.contains(part)).expect("such a key").clone();
    let text = kept.get_mut(&key).expect("its text");
    let middle = text.len() - 20;
    text.replace_range(middle..middle + 1, if &text[middle..=middle] == "A" { "B" } else { "A" });
}

#[derive(Clone, Copy, Debug)]
enum Scenario {
    Edit,
    EditCheckpointEdit,
    EditsCheckpoint,
    Tidy,
    TidyTwice,
    Import,
    LargeImport,
    ImportEditCheckpoint,
    TakeBack,
    TakeBackOlder,
    Undo,
    LocalVanished,
    JournalVanished,
    DamagedSegment,
    DamagedImport,
    TwoTabs,
}

const SCENARIOS: [Scenario; 16] = [
    Scenario::Edit,
    Scenario::EditCheckpointEdit,
    Scenario::EditsCheckpoint,
    Scenario::Tidy,
    Scenario::TidyTwice,
    Scenario::Import,
    Scenario::LargeImport,
    Scenario::ImportEditCheckpoint,
    Scenario::TakeBack,
    Scenario::TakeBackOlder,
    Scenario::Undo,
    Scenario::LocalVanished,
    Scenario::JournalVanished,
    Scenario::DamagedSegment,
    Scenario::DamagedImport,
    Scenario::TwoTabs,
];

impl Scenario {
    /// What happened to the stores while the app was closed.
    fn prepare(self, disk: &Disk) {
        if matches!(self, Self::JournalVanished) {
            // The last minute is in the journal alone.
            Tab::open(disk.stores(Has::Both, &Faults::none()), 0xd1).tidy();
        }
        match self {
            Self::LocalVanished => disk.local.borrow_mut().clear(),
            Self::JournalVanished => disk.journal.borrow_mut().clear(),
            Self::DamagedSegment => damage(&disk.local, "/s/"),
            Self::DamagedImport => damage(&disk.local, "/i/"),
            _ => {}
        }
    }

    /// Whether both stores hold everything before and after it, so that no silent damage to one
    /// text of one of them may lose anything.
    fn is_doubled(self) -> bool {
        matches!(self, Self::EditsCheckpoint | Self::Import | Self::LargeImport)
    }

    fn run(self, stores: impl Fn() -> Rc<Both>, expected: &mut Expected) {
        let mut tab = Tab::open(stores(), 0xa1);
        expected.told |= tab.told;
        match self {
            Self::Edit => {
                tab.set(expected, "1-0", "乙");
            }
            Self::EditCheckpointEdit => {
                tab.set(expected, "1-0", "乙");
                tab.checkpoint();
                tab.set(expected, "1-0", "丙");
            }
            Self::EditsCheckpoint => {
                tab.tidy();
                tab.set(expected, "1-0", "乙");
                tab.set(expected, "new", "丙");
                tab.checkpoint();
            }
            Self::Tidy => tab.tidy(),
            Self::TidyTwice => {
                tab.tidy();
                for writer in [0xa2, 0xa3] {
                    let again = Tab::open(stores(), writer);
                    expected.told |= again.told;
                    again.tidy();
                }
            }
            Self::Import => {
                tab.tidy();
                tab.import(expected, from_elsewhere(0x900, 2));
            }
            Self::LargeImport => {
                tab.tidy();
                tab.import(expected, from_elsewhere(0x900, 1_500));
            }
            Self::ImportEditCheckpoint => {
                tab.import(expected, from_elsewhere(0x900, 2));
                tab.set(expected, "x2304-1-0", "改过");
                tab.checkpoint();
            }
            Self::TakeBack => {
                let place = expected.imports.len();
                if let Some(id) = tab.import(expected, from_elsewhere(0x900, 2)) {
                    tab.set(expected, "x2304-1-0", "改过");
                    tab.take_back(expected, id, place);
                }
                tab.set(expected, "1-1", "乙");
            }
            Self::TakeBackOlder => {
                tab.take_back(expected, ImportId { writer: WriterId(3), number: 1 }, 0);
            }
            Self::Undo => {
                if let Some(id) = tab.set(expected, "1-0", "乙") {
                    let mut draft = tab.draft();
                    undo(&tab.ledger, id, &mut draft);
                    tab.record(expected, draft);
                }
            }
            Self::LocalVanished
            | Self::JournalVanished
            | Self::DamagedSegment
            | Self::DamagedImport => {
                tab.set(expected, "1-0", "乙");
                tab.tidy();
            }
            Self::TwoTabs => {
                let mut other = Tab::open(stores(), 0xb1);
                expected.told |= other.told;
                tab.set(expected, "1-0", "左");
                other.set(expected, "1-0", "右");
                tab.checkpoint();
                other.tidy();
                tab.tidy();
                other.checkpoint();
            }
        }
    }
}

fn reopen(disk: &Disk, has: Has) -> Opened {
    let stores = disk.stores(has, &Faults::none());
    block_on(Store::open(stores, LEDGER, WriterId(0xee))).expect("opens").1
}

/// Compares what is there with what must be; says what is wrong.
fn check(opened: &Opened, expected: &Expected) -> Result<(), String> {
    for id in &expected.acknowledged {
        if !opened.ledger.edit(*id).is_some_and(|edit| edit.is_whole()) {
            return Err(format!("{id} was acknowledged and is gone"));
        }
    }
    for edit in opened.ledger.iter() {
        for (index, change) in &edit.changes {
            let id = ChangeId { edit: edit.head.id, index: *index };
            if expected.tried.holds_change(id, change) != Some(true) {
                return Err(format!("{id:?} came from nowhere"));
            }
        }
    }
    for (ids, there) in &expected.imports {
        let count = ids.iter().filter(|id| opened.ledger.contains(**id)).count();
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
    assert_eq!(write_body(&reopen(&disk, has).ledger), before, "{place}: tidied");
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

#[test]
fn either_store_alone_gives_everything_back() {
    let (disk, expected) = used(Has::Both);
    Tab::open(disk.stores(Has::Both, &Faults::none()), 0xc1).tidy();
    let whole = write_body(&reopen(&disk, Has::Both).ledger);
    for gone in [Which::Local, Which::Journal] {
        let disk = disk.copy();
        match gone {
            Which::Local => disk.local.borrow_mut().clear(),
            Which::Journal => disk.journal.borrow_mut().clear(),
        }
        let opened = reopen(&disk, Has::Both);
        assert_eq!(opened.vanished.map(|vanished| vanished.store), Some(gone));
        check(&opened, &expected).expect("everything");
        assert_eq!(write_body(&opened.ledger), whole);
        Tab::open(disk.stores(Has::Both, &Faults::none()), 0xc2).tidy();
        let healed = reopen(&disk, Has::Both);
        assert_eq!(healed.vanished, None);
        assert_eq!(healed.recovered, 0);
        let alone = if gone == Which::Local { Has::LocalOnly } else { Has::JournalOnly };
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
    let (disk, _) = used(Has::Both);
    let key = format!("yixin/{LEDGER}/s/00000000000000aa-1");
    let text = "yx2 z 1/1 - 00 ???".to_owned();
    disk.local.borrow_mut().insert(key.clone(), text.clone());
    let opened = reopen(&disk, Has::Both);
    assert!(opened.damaged[0].sentence().contains("请先更新本应用"));
    Tab::open(disk.stores(Has::Both, &Faults::none()), 0xc1).tidy();
    assert_eq!(disk.local.borrow().get(&key), Some(&text));
}

#[test]
fn many_sessions_leave_few_keys_and_both_tabs_spare_the_same_segment() {
    let disk = Disk::default();
    let mut expected = Expected::default();
    for session in 1..=60 {
        let mut tab = Tab::open(disk.stores(Has::Both, &Faults::none()), session);
        tab.tidy();
        for round in 0..20 {
            tab.set(&mut expected, &format!("{session}-{round}"), "甲");
            tab.checkpoint();
        }
    }
    for session in 61..70 {
        // Two tabs tidy what both have read.
        let one = Tab::open(disk.stores(Has::Both, &Faults::none()), session);
        let other = Tab::open(disk.stores(Has::Both, &Faults::none()), session + 100);
        one.tidy();
        other.tidy();
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
    // Every way of failing while deleting: hidden or there, and never an error afterwards.
    for fault in FAULTS {
        for number in 1..20 {
            let disk = disk.copy();
            let faults = Faults::at(number, fault);
            if let Ok(mut catalog) = block_on(Catalog::open(disk.stores(Has::Both, &faults))) {
                let deleted = block_on(catalog.delete(LedgerId(8))).is_ok();
                let after = block_on(Catalog::open(disk.stores(Has::Both, &Faults::none())));
                let after = after.expect("opens");
                assert!(!deleted || after.ledgers.is_empty(), "{number} {fault:?}");
            }
        }
    }
}
