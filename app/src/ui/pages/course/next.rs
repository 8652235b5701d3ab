//! 下一步: what comes next, by which clause, from when on and until when; and the day that is written in one tap.

use std::convert::Infallible;

use leptos::prelude::*;

use super::CourseState;
use crate::app::{today, today_text};
use crate::ledger::parse_day;
use crate::registers::{ARTICLE_13_NOTE, CourseEvent, CourseStepKey, CourseStepState, PathStep};
use crate::reports::course::{draft_step, step_days_words};
use crate::reports::days_left_words;
use crate::ui::components::{Button, ButtonKind, DateInput, Icon};

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
            <div class="makeup-day">
                <span>"日期"</span>
                <DateInput value=state.on on_change=move |day| state.on.set(day) today=today_text()
                    label="日期"/>
                <span class="quiet-line">"点“登记”就记这一天"</span>
            </div>
        </section>
    }
    .into_any()
}

fn next_view(state: CourseState, step: PathStep) -> AnyView {
    let left = step.last_day().map(|day| (day - today()).num_days());
    let limits = [step_days_words(&step), days_left_words(left)];
    let limits: Vec<String> = limits.into_iter().filter(|text| !text.is_empty()).collect();
    let article_13 = [CourseEvent::Target, CourseEvent::TargetFiled].map(CourseStepKey::Event);
    let note = article_13.contains(&step.key).then_some(ARTICLE_13_NOTE);
    let (label, basis) = (step.label.clone(), step.basis.clone());
    let is_planned = step.state == CourseStepState::Coming;
    let word = if is_planned { "改日期" } else { "登记" };
    view! {
        <div class="course-next">
            <p class="course-next-step">{label}</p>
            <p class="quiet-line">{basis}</p>
            {(!limits.is_empty()).then(|| view! { <p>{limits.join("；")}</p> })}
            {note.map(|note| view! { <p class="quiet-line">{note}</p> })}
            <Button label=format!("{word}：{}", step.label) icon=Icon::Check kind=ButtonKind::Primary
                on_click=move |()| state.enter(&step)/>
        </div>
    }
    .into_any()
}

impl CourseState {
    /// Writes the day of the page as that of a step.
    pub(super) fn enter(self, step: &PathStep) {
        let Ok(day) = parse_day(&self.on.get_untracked()) else {
            self.toasts.say("没有登记：请先把日期写成 2026.11.3 这样的日期");
            return;
        };
        let done = format!("{}：{}", step.label, crate::ledger::day_label(day));
        self.write(done, |draft, _, record| {
            draft_step(draft, record, &step.key, Some(day));
            Ok::<(), Infallible>(())
        });
    }
}
