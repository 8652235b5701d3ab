//! 下一步: what comes next, by which clause, from when on and until when; written in one tap.

use std::convert::Infallible;

use leptos::prelude::*;

use super::{CourseState, missing_view};
use crate::app::today;
use crate::ledger::{day_label, day_text, parse_day};
use crate::registers::{ARTICLE_13_NOTE, CourseEvent, CourseStepKey, CourseStepState, PathStep};
use crate::reports::course::{draft_step, step_limits_words};
use crate::reports::days_left_words;
use crate::ui::components::{Button, ButtonKind, Icon, StateChip, Tone};

/// So many days before its last day a step is near.
const NEAR: i64 = 7;

/// The part of the page; says that all is done where it is.
pub(super) fn next_section(state: CourseState) -> AnyView {
    let step = Memo::new(move |_| {
        state.shown.with(|one| one.as_ref().and_then(|one| one.path.next_step().cloned()))
    });
    let is_ended = Memo::new(move |_| {
        state.shown.with(|one| one.as_ref().is_some_and(|one| one.path.is_ended))
    });
    let undated = Memo::new(move |_| {
        state.shown.with(|one| {
            let steps = one.iter().flat_map(|one| one.path.steps.iter());
            steps.filter(|step| step.state == CourseStepState::Undated).count()
        })
    });
    let body = move || match step.get() {
        Some(step) => next_view(state, step),
        None if is_ended.get() => view! { <p>"已终止培养，后面的步骤不再提醒。"</p> }.into_any(),
        None if undated.get() > 0 => {
            let text = format!("步骤都已办完，还有 {} 步的日期待补。", undated.get());
            view! { <p>{text}</p> }.into_any()
        }
        None => view! { <p>"步骤都已办完。"</p> }.into_any(),
    };
    view! {
        <section class="sheet pad stack" aria-label="下一步">
            <h2 class="section-heading">"下一步"</h2>
            {body}
        </section>
    }
    .into_any()
}

fn next_view(state: CourseState, step: PathStep) -> AnyView {
    let left = step.last_day().map(|day| (day - today()).num_days());
    let tone = days_tone(left);
    let chip = left.map(|_| {
        view! { <StateChip text=days_left_words(left) tone=Signal::stored(tone)/> }
    });
    let limits = step_limits_words(&step);
    let missing = missing_view(state, &step);
    let article_13 = [CourseEvent::Target, CourseEvent::TargetFiled].map(CourseStepKey::Event);
    let note = article_13.contains(&step.key).then_some(ARTICLE_13_NOTE);
    let (label, basis) = (step.label.clone(), step.basis.clone());
    let is_planned = step.planned().is_some();
    // Before its time it can be written down all the same, but is not what one is asked for.
    let is_early = step.earliest.is_some_and(|limit| limit.day > today());
    let kind = if is_early { ButtonKind::Plain } else { ButtonKind::Primary };
    let name = step.label.clone();
    let act = move || match parse_day(&state.on.get()) {
        Ok(day) if is_planned && day > today() => format!("改为{}：{name}", day_label(day)),
        Ok(day) if day > today() => format!("计划{}：{name}", day_label(day)),
        Ok(day) => format!("登记：{}{name}", day_label(day)),
        Err(_) => format!("登记：{name}"),
    };
    view! {
        <div class="course-next">
            <div class="course-next-head">
                <p class="course-next-step">{label}</p>
                {chip}
            </div>
            {(!limits.is_empty()).then(|| view! { <p>{limits}</p> })}
            {missing}
            <p class="quiet-line">{basis}</p>
            {note.map(|note| view! { <p class="quiet-line">{note}</p> })}
            <Button label=Signal::derive(act) icon=Icon::Check kind=kind
                on_click=move |()| state.enter(&step)/>
        </div>
    }
    .into_any()
}

/// How much the days that are left ask for: nothing until they are few.
pub(super) fn days_tone(left: Option<i64>) -> Tone {
    match left {
        Some(left) if left < 0 => Tone::Bad,
        Some(left) if left <= NEAR => Tone::Warn,
        _ => Tone::Plain,
    }
}

impl CourseState {
    /// Writes the day of the page as that of a step; one that is still to come is a plan for this step alone, so
    /// that the page goes back to today.
    pub(super) fn enter(self, step: &PathStep) {
        let Ok(day) = parse_day(&self.on.get_untracked()) else {
            self.toasts.say("没有登记：请先把日期写成 2026.11.3 这样的日期");
            return;
        };
        let is_plan = day > today();
        let word = if is_plan { "计划" } else { "" };
        let done = format!("{}：{word}{}", step.label, day_label(day));
        let is_written = self.write(done, |draft, _, record| {
            draft_step(draft, record, &step.key, Some(day));
            Ok::<(), Infallible>(())
        });
        if is_written && is_plan {
            self.on.set(day_text(today()));
        }
    }
}
