//! 更多: the places that a phone's bar has no room for.

use leptos::prelude::*;

use crate::ui::components::{Icon, NavRank, Page};
use crate::ui::places::PLACES;

/// The page of them.
pub fn more_page() -> AnyView {
    let rows: Vec<AnyView> = PLACES
        .iter()
        .filter(|place| place.rank != NavRank::Bar)
        .map(|place| {
            view! {
                <li>
                    <a class="list-item" href=place.href>
                        {place.icon.view()}
                        <span class="list-words">
                            <span class="list-title">{place.label}</span>
                            <span class="list-note">{place.about}</span>
                        </span>
                        {Icon::Right.view()}
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <Page title="更多"><ul class="sheet list">{rows}</ul></Page> }.into_any()
}
