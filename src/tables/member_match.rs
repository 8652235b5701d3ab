//! Which member of the ledger each row of a table means.

use std::collections::HashMap;

use super::roster::{RosterRow, RowProblemKind};
use super::roster_fields::FieldKind;
use super::roster_plan::{Existing, says_the_same};
use super::text;
use super::values;
use crate::typed_text;
use crate::typed_text::PartialDate;

/// The member that each row means, if the ledger has them; rows for which that cannot be said get
/// a problem. For tables that are no rosters (past totals).
pub fn match_members<'a>(
    rows: &mut [RosterRow],
    members: &'a [Existing],
) -> Vec<Option<&'a Existing>> {
    MemberIndex::of(members).match_all(rows)
}

/// The ledger's members, found by number and name.
pub(super) struct MemberIndex<'a> {
    by_staff_number: HashMap<String, Vec<&'a Existing>>,
    by_name: HashMap<String, Vec<&'a Existing>>,
}

impl<'a> MemberIndex<'a> {
    pub(super) fn of(members: &'a [Existing]) -> Self {
        let mut found = Self { by_staff_number: HashMap::new(), by_name: HashMap::new() };
        for member in members {
            if let Some(number) = number_of(member) {
                found.by_staff_number.entry(number).or_default().push(member);
            }
            if member.redacted {
                continue;
            }
            let name = values::name(&member.name).map_or_else(|_| member.name.clone(), |n| n.text);
            found.by_name.entry(name).or_default().push(member);
        }
        found
    }

    /// Takes cells that could not be read where they say what the ledger itself shows of the
    /// member: what it exports it knows again, whatever a form allowed.
    pub(super) fn know_own_words(&self, rows: &mut [RosterRow]) {
        for row in rows.iter_mut().filter(|row| !row.unread.is_empty()) {
            let by_number = row.get("staff_number").and_then(|n| self.by_staff_number.get(n));
            let by_name = row.get("name").and_then(|name| self.by_name.get(name));
            let candidates = by_number.or(by_name);
            for (field, text) in std::mem::take(&mut row.unread) {
                let own = candidates.into_iter().flatten().find_map(|member| {
                    let shown = member.fields.get(field)?;
                    (text::squeezed(shown) == text).then(|| shown.clone())
                });
                if let Some(own) = own {
                    row.problems.retain(|p| p.field.is_none_or(|f| f.name != field));
                    row.fields.insert(field, own);
                }
            }
        }
    }

    /// The member that each row means, if any; rows for which that cannot be said get a problem.
    pub(super) fn match_all(&self, rows: &mut [RosterRow]) -> Vec<Option<&'a Existing>> {
        let mut names: HashMap<String, usize> = HashMap::new();
        for row in rows.iter().filter(|row| !row.is_faulty()) {
            *names.entry(row.get("name").unwrap_or_default().to_owned()).or_default() += 1;
        }
        let mut matches: Vec<Option<&'a Existing>> = Vec::with_capacity(rows.len());
        let mut taken: HashMap<&str, (usize, usize)> = HashMap::new();
        let mut clashes = Vec::new();
        for (at, row) in rows.iter_mut().enumerate() {
            let unique = row.get("name").is_some_and(|name| names.get(name) == Some(&1));
            let member = if row.is_faulty() { None } else { self.match_row(row, unique) };
            matches.push(member);
            let Some(member) = member else { continue };
            if let Some((first, its_row)) = taken.insert(&member.id, (at, row.row)) {
                clashes.push((at, its_row));
                clashes.push((first, row.row));
            }
        }
        for (at, other) in clashes {
            if let Some(row) = rows.get_mut(at) {
                row.add(RowProblemKind::SameMember { row: other });
            }
        }
        matches
    }

    /// Staff number first; else name and birth; else the name alone, if it is the only one on
    /// both sides.
    fn match_row(&self, row: &mut RosterRow, unique_in_file: bool) -> Option<&'a Existing> {
        let name = row.get("name")?.to_owned();
        let number = row.get("staff_number").map(str::to_owned);
        if let Some(found) = number.as_ref().and_then(|n| self.by_staff_number.get(n)) {
            if let (Some(staff_number), true) = (&number, found.iter().any(|m| m.redacted)) {
                row.add(RowProblemKind::Redacted { staff_number: staff_number.clone() });
                return None;
            }
            let [member] = found.as_slice() else {
                let (count, staff_number) = (found.len(), number.unwrap_or_default());
                row.add(RowProblemKind::NumberTwice { count, staff_number });
                return None;
            };
            if !says_the_same(FieldKind::Name, &member.name, &name) {
                row.add(RowProblemKind::OtherName { name: member.name.clone() });
            }
            return Some(member);
        }
        let born = row.get("born").and_then(|born| born.parse::<PartialDate>().ok());
        let namesakes = self.by_name.get(&name)?;
        let agrees = |member: &Existing| matches!((born, member.born), (Some(a), Some(b)) if a.agrees_with(b));
        // Two numbers that differ are two people, whatever else is the same.
        let (others, possible): (Vec<&Existing>, Vec<&Existing>) = namesakes
            .iter()
            .copied()
            .partition(|member| number.is_some() && number_of(member).is_some());
        let agreeing: Vec<&'a Existing> =
            namesakes.iter().copied().filter(|m| agrees(m) && possible.contains(m)).collect();
        match agreeing.as_slice() {
            [one] => return Some(one),
            [_, _, ..] => {
                row.add(RowProblemKind::Ambiguous { count: agreeing.len() });
                return None;
            }
            [] => {}
        }
        let nearly = |member: &&&Existing| {
            let own = number_of(member).map(|own| essential(&own));
            own.is_some() && own == number.as_deref().map(essential)
        };
        if let Some(staff_number) = others.iter().find(nearly).and_then(|m| number_of(m)) {
            row.add(RowProblemKind::NearlySameNumber { staff_number });
            return None;
        }
        let unsure = possible.iter().filter(|m| born.is_none() || m.born.is_none()).count();
        if unsure == 1 && namesakes.len() == 1 && unique_in_file {
            return namesakes.first().copied();
        }
        if unsure > 0 {
            row.add(if namesakes.len() > 1 {
                RowProblemKind::Ambiguous { count: namesakes.len() }
            } else {
                RowProblemKind::NotSure
            });
        } else if let Some(other) = others.iter().find(|m| agrees(m)).and_then(|m| number_of(m)) {
            row.add(RowProblemKind::OtherStaffNumber { staff_number: other });
        } else if let (true, Some(number)) =
            (possible.is_empty(), others.first().and_then(|one| number_of(one)))
        {
            // Nothing is known of their births: the numbers tell them apart.
            row.add(RowProblemKind::NamesakeOfNumber { staff_number: number });
        } else {
            row.add(RowProblemKind::Namesake);
        }
        None
    }
}

/// A staff number without what a spreadsheet or a hand leaves out: its hyphens and points, and the
/// noughts before its digits.
fn essential(number: &str) -> String {
    let plain: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let digits = plain.find(|c: char| c.is_ascii_digit()).unwrap_or(plain.len());
    let (letters, digits) = plain.split_at_checked(digits).unwrap_or((&plain, ""));
    format!("{letters}{}", digits.trim_start_matches('0'))
}

/// A member's staff number in the spelling of the rows.
fn number_of(member: &Existing) -> Option<String> {
    member.staff_number.as_deref().map(typed_text::staff_number).filter(|number| !number.is_empty())
}
