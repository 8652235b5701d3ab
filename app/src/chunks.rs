//! Entry points of the lazily loaded chunks.
//!
//! `scripts/split.mjs` cuts the built module at these functions: what only they reach goes into a
//! part, what several reach into one that they share. The service worker keeps every part, so that
//! after the first visit all of them are there without a network.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;
use yixin::storage::PointReason;
use yixin_app::app::routes::{MonthRoute, QuarterRoute, RegisterRoute, StandardRoute, YearRoute};
use yixin_app::app::{Session, make_point, speed, speed_exchange};
use yixin_app::ui::app_state::AppState;
use yixin_app::ui::chunks::{Chunks, MiscPage, with_characters};
use yixin_app::ui::components::ToastHandle;
use yixin_app::ui::pages::first_run::{self, StartStep};
use yixin_app::ui::pages::{
    auto_lock, branches, disputes, duplicates, exchange, home_figure, home_notices,
    home_record_duties, import_records, import_roster, import_totals, join, month, quarter,
    redactions, registers, removed, settings, standard, unlocking, year,
};
use yixin_app::ui::speed_table;
use yixin_app::ui::undoing::take_step;

type Fetched<T> = Result<T, SplitLoaderError>;

/// Task of a loaded chunk.
type ChunkTask = Pin<Box<dyn Future<Output = ()>>>;

/// Loaders of the lazily loaded chunks.
pub const CHUNKS: Chunks = Chunks {
    found: |app, way| Box::pin(found(app, way)),
    join: |app, way| Box::pin(join_view(app, way)),
    sample: |app| {
        Box::pin(async move {
            sample(app).await?.await;
            Ok(())
        })
    },
    tidy: |app, session| {
        Box::pin(async move {
            tidy(app, session).await?.await;
            Ok(())
        })
    },
    catch_up: |app| Box::pin(async move { Ok(catch_up(app).await?.await) }),
    removed: |app, session| Box::pin(removed_page(app, session)),
    point: |session, occasion| {
        Box::pin(async move {
            point(session, occasion).await?.await;
            Ok(())
        })
    },
    step: |session, toasts, redo| Box::pin(step(session, toasts, redo)),
    home_notices: |session, waiting| {
        Box::pin(async move { Ok(home_notices_view(session, waiting).await?.await) })
    },
    record_duties: |session, is_sound| Box::pin(record_duties_view(session, is_sound)),
    figure: |session| Box::pin(home_figure_view(session)),
    welcome: |app| Box::pin(welcome_view(app)),
    unlock: |app| Box::pin(unlock_page(app)),
    auto_lock: |app| Box::pin(auto_lock_view(app)),
    month: |route| Box::pin(month_page(route)),
    quarter: |route| Box::pin(quarter_page(route)),
    year: |route| Box::pin(year_page(route)),
    registers: || Box::pin(registers_page()),
    register: |name, route| Box::pin(register_page(name, route)),
    standard: |route| Box::pin(standard_page(route)),
    misc: |page| Box::pin(misc_page(page)),
};

/// [`AppState::look_after`].
#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn tidy(app: AppState, session: Session) -> Fetched<ChunkTask> {
    Ok(Box::pin(app.look_after(session)))
}

/// [`AppState::catch_up`].
#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn catch_up(app: AppState) -> Fetched<Pin<Box<dyn Future<Output = bool>>>> {
    Ok(Box::pin(app.catch_up()))
}

#[wasm_split(misc, wasm_split_path = leptos::wasm_split, fallible)]
fn removed_page(app: AppState, session: Session) -> Fetched<()> {
    removed::show_removed(app, session);
    Ok(())
}

/// [`make_point`].
#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn point(session: Session, occasion: PointReason) -> Fetched<ChunkTask> {
    Ok(Box::pin(async move { make_point(session, occasion, "").await }))
}

#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn step(session: Session, toasts: ToastHandle, redo: bool) -> Fetched<()> {
    take_step(session, toasts, redo);
    Ok(())
}

#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn home_notices_view(
    session: Session,
    waiting: RwSignal<bool>,
) -> Fetched<Pin<Box<dyn Future<Output = AnyView>>>> {
    Ok(Box::pin(home_notices::home_notices_view(session, waiting)))
}

#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn record_duties_view(session: Session, is_sound: RwSignal<bool>) -> Fetched<AnyView> {
    Ok(home_record_duties::record_duty_rows(session, is_sound))
}

