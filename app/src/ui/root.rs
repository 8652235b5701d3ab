//! The root: opening a ledger, the frame around the pages, and which page is shown.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use crate::app::routes::{
    MonthRoute, QuarterRoute, RegisterRoute, Route, StandardRoute, YearRoute,
};
use crate::app::{
    Entrance, Found, Joined, Place, Saving, Session, TabStores, Unopened, forget_known,
    letter_size, open_stores,
};
use crate::browser::{clock, page};
use crate::exchange::Founding;
use crate::ledger::{Kept, LedgerId};
use crate::registers::register;
use crate::storage::{Guard, LedgerEntry, LedgerKind, Occasion, Tablet};

use super::components::{
    Icon, Place as NavPlace, Saving as Shown, Shell, ToastHandle, Toasts, use_toasts,
};
use super::pages;
use super::parts::{OfficePage, Parts, show, show_quietly};
use super::standing::standing_notices;
use super::updates::follow_updates;
use super::words::kept_words;

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

/// What the page shows.
#[derive(Clone)]
pub(super) enum Stage {
    Opening,
    /// The tablet is locked.
    Locked,
    /// No ledger is open.
    Outside,
    Inside(Session),
    Broken(String),
    /// All was wiped.
    Wiped,
}

/// The door: which ledgers there are, and going in and out.
#[derive(Clone, Copy)]
pub struct Door {
    parts: Parts,
    entrance: StoredValue<Rc<RefCell<Option<Entrance>>>, LocalStorage>,
    pub(super) stage: RwSignal<Stage, LocalStorage>,
    pub(super) stores: StoredValue<Option<Rc<TabStores>>, LocalStorage>,
    pub(super) guard: StoredValue<Guard, LocalStorage>,
    /// What went wrong while unlocking.
    pub(super) trouble: StoredValue<Option<String>>,
    /// Whether the page locks itself.
    pub(super) watched: RwSignal<bool>,
    /// What opening brought to light, in sentences for the user.
    pub findings: RwSignal<Vec<String>>,
    /// The ledgers on this tablet.
    pub ledgers: RwSignal<Vec<LedgerEntry>>,
}

impl Door {
    fn new(parts: Parts) -> Self {
        Self {
            parts,
            entrance: StoredValue::new_local(Rc::default()),
            stage: RwSignal::new_local(Stage::Opening),
            stores: StoredValue::new_local(None),
            guard: StoredValue::new_local(Guard::default()),
            trouble: StoredValue::new(None),
            watched: RwSignal::new(false),
            findings: RwSignal::new(Vec::new()),
            ledgers: RwSignal::new(Vec::new()),
        }
    }

    /// Opens the stores, and goes in where the tablet is not locked.
    async fn arrive(self) {
        let stores = open_stores(&self.guard()).await;
        self.stores.set_value(Some(stores.clone()));
        if stores.has_vault().await {
            // Addresses may hold names; that of the exchange, where files are shared to, does not.
            if page::hash() != Route::Exchange.href() {
                page::go_instead("#/");
            }
            self.stage.set(Stage::Locked);
        } else {
            self.open_usual().await;
        }
    }

    /// Looks what is on the tablet, and opens the ledger that is usually open.
    pub(super) async fn open_usual(self) {
        let Some(stores) = self.stores() else { return };
        let mut entrance = match Entrance::open(stores).await {
            Ok(entrance) => entrance,
            Err(Unopened(error)) => return self.stage.set(Stage::Broken(error)),
        };
        let usual = entrance.usual();
        let outcome = match usual {
            Some(id) => Some(entrance.enter(id).await),
            None => None,
        };
        self.put(entrance);
        match outcome {
            Some(outcome) => self.settle(outcome),
            None => self.stage.set(Stage::Outside),
        }
    }

    fn put(&self, entrance: Entrance) {
        self.ledgers.set(entrance.ledgers().to_vec());
        self.entrance.get_value().replace(Some(entrance));
    }

    fn settle(&self, outcome: Result<Found, Unopened>) {
        self.end();
        match outcome {
            Ok(found) => {
                let mut findings: Vec<String> =
                    found.damaged.iter().map(|damage| damage.sentence()).collect();
                findings.extend(found.vanished.map(|gone| gone.sentence()));
                findings.extend(found.troubles.iter().map(|trouble| trouble.sentence()));
                findings.extend(self.trouble.get_value());
                self.findings.set(findings);
                self.stage.set(Stage::Inside(found.session));
                let tidy = (self.parts.tidy)(found.session);
                // A part that does not arrive leaves it to the next opening.
                spawn_local(async move { drop(tidy.await) });
            }
            Err(Unopened(error)) => self.stage.set(Stage::Broken(error)),
        }
    }

