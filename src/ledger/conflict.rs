//! Conflicts (两边都改过): computed from the set, never stored in it.

use std::collections::HashSet;

use super::change::Cell;
use super::id::RecordId;
use super::set::{Ledger, Written};

/// A cell to which several authors wrote different values without seeing each other's.
#[derive(Debug, Clone)]
pub struct Conflict<'a> {
    /// The cell.
    pub cell: Cell,
    /// The changes that nobody has knowingly replaced; the first stands.
    pub heads: Vec<Written<'a>>,
}

/// The conflicts of one record.
///
/// They are found in the whole set, not while merging: with C made over A and A over B, whoever
/// merges {C} with {B} first would find C and B in conflict, and pruning there would depend on the
/// order of arrival.
pub fn conflicts_of<'a>(ledger: &'a Ledger, id: &RecordId) -> Vec<Conflict<'a>> {
    let Some(record) = ledger.record(id) else {
        return Vec::new();
    };
    record
        .written()
        .filter_map(|(field, key, written)| {
            if written.len() < 2 {
                return None;
            }
            let replaced: HashSet<_> = written.iter().flat_map(|one| one.replaces).collect();
            let heads: Vec<_> =
                written.iter().filter(|one| !replaced.contains(&one.stamp)).copied().collect();
            let differ = heads.iter().any(|head| head.value != heads[0].value);
            differ.then(|| Conflict {
                cell: Cell { record: id.clone(), field: field.into(), key: key.map(Into::into) },
                heads,
            })
        })
        .collect()
}

/// The conflicts of a whole ledger, by register and record.
pub fn conflicts(ledger: &Ledger) -> Vec<Conflict<'_>> {
    let mut found = Vec::new();
    for register in ledger.register_names() {
        for record in ledger.all_records(register) {
            found.extend(conflicts_of(ledger, record.id()));
        }
    }
    found
}
