//! Coming in: 加入已有台账, 新建台账, 试用示例; and who keeps the ledger on this tablet.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::SidePage;
use crate::app::routes::Route;
use crate::browser::{clock, page};
use crate::exchange::NewLedger;
use crate::ledger::Month;
use crate::storage::{LedgerKind, Tablet};
use crate::ui::app_state::AppState;
use crate::ui::chunks::{self, MiscView, StartStep, TidyView};
use crate::ui::components::{
    Button, ButtonKind, Field, FormActions, Icon, MonthInput, TextInput, Toggle,
};
use crate::ui::focus::keep_focus;

/// The roles that are offered; others can be typed.
pub const ROLES: &[&str] =
    &["支部书记", "副书记", "组织委员", "宣传委员", "纪检委员", "党小组长", "党办干事"];

/// The page of someone who has no ledger open.
pub fn first_run_page() -> AnyView {
    let app = expect_context::<AppState>();
    let way = RwSignal::new(StartStep::Choose);
    let busy = RwSignal::new(false);
    let content = move || match way.get() {
        StartStep::Choose => choose(app, way, busy),
        StartStep::Join => chunks::show((app.chunks().misc)(MiscView::Join(app, way))),
        StartStep::Create => chunks::show((app.chunks().misc)(MiscView::Create(app, way))),
    };
    view! {
        <main class="outside">
            <p class="outside-brand">"医心台账"</p>
            {content}
        </main>
    }
    .into_any()
}

fn choose(app: AppState, way: RwSignal<StartStep>, busy: RwSignal<bool>) -> AnyView {
    let known = move || {
        let ledgers = app.ledgers.get();
        (!ledgers.is_empty()).then(|| {
            let entries: Vec<_> = ledgers
                .into_iter()
                .map(|entry| {
                    let id = entry.id;
                    let note = match entry.kind {
                        LedgerKind::Real => "本机的台账",
                        LedgerKind::Sample => "示例，数据均为虚构",
                    };
                    card(Icon::Ledger, entry.name, note, busy.into(), move || {
                        busy.set(true);
                        spawn_local(async move {
                            app.enter(id).await;
                            busy.set(false);
                        });
                    })
                })
                .collect();
            view! { <section class="outside-cards" aria-label="打开台账">{entries}</section> }
        })
    };
    view! {
        <h1 class="outside-title">"党支部书记自己的台账"</h1>
        <p class="outside-lead">
            "党员积分、月考核、公示和通报，一次录入，多处生成。数据只在这台设备上，不上传。"
        </p>
        {known}
        <section class="outside-cards" aria-label="开始">
            {card(
                Icon::Import,
                "加入已有台账".into(),
                "支部或党委已经在用：打开他们给你的数据包",
                busy.into(),
                move || way.set(StartStep::Join),
            )}
            {card(
                Icon::Plus,
                "新建台账".into(),
                "从单位名称和第一个支部开始，花名册可以从 Excel 导入",
                busy.into(),
                move || way.set(StartStep::Create),
            )}
            {card(
                Icon::Person,
                "试用示例".into(),
                "一家虚构的医院：80 名党员、5 个支部、11 个月的登记",
                busy.into(),
                move || {
                    busy.set(true);
                    spawn_local(async move {
                        app.sample().await;
                        busy.set(false);
                    });
                },
            )}
        </section>
        {chunks::show_quietly((app.chunks().tidy)(TidyView::Welcome(app)))}
    }
    .into_any()
}

fn card(
    icon: Icon,
    title: String,
    text: &'static str,
    busy: Signal<bool>,
    act: impl Fn() + Send + 'static,
) -> AnyView {
    view! {
        <button type="button" class="outside-card" disabled=busy on:click=move |_| act()>
            <span class="outside-card-icon">{icon.view()}</span>
            <span class="outside-card-title">{title}</span>
            <span class="outside-card-text">{text}</span>
        </button>
    }
    .into_any()
}

/// Who keeps the ledger: what a form holds.
#[derive(Clone, Copy)]
pub(super) struct KeeperForm {
    name: RwSignal<String>,
    role: RwSignal<String>,
    tablet: RwSignal<String>,
    /// Whether the tablet is to be locked next.
    pub(super) lock: RwSignal<bool>,
    pub(super) asked: RwSignal<bool>,
}

impl KeeperForm {
    /// The form, with a name for the tablet that nobody has yet.
    pub(super) fn new(app: AppState, free: &str) -> Self {
        let known = app.tablet().unwrap_or_default();
        let tablet = if known.tablet.is_empty() { free.to_owned() } else { known.tablet };
        Self {
            name: RwSignal::new(known.name),
            role: RwSignal::new(known.role),
            tablet: RwSignal::new(tablet),
            lock: RwSignal::new(false),
            asked: RwSignal::new(false),
        }
    }

