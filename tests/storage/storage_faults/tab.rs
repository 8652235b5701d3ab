//! A tab at work, in a world that may fail, and what has to be true afterwards.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::fixtures::disk::{Disk, Has, Kept, erasing};
use pollster::block_on;
use yixin::exchange::bundle::BundleKind;
use yixin::ledger::{
    Archived, Author, ChangeId, Draft, Edit, EditId, Ledger, LedgerId, Moment, REDACTED, RecordId,
    Value, WriterId, redacted_by, rewind,
};
use yixin::registers::rows::next_key;
use yixin::registers::{EVERY_SHAPE, EVERY_SHAPE_PART, EXPLANATION};
use yixin::storage::{
    ArchiveError, ArchiveId, ArchiveNote, Durability, Faults, ImportId, Journal, KeyValue,
    LedgerEntry, MemoryJournal, MemoryKeyValue, Opened, PointId, PointReason, Receipt,
    SnapshotCopy, Store, Stores,
};

pub const LEDGER: LedgerId = LedgerId(7);
pub const NOW: i64 = 1_795_266_300_000;

pub fn by() -> Author {
    Author { name: "王芳".into(), role: "支部书记".into(), tablet: "平板A".into() }
}

/// What has to be true when the ledger is opened again.
#[derive(Default, Clone)]
pub struct Expected {
    /// Edits that were acknowledged as more than held in memory.
    pub acknowledged: BTreeSet<EditId>,
    /// All that was ever tried.
    pub tried: Ledger,
    /// Sets of changes of which all or none may be there; all or none must be where it is said.
    pub imports: Vec<(Vec<ChangeId>, Option<bool>)>,
    /// All that was tried before something was redacted.
    pub before: Option<Ledger>,
    /// All that was tried, without what was to be archived.
    pub left: Option<Ledger>,
    /// Whether the user was told of damage that could not be healed.
    pub told: bool,
}

impl Expected {
    /// All that is there stays.
    pub fn of(there: &Ledger) -> Self {
        let mut expected = Self::default();
        for edit in there.iter() {
            expected.acknowledged.insert(edit.head.id);
            expected.tries(&edit);
        }
        expected
    }

    pub fn tries(&mut self, edit: &Edit) {
        self.tried.insert(edit.clone());
        if let Some(left) = &mut self.left {
            left.insert(edit.clone());
        }
        let erases = redacted_by(edit).next().is_some();
        if let Some(before) = self.before.as_mut().filter(|_| !erases) {
            before.insert(edit.clone());
        }
    }

    /// What may be there: without what was redacted or archived, once that is known there.
    pub fn possible(&self, there: &Ledger) -> &Ledger {
        if let Some(left) = self.left.as_ref().filter(|_| !there.archived().is_empty()) {
            return left;
        }
        let before = self.before.as_ref().filter(|_| there.erased_places() == 0);
        before.unwrap_or(&self.tried)
    }

    pub fn hear(&mut self, opened: &Opened) {
        self.told |= opened.damaged.iter().any(|report| !report.healed);
    }
}

/// A tab at work, in a world that may fail.
pub struct Tab<K = MemoryKeyValue, J = MemoryJournal> {
    pub store: Option<Store<K, J>>,
    pub ledger: Ledger,
    pub writer: WriterId,
    pub number: u32,
    pub told: bool,
}

impl<K: KeyValue, J: Journal> Tab<K, J> {
    /// Opens the page; where that fails, the user sees an error, and nothing else happens.
    pub fn open(stores: Rc<Stores<K, J>>, writer: u64) -> Self {
        let writer = WriterId(writer);
        Self::begin(block_on(Store::open(stores, LEDGER, writer)).ok(), writer)
    }

    /// Opens the page with a ledger of the list.
    pub fn open_listed(stores: Rc<Stores<K, J>>, entry: &LedgerEntry, writer: u64) -> Self {
        let writer = WriterId(writer);
        Self::begin(block_on(Store::open_listed(stores, entry, writer)).ok(), writer)
    }

