//! What taking a roster would do to the ledger: worked out and shown before anything is done.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::branch_names::{BranchGroup, BranchNames, BranchQuestion, branch_key, department_key};
use super::cell_text::delimited_cell;
use super::member_match::MemberIndex;
use super::roster::{Roster, RosterRow, RowProblemKind};
use super::roster_fields::{self, FieldKind};
use super::table_rows::SetAsideRow;
use super::{text, values};
use crate::typed_text;
use crate::typed_text::PartialDate;

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
pub struct RosterContext<'a> {
    /// Its members.
    pub members: &'a [Existing],
    /// The names of its branches.
    pub branches: &'a [String],
    /// The names of its departments.
    pub departments: &'a [String],
}

/// How strict to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanOptions {
    /// Takes a row whose faults are in single cells without those cells. Faults of the name, the
    /// staff number, the category or the row as a whole keep it out all the same.
    pub leave_out_faulty_cells: bool,
    /// What the user answered to [`BranchQuestion`]s, by their key: whether it is that branch.
    pub same_branches: BTreeMap<String, bool>,
    /// What the user answered of rows that may be of someone whose data is erased, by their number:
    /// whether it is someone else.
    pub someone_else: BTreeMap<usize, bool>,
}

/// A value that an import would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDifference {
    /// The field, by its name in [`roster_fields::FIELDS`].
    pub field: &'static str,
    /// What the ledger says; empty if nothing.
    pub before: String,
    /// What the file says.
    pub after: String,
}

/// Outcome of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowOutcome {
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
        differences: Vec<FieldDifference>,
    },
    /// Not taken.
    Refused {
        /// Why, and what to do.
        reasons: Vec<String>,
    },
}

/// A row and its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedRow {
    /// The row; branches and departments as the ledger or the plan names them.
    pub row: RosterRow,
    /// Its outcome.
    pub outcome: RowOutcome,
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
    /// Branches of the file that may be ones of another name: the rows wait for the answers.
    pub questions: Vec<BranchQuestion>,
    /// The rows that may be of someone whose data is erased, and the name in each: they wait for the
    /// answers.
    pub may_be_erased: Vec<(usize, String)>,
    /// Rows that are no people.
    pub set_aside: Vec<SetAsideRow>,
    /// What else the user should know.
    pub notes: Vec<String>,
}

impl RosterPlan {
    /// Compares a roster with the ledger.
    #[must_use]
    pub fn new(roster: &Roster, ledger: RosterContext<'_>, options: PlanOptions) -> Self {
        let mut rows = roster.rows.clone();
        if options.leave_out_faulty_cells {
            rows.iter_mut().for_each(leave_out_faulty_cells);
        }
        let (notes, set_aside) = (roster.notes.clone(), roster.set_aside.clone());
        let mut plan = Self { notes, set_aside, ..Self::default() };
        let members = MemberIndex::of(ledger.members);
        members.know_own_words(&mut rows);
        plan.settle_branches(&mut rows, ledger, &options);
        plan.settle_departments(&mut rows, ledger);
        let matches = members.match_all(&mut rows);
        plan.rows = rows
            .into_iter()
            .zip(matches)
            .map(|(row, member)| PlannedRow { outcome: outcome_of(&row, member), row })
            .collect();
        plan
    }

    /// The rows that would make someone of a name and birth that the ledger does not have: number,
    /// name and birth.
    pub fn newcomers(&self) -> Vec<(usize, String, String)> {
        let is_new = |outcome: &RowOutcome| match outcome {
            RowOutcome::New => true,
            RowOutcome::Changed { differences, .. } => {
                differences.iter().any(|one| ["name", "born"].contains(&one.field))
            }
            RowOutcome::Same { .. } | RowOutcome::Refused { .. } => false,
        };
        let rows = self.rows.iter().filter(|planned| is_new(&planned.outcome));
        rows.filter_map(|PlannedRow { row, .. }| {
            Some((row.row, row.get("name")?.to_owned(), row.get("born")?.to_owned()))
        })
        .collect()
    }

    /// Holds up rows that may be of someone whose data is erased, but for those of which the user
    /// said that it is someone else.
    pub fn hold_up(&mut self, rows: &BTreeSet<usize>, someone_else: &BTreeMap<usize, bool>) {
        for planned in self.rows.iter_mut().filter(|planned| rows.contains(&planned.row.row)) {
            let number = planned.row.row;
            let name = planned.row.get("name").unwrap_or_default().to_owned();
            self.may_be_erased.push((number, name));
            if someone_else.get(&number) != Some(&true) {
                planned.row.add(RowProblemKind::MayBeErased);
                planned.outcome = outcome_of(&planned.row, None);
            }
        }
    }

