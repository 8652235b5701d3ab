//! Concurrent writes of one cell (两边都改过): computed from the set, never stored in it.

use super::change::{Cell, DELETED};
use super::id::RecordId;
use super::record::Record;
use super::set::{Ledger, Written};
use super::timestamp::Timestamp;
use crate::ordered;

/// A cell to which several authors wrote different values without seeing each other's.
#[derive(Debug, Clone)]
pub struct Conflict<'a> {
    /// The cell.
    pub cell: Cell,
    /// The changes that no other change replaces; the first wins.
    pub heads: Vec<Written<'a>>,
}

/// The conflicts of one record.
///
/// They are found in the whole set, not while merging: with C made over A and A over B, whoever
/// merges {C} with {B} first would find C and B in conflict, and pruning there would depend on the
/// order of arrival.
pub fn conflicts_of<'a>(ledger: &'a Ledger, id: &RecordId) -> Vec<Conflict<'a>> {
    let record = ledger.record(id);
    let cells = record.iter().flat_map(Record::own_cells);
    cells.filter_map(|cell| conflict_in(ledger, cell)).collect()
}

fn conflict_in(ledger: &Ledger, cell: u32) -> Option<Conflict<'_>> {
    let heads = ledger.unreplaced(cell);
    let differ = heads.iter().any(|head| head.value != heads[0].value);
    differ.then(|| Conflict { cell: ledger.to_cell(cell), heads })
}

/// The conflicts of a whole ledger, by register and record.
pub fn conflicts(ledger: &Ledger) -> Vec<Conflict<'_>> {
    let cells = ordered::distinct(&ledger.contested_cells, ledger.cells.len());
    let found = cells.into_iter().filter_map(|cell| {
        conflict_in(ledger, cell).map(|conflict| (ledger.record_of(cell), conflict))
    });
    let mut found: Vec<_> = found.collect();
    // Records and cells are numbered as they arrived.
    ordered::sort_by(&mut found, |(record, one), (next, other)| {
        (one.cell.record.register(), record).cmp(&(other.cell.record.register(), next))
    });
    found.into_iter().map(|(_, conflict)| conflict).collect()
}

/// A deleted record in which someone else wrote, not knowing of the deletion. It stays deleted until
/// someone chooses.
#[derive(Debug, Clone)]
pub struct EditedSince<'a> {
    /// The deletion.
    pub deletion: Written<'a>,
    /// What others wrote that its author had not seen, the latest of each cell.
    pub edits: Vec<(Cell, Written<'a>)>,
}

/// Returns what others wrote in a deleted record that the author of the deletion had not seen; `None`
/// where it is not deleted, or there is nothing.
///
/// A deletion that undoes the making of the record names the latest timestamp that its author saw of
/// each writer in it. Any other names none: what was written under an earlier timestamp may have been
/// seen, and is taken to be. Whoever knows of the deletion brings the record back before writing to it.
pub fn edited_since<'a>(ledger: &'a Ledger, id: &RecordId) -> Option<EditedSince<'a>> {
    let record = ledger.record(id).filter(|record| record.is_deleted())?;
    let marks = record.written_at(DELETED, None);
    let deletion = *marks.first()?;
    let is_mark = |stamp: &Timestamp| marks.iter().any(|mark| mark.stamp == *stamp);
    let seen: Vec<Timestamp> =
        deletion.replaces.iter().filter(|stamp| !is_mark(stamp)).copied().collect();
    let is_unseen = |one: &Written<'a>| {
        let is_known = |known: &Timestamp| known.writer == one.stamp.writer && one.stamp <= *known;
        one.id.edit.writer != deletion.id.edit.writer && !seen.iter().any(is_known)
    };
    let edits: Vec<_> = record
        .written()
        .filter(|(field, ..)| *field != DELETED)
        .filter_map(|(field, key, written)| {
            let unseen = match &*seen {
                [] => written.first().filter(|one| one.stamp > deletion.stamp && is_unseen(one)),
                _ => written.iter().find(|one| is_unseen(one)),
            };
            let cell = Cell { record: id.clone(), field: field.into(), key: key.map(Into::into) };
            unseen.map(|one| (cell, *one))
        })
        .collect();
    (!edits.is_empty()).then_some(EditedSince { deletion, edits })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Author, Draft, EditId, Moment, WriterId};

    #[test]
    fn conflicts_are_told_by_register_and_then_in_order_of_arrival() {
        let records = [("service", "b"), ("service", "a"), ("department", "c")]
            .map(|(register, key)| RecordId::keyed(register, key));
        let mut ledger = Ledger::new();
        for writer in [1, 2] {
            let id = EditId { writer: WriterId(writer), number: 1 };
            let at = Moment { millis: 1_795_190_400_000, offset: 480 };
            let mut draft = Draft::new(id, at, Author::default(), "edit", "");
            for record in &records {
                draft.field(record, "name", writer.to_string());
            }
            // Neither has seen the other's.
            ledger.insert(draft.finish(&Ledger::new()).expect("an edit"));
        }
        let told: Vec<_> = conflicts(&ledger).into_iter().map(|found| found.cell.record).collect();
        let [b, a, c] = records;
        assert_eq!(told, [c, b, a]);
    }
}
