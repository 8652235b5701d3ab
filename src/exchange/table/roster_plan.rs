//! What taking a roster would do to the ledger: worked out and shown before anything is done.

use std::collections::{BTreeMap, HashMap};

use super::branches::{BranchGroup, BranchNames, branch_key, department_key};
use super::fields::{self, Kind};
use super::partial_date::PartialDate;
use super::roster::{ProblemKind, Roster, RosterRow};
use super::values;

/// A member of the ledger, as far as an import needs to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Existing {
    /// The record's id.
    pub id: String,
    /// The staff number, where there is one.
    pub staff_number: Option<String>,
    /// The name.
    pub name: String,
    /// The date of birth, where it is known.
    pub born: Option<PartialDate>,
    /// Whether the data of this member is erased: nobody is matched with it, and nobody of its
    /// number taken.
    pub redacted: bool,
    /// All values by field, names of branches and departments instead of their ids. The three
    /// above may be left out here.
    pub fields: BTreeMap<String, String>,
}

/// The ledger that a roster is compared with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ledger<'a> {
    /// Its members.
    pub members: &'a [Existing],
    /// The names of its branches.
    pub branches: &'a [String],
    /// The names of its departments.
    pub departments: &'a [String],
}

/// How strict to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlanOptions {
    /// Takes a row whose faults are in single cells without those cells. Faults of the name, the
    /// staff number or the row as a whole keep it out all the same.
    pub leave_out_faulty_cells: bool,
}

/// A value that an import would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field, by its name in [`fields::FIELDS`].
    pub field: &'static str,
    /// What the ledger says; empty if nothing.
    pub before: String,
    /// What the file says.
    pub after: String,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A member whom the ledger does not have.
    New,
    /// The ledger says all of this already.
    Same {
        /// The member's record.
        id: String,
    },
    /// The ledger has this member and would change.
    Changed {
        /// The member's record.
        id: String,
        /// What would change. A blank cell changes nothing.
        differences: Vec<Difference>,
    },
    /// Not taken.
    Refused {
        /// Why, and what to do.
        reasons: Vec<String>,
    },
}

/// A row and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedRow {
    /// The row; branches and departments as the ledger or the plan names them.
    pub row: RosterRow,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// What taking a roster would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterPlan {
    /// Every row, in the order of the file.
    pub rows: Vec<PlannedRow>,
    /// Branches that the ledger does not have, named by rows that would be taken.
    pub new_branches: Vec<BranchGroup>,
    /// Departments that the ledger does not have, in the order of the file.
    pub new_departments: Vec<String>,
    /// What else the user should know.
    pub notes: Vec<String>,
}

impl RosterPlan {
    /// Compares a roster with the ledger.
    #[must_use]
    pub fn new(roster: &Roster, ledger: Ledger<'_>, options: PlanOptions) -> Self {
        let mut rows = roster.rows.clone();
        if options.leave_out_faulty_cells {
            rows.iter_mut().for_each(leave_out_faulty_cells);
        }
        let mut plan = Self { notes: roster.notes.clone(), ..Self::default() };
        plan.settle_branches(&mut rows, ledger);
        plan.settle_departments(&mut rows, ledger);
        let members = Members::of(ledger.members);
        let matches = members.match_all(&mut rows);
        plan.rows = rows
            .into_iter()
            .zip(matches)
            .map(|(row, member)| PlannedRow { outcome: outcome_of(&row, member), row })
            .collect();
        plan
    }

    /// Gives each branch one name, and lists those that the ledger does not have.
    fn settle_branches(&mut self, rows: &mut [RosterRow], ledger: Ledger<'_>) {
        let taken = rows.iter().filter(|row| !row.is_faulty());
        let names = BranchNames::group(ledger.branches, taken.filter_map(|row| row.get("branch")));
        for branch in names.branches() {
            if !branch.also_written.is_empty() {
                let others: Vec<String> =
                    branch.also_written.iter().map(|name| format!("“{name}”")).collect();
                let others = others.join("、");
                self.notes.push(format!("支部{others}当作“{}”", branch.name));
            }
            if !branch.known {
                self.new_branches.push(branch.clone());
            }
        }
        for row in rows {
            if let Some(name) = row.fields.get_mut("branch")
                && let Some(branch) = names.branch_of(name)
            {
                name.clone_from(&branch.name);
            }
        }
    }

    /// The same for departments.
    fn settle_departments(&mut self, rows: &mut [RosterRow], ledger: Ledger<'_>) {
        let mut by_key: HashMap<String, String> =
            ledger.departments.iter().map(|name| (department_key(name), name.clone())).collect();
        for row in rows {
            let faulty = row.is_faulty();
            let Some(name) = row.fields.get_mut("department") else {
                continue;
            };
            let key = department_key(name);
            if let Some(known) = by_key.get(&key) {
                name.clone_from(known);
            } else if !faulty {
                by_key.insert(key, name.clone());
                self.new_departments.push(name.clone());
            }
        }
    }
}

