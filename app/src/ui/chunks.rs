//! Lazily loaded pages, and their placeholders while they load.
//!
//! The loaders are in `src/chunks.rs`; the first load has the home page only.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use send_wrapper::SendWrapper;

use crate::app::Session;
use crate::app::routes::{MonthRoute, QuarterRoute, RegisterRoute, StandardRoute, YearRoute};
use crate::browser::{chinese, page};
use crate::storage::PointReason;

use super::app_state::AppState;
use super::components::ToastHandle;
use super::pages::broken;
use super::pages::first_run::StartStep;

/// Something that may have to be fetched first.
pub type Loading<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

/// The pages of the part `office`: each way of its own would weigh on the first load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MiscPage {
    /// The import of a roster.
    ImportRoster,
    /// The import of past months' totals.
    ImportTotals,
    /// The import of a table into a register.
    ImportRecords(&'static str),
    /// Export and import of bundles.
    Exchange,
    /// What both sides changed.
    Disputes,
    /// Records that turned out to be one.
    Duplicates,
    /// What is handed over to the next secretary.
    Handover,
    /// The branches' month, for the committee.
    Branches,
    /// Erasing someone's data.
    Redactions,
    /// Settings.
    Settings,
}

/// How the parts of the app are come by.
#[derive(Clone, Copy)]
pub struct Chunks {
    /// The form of 新建台账.
    pub found: fn(AppState, RwSignal<StartStep>) -> Loading<AnyView>,
    /// 加入已有台账.
    pub join: fn(AppState, RwSignal<StartStep>) -> Loading<AnyView>,
    /// [`AppState::begin_sample`].
    pub sample: fn(AppState) -> Loading<()>,
    /// What is done after opening: see [`AppState::look_after`].
    pub tidy: fn(AppState, Session) -> Loading<()>,
    /// Asks what was missed: see [`AppState::catch_up`].
    pub catch_up: fn(AppState) -> Loading<bool>,
    /// Shows that the ledger was removed by another page, and offers what is here of it.
    pub removed: fn(AppState, Session) -> Loading<()>,
    /// Makes a restore point, where one is due.
    pub point: fn(Session, PointReason) -> Loading<()>,
    /// Undoes the last step, or redoes it, and says so: see [`super::undoing::take_step`].
    pub step: fn(Session, ToastHandle, bool) -> Loading<()>,
    /// What is told on the home page of room and backups; whether something is to be done.
    pub home_notices: fn(Session, RwSignal<bool>) -> Loading<AnyView>,
    /// The duties that looking through all records finds; whether there are none.
    pub record_duties: fn(Session, RwSignal<bool>) -> Loading<AnyView>,
    /// The chart of the home page.
    pub figure: fn(Session) -> Loading<AnyView>,
    /// What is told of this browser before one comes in.
    pub welcome: fn(AppState) -> Loading<AnyView>,
    /// The page of a locked tablet.
    pub unlock: fn(AppState) -> Loading<AnyView>,
    /// What locks the tablet by itself, and tells of it a minute before.
    pub auto_lock: fn(AppState) -> Loading<AnyView>,
    /// The month's assessment.
    pub month: fn(Signal<MonthRoute>) -> Loading<AnyView>,
    /// The quarter's bulletin.
    pub quarter: fn(Signal<QuarterRoute>) -> Loading<AnyView>,
    /// The year's appraisal.
    pub year: fn(Signal<YearRoute>) -> Loading<AnyView>,
    /// The list of registers.
    pub registers: fn() -> Loading<AnyView>,
    /// One register, by its name.
    pub register: fn(&'static str, Signal<RegisterRoute>) -> Loading<AnyView>,
    /// The standard.
    pub standard: fn(Signal<StandardRoute>) -> Loading<AnyView>,
    /// The others.
    pub misc: fn(MiscPage) -> Loading<AnyView>,
}

/// Shows a page as soon as its part is there.
pub fn show(page: Loading<AnyView>) -> AnyView {
    let is_coming = RwSignal::new(true);
    let page = SendWrapper::new(async move {
        let page = page.await.unwrap_or_else(|_| broken::unfetched_page());
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

/// Shows a page that sorts or searches names: once the table of characters is there, or does not come.
pub fn with_characters(page: impl FnOnce() -> AnyView + 'static) -> AnyView {
    if chinese::is_ready() {
        return page();
    }
    let coming = async move {
        chinese::load().await;
        page()
    };
    Suspend::new(SendWrapper::new(coming)).into_any()
}

/// Shows something beside a page as soon as the page is drawn and its part is there; nothing where it
/// does not arrive.
pub fn show_quietly(coming: Loading<AnyView>) -> AnyView {
    let coming = async move {
        page::drawn().await;
        coming.await.unwrap_or_else(|_| ().into_any())
    };
    Suspend::new(SendWrapper::new(coming)).into_any()
}
