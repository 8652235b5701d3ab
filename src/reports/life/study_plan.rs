//! The plan of theory study of a year against the meetings that were held.

use crate::ledger::{Draft, Ledger, Month, Record, RecordId, Value};
use crate::registers::{
    Context, MEETING, STUDY_PLAN, STUDY_PLAN_SCHEMA, meeting_day, rows, was_held,
};
use crate::typed_text::search_key;

/// Kinds of meetings at which topics of the plan are studied.
const STUDIED_AT: &[&str] = &["study", "lecture", "themed"];

/// How far a topic of the plan is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TopicState {
    /// Studied, at the meeting that the plan names.
    Named(RecordId),
    /// The meeting that the plan names was not held yet.
    Called(RecordId),
    /// Studied, as the subject of a meeting of its month says.
    Matched(RecordId),
    /// Its month is over, and nothing says that it was studied.
    Missed,
    /// Its month is not over.
    Ahead,
    /// It has no month.
    Undated,
}

/// A topic of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTopic {
    /// The plan.
    pub plan: RecordId,
    /// The key of its row.
    pub key: String,
    /// What is to be studied.
    pub topic: String,
    /// Who is to lead it.
    pub lecturer: String,
    /// The month.
    pub month: Option<Month>,
    /// How far it is.
    pub state: TopicState,
}

/// The topics of a branch's year: those of its own plan and of the hospital's, by month.
pub fn planned_topics(context: &Context<'_>, branch: &RecordId, year: i32) -> Vec<PlannedTopic> {
    let held: Vec<(Month, String, RecordId)> = context
        .records(MEETING.name)
        .filter(|one| STUDIED_AT.contains(&one.text("kind")) && is_of(one, branch))
        .filter(|one| was_held(one))
        .filter_map(|one| {
            let day = meeting_day(&one).filter(|day| context.has_come(*day))?;
            Some((Month::of(day), search_key(one.text("subject")), one.id().clone()))
        })
        .collect();
    let is_held = |meeting: &RecordId| {
        let day = context.record(meeting).filter(was_held).and_then(|one| meeting_day(&one));
        day.is_some_and(|day| context.has_come(day))
    };
    let Some(field) = STUDY_PLAN_SCHEMA.field("topics") else { return Vec::new() };
    let mut topics = Vec::new();
    let of_year = |plan: &Record<'_>| plan.get("year").as_int() == Some(i64::from(year));
    for plan in context.records(STUDY_PLAN.name).filter(|one| of_year(one) && is_of(one, branch)) {
        for (key, row) in rows::rows(field, &plan) {
            let text = |column: &str| rows::column(field, row, column).as_text().unwrap_or("");
            let number = rows::column(field, row, "month").as_int();
            let number = number.and_then(|number| u32::try_from(number).ok());
            let month = number.and_then(|number| Month::new(year, number));
            let topic = text("topic").to_owned();
            let named = plan.named(text("meeting")).filter(|id| {
                context.record(id).is_some_and(|one| one.is_live() && is_of(&one, branch))
            });
            let state =
                match (named, month) {
                    (Some(meeting), _) if is_held(&meeting) => TopicState::Named(meeting),
                    (Some(meeting), _) => TopicState::Called(meeting),
                    (None, None) => TopicState::Undated,
                    (None, Some(month)) => matched(&held, month, &topic).unwrap_or_else(|| {
                        match context.is_past(month.last_day()) {
                            true => TopicState::Missed,
                            false => TopicState::Ahead,
                        }
                    }),
                };
            topics.push(PlannedTopic {
                plan: plan.id().clone(),
                key: key.to_owned(),
                topic,
                lecturer: text("lecturer").to_owned(),
                month,
                state,
            });
        }
    }
    crate::ordered::sort_by_key(&mut topics, |one| {
        (one.month.is_none(), one.month, one.plan.clone(), one.key.clone())
    });
    topics
}

/// Whether a plan is of one branch: the meeting of a topic is that branch's then. A plan of the whole hospital
/// is studied by each branch at a meeting of its own, which is found by its subject.
pub fn is_plan_of_a_branch(ledger: &Ledger, plan: &RecordId) -> bool {
    ledger.record(plan).is_some_and(|plan| !plan.text("branch").is_empty())
}

/// Writes at which meeting a topic is studied; `None` takes it back.
pub fn draft_topic_meeting(
    draft: &mut Draft,
    ledger: &Ledger,
    (plan, key): (&RecordId, &str),
    meeting: Option<&RecordId>,
) {
    let (Some(field), Some(record)) = (STUDY_PLAN_SCHEMA.field("topics"), ledger.record(plan))
    else {
        return;
    };
    let meeting = meeting.map_or(Value::Null, |meeting| meeting.as_str().into());
    let row = rows::with_columns(field, record.entry("topics", key), &[("meeting", meeting)]);
    draft.entry(plan, "topics", key, row);
}

/// The meetings of a branch and of the whole hospital that were held in a year, the last one first.
pub fn meetings_of_year(context: &Context<'_>, branch: &RecordId, year: i32) -> Vec<RecordId> {
    let held = context.records(MEETING.name).filter(|one| is_of(one, branch) && was_held(one));
    let dated = held.filter_map(|one| Some((meeting_day(&one)?, one.id().clone())));
    let mut found: Vec<_> = dated.filter(|(day, _)| Month::of(*day).year() == year).collect();
    crate::ordered::sort_by(&mut found, |one, other| other.cmp(one));
    found.into_iter().map(|(_, id)| id).collect()
}

/// Whether a record is the branch's or the whole hospital's.
fn is_of(record: &Record<'_>, branch: &RecordId) -> bool {
    let of = record.text("branch");
    of.is_empty() || of == branch.as_str()
}

/// The meeting of the topic's month whose subject holds the topic, or the greater part of it; else a later one
/// that has it for its subject.
fn matched(held: &[(Month, String, RecordId)], month: Month, topic: &str) -> Option<TopicState> {
    let topic = search_key(topic);
    let length = |text: &str| text.chars().count();
    let is_part = |subject: &str| {
        topic.contains(subject) && 2 * length(subject) >= length(&topic) && !subject.is_empty()
    };
    let is_about = |subject: &str| subject.contains(&*topic) || is_part(subject);
    let in_time = held.iter().find(|(of, subject, _)| *of == month && is_about(subject));
    let later = || held.iter().find(|(of, subject, _)| *of > month && *subject == topic);
    let (_, _, id) = in_time.or_else(later).filter(|_| !topic.is_empty())?;
    Some(TopicState::Matched(id.clone()))
}
