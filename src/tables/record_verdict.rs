//! What the cells of a row amount to: faults, questions, and what is said of counters.

use super::record_outcome::{CellPlace, Content, Question, RecordOutcome, RowError};
use super::record_resolve::{ResolvedCell, State};
use super::record_show::{agrees, is_counted_elsewhere};
use super::text;
use crate::ledger::{Ledger, Record, Value};
use crate::registers::{RowKeys, Shape, rows, show_value};

/// A row that is not taken.
pub(super) fn refused(reasons: Vec<RowError>) -> RecordOutcome {
    RecordOutcome::Refused { reasons }
}

/// The cells that cannot be taken, but for those that say what the record shows anyway.
pub(super) fn faults(
    cells: &[ResolvedCell],
    record: Option<(&Ledger, &Record<'_>)>,
) -> Vec<RowError> {
    let is_same = |cell: &ResolvedCell| record.is_some_and(|(world, r)| agrees(world, cell, r));
    let fault = |cell: &ResolvedCell| match &cell.state {
        State::Bad(error) if !is_same(cell) => Some(match cell.address {
            Some(address) => {
                RowError::Cell { address, label: cell.part.label(), error: error.clone() }
            }
            None => RowError::Rule(error.to_string()),
        }),
        _ => None,
    };
    cells.iter().filter_map(fault).collect()
}

/// What is asked about the cells of a row.
pub(super) fn questions(
    cells: &[ResolvedCell],
    record: Option<(&Ledger, &Record<'_>)>,
) -> Vec<Question> {
    let is_same = |cell: &ResolvedCell| record.is_some_and(|(world, r)| agrees(world, cell, r));
    let asked = |cell: &ResolvedCell| match &cell.state {
        State::Asked(questions) if !is_same(cell) => questions.clone(),
        _ => Vec::new(),
    };
    cells.iter().flat_map(asked).collect()
}

/// What a cell says, and of which place of the record.
pub(super) fn content(cell: &ResolvedCell) -> (CellPlace, Content) {
    let key = cell.key.clone();
    let place = CellPlace { field: cell.part.field.name, column: cell.part.column.name, key };
    match &cell.state {
        State::Known(content) => (place, content.clone()),
        _ => (place, Content::Open(text::squeezed(&cell.shown))),
    }
}

/// What importing a number does to a counter, of which each tablet writes its own part.
pub(super) fn counted(
    ledger: &Ledger,
    cells: &[ResolvedCell],
    record: Option<&Record<'_>>,
) -> Vec<String> {
    let told = |cell: &ResolvedCell| {
        let State::Known(Content::Value(value)) = &cell.state else { return None };
        let (field, column) = (cell.part.field, cell.part.column);
        if field.shape != Shape::Rows(RowKeys::Writer) {
            return None;
        }
        let label = cell.part.label();
        let words = |number: i64| show_value(ledger, column, &Value::Int(number));
        let (imported, sum) =
            (value.as_int()?, record.map_or(0, |r| rows::sum(field, r, column.name)));
        let is_elsewhere = record.is_some_and(|record| is_counted_elsewhere(cell, value, record));
        if is_elsewhere {
            return Some(format!("{label}：台账里合计已是 {}，与表里相同，不再加一次", words(sum)));
        }
        let own = record.map(|r| rows::column(field, r.entry(field.name, &cell.key), column.name));
        let own = own.and_then(Value::as_int);
        let others = sum - own.unwrap_or(0);
        Some(match (own, others) {
            (Some(own), _) if own == imported => return None,
            (_, 0) => format!("{label}：{} 记作本机的小计", words(imported)),
            (_, others) => format!(
                "{label}：{} 记作本机的小计，别处已记的 {} 不变，合计 {}",
                words(imported),
                words(others),
                words(imported + others)
            ),
        })
    };
    cells.iter().filter_map(told).collect()
}

/// Whether a record has any of the marks that a row names: two entries of one day for other people
/// are two entries.
pub(super) fn shares_marks(cells: &[ResolvedCell], record: &Record<'_>) -> bool {
    cells.iter().all(|cell| match &cell.state {
        State::Known(Content::Marks(marks)) => {
            let field = cell.part.field.name;
            marks.keys().any(|id| *record.entry(field, id.as_str()) != Value::Null)
        }
        _ => true,
    })
}
