//! The page of a locked tablet: it names nobody, and opens with the passphrase or the recovery code.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use zeroize::Zeroizing;

use crate::app::LifeView;
use crate::app::address::{return_to_address, uncover};
use crate::app::locking::{
    AttemptsNote, change_passphrase, enter, enter_for_good, handed_over, seal, unlock,
};
use crate::app::routes::Route;
use crate::app::show_handover::take_show;
use crate::browser::page;
use crate::storage::{Attempts, DeviceLockError, RecoveryCode, UnlockSecret, Unlocked};
use crate::ui::app_state::AppState;
use crate::ui::chunks::show;
use crate::ui::components::{
    Button, ButtonKind, Field, FormActions, Icon, Mounted, Progress, SecretInput, TextInput, Toggle,
};
use crate::ui::focus::keep_focus;

use super::new_passphrase::NewPassphrase;
use super::unlocking_notes::SealingNotes;
use super::wiping::wiping_view;

/// Step of unlocking.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UnlockStep {
    /// It is not known yet whether the tablet is locked.
    Looking,
    Passphrase,
    Code,
    /// The code opened it: a new passphrase is to be chosen.
    Renew,
    /// Neither is known any more.
    Forgotten,
    /// It is open; the stores are being brought in.
    Entering,
    /// It was locked just now; what is kept is being sealed.
    Sealing,
}

#[derive(Clone, Copy)]
struct Unlocking {
    app: AppState,
    way: RwSignal<UnlockStep>,
    typed: RwSignal<String>,
    error: RwSignal<String>,
    busy: RwSignal<bool>,
    /// What was tried in vain on this page, and what is to be waited.
    attempts: RwSignal<Attempts>,
    is_waiting: StoredValue<bool>,
    notes: SealingNotes,
    percent: RwSignal<f64>,
    unlocked: StoredValue<Option<Rc<Unlocked>>, LocalStorage>,
}

/// The page, or what goes on while the tablet is locked.
pub fn unlock_page(app: AppState) -> AnyView {
    page::set_title("医心台账");
    // Going back leads through addresses of what is locked.
    let mounted = Mounted::here();
    page::on_window("hashchange", move || {
        let is_locked = mounted.is_there();
        if is_locked && !["", "#/", &Route::Exchange.href()].contains(&&*page::hash()) {
            page::go_instead("#/");
        }
    });
    if let Some(kept) = take_show() {
        provide_context(kept);
        return show((app.chunks().life)(Signal::stored(LifeView::Show.route())));
    }
    keep_focus();
    let unlocking = Unlocking {
        app,
        way: RwSignal::new(UnlockStep::Looking),
        typed: RwSignal::default(),
        error: RwSignal::default(),
        busy: RwSignal::new(false),
        attempts: RwSignal::new(Attempts::default()),
        is_waiting: StoredValue::new(false),
        notes: SealingNotes::new(),
        percent: RwSignal::new(-1.0),
        unlocked: StoredValue::new_local(None),
    };
    spawn_local(unlocking.look());
    let content = move || match unlocking.way.get() {
        UnlockStep::Looking => ().into_any(),
        UnlockStep::Passphrase => unlocking.passphrase_view(),
        UnlockStep::Code => unlocking.code_view(),
        UnlockStep::Renew => unlocking.renew_view(),
        UnlockStep::Forgotten => unlocking.forgotten_view(),
        UnlockStep::Entering => unlocking.progress_view("正在打开"),
        UnlockStep::Sealing => unlocking.progress_view("正在加密，请不要关闭"),
    };
    view! {
        <main class="outside">
            <p class="outside-brand">"医心台账"</p>
            {content}
        </main>
    }
    .into_any()
}

impl Unlocking {
    /// Seals what is kept where the tablet was locked just now, and goes in without asking where the
    /// lock was taken off for good.
    async fn look(self) {
        let Some(stores) = self.app.stores() else { return };
        let told = self.told();
        if let Some(unlocked) = handed_over() {
            self.way.set(UnlockStep::Sealing);
            page::drawn().await;
            seal(&stores, &self.app.encryption(), &unlocked, &told).await;
            // Neither key nor data stay in memory.
            return page::reload();
        }
        match enter_for_good(&stores, &self.app.encryption(), &told).await {
            Ok(true) => return self.app.unlock(None).await,
            Ok(false) => {}
            Err(error) => self.error.set(error.to_string()),
        }
        self.way.set(UnlockStep::Passphrase);
        self.notes.follow(self.app);
        self.wait().await;
    }

