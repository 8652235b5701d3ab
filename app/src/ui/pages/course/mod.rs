//! 发展进程: the course of one candidate, phase by phase, with what comes next and until when. Days are written
//! in one tap.

mod becoming;
mod candidates;
mod day_editor;
mod materials;
mod next;
mod reviews;
mod same_person;
mod steps;

use leptos::prelude::*;

use crate::app::routes::{RegisterRoute, Route};
use crate::app::{EditRefused, Location, Session, SidePage, today, today_text};
use crate::ledger::{Draft, Ledger, Record, RecordId, day_text};
use crate::registers::{
    COURSE, COURSE_SCHEMA, Context, CoursePath, CoursePhase, CourseStepKey, MEMBER, OTHER_COURSE,
    PathStep, Problem, SpansInForce, findings, name_of, progress,
};
use crate::reports::course::{course_table, materials_table, missing_words};
use crate::ui::components::{
    Button, ButtonKind, DateInput, Empty, Icon, LinkButton, Mounted, Notice, NoticeKind, Page,
    PickOption, RecordPicker, ToastHandle, use_toasts,
};
use crate::ui::pages::paper_document::{paper_document, paper_form, print_named, sample_note};
use crate::ui::undoing::report;

pub use candidates::candidates_page;

/// What the page shows of a candidate.
#[derive(Clone, PartialEq)]
struct ShownCourse {
    id: RecordId,
    name: String,
    branch: String,
    stage: String,
    path: CoursePath,
    /// What does not agree with the 细则, with what is explained.
    findings: Vec<Problem>,
}

/// The field that the button onto the roster fills in.
const ROSTER_FIELD: &str = "member";

/// What is printed.
#[derive(Clone, Copy, PartialEq)]
enum CoursePaper {
    /// The steps of the course.
    Steps,
    /// The materials of a phase.
    Materials(CoursePhase),
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct CourseState {
    session: Session,
    toasts: ToastHandle,
    shown: Memo<Option<ShownCourse>>,
    /// The day that is written in one tap.
    on: RwSignal<String>,
    /// The step whose day is being changed.
    edited: RwSignal<Option<CourseStepKey>>,
    paper: RwSignal<CoursePaper>,
    mounted: Mounted,
}

/// The page.
pub fn course_page(_register: &'static str) -> AnyView {
    let (session, place) = (expect_context::<Session>(), expect_context::<Location>());
    let chosen = Memo::new(move |was: Option<&Option<RecordId>>| match place.route() {
        Route::RecordSide(SidePage::CoursePath, id) => Some(id),
        Route::Side(_, SidePage::CoursePath, _) => None,
        // While another page comes.
        _ => was.cloned().flatten(),
    });
    let shown = Memo::new(move |_| session.with_ledger(|ledger| shown(ledger, chosen.get())));
    let state = CourseState {
        session,
        toasts: use_toasts(),
        shown,
        on: RwSignal::new(day_text(today())),
        edited: RwSignal::new(None),
        paper: RwSignal::new(CoursePaper::Steps),
        mounted: Mounted::here(),
    };
    let options = Memo::new(move |_| session.with_ledger(people));
    let value = Signal::derive(move || {
        shown.with(|one| one.as_ref().map(|one| one.id.to_string()).unwrap_or_default())
    });
    let choose = move |id: String| {
        if let Ok(id) = id.parse() {
            state.edited.set(None);
            place.go_instead(&Route::RecordSide(SidePage::CoursePath, id));
        }
    };
    let crumbs = Signal::derive(move || {
        shown.with(|one| {
            one.as_ref().map_or_else(Vec::new, |one| vec![one.branch.clone(), one.stage.clone()])
        })
    });
    let has_one = Memo::new(move |_| shown.with(Option::is_some));
    let new = Route::Register(COURSE.name, RegisterRoute::New).href();
    let body = move || match has_one.get() {
        true => filled(state),
        false => {
            let href = new.clone();
            let action = move || view! { <LinkButton label="登记入党申请人" href=href/> };
            view! {
                <Empty title="还没有登记入党申请人" text="收到入党申请书就登记，以后每一步在这里填日期。" action/>
            }
            .into_any()
        }
    };
    view! {
        <Page
            title="发展进程"
            crumbs
            back=Route::Side(MEMBER.name, SidePage::Candidates, None).href()
            controls=move || view! {
                <div class="month-controls">
                    <RecordPicker options=Signal::derive(move || options.get()) value placeholder="选择人" on_change=choose/>
                    {move || has_one.get().then(|| day_control(state))}
                </div>
            }
            action=move || print_act(state)
        >
            {body}
            <div class="paper-only">{move || paper_view(state)}</div>
        </Page>
    }
    .into_any()
}

/// All who have a course that goes on, then the others.
fn people(ledger: &Ledger) -> Vec<PickOption> {
    let option = |record: Record<'_>| PickOption {
        id: record.id().to_string(),
        label: record.text("name").to_owned(),
        ..PickOption::default()
    };
    ledger.records(COURSE.name).map(option).collect()
}

