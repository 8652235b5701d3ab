//! 依法删除个人信息: asked for, waited for, and done for good.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::routes::Route;
use crate::app::{self, Session, today};
use crate::ledger::{Ledger, RecordId, day_label};
use crate::registers::{
    MEMBER, Place, Waiting, mentions, places_of, redaction_obstacle, register, title, waiting,
};
use crate::ui::components::{
    Button, ButtonKind, Dialog, Field, Icon, Notice, NoticeKind, Page, PickOption, RecordPicker,
    StateChip, TextArea, ToastHandle, Toggle, Tone, use_toasts,
};
use crate::ui::undoing::offer_undo;
use crate::ui::words::author_words;

/// The page.
pub fn redactions_page() -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let doomed = RwSignal::new(None::<Waiting>);
    view! {
        <Page title="依法删除个人信息" back=Route::Settings.href()>
            <div class="narrow stack">
                <p class="quiet-line">
                    "党员转出、去世或误录以后，本人或家属依法要求删除个人信息时用。删除以后任何旧文件都带不回来，不能撤销；所以要等满一天才能执行。"
                </p>
                {move || waiting_view(session, toasts, doomed)}
                {form(session, toasts)}
                {move || done_view(session)}
                <section class="sheet stack">
                    <h2>"会删除什么，留下什么"</h2>
                    <p>"删除：姓名、电话、出生年月等本人资料，锁定月份旁边的姓名，只关于本人的登记里的文字。修改历史、浏览器里的各份副本一并清除。"</p>
                    <p>"留下：没有姓名的得分和所属支部，所以已锁定的月份、校验值和平均分都不变。有工号的，编号里的工号也留下。"</p>
                    <p>"管不到：已经导出或发给别人的文件。执行以后请再导出一次给其他平板，它们导入时会逐人确认；旧文件请自行销毁。"</p>
                </section>
            </div>
            {confirmation(session, toasts, doomed)}
        </Page>
    }
    .into_any()
}

/// Those who are no longer on the roll.
fn candidates(ledger: &Ledger) -> Vec<PickOption> {
    let today = today();
    let asked: Vec<RecordId> = waiting(ledger).into_iter().map(|one| one.member).collect();
    let members = ledger.all_records(MEMBER.name).filter(|record| {
        !record.is_blank()
            && !asked.contains(record.id())
            && redaction_obstacle(ledger, record.id(), today).is_none()
    });
    members
        .map(|record| PickOption {
            id: record.id().to_string(),
            label: title(ledger, record.id()),
            hint: if record.is_deleted() { "记录已删除" } else { "已不在册" }.to_owned(),
            group: String::new(),
        })
        .collect()
}

fn form(session: Session, toasts: ToastHandle) -> AnyView {
    let options = Signal::derive(move || session.read(candidates));
    let text = || RwSignal::new(String::new());
    let (member, reason, unchosen, error) = (text(), text(), text(), text());
    let submit = move |()| {
        let Ok(id) = member.get_untracked().parse::<RecordId>() else {
            return unchosen.set("请选择一名党员".to_owned());
        };
        unchosen.set(String::new());
        match app::ask_redaction(session, &id, &reason.get_untracked()) {
            Ok(()) => {
                error.set(String::new());
                member.set(String::new());
                reason.set(String::new());
                offer_undo(session, toasts, "已登记申请，等满一天后执行");
            }
            Err(text) => error.set(text),
        }
    };
    let help = Signal::derive(move || {
        let none = options.with(Vec::is_empty);
        if none {
            "在册的党员要先登记转出（或删除误录的记录），才会出现在这里"
        } else {
            ""
        }
        .to_owned()
    });
    view! {
        <section class="sheet stack">
            <h2>"登记申请"</h2>
            <Field label="党员" required=true help error=unchosen>
                <RecordPicker
                    options
                    value=member
                    on_change=move |id| member.set(id)
                    placeholder="从已不在册的党员里选"
                />
            </Field>
            <Field label="依据和理由" required=true error>
                <TextArea
                    value=reason
                    on_change=move |text| reason.set(text)
                    placeholder="如：本人2026年11月20日书面申请，已转出本院"
                />
            </Field>
            <Button label="登记申请" on_click=submit/>
        </section>
    }
    .into_any()
}

fn waiting_view(
    session: Session,
    toasts: ToastHandle,
    doomed: RwSignal<Option<Waiting>>,
) -> Option<AnyView> {
    let today = today();
    let rows: Vec<AnyView> = session.read(|ledger| {
        let rows = waiting(ledger).into_iter();
        rows.map(|one| {
            let name = title(ledger, &one.member);
            let is_ready = one.ready_on <= today;
            let state = if is_ready {
                "等待期已满".to_owned()
            } else {
                format!("{}起可以执行", day_label(one.ready_on))
            };
            let tone = if is_ready { Tone::Warn } else { Tone::Plain };
            let id = one.id.clone();
            let call_off = move |()| {
                app::delete(session, std::slice::from_ref(&id), "撤销申请");
                offer_undo(session, toasts, "已撤销申请，什么也没有删除");
            };
            let reason = one.reason.clone();
            let ready = one.clone();
            view! {
                <li class="import">
                    <div class="grow">
                        <p class="import-file">{name}</p>
                        <p class="small muted">{reason}</p>
                    </div>
                    <StateChip text=state tone=Signal::stored(tone)/>
                    <Button label="撤销申请" kind=ButtonKind::Quiet on_click=call_off/>
                    {is_ready.then(|| view! {
                        <Button
                            label="执行删除"
                            kind=ButtonKind::Danger
                            on_click=move |()| doomed.set(Some(ready.clone()))
                        />
                    })}
                </li>
            }
            .into_any()
        })
        .collect()
    });
    list("等待执行", rows)
}

