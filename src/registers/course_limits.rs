//! The spans of a course in force: how early and how late its events may come, and which spans were not kept.

use chrono::Months;

use super::course_span::COURSE_SPAN;
use super::course_spans::{COURSE_SPANS, CourseSpan, PROBATION, SPAN_CHOICES, SpanKind};
use super::course_template::CourseEvent;
use super::engine::{Calendar, Context, Deadline, value_at};
use crate::ledger::{Day, DayOrMonth, Record, day_label};

/// How long the approval may take in special cases, in months (第25条).
const SPECIAL_APPROVAL: u32 = 6;

/// The spans in force, as the hospital made them stricter.
#[derive(Debug, Clone)]
pub struct SpansInForce {
    /// The hospital's lengths, in the order of [`COURSE_SPANS`].
    own: Vec<Option<u32>>,
}

/// A breach of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpanBreach {
    /// The span.
    pub span: &'static CourseSpan,
    /// The day before or after which the event should not have come.
    pub limit: Deadline,
    /// Whether it is the 细则 that says so, and not 一般 or the hospital.
    pub is_statutory: bool,
}

impl SpansInForce {
    /// Reads what the hospital made stricter; what would be looser has no effect.
    pub fn of(context: &Context<'_>) -> Self {
        let own = |span: &CourseSpan| {
            let is_open = SPAN_CHOICES.iter().any(|(name, _)| *name == span.name);
            let record = context.record(&COURSE_SPAN.id(&[span.name]))?;
            let amount = u32::try_from(record.get("amount").as_int()?).ok()?;
            let amount = span.stricter(amount);
            (is_open && record.is_live() && amount != span.amount).then_some(amount)
        };
        Self { own: COURSE_SPANS.iter().map(own).collect() }
    }

    /// The length of a span for a course: that of the 细则, and the stricter one of the hospital.
    fn amounts(&self, at: usize, record: &Record<'_>) -> (u32, Option<u32>) {
        let Some(span) = COURSE_SPANS.get(at) else { return (0, None) };
        let own = self.own.get(at).copied().flatten();
        match span.name {
            "approval" if record.get("special_approval").is_true() => (SPECIAL_APPROVAL, None),
            PROBATION => (span.amount + extension_months(record), own),
            _ => (span.amount, own),
        }
    }

    /// The first day on which an event may come, by the days that are known; and the last one.
    pub fn limits(
        &self,
        event: CourseEvent,
        record: &Record<'_>,
        calendar: &Calendar,
    ) -> (Option<Deadline>, Option<Deadline>) {
        let (mut earliest, mut due) = (None::<Deadline>, None::<Deadline>);
        for (at, span) in COURSE_SPANS.iter().enumerate().filter(|(_, span)| span.to == event) {
            let (law, own) = self.amounts(at, record);
            let Some(from) = span.from.on(record).map(DayOrMonth::last_day) else { continue };
            let amount = own.unwrap_or(law);
            let Some(end) = span.end(from, amount, calendar).filter(|_| amount > 0) else {
                continue;
            };
            match span.kind {
                SpanKind::NotBefore if end.day > day_of(earliest, Day::MIN) => earliest = Some(end),
                SpanKind::Within if end.day < day_of(due, Day::MAX) => due = Some(end),
                _ => {}
            }
        }
        (earliest, due)
    }

    /// The end of a course's notice if its first day counted as well, which some do: shown beside the later end,
    /// which holds here (domain.md §8).
    pub fn notice_with_first_day(
        &self,
        record: &Record<'_>,
        calendar: &Calendar,
    ) -> Option<Deadline> {
        let at = COURSE_SPANS.iter().position(|span| span.name == "notice")?;
        let (law, own) = self.amounts(at, record);
        let from = CourseEvent::NoticeFrom.on(record)?.last_day();
        Some(calendar.end_of_notice(from.pred_opt()?, own.unwrap_or(law)))
    }

    /// The spans that a course did not keep, beyond doubt: of an event of which one knows only the month, it is
    /// given the day that suits.
    pub fn breaches(&self, record: &Record<'_>, calendar: &Calendar) -> Vec<SpanBreach> {
        let mut found = Vec::new();
        for (at, span) in COURSE_SPANS.iter().enumerate() {
            let days = span.from.on(record).zip(span.to.on(record));
            let Some((from, to)) = days.filter(|(_, to)| !span.is_before_its_time(*to)) else {
                continue;
            };
            let broken = |amount: u32| {
                let from = match span.kind {
                    SpanKind::NotBefore => from.first_day(),
                    SpanKind::Within => from.last_day(),
                };
                let limit = span.end(from, amount, calendar)?;
                let is_broken = match span.kind {
                    SpanKind::NotBefore => amount > 0 && to.last_day() < limit.day,
                    SpanKind::Within => to.first_day() > limit.day,
                };
                is_broken.then_some(limit)
            };
            let (law, own) = self.amounts(at, record);
            let by_law = broken(law).map(|limit| (limit, span.is_statutory));
            let by_own = || own.and_then(broken).map(|limit| (limit, false));
            if let Some((limit, is_statutory)) = by_law.or_else(by_own) {
                found.push(SpanBreach { span, limit, is_statutory });
            }
        }
        found
    }
}

impl SpanBreach {
    /// What is said of it.
    pub fn words(&self) -> String {
        let Self { span, limit, .. } = self;
        let provisional = if limit.provisional { "（暂算）" } else { "" };
        let day = day_label(limit.day);
        let clause = match span.clause {
            "" => "本院规定",
            clause => clause,
        };
        match span.kind {
            SpanKind::NotBefore => {
                format!("“{}”最早应在{day}{provisional}（{clause}）", span.to.label())
            }
            SpanKind::Within => {
                format!("“{}”应不晚于{day}{provisional}（{clause}）", span.to.label())
            }
        }
    }
}

/// The months by which a probation was extended.
fn extension_months(record: &Record<'_>) -> u32 {
    let months = value_at(record, "extension.months").as_int();
    months.and_then(|months| u32::try_from(months).ok()).unwrap_or(0)
}

/// The last day of a course's probation, from the general meeting that admitted (第31条); `None` where that is
/// not known.
pub fn probation_end(record: &Record<'_>) -> Option<Day> {
    let span = COURSE_SPANS.iter().find(|span| span.name == PROBATION)?;
    let from = span.from.on(record)?.last_day();
    from.checked_add_months(Months::new(span.amount + extension_months(record)))
}

fn day_of(held: Option<Deadline>, otherwise: Day) -> Day {
    held.map_or(otherwise, |held| held.day)
}
