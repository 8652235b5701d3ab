//! The day it is: an event that every open page hears, after midnight and after sleep.

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;

use crate::browser::{clock, page};
use crate::ledger::{Day, day_text, parse_day};

thread_local! {
    static CHANGED: ArcTrigger = ArcTrigger::new();
    static LAST: Cell<Option<Day>> = const { Cell::new(None) };
}

/// So often the clock is looked at: a timer set for midnight would be late after sleep, and wrong
/// once the clock is set.
const EVERY: Duration = Duration::from_secs(15);

/// The day it is; a view that asks follows it. What asks once, such as a command, asks
/// [`clock::today`].
pub fn today() -> Day {
    CHANGED.with(Track::track);
    clock::today()
}

/// The same as inputs hold it.
pub fn today_text() -> Signal<String> {
    Signal::derive(|| day_text(today()))
}

/// A day to be typed: today, also over midnight, until another one is typed.
pub fn day_from_today() -> RwSignal<String> {
    let day = RwSignal::new(day_text(clock::today()));
    on_new_day(move |before, now| {
        if day.with_untracked(|day| parse_day(day) == Ok(before)) {
            day.set(day_text(now));
        }
    });
    day
}

/// Acts whenever another day has begun, with the day before and the new one, as long as the part of
/// the page that asks for it is there.
pub fn on_new_day(act: impl Fn(Day, Day) + 'static) {
    Effect::new(move |before: Option<Day>| {
        let now = today();
        if let Some(before) = before.filter(|before| *before != now) {
            untrack(|| act(before, now));
        }
        now
    });
}

/// Begins to follow the clock.
pub fn follow_days() {
    LAST.set(Some(clock::today()));
    let look = || {
        let now = Some(clock::today());
        if LAST.replace(now) != now {
            CHANGED.with(Notify::notify);
        }
    };
    set_interval(look, EVERY);
    page::on_visibility(look);
    for event in ["pageshow", "focus"] {
        page::on_window(event, look);
    }
}
