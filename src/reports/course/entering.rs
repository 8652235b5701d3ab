//! What is written into a course in one tap: the day of a step, and a half-year review.

use crate::ledger::{Day, Draft, Record, Value, day_text};
use crate::registers::{COURSE_SCHEMA, CourseStepKey, rows};

/// Writes the day of a step into an edit; what else its row holds stays. `None` takes the row back, with its note.
pub fn draft_step(draft: &mut Draft, record: &Record<'_>, key: &CourseStepKey, on: Option<Day>) {
    let on = on.map_or(Value::Null, |day| day_text(day).into());
    let (table, row, column) = match key {
        CourseStepKey::Own(step) => ("own_steps", step.as_str(), "on"),
        CourseStepKey::Event(event) => match (event.number(), event.path().split_once('.')) {
            (Some(_), _) => ("steps", event.key(), "on"),
            (None, Some((field, column))) => (field, "", column),
            (None, None) => return,
        },
    };
    let Some(field) = COURSE_SCHEMA.field(table) else { return };
    match row {
        "" => {
            let group = rows::with_columns(field, record.get(table), &[(column, on)]);
            draft.field(record.id(), table, group);
        }
        row => {
            let standing = record.entry(table, row);
            let value = match on {
                // Without its day a step is none.
                Value::Null => Value::Null,
                on => rows::with_columns(field, standing, &[(column, on)]),
            };
            draft.entry(record.id(), table, row, value);
        }
    }
}

/// Writes a half-year review into an edit.
pub fn draft_review(draft: &mut Draft, record: &Record<'_>, on: Day, by: &str, opinion: &str) {
    let mut columns = vec![("on", Value::from(day_text(on)))];
    for (column, text) in [("by", by.trim()), ("opinion", opinion.trim())] {
        if !text.is_empty() {
            columns.push((column, text.into()));
        }
    }
    let key = rows::next_key(draft);
    draft.entry(record.id(), "reviews", &key, Value::group(columns));
}
