//! Rows of one table that are about the same record, or say the same.

use std::collections::BTreeMap;

use super::record_outcome::{
    CellPlace, Content, ImportOptions, PlannedRecord, Question, RecordOutcome, RowError,
};
use crate::ledger::RecordId;

fn refused(reason: RowError) -> RecordOutcome {
    RecordOutcome::Refused { reasons: vec![reason] }
}

/// Of rows about one record, those that say the same but for the first are left out, and all where
/// they contradict each other.
pub(super) fn settle_same_target(rows: &mut [PlannedRecord]) {
    let mut by_target: BTreeMap<RecordId, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(target) = row.target() {
            by_target.entry(target.clone()).or_default().push(at);
        }
    }
    for places in by_target.into_values().filter(|places| places.len() > 1) {
        let numbers: Vec<usize> =
            places.iter().filter_map(|at| rows.get(*at)).map(|row| row.row).collect();
        let first = places.first().and_then(|at| rows.get(*at)).map(|row| row.content.clone());
        let says_the_same = |row: &PlannedRecord| Some(&row.content) == first.as_ref();
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
