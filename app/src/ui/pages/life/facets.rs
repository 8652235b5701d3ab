//! 德能勤绩廉.

use leptos::prelude::*;

use crate::app::LifeRoute;
use crate::ui::components::Page;

/// The page of it.
pub fn facets_page(_route: Signal<LifeRoute>) -> AnyView {
    view! { <Page title="德能勤绩廉">()</Page> }.into_any()
}
