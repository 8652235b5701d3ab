//! What an import plan accepted is kept as a whole or not at all: its redactions and the rest of it.

use std::cell::RefCell;

use crate::fixtures::bundles::{LEDGER, edit, header, member, receipt};
use crate::fixtures::disk::{Disk, Has, Page};
use pollster::block_on;
use yixin::codec::Partner;
use yixin::ledger::{Edit, EditId, Ledger, REDACTED, VersionVector, WriterId};
use yixin::storage::{
    AcceptedImport, Durability, Fault, Faults, ImportTarget, Opened, Purge, Store, readable,
};

const NAME: &str = "李明";

/// What the file brings: he is erased, and something of him and of another is in it, too.
fn plan() -> (Vec<Edit>, Vec<Edit>) {
    let (gone, stays) = (member("1"), member("2"));
    let redaction = edit(&Ledger::new(), 0xaa, 1, |draft| {
        ["name", "phone"].iter().for_each(|place| draft.entry(&gone, REDACTED, place, true));
    });
    let rest = edit(&Ledger::new(), 0xaa, 2, |draft| {
        draft.field(&gone, "phone", "13800001234");
        draft.field(&stays, "name", "王芳");
    });
    (vec![redaction], vec![rest])
}

fn open(disk: &Disk, has: Has, faults: &std::rc::Rc<Faults>, writer: u64) -> (Page, Opened) {
    block_on(Store::open(disk.stores(has, faults), LEDGER, WriterId(writer))).expect("opens")
}

/// A tablet on which he is.
fn tablet(has: Has) -> Disk {
    let disk = Disk::default();
    let (page, _) = open(&disk, has, &Faults::none(), 1);
    let made = edit(&Ledger::new(), 0xbb, 1, |draft| draft.field(&member("1"), "name", NAME));
    block_on(page.record(&made)).expect("fits");
    let _ = page.checkpoint();
    disk
}

/// Whether his name is erased, and whether the rest was imported.
fn outcome(opened: &Opened) -> (bool, bool) {
    let text = |key: &str, field: &str| {
        opened.ledger.record(&member(key)).map_or(String::new(), |one| one.text(field).to_owned())
    };
    assert_eq!(text("1", "phone"), "", "what is erased does not come in by the same file");
    (text("1", "name").is_empty(), text("2", "name") == "王芳")
}

#[test]
fn where_a_store_fails_all_of_a_plan_is_kept_or_nothing() {
    let (redactions, edits) = plan();
    for has in [Has::Both, Has::LocalOnly, Has::JournalOnly] {
        for fault in [Fault::Full, Fault::Blocked, Fault::CrashBefore, Fault::CrashAfter] {
            let (mut failed, mut number) = (0, 1);
            loop {
                let disk = tablet(has);
                let opening = Faults::none();
                open(&disk, has, &opening, 2);
                let faults = Faults::at(opening.calls() + number, fault);
                let (page, _) = open(&disk, has, &faults, 2);
                let before = faults.calls();
                let kept = block_on(page.record_plan(&receipt(), &redactions, edits.clone()));
                let is_over = number > faults.calls() - before;
                if kept.is_ok() {
                    page.checkpoint().ok();
                }
                let (erased, imported) = outcome(&open(&disk, has, &Faults::none(), 3).1);
                let crashed = matches!(fault, Fault::CrashBefore | Fault::CrashAfter);
                match kept {
                    Ok(_) => assert!(erased && imported, "{has:?} {fault:?} {number}"),
                    // Without a journal a page that dies amid it may have erased already.
                    Err(_) if crashed && has == Has::LocalOnly => assert!(erased || !imported),
                    Err(_) if crashed => assert_eq!(erased, imported, "{has:?} {fault:?} {number}"),
                    Err(_) => {
                        failed += 1;
                        assert!(!erased && !imported, "{has:?} {fault:?} {number}");
                        // Nor does it come later, of what this page still has in mind.
                        let _ = page.checkpoint();
                        assert_eq!(
                            outcome(&open(&disk, has, &Faults::none(), 4).1),
                            (false, false)
                        );
                    }
                }
                if is_over {
                    break;
                }
                number += 1;
            }
            // With both stores the other takes what one refuses.
            let refuses = matches!(fault, Fault::Full | Fault::Blocked) && has != Has::Both;
            assert_eq!(failed > 0, refuses, "{has:?} {fault:?}");
        }
    }
}

#[test]
fn taking_the_import_back_brings_nothing_back_that_its_file_erased() {
    let (redactions, edits) = plan();
    for has in [Has::Both, Has::LocalOnly, Has::JournalOnly] {
        let disk = tablet(has);
        let (page, _) = open(&disk, has, &Faults::none(), 2);
        let kept =
            block_on(page.record_plan(&receipt(), &redactions, edits.clone())).expect("kept");
        assert_eq!(kept.edits.iter().map(|edit| edit.changes.len()).sum::<usize>(), 1);
        let opened = block_on(page.take_back(kept.import.expect("an import"))).expect("read again");
        assert_eq!(outcome(&opened), (true, false), "{has:?}");
    }
}

