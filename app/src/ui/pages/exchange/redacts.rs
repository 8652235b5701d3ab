//! Whose data a file asks to erase (依法删除): each is confirmed by itself; and what is erased of
//! what the file brings.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Exchange, Incoming, beyond};
use crate::exchange::erasing::Beyond;
use crate::exchange::plan::{ImportPlan, Redacts};
use crate::ledger::{Ledger, RecordId};
use crate::ordered;
use crate::registers::{REDACTION, title};
use crate::ui::components::{Notice, NoticeKind, Toggle};
use crate::ui::pages::mentions::mentions_view;
use crate::ui::words::author_words;

/// What goes of what is here and of what the file brings, beyond what the file itself erases.
pub(super) fn beyond_view(exchange: Exchange, incoming: &Arc<Incoming>) -> AnyView {
    let incoming = incoming.clone();
    let Exchange { session, confirmed, left_out, spared, .. } = exchange;
    let found: Memo<Beyond> = Memo::new(move |_| {
        let (left_out, confirmed) = (left_out.get(), confirmed.get());
        session.read(|ledger| beyond(ledger, &incoming.plan, &left_out, &confirmed))
    });
    // Where another has the name, each place is for the user to know.
    Effect::new(move |_| {
        let found = found.get();
        let all = found.mentions.into_iter().map(|one| one.place).filter(|_| found.is_ambiguous);
        spared.set(ordered::set(all));
    });
    let view = move || {
        let Beyond { places, mentions, is_ambiguous } = found.get();
        let records = ordered::set(places.iter().map(|place| &place.record)).len();
        let notice = (records > 0).then(|| {
            let title = format!("有 {records} 条里的内容会一并清除");
            let text = "它们是已依法删除的人的：锁定月份旁边的姓名、只关于本人的文字。                        导入时先清除，不会留在这台设备上；得分不变。";
            view! { <Notice kind=NoticeKind::Info title text/> }
        });
        view! {
            {notice}
            {mentions_view(session, &mentions, is_ambiguous, spared)}
        }
    };
    view.into_any()
}

/// Those of the file who may be erased here under another number.
pub(super) fn doubtful_view(exchange: Exchange) -> Option<AnyView> {
    let doubtful = exchange.doubtful.get_untracked();
    (!doubtful.is_empty()).then(|| {
        let names: Vec<String> = doubtful.into_iter().map(|one| one.name).collect();
        let title = format!("“{}”可能是已依法删除的人", names.join("”“"));
        let text = "姓名和出生年月与已删除的一名党员相同，先不导入。确实是另一个人的，                    点开那一条，打开“导入这一条”。";
        view! { <Notice kind=NoticeKind::Warn title text/> }.into_any()
    })
}

/// The basis of an erasure, as far as the request is here.
fn basis(ledger: &Ledger, member: &RecordId) -> String {
    let request = ledger.record(&RecordId::keyed(REDACTION.name, member.as_str()));
    request.map_or_else(String::new, |request| request.text("reason").to_owned())
}

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
    let reason = exchange.session.peek(|ledger| basis(ledger, record));
    let reason = Some(reason).filter(|reason| !reason.is_empty());
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
