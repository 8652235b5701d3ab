//! A tablet in the simulation: its stores, the windows in which its ledger is open, and the steps
//! that the app takes, one by one.

use std::collections::BTreeSet;

use pollster::block_on;
use yixin::exchange::archive::{Archiving, fetched_back};
use yixin::exchange::bundle::{BundleHeader, read, write};
use yixin::exchange::erasing::Beyond;
use yixin::exchange::plan::ImportPlan;
use yixin::exchange::scope::{Restricted, Scope};
use yixin::ledger::{
    Archived, Author, Draft, Edit, EditId, Ledger, LedgerId, Moment, Month, RecordId, WriterId,
    rewind,
};
use yixin::registers::{is_erased, left_of, mentions, places_of, redact};
use yixin::storage::{
    Archive, ArchiveId, Copied, Faults, ImportId, Occasion, Opened, Receipt, Store, readable,
};

use super::fixtures::disk::{Disk, Has, Page, erasing};

/// The ledger that all share.
pub const LEDGER: LedgerId = LedgerId(0x16);
/// 2026-04-01 in China, in the morning.
const NOW: i64 = 1_775_005_200_000;

/// A page that has the ledger open.
struct Window {
    page: Page,
    ledger: Ledger,
    writer: WriterId,
    number: u32,
}

impl Window {
    /// Takes in what another window told, as a page does.
    fn hear(&mut self, edits: &[Edit]) {
        self.page.learn(edits);
        self.ledger.insert_all(edits);
    }
}

/// A tablet.
pub struct Tablet {
    /// What it is called.
    pub name: &'static str,
    disk: Disk,
    windows: Vec<Window>,
    /// The one that writes.
    writing: usize,
    imports: Vec<ImportId>,
    archives: Vec<(ArchiveId, Archived, Vec<u8>)>,
    minute: i64,
    writers: u64,
}

impl Tablet {
    /// A tablet with nothing on it; `writers` is where its windows are numbered from.
    pub fn new(name: &'static str, writers: u64) -> Self {
        let mut tablet = Self {
            name,
            disk: Disk::default(),
            windows: Vec::new(),
            writing: 0,
            imports: Vec::new(),
            archives: Vec::new(),
            minute: 0,
            writers,
        };
        tablet.open();
        tablet
    }

    /// What its writing window shows.
    pub fn ledger(&self) -> &Ledger {
        &self.windows[self.writing].ledger
    }

    fn now(&self) -> Moment {
        Moment { millis: NOW + self.minute * 60_000, offset: 480 }
    }

    fn author(&self) -> Author {
        Author { name: "书记".into(), role: "支部书记".into(), tablet: self.name.into() }
    }

    fn draft(&mut self, act: &str, reason: &str) -> Draft {
        self.minute += 1;
        let window = &self.windows[self.writing];
        let id = EditId { writer: window.writer, number: window.number + 1 };
        Draft::new(id, self.now(), self.author(), act, reason)
    }

    /// Makes an edit.
    pub fn act(&mut self, reason: &str, write: impl FnOnce(&mut Draft, &Ledger)) {
        let mut draft = self.draft("change", reason);
        write(&mut draft, self.ledger());
        if let Some(edit) = draft.finish(self.ledger()) {
            self.keep(edit);
            self.settle();
        }
    }

    fn keep(&mut self, edit: Edit) {
        let writing = self.writing;
        let window = &mut self.windows[writing];
        if edit.head.id.writer == window.writer {
            window.number = edit.head.id.number;
        }
        block_on(window.page.record(&edit)).expect("an edit that fits");
        self.show(&[edit]);
    }

    fn show(&mut self, edits: &[Edit]) {
        self.windows.iter_mut().for_each(|window| window.hear(edits));
    }

    fn keep_for_good(&mut self, edit: Edit) {
        self.keep(edit);
        let window = &self.windows[self.writing];
        block_on(window.page.scrub(erasing(&window.ledger))).expect("scrubbed");
    }