    /// Gives each branch one name, and lists those that the ledger does not have.
    fn settle_branches(
        &mut self,
        rows: &mut [RosterRow],
        ledger: RosterContext<'_>,
        options: &PlanOptions,
    ) {
        let taken = rows.iter().filter(|row| !row.is_faulty());
        let named = taken.filter_map(|row| row.get("branch"));
        let names = BranchNames::group(ledger.branches, named, &options.same_branches);
        self.questions = names.questions().to_vec();
        for branch in names.branches() {
            if !branch.also_written.is_empty() {
                let others: Vec<String> =
                    branch.also_written.iter().map(|name| format!("“{name}”")).collect();
                let others = others.join("、");
                self.notes.push(format!("支部{others}当作“{}”", branch.name));
            }
            if !branch.known && names.question_of(&branch.name).is_none() {
                self.new_branches.push(branch.clone());
            }
        }
        for row in rows {
            let Some(name) = row.fields.get_mut("branch") else { continue };
            if let Some(branch) = names.branch_of(name) {
                name.clone_from(&branch.name);
            }
            if let Some(question) = names.question_of(name).cloned() {
                let BranchQuestion { written, other, .. } = question;
                row.add(RowProblemKind::WhichBranch { written, other });
            }
        }
    }

    /// The same for departments.
    fn settle_departments(&mut self, rows: &mut [RosterRow], ledger: RosterContext<'_>) {
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

/// Leaves the cells with faults out, so that the rest of the row can be taken.
fn leave_out_faulty_cells(row: &mut RosterRow) {
    for problem in &mut row.problems {
        // Without a category one would come in as a full member.
        let of_the_person = |f: &roster_fields::RosterField| {
            matches!(f.kind, FieldKind::Name | FieldKind::StaffNumber | FieldKind::Category)
        };
        problem.cell_left_out = problem.is_fault() && !problem.field.is_none_or(of_the_person);
    }
}

fn outcome_of(row: &RosterRow, member: Option<&Existing>) -> RowOutcome {
    if row.is_faulty() {
        let faults = row.problems.iter().filter(|problem| problem.is_fault());
        return RowOutcome::Refused { reasons: faults.map(ToString::to_string).collect() };
    }
    let Some(member) = member else {
        return RowOutcome::New;
    };
    let id = member.id.clone();
    let differences = differences(row, member);
    if differences.is_empty() {
        RowOutcome::Same { id }
    } else {
        RowOutcome::Changed { id, differences }
    }
}

fn differences(row: &RosterRow, member: &Existing) -> Vec<FieldDifference> {
    let mut differences = Vec::new();
    for field in roster_fields::FIELDS {
        let after = match row.get(field.name) {
            Some(after) => after,
            None if row.cleared.contains(&field.name) => "",
            None => continue,
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
            differences.push(FieldDifference {
                field: field.name,
                before,
                after: after.to_owned(),
            });
        }
    }
    differences
}

/// Whether the file adds nothing to what the ledger says. A month does not blur a day that is
/// known; spellings of one branch, department, name or number are one.
pub(super) fn says_the_same(kind: FieldKind, before: &str, after: &str) -> bool {
    match kind {
        _ if before == after => true,
        // 无 in the ledger and 无 in the file.
        _ if after.is_empty() => values::is_placeholder(before),
        // What the register tells apart more finely than rosters do.
        FieldKind::Status => {
            let finer: &[&str] = match after {
                "流动" => &["脱产进修", "长期援外"],
                "在职" => &["产假"],
                _ => &[],
            };
            finer.contains(&before)
        }
        FieldKind::Branch => branch_key(before) == branch_key(after),
        FieldKind::Department => department_key(before) == department_key(after),
        FieldKind::Name => values::name(before).is_ok_and(|before| before.text == after),
        FieldKind::Ethnicity => values::ethnicity(before).is_ok_and(|before| before == after),
        FieldKind::Phone => values::phone(before).is_ok_and(|before| before == after),
        FieldKind::Text(_) => {
            // The marks that keep a cell text are read off what we export, too.
            let (unmarked, _) = delimited_cell(before);
            let same =
                |text: &str| text::line(text, usize::MAX).is_ok_and(|line| line.text == after);
            same(before) || same(&unmarked.text())
        }
        FieldKind::StaffNumber => typed_text::is_same_staff_number(before, after),
        FieldKind::Date => match (before.parse::<PartialDate>(), after.parse::<PartialDate>()) {
            (Ok(before), Ok(after)) => after.day().is_none() && before.agrees_with(after),
            _ => false,
        },
        _ => false,
    }
}
