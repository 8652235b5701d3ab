//! Words for the outcome of a row.

use crate::tables::roster_plan::RowOutcome;

/// The outcomes in the order in which they want an eye: id, word.
pub(super) const OUTCOMES: [(&str, &str); 4] =
    [("refused", "不导入"), ("changed", "有变化"), ("new", "新增"), ("same", "相同")];

/// The id of an outcome.
pub(super) fn outcome_id(outcome: &RowOutcome) -> &'static str {
    match outcome {
        RowOutcome::New => "new",
        RowOutcome::Changed { .. } => "changed",
        RowOutcome::Same { .. } => "same",
        RowOutcome::Refused { .. } => "refused",
    }
}

/// The word for an outcome.
pub(super) fn outcome_word(outcome: &RowOutcome) -> &'static str {
    let id = outcome_id(outcome);
    OUTCOMES.iter().find(|(known, _)| *known == id).map_or("", |(_, word)| word)
}
