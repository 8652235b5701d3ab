//! Signing of minutes on the screen, by host and recorder.

use leptos::prelude::*;

use super::roll::RollPage;

/// The part of the page.
pub(super) fn signing_section(_state: RollPage) -> AnyView {
    ().into_any()
}