/// The member that each row means, if the ledger has them; rows for which that cannot be said get
/// a problem. For tables that are no rosters (past totals).
pub fn match_members<'a>(
    rows: &mut [RosterRow],
    members: &'a [Existing],
) -> Vec<Option<&'a Existing>> {
    Members::of(members).match_all(rows)
}

/// Leaves the cells with faults out, so that the rest of the row can be taken.
fn leave_out_faulty_cells(row: &mut RosterRow) {
    for problem in &mut row.problems {
        let of_the_person = |f: &fields::Field| matches!(f.kind, Kind::Name | Kind::StaffNumber);
        problem.cell_left_out = problem.is_fault() && !problem.field.is_none_or(of_the_person);
    }
}

fn outcome_of(row: &RosterRow, member: Option<&Existing>) -> Outcome {
    if row.is_faulty() {
        let faults = row.problems.iter().filter(|problem| problem.is_fault());
        return Outcome::Refused { reasons: faults.map(ToString::to_string).collect() };
    }
    let Some(member) = member else {
        return Outcome::New;
    };
    let id = member.id.clone();
    let differences = differences(row, member);
    if differences.is_empty() { Outcome::Same { id } } else { Outcome::Changed { id, differences } }
}

fn differences(row: &RosterRow, member: &Existing) -> Vec<Difference> {
    let mut differences = Vec::new();
    for field in fields::FIELDS {
        let Some(after) = row.get(field.name) else {
            continue;
        };
        let before = match field.name {
            "name" => member.name.clone(),
            "staff_number" => member.staff_number.clone().unwrap_or_default(),
            "born" if member.born.is_some() => {
                member.born.map(|born| born.to_string()).unwrap_or_default()
            }
            name => member.fields.get(name).cloned().unwrap_or_default(),
        };
        if !says_the_same(field.kind, &before, after) {
            differences.push(Difference { field: field.name, before, after: after.to_owned() });
        }
    }
    differences
}

/// Whether the file adds nothing to what the ledger says. A month does not blur a day that is
/// known; spellings of one branch, department, name or number are one.
fn says_the_same(kind: Kind, before: &str, after: &str) -> bool {
    match kind {
        _ if before == after => true,
        Kind::Branch => branch_key(before) == branch_key(after),
        Kind::Department => department_key(before) == department_key(after),
        Kind::Name => values::name(before).is_ok_and(|before| before.text == after),
        Kind::StaffNumber => values::staff_number(before).is_ok_and(|before| before == after),
        Kind::Date => match (before.parse::<PartialDate>(), after.parse::<PartialDate>()) {
            (Ok(before), Ok(after)) => after.day().is_none() && before.agrees_with(after),
            _ => false,
        },
        _ => false,
    }
}

/// The ledger's members, found by number and name.
struct Members<'a> {
    by_staff_number: HashMap<String, Vec<&'a Existing>>,
    by_name: HashMap<String, Vec<&'a Existing>>,
}

impl<'a> Members<'a> {
    fn of(members: &'a [Existing]) -> Self {
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

    /// The member that each row means, if any; rows for which that cannot be said get a problem.
    fn match_all(&self, rows: &mut [RosterRow]) -> Vec<Option<&'a Existing>> {
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
                row.add(ProblemKind::SameMember { row: other });
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
                row.add(ProblemKind::Redacted { staff_number: staff_number.clone() });
                return None;
            }
            let [member] = found.as_slice() else {
                row.add(ProblemKind::Ambiguous { count: found.len() });
                return None;
            };
            if !says_the_same(Kind::Name, &member.name, &name) {
                row.add(ProblemKind::OtherName { name: member.name.clone() });
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
                row.add(ProblemKind::Ambiguous { count: agreeing.len() });
                return None;
            }
            [] => {}
        }
        let unsure = possible.iter().filter(|m| born.is_none() || m.born.is_none()).count();
        if unsure == 1 && namesakes.len() == 1 && unique_in_file {
            return namesakes.first().copied();
        }
        if unsure > 0 {
            row.add(if namesakes.len() > 1 {
                ProblemKind::Ambiguous { count: namesakes.len() }
            } else {
                ProblemKind::NotSure
            });
        } else if let Some(other) = others.iter().find(|m| agrees(m)).and_then(|m| number_of(m)) {
            row.add(ProblemKind::OtherStaffNumber { staff_number: other });
        } else {
            row.add(ProblemKind::Namesake);
        }
        None
    }
}

/// A member's staff number in the spelling of the rows.
fn number_of(member: &Existing) -> Option<String> {
    let number = member.staff_number.as_deref().filter(|number| !number.trim().is_empty())?;
    Some(values::staff_number(number).unwrap_or_else(|_| number.to_owned()))
}
