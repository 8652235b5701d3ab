//! Duties of organizational life: what is owed by rules in each period, and what follows from records
//! (practice.md (i), domain.md §2.2). The ledger of the fixtures begins in January 2026.

mod courses;
mod dues;
mod events;
mod minutes;
mod periods;
mod voice;

use yixin::ledger::{RecordId, Value};
use yixin::registers::MEETING;
use yixin::reports::{
    BucketState, Duty, DutyBucket, DutyIndex, DutyKind, activity_duties, all_buckets, duty_lines,
    rules_in_force,
};

use crate::fixtures::{Book, day};

/// A branch with so many members.
pub fn book(members: usize) -> (Book, Vec<RecordId>) {
    let mut book = Book::new();
    let first = book.first();
    let members = (1..=members).map(|number| book.member(&number.to_string(), &first)).collect();
    (book, members)
}

/// A meeting of the first branch, with how each member was there.
pub fn hold(book: &mut Book, kind: &str, on: &str, roll: &[(&RecordId, &str)]) -> RecordId {
    let first = book.first();
    hold_of(book, kind, on, &first, roll)
}

pub fn hold_of(
    book: &mut Book,
    kind: &str,
    on: &str,
    branch: &RecordId,
    roll: &[(&RecordId, &str)],
) -> RecordId {
    book.act("hold", |draft, _| {
        let id = draft.next_record(MEETING.name);
        draft.field(&id, "kind", kind);
        draft.field(&id, "day", on);
        draft.field(&id, "branch", branch.as_str());
        draft.field(&id, "material", "档案盒");
        for (member, state) in roll {
            let row = Value::group([("state", Value::from(*state))]);
            draft.entry(&id, "roll", member.as_str(), row);
        }
        id
    })
}

pub fn change_rule(book: &mut Book, rule: &str, field: &str, value: impl Into<Value>) {
    let id = yixin::registers::DUTY_RULE.id(&[rule]);
    book.act("rule", |draft, _| {
        draft.field(&id, "rule", rule);
        draft.field(&id, field, value);
    });
}

/// The periods of all rules of the first branch on a day.
pub fn states(book: &Book, today: &str) -> Vec<DutyBucket> {
    let branches = [book.first()];
    let index = DutyIndex::new(&book.ledger, &branches, day(today));
    all_buckets(&index, &rules_in_force(&book.ledger), &branches[0])
}

pub fn state(book: &Book, today: &str, rule: &str, bucket: &str) -> BucketState {
    let mut all = states(book, today).into_iter();
    let found = all.find(|one| one.rule.id == rule && one.bucket.to_string() == bucket);
    found.unwrap_or_else(|| panic!("{rule} {bucket}")).state
}

pub fn owed(book: &Book, today: &str, rule: &str) -> Vec<String> {
    let all = states(book, today).into_iter();
    let owed =
        all.filter(|one| one.rule.id == rule && matches!(one.state, BucketState::Owed { .. }));
    owed.map(|one| one.bucket.to_string()).collect()
}

pub fn found(book: &Book, today: &str) -> Vec<Duty> {
    let found = activity_duties(&book.ledger, &[book.first()], day(today));
    found.into_iter().map(|(_, duty)| duty).collect()
}

pub fn texts(book: &Book, today: &str, kind: DutyKind) -> Vec<String> {
    let found = found(book, today).into_iter().filter(|duty| duty.kind == kind);
    found.map(|duty| duty.text).collect()
}

pub fn lines(book: &Book, today: &str) -> Vec<String> {
    let found = activity_duties(&book.ledger, &[book.first()], day(today));
    duty_lines(found).into_iter().map(|line| line.text).collect()
}
