//! What the parts of the counter share: the event, what is counted for it, and what is done.

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{EventCount, LifeRoute, LifeView, Location, Session, create_event};
use crate::ledger::RecordId;
use crate::registers::{Counter, FIRST_COUNTER, counters};
use crate::ui::components::ToastHandle;

/// What the parts of the counter share.
#[derive(Clone, Copy)]
pub(super) struct CounterState {
    pub session: Session,
    /// Where refusals are said.
    pub toasts: ToastHandle,
    /// The event; `None` until there is one.
    pub event: RwSignal<Option<RecordId>>,
    /// What is counted for it on this page.
    pub count: RwSignal<Option<EventCount>, LocalStorage>,
    /// What the address is to say once the first tap has created the event.
    pub created: RwSignal<Option<RecordId>>,
    /// Of what kind that event is.
    pub kind: RwSignal<String>,
    /// Where one is.
    pub place: Location,
}

impl CounterState {
    /// The counters that are shown.
    pub fn counters(self) -> Vec<Counter> {
        let tablet = self.session.tablet().tablet;
        let of = |id: &RecordId| self.session.with_ledger(|ledger| counters(ledger, id, &tablet));
        self.event.with(|event| event.as_ref().map(of)).unwrap_or_else(|| {
            let name = FIRST_COUNTER.to_owned();
            vec![Counter { place: 0, name, things: false, total: 0, own: 0 }]
        })
    }

    /// The event; it is created where there is none yet.
    pub fn event_or_new(self) -> Option<RecordId> {
        if let Some(id) = self.event.get_untracked() {
            return Some(id);
        }
        match create_event(self.session, &self.kind.get_untracked()) {
            Ok(id) => {
                self.count.set(Some(EventCount::begin(self.session, &id)));
                self.created.set(Some(id.clone()));
                self.event.set(Some(id.clone()));
                self.place.go_instead(&Route::Life(LifeView::Count.of(&id)));
                Some(id)
            }
            Err(refusal) => {
                self.toasts.say(refusal.to_string());
                None
            }
        }
    }

    /// Counts one; says whether it was counted.
    pub fn tap(self, counter: usize) -> bool {
        if self.event_or_new().is_none() {
            return false;
        }
        let is_counted =
            self.count.with_untracked(|count| count.as_ref().is_some_and(|one| one.tap(counter)));
        if !is_counted {
            let refusal = self.session.refusal().map(|why| why.to_string());
            self.toasts.say(refusal.unwrap_or_else(|| "这一下没有计上，请再点一次".to_owned()));
        }
        is_counted
    }

    /// Takes the last tap back.
    pub fn undo(self) {
        let undone = self.count.with_untracked(|count| count.as_ref().and_then(EventCount::undo));
        if undone.is_none() {
            self.toasts.say("没有可撤销的了：只能撤销这次打开以后点的");
        }
    }

    /// What a counter has that the ledger has not yet.
    pub fn pending(self, counter: usize) -> i64 {
        self.count.with(|count| count.as_ref().map_or(0, |count| count.pending(counter)))
    }

    /// Goes to the event's roll.
    pub fn leave(self) {
        let route = match self.event.get_untracked() {
            Some(id) => LifeView::Roll.of(&id),
            None => LifeRoute::default(),
        };
        self.place.return_to(&Route::Life(route));
    }
}
