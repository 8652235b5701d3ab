//! The current route and its back stack.

use leptos::prelude::*;

use crate::browser::{layers, page};

use super::routes::Route;

/// Where one is; follows the address.
#[derive(Clone, Copy)]
pub struct Location {
    route: RwSignal<Route>,
    /// The pages that going back would lead through, as far as they were seen; the last is this.
    trail: StoredValue<Vec<Route>>,
    /// Whether the address is about to be again what it was: going back has only closed something.
    is_staying: StoredValue<bool>,
}

impl Location {
    /// Begins to follow the address.
    pub fn follow() -> Self {
        let here = Route::parse(&page::hash());
        let place = Self {
            route: RwSignal::new(here.clone()),
            trail: StoredValue::new(vec![here]),
            is_staying: StoredValue::new(false),
        };
        page::on_window("hashchange", move || {
            // What is being typed is taken while its form is still there.
            page::leave_input();
            let route = Route::parse(&page::hash());
            if place.is_staying.get_value() {
                return place.is_staying.set_value(false);
            }
            let is_back = place.trail.with_value(|trail| {
                trail.last() != Some(&route) && trail.iter().nth_back(1) == Some(&route)
            });
            if is_back && layers::close_top() {
                place.is_staying.set_value(true);
                return page::forward();
            }
            place.trail.update_value(|trail| step(trail, &route));
            place.route.set(route);
        });
        place
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
            trail.pop();
            trail.push(route.clone());
        });
        page::go_instead(&route.href());
    }

    /// Goes back to a page from which one came here; where it was another, in the place of here.
    pub fn return_to(&self, route: &Route) {
        let came_from = self.trail.with_value(|trail| trail.iter().nth_back(1) == Some(route));
        if came_from {
            page::back();
        } else {
            self.go_instead(route);
        }
    }
}

/// Notes that one is on a page now: it is the last already, one went back to it, or it is new.
fn step(trail: &mut Vec<Route>, route: &Route) {
    if trail.last() == Some(route) {
        return;
    }
    if trail.iter().nth_back(1) == Some(route) {
        trail.pop();
    } else {
        trail.push(route.clone());
    }
}
