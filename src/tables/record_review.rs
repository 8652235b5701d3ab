//! What the review of a plan asks and says over its rows.

use super::record_names::title_text;
use super::record_outcome::{PlannedRecord, Question, RecordOutcome, RowError, UnclearName};
use super::record_plan::RecordPlan;
use crate::ledger::{Ledger, RecordId};

impl RecordPlan {
    /// What the table writes of a month of which nobody knows the year; `None` where all is clear.
    #[must_use]
    pub fn undated(&self) -> Option<&str> {
        self.questions().find_map(|question| match question {
            Question::Year { shown } => Some(shown.as_str()),
            _ => None,
        })
    }

    /// The names that are asked about for all rows at once, each once, the first few of them.
    #[must_use]
    pub fn general_questions(&self, most: usize) -> Vec<Question> {
        let mut asked: Vec<Question> = Vec::new();
        for question in self.questions() {
            let mut question = question.clone();
            // A row that means another of several is answered by itself.
            let Question::Name { name, .. } = &mut question else { continue };
            name.row = None;
            let is_known = asked.iter().any(
                |known| matches!(known, Question::Name { name: one, .. } if one.is_like(name)),
            );
            if !is_known && asked.len() < most {
                asked.push(question);
            }
        }
        asked
    }

    fn questions(&self) -> impl Iterator<Item = &Question> {
        self.rows.iter().flat_map(PlannedRecord::questions)
    }

    /// Whether a row is kept out by a cell that could stay blank.
    #[must_use]
    pub fn has_faulty_cells(&self) -> bool {
        let is_cell =
            |reason: &RowError| matches!(reason, RowError::Cell { .. } | RowError::Lacks { .. });
        self.rows.iter().any(|row| match &row.outcome {
            RecordOutcome::Refused { reasons } => reasons.iter().any(is_cell),
            _ => false,
        })
    }

    /// The records that are made on the way, by register, as they will be called.
    #[must_use]
    pub fn created_titles(&self, ledger: &Ledger) -> Vec<(&'static str, String)> {
        let title = |(name, id): &(UnclearName, RecordId)| {
            let known = ledger.record(id).is_some();
            let title = if known { title_text(ledger, id) } else { name.text.clone() };
            (name.register, title)
        };
        self.created.iter().map(title).collect()
    }
}
