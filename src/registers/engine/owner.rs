//! The record that a record belongs to, and the time that it has by it.

use crate::ledger::{Ledger, Month, Record};
use crate::registers::head;

use super::head::Period;

/// The record that a record belongs to, where it is there. One that names its own register as the
/// owner's belongs to nobody else.
pub fn owner_of<'a>(ledger: &'a Ledger, record: &Record<'_>) -> Option<Record<'a>> {
    let register = record.id().register();
    let owner = head(register)?.owner.filter(|owner| owner.register != register)?;
    let owner = record.named(record.text(owner.field))?;
    ledger.record(ledger.resolve(&owner))
}

/// Whether a record belongs to some month of a period, or to no time at all; as far as it can be
/// read. What has no time of its own has that of its owner. What this version does not know belongs
/// to none.
pub fn is_within(ledger: &Ledger, record: &Record<'_>, from: Month, until: Month) -> bool {
    let Some(head) = head(record.id().register()) else { return false };
    match owner_of(ledger, record).filter(|_| head.period == Period::None) {
        Some(owner) => is_within(ledger, &owner, from, until),
        None => head.is_within(record, from, until),
    }
}

/// The months with which a record is archived, which it needs all: its own or its owner's, where that
/// register is archived; else none.
pub fn archived_with(ledger: &Ledger, record: &Record<'_>) -> Vec<Month> {
    let Some(head) = head(record.id().register()) else { return Vec::new() };
    match owner_of(ledger, record).filter(|_| head.period == Period::None) {
        Some(owner) => archived_with(ledger, &owner),
        None if head.archived => head.months_of(record).collect(),
        None => Vec::new(),
    }
}
