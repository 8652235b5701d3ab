//! A tablet in the simulation: its stores, the windows in which its ledger is open, and the steps
//! that the app takes, one by one.

use std::collections::BTreeSet;
use std::rc::Rc;

use pollster::block_on;
use yixin::codec::Partner;
use yixin::crypto::Cost;
use yixin::exchange::bundle::{BundleHeader, read, write};
use yixin::exchange::export::archive::{ArchiveSelection, fetched_back};
use yixin::exchange::export::scope::{Restricted, Scope};
use yixin::exchange::import::answers::{AcceptedChanges, ImportAnswers};
use yixin::exchange::import::implied_erasure::ImpliedErasure;
use yixin::exchange::import::plan::ImportPlan;
use yixin::exchange::import::traces::write_traces;
use yixin::ledger::{
    Archived, Author, Draft, Edit, EditId, Ledger, LedgerId, Moment, Month, RecordId, WriterId,
    rewind,
};
use yixin::registers::{is_erased, left_of, mentions, places_of, redact, schemas};
use yixin::storage::{
    ArchiveId, ArchiveNote, EncryptedStore, Fault, Faults, ImportId, MemoryJournal, MemoryKeyValue,
    Opened, PointReason, Receipt, RecoveryCode, SnapshotCopy, Store, UnlockSecret, readable,
};

use crate::fixtures::disk::{Disk, Has, erasing};
use crate::fixtures::lock::{self, PASSPHRASE, make};

/// The store of the ledger as a window has it.
type Page = Store<EncryptedStore<MemoryKeyValue>, EncryptedStore<MemoryJournal>>;

/// The ledger that all share.
pub const LEDGER: LedgerId = LedgerId(0x16);
/// 2026-04-01 in China, in the morning.
const NOW: i64 = 1_775_005_200_000;

/// What the files are called that come in. The page says that names of files stay as they are.
const FILE: &str = "钟离昧和司空曙的数据.json";

