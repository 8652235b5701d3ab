//! Small wordings that several pages share.

use crate::ledger::{Author, Day, Ledger, Month, NotReverted, day_text};
use crate::registers::{field_label, points_in_column, schema, title};

pub use crate::registers::signed_points_text as signed;

/// Points in tenths as a table shows them: always with one decimal.
pub fn points(tenths: i32) -> String {
    points_in_column(tenths.into())
}

/// A day as inputs hold it.
pub fn input_day(day: Day) -> String {
    day_text(day)
}

/// The month of today, or the last one while the first days of a month run: until the 10th the work
/// at hand is still the closing of the month before.
pub fn usual_month(today: Day) -> Month {
    let month = Month::of(today);
    if chrono::Datelike::day(&today) <= 10 { month.plus(-1) } else { month }
}

/// What an undo had to leave alone, in a sentence; empty where it left nothing.
pub fn kept_words(ledger: &Ledger, kept: &[NotReverted]) -> String {
    let Some(first) = kept.first() else {
        return String::new();
    };
    let record = &first.cell.record;
    let field = schema(record.register())
        .map_or_else(String::new, |schema| field_label(schema, &first.cell.field));
    let more = if kept.len() > 1 { format!("等 {} 处", kept.len()) } else { String::new() };
    format!(
        "“{}”的{field}{more}后来由{}改过，保持不变",
        title(ledger, record),
        if first.by.is_empty() { "别人" } else { &*first.by }
    )
}

/// Who wrote something, and on which tablet.
pub fn author_words(by: &Author) -> String {
    let name = if by.name.is_empty() { "（没有写姓名）" } else { &by.name };
    let role = if by.role.is_empty() { String::new() } else { format!("（{}）", by.role) };
    let tablet = if by.tablet.is_empty() { String::new() } else { format!(" · {}", by.tablet) };
    format!("{name}{role}{tablet}")
}
