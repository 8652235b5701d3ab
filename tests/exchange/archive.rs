//! Archives of locked months: what goes, what stays, what does not flow back, and the way back.

use crate::fixtures::disk::{Disk, Has, Page, erasing};
use crate::fixtures::{Book, day, month};
use pollster::block_on;
use proptest::prelude::*;
use yixin::exchange::bundle::{self, Bundle, BundleHeader, BundleKind, write_body};
use yixin::exchange::described;
use yixin::exchange::export::archive::{ArchiveSelection, fetched_back};
use yixin::exchange::import::plan::ImportPlan;
use yixin::ledger::{Author, Ledger, LedgerId, Moment, Quarter, RecordId, WriterId};
use yixin::registers::{BulletinWords, SCORE_ENTRY, schemas};
use yixin::reports::MonthView;
use yixin::scoring::{
    NoticeDays, archivable, draft_issue, issue_bulletin, quarter_obstacles, since_lock,
};
use yixin::storage::{ArchiveNote, ArchiveReceipt, Faults, Opened, Receipt, Store};

const LEDGER: LedgerId = LedgerId(7);
const NOW: Moment = Moment { millis: 1_795_266_300_000, offset: 480 };
const JANUARY: &str = "2026-01";
const FEBRUARY: &str = "2026-02";
const MARCH: &str = "2026-03";

/// Two members, entries in three months, of which two are locked.
fn book() -> (Book, RecordId, Vec<RecordId>) {
    let mut book = Book::new();
    let first = book.first();
    let who: Vec<_> = ["1", "2"].iter().map(|number| book.member(number, &first)).collect();
    let department = book.department("心内科");
    for of in [JANUARY, FEBRUARY, MARCH] {
        book.enter(of, "C3.1", &[(&who[0], 1), (&who[1], 2)]);
        book.result(&department, of, "93");
    }
    book.close(&first, JANUARY);
    book.close(&first, FEBRUARY);
    (book, first, who)
}

fn header() -> BundleHeader {
    BundleHeader::everything(LEDGER, "市医院", Author::default(), NOW)
}

fn archiving(book: &mut Book) -> ArchiveSelection {
    let found = archivable(&book.ledger, &mut book.scores, month("2026-12"));
    ArchiveSelection::of(&book.ledger, &found.months)
}

/// What is in the file, as read back.
fn file_of(ledger: &Ledger, archiving: &ArchiveSelection) -> Bundle {
    let text = bundle::write(&archiving.select(schemas(), ledger), archiving.header(header()));
    bundle::read(text.as_bytes()).expect("sound")
}

fn noted(archiving: &ArchiveSelection) -> ArchiveNote {
    ArchiveNote {
        made: NOW,
        file: "归档.json".into(),
        files: 1,
        records: archiving.records,
        changes: archiving.change_count(),
        archived: archiving.archived.clone(),
    }
}

fn open(disk: &Disk, writer: u64) -> (Page, Opened) {
    let stores = disk.stores(Has::Both, &Faults::none());
    block_on(Store::open(stores, LEDGER, WriterId(writer))).expect("opens")
}

/// A tablet that has all of a ledger as its own work.
fn kept(ledger: &Ledger) -> (Disk, Page) {
    let disk = Disk::default();
    let (store, _) = open(&disk, 0x51);
    for edit in ledger.iter() {
        block_on(store.record(&edit)).expect("fits");
    }
    store.checkpoint().expect("kept");
    (disk, store)
}

#[test]
fn only_months_that_are_closed_and_settled_can_be_archived() {
    let (mut book, first, who) = book();
    let found = archivable(&book.ledger, &mut book.scores, month("2026-12"));
    assert_eq!(found.months, [month(JANUARY), month(FEBRUARY)].into());
    let [kept] = &*found.kept else { panic!("one stays") };
    assert_eq!((kept.month, &*kept.why), (month(MARCH), "一支部还没有锁定"));
    let found = archivable(&book.ledger, &mut book.scores, month(JANUARY));
    assert_eq!((found.months.len(), found.kept.len()), (1, 0), "no later than asked");

    book.enter(JANUARY, "C3.1", &[(&who[0], 1)]);
    assert_eq!(since_lock(&book.ledger, &mut book.scores, &first, month(JANUARY)).len(), 1);
    let found = archivable(&book.ledger, &mut book.scores, month(JANUARY));
    assert_eq!(found.kept[0].why, "一支部锁定以后有 1 人的变化还没有处理");
}

