//! 考核.
use crate::app::routes::MonthRoute;
use leptos::prelude::*;
/// The month.
pub fn month_page(_: Signal<MonthRoute>) -> AnyView {
    ().into_any()
}