    fn progress_view(self, label: &'static str) -> AnyView {
        view! { <Progress label percent=self.percent/> }.into_any()
    }

    fn told(self) -> impl Fn(usize, usize) {
        move |done, all| {
            self.percent.try_set(100.0 * done as f64 / all.max(1) as f64);
        }
    }

    fn go(self, way: UnlockStep) {
        self.error.set(String::new());
        self.typed.set(String::new());
        self.way.set(way);
    }

    /// Tries what was typed.
    fn submit(self) {
        let noted = AttemptsNote::UNLOCKING.noted().unwrap_or(self.attempts.get_untracked());
        if self.busy.get_untracked() || noted.left() > 0 {
            return spawn_local(self.wait());
        }
        let by_code = self.way.get_untracked() == UnlockStep::Code;
        let typed = Zeroizing::new(self.typed.get_untracked());
        if typed.is_empty() {
            let what = if by_code { "请写恢复码" } else { "请写口令" };
            return self.error.set(what.to_owned());
        }
        let code = match RecoveryCode::read(&typed) {
            Err(wrong) if by_code => return self.error.set(wrong.to_string()),
            code => code.ok().filter(|_| by_code),
        };
        self.busy.set(true);
        let count = move |attempts: Attempts| {
            self.attempts.set(attempts);
            AttemptsNote::UNLOCKING.note(attempts);
        };
        // A page that goes before it knows has tried all the same.
        count(noted.another());
        spawn_local(async move {
            let Some(stores) = self.app.stores() else { return };
            let secret = match &code {
                Some(code) => UnlockSecret::Code(code),
                None => UnlockSecret::Passphrase(&typed),
            };
            let outcome = unlock(&stores, secret).await;
            self.busy.set(false);
            match outcome {
                Ok(unlocked) => {
                    count(Attempts::default());
                    self.typed.set(String::new());
                    self.unlocked.set_value(Some(Rc::new(unlocked)));
                    if by_code { self.go(UnlockStep::Renew) } else { self.unlock().await }
                }
                Err(DeviceLockError::Wrong) => {
                    let what = if by_code { "恢复码" } else { "口令" };
                    self.error.set(format!("{what}{}", DeviceLockError::Wrong));
                    self.wait().await;
                }
                // Another page took the lock off for good.
                Err(DeviceLockError::NotLocked) => {
                    count(noted);
                    page::reload();
                }
                Err(error) => {
                    // It was not the secret.
                    count(noted);
                    self.error.set(error.to_string());
                }
            }
        });
    }

    /// Waits what is still to be waited, however often the page was opened anew meanwhile.
    async fn wait(self) {
        if self.is_waiting.try_get_value() != Some(false) {
            return;
        }
        self.is_waiting.set_value(true);
        let noted = AttemptsNote::UNLOCKING.noted().unwrap_or(self.attempts.get_untracked());
        AttemptsNote::UNLOCKING
            .wait_out(noted, |attempts| self.attempts.try_set(attempts).is_none())
            .await;
        self.is_waiting.try_set_value(false);
    }

    async fn unlock(self) {
        let (Some(stores), Some(unlocked)) = (self.app.stores(), self.unlocked.get_value()) else {
            return;
        };
        self.way.set(UnlockStep::Entering);
        page::yield_for_paint().await;
        let told = self.told();
        // Staff are back, whatever a tab still shows to patients.
        let _ = stores.end_kiosk().await;
        let trouble = enter(&stores, &self.app.encryption(), &unlocked, &told).await;
        uncover(&stores);
        self.app.unlock(trouble).await;
        return_to_address(&stores);
    }

    fn open_button(self) -> AnyView {
        let label = Signal::derive(move || match (self.busy.get(), self.attempts.get().left()) {
            (true, _) => "正在打开".to_owned(),
            (_, 0) => "打开".to_owned(),
            (_, left) => format!("请等 {left} 秒"),
        });
        let disabled = Signal::derive(move || self.attempts.get().left() > 0);
        view! {
            <Button label kind=ButtonKind::Primary icon=Icon::Unlock submit=true busy=self.busy
                disabled on_click=|()| ()/>
        }
        .into_any()
    }

