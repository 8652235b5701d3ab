//! The root: what the app begins with, and the frame around the pages.

use std::time::Duration;

use leptos::{either::Either, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use crate::app::routes::{
    MonthRoute, QuarterRoute, RegisterRoute, Route, StandardRoute, YearRoute,
};
use crate::app::{
    LifeRoute, Location, Session, SettingsGroup, WriteAccess, follow_days, letter_size, on_new_day,
};
use crate::browser::page;
use crate::storage::{PointReason, SaveState, StorageAlert};

use super::app_state::{AppStage, AppState};
use super::chunks::{
    Chunks, LockView, MiscTask, MiscView, RegistersView, ResultsView, TidyTask, show, show_quietly,
};
use super::components::{
    Icon, NavItem, NavRank, Saving as Shown, Shell, ToastHandle, Toasts, use_toasts,
};
use super::global_notices::global_notices;
use super::pages;
use super::places::{PLACES, is_behind_more};
use super::section::{Section, page_title, section};
use super::undoing::listen_for_keys;
use super::updates::follow_updates;

/// Puts the app into the page. Where there is no place for it, the library only lends its
/// functions: that is how the bench measures what is shipped.
pub fn mount(chunks: Chunks) {
    let place = document().get_element_by_id("app");
    let Some(place) = place.and_then(|place| place.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return;
    };
    place.set_text_content(None);
    letter_size();
    leptos::mount::mount_to(place, move || root(chunks)).forget();
    page::set_root_data("ready", "yes");
}

const HOUR: Duration = Duration::from_secs(3_600);

fn root(chunks: Chunks) -> AnyView {
    let toasts = ToastHandle::provide();
    let app = AppState::new(chunks);
    provide_context(app);
    provide_context(Location::follow());
    spawn_local(app.start());
    follow_days();
    follow_updates(app, toasts);
    keep_day_points(app);
    listen_for_keys(app, toasts, chunks);
    app.follow_other_tabs(toasts);
    let stage = move || match app.stage.get() {
        AppStage::Opening => {
            view! { <p class="opening" role="status">"正在打开台账"</p> }.into_any()
        }
        AppStage::Outside => pages::first_run::first_run_page(),
        AppStage::Inside(session) => inside(session, chunks),
        AppStage::Removed(_, page) => page(),
        AppStage::Broken(error) => pages::broken::broken_page(error),
        AppStage::Kiosk => show((chunks.lock)(LockView::Kiosk(app))),
        AppStage::Locked => show((chunks.lock)(LockView::Unlock(app))),
        AppStage::Wiped => pages::broken::wiped_page(),
    };
    // Where the part does not arrive, the notice above the page has said it.
    Effect::new(move |_| {
        if let AppStage::Inside(session) = app.stage.get()
            && session.write_access.get() == WriteAccess::Removed
        {
            let removed = (chunks.misc_task)(MiscTask::ShowRemoved(app, session));
            spawn_local(async move { drop(removed.await) });
        }
    });
    let watch =
        move || app.watched.get().then(|| show_quietly((chunks.lock)(LockView::AutoLock(app))));
    view! {
        {stage}
        {watch}
        <Toasts/>
    }
    .into_any()
}

fn inside(session: Session, chunks: Chunks) -> AnyView {
    provide_context(session);
    let place = expect_context::<Location>();
    let (app, toasts) = (expect_context::<AppState>(), use_toasts());
    let section = Memo::new(move |_| section(&place.route()));
    Effect::new(move |_| {
        page::set_title(&format!("{} · 医心台账", page_title(section.get(), &place.route())))
    });
    // What was just said to be done is not kept.
    Effect::new(move |_| {
        if matches!(session.alert.get(), Some(StorageAlert::InMemory(_))) {
            toasts.clear();
        }
    });
    let nav = move |label, icon, href, rank, there: fn(Section) -> bool| NavItem {
        label,
        icon,
        href,
        rank,
        active: Signal::derive(move || there(section.get())),
    };
    let mut places: Vec<NavItem> = PLACES
        .iter()
        .map(|place| nav(place.label, place.icon, place.href, place.rank, place.holds))
        .collect();
    places.push(nav("更多", Icon::More, "#/more", NavRank::More, is_behind_more));
    let saving = Signal::derive(move || match session.saving.get() {
        SaveState::Saved | SaveState::Written if session.drafts.get() > 0 => Shown::Typed,
        SaveState::Busy => Shown::Busy,
        SaveState::Saved => Shown::Done,
        SaveState::Written => Shown::Noted,
        SaveState::Wrong => Shown::Problem("没有存下".to_owned()),
    });
    let banner = if session.is_sample() { "示例台账，数据均为虚构" } else { "" };
    let page_of = move |section: Section| match section {
        Section::Home => pages::home::home_page(),
        Section::Life => show((chunks.life)(Signal::derive(move || life_route(place)))),
        Section::Month => show((chunks.month)(Signal::derive(move || month_route(place)))),
        Section::Quarter => {
            let route = Signal::derive(move || quarter_route(place));
            show((chunks.results)(ResultsView::Quarter(route)))
        }
        Section::Year => {
            let route = Signal::derive(move || year_route(place));
            show((chunks.results)(ResultsView::Year(route)))
        }
        Section::Standard => {
            let route = Signal::derive(move || standard_route(place));
            show((chunks.misc)(MiscView::Standard(route)))
        }
        Section::Registers => show((chunks.registers)(RegistersView::All)),
        Section::Register(name) => {
            let route = Signal::derive(move || register_route(place));
            show((chunks.registers)(RegistersView::One(name, route)))
        }
        Section::Misc(page) => show((chunks.misc)(MiscView::Page(page))),
        Section::Unknown => pages::broken::unknown_page(),
    };
    // Pages take turns in two places: of one type they would be rebuilt, and the views of the one that is left
    // would follow its disposed signals until the next is drawn.
    let is_second = StoredValue::new(false);
    let page = move || {
        let page = page_of(section.get());
        let second = is_second.get_value();
        is_second.set_value(!second);
        if second { Either::Left(page) } else { Either::Right(page) }
    };
    // Made when it is first asked for, and kept: it has an index.
    app.searching.set(false);
    let is_asked = Memo::new(move |was| was == Some(&true) || app.searching.get());
    let search =
        move || is_asked.get().then(|| show_quietly((chunks.misc)(MiscView::Search(app, session))));
    view! {
        <Shell
            places
            saving
            banner=Signal::stored(banner.to_owned())
            alert=move || global_notices(session)
            on_problem=Callback::new(move |()| place.go(&Route::Settings(Some(SettingsGroup::Data))))
            on_search=Callback::new(move |()| app.searching.set(true))
            on_lock=app.has_lock().then(|| Callback::new(move |()| app.lock_now(toasts)))
        >
            {page}
        </Shell>
        {search}
    }
    .into_any()
}

fn life_route(place: Location) -> LifeRoute {
    match place.route() {
        Route::Life(route) => route,
        _ => LifeRoute::default(),
    }
}

fn month_route(place: Location) -> MonthRoute {
    match place.route() {
        Route::Month(route) => route,
        _ => MonthRoute::default(),
    }
}

fn quarter_route(place: Location) -> QuarterRoute {
    match place.route() {
        Route::Quarter(route) => route,
        _ => QuarterRoute::default(),
    }
}

fn year_route(place: Location) -> YearRoute {
    match place.route() {
        Route::Year(route) => route,
        _ => YearRoute::default(),
    }
}

fn standard_route(place: Location) -> StandardRoute {
    match place.route() {
        Route::Standard(route) => route,
        _ => StandardRoute::default(),
    }
}

fn register_route(place: Location) -> RegisterRoute {
    match place.route() {
        Route::Register(_, route) => route,
        _ => RegisterRoute::default(),
    }
}

/// A page that stays open overnight keeps what stood when the day began, too.
fn keep_day_points(app: AppState) {
    let look = move || {
        if let Some(session) = app.session() {
            let point = (app.chunks().tidy_task)(TidyTask::Point(session, PointReason::Day));
            // A part that does not arrive leaves it to the next hour.
            spawn_local(async move { drop(point.await) });
        }
    };
    on_new_day(move |_, _| look());
    set_interval(look, HOUR);
}
