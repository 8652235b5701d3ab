//! 三亮公示.

use leptos::prelude::*;

use crate::app::LifeRoute;
use crate::ui::components::Page;

/// The page of it.
pub fn board_page(_route: Signal<LifeRoute>) -> AnyView {
    view! { <Page title="三亮公示">()</Page> }.into_any()
}
