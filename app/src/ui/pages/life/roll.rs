//! 点名.

use leptos::prelude::*;

use crate::app::LifeRoute;
use crate::ui::components::Page;

/// The page of it.
pub fn roll_page(_route: Signal<LifeRoute>) -> AnyView {
    view! { <Page title="点名">()</Page> }.into_any()
}
