//! What the form of a score entry holds beyond its fields' own texts: the likely day, and the measure
//! of a rule line with tiers.

use crate::app::{Session, today};
use crate::browser::clock;
use crate::ledger::{Month, day_text};
use crate::registers::{Problem, SCORE_ENTRY, Schema, points_text, tenths_of};
use crate::scoring::{Item, Line, Rule};

use super::memory::{FormValues, Rows};

/// The name under which the measure of a line with tiers is typed: it is written as the amount of
/// every member.
pub const MEASURE: &str = "@measure";

/// Whether a form is that of a score entry.
pub fn is_entry(schema: &Schema) -> bool {
    schema.head.name == SCORE_ENTRY.name
}

/// Today, or in another month its last day.
pub fn likely_day(month: Month) -> String {
    let today = clock::today();
    day_text(if Month::of(today) == month { today } else { month.last_day() })
}

/// Puts the likely day into the form of a new entry.
pub fn defaults(mut filled: FormValues, schema: &Schema) -> FormValues {
    let month = filled.texts.get("month").and_then(|text| text.parse().ok());
    if let (true, Some(month)) = (is_entry(schema), month) {
        filled.texts.entry("day").or_insert_with(|| likely_day(month));
    }
    filled
}

/// A rule line with its item, by the standard of a month.
pub fn line_of(session: Session, line: &str, month: Month) -> Option<(Item, Line)> {
    session.with_scores(|ledger, scores| {
        let standard = scores.standard(ledger, month).ok()?;
        let (item, line) = standard.line(line)?;
        Some((standard.items[item].clone(), line.clone()))
    })
}

/// Whether a rule line has tiers, by a measure.
pub fn is_tier(line: &Line) -> bool {
    matches!(line.rule, Rule::Tier { .. })
}

/// The measure as it is typed; before, that of the first member.
pub fn measure(filled: &FormValues, is_new: bool) -> String {
    match filled.texts.get(MEASURE) {
        Some(text) => text.clone(),
        None if is_new => String::new(),
        None => {
            let first = filled.tables.get("who").and_then(|rows| rows.values().next()?.get("who"));
            first.and_then(|text| text.parse().ok()).map(points_text).unwrap_or_default()
        }
    }
}

/// Writes the measure of a line with tiers as the amount of every member.
///
/// # Errors
/// Where it is no number.
pub fn complete(
    session: Session,
    schema: &Schema,
    is_new: bool,
    filled: &mut FormValues,
) -> Result<(), Vec<Problem>> {
    if !is_entry(schema) {
        return Ok(());
    }
    let text = |name: &str| filled.texts.get(name).cloned().unwrap_or_default();
    let month = text("month").parse().unwrap_or_else(|_| Month::of(today()));
    if !line_of(session, &text("line"), month).is_some_and(|(_, line)| is_tier(&line)) {
        return Ok(());
    }
    let Some(tenths) = tenths_of(&measure(filled, is_new)) else {
        return Err(vec![Problem::new(MEASURE, "请填数字，最多一位小数")]);
    };
    for row in filled.tables.get_mut("who").into_iter().flat_map(Rows::values_mut) {
        row.insert("who", tenths.to_string());
    }
    Ok(())
}
