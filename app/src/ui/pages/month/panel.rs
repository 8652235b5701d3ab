//! What is open beside a side of the month, by the address.

use leptos::{ev, prelude::*};

use super::BranchMonth;
use crate::app::Location;
use crate::app::routes::{MonthRoute, MonthTab as View};
use crate::browser::{layers, page};

/// What is open beside a side, cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Panel {
    place: Location,
    about: StoredValue<BranchMonth>,
    /// What is open; `None` where the side stands alone.
    pub(super) opened: Memo<Option<View>>,
    /// How deep one came in straight by an address: what was opened since is closed by going back.
    entered: StoredValue<usize>,
    alone: StoredValue<View>,
}

impl Panel {
    /// Follows the address; Esc closes what lies on top. `alone` is the side with nothing beside it.
    pub(super) fn follow(
        about: StoredValue<BranchMonth>,
        route: Signal<MonthRoute>,
        alone: View,
    ) -> Self {
        let alone = StoredValue::new(alone);
        let opened = Memo::new(move |_| {
            let view = route.get().view;
            alone.with_value(|alone| view != *alone).then_some(view)
        });
        let place = expect_context::<Location>();
        let entered = StoredValue::new(depth(opened.get_untracked().as_ref()));
        let panel = Self { place, about, opened, entered, alone };
        Effect::new(move |_| {
            // However one came back: above it all was opened from here.
            let now = opened.with(|view| depth(view.as_ref()));
            entered.update_value(|entered| *entered = now.min(*entered));
        });
        let keys = window_event_listener(ev::keydown, move |event| {
            let is_free = !event.default_prevented() && !event.is_composing();
            let is_open = opened.with_untracked(Option::is_some);
            if event.key() == "Escape" && is_free && is_open && !layers::close_top() {
                panel.close();
            }
        });
        on_cleanup(move || keys.remove());
        panel
    }

    /// Opens something in the place of what is open.
    pub(super) fn open(self, view: View) {
        let route = self.about.with_value(|about| about.route(view.clone()));
        if self.opened.with_untracked(Option::is_none) {
            return self.place.go(&route);
        }
        if !self.is_opened_from_here() {
            self.entered.set_value(depth(Some(&view)));
        }
        self.place.go_instead(&route);
    }

    /// Opens something over what is open: closing it leads back there.
    pub(super) fn open_over(self, view: View) {
        self.place.go(&self.about.with_value(|about| about.route(view)));
    }

    fn is_opened_from_here(self) -> bool {
        self.opened.with_untracked(|view| depth(view.as_ref())) > self.entered.get_value()
    }

    /// Closes what lies on top.
    pub(super) fn close(self) {
        if self.is_opened_from_here() {
            return page::back();
        }
        // One came straight to this address.
        let under = match self.opened.get_untracked() {
            Some(View::Record(_, under)) => *under,
            _ => self.alone.get_value(),
        };
        self.place.go_instead(&self.about.with_value(|about| about.route(under)));
    }
}

/// How deep something may lie: an item's explanation over that of the member, a record over either.
fn depth(opened: Option<&View>) -> usize {
    match opened {
        None => 0,
        Some(View::Record(_, under)) => 1 + depth(Some(under)),
        Some(View::Sheet | View::Entries) => 0,
        Some(View::Explain(_, Some(_))) => 2,
        Some(_) => 1,
    }
}