#[test]
fn what_lasts_through_months_goes_once_all_of_them_do() {
    let (mut book, _, who) = book();
    let posting = book.act("posting", |draft, _| {
        let id = draft.next_record("service");
        draft.field(&id, "kind", "emergency");
        draft.field(&id, "day", "2026-01-10");
        draft.field(&id, "until", "2026-02-20");
        draft.entry(&id, "who", who[0].as_str(), "member");
        id
    });
    let goes = |months: &[&str]| {
        let months = months.iter().map(|of| month(of)).collect();
        let chosen = ArchiveSelection::of(&book.ledger, &months);
        chosen
            .edits
            .iter()
            .flat_map(|edit| &edit.changes)
            .any(|(_, one)| one.cell.record == posting)
    };
    assert!(!goes(&[JANUARY]), "February needs it");
    assert!(!goes(&[FEBRUARY]), "January stays");
    assert!(goes(&[JANUARY, FEBRUARY]));
}

#[test]
fn a_branch_that_has_not_locked_keeps_the_month_here() {
    let (mut book, _, _) = book();
    let second = book.branch("二支部");
    book.member("3", &second);
    let found = archivable(&book.ledger, &mut book.scores, month(JANUARY));
    assert!(found.months.is_empty() && found.kept[0].why == "二支部还没有锁定");
}

#[test]
fn entries_and_departments_results_go_and_everything_else_stays() {
    let (mut book, _, who) = book();
    // Two that settle each other, so that the month can go.
    book.adjust(&who[0], JANUARY, "1.5");
    book.adjust(&who[0], JANUARY, "-1.5");
    let archiving = archiving(&mut book);
    let goes = |edit: &yixin::ledger::Edit| {
        edit.changes
            .iter()
            .map(|(_, one)| one.cell.record.register().to_owned())
            .collect::<Vec<_>>()
    };
    let mut registers: Vec<String> = archiving.edits.iter().flat_map(goes).collect();
    registers.sort_unstable();
    registers.dedup();
    assert_eq!(registers, ["department_result", "score_entry"]);
    assert_eq!(archiving.records, 4);
    let file = file_of(&book.ledger, &archiving);
    assert_eq!(file.header.kind, BundleKind::Archive);
    let held = Ledger::from_edits(file.edits.clone());
    assert_eq!(
        described(schemas(), &file.header, &held),
        "归档2026年1月至2026年2月的登记，连同看懂它们要用的内容"
    );
    assert_eq!(archiving.lacking(std::slice::from_ref(&file)), 0);
    let mut cut = file;
    cut.edits.retain(|edit| edit.head.id != archiving.edits[0].head.id);
    assert_eq!(archiving.lacking(&[cut]), archiving.edits[0].changes.len());
}

#[test]
fn the_file_opens_by_itself_with_sheets_and_explanations() {
    let (mut book, first, who) = book();
    let archiving = archiving(&mut book);
    let mut alone = Book::of(&Ledger::from_edits(file_of(&book.ledger, &archiving).edits));
    assert_eq!(alone.total(&who[1], JANUARY), book.total(&who[1], JANUARY));
    assert!(since_lock(&alone.ledger, &mut alone.scores, &first, month(JANUARY)).is_empty());
}

