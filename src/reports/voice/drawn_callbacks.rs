//! Call-backs of those who were drawn, made at once.

use crate::ledger::{Draft, Month, Record, parse_day};
use crate::registers::{CALLBACK, Context, drawn_of};

/// The entries of a draw for which there is no call-back yet, each with its place in the order of drawing.
pub fn without_callback(context: &Context<'_>, draw: &Record<'_>) -> Vec<(usize, String)> {
    if draw.text("purpose") != "callback" {
        return Vec::new();
    }
    let made: Vec<&str> = context
        .records(CALLBACK.name)
        .filter(|record| record.text("draw") == draw.id().as_str())
        .map(|record| record.text("drawn"))
        .collect();
    let drawn = (1..).zip(drawn_of(draw)).map(|(at, (_, entry))| (at, entry));
    drawn.filter(|(_, entry)| !made.contains(&&**entry)).collect()
}

/// Writes a call-back for each of those who were drawn and have none, in the month of the draw. Says how many.
pub fn draft_callbacks(draft: &mut Draft, context: &Context<'_>, draw: &Record<'_>) -> usize {
    let Ok(day) = parse_day(draw.text("drawn_on")) else { return 0 };
    let wanted = without_callback(context, draw);
    for (at, entry) in &wanted {
        let id = draft.next_record(CALLBACK.name);
        draft.field(&id, "month", Month::of(day).to_string());
        draft.field(&id, "number", format!("{}-{at}", draw.text("number")));
        draft.field(&id, "draw", draw.id().as_str());
        draft.field(&id, "drawn", &**entry);
    }
    wanted.len()
}
