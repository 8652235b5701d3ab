//! How staff take the tablet back: a corner that is held, then a PIN with growing waits, or the passphrase.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use zeroize::Zeroizing;

use crate::app::kiosk::{KioskExit, PIN_TRIES};
use crate::app::locking::AttemptsNote;
use crate::browser::page;
use crate::storage::{Attempts, DeviceLockError};
use crate::ui::components::{Field, Icon, SecretInput};

/// How long the corner is held: taps of a hurried hand, or of one that trembles, do nothing.
const HELD_MILLIS: i32 = 2_000;
const LONGEST_PIN: usize = 8;

/// The corner that staff hold.
#[component]
pub(super) fn Corner(
    /// Called once it was held long enough.
    #[prop(into)]
    on_held: Callback<()>,
) -> impl IntoView {
    // Grows with each press and each release: what was let go meanwhile does nothing.
    let presses = StoredValue::new(0_u32);
    let change = move || presses.try_update_value(|count| *count = count.wrapping_add(1));
    let press = move || {
        change();
        let pressed = presses.get_value();
        spawn_local(async move {
            page::pause(HELD_MILLIS).await;
            if presses.try_get_value() == Some(pressed) {
                on_held.run(());
            }
        });
    };
    let is_key = |event: &web_sys::KeyboardEvent| matches!(&*event.key(), "Enter" | " ");
    view! {
        <button type="button" class="kiosk-corner" aria-label="工作人员：按住两秒"
            on:pointerdown=move |_| press()
            on:pointerup=move |_| { change(); }
            on:pointercancel=move |_| { change(); }
            on:contextmenu=move |event| event.prevent_default()
            on:keydown=move |event| if is_key(&event) && !event.repeat() { press() }
            on:keyup=move |event| if is_key(&event) { change(); }>
            {Icon::Lock.view()}
        </button>
    }
    .into_any()
}

/// The way back.
#[derive(Clone, Copy)]
struct Leaving {
    exit: StoredValue<Rc<KioskExit>, LocalStorage>,
    typed: RwSignal<String>,
    by_passphrase: RwSignal<bool>,
    attempts: RwSignal<Attempts>,
    shown: RwSignal<bool>,
    error: RwSignal<String>,
    busy: RwSignal<bool>,
}

/// The view of it; `back` leads to the question again.
pub(super) fn leaving_view(
    exit: Rc<KioskExit>,
    back: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let (has_pin, has_passphrase) = (exit.has_pin(), exit.has_passphrase());
    if !has_pin && !has_passphrase {
        return no_secret_view(back);
    }
    let leaving = Leaving {
        exit: StoredValue::new_local(exit),
        typed: RwSignal::default(),
        by_passphrase: RwSignal::new(!has_pin),
        attempts: RwSignal::new(Attempts::default()),
        shown: RwSignal::new(false),
        error: RwSignal::default(),
        busy: RwSignal::new(false),
    };
    leaving.wait();
    let content = move || {
        if leaving.by_passphrase.get() { leaving.passphrase_view() } else { leaving.pin_view() }
    };
    let other = move || {
        if leaving.by_passphrase.get() { "改用退出密码" } else { "忘了，改用口令" }
    };
    view! {
        <h1 class="kiosk-question" id="kiosk-heading" tabindex="-1">"工作人员拿回平板"</h1>
        {content}
        <p class="kiosk-error" role="alert">{leaving.error}</p>
        <div class="kiosk-acts">
            <button type="button" class="kiosk-act" on:click=move |_| back()>"回到评价"</button>
            {(has_pin && has_passphrase).then(|| view! {
                <button type="button" class="kiosk-act" on:click=move |_| leaving.turn()>{other}</button>
            })}
        </div>
    }
    .into_any()
}

/// All copies of the note are damaged, and the tablet has no lock: nothing can be compared with what is typed.
fn no_secret_view(back: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    view! {
        <h1 class="kiosk-question" id="kiosk-heading" tabindex="-1">"退出密码读不出来"</h1>
        <p class="kiosk-lead">
            "台账还在这台设备上，没有打开。请先关掉浏览器再打开试试；还不行，请带上退出密码和最近的备份找信息科。不要清除浏览器数据。"
        </p>
        <div class="kiosk-acts">
            <button type="button" class="kiosk-act" on:click=move |_| back()>"返回"</button>
        </div>
    }
    .into_any()
}

