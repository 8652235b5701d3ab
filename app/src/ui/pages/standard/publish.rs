//! Before a draft is published: what it changes, and whom it would have touched.

use leptos::prelude::*;

use super::trial::{NO_MONTHS, Trial};
use super::{compare, missing, with_in_force};
use crate::app::routes::{Route, StandardRoute, StandardTab};
use crate::app::{Location, Session, standards};
use crate::ledger::RecordId;
use crate::scoring::{difference_words, differences, faults, warnings};
use crate::ui::components::{
    Button, ButtonKind, Icon, LinkButton, Notice, NoticeKind, Page, use_toasts,
};
use crate::ui::undoing::offer_undo;

/// The page that publishes a draft.
pub fn publish_page(id: RecordId) -> AnyView {
    let session = expect_context::<Session>();
    let Some((draft, now)) = with_in_force(session, &id) else {
        return missing("这份草稿已经发布、删去或读不出来。");
    };
    let back = StandardTab::Draft.of(&id).href();
    let crumbs = vec![draft.name.clone(), "草稿".to_owned()];
    let wrong = faults(&draft).into_iter().next();
    let reason = wrong.as_ref().map_or_else(String::new, |_| "先改正草稿".to_owned());
    let wrong = wrong.map(|one| {
        let to = match &one.item {
            Some(item) => Route::Standard(StandardRoute::Item(id.clone(), item.clone())),
            None => StandardTab::Draft.of(&id),
        };
        view! {
            <Notice kind=NoticeKind::Error title="草稿还不能发布" text=one.text
                action=move || view! { <LinkButton label="去改正" href=to.href()/> }/>
        }
    });
    let doubts: Vec<_> = warnings(&draft)
        .into_iter()
        .map(|one| view! { <p class="field-error is-hint">{Icon::Info.view()}<span>{one.text}</span></p> })
        .collect();
    let place = expect_context::<Location>();
    let toasts = use_toasts();
    let own = id.clone();
    let publish = move |()| match standards::publish(session, &own) {
        Ok(published) => {
            place.go_instead(&Route::Standard(StandardRoute::Published(published)));
            offer_undo(session, toasts, "已发布");
        }
        Err(error) => toasts.say(error.to_string()),
    };
    let compared = match &now {
        None => view! {
            <h2 class="section-heading">"与正在用的一版相比"</h2>
            <p class="quiet-line">"还没有正在用的一版。"</p>
        }
        .into_any(),
        Some(now) => {
            let found = differences(now, &draft);
            let words = match difference_words(&found) {
                words if words.is_empty() => "内容一样，没有改动。".to_owned(),
                words => format!("{words}。"),
            };
            let heading = format!("与正在用的“{}”相比", now.name);
            view! {
                <h2 class="section-heading">{heading}</h2>
                <p class="publish-words">{words}</p>
                {compare::groups(&id, now, &draft, &found)}
            }
            .into_any()
        }
    };
    view! {
        <Page
            title="发布前看一看"
            crumbs=Signal::stored(crumbs)
            back=Signal::stored(back)
            action=move || view! {
                <Button label="发布" kind=ButtonKind::Primary reason=reason.clone() on_click=publish.clone()/>
            }
        >
            <div class="publish-page">
                {wrong}
                {doubts}
                <p class="quiet-line">
                    "发布以后内容不再改动；另选从哪个月起采用，已经锁定的月份不受影响。"
                </p>
                <section class="publish-part">{compared}</section>
                <section class="publish-part">
                    <h2 class="section-heading">"用过去的月份试算"</h2>
                    {trial(&id, Trial::begin(session, draft))}
                </section>
            </div>
        </Page>
    }
    .into_any()
}

/// Whose points would have differed, with the way to why.
fn trial(id: &RecordId, trial: Option<Trial>) -> AnyView {
    let Some(trial) = trial else {
        let text = format!("还没有过完的月份：{NO_MONTHS}");
        return view! { <p class="quiet-line">{text}</p> }.into_any();
    };
    let place = expect_context::<Location>();
    let (whole, print) = (StandardTab::Try.of(id), StandardTab::PrintTrial.of(id).href());
    let opened = trial.choice.opened;
    opened.set(String::new());
    // A tap on someone leads to why.
    let target = whole.clone();
    Effect::new(move |_| {
        if !opened.with(String::is_empty) {
            place.go(&target);
        }
    });
    view! {
        <div class="stack">
            {trial.choices()}
            {move || trial.summary()}
            {move || trial.table(opened, false)}
            <div class="row">
                {move || trial.found.with(|found| !found.changes.is_empty()).then(|| view! {
                    <LinkButton label="看每个人为什么变" href=whole.href()/>
                })}
                <LinkButton label="打印试算" icon=Icon::Print kind=ButtonKind::Quiet href=print/>
            </div>
        </div>
    }
    .into_any()
}