    /// Offers to lock the tablet, unless it has a lock.
    pub(super) fn offer_lock(self, app: AppState) -> AnyView {
        let offer = move || {
            view! {
                <Toggle
                    label="接着给这台设备加锁（用口令）"
                    help="可以不选，以后在“设置”里随时可以加"
                    value=self.lock
                    on_change=move |yes| self.lock.set(yes)
                />
            }
        };
        (!app.has_lock()).then(offer).into_any()
    }

    /// Who it is; `None`, with the errors shown, while something is missing.
    pub(super) fn read(&self, branch: String) -> Option<Tablet> {
        self.asked.set(true);
        let text = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
        let tablet = Tablet {
            name: text(self.name),
            role: text(self.role),
            branch,
            tablet: text(self.tablet),
        };
        let whole = !tablet.name.is_empty() && !tablet.role.is_empty() && !tablet.tablet.is_empty();
        whole.then_some(tablet)
    }

    pub(super) fn view(self) -> AnyView {
        let missing = move |signal: RwSignal<String>, text: &'static str| {
            Signal::derive(move || {
                let empty = self.asked.get() && signal.with(|text| text.trim().is_empty());
                if empty { text.to_owned() } else { String::new() }
            })
        };
        view! {
            <Field label="你的姓名" required=true error=missing(self.name, "请填写姓名")
                help="每一笔登记都会写明是谁做的">
                <TextInput value=self.name on_change=move |text| self.name.set(text)/>
            </Field>
            <Field label="你的职务" required=true error=missing(self.role, "请填写职务")
                help="支部书记、组织委员、党小组长……">
                <TextInput value=self.role on_change=move |text| self.role.set(text)
                    suggestions=Signal::stored(
                        ROLES.iter().map(|role| (*role).to_owned()).collect::<Vec<_>>(),
                    )/>
            </Field>
            <Field label="这台设备叫什么" required=true error=missing(self.tablet, "请给设备起个名字")
                help="几台平板一起用时，好知道是哪一台登记的">
                <TextInput value=self.tablet on_change=move |text| self.tablet.set(text)/>
            </Field>
        }
        .into_any()
    }
}

/// Goes on to what one wants next, where one came in: locking the tablet, which settings offer, and
/// another page, to which one goes back from there.
pub(super) fn go_on(app: AppState, wants_lock: bool, next: Option<Route>) {
    if app.session().is_none() {
        return;
    }
    let lock = wants_lock.then_some(Route::Settings(None));
    for route in next.into_iter().chain(lock) {
        page::go(&route.href());
    }
}

/// 新建台账: the form.
pub fn found(app: AppState, way: RwSignal<StartStep>) -> AnyView {
    keep_focus();
    let keeper = KeeperForm::new(app, "平板A");
    let hospital = RwSignal::new(String::new());
    let branch = RwSignal::new(String::new());
    let this_month = Month::of(clock::today());
    let from = RwSignal::new(this_month.to_string());
    let on_paper = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let missing = move |signal: RwSignal<String>, text: &'static str| {
        Signal::derive(move || {
            let empty = keeper.asked.get() && signal.with(|text| text.trim().is_empty());
            if empty { text.to_owned() } else { String::new() }
        })
    };
    let submit = move || {
        let tablet = keeper.read(String::new());
        let text = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
        let (hospital, branch) = (text(hospital), text(branch));
        let (Some(tablet), Ok(from)) = (tablet, from.get_untracked().parse()) else {
            return;
        };
        if hospital.is_empty() || branch.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let wants_lock = keeper.lock.get_untracked();
            app.create(tablet, NewLedger { hospital, branch, from }).await;
            let brings = on_paper.get_untracked().then(|| SidePage::ImportTotals.route());
            go_on(app, wants_lock, brings);
            busy.try_set(false);
        });
    };
    view! {
        <h1 class="outside-title">"新建台账"</h1>
        <form class="outside-form" on:submit=move |event| {
            event.prevent_default();
            submit();
        }>
            <Field label="单位名称" required=true error=missing(hospital, "请填写单位名称")
                help="会出现在打印的表头和落款里">
                <TextInput value=hospital on_change=move |text| hospital.set(text)
                    placeholder="××市人民医院"/>
            </Field>
            <Field label="你的支部" required=true error=missing(branch, "请填写支部名称")>
                <TextInput value=branch on_change=move |text| branch.set(text)
                    placeholder="内科党支部"/>
            </Field>
            <Field label="从哪个月开始考核" required=true
                help="默认标准（三方面十八项）从这个月起采用">
                <MonthInput value=from on_change=move |month| from.set(month)/>
            </Field>
            <Toggle
                label="以前的月份已在纸上考核过"
                help="建好以后先导入花名册，再从 Excel 引入每月总分"
                value=on_paper
                on_change=move |yes| on_paper.set(yes)
            />
            {keeper.view()}
            {keeper.offer_lock(app)}
            <FormActions>
                <Button label="开始" kind=ButtonKind::Primary submit=true busy on_click=|()| ()/>
                <Button label="返回" on_click=move |()| way.set(StartStep::Choose)/>
            </FormActions>
        </form>
    }
    .into_any()
}
