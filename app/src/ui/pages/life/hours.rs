//! 学时.

use leptos::prelude::*;

use crate::app::LifeRoute;
use crate::ui::components::Page;

/// The page of it.
pub fn hours_page(_route: Signal<LifeRoute>) -> AnyView {
    view! { <Page title="学时">()</Page> }.into_any()
}
