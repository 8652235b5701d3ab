//! All versions: which is in force from when, what is published, what is still being edited.

use leptos::prelude::*;

use super::booklet::state_words;
use super::{edit_from, in_force, short_hash};
use crate::app::routes::{Route, StandardRoute, StandardTab};
use crate::app::{Location, Session, delete, standards};
use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::{STANDARD, STANDARD_DRAFT, title};
use crate::scoring::{Adoption, adoptions, may_withdraw};
use crate::ui::components::{
    Button, ButtonKind, Empty, Icon, LinkButton, Notice, NoticeKind, Page, StateChip, Tone,
    use_toasts,
};
use crate::ui::undoing::{offer_undo, report};

/// The page of versions.
pub fn versions_page() -> AnyView {
    let session = expect_context::<Session>();
    let lists = move || {
        view! {
            {disputes(session)}
            {in_use(session)}
            {drafts(session)}
            {published(session)}
        }
    };
    view! {
        <Page title="标准的版本" back=Route::Standard(StandardRoute::InForce).href()>
            <div class="standard-versions">{lists}</div>
        </Page>
    }
    .into_any()
}

fn section(heading: &'static str, rows: Vec<AnyView>, none: &'static str) -> AnyView {
    let body = if rows.is_empty() {
        view! { <p class="quiet-line">{none}</p> }.into_any()
    } else {
        view! { <ul class="version-list">{rows}</ul> }.into_any()
    };
    view! {
        <section class="version-part">
            <h2 class="section-heading">{heading}</h2>
            {body}
        </section>
    }
    .into_any()
}

/// What two tablets adopted for one month, with both to choose from.
fn disputes(session: Session) -> AnyView {
    let disputed: Vec<Adoption> = session.with_ledger(|ledger| {
        adoptions(ledger).into_iter().filter(|one| !one.disputed.is_empty()).collect()
    });
    let notices: Vec<AnyView> = disputed
        .into_iter()
        .map(|adoption| {
            let from = adoption.from;
            let mut sides: Vec<RecordId> = Vec::new();
            for side in adoption.disputed {
                if !sides.contains(&side) {
                    sides.push(side);
                }
            }
            let names: Vec<String> = session.with_ledger(|ledger| {
                sides
                    .iter()
                    .map(|id| {
                        let written = written(ledger, id, "发布");
                        format!("“{}”{}（{written}）", title(ledger, id), short_hash(id))
                    })
                    .collect()
            });
            let buttons = move || {
                let choices = sides.iter().map(|id| choose(session, id.clone(), from));
                choices.collect::<Vec<_>>()
            };
            view! {
                <Notice
                    kind=NoticeKind::Error
                    title=format!("{}起采用哪一版，两台平板不一致", from.label())
                    text=format!("{}。请重新采用一版。", names.join("；"))
                    action=buttons
                />
            }
            .into_any()
        })
        .collect();
    notices.into_any()
}

fn choose(session: Session, id: RecordId, from: Month) -> AnyView {
    let toasts = use_toasts();
    let label = format!("用 {}", short_hash(&id));
    let pick = move |()| match standards::adopt(session, &id, from) {
        Ok(()) => offer_undo(session, toasts, "已重新采用"),
        Err(error) => toasts.say(error.to_string()),
    };
    view! { <Button label on_click=pick/> }.into_any()
}

fn in_use(session: Session) -> AnyView {
    let now = session.with_ledger(in_force).map(|(from, _)| from);
    let all = session.with_ledger(adoptions);
    let rows = all.into_iter().rev().map(|adoption| {
        let Adoption { from, standard, .. } = adoption;
        let state = match now {
            Some(now) if now == from => Some(("正在用", Tone::Good)),
            Some(now) if now < from => Some(("以后", Tone::Info)),
            _ => None,
        };
        let name = session.with_ledger(|ledger| title(ledger, &standard));
        let href = Route::Standard(StandardRoute::Published(standard.clone())).href();
        view! {
            <li class="version">
                <span class="version-words">
                    <a class="version-name" href=href>{format!("{}起", from.label())}</a>
                    <span class="list-note">{format!("{name}　校验码 {}", short_hash(&standard))}</span>
                </span>
                {state.map(|(text, tone)| view! { <StateChip text tone/> })}
                {withdrawing(session, from)}
            </li>
        }
        .into_any()
    });
    section("采用情况", rows.collect(), "还没有采用任何一版。")
}

