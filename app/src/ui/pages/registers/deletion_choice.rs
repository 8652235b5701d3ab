//! Deleting a record that others name: what ends its time and keeps them is offered first.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::app::{self, Session, day_from_today, today_text};
use crate::ledger::{RecordId, day_label, parse_day};
use crate::registers::form::Input;
use crate::registers::{Leaving, Present, Schema, references_to, schemas, title};
use crate::ui::components::{
    Button, ButtonKind, Choice, DateInput, Dialog, Field, Notice, NoticeKind, Opt, TextInput,
    use_toasts,
};
use crate::ui::undoing::{offer_undo, report};

use super::words::counted;

/// Stands for a record that should never have been; no choice is written so.
const MISTAKE: &str = "@mistake";

/// Whether a record that is to be deleted may rather have left: its register knows how, and others name it.
pub fn may_have_left(session: Session, schema: &Schema, id: &RecordId) -> bool {
    !ways(schema).is_empty()
        && session.with_ledger_untracked(|ledger| !references_to(schemas(), ledger, id).is_empty())
}

fn ways(schema: &Schema) -> &'static [Leaving] {
    schema.present.as_ref().map_or(&[], |present: &Present| present.leaving)
}

/// Asks why a record is to go, and does what fits; `close` is called where it is deleted. `None` where its
/// register knows but deleting.
pub fn deletion_dialog(
    session: Session,
    schema: &'static Schema,
    id: RecordId,
    open: RwSignal<bool>,
    close: Callback<()>,
) -> Option<AnyView> {
    let ways = ways(schema);
    let field = schema.present.as_ref()?.field;
    let first = ways.first()?;
    let toasts = use_toasts();
    let why = RwSignal::new(first.value.to_owned());
    let day = day_from_today();
    let asked = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let id = StoredValue::new(id);
    let name =
        Memo::new(move |_| id.with_value(|id| session.with_ledger(|ledger| title(ledger, id))));
    let named_by = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        id.with_value(|id| {
            session.with_ledger(|ledger| {
                let found = references_to(schemas(), ledger, id).into_iter();
                found
                    .map(|(schema, count)| {
                        format!("{}{}", counted(schema, count), schema.head.label)
                    })
                    .collect::<Vec<_>>()
            })
        })
    });
    let way = Memo::new(move |_| why.with(|why| ways.iter().find(|way| way.value == why).copied()));
    let submit = move |()| {
        let (id, name) = (id.get_value(), name.get_untracked());
        let Some(way) = way.get_untracked() else {
            open.set(false);
            let outcome = app::delete(session, std::slice::from_ref(&id), "误录");
            if report(session, toasts, outcome, format!("已删除“{name}”")) {
                close.run(());
            }
            return;
        };
        let Ok(since) = parse_day(&day.get_untracked()) else {
            return error.set("请填日期".to_owned());
        };
        let last = session.with_ledger_untracked(|ledger| ledger.record(&id)?.latest_day(field));
        if let Some(last) = last.filter(|last| since < *last) {
            return error.set(format!("现在的情况从{}开始，日期不能在它以前", day_label(last)));
        }
        let word = way.word;
        let reason = match asked.get_untracked().trim() {
            told if told.is_empty() || way.asks.is_empty() => word.to_owned(),
            told => format!("{word}：{told}"),
        };
        let input = Input {
            texts: BTreeMap::from([(field, way.value.to_owned())]),
            since: Some(since),
            // What else is wrong with the record holds nobody here.
            is_part: true,
            ..Input::default()
        };
        match app::save(session, schema, Some(&id), &input, &reason) {
            Ok(_) => {
                open.set(false);
                let text = format!("“{name}”自{}起{word}，登记都留着", day_label(since));
                offer_undo(session, toasts, text);
            }
            Err(found) => {
                let texts = found.into_iter().map(|one| one.text);
                error.set(texts.collect::<Vec<_>>().join("；"));
            }
        }
    };
    let mut options: Vec<Opt> = ways.iter().map(|way| Opt::new(way.value, way.word)).collect();
    options.push(Opt::new(MISTAKE, "误录，不该有这一条"));
    let act = move || match way.get() {
        None => view! { <Button label="删除" kind=ButtonKind::Danger on_click=submit/> }.into_any(),
        Some(way) => {
            let label = format!("记为{}", way.word);
            view! { <Button label kind=ButtonKind::Primary on_click=submit/> }.into_any()
        }
    };
    let body = move || {
        let Some(way) = way.get() else {
            let text = format!(
                "{}会标为待修正，内容都留着；删错了随时可以恢复。",
                named_by.get().join("、")
            );
            return view! { <Notice kind=NoticeKind::Warn title="只有误录才删除" text/> }
                .into_any();
        };
        view! {
            <Field label="从哪天起" required=true error
                help="这天以前的登记和月份都不变；每月 1 日还在的，当月照常考核">
                <DateInput value=day on_change=move |text| { error.set(String::new()); day.set(text) }
                    today=today_text()/>
            </Field>
            {(!way.asks.is_empty()).then(|| view! {
                <Field label=way.asks help="可以不填，写了就留在修改记录里">
                    <TextInput value=asked on_change=move |text| asked.set(text)/>
                </Field>
            })}
        }
        .into_any()
    };
    let words = StoredValue::new(ways.iter().map(|way| way.word).collect::<Vec<_>>().join("、"));
    Some(view! {
        <Dialog
            open
            on_close=move |()| open.set(false)
            title=Signal::derive(move || format!("为什么要去掉“{}”", name.get()))
            footer=move || view! {
                <Button label="不了" on_click=move |()| open.set(false)/>
                {act}
            }
        >
            <p class="quiet-line">
                {move || {
                    let named_by = named_by.get().join("、");
                    let name = name.get();
                    words.with_value(|words| {
                        format!("这些登记里有“{name}”：{named_by}。{words}不用删除，登记都留着。")
                    })
                }}
            </p>
            <Choice options=Signal::stored(options.clone()) value=why label="原因"
                on_change=move |id: String| { error.set(String::new()); why.set(id) }/>
            {body}
        </Dialog>
    }
    .into_any())
}
