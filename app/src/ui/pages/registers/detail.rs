//! A record: what is wrong with it, its fields, what else speaks of it, and its history.

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{self, Location, Session, today};
use crate::ledger::{Ledger, Record, RecordId, Value, day_label, parse_day};
use crate::registers::{Context, Field, Kind, MEMBER, Schema, Shape, problems, show_value, title};
use crate::reports::disputes_of;
use crate::ui::components::{
    Button, ButtonKind, Empty, Icon, LinkButton, Mounted, Notice, NoticeKind, Timeline,
    TimelineItem, print_paper, use_toasts,
};
use crate::ui::undoing::offer_undo;

use super::history::timeline;
use super::listing::Listing;
use super::member::{entries_of, months_of};
use super::merge::{joined_note, merge_act};
use super::paper::record_paper;
use super::reader::Reader;
use super::words::is_kept_by_hand;

/// How many steps of the history are shown at first.
const STEPS: usize = 8;

/// A record in full; follows the ledger.
pub fn detail(listing: Listing, id: RecordId, close: Callback<()>) -> AnyView {
    let session = listing.session;
    let printing = RwSignal::new(false);
    let whole = RwSignal::new(false);
    let own = id.clone();
    let bar = bar(listing, &id, close, printing);
    let body = move || {
        session.with_scores(|ledger, scores| {
            let Some(record) = ledger.record(&own) else {
                return view! {
                    <Empty title="这条记录不在本机" text="它可能在另一台平板上，导入那台的数据包后就能看到。" />
                }
                .into_any();
            };
            let mut reader = Reader::new(ledger, scores);
            let schema = listing.schema;
            let fields = fields(session, schema, &mut reader, &record);
            let member = (schema.head.name == MEMBER.name && record.is_live()).then(|| {
                view! { {months_of(&mut reader, &record)}{entries_of(&mut reader, &own)} }
            });
            let past = timeline(schema, &mut reader, &own);
            view! {
                {joined_note(ledger, &record)}
                {disputed(ledger, &own)}
                {troubles(schema, &record, ledger)}
                {fields}
                {member}
                {history(past, whole)}
            }
            .into_any()
        })
    };
    let paper = move || {
        printing.get().then(|| {
            view! { <div class="only-print">{record_paper(session, listing.schema, &id)}</div> }
        })
    };
    view! { {bar}{body}{paper} }.into_any()
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
        mounted.next_frame(move || print_paper(schema.head.label));
    };
    let delete = move |()| {
        let name = session.with_ledger_untracked(|ledger| title(ledger, &removed));
        app::delete(session, std::slice::from_ref(&removed), "");
        close.run(());
        offer_undo(session, toasts, format!("已删除“{name}”"));
    };
    let restore = move |()| {
        app::restore(session, &restored);
        offer_undo(session, toasts, "已恢复");
    };
    let by_hand = is_kept_by_hand(schema);
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
            <Button label="打印" icon=Icon::Print kind=ButtonKind::Quiet on_click=print />
            {acts}
            <span class="grow"></span>
            {steps}
        </div>
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

/// What is wrong, at the top.
fn troubles(schema: &Schema, record: &Record<'_>, ledger: &Ledger) -> AnyView {
    if record.is_deleted() {
        return view! {
            <Notice kind=NoticeKind::Warn title="这条记录已删除" text="内容仍然保留，不再计入任何统计；可以恢复。" />
        }
        .into_any();
    }
    let found = problems(schema, record, &Context::new(ledger, today()));
    if found.is_empty() {
        return ().into_any();
    }
    let texts: Vec<String> = found.into_iter().map(|problem| problem.text).collect();
    view! {
        <Notice
            kind=NoticeKind::Warn
            title=format!("待修正 {} 处", texts.len())
            text=format!("{}。", texts.join("；"))
        />
    }
    .into_any()
}

fn fields(
    session: Session,
    schema: &'static Schema,
    reader: &mut Reader<'_>,
    record: &Record<'_>,
) -> AnyView {
    let mut rows: Vec<AnyView> = Vec::new();
    let mut blank: Vec<&str> = Vec::new();
    for field in schema.fields.iter().filter(|field| field.kind != Kind::Data) {
        match value(session, field, reader, record) {
            Some(value) => rows.push(
                view! { <div class="record-field"><dt>{field.label}</dt><dd>{value}</dd></div> }
                    .into_any(),
            ),
            None => blank.push(field.label),
        }
    }
    let blank = (!blank.is_empty())
        .then(|| view! { <p class="small muted">{format!("没有填写：{}", blank.join("、"))}</p> });
    view! { <dl class="record-fields">{rows}</dl>{blank} }.into_any()
}

