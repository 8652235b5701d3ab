//! What patients see: one question, five faces, at most three reasons, thanks. Whatever is begun and left
//! alone goes by itself, and so it does when the page comes back into sight.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::faces::face;
use super::leaving::{Corner, leaving_view};
use crate::app::kiosk::{KioskCounter, KioskExit, KioskStart};
use crate::browser::{clock, page};
use crate::kiosk::Rating;
use crate::registers::{KIOSK_ANSWERS, KIOSK_REASONS, LONGEST_KIOSK_COMMENT, MOST_REASONS};
use crate::ui::app_state::AppState;
use crate::ui::components::{focus_by_id, mark_body};

/// How long nothing is touched until the countdown, and until all is given up (practice.md (c), c2).
const IDLE_MILLIS: i64 = 20_000;
const COUNTDOWN_MILLIS: i64 = 5_000;
/// How long thanks are shown.
const THANKS_MILLIS: i32 = 4_000;
/// What counts as a touch.
const TOUCHES: [&str; 4] = ["pointerdown", "keydown", "touchmove", "input"];
const HEADING: &str = "kiosk-heading";

/// What is on the screen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The question with its faces.
    Question,
    /// The reasons of an answer.
    Reasons(usize),
    Thanks,
    /// No store took the answer.
    NotKept,
    /// The way back for staff.
    Leaving,
}

/// The screen while patients have it.
#[derive(Clone, Copy)]
struct Screen {
    counter: StoredValue<Rc<KioskCounter>, LocalStorage>,
    step: RwSignal<Step>,
    reasons: RwSignal<Vec<usize>>,
    /// What is written; may be empty.
    comment: RwSignal<String>,
    /// Seconds until what was begun is given up, once that is told.
    countdown: RwSignal<Option<i64>>,
    touched: StoredValue<i64>,
    /// Grows with each step, so that thanks that are over take nothing else away.
    steps: StoredValue<u32>,
    busy: StoredValue<bool>,
}

/// Shows what patients see; where nothing can be counted, the way back for staff.
pub fn kiosk_screen(app: AppState) -> AnyView {
    mark_body("has-kiosk");
    page::set_title("病人评价");
    let opened = RwSignal::new_local(None::<Rc<KioskStart>>);
    spawn_local(async move {
        if let Some(stores) = app.stores() {
            opened.set(Some(Rc::new(KioskCounter::start(stores).await)));
        }
    });
    let content = move || match opened.get().as_deref() {
        None => view! { <p class="kiosk-lead" role="status">"正在打开"</p> }.into_any(),
        Some(KioskStart::Counting(counter)) => Screen::begin(counter.clone()).view(),
        Some(KioskStart::Stopped(exit)) => stopped(exit.clone()),
    };
    view! { <main class="kiosk">{content}</main> }.into_any()
}

/// Nothing can be counted. The way out is the same as ever.
fn stopped(exit: Rc<KioskExit>) -> AnyView {
    let exit = StoredValue::new_local(exit);
    let leaving = RwSignal::new(false);
    let content = move || {
        if leaving.get() {
            return leaving_view(exit.get_value(), move || leaving.set(false));
        }
        view! {
            <h1 class="kiosk-question" id=HEADING tabindex="-1">"评价没有打开"</h1>
            <p class="kiosk-lead">"请把平板交还工作人员。已有的评价都还在。"</p>
            <button type="button" class="kiosk-act" on:click=|_| page::reload()>"再试一次"</button>
        }
        .into_any()
    };
    view! {
        <div class="kiosk-body">{content}</div>
        <Corner on_held=move |()| leaving.set(true)/>
    }
    .into_any()
}

impl Screen {
    fn begin(counter: Rc<KioskCounter>) -> Self {
        let screen = Self {
            counter: StoredValue::new_local(counter),
            step: RwSignal::new(Step::Question),
            reasons: RwSignal::default(),
            comment: RwSignal::default(),
            countdown: RwSignal::new(None),
            touched: StoredValue::new(clock::now().millis),
            steps: StoredValue::new(0),
            busy: StoredValue::new(false),
        };
        for name in TOUCHES {
            page::on_window(name, move || {
                screen.touched.try_set_value(clock::now().millis);
                screen.countdown.try_set(None);
            });
        }
        page::on_visibility(move || screen.go(Step::Question));
        set_interval(move || screen.look(), Duration::from_secs(1));
        screen
    }

    fn go(self, step: Step) {
        self.steps.try_update_value(|steps| *steps = steps.wrapping_add(1));
        self.countdown.try_set(None);
        if step == Step::Question {
            self.reasons.try_set(Vec::new());
            self.comment.try_set(String::new());
        }
        if self.step.try_get_untracked() == Some(step) || self.step.try_set(step).is_some() {
            return;
        }
        spawn_local(async move {
            page::drawn().await;
            focus_by_id(HEADING);
        });
    }

    /// Looks whether what was begun was left.
    fn look(self) {
        let is_begun = !matches!(self.step.get_untracked(), Step::Question | Step::Thanks);
        let idle = clock::now().millis - self.touched.get_value();
        if !is_begun || idle < IDLE_MILLIS {
            return;
        }
        let left = IDLE_MILLIS + COUNTDOWN_MILLIS - idle;
        if left <= 0 {
            self.go(Step::Question)
        } else {
            self.countdown.set(Some((left + 999) / 1_000))
        }
    }

