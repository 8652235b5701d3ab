//! The month that a side page is about, by its address.

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{Location, SidePage, today};
use crate::ledger::Month;
use crate::ui::components::MonthInput;

/// Follows the month of a side page; that of today where the address names none.
pub(super) fn month_of(page: SidePage) -> Memo<Month> {
    let place = expect_context::<Location>();
    // What is shown goes on being shown while the page is left.
    Memo::new(move |was: Option<&Month>| match place.route() {
        Route::Side(_, one, month) if one == page => month.unwrap_or_else(|| Month::of(today())),
        _ => was.copied().unwrap_or_else(|| Month::of(today())),
    })
}

/// The choice of another month.
pub(super) fn month_input(page: SidePage, month: Memo<Month>) -> AnyView {
    let place = expect_context::<Location>();
    let go = move |text: String| {
        if let Ok(month) = text.parse() {
            place.go_instead(&Route::Side(page.entry().register, page, Some(month)));
        }
    };
    view! { <MonthInput value=Signal::derive(move || month.get().to_string()) on_change=go/> }
        .into_any()
}
