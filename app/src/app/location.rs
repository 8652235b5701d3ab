//! The current route and its back stack.

use leptos::prelude::*;

use crate::browser::{layers, page};

use super::routes::Route;

/// Where one is; follows the address.
#[derive(Clone, Copy)]
pub struct Location {
    route: RwSignal<Route>,
    /// The entries of history that going back would lead through, as far as they were seen, each with
    /// its number; the last is this.
    trail: StoredValue<Vec<(u32, Route)>>,
    /// Whether the address is about to be again what it was: going back has only closed something.
    is_staying: StoredValue<bool>,
}

impl Location {
    /// Begins to follow the address.
    pub fn follow() -> Self {
        let here = Route::parse(&page::hash());
        let number = page::entry_number().unwrap_or_default();
        page::number_entry(number);
        let place = Self {
            route: RwSignal::new(here.clone()),
            trail: StoredValue::new(vec![(number, here)]),
            is_staying: StoredValue::new(false),
        };
        page::on_window("hashchange", move || {
            // What is being typed is taken while its form is still there.
            page::leave_input();
            place.arrive(Route::parse(&page::hash()));
        });
        place
    }

    /// Takes the address as it has become.
    fn arrive(self, route: Route) {
        if self.route.is_disposed() {
            return;
        }
        let (last, last_route) =
            self.trail.with_value(|trail| trail.last().cloned()).unwrap_or((0, Route::Home));
        let known = page::entry_number();
        let was_staying = self.is_staying.get_value();
        self.is_staying.set_value(false);
        if was_staying && known == Some(last) {
            return;
        }
        if known.is_some_and(|number| number < last) && layers::close_top() {
            self.is_staying.set_value(true);
            return page::forward();
        }
        let number = known.unwrap_or_else(|| {
            // A new entry, or one in the place of the last.
            let number = if last_route == route { last } else { last.wrapping_add(1) };
            page::number_entry(number);
            number
        });
        self.trail.update_value(|trail| {
            trail.retain(|(other, _)| *other < number);
            trail.push((number, route.clone()));
        });
        self.route.set(route);
    }

    /// Where one is; a view that asks follows it.
    pub fn route(&self) -> Route {
        self.route.get()
    }

    /// Goes somewhere; back leads here again.
    pub fn go(&self, route: &Route) {
        page::go(&route.href());
    }

    /// Goes somewhere in the place of here: after a form is done, back does not lead into it.
    pub fn go_instead(&self, route: &Route) {
        // The address is about to say so too.
        self.trail.update_value(|trail| {
            if let Some((_, last)) = trail.last_mut() {
                *last = route.clone();
            }
        });
        page::go_instead(&route.href());
    }

    /// Goes back to a page from which one came here; where it was another, in the place of here.
    pub fn return_to(&self, route: &Route) {
        let before = self.trail.with_value(|trail| trail.iter().nth_back(1).cloned());
        if before.is_some_and(|(_, before)| before == *route) {
            page::back();
        } else {
            self.go_instead(route);
        }
    }
}
