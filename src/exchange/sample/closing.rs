//! Closing the sample's past months, as its branches would have done.

use crate::ledger::{Draft, Ledger, Month, RecordId};
use crate::scoring::{Calendar, Notice, Scores, approve, lock_month, publish};

/// How a month of the sample is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closing {
    /// Approved and on the wall.
    OnTheWall,
    /// Locked.
    Locked,
}

/// Writes the closing of a branch's month: approved on the 4th of the next month, put up on the
/// 5th, and locked in the end.
pub(super) fn close(
    draft: &mut Draft,
    ledger: &Ledger,
    scores: &mut Scores,
    branch: &RecordId,
    month: Month,
    closing: Closing,
) {
    let Ok(sheet) = scores.sheet(ledger, month) else {
        return;
    };
    let approved = month.plus(1).first_day() + chrono::Days::new(3);
    let from = approved + chrono::Days::new(1);
    let deadline = Calendar::default().end_of_notice(from, 5);
    approve(draft, &sheet, branch, approved, "支委会第 1 项议题，应到 5 人，实到 5 人");
    let notice = Notice {
        from,
        until: deadline.day,
        days: 5,
        provisional: deadline.provisional,
        place: "党务公开栏".to_owned(),
    };
    publish(draft, branch, month, &notice);
    if closing == Closing::Locked {
        lock_month(draft, ledger, &sheet, branch);
    }
}
