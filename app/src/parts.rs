//! The parts of the program that are fetched when first needed. `scripts/split.mjs` cuts the built
//! module at these functions: what only they reach goes into a part, what several reach into one
//! that they share. The service worker keeps every part, so that after the first visit all of them
//! are there without a network.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;
use yixin::storage::Occasion;
use yixin_app::app::routes::{MonthRoute, QuarterRoute, RegisterRoute, StandardRoute, YearRoute};
use yixin_app::app::{Session, make_point, speed, speed_exchange};
use yixin_app::ui::components::ToastHandle;
use yixin_app::ui::door::Door;
use yixin_app::ui::pages::first_run::{self, Way};
use yixin_app::ui::pages::{
    branches, care, disputes, exchange, home_figure, import_roster, import_totals, join, month,
    quarter, redactions, registers, removed, settings, standard, twins, unlocking, watch, year,
};
use yixin_app::ui::parts::{OfficePage, Parts, with_characters};
use yixin_app::ui::speed_table;
use yixin_app::ui::undoing::take_step;

type Fetched<T> = Result<T, SplitLoaderError>;

/// What a part does once it is there.
type Work = Pin<Box<dyn Future<Output = ()>>>;

/// How each part is come by.
pub const PARTS: Parts = Parts {
    found: |door, way| Box::pin(found(door, way)),
    join: |door, way| Box::pin(join_view(door, way)),
    sample: |door| {
        Box::pin(async move {
            sample(door).await?.await;
            Ok(())
        })
    },
    tidy: |door, session| {
        Box::pin(async move {
            tidy(door, session).await?.await;
            Ok(())
        })
    },
    catch_up: |door| Box::pin(async move { Ok(catch_up(door).await?.await) }),
    removed: |door, session| Box::pin(removed_page(door, session)),
    point: |session, occasion| {
        Box::pin(async move {
            point(session, occasion).await?.await;
            Ok(())
        })
    },
    step: |session, toasts, redo| Box::pin(step(session, toasts, redo)),
    care: |session, waiting| Box::pin(async move { Ok(care_view(session, waiting).await?.await) }),
    figure: |session| Box::pin(home_figure_view(session)),
    welcome: |door| Box::pin(welcome_view(door)),
    unlock: |door| Box::pin(unlock_page(door)),
    watch: |door| Box::pin(watch_view(door)),
    month: |route| Box::pin(month_page(route)),
    quarter: |route| Box::pin(quarter_page(route)),
    year: |route| Box::pin(year_page(route)),
    registers: || Box::pin(registers_page()),
    register: |name, route| Box::pin(register_page(name, route)),
    standard: |route| Box::pin(standard_page(route)),
    office: |page| Box::pin(office_page(page)),
};

/// [`Door::look_after`].
#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn tidy(door: Door, session: Session) -> Fetched<Work> {
    Ok(Box::pin(door.look_after(session)))
}

/// [`Door::catch_up`].
#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn catch_up(door: Door) -> Fetched<Pin<Box<dyn Future<Output = bool>>>> {
    Ok(Box::pin(door.catch_up()))
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn removed_page(door: Door, session: Session) -> Fetched<()> {
    removed::show_removed(door, session);
    Ok(())
}

/// [`make_point`].
#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn point(session: Session, occasion: Occasion) -> Fetched<Work> {
    Ok(Box::pin(async move { make_point(session, occasion, "").await }))
}

#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn step(session: Session, toasts: ToastHandle, redo: bool) -> Fetched<()> {
    take_step(session, toasts, redo);
    Ok(())
}

#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn care_view(
    session: Session,
    waiting: RwSignal<bool>,
) -> Fetched<Pin<Box<dyn Future<Output = AnyView>>>> {
    Ok(Box::pin(care::care_view(session, waiting)))
}

#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn home_figure_view(session: Session) -> Fetched<AnyView> {
    Ok(home_figure::home_figure(session))
}

#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn welcome_view(door: Door) -> Fetched<AnyView> {
    Ok(care::welcome_view(door))
}

#[wasm_split(lock, wasm_split_path = leptos::wasm_split, fallible)]
fn unlock_page(door: Door) -> Fetched<AnyView> {
    Ok(unlocking::unlock_page(door))
}

#[wasm_split(lock, wasm_split_path = leptos::wasm_split, fallible)]
fn watch_view(door: Door) -> Fetched<AnyView> {
    Ok(watch::watch_view(door))
}

#[wasm_split(month, wasm_split_path = leptos::wasm_split, fallible)]
fn month_page(route: Signal<MonthRoute>) -> Fetched<AnyView> {
    Ok(with_characters(move || month::month_page(route)))
}

#[wasm_split(season, wasm_split_path = leptos::wasm_split, fallible)]
fn quarter_page(route: Signal<QuarterRoute>) -> Fetched<AnyView> {
    Ok(with_characters(move || quarter::quarter_page(route)))
}

#[wasm_split(season, wasm_split_path = leptos::wasm_split, fallible)]
fn year_page(route: Signal<YearRoute>) -> Fetched<AnyView> {
    Ok(with_characters(move || year::year_page(route)))
}

#[wasm_split(registers, wasm_split_path = leptos::wasm_split, fallible)]
fn registers_page() -> Fetched<AnyView> {
    Ok(with_characters(registers::registers_page))
}

#[wasm_split(registers, wasm_split_path = leptos::wasm_split, fallible)]
fn register_page(name: &'static str, route: Signal<RegisterRoute>) -> Fetched<AnyView> {
    Ok(with_characters(move || registers::register_page(name, route)))
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn found(door: Door, way: RwSignal<Way>) -> Fetched<AnyView> {
    Ok(first_run::found(door, way))
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn join_view(door: Door, way: RwSignal<Way>) -> Fetched<AnyView> {
    Ok(join::join(door, way))
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn sample(door: Door) -> Fetched<Work> {
    Ok(Box::pin(door.begin_sample()))
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn standard_page(route: Signal<StandardRoute>) -> Fetched<AnyView> {
    Ok(standard::standard_page(route))
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn office_page(page: OfficePage) -> Fetched<AnyView> {
    Ok(with_characters(move || match page {
        OfficePage::ImportRoster => import_roster::import_roster_page(),
        OfficePage::ImportTotals => import_totals::import_totals_page(),
        OfficePage::Exchange => exchange::exchange_page(),
        OfficePage::Disputes => disputes::disputes_page(),
        OfficePage::Twins => twins::twins_page(),
        OfficePage::Handover => exchange::handover_page(),
        OfficePage::Branches => branches::branches_page(),
        OfficePage::Redactions => redactions::redactions_page(),
        OfficePage::Settings => settings::settings_page(),
    }))
}

/// [`speed::run`].
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn speed_run(work: String, times: u32) -> Fetched<f64> {
    Ok(speed::run(&work, times))
}

/// [`speed::checksum_of`].
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn speed_checksum(work: String) -> Fetched<u32> {
    Ok(speed::checksum_of(&work))
}

/// [`speed_exchange::run`].
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn speed_exchange(
    work: String,
    times: u32,
    file: JsValue,
) -> Fetched<Pin<Box<dyn Future<Output = JsValue>>>> {
    Ok(Box::pin(speed_exchange::run(work, times, file)))
}

/// [`speed_table::mount_table`].
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn speed_table(place: HtmlElement, rows: String) -> Fetched<()> {
    speed_table::mount_table(place, &rows);
    Ok(())
}

/// [`speed_table::workbook_of`].
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn speed_workbook(rows: String) -> Fetched<Vec<u8>> {
    Ok(speed_table::workbook_of(&rows))
}
