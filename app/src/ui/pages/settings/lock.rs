//! 本机加锁: turning it on, when it locks by itself, changing the passphrase or the code, and turning
//! it off.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use zeroize::Zeroizing;

use crate::app::TabStores;
use crate::app::locking::{
    AttemptsNote, LockHabit, change_code, change_passphrase, count_clear, draw_code, lock_tablet,
    unlock,
};
use crate::storage::{Attempts, DeviceLockError, RecoveryCode, UnlockSecret, Unlocked};
use crate::ui::app_state::AppState;
use crate::ui::components::{
    Button, ButtonKind, Choice, Dialog, Field, Icon, Opt, SecretInput, ToastHandle, Toggle,
};
use crate::ui::pages::new_passphrase::NewPassphrase;

use super::lock_code::CodeForm;

/// What is being done about the lock.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Task {
    /// Turning it on: first a passphrase, then the code.
    Lock,
    Passphrase,
    Code,
    Leave,
}

impl Task {
    fn title(self) -> &'static str {
        match self {
            Self::Lock => "给这台设备加锁",
            Self::Passphrase => "换口令",
            Self::Code => "换恢复码",
            Self::Leave => "关闭加锁",
        }
    }

    fn asks_present(self) -> bool {
        self != Self::Lock
    }

    fn asks_new(self) -> bool {
        matches!(self, Self::Lock | Self::Passphrase)
    }

    fn gives_code(self) -> bool {
        matches!(self, Self::Lock | Self::Code)
    }
}

/// Why something about the lock was not done.
#[derive(Debug, thiserror::Error)]
enum LockError {
    /// Vain tries are to be waited for.
    #[error("口令错了几次，请等 {0} 秒再试")]
    Waiting(u32),
    /// What could not be saved would be lost, as the page is opened anew.
    #[error("没有加锁：有登记还没有存下，请先导出全部")]
    Unsaved,
    #[error(transparent)]
    Vault(#[from] DeviceLockError),
}

#[derive(Clone, Copy)]
struct LockForm {
    app: AppState,
    toasts: ToastHandle,
    task: RwSignal<Option<Task>>,
    present: RwSignal<String>,
    shown: RwSignal<bool>,
    new: NewPassphrase,
    /// The code that is to be written down before it counts.
    code: RwSignal<Option<CodeForm>, LocalStorage>,
    error: RwSignal<String>,
    busy: RwSignal<bool>,
}

pub(super) fn lock_view(app: AppState, toasts: ToastHandle) -> AnyView {
    let form = LockForm {
        app,
        toasts,
        task: RwSignal::new(None),
        present: RwSignal::default(),
        shown: RwSignal::new(false),
        new: NewPassphrase::new(),
        code: RwSignal::new_local(None),
        error: RwSignal::default(),
        busy: RwSignal::new(false),
    };
    let body = if app.has_lock() { form.locked_view() } else { form.unlocked_view() };
    view! {
        <section class="sheet stack">
            <h3>"本机加锁"</h3>
            {body}
            {form.dialog()}
        </section>
    }
    .into_any()
}

impl LockForm {
    fn begin(self, task: Task) {
        self.forget();
        self.task.set(Some(task));
    }

    fn forget(self) {
        self.present.set(String::new());
        self.error.set(String::new());
        self.new.forget();
        self.code.set(None);
    }

    fn unlocked_view(self) -> AnyView {
        view! {
            <p>
                "用口令锁住这台设备：存在这里的全部内容都加密，离开时自动锁定，平板丢了也看不到。导出的文件不在其内，要在导出时另选加密。"
            </p>
            <div>
                <Button
                    label="加锁"
                    icon=Icon::Lock
                    on_click=move |()| self.begin(Task::Lock)
                />
            </div>
        }
        .into_any()
    }

