//! A record of a file beside ours: mine and theirs, who wrote it and when.

use leptos::prelude::*;

use super::effects::effect_word;
use crate::app::Session;
use crate::exchange::import::plan::{CellRow, Effect, ImportPlan, RecordRow};
use crate::ledger::{DELETED, JOINED, Ledger, RecordId, Value, day_label, parse_day};
use crate::registers::{
    DISTINCT, EXPLANATION, Kind, RowKeys, Schema, Shape, field_label, schema, show_row, show_value,
    title, title_of,
};
use crate::ui::components::{StateChip, Tone};
use crate::ui::words::author_words;

/// The name of a record, as the file has it, or else as we have it.
pub(super) fn record_title(session: Session, plan: &ImportPlan, row: &RecordRow) -> String {
    let theirs = plan.theirs();
    let schema = schema(row.record.register());
    match (schema, theirs.record(&row.record)) {
        (Some(schema), Some(record)) => session.with_ledger_untracked(|mine| {
            let here = mine.record(&row.record).map(|ours| title_of(mine, schema, &ours));
            here.filter(|_| !row.unknown).unwrap_or_else(|| title_of(theirs, schema, &record))
        }),
        _ => row.record.to_string(),
    }
}

/// The cells of a record in which the file has something new.
pub(super) fn record_view(session: Session, plan: &ImportPlan, row: &RecordRow) -> AnyView {
    let schema = schema(row.record.register());
    let cells = session.with_ledger_untracked(|mine| plan.cells(mine, &row.record));
    let cells: Vec<AnyView> =
        cells.iter().map(|cell| cell_view(session, plan, schema, cell)).collect();
    let place = schema.map_or_else(String::new, |schema| schema.head.label.to_owned());
    let note = if row.unknown { "本机没有这一条" } else { "本机已有这一条" };
    view! {
        <p class="small muted">{format!("{place} · {note}")}</p>
        <ul class="sides">{cells}</ul>
    }
    .into_any()
}

fn cell_view(
    session: Session,
    plan: &ImportPlan,
    schema: Option<&'static Schema>,
    cell: &CellRow,
) -> AnyView {
    let theirs = plan.theirs();
    let label = session.with_ledger_untracked(|mine| cell_label(schema, cell, mine, theirs));
    let shown = |value: &Value, first: &Ledger, second: &Ledger| {
        let text = show(schema, &cell.field, value, first, second);
        if text.is_empty() { "（空）".to_owned() } else { text }
    };
    let mine = session.with_ledger_untracked(|mine| match &cell.mine {
        Some(value) => shown(value, mine, theirs),
        None if cell.field == DELETED => shown(&Value::Bool(false), mine, theirs),
        None => "（没有）".to_owned(),
    });
    let other = session.with_ledger_untracked(|mine| shown(&cell.theirs, theirs, mine));
    let head = plan.head(cell.edit);
    let who = head.map_or_else(String::new, |head| {
        format!("{}，{}", author_words(&head.by), head.at.label())
    });
    let why = head.map(|head| head.reason.to_string()).filter(|why| !why.is_empty());
    let tone = match cell.effect {
        Effect::Deleted => Tone::Bad,
        Effect::Conflict => Tone::Warn,
        Effect::Newer | Effect::New | Effect::Restored | Effect::Joined => Tone::Info,
        Effect::History => Tone::Plain,
    };
    let is_new = cell.effect == Effect::New;
    view! {
        <li class="side">
            <div class="row">
                <span class="side-field grow">{label}</span>
                <StateChip text=effect_word(cell.effect) tone=Signal::stored(tone)/>
            </div>
            <div class="side-values" class:is-one=is_new>
                {(!is_new).then(|| view! {
                    <p class="side-value"><span class="small muted">"本机"</span><span>{mine}</span></p>
                })}
                <p class="side-value"><span class="small muted">"文件"</span><span>{other}</span></p>
            </div>
            <p class="small muted">{who}</p>
            {why.map(|why| view! { <p class="small muted">{format!("原因：{why}")}</p> })}
        </li>
    }
    .into_any()
}

/// The name of a cell: its field, and from which day or for whom.
fn cell_label(
    schema: Option<&'static Schema>,
    cell: &CellRow,
    mine: &Ledger,
    theirs: &Ledger,
) -> String {
    let Some(schema) = schema else {
        return cell.field.clone();
    };
    let label = match &*cell.field {
        DELETED => "这条记录".to_owned(),
        field => field_label(schema, field),
    };
    let field = schema.field(&cell.field);
    match (&cell.key, field.map(|field| (field, field.shape))) {
        (Some(day), Some((_, Shape::Dated))) => {
            let day = parse_day(day).map_or_else(|_| day.clone(), day_label);
            format!("{label}（{day}起）")
        }
        // What is taken away is called as it was called here.
        (Some(key), Some((field, Shape::Rows(keys)))) if !matches!(keys, RowKeys::Records(_)) => {
            let row = cell.mine.as_ref().filter(|_| cell.theirs.is_null());
            match show_row(theirs, field, key, row.unwrap_or(&cell.theirs)) {
                row if row.is_empty() => label,
                row => format!("{label}：{row}"),
            }
        }
        (Some(_), None) if cell.field == EXPLANATION => label,
        (Some(id), _) => format!("{label}：{}", name_of(id, theirs, mine)),
        (None, _) => label,
    }
}

/// A value as it is shown; what it speaks of may be in either ledger.
fn show(
    schema: Option<&'static Schema>,
    field: &str,
    value: &Value,
    first: &Ledger,
    second: &Ledger,
) -> String {
    if field == JOINED {
        let into = value.as_text().map(|id| name_of(id, first, second));
        return into.map_or_else(|| "分开".to_owned(), |name| format!("与“{name}”合并"));
    }
    if field == DELETED {
        return if value.is_true() { "删除" } else { "保留" }.to_owned();
    }
    if field == DISTINCT {
        return if value.is_true() { "是" } else { "否" }.to_owned();
    }
    match schema.and_then(|schema| schema.field(field)) {
        Some(field) => match (field.kind, value.as_text()) {
            (_, Some("")) => "（无）".to_owned(),
            (Kind::Reference(_), Some(id)) => name_of(id, first, second),
            _ => show_value(first, field, value),
        },
        None => "（本版本不认识的内容，原样保留）".to_owned(),
    }
}

fn name_of(id: &str, first: &Ledger, second: &Ledger) -> String {
    let id = id.parse::<RecordId>().ok();
    let Some(id) = id else {
        return "（不在本机）".to_owned();
    };
    if first.record(&id).is_some() { title(first, &id) } else { title(second, &id) }
}
