//! How values and records are shown: references by title, choices by label, points in points.

use crate::ledger::{
    DELETED, JOINED, Ledger, Month, REDACTED, Record, RecordId, Value, day_label, parse_day,
};

use super::erasure::TRACE;
use super::field::{Field, Kind, Shape};
use super::input::{money_text, points_text};
use super::join::DISTINCT;
use super::register::Register;
use super::registry::register;

/// What stands where a record that is spoken of is not at hand.
const UNKNOWN: &str = "（不在本机）";

/// The name of a record, by its register's title fields; of one that is joined to another, the
/// other's.
pub fn title(ledger: &Ledger, id: &RecordId) -> String {
    match (register(id.register()), ledger.record(ledger.resolve(id))) {
        (Some(register), Some(record)) => title_of(ledger, register, &record),
        _ => UNKNOWN.to_owned(),
    }
}

/// The same, for a record at hand.
pub fn title_of(ledger: &Ledger, register: &Register, record: &Record<'_>) -> String {
    let parts: Vec<String> = register
        .title
        .iter()
        .filter_map(|name| register.field(name))
        .map(|field| show_field(ledger, field, record))
        .filter(|text| !text.is_empty())
        .collect();
    if parts.is_empty() { nameless(ledger, record).to_owned() } else { parts.join(" · ") }
}

/// What a record is called that has no name.
pub fn nameless(ledger: &Ledger, record: &Record<'_>) -> &'static str {
    if ledger.is_redacted(record.id()) { "（已依法删除）" } else { "（未命名）" }
}

/// A field of a record as it is shown: what stands in it today.
pub fn show_field(ledger: &Ledger, field: &Field, record: &Record<'_>) -> String {
    match field.shape {
        Shape::Single | Shape::Group => show_value(ledger, field, record.get(field.name)),
        Shape::Dated => show_value(ledger, field, record.latest(field.name)),
        Shape::Map(_) => {
            let entries = record.entries(field.name);
            let names: Vec<String> =
                entries.iter().take(3).map(|(key, _)| show_reference(ledger, key)).collect();
            match entries.len() {
                0..=3 => names.join("、"),
                more => format!("{}等 {more} 人", names.join("、")),
            }
        }
    }
}

/// One value as it is shown.
pub fn show_value(ledger: &Ledger, field: &Field, value: &Value) -> String {
    let text = value.as_text().unwrap_or("");
    match (field.kind, value) {
        (_, Value::Null) => String::new(),
        (Kind::Day | Kind::DayOrMonth, _) => match (parse_day(text), text.parse::<Month>()) {
            (Ok(day), _) => day_label(day),
            (_, Ok(month)) => month.label(),
            _ => text.to_owned(),
        },
        (Kind::Month, _) => text.parse().map_or_else(|_| text.to_owned(), Month::label),
        (Kind::Count(_, _, unit), Value::Int(number)) => format!("{number}{unit}"),
        (Kind::Points(..), Value::Int(tenths)) => points_text(*tenths),
        (Kind::Percent, Value::Int(tenths)) => format!("{}%", points_text(*tenths)),
        (Kind::Money, Value::Int(fen)) => format!("{}元", money_text(*fen)),
        (Kind::Choice(choices), _) => choices
            .iter()
            .find(|(code, _)| *code == text)
            .map_or_else(|| text.to_owned(), |(_, shown)| (*shown).to_owned()),
        (_, Value::Bool(yes)) => if *yes { "是" } else { "否" }.to_owned(),
        (Kind::Reference(_), _) => show_reference(ledger, text),
        (_, Value::Text(text)) => text.to_string(),
        (_, Value::Int(number)) => number.to_string(),
        (_, Value::List(_) | Value::Group(_)) => "（见详情）".to_owned(),
    }
}

fn show_reference(ledger: &Ledger, id: &str) -> String {
    id.parse().map_or_else(|_| UNKNOWN.to_owned(), |id| title(ledger, &id))
}

/// The label of a field of a register, as history shows it.
pub fn field_label(register: &Register, field: &str) -> String {
    match register.field(field) {
        Some(field) => field.label.to_owned(),
        None if field == DELETED => "删除".to_owned(),
        None if field == REDACTED => "依法删除".to_owned(),
        None if field == TRACE => "防止再次登记的核对码".to_owned(),
        None if field == JOINED => "合并".to_owned(),
        None if field == DISTINCT => "不是同一个".to_owned(),
        None => field.to_owned(),
    }
}
