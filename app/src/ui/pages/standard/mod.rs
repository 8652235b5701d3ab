//! 考核标准: the standard in force, its versions, and editing a draft.

mod adopt;
mod booklet;
mod compare;
mod contents;
mod editor;
mod fields;
mod general_form;
mod item_form;
mod line_form;
mod paper;
mod publish;
mod trial;
mod trial_paper;
mod versions;
mod what_if;

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::routes::{Route, StandardRoute, StandardTab};
use crate::app::{EditRefused, Location, Session, standards, today};
use crate::browser::clock;
use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::STANDARD_DRAFT;
use crate::scoring::{Standard, adoptions};
use crate::ui::components::{ButtonKind, Empty, LinkButton, Page};

/// The pages of 考核标准.
pub fn standard_page(route: Signal<StandardRoute>) -> AnyView {
    let session = expect_context::<Session>();
    provide_context(trial::TrialChoice::default());
    let side = Memo::new(move |_| side_of(session, route.get()));
    let item = Memo::new(move |_| match route.get() {
        StandardRoute::Item(_, item) => item,
        _ => String::new(),
    });
    // The detail of another item begins at its top.
    Effect::new(move |_| {
        item.track();
        if let Ok(Some(detail)) = document().query_selector(".split-body") {
            detail.set_scroll_top(0);
        }
    });
    // The page is drawn into that of the side before, which may have been scrolled.
    Effect::new(move |_| {
        side.track();
        if let Ok(Some(body)) = document().query_selector(".page-body") {
            body.set_scroll_top(0);
        }
    });
    let content = move || match side.get() {
        StandardSide::Nothing => nothing(),
        StandardSide::Booklet(id) => booklet::booklet_page(id, item),
        StandardSide::Editor(id) => editor::editor_page(id, item),
        StandardSide::Versions => versions::versions_page(),
        StandardSide::Compare(id) => compare::compare_page(id),
        StandardSide::Try(id) => what_if::what_if_page(id),
        StandardSide::PrintTrial(id) => trial_paper::trial_paper_page(id),
        StandardSide::Publish(id) => publish::publish_page(id),
        StandardSide::Print(id) => paper::paper_page(id),
    };
    content.into_any()
}

/// What is kept apart so that opening an item does not make the page anew.
#[derive(Debug, Clone, PartialEq, Eq)]
enum StandardSide {
    Nothing,
    Booklet(RecordId),
    Editor(RecordId),
    Versions,
    Compare(RecordId),
    Try(RecordId),
    PrintTrial(RecordId),
    Publish(RecordId),
    Print(RecordId),
}

fn side_of(session: Session, route: StandardRoute) -> StandardSide {
    match route {
        StandardRoute::InForce => session
            .with_ledger(in_force)
            .map_or(StandardSide::Nothing, |(_, id)| StandardSide::Booklet(id)),
        StandardRoute::Item(id, _) if is_draft(&id) => StandardSide::Editor(id),
        StandardRoute::Published(id) | StandardRoute::Item(id, _) => StandardSide::Booklet(id),
        StandardRoute::Versions => StandardSide::Versions,
        StandardRoute::About(tab, id) => match tab {
            StandardTab::Draft => StandardSide::Editor(id),
            StandardTab::Compare => StandardSide::Compare(id),
            StandardTab::Try => StandardSide::Try(id),
            StandardTab::PrintTrial => StandardSide::PrintTrial(id),
            StandardTab::Publish => StandardSide::Publish(id),
            StandardTab::Print => StandardSide::Print(id),
        },
    }
}

fn is_draft(id: &RecordId) -> bool {
    id.register() == STANDARD_DRAFT.name
}

/// The standard of this month, or else the first that comes, and from when on it is in force.
fn in_force(ledger: &Ledger) -> Option<(Month, RecordId)> {
    let today = Month::of(today());
    let all = adoptions(ledger);
    let now = all.iter().rfind(|one| one.from <= today).or(all.first())?;
    Some((now.from, now.standard.clone()))
}

/// A version and the one in force, where there is one; `None` where the version cannot be read.
fn with_in_force(
    session: Session,
    id: &RecordId,
) -> Option<(Arc<Standard>, Option<Arc<Standard>>)> {
    session.with_scores(|ledger, scores| {
        let version = standards::version(ledger, scores, id)?;
        let now = in_force(ledger).and_then(|(_, now)| standards::version(ledger, scores, &now));
        Some((version, now))
    })
}

/// Where a version is shown with none of its items open.
fn home_of(session: Session, id: &RecordId) -> StandardRoute {
    let now = session.with_ledger_untracked(in_force);
    if is_draft(id) {
        StandardRoute::About(StandardTab::Draft, id.clone())
    } else if now.is_some_and(|(_, now)| now == *id) {
        StandardRoute::InForce
    } else {
        StandardRoute::Published(id.clone())
    }
}

/// The first letters of the hash of a published standard: enough to tell versions apart by eye.
fn short_hash(id: &RecordId) -> String {
    id.key().unwrap_or_default().chars().take(8).collect()
}

/// Begins a draft from a version, and goes there.
fn edit_from(session: Session, place: Location, standard: &Standard) -> Result<(), EditRefused> {
    let mut from = standard.clone();
    let plain = from.name.split('（').next().unwrap_or_default();
    from.name = format!("{plain}（{}修订）", Month::of(clock::today()).label());
    let id = standards::begin_draft(session, &from)?;
    place.go(&StandardTab::Draft.of(&id));
    Ok(())
}

fn nothing() -> AnyView {
    view! {
        <Page title="考核标准">
            <Empty
                title="还没有采用考核标准"
                text="采用一版以后，才能算出月表。"
                action=|| view! {
                    <LinkButton
                        label="看看有哪些版本"
                        href=Route::Standard(StandardRoute::Versions).href()
                        kind=ButtonKind::Primary
                    />
                }
            />
        </Page>
    }
    .into_any()
}

/// The page of a version that is gone.
fn missing(text: &'static str) -> AnyView {
    view! {
        <Page title="考核标准" back=Route::Standard(StandardRoute::Versions).href()>
            <Empty title="打不开这一版" text/>
        </Page>
    }
    .into_any()
}
