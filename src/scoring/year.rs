//! A year: points and democratic appraisal (domain.md §1.6 rule 5, §2.4).
//!
//! Points are the mean of the valid months; 80 % of them and 20 % of the appraisal make one fraction
//! that is computed from the months and the votes, and rounded once, half up. What grade that suggests
//! stands beside what the branch decides.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ledger::{Day, Ledger, Month, RecordId, Value};
use crate::registers::{APPRAISAL_GRADES, MEMBER, Member, Votes, appraisal_id};

use super::quarter_results::QuarterRow;
use super::rank::{Mean, places};
use super::scores::Scores;
use super::standard::Standard;

/// What the parts of a year weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearShares {
    /// The points, in percent.
    pub points: i64,
    /// The appraisal, in percent.
    pub appraisal: i64,
    /// What a vote for each grade is worth, in tenths, the best first.
    pub votes: [i64; 4],
}

impl Default for YearShares {
    fn default() -> Self {
        Self { points: 80, appraisal: 20, votes: [1000, 850, 650, 400] }
    }
}

impl YearShares {
    /// The shares that a standard says; the usual where it says none.
    pub fn of(standard: &Standard) -> Self {
        let mut shares = Self::default();
        let Some(year) = standard.rest.get("year") else {
            return shares;
        };
        let percent = |name: &str| {
            year.get(name).and_then(Value::as_int).filter(|percent| (0..=100).contains(percent))
        };
        if let (Some(points), Some(appraisal)) =
            (percent("points_percent"), percent("appraisal_percent"))
            && points + appraisal == 100
        {
            (shares.points, shares.appraisal) = (points, appraisal);
        }
        for (worth, (_, grade)) in shares.votes.iter_mut().zip(APPRAISAL_GRADES) {
            let said = year.get("ballot_tenths").and_then(|all| all.get(grade)?.as_int());
            if let Some(said) = said.filter(|said| (0..=1000).contains(said)) {
                *worth = said;
            }
        }
        shares
    }

    /// What votes come to, as sum and count.
    pub fn appraisal(&self, votes: Votes) -> Mean {
        let sum =
            votes.0.iter().zip(self.votes).map(|(count, worth)| count.unwrap_or(0) * worth).sum();
        Mean { sum, count: votes.total() }
    }
}

/// The year's number: points and appraisal as one fraction, rounded once. `None` where either is
/// still missing.
pub fn composite(months: Mean, appraisal: Mean, shares: &YearShares) -> Option<i32> {
    let whole = Mean {
        sum: months.sum * shares.points * appraisal.count
            + appraisal.sum * shares.appraisal * months.count,
        count: 100 * months.count * appraisal.count,
    };
    whole.rounded()
}

/// How many of so many assessed may be 优秀: at most a third.
pub fn excellent_at_most(assessed: usize) -> usize {
    assessed / 3
}

/// A member's year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnualRow {
    /// The months.
    pub months: QuarterRow,
    /// Whether the member is probationary at the end of the year, and so has no vote.
    pub probationary: bool,
    /// The year's points, rounded; `None` where no month counts.
    pub points: Option<i32>,
    /// The votes.
    pub votes: Option<Votes>,
    /// What the votes come to, rounded.
    pub appraisal: Option<i32>,
    /// Points and appraisal together.
    pub total: Option<i32>,
    /// Whether a veto of the year is in force: no award this year.
    pub vetoed: bool,
    /// Whether the points of the year before were below the pass mark as well.
    pub low_twice: bool,
    /// The grade that the numbers suggest, as in [`APPRAISAL_GRADES`]; `None` where the committee
    /// has to look into it, or where the numbers are not there.
    pub suggestion: Option<&'static str>,
    /// The grade that the branch decided.
    pub decision: Option<String>,
    /// Why it is another one.
    pub reason: String,
}

