//! A tablet in the simulation: its stores, its ledger and scores, and what it should hold.

use pollster::block_on;
use yixin::exchange::bundle::{Bundle, BundleHeader, read, write, write_body};
use yixin::exchange::import::plan::ImportPlan;
use yixin::ledger::{Author, Draft, Edit, EditId, Ledger, LedgerId, Moment, RecordId, WriterId};
use yixin::scoring::Scores;
use yixin::storage::{Durability, Faults, ImportId, Receipt, Store};

use crate::fixtures::disk::{Disk, Has, Page, erasing};

/// The ledger that all share.
pub const LEDGER: LedgerId = LedgerId(0x51);
/// 2026-04-01 in China, in the morning.
const NOW: i64 = 1_775_005_200_000;

/// An import as the tablet should remember it.
pub struct Taken {
    /// Which it is.
    pub id: ImportId,
    edits: Vec<Edit>,
    /// Whether it was taken back.
    pub taken_back: bool,
}

/// A tablet.
pub struct Tablet {
    disk: Disk,
    page: Page,
    /// Its keeper's branch.
    pub branch: RecordId,
    /// What its page shows.
    pub ledger: Ledger,
    /// The scores of what its page shows, kept up edit by edit.
    pub scores: Scores,
    /// How far its clock is off, in milliseconds.
    pub clock: i64,
    writer: WriterId,
    number: u32,
    /// What it acknowledged as saved.
    pub own: Ledger,
    /// What it has taken in.
    pub imports: Vec<Taken>,
}

impl Tablet {
    /// A new tablet with nothing on it.
    pub fn new(branch: RecordId, clock: i64, writer: u64) -> Self {
        let disk = Disk::default();
        let writer = WriterId(writer);
        let stores = disk.stores(Has::Both, &Faults::none());
        let (page, opened) = block_on(Store::open(stores, LEDGER, writer)).expect("opened");
        Self {
            disk,
            page,
            branch,
            scores: Scores::new(&opened.ledger),
            ledger: opened.ledger,
            clock,
            writer,
            number: 0,
            own: Ledger::new(),
            imports: Vec::new(),
        }
    }

    /// Begins an edit; the clocks advance with the step, each from where it stands.
    pub fn draft(&self, step: usize, act: &str) -> Draft {
        let id = EditId { writer: self.writer, number: self.number + 1 };
        Draft::new(id, self.now(step), self.author(), act, "模拟")
    }

    fn now(&self, step: usize) -> Moment {
        Moment { millis: NOW + self.clock + step as i64 * 60_000, offset: 480 }
    }

    fn author(&self) -> Author {
        let tablet = self.writer.to_string().into();
        Author { name: "书记".into(), role: "支部书记".into(), tablet }
    }

    /// Makes an edit and saves it. Gives it, where there was anything to change.
    pub fn commit(&mut self, draft: Draft) -> Option<Edit> {
        let edit = draft.finish(&self.ledger)?;
        let recorded = block_on(self.page.record(&edit)).expect("an edit that fits");
        assert_eq!(recorded.durability, Durability::Strict);
        self.number += 1;
        self.own.insert(edit.clone());
        self.insert(vec![edit.clone()]);
        for (_, change) in &edit.changes {
            let standing = self.ledger.standing(&change.cell).expect("written");
            assert_eq!(standing.stamp, change.stamp, "an edit beats what its author saw");
        }
        Some(edit)
    }

    /// Erases for good, in the stores too.
    pub fn redact(&mut self, draft: Draft) {
        if self.commit(draft).is_some() {
            self.purge();
        }
    }

    fn purge(&self) {
        block_on(self.page.purge(erasing(&self.ledger))).expect("scrubbed");
    }

    fn insert(&mut self, edits: Vec<Edit>) {
        let inserted = self.ledger.insert_all(edits);
        self.scores.invalidate(&self.ledger, &inserted.records);
    }

    /// Everything it holds, as a file.
    pub fn export(&self, step: usize) -> Vec<u8> {
        self.file_of(&self.ledger, step)
    }

    /// A ledger as a file of this tablet.
    pub fn file_of(&self, ledger: &Ledger, step: usize) -> Vec<u8> {
        let now = self.now(step);
        let header = BundleHeader::everything(LEDGER, "市医院", self.author(), now);
        write(ledger, header).into_bytes()
    }

    /// Plans what a file would bring.
    pub fn plan(&self, file: Bundle, step: usize) -> ImportPlan {
        let plan = ImportPlan::make(&self.ledger, LEDGER, file, self.now(step).millis);
        assert_eq!(plan.tally.refused, 0, "nobody forged anything");
        assert!(!plan.stranger);
        plan
    }

    /// Takes a file in, or those of its records that are wanted.
    pub fn take(&mut self, file: &[u8], step: usize, wanted: impl Fn(&RecordId) -> bool) {
        let plan = self.plan(read(file).expect("a good file"), step);
        // What a file erases is confirmed, and kept whatever becomes of the import.
        for edit in plan.accept_redactions(|_| true) {
            block_on(self.page.record(&edit)).expect("an edit that fits");
            self.own.insert(edit.clone());
            self.insert(vec![edit]);
            self.purge();
        }
        let edits = plan.accept_some(wanted);
        if edits.is_empty() {
            return;
        }
        let receipt = Receipt::of(&plan.header, "数据.json", self.now(step));
        let (id, recorded) =
            block_on(self.page.record_import(&receipt, &edits)).expect("both stores take it");
        assert_eq!(recorded.durability, Durability::Strict);
        self.imports.push(Taken { id, edits: edits.clone(), taken_back: false });
        self.insert(edits);
    }

    /// Takes an import back.
    pub fn take_back(&mut self, place: usize) {
        let opened = block_on(self.page.take_back(self.imports[place].id)).expect("kept");
        self.imports[place].taken_back = true;
        self.show(opened.ledger);
    }

    /// Closes the page and opens it anew, after a checkpoint and tidying up or without a warning.
    pub fn reopen(&mut self, writer: u64, orderly: bool) {
        if orderly {
            self.page.checkpoint().expect("room");
            block_on(self.page.maintain(erasing(&self.ledger)));
        }
        (self.writer, self.number) = (WriterId(writer), 0);
        let stores = self.disk.stores(Has::Both, &Faults::none());
        let (page, opened) = block_on(Store::open(stores, LEDGER, self.writer)).expect("opened");
        assert_eq!(opened.damaged, []);
        assert_eq!(opened.ledger.erased(), 0, "the stores still hold what was redacted");
        self.page = page;
        self.show(opened.ledger);
    }

    fn show(&mut self, ledger: Ledger) {
        self.scores = Scores::new(&ledger);
        self.ledger = ledger;
        self.check();
    }

    /// Holds what the page shows against what was acknowledged and not taken back.
    fn check(&self) {
        let mut expected = self.own.clone();
        let there = self.imports.iter().filter(|import| !import.taken_back);
        expected.insert_all(there.flat_map(|import| import.edits.iter().cloned()));
        assert!(write_body(&self.ledger) == write_body(&expected), "something is missing or back");
    }
}
