//! What orders members whose results are the same (domain.md §1.6, rule 7): the more in aspect A, then
//! in aspect C, then the fewer deductions.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::ledger::{Ledger, Month, RecordId, Value};
use crate::ordered;
use crate::registers::{BRANCH, standard_id};

use super::month_lock::LockedRow;
use super::quarter_results::{MonthPlace, QuarterRow};
use super::rank::PARTS;
use super::results::{ResultSource, is_brought_in, locked};
use super::scores::Scores;

/// What a member's months have beside their results, summed up. Months that were brought in have none
/// of it, and are not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TieBreak {
    /// How many months.
    pub months: i64,
    /// Aspect A, in tenths.
    pub first: i64,
    /// Aspect C, in tenths.
    pub third: i64,
    /// How often points were deducted.
    pub deductions: i64,
}

impl TieBreak {
    /// The merit beside the result, the greater being the better. Of aspects the means are compared,
    /// as are results.
    pub fn merit(&self) -> (i64, i64, Reverse<i64>) {
        let mean = |sum: i64| sum * (PARTS / self.months.max(1));
        (mean(self.first), mean(self.third), Reverse(self.deductions))
    }

    /// How it is stored.
    pub(super) fn to_value(self) -> Value {
        let numbers = [self.months, self.first, self.third, self.deductions];
        Value::List(numbers.map(Value::Int).to_vec())
    }

    /// Reads a stored one.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let numbers: Vec<i64> =
            value.as_list()?.iter().map(Value::as_int).collect::<Option<_>>()?;
        let [months, first, third, deductions] = numbers[..] else {
            return None;
        };
        // Far beyond what twelve months can have; what is greater could not be reckoned with.
        let is_small = |number: &i64| (-1_000_000..=1_000_000).contains(number);
        let is_sound =
            (0..=12).contains(&months) && [first, third, deductions].iter().all(is_small);
        is_sound.then_some(Self { months, first, third, deductions })
    }

    /// Adds a month.
    fn add(&mut self, of: OfMonth) {
        self.months += 1;
        self.first += i64::from(of.first);
        self.third += i64::from(of.third);
        self.deductions += i64::from(of.deductions);
    }
}

/// The same of one month.
#[derive(Clone, Copy)]
struct OfMonth {
    first: i32,
    third: i32,
    deductions: u32,
}

impl Scores {
    /// Puts into rows what their months that count have beside the results.
    pub(super) fn break_ties(
        &mut self,
        ledger: &Ledger,
        rows: &mut [QuarterRow],
        months: &[Month],
    ) {
        for (step, month) in months.iter().enumerate() {
            let of_month = self.beside_results(ledger, *month);
            for row in &mut *rows {
                let counts = match row.months.get(step) {
                    Some(MonthPlace::Counts(result)) => result.source != ResultSource::BroughtIn,
                    _ => false,
                };
                if let (true, Some(of)) = (counts, of_month.get(&row.member)) {
                    row.tie.add(*of);
                }
            }
        }
    }

    /// A month of all branches. Of two that have a member who moved, the one to which the member
    /// belonged goes before, as in results.
    fn beside_results(&mut self, ledger: &Ledger, month: Month) -> BTreeMap<RecordId, OfMonth> {
        let participants = self.participants(ledger, month);
        let home: BTreeMap<&RecordId, &RecordId> =
            ordered::map(participants.iter().map(|who| (&who.member, &who.branch)));
        let mut all = BTreeMap::new();
        for branch in ledger.all_records(BRANCH.name) {
            let branch = branch.id();
            for (member, of) in self.beside_results_of(ledger, branch, month) {
                if home.get(&member) == Some(&branch) || !all.contains_key(&member) {
                    all.insert(member, of);
                }
            }
        }
        all
    }

    fn beside_results_of(
        &mut self,
        ledger: &Ledger,
        branch: &RecordId,
        month: Month,
    ) -> Vec<(RecordId, OfMonth)> {
        if let Some(Ok(snapshot)) = locked(ledger, branch, month) {
            let id = standard_id(&snapshot.standard);
            let Some(standard) = self.published(ledger, &id) else {
                return Vec::new();
            };
            let rows = snapshot.joined(ledger).rows.into_iter();
            let of = |(member, row): (RecordId, LockedRow)| {
                let aspect = |place| standard.subtotal(&row.items, place);
                let deductions = row.deductions;
                (member, OfMonth { first: aspect(0), third: aspect(2), deductions })
            };
            return rows.filter(|(_, row)| row.is_assessed()).map(of).collect();
        }
        let Some(sheet) =
            self.sheet(ledger, month).ok().filter(|_| !is_brought_in(ledger, branch, month))
        else {
            return Vec::new();
        };
        let ours = sheet.branch(branch).into_iter().filter(|row| sheet.rows[*row].is_assessed());
        let of = |row: usize| {
            let aspect = |place| sheet.aspect(row, place);
            let deductions = sheet.rows[row].deductions;
            let of_month = OfMonth { first: aspect(0), third: aspect(2), deductions };
            (sheet.rows[row].who.member.clone(), of_month)
        };
        ours.map(of).collect()
    }
}
