//! Closing a month (录入 → 支委会审定 → 公示 → 锁定): what each step writes.

use crate::ledger::{Cell, Day, Draft, Ledger, Month, RecordId, Value, day_text, parse_day};
use crate::registers::{assessment_id, title};

use super::month_lock::Snapshot;
use super::sheet::MonthSheet;

/// The approval of a sheet by the branch committee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The day of the meeting.
    pub day: Day,
    /// Which meeting, who was there.
    pub meeting: String,
    /// The hash of the scores that were approved.
    pub hash: String,
}

/// A public notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The day it was put up.
    pub from: Day,
    /// Its last day.
    pub until: Day,
    /// For how many working days.
    pub days: u32,
    /// Whether the holidays of the time are not known yet (暂算).
    pub provisional: bool,
    /// Where it hangs.
    pub place: String,
}

impl Approval {
    /// Reads the approval of an assessment.
    pub fn read(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name)?.as_text();
        Some(Self {
            day: parse_day(text("day")?).ok()?,
            meeting: text("meeting")?.to_owned(),
            hash: text("hash")?.to_owned(),
        })
    }

    fn to_value(&self) -> Value {
        Value::group([
            ("day", day_text(self.day).into()),
            ("meeting", self.meeting.as_str().into()),
            ("hash", self.hash.as_str().into()),
        ])
    }
}

impl Notice {
    /// Reads the notice of an assessment.
    pub fn read(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name)?.as_text();
        Some(Self {
            from: parse_day(text("from")?).ok()?,
            until: parse_day(text("until")?).ok()?,
            days: u32::try_from(value.get("days")?.as_int()?).ok()?,
            provisional: value.get("provisional")?.is_true(),
            place: text("place")?.to_owned(),
        })
    }

    fn to_value(&self) -> Value {
        Value::group([
            ("from", day_text(self.from).into()),
            ("until", day_text(self.until).into()),
            ("days", Value::Int(self.days.into())),
            ("provisional", self.provisional.into()),
            ("place", self.place.as_str().into()),
        ])
    }
}

/// Writes that the branch committee has approved the sheet.
pub fn approve(draft: &mut Draft, sheet: &MonthSheet, branch: &RecordId, day: Day, meeting: &str) {
    let id = begin(draft, branch, sheet.month);
    let hash = Snapshot::take(sheet, branch).hash();
    let approval = Approval { day, meeting: meeting.to_owned(), hash };
    draft.field(&id, "approval", approval.to_value());
}

/// Writes that the sheet has been put up.
pub fn publish(draft: &mut Draft, branch: &RecordId, month: Month, notice: &Notice) {
    let id = begin(draft, branch, month);
    draft.field(&id, "notice", notice.to_value());
}

/// Locks the month: keeps the snapshot, and the names of that day beside it.
pub fn lock_month(draft: &mut Draft, ledger: &Ledger, sheet: &MonthSheet, branch: &RecordId) {
    let id = begin(draft, branch, sheet.month);
    let snapshot = Snapshot::take(sheet, branch);
    let names = snapshot.rows.keys().map(|member| (member.as_str(), title(ledger, member).into()));
    draft.field(&id, "lock", snapshot.to_value());
    draft.field(&id, "names", Value::group(names));
}

/// Opens the month again, from approval on. The draft's reason says why; what was locked stays in
/// the history. Where two tablets locked it differently, that is settled: neither lock stands.
pub fn reopen(draft: &mut Draft, branch: &RecordId, month: Month) {
    let id = begin(draft, branch, month);
    for field in ["lock", "notice", "approval"] {
        draft.settle(Cell::field(&id, field), Value::Null);
    }
}

fn begin(draft: &mut Draft, branch: &RecordId, month: Month) -> RecordId {
    let id = assessment_id(branch, month);
    draft.restore(&id);
    draft.field(&id, "branch", branch.as_str());
    draft.field(&id, "month", month.to_string());
    id
}
