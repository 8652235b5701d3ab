//! A record: what is wrong with it, its course, its fields, what belongs to it, and its history.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{self, Location, Session};
use crate::ledger::{Ledger, Record, RecordId, day_label};
use crate::registers::{Deadline, Problem, Progress, Schema, Severity, deletion, findings, title};
use crate::reports::disputes_of;
use crate::ui::components::{
    Button, ButtonKind, Empty, Icon, LinkButton, Mounted, Notice, NoticeKind, StateChip, Timeline,
    TimelineItem, Tone, use_toasts,
};
use crate::ui::pages::paper_document::print_named;
use crate::ui::undoing::report;

use super::children::children;
use super::deletion_choice::{deletion_dialog, may_have_left};
use super::detail_fields::fields;
use super::history::timeline;
use super::listing::Listing;
use super::member::member_parts;
use super::merge::{joined_note, merge_act};
use super::paper::record_paper;
use super::reader::Reader;
use super::restoring::{deleted_in, restore_buttons};
use super::words::{closed_reason, shown_apart};

/// How many steps of the history are shown at first.
const STEPS: usize = 8;

/// A record in full; follows the ledger.
pub fn detail(listing: Listing, id: RecordId, close: Callback<()>) -> AnyView {
    let session = listing.session;
    let printing = RwSignal::new(false);
    let bar = bar(listing, &id, close, printing);
    let body = record_body(session, listing.schema, id.clone());
    let paper = move || {
        printing.get().then(|| {
            view! { <div class="only-print">{record_paper(session, listing.schema, &id)}</div> }
        })
    };
    view! { {bar}{body}{paper} }.into_any()
}

/// What stands in a record, what is wrong with it, what belongs to it, and its history; follows the
/// ledger.
pub(super) fn record_body(session: Session, schema: &'static Schema, id: RecordId) -> AnyView {
    let whole = RwSignal::new(false);
    let whole_parts = RwSignal::new(BTreeSet::new());
    let body = move || {
        session.with_scores(|ledger, scores| {
            let Some(record) = ledger.record(&id) else {
                return view! {
                    <Empty title="这条记录不在本机" text="它可能在另一台平板上，导入那台的数据包后就能看到。" />
                }
                .into_any();
            };
            let mut reader = Reader::new(ledger, scores);
            let fields = fields(session, schema, &mut reader, &record);
            let member = member_parts(&mut reader, &record);
            let past = timeline(schema, &mut reader, &id);
            let told = findings(schema, &record, &reader.context);
            let course = course(schema, &mut reader, &record);
            let children = children(schema, &mut reader, &record, whole_parts);
            view! {
                {joined_note(ledger, &record)}
                {disputed(ledger, &id)}
                {troubles(session, schema, ledger, &record, &told)}
                {course}
                {fields}
                {explained(&told)}
                {member}
                {children}
                {history(past, whole)}
            }
            .into_any()
        })
    };
    body.into_any()
}

/// What can be done with the record, and the way to the ones before and after it.
fn bar(listing: Listing, id: &RecordId, close: Callback<()>, printing: RwSignal<bool>) -> AnyView {
    let (place, toasts, session) = (expect_context::<Location>(), use_toasts(), listing.session);
    let schema = listing.schema;
    let (own, removed, restored) = (id.clone(), id.clone(), id.clone());
    let deleted = Memo::new(move |_| {
        session.with_ledger(|ledger| ledger.record(&own).is_some_and(|record| record.is_deleted()))
    });
    let mounted = Mounted::here();
    let print = move |()| {
        printing.set(true);
        // Once the sheet is drawn.
        mounted.next_frame(move || print_named(session, schema.head.label));
    };
    let removing = RwSignal::new(false);
    let delete = move |()| {
        if may_have_left(session, schema, &removed) {
            return removing.set(true);
        }
        let name = session.with_ledger_untracked(|ledger| title(ledger, &removed));
        let outcome = app::delete(session, std::slice::from_ref(&removed), "");
        if report(session, toasts, outcome, format!("已删除“{name}”")) {
            close.run(());
        }
    };
    let restore = move |()| {
        report(session, toasts, app::restore(session, &restored), "已恢复");
    };
    let by_hand = schema.head.is_kept_by_hand();
    let asked = deletion_dialog(session, schema, id.clone(), removing, close);
    let own = id.clone();
    let joined = Memo::new(move |_| {
        session.with_ledger(|ledger| ledger.record(&own).is_some_and(|record| record.is_joined()))
    });
    let merged = id.clone();
    let acts = move || {
        if !by_hand || joined.get() {
            ().into_any()
        } else if deleted.get() {
            view! { <Button label="恢复" icon=Icon::Undo on_click=restore.clone() /> }.into_any()
        } else {
            view! {
                <Button label="删除" icon=Icon::Trash kind=ButtonKind::Quiet on_click=delete.clone() />
                {merge_act(session, schema, merged.clone())}
            }
            .into_any()
        }
    };
    let here = id.clone();
    let around = Memo::new(move |_| listing.around(&here));
    let step = move |icon: Icon, word: &'static str, to: Option<RecordId>| {
        let reason = to.is_none();
        let go = move |()| {
            if let Some(id) = &to {
                place.go_instead(&Route::detail(id));
            }
        };
        view! {
            <Button label=word icon=icon icon_only=true kind=ButtonKind::Quiet disabled=reason on_click=go />
        }
        .into_any()
    };
    let steps = move || {
        around.get().map(|(before, _, after)| {
            view! {
                {step(Icon::Up, "上一条", before)}
                {step(Icon::Down, "下一条", after)}
            }
        })
    };
    view! {
        <div class="row record-bar">
            {shown_apart(schema, id).map(|(word, route)| view! {
                <LinkButton label=word href=route.href()/>
            })}
            {closed_reason(schema).is_empty().then(|| view! {
                <Button label="打印" icon=Icon::Print kind=ButtonKind::Quiet on_click=print />
            })}
            {acts}
            <span class="grow"></span>
            {steps}
        </div>
        {asked}
    }
    .into_any()
}