/// A page that has the ledger open.
struct Window {
    page: Page,
    ledger: Ledger,
    writer: WriterId,
    number: u32,
    /// Whether it hears of nothing at present, as a page that the system has put to sleep.
    is_asleep: bool,
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
    /// A file that is shown and not taken yet, and whether its erasures are agreed to.
    shown: Option<(ImportPlan, bool)>,
    /// How much was found erased in what the windows were given, when the stores were last purged.
    purged: usize,
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
            shown: None,
            purged: 0,
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
        let awake = self.windows.iter_mut().filter(|window| !window.is_asleep);
        awake.for_each(|window| window.hear(edits));
    }

    fn keep_for_good(&mut self, edit: Edit) {
        self.keep(edit);
        self.purge();
    }

    fn purge(&mut self) {
        let window = &self.windows[self.writing];
        block_on(window.page.purge(erasing(&window.ledger))).expect("scrubbed");
        self.purged = window.ledger.erased();
    }

    /// Erases what came in about people who are erased.
    fn settle(&mut self) {
        let left = left_of(schemas(), self.ledger());
        if !left.is_empty() {
            let mut draft = self.draft("redact", "");
            redact(&mut draft, &left);
            let edit = draft.finish(self.ledger()).expect("something to erase");
            self.keep_for_good(edit);
            assert_eq!(left_of(schemas(), self.ledger()), [], "once is enough");
        }
        if self.ledger().erased() > self.purged {
            self.purge();
        }
    }

    /// Erases someone, with all mentions.
    pub fn erase(&mut self, member: &RecordId) {
        let mut places = places_of(schemas(), self.ledger(), member);
        places.extend(mentions(schemas(), self.ledger(), member).into_iter().map(|one| one.place));
        let mut draft = self.draft("redact", "");
        write_traces(&mut draft, self.ledger(), LEDGER, member);
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
                write(&scope.select(schemas(), self.ledger(), Restricted::Goes), header)
            }
        };
        text.into_bytes()
    }

    /// Takes a file in, and what it erases where that is confirmed.
    pub fn take(&mut self, file: &[u8], is_confirmed: bool) {
        let other = self.shown.take();
        self.look(file, is_confirmed);
        self.take_shown();
        self.shown = other;
    }

    /// Shows what a file would bring.
    pub fn look(&mut self, file: &[u8], is_confirmed: bool) {
        let bundle = read(file).expect("a good file");
        let plan = ImportPlan::make(self.ledger(), LEDGER, bundle, self.now().millis);
        assert_eq!(plan.tally.refused, 0, "nobody forged anything");
        self.shown = Some((plan, is_confirmed));
    }

    /// What taking the shown file keeps: what erases, and the rest.
    fn accepted(&mut self, plan: &ImportPlan, is_confirmed: bool) -> (Vec<Edit>, Vec<Edit>) {
        let mut answers = ImportAnswers::default();
        plan.redacts.iter().for_each(|one| answers.set_confirmed(one, is_confirmed));
        let AcceptedChanges { mut redactions, edits, beyond, .. } =
            AcceptedChanges::of(schemas(), self.ledger(), plan, &answers);
        let mut own = self.draft("redact", "");
        beyond.write(&mut own, |_| true);
        redactions.extend(own.finish(self.ledger()));
        (redactions, edits)
    }

    /// Takes in the file that is shown, whatever has happened since.
    pub fn take_shown(&mut self) {
        let Some((plan, is_confirmed)) = self.shown.take() else { return };
        self.point();
        let (redactions, edits) = self.accepted(&plan, is_confirmed);
        let receipt = Receipt::of(&plan.header, FILE, self.now());
        let window = &mut self.windows[self.writing];
        let own = redactions.iter().filter(|edit| edit.head.id.writer == window.writer);
        window.number = own.map(|edit| edit.head.id.number).fold(window.number, u32::max);
        let kept = block_on(window.page.record_plan(&receipt, &redactions, edits)).expect("kept");
        let said = Partner::of(&plan.header, plan.holds.clone());
        block_on(window.page.remember(said)).expect("room");
        self.imports.extend(kept.import);
        if redactions.is_empty() {
            // What was erased since the file was shown goes into no store.
            self.check();
        }
        self.show(&redactions);
        self.show(&kept.edits);
        if !redactions.is_empty() {
            self.purge();
        }
        assert_eq!(left_of(schemas(), self.ledger()), [], "the plan said so");
        self.settle();
    }

    /// Takes a file in while the power goes, after so many calls of the stores.
    pub fn die_taking(&mut self, file: &[u8], calls: u32) {
        self.look(file, true);
        let Some((plan, is_confirmed)) = self.shown.take() else { return };
        let (redactions, edits) = self.accepted(&plan, is_confirmed);
        self.checkpoint();
        self.windows.clear();
        let receipt = Receipt::of(&plan.header, FILE, self.now());
        let (writer, faults) = (self.next_writer(), Faults::none());
        // Counted first on a copy.
        let copy = Disk::copy(&self.disk);
        drop(Self::enter(&copy, &faults, writer));
        let faults = Faults::at(faults.calls() + 1 + calls, Fault::CrashBefore);
        let (page, mut opened) = Self::enter(&self.disk, &faults, writer);
        if block_on(page.record_plan(&receipt, &redactions, edits)).is_ok() {
            opened.ledger.insert_all(&redactions);
            let _ = block_on(page.purge(erasing(&opened.ledger)));
        }
        drop(page);
        self.come_back();
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
        let archiving = ArchiveSelection::of(self.ledger(), &BTreeSet::from([month]));
        if archiving.edits.is_empty() {
            return;
        }
        let all = BundleHeader::everything(LEDGER, "市医院", self.author(), self.now());
        let file =
            write(&archiving.select(schemas(), self.ledger()), archiving.header(all)).into_bytes();
        let note = ArchiveNote {
            made: self.now(),
            file: FILE.into(),
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
        let beyond = ImpliedErasure::of_archive(schemas(), self.ledger(), &fetched.edits);
        let mut draft = self.draft("redact", "");
        beyond.write(&mut draft, |_| true);
        if let Some(edit) = draft.finish(self.ledger()) {
            self.keep_for_good(edit);
        }
        fetched.edits.retain_mut(|edit| self.ledger().erase(edit) == 0 || !edit.changes.is_empty());
        if fetched.edits.is_empty() {
            return;
        }
        let receipt = Receipt { returns: Some(id), ..Receipt::of(&header, FILE, self.now()) };
        let page = &self.windows[self.writing].page;
        let opened = block_on(page.fetch_back(&receipt, &fetched.edits)).expect("back");
        assert_eq!(left_of(schemas(), &opened.ledger), [], "it was erased before it came in");
        self.go_on_with(opened);
    }

    /// Makes a restore point.
    pub fn point(&mut self) {
        self.minute += 1;
        let copied = SnapshotCopy::of(self.ledger(), PointReason::Import, FILE, self.now());
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
            if place != self.writing && !window.is_asleep {
                window.ledger = block_on(window.page.reload()).expect("read").ledger;
            }
        }
        self.purged = 0;
        self.settle();
    }

    fn next_writer(&mut self) -> WriterId {
        self.writers += 1;
        WriterId(self.writers)
    }

    /// Opens the stores, with the passphrase where they are locked.
    fn enter(disk: &Disk, faults: &Rc<Faults>, writer: WriterId) -> (Page, Opened) {
        let page = lock::Page::new(disk, Has::Both, faults);
        page.enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens");
        block_on(Store::open(page.stores, LEDGER, writer)).expect("opened")
    }

    /// Opens one more window, which reads along.
    pub fn open(&mut self) {
        let writer = self.next_writer();
        let (page, opened) = Self::enter(&self.disk, &Faults::none(), writer);
        let ledger = opened.ledger;
        self.windows.push(Window { page, ledger, writer, number: 0, is_asleep: false });
    }

    /// Puts a window to sleep that does not write.
    pub fn sleep(&mut self, place: usize) {
        let place = place % self.windows.len();
        self.windows[place].is_asleep = place != self.writing;
    }

    /// A window that was asleep writes before it knows what it missed, as where a browser has no
    /// locks; the others hear of it, and it catches up.
    pub fn act_unheard(&mut self, write: impl FnOnce(&mut Draft, &Ledger)) {
        let Some(place) = self.windows.iter().position(|window| window.is_asleep) else { return };
        let writing = std::mem::replace(&mut self.writing, place);
        let mut draft = self.draft("change", "");
        write(&mut draft, self.ledger());
        if let Some(edit) = draft.finish(self.ledger()) {
            self.windows[place].hear(std::slice::from_ref(&edit));
            self.keep(edit);
        }
        self.writing = writing;
        self.wake(place);
        self.settle();
    }

    fn wake(&mut self, place: usize) {
        let window = &mut self.windows[place];
        window.is_asleep = false;
        let opened = block_on(window.page.reload()).expect("read");
        window.ledger.insert_all(opened.ledger.edits());
    }

    /// Lets another window write.
    pub fn take_over(&mut self, place: usize) {
        self.checkpoint();
        self.writing = place % self.windows.len();
        self.wake(self.writing);
        self.purged = 0;
        self.settle();
    }

    /// Locks the tablet; whoever unlocks it opens one window.
    pub fn lock(&mut self) {
        self.checkpoint();
        self.windows.clear();
        let page = lock::Page::new(&self.disk, Has::Both, &Faults::none());
        let device_lock = page.device_lock(1).expect("read");
        if !device_lock.is_locked() {
            let code = RecoveryCode::of(&[7; 16]);
            let lock = device_lock.lock(&*page.stores, (PASSPHRASE, Cost::LEAST), &code, &make);
            block_on(lock).expect("locked");
        }
        self.come_back();
        let page = lock::Page::new(&self.disk, Has::Both, &Faults::none());
        assert_eq!(block_on(page.stores.count_clear()), Ok(0), "all is sealed");
    }

    /// Unlocks it for good.
    pub fn unlock(&mut self) {
        self.checkpoint();
        self.windows.clear();
        let page = lock::Page::new(&self.disk, Has::Both, &Faults::none());
        if let Some(unlocked) =
            page.enter(&[UnlockSecret::Passphrase(PASSPHRASE)]).expect("it opens")
        {
            block_on(unlocked.leave(&*page.stores)).expect("left");
            // The first opening opens what is sealed, the next one finds nothing sealed.
            for _ in 0..2 {
                drop(Self::enter(&self.disk, &Faults::none(), WriterId(1)));
            }
        }
        self.come_back();
    }

    /// Packs up what a window has, as when it is hidden.
    pub fn hide(&self, place: usize) {
        self.windows[place % self.windows.len()].page.checkpoint().expect("room");
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
        self.check();
        self.windows.clear();
        self.come_back();
    }

    /// Opens one window where there is none.
    fn come_back(&mut self) {
        self.writing = 0;
        self.open();
        let window = &self.windows[0];
        block_on(window.page.maintain(erasing(&window.ledger)));
        self.purged = window.ledger.erased();
        self.settle();
        self.check();
    }

    /// Looks whether the stores hold anything that is erased, as one finds who opens them.
    pub fn check(&self) {
        let copy = Disk::copy(&self.disk);
        let (_, opened) = Self::enter(&copy, &Faults::none(), WriterId(2));
        assert_eq!(opened.ledger.erased(), 0, "the stores of {} hold what is erased", self.name);
    }

    /// Where a text is found in what both stores hold, in clear.
    pub fn find(&self, text: &str) -> Vec<String> {
        let stores = [("local", &self.disk.local), ("journal", &self.disk.journal)];
        let kept = stores.into_iter().flat_map(|(store, kept)| {
            let kept = kept.borrow().clone();
            kept.into_iter().map(move |(key, value)| (store, key, value))
        });
        let found = kept.filter_map(|(store, key, value)| {
            let clear = readable(&value).replace(FILE, "");
            let at = clear.find(text)?;
            let around: String = clear[..at].chars().rev().take(60).collect();
            let around: String = around.chars().rev().collect();
            Some(format!("{} {store} {key}: {around}{text}", self.name))
        });
        found.collect()
    }
}
