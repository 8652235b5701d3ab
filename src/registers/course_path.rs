//! Where someone is in the course: which steps are done, which comes next, from when and until when, and what is
//! missing.
//!
//! A step without a day that comes before one that was reached is taken as done (its day is to be filled in),
//! not as the next one: rosters of earlier years know few days.

use chrono::Days;

use super::course_limits::SpansInForce;
use super::course_order::comes_before;
use super::course_step::{COURSE_STEP, place_of};
use super::course_template::{CourseEvent, CoursePhase, course_edition_day};
use super::engine::{Context, Deadline, is_filled};
use crate::ledger::{Day, DayOrMonth, Record, RecordId};
use crate::ordered;

/// The course of one person, step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoursePath {
    /// The steps, in their order.
    pub steps: Vec<PathStep>,
    /// The place of the one that comes next; where several may, that which is due first, or whose time has come.
    pub next: Option<usize>,
    /// Whether the course was ended before its end.
    pub is_ended: bool,
}

/// What a step of a course is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CourseStepKey {
    /// One of the template.
    Event(CourseEvent),
    /// One that the hospital added, by its record.
    Own(RecordId),
}

/// How it is with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CourseStepState {
    /// Its day has come.
    Done,
    /// Its day is written down, and still to come.
    Coming,
    /// It has no day, but what follows it was reached.
    Undated,
    /// It can be done now: all before it is.
    Next,
    /// Something before it is still to be done, or the course was ended.
    Later,
}

/// A step of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathStep {
    /// What it is.
    pub key: CourseStepKey,
    /// Its name.
    pub label: String,
    /// Its phase.
    pub phase: CoursePhase,
    /// Its clause with its edition, or where else it is from.
    pub basis: String,
    /// When it was, or will be.
    pub on: Option<DayOrMonth>,
    /// How it is with it.
    pub state: CourseStepState,
    /// Before which day it should not come, as far as that is known.
    pub earliest: Option<Deadline>,
    /// The end of the notice if its first day counted as well; only of that end.
    pub with_first_day: Option<Deadline>,
    /// Until when it is due.
    pub due: Option<Deadline>,
    /// What is to be filled in with it.
    pub missing: Vec<MissingPart>,
}

/// What is to be filled in with a step besides its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingPart {
    /// What it is called.
    pub label: &'static str,
    /// The field or column in which it is kept; the first of several of which one is enough.
    pub field: &'static str,
}

/// A step with its place among the others.
struct PathNode {
    step: PathStep,
    /// The event itself, or that after which an added step comes.
    after: CourseEvent,
    /// The event before which an added step comes.
    before: Option<CourseEvent>,
    is_reached: bool,
}

impl PathNode {
    /// Whether it comes before another.
    fn precedes(&self, other: &Self) -> bool {
        match (&self.step.key, &other.step.key) {
            (CourseStepKey::Event(own), CourseStepKey::Event(theirs)) => {
                comes_before(*own, *theirs)
            }
            (CourseStepKey::Event(own), CourseStepKey::Own(_)) => {
                *own == other.after || comes_before(*own, other.after)
            }
            (CourseStepKey::Own(_), _) => self
                .before
                .is_some_and(|before| before == other.after || comes_before(before, other.after)),
        }
    }

    fn is_open(&self) -> bool {
        matches!(self.step.state, CourseStepState::Next | CourseStepState::Coming)
    }

    fn is_statutory(&self) -> bool {
        matches!(&self.step.key, CourseStepKey::Event(event) if event.is_statutory())
    }

    /// Whether it holds up another: it is open and comes before that. What practice or the hospital alone asks
    /// for holds up nothing that the 细则 asks for, whose last day would be hidden by it.
    fn holds_up(&self, other: &Self) -> bool {
        let can = self.is_statutory() || !other.is_statutory();
        can && self.is_open() && self.precedes(other)
    }
}

impl CoursePath {
    /// The course of a person as of the day of a context.
    pub fn of(record: &Record<'_>, context: &Context<'_>) -> Self {
        Self::by(record, context, &SpansInForce::of(context))
    }

