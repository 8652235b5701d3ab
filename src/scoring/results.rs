//! Results of months: from locks, from what was brought in, or from open sheets; and their means.

use crate::ordered;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::{ADJUSTMENT, Adjustment, BRANCH, Veto, assessment_id, brought_in_id};

use super::month_lock::{Pending, Snapshot, SnapshotError, pending};
use super::rank::Mean;
use super::scores::Scores;
use super::sheet::MOST;

/// A member's result of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthResult {
    /// The points that count, in tenths.
    pub tenths: i32,
    /// Where they come from.
    pub source: ResultSource,
}

/// Where a month's result comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultSource {
    /// The locked snapshot, with its adjustments.
    Locked,
    /// A total that was brought in from a file (引入).
    BroughtIn,
    /// The sheet as it stands: the month is open.
    Open,
}

/// Results by member.
pub(super) type ResultsByMember = BTreeMap<RecordId, MonthResult>;

/// Results that were computed, until an edit touches them.
#[derive(Debug, Clone, Default)]
pub(super) struct Results {
    of_branch: BTreeMap<(Month, RecordId), Arc<ResultsByMember>>,
    of_month: BTreeMap<Month, Arc<ResultsByMember>>,
}

impl Results {
    /// Forgets those of a month.
    pub(super) fn forget(&mut self, month: Month) {
        self.of_branch.retain(|(of, _), _| *of != month);
        self.of_month.remove(&month);
    }

    /// Forgets all.
    pub(super) fn forget_all(&mut self) {
        *self = Self::default();
    }
}

impl Scores {
    /// What each member of a branch has in a month: from the lock, from what was brought in, or from
    /// the open sheet. Members who are not assessed are left out.
    pub fn results(&mut self, ledger: &Ledger, branch: &RecordId, month: Month) -> ResultsByMember {
        ResultsByMember::clone(&self.of_branch(ledger, branch, month))
    }

    /// The mean of a member's months (domain.md §1.6, rule 4), those that count among the given
    /// ones. Whether a month has come is the caller's to say: one to come counts as it would now.
    ///
    /// A veto that makes the year zero makes zero all months of that year, where the given ones
    /// reach the month in which it takes effect.
    pub fn mean(&mut self, ledger: &Ledger, member: &RecordId, months: &[Month]) -> Mean {
        let member = ledger.resolve(member);
        let zeroed = zeroed_years(&self.vetoes(ledger), member, months);
        months
            .iter()
            .filter_map(|month| {
                let tenths = self.of_month(ledger, *month).get(member)?.tenths;
                Some(if zeroed.contains(&month.year()) { 0 } else { tenths })
            })
            .collect()
    }

    /// The results of all branches in a month. Where two branches have one for a member who moved,
    /// that of the branch to which the member belonged goes before.
    pub(super) fn of_month(&mut self, ledger: &Ledger, month: Month) -> Arc<ResultsByMember> {
        if let Some(known) = self.results.of_month.get(&month) {
            return known.clone();
        }
        let participants = self.participants(ledger, month);
        let home: BTreeMap<&RecordId, &RecordId> =
            ordered::map(participants.iter().map(|who| (&who.member, &who.branch)));
        let mut branches: BTreeSet<&RecordId> = ordered::set(home.values().copied());
        branches.extend(ledger.all_records(BRANCH.name).map(|branch| branch.id()));
        let mut all = ResultsByMember::new();
        for branch in branches {
            for (member, result) in self.of_branch(ledger, branch, month).iter() {
                if home.get(member) == Some(&branch) {
                    all.insert(member.clone(), *result);
                } else {
                    all.entry(member.clone()).or_insert(*result);
                }
            }
        }
        let all = Arc::new(all);
        self.results.of_month.insert(month, all.clone());
        all
    }

    pub(super) fn of_branch(
        &mut self,
        ledger: &Ledger,
        branch: &RecordId,
        month: Month,
    ) -> Arc<ResultsByMember> {
        let place = (month, branch.clone());
        if let Some(known) = self.results.of_branch.get(&place) {
            return known.clone();
        }
        let results = if let Some(Ok(snapshot)) = locked(ledger, branch, month) {
            of_lock(&snapshot.joined(ledger), &adjustments(ledger, month))
        } else if let Some(totals) = brought_in(ledger, branch, month) {
            totals
        } else {
            self.of_sheet(ledger, branch, month)
        };
        let results = Arc::new(results);
        self.results.of_branch.insert(place, results.clone());
        results
    }

