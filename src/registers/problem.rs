//! What is wrong with a record, in words that stand beside its field.

use crate::ledger::{Ledger, Record, Value, parse_day};

use super::field::{Field, Kind, Shape};
use super::input::check_value;
use super::register::Register;

/// What is wrong with a field of a record (待修正).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field; empty where it is the record as a whole.
    pub field: &'static str,
    /// What is wrong and what to do, for the user.
    pub text: String,
}

impl Problem {
    /// A problem of a field.
    pub fn new(field: &'static str, text: impl Into<String>) -> Self {
        Self { field, text: text.into() }
    }
}

/// All that is wrong with a record: by its fields' declarations, then by its register's own check.
pub fn problems(register: &Register, record: &Record<'_>, ledger: &Ledger) -> Vec<Problem> {
    let mut found = Vec::new();
    let cells: Vec<_> = record.cells().filter(|(_, _, value)| !value.is_null()).collect();
    for field in register.fields {
        if ledger.is_erased(record.id(), field.name) {
            continue;
        }
        let mut some = false;
        for (_, key, value) in cells.iter().copied().filter(|(name, ..)| *name == field.name) {
            // From that day on nothing holds, which is no value to check.
            if field.shape == Shape::Dated && value.as_text() == Some("") {
                continue;
            }
            some = true;
            if let Err(text) = check_key(field, key).and_then(|()| check_value(field, value)) {
                found.push(Problem { field: field.name, text });
            } else if let Some(text) = dangling(field, key, value, ledger) {
                found.push(Problem { field: field.name, text });
            }
        }
        let ended = field.shape == Shape::Dated && record.latest(field.name).is_null();
        if field.required && (!some || ended) {
            found.push(Problem::new(field.name, format!("缺少{}", field.label)));
        }
    }
    found.extend((register.check)(record, ledger));
    found
}

fn check_key(field: &Field, key: Option<&str>) -> Result<(), String> {
    match (field.shape, key) {
        (Shape::Single | Shape::Group, None) => Ok(()),
        (Shape::Map(_), Some(_)) => Ok(()),
        (Shape::Dated, Some(day)) => {
            parse_day(day).map(drop).map_err(|_| format!("{}的起始日期不对：{day}", field.label))
        }
        _ => Err(format!("{}的内容与本版本的格式不符", field.label)),
    }
}

/// A reference to a record that is gone.
fn dangling(field: &Field, key: Option<&str>, value: &Value, ledger: &Ledger) -> Option<String> {
    let missing = |id: &str| {
        let record = id.parse().ok().and_then(|id| ledger.record(ledger.resolve(&id)));
        record.is_none_or(|record| record.is_deleted())
    };
    let gone = match (field.kind, field.shape) {
        (Kind::Reference(_), _) => value.as_text().is_some_and(missing),
        (_, Shape::Map(_)) => key.is_some_and(missing),
        _ => false,
    };
    gone.then(|| format!("{}指向的记录已删除或不在本机，请重新选择", field.label))
}