    /// Does something with the entrance; only one thing at a time.
    async fn with<R>(&self, act: impl AsyncFnOnce(&mut Entrance) -> R) -> Option<R> {
        let taken = self.entrance.get_value().take();
        let mut entrance = taken?;
        let result = act(&mut entrance).await;
        self.put(entrance);
        Some(result)
    }

    /// Who keeps the ledgers of this tablet, where that was asked already.
    pub fn tablet(&self) -> Option<Tablet> {
        let entrance = self.entrance.get_value();
        let entrance = entrance.borrow();
        entrance.as_ref().and_then(|entrance| entrance.tablet().cloned())
    }

    /// Lets others write in the ledger that is open, as this page leaves it.
    pub(super) fn end(&self) {
        if let Some(session) = self.session() {
            session.end();
        }
    }

    /// Goes out, to the choice of ledgers.
    pub fn leave(&self) {
        self.end();
        page::go("#/");
        self.stage.set(Stage::Outside);
    }

    /// Opens a ledger.
    pub async fn enter(&self, id: LedgerId) {
        if let Some(outcome) = self.with(async |entrance| entrance.enter(id).await).await {
            self.settle(outcome);
        }
    }

    /// Opens the sample, making it where it is not there yet.
    pub async fn sample(&self) {
        let known = self.with(async |entrance| entrance.known_sample()).await;
        if let Some(Some(id)) = known {
            self.enter(id).await;
        } else if (self.parts.sample)(*self).await.is_err() {
            let text = "示例还没有从网上取到，请连上网络再试；本机的台账不受影响";
            self.settle(Err(Unopened(text.to_owned())));
        }
    }

    /// Makes the sample, and opens it.
    pub async fn begin_sample(self) {
        let begun = self.with(async |entrance| entrance.begin_sample(clock::now()).await).await;
        if let Some(outcome) = begun {
            self.settle(outcome);
        }
    }

    /// The session, where a ledger is open.
    pub fn session(&self) -> Option<Session> {
        match self.stage.get_untracked() {
            Stage::Inside(session) => Some(session),
            _ => None,
        }
    }

    /// How the parts of the app are come by.
    pub fn parts(&self) -> Parts {
        self.parts
    }

    /// Founds a ledger.
    pub async fn found(&self, tablet: Tablet, founding: Founding) {
        let founded = self.with(async |entrance| entrance.found(tablet, &founding).await).await;
        if let Some(outcome) = founded {
            self.settle(outcome);
        }
    }

    /// Joins the ledger of a bundle.
    pub async fn join(&self, tablet: Tablet, joined: Joined) {
        let outcome = self.with(async |entrance| entrance.join(tablet, &joined).await).await;
        if let Some(outcome) = outcome {
            self.settle(outcome);
        }
    }

    /// Says who keeps the ledgers of this tablet from now on.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub async fn change_keeper(&self, tablet: Tablet) -> Result<(), String> {
        if let Some(refusal) = self.session().and_then(|session| session.refusal()) {
            return Err(refusal.to_string());
        }
        let kept = tablet.clone();
        let outcome = self.with(async |entrance| entrance.set_tablet(kept).await).await;
        match outcome {
            Some(Ok(())) => {
                if let Stage::Inside(session) = self.stage.get_untracked() {
                    session.set_tablet(tablet);
                }
                Ok(())
            }
            Some(Err(Unopened(error))) => Err(error),
            None => Err("正在处理别的事，请稍后再试".to_owned()),
        }
    }

    /// Takes a ledger off this tablet.
    ///
    /// # Errors
    /// What went wrong, in words.
    pub async fn delete_ledger(&self, id: LedgerId) -> Result<(), String> {
        match self.with(async |entrance| entrance.delete(id).await).await {
            Some(Ok(())) => {
                forget_known(id).await;
                Ok(())
            }
            Some(Err(Unopened(error))) => Err(error),
            None => Err("正在处理别的事，请稍后再试".to_owned()),
        }
    }

    /// Whether there is a ledger that is meant, and not the sample alone.
    pub fn has_own(&self) -> bool {
        self.ledgers.with(|ledgers| ledgers.iter().any(|entry| entry.kind == LedgerKind::Real))
    }
}

fn root(parts: Parts) -> AnyView {
    let toasts = ToastHandle::provide();
    let door = Door::new(parts);
    provide_context(door);
    provide_context(Place::follow());
    spawn_local(door.arrive());
    follow_updates(door, toasts);
    keep_day_points(door);
    listen_for_undo(door, toasts);
    door.follow_other_tabs(toasts);
    let stage = move || match door.stage.get() {
        Stage::Opening => view! { <p class="opening" role="status">"正在打开台账"</p> }.into_any(),
        Stage::Outside => pages::first_run::first_run_page(),
        Stage::Inside(session) => inside(session, parts),
        Stage::Broken(error) => pages::broken::broken_page(error),
        Stage::Locked => show((parts.unlock)(door)),
        Stage::Wiped => pages::broken::wiped_page(),
    };
    let watch = move || door.watched.get().then(|| show_quietly((parts.watch)(door)));
    view! {
        {stage}
        {watch}
        <Toasts/>
    }
    .into_any()
}