/// What stands in a field; `None` where nothing does.
fn value(
    session: Session,
    field: &'static Field,
    reader: &mut Reader<'_>,
    record: &Record<'_>,
) -> Option<AnyView> {
    match field.shape {
        Shape::Dated => dated(session, field, reader, record),
        Shape::Rows(_) => map(field, reader, record),
        Shape::Single => {
            let value = record.get(field.name);
            (!value.is_null()).then(|| one(field, reader, record, value))
        }
    }
}

/// One value; a reference leads to its record.
fn one(field: &Field, reader: &mut Reader<'_>, record: &Record<'_>, value: &Value) -> AnyView {
    let ledger = reader.ledger;
    let Some(record) = ledger.record(record.id()) else {
        return ().into_any();
    };
    let text = reader.value(field, &record, value);
    match (field.kind, value.as_text().map(str::parse::<RecordId>)) {
        (Kind::Reference(_), Some(Ok(id))) if ledger.record(&id).is_some() => {
            view! { <a href=Route::detail(&id).href()>{text}</a> }.into_any()
        }
        (Kind::Lines(_), _) => view! { <span class="record-lines">{text}</span> }.into_any(),
        _ => text.into_any(),
    }
}

/// The values of a dated field, the latest first; one that began on a wrong day can be taken away,
/// as long as another is left.
fn dated(
    session: Session,
    field: &'static Field,
    reader: &mut Reader<'_>,
    record: &Record<'_>,
) -> Option<AnyView> {
    let toasts = use_toasts();
    let today = reader.today;
    let mut series = record.entries(field.name);
    series.reverse();
    let removable = series.len() > 1 && !record.is_deleted();
    let now = series.iter().position(|(from, _)| parse_day(from).is_ok_and(|day| day <= today));
    let rows: Vec<AnyView> = series
        .into_iter()
        .enumerate()
        .map(|(place, (from, value))| {
            let day = parse_day(from);
            let is_now = Some(place) == now;
            let (id, key) = (record.id().clone(), from.to_owned());
            let remove = move |()| {
                app::remove_entry(session, &id, field.name, &key);
                offer_undo(session, toasts, format!("已删去{}的这一段", field.label));
            };
            let from = match day {
                Ok(day) if day > today => format!("将自{}起", day_label(day)),
                Ok(day) => format!("自{}起", day_label(day)),
                Err(_) => format!("起始日期不对：{from}"),
            };
            let value = match value.as_text() {
                Some("") => "（无）".into_any(),
                _ => one(field, reader, record, value),
            };
            view! {
                <li class:is-past=!is_now>
                    <span>{value}</span>" "
                    <span class="record-since">{from}</span>
                    {removable.then(|| view! {
                        <Button label="删去这一段" icon=Icon::Trash icon_only=true
                            kind=ButtonKind::Quiet on_click=remove/>
                    })}
                </li>
            }
            .into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <ul class="record-series">{rows}</ul> }.into_any())
}

/// The marks of a map: whom it names, and how much.
fn map(field: &Field, reader: &mut Reader<'_>, record: &Record<'_>) -> Option<AnyView> {
    let marks: Vec<AnyView> = record
        .entries(field.name)
        .into_iter()
        .map(|(key, mark)| {
            let name = reader.title(key);
            let amount = match show_value(reader.ledger, field, mark) {
                one if one == "1" => String::new(),
                more if matches!(field.kind, Kind::Count(..)) => format!("×{more}"),
                points => points,
            };
            let href = key.parse().map_or_else(|_| String::new(), |id| Route::detail(&id).href());
            view! { <li><a href=href>{name}</a><span class="figures">{amount}</span></li> }
                .into_any()
        })
        .collect();
    let count = marks.len();
    (count > 0).then(|| {
        view! {
            <p class="small muted">{format!("共 {count} 人")}</p>
            <ul class="record-marks">{marks}</ul>
        }
        .into_any()
    })
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