    /// Erases what came in about people who are erased.
    fn settle(&mut self) {
        let left = left_of(self.ledger());
        if !left.is_empty() {
            let mut draft = self.draft("redact", "");
            redact(&mut draft, &left);
            let edit = draft.finish(self.ledger()).expect("something to erase");
            self.keep_for_good(edit);
            assert_eq!(left_of(self.ledger()), [], "once is enough");
        }
    }

    /// Erases someone, with all mentions.
    pub fn erase(&mut self, member: &RecordId) {
        let mut places = places_of(self.ledger(), member);
        places.extend(mentions(self.ledger(), member).into_iter().map(|one| one.place));
        let mut draft = self.draft("redact", "");
        redact(&mut draft, &places);
        if let Some(edit) = draft.finish(self.ledger()) {
            self.keep_for_good(edit);
        }
    }

    /// Whether someone is erased here.
    pub fn has_erased(&self, member: &RecordId) -> bool {
        is_erased(self.ledger(), member)
    }

    /// Everything it holds as a file, or what one branch gets.
    pub fn export(&self, branch: Option<&RecordId>) -> Vec<u8> {
        let header = BundleHeader::everything(LEDGER, "市医院", self.author(), self.now());
        let text = match branch {
            None => write(self.ledger(), header),
            Some(branch) => {
                let scope = Scope::Branch(branch.clone());
                let header = BundleHeader { kind: scope.kind(), scope: scope.to_value(), ..header };
                write(&scope.select(self.ledger(), Restricted::Goes), header)
            }
        };
        text.into_bytes()
    }

    /// Takes a file in, and what it erases where that is confirmed.
    pub fn take(&mut self, file: &[u8], is_confirmed: bool) {
        self.point();
        let bundle = read(file).expect("a good file");
        let plan = ImportPlan::make(self.ledger(), LEDGER, bundle, self.now().millis);
        assert_eq!(plan.tally.refused, 0, "nobody forged anything");
        let beyond = Beyond::of_plan(self.ledger(), &plan, |_| true, |_| is_confirmed);
        let mut draft = self.draft("redact", "");
        beyond.write(&mut draft, |_| true);
        let own = draft.finish(self.ledger());
        for edit in plan.accept_redactions(|_| is_confirmed).into_iter().chain(own) {
            self.keep_for_good(edit);
        }
        let mut edits = plan.accept_some(|_| true);
        edits.retain_mut(|edit| self.ledger().erase(edit) == 0 || !edit.changes.is_empty());
        if !edits.is_empty() {
            let receipt = Receipt::of(&plan.header, "数据.json", self.now());
            let page = &self.windows[self.writing].page;
            let (id, _) = block_on(page.record_import(&receipt, &edits)).expect("taken");
            self.imports.push(id);
            self.show(&edits);
        }
        assert_eq!(left_of(self.ledger()), [], "the plan said so");
    }

    /// Takes one of its imports back.
    pub fn take_back(&mut self, place: usize) {
        if self.imports.len() > 1 {
            // Not the founding.
            let import = self.imports.remove(1 + place % (self.imports.len() - 1));
            let page = &self.windows[self.writing].page;
            let opened = block_on(page.take_back(import)).expect("kept");
            self.go_on_with(opened);
        }
    }

    /// Archives what was entered in a month.
    pub fn archive(&mut self, month: Month) {
        let archiving = Archiving::of(self.ledger(), &BTreeSet::from([month]));
        if archiving.edits.is_empty() {
            return;
        }
        let all = BundleHeader::everything(LEDGER, "市医院", self.author(), self.now());
        let file = write(&archiving.select(self.ledger()), archiving.header(all)).into_bytes();
        let note = Archive {
            made: self.now(),
            file: "归档.json".into(),
            files: 1,
            records: archiving.records,
            changes: archiving.change_count(),
            archived: archiving.archived,
        };
        let opened = block_on(self.windows[self.writing].page.archive(&note)).expect("archived");
        let id = opened.archives.last().expect("the archive").id;
        self.archives.push((id, note.archived, file));
        self.go_on_with(opened);
    }

    /// Whether something is archived here.
    pub fn has_archives(&self) -> bool {
        !self.archives.is_empty()
    }

