//! What the lock of a month keeps, and what comes after it: pending, adjustments, reopening.

use crate::fixtures::{Book, day, month};
use yixin::exchange::export::scope::{Restricted, Scope};
use yixin::ledger::{RecordId, Value, history};
use yixin::registers::{Step, assessment_id, schemas, step};
use yixin::scoring::{
    Pending, ResultSource, Snapshot, SnapshotError, locked, obstacles, reopen, since_lock,
};

const JANUARY: &str = "2026-01";

fn book(members: usize) -> (Book, RecordId, Vec<RecordId>) {
    let mut book = Book::new();
    let first = book.first();
    let members = (1..=members).map(|number| book.member(&number.to_string(), &first)).collect();
    (book, first, members)
}

/// The texts of what blocks after the notice has run out.
fn blocks(book: &mut Book, branch: &RecordId) -> Vec<String> {
    obstacles(&book.ledger, &mut book.scores, branch, month(JANUARY), day("2026-02-20"))
        .into_iter()
        .filter(|obstacle| obstacle.blocks)
        .map(|obstacle| obstacle.text)
        .collect()
}

fn at(book: &Book, branch: &RecordId) -> Step {
    step(book.ledger.record(&assessment_id(branch, month(JANUARY))).as_ref())
}

fn reopen_january(book: &mut Book, branch: &RecordId) {
    book.act("reopen", |draft, _| reopen(draft, branch, month(JANUARY)));
}

fn pending_in(book: &mut Book, branch: &RecordId) -> Vec<Pending> {
    since_lock(&book.ledger, &mut book.scores, branch, month(JANUARY))
}

#[test]
fn a_veto_that_stays_at_home_leaves_nothing_pending_elsewhere() {
    let (mut book, first, who) = book(2);
    let veto = book.veto(&who[0], "V1", JANUARY);
    book.close(&first, JANUARY);
    let mut away =
        Book::of(&Scope::Branch(first.clone()).select(schemas(), &book.ledger, Restricted::Stays));
    assert_eq!(away.ledger.record(&veto).map(|one| one.is_deleted()), None);
    assert_eq!(pending_in(&mut away, &first), []);
    away.enter(JANUARY, "C3.1", &[(&who[1], 1)]);
    assert_eq!(pending_in(&mut away, &first).len(), 1, "what is known here is still told");
    // At home its end is a change.
    book.delete(&veto);
    assert_eq!(pending_in(&mut book, &first).len(), 1);
}

#[test]
fn the_lock_keeps_what_was_and_its_hash_tells_of_any_change() {
    let (mut book, first, who) = book(2);
    book.enter(JANUARY, "C3.1", &[(&who[1], 2)]);
    let now = Snapshot::take(&book.sheet(JANUARY), &first);
    book.close(&first, JANUARY);
    let kept = locked(&book.ledger, &first, month(JANUARY)).expect("locked").expect("whole");
    assert_eq!(kept, now);
    assert_eq!(kept.rows[&who[1]].result, 760);
    let id = assessment_id(&first, month(JANUARY));
    let stored = book.ledger.record(&id).expect("an assessment").get("lock").clone();
    let text = serde_json::to_string(&stored).expect("JSON");
    let altered: Value = serde_json::from_str(&text.replace("760", "860")).expect("JSON");
    assert_ne!(altered, stored);
    assert_eq!(Snapshot::from_value(&altered), Err(SnapshotError::Altered));
    assert_eq!(Snapshot::from_value(&Value::Null), Err(SnapshotError::Malformed));
    book.force(&id, "lock", altered);
    assert_eq!(blocks(&mut book, &first), ["锁定的快照与它的校验值不符，可能被改动过"]);
    let results = book.scores.results(&book.ledger, &first, month(JANUARY));
    assert_eq!(results[&who[1]].source, ResultSource::Open);
}

#[test]
fn a_lock_that_was_copied_from_another_month_is_refused() {
    let (mut book, first, _) = book(1);
    book.close(&first, "2026-02");
    let of = |month_text: &str| assessment_id(&first, month(month_text));
    let lock = book.ledger.record(&of("2026-02")).expect("locked").get("lock").clone();
    book.force(&of(JANUARY), "lock", lock);
    let read = locked(&book.ledger, &first, month(JANUARY));
    assert_eq!(read, Some(Err(SnapshotError::Altered)));
}

#[test]
fn names_stand_beside_the_lock_so_that_a_new_name_leaves_the_hash_whole() {
    let (mut book, first, who) = book(1);
    book.close(&first, JANUARY);
    book.change(&who[0], &[("name", "改名")]);
    let record = book.ledger.record(&assessment_id(&first, month(JANUARY))).expect("locked");
    let name = record.get("names").get(who[0].as_str()).and_then(Value::as_text);
    assert_eq!(name, Some("党员1"));
    assert!(pending_in(&mut book, &first).is_empty());
}

