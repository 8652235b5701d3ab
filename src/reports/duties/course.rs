//! Duties that follow from courses of development: the next step of each person, and half-year reviews.

use crate::ledger::{Day, Month, Record, RecordId, day_label};
use crate::registers::{
    COURSE, CoursePath, CourseStepState, PathStep, SpansInForce, is_activist, review_periods,
};

use super::duty::{Duty, DutyAbout, DutyKind, Urgency};
use super::index::DutyIndex;

/// How many days before it may come, or before its last day, a step is listed.
const STEP_NOTICE: i64 = 30;

/// How many days before its last day a review is listed.
const REVIEW_NOTICE: i64 = 45;

/// The duties that courses give a branch. One that names no branch is one for the first branch alone.
pub(super) fn course_duties(
    index: &DutyIndex<'_>,
    branch: &RecordId,
    is_first: bool,
    found: &mut Vec<Duty>,
) {
    let mut spans = None;
    for record in index.ledger().records(COURSE.name) {
        let own = record.text("branch");
        if own == branch.as_str() || (is_first && own.is_empty()) {
            let spans = spans.get_or_insert_with(|| SpansInForce::of(&index.context));
            step_duties(index, &record, spans, found);
            review_duties(index, &record, found);
        }
    }
}

/// The steps that may be done and whose time has come or is near. What has no time of its own is told where it is
/// what comes next.
fn step_duties(
    index: &DutyIndex<'_>,
    record: &Record<'_>,
    spans: &SpansInForce,
    found: &mut Vec<Duty>,
) {
    let path = CoursePath::by(record, &index.context, spans);
    for (at, step) in path.steps.iter().enumerate() {
        let is_first = path.next == Some(at);
        if is_first || (step.state == CourseStepState::Next && has_time(step)) {
            found.extend(step_duty(index, record, step));
        }
    }
}

fn has_time(step: &PathStep) -> bool {
    step.earliest.is_some() || step.last_day().is_some()
}

fn step_duty(index: &DutyIndex<'_>, record: &Record<'_>, step: &PathStep) -> Option<Duty> {
    let left = |day: Day| (day - index.today).num_days();
    let name = record.text("name").to_owned();
    let due = step.last_day();
    let earliest = step.earliest.filter(|limit| limit.day > index.today);
    // What may not come before a day is not asked for before that is near; nor what is due long after.
    let first = earliest.map(|limit| limit.day).or(due);
    if first.is_some_and(|day| left(day) > STEP_NOTICE) {
        return None;
    }
    let from = match (step.planned(), earliest) {
        (Some(on), _) => format!("（计划{}）", on.label()),
        (None, Some(limit)) => {
            let provisional = if limit.provisional { "（暂算）" } else { "" };
            format!("（{}{provisional}起）", day_label(limit.day))
        }
        (None, None) => String::new(),
    };
    Some(Duty {
        // Without a last day it is for the branch to decide when.
        urgency: due.map_or(Urgency::Soon, |due| Urgency::by(due, index.today)),
        kind: DutyKind::CourseStep,
        month: Month::of(due.unwrap_or(index.today)),
        text: format!("发展党员下一步：{name} · {}{from}", step.label),
        subject: name,
        due,
        about: DutyAbout::Course(record.id().clone()),
    })
}

/// The half-year reviews that are owed: one for each half year, so that each that was missed stays by itself.
fn review_duties(index: &DutyIndex<'_>, record: &Record<'_>, found: &mut Vec<Duty>) {
    if !is_activist(record, &index.context) {
        return;
    }
    let name = record.text("name");
    for period in review_periods(record, index.today) {
        let left = (period.due - index.today).num_days();
        if period.reviewed_on.is_some() || left > REVIEW_NOTICE {
            continue;
        }
        let word = if left < 0 { "已逾期，可补录" } else { "该考察了" };
        found.push(Duty {
            urgency: Urgency::by(period.due, index.today),
            kind: DutyKind::CourseReview,
            month: Month::of(period.due),
            subject: name.to_owned(),
            text: format!("积极分子半年考察{word}：{name}（到{}）", day_label(period.due)),
            due: Some(period.due),
            about: DutyAbout::Course(record.id().clone()),
        });
    }
}