    /// Fetches the last archive back.
    pub fn fetch_back(&mut self) {
        let Some((id, archived, file)) = self.archives.pop() else { return };
        let bundle = read(&file).expect("a good file");
        let header = bundle.header.clone();
        let mut fetched = fetched_back(self.ledger(), &archived, vec![bundle]);
        let beyond = Beyond::of_archive(self.ledger(), &fetched.edits);
        let mut draft = self.draft("redact", "");
        beyond.write(&mut draft, |_| true);
        if let Some(edit) = draft.finish(self.ledger()) {
            self.keep_for_good(edit);
        }
        fetched.edits.retain_mut(|edit| self.ledger().erase(edit) == 0 || !edit.changes.is_empty());
        if fetched.edits.is_empty() {
            return;
        }
        let receipt =
            Receipt { returns: Some(id), ..Receipt::of(&header, "归档.json", self.now()) };
        let page = &self.windows[self.writing].page;
        let opened = block_on(page.fetch_back(&receipt, &fetched.edits)).expect("back");
        self.go_on_with(opened);
    }

    /// Makes a restore point.
    pub fn point(&mut self) {
        self.minute += 1;
        let copied = Copied::of(self.ledger(), Occasion::Import, "数据.json", self.now());
        block_on(self.windows[self.writing].page.take_point(copied)).expect("room");
    }

    /// Goes back to one of the restore points.
    pub fn go_back(&mut self, place: usize) {
        let page = &self.windows[self.writing].page;
        let points = block_on(page.points()).expect("read");
        let Some(point) = points.get(place % points.len().max(1)) else { return };
        let edits = block_on(page.read_point(point.id)).expect("whole");
        let mut then = self.ledger().begun_beside();
        then.insert_all(edits);
        self.act("恢复", |draft, ledger| drop(rewind(ledger, &then, draft)));
    }

    fn go_on_with(&mut self, opened: Opened) {
        self.windows[self.writing].ledger = opened.ledger;
        for (place, window) in self.windows.iter_mut().enumerate() {
            if place != self.writing {
                window.ledger = block_on(window.page.reload()).expect("read").ledger;
            }
        }
        self.settle();
    }

    /// Opens one more window, which reads along.
    pub fn open(&mut self) {
        self.writers += 1;
        let writer = WriterId(self.writers);
        let stores = self.disk.stores(Has::Both, &Faults::none());
        let (page, opened) = block_on(Store::open(stores, LEDGER, writer)).expect("opened");
        self.windows.push(Window { page, ledger: opened.ledger, writer, number: 0 });
    }

    /// Lets another window write.
    pub fn take_over(&mut self, place: usize) {
        self.checkpoint();
        self.writing = place % self.windows.len();
        let window = &mut self.windows[self.writing];
        let opened = block_on(window.page.reload()).expect("read");
        window.ledger.insert_all(opened.ledger.edits());
        self.settle();
    }

    /// Packs up what only the journal has.
    pub fn checkpoint(&self) {
        self.windows[self.writing].page.checkpoint().expect("room");
    }

    /// Closes all windows, in good order or as the power goes, and opens one.
    pub fn reopen(&mut self, is_orderly: bool) {
        if is_orderly {
            self.checkpoint();
        }
        self.windows.clear();
        self.writing = 0;
        self.open();
        let window = &self.windows[0];
        assert_eq!(window.ledger.erased(), 0, "the stores of {} hold what is erased", self.name);
        block_on(window.page.tidy(erasing(&window.ledger)));
        self.settle();
    }

    /// Where a text is found in what both stores hold, in clear.
    pub fn find(&self, text: &str) -> Vec<String> {
        let stores = [("local", &self.disk.local), ("journal", &self.disk.journal)];
        let kept = stores.into_iter().flat_map(|(store, kept)| {
            let kept = kept.borrow().clone();
            kept.into_iter().map(move |(key, value)| (store, key, value))
        });
        let found = kept.filter_map(|(store, key, value)| {
            let clear = readable(&value);
            let at = clear.find(text)?;
            let around: String = clear[..at].chars().rev().take(60).collect();
            let around: String = around.chars().rev().collect();
            Some(format!("{} {store} {key}: {around}{text}", self.name))
        });
        found.collect()
    }
}
