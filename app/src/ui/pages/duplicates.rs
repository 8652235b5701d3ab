//! 同一人、同一单位: records that look like one, joining them, and taking apart what was joined.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{self, Session};
use crate::exchange::duplicates::{DuplicateGroup, JoinedRecord, differences, duplicates, joined};
use crate::ledger::{Ledger, RecordId, history};
use crate::registers::{SCORE_ENTRY, schema, title};
use crate::ui::components::{
    Button, ButtonKind, Empty, Icon, Page, StateChip, ToastHandle, Tone, use_toasts,
};
use crate::ui::undoing::offer_undo;
use crate::ui::words::author_words;

/// So many pairs are shown at once; as they are settled, the next ones follow.
const SHOWN: usize = 40;

/// The page.
pub fn twins_page() -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let found = Memo::new(move |_| session.with_ledger(duplicates));
    let together = Memo::new(move |_| session.with_ledger(joined));
    let entries = Memo::new(move |_| session.with_ledger(entries));
    let pairs = move || {
        let found = found.get();
        if found.is_empty() {
            return view! {
                <Empty
                    title="没有看起来重复的"
                    text="几台平板各自导入同一份名册以后，没有工号的党员会各有一条，导入别人的数据文件以后会列在这里。"
                    icon=Icon::Check
                />
            }
            .into_any();
        }
        let left = found.len().saturating_sub(SHOWN);
        let cards: Vec<_> = found
            .iter()
            .take(SHOWN)
            .map(|one| entries.with(|entries| card(session, toasts, one.clone(), entries)))
            .collect();
        view! {
            <p class="quiet-line">
                "合并以后两边的登记都算在一条上；一次登记同时点了两条的，只算一次。已锁定的月份不变。可以撤销，也可以以后再拆开。"
            </p>
            {all_sure(session, toasts, &found)}
            <ul class="disputes">{cards}</ul>
            {(left > 0).then(|| view! {
                <p class="small muted">{format!("还有 {left} 对，处理了上面的再列出来。")}</p>
            })}
        }
        .into_any()
    };
    let done = move || {
        let together = together.get();
        (!together.is_empty()).then(|| {
            let rows: Vec<_> =
                together.into_iter().map(|one| joined_row(session, toasts, one)).collect();
            view! {
                <section class="sheet">
                    <h2>"已经合并的"</h2>
                    <ul class="imports">{rows}</ul>
                </section>
            }
        })
    };
    view! {
        <Page title="同一人、同一单位" back=Route::Exchange.href()>
            <div class="narrow stack">{pairs}{done}</div>
        </Page>
    }
    .into_any()
}

/// How many score entries name each member.
fn entries(ledger: &Ledger) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for record in ledger.records(SCORE_ENTRY.name) {
        for (member, _) in record.entries("who") {
            *counts.entry(member.to_owned()).or_default() += 1;
        }
    }
    counts
}

/// Joins all pairs at once of which more than the name agrees.
fn all_sure(session: Session, toasts: ToastHandle, found: &[DuplicateGroup]) -> Option<AnyView> {
    let sure: Vec<(RecordId, RecordId)> = found
        .iter()
        .filter(|one| one.sure)
        .map(|one| (one.other.clone(), one.keep.clone()))
        .collect();
    (sure.len() > 1).then(|| {
        let count = sure.len();
        let act = move |()| match app::join_records(session, &sure) {
            Ok(()) => offer_undo(session, toasts, format!("已合并 {count} 对")),
            Err(error) => toasts.say(error.to_string()),
        };
        view! {
            <section class="sheet stack">
                <p>{format!(
                    "其中 {count} 对除名称外还有别的信息一致，也没有互相矛盾的，可以一次合并。只有姓名相同的不在内，请一对一对看。"
                )}</p>
                <p><Button label=format!("合并这 {count} 对") on_click=act/></p>
            </section>
        }
        .into_any()
    })
}