    fn begin(opened: Option<(Store<K, J>, Opened)>, writer: WriterId) -> Self {
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

    pub fn draft(&mut self) -> Draft {
        self.number += 1;
        let id = EditId { writer: self.writer, number: self.number };
        let at = Moment { millis: NOW + i64::from(self.number), offset: 480 };
        Draft::new(id, at, by(), "edit", "")
    }

    pub fn set(&mut self, expected: &mut Expected, key: &str, value: &str) -> Option<EditId> {
        let mut draft = self.draft();
        let record = RecordId::keyed("member", key);
        draft.field(&record, "name", value);
        draft.field(&record, "notes", "备注 𠮷");
        self.record(expected, draft)
    }

    /// Makes or goes on with a record of every shape: rows of members, of steps, of their making and of
    /// this writer, a group, a dated value, an explanation, and a record that belongs to it.
    pub fn meet(&mut self, expected: &mut Expected, state: &str) -> Option<EditId> {
        let mut draft = self.draft();
        let meeting = RecordId::keyed(EVERY_SHAPE.name, "党课");
        draft.field(&meeting, "name", "党课");
        draft.field(&meeting, "held_on", "2026-11-20");
        let votes = [("issued", i64::from(self.number).into()), ("received", 3.into())];
        draft.field(&meeting, "votes", Value::group(votes));
        let row = Value::group([("state", state.into()), ("note", "手术 𠮷".into())]);
        draft.entry(&meeting, "roll", "member:=1-0", row);
        draft.entry(&meeting, "roll", "member:=1-1", state);
        draft.entry(&meeting, "steps", "call", "2026-11-19");
        let agenda = next_key(&draft);
        draft.entry(&meeting, "agenda", &agenda, state);
        let counted = Value::group([("pressure", i64::from(self.number).into())]);
        draft.entry(&meeting, "counter", &self.writer.to_string(), counted);
        draft.entry(&meeting, "place", "2026-11-20", state);
        draft.entry(&meeting, EXPLANATION, "reported", "网络故障");
        let part = draft.next_record(EVERY_SHAPE_PART.name);
        draft.field(&part, "of", meeting.as_str());
        draft.field(&part, "who", "member:=1-1");
        self.record(expected, draft)
    }

    pub fn record(&mut self, expected: &mut Expected, draft: Draft) -> Option<EditId> {
        let store = self.store.as_ref()?;
        let edit = draft.finish(&self.ledger)?;
        let id = edit.head.id;
        expected.tries(&edit);
        let recorded = block_on(store.record(&edit)).expect("a fitting edit");
        if recorded.durability > Durability::Memory {
            expected.acknowledged.insert(id);
        }
        assert!(recorded.durability == Durability::Strict || recorded.trouble.is_some());
        self.ledger.insert(edit);
        Some(id)
    }

    /// Erases the name of a member, from the stores too.
    pub fn redact(&mut self, expected: &mut Expected, key: &str) {
        let mut draft = self.draft();
        draft.entry(&RecordId::keyed("member", key), REDACTED, "name", true);
        expected.before = Some(expected.tried.clone());
        // Only once that is kept is anything taken out of the stores.
        let kept = self.record(expected, draft).filter(|id| expected.acknowledged.contains(id));
        if let (Some(_), Some(store)) = (kept, &self.store) {
            let _ = block_on(store.purge(erasing(&self.ledger)));
        }
    }

    /// Takes over writing from another page: reads what that one has written.
    pub fn take_over(&mut self, expected: &mut Expected) {
        let Some(store) = &self.store else { return };
        if let Ok(opened) = block_on(store.reload()) {
            expected.hear(&opened);
            self.ledger.insert_all(opened.ledger.edits());
        }
    }

    /// Makes a restore point.
    pub fn point(&self) -> Option<PointId> {
        let at = Moment { millis: NOW, offset: 480 };
        let copied = SnapshotCopy::of(&self.ledger, PointReason::Import, "三支部.json", at);
        block_on(self.store.as_ref()?.take_point(copied)).ok()
    }

    /// Goes back to a restore point, where it can be read.
    pub fn go_back(&mut self, expected: &mut Expected, point: PointId) {
        let Some(store) = &self.store else { return };
        let Ok(edits) = block_on(store.read_point(point)) else { return };
        let mut then = self.ledger.begun_beside();
        then.insert_all(edits);
        let mut draft = self.draft();
        rewind(&self.ledger, &then, &mut draft);
        self.record(expected, draft);
    }

    /// Archives what was written of some members.
    pub fn archive(&mut self, expected: &mut Expected, keys: &[&str]) -> Option<ArchiveId> {
        let store = self.store.as_ref()?;
        let records: Vec<_> = keys.iter().map(|key| RecordId::keyed("member", key)).collect();
        let mut edits = self.ledger.edits();
        for edit in &mut edits {
            edit.changes.retain(|(_, change)| records.contains(&change.cell.record));
        }
        edits.retain(|edit| !edit.changes.is_empty());
        // A page that was shown too little has nothing to archive.
        if edits.is_empty() {
            return None;
        }
        let archived = Archived::of(&edits, BTreeSet::new());
        let mut left = Ledger::without(archived.clone());
        left.insert_all(expected.tried.iter());
        expected.left = Some(left);
        let ids = edits.iter().flat_map(|edit| edit.change_ids().collect::<Vec<_>>()).collect();
        expected.imports.push((ids, None));
        let archive = ArchiveNote {
            made: Moment { millis: NOW, offset: 480 },
            file: "归档.json".into(),
            files: 1,
            records: records.len(),
            changes: edits.iter().map(|edit| edit.changes.len()).sum(),
            archived,
        };
        let opened = block_on(store.archive(&archive)).ok()?;
        expected.hear(&opened);
        expected.imports.last_mut().expect("just put there").1 = Some(false);
        self.ledger = opened.ledger;
        opened.archives.last().map(|one| one.id)
    }

    /// Fetches an archive back with the edits of its file.
    pub fn fetch_back(&mut self, expected: &mut Expected, id: ArchiveId, edits: &[Edit]) {
        let Some(store) = &self.store else { return };
        let receipt = Receipt { kind: BundleKind::Archive, returns: Some(id), ..receipt() };
        let place = expected.imports.len() - 1;
        match block_on(store.fetch_back(&receipt, edits)) {
            Ok(opened) => {
                expected.hear(&opened);
                expected.imports[place].1 = Some(true);
                self.ledger = opened.ledger;
            }
            // One that failed may still have reached a store that could not say so.
            Err(ArchiveError::NotKept(_)) => expected.imports[place].1 = None,
            Err(ArchiveError::NotRead(_)) => expected.imports[place].1 = Some(true),
        }
    }

    pub fn checkpoint(&self) {
        if let Some(store) = &self.store {
            let _ = store.checkpoint();
        }
    }

    pub fn maintain(&self) {
        if let Some(store) = &self.store {
            let _ = block_on(store.maintain(erasing(&self.ledger)));
        }
    }

    pub fn import(&mut self, expected: &mut Expected, edits: Vec<Edit>) -> Option<ImportId> {
        let ids = edits.iter().flat_map(|edit| edit.change_ids().collect::<Vec<_>>()).collect();
        let store = self.store.as_ref()?;
        for edit in &edits {
            expected.tries(edit);
        }
        let taken = block_on(store.record_import(&receipt(), &edits));
        // One that failed may still have reached a store that could not say so.
        expected.imports.push((ids, taken.as_ref().ok().map(|_| true)));
        let (id, _) = taken.ok()?;
        self.ledger.insert_all(edits);
        Some(id)
    }

    pub fn take_back(&mut self, expected: &mut Expected, id: ImportId, place: usize) {
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

pub fn receipt() -> Receipt {
    let made = Moment { millis: NOW, offset: 480 };
    Receipt {
        file: "三支部.json".into(),
        ledger: LEDGER,
        hospital: "示例医院".into(),
        from: by(),
        made,
        taken: made,
        sha256: "00".into(),
        kind: BundleKind::Everything,
        scope: Value::Null,
        begins: Some(false),
        returns: None,
    }
}

/// What another tablet sends: some edits of which one is large enough for several parts.
pub fn from_elsewhere(writer: u64, size: usize) -> Vec<Edit> {
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
pub fn used(has: Has) -> (Disk, Expected) {
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
        if session == 5 {
            tab.meet(&mut expected, "present").expect("recorded");
        }
    }
    (disk, expected)
}

pub fn damage(kept: &Kept, part: &str) {
    let mut kept = kept.borrow_mut();
    let key = kept.keys().find(|key| key.contains(part)).expect("such a key").clone();
    let text = kept.get_mut(&key).expect("its text");
    let (place, there) = text.char_indices().rev().nth(20).expect("a long text");
    let other = char::from_u32(u32::from(there) ^ 1).expect("a character");
    text.replace_range(place..place + there.len_utf8(), &other.to_string());
}
