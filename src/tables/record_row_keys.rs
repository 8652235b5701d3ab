//! Which row inside a record each cell belongs to.
//!
//! A row is known by the record that the line names, by its step, or by who counts; an item of a
//! list by its first column, as people know it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::record_cells::CellError;
use super::record_outcome::{Content, Question, RowError};
use super::record_parts::PartPlace;
use super::record_resolve::{ResolvedCell, State, UNCLEAR_ROW};
use super::record_show::{agrees, written_value};
use crate::ledger::{Ledger, Record, Value, WriterId};
use crate::registers::form::NEW_ROW;
use crate::registers::{Field, RowKeys, Shape, head, rows};

/// Gives the cells of a row the keys of the rows inside the record, and hints of what is not taken.
/// Cells that only name such a row are gone, and so are those that say a second time what is said
/// already.
pub(super) fn keyed(
    cells: Vec<ResolvedCell>,
    writer: WriterId,
) -> (Vec<ResolvedCell>, Vec<String>) {
    let names: Vec<ResolvedCell> =
        cells.iter().filter(|cell| cell.part.place == PartPlace::RowKey).cloned().collect();
    let has_row = |name: &ResolvedCell| {
        let is_beside = |cell: &ResolvedCell| {
            cell.part.place == PartPlace::Row && is_of_row(cell, name.part.field, name.line())
        };
        cells.iter().any(is_beside)
    };
    let (mut hints, mut done): (Vec<String>, Vec<ResolvedCell>) = (Vec::new(), Vec::new());
    for mut cell in cells.iter().cloned() {
        match (cell.part.place, cell.part.field.shape) {
            (PartPlace::RowKey, _) => match &cell.state {
                State::Known(_) if has_row(&cell) => continue,
                // A name alone says nothing of whoever bears it.
                State::Known(_) => {
                    let (row, label) = (cell.line() + 1, cell.part.field.label);
                    hints.push(format!("第 {row} 行的“{}”没有写{label}，没有导入", cell.shown));
                    continue;
                }
                State::Asked(questions) if questions.is_empty() => continue,
                State::Asked(_) | State::Bad(_) => {}
            },
            (PartPlace::Step(step, _), _) => step.clone_into(&mut cell.key),
            (PartPlace::Row, Shape::Rows(RowKeys::Writer)) => cell.key = writer.to_string(),
            (PartPlace::Row, Shape::Rows(RowKeys::Created)) => {
                cell.key = format!("{NEW_ROW}{:07}", cell.line());
            }
            (PartPlace::Row, Shape::Rows(RowKeys::Records(to))) => {
                let of_line = |name: &&ResolvedCell| is_of_row(name, cell.part.field, cell.line());
                match names.iter().find(of_line).map(|name| &name.state) {
                    Some(State::Known(Content::Value(id))) => {
                        id.as_text().unwrap_or_default().clone_into(&mut cell.key);
                    }
                    Some(State::Asked(questions)) if !questions.is_empty() => {
                        cell.key = format!("{UNCLEAR_ROW}{:07}", cell.line());
                    }
                    // It is left out, or what is wrong with it is said there.
                    Some(_) => continue,
                    None => {
                        let label = head(to).map_or("", |head| head.label);
                        cell.state = State::Bad(CellError::NoRowName(label));
                    }
                }
            }
            _ => {}
        }
        match said_before(&done, &cell) {
            None => done.push(cell),
            Some((true, _)) => {}
            Some((false, first)) => {
                if let Some(first) = first.address {
                    cell.state = State::Bad(CellError::Contradicts(first));
                }
                done.push(cell);
            }
        }
    }
    let (cells, twins) = without_twins(done);
    hints.extend(twins);
    (cells, hints)
}

fn is_of_row(cell: &ResolvedCell, field: &Field, line: usize) -> bool {
    cell.part.field.name == field.name && cell.line() == line
}

/// The cell that says something of the same place before, and whether it says the same.
fn said_before<'a>(
    done: &'a [ResolvedCell],
    cell: &ResolvedCell,
) -> Option<(bool, &'a ResolvedCell)> {
    if cell.part.place != PartPlace::Row || cell.key.is_empty() {
        return None;
    }
    let first = done.iter().find(|one| one.part == cell.part && one.key == cell.key)?;
    let is_same = match (&first.state, &cell.state) {
        (State::Known(one), State::Known(other)) => one == other,
        _ => first.shown == cell.shown,
    };
    Some((is_same, first))
}

/// Removes repeated items of a list, with a hint for each.
fn without_twins(cells: Vec<ResolvedCell>) -> (Vec<ResolvedCell>, Vec<String>) {
    let mut items: BTreeMap<(&str, &str), Vec<&ResolvedCell>> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| cell.key.starts_with(NEW_ROW)) {
        items.entry((cell.part.field.name, &cell.key)).or_default().push(cell);
    }
    // Each item with the lines that say it again.
    let mut seen: Vec<(&[&ResolvedCell], Vec<usize>)> = Vec::new();
    let mut twins: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (place, own) in &items {
        match seen.iter_mut().find(|(first, _)| says_the_same(first, own)) {
            None => seen.push((own, Vec::new())),
            Some((_, lines)) => {
                twins.insert(*place);
                lines.extend(own.first().map(|cell| cell.line()));
            }
        }
    }
    let hint = |(first, lines): &(&[&ResolvedCell], Vec<usize>)| {
        let first = first.first().filter(|_| !lines.is_empty())?;
        let rows: Vec<String> = lines.iter().map(|line| (line + 1).to_string()).collect();
        let (label, row) = (first.part.field.label, first.line() + 1);
        Some(format!("第 {} 行的{label}与第 {row} 行相同，只记一次", rows.join("、")))
    };
    let hints = seen.iter().filter_map(hint).collect();
    let is_twin = |cell: &&ResolvedCell| twins.contains(&(cell.part.field.name, cell.key.as_str()));
    (cells.iter().filter(|cell| !is_twin(cell)).cloned().collect(), hints)
}

