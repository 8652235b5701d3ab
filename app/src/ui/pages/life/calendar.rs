//! 活动.

use leptos::prelude::*;

use crate::app::LifeRoute;
use crate::ui::components::Page;

/// The page of it.
pub fn calendar_page(_route: Signal<LifeRoute>) -> AnyView {
    view! { <Page title="活动">()</Page> }.into_any()
}
