//! A published standard, to be read.

use std::sync::Arc;

use leptos::prelude::*;

use super::{adopt, contents, edit_from, home_of, in_force, missing, short_hash};
use crate::app::routes::{Route, StandardRoute, StandardTab};
use crate::app::{Location, Session, standards};
use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::{STANDARD_DRAFT, points_text};
use crate::scoring::{Standard, adoptions};
use crate::ui::components::{
    Button, ButtonKind, Icon, LinkButton, Notice, NoticeKind, Page, Split, use_toasts,
};

/// The page of a published standard, perhaps with an item open.
pub fn booklet_page(id: RecordId, opened: Memo<String>) -> AnyView {
    let session = expect_context::<Session>();
    let place = expect_context::<Location>();
    let toasts = use_toasts();
    let version = session.with_scores(|ledger, scores| standards::version(ledger, scores, &id));
    let Some(standard) = version else {
        return missing("这一版不在本机或读不出来，请导入含有它的数据包。");
    };
    let state = {
        let id = id.clone();
        Memo::new(move |_| session.with_ledger(|ledger| state_words(ledger, &id)))
    };
    let crumbs = {
        let name = standard.name.clone();
        Signal::derive(move || vec![name.clone(), state.get().1])
    };
    let draft = Memo::new(move |_| session.with_ledger(latest_draft));
    let adopting = RwSignal::new(false);
    let edit = {
        let standard = standard.clone();
        move |()| match draft.get_untracked() {
            Some(draft) => place.go(&StandardTab::Draft.of(&draft)),
            None => {
                if let Err(error) = edit_from(session, place, &standard) {
                    toasts.say(error.to_string());
                }
            }
        }
    };
    // What is next: a version that is not in use yet is adopted, one in use is edited.
    let action = move || {
        if !state.get().0 {
            return view! {
                <Button label="采用这一版" kind=ButtonKind::Primary
                    on_click=move |()| adopting.set(true)/>
            }
            .into_any();
        }
        let label = if draft.get().is_some() { "继续修改" } else { "修改标准" };
        view! {
            <Button label icon=Icon::Edit kind=ButtonKind::Primary on_click=edit.clone()/>
        }
        .into_any()
    };
    let print = StandardTab::Print.of(&id).href();
    let controls = move || {
        view! {
            <LinkButton label="版本" icon=Icon::History kind=ButtonKind::Quiet
                href=Route::Standard(StandardRoute::Versions).href()/>
            <LinkButton label="打印" icon=Icon::Print kind=ButtonKind::Quiet href=print/>
        }
    };
    let back = {
        let id = id.clone();
        Signal::derive(move || {
            let now = session.with_ledger(in_force).is_some_and(|(_, now)| now == id);
            let back = if now { Route::Month(Default::default()) } else { versions() };
            back.href()
        })
    };
    let notices = notices(session, id.clone(), state, adopting);
    view! {
        <Page title="考核标准" crumbs back controls action=move || action fill=true>
            {body(session, place, id, standard, opened, notices)}
        </Page>
    }
    .into_any()
}

fn versions() -> Route {
    Route::Standard(StandardRoute::Versions)
}

fn body(
    session: Session,
    place: Location,
    id: RecordId,
    standard: Arc<Standard>,
    opened: Memo<String>,
    notices: AnyView,
) -> AnyView {
    let list = contents::contents(&id, &standard, opened);
    let most: i32 = standard.aspects.iter().map(|aspect| aspect.cap).sum();
    let lead = format!(
        "共 {} 项，满分 {} 分　校验码 {}",
        standard.items.len(),
        points_text(most.into()),
        short_hash(&id)
    );
    let detail_of = standard.clone();
    let read = move || {
        let found = opened.with(|opened| detail_of.item(opened).map(|(_, item)| item.clone()));
        found.map_or_else(|| ().into_any(), |item| contents::item_view(&item))
    };
    let detail = move || view! { <div>{read.clone()}</div> };
    let title_of = standard.clone();
    let detail_title = Signal::derive(move || {
        opened.with(|opened| {
            let found = title_of.item(opened);
            found.map_or_else(String::new, |(_, item)| format!("{} {}", item.id, item.name))
        })
    });
    let open = Signal::derive(move || opened.with(|opened| standard.item(opened).is_some()));
    view! {
        <Split
            open
            wide_list=true
            detail
            detail_title
            on_back=move |()| place.go_instead(&Route::Standard(home_of(session, &id)))
            list=Box::new(move || view! {
                <div class="standard-page">
                    {notices}
                    <p class="quiet-line">{lead}</p>
                    {list}
                </div>
            }.into_any())
        />
    }
    .into_any()
}

/// What wants a word above the booklet: that it is not in force, that tablets disagree.
fn notices(
    session: Session,
    id: RecordId,
    state: Memo<(bool, String)>,
    adopting: RwSignal<bool>,
) -> AnyView {
    let disputed = move || {
        let any = session.with_ledger(|ledger| {
            adoptions(ledger).iter().any(|adoption| !adoption.disputed.is_empty())
        });
        any.then(|| {
            view! {
                <Notice
                    kind=NoticeKind::Error
                    title="两台平板为同一个月采用了不同的标准"
                    text="选定一版以前，相关月份不能锁定。"
                    action=|| view! { <LinkButton label="去选定" href=versions().href()/> }
                />
            }
        })
    };
    let unused = move || {
        (!state.get().0).then(|| {
            view! {
                <Notice
                    title="这一版已发布，还没有采用"
                    text="采用以后，从那个月起的月表按这一版算分。"
                />
            }
        })
    };
    view! {
        {disputed}
        {unused}
        {adopt::adopt_dialog(adopting, id)}
    }
    .into_any()
}

/// Whether a published standard is adopted from any month on, and that in words.
pub fn state_words(ledger: &Ledger, id: &RecordId) -> (bool, String) {
    let all = adoptions(ledger);
    let from: Vec<Month> =
        all.iter().filter(|one| one.standard == *id).map(|one| one.from).collect();
    let words = match from.as_slice() {
        [] => "还没有采用".to_owned(),
        months => {
            let months: Vec<String> = months.iter().map(|month| month.label()).collect();
            format!("自{}起采用", months.join("、"))
        }
    };
    (!from.is_empty(), words)
}

/// The draft that was begun last.
fn latest_draft(ledger: &Ledger) -> Option<RecordId> {
    ledger.records(STANDARD_DRAFT.name).last().map(|record| record.id().clone())
}