    fn locked_view(self) -> AnyView {
        let habit = RwSignal::new(LockHabit::chosen());
        let choose = move |chosen: LockHabit| {
            chosen.choose();
            habit.set(chosen);
        };
        let minutes = Signal::derive(move || habit.get().minutes.to_string());
        let options: Vec<Opt> = LockHabit::MINUTES
            .iter()
            .map(|minutes| Opt::new(minutes.to_string(), format!("{minutes} 分钟")))
            .collect();
        let task = move |label: &'static str, task| {
            view! { <Button label on_click=move |()| self.begin(task)/> }
        };
        // What is sealed is said only once it was looked at.
        let promise = RwSignal::new("已加锁。".to_owned());
        spawn_local(async move {
            let Some(stores) = self.app.stores() else { return };
            promise.try_set(match count_clear(&stores).await {
                Some(0) => "已加锁：存在这台设备上的内容都已加密。".to_owned(),
                Some(left) => {
                    format!("已加锁，还有 {left} 处没有加密完：下次输入口令时会接着加密。")
                }
                None => "已加锁，没能查清是不是都加密完了：下次输入口令时会接着加密。".to_owned(),
            });
        });
        view! {
            <p>{promise}"导出的文件不在其内，要在导出时另选加密。"</p>
            <Field label="多久不操作就锁定">
                <Choice
                    options=Signal::stored(options)
                    value=minutes
                    on_change=move |minutes: String| {
                        let minutes = minutes.parse().unwrap_or(habit.get_untracked().minutes);
                        choose(LockHabit { minutes, ..habit.get_untracked() });
                    }
                />
            </Field>
            <Toggle
                label="切到别的应用 1 分钟后锁定"
                value=Signal::derive(move || habit.get().hides)
                on_change=move |hides| choose(LockHabit { hides, ..habit.get_untracked() })
            />
            <div class="row">
                <Button
                    label="现在锁定"
                    icon=Icon::Lock
                    on_click=move |()| self.app.lock_now(self.toasts)
                />
                {task("换口令", Task::Passphrase)}
                {task("换恢复码", Task::Code)}
                {task("关闭加锁", Task::Leave)}
            </div>
        }
        .into_any()
    }

    fn dialog(self) -> AnyView {
        let close = move |()| {
            self.task.set(None);
            self.forget();
        };
        let title = Signal::derive(move || self.task.get().map_or("", Task::title).to_owned());
        let label = Signal::derive(move || {
            let writes_down =
                self.task.get().is_some_and(Task::gives_code) && self.code.with(Option::is_none);
            if writes_down { "下一步" } else { "完成" }.to_owned()
        });
        let body = move || match (self.task.get(), self.code.get()) {
            (_, Some(code)) => code.view(),
            (Some(task), None) => self.fields(task),
            (None, None) => ().into_any(),
        };
        view! {
            <Dialog
                open=Signal::derive(move || self.task.get().is_some())
                on_close=close
                title
                steady=true
                footer=move || view! {
                    <Button label="取消" on_click=close/>
                    <Button
                        label
                        kind=ButtonKind::Primary
                        busy=self.busy
                        on_click=move |()| self.go_on()
                    />
                }
            >
                <div class="stack">
                    {body}
                    <p class="field-error" role="alert">{self.error}</p>
                </div>
            </Dialog>
        }
        .into_any()
    }

    fn fields(self, task: Task) -> AnyView {
        let Self { present, shown, .. } = self;
        let words = match task {
            Task::Lock => {
                "口令没有人能替你找回。下一步会给一个恢复码，请打印或抄下来，和平板分开放。"
            }
            Task::Passphrase => "恢复码照旧有效。",
            Task::Code => "换好以后，旧的恢复码就不能用了。",
            Task::Leave => "关闭以后，存在这台设备上的内容不再加密，打开时也不再问口令。",
        };
        let asked = task.asks_present().then(|| {
            view! {
                <Field label="现在的口令" required=true>
                    <SecretInput value=present shown on_change=move |text| present.set(text)/>
                </Field>
            }
        });
        view! {
            <p>{words}</p>
            {asked}
            {task.asks_new().then(|| self.new.view("新口令"))}
        }
        .into_any()
    }

