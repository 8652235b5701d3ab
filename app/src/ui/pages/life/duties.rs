//! 该做什么.

use leptos::prelude::*;

use crate::app::LifeRoute;
use crate::ui::components::Page;

/// The page of it.
pub fn duties_page(_route: Signal<LifeRoute>) -> AnyView {
    view! { <Page title="该做什么">()</Page> }.into_any()
}
