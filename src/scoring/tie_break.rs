//! What orders members whose results are the same, by the criteria of the standard
//! ([`TIE_BREAK`], domain.md §1.6, rule 7).

use std::collections::BTreeMap;

use crate::ledger::{Ledger, Month, RecordId, Value};
use crate::ordered;
use crate::registers::{BRANCH, standard_id};

use super::month_lock::LockedRow;
use super::quarter_results::{MonthPlace, QuarterRow};
use super::rank::PARTS;
use super::results::{ResultSource, is_brought_in, locked};
use super::scores::Scores;
use super::sheet::MonthSheet;
use super::standard::{Standard, TIE_BREAK, TieCriterion};

/// What a member's months have beside their results, summed up. Months that were brought in have none
/// of it, and are not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TieBreak {
    /// How many months.
    months: i64,
    /// What they have of each criterion: tenths of an aspect, or how often points were deducted.
    sums: [i64; TIE_BREAK.len()],
}

impl TieBreak {
    /// Of one month.
    fn of_month(aspect: &dyn Fn(usize) -> i32, deductions: u32) -> Self {
        let amount = |criterion| match criterion {
            TieCriterion::MoreInAspect(place) => aspect(place).into(),
            TieCriterion::FewerDeductions => deductions.into(),
        };
        Self { months: 1, sums: TIE_BREAK.map(amount) }
    }

    /// Of a row of a sheet.
    pub(super) fn of_row(sheet: &MonthSheet, row: usize) -> Self {
        Self::of_month(&|place| sheet.aspect(row, place), sheet.rows[row].deductions)
    }

    /// Of a row of a locked month.
    pub(super) fn of_locked(standard: &Standard, row: &LockedRow) -> Self {
        Self::of_month(&|place| standard.subtotal(&row.items, place), row.deductions)
    }

    /// The merit beside the result, the greater being the better. Of aspects the means are compared,
    /// as are results.
    pub fn merit(&self) -> [i64; TIE_BREAK.len()] {
        let mut merit = self.sums;
        for (sum, criterion) in merit.iter_mut().zip(TIE_BREAK) {
            *sum *= match criterion {
                TieCriterion::MoreInAspect(_) => PARTS / self.months.max(1),
                TieCriterion::FewerDeductions => -1,
            };
        }
        merit
    }

    /// How it is stored: the months, then the sums.
    pub(super) fn to_value(self) -> Value {
        let numbers = [self.months].into_iter().chain(self.sums);
        Value::List(numbers.map(Value::Int).collect())
    }

    /// Reads a stored one.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let numbers: Vec<i64> =
            value.as_list()?.iter().map(Value::as_int).collect::<Option<_>>()?;
        let (months, sums) = numbers.split_first()?;
        let sums = sums.try_into().ok()?;
        // Far beyond what twelve months can have; what is greater could not be reckoned with.
        let is_small = |number: &i64| (-1_000_000..=1_000_000).contains(number);
        let read = Self { months: *months, sums };
        ((0..=12).contains(months) && read.sums.iter().all(is_small)).then_some(read)
    }

    /// Adds other months.
    fn add(&mut self, other: Self) {
        self.months += other.months;
        for (sum, more) in self.sums.iter_mut().zip(other.sums) {
            *sum += more;
        }
    }
}

/// Says in Chinese how those who share a rank are ordered.
pub fn tie_break_words() -> String {
    let words = |criterion: &TieCriterion| match criterion {
        TieCriterion::MoreInAspect(place) => {
            format!("{} 方面得分高", char::from(b'A' + *place as u8))
        }
        TieCriterion::FewerDeductions => "扣分次数少".to_owned(),
    };
    let (first, rest) = TIE_BREAK.split_at(1);
    let first: String = first.iter().map(words).collect();
    let rest: Vec<String> = rest.iter().map(words).collect();
    format!("名次并列的，{first}的列在前面；仍相同的，依次看 {}。", rest.join("、"))
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
    fn beside_results(&mut self, ledger: &Ledger, month: Month) -> BTreeMap<RecordId, TieBreak> {
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
    ) -> Vec<(RecordId, TieBreak)> {
        if let Some(Ok(snapshot)) = locked(ledger, branch, month) {
            let id = standard_id(&snapshot.standard);
            let Some(standard) = self.published(ledger, &id) else {
                return Vec::new();
            };
            let rows = snapshot.joined(ledger).rows.into_iter();
            let of = |(member, row): (RecordId, LockedRow)| {
                (member, TieBreak::of_locked(&standard, &row))
            };
            return rows.filter(|(_, row)| row.is_assessed()).map(of).collect();
        }
        let Some(sheet) =
            self.sheet(ledger, month).ok().filter(|_| !is_brought_in(ledger, branch, month))
        else {
            return Vec::new();
        };
        let ours = sheet.branch(branch).into_iter().filter(|row| sheet.rows[*row].is_assessed());
        let of = |row: usize| (sheet.rows[row].who.member.clone(), TieBreak::of_row(&sheet, row));
        ours.map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_criteria_count_one_after_the_other_and_read_as_one_would_say_them() {
        let of = |first, third, deductions| {
            TieBreak::of_month(&|place| [first, 900, third][place], deductions).merit()
        };
        assert!(of(10, 0, 9) > of(9, 99, 0) && of(10, 2, 9) > of(10, 1, 0));
        assert!(of(10, 2, 1) > of(10, 2, 2) && of(10, 2, 1) == of(10, 2, 1));
        assert_eq!(
            tie_break_words(),
            "名次并列的，A 方面得分高的列在前面；仍相同的，依次看 C 方面得分高、扣分次数少。"
        );
    }

    #[test]
    fn a_stored_one_is_its_months_and_a_number_a_criterion() {
        let tie = TieBreak { months: 2, sums: [70, 40, 1] };
        let stored = Value::List([2, 70, 40, 1].map(Value::Int).to_vec());
        assert_eq!((tie.to_value(), TieBreak::read(&stored)), (stored, Some(tie)));
        assert_eq!(TieBreak::read(&Value::List(vec![Value::Int(2), Value::Int(70)])), None);
    }
}
