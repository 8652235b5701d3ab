//! A small ledger to erase in, for the tests of erasure and mentions.

use super::places::Place;
use crate::ledger::{Author, Draft, Edit, EditId, Ledger, Moment, RecordId, WriterId};
use crate::registers::MEMBER;
use crate::registers::redact;

/// An edit over what a ledger has.
pub fn edit(ledger: &Ledger, number: u32, reason: &str, fill: impl FnOnce(&mut Draft)) -> Edit {
    let at = Moment { millis: 1_795_000_000_000 + i64::from(number), offset: 480 };
    let id = EditId { writer: WriterId(1), number };
    let mut draft = Draft::new(id, at, Author::default(), "change", reason);
    fill(&mut draft);
    draft.finish(ledger).unwrap()
}

/// A member by staff number.
pub fn member(key: &str) -> RecordId {
    RecordId::keyed(MEMBER.name, key)
}

/// Erases places.
pub fn erase(ledger: &mut Ledger, number: u32, places: &[Place]) {
    let edit = edit(ledger, number, "", |draft| redact(draft, places));
    ledger.insert(edit);
}
