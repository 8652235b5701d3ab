//! The day of a step that is written down, changed or taken back where it is shown.

use std::convert::Infallible;

use leptos::prelude::*;

use super::CourseState;
use crate::app::today_text;
use crate::ledger::{DayOrMonth, day_label, day_text, parse_day};
use crate::registers::{CourseEvent, CourseStepKey, PathStep};
use crate::reports::course::draft_step;
use crate::ui::components::{Button, ButtonKind, DateInput};

/// The day of a step as a button that opens the editor below; empty where the step has none.
pub(super) fn day_button(state: CourseState, step: &PathStep) -> Option<AnyView> {
    let text = step.on?.label();
    let (key, label) = (step.key.clone(), format!("改日期：{}{text}", step.label));
    let own = key.clone();
    let is_open = move || state.edited.with(|edited| edited.as_ref() == Some(&own));
    let turn = move |_| {
        state.edited.update(|edited| {
            let is_open = edited.as_ref() == Some(&key);
            *edited = (!is_open).then(|| key.clone());
        });
    };
    Some(
        view! {
            <button type="button" class="quick course-step-on" aria-label=label on:click=turn
                aria-expanded=move || if is_open() { "true" } else { "false" }>{text}</button>
        }
        .into_any(),
    )
}

/// The editor of a step's day; empty until its button is tapped.
pub(super) fn day_editor(state: CourseState, step: PathStep) -> AnyView {
    let key = step.key.clone();
    let is_open = Memo::new(move |_| state.edited.with(|edited| edited.as_ref() == Some(&key)));
    (move || is_open.get().then(|| editor_view(state, step.clone()))).into_any()
}

fn editor_view(state: CourseState, step: PathStep) -> AnyView {
    let standing = match step.on {
        Some(DayOrMonth::Day(day)) => day_text(day),
        Some(DayOrMonth::Month(month)) => month.to_string(),
        None => String::new(),
    };
    let on = RwSignal::new(standing);
    let (key, label) = (step.key.clone(), step.label.clone());
    let change = move |()| {
        let Ok(day) = parse_day(&on.get_untracked()) else {
            state.toasts.say("没有改：请把日期写成 2026.11.3 这样的日期");
            return;
        };
        let done = format!("{label}：改为{}", day_label(day));
        let is_written = state.write(done, |draft, _, record| {
            draft_step(draft, record, &key, Some(day));
            Ok::<(), Infallible>(())
        });
        if is_written {
            state.edited.set(None);
        }
    };
    // An extension is more than its day, and its columns are taken back in the form.
    let can_go = step.key != CourseStepKey::Event(CourseEvent::Extended);
    let (key, label) = (step.key.clone(), step.label.clone());
    let take_back = move |()| {
        let done = format!("{label}：已收回，说明也一并去掉");
        let is_written = state.write(done, |draft, _, record| {
            draft_step(draft, record, &key, None);
            Ok::<(), Infallible>(())
        });
        if is_written {
            state.edited.set(None);
        }
    };
    view! {
        <div class="course-step-edit">
            <DateInput value=on on_change=move |day| on.set(day) today=today_text()
                label=format!("{}的日期", step.label)/>
            <Button label="改日期" on_click=change/>
            {can_go.then(|| view! {
                <Button label="收回这一步" kind=ButtonKind::Quiet on_click=take_back/>
            })}
            <Button label="不改" kind=ButtonKind::Quiet on_click=move |()| state.edited.set(None)/>
        </div>
    }
    .into_any()
}
