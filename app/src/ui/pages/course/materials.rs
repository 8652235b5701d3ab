//! The materials of the phase in which a course is, a tap each for what is there.

use std::convert::Infallible;

use leptos::prelude::*;

use super::{CoursePaper, CourseState};
use crate::ledger::Value;
use crate::registers::{COURSE, CoursePhase, materials_of};
use crate::ui::components::{Button, ButtonKind, Icon};

/// The part of the page.
pub(super) fn materials_section(state: CourseState) -> AnyView {
    let phase =
        Memo::new(move |_| state.shown.with(|one| one.as_ref().map(|one| one.path.phase())));
    let is_there = move |key: &'static str| {
        let id = state.shown.with(|one| one.as_ref().map(|one| one.id.clone()));
        id.is_some_and(|id| {
            state.session.with_registers(&[COURSE.name], |ledger| {
                ledger.record(&id).is_some_and(|one| one.entry("materials", key).is_true())
            })
        })
    };
    let toggle = move |key: &'static str, label: &'static str| {
        let there = untrack(|| is_there(key));
        let (done, value) = match there {
            true => (format!("{label}：改为没有"), Value::Null),
            false => (format!("{label}：已有"), Value::from(true)),
        };
        state.write(done, |draft, _, record| {
            draft.entry(record.id(), "materials", key, value);
            Ok::<(), Infallible>(())
        });
    };
    let row = move |(key, label): (&'static str, &'static str)| {
        let there = Memo::new(move |_| is_there(key));
        let pressed = Signal::derive(move || there.get());
        view! {
            <li>
                <Button label pressed icon=Icon::Check on_click=move |()| toggle(key, label)/>
            </li>
        }
    };
    let body = move |phase: CoursePhase| {
        let rows: Vec<_> = materials_of(phase).map(row).collect();
        let print = move |()| state.print(CoursePaper::Materials(phase));
        view! {
            <section class="sheet pad stack" aria-label="材料">
                <h2 class="section-heading">{format!("材料：{}", phase.label())}</h2>
                <ul class="course-materials">{rows}</ul>
                <div class="row">
                    <Button label="打印本阶段材料清单" icon=Icon::Print kind=ButtonKind::Plain on_click=print/>
                </div>
            </section>
        }
    };
    (move || phase.get().map(body)).into_any()
}