#[test]
fn an_archived_month_shows_its_lock_and_later_months_are_as_they_were() {
    let (mut book, first, who) = book();
    book.adjust(&who[0], JANUARY, "1.5");
    // Two that settle each other, so that the month can go.
    book.adjust(&who[0], JANUARY, "-1.5");
    let months = [JANUARY, FEBRUARY, MARCH].map(month);
    let of = |book: &mut Book| {
        let sheets: Vec<_> = months
            .iter()
            .map(|month| {
                let view = MonthView::of(&book.ledger, &mut book.scores, &first, *month);
                view.expect("a sheet").rows
            })
            .collect();
        let means: Vec<_> =
            who.iter().map(|one| book.scores.mean(&book.ledger, one, &months)).collect();
        (sheets, means, book.total(&who[0], MARCH))
    };
    let before = of(&mut book);
    let archiving = archiving(&mut book);
    let (_, store) = kept(&book.ledger);
    let opened = block_on(store.archive(&noted(&archiving))).expect("archived");
    let mut after = Book::of(&opened.ledger);
    assert_eq!(of(&mut after), before);
    assert!(after.ledger.is_archived(month(JANUARY)) && !after.ledger.is_archived(month(MARCH)));
    assert!(since_lock(&after.ledger, &mut after.scores, &first, month(JANUARY)).is_empty());
    assert_eq!(after.ledger.all_records(SCORE_ENTRY.name).count(), 1, "that of March");
}

#[test]
fn a_quarter_whose_months_are_archived_before_its_bulletin_says_so() {
    let (mut book, first, _) = book();
    book.close(&first, MARCH);
    let quarter = Quarter::of(month(JANUARY));
    let said = |book: &mut Book| {
        let today = day("2027-01-10");
        let found = quarter_obstacles(&book.ledger, &mut book.scores, None, quarter, today);
        found.into_iter().any(|one| {
            !one.blocks && one.text.starts_with("2026年1月、2026年2月、2026年3月的登记已经归档")
        })
    };
    let archived = |book: &mut Book| {
        let archiving = archiving(book);
        let (_, store) = kept(&book.ledger);
        Book::of(&block_on(store.archive(&noted(&archiving))).expect("archived").ledger)
    };
    assert!(!said(&mut book));
    assert!(said(&mut archived(&mut book)));
    let notice = NoticeDays { days: 5, until: day("2026-04-17"), provisional: false };
    let (ledger, scores) = (&book.ledger, &mut book.scores);
    let issue = draft_issue(ledger, scores, None, quarter, day("2026-04-10"), notice);
    let words = BulletinWords::default();
    book.act("issue", |draft, ledger| issue_bulletin(draft, ledger, &issue, &words));
    assert!(!said(&mut archived(&mut book)), "it was issued before");
}

#[test]
fn what_is_archived_leaves_both_stores_and_no_file_brings_it_back() {
    let (mut book, _, _) = book();
    let everything = bundle::write(&book.ledger, header());
    let archiving = archiving(&mut book);
    let (disk, store) = kept(&book.ledger);
    let entries = |disk: &Disk| {
        let kept = disk.journal.borrow();
        kept.values().filter(|text| text.contains("\"score_entry")).count()
    };
    assert_eq!(entries(&disk), 3);
    block_on(store.archive(&noted(&archiving))).expect("archived");
    assert_eq!(entries(&disk), 1, "that of March");
    let (_, opened) = open(&disk, 0x52);
    assert_eq!(opened.ledger.archived_skipped(), 0, "the stores no longer have it");
    assert!(matches!(&*opened.archives, [ArchiveReceipt { returned: false, .. }]));

    let old = bundle::read(everything.as_bytes()).expect("sound");
    let plan = ImportPlan::make(&opened.ledger, LEDGER, old, NOW.millis);
    assert!(plan.is_same(), "{:?}", plan.tally);
    assert_eq!(plan.tally.archived, archiving.change_count());
    let mut ledger = opened.ledger.clone();
    ledger.union(&book.ledger);
    assert_eq!(write_body(&ledger), write_body(&opened.ledger));
}

