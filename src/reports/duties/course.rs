//! Duties that follow from courses of development: the next step of each person, and half-year reviews.

use crate::ledger::{Day, Month, Record, RecordId, day_label};
use crate::registers::{COURSE, CoursePath, SpansInForce, is_activist, review_periods};

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
            found.extend(step_duty(index, &record, spans));
            review_duties(index, &record, found);
        }
    }
}

/// The next step, where its time has come or is near.
fn step_duty(index: &DutyIndex<'_>, record: &Record<'_>, spans: &SpansInForce) -> Option<Duty> {
    let path = CoursePath::by(record, &index.context, spans);
    let step = path.next_step()?;
    let left = |day: Day| (day - index.today).num_days();
    let name = record.text("name").to_owned();
    let due = step.last_day();
    let earliest = step.earliest.filter(|limit| limit.day > index.today);
    let is_far = |day: Option<Day>| day.is_some_and(|day| left(day) > STEP_NOTICE);
    // What may not come before a day is not asked for before it is near; what has a last day far off, neither.
    if is_far(earliest.map(|limit| limit.day)) || (earliest.is_none() && is_far(due)) {
        return None;
    }
    let from = earliest.map_or_else(String::new, |limit| {
        let provisional = if limit.provisional { "（暂算）" } else { "" };
        format!("（{}{provisional}起）", day_label(limit.day))
    });
    let provisional = if step.due.is_some_and(|due| due.provisional) { "（暂算）" } else { "" };
    Some(Duty {
        // Without a last day it is for the branch to decide when.
        urgency: due.map_or(Urgency::Soon, |due| Urgency::by(due, index.today)),
        kind: DutyKind::CourseStep,
        month: Month::of(due.unwrap_or(index.today)),
        text: format!("发展党员下一步：{name} · {}{from}{provisional}", step.label),
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