    fn type_in(self, text: String) {
        self.error.set(String::new());
        self.typed.set(text);
    }

    fn passphrase_view(self) -> AnyView {
        let shown = RwSignal::new(false);
        view! {
            <h1 class="outside-title">{self.notes.title()}</h1>
            {self.notes.view()}
            <form class="outside-form" on:submit=move |event| {
                event.prevent_default();
                self.submit();
            }>
                <Field label="口令" required=true error=self.error>
                    <SecretInput value=self.typed shown on_change=move |text| self.type_in(text)/>
                </Field>
                <Toggle label="显示口令" value=shown on_change=move |yes| shown.set(yes)/>
                <FormActions>
                    {self.open_button()}
                    <Button label="用恢复码" on_click=move |()| self.go(UnlockStep::Code)/>
                </FormActions>
            </form>
        }
        .into_any()
    }

    fn code_view(self) -> AnyView {
        view! {
            <h1 class="outside-title">"用恢复码打开"</h1>
            {self.notes.view()}
            <form class="outside-form" on:submit=move |event| {
                event.prevent_default();
                self.submit();
            }>
                <Field
                    label="恢复码"
                    required=true
                    error=self.error
                    help="加锁时打印或抄下的 7 组字母和数字，大小写、横线都不要紧"
                >
                    <TextInput value=self.typed on_change=move |text| self.type_in(text)/>
                </Field>
                <FormActions>
                    {self.open_button()}
                    <Button label="用口令" on_click=move |()| self.go(UnlockStep::Passphrase)/>
                    <Button
                        label="都找不到了"
                        kind=ButtonKind::Quiet
                        on_click=move |()| self.go(UnlockStep::Forgotten)
                    />
                </FormActions>
            </form>
        }
        .into_any()
    }

    /// Whoever needed the code no longer knows the passphrase.
    fn renew_view(self) -> AnyView {
        let new = NewPassphrase::new();
        let submit = move || {
            let lacks = untrack(|| new.lacks());
            if !lacks.is_empty() {
                return self.error.set(lacks);
            }
            if self.busy.get_untracked() {
                return;
            }
            self.busy.set(true);
            spawn_local(async move {
                let (stores, unlocked) = (self.app.stores(), self.unlocked.get_value());
                let (Some(stores), Some(unlocked)) = (stores, unlocked) else { return };
                let changed = change_passphrase(&stores, &unlocked, &new.text()).await;
                self.busy.set(false);
                if let Err(error) = changed {
                    return self.error.set(error.to_string());
                }
                // The wraps are others now.
                match unlock(&stores, UnlockSecret::Passphrase(&new.text())).await {
                    Ok(unlocked) => {
                        new.forget();
                        self.unlocked.set_value(Some(Rc::new(unlocked)));
                        self.unlock().await;
                    }
                    Err(error) => self.error.set(error.to_string()),
                }
            });
        };
        view! {
            <h1 class="outside-title">"换一个口令"</h1>
            <p class="outside-lead">"恢复码对了。请另定一个口令，以后用它打开；恢复码照旧有效。"</p>
            <form class="outside-form" on:submit=move |event| {
                event.prevent_default();
                submit();
            }>
                {new.view("新口令")}
                <p class="field-error" role="alert">{self.error}</p>
                <FormActions>
                    <Button label="换好，打开" kind=ButtonKind::Primary submit=true busy=self.busy
                        on_click=|()| ()/>
                </FormActions>
            </form>
        }
        .into_any()
    }

    fn forgotten_view(self) -> AnyView {
        view! {
            <h1 class="outside-title">"口令和恢复码都没有了"</h1>
            <p class="outside-lead">
                "没有它们，这台设备上的数据谁也打不开，我们也不能。能用的只有导出过的备份文件：先清除本机数据，再选“加入已有台账”，打开最近的备份。没有备份的，先别清除，再找一找恢复码。"
            </p>
            {wiping_view(self.app)}
            <FormActions>
                <Button label="返回" on_click=move |()| self.go(UnlockStep::Code)/>
            </FormActions>
        }
        .into_any()
    }
}