fn card(
    session: Session,
    toasts: ToastHandle,
    pair: DuplicateGroup,
    entries: &BTreeMap<String, usize>,
) -> AnyView {
    let word = schema(pair.keep.register()).map_or("", |schema| schema.display.same);
    // Which goes on; by default the older one, the same on every tablet.
    let swapped = RwSignal::new(false);
    let ids = [pair.keep.clone(), pair.other.clone()];
    let sides: Vec<_> = ids
        .iter()
        .enumerate()
        .map(|(at, id)| {
            let count = entries.get(id.as_str()).copied();
            side(session, id, count, swapped, at == 1)
        })
        .collect();
    let fields: Vec<_> = session
        .with_ledger_untracked(|ledger| differences(ledger, &ids[0], &ids[1]))
        .into_iter()
        .map(|(label, one, other)| {
            let text = |text: String| if text.is_empty() { "（空）".to_owned() } else { text };
            view! {
                <li class="side">
                    <p class="side-field">{label}</p>
                    <div class="side-values">
                        <span class="side-value">{text(one)}</span>
                        <span class="side-value">{text(other)}</span>
                    </div>
                </li>
            }
        })
        .collect();
    let differing = if fields.is_empty() {
        view! { <p class="small muted">"两条填写的内容一样。"</p> }.into_any()
    } else {
        view! { <ul>{fields}</ul> }.into_any()
    };
    let (name, reason) = (pair.name.clone(), pair.reason.clone());
    let own = name.clone();
    let merge = move |()| {
        let [keep, other] = ids.clone();
        let pair = if swapped.get_untracked() { (keep, other) } else { (other, keep) };
        match app::join_records(session, &[pair]) {
            Ok(()) => offer_undo(session, toasts, format!("已合并“{own}”")),
            Err(error) => toasts.say(error.to_string()),
        }
    };
    let apart = move |()| match app::keep_records_apart(session, &pair) {
        Ok(()) => offer_undo(session, toasts, "已记下，以后不再提示这一对"),
        Err(error) => toasts.say(error.to_string()),
    };
    view! {
        <li class="sheet dispute">
            <h2>{name}</h2>
            <p class="small muted">{reason}</p>
            <ul class="dispute-sides">{sides}</ul>
            {differing}
            <div class="row twin-acts">
                <Button label=format!("是同一{word}，合并") on_click=merge/>
                <Button label=format!("不是同一{word}") kind=ButtonKind::Quiet on_click=apart/>
            </div>
        </li>
    }
    .into_any()
}

/// One of a pair: who made it, how much names it, and whether it goes on.
fn side(
    session: Session,
    id: &RecordId,
    entries: Option<usize>,
    swapped: RwSignal<bool>,
    is_second: bool,
) -> AnyView {
    let (name, made) = session.with_ledger_untracked(|ledger| {
        let steps = history(ledger, id);
        let made = steps.last().map(|first| {
            format!("{}，{}登记", author_words(&first.head.by), first.head.at.label())
        });
        (title(ledger, id), made)
    });
    let count = entries.map(|count| format!("积分登记 {count} 条"));
    let choice = move || {
        if swapped.get() == is_second {
            let tone = Signal::stored(Tone::Info);
            view! { <StateChip text="合并后保留" tone/> }.into_any()
        } else {
            let keep = move |()| swapped.set(is_second);
            view! { <Button label="改为保留这一条" kind=ButtonKind::Quiet on_click=keep/> }
                .into_any()
        }
    };
    view! {
        <li class="dispute-side">
            <div class="grow">
                <p class="dispute-value"><a href=Route::detail(id).href()>{name}</a></p>
                {made.map(|text| view! { <p class="small muted">{text}</p> })}
                {count.map(|text| view! { <p class="small muted">{text}</p> })}
            </div>
            {choice}
        </li>
    }
    .into_any()
}

fn joined_row(session: Session, toasts: ToastHandle, one: JoinedRecord) -> AnyView {
    let JoinedRecord { id, name, into } = one;
    let (kept, gone) = session.with_ledger_untracked(|ledger| {
        let gone = ledger.record(&into).is_some_and(|record| record.is_deleted());
        (title(ledger, &into), gone)
    });
    let state = if gone { "；那一条已删除，所以两条都不显示" } else { "" };
    let words = format!("与“{kept}”合并{state}");
    let label = format!("拆开“{name}”");
    let own = name.clone();
    let separate = move |_| match app::separate_record(session, &id) {
        Ok(()) => offer_undo(session, toasts, format!("已拆开“{own}”，各算各的")),
        Err(error) => toasts.say(error.to_string()),
    };
    view! {
        <li class="import">
            <div class="grow">
                <p class="import-file">{name}</p>
                <p class="small muted"><a href=Route::detail(&into).href()>{words}</a></p>
            </div>
            <button type="button" class="quick" aria-label=label on:click=separate>"拆开"</button>
        </li>
    }
    .into_any()
}
