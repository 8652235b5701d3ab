//! The steps of a course, phase by phase.

use leptos::prelude::*;

use super::{CoursePaper, CourseState};
use crate::app::routes::Route;
use crate::ledger::DayOrMonth;
use crate::registers::{CoursePhase, CourseStepKey, CourseStepState, PathStep};
use crate::reports::course::step_days_words;
use crate::ui::components::{Button, ButtonKind, Icon, LinkButton, StateChip, Tone};

/// The part of the page.
pub(super) fn steps_section(state: CourseState) -> AnyView {
    let phases = CoursePhase::ALL.map(|phase| phase_view(state, phase));
    let edit = Signal::derive(move || {
        state
            .shown
            .with(|one| one.as_ref().map(|one| Route::edit(&one.id).href()).unwrap_or_default())
    });
    view! {
        {phases.into_iter().collect::<Vec<_>>()}
        <div class="row"><LinkButton label="填写其他内容" href=edit icon=Icon::Edit/></div>
    }
    .into_any()
}

fn phase_view(state: CourseState, phase: CoursePhase) -> AnyView {
    let steps = Memo::new(move |_| {
        state.shown.with(|one| {
            let all = one.iter().flat_map(|one| one.path.steps.iter());
            all.filter(|step| step.phase == phase).cloned().collect::<Vec<PathStep>>()
        })
    });
    let rows =
        move || steps.get().into_iter().map(|step| step_view(state, step)).collect::<Vec<_>>();
    let print = move |()| state.print(CoursePaper::Materials(phase));
    view! {
        <section class="sheet pad stack" aria-label=phase.label()>
            <div class="row">
                <h2 class="section-heading">{phase.label()}</h2>
                <span class="grow"></span>
                <Button label="打印材料清单" icon=Icon::Print kind=ButtonKind::Quiet on_click=print/>
            </div>
            <ol class="course-steps">{rows}</ol>
        </section>
    }
    .into_any()
}

fn step_view(state: CourseState, step: PathStep) -> AnyView {
    let number = match step.key {
        CourseStepKey::Event(event) => {
            event.number().map_or_else(|| "·".to_owned(), |n| n.to_string())
        }
        CourseStepKey::Own(_) => "＋".to_owned(),
    };
    let (word, tone) = match step.state {
        CourseStepState::Done => ("已办", Tone::Good),
        CourseStepState::Coming => ("已定日期", Tone::Info),
        CourseStepState::Undated => ("日期待补", Tone::Warn),
        CourseStepState::Next => ("可以办", Tone::Info),
        CourseStepState::Later => ("还没到", Tone::Plain),
    };
    let on = step.on.map_or_else(String::new, DayOrMonth::label);
    let words = step_days_words(&step);
    let (label, basis) = (step.label.clone(), step.basis.clone());
    // Also what is not its turn yet: what really happened can always be recorded.
    let act = (step.state != CourseStepState::Done).then(|| {
        view! {
            <Button label="登记" kind=ButtonKind::Quiet on_click=move |()| state.enter(&step)/>
        }
    });
    view! {
        <li class="course-step">
            <span class="course-step-number">{number}</span>
            <span class="course-step-words">
                <span class="course-step-label">{label}</span>
                <span class="quiet-line">{basis}</span>
                {(!words.is_empty()).then(|| view! { <span class="course-step-limits">{words}</span> })}
            </span>
            <span class="course-step-on">{on}</span>
            <StateChip text=word tone=Signal::stored(tone)/>
            {act}
        </li>
    }
    .into_any()
}
