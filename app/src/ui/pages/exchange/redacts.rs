//! Whose data a file asks to erase (依法删除): each is confirmed by itself; and what is erased of
//! what the file brings.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Exchange, Incoming};
use crate::exchange::import::implied_erasure::ImpliedErasure;
use crate::exchange::import::plan::{ImportPlan, Redacts};
use crate::ledger::{Ledger, RecordId};
use crate::ordered;
use crate::registers::{REDACTION, head, schemas, title};
use crate::ui::components::{Notice, NoticeKind, Toggle};
use crate::ui::pages::mentions::mentions_view;
use crate::ui::words::author_words;

/// What goes of what is here and of what the file brings, beyond what the file itself erases.
pub(super) fn beyond_view(exchange: Exchange, incoming: &Arc<Incoming>) -> AnyView {
    let incoming = incoming.clone();
    let (is_same, shown) = (incoming.plan.is_same(), incoming.clone());
    let Exchange { session, answers, mentions: choice, .. } = exchange;
    let found: Memo<ImpliedErasure> = Memo::new(move |_| {
        answers.with(|answers| {
            session.with_ledger(|ledger| answers.beyond(schemas(), ledger, &incoming.plan))
        })
    });
    Effect::new(move |_| {
        let found = found.get();
        choice.update(|choice| choice.show(&found.mentions, found.is_ambiguous));
    });
    let view = move || {
        let ImpliedErasure { places, mentions, is_ambiguous, is_blind } = found.get();
        let records = ordered::set(places.iter().map(|place| &place.record)).len();
        let notice = (records > 0).then(|| {
            let title = format!("有 {records} 条里的内容会一并清除");
            let text = "它们是已依法删除的人的：锁定月份旁边的姓名、只关于本人的文字。\
                        导入时先清除，不会留在这台设备上；得分不变。";
            view! { <Notice kind=NoticeKind::Info title text/> }
        });
        let blind = (is_blind && !is_same).then(|| {
            let title = "发来文件的设备还没有执行依法删除";
            let text = "这台设备上有已依法删除的人，已经不知道姓名。文件里别的登记若写着他们的姓名，\
                        这里认不出来；知道姓名的，导入以后可以到“依法删除个人信息”里再找一遍。";
            view! { <Notice kind=NoticeKind::Info title text/> }
        });
        view! {
            {notice}
            {blind}
            {mentions_view(session, &mentions, is_ambiguous, choice, Some(shown.plan.theirs()))}
        }
    };
    view.into_any()
}

/// Those of the file who may be erased here under another number.
pub(super) fn doubtful_view(exchange: Exchange) -> Option<AnyView> {
    let names: Vec<String> = exchange
        .answers
        .with_untracked(|answers| answers.doubtful().iter().map(|one| one.name.clone()).collect());
    (!names.is_empty()).then(|| {
        let title = format!("“{}”可能是已依法删除的人", names.join("”“"));
        let text = "姓名和出生年月与一名已删除的党员相同，先不导入。确实是另一个人的，\
                    点开那一条，打开“导入这一条”。";
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
    let people = plan.redacts.iter().filter(|one| one.member.is_some()).count();
    let rows: Vec<AnyView> = plan.redacts.iter().map(|one| row(exchange, plan, one)).collect();
    let title = match people {
        0 => "文件要求清除提到已删除人员的文字".to_owned(),
        _ => format!("文件要求依法删除 {people} 人的个人信息"),
    };
    Some(
        view! {
            <Notice
                kind=NoticeKind::Warn
                title
                text="请逐项核对。同意的，导入时就从这台设备永久删除，不能撤销；不同意的先留着，以后再导入还会问。"
            />
            <ul class="imports">{rows}</ul>
        }
        .into_any(),
    )
}

/// How many places are told in a row.
const TOLD: usize = 6;

/// Where something stands that would go, in words.
fn places_words(ledger: &Ledger, one: &Redacts) -> String {
    let mut told: Vec<String> = Vec::new();
    for (record, place) in &one.places {
        let words = match head(record.register()) {
            // The reason of an edit, whatever it was about.
            _ if place.starts_with('/') => "修改理由".to_owned(),
            Some(head) => format!("{} · {}", head.label, title(ledger, record)),
            None => continue,
        };
        if !told.contains(&words) {
            told.push(words);
        }
    }
    let more = if told.len() > TOLD { "等" } else { "" };
    told.truncate(TOLD);
    format!("{}{more}", told.join("、"))
}

fn row(exchange: Exchange, plan: &ImportPlan, one: &Redacts) -> AnyView {
    let answers = exchange.answers;
    let count = one.places.len();
    let (name, text) = exchange.session.with_ledger_untracked(|ledger| match &one.member {
        Some(member) => {
            let basis = Some(basis(ledger, member)).filter(|text| !text.is_empty());
            let basis = basis.map(|text| format!("依据：{text}"));
            (format!("{}（{count} 处）", title(ledger, member)), basis)
        }
        None => (format!("提到已删除人员的 {count} 处"), Some(places_words(ledger, one))),
    });
    let heads = one.edits.iter().filter_map(|edit| plan.head(*edit));
    let who: Vec<String> =
        heads.map(|head| format!("{}，{}", author_words(&head.by), head.at.label())).collect();
    let asked = StoredValue::new(one.clone());
    let value = Signal::derive(move || {
        asked.with_value(|asked| answers.with(|answers| answers.confirms(asked)))
    });
    let change = move |on: bool| {
        asked.with_value(|asked| answers.update(|answers| answers.set_confirmed(asked, on)));
    };
    let label = if one.member.is_some() { "同意删除" } else { "同意清除" };
    view! {
        <li class="import">
            <div class="grow">
                <p class="import-file">{name}</p>
                <p class="small muted">{who.join("；")}</p>
                {text.map(|text| view! { <p class="small muted">{text}</p> })}
            </div>
            <Toggle label value on_change=change/>
        </li>
    }
    .into_any()
}