#[test]
fn later_entries_wait_as_pending_until_an_adjustment_settles_them() {
    let (mut book, first, who) = book(2);
    book.close(&first, JANUARY);
    assert_eq!(pending_in(&mut book, &first), []);
    book.enter(JANUARY, "C3.1", &[(&who[0], 1)]);
    let waiting = pending_in(&mut book, &first);
    let c3 = book.sheet(JANUARY).standard.item("C3").expect("C3").0;
    assert_eq!(waiting.len(), 1);
    assert_eq!((waiting[0].locked, waiting[0].now), (Some(720), Some(740)));
    assert_eq!((waiting[0].difference(), &*waiting[0].items), (20, &[(c3, 0, 20)][..]));
    let result =
        |book: &mut Book| book.scores.results(&book.ledger, &first, month(JANUARY))[&who[0]].tenths;
    assert_eq!(result(&mut book), 720, "the lock stands");
    let adjustment = book.adjust(&who[0], JANUARY, "2");
    assert_eq!(pending_in(&mut book, &first), []);
    assert_eq!(result(&mut book), 740);
    book.delete(&adjustment);
    assert_eq!(pending_in(&mut book, &first).len(), 1);
}

#[test]
fn too_great_an_adjustment_shows_as_pending_and_results_stay_within_bounds() {
    let (mut book, first, who) = book(1);
    book.close(&first, JANUARY);
    book.adjust(&who[0], JANUARY, "40");
    let results = book.scores.results(&book.ledger, &first, month(JANUARY));
    assert_eq!(results[&who[0]].tenths, 1000);
    let waiting = pending_in(&mut book, &first);
    assert_eq!(waiting[0].difference(), -400);
    book.adjust(&who[0], JANUARY, "-40");
    assert_eq!(pending_in(&mut book, &first), []);
    let results = book.scores.results(&book.ledger, &first, month(JANUARY));
    assert_eq!(results[&who[0]].tenths, 720);
}

#[test]
fn a_member_who_should_have_been_elsewhere_is_pending_on_both_sides_and_needs_reopening() {
    let (mut book, first, who) = book(2);
    let second = book.branch("二支部");
    book.member("9", &second);
    book.close(&first, JANUARY);
    book.close(&second, JANUARY);
    book.since(&who[0], "2026-01-01", "branch", second.as_str());
    let (here, there) = (pending_in(&mut book, &first), pending_in(&mut book, &second));
    assert_eq!((here[0].locked, here[0].now), (Some(720), None));
    assert_eq!((there[0].locked, there[0].now), (None, Some(720)));
    assert!(here[0].needs_reopening() && there[0].needs_reopening());
    for branch in [&first, &second] {
        reopen_january(&mut book, branch);
        book.close(branch, JANUARY);
        assert_eq!(pending_in(&mut book, branch), []);
    }
}

#[test]
fn a_move_after_the_month_leaves_nothing_pending() {
    let (mut book, first, who) = book(1);
    let second = book.branch("二支部");
    book.close(&first, JANUARY);
    book.since(&who[0], "2026-02-01", "branch", second.as_str());
    assert_eq!(pending_in(&mut book, &first), []);
}

#[test]
fn reopening_keeps_the_old_lock_in_the_history() {
    let (mut book, first, who) = book(1);
    book.close(&first, JANUARY);
    let old = locked(&book.ledger, &first, month(JANUARY)).expect("locked").expect("whole");
    reopen_january(&mut book, &first);
    assert_eq!(locked(&book.ledger, &first, month(JANUARY)), None);
    book.enter(JANUARY, "C3.1", &[(&who[0], 1)]);
    book.close(&first, JANUARY);
    let new = locked(&book.ledger, &first, month(JANUARY)).expect("locked").expect("whole");
    assert_ne!(old, new);
    let id = assessment_id(&first, month(JANUARY));
    let locks: Vec<Snapshot> = history(&book.ledger, &id)
        .iter()
        .filter(|step| step.field == "lock")
        .filter_map(|step| Snapshot::from_value(step.after).ok())
        .collect();
    assert_eq!(locks, [new, old]);
}

#[test]
fn undoing_the_first_step_leaves_the_month_at_entry_and_it_can_be_taken_again() {
    let (mut book, first, _) = book(1);
    book.approve(&first, JANUARY);
    book.undo();
    assert_eq!(at(&book, &first), Step::Entry);
    assert_eq!(blocks(&mut book, &first), [""; 0]);
    book.approve(&first, JANUARY);
    assert_eq!(at(&book, &first), Step::Approved);
    book.put_up(&first, JANUARY);
    book.lock(&first, JANUARY);
    assert!(locked(&book.ledger, &first, month(JANUARY)).is_some());
    book.undo();
    assert_eq!(at(&book, &first), Step::Notice);
}