    fn choose(self, reason: usize) {
        self.reasons.update(|chosen| match chosen.iter().position(|one| *one == reason) {
            Some(at) => {
                chosen.remove(at);
            }
            None if chosen.len() < MOST_REASONS => chosen.push(reason),
            None => {}
        });
    }

    fn submit(self, answer: usize) {
        let Some(rating) = self.reasons.with_untracked(|chosen| Rating::new(answer, chosen)) else {
            return;
        };
        if self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        let (counter, comment) = (self.counter.get_value(), self.comment.get_untracked());
        spawn_local(async move {
            if !counter.goes_on().await {
                // Staff have ended it in another tab.
                return page::reload();
            }
            let kept = counter.count(rating, &comment).await;
            self.busy.set_value(false);
            if kept.is_err() {
                return self.go(Step::NotKept);
            }
            self.go(Step::Thanks);
            let shown = self.steps.get_value();
            page::pause(THANKS_MILLIS).await;
            if self.steps.try_get_value() == Some(shown) {
                self.go(Step::Question);
            }
        });
    }

    fn view(self) -> AnyView {
        let content = move || match self.step.get() {
            Step::Question => self.question(),
            Step::Reasons(answer) => self.reasons_of(answer),
            Step::Thanks => said("谢谢您的评价", "您可以把平板交还工作人员了。"),
            Step::NotKept => said("这份评价没有存下", "请把平板交还工作人员。前面的评价都还在。"),
            Step::Leaving => leaving_view(self.exit(), move || self.go(Step::Question)),
        };
        let told = move || {
            self.countdown.get().map(|left| format!("{left} 秒后回到开头，碰一下屏幕就继续"))
        };
        view! {
            <div class="kiosk-body">{content}</div>
            <p class="kiosk-countdown" role="status">{told}</p>
            <Corner on_held=move |()| self.go(Step::Leaving)/>
        }
        .into_any()
    }

    fn exit(self) -> Rc<KioskExit> {
        self.counter.with_value(|counter| counter.exit.clone())
    }

    fn question(self) -> AnyView {
        let (department, doctor) = self.counter.with_value(|counter| {
            (counter.device.department.clone(), counter.device.doctor.clone())
        });
        let asked = if doctor.is_empty() {
            format!("您对{department}的服务满意吗？")
        } else {
            format!("您对{doctor}医生满意吗？")
        };
        let lead = if doctor.is_empty() { String::new() } else { department };
        let faces = (0..).zip(KIOSK_ANSWERS).map(|(answer, (_, label))| {
            view! {
                <li>
                    <button type="button" class="kiosk-face"
                        on:click=move |_| self.go(Step::Reasons(answer))>
                        {face(answer)}
                        <span>{*label}</span>
                    </button>
                </li>
            }
        });
        view! {
            <p class="kiosk-lead">{lead}</p>
            <h1 class="kiosk-question" id=HEADING tabindex="-1">{asked}</h1>
            <ul class="kiosk-faces">{faces.collect::<Vec<_>>()}</ul>
            <p class="kiosk-lead">"不记姓名，也不记时间。请点一张脸。"</p>
        }
        .into_any()
    }

    fn reasons_of(self, answer: usize) -> AnyView {
        let label = KIOSK_ANSWERS.get(answer).map_or("", |(_, label)| *label);
        let chips = (0..).zip(KIOSK_REASONS).map(|(reason, (_, label))| {
            let is_chosen = move || self.reasons.with(|chosen| chosen.contains(&reason));
            let is_full = move || {
                self.reasons
                    .with(|chosen| chosen.len() >= MOST_REASONS && !chosen.contains(&reason))
            };
            view! {
                <li>
                    <button type="button" class="kiosk-chip"
                        aria-pressed=move || if is_chosen() { "true" } else { "false" }
                        aria-disabled=move || is_full().then_some("true")
                        on:click=move |_| self.choose(reason)>
                        {*label}
                    </button>
                </li>
            }
        });
        view! {
            <p class="kiosk-lead">{format!("您选的是：{label}")}</p>
            <h1 class="kiosk-question" id=HEADING tabindex="-1">"主要和什么有关？"</h1>
            <p class="kiosk-lead">"可以不选，最多选三项"</p>
            <ul class="kiosk-chips">{chips.collect::<Vec<_>>()}</ul>
            <label class="kiosk-comment">
                <span>"想说的话（可不写，勿写姓名）"</span>
                <input type="text" autocomplete="off" enterkeyhint="done"
                    maxlength=LONGEST_KIOSK_COMMENT.to_string()
                    on:input=move |event| self.comment.set(event_target_value(&event))/>
            </label>
            <div class="kiosk-acts">
                <button type="button" class="kiosk-act" on:click=move |_| self.go(Step::Question)>
                    "重选"
                </button>
                <button type="button" class="kiosk-act is-main" on:click=move |_| self.submit(answer)>
                    "提交"
                </button>
            </div>
        }
        .into_any()
    }
}

fn said(heading: &'static str, text: &'static str) -> AnyView {
    view! {
        <h1 class="kiosk-question" id=HEADING tabindex="-1">{heading}</h1>
        <p class="kiosk-lead">{text}</p>
    }
    .into_any()
}
