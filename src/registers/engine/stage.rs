//! Stages: how far a record has come, derived from which fields are filled, and until when the next
//! step is due.
//!
//! As a stage is never stored, two tablets cannot contradict each other about it.

use chrono::{Days, Months};

use crate::ledger::{Day, DayOrMonth, Record, day_label};

use super::calendar::{Calendar, Deadline};
use super::condition::{When, all_hold, is_filled, value_at};
use super::context::Context;
use super::rule::Severity;

/// A stage of a record's course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stage {
    /// Its name in code.
    pub name: &'static str,
    /// Its name on the screen.
    pub label: &'static str,
    /// Reached where all of these hold.
    pub when: &'static [When],
    /// The day field that says when it was reached; empty where none does. It is not reached before
    /// that day has come.
    pub on: &'static str,
    /// What has to be filled in once it is reached.
    pub needs: &'static [&'static str],
    /// Before which day it should not be reached.
    pub not_before: Option<Span>,
    /// Until when it is due.
    pub due: Option<Span>,
    /// Until when it is due instead where a condition holds, the first that does.
    pub due_where: &'static [(When, Span)],
    /// The stage from which on it is no longer due, as another then has the matter; empty where it stays.
    pub due_ends: &'static str,
    /// What reaching it before or after that means.
    pub severity: Severity,
    /// Whether the course ends here.
    pub is_end: bool,
    /// Whether the course can go on without it.
    pub is_optional: bool,
}

/// A span of time from a day of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The field, or `field.column`, of the day from which it runs.
    pub from: &'static str,
    /// How long.
    pub length: Length,
    /// Whether that day counts.
    pub counting: Counting,
}

/// The length of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Days.
    Days(u32),
    /// Working days, by the State Council's arrangements.
    WorkingDays(u32),
    /// Months, clamped to the end of the month.
    Months(u32),
    /// Years, clamped likewise on 29 February.
    Years(u32),
}

/// Whether the day from which a span runs is the first that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// The day itself counts.
    Inclusive,
    /// The day after is the first that counts.
    Exclusive,
}

/// Where a record is in its course.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The place of the stage it has reached.
    pub at: usize,
    /// The stage itself.
    pub stage: &'static Stage,
    /// What comes next; `None` at the end.
    pub next: Option<&'static Stage>,
    /// A later stage of which all is filled in but whose day is still to come, and that day.
    pub coming: Option<(&'static Stage, Day)>,
    /// Before which day the next stage should not be reached.
    pub not_before: Option<Deadline>,
    /// Until when the next stage is due.
    pub due: Option<Deadline>,
}

impl Stage {
    /// A stage in the middle of a course, reached where all of some conditions hold.
    pub const fn new(name: &'static str, label: &'static str, when: &'static [When]) -> Self {
        Self {
            name,
            label,
            when,
            on: "",
            needs: &[],
            not_before: None,
            due: None,
            due_where: &[],
            due_ends: "",
            severity: Severity::Hint,
            is_end: false,
            is_optional: false,
        }
    }

    /// The same, at the end of the course.
    pub const fn end(self) -> Self {
        Self { is_end: true, ..self }
    }

    /// The same, reached on the day of a field.
    pub const fn on(self, on: &'static str) -> Self {
        Self { on, ..self }
    }

    /// The same, needing fields.
    pub const fn needs(self, needs: &'static [&'static str]) -> Self {
        Self { needs, ..self }
    }

    /// The same, due within a span.
    pub const fn due(self, due: Span) -> Self {
        Self { due: Some(due), ..self }
    }

    /// The same, due within other spans where conditions hold.
    pub const fn due_where(self, due_where: &'static [(When, Span)]) -> Self {
        Self { due_where, ..self }
    }

    /// The same, no longer due once another stage is reached.
    pub const fn ends_with(self, stage: &'static str) -> Self {
        Self { due_ends: stage, ..self }
    }

    /// The same, not to be reached before a span has run out.
    pub const fn not_before(self, span: Span) -> Self {
        Self { not_before: Some(span), ..self }
    }

    /// The same, of a severity where it is reached too early or too late.
    pub const fn severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// The same, which the course can go on without.
    pub const fn optional(self) -> Self {
        Self { is_optional: true, ..self }
    }

    /// The span within which a record has to reach it; `None` where it is never due.
    pub fn due_of(&self, record: &Record<'_>) -> Option<Span> {
        let own = self.due_where.iter().find(|(when, _)| when.holds(record));
        own.map(|(_, span)| *span).or(self.due)
    }

    /// The fields, and columns of such, that say whether and when it is reached.
    pub(super) fn paths(&self) -> impl Iterator<Item = &'static str> {
        let of_due = self.due_where.iter();
        let spans = [self.not_before, self.due].into_iter().flatten();
        let spans = spans.chain(of_due.clone().map(|(_, span)| *span)).map(|span| span.from);
        let whens = self.when.iter().chain(of_due.map(|(when, _)| when)).map(When::path);
        whens.chain(spans).chain([self.on]).filter(|path| !path.is_empty())
    }

    /// The day on which it is reached, as far as a field says it.
    fn day(&self, record: &Record<'_>) -> Option<Day> {
        Some(value_at(record, self.on).as_text()?.parse::<DayOrMonth>().ok()?.first_day())
    }
}

