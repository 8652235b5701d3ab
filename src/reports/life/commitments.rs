//! The commitments of members in a year (年度承诺), and how far each is.

use std::collections::BTreeMap;

use crate::ledger::{Day, Draft, Record, RecordId, day_text, parse_day};
use crate::registers::{COMMITMENT, Context, is_kept, names_apart};
use crate::reports::Roster;

/// How far a commitment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitmentState {
    /// Kept.
    Kept,
    /// Its time has not come.
    Open,
    /// Its time is over, and nothing says that it was kept.
    Overdue,
    /// The branch has not approved it yet.
    Unapproved,
    /// The branch has released the member from it.
    Released,
}

impl CommitmentState {
    /// The state in a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "已兑现",
            Self::Open => "进行中",
            Self::Overdue => "到期未兑现",
            Self::Unapproved => "待审核",
            Self::Released => "已免除",
        }
    }

    /// Whether it is on the 三亮 board.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Kept | Self::Open | Self::Overdue)
    }

    /// Whether it can still be kept.
    pub fn can_be_kept(self) -> bool {
        matches!(self, Self::Open | Self::Overdue)
    }

    fn of(record: &Record<'_>, context: &Context<'_>) -> Self {
        let has_come =
            |field: &str| parse_day(record.text(field)).is_ok_and(|day| context.has_come(day));
        let until = parse_day(record.text("until"));
        match () {
            () if !record.text("released_why").is_empty() => Self::Released,
            () if is_kept(record) && has_come("done_on") => Self::Kept,
            () if !has_come("approved_on") => Self::Unapproved,
            () if until.is_ok_and(|until| context.is_past(until)) => Self::Overdue,
            () => Self::Open,
        }
    }
}

/// A commitment of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// The record.
    pub record: RecordId,
    /// What was promised.
    pub matter: String,
    /// How far it is.
    pub state: CommitmentState,
}

/// A member with the commitments of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentRow {
    /// The member.
    pub member: RecordId,
    /// The name, told apart from others of the same name.
    pub name: String,
    /// The commitments, in the order in which they were made.
    pub commitments: Vec<Commitment>,
}

/// The commitments of a year, by member.
pub(super) fn commitments_of(
    context: &Context<'_>,
    year: i32,
) -> BTreeMap<RecordId, Vec<Commitment>> {
    let mut found: BTreeMap<RecordId, Vec<Commitment>> = BTreeMap::new();
    let of_year = |one: &Record<'_>| one.get("year").as_int() == Some(i64::from(year));
    for one in context.records(COMMITMENT.name).filter(of_year) {
        let Some(member) = one.named(one.text("member")) else { continue };
        found.entry(member).or_default().push(Commitment {
            record: one.id().clone(),
            matter: one.text("matter").to_owned(),
            state: CommitmentState::of(&one, context),
        });
    }
    found
}

/// The members of a branch with their commitments of a year: those who are members today, or on the
/// day of the year that is nearest to it.
pub fn commitment_rows(
    context: &Context<'_>,
    roster: &Roster<'_>,
    branch: &RecordId,
    year: i32,
) -> Vec<CommitmentRow> {
    let day = |text: String| parse_day(&text).ok();
    let (first, last) = (day(format!("{year}-01-01")), day(format!("{year}-12-31")));
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let as_of = context.today().min(last).max(first);
    let members = roster.members_on(Some(branch), as_of).map(|(one, _)| one.id);
    let members: Vec<&RecordId> = members.collect();
    let names = names_apart(context.ledger(), members.iter().copied(), false);
    let mut commitments = commitments_of(context, year);
    let row = |member: &RecordId| CommitmentRow {
        member: member.clone(),
        name: names.get(member).cloned().unwrap_or_default(),
        commitments: commitments.remove(member).unwrap_or_default(),
    };
    members.into_iter().map(row).collect()
}

/// The commitments in some rows that have no day of approval and wait for it.
pub fn unapproved(context: &Context<'_>, rows: &[CommitmentRow]) -> Vec<RecordId> {
    let is_blank = |id: &RecordId| {
        context.ledger().record(id).is_some_and(|one| one.text("approved_on").is_empty())
    };
    let all = rows.iter().flat_map(|row| &row.commitments);
    let waiting = all.filter(|one| one.state == CommitmentState::Unapproved);
    waiting.map(|one| one.record.clone()).filter(is_blank).collect()
}

/// Writes the day on which the branch approved some commitments to a draft.
pub fn draft_approval(draft: &mut Draft, commitments: &[RecordId], day: Day) {
    for one in commitments {
        draft.field(one, "approved_on", day_text(day));
    }
}
