//! Where the page leads: what coming together brings up, and what it is good for.

use leptos::prelude::*;

use crate::app::Session;
use crate::app::routes::Route;
use crate::exchange::duplicates::duplicates;
use crate::reports::dispute_count;
use crate::ui::components::Icon;

/// The ways on, each with what waits there.
pub(super) fn ways_view(session: Session) -> AnyView {
    let disputes = move || match session.with_ledger(dispute_count) {
        0 => "没有等您选定的".to_owned(),
        count => format!("{count} 处等您选定；现在用的是后写的一份"),
    };
    let same = move || match session.with_ledger(|ledger| duplicates(ledger).len()) {
        0 => "没有看起来重复的".to_owned(),
        count => format!("{count} 对看起来是同一人或同一单位，等您确认；确认以前各算各的"),
    };
    view! {
        <section class="sheet exchange-ways">
            <h2>"合到一起以后"</h2>
            <ul class="imports">
                {way("两边都改过", Signal::derive(disputes), Route::Disputes)}
                {way("同一人、同一单位", Signal::derive(same), Route::Duplicates)}
                {way(
                    "各支部进度",
                    Signal::stored("各支部的月份办到哪一步、还差什么".to_owned()),
                    Route::Branches(None),
                )}
                {way(
                    "工作交接",
                    Signal::stored("换人记台账时，列出要交代的事，导出交接包".to_owned()),
                    Route::Handover,
                )}
            </ul>
        </section>
    }
    .into_any()
}

fn way(name: &'static str, words: Signal<String>, to: Route) -> AnyView {
    view! {
        <li>
            <a class="import way" href=to.href()>
                <span class="grow">
                    <span class="import-file">{name}</span>
                    <span class="small muted">{words}</span>
                </span>
                {Icon::Right.view()}
            </a>
        </li>
    }
    .into_any()
}
