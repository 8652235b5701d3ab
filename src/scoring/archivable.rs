//! Which months can be archived: those that are closed for all branches, with nothing left to settle.
//! Their results are in the locks then, and what was entered is needed only to look into them.

use std::collections::BTreeSet;

use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::{BRANCH, title};

use super::results::{is_brought_in, locked, since_lock};
use super::scores::Scores;

/// The months up to one that have entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Archivable {
    /// Those that can be archived.
    pub months: BTreeSet<Month>,
    /// Those that stay, in order.
    pub kept: Vec<BlockedMonth>,
}

/// A month that stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockedMonth {
    /// The month.
    pub month: Month,
    /// Why, in a sentence.
    pub why: String,
}

/// Looks which of the months that have entries can be archived, up to one.
pub fn archivable(ledger: &Ledger, scores: &mut Scores, until: Month) -> Archivable {
    let mut found = Archivable::default();
    let months = scores.months(ledger);
    for month in months.into_iter().filter(|month| *month <= until) {
        match obstacle(ledger, scores, month) {
            Some(why) => found.kept.push(BlockedMonth { month, why }),
            None => drop(found.months.insert(month)),
        }
    }
    found
}

/// Why a month cannot be archived; `None` where it can.
fn obstacle(ledger: &Ledger, scores: &mut Scores, month: Month) -> Option<String> {
    if ledger.is_archived(month) {
        return Some("已经归档，这里只剩后来的登记".to_owned());
    }
    let on_sheet: BTreeSet<RecordId> = match scores.sheet(ledger, month) {
        Ok(sheet) => sheet.rows.iter().map(|row| row.who.branch.clone()).collect(),
        Err(error) => return Some(error.to_string()),
    };
    let others = ledger.records(BRANCH.name).map(|branch| branch.id().clone());
    let others = others.filter(|branch| locked(ledger, branch, month).is_some());
    let branches: BTreeSet<RecordId> = others.chain(on_sheet).collect();
    branches.iter().find_map(|branch| {
        let name = title(ledger, branch);
        match locked(ledger, branch, month) {
            Some(Err(error)) => Some(format!("{name}：{error}")),
            Some(Ok(_)) => {
                let waiting = since_lock(ledger, scores, branch, month).len();
                (waiting > 0).then(|| format!("{name}锁定以后有 {waiting} 人的变化还没有处理"))
            }
            None if is_brought_in(ledger, branch, month) => None,
            None => Some(format!("{name}还没有锁定")),
        }
    })
}