/// Which page is shown: a change within one does not make it anew.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Home,
    Month,
    Quarter,
    Year,
    Standard,
    Registers,
    Register(&'static str),
    Office(OfficePage),
    Unknown,
}

fn section(route: &Route) -> Section {
    match route {
        Route::Home => Section::Home,
        Route::Month(_) => Section::Month,
        Route::Quarter(_) => Section::Quarter,
        Route::Year(_) => Section::Year,
        Route::Standard(_) => Section::Standard,
        Route::Registers => Section::Registers,
        Route::Register(name, _) => Section::Register(name),
        Route::ImportRoster => Section::Office(OfficePage::ImportRoster),
        Route::ImportTotals => Section::Office(OfficePage::ImportTotals),
        Route::Exchange => Section::Office(OfficePage::Exchange),
        Route::Disputes => Section::Office(OfficePage::Disputes),
        Route::Handover => Section::Office(OfficePage::Handover),
        Route::Branches(_) => Section::Office(OfficePage::Branches),
        Route::Redactions => Section::Office(OfficePage::Redactions),
        Route::Twins => Section::Office(OfficePage::Twins),
        Route::Settings => Section::Office(OfficePage::Settings),
        Route::Unknown => Section::Unknown,
    }
}

fn section_title(section: Section) -> &'static str {
    match section {
        Section::Home => "首页",
        Section::Month => "考核",
        Section::Quarter => "季度通报",
        Section::Year => "年度评议",
        Section::Standard => "考核标准",
        Section::Registers => "台账",
        Section::Register(name) => register(name).map_or("台账", |register| register.label),
        Section::Office(page) => office_title(page),
        Section::Unknown => "没有这一页",
    }
}

fn office_title(page: OfficePage) -> &'static str {
    match page {
        OfficePage::ImportRoster => "花名册导入",
        OfficePage::ImportTotals => "引入以往月份",
        OfficePage::Exchange => "交换",
        OfficePage::Disputes => "两边都改过",
        OfficePage::Twins => "同一人、同一单位",
        OfficePage::Handover => "工作交接",
        OfficePage::Branches => "各支部进度",
        OfficePage::Redactions => "依法删除个人信息",
        OfficePage::Settings => "设置",
    }
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
            let point = (door.parts.point)(session, Occasion::Day);
            // A part that does not arrive leaves it to the next hour.
            spawn_local(async move { drop(point.await) });
        }
    };
    set_interval(look, HOUR);
}

/// Ctrl+Z undoes and Ctrl+Shift+Z or Ctrl+Y redoes, except in an input, which does that itself.
fn listen_for_undo(door: Door, toasts: ToastHandle) {
    window_event_listener(leptos::ev::keydown, move |event| {
        let typing = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|element| ["INPUT", "TEXTAREA", "SELECT"].contains(&&*element.tag_name()));
        let Stage::Inside(session) = door.stage.get_untracked() else {
            return;
        };
        if typing || !(event.ctrl_key() || event.meta_key()) {
            return;
        }
        let redo = match &*event.key() {
            "z" => false,
            "Z" | "y" => true,
            _ => return,
        };
        event.prevent_default();
        take_step(session, toasts, redo);
    });
}

/// Undoes or redoes, and says what happened.
fn take_step(session: Session, toasts: ToastHandle, redo: bool) {
    if let Some(refusal) = session.refusal() {
        return toasts.say(refusal.to_string());
    }
    let kept = if redo { session.redo() } else { session.undo() };
    let Some(kept) = kept else {
        toasts.say(if redo { "没有可重做的了" } else { "没有可撤销的了" });
        return;
    };
    say_reversed(session, toasts, if redo { "已重做" } else { "已撤销" }, &kept);
}

fn say_reversed(session: Session, toasts: ToastHandle, done: &str, kept: &[Kept]) {
    let words = session.peek(|ledger| kept_words(ledger, kept));
    toasts.say(if words.is_empty() { done.to_owned() } else { format!("{done}；{words}") });
}

/// Says what the last commit did, with 撤销 for just that, where it changed anything; or why it was
/// not made.
pub fn offer_undo(session: Session, toasts: ToastHandle, text: impl Into<String>) {
    if let Some(refusal) = session.refusal() {
        return toasts.say(refusal.to_string());
    }
    let Some(id) = session.committed() else {
        return toasts.say(text);
    };
    toasts.undoable(text, move || match session.undo_edit(id) {
        Some(kept) => say_reversed(session, toasts, "已撤销", &kept),
        None => match session.refusal() {
            Some(refusal) => toasts.say(refusal.to_string()),
            None => toasts.say("这一步已经撤销过了"),
        },
    });
}
