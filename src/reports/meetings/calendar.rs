//! What a month held: meetings and service, in the order of their days.

use chrono::Datelike;

use crate::ledger::{Day, Month, Record, RecordId, day_label, parse_day};
use crate::ordered;
use crate::registers::{
    Context, Head, MEETING, MEETING_KINDS, SERVICE_EVENT, SERVICE_KINDS, served_by, service_days,
    title, was_held,
};

use super::roll::{RollCounts, owed_makeups, roll_counts, roll_entries};

/// Something that was held, or is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// What it is.
    pub head: ActivityHead,
    /// How many took part, and persons served, as far as they are known.
    pub state: ActivityState,
}

/// What an activity is, whose, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityHead {
    /// Its record.
    pub id: RecordId,
    /// What it is.
    pub kind: ActivityKind,
    /// The word of its kind: 主题党日, 义诊.
    pub word: &'static str,
    /// Its day, or the first of several.
    pub day: Day,
    /// The last of several days.
    pub until: Option<Day>,
    /// When it begins, as `09:30`; may be empty.
    pub begins: String,
    /// Its subject or theme; may be empty.
    pub subject: String,
    /// The branch; `None` where the whole hospital has it.
    pub branch: Option<RecordId>,
    /// The group, where a group met.
    pub group: String,
    /// Whether its day is still to come.
    pub is_planned: bool,
}

/// Whether something is a meeting or a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityKind {
    /// A meeting.
    Meeting,
    /// Service.
    Service,
}

/// How far something is recorded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ActivityState {
    /// The counts of the roll of a meeting.
    pub roll: RollCounts,
    /// Whether someone was there, or takes part.
    pub is_held: bool,
    /// Whether it is signed.
    pub is_signed: bool,
    /// Who still has to make up for it.
    pub owed: usize,
    /// Who served.
    pub servers: usize,
    /// How many were served.
    pub served: Option<i64>,
}

/// What a branch, or the whole hospital where none is named, held and plans in a month, be it that it only goes
/// on there. What all branches did together belongs to each of them.
pub fn activities(context: &Context<'_>, branch: Option<&RecordId>, month: Month) -> Vec<Activity> {
    let of_month = |head: &'static Head| {
        context.records(head.name).filter(move |record| head.lasts_through(record, month))
    };
    let mut found: Vec<Activity> = [&MEETING, &SERVICE_EVENT]
        .into_iter()
        .flat_map(of_month)
        .filter(|record| is_of(record, branch))
        .filter_map(|record| activity_of(&record, context))
        .collect();
    ordered::sort_by_key(&mut found, |Activity { head, .. }| {
        (head.day, head.begins.clone(), head.id.clone())
    });
    found
}

fn is_of(record: &Record<'_>, branch: Option<&RecordId>) -> bool {
    let own = record.text("branch");
    branch.is_none_or(|branch| own.is_empty() || own == branch.as_str())
}

fn activity_of(record: &Record<'_>, context: &Context<'_>) -> Option<Activity> {
    let head = activity_head(record, context)?;
    let state = match head.kind {
        ActivityKind::Meeting => meeting_state(record, context),
        ActivityKind::Service => service_state(record, context),
    };
    Some(Activity { head, state })
}

impl ActivityHead {
    /// Its days in words: 2026年4月20日, 2026年4月20日—5月31日.
    pub fn days_label(&self) -> String {
        days_label(self.day, self.until)
    }
}

/// A day, or the first and the last of several, in words.
pub(super) fn days_label(day: Day, until: Option<Day>) -> String {
    let first = day_label(day);
    match until {
        None => first,
        Some(until) if until.year() == day.year() => {
            format!("{first}—{}月{}日", until.month(), until.day())
        }
        Some(until) => format!("{first}—{}", day_label(until)),
    }
}

/// How many are marked in a record of a meeting or an event.
pub fn marked_count(record: &Record<'_>, context: &Context<'_>) -> usize {
    if record.id().register() != MEETING.name {
        return record.entries("who").len();
    }
    let roll = roll_counts(&roll_entries(record, context));
    roll.due - roll.uncalled + roll.exempt
}

/// What an activity is, from its record; `None` where its day cannot be read.
pub fn activity_head(record: &Record<'_>, context: &Context<'_>) -> Option<ActivityHead> {
    let is_meeting = record.id().register() == MEETING.name;
    let kinds = if is_meeting { MEETING_KINDS } else { SERVICE_KINDS };
    let word = kinds.iter().find(|(code, _)| *code == record.text("kind")).map(|(_, word)| *word);
    let day = parse_day(record.text("day")).ok()?;
    // What was a meeting of a group once may be another one now.
    let is_of_group = record.text("kind") == "group";
    let group: Option<RecordId> = record.text("group").parse().ok().filter(|_| is_of_group);
    Some(ActivityHead {
        id: record.id().clone(),
        kind: if is_meeting { ActivityKind::Meeting } else { ActivityKind::Service },
        word: word.unwrap_or(if is_meeting { "会议" } else { "活动" }),
        day,
        until: service_days(record).map(|days| *days.end()).filter(|until| *until > day),
        begins: record.text("begins").to_owned(),
        subject: record.text(if is_meeting { "subject" } else { "theme" }).to_owned(),
        branch: record.text("branch").parse().ok(),
        group: group.map(|group| title(context.ledger(), &group)).unwrap_or_default(),
        is_planned: !context.has_come(day),
    })
}

fn meeting_state(record: &Record<'_>, context: &Context<'_>) -> ActivityState {
    let entries = roll_entries(record, context);
    let owed = owed_makeups(record, &entries, context);
    ActivityState {
        roll: roll_counts(&entries),
        is_held: was_held(record),
        is_signed: !record.get("host_signature").is_null()
            && !record.get("recorder_signature").is_null(),
        owed: owed.iter().filter(|one| one.done_on.is_none()).count(),
        ..ActivityState::default()
    }
}

fn service_state(record: &Record<'_>, context: &Context<'_>) -> ActivityState {
    let servers = record.entries("who").len();
    ActivityState {
        is_held: servers > 0,
        servers,
        served: served_by(record, context),
        ..ActivityState::default()
    }
}
