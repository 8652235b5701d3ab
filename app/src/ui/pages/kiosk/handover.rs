//! 交给病人评价: whom patients are asked about, and what staff take the tablet back with.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use zeroize::Zeroizing;

use super::guidance::pinning_guidance;
use crate::app::kiosk::{HandoverError, HandoverSecrets, hand_over_tablet};
use crate::app::routes::Route;
use crate::app::{Session, today};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::browser::page;
use crate::kiosk::{KioskTarget, check_pin};
use crate::ledger::{Ledger, RecordId};
use crate::registers::{DEPARTMENT, KIOSK_MONTH, MEMBER, Member, name_of, names_apart};
use crate::ui::app_state::AppState;
use crate::ui::components::{
    Button, ButtonKind, Empty, Field, FormActions, LinkButton, Page, PickOption, RecordPicker,
    SecretInput, Toggle,
};
use crate::ui::pages::new_passphrase::NewPassphrase;

const CHOOSE_DEPARTMENT: &str = "请选择科室";

/// What is asked before the tablet is handed over.
#[derive(Clone, Copy)]
struct Handover {
    app: AppState,
    session: Session,
    department: RwSignal<Option<RecordId>>,
    doctor: RwSignal<Option<RecordId>>,
    pin: RwSignal<String>,
    again: RwSignal<String>,
    shown: RwSignal<bool>,
    passphrase: NewPassphrase,
    error: RwSignal<String>,
    /// Whether it was tried to hand the tablet over: from then on each field says what it lacks.
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
}

/// The page.
pub fn handover_page(_register: &'static str) -> AnyView {
    let (app, session) = (expect_context::<AppState>(), expect_context::<Session>());
    let handover = Handover {
        app,
        session,
        department: RwSignal::new(None),
        doctor: RwSignal::new(None),
        pin: RwSignal::default(),
        again: RwSignal::default(),
        shown: RwSignal::new(false),
        passphrase: NewPassphrase::new(),
        error: RwSignal::default(),
        tried: RwSignal::new(false),
        busy: RwSignal::new(false),
    };
    let has_departments = Memo::new(move |_| {
        session.with_ledger(|all| all.records(DEPARTMENT.name).next().is_some())
    });
    let body = move || if has_departments.get() { handover.form() } else { no_departments() };
    view! {
        <Page title="交给病人评价" back=Route::list(&KIOSK_MONTH).href()>
            <div class="reading stack">
                {body}
                {pinning_guidance()}
            </div>
        </Page>
    }
    .into_any()
}

fn no_departments() -> AnyView {
    view! {
        <Empty title="还没有科室" text="先登记科室，再把平板交给病人评价。"
            action=|| view! {
                <LinkButton label="登记科室" href=Route::list(&DEPARTMENT).href() kind=ButtonKind::Primary/>
            }/>
    }
    .into_any()
}

impl Handover {
    fn form(self) -> AnyView {
        let session = self.session;
        let departments = Signal::derive(move || session.with_ledger(department_options));
        let doctors = Signal::derive(move || {
            let department = self.department.get();
            session.with_ledger(|ledger| doctor_options(ledger, department.as_ref()))
        });
        let chosen = |of: RwSignal<Option<RecordId>>| {
            Signal::derive(move || of.get().map(|id| id.to_string()).unwrap_or_default())
        };
        let choose_department = move |id: String| {
            self.error.set(String::new());
            self.department.set(id.parse().ok());
        };
        let choose_doctor = move |id: String| {
            self.error.set(String::new());
            self.doctor.set(id.parse().ok());
        };
        let no_department = Signal::derive(move || {
            let lacks = self.tried.get() && self.department.with(Option::is_none);
            if lacks { CHOOSE_DEPARTMENT.to_owned() } else { String::new() }
        });
        let weak = Signal::derive(move || {
            let (pin, tried) = (self.pin.get(), self.tried.get());
            let weak = check_pin(&pin).err().filter(|_| tried || pin.len() >= 4);
            weak.map(|weak| weak.to_string()).unwrap_or_default()
        });
        let differs = Signal::derive(move || {
            let is_begun = self.tried.get() || !self.again.with(String::is_empty);
            if is_begun { self.differs() } else { String::new() }
        });
        let passphrase = (!self.app.has_lock()).then(|| {
            view! {
                <p class="quiet-line">"这台设备没有加锁，请另定一句口令：忘了退出密码时用它拿回平板。"</p>
                {self.passphrase.view("口令")}
            }
        });
        let help = if self.app.has_lock() {
            "4 到 8 位数字，拿回平板时用；忘了就用这台设备的口令或恢复码"
        } else {
            "4 到 8 位数字，拿回平板时用"
        };
        view! {
            <form class="sheet pad stack" on:submit=move |event| {
                event.prevent_default();
                self.submit();
            }>
                <p>
                    "病人点一张脸、点“提交”就完成，也可以选原因、写一句想说的话；不用登录，不留姓名和时间。够 10 份才汇入台账出分，不够的只记份数。"
                </p>
                <Field label="科室" required=true error=no_department>
                    <RecordPicker options=departments value=chosen(self.department)
                        placeholder="选择科室" on_change=choose_department/>
                </Field>
                <Field label="医生" help="不选就是评价整个科室">
                    <RecordPicker options=doctors value=chosen(self.doctor) clearable=true
                        placeholder="整个科室" on_change=choose_doctor/>
                </Field>
                <Field label="退出密码" required=true help error=weak>
                    <SecretInput value=self.pin shown=self.shown on_change=move |text| self.pin.set(text)/>
                </Field>
                <Field label="再写一次退出密码" required=true error=differs>
                    <SecretInput value=self.again shown=self.shown on_change=move |text| self.again.set(text)/>
                </Field>
                <Toggle label="显示退出密码" value=self.shown on_change=move |yes| self.shown.set(yes)/>
                {passphrase}
                <p class="field-error" role="alert">{self.error}</p>
                <FormActions>
                    <Button label="交给病人" kind=ButtonKind::Primary submit=true busy=self.busy
                        on_click=|()| ()/>
                </FormActions>
            </form>
        }
        .into_any()
    }