    /// The same with spans that were read before, for many.
    pub fn by(record: &Record<'_>, context: &Context<'_>, spans: &SpansInForce) -> Self {
        let has_come = |on: DayOrMonth| context.has_come(on.first_day());
        let is_ended = CourseEvent::Ended.on(record).is_some_and(has_come);
        let mut nodes: Vec<PathNode> = CourseEvent::ALL
            .iter()
            .filter(|event| is_shown(**event, record))
            .map(|event| event_node(*event, record, context, spans))
            .collect();
        nodes.extend(context.records(COURSE_STEP.name).filter_map(|own| own_node(&own, record)));
        ordered::sort_by_key(&mut nodes, |node| {
            (node.after, matches!(node.step.key, CourseStepKey::Own(_)), node.step.label.clone())
        });
        for node in &mut nodes {
            node.is_reached = node.step.on.is_some_and(has_come);
        }
        let states: Vec<CourseStepState> = (0..nodes.len()).map(|at| state(&nodes, at)).collect();
        for (node, state) in nodes.iter_mut().zip(states) {
            node.step.state = state;
        }
        // Second, as it asks which of the others are open.
        let is_blocked = |at: usize| {
            nodes.get(at).is_some_and(|own| nodes.iter().any(|other| other.holds_up(own)))
        };
        let blocked: Vec<bool> = (0..nodes.len()).map(is_blocked).collect();
        for (node, is_blocked) in nodes.iter_mut().zip(blocked) {
            let is_next = node.step.state == CourseStepState::Next;
            if is_next && (is_blocked || is_ended) {
                node.step.state = CourseStepState::Later;
            }
        }
        let mut steps: Vec<PathStep> = nodes.into_iter().map(|node| node.step).collect();
        for step in &mut steps {
            if let (CourseStepKey::Event(event), false) =
                (&step.key, step.state == CourseStepState::Later)
            {
                step.missing = missing(*event, record);
            }
        }
        let next = if is_ended { None } else { first_to_do(&steps, context) };
        Self { steps, next, is_ended }
    }

    /// The step that comes next.
    pub fn next_step(&self) -> Option<&PathStep> {
        self.steps.get(self.next?)
    }

    /// The phase that the course is in: that of the next step, else of the last one that was reached.
    pub fn phase(&self) -> CoursePhase {
        let done = || self.steps.iter().rev().find(|step| step.state == CourseStepState::Done);
        let at = self.next_step().or_else(done).or_else(|| self.steps.first());
        at.map_or(CoursePhase::Application, |step| step.phase)
    }

    /// The step of an event.
    pub fn step(&self, event: CourseEvent) -> Option<&PathStep> {
        self.steps.iter().find(|step| step.key == CourseStepKey::Event(event))
    }
}

impl PathStep {
    /// When it was; `None` where its day is still to come.
    pub fn done_on(&self) -> Option<DayOrMonth> {
        self.on.filter(|_| self.state == CourseStepState::Done)
    }

    /// The day for which it is planned, where that is still to come.
    pub fn planned(&self) -> Option<DayOrMonth> {
        self.on.filter(|_| self.state == CourseStepState::Coming)
    }

    /// The last day for it: that by which it is due, or on which it is planned, whichever comes first.
    pub fn last_day(&self) -> Option<Day> {
        let planned = self.planned().map(DayOrMonth::last_day);
        planned.into_iter().chain(self.due.map(|due| due.day)).min()
    }
}

/// Whether an event belongs to a course: the extension where there is one, and the notice since it is asked for.
fn is_shown(event: CourseEvent, record: &Record<'_>) -> bool {
    let is_dated = event.on(record).is_some();
    match event {
        CourseEvent::Ended => false,
        CourseEvent::Extended => is_dated,
        CourseEvent::NoticeFrom | CourseEvent::NoticeUntil => {
            let later = [CourseEvent::Target, CourseEvent::Admission, CourseEvent::Confirmation];
            let reached = later.iter().find_map(|event| event.on(record));
            is_dated || reached.is_none_or(|on| on.last_day() >= course_edition_day())
        }
        _ => true,
    }
}

fn event_node(
    event: CourseEvent,
    record: &Record<'_>,
    context: &Context<'_>,
    spans: &SpansInForce,
) -> PathNode {
    let due = spans.limits(event, record, context.calendar()).1;
    // What goes on for a time is over when what follows it may come.
    let over = match event {
        CourseEvent::Cultivation => CourseEvent::Target,
        CourseEvent::Probation => CourseEvent::Confirmation,
        event => event,
    };
    let earliest = spans.limits(over, record, context.calendar()).0;
    let is_end_of_notice = event == CourseEvent::NoticeUntil;
    let with_first_day =
        is_end_of_notice.then(|| spans.notice_with_first_day(record, context.calendar())).flatten();
    PathNode {
        step: PathStep {
            key: CourseStepKey::Event(event),
            label: event.label().to_owned(),
            phase: event.phase(),
            basis: event.basis(event.on(record)),
            on: event.on(record),
            state: CourseStepState::Later,
            earliest,
            with_first_day,
            due,
            missing: Vec::new(),
        },
        after: event,
        before: None,
        is_reached: false,
    }
}

