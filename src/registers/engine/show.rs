//! How values and records are shown: references by title, choices by label, points in points.

use crate::ledger::{
    DELETED, DayOrMonth, JOINED, Ledger, Month, REDACTED, Record, RecordId, TRACE, Value,
    day_label, parse_day,
};

use super::context::Context;
use super::display::Names;
use super::field::{Field, Kind, RowKeys, Shape};
use super::input::{money_text, percent_text, points_text};
use super::problem::findings;
use super::rows::{column, columns, names_itself, rows, sum};
use super::rule::EXPLANATION;
use super::schema::{DUE, STAGE, Schema};
use super::stage::progress;
use crate::registers::{DISTINCT, names_of, schema};

/// What stands where a record that is spoken of is not at hand.
const UNKNOWN: &str = "（不在本机）";

/// The name of a record, by its register's title fields; of one that is joined to another, the
/// other's.
pub fn title(ledger: &Ledger, id: &RecordId) -> String {
    match (schema(id.register()), ledger.record(ledger.resolve(id))) {
        (Some(schema), Some(record)) => title_of(ledger, schema, &record),
        _ => UNKNOWN.to_owned(),
    }
}

/// The text in the field `name` of a record: what a branch, a department or a member is called, for
/// what must not need its schema.
pub fn name_of(ledger: &Ledger, id: &RecordId) -> String {
    match ledger.record(ledger.resolve(id)) {
        None => UNKNOWN.to_owned(),
        Some(record) => match record.text("name") {
            "" => nameless(ledger, &record).to_owned(),
            name => name.to_owned(),
        },
    }
}

/// The same as [`title`], for a record at hand.
pub fn title_of(ledger: &Ledger, schema: &Schema, record: &Record<'_>) -> String {
    let name = title_by(schema, &mut |field| show_field(ledger, field, record));
    name.unwrap_or_else(|| nameless(ledger, record).to_owned())
}

