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
    /// How many panels were opened from here, one over another: closing one is going back.
    steps: StoredValue<usize>,
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
        let panel = Self { place, about, opened, steps: StoredValue::new(0), alone };
        Effect::new(move |_| {
            // However one came back, nothing is open over the side.
            if opened.with(Option::is_none) {
                panel.steps.set_value(0);
            }
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
        let route = self.about.with_value(|about| about.route(view));
        if self.opened.with_untracked(Option::is_some) {
            self.place.go_instead(&route);
        } else {
            self.steps.set_value(1);
            self.place.go(&route);
        }
    }

    /// Opens something over what is open: closing it leads back there.
    pub(super) fn open_over(self, view: View) {
        self.steps.update_value(|steps| *steps += 1);
        self.place.go(&self.about.with_value(|about| about.route(view)));
    }

    /// Closes what lies on top.
    pub(super) fn close(self) {
        let steps = self.steps.get_value();
        if steps > 0 {
            self.steps.set_value(steps - 1);
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
