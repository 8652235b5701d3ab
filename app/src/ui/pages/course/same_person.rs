//! Other courses that may be of the same person, with the ways to look at them and to join them.

use leptos::prelude::*;

use super::CourseState;
use crate::app::SidePage;
use crate::app::routes::Route;
use crate::app::today;
use crate::ledger::RecordId;
use crate::registers::{COURSE_SCHEMA, Context, name_of, other_courses, progress};
use crate::ui::components::{ButtonKind, LinkButton, Notice, NoticeKind};

/// The notice; empty where there is no other course.
pub(super) fn same_person_notice(state: CourseState) -> AnyView {
    let others = Memo::new(move |_| {
        let id = state.shown.with(|one| one.as_ref().map(|one| one.id.clone()));
        let found = id.and_then(|id| {
            state.session.with_ledger(|ledger| {
                let context = Context::new(ledger, today());
                let record = ledger.record(&id)?;
                let others = other_courses(&record, &context).into_iter();
                let other = |other: crate::ledger::Record<'_>| {
                    let stage = progress(COURSE_SCHEMA.stages, &other, &context);
                    let branch = other.text("branch").parse::<RecordId>().ok();
                    let branch = branch.map(|id| name_of(ledger, &id));
                    let stage = stage.map(|at| at.stage.label.to_owned());
                    let words: Vec<String> = branch.into_iter().chain(stage).collect();
                    (other.id().clone(), format!("{}（{}）", other.text("name"), words.join("，")))
                };
                Some(others.map(other).collect::<Vec<_>>())
            })
        });
        found.unwrap_or_default()
    });
    (move || {
        let others = others.get();
        (!others.is_empty()).then(|| {
            let text = "如是同一个人，请合并成一份，两份的日期和材料都保留；不是同一个人的，在那里说明以后不再提示。";
            let action = move || {
                let links = others.into_iter().map(|(id, label)| {
                    let href = Route::RecordSide(SidePage::CoursePath, id).href();
                    view! { <LinkButton label=label href=href kind=ButtonKind::Quiet/> }
                });
                view! {
                    {links.collect::<Vec<_>>()}
                    <LinkButton label="去核对合并" href=Route::Duplicates.href()/>
                }
            };
            view! {
                <Notice kind=NoticeKind::Warn title="同名或同工号的另有一份发展记录" text=text action/>
            }
        })
    })
    .into_any()
}
