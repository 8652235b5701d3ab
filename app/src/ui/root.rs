//! The root: what the app begins with, and the frame around the pages.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use crate::app::routes::{
    MonthRoute, QuarterRoute, RegisterRoute, Route, StandardRoute, YearRoute,
};
use crate::app::{Alarm, Place, Saving, Session, Turn, follow_days, letter_size, on_new_day};
use crate::browser::page;
use crate::storage::Occasion;

use super::components::{
    Icon, Place as NavPlace, Saving as Shown, Shell, ToastHandle, Toasts, use_toasts,
};
use super::door::{Door, Stage};
use super::pages;
use super::parts::{OfficePage, Parts, show, show_quietly};
use super::section::{Section, section, section_title};
use super::standing::standing_notices;
use super::undoing::listen_for_undo;
use super::updates::follow_updates;

/// Puts the app into the page. Where there is no place for it, the library only lends its
/// functions: that is how the bench measures what is shipped.
pub fn mount(parts: Parts) {
    let place = document().get_element_by_id("app");
    let Some(place) = place.and_then(|place| place.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return;
    };
    place.set_text_content(None);
    letter_size();
    leptos::mount::mount_to(place, move || root(parts)).forget();
    page::set_root_data("ready", "yes");
}

const HOUR: Duration = Duration::from_secs(3_600);

fn root(parts: Parts) -> AnyView {
    let toasts = ToastHandle::provide();
    let door = Door::new(parts);
    provide_context(door);
    provide_context(Place::follow());
    spawn_local(door.arrive());
    follow_days();
    follow_updates(door, toasts);
    keep_day_points(door);
    listen_for_undo(door, toasts, parts);
    door.follow_other_tabs(toasts);
    let stage = move || match door.stage.get() {
        Stage::Opening => view! { <p class="opening" role="status">"正在打开台账"</p> }.into_any(),
        Stage::Outside => pages::first_run::first_run_page(),
        Stage::Inside(session) => inside(session, parts),
        Stage::Removed(_, page) => page(),
        Stage::Broken(error) => pages::broken::broken_page(error),
        Stage::Locked => show((parts.unlock)(door)),
        Stage::Wiped => pages::broken::wiped_page(),
    };
    // Where the part does not arrive, the notice above the page has said it.
    Effect::new(move |_| {
        if let Stage::Inside(session) = door.stage.get()
            && session.turn.get() == Turn::Removed
        {
            let removed = (parts.removed)(door, session);
            spawn_local(async move { drop(removed.await) });
        }
    });
    let watch = move || door.watched.get().then(|| show_quietly((parts.watch)(door)));
    view! {
        {stage}
        {watch}
        <Toasts/>
    }
    .into_any()
}

fn inside(session: Session, parts: Parts) -> AnyView {
    use OfficePage::{
        Branches, Disputes, Exchange, Handover, ImportRoster, ImportTotals, Redactions, Settings,
        Twins,
    };
    use Section::Office;
    provide_context(session);
    let place = expect_context::<Place>();
    let (door, toasts) = (expect_context::<Door>(), use_toasts());
    let section = Memo::new(move |_| section(&place.route()));
    Effect::new(move |_| page::set_title(&format!("{} · 医心台账", section_title(section.get()))));
    // What was just said to be done is not kept.
    Effect::new(move |_| {
        if matches!(session.alarm.get(), Some(Alarm::InMemory(_))) {
            toasts.clear();
        }
    });
    let nav = move |label, icon, href, there: fn(Section) -> bool| NavPlace {
        label,
        icon,
        href,
        active: Signal::derive(move || there(section.get())),
        badge: Signal::derive(|| 0),
    };
    let places = vec![
        nav("首页", Icon::Home, "#/", |section| section == Section::Home),
        nav("考核", Icon::Assess, "#/month", |section| {
            matches!(
                section,
                Section::Month
                    | Section::Quarter
                    | Section::Year
                    | Section::Standard
                    | Office(ImportTotals | Branches)
            )
        }),
        nav("党员", Icon::Members, "#/register/member", |section| {
            matches!(section, Section::Register("member") | Office(ImportRoster))
        }),
        nav("台账", Icon::Ledger, "#/registers", |section| match section {
            Section::Register(name) => name != "member",
            other => other == Section::Registers,
        }),
        nav("交换", Icon::Exchange, "#/exchange", |section| {
            matches!(section, Office(Exchange | Disputes | Twins | Handover))
        }),
        nav("设置", Icon::Settings, "#/settings", |section| {
            matches!(section, Office(Settings | Redactions))
        }),
    ];
    let saving = Signal::derive(move || match session.saving.get() {
        Saving::Busy => Shown::Busy,
        Saving::Saved => Shown::Done,
        Saving::Written => Shown::Noted,
        Saving::Wrong(_) => Shown::Problem("没有存下".to_owned()),
    });
    let banner = if session.is_sample() { "示例台账，数据均为虚构" } else { "" };
    let page = move || match section.get() {
        Section::Home => pages::home::home_page(),
        Section::Month => show((parts.month)(Signal::derive(move || month_route(place)))),
        Section::Quarter => show((parts.quarter)(Signal::derive(move || quarter_route(place)))),
        Section::Year => show((parts.year)(Signal::derive(move || year_route(place)))),
        Section::Standard => show((parts.standard)(Signal::derive(move || standard_route(place)))),
        Section::Registers => show((parts.registers)()),
        Section::Register(name) => {
            let route = Signal::derive(move || register_route(place));
            show((parts.register)(name, route))
        }
        Section::Office(page) => show((parts.office)(page)),
        Section::Unknown => pages::broken::unknown_page(),
    };
    view! {
        <Shell
            places
            saving
            banner=Signal::stored(banner.to_owned())
            alarm=move || standing_notices(session)
            on_problem=Callback::new(move |()| place.go(&Route::Settings))
            on_lock=door.has_lock().then(|| Callback::new(move |()| door.lock_now(toasts)))
        >
            {page}
        </Shell>
    }
    .into_any()
}

fn month_route(place: Place) -> MonthRoute {
    match place.route() {
        Route::Month(route) => route,
        _ => MonthRoute::default(),
    }
}

fn quarter_route(place: Place) -> QuarterRoute {
    match place.route() {
        Route::Quarter(route) => route,
        _ => QuarterRoute::default(),
    }
}

fn year_route(place: Place) -> YearRoute {
    match place.route() {
        Route::Year(route) => route,
        _ => YearRoute::default(),
    }
}

fn standard_route(place: Place) -> StandardRoute {
    match place.route() {
        Route::Standard(route) => route,
        _ => StandardRoute::default(),
    }
}

fn register_route(place: Place) -> RegisterRoute {
    match place.route() {
        Route::Register(_, route) => route,
        _ => RegisterRoute::default(),
    }
}

/// A page that stays open overnight keeps what stood when the day began, too.
fn keep_day_points(door: Door) {
    let look = move || {
        if let Some(session) = door.session() {
            let point = (door.parts().point)(session, Occasion::Day);
            // A part that does not arrive leaves it to the next hour.
            spawn_local(async move { drop(point.await) });
        }
    };
    on_new_day(move |_, _| look());
    set_interval(look, HOUR);
}