/// 取消采用, where it can be.
fn withdrawing(session: Session, from: Month) -> AnyView {
    let toasts = use_toasts();
    let may = session.with_scores(|ledger, scores| may_withdraw(ledger, scores, from)).is_ok();
    let withdraw = move |()| match standards::withdraw(session, from) {
        Ok(()) => {
            let text = format!("已取消{}起的采用", from.label());
            offer_undo(session, toasts, text);
        }
        Err(error) => toasts.say(error.to_string()),
    };
    may.then(|| view! { <Button label="取消采用" kind=ButtonKind::Quiet on_click=withdraw/> })
        .into_any()
}

fn drafts(session: Session) -> AnyView {
    let all: Vec<(RecordId, String, String)> = session.with_ledger(|ledger| {
        let drafts = ledger.records(STANDARD_DRAFT.name);
        let mut all: Vec<_> = drafts
            .map(|record| {
                let id = record.id();
                (id.clone(), title(ledger, id), written(ledger, id, "修改"))
            })
            .collect();
        all.reverse();
        all
    });
    let rows = all.into_iter().map(|(id, name, note)| draft_row(session, id, name, note));
    section(
        "草稿",
        rows.collect(),
        "没有草稿。在“考核标准”里点“修改标准”，就会从正在用的一版起草。",
    )
}

fn draft_row(session: Session, id: RecordId, name: String, note: String) -> AnyView {
    let toasts = use_toasts();
    let (open, compare) = (StandardTab::Draft.of(&id).href(), StandardTab::Compare.of(&id).href());
    let label = format!("删去草稿“{name}”");
    let remove = move |()| {
        let outcome = delete(session, std::slice::from_ref(&id), "");
        report(session, toasts, outcome, "已删去草稿");
    };
    view! {
        <li class="version">
            <span class="version-words">
                <a class="version-name" href=open>{name}</a>
                <span class="list-note">{note}</span>
            </span>
            <LinkButton label="比较" kind=ButtonKind::Quiet href=compare/>
            <Button label icon=Icon::Trash icon_only=true kind=ButtonKind::Quiet on_click=remove/>
        </li>
    }
    .into_any()
}

fn published(session: Session) -> AnyView {
    let all: Vec<(RecordId, String, String)> = session.with_ledger(|ledger| {
        let standards = ledger.records(STANDARD.name);
        let mut all: Vec<_> = standards
            .map(|record| {
                let id = record.id();
                let (_, state) = state_words(ledger, id);
                let note = written(ledger, id, "发布");
                let note = format!("{state}　校验码 {}　{note}", short_hash(id));
                (id.clone(), title(ledger, id), note)
            })
            .collect();
        all.reverse();
        all
    });
    if all.is_empty() {
        return view! {
            <Empty title="还没有发布任何一版" text="修改好的草稿发布以后，内容不再改动，才能采用。"/>
        }
        .into_any();
    }
    let rows = all.into_iter().map(|(id, name, note)| {
        let href = Route::Standard(StandardRoute::Published(id.clone())).href();
        view! {
            <li class="version">
                <span class="version-words">
                    <a class="version-name" href=href>{name}</a>
                    <span class="list-note">{note}</span>
                </span>
                {begin_from(session, id)}
            </li>
        }
        .into_any()
    });
    section("已发布", rows.collect(), "")
}

/// 以此起草: a draft from any version.
fn begin_from(session: Session, id: RecordId) -> AnyView {
    let place = expect_context::<Location>();
    let toasts = use_toasts();
    let begin = move |()| {
        let version = session.with_scores(|ledger, scores| standards::version(ledger, scores, &id));
        let begun = version.map(|version| edit_from(session, place, &version));
        match begun {
            Some(Ok(())) => {}
            Some(Err(error)) => toasts.say(error.to_string()),
            None => toasts.say("这一版读不出来，不能从它起草"),
        }
    };
    view! { <Button label="以此起草" kind=ButtonKind::Quiet on_click=begin/> }.into_any()
}

/// Who wrote the body of a version last, and when.
fn written(ledger: &Ledger, id: &RecordId, act: &str) -> String {
    let written = ledger.record(id).map(|record| record.written_at("body", None));
    let head = written.and_then(|written| ledger.head(written.first()?.id.edit));
    head.map_or_else(String::new, |head| format!("{} {} {act}", head.by.name, head.at.label()))
}
