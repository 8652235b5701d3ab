//! A quarter: the mean of each member's valid months (domain.md §1.6, rule 4).
//!
//! A month counts with its result: locked with its adjustments, brought in, or open. Whoever has
//! fewer than three has the mean of those there are. The mean is kept as sum and count, and rounded
//! once, half up, when the bulletin is issued; grade, rank and print use that number.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Ledger, Month, RecordId};
use crate::ordered;
use crate::registers::{BRANCH, EXEMPTION};

use super::rank::{Mean, places};
use super::results::{MonthResult, is_brought_in, locked, zeroed_years};
use super::scores::Scores;
use super::tie_break::TieBreak;

/// What a month is to a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MonthPlace {
    /// It counts.
    Counts(MonthResult),
    /// The member was exempt: the kind of the exemption, empty where it is not at hand.
    Exempt(String),
    /// The member was on no sheet: not yet there, gone, or the month is not over.
    Absent,
}

/// A member's months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarterRow {
    /// The member.
    pub member: RecordId,
    /// The branch: that of the last month in which the member was on a sheet.
    pub branch: RecordId,
    /// What each month is.
    pub months: Vec<MonthPlace>,
    /// The mean of the months that count.
    pub mean: Mean,
    /// Whether a veto makes the whole year zero.
    pub zeroed: bool,
    /// What orders those whose result is the same; nothing until a bulletin is made.
    pub tie: TieBreak,
}

impl QuarterRow {
    /// The result, rounded once; `None` where no month counts.
    pub fn result(&self) -> Option<i32> {
        self.mean.rounded()
    }

    /// The kinds of the exemptions in these months.
    pub fn exemptions(&self) -> impl Iterator<Item = &str> {
        self.months.iter().filter_map(|month| match month {
            MonthPlace::Exempt(kind) => Some(&**kind),
            _ => None,
        })
    }
}

/// The mean of members, each weighing the same however many months count: branches are compared by
/// it, and never by sums.
pub fn quarter_mean<'a>(rows: impl IntoIterator<Item = &'a QuarterRow>) -> Mean {
    Mean::of_means(rows.into_iter().map(|row| row.mean))
}

/// The ranks by the number that is printed: who has the same shares a rank, and the next is left out
/// (1, 2, 2, 4). Who has no month that counts has none.
pub fn quarter_ranks(rows: &[QuarterRow]) -> Vec<Option<usize>> {
    let results: Vec<Option<i32>> = rows.iter().map(QuarterRow::result).collect();
    places(&results)
}

impl Scores {
    /// The members' results over some months, by the members' ids; of a branch, or of all.
    pub fn rows_over(
        &mut self,
        ledger: &Ledger,
        branch: Option<&RecordId>,
        months: &[Month],
    ) -> Vec<QuarterRow> {
        let kinds = exemption_kinds(ledger);
        let mut rows: BTreeMap<RecordId, (RecordId, Vec<MonthPlace>)> = BTreeMap::new();
        for (step, month) in months.iter().enumerate() {
            for (member, (branch, place)) in self.month_places(ledger, *month, &kinds) {
                let row = rows
                    .entry(member)
                    .or_insert_with(|| (branch.clone(), vec![MonthPlace::Absent; months.len()]));
                row.0 = branch;
                row.1[step] = place;
            }
        }
        let vetoes = self.vetoes(ledger);
        rows.into_iter()
            .filter(|(_, (of, _))| branch.is_none_or(|branch| branch == of))
            .map(|(member, (branch, of_months))| {
                let zeroed = zeroed_years(&vetoes, &member, months);
                let mean = months.iter().zip(&of_months).filter_map(|(month, place)| match place {
                    MonthPlace::Counts(_) if zeroed.contains(&month.year()) => Some(0),
                    MonthPlace::Counts(result) => Some(result.tenths),
                    _ => None,
                });
                let mean = mean.collect();
                let (zeroed, tie) = (!zeroed.is_empty(), TieBreak::default());
                QuarterRow { member, branch, months: of_months, mean, zeroed, tie }
            })
            .collect()
    }

    /// What a month is to each member on a sheet of it, and of which branch. Of two branches that
    /// have a member who moved, the one to which the member belonged goes before, as in results.
    fn month_places(
        &mut self,
        ledger: &Ledger,
        month: Month,
        kinds: &BTreeMap<RecordId, String>,
    ) -> BTreeMap<RecordId, (RecordId, MonthPlace)> {
        let participants = self.participants(ledger, month);
        let home: BTreeMap<&RecordId, &RecordId> =
            ordered::map(participants.iter().map(|who| (&who.member, &who.branch)));
        let mut branches: BTreeSet<&RecordId> = ordered::set(home.values().copied());
        branches.extend(ledger.all_records(BRANCH.name).map(|branch| branch.id()));
        let mut exempt = BTreeMap::new();
        let mut counted = BTreeMap::new();
        for branch in branches {
            let is_home = |member: &RecordId| home.get(member) == Some(&branch);
            for (member, exemption) in self.exempted(ledger, branch, month) {
                if is_home(&member) || !exempt.contains_key(&member) {
                    let kind = kinds.get(&exemption).cloned().unwrap_or_default();
                    exempt.insert(member, (branch.clone(), MonthPlace::Exempt(kind)));
                }
            }
            for (member, result) in self.of_branch(ledger, branch, month).iter() {
                if is_home(member) || !counted.contains_key(member) {
                    counted.insert(member.clone(), (branch.clone(), MonthPlace::Counts(*result)));
                }
            }
        }
        exempt.extend(counted);
        exempt
    }

    /// Who of a branch was exempt in a month, by which exemption.
    fn exempted(
        &mut self,
        ledger: &Ledger,
        branch: &RecordId,
        month: Month,
    ) -> Vec<(RecordId, RecordId)> {
        if let Some(Ok(snapshot)) = locked(ledger, branch, month) {
            let rows = snapshot.joined(ledger).rows.into_iter();
            return rows.filter_map(|(member, row)| Some((member, row.exemption?))).collect();
        }
        let Some(sheet) =
            self.sheet(ledger, month).ok().filter(|_| !is_brought_in(ledger, branch, month))
        else {
            return Vec::new();
        };
        let ours = sheet.rows.iter().filter(|row| row.who.branch == *branch);
        ours.filter_map(|row| Some((row.who.member.clone(), row.who.exemption.clone()?))).collect()
    }
}

/// The kinds of all exemptions, those that were deleted since among them: locks go on naming them.
fn exemption_kinds(ledger: &Ledger) -> BTreeMap<RecordId, String> {
    let all = ledger.all_records(EXEMPTION.name);
    ordered::map(all.map(|record| (record.id().clone(), record.text("kind").to_owned())))
}