/// The candidate who was chosen, or the first one.
fn shown(ledger: &Ledger, chosen: Option<RecordId>) -> Option<ShownCourse> {
    let is_live = |record: &Record<'_>| record.is_live();
    let record = match chosen {
        Some(id) => ledger.record(ledger.resolve(&id)).filter(is_live),
        None => ledger.records(COURSE.name).next(),
    }?;
    let context = Context::new(ledger, today());
    let branch: Option<RecordId> = record.text("branch").parse().ok();
    let stage = progress(COURSE_SCHEMA.stages, &record, &context);
    let mut findings = findings(&COURSE_SCHEMA, &record, &context);
    findings.retain(|one| !one.rule.is_empty() || one.is_open());
    Some(ShownCourse {
        id: record.id().clone(),
        name: record.text("name").to_owned(),
        branch: branch.map_or_else(String::new, |id| name_of(ledger, &id)),
        stage: stage.map_or_else(String::new, |at| at.words()),
        path: CoursePath::by(&record, &context, &SpansInForce::of(&context)),
        findings,
    })
}

fn filled(state: CourseState) -> AnyView {
    view! {
        <div class="wide stack">
            {faults_notice(state)}
            {same_person::same_person_notice(state)}
            {next::next_section(state)}
            {becoming::becoming_section(state)}
            {reviews::reviews_section(state)}
            {steps::steps_section(state)}
            {whole_record(state)}
        </div>
    }
    .into_any()
}

/// Says what does not agree with the 细则 and is not explained.
fn faults_notice(state: CourseState) -> AnyView {
    let faults = Memo::new(move |_| {
        state.shown.with(|one| {
            let one = one.as_ref()?;
            // A second course of the person has a notice of its own.
            let open = one.findings.iter().filter(|one| one.is_open() && one.rule != OTHER_COURSE);
            let texts: Vec<String> = open.map(|fault| fault.text.clone()).collect();
            (!texts.is_empty()).then(|| (one.id.clone(), texts))
        })
    });
    (move || {
        faults.get().map(|(id, texts)| {
            let href = Route::edit(&id).href();
            let action = move || view! { <LinkButton label="更正或写明原因" href=href/> };
            view! {
                <Notice kind=NoticeKind::Warn title=format!("{} 处要核对", texts.len())
                    text=texts.join("；") action/>
            }
        })
    })
    .into_any()
}

/// The day that is written by every 登记 of the page: in the head, as that stays in sight.
fn day_control(state: CourseState) -> AnyView {
    view! {
        <div class="course-day">
            <span>"登记日期"</span>
            <DateInput value=state.on on_change=move |day| state.on.set(day) today=today_text()
                label="登记日期"/>
        </div>
    }
    .into_any()
}

