//! Rows of one file that are, or may be, the same person.

use std::collections::HashMap;

use super::branches::branch_key;
use super::partial_date::PartialDate;
use super::roster::{ProblemKind, RosterRow};

/// Marks rows that say the same again, share a staff number, or cannot be told apart by name and
/// birth. Of equal rows the first is kept; of rows that contradict each other none is. Where the
/// rows are not all that the file says (`whole` is false), equal ones contradict each other too.
pub fn mark(rows: &mut [RosterRow], whole: bool) {
    let keys: Vec<Key> = rows.iter().map(Key::of).collect();
    let found = find(rows, &keys, whole);
    for (at, kind) in found {
        if let Some(row) = rows.get_mut(at) {
            row.add(kind);
        }
    }
}

/// What tells people apart.
struct Key {
    born: Option<PartialDate>,
    branch: Option<String>,
}

impl Key {
    fn of(row: &RosterRow) -> Self {
        Self {
            born: row.get("born").and_then(|born| born.parse().ok()),
            branch: row.get("branch").map(branch_key),
        }
    }
}

fn find(rows: &[RosterRow], keys: &[Key], whole: bool) -> Vec<(usize, ProblemKind)> {
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
            found.push((at, ProblemKind::SameAsRow { row: row_number(rows, first) }));
            continue;
        }
        if let Some(number) = row.get("staff_number") {
            if let Some(&other) = by_staff_number.get(number) {
                let row_of_other = row_number(rows, other);
                found.push((at, ProblemKind::SameStaffNumber { row: row_of_other }));
                found.push((other, ProblemKind::SameStaffNumber { row: row.row }));
                continue;
            }
            by_staff_number.insert(number, at);
        }
        by_name.entry(name).or_default().push(at);
    }
    let mut namesakes: Vec<&Vec<usize>> = by_name.values().filter(|same| same.len() > 1).collect();
    namesakes.sort();
    for same in namesakes {
        for &at in same {
            let others = || same.iter().copied().filter(|other| *other != at);
            let clash = others().find(|other| may_be_one(rows, keys, at, *other));
            let kind = match (clash, others().next()) {
                (Some(other), _) => ProblemKind::SamePerson { row: row_number(rows, other) },
                (None, Some(other)) => ProblemKind::SameName { row: row_number(rows, other) },
                (None, None) => continue,
            };
            found.push((at, kind));
        }
    }
    found
}

/// Whether two rows of one name may be one person: nothing that would tell them apart does.
fn may_be_one(rows: &[RosterRow], keys: &[Key], a: usize, b: usize) -> bool {
    let numbers = |at: usize| rows.get(at).and_then(|row| row.get("staff_number"));
    if numbers(a).is_some() && numbers(b).is_some() {
        return false;
    }
    let (Some(a), Some(b)) = (keys.get(a), keys.get(b)) else {
        return false;
    };
    match (a.born, b.born) {
        (Some(a), Some(b)) => a.agrees_with(b),
        _ => a.branch.is_none() || b.branch.is_none() || a.branch == b.branch,
    }
}

fn row_number(rows: &[RosterRow], at: usize) -> usize {
    rows.get(at).map_or(0, |row| row.row)
}
