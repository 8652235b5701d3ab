//! The counter over the whole window: pads that count as they are touched, and the controls around them.
//!
//! A pad counts on `pointerdown`: a click comes later, and not at all where the finger slips. The click
//! that follows is passed over; one that nothing preceded is of a keyboard or a screen reader.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::counter_names::names_dialog;
use super::counter_state::CounterState;
use crate::app::{EventCount, Location, Session};
use crate::browser::page;
use crate::browser::wake_lock::{WakeLock, WakeLockState};
use crate::ledger::RecordId;
use crate::registers::{Counter, SERVICE_KINDS, title};
use crate::storage::SaveState;
use crate::ui::components::{
    Button, ButtonKind, Choice, Icon, Mounted, Opt, Saving, SavingState, focus_by_id, mark_body,
    use_toasts,
};
use crate::ui::global_notices::global_notices;

/// Where it is remembered that the counter is large on this device.
const LARGE: &str = "yixin/look/count";
/// The kinds that are offered for an event that the first tap creates.
const KINDS: [&str; 5] = ["clinic", "volunteer", "talk", "screening", "medicine"];

/// The counter of an event; without one, that of the event which the first tap creates.
pub(super) fn counter_screen(
    session: Session,
    event: Option<RecordId>,
    created: RwSignal<Option<RecordId>>,
) -> AnyView {
    let count = event.as_ref().map(|id| EventCount::begin(session, id));
    let screen = CounterState {
        session,
        toasts: use_toasts(),
        event: RwSignal::new(event),
        count: RwSignal::new_local(count),
        created,
        kind: RwSignal::new("clinic".to_owned()),
        place: expect_context::<Location>(),
    };
    Effect::new(move |_| {
        screen.count.with(|count| count.iter().for_each(EventCount::follow));
    });
    // What is counted becomes an edit, which all pages follow: it waits until this one is gone.
    on_cleanup(move || {
        if let Some(count) = screen.count.try_get_untracked().flatten() {
            spawn_local(async move { count.leave() });
        }
    });
    Mounted::here().next_frame(|| focus_by_id("page-title"));
    // No note lies over a pad that is touched without looking.
    screen.toasts.clear();
    let is_large = RwSignal::new(page::remembered(LARGE).as_deref() == Some("large"));
    let is_naming = RwSignal::new(false);
    // Read with every tap, and made with every edit.
    let counters = Memo::new(move |_| screen.counters());
    let keys = move |event: web_sys::KeyboardEvent| match &*event.key() {
        "Escape" => screen.leave(),
        "z" if event.ctrl_key() || event.meta_key() => {
            // Not the last edit of this tab.
            event.stop_propagation();
            event.prevent_default();
            screen.undo();
        }
        _ => {}
    };
    mark_body("has-counter");
    view! {
        <section class="counter" class:is-large=move || is_large.get()
            aria-labelledby="page-title" on:keydown=keys>
            {head(screen, is_large, is_naming)}
            {move || global_notices(session)}
            {kind_choice(screen)}
            {pads(screen, counters, is_large)}
            {foot(screen, counters)}
        </section>
        {names_dialog(screen, is_naming)}
    }
    .into_any()
}

fn head(screen: CounterState, is_large: RwSignal<bool>, is_naming: RwSignal<bool>) -> AnyView {
    let name = move || {
        let event = screen.event.get();
        event.map_or_else(
            || "计数".to_owned(),
            |id| screen.session.with_ledger(|ledger| title(ledger, &id)),
        )
    };
    let saving = Signal::derive(move || {
        let state = screen.count.with(|count| count.as_ref().map(EventCount::saving));
        match state.unwrap_or_else(|| screen.session.saving.get()) {
            SaveState::Saved => Saving::Done,
            SaveState::Written => Saving::Noted,
            SaveState::Busy => Saving::Busy,
            SaveState::Wrong => Saving::Problem("没有存下".to_owned()),
        }
    });
    let grow = move |()| {
        is_large.update(|large| *large = !*large);
        page::remember(LARGE, if is_large.get_untracked() { "large" } else { "usual" });
    };
    view! {
        <header class="counter-head">
            <h1 class="counter-title" id="page-title" tabindex="-1">{name}</h1>
            <SavingState state=saving/>
            <Button label="大字模式" pressed=Signal::from(is_large) on_click=grow/>
            <Button label="计数项目" on_click=move |()| is_naming.set(true)/>
            <Button label="完成" kind=ButtonKind::Primary icon=Icon::Check
                on_click=move |()| screen.leave()/>
        </header>
    }
    .into_any()
}

/// Of what kind the event is that the first tap creates.
fn kind_choice(screen: CounterState) -> AnyView {
    let kinds = SERVICE_KINDS.iter().filter(|(kind, _)| KINDS.contains(kind));
    let options: Vec<Opt> = kinds.map(|(kind, label)| Opt::new(*kind, *label)).collect();
    let options = StoredValue::new(options);
    let choice = move || {
        screen.event.with(Option::is_none).then(|| {
            view! {
                <div class="counter-kind">
                    <p>"今天还没有登记活动。点第一下就登记一场："</p>
                    <Choice label="类型" options=options.get_value() value=screen.kind
                        on_change=move |kind| screen.kind.set(kind)/>
                </div>
            }
        })
    };
    choice.into_any()
}