impl Progress {
    /// The stage in words, with the one that a coming day will reach.
    pub fn words(&self) -> String {
        let label = self.stage.label;
        match self.coming {
            Some((stage, on)) => format!("{label}（到{}转为“{}”）", day_label(on), stage.label),
            None => label.to_owned(),
        }
    }
}

impl Span {
    /// A span after a day, which does not count itself.
    pub const fn after(from: &'static str, length: Length) -> Self {
        Self { from, length, counting: Counting::Exclusive }
    }

    /// A span that begins with a day.
    pub const fn with(from: &'static str, length: Length) -> Self {
        Self { from, length, counting: Counting::Inclusive }
    }

    /// The last day of the span; `None` where the day from which it runs is not filled in.
    ///
    /// Of a day of which the month alone is known, the span runs from the month's last day.
    pub fn end(&self, record: &Record<'_>, calendar: &Calendar) -> Option<Deadline> {
        let text = value_at(record, self.from).as_text()?;
        let from = text.parse::<DayOrMonth>().ok()?.last_day();
        let inclusive = self.counting == Counting::Inclusive;
        // A span of months that begins with a day ends on the day before its namesake.
        let known = |day: Option<Day>| {
            let day = if inclusive { day?.pred_opt() } else { day };
            Some(Deadline { day: day?, provisional: false })
        };
        match self.length {
            Length::Days(days) => known(from.checked_add_days(Days::new(days.into()))),
            Length::WorkingDays(days) => {
                let from = if inclusive { from.pred_opt()? } else { from };
                Some(calendar.end_of_notice(from, days))
            }
            Length::Months(months) => known(from.checked_add_months(Months::new(months))),
            Length::Years(years) => {
                known(from.checked_add_months(Months::new(years.checked_mul(12)?)))
            }
        }
    }
}

/// Where a record is in its course; `None` where its register has none.
///
/// The stage reached is the last in their order whose conditions hold and whose day has come; the
/// first stage needs none.
pub fn progress(
    stages: &'static [Stage],
    record: &Record<'_>,
    context: &Context<'_>,
) -> Option<Progress> {
    let at = stage_at(stages, record, &|day| context.has_come(day))?;
    let stage = stages.get(at)?;
    let after = stages.get(at + 1..).unwrap_or_default();
    let next = if stage.is_end { None } else { after.iter().find(|one| !one.is_optional) };
    let coming = after.iter().filter(|one| all_hold(one.when, record));
    let coming = coming.filter_map(|one| Some((one, one.day(record)?))).min_by_key(|(_, on)| *on);
    let end = |span: Option<Span>| span.and_then(|span| span.end(record, context.calendar()));
    let is_over = |next: &&Stage| {
        stages.get(..=at).unwrap_or_default().iter().any(|one| one.name == next.due_ends)
    };
    let due = next.filter(|next| !is_over(next)).and_then(|next| next.due_of(record));
    let not_before = end(next.and_then(|next| next.not_before));
    Some(Progress { at, stage, next, coming, not_before, due: end(due) })
}

/// The place of the stage that a record has reached, by which days have come.
pub fn stage_at(
    stages: &[Stage],
    record: &Record<'_>,
    has_come: &dyn Fn(Day) -> bool,
) -> Option<usize> {
    let is_reached =
        |stage: &Stage| all_hold(stage.when, record) && stage.day(record).is_none_or(has_come);
    (!stages.is_empty()).then(|| stages.iter().rposition(is_reached).unwrap_or(0))
}

/// Whether a record has reached the end of its course.
pub fn is_at_end(stages: &[Stage], record: &Record<'_>, context: &Context<'_>) -> bool {
    let at = stage_at(stages, record, &|day| context.has_come(day));
    at.and_then(|at| stages.get(at)).is_some_and(|stage| stage.is_end)
}

/// Which of the fields that a stage needs are empty.
pub fn missing(stage: &Stage, record: &Record<'_>) -> Vec<&'static str> {
    stage.needs.iter().copied().filter(|field| !is_filled(record, field)).collect()
}
