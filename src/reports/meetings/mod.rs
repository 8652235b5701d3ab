//! Meetings and service: rolls, votes, the calendar of a month, and what is printed of them.

mod calendar;
mod minutes;
mod new_activity;
mod roll;
mod signed_counts;
mod votes;

pub use calendar::{Activity, ActivityHead, ActivityKind, activities, activity_head, marked_count};
pub use minutes::{ByName, minutes, sign_in_sheet};
pub use new_activity::{NewActivity, draft_activity, draft_repeat};
pub use roll::{
    Enrolled, KnownMark, OwedMakeup, RollCounts, RollEntry, attendance_word, expected_among,
    expected_of, known_marks, owed_makeups, roll_among, roll_counts, roll_entries, roll_value,
};
pub use signed_counts::counts_at_signing;
pub use votes::{Vote, VoteOutcome};