#[test]
fn the_note_of_an_archive_that_one_store_lost_comes_back_from_the_other() {
    let (mut book, _, _) = book();
    let archiving = archiving(&mut book);
    for is_local in [true, false] {
        let (disk, store) = kept(&book.ledger);
        block_on(store.archive(&noted(&archiving))).expect("archived");
        let lost = if is_local { &disk.local } else { &disk.journal };
        let notes = || lost.borrow().keys().filter(|key| key.contains("/a/")).count();
        assert_eq!(notes(), 1);
        lost.borrow_mut().retain(|key, _| !key.contains("/a/"));
        let (store, opened) = open(&disk, 0x52);
        assert_eq!(opened.archives.len(), 1);
        block_on(store.maintain(erasing(&opened.ledger)));
        assert_eq!(notes(), 1);
    }
}

#[test]
fn taking_back_the_import_that_fetched_an_archive_archives_again() {
    let (mut book, _, _) = book();
    let archiving = archiving(&mut book);
    let file = file_of(&book.ledger, &archiving);
    let (disk, store) = kept(&book.ledger);
    let archived = block_on(store.archive(&noted(&archiving))).expect("archived");
    let back = fetch(&store, &archived, file);
    assert_eq!(write_body(&back.ledger), write_body(&book.ledger));
    assert!(back.archives[0].returned && !back.ledger.is_archived(month(JANUARY)));
    let import = back.imports[0].id;
    let again = block_on(store.take_back(import)).expect("taken back");
    assert_eq!(write_body(&again.ledger), write_body(&archived.ledger));
    assert!(again.ledger.is_archived(month(JANUARY)));
    assert_eq!(write_body(&open(&disk, 0x52).1.ledger), write_body(&archived.ledger));
}

/// Fetches the one archive back from its file.
fn fetch(store: &Page, archived: &Opened, file: Bundle) -> Opened {
    let [ArchiveReceipt { id, archive, .. }] = &*archived.archives else { panic!("one") };
    let header = file.header.clone();
    let fetched = fetched_back(&archived.ledger, &archive.archived, vec![file]);
    assert_eq!(fetched.found, archive.changes);
    let receipt = Receipt { returns: Some(*id), ..Receipt::of(&header, "归档.json", NOW) };
    block_on(store.fetch_back(&receipt, &fetched.edits)).expect("fetched back")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_archived_and_fetched_back_is_the_set_before(
        entries in prop::collection::vec((0usize..3, 0usize..2, 1i64..4), 1..8),
        extra in prop::collection::vec((0usize..3, 0usize..2), 0..4),
    ) {
        let mut book = Book::new();
        let first = book.first();
        let who = ["1", "2"].map(|number| book.member(number, &first));
        let months = [JANUARY, FEBRUARY, MARCH];
        let made: Vec<RecordId> = entries
            .iter()
            .map(|(of, one, amount)| book.enter(months[*of], "C3.1", &[(&who[*one], *amount)]))
            .collect();
        for (of, record) in &extra {
            // Some entries are changed, or deleted, and some edits hold several months' changes.
            let id = &made[record % made.len()];
            match of {
                0 => book.delete(id),
                _ => book.change(id, &[("note", "改过")]),
            }
        }
        book.act("several", |draft, _| made.iter().for_each(|id| draft.field(id, "evidence", "签到表")));
        for of in [JANUARY, FEBRUARY] {
            book.close(&first, of);
        }
        let archiving = archiving(&mut book);
        prop_assume!(!archiving.edits.is_empty());
        let file = file_of(&book.ledger, &archiving);
        prop_assert_eq!(archiving.lacking(std::slice::from_ref(&file)), 0);
        let (disk, store) = kept(&book.ledger);
        let archived = block_on(store.archive(&noted(&archiving))).expect("archived");
        prop_assert_eq!(
            archived.ledger.change_count() + archiving.change_count(),
            book.ledger.change_count()
        );
        let back = fetch(&store, &archived, file);
        prop_assert_eq!(write_body(&back.ledger), write_body(&book.ledger));
        prop_assert_eq!(write_body(&open(&disk, 0x52).1.ledger), write_body(&book.ledger));
    }
}
