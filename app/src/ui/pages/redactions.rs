//! 依法删除个人信息: asked for, waited for, and done for good.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::routes::Route;
use crate::app::{self, Session, SettingsGroup, today};
use crate::ledger::{Ledger, RecordId, day_label};
use crate::registers::{
    MEMBER, MentionChoice, Place, Waiting, erased_members, mentions, namesakes, places_of,
    redaction_obstacle, schemas, title, waiting,
};
use crate::ui::components::{
    Button, ButtonKind, Confirm, Field, Notice, NoticeKind, Page, PickOption, RecordPicker,
    StateChip, TextArea, ToastHandle, Tone, focus_first_fault, use_toasts,
};
use crate::ui::form_texts::FormTexts;
use crate::ui::undoing::{offer_undo, report};

use super::mentions::{mentions_view, number_of, redacting_head, search_view};

/// The page.
pub fn redactions_page() -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let doomed = RwSignal::new(None::<Waiting>);
    view! {
        <Page title="依法删除个人信息" back=Route::Settings(Some(SettingsGroup::Safety)).href()>
            <div class="narrow stack">
                <p class="quiet-line">
                    "党员转出、去世或误录以后，本人或家属依法要求删除个人信息时用。删除以后任何旧文件都带不回来，不能撤销；所以要等满一天才能执行。"
                </p>
                {move || waiting_view(session, toasts, doomed)}
                {form(session, toasts)}
                {move || done_view(session)}
                {search_view(session, toasts)}
                <section class="sheet stack">
                    <h2>"会删除什么，留下什么"</h2>
                    <p>"删除：姓名、电话、出生年月等本人资料，锁定月份旁边的姓名，只关于本人的登记里的文字。别的登记、修改理由里写着姓名的，逐处列出，由你选。修改历史、浏览器里的各份副本一并清除；申请时写的依据和理由也清除。以后从文件、归档、别的窗口再进来的，自动清除。"</p>
                    <p>"留下：没有姓名的得分和所属支部，所以已锁定的月份、校验值和平均分都不变。有工号的，编号里的工号也留下。本人当过记录人的，他做的登记仍写着记录人。导入过的文件、归档文件的文件名，用姓名命名的支部、科室的名称照旧。为了认出换了编号再来的同一个人，留一个由姓名和出生年月算出的核对码，从它看不出姓名，但有台账的人可以拿猜的姓名和年月去试。"</p>
                    <p>"管不到：已经导出或发给别人的文件，归档到文件里的登记，以及以后又有人打进去的姓名。执行以后请再导出一次给其他平板，它们导入时会逐人确认，并清除各自多出来的部分；旧文件请自行销毁。没有登记出生年月的，换个编号再来时认不出来。"</p>
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
    let options = Signal::derive(move || session.with_ledger(candidates));
    let text = || RwSignal::new(String::new());
    let (member, reason, unchosen, error) = (text(), text(), text(), text());
    let texts = [("member", member), ("reason", reason)];
    let kept = FormTexts::keep(session, "redaction".to_owned(), "依法删除的申请", texts);
    let submit = move |()| {
        let Ok(id) = member.get_untracked().parse::<RecordId>() else {
            unchosen.set("请选择一名党员".to_owned());
            return focus_first_fault();
        };
        unchosen.set(String::new());
        match app::ask_redaction(session, &id, &reason.get_untracked()) {
            Ok(()) => {
                error.set(String::new());
                member.set(String::new());
                reason.set(String::new());
                kept.saved();
                offer_undo(session, toasts, "已登记申请，等满一天后执行");
            }
            Err(why) => {
                error.set(why.to_string());
                focus_first_fault();
            }
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
            {kept.notice()}
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
    let rows: Vec<AnyView> = session.with_ledger(|ledger| {
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
                let outcome = app::delete(session, std::slice::from_ref(&id), "撤销申请");
                report(session, toasts, outcome, "已撤销申请，什么也没有删除");
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
    let busy = RwSignal::new(false);
    let choice = RwSignal::new(MentionChoice::default());
    let close = move |()| doomed.set(None);
    let name = move || {
        doomed.with(|one| {
            one.as_ref().map_or_else(String::new, |one| {
                session.with_ledger(|ledger| title(ledger, &one.member))
            })
        })
    };
    let heading = Signal::derive(move || format!("删除{}的个人信息", name()));
    let found = Memo::new(move |_| {
        let one = doomed.get()?;
        Some(session.with_ledger(|ledger| {
            let own = records(&places_of(schemas(), ledger, &one.member));
            let others = mentions(schemas(), ledger, &one.member);
            (own, others, !namesakes(ledger, &one.member).is_empty())
        }))
    });
    Effect::new(move |_| match found.get() {
        Some((_, others, is_ambiguous)) => {
            choice.update(|choice| choice.show(&others, is_ambiguous));
        }
        None => choice.set(MentionChoice::default()),
    });
    let act = move |()| {
        let Some(one) = doomed.get_untracked() else { return };
        // What came since the list was drawn was not seen, and stays.
        let mut places =
            session.with_ledger_untracked(|ledger| places_of(schemas(), ledger, &one.member));
        places.extend(choice.with_untracked(MentionChoice::erased));
        busy.set(true);
        spawn_local(async move {
            let said = match app::do_redaction(session, &one, &places).await {
                Ok(()) => "已删除。请再导出一次，交给其他平板".to_owned(),
                Err(error) => error.to_string(),
            };
            toasts.say(said);
            busy.try_set(false);
            doomed.try_set(None);
        });
    };
    let body = move || {
        let (own, others, is_ambiguous) = found.get()?;
        let archived = session.archives.with(|archives| {
            archives
                .iter()
                .filter(|one| !one.returned)
                .map(|one| one.archive.file.clone())
                .collect()
        });
        Some(view! {
            <p>{format!("将从 {own} 条记录里清除本人的资料和文字，包括修改历史。")}</p>
            {mentions_view(session, &others, is_ambiguous, choice, None)}
            {archives_notice(archived)}
            <Notice
                kind=NoticeKind::Warn
                title="不能撤销，也不能从旧文件恢复"
                text="已经发出去的文件不受影响，请自行收回或销毁。"
            />
        })
    };
    view! {
        <Confirm
            open=Signal::derive(move || doomed.with(Option::is_some))
            on_close=close
            title=heading
            keep="先不删"
            label="永久删除"
            erases=true
            busy
            on_confirm=act
        >
            {body}
        </Confirm>
    }
    .into_any()
}

/// That there are archives into which nobody can look from here.
fn archives_notice(files: Vec<String>) -> Option<AnyView> {
    (!files.is_empty()).then(|| {
        let text = format!(
            "归档文件（{}）里的登记不在这台设备上，这次看不到、也清不到。以后取回时，只关于本人的文字会先清除；\
             别的登记里写着的姓名，取回以后请在本页“再找一遍”。",
            files.join("、")
        );
        view! { <Notice kind=NoticeKind::Info title="有归档不在这台设备上" text/> }.into_any()
    })
}

fn records(places: &[Place]) -> usize {
    let mut records: Vec<&RecordId> = places.iter().map(|one| &one.record).collect();
    records.dedup();
    records.len()
}

/// What has been done, by whom and when.
fn done_view(session: Session) -> Option<AnyView> {
    let rows: Vec<AnyView> = session.with_ledger(|ledger| {
        erased_members(ledger)
            .into_iter()
            .map(|id| {
                let (by, at) = redacting_head(ledger, &id);
                let key = number_of(&id);
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
