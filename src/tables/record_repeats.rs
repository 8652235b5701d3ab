//! Rows of one table that are about the same record, or say the same.

use std::collections::BTreeMap;

use super::record_names::is_key_text;
use super::record_outcome::{
    CellPlace, Content, ImportOptions, PlannedRecord, Question, RecordOutcome, RowError,
};
use crate::ledger::{RecordId, Value};
use crate::registers::Schema;
use crate::typed_text;

fn refused(reason: RowError) -> RecordOutcome {
    RecordOutcome::Refused { reasons: vec![reason] }
}

/// The record that a row is about. New ones whose keys are spellings of one are one.
fn target_key(row: &PlannedRecord, target: &RecordId) -> String {
    match row.outcome {
        RecordOutcome::New => typed_text::canonical(target.as_str()),
        _ => target.to_string(),
    }
}

/// All that a row says, however the key is spelt in it.
fn said(schema: &Schema, row: &PlannedRecord) -> Vec<(CellPlace, Content)> {
    let mut content = row.content.clone();
    for (place, said) in &mut content {
        if let (true, Content::Value(value)) = (is_key_text(schema, place.field), said)
            && let Some(text) = value.as_text()
        {
            *value = Value::from(typed_text::canonical(text));
        }
    }
    content
}

/// Of rows about one record, those that say the same but for the first are left out, and all where
/// they contradict each other.
pub(super) fn settle_same_target(schema: &Schema, rows: &mut [PlannedRecord]) {
    let mut by_target: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(target) = row.target() {
            by_target.entry(target_key(row, target)).or_default().push(at);
        }
    }
    for places in by_target.into_values().filter(|places| places.len() > 1) {
        let numbers: Vec<usize> =
            places.iter().filter_map(|at| rows.get(*at)).map(|row| row.row).collect();
        let first = places.first().and_then(|at| rows.get(*at)).map(|row| said(schema, row));
        let says_the_same = |row: &PlannedRecord| Some(said(schema, row)) == first;
        let all_same = places.iter().filter_map(|at| rows.get(*at)).all(says_the_same);
        for (place, at) in places.iter().enumerate() {
            let other = numbers.get(usize::from(place == 0)).copied().unwrap_or_default();
            let Some(row) = rows.get_mut(*at) else { continue };
            match (all_same, place) {
                (true, 0) => {}
                (true, _) => {
                    row.outcome = refused(RowError::Repeats { row: other.min(row.row) });
                }
                (false, _) => row.outcome = refused(RowError::Contradicts { row: other }),
            }
        }
    }
}

/// Asks about new records that no key tells apart and that say the same as an earlier row.
pub(super) fn settle_repeated(rows: &mut [PlannedRecord], options: &ImportOptions) {
    let mut first: Vec<(Vec<(CellPlace, Content)>, usize)> = Vec::new();
    for row in rows.iter_mut() {
        if row.outcome != RecordOutcome::New || row.keyed.is_some() {
            continue;
        }
        match first.iter().find(|(content, _)| *content == row.content) {
            Some((_, earlier)) if !options.rows.contains_key(&row.row) => {
                row.outcome =
                    RecordOutcome::Asked { questions: vec![Question::Again { row: *earlier }] };
            }
            Some(_) => {}
            None => first.push((row.content.clone(), row.row)),
        }
    }
}