    fn differs(self) -> String {
        let same = self.pin.with(|pin| self.again.with(|again| pin == again));
        if same { String::new() } else { "两次写的退出密码不一样".to_owned() }
    }

    /// What is still missing or wrong; empty where nothing is.
    fn lacks(self) -> String {
        if self.department.with(Option::is_none) {
            return CHOOSE_DEPARTMENT.to_owned();
        }
        if let Err(weak) = self.pin.with(|pin| check_pin(pin)) {
            return weak.to_string();
        }
        let differs = self.differs();
        if differs.is_empty() && !self.app.has_lock() { self.passphrase.lacks() } else { differs }
    }

    fn submit(self) {
        self.tried.set(true);
        let lacks = untrack(|| self.lacks());
        if !lacks.is_empty() {
            return self.error.set(lacks);
        }
        let (Some(department), Some(stores)) = (self.department.get_untracked(), self.app.stores())
        else {
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let target = KioskTarget { department, doctor: self.doctor.get_untracked() };
        spawn_local(async move {
            let pin = Zeroizing::new(self.pin.get_untracked());
            let passphrase = (!self.app.has_lock()).then(|| self.passphrase.text());
            let secrets = HandoverSecrets {
                pin: &pin,
                passphrase: passphrase.as_ref().map(|text| text.as_str()),
            };
            match hand_over_tablet(self.session, &stores, target, secrets).await {
                // Neither key nor ledger stay in memory.
                Ok(()) => {
                    page::cover(true);
                    page::go_instead("#/");
                    page::reload();
                }
                Err(error) => self.show(&error),
            }
        });
    }

    fn show(self, error: &HandoverError) {
        self.busy.try_set(false);
        self.error.try_set(error.to_string());
    }
}

fn department_options(ledger: &Ledger) -> Vec<PickOption> {
    let mut options: Vec<PickOption> = ledger
        .records(DEPARTMENT.name)
        .map(|record| PickOption {
            id: record.id().to_string(),
            label: name_of(ledger, record.id()),
            ..PickOption::default()
        })
        .collect();
    sort_by_name(&mut options, NameOrder::Pinyin, |one| &one.label);
    options
}

/// Those on the roll today, of the department first.
fn doctor_options(ledger: &Ledger, department: Option<&RecordId>) -> Vec<PickOption> {
    let day = today();
    let members: Vec<Member> =
        ledger.records(MEMBER.name).filter_map(|record| Member::on(&record, day)).collect();
    let names = names_apart(ledger, members.iter().map(|one| &one.id), false);
    let option = |member: &Member| {
        let is_own = department.is_some() && member.department.as_ref() == department;
        PickOption {
            id: member.id.to_string(),
            label: names.get(&member.id).cloned().unwrap_or_default(),
            hint: member.department.as_ref().map(|id| name_of(ledger, id)).unwrap_or_default(),
            group: if is_own { "本科室" } else { "其他在册党员" }.to_owned(),
        }
    };
    let mut options: Vec<PickOption> = members.iter().map(option).collect();
    sort_by_name(&mut options, NameOrder::Pinyin, |one| &one.label);
    let (mut own, others): (Vec<_>, Vec<_>) =
        options.into_iter().partition(|one| one.group == "本科室");
    own.extend(others);
    own
}
