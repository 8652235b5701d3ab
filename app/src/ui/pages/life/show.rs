//! 三亮播放.

use leptos::prelude::*;

use crate::app::LifeRoute;
use crate::ui::components::Page;

/// The page of it.
pub fn show_page(_route: Signal<LifeRoute>) -> AnyView {
    view! { <Page title="三亮播放">()</Page> }.into_any()
}
