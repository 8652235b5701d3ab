//! The five faces, all of one size and one ink, so that none is easier to tap.

use leptos::prelude::*;

/// The mouths, from the best answer to the worst.
const MOUTHS: [&str; 5] = [
    "M19 37c3 14 23 14 26 0z",
    "M20 39c5 8 19 8 24 0",
    "M21 42h22",
    "M20 46c5-8 19-8 24 0",
    "M19 49c3-14 23-14 26 0z",
];

/// The face of an answer, which its word says too.
pub(super) fn face(answer: usize) -> AnyView {
    let mouth = MOUTHS.get(answer).copied().unwrap_or_default();
    view! {
        <svg class="kiosk-face-drawing" viewBox="0 0 64 64" aria-hidden="true">
            <path d="M32 58a26 26 0 1 0 0-52 26 26 0 0 0 0 52z"/>
            <path d="M23 24v5M41 24v5"/>
            <path d=mouth/>
        </svg>
    }
    .into_any()
}