impl Leaving {
    fn tries(self) -> AttemptsNote {
        if self.by_passphrase.get_untracked() { AttemptsNote::UNLOCKING } else { PIN_TRIES }
    }

    fn turn(self) {
        self.typed.set(String::new());
        self.error.set(String::new());
        self.attempts.set(Attempts::default());
        self.by_passphrase.update(|by| *by = !*by);
        self.wait();
    }

    /// Counts down what is still to be waited of the tries that are shown.
    fn wait(self) {
        let (tries, by_passphrase) = (self.tries(), self.by_passphrase.get_untracked());
        let noted = tries.noted().unwrap_or_default();
        spawn_local(async move {
            let told = move |attempts: Attempts| {
                let is_shown = self.by_passphrase.try_get_untracked() == Some(by_passphrase);
                is_shown && self.attempts.try_set(attempts).is_none()
            };
            tries.wait_out(noted, told).await;
        });
    }

    fn press(self, digit: char) {
        self.error.set(String::new());
        self.typed.update(|typed| {
            if typed.len() < LONGEST_PIN {
                typed.push(digit);
            }
        });
    }

    fn submit(self) {
        let typed = Zeroizing::new(self.typed.get_untracked());
        let noted = self.tries().noted().unwrap_or_default();
        if typed.is_empty() || self.busy.get_untracked() || noted.left() > 0 {
            return self.wait();
        }
        self.busy.set(true);
        let by_passphrase = self.by_passphrase.get_untracked();
        let exit = self.exit.get_value();
        spawn_local(async move {
            let outcome = if by_passphrase {
                exit.try_passphrase(&typed).await
            } else {
                exit.try_pin(&typed).await
            };
            match outcome {
                Ok(true) => {
                    page::cover(true);
                    page::go_instead("#/");
                    return page::reload();
                }
                Ok(false) => {
                    self.error.try_set(match by_passphrase {
                        true => format!("口令{}", DeviceLockError::Wrong),
                        false => "退出密码不对，请再试一次。".to_owned(),
                    });
                }
                Err(error) => {
                    self.error.try_set(error.to_string());
                }
            }
            self.busy.try_set(false);
            self.typed.try_set(String::new());
            if self.error.try_get_untracked().is_some() {
                self.wait();
            }
        });
    }

    fn submit_button(self) -> AnyView {
        let label = move || match (self.busy.get(), self.attempts.get().left()) {
            (true, _) => "请稍等".to_owned(),
            (_, 0) => "拿回".to_owned(),
            (_, left) => format!("请等 {left} 秒"),
        };
        let is_off = move || self.busy.get() || self.attempts.get().left() > 0;
        view! {
            <button type="button" class="kiosk-act is-main"
                disabled=is_off
                on:click=move |_| self.submit()>
                {label}
            </button>
        }
        .into_any()
    }

    fn pin_view(self) -> AnyView {
        let keys = "123456789".chars().chain(['0']).map(|digit| {
            view! {
                <button type="button" class="kiosk-key" on:click=move |_| self.press(digit)>
                    {digit.to_string()}
                </button>
            }
        });
        let typed = move || {
            let count = self.typed.with(String::len);
            if count == 0 { "请输退出密码".to_owned() } else { "●".repeat(count) }
        };
        let said = move || format!("已输 {} 位", self.typed.with(String::len));
        view! {
            <p class="kiosk-typed"><span aria-hidden="true">{typed}</span>
                <span class="unseen" role="status">{said}</span></p>
            <div class="kiosk-keys" role="group" aria-label="退出密码">
                {keys.collect::<Vec<_>>()}
                <button type="button" class="kiosk-key" aria-label="删去一位"
                    on:click=move |_| self.typed.update(|typed| { typed.pop(); })>
                    {Icon::Back.view()}
                </button>
                {self.submit_button()}
            </div>
        }
        .into_any()
    }

    fn passphrase_view(self) -> AnyView {
        view! {
            <form class="kiosk-passphrase" on:submit=move |event| {
                event.prevent_default();
                self.submit();
            }>
                <Field label="口令或恢复码">
                    <SecretInput value=self.typed shown=self.shown
                        on_change=move |text| self.typed.set(text)/>
                </Field>
                {self.submit_button()}
            </form>
        }
        .into_any()
    }
}
