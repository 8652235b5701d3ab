//! The materials of a phase, a tap each for what is there.

use std::convert::Infallible;

use leptos::prelude::*;

use super::{CoursePaper, CourseState};
use crate::ledger::Value;
use crate::registers::{COURSE, CoursePhase, materials_of};
use crate::ui::components::{Button, ButtonKind, Icon, MultiChoice, Opt};

/// The part of a phase.
pub(super) fn materials_part(state: CourseState, phase: CoursePhase) -> AnyView {
    let there = Memo::new(move |_| {
        let id = state.shown.with(|one| one.as_ref().map(|one| one.id.clone()));
        let found = id.map(|id| {
            state.session.with_registers(&[COURSE.name], |ledger| {
                let record = ledger.record(&id);
                let is_there = |key: &str| {
                    record.as_ref().is_some_and(|one| one.entry("materials", key).is_true())
                };
                let keys = materials_of(phase).map(|(key, _)| key);
                keys.filter(|key| is_there(key)).map(str::to_owned).collect::<Vec<_>>()
            })
        });
        found.unwrap_or_default()
    });
    let change = move |now: Vec<String>| {
        let before = there.get_untracked();
        let turned = |(key, _): &(&str, &str)| {
            before.iter().any(|one| one == key) != now.iter().any(|one| one == key)
        };
        let turned: Vec<(&str, &str)> = materials_of(phase).filter(turned).collect();
        let Some((first, label)) = turned.first().copied() else { return };
        let word = if now.iter().any(|one| one == first) { "已有" } else { "改为没有" };
        state.write(format!("{label}：{word}"), |draft, _, record| {
            for (key, _) in &turned {
                let is_there = now.iter().any(|one| one == key);
                let value = if is_there { Value::from(true) } else { Value::Null };
                draft.entry(record.id(), "materials", key, value);
            }
            Ok::<(), Infallible>(())
        });
    };
    let options: Vec<Opt> = materials_of(phase).map(|(key, label)| Opt::new(key, label)).collect();
    let count = options.len();
    let title = move || format!("材料　已有 {} / {count}", there.with(Vec::len));
    let print = move |()| state.print(CoursePaper::Materials(phase));
    view! {
        <div class="course-materials">
            <div class="course-materials-head">
                <h3>{title}</h3>
                <Button label="打印材料清单" icon=Icon::Print kind=ButtonKind::Quiet on_click=print/>
            </div>
            <MultiChoice options=Signal::stored(options) value=there on_change=change
                label=format!("{}的材料", phase.label())/>
        </div>
    }
    .into_any()
}
