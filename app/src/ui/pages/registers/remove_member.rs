//! Deleting a member whom records name: 转出 and 去世 keep them, 误录 deletes.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::app::{self, Session, day_from_today, today_text};
use crate::ledger::{RecordId, day_label, parse_day};
use crate::registers::form::Input;
use crate::registers::{MEMBER, MEMBER_SCHEMA, references_to, schemas, title};
use crate::ui::components::{
    Button, ButtonKind, Choice, DateInput, Dialog, Field, Notice, NoticeKind, Opt, TextInput,
    use_toasts,
};
use crate::ui::undoing::{offer_undo, report};

use super::words::counted;

const LEFT: &str = "left";
const DECEASED: &str = "deceased";
const MISTAKE: &str = "mistake";

/// Whether a record is that of a member whom other records name.
pub fn is_member_with_records(session: Session, id: &RecordId) -> bool {
    id.register() == MEMBER.name
        && session
            .with_ledger_untracked(|ledger| !references_to(schemas(), ledger, id).is_empty())
}

/// Asks why a member is to go, and does what fits; `close` is called where the record is deleted.
pub fn remove_member(
    session: Session,
    id: RecordId,
    open: RwSignal<bool>,
    close: Callback<()>,
) -> AnyView {
    let toasts = use_toasts();
    let why = RwSignal::new(LEFT.to_owned());
    let day = day_from_today();
    let whither = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let id = StoredValue::new(id);
    let name = Memo::new(move |_| {
        id.with_value(|id| session.with_ledger(|ledger| title(ledger, id)))
    });
    let named_by = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        id.with_value(|id| {
            session.with_ledger(|ledger| {
                let found = references_to(schemas(), ledger, id).into_iter();
                found.map(|(schema, count)| {
                    format!("{}{}", counted(schema, count), schema.head.label)
                })
                .collect::<Vec<_>>()
            })
        })
    });
    let is_mistake = Memo::new(move |_| why.with(|why| why == MISTAKE));
    let submit = move |()| {
        let (id, name) = (id.get_value(), name.get_untracked());
        if is_mistake.get_untracked() {
            open.set(false);
            let outcome = app::delete(session, std::slice::from_ref(&id), "误录");
            if report(session, toasts, outcome, format!("已删除“{name}”")) {
                close.run(());
            }
            return;
        }
        let Ok(since) = parse_day(&day.get_untracked()) else {
            return error.set("请填日期".to_owned());
        };
        let standing = why.get_untracked();
        let (word, reason) = match (&*standing, whither.get_untracked().trim()) {
            (DECEASED, _) => ("去世", "去世".to_owned()),
            (_, "") => ("已转出", "转出".to_owned()),
            (_, to) => ("已转出", format!("转出到{to}")),
        };
        let input = Input {
            texts: BTreeMap::from([("standing", standing)]),
            since: Some(since),
            // What else is wrong with the record holds nobody here.
            is_part: true,
            ..Input::default()
        };
        match app::save(session, &MEMBER_SCHEMA, Some(&id), &input, &reason) {
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
    let options = vec![
        Opt::new(LEFT, "转出"),
        Opt::new(DECEASED, "去世"),
        Opt::new(MISTAKE, "误录，不该有这个人"),
    ];
    let act = move || match (is_mistake.get(), why.with(|why| why == DECEASED)) {
        (true, _) => {
            view! { <Button label="删除" kind=ButtonKind::Danger on_click=submit/> }.into_any()
        }
        (_, is_dead) => {
            let label = if is_dead { "记为去世" } else { "记为已转出" };
            view! { <Button label kind=ButtonKind::Primary on_click=submit/> }.into_any()
        }
    };
    let body = move || {
        if is_mistake.get() {
            let text = format!(
                "{}会标为待修正，内容都留着；删错了随时可以恢复。",
                named_by.get().join("、")
            );
            return view! { <Notice kind=NoticeKind::Warn title="只有误录才删除" text/> }.into_any();
        }
        let is_dead = why.with(|why| why == DECEASED);
        view! {
            <Field label="从哪天起" required=true error
                help="这天以前的登记和月份都不变；每月 1 日还在的，当月照常考核">
                <DateInput value=day on_change=move |text| { error.set(String::new()); day.set(text) }
                    today=today_text()/>
            </Field>
            {(!is_dead).then(|| view! {
                <Field label="转到哪里" help="可以不填，写了就留在修改记录里">
                    <TextInput value=whither on_change=move |text| whither.set(text)/>
                </Field>
            })}
        }
        .into_any()
    };
    view! {
        <Dialog
            open
            on_close=move |()| open.set(false)
            title=Signal::derive(move || format!("“{}”为什么不再列入", name.get()))
            footer=move || view! {
                <Button label="不了" on_click=move |()| open.set(false)/>
                {act}
            }
        >
            <p class="quiet-line">
                {move || format!("名下有 {}。转出和去世不用删除，登记都留着。", named_by.get().join("、"))}
            </p>
            <Choice options=Signal::stored(options.clone()) value=why label="原因"
                on_change=move |id: String| { error.set(String::new()); why.set(id) }/>
            {body}
        </Dialog>
    }
    .into_any()
}
