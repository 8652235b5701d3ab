//! What-if (试算): another standard tried on months that have passed, before it is adopted.
//!
//! The facts are there and the standard is data, so both sheets of a month are computed from the same
//! facts and members, and what differs between them is the standard's doing alone. Locked months are
//! not touched: what came after a lock is on both sides. Totals that were brought in have no facts, and
//! are left out.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ledger::{Ledger, Month, RecordId};
use crate::ordered;
use crate::registers::ASSESSMENT;

use super::rank::Mean;
use super::results::{is_brought_in, locked};
use super::scores::{NoStandard, Scores};
use super::sheet::{MonthSheet, SheetRow};
use super::standard::Standard;
use super::year::pay_permille;

/// A member's month by one standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// The subtotals of the tried standard's aspects, in tenths.
    pub aspects: Vec<i32>,
    /// What counts, in tenths.
    pub result: i32,
    /// The grade.
    pub grade: String,
    /// The coefficient of performance pay that goes with it, in thousandths.
    pub permille: i64,
}

/// A month that would change for a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthChange {
    /// The month.
    pub month: Month,
    /// As the standard in force has it.
    pub before: Scored,
    /// As the tried one would have it.
    pub after: Scored,
}

impl MonthChange {
    /// By how much the result would change, in tenths.
    pub fn difference(&self) -> i32 {
        self.after.result - self.before.result
    }
}

/// A member for whom something would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberChange {
    /// The member.
    pub member: RecordId,
    /// The branch, as of the last of the months.
    pub branch: RecordId,
    /// The mean of the months as it is.
    pub before: Mean,
    /// The mean as it would be.
    pub after: Mean,
    /// The grades of both means.
    pub grades: (String, String),
    /// The months that would change.
    pub months: Vec<MonthChange>,
}

impl MemberChange {
    /// By how much the sum of the months would change, in tenths: nothing is rounded.
    pub fn difference(&self) -> i64 {
        self.after.sum - self.before.sum
    }

    /// Whether the grade of the mean, or of any month, would be another.
    pub fn is_regraded(&self) -> bool {
        let another = |one: &MonthChange| one.before.grade != one.after.grade;
        self.grades.0 != self.grades.1 || self.months.iter().any(another)
    }
}

/// What a standard would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhatIf {
    /// How many members were looked at.
    pub assessed: usize,
    /// For whom something would change, the greatest change first.
    pub changes: Vec<MemberChange>,
    /// The months that could not be tried, and why.
    pub untried: Vec<NoStandard>,
}

/// How many would go up, go down, and stand in another grade.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WhatIfCounts {
    /// Whose points would rise.
    pub up: usize,
    /// Whose points would fall.
    pub down: usize,
    /// Who would have another grade, in the mean or in any month.
    pub regraded: usize,
}

impl WhatIf {
    /// Tries a standard on some months, for the members of a branch or for all.
    pub fn of(
        ledger: &Ledger,
        scores: &mut Scores,
        standard: &Arc<Standard>,
        branch: Option<&RecordId>,
        months: &[Month],
    ) -> Self {
        let mut pairs = Vec::new();
        let mut untried = Vec::new();
        for month in months {
            match scores.sheet(ledger, *month) {
                Ok(sheet) => {
                    let other = scores.compute_sheet(ledger, standard, *month);
                    pairs.push((sheet, other));
                }
                Err(error) => untried.push(error),
            }
        }
        let mut brought_in = BTreeMap::new();
        let mut counts = |row: &SheetRow, month: Month| {
            let of = &row.who.branch;
            let known = brought_in.entry((of.clone(), month));
            branch.is_none_or(|branch| branch == of)
                && !*known.or_insert_with(|| is_brought_in(ledger, of, month))
        };
        let pairs = pairs.iter().map(|(before, after)| (&**before, after));
        Self { untried, ..Self::compare(pairs, &mut counts) }
    }

    /// Compares sheets that were computed for the same members, month by month. Who is exempt, and
    /// whom `counts` leaves out, is not looked at.
    pub fn compare<'a>(
        pairs: impl IntoIterator<Item = (&'a MonthSheet, &'a MonthSheet)>,
        counts: &mut dyn FnMut(&SheetRow, Month) -> bool,
    ) -> Self {
        let mut members: BTreeMap<&RecordId, MemberChange> = BTreeMap::new();
        for (before, after) in pairs {
            for (row, who) in after.rows.iter().enumerate() {
                if !who.is_assessed() || !counts(who, after.month) {
                    continue;
                }
                let member = &who.who.member;
                let one = members.entry(member).or_insert_with(|| MemberChange {
                    member: member.clone(),
                    branch: who.who.branch.clone(),
                    before: Mean::default(),
                    after: Mean::default(),
                    grades: Default::default(),
                    months: Vec::new(),
                });
                one.branch.clone_from(&who.who.branch);
                let was = &before.rows[row];
                one.before.add(was.result);
                one.after.add(who.result);
                let grade = |sheet: &MonthSheet, mean: Mean| {
                    mean.rounded().map_or(String::new(), |of| sheet.standard.grade_name(of).into())
                };
                one.grades = (grade(before, one.before), grade(after, one.after));
                let scored = |sheet: &MonthSheet| scored(sheet, &after.standard, row);
                let (was, would_be) = (scored(before), scored(after));
                if was != would_be {
                    let month = after.month;
                    one.months.push(MonthChange { month, before: was, after: would_be });
                }
            }
        }
        let assessed = members.len();
        let mut changes: Vec<MemberChange> =
            members.into_values().filter(|one| !one.months.is_empty()).collect();
        ordered::sort_by_key(&mut changes, |one| {
            (-one.difference().abs(), !one.is_regraded(), one.member.clone())
        });
        Self { assessed, changes, untried: Vec::new() }
    }

    /// How many would go up, go down, and stand in another grade.
    pub fn counts(&self) -> WhatIfCounts {
        let count =
            |holds: fn(&MemberChange) -> bool| self.changes.iter().filter(|one| holds(one)).count();
        WhatIfCounts {
            up: count(|one| one.difference() > 0),
            down: count(|one| one.difference() < 0),
            regraded: count(MemberChange::is_regraded),
        }
    }
}

/// A row by one standard, with the subtotals of the aspects that another one has.
fn scored(sheet: &MonthSheet, aspects: &Standard, row: usize) -> Scored {
    let of = &sheet.rows[row];
    let place = |id: &str| sheet.standard.aspects.iter().position(|aspect| aspect.id == id);
    let subtotal = |id: &str| place(id).map_or(0, |place| sheet.aspect(row, place));
    Scored {
        aspects: aspects.aspects.iter().map(|aspect| subtotal(&aspect.id)).collect(),
        result: of.result,
        grade: sheet.standard.grade_name(of.result).to_owned(),
        permille: pay_permille(&sheet.standard, of.result),
    }
}

/// The months that are locked, of a branch or of any, the earliest first.
pub fn locked_months(ledger: &Ledger, branch: Option<&RecordId>) -> Vec<Month> {
    let found = ledger.records(ASSESSMENT.name).filter_map(|record| {
        let of: RecordId = record.text("branch").parse().ok()?;
        let month: Month = record.text("month").parse().ok()?;
        let ours = branch.is_none_or(|branch| *branch == of);
        (ours && locked(ledger, &of, month).is_some()).then_some(month)
    });
    ordered::set(found).into_iter().collect()
}
