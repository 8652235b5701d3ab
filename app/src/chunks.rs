//! The chunks of the program that are fetched when first needed. `scripts/split.mjs` cuts the built
//! module at these functions: what only they reach goes into a chunk, what several reach into one
//! that they share. Each function weighs on the first load, so a chunk has one for all that it shows
//! and one for all that it does. The service worker keeps every chunk, so that after the first visit
//! all of them are there without a network.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;
use yixin_app::app::routes::MonthRoute;
use yixin_app::app::{LifeRoute, SidePage, make_point, speed, speed_exchange};
use yixin_app::ui::chunks::{
    Chunks, LockView, MiscPage, MiscTask, MiscView, RegistersView, ResultsView, TidyTask, TidyView,
    with_characters,
};
use yixin_app::ui::pages::{
    auto_lock, branches, disputes, duplicates, exchange, first_run, home_duties, home_figure,
    home_notices, join, kiosk, life, month, more, quarter, redactions, registers, removed, search,
    settings, standard, unlocking, year,
};
use yixin_app::ui::speed_table;
use yixin_app::ui::undoing::take_step;

type Fetched<T> = Result<T, SplitLoaderError>;

/// What a chunk does or makes once it is there.
type Running<T> = Pin<Box<dyn Future<Output = T>>>;

/// Loaders of the chunks.
pub const CHUNKS: Chunks = Chunks {
    life: |route| Box::pin(life_view(route)),
    month: |route| Box::pin(month_view(route)),
    results: |view| Box::pin(results_view(view)),
    registers: |view| Box::pin(registers_view(view)),
    misc: |view| Box::pin(misc_view(view)),
    misc_task: |task| {
        Box::pin(async move {
            misc_task(task).await?.await;
            Ok(())
        })
    },
    lock: |view| Box::pin(lock_view(view)),
    tidy: |view| Box::pin(async move { Ok(tidy_view(view).await?.await) }),
    tidy_task: |task| Box::pin(async move { Ok(tidy_task(task).await?.await) }),
};

#[wasm_split(life, wasm_split_path = leptos::wasm_split, fallible)]
fn life_view(route: Signal<LifeRoute>) -> Fetched<AnyView> {
    Ok(with_characters(move || life::life_page(route)))
}

#[wasm_split(month, wasm_split_path = leptos::wasm_split, fallible)]
fn month_view(route: Signal<MonthRoute>) -> Fetched<AnyView> {
    Ok(with_characters(move || month::month_page(route)))
}

#[wasm_split(results, wasm_split_path = leptos::wasm_split, fallible)]
fn results_view(view: ResultsView) -> Fetched<AnyView> {
    Ok(with_characters(move || match view {
        ResultsView::Quarter(route) => quarter::quarter_page(route),
        ResultsView::Year(route) => year::year_page(route),
    }))
}

#[wasm_split(registers, wasm_split_path = leptos::wasm_split, fallible)]
fn registers_view(view: RegistersView) -> Fetched<AnyView> {
    Ok(with_characters(move || match view {
        RegistersView::All => registers::registers_page(),
        RegistersView::One(name, route) => registers::register_page(name, route),
    }))
}

#[wasm_split(misc, wasm_split_path = leptos::wasm_split, fallible)]
fn misc_view(view: MiscView) -> Fetched<AnyView> {
    Ok(match view {
        MiscView::Page(page) => with_characters(move || misc_page(page)),
        MiscView::Standard(route) => standard::standard_page(route),
        MiscView::Create(app, way) => first_run::found(app, way),
        MiscView::Join(app, way) => join::join(app, way),
        MiscView::Search(app, session) => {
            with_characters(move || search::search_view(app, session))
        }
    })
}

/// What shows a side page: a function of the register's name and the page.
macro_rules! show_side_page {
    ($($page:ident, $register:literal, $name:literal, $label:literal, $module:ident::$show:ident;)*) => {
        |register: &'static str, page: SidePage| match page {
            $(SidePage::$page => yixin_app::ui::pages::$module::$show(register),)*
        }
    };
}

fn misc_page(page: MiscPage) -> AnyView {
    match page {
        MiscPage::Side(register, page) => yixin_app::side_pages!(show_side_page)(register, page),
        MiscPage::Exchange => exchange::exchange_page(),
        MiscPage::Disputes => disputes::disputes_page(),
        MiscPage::Duplicates => duplicates::twins_page(),
        MiscPage::Handover => exchange::handover_page(),
        MiscPage::Branches => branches::branches_page(),
        MiscPage::Redactions => redactions::redactions_page(),
        MiscPage::Settings => settings::settings_page(),
        MiscPage::More => more::more_page(),
    }
}

#[wasm_split(misc, wasm_split_path = leptos::wasm_split, fallible)]
fn misc_task(task: MiscTask) -> Fetched<Running<()>> {
    Ok(match task {
        MiscTask::Sample(app) => Box::pin(app.begin_sample()),
        MiscTask::ShowRemoved(app, session) => {
            Box::pin(async move { removed::show_removed(app, session) })
        }
    })
}

#[wasm_split(lock, wasm_split_path = leptos::wasm_split, fallible)]
fn lock_view(view: LockView) -> Fetched<AnyView> {
    Ok(match view {
        LockView::Unlock(app) => unlocking::unlock_page(app),
        LockView::Kiosk(app) => kiosk::kiosk_screen(app),
        LockView::AutoLock(app) => auto_lock::auto_lock_view(app),
    })
}

#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn tidy_view(view: TidyView) -> Fetched<Running<AnyView>> {
    Ok(Box::pin(async move {
        match view {
            TidyView::HomeNotices(session, waiting) => {
                home_notices::home_notices_view(session, waiting).await
            }
            TidyView::Duties(session, waiting) => home_duties::home_duties(session, waiting),
            TidyView::Figure(session) => home_figure::home_figure(session),
            TidyView::Welcome(app) => home_notices::welcome_view(app),
        }
    }))
}

#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn tidy_task(task: TidyTask) -> Fetched<Running<bool>> {
    Ok(Box::pin(async move {
        match task {
            TidyTask::LookAfter(app, session) => app.look_after(session).await,
            TidyTask::Point(session, reason) => make_point(session, reason, "").await,
            TidyTask::Step(session, toasts, redo) => take_step(session, toasts, redo),
            TidyTask::CatchUp(app) => return app.catch_up().await,
        }
        false
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
