//! The pages of 活动: organizational life and service.

mod about;
mod board;
mod calendar;
mod commitment_row;
mod commitment_state;
mod commitments;
mod counter;
mod counter_names;
mod counter_screen;
mod counter_state;
mod duties;
mod facets;
mod figures;
mod findings;
mod hours;
mod hours_check;
mod known_twin;
mod makeup;
mod minutes;
mod new_activity;
mod new_meeting;
mod owed;
mod plan;
mod record_parts;
mod roll;
mod roll_people;
mod roll_state;
mod service_hours;
mod show;
mod signing;
mod votes;

use leptos::prelude::*;

use crate::app::{LifeRoute, LifeView};

/// The page of an address.
pub fn life_page(route: Signal<LifeRoute>) -> AnyView {
    // The page of duties stays while its paper is shown.
    let view = Memo::new(move |_| match route.with(|route| route.view) {
        LifeView::PrintDuties => LifeView::Duties,
        view => view,
    });
    (move || match view.get() {
        LifeView::Calendar => calendar::calendar_page(route),
        LifeView::New => new_meeting::new_meeting_page(route),
        LifeView::Roll => roll::roll_page(route),
        LifeView::Minutes | LifeView::SignIn => minutes::minutes_page(route),
        LifeView::Count => counter::counter_page(route),
        LifeView::Duties | LifeView::PrintDuties => duties::duties_page(route),
        LifeView::Hours => hours::hours_page(route),
        LifeView::Plan => plan::plan_page(route),
        LifeView::Commitments => commitments::commitments_page(route),
        LifeView::Board | LifeView::PrintBoard => board::board_page(route),
        LifeView::Show => show::show_page(route),
        LifeView::Facets => facets::facets_page(route),
        LifeView::Figures => figures::figures_page(route),
    })
    .into_any()
}
