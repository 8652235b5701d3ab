//! 三亮播放: the board of a branch over the whole screen, for a hall. It turns its pages by itself, never
//! scrolls, and runs all day: whatever it draws takes the place of what was there. Where the tablet
//! locks itself meanwhile, the page is opened anew without ledger and keys, and the show goes on with the
//! public content that was handed over.

use std::time::Duration;

use leptos::{ev, prelude::*};
use wasm_bindgen_futures::spawn_local;

use super::about::About;
use super::board::follow_board;
use crate::app::routes::Route;
use crate::app::show_handover::{BEFORE_LOCK, KeptShow, hand_over_show};
use crate::app::{LifeRoute, LifeView, Location, Session, today};
use crate::browser::wake_lock::{WakeLock, WakeLockState};
use crate::browser::{clock, page};
use crate::ledger::day_label;
use crate::reports::life::{ShowContent, ShowLine, ShowPage, ShowSize, Turning, show_pages};
use crate::ui::components::{Button, ButtonKind, Icon, Mounted};
use crate::ui::pages::paper_document::sample_note;

/// Seconds for which the notice that the screen may go dark is shown.
const TOLD: u32 = 30;
/// The least height of letters, in pixels: to be read at three metres.
const LETTERS: f64 = 28.0;
/// How far letters lie apart, from line to line, in letters.
const LEADING: f64 = 1.5;
/// The least width of a column, in letters.
const COLUMN: f64 = 22.0;
/// Offsets of the picture in pixels, one a cycle, against burn-in.
const SHIFTS: [(i32, i32); 8] =
    [(0, 0), (3, 0), (3, 3), (0, 3), (-3, 3), (-3, 0), (-3, -3), (0, -3)];

/// The size of letters, and how much of them fits on the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Screen {
    letters: f64,
    size: ShowSize,
}

impl Screen {
    fn measured() -> Self {
        let side = |side: Result<wasm_bindgen::JsValue, _>| {
            side.ok().and_then(|side| side.as_f64()).unwrap_or(0.0).max(320.0)
        };
        let (width, height) = (side(window().inner_width()), side(window().inner_height()));
        // A large screen is looked at from farther away.
        let letters = (width.min(height) / 36.0).floor().max(LETTERS);
        // Margins of one letter around, head and foot of three lines each, gaps of two letters between.
        let inner = width - 2.0 * letters;
        let columns = ((inner / letters + 2.0) / (COLUMN + 2.0)).floor().max(1.0);
        let column = (inner - (columns - 1.0) * 2.0 * letters) / columns;
        let lines = ((height - 2.0 * letters) / (LEADING * letters) - 6.0).floor().max(6.0);
        let size = ShowSize {
            columns: columns as usize,
            lines: lines as usize,
            width: (column / letters).floor() as usize,
        };
        Self { letters, size }
    }
}

/// The page of it. Where the tablet is locked, what was handed over as it locked itself goes on.
pub fn show_page(route: Signal<LifeRoute>) -> AnyView {
    if let Some(KeptShow(content)) = use_context() {
        let content = Signal::stored(ShowContent::parse(&content));
        // The page that comes asks for the passphrase.
        return view! { <main>{show_view(content, page::reload)}</main> }.into_any();
    }
    let session = expect_context::<Session>();
    let about = About::follow(route, LifeView::Show);
    let board = follow_board(session, about);
    let note = sample_note(session);
    let content = Memo::new(move |_| {
        board.with(|board| board.as_ref().map(|board| ShowContent::of(board, note)))
    });
    let place = expect_context::<Location>();
    let board_route = move || {
        let (month, record) = (Some(about.month.get_untracked()), about.branch.get_untracked());
        Route::Life(LifeRoute { record, month, ..LifeView::Board.route() })
    };
    let locks = window_event_listener_untyped(BEFORE_LOCK, move |_| {
        if let Some(content) = content.get_untracked() {
            hand_over_show(&content.to_text());
            // After the passphrase one is at the board.
            page::go_instead(&board_route().href());
        }
    });
    on_cleanup(move || locks.remove());
    let content = Signal::derive(move || content.get().unwrap_or_default());
    show_view(content, move || place.go_instead(&board_route()))
}