/// The node of a step that the hospital added; `None` where it has no place, or is in use no longer.
fn own_node(own: &Record<'_>, record: &Record<'_>) -> Option<PathNode> {
    let (after, before) = place_of(own);
    let after = after?;
    let row = record.entry("own_steps", own.id().as_str());
    let on: Option<DayOrMonth> =
        row.get("on").unwrap_or(row).as_text().and_then(|text| text.parse().ok());
    if own.get("retired").is_true() && on.is_none() {
        return None;
    }
    let days = own.get("days").as_int().and_then(|days| u64::try_from(days).ok());
    let from = after.on(record).map(DayOrMonth::last_day);
    let due = from.zip(days).and_then(|(from, days)| from.checked_add_days(Days::new(days)));
    let basis = match own.text("basis") {
        "" => "本院规定".to_owned(),
        basis => basis.to_owned(),
    };
    Some(PathNode {
        step: PathStep {
            key: CourseStepKey::Own(own.id().clone()),
            label: own.text("name").to_owned(),
            phase: after.phase(),
            basis,
            on,
            state: CourseStepState::Later,
            earliest: None,
            with_first_day: None,
            due: due.map(|day| Deadline { day, provisional: false }),
            missing: Vec::new(),
        },
        after,
        before,
        is_reached: false,
    })
}

/// How it is with a step, before it is asked which of the open ones comes first.
fn state(nodes: &[PathNode], at: usize) -> CourseStepState {
    let Some(node) = nodes.get(at) else { return CourseStepState::Later };
    match node.step.on {
        Some(_) if node.is_reached => CourseStepState::Done,
        Some(_) => CourseStepState::Coming,
        None if nodes.iter().any(|other| other.is_reached && node.precedes(other)) => {
            CourseStepState::Undated
        }
        None => CourseStepState::Next,
    }
}

/// The place of what is to be done first: what is due first, or may be done since the longest; then what has no
/// time of its own, then what may not be done yet. What is planned comes where nothing else is open.
fn first_to_do(steps: &[PathStep], context: &Context<'_>) -> Option<usize> {
    let rank = |step: &PathStep| {
        let earliest = step.earliest.map(|limit| limit.day);
        match (step.last_day(), earliest) {
            (Some(due), _) => (0, due),
            (None, Some(earliest)) if context.has_come(earliest) => (0, earliest),
            (None, None) => (1, Day::MAX),
            (None, Some(earliest)) => (2, earliest),
        }
    };
    let of = |state: CourseStepState| {
        let open = steps.iter().enumerate().filter(move |(_, step)| step.state == state);
        open.min_by_key(|(at, step)| (rank(step), *at)).map(|(at, _)| at)
    };
    of(CourseStepState::Next).or_else(|| of(CourseStepState::Coming))
}

/// What is to be filled in with an event besides its day. The result of the political review is not asked for
/// here, as what is missing is shown and printed.
fn missing(event: CourseEvent, record: &Record<'_>) -> Vec<MissingPart> {
    let asked: &[(&[&'static str], &'static str)] = match event {
        CourseEvent::Activist => &[(&["way"], "推荐方式")],
        CourseEvent::Mentors => &[(&["mentor"], "培养联系人")],
        CourseEvent::Sponsors => {
            &[(&["sponsor"], "入党介绍人"), (&["sponsor2"], "第二名入党介绍人")]
        }
        CourseEvent::Training => &[(&["training.days", "training.hours"], "培训天数或学时")],
        CourseEvent::Admission => &[(&["admission_vote.yes"], "票决结果")],
        CourseEvent::Approval => &[(&["member"], "编入党员花名册")],
        CourseEvent::Confirmation => &[(&["full_vote.yes"], "票决结果")],
        _ => &[],
    };
    let lacks = |fields: &[&str]| fields.iter().all(|field| !is_filled(record, field));
    let lacking = asked.iter().filter(|(fields, _)| lacks(fields));
    let part = |(fields, label): &(&[&'static str], &'static str)| {
        Some(MissingPart { label, field: fields.first()? })
    };
    lacking.filter_map(part).collect()
}