    fn of_sheet(&mut self, ledger: &Ledger, branch: &RecordId, month: Month) -> ResultsByMember {
        let Ok(sheet) = self.sheet(ledger, month) else {
            return ResultsByMember::new();
        };
        let ours = sheet.rows.iter().filter(|row| row.who.branch == *branch && row.is_assessed());
        ordered::map(ours.map(|row| {
            let (tenths, source) = (row.result, ResultSource::Open);
            (row.who.member.clone(), MonthResult { tenths, source })
        }))
    }
}

/// The years that a veto makes zero for a member, where the given months reach the one in which it
/// takes effect.
pub(super) fn zeroed_years(vetoes: &[Veto], member: &RecordId, months: &[Month]) -> BTreeSet<i32> {
    let theirs = vetoes.iter().filter(|veto| veto.member == *member && veto.zeroes_year());
    let reached = theirs.filter(|veto| months.iter().any(|month| veto.covers(*month)));
    ordered::set(reached.map(|veto| veto.month.year()))
}

/// What a lock and the adjustments since come to.
fn of_lock(snapshot: &Snapshot, adjustments: &[Adjustment]) -> ResultsByMember {
    let assessed = snapshot.rows.iter().filter(|(_, row)| row.is_assessed());
    ordered::map(assessed.map(|(member, row)| {
        let theirs = adjustments.iter().filter(|one| one.member == *member);
        let adjusted: i32 = theirs.map(|one| one.tenths).sum();
        let tenths = (row.result + adjusted).clamp(0, MOST);
        (member.clone(), MonthResult { tenths, source: ResultSource::Locked })
    }))
}

/// The totals that were brought in for a branch's month, where they were.
fn brought_in(ledger: &Ledger, branch: &RecordId, month: Month) -> Option<ResultsByMember> {
    let record =
        ledger.record(&brought_in_id(branch, month)).filter(|record| !record.is_deleted())?;
    let totals = record.entries("totals").into_iter().filter_map(|(member, total)| {
        let tenths = i32::try_from(total.as_int()?).ok()?.clamp(0, MOST);
        Some((member.parse().ok()?, MonthResult { tenths, source: ResultSource::BroughtIn }))
    });
    Some(ordered::map(totals))
}

/// The adopted adjustments of a locked month.
pub fn adjustments(ledger: &Ledger, month: Month) -> Vec<Adjustment> {
    ledger
        .records(ADJUSTMENT.name)
        .filter_map(|record| Adjustment::read(&record))
        .filter(|one| one.month == month)
        .collect()
}

/// The snapshot of a branch's month, where it is locked.
pub fn locked(
    ledger: &Ledger,
    branch: &RecordId,
    month: Month,
) -> Option<Result<Snapshot, SnapshotError>> {
    let record = ledger.record(&assessment_id(branch, month))?;
    let lock = record.get("lock");
    (!record.is_deleted() && !lock.is_null()).then(|| {
        let snapshot = Snapshot::from_value(lock)?;
        let here = snapshot.branch == *branch && snapshot.month == month;
        if here { Ok(snapshot) } else { Err(SnapshotError::Altered) }
    })
}

/// What has come since a branch's month was locked; nothing where it is not, has no sheet now, or
/// cannot have one as what was entered in it is archived.
///
/// A veto that the lock names and that is not at hand (it is restricted, and goes out with everything
/// alone) makes a difference on this tablet only: such members are left out.
pub fn since_lock(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: &RecordId,
    month: Month,
) -> Vec<Pending> {
    if ledger.is_archived(month) {
        return Vec::new();
    }
    let Some(Ok(snapshot)) = locked(ledger, branch, month) else {
        return Vec::new();
    };
    let snapshot = snapshot.joined(ledger);
    let Ok(sheet) = scores.sheet(ledger, month) else {
        return Vec::new();
    };
    let mut found = pending(&snapshot, &sheet, &adjustments(ledger, month));
    found.retain(|one| {
        let veto = snapshot.rows.get(&one.member).and_then(|row| row.veto.as_ref());
        veto.is_none_or(|veto| ledger.record(veto).is_some())
    });
    found
}

/// Whether a month of a branch was brought in from a file.
pub fn is_brought_in(ledger: &Ledger, branch: &RecordId, month: Month) -> bool {
    ledger.record(&brought_in_id(branch, month)).is_some_and(|record| !record.is_deleted())
}
