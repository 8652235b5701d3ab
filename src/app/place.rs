//! Where one is in the app.

use leptos::prelude::*;

use crate::browser::page;

use super::routes::Route;

/// Where one is; follows the address.
#[derive(Clone, Copy)]
pub struct Place {
    route: RwSignal<Route>,
}

impl Place {
    /// Begins to follow the address.
    pub fn follow() -> Self {
        let place = Self { route: RwSignal::new(Route::parse(&page::hash())) };
        page::on_window("hashchange", move || {
            // What is being typed is taken while its form is still there.
            page::leave_input();
            place.route.set(Route::parse(&page::hash()));
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
        page::go_instead(&route.href());
    }
}
