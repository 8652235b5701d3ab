//! The history of a record in words.

use crate::ledger::{
    DELETED, EditId, HistoryStep, JOINED, REDACTED, RecordId, Value, day_label, history, parse_day,
};
use crate::registers::rows::{column, columns};
use crate::registers::{
    DISTINCT, EXPLANATION, Field, Kind, Schema, Shape, field_label, show_value, title_of,
};
use crate::ui::components::TimelineItem;

use super::reader::Reader;

/// The history of a record, the latest first: what one act did to one field is one line.
pub fn timeline(schema: &Schema, reader: &mut Reader<'_>, id: &RecordId) -> Vec<TimelineItem> {
    let steps = history(reader.ledger, id);
    let mut items = Vec::new();
    for act in steps.chunk_by(|left, right| left.head.id == right.head.id) {
        if is_creation(act, &steps) {
            items.push(creation(schema, reader, act));
            continue;
        }
        let mut told: Vec<&str> = Vec::new();
        for step in act {
            let is_map =
                schema.field(step.field).is_some_and(|f| matches!(f.shape, Shape::Rows(_)));
            let alike = act.iter().filter(|other| other.field == step.field).count();
            if !is_map || alike < 4 {
                items.push(single(schema, reader, id, step));
            } else if !told.contains(&step.field) {
                told.push(step.field);
                items.push(TimelineItem {
                    what: field_label(schema, step.field),
                    to: format!("改动 {alike} 处"),
                    ..head(step)
                });
            }
        }
    }
    items
}

/// Whether an act is the one that began the record: nothing was there before, and it is the oldest.
fn is_creation(act: &[HistoryStep<'_>], all: &[HistoryStep<'_>]) -> bool {
    let oldest: Option<EditId> = all.last().map(|step| step.head.id);
    act.len() > 1
        && act.first().map(|step| step.head.id) == oldest
        && act.iter().all(|step| step.before.is_none())
}

