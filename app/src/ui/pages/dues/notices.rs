//! What is to be known of a month of dues: its sums, of whom no base is set, and who is exempt without a decision.

use leptos::prelude::*;

use super::state::DuesState;
use crate::app::routes::{RegisterRoute, Route};
use crate::ledger::RecordId;
use crate::registers::{DUES_BASE, DUES_RELIEF, money_text};
use crate::ui::components::{LinkButton, Notice, NoticeKind};

/// How many names are said before 等.
const NAMED: usize = 5;

/// What is due, what was paid, and of how many.
pub(super) fn sums_words(state: DuesState) -> String {
    let sums = state.sums.get();
    let mut text = format!(
        "应交 {} 元，实交 {} 元，已交 {} 人",
        money_text(sums.due),
        money_text(sums.paid),
        sums.payers
    );
    let rest = [("未交足", sums.short), ("未交", sums.unpaid), ("没登记", sums.blank)];
    for (word, count) in rest.into_iter().filter(|(_, count)| *count > 0) {
        text.push_str(&format!("，{word} {count} 人"));
    }
    if sums.back > 0 {
        text.push_str(&format!("，补交 {} 元", money_text(sums.back)));
    }
    text
}

/// Says of how many no base is set, and where it is.
pub(super) fn baseless_notice(state: DuesState) -> AnyView {
    let count = Memo::new(move |_| state.sums.with(|sums| sums.baseless));
    (move || {
        let count = count.get();
        let text = match state.closed_on.get() {
            // What was due at the closing stays.
            Some(_) => "结账时还没有核定。核定以后写明原因重新开账，再结一次。",
            None => "每年核定一次，也可以从表格导入。",
        };
        (count > 0).then(|| {
            let action = || {
                view! { <LinkButton label="党费核定" href=Route::list(&DUES_BASE).href()/> }
            };
            view! {
                <Notice kind=NoticeKind::Warn title=format!("{count} 人还没有核定基数，算不出应交")
                    text action/>
            }
        })
    })
    .into_any()
}

/// Says who is exempt though no decision on it is on record, and where one is written down.
pub(super) fn exempt_notice(state: DuesState) -> AnyView {
    let lacking: Memo<Vec<(RecordId, String)>> = Memo::new(move |_| {
        state.of_lines(|_, line, name| {
            line.lacks_decision().then(|| (line.member.clone(), name.to_owned()))
        })
    });
    (move || {
        let lacking = lacking.get();
        let (first, _) = lacking.first()?;
        let route = match lacking.len() {
            1 => Route::Register(DUES_RELIEF.name, RegisterRoute::NewAbout(first.clone(), None)),
            _ => Route::list(&DUES_RELIEF),
        };
        let names: Vec<&str> = lacking.iter().take(NAMED).map(|(_, name)| &**name).collect();
        let more = if lacking.len() > NAMED { "等" } else { "" };
        let title =
            format!("{}{more} {} 人记为免交，没有登记减免决定", names.join("、"), lacking.len());
        let href = route.href();
        let action = move || view! { <LinkButton label="党费减免" href/> };
        Some(view! {
            <Notice kind=NoticeKind::Warn title
                text="生活确有困难的，支部研究、上一级党委批准以后，可以少交或免交。" action/>
        })
    })
    .into_any()
}