#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn home_figure_view(session: Session) -> Fetched<AnyView> {
    Ok(home_figure::home_figure(session))
}

#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn welcome_view(app: AppState) -> Fetched<AnyView> {
    Ok(home_notices::welcome_view(app))
}

#[wasm_split(lock, wasm_split_path = leptos::wasm_split, fallible)]
fn unlock_page(app: AppState) -> Fetched<AnyView> {
    Ok(unlocking::unlock_page(app))
}

#[wasm_split(lock, wasm_split_path = leptos::wasm_split, fallible)]
fn auto_lock_view(app: AppState) -> Fetched<AnyView> {
    Ok(auto_lock::auto_lock_view(app))
}

#[wasm_split(month, wasm_split_path = leptos::wasm_split, fallible)]
fn month_page(route: Signal<MonthRoute>) -> Fetched<AnyView> {
    Ok(with_characters(move || month::month_page(route)))
}

#[wasm_split(results, wasm_split_path = leptos::wasm_split, fallible)]
fn quarter_page(route: Signal<QuarterRoute>) -> Fetched<AnyView> {
    Ok(with_characters(move || quarter::quarter_page(route)))
}

#[wasm_split(results, wasm_split_path = leptos::wasm_split, fallible)]
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

#[wasm_split(misc, wasm_split_path = leptos::wasm_split, fallible)]
fn found(app: AppState, way: RwSignal<StartStep>) -> Fetched<AnyView> {
    Ok(first_run::found(app, way))
}

#[wasm_split(misc, wasm_split_path = leptos::wasm_split, fallible)]
fn join_view(app: AppState, way: RwSignal<StartStep>) -> Fetched<AnyView> {
    Ok(join::join(app, way))
}

#[wasm_split(misc, wasm_split_path = leptos::wasm_split, fallible)]
fn sample(app: AppState) -> Fetched<ChunkTask> {
    Ok(Box::pin(app.begin_sample()))
}

#[wasm_split(misc, wasm_split_path = leptos::wasm_split, fallible)]
fn standard_page(route: Signal<StandardRoute>) -> Fetched<AnyView> {
    Ok(standard::standard_page(route))
}

#[wasm_split(misc, wasm_split_path = leptos::wasm_split, fallible)]
fn misc_page(page: MiscPage) -> Fetched<AnyView> {
    Ok(with_characters(move || match page {
        MiscPage::ImportRoster => import_roster::import_roster_page(),
        MiscPage::ImportTotals => import_totals::import_totals_page(),
        MiscPage::ImportRecords(register) => import_records::import_records_page(register),
        MiscPage::Exchange => exchange::exchange_page(),
        MiscPage::Disputes => disputes::disputes_page(),
        MiscPage::Duplicates => duplicates::twins_page(),
        MiscPage::Handover => exchange::handover_page(),
        MiscPage::Branches => branches::branches_page(),
        MiscPage::Redactions => redactions::redactions_page(),
        MiscPage::Settings => settings::settings_page(),
    }))
}

/// [`speed::run`].
#[wasm_split(misc, wasm_split_path = leptos::wasm_split, fallible)]
pub fn speed_run(work: String, times: u32) -> Fetched<f64> {
    Ok(speed::run(&work, times))
}

/// [`speed::checksum_of`].
#[wasm_split(misc, wasm_split_path = leptos::wasm_split, fallible)]
pub fn speed_checksum(work: String) -> Fetched<u32> {
    Ok(speed::checksum_of(&work))
}

/// [`speed_exchange::run`].
#[wasm_split(misc, wasm_split_path = leptos::wasm_split, fallible)]
pub fn speed_exchange(
    work: String,
    times: u32,
    file: JsValue,
) -> Fetched<Pin<Box<dyn Future<Output = JsValue>>>> {
    Ok(Box::pin(speed_exchange::run(work, times, file)))
}

/// [`speed_table::mount_table`].
#[wasm_split(misc, wasm_split_path = leptos::wasm_split, fallible)]
pub fn speed_table(place: HtmlElement, rows: String) -> Fetched<()> {
    speed_table::mount_table(place, &rows);
    Ok(())
}

/// [`speed_table::workbook_of`].
#[wasm_split(misc, wasm_split_path = leptos::wasm_split, fallible)]
pub fn speed_workbook(rows: String) -> Fetched<Vec<u8>> {
    Ok(speed_table::workbook_of(&rows))
}
