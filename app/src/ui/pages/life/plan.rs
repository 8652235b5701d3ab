//! 理论学习计划.

use leptos::prelude::*;

use crate::app::LifeRoute;
use crate::ui::components::Page;

/// The page of it.
pub fn plan_page(_route: Signal<LifeRoute>) -> AnyView {
    view! { <Page title="理论学习计划">()</Page> }.into_any()
}