fn creation(schema: &Schema, reader: &mut Reader<'_>, act: &[HistoryStep<'_>]) -> TimelineItem {
    let _ = reader;
    let mut labels: Vec<String> = Vec::new();
    for step in act.iter().filter(|step| !step.after.is_null() && step.field != DELETED) {
        let label = field_label(schema, step.field);
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let Some(first) = act.first() else {
        return TimelineItem::default();
    };
    TimelineItem { what: "登记".to_owned(), to: labels.join("、"), past: false, ..head(first) }
}

fn single(
    schema: &Schema,
    reader: &mut Reader<'_>,
    id: &RecordId,
    step: &HistoryStep<'_>,
) -> TimelineItem {
    let item = head(step);
    if step.field == DELETED {
        let what = if step.after.is_true() { "删除" } else { "恢复" };
        return TimelineItem { what: what.to_owned(), ..item };
    }
    if step.field == REDACTED {
        return TimelineItem { what: "依法删除了内容".to_owned(), ..item };
    }
    if step.field == JOINED {
        return TimelineItem { what: join_words(schema, reader, step), ..item };
    }
    if step.field == DISTINCT {
        let other = step.key.map(|id| reader.title(id)).unwrap_or_default();
        let what = if step.after.is_true() {
            "认定不是同一个："
        } else {
            "撤回“不是同一个”："
        };
        return TimelineItem { what: format!("{what}{other}"), ..item };
    }
    if step.field == EXPLANATION {
        let about = step.key.map(|rule| rule_words(schema, rule)).unwrap_or_default();
        let text = |value: &Value| value.as_text().unwrap_or_default().to_owned();
        let (from, to) = (step.before.map(text).unwrap_or_default(), text(step.after));
        return TimelineItem { what: format!("情况说明{about}"), from, to, ..item };
    }
    let (Some(field), Some(record)) = (schema.field(step.field), reader.ledger.record(id)) else {
        return TimelineItem { what: "内容".to_owned(), ..item };
    };
    let null = Value::Null;
    let before = step.before.unwrap_or(&null);
    let place = match (field.shape, step.key) {
        (Shape::Dated, Some(day)) => parse_day(day)
            .map_or_else(|_| String::new(), |day| format!("（自{}起）", day_label(day))),
        (_, Some(key)) => {
            let row = if step.after.is_null() { before } else { step.after };
            match reader.row_name(field, key, row) {
                name if name.is_empty() => String::new(),
                name => format!("：{name}"),
            }
        }
        _ => String::new(),
    };
    let what = format!("{}{place}", field.label);
    // What it was before may be withheld though what it is now is not.
    if schema.display.withheld.is_some_and(|(name, _)| name == field.name) {
        return TimelineItem {
            what, to: "改过，内容不在历史里显示".to_owned(), ..item
        };
    }
    if columns(field).len() > 1 && !before.is_null() && !step.after.is_null() {
        let (from, to) = changed_columns(reader, field, before, step.after);
        return TimelineItem { what, from, to, ..item };
    }
    let from = reader.value(field, &record, before);
    let is_row = matches!(field.shape, Shape::Rows(_));
    let to = match step.after {
        Value::Null if is_row => "（删去）".to_owned(),
        Value::Null => "（清空）".to_owned(),
        value if value.as_text() == Some("") => "（无）".to_owned(),
        value => reader.value(field, &record, value),
    };
    TimelineItem { what, from, to, ..item }
}

/// The columns in which two values of a row or group differ, before and after.
fn changed_columns(
    reader: &Reader<'_>,
    field: &Field,
    before: &Value,
    after: &Value,
) -> (String, String) {
    let (mut from, mut to) = (Vec::new(), Vec::new());
    for one in columns(field) {
        let shown = |value: &Value| {
            let text = show_value(reader.ledger, one, column(field, value, one.name));
            format!("{} {}", one.label, if text.is_empty() { "（空）" } else { &text })
        };
        let (was, is) = (shown(before), shown(after));
        if was != is && one.kind != Kind::Data {
            from.push(was);
            to.push(is);
        }
    }
    (from.join("，"), to.join("，"))
}

/// What a rule or stage asks for, in its own words.
fn rule_words(schema: &Schema, name: &str) -> String {
    let rule = schema.rules.iter().find(|rule| rule.name == name).map(|rule| rule.text);
    let stage = || schema.stages.iter().find(|stage| stage.name == name).map(|stage| stage.label);
    match rule.or_else(stage) {
        Some(text) => format!("（{text}）"),
        None => String::new(),
    }
}

/// A join, as the record that goes on has it, under the other's id, or as the other has it.
fn join_words(schema: &Schema, reader: &mut Reader<'_>, step: &HistoryStep<'_>) -> String {
    let Some(other) = step.key else {
        return match step.after.as_text() {
            Some(into) => format!("与“{}”合并", reader.title(into)),
            None => "拆开，不再合并".to_owned(),
        };
    };
    // By its own name, as it has none of its own any more where it is spoken of.
    let record = other.parse::<RecordId>().ok().and_then(|id| reader.ledger.record(&id));
    let name = record.map(|record| title_of(reader.ledger, schema, &record));
    let name = name.unwrap_or_default();
    if step.after.is_true() {
        format!("与另一条“{name}”合并")
    } else {
        format!("与另一条“{name}”拆开")
    }
}

/// Who, when and why.
fn head(step: &HistoryStep<'_>) -> TimelineItem {
    let by = &step.head.by;
    let who = match (&*by.name, &*by.role) {
        ("", "") => by.tablet.to_string(),
        (name, "") => name.to_owned(),
        (name, role) => format!("{name}（{role}）"),
    };
    let why = match (&*step.head.act, &*step.head.reason) {
        (_, reason) if !reason.is_empty() => format!("原因：{reason}"),
        ("take-in-kiosk", _) => "汇入病人评价".to_owned(),
        ("undo", _) => "撤销".to_owned(),
        ("redo", _) => "重做".to_owned(),
        ("import-roster", _) => "导入花名册".to_owned(),
        ("import-table", _) => "从表格导入".to_owned(),
        ("go-back", _) => "恢复到以前".to_owned(),
        ("join", _) => "合并".to_owned(),
        ("separate", _) => "拆开".to_owned(),
        _ => String::new(),
    };
    TimelineItem {
        id: String::new(),
        when: step.head.at.label(),
        who,
        why,
        past: !step.stands,
        ..TimelineItem::default()
    }
}
