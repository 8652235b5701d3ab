//! Whose data a file asks to erase (依法删除): each is confirmed by itself.

use leptos::prelude::*;

use super::Exchange;
use crate::exchange::plan::{ImportPlan, Redacts};
use crate::registers::title;
use crate::ui::components::{Notice, NoticeKind, Toggle};
use crate::ui::words::author_words;

/// What a file would erase here, with a switch for each; nothing is chosen to begin with.
pub(super) fn redacts_view(exchange: Exchange, plan: &ImportPlan) -> Option<AnyView> {
    if plan.redacts.is_empty() {
        return None;
    }
    let rows: Vec<AnyView> = plan.redacts.iter().map(|one| row(exchange, plan, one)).collect();
    Some(
        view! {
            <Notice
                kind=NoticeKind::Warn
                title=format!("文件要求依法删除 {} 人的个人信息", plan.redacts.len())
                text="请逐人核对。同意的，导入时就从这台设备永久删除，不能撤销；不同意的先留着，以后再导入还会问。"
            />
            <ul class="imports">{rows}</ul>
        }
        .into_any(),
    )
}

fn row(exchange: Exchange, plan: &ImportPlan, one: &Redacts) -> AnyView {
    let Redacts { edit, record, places } = one;
    let confirmed = exchange.confirmed;
    let edit = *edit;
    let name = exchange.session.peek(|ledger| title(ledger, record));
    let head = plan.head(edit);
    let who = head.map(|head| format!("{}，{}", author_words(&head.by), head.at.label()));
    let reason = head.map(|head| head.reason.to_string()).filter(|reason| !reason.is_empty());
    let value = Signal::derive(move || confirmed.with(|confirmed| confirmed.contains(&edit)));
    let change = move |on: bool| {
        confirmed.update(|confirmed| {
            if on {
                confirmed.insert(edit);
            } else {
                confirmed.remove(&edit);
            }
        });
    };
    view! {
        <li class="import">
            <div class="grow">
                <p class="import-file">{format!("{name}（{} 处）", places.len())}</p>
                <p class="small muted">{who}</p>
                {reason.map(|text| view! { <p class="small muted">{format!("依据：{text}")}</p> })}
            </div>
            <Toggle label="同意删除" value on_change=change/>
        </li>
    }
    .into_any()
}
