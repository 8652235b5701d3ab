//! The sheet of a month: members × items, from facts by a standard.
//!
//! Rules: domain.md §1.6, 2 and 3. An item begins at its base, or at what a choice or a tier puts in
//! its place; rule lines add to it, each within its own cap; the item is kept within its floor and
//! cap, the month within 0 and 100. A veto stands beside the computed score.

use std::sync::Arc;

use crate::ledger::{Month, RecordId};
use crate::ordered;

use super::fact_table::{FactRow, FactTable};
use super::standard::{Rule, Standard};

/// The most a month can come to, in tenths.
pub const MOST: i32 = 1000;

/// Someone on the sheet of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// The member.
    pub member: RecordId,
    /// The branch, as of the month.
    pub branch: RecordId,
    /// The department, as of the month.
    pub department: Option<RecordId>,
    /// Why the member is not assessed, where that is so: the approved exemption.
    pub exemption: Option<RecordId>,
    /// The veto in force, where there is one.
    pub veto: Option<RecordId>,
}

/// The sheet of a month.
#[derive(Debug, Clone)]
pub struct MonthSheet {
    /// The month.
    pub month: Month,
    /// The standard in force.
    pub standard: Arc<Standard>,
    /// One row a member, as the participants were given.
    pub rows: Vec<SheetRow>,
    /// Item scores in tenths, row by row.
    items: Vec<i32>,
}

/// A member's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// Who it is about.
    pub who: Participant,
    /// The sum of the items within 0 and 100 points, in tenths: what it would be without a veto.
    pub computed: i32,
    /// What counts: 0 where a veto is in force.
    pub result: i32,
    /// How often points were deducted (two in one entry are two).
    pub deductions: u32,
}

impl SheetRow {
    /// Whether the member counts in means and ranks.
    pub fn is_assessed(&self) -> bool {
        self.who.exemption.is_none()
    }
}

/// The rule lines of a standard, flat, for computing.
#[derive(Debug, Clone)]
struct Lines<'a> {
    /// For each event of the table: the item, and the place among all lines.
    of_event: Vec<Option<(usize, usize)>>,
    rules: Vec<&'a Rule>,
    /// The lines of each item, as a range of `rules`.
    of_item: Vec<std::ops::Range<usize>>,
}

impl<'a> Lines<'a> {
    fn new(standard: &'a Standard, facts: &FactTable) -> Self {
        let mut rules = Vec::new();
        let mut of_item = Vec::with_capacity(standard.items.len());
        for item in &standard.items {
            let start = rules.len();
            rules.extend(item.lines.iter().map(|line| &line.rule));
            of_item.push(start..rules.len());
        }
        let of_event = facts
            .events()
            .iter()
            .map(|event| {
                standard.answer(event).map(|(item, line)| (item, of_item[item].start + line))
            })
            .collect();
        Self { of_event, rules, of_item }
    }
}

/// What takes the place of an item's base: how well it is known, its day, and the points.
///
/// A member's own measure goes before the department's, a later day before an earlier; of two on
/// one day the lower counts.
pub(super) type Instead = Option<(bool, i32, i32)>;

/// Whether one replacement of a base goes before another.
pub(super) fn goes_before(one: (bool, i32, i32), other: Instead) -> bool {
    other.is_none_or(|other| (one.0, one.1, -one.2) > (other.0, other.1, -other.2))
}