    /// What keeps one from going on; empty where nothing does.
    fn lacks(self, task: Task) -> String {
        if let Some(code) = self.code.get() {
            return code.lacks();
        }
        if task.asks_present() && self.present.with(String::is_empty) {
            return "请写现在的口令".to_owned();
        }
        if task.asks_new() { self.new.lacks() } else { String::new() }
    }

    fn go_on(self) {
        let Some(task) = self.task.get_untracked() else { return };
        let lacks = untrack(|| self.lacks(task));
        self.error.set(lacks.clone());
        if !lacks.is_empty() || self.busy.get_untracked() {
            return;
        }
        let Some(stores) = self.app.stores() else { return };
        self.busy.set(true);
        spawn_local(async move {
            let outcome = match (task.gives_code(), self.code.get_untracked()) {
                (true, None) => self.write_down(&stores).await,
                (_, code) => {
                    let code = code.map(CodeForm::code);
                    self.act(&stores, task, code.as_ref()).await
                }
            };
            self.busy.try_set(false);
            if let Err(error) = outcome {
                self.error.try_set(error.to_string());
            }
        });
    }

    /// Shows a new code; nothing has changed before it was written down.
    async fn write_down(self, stores: &TabStores) -> Result<(), LockError> {
        if self.task.get_untracked() == Some(Task::Code) {
            self.unlocked(stores).await?;
        }
        let code = draw_code()?;
        self.code.set(Some(CodeForm::new(code)));
        Ok(())
    }

    /// Unlocks with the present passphrase; vain tries count as on the page of a locked tablet.
    async fn unlocked(self, stores: &TabStores) -> Result<Unlocked, LockError> {
        let noted = AttemptsNote::UNLOCKING.noted().unwrap_or_default();
        if noted.left() > 0 {
            return Err(LockError::Waiting(noted.left()));
        }
        AttemptsNote::UNLOCKING.note(noted.another());
        let present = Zeroizing::new(self.present.get_untracked());
        let outcome = unlock(stores, UnlockSecret::Passphrase(&present)).await;
        match &outcome {
            Ok(_) => AttemptsNote::UNLOCKING.note(Attempts::default()),
            Err(DeviceLockError::Wrong) => {
                spawn_local(AttemptsNote::UNLOCKING.wait_out(noted.another(), |_| true))
            }
            Err(_) => AttemptsNote::UNLOCKING.note(noted),
        }
        Ok(outcome?)
    }

    async fn act(
        self,
        stores: &TabStores,
        task: Task,
        code: Option<&RecoveryCode>,
    ) -> Result<(), LockError> {
        let new = self.new.text();
        match (task, code) {
            (Task::Lock, Some(code)) => {
                if !self.app.is_settled().await {
                    return Err(LockError::Unsaved);
                }
                let unlocked = lock_tablet(stores, &new, code).await?;
                // The dialog stays until then, as closing it goes back in history.
                self.app.seal_now(unlocked, self.toasts).await;
            }
            (Task::Leave, _) => {
                self.unlocked(stores).await?.leave(stores).await?;
                self.app.lock_now(self.toasts);
            }
            (Task::Code, Some(code)) => {
                let unlocked = self.unlocked(stores).await?;
                change_code(stores, &unlocked, code).await?;
                self.finish("恢复码换好了，旧的请销毁");
            }
            (Task::Passphrase, _) => {
                let unlocked = self.unlocked(stores).await?;
                change_passphrase(stores, &unlocked, &new).await?;
                self.finish("口令换好了");
            }
            // A code is given before these are done.
            (Task::Lock | Task::Code, None) => {}
        }
        Ok(())
    }

    fn finish(self, done: &str) {
        self.forget();
        self.task.set(None);
        self.toasts.say(done);
    }
}