#[test]
fn a_refused_import_erases_nothing_of_what_is_written_afterwards() {
    let (redactions, edits) = plan();
    let brought = [redactions, edits].concat();
    for has in [Has::LocalOnly, Has::JournalOnly] {
        for is_refused in [true, false] {
            let disk = Disk::default();
            let opening = Faults::none();
            open(&disk, has, &opening, 2);
            let refused = if is_refused { opening.calls() + 1 } else { u32::MAX };
            let (page, _) = open(&disk, has, &Faults::at(refused, Fault::Full), 2);
            let kept = block_on(page.record_import(&receipt(), &brought));
            assert_eq!(kept.is_err(), is_refused);
            let own = edit(&Ledger::new(), 2, 1, |draft| draft.field(&member("1"), "name", NAME));
            block_on(page.record(&own)).expect("fits");
            let opened = open(&disk, has, &Faults::none(), 3).1;
            assert_eq!(outcome(&opened), (!is_refused, !is_refused), "{has:?}");
        }
    }
}

#[test]
fn a_plan_of_redactions_alone_is_no_import() {
    let (redactions, edits) = plan();
    let disk = tablet(Has::Both);
    let (page, _) = open(&disk, Has::Both, &Faults::none(), 2);
    let mut only_his = edits;
    only_his[0].changes.truncate(1);
    let kept = block_on(page.record_plan(&receipt(), &redactions, only_his)).expect("kept");
    assert_eq!((kept.import, kept.recorded.durability), (None, Durability::Strict));
    let (_, opened) = open(&disk, Has::Both, &Faults::none(), 3);
    assert_eq!((outcome(&opened), opened.imports.len()), ((true, false), 0));
}

/// A page's ledger, and in which order things joined it.
struct Joined {
    ledger: RefCell<Ledger>,
    order: RefCell<Vec<Vec<EditId>>>,
}

impl Joined {
    fn of(ledger: Ledger) -> Self {
        Self { ledger: RefCell::new(ledger), order: RefCell::default() }
    }
}

impl ImportTarget for Joined {
    fn join(&self, edits: Vec<Edit>) {
        self.order.borrow_mut().push(edits.iter().map(|edit| edit.head.id).collect());
        self.ledger.borrow_mut().insert_all(edits);
    }

    fn erasing(&self) -> Purge<impl Fn(&mut Edit) -> usize> {
        let ledger = self.ledger.borrow().clone();
        Purge {
            places: ledger.erased_places(),
            is_left: ledger.erased() > 0,
            erase: move |edit: &mut Edit| ledger.erase(edit),
        }
    }
}

fn accepted() -> AcceptedImport {
    let (redactions, edits) = plan();
    let holds = VersionVector::of_whole(redactions.iter().chain(&edits).map(|edit| edit.head.id));
    let partner = Some(Partner::of(&header(), holds));
    AcceptedImport { receipt: receipt(), redactions, edits, partner }
}

#[test]
fn redactions_join_first_then_edits_and_the_partner_is_noted_last() {
    let accepted = accepted();
    let ids = |edits: &[Edit]| edits.iter().map(|edit| edit.head.id).collect::<Vec<_>>();
    let (first, then) = (ids(&accepted.redactions), ids(&accepted.edits));
    let disk = tablet(Has::Both);
    let (page, opened) = open(&disk, Has::Both, &Faults::none(), 2);
    let target = Joined::of(opened.ledger);
    let taken = block_on(page.take_in(accepted, &target)).expect("kept");
    assert_eq!(*target.order.borrow(), [first, then]);
    assert_eq!((taken.changes, taken.is_local_full, taken.unpurged), (1, false, None));
    assert_eq!(taken.import.expect("an import").changes, 1);
    assert_eq!(block_on(page.partners()).expect("readable").len(), 1);
    for store in [&disk.local, &disk.journal] {
        let texts = store.borrow();
        let mut readable = texts.values().map(|text| readable(text));
        assert!(!readable.any(|text| text.contains(NAME)), "a store still has him");
    }
}

#[test]
fn whichever_call_fails_a_partner_is_noted_only_after_the_import() {
    for has in [Has::Both, Has::JournalOnly] {
        for fault in [Fault::Full, Fault::Blocked, Fault::CrashBefore, Fault::CrashAfter] {
            for number in 1.. {
                let disk = tablet(has);
                let opening = Faults::none();
                open(&disk, has, &opening, 2);
                let faults = Faults::at(opening.calls() + number, fault);
                let (page, opened) = open(&disk, has, &faults, 2);
                let (before, target) = (faults.calls(), Joined::of(opened.ledger));
                let taken = block_on(page.take_in(accepted(), &target));
                let joined = !target.order.borrow().is_empty();
                assert_eq!(joined, taken.is_ok(), "{has:?} {fault:?} {number}");
                let (again, opened) = open(&disk, has, &Faults::none(), 3);
                if !block_on(again.partners()).expect("readable").is_empty() {
                    assert_eq!(outcome(&opened), (true, true), "{has:?} {fault:?} {number}");
                }
                if number > faults.calls() - before {
                    break;
                }
            }
        }
    }
}
