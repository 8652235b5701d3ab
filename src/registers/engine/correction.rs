//! Corrections of records that were signed: they need a reason (see [`Schema::frozen`]).

use super::Schema;
use crate::ledger::{Cell, Day, Edit, EditId, Ledger, Record, RecordId};
use crate::ordered;
use crate::registers::schema;

/// Acts that lead back to what was there, which had its reason.
const GOING_BACK: &[&str] = &["undo", "redo"];

/// The first record that an edit changes without a reason though it is frozen in a ledger.
pub fn unexplained_correction(ledger: &Ledger, edit: &Edit) -> Option<RecordId> {
    if !edit.head.reason.trim().is_empty() || GOING_BACK.contains(&&*edit.head.act) {
        return None;
    }
    let is_closed = |cell: &&Cell| {
        let schema: Option<&Schema> = schema(cell.record.register());
        let schema = schema.filter(|schema| !schema.open.contains(&&*cell.field));
        let record = || ledger.record(&cell.record);
        schema.is_some_and(|schema| record().is_some_and(|record| schema.is_frozen(&record)))
    };
    let mut cells = edit.changes.iter().map(|(_, change)| &change.cell);
    cells.find(is_closed).map(|cell| cell.record.clone())
}

/// The corrections of a record since it was signed: the day and the reason of each, the first one first.
pub fn corrections(schema: &Schema, record: &Record<'_>, ledger: &Ledger) -> Vec<(Day, String)> {
    if !schema.is_frozen(record) {
        return Vec::new();
    }
    let is_signature = |field: &str| schema.frozen.iter().any(|when| when.path() == field);
    let at = |id: EditId| ledger.head(id).map(|head| (head.at.millis, id));
    let written: Vec<_> = record.written().collect();
    let signatures = written.iter().filter(|(field, ..)| is_signature(field));
    let signed = signatures.filter_map(|(.., changes)| at(changes.first()?.id.edit)).max();
    let corrected =
        written.iter().filter(|(field, ..)| !is_signature(field) && !schema.open.contains(field));
    let edits = corrected.flat_map(|(.., changes)| changes.iter().map(|one| one.id.edit));
    let later = ordered::set(edits.filter_map(at).filter(|one| Some(*one) > signed));
    let told = later.into_iter().filter_map(|(_, id)| {
        let head = ledger.head(id)?;
        let reason = head.reason.trim();
        (!reason.is_empty()).then(|| (head.at.day(), reason.to_owned()))
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Author, Draft, EditId, Moment, Value, WriterId};

    fn edit(ledger: &Ledger, act: &str, reason: &str, field: &str, value: &str) -> Edit {
        let number = ledger.edit_count() as u32 + 1;
        let id = EditId { writer: WriterId(1), number };
        let at = Moment { millis: 1_795_000_000_000 + i64::from(number), offset: 480 };
        let mut draft = Draft::new(id, at, Author::default(), act, reason);
        draft.field(&meeting(), field, Value::from(value));
        draft.finish(ledger).expect("something changed")
    }

    fn meeting() -> RecordId {
        RecordId::keyed("meeting", "1")
    }

    #[test]
    fn once_both_have_signed_a_change_needs_a_reason_and_going_back_none() {
        let mut ledger = Ledger::new();
        for field in ["host_signature", "recorder_signature"] {
            let signing = edit(&ledger, "change", "", field, "…");
            assert_eq!(unexplained_correction(&ledger, &signing), None);
            ledger.insert(signing);
        }
        let of = |act: &str, reason: &str| {
            unexplained_correction(&ledger, &edit(&ledger, act, reason, "subject", "党章"))
        };
        assert_eq!(of("change", " "), Some(meeting()));
        assert_eq!(of("change", "补记主题"), None);
        assert_eq!(of("undo", ""), None);
        let correction = edit(&ledger, "change", "补记主题", "subject", "党章");
        ledger.insert(correction);
        let told = |ledger: &Ledger| {
            let record = ledger.record(&meeting()).expect("a meeting");
            let told = corrections(schema("meeting").expect("known"), &record, ledger).into_iter();
            told.map(|(_, reason)| reason).collect::<Vec<_>>()
        };
        assert_eq!(told(&ledger), ["补记主题"]);
        // Make-up study comes after the meeting, and corrects nothing.
        let made_up = edit(&ledger, "change", "", "makeup", "2026-11-20");
        assert_eq!(unexplained_correction(&ledger, &made_up), None);
    }
}
