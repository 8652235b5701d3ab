//! The steps of a course, phase by phase, with the materials of each: the phase that the course is in is open.

use chrono::Datelike;
use leptos::prelude::*;

use super::day_editor::{day_button, day_editor};
use super::materials::materials_part;
use super::{CourseState, missing_view};
use crate::app::today;
use crate::ledger::{Day, RecordId, day_label, parse_day};
use crate::registers::{
    ARTICLE_13_NOTE, COURSE_EDITION, CoursePhase, CourseStepKey, CourseStepState, PathStep, Problem,
};
use crate::reports::course::{step_clause, step_limits_words};
use crate::ui::components::{Button, ButtonKind, StateChip, Tone};

/// The part of the page.
pub(super) fn steps_section(state: CourseState) -> AnyView {
    let phases = CoursePhase::ALL.map(|phase| phase_view(state, phase));
    view! {
        {phases.into_iter().collect::<Vec<_>>()}
        <p class="quiet-line">{format!("条款依据：{COURSE_EDITION}。{ARTICLE_13_NOTE}。")}</p>
    }
    .into_any()
}

fn phase_view(state: CourseState, phase: CoursePhase) -> AnyView {
    let steps = Memo::new(move |_| {
        state.shown.with(|one| {
            let all = one.iter().flat_map(|one| {
                let of_phase = one.path.steps.iter().filter(move |step| step.phase == phase);
                of_phase.map(move |step| (step.clone(), faults_of(&step.key, &one.findings)))
            });
            all.collect::<Vec<(PathStep, Vec<String>)>>()
        })
    });
    // Opened for a person as they come, and for the phase that is reached; never closed under a finger.
    let opened = Memo::new(move |was: Option<&(Option<RecordId>, bool)>| {
        state.shown.with(|one| {
            let id = one.as_ref().map(|one| one.id.clone());
            let is_here = one.as_ref().is_some_and(|one| one.path.phase() == phase);
            let was_open = was.is_some_and(|(before, open)| *before == id && *open);
            (id, is_here || was_open)
        })
    });
    let rows =
        move || steps.get().into_iter().map(|step| step_view(state, step)).collect::<Vec<_>>();
    let counts = move || steps.with(|steps| counts_words(steps));
    view! {
        <section class="sheet" aria-label=phase.label()>
            <details class="course-phase" prop:open=move || opened.get().1>
                <summary>
                    <h2 class="section-heading">{phase.label()}</h2>
                    <span class="course-phase-count">{counts}</span>
                </summary>
                <ol class="course-steps">{rows}</ol>
                {materials_part(state, phase)}
            </details>
        </section>
    }
    .into_any()
}

/// How many steps of a phase are done, and how many want something.
fn counts_words(steps: &[(PathStep, Vec<String>)]) -> String {
    let count =
        |state: CourseStepState| steps.iter().filter(|(step, _)| step.state == state).count();
    let parts = [
        (count(CourseStepState::Coming), "步已定日期"),
        (count(CourseStepState::Undated), "步日期待补"),
        (count(CourseStepState::Next), "步可以办"),
        (steps.iter().filter(|(_, faults)| !faults.is_empty()).count(), "步次序或时限不对"),
    ];
    let done = format!("已办 {} / {} 步", count(CourseStepState::Done), steps.len());
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts = parts.map(|(count, words)| format!("{count} {words}"));
    [done].into_iter().chain(parts).collect::<Vec<_>>().join("，")
}

/// What is said of a step that does not agree with the 细则, each with its explanation.
fn faults_of(key: &CourseStepKey, findings: &[Problem]) -> Vec<String> {
    let (field, row) = match key {
        CourseStepKey::Event(event) => event.field_and_row(),
        CourseStepKey::Own(id) => ("own_steps", id.as_str()),
    };
    let own = findings.iter().filter(|one| one.field == field && one.row == row);
    own.map(|one| match &*one.explanation {
        "" => one.text.clone(),
        why => format!("{}（{why}）", one.text),
    })
    .collect()
}

fn step_view(state: CourseState, (step, faults): (PathStep, Vec<String>)) -> AnyView {
    let number = match step.key {
        CourseStepKey::Event(event) => {
            event.number().map_or_else(|| "·".to_owned(), |n| n.to_string())
        }
        CourseStepKey::Own(_) => "＋".to_owned(),
    };
    let (word, tone) = match step.state {
        CourseStepState::Done => ("已办", Tone::Good),
        CourseStepState::Coming => ("计划", Tone::Info),
        CourseStepState::Undated => ("日期待补", Tone::Warn),
        CourseStepState::Next => ("可以办", Tone::Info),
        CourseStepState::Later => ("还没到", Tone::Plain),
    };
    let on = day_button(state, &step);
    let words = step_limits_words(&step);
    let missing = missing_view(state, &step);
    let (label, clause) = (step.label.clone(), step_clause(&step));
    // Also what is not its turn yet: what really happened can always be recorded.
    let entered = step.clone();
    let act = step.on.is_none().then(|| {
        let label = move || match parse_day(&state.on.get()) {
            Ok(day) if day > today() => format!("计划{}", short_day(day)),
            Ok(day) => format!("登记{}", short_day(day)),
            Err(_) => "登记".to_owned(),
        };
        view! {
            <Button label=Signal::derive(label) kind=ButtonKind::Quiet
                on_click=move |()| state.enter(&entered)/>
        }
    });
    let faults = (!faults.is_empty()).then(|| {
        let lines = faults.into_iter().map(|text| view! { <span>{text}</span> });
        view! { <span class="course-step-faults">{lines.collect::<Vec<_>>()}</span> }
    });
    view! {
        <li class="course-step">
            <span class="course-step-number">{number}</span>
            <span class="course-step-words">
                <span>{label}<span class="course-step-clause">{clause}</span></span>
                {(!words.is_empty()).then(|| view! { <span class="course-step-limits">{words}</span> })}
                {missing}
            </span>
            <span class="course-step-state"><StateChip text=word tone=Signal::stored(tone)/></span>
            <span class="course-step-act">
                {on}
                {act}
            </span>
            {day_editor(state, step)}
            {faults}
        </li>
    }
    .into_any()
}

/// A day without its year where that is this one.
fn short_day(day: Day) -> String {
    match day.year() == today().year() {
        true => format!("{}月{}日", day.month(), day.day()),
        false => day_label(day),
    }
}