/// What both sides changed in the record, with the way to choose.
fn disputed(ledger: &Ledger, id: &RecordId) -> Option<AnyView> {
    let found = disputes_of(ledger, id);
    let fields: Vec<&str> = found.iter().map(|one| &*one.field).collect();
    (!fields.is_empty()).then(|| {
        view! {
            <Notice
                kind=NoticeKind::Warn
                title="两边都改过"
                text=format!("{}：两份都留着，等您选定。", fields.join("、"))
                action=|| view! { <LinkButton label="去选定" href=Route::Disputes.href()/> }
            />
        }
        .into_any()
    })
}

/// What is wrong, at the top, and what should be looked at.
fn troubles(
    session: Session,
    schema: &Schema,
    ledger: &Ledger,
    record: &Record<'_>,
    told: &[Problem],
) -> AnyView {
    if record.is_deleted() {
        let text = format!(
            "{}。内容仍然保留，不再计入任何统计；可以恢复。",
            deletion(ledger, record.id())
        );
        return view! { <Notice kind=NoticeKind::Warn title="这条记录已删除" text /> }.into_any();
    }
    let words = |of: &dyn Fn(&Problem) -> bool| {
        let found = told.iter().filter(|one| of(one));
        found.map(|one| one.words(schema, ledger)).collect::<Vec<_>>()
    };
    let wrong = words(&Problem::is_open);
    let hints = words(&|one| one.severity == Severity::Hint);
    let deleted = deleted_in(told);
    let wrong = (!wrong.is_empty()).then(|| {
        view! {
            <Notice
                kind=NoticeKind::Warn
                title=format!("待修正 {} 处", wrong.len())
                text=format!("{}。", wrong.join("；"))
                action=move || restore_buttons(session, deleted, Callback::new(|()| {}))
            />
        }
    });
    let hints = (!hints.is_empty()).then(|| {
        view! { <Notice title="请留意" text=format!("{}。", hints.join("；")) /> }
    });
    view! { {wrong}{hints} }.into_any()
}

/// Why rules of law were not kept.
fn explained(told: &[Problem]) -> Option<AnyView> {
    let explained = told.iter().filter(|one| !one.explanation.is_empty());
    let rows: Vec<AnyView> = explained
        .map(|one| {
            view! {
                <div class="record-field">
                    <dt>"情况说明"</dt>
                    <dd>
                        <span class="record-lines">{one.explanation.clone()}</span>
                        <p class="small muted">{one.text.clone()}</p>
                    </dd>
                </div>
            }
            .into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <dl class="record-fields">{rows}</dl> }.into_any())
}

/// Where the record is in its course, what comes next, and until when.
fn course<'a>(schema: &Schema, reader: &mut Reader<'a>, record: &Record<'a>) -> Option<AnyView> {
    let (progress, is_overdue) = reader.progress(schema, record)?;
    if !schema.display.next.is_empty() {
        return Some(computed_course(schema, reader, record, &progress));
    }
    let day = |limit: Deadline| {
        let provisional = if limit.provisional { "（暂算）" } else { "" };
        format!("{}{provisional}", day_label(limit.day))
    };
    let next = progress.next.map(|next| {
        let mut parts = vec![format!("下一步“{}”", next.label)];
        // A day that has come keeps nobody waiting.
        let ahead = progress.not_before.filter(|limit| limit.day > reader.today);
        parts.extend(ahead.map(|limit| format!("不早于{}", day(limit))));
        parts.extend(progress.due.map(|limit| format!("不晚于{}", day(limit))));
        parts.join("，")
    });
    let tone = if progress.stage.is_end { Tone::Good } else { Tone::Info };
    let late = is_overdue.then(|| view! { <StateChip text="逾期" tone=Tone::Warn /> });
    Some(
        view! {
            <p class="row record-course">
                <StateChip text=progress.words() tone=tone />
                {late}
                {next}
            </p>
        }
        .into_any(),
    )
}

/// The same where the register computes what comes next.
fn computed_course<'a>(
    schema: &Schema,
    reader: &mut Reader<'a>,
    record: &Record<'a>,
    progress: &Progress,
) -> AnyView {
    let shown = schema.computed.iter().filter(|one| schema.display.next.contains(&one.field.name));
    let parts: Vec<String> = shown
        .map(|one| (one.field.label, reader.column(schema, &one.field, record)))
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| format!("{label}：{text}"))
        .collect();
    let tone = if progress.stage.is_end { Tone::Good } else { Tone::Info };
    view! {
        <p class="row record-course">
            <StateChip text=progress.words() tone=tone />
            {parts.join("，")}
        </p>
    }
    .into_any()
}

fn history(items: Vec<TimelineItem>, whole: RwSignal<bool>) -> AnyView {
    let count = items.len();
    let items = Signal::stored(items);
    let shown = Signal::derive(move || {
        items.with(|items| {
            let most = if whole.get() { items.len() } else { STEPS };
            items.iter().take(most).cloned().collect::<Vec<_>>()
        })
    });
    let more = move || {
        (count > STEPS && !whole.get()).then(|| {
            let label = format!("全部 {count} 条修改记录");
            view! { <Button label=label kind=ButtonKind::Quiet on_click=move |()| whole.set(true) /> }
        })
    };
    view! {
        <section class="record-part">
            <h3>"修改记录"</h3>
            <Timeline items=shown />
            {more}
        </section>
    }
    .into_any()
}