/// The year of a branch's members: of its months, those up to a given one.
pub fn annual_rows(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: &RecordId,
    year: i32,
    until: Month,
) -> Vec<AnnualRow> {
    let months = months_of(year, until);
    let standard = grading_standard(ledger, scores, &months);
    let (shares, pass) = (YearShares::of(&standard), standard.pass_mark());
    let months_before = months_of(year - 1, until);
    let pass_before = grading_standard(ledger, scores, &months_before).pass_mark();
    let before: BTreeMap<RecordId, Option<i32>> = scores
        .rows_over(ledger, None, &months_before)
        .into_iter()
        .map(|row| (row.member.clone(), row.result()))
        .collect();
    let vetoes = scores.vetoes(ledger);
    let appraisal = ledger.record(&appraisal_id(branch, year)).filter(|one| !one.is_deleted());
    let mut rows: Vec<AnnualRow> = scores
        .rows_over(ledger, Some(branch), &months)
        .into_iter()
        .map(|months| {
            let key = months.member.as_str();
            let entry = |field: &str| appraisal.map(|record| record.entry(field, key));
            let votes = entry("votes").and_then(Votes::read);
            let of_votes = votes.map(|votes| shares.appraisal(votes)).unwrap_or_default();
            let text = |field: &str| entry(field).and_then(Value::as_text).map(str::to_owned);
            let points = months.result();
            let low = |points: Option<i32>, pass: i32| points.is_some_and(|points| points < pass);
            AnnualRow {
                probationary: is_probationary(ledger, &months.member, year),
                votes,
                appraisal: of_votes.rounded(),
                total: composite(months.mean, of_votes, &shares),
                vetoed: vetoes.iter().any(|one| {
                    one.member == months.member && one.month.year() == year && one.month <= until
                }),
                low_twice: low(points, pass)
                    && low(before.get(&months.member).copied().flatten(), pass_before),
                suggestion: None,
                decision: text("decisions"),
                reason: text("reasons").unwrap_or_default(),
                points,
                months,
            }
        })
        .collect();
    suggest(&mut rows, &standard);
    rows
}

/// The standard that grades what some months come to: that of the last of them.
pub fn grading_standard(ledger: &Ledger, scores: &mut Scores, months: &[Month]) -> Arc<Standard> {
    let last = months.last().and_then(|month| scores.grading_standard(ledger, *month).ok());
    last.unwrap_or_else(|| Arc::new(Standard::built_in()))
}

/// The months of a year up to a given one.
fn months_of(year: i32, until: Month) -> Vec<Month> {
    (1..=12).filter_map(|number| Month::new(year, number)).filter(|one| *one <= until).collect()
}

fn is_probationary(ledger: &Ledger, member: &RecordId, year: i32) -> bool {
    let last = Month::new(year, 12).map(Month::last_day);
    let read = ledger.record(member).zip(last).and_then(|(record, day)| Member::on(&record, day));
    read.is_some_and(|member| member.category == "probationary")
}

/// What the numbers suggest: 优秀 for the best third at most, of those whose number is good and who
/// have no veto; who ties with one beyond the third is not among them. From the pass mark on 合格;
/// below it 基本合格, and in the second year running 不合格. A year made zero is the committee's to
/// look into (domain.md §1.6 rule 3).
fn suggest(rows: &mut [AnnualRow], standard: &Standard) {
    let most = excellent_at_most(rows.iter().filter(|row| row.points.is_some()).count());
    let good = standard.grades.get(1).map_or(0, |grade| grade.at_least);
    let pass = standard.pass_mark();
    let may = |row: &AnnualRow| row.total.filter(|total| *total >= good && !row.vetoed);
    let merits: Vec<Option<i32>> = rows.iter().map(may).collect();
    let ranks = places(&merits);
    for (place, row) in rows.iter_mut().enumerate() {
        let tied = merits.iter().filter(|merit| **merit == merits[place]).count();
        let is_best = ranks[place].is_some_and(|rank| rank - 1 + tied <= most);
        row.suggestion = match row.total {
            _ if row.months.zeroed => None,
            None => None,
            Some(_) if is_best => Some("excellent"),
            Some(total) if total >= pass => Some("qualified"),
            Some(_) if row.low_twice => Some("unqualified"),
            Some(_) => Some("basic"),
        };
    }
}

/// The coefficient of performance pay for a month's result, in thousandths: what the standard says
/// (`performance_permille`, by the name of the grade), or the usual by the place of the grade
/// (domain.md §1.6 rule 11). It is only exported.
pub fn pay_permille(standard: &Standard, result: i32) -> i64 {
    const USUAL: [i64; 4] = [1050, 1020, 1000, 950];
    let said = standard.rest.get("performance_permille");
    let said = said.and_then(|all| all.get(standard.grade_name(result))?.as_int());
    let usual = || USUAL[standard.grade(result).min(USUAL.len() - 1)];
    said.filter(|said| (0..=9999).contains(said)).unwrap_or_else(usual)
}

/// The members of a branch with a vote (正式党员) at the end of a year, or today while it runs.
pub fn voters_of(ledger: &Ledger, branch: &RecordId, year: i32, today: Day) -> i64 {
    let day = Month::new(year, 12).map_or(today, Month::last_day).min(today);
    let members = ledger.records(MEMBER.name).filter_map(|record| Member::on(&record, day));
    let voters = members.filter(|one| one.branch == *branch && one.category == "full");
    voters.count() as i64
}
