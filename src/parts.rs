//! The parts of the program that are fetched when first needed. `scripts/split.mjs` cuts the built
//! module at these functions: what only they reach goes into a part, what several reach into one
//! that they share. The service worker keeps every part, so that after the first visit all of them
//! are there without a network.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use yixin::app::routes::{MonthRoute, RegisterRoute, StandardRoute};
use yixin::app::{Session, speed, speed_exchange};
use yixin::exchange::reference::Side;
use yixin::ledger::{Edit, Moment};
use yixin::ui::pages::first_run::{self, Way};
use yixin::ui::pages::{
    branches, disputes, exchange, import_roster, import_totals, month, redactions, registers,
    settings, standard, twins,
};
use yixin::ui::parts::{OfficePage, Parts};
use yixin::ui::root::Door;

type Fetched<T> = Result<T, SplitLoaderError>;

/// How each part is come by.
pub const PARTS: Parts = Parts {
    found: |door, way| Box::pin(found(door, way)),
    join: |door, way| Box::pin(join(door, way)),
    sample: |now| Box::pin(sample(now)),
    tidy: |session| {
        Box::pin(async move {
            tidy(session).await?.await;
            Ok(())
        })
    },
    month: |route| Box::pin(month_page(route)),
    registers: || Box::pin(registers_page()),
    register: |name, route| Box::pin(register_page(name, route)),
    standard: |route| Box::pin(standard_page(route)),
    import_roster: || Box::pin(import_roster_page()),
    import_totals: || Box::pin(import_totals_page()),
    exchange: || Box::pin(exchange_page()),
    disputes: || Box::pin(disputes_page()),
    office: |page| Box::pin(office_page(page)),
    redactions: || Box::pin(redactions_page()),
    twins: || Box::pin(twins_page()),
    settings: || Box::pin(settings_page()),
};

/// [`Session::tidy`].
#[wasm_split(tidy, wasm_split_path = leptos::wasm_split, fallible)]
fn tidy(session: Session) -> Fetched<Pin<Box<dyn Future<Output = ()>>>> {
    Ok(Box::pin(async move { session.tidy().await }))
}

#[wasm_split(month, wasm_split_path = leptos::wasm_split, fallible)]
fn month_page(route: Signal<MonthRoute>) -> Fetched<AnyView> {
    Ok(month::month_page(route))
}

#[wasm_split(registers, wasm_split_path = leptos::wasm_split, fallible)]
fn registers_page() -> Fetched<AnyView> {
    Ok(registers::registers_page())
}

#[wasm_split(registers, wasm_split_path = leptos::wasm_split, fallible)]
fn register_page(name: &'static str, route: Signal<RegisterRoute>) -> Fetched<AnyView> {
    Ok(registers::register_page(name, route))
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn found(door: Door, way: RwSignal<Way>) -> Fetched<AnyView> {
    Ok(first_run::found(door, way))
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn join(door: Door, way: RwSignal<Way>) -> Fetched<AnyView> {
    Ok(first_run::join(door, way))
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn sample(now: Moment) -> Fetched<Vec<Edit>> {
    Ok(yixin::app::sample_edits(now))
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn standard_page(route: Signal<StandardRoute>) -> Fetched<AnyView> {
    Ok(standard::standard_page(route))
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn import_roster_page() -> Fetched<AnyView> {
    Ok(import_roster::import_roster_page())
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn import_totals_page() -> Fetched<AnyView> {
    Ok(import_totals::import_totals_page())
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn exchange_page() -> Fetched<AnyView> {
    Ok(exchange::exchange_page())
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn disputes_page() -> Fetched<AnyView> {
    Ok(disputes::disputes_page())
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn office_page(page: OfficePage) -> Fetched<AnyView> {
    Ok(match page {
        OfficePage::Handover => exchange::handover_page(),
        OfficePage::Branches => branches::branches_page(),
    })
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn redactions_page() -> Fetched<AnyView> {
    Ok(redactions::redactions_page())
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn twins_page() -> Fetched<AnyView> {
    Ok(twins::twins_page())
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn settings_page() -> Fetched<AnyView> {
    Ok(settings::settings_page())
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

/// A bundle for the bench: of ours, or of theirs.
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn speed_bundle(theirs: bool) -> Fetched<String> {
    Ok(speed_exchange::bundle_of(if theirs { Side::Theirs } else { Side::Ours }))
}

/// [`speed_exchange::unite`], and what it came to.
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn speed_unite(times: u32, sums: bool) -> Fetched<Vec<u32>> {
    speed_exchange::unite(times);
    Ok(if sums { speed_exchange::united_sums() } else { Vec::new() })
}

/// [`speed_exchange::bring_file`].
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn speed_bring(file: web_sys::Blob) -> Fetched<Pin<Box<dyn Future<Output = Vec<u32>>>>> {
    Ok(Box::pin(speed_exchange::bring_file(file)))
}