fn pads(screen: CounterState, counters: Memo<Vec<Counter>>, is_large: RwSignal<bool>) -> AnyView {
    // A pad is made anew only where a counter is added, removed or renamed.
    let names = Memo::new(move |_| {
        counters.with(|all| all.iter().map(|one| (one.place, one.name.clone())).collect::<Vec<_>>())
    });
    let grid = move || {
        let all = names.get();
        let size = all.len();
        let pad = |(place, name)| pad(screen, counters, is_large, place, name);
        let pads: Vec<AnyView> = all.into_iter().map(pad).collect();
        view! { <div class="counter-pads" data-count=size.to_string()>{pads}</div> }
    };
    grid.into_any()
}

fn pad(
    screen: CounterState,
    counters: Memo<Vec<Counter>>,
    is_large: RwSignal<bool>,
    place: usize,
    name: String,
) -> AnyView {
    let of = move |what: fn(&Counter) -> i64| {
        let known = counters.with(|all| all.iter().find(|one| one.place == place).map(what));
        known.unwrap_or(0) + screen.pending(place)
    };
    let total = Memo::new(move |_| of(|one| one.total));
    let own = Memo::new(move |_| of(|one| one.own));
    let flash = RwSignal::new(None::<bool>);
    let is_down = StoredValue::new(false);
    let tap = move || {
        if screen.tap(place) {
            // Either of two equal animations: the other one begins anew.
            flash.update(|flash| *flash = Some(*flash != Some(true)));
        }
    };
    let on_down = move |event: web_sys::PointerEvent| {
        if event.button() != 0 {
            return;
        }
        event.prevent_default();
        is_down.set_value(true);
        tap();
    };
    let on_click = move |event: web_sys::MouseEvent| {
        // The click that ends a press, however long, was counted as it began.
        let is_of_press = is_down.get_value();
        is_down.set_value(false);
        if event.detail() == 0 || !is_of_press {
            tap();
        }
    };
    let label = {
        let name = name.clone();
        move || format!("{name} {} 本机 {}", total.get(), own.get())
    };
    let flash_name = move || flash.get().map(|one| if one { "one" } else { "other" });
    view! {
        <button type="button" class="counter-pad" aria-label=label data-flash=flash_name
            disabled=move || !may_count(screen.session)
            on:pointerdown=on_down on:click=on_click on:contextmenu=|event| event.prevent_default()>
            <span class="counter-name">{name}</span>
            {figure(total, is_large)}
            <span class="counter-own">{move || format!("本机 {}", own.get())}</span>
        </button>
    }
    .into_any()
}

/// Whether this page may count, now or in a moment.
fn may_count(session: Session) -> bool {
    use crate::app::WriteAccess::{CatchingUp, Granted};
    matches!(session.write_access.get(), Granted | CatchingUp)
}

/// A number as large as its pad allows; in 大字模式 without a margin around it, as the other parts of the
/// screen are larger there, too.
fn figure(number: Memo<i64>, is_large: RwSignal<bool>) -> AnyView {
    let digits = Memo::new(move |_| number.get().to_string().len().max(2));
    // Width and height of the view, and the size of the letters: a digit is at most 0.6 of it wide.
    let sizes = Memo::new(move |_| match (is_large.get(), digits.get()) {
        (true, digits) => (digits * 36, 50, 60),
        (false, digits) => (120, 60, (200 / digits).min(60)),
    });
    let view_box = move || {
        let (width, height, _) = sizes.get();
        format!("0 0 {width} {height}")
    };
    // Digits are about 0.72 of the letters' size high: so they stand in the middle.
    let baseline = move || {
        let (_, height, size) = sizes.get();
        height / 2 + size * 9 / 25
    };
    view! {
        <svg class="counter-figure" viewBox=view_box aria-hidden="true">
            <text x=move || sizes.get().0 / 2 y=baseline text-anchor="middle"
                font-size=move || format!("{}px", sizes.get().2)>
                {move || number.get().to_string()}
            </text>
        </svg>
    }
    .into_any()
}

fn foot(screen: CounterState, counters: Memo<Vec<Counter>>) -> AnyView {
    let last = Memo::new(move |_| {
        let place = screen.count.with(|count| count.as_ref().and_then(EventCount::last))?;
        counters.with(|all| Some(all.iter().find(|one| one.place == place)?.name.clone()))
    });
    let reason = Signal::derive(move || match last.get() {
        Some(_) => String::new(),
        None => "这次打开后还没有点".to_owned(),
    });
    let sum = move || {
        let (mut count, mut sum) = (0, 0);
        counters.with(|all| {
            for one in all.iter().filter(|one| !one.things) {
                count += 1;
                sum += one.total + screen.pending(one.place);
            }
        });
        (count > 1).then(|| format!("合计 {sum} 人次"))
    };
    view! {
        <footer class="counter-foot">
            <Button label="撤销上一下" icon=Icon::Undo reason on_click=move |()| screen.undo()/>
            <p class="counter-last" role="status">
                {move || last.get().map(|name| format!("上一下：{name}"))}
            </p>
            <p class="counter-sum">{sum}</p>
            {awake_advice()}
        </footer>
    }
    .into_any()
}

/// Keeps the screen on as long as one counts, and says where that cannot be done.
fn awake_advice() -> AnyView {
    let held = StoredValue::new_local(None::<WakeLockState>);
    let advice = RwSignal::new(None::<&'static str>);
    spawn_local(async move {
        let state = WakeLock::request().await;
        advice.try_set(state.advice());
        // What arrives after the page was left is released at once.
        held.try_update_value(|held| *held = Some(state));
    });
    (move || advice.get().map(|text| view! { <p class="counter-advice">{text}</p> })).into_any()
}