/// Rows under a heading; nothing where there are none.
fn list(heading: &'static str, rows: Vec<AnyView>) -> Option<AnyView> {
    (!rows.is_empty()).then(|| {
        view! {
            <section class="sheet">
                <h2>{heading}</h2>
                <ul class="imports">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

/// The last word, with all that goes.
fn confirmation(
    session: Session,
    toasts: ToastHandle,
    doomed: RwSignal<Option<Waiting>>,
) -> AnyView {
    let with_mentions = RwSignal::new(true);
    let busy = RwSignal::new(false);
    let close = move |()| doomed.set(None);
    let name = move || {
        doomed.with(|one| {
            one.as_ref()
                .map_or_else(String::new, |one| session.read(|ledger| title(ledger, &one.member)))
        })
    };
    let heading = Signal::derive(move || format!("删除{}的个人信息", name()));
    let act = move |()| {
        let Some(one) = doomed.get_untracked() else { return };
        let places = session.peek(|ledger| {
            let mut places = places_of(ledger, &one.member);
            if with_mentions.get_untracked() {
                places.extend(mentions(ledger, &one.member));
            }
            places
        });
        busy.set(true);
        spawn_local(async move {
            let said = match app::do_redaction(session, &one, &places).await {
                Ok(()) => "已删除。请再导出一次，交给其他平板".to_owned(),
                Err(error) => error,
            };
            toasts.say(said);
            busy.try_set(false);
            doomed.try_set(None);
        });
    };
    let body = move || {
        let one = doomed.get()?;
        let (own, others) =
            session.read(|ledger| (places_of(ledger, &one.member), mentions(ledger, &one.member)));
        let others_list = session.read(|ledger| listed(ledger, &others));
        let count = others.len();
        Some(view! {
            <p>{format!("将从 {} 条记录里清除本人的资料和文字，包括修改历史。", records(&own))}</p>
            {(count > 0).then(|| view! {
                <p>{format!("另有 {count} 处别的登记里写着这个姓名：")}</p>
                <ul class="plain-list">{others_list}</ul>
                <Toggle
                    label="这些文字也整段清除"
                    value=with_mentions
                    on_change=move |on| with_mentions.set(on)
                />
            })}
            <Notice
                kind=NoticeKind::Warn
                title="不能撤销，也不能从旧文件恢复"
                text="已经发出去的文件不受影响，请自行收回或销毁。"
            />
        })
    };
    view! {
        <Dialog
            open=Signal::derive(move || doomed.with(Option::is_some))
            on_close=close
            title=heading
            footer=move || view! {
                <Button label="先不删" on_click=close/>
                <Button
                    kind=ButtonKind::Danger
                    icon=Icon::Trash
                    label="永久删除"
                    busy
                    on_click=act
                />
            }
        >
            {body}
        </Dialog>
    }
    .into_any()
}

fn records(places: &[Place]) -> usize {
    let mut records: Vec<&RecordId> = places.iter().map(|one| &one.record).collect();
    records.dedup();
    records.len()
}

/// Where else the name is written: the first few.
fn listed(ledger: &Ledger, places: &[Place]) -> Vec<AnyView> {
    let shown = places.iter().take(6).map(|one| {
        let register = register(one.record.register()).map_or("", |register| register.label);
        let text = format!("{register} · {}", title(ledger, &one.record));
        view! { <li>{text}</li> }.into_any()
    });
    let mut rows: Vec<AnyView> = shown.collect();
    if places.len() > 6 {
        rows.push(view! { <li>{format!("……共 {} 处", places.len())}</li> }.into_any());
    }
    rows
}

/// What has been done, by whom and when.
fn done_view(session: Session) -> Option<AnyView> {
    let rows: Vec<AnyView> = session.read(|ledger| {
        let redacted = ledger.all_records(MEMBER.name).filter(|one| ledger.is_redacted(one.id()));
        redacted
            .map(|record| {
                let (by, at) = redacting_head(ledger, record.id());
                let key = record.id().key();
                let key = key.map_or_else(|| "没有工号".to_owned(), |key| format!("工号 {key}"));
                view! {
                    <li class="import">
                        <div class="grow">
                            <p class="import-file">{key}</p>
                            <p class="small muted">{format!("{by}，{at}执行")}</p>
                        </div>
                        <StateChip text="已依法删除" tone=Signal::stored(Tone::Plain)/>
                    </li>
                }
                .into_any()
            })
            .collect()
    });
    list("已经删除", rows)
}

/// Who erased a record's data, and when.
fn redacting_head(ledger: &Ledger, id: &RecordId) -> (String, String) {
    let written =
        ledger.record(id).map(|record| record.written_at(crate::ledger::REDACTED, Some("name")));
    let first = written.and_then(|written| written.last().map(|one| one.id.edit));
    let head = first.and_then(|edit| ledger.head(edit));
    head.map_or_else(Default::default, |head| (author_words(&head.by), head.at.label()))
}
