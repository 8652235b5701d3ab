//! Lazily loaded pages, and their placeholders while they load.
//!
//! The program says how each chunk is loaded (`src/chunks.rs`), by one function each for what it
//! shows and for what it does; here is how its pages are shown meanwhile.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use send_wrapper::SendWrapper;

use crate::app::routes::{MonthRoute, QuarterRoute, RegisterRoute, StandardRoute, YearRoute};
use crate::app::{LifeRoute, Session, SidePage};
use crate::browser::{chinese, page};
use crate::storage::PointReason;

use super::app_state::AppState;
use super::components::ToastHandle;
use super::pages::broken;

/// Something that may have to be fetched first.
pub type Loading<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

/// The places of the chunk `misc` that have an address of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MiscPage {
    /// A page beside a register, by its name.
    Side(&'static str, SidePage),
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
    /// The places that a phone's bar has no room for.
    More,
}

/// How one comes in where no ledger is open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum StartStep {
    /// That is still to be chosen.
    Choose,
    /// 加入已有台账.
    Join,
    /// 新建台账.
    Create,
}

/// What the chunk `misc` shows.
#[derive(Clone, Copy)]
pub enum MiscView {
    /// A page with an address.
    Page(MiscPage),
    /// The standard.
    Standard(Signal<StandardRoute>),
    /// The form of 新建台账.
    Create(AppState, RwSignal<StartStep>),
    /// 加入已有台账.
    Join(AppState, RwSignal<StartStep>),
    /// The search over everything.
    Search(AppState, Session),
}

/// What the chunk `misc` does.
#[derive(Clone, Copy)]
pub enum MiscTask {
    /// [`AppState::begin_sample`].
    Sample(AppState),
    /// Shows that the ledger was removed by another page, and offers what is here of it.
    ShowRemoved(AppState, Session),
}

/// What the chunk `results` shows.
#[derive(Clone, Copy)]
pub enum ResultsView {
    /// The quarter's bulletin.
    Quarter(Signal<QuarterRoute>),
    /// The year's appraisal.
    Year(Signal<YearRoute>),
}

/// What the chunk `registers` shows.
#[derive(Clone, Copy)]
pub enum RegistersView {
    /// The list of registers.
    All,
    /// One register, by its name.
    One(&'static str, Signal<RegisterRoute>),
}

/// What the chunk `lock` shows.
#[derive(Clone, Copy)]
pub enum LockView {
    /// The page of a locked tablet.
    Unlock(AppState),
    /// What patients see who have the tablet.
    Kiosk(AppState),
    /// What locks the tablet by itself, and tells of it a minute before.
    AutoLock(AppState),
}

/// What the chunk `tidy` shows.
#[derive(Clone, Copy)]
pub enum TidyView {
    /// The notices of the home page on room and backups; whether something is to be done.
    HomeNotices(Session, RwSignal<bool>),
    /// What is to be done, on the home page; whether a backup is due.
    Duties(Session, RwSignal<bool>),
    /// The chart of the home page.
    Figure(Session),
    /// The notices on this browser before one comes in.
    Welcome(AppState),
}

/// What the chunk `tidy` does.
#[derive(Clone, Copy)]
pub enum TidyTask {
    /// What is done after opening: see [`AppState::look_after`].
    LookAfter(AppState, Session),
    /// Makes a restore point, where one is due.
    Point(Session, PointReason),
    /// Undoes the last step, or redoes it, and says so: see [`super::undoing::take_step`].
    Step(Session, ToastHandle, bool),
    /// Asks what was missed: see [`AppState::catch_up`], whose answer is that of the task.
    CatchUp(AppState),
}

/// Loaders of the lazily loaded chunks.
#[derive(Clone, Copy)]
pub struct Chunks {
    /// 活动.
    pub life: fn(Signal<LifeRoute>) -> Loading<AnyView>,
    /// The month's assessment.
    pub month: fn(Signal<MonthRoute>) -> Loading<AnyView>,
    /// Quarter and year.
    pub results: fn(ResultsView) -> Loading<AnyView>,
    /// The registers.
    pub registers: fn(RegistersView) -> Loading<AnyView>,
    /// The other pages.
    pub misc: fn(MiscView) -> Loading<AnyView>,
    /// What they do.
    pub misc_task: fn(MiscTask) -> Loading<()>,
    /// Locking and unlocking.
    pub lock: fn(LockView) -> Loading<AnyView>,
    /// What is shown beside the first page.
    pub tidy: fn(TidyView) -> Loading<AnyView>,
    /// What is done after the first page. Only [`TidyTask::CatchUp`] has an answer, else it is `false`.
    pub tidy_task: fn(TidyTask) -> Loading<bool>,
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
