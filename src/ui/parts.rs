//! The parts of the app that are fetched apart from the first load, which has the home page only.
//!
//! `scripts/split.mjs` cuts the built module at these functions. The service worker keeps every
//! part, so that after the first visit all of them are there without a network.

use std::future::Future;

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use send_wrapper::SendWrapper;

use crate::app::routes::{MonthRoute, RegisterRoute, StandardRoute};

use super::pages;
use super::pages::first_run::Way;
use super::root::Door;

/// A page that may have to be fetched first.
pub type Page = Result<AnyView, SplitLoaderError>;

/// The form of 新建台账.
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn found(door: Door, way: RwSignal<Way>) -> Page {
    Ok(pages::first_run::found(door, way))
}

/// 加入已有台账: the file and the form.
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn join(door: Door, way: RwSignal<Way>) -> Page {
    Ok(pages::first_run::join(door, way))
}

/// The month's assessment.
#[wasm_split(month, wasm_split_path = leptos::wasm_split, fallible)]
pub fn month(route: Signal<MonthRoute>) -> Page {
    Ok(pages::month::month_page(route))
}

/// All registers.
#[wasm_split(registers, wasm_split_path = leptos::wasm_split, fallible)]
pub fn registers() -> Page {
    Ok(pages::registers::registers_page())
}

/// One register.
#[wasm_split(registers, wasm_split_path = leptos::wasm_split, fallible)]
pub fn register(name: &'static str, route: Signal<RegisterRoute>) -> Page {
    Ok(pages::registers::register_page(name, route))
}

/// The standard.
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn standard(route: Signal<StandardRoute>) -> Page {
    Ok(pages::standard::standard_page(route))
}

/// The import of a roster.
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn import_roster() -> Page {
    Ok(pages::import_roster::import_roster_page())
}

/// The import of past months' totals.
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn import_totals() -> Page {
    Ok(pages::import_totals::import_totals_page())
}

/// Export and import of bundles.
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn exchange() -> Page {
    Ok(pages::exchange::exchange_page())
}

/// What both sides changed.
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn disputes() -> Page {
    Ok(pages::disputes::disputes_page())
}

/// Settings.
#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
pub fn settings() -> Page {
    Ok(pages::settings::settings_page())
}

/// Shows a page as soon as its part is there.
pub fn show(page: impl Future<Output = Page> + 'static) -> AnyView {
    let is_coming = RwSignal::new(true);
    let page = SendWrapper::new(async move {
        let page = page.await.unwrap_or_else(|_| pages::broken::unfetched_page());
        is_coming.set(false);
        page
    });
    view! {
        <Show when=move || is_coming.get()>
            <p class="opening fetching" role="status">"正在取这一页"</p>
        </Show>
        {Suspend::new(page)}
    }
    .into_any()
}
