//! 计数.

use leptos::prelude::*;

use crate::app::LifeRoute;
use crate::ui::components::Page;

/// The page of it.
pub fn counter_page(_route: Signal<LifeRoute>) -> AnyView {
    view! { <Page title="计数">()</Page> }.into_any()
}