impl MonthSheet {
    /// Computes the sheet of a month.
    pub fn compute(
        standard: &Arc<Standard>,
        month: Month,
        participants: Vec<Participant>,
        facts: &FactTable,
    ) -> Self {
        let lines = Lines::new(standard, facts);
        let (width, height) = (standard.items.len(), participants.len());
        let line_count = lines.rules.len();

        const NOBODY: u32 = u32::MAX;
        let mut row_of = vec![NOBODY; facts.subject_count()];
        // The members of each department, by the department's number.
        let mut staff: Vec<(u32, usize)> = Vec::with_capacity(height);
        for (row, who) in participants.iter().enumerate() {
            if let Some(subject) = facts.subject(&who.member) {
                row_of[subject as usize] = row as u32;
            }
            if let Some(department) = who.department.as_ref().and_then(|id| facts.subject(id)) {
                staff.push((department, row));
            }
        }
        ordered::sort(&mut staff);

        let mut units = vec![0i32; height * line_count];
        let mut instead: Vec<Instead> = vec![None; height * width];
        let mut deductions = vec![0u32; height];
        for fact in facts.month(month) {
            let Some((item, line)) = lines.of_event[fact.event as usize] else {
                continue;
            };
            let row = row_of[fact.subject as usize];
            match lines.rules[line] {
                Rule::PerUnit { tenths, .. } if row != NOBODY => {
                    let row = row as usize;
                    let cell = &mut units[row * line_count + line];
                    *cell = cell.saturating_add(fact.amount);
                    if *tenths < 0 {
                        deductions[row] = deductions[row].saturating_add(times(fact.amount));
                    }
                }
                Rule::PerUnit { .. } => {}
                rule => {
                    let points = points_instead(rule, fact);
                    let own = row != NOBODY;
                    let mut put = |row: usize| {
                        let place = &mut instead[row * width + item];
                        let one = (own, fact.day, points);
                        if goes_before(one, *place) {
                            *place = Some(one);
                        }
                    };
                    if own {
                        put(row as usize);
                    } else {
                        let from = staff.partition_point(|(one, _)| *one < fact.subject);
                        staff[from..]
                            .iter()
                            .take_while(|(one, _)| *one == fact.subject)
                            .for_each(|(_, row)| put(*row));
                    }
                }
            }
        }

        let mut items = Vec::with_capacity(height * width);
        let mut rows = Vec::with_capacity(height);
        for (row, who) in participants.into_iter().enumerate() {
            let units = &units[row * line_count..][..line_count];
            let mut sum = 0;
            for (place, item) in standard.items.iter().enumerate() {
                let range = lines.of_item[place].clone();
                let start = instead[row * width + place].map_or(item.base, |(_, _, points)| points);
                let earned: i64 = lines.rules[range.clone()]
                    .iter()
                    .zip(&units[range])
                    // Most of them: a month has few entries a member.
                    .filter(|(_, amount)| **amount != 0)
                    .map(|(rule, amount)| line_points(rule, *amount))
                    .sum();
                let score = (i64::from(start) + earned).clamp(item.floor.into(), item.cap.into());
                items.push(score as i32);
                sum += score as i32;
            }
            let computed = sum.clamp(0, MOST);
            let result = if who.veto.is_some() { 0 } else { computed };
            rows.push(SheetRow { who, computed, result, deductions: deductions[row] });
        }
        Self { month, standard: standard.clone(), rows, items }
    }

    /// The item scores of a row, in tenths.
    pub fn items(&self, row: usize) -> &[i32] {
        let width = self.standard.items.len();
        &self.items[row * width..][..width]
    }

    /// The subtotal of an aspect in a row, in tenths.
    pub fn aspect(&self, row: usize, aspect: usize) -> i32 {
        self.standard.subtotal(self.items(row), aspect)
    }

    /// The place of a member's row.
    pub fn row_of(&self, member: &RecordId) -> Option<usize> {
        self.rows.iter().position(|row| row.who.member == *member)
    }

    /// The places of the rows of a branch.
    pub fn branch(&self, branch: &RecordId) -> Vec<usize> {
        (0..self.rows.len()).filter(|row| self.rows[*row].who.branch == *branch).collect()
    }
}

/// How often something happened.
fn times(amount: i32) -> u32 {
    u32::try_from(amount).unwrap_or(0)
}

/// What a choice or tier puts in the place of the base, in tenths.
pub(super) fn points_instead(rule: &Rule, fact: &FactRow) -> i32 {
    match rule {
        Rule::PerUnit { .. } => 0,
        Rule::Choice { tenths } => *tenths,
        Rule::Tier { steps, .. } => steps
            .iter()
            .find(|(at_least, _)| fact.amount >= *at_least)
            .or(steps.last())
            .map_or(0, |(_, tenths)| *tenths),
    }
}

/// What a rule line comes to for all of a month's amounts together, in tenths. Its own cap bounds
/// the sum on either side, whichever sign it is written with.
pub(super) fn line_points(rule: &Rule, amount: i32) -> i64 {
    match rule {
        Rule::PerUnit { tenths, cap } => {
            let points = i64::from(*tenths) * i64::from(amount);
            match cap.map(|cap| i64::from(cap).abs()) {
                Some(cap) => points.clamp(-cap, cap),
                None => points,
            }
        }
        Rule::Choice { .. } | Rule::Tier { .. } => 0,
    }
}
