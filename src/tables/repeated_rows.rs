//! Rows of one file that are, or may be, the same person.

use crate::ordered;
use std::collections::HashMap;

use super::branch_names::branch_key;
use super::roster::{RosterRow, RowProblemKind};
use crate::typed_text::PartialDate;

/// Marks rows that say the same again, share a staff number, or cannot be told apart by name and
/// birth. Of equal rows the first is kept; of rows that contradict each other none is. Where the
/// rows are not all that the file says (`whole` is false), equal ones contradict each other too.
pub fn mark(rows: &mut [RosterRow], whole: bool) {
    for (at, kind) in find(rows, whole) {
        if let Some(row) = rows.get_mut(at) {
            row.add(kind);
        }
    }
}

/// A row, and what tells its person from others of the name.
struct Namesake<'a> {
    at: usize,
    row: &'a RosterRow,
    born: Option<PartialDate>,
    branch: Option<String>,
}

impl<'a> Namesake<'a> {
    fn of(at: usize, row: &'a RosterRow) -> Self {
        let born = row.get("born").and_then(|born| born.parse().ok());
        Self { at, row, born, branch: row.get("branch").map(branch_key) }
    }

    /// Whether both may be one person: nothing that would tell them apart does.
    fn may_be(&self, other: &Self) -> bool {
        let numbered = |namesake: &Self| namesake.row.get("staff_number").is_some();
        if numbered(self) && numbered(other) {
            return false;
        }
        match (self.born, other.born) {
            (Some(born), Some(others)) => born.agrees_with(others),
            _ => self.branch.is_none() || other.branch.is_none() || self.branch == other.branch,
        }
    }
}

fn find(rows: &[RosterRow], whole: bool) -> Vec<(usize, RowProblemKind)> {
    let mut found = Vec::new();
    let mut by_content = HashMap::new();
    let mut by_staff_number: HashMap<&str, usize> = HashMap::new();
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(name) = row.get("name") else {
            continue;
        };
        let first = if whole { *by_content.entry(&row.fields).or_insert(at) } else { at };
        if first != at {
            found.push((at, RowProblemKind::SameAsRow { row: row_number(rows, first) }));
            continue;
        }
        if let Some(number) = row.get("staff_number") {
            if let Some(&other) = by_staff_number.get(number) {
                let row_of_other = row_number(rows, other);
                found.push((at, RowProblemKind::SameStaffNumber { row: row_of_other }));
                found.push((other, RowProblemKind::SameStaffNumber { row: row.row }));
                continue;
            }
            by_staff_number.insert(number, at);
        }
        by_name.entry(name).or_default().push(at);
    }
    let mut groups: Vec<Vec<usize>> = by_name.into_values().filter(|same| same.len() > 1).collect();
    ordered::sort(&mut groups);
    for group in groups {
        let namesakes: Vec<Namesake<'_>> =
            group.into_iter().filter_map(|at| Some(Namesake::of(at, rows.get(at)?))).collect();
        for one in &namesakes {
            let others = || namesakes.iter().filter(|other| other.at != one.at);
            let same_person = others().find(|other| one.may_be(other));
            found.extend(match (same_person, others().next()) {
                (Some(other), _) => {
                    Some((one.at, RowProblemKind::SamePerson { row: other.row.row }))
                }
                (None, Some(other)) => {
                    Some((one.at, RowProblemKind::SameName { row: other.row.row }))
                }
                (None, None) => None,
            });
        }
    }
    found
}

fn row_number(rows: &[RosterRow], at: usize) -> usize {
    rows.get(at).map_or(0, |row| row.row)
}