/// The one main act of the head: the course on paper.
fn print_act(state: CourseState) -> AnyView {
    let print = move |()| state.print(CoursePaper::Steps);
    view! { <Button label="打印进程表" icon=Icon::Print on_click=print/> }.into_any()
}

/// The way to the whole record, where all else is filled in.
fn whole_record(state: CourseState) -> AnyView {
    let whole = Signal::derive(move || {
        state
            .shown
            .with(|one| one.as_ref().map(|one| Route::detail(&one.id).href()).unwrap_or_default())
    });
    view! {
        <div class="row">
            <LinkButton label="完整记录" icon=Icon::Ledger kind=ButtonKind::Quiet href=whole/>
            <span class="quiet-line">"推荐方式、联系人、票决等在这里填。日期写错了，点那一步的日期改。"</span>
        </div>
    }
    .into_any()
}

/// What is to be filled in with a step, with the way to the form; what has a button of this page is said alone.
fn missing_view(state: CourseState, step: &PathStep) -> Option<AnyView> {
    let words = missing_words(step);
    if words.is_empty() {
        return None;
    }
    let is_in_form = step.missing.iter().any(|part| part.field != ROSTER_FIELD);
    let href = state.id().map(|id| Route::edit(&id).href()).filter(|_| is_in_form);
    Some(match href {
        Some(href) => view! { <a class="course-step-missing" href=href>{words}</a> }.into_any(),
        None => view! { <span class="course-step-limits">{words}</span> }.into_any(),
    })
}

fn paper_view(state: CourseState) -> Option<AnyView> {
    let paper = state.paper.get();
    let (id, path, branch) = state.shown.with(|one| {
        one.as_ref().map(|one| (one.id.clone(), one.path.clone(), one.branch.clone()))
    })?;
    let table = state.session.with_ledger(|ledger| {
        let record = ledger.record(&id)?;
        Some(match paper {
            CoursePaper::Steps => course_table(&record, &path, &branch),
            CoursePaper::Materials(phase) => {
                materials_table(&record, &Context::new(ledger, today()), phase, &branch)
            }
        })
    })?;
    Some(paper_document(&paper_form(state.session, table), sample_note(state.session)))
}

impl CourseState {
    /// The record that is shown.
    fn id(self) -> Option<RecordId> {
        self.shown.with_untracked(|one| one.as_ref().map(|one| one.id.clone()))
    }

    /// Prints a paper once it stands on the page.
    fn print(self, paper: CoursePaper) {
        self.paper.set(paper);
        let name = self
            .shown
            .with_untracked(|one| one.as_ref().map(|one| one.name.clone()))
            .unwrap_or_default();
        let title = match paper {
            CoursePaper::Steps => format!("{name}发展党员进程表"),
            CoursePaper::Materials(phase) => format!("{name}材料清单_{}", phase.label()),
        };
        self.mounted.next_frame(move || print_named(self.session, &title));
    }

    /// Writes one edit of the record, and says what was done, or why it was not. `true` where it was written.
    fn write<E: ToString>(
        self,
        done: impl Into<String>,
        fill: impl FnOnce(&mut Draft, &Context<'_>, &Record<'_>) -> Result<(), E>,
    ) -> bool {
        let Some(id) = self.id() else { return false };
        let mut draft = self.session.draft("change", "");
        let filled = self.session.with_ledger_untracked(|ledger| {
            let record = ledger.record(&id)?;
            let context = Context::new(ledger, today());
            Some(fill(&mut draft, &context, &record).map_err(|refused| refused.to_string()))
        });
        match filled {
            None => false,
            Some(Err(text)) => {
                self.toasts.say(text);
                false
            }
            Some(Ok(())) => {
                let outcome: Result<(), EditRefused> = self.session.commit(draft).map(drop);
                let is_written = outcome.is_ok();
                report(self.session, self.toasts, outcome, done);
                is_written
            }
        }
    }
}
