//! 首页.
use leptos::prelude::*;
/// The overview.
pub fn home_page() -> AnyView {
    ().into_any()
}
