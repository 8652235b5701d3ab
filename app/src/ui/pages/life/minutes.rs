//! 会议记录.

use leptos::prelude::*;

use crate::app::LifeRoute;
use crate::ui::components::Page;

/// The page of it.
pub fn minutes_page(_route: Signal<LifeRoute>) -> AnyView {
    view! { <Page title="会议记录">()</Page> }.into_any()
}
