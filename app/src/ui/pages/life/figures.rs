//! 年度数据.

use leptos::prelude::*;

use crate::app::LifeRoute;
use crate::ui::components::Page;

/// The page of it.
pub fn figures_page(_route: Signal<LifeRoute>) -> AnyView {
    view! { <Page title="年度数据">()</Page> }.into_any()
}
