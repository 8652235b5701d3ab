//! What the roll of a signed meeting counted as it was signed, where it counts something else now.
//!
//! Counts are computed from the members as they are known today. Whoever is recorded later as having left
//! before the day is no longer counted; that the minutes were signed over other counts is said beside them.

use crate::ledger::Record;
use crate::registers::{MEETING_SCHEMA, Signature};

use super::roll::RollCounts;

impl RollCounts {
    /// The counts that a signature keeps: who is due and who came, of all and of those with a vote.
    pub fn for_signature(&self) -> [i64; 4] {
        [self.due, self.present, self.voters, self.voters_present].map(|count| count as i64)
    }
}

/// Says what the roll of a meeting counted as the last of those who sign did; `None` where it counts the
/// same now, where not all have signed, and where that signature keeps no counts.
pub fn counts_at_signing(meeting: &Record<'_>, now: &RollCounts) -> Option<String> {
    if !MEETING_SCHEMA.is_frozen(meeting) {
        return None;
    }
    let signatures = MEETING_SCHEMA.frozen.iter().filter_map(|when| {
        let standing = meeting.written_at(when.path(), None).into_iter().next()?;
        Some((standing.stamp, standing.value))
    });
    let (_, last) = signatures.max_by_key(|(stamp, _)| *stamp)?;
    let counts = Signature::from_value(last)?.counts?;
    let [due, present, voters, voters_present] = counts;
    (counts != now.for_signature()).then(|| {
        format!(
            "应到 {due}，实到 {present}，有表决权的应到 {voters}、实到 {voters_present}；\
             签字以后花名册或点名有改动，上面是按改动后算的"
        )
    })
}