/// Whether two items of lists are one.
fn says_the_same(one: &[&ResolvedCell], other: &[&ResolvedCell]) -> bool {
    let says = |(one, other): (&&ResolvedCell, &&ResolvedCell)| {
        one.part == other.part && one.shown == other.shown
    };
    one.len() == other.len() && one.iter().zip(other).all(says)
}

/// The cells as they are about one record: items of a list that it has already, and namesakes of
/// whom it has one, are known by that.
pub(super) fn for_record<'c>(
    ledger: &Ledger,
    cells: &'c [ResolvedCell],
    record: &Record<'_>,
) -> Cow<'c, [ResolvedCell]> {
    let is_open = |key: &str| key.starts_with([NEW_ROW, UNCLEAR_ROW]);
    if !cells.iter().any(|cell| is_open(&cell.key)) {
        return Cow::Borrowed(cells);
    }
    let mut found = cells.to_vec();
    let mut taken: BTreeSet<(&str, String)> = BTreeSet::new();
    for (field, key) in groups(cells).into_iter().filter(|(_, key)| is_open(key)) {
        let own = |cell: &&ResolvedCell| cell.part.field.name == field.name && cell.key == key;
        let name = cells.iter().find(|cell| is_name_of(cell, field, &key));
        let mut standing = rows::rows(field, record);
        standing.retain(|(at, _)| name.is_none_or(|name| may_be(name, at)));
        let free =
            || standing.iter().filter(|(at, _)| !taken.contains(&(field.name, (*at).to_owned())));
        let says_all = |at: &str| {
            cells.iter().filter(own).all(|cell| {
                agrees(ledger, &ResolvedCell { key: at.to_owned(), ..cell.clone() }, record)
            })
        };
        let first = rows::columns(field).first().map_or("", |column| column.name);
        let called = cells.iter().filter(own).find(|cell| cell.part.column.name == first);
        let is_called_so = |row: &Value| {
            let name = rows::column(field, row, first);
            key.starts_with(NEW_ROW)
                && matches!(called.map(|cell| &cell.state), Some(State::Known(Content::Value(own))) if own == name)
        };
        let same = free().find(|(at, _)| says_all(at));
        let at = same.or_else(|| free().find(|(_, row)| is_called_so(row))).map(|(at, _)| *at);
        if let Some(at) = at {
            taken.insert((field.name, at.to_owned()));
            found.retain(|cell| !is_name_of(cell, field, &key));
            for cell in found.iter_mut().filter(|cell| cell.part.field.name == field.name) {
                if cell.key == key {
                    at.clone_into(&mut cell.key);
                }
            }
        }
    }
    Cow::Owned(found)
}

/// Whether a cell is the unclear name of a row.
fn is_name_of(cell: &ResolvedCell, field: &Field, key: &str) -> bool {
    let line = key.strip_prefix(UNCLEAR_ROW).and_then(|line| line.parse().ok());
    cell.part.place == PartPlace::RowKey && line.is_some_and(|line| is_of_row(cell, field, line))
}

/// Whether an unclear name may mean the record of a row.
fn may_be(name: &ResolvedCell, key: &str) -> bool {
    let State::Asked(questions) = &name.state else { return false };
    questions.iter().any(|question| match question {
        Question::Name { candidates, .. } => candidates.iter().any(|id| id.as_str() == key),
        _ => false,
    })
}

/// The values of several columns that cells belong to, by field and the key of the row, in the order
/// of the cells.
pub(super) fn groups(cells: &[ResolvedCell]) -> Vec<(&'static Field, String)> {
    let mut groups: Vec<(&'static Field, String)> = Vec::new();
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    let has_columns =
        |cell: &&ResolvedCell| !cell.key.is_empty() || cell.part.place == PartPlace::Column;
    for cell in cells.iter().filter(has_columns) {
        if seen.insert((cell.part.field.name, &cell.key)) {
            groups.push((cell.part.field, cell.key.clone()));
        }
    }
    groups
}

/// The values of several columns that would lack what they cannot do without.
pub(super) fn lacking(
    cells: &[ResolvedCell],
    record: Option<&Record<'_>>,
) -> Vec<(&'static Field, String, RowError)> {
    let of_row = |(field, key): (&'static Field, String)| {
        let value = written_value(field, &key, cells, record);
        let is_blank =
            |column: &&Field| column.required && rows::column(field, &value, column.name).is_null();
        let missing = field.kind.columns().iter().find(is_blank)?.label;
        let own = cells.iter().filter(|cell| cell.part.field.name == field.name && cell.key == key);
        // Unreadable cells are reported on their own.
        let mut own = own.peekable();
        let line = own.peek().map_or(0, |cell| cell.line());
        if own.any(|cell| !matches!(cell.state, State::Known(_))) {
            return None;
        }
        let step = match field.shape {
            Shape::Rows(RowKeys::Steps(steps)) => steps.iter().find(|(step, _)| *step == key),
            _ => None,
        };
        let label = step.map_or(field.label, |(_, label)| label).to_owned();
        let error = RowError::Lacks { row: line + 1, label, missing };
        Some((field, key, error))
    };
    groups(cells).into_iter().filter_map(of_row).collect()
}
