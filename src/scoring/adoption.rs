//! From which month which standard is in force, and whether that may still be changed.

use crate::ledger::{Cell, Draft, Ledger, Month, RecordId, conflicts_of};
use crate::ordered;
use crate::registers::{ADOPTION, ASSESSMENT, adoption_id, title};

use super::results::locked;
use super::scores::Scores;

/// From which month a standard is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adoption {
    /// The first month.
    pub from: Month,
    /// The published standard.
    pub standard: RecordId,
    /// Where two tablets adopted different ones: all of them, that in force first.
    pub disputed: Vec<RecordId>,
}

/// Why a standard cannot be put in force from a month on, or taken out of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAdopted {
    /// The standard is not at hand or cannot be read.
    #[error("这一版标准不在本机或读不出来，请导入含有它的数据包")]
    Missing,
    /// A month that it would change is locked.
    #[error("“{branch}”{}已经锁定，不能再换标准。最早可以从{}起采用；确需更换，请先重新打开已锁定的月份", .month.label(), .earliest.label())]
    Locked {
        /// The name of the branch.
        branch: String,
        /// The latest month that is locked there.
        month: Month,
        /// The first month from which it can be adopted.
        earliest: Month,
    },
    /// Nothing would be in force any more.
    #[error("这是最早的一版，取消以后没有标准可用")]
    Last,
}

/// All adoptions, the earliest month first.
pub fn adoptions(ledger: &Ledger) -> Vec<Adoption> {
    let mut all: Vec<Adoption> = ledger
        .records(ADOPTION.name)
        .filter_map(|record| {
            let conflicts = conflicts_of(ledger, record.id());
            let disputed = conflicts
                .iter()
                .filter(|conflict| &*conflict.cell.field == "standard")
                .flat_map(|conflict| &conflict.heads)
                .filter_map(|head| head.value.as_text()?.parse().ok());
            Some(Adoption {
                from: record.text("month").parse().ok()?,
                standard: record.text("standard").parse().ok()?,
                disputed: disputed.collect(),
            })
        })
        .collect();
    ordered::sort_by_key(&mut all, |one| one.from);
    all
}

/// Whether a standard may be put in force from a month on: no locked month changes its standard.
///
/// # Errors
/// Why not.
pub fn may_adopt(
    ledger: &Ledger,
    scores: &mut Scores,
    standard: &RecordId,
    from: Month,
) -> Result<(), NotAdopted> {
    let chosen = scores.published(ledger, standard).ok_or(NotAdopted::Missing)?;
    let next = adoptions(ledger).into_iter().map(|one| one.from).find(|other| *other > from);
    stay(ledger, &chosen.hash(), from, next)
}

/// Whether an adoption may be taken out again: then the one before it goes on.
///
/// # Errors
/// Why not.
pub fn may_withdraw(ledger: &Ledger, scores: &mut Scores, from: Month) -> Result<(), NotAdopted> {
    let all = adoptions(ledger);
    let before = all.iter().rfind(|one| one.from < from).ok_or(NotAdopted::Last)?;
    let next = all.iter().map(|one| one.from).find(|other| *other > from);
    let chosen = scores.published(ledger, &before.standard).ok_or(NotAdopted::Missing)?;
    stay(ledger, &chosen.hash(), from, next)
}

/// Whether all locked months from one to before another are locked under just this standard.
fn stay(ledger: &Ledger, hash: &str, from: Month, next: Option<Month>) -> Result<(), NotAdopted> {
    let changed = ledger.records(ASSESSMENT.name).filter_map(|record| {
        let month: Month = record.text("month").parse().ok()?;
        let branch: RecordId = record.text("branch").parse().ok()?;
        let concerned = month >= from && next.is_none_or(|next| month < next);
        let lock = concerned.then(|| locked(ledger, &branch, month)).flatten()?;
        let same = lock.is_ok_and(|snapshot| snapshot.standard == hash);
        (!same).then_some((month, branch))
    });
    match changed.max_by_key(|(month, _)| *month) {
        None => Ok(()),
        Some((month, branch)) => Err(NotAdopted::Locked {
            branch: title(ledger, &branch),
            month,
            earliest: month.plus(1),
        }),
    }
}

/// Writes an adoption; where two tablets disagree, that is settled.
pub fn adopt(draft: &mut Draft, standard: &RecordId, from: Month) {
    let id = adoption_id(from);
    draft.restore(&id);
    draft.field(&id, "month", from.to_string());
    draft.settle(Cell::field(&id, "standard"), standard.as_str());
}
