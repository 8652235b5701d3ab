//! The spans of a course, as data: what must not come too early or too late after what, by which clause.

use chrono::{Days, Months};

use super::course_template::{CourseEvent, course_edition_day};
use super::engine::{Calendar, Deadline};
use crate::ledger::{Day, DayOrMonth};

use CourseEvent as E;

/// The name of the span of the probation, which an extension makes longer.
pub(super) const PROBATION: &str = "probation";

/// A span between two events of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CourseSpan {
    /// Its name, by which the hospital makes it stricter.
    pub name: &'static str,
    /// From which event it runs; that day does not count.
    pub from: CourseEvent,
    /// The event that is not to come before its end, or not after it.
    pub to: CourseEvent,
    /// Which of the two.
    pub kind: SpanKind,
    /// Its length by the 细则, in its unit; 0 where that says none.
    pub amount: u32,
    /// The unit.
    pub unit: SpanUnit,
    /// Whether the 细则 asks for it without 一般; a hint otherwise.
    pub is_statutory: bool,
    /// Whether it is asked for since the edition of 2026 alone: what came before is not measured by it.
    pub is_new: bool,
    /// Its clause; empty where none asks for it.
    pub clause: &'static str,
}

/// Whether a span has to be over first, or is not to be over yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanKind {
    /// The event does not come before its end (最早).
    NotBefore,
    /// The event does not come after its end (截止).
    Within,
}

/// The unit of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanUnit {
    /// Days.
    Days,
    /// Working days, by the State Council's arrangements; 暂算 where those are not known.
    WorkingDays,
    /// Months of the calendar, clamped to the end of the month.
    Months,
}

impl CourseSpan {
    const fn law(
        name: &'static str,
        (from, to): (CourseEvent, CourseEvent),
        kind: SpanKind,
        (amount, unit): (u32, SpanUnit),
        clause: &'static str,
    ) -> Self {
        let (is_statutory, is_new) = (true, false);
        Self { name, from, to, kind, amount, unit, is_statutory, is_new, clause }
    }

    const fn usual(self) -> Self {
        Self { is_statutory: false, ..self }
    }

    const fn new_in_2026(self) -> Self {
        Self { is_new: true, ..self }
    }

    /// The stricter of the length by the 细则 and another.
    pub fn stricter(&self, amount: u32) -> u32 {
        match self.kind {
            SpanKind::NotBefore => amount.max(self.amount),
            SpanKind::Within => amount.min(self.amount),
        }
    }

    /// A length in words: 5个工作日.
    pub fn amount_words(&self, amount: u32) -> String {
        let unit = match self.unit {
            SpanUnit::Days => "天",
            SpanUnit::WorkingDays => "个工作日",
            SpanUnit::Months => "个月",
        };
        format!("{amount}{unit}")
    }

    /// Whether an event came before the edition that asks for the span.
    pub(super) fn is_before_its_time(&self, to: DayOrMonth) -> bool {
        self.is_new && to.first_day() < course_edition_day()
    }

    /// Its last day, of a length that runs from a day; `None` beyond all calendars.
    pub(super) fn end(&self, from: Day, amount: u32, calendar: &Calendar) -> Option<Deadline> {
        let known = |day: Option<Day>| Some(Deadline { day: day?, provisional: false });
        match self.unit {
            SpanUnit::Days => known(from.checked_add_days(Days::new(amount.into()))),
            SpanUnit::WorkingDays => Some(calendar.end_of_notice(from, amount)),
            SpanUnit::Months => known(from.checked_add_months(Months::new(amount))),
        }
    }
}

/// The spans (domain.md §2.5, §8: the notice is counted without its first day, and the next step comes the day
/// after it).
pub static COURSE_SPANS: &[CourseSpan] = &[
    CourseSpan::law("talk", (E::Apply, E::Talk), SpanKind::Within, (1, SpanUnit::Months), "第7条"),
    CourseSpan::law(
        "activist",
        (E::Apply, E::Activist),
        SpanKind::NotBefore,
        (0, SpanUnit::Months),
        "",
    )
    .usual(),
    CourseSpan::law(
        "cultivation",
        (E::Activist, E::Target),
        SpanKind::NotBefore,
        (12, SpanUnit::Months),
        "第13条",
    ),
    CourseSpan::law(
        "notice",
        (E::NoticeFrom, E::NoticeUntil),
        SpanKind::NotBefore,
        (5, SpanUnit::WorkingDays),
        "第13条",
    )
    .new_in_2026(),
    CourseSpan::law(
        "after_notice",
        (E::NoticeUntil, E::Target),
        SpanKind::NotBefore,
        (1, SpanUnit::Days),
        "第13条",
    )
    .new_in_2026(),
    CourseSpan::law(
        "admission",
        (E::Precheck, E::Admission),
        SpanKind::Within,
        (1, SpanUnit::Months),
        "第19条",
    ),
    CourseSpan::law(
        "approval",
        (E::Admission, E::Approval),
        SpanKind::Within,
        (3, SpanUnit::Months),
        "第25条",
    ),
    CourseSpan::law(
        "oath",
        (E::Approval, E::Oath),
        SpanKind::Within,
        (1, SpanUnit::Months),
        "第29条",
    )
    .usual(),
    CourseSpan::law(
        "full_request",
        (E::Admission, E::FullRequest),
        SpanKind::NotBefore,
        (12, SpanUnit::Months),
        "第32条",
    )
    .usual(),
    CourseSpan::law(
        PROBATION,
        (E::Admission, E::Confirmation),
        SpanKind::NotBefore,
        (12, SpanUnit::Months),
        "第31条",
    ),
    CourseSpan::law(
        "full_approval",
        (E::Confirmation, E::FullApproval),
        SpanKind::Within,
        (3, SpanUnit::Months),
        "第33条",
    ),
];

/// The spans that a hospital may make stricter. The probation is as long as the 细则 says, unless it is extended
/// for one person.
pub const SPAN_CHOICES: &[(&str, &str)] = &[
    ("talk", "收到申请书到派人谈话，几个月内"),
    ("activist", "申请到确定积极分子，至少几个月"),
    ("cultivation", "积极分子到发展对象，至少几个月"),
    ("notice", "公示，至少几个工作日"),
    ("admission", "预审合格到支部大会，几个月内"),
    ("approval", "支部大会到党委审批，几个月内"),
    ("oath", "批准到宣誓，几个月内"),
    ("full_approval", "转正大会到审批，几个月内"),
];