/// The same, by texts of its fields that are shown in another way; `None` where all are empty.
pub fn title_by(schema: &Schema, show: &mut dyn FnMut(&'static Field) -> String) -> Option<String> {
    let fields = schema.title.iter().filter_map(|name| schema.field(name));
    let parts: Vec<String> = fields.map(show).filter(|text| !text.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// What a record is called that has no name.
pub fn nameless(ledger: &Ledger, record: &Record<'_>) -> &'static str {
    if ledger.is_redacted(record.id()) { "（已依法删除）" } else { "（未命名）" }
}

/// A field of a record as it is shown: what stands in it today.
pub fn show_field(ledger: &Ledger, field: &Field, record: &Record<'_>) -> String {
    match field.shape {
        Shape::Single => show_value(ledger, field, record.get(field.name)),
        Shape::Dated => show_value(ledger, field, record.latest(field.name)),
        Shape::Rows(_) if record.entries(field.name).is_empty() => String::new(),
        Shape::Rows(RowKeys::Writer) => show_sums(ledger, field, record),
        Shape::Rows(RowKeys::Steps(_) | RowKeys::Created) => show_rows(field, record, &mut |key| {
            show_row(ledger, field, key, record.entry(field.name, key))
        }),
        Shape::Rows(_) => show_rows(field, record, &mut |key| show_key(ledger, field, key)),
    }
}

/// The sums of a table of subtotals. Where a table of steps of the record says what its columns are called,
/// by rows of their names, they are called so, and columns without a row are shown where they count
/// something.
fn show_sums(ledger: &Ledger, field: &Field, record: &Record<'_>) -> String {
    let fields = schema(record.id().register()).map_or(&[][..], |schema| schema.fields);
    let is_namer = |one: &&Field| match one.shape {
        Shape::Rows(RowKeys::Steps(steps)) => {
            let has = |name: &str| steps.iter().any(|(step, _)| *step == name);
            names_itself(one) && columns(field).iter().all(|column| has(column.name))
        }
        _ => false,
    };
    let namer = fields.iter().find(is_namer);
    let shown = columns(field).iter().filter_map(|one| {
        let total = sum(field, record, one.name);
        let row = namer.map(|namer| (namer, record.entry(namer.name, one.name)));
        let name = match row {
            None => one.label.to_owned(),
            Some((_, row)) if row.is_null() && total == 0 => return None,
            Some((namer, row)) => show_row(ledger, namer, one.name, row),
        };
        Some((one, name, show_value(ledger, one, &Value::Int(total))))
    });
    labelled(field, shown)
}

/// The rows of a table by their names; of more than three the first two, as their number has to be
/// read in a narrow column too. Rows without a name are counted alone.
pub fn show_rows(
    field: &Field,
    record: &Record<'_>,
    name: &mut dyn FnMut(&str) -> String,
) -> String {
    let rows = rows(field, record);
    let most = if rows.len() > 3 { 2 } else { 3 };
    let names = rows.iter().map(|(key, _)| name(key)).filter(|name| !name.is_empty());
    let names: Vec<String> = names.take(most).collect();
    let unit = match field.shape {
        Shape::Rows(RowKeys::Records(of)) => names_of(of).row_unit(),
        _ => Names::Usual.row_unit(),
    };
    match rows.len() {
        count if count == names.len() => names.join("、"),
        count if names.is_empty() => format!("{count} {unit}"),
        count => format!("{}等 {count} {unit}", names.join("、")),
    }
}

/// The key of a row as it is shown: the title of its record, or the label of its step; empty where
/// it says nothing.
pub fn show_key(ledger: &Ledger, field: &Field, key: &str) -> String {
    match field.shape {
        Shape::Rows(RowKeys::Records(_)) => show_reference(ledger, key),
        Shape::Rows(RowKeys::Steps(steps)) => steps
            .iter()
            .find(|(step, _)| *step == key)
            .map_or_else(|| key.to_owned(), |(_, label)| (*label).to_owned()),
        Shape::Dated => parse_day(key).map_or_else(|_| key.to_owned(), day_label),
        _ => String::new(),
    }
}

/// What a row is called: by its first column where that is its name, else see [`show_key`].
pub fn show_row(ledger: &Ledger, field: &Field, key: &str, row: &Value) -> String {
    let first = columns(field).first().filter(|_| names_itself(field));
    let own = first.map(|first| show_value(ledger, first, column(field, row, first.name)));
    own.filter(|own| !own.is_empty()).unwrap_or_else(|| show_key(ledger, field, key))
}

/// Columns with their labels: 应到 30，实到 28. One column alone needs no label, what is chosen says what
/// it is, and a yes is its label.
/// What the program keeps for itself is not shown.
fn labelled<'f>(field: &Field, shown: impl Iterator<Item = (&'f Field, String, String)>) -> String {
    let is_alone = columns(field).len() == 1;
    let told = shown.filter(|(one, _, text)| !text.is_empty() && one.kind != Kind::Data);
    let texts: Vec<String> = told
        .filter_map(|(one, label, text)| match (one.kind, &*text) {
            (Kind::YesNo, "是") => Some(label),
            (Kind::YesNo, _) => None,
            _ if is_alone => Some(text),
            (Kind::Choice(_), _) => Some(text),
            _ => Some(format!("{label} {text}")),
        })
        .collect();
    texts.join("，")
}

/// A column of a list as it is shown: of a field, a computed field, the stage, until when the next
/// one is due, or why rules of law were not kept.
pub fn show_column(
    schema: &Schema,
    name: &str,
    record: &Record<'_>,
    context: &Context<'_>,
) -> String {
    if let Some(field) = schema.field(name) {
        return show_field(context.ledger(), field, record);
    }
    if let Some(computed) = schema.computed(name) {
        let value = (computed.value)(record, context);
        return show_value(context.ledger(), &computed.field, &value);
    }
    if name == EXPLANATION {
        return show_explanations(schema, record, context);
    }
    let Some(progress) = progress(schema.stages, record, context) else {
        return String::new();
    };
    match (name, progress.due) {
        (STAGE, _) => progress.words(),
        (DUE, Some(due)) if due.provisional => format!("{}（暂算）", day_label(due.day)),
        (DUE, Some(due)) => day_label(due.day),
        _ => String::new(),
    }
}

/// Why rules of law were not kept, each after what is said of it; what looks at a
/// restricted field is left out.
fn show_explanations(schema: &Schema, record: &Record<'_>, context: &Context<'_>) -> String {
    if record.entries(EXPLANATION).is_empty() {
        return String::new();
    }
    let explained = findings(schema, record, context).into_iter();
    let explained =
        explained.filter(|one| !one.explanation.is_empty() && schema.is_open_rule(one.rule));
    explained.map(|one| format!("{}：{}", one.text, one.explanation)).collect::<Vec<_>>().join("；")
}

/// The records of a register that belong to a record, in the order of their months: what may leave
/// the tablet of their columns.
pub fn show_children(child: &Schema, owner: &RecordId, context: &Context<'_>) -> String {
    let by = child.head.owner.map_or("", |owner| owner.field);
    let others = child.columns.iter().filter(|name| !child.title.contains(name));
    let names = child.title.iter().chain(others).copied();
    let names: Vec<&str> = names.filter(|name| *name != by && child.is_open_column(name)).collect();
    let mut records: Vec<_> = context.children(child.head.name, owner).collect();
    crate::ordered::sort_by_key(&mut records, |one| (child.head.month_of(one), one.id().clone()));
    let lines = records.iter().map(|record| {
        let texts = names.iter().map(|name| show_column(child, name, record, context));
        let mut texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        // A stage may be called as the choice is that leads to it.
        texts.dedup();
        texts.join(" ")
    });
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("；")
}

/// One value as it is shown.
pub fn show_value(ledger: &Ledger, field: &Field, value: &Value) -> String {
    let text = value.as_text().unwrap_or("");
    match (field.kind, value) {
        (_, Value::Null) => String::new(),
        (Kind::Day | Kind::DayOrMonth, _) => {
            text.parse().map_or_else(|_| text.to_owned(), DayOrMonth::label)
        }
        (Kind::Quarter, _) => {
            text.parse().map_or_else(|_| text.to_owned(), crate::ledger::Quarter::label)
        }
        (Kind::Month, _) => text.parse().map_or_else(|_| text.to_owned(), Month::label),
        (Kind::Count(_, _, unit), Value::Int(number)) => format!("{number}{unit}"),
        (Kind::Points(..), Value::Int(tenths)) => points_text(*tenths),
        (Kind::Tenths(_, _, unit), Value::Int(tenths)) => format!("{}{unit}", points_text(*tenths)),
        (Kind::Percent, Value::Int(tenths)) => percent_text(*tenths),
        (Kind::Money, Value::Int(fen)) => format!("{}元", money_text(*fen)),
        (Kind::Choice(choices), _) => choices
            .iter()
            .find(|(code, _)| *code == text)
            .map_or_else(|| text.to_owned(), |(_, shown)| (*shown).to_owned()),
        (Kind::Columns(of), _) => {
            let shown = of.iter().map(|one| {
                let text = show_value(ledger, one, column(field, value, one.name));
                (one, one.label.to_owned(), text)
            });
            labelled(field, shown)
        }
        (_, Value::Bool(yes)) => if *yes { "是" } else { "否" }.to_owned(),
        (Kind::Reference(_), _) => show_reference(ledger, text),
        (_, Value::Text(text)) => text.to_string(),
        (_, Value::Int(number)) => number.to_string(),
        (_, Value::List(_) | Value::Group(_)) => "（见详情）".to_owned(),
    }
}

fn show_reference(ledger: &Ledger, id: &str) -> String {
    id.parse().map_or_else(|_| UNKNOWN.to_owned(), |id| title(ledger, &id))
}

/// The label of a field of a register, as history shows it.
pub fn field_label(schema: &Schema, field: &str) -> String {
    match schema.field(field) {
        Some(field) => field.label.to_owned(),
        None if field == DELETED => "删除".to_owned(),
        None if field == REDACTED => "依法删除".to_owned(),
        None if field == TRACE => "防止再次登记的核对码".to_owned(),
        None if field == JOINED => "合并".to_owned(),
        None if field == EXPLANATION => "情况说明".to_owned(),
        None if field == DISTINCT => "不是同一个".to_owned(),
        None => field.to_owned(),
    }
}
