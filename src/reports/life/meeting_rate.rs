//! 三会一课完成率: the periods in which a branch owes a meeting, and those in which it was held.
//!
//! Frequencies (domain.md §2.2): 支部党员大会 and 党课 each quarter, 支委会 each month where there is a
//! committee, 党小组会 of each group each month.

use crate::ledger::{Day, Month, RecordId};
use crate::registers::points_text;

/// A meeting that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldMeeting {
    /// The record.
    pub record: RecordId,
    /// Its kind, as in [`crate::registers::MEETING_KINDS`].
    pub kind: String,
    /// Whose it was, where a group met.
    pub group: Option<RecordId>,
    /// The month in which it was held.
    pub month: Month,
}

/// What the periods of a branch are computed from.
pub struct RateInput<'a> {
    /// The months looked at, in order: whole quarters.
    pub months: &'a [Month],
    /// Whether the branch had a committee in a month.
    pub has_committee: &'a dyn Fn(Month) -> bool,
    /// The Party groups of the branch.
    pub groups: &'a [RecordId],
    /// The meetings that were held.
    pub held: &'a [HeldMeeting],
    /// Whether a month is archived: what was held in it is no longer here.
    pub is_archived: &'a dyn Fn(Month) -> bool,
    /// The day as of which it is asked.
    pub today: Day,
}

/// A period in which a meeting is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingBucket {
    /// The kind of meeting.
    pub kind: &'static str,
    /// The group that owes it, where one does.
    pub group: Option<RecordId>,
    /// The first month of the period.
    pub from: Month,
    /// The last month.
    pub until: Month,
    /// The meetings that were held in it.
    pub held: Vec<RecordId>,
}

impl MeetingBucket {
    /// The period in words: 第三季度, 8月.
    pub fn period(&self) -> String {
        match self.from == self.until {
            true => format!("{}月", self.from.number()),
            false => format!("第{}季度", quarter_word(self.from.quarter())),
        }
    }
}

/// A quarter's number as it is written.
pub(super) fn quarter_word(quarter: u32) -> &'static str {
    match quarter {
        1 => "一",
        2 => "二",
        3 => "三",
        _ => "四",
    }
}

/// A share in percent, with one decimal where there is one.
pub(in crate::reports) fn percent(amount: i64, of: i64) -> String {
    if of <= 0 {
        return "—".to_owned();
    }
    format!("{}%", points_text((amount * 2000 + of) / (of * 2)))
}

/// The periods that count: those that are over, and those that are settled before. Periods of which a
/// month is archived count only where a meeting in them is here.
pub fn meeting_buckets(input: &RateInput<'_>) -> Vec<MeetingBucket> {
    let mut found = Vec::new();
    let mut add = |kind: &'static str, group: Option<&RecordId>, from: Month, until: Month| {
        let fits = |one: &&HeldMeeting| {
            one.kind == kind
                && (from..=until).contains(&one.month)
                && (group.is_none() || one.group.as_ref() == group)
        };
        let held: Vec<RecordId> =
            input.held.iter().filter(fits).map(|one| one.record.clone()).collect();
        let is_over = until.last_day() < input.today;
        let mut months = (0..=until.since(from)).map(|by| from.plus(by));
        let is_archived = months.any(|month| (input.is_archived)(month));
        if !held.is_empty() || (is_over && !is_archived) {
            found.push(MeetingBucket { kind, group: group.cloned(), from, until, held });
        }
    };
    for quarter in input
        .months
        .chunk_by(|one, next| (one.year(), one.quarter()) == (next.year(), next.quarter()))
    {
        let (Some(first), Some(last)) = (quarter.first(), quarter.last()) else { continue };
        add("general", None, *first, *last);
        add("lecture", None, *first, *last);
        for month in quarter {
            if (input.has_committee)(*month) {
                add("committee", None, *month, *month);
            }
            for group in input.groups {
                add("group", Some(group), *month, *month);
            }
        }
    }
    found
}