/// The show of a content. It knows neither session nor ledger, so that it can go on without them.
fn show_view(
    content: Signal<ShowContent>,
    leave: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let screen = RwSignal::new(Screen::measured());
    let pages = Memo::new(move |_| {
        let size = screen.get().size;
        content.with(|content| show_pages(content, size))
    });
    let turning = RwSignal::new(Turning::default());
    let minute = RwSignal::new(clock::now().hour_and_minute());
    let mounted = Mounted::here();
    every_second(mounted, move || {
        let count = pages.with_untracked(Vec::len);
        turning.update(|turning| *turning = turning.tick(count));
        let now = clock::now().hour_and_minute();
        if minute.get_untracked() != now {
            minute.set(now);
        }
    });
    let resized = window_event_listener(ev::resize, move |_| {
        let now = Screen::measured();
        if screen.get_untracked() != now {
            screen.set(now);
        }
    });
    on_cleanup(move || resized.remove());
    let turn = move |by: isize| {
        let count = pages.with_untracked(Vec::len);
        turning.update(|turning| *turning = turning.turned(by, count).touched());
    };
    let keys =
        window_event_listener(ev::keydown, move |event: web_sys::KeyboardEvent| {
            match &*event.key() {
                "Escape" => leave(),
                "ArrowRight" | "PageDown" => turn(1),
                "ArrowLeft" | "PageUp" => turn(-1),
                _ => turning.update(|turning| *turning = turning.touched()),
            }
        });
    on_cleanup(move || keys.remove());
    let is_paused = Memo::new(move |_| turning.with(|turning| turning.is_paused()));
    let at = Memo::new(move |_| turning.with(Turning::page));
    let shift = Memo::new(move |_| {
        let (x, y) = SHIFTS[turning.with(Turning::rounds) % SHIFTS.len()];
        format!("translate({x}px, {y}px)")
    });
    let page = move || {
        pages.with(|pages| match pages.get(at.get().min(pages.len().saturating_sub(1))) {
            Some(page) => columns_view(page, screen.with(|screen| screen.size.columns)),
            None => view! { <p class="show-blank">"这个支部还没有在册党员"</p> }.into_any(),
        })
    };
    let foot = move || match is_paused.get() {
        false => {
            let count = pages.with(Vec::len).max(1);
            let at = (at.get() + 1).min(count);
            view! { <p class="show-count">{format!("{at} / {count}")}</p> }.into_any()
        }
        true => view! {
            <div class="show-keys">
                <Button label="上一页" icon=Icon::Left on_click=move |()| turn(-1)/>
                <Button label="下一页" icon=Icon::Right on_click=move |()| turn(1)/>
                <Button label="继续播放" kind=ButtonKind::Primary
                    on_click=move |()| turning.update(|turning| *turning = turning.resumed())/>
                <Button label="离开" icon=Icon::Close on_click=move |()| leave()/>
            </div>
        }
        .into_any(),
    };
    let told = awake(mounted);
    view! {
        <section
            class="show"
            aria-label="三亮播放"
            style:font-size=move || format!("{}px", screen.get().letters)
            on:pointerdown=move |_| turning.update(|turning| *turning = turning.touched())
        >
            <div class="show-picture" style:transform=move || shift.get()>
                <header class="show-head">
                    <h1 id="page-title" class="show-title" tabindex="-1">"亮身份　亮承诺　亮业绩"</h1>
                    <p class="show-when">
                        {move || day_label(today())}" "{move || clock_text(minute.get())}
                    </p>
                    <p class="show-branch">
                        {move || content.with(|content| {
                            let parts = [&content.branch, &content.period, &content.note];
                            let parts = parts.into_iter().filter(|part| !part.is_empty());
                            parts.cloned().collect::<Vec<_>>().join("　")
                        })}
                    </p>
                </header>
                <div class="show-page">{page}</div>
                <footer class="show-foot">
                    {foot}
                    {move || told.get().map(|words| view! { <p class="show-told" role="status">{words}</p> })}
                </footer>
            </div>
        </section>
    }
    .into_any()
}

fn columns_view(page: &ShowPage, count: usize) -> AnyView {
    let line = |line: &ShowLine| match line {
        ShowLine::Name(text) => view! { <h2 class="show-name">{text.clone()}</h2> }.into_any(),
        ShowLine::Posts(text) => view! { <p class="show-posts">{text.clone()}</p> }.into_any(),
        ShowLine::Head(text) => view! { <h3 class="show-part">{text.clone()}</h3> }.into_any(),
        ShowLine::Text(text) => view! { <p>{text.clone()}</p> }.into_any(),
        ShowLine::Gap => view! { <p class="show-gap" aria-hidden="true"></p> }.into_any(),
    };
    let column = |lines: &Vec<ShowLine>| {
        view! { <div class="show-column">{lines.iter().map(line).collect::<Vec<_>>()}</div> }
    };
    // The last page may have fewer columns, which are as wide as those before.
    let blank = vec![Vec::new(); count.saturating_sub(page.len())];
    page.iter().chain(&blank).map(column).collect::<Vec<_>>().into_any()
}

fn clock_text((hour, minute): (i64, i64)) -> String {
    format!("{hour:02}:{minute:02}")
}

/// Acts every second, for as long as the page is there.
fn every_second(mounted: Mounted, act: impl Fn() + 'static) {
    let tick = move || {
        if mounted.is_there() {
            act();
        }
    };
    if let Ok(handle) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
}

/// Keeps the screen on while the page is there; gives what to tell where that cannot be, for a while.
fn awake(mounted: Mounted) -> RwSignal<Option<&'static str>> {
    let told = RwSignal::new(None);
    let held = StoredValue::new_local(None::<WakeLockState>);
    spawn_local(async move {
        let state = WakeLock::request().await;
        if !mounted.is_there() {
            // It was left meanwhile: the lock is released here.
            return;
        }
        if let Some(advice) = state.advice() {
            told.set(Some(advice));
            let forget = move || {
                // It may have been left meanwhile.
                let _ = told.try_set(None);
            };
            set_timeout(forget, Duration::from_secs(TOLD.into()));
        }
        held.set_value(Some(state));
    });
    told
}
