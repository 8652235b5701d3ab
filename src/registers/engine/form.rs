//! From a form to an edit: what was typed is read, checked as a whole, and written to a draft.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{DELETED, Day, Draft, Ledger, Record, RecordId, Value, day_text};

use super::condition::is_filled;
use super::context::Context;
use super::field::{Field, Kind, RowKeys, Shape};
use super::input::read_input;
use super::problem::{Problem, findings_about, problems};
use super::rows::{as_written, column, columns, next_key, with_columns};
use super::rule::EXPLANATION;
use super::schema::Schema;
use super::show::title;
use crate::registers::is_erased;
use crate::typed_text;

/// What a form holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// What was typed, by field. A field that is not here is left as it is.
    pub texts: BTreeMap<&'static str, String>,
    /// What was typed into fields of several columns, by field, then by column. A column that is not
    /// here is left as it is.
    pub groups: BTreeMap<&'static str, BTreeMap<&'static str, String>>,
    /// The rows that were changed, by field, then by key. A row that is not here is left as it is. A
    /// key that begins with [`NEW_ROW`] stands for a row that this edit creates.
    pub rows: BTreeMap<&'static str, BTreeMap<String, RowInput>>,
    /// The rows of which the first column was filled for all at once, by field: it is written only where
    /// the record has nothing there yet, as someone may have filled it in since the form was opened.
    pub if_blank: BTreeMap<&'static str, BTreeSet<String>>,
    /// Why rules of law were not kept, by rule.
    pub explanations: BTreeMap<&'static str, String>,
    /// The day from which dated values hold.
    pub since: Option<Day>,
    /// Whether the form shows but a part of the record: what was wrong with the rest before does not
    /// hold it up.
    pub is_part: bool,
}

/// With what the key of a row begins that has none yet: rows are created in the order of these keys.
pub const NEW_ROW: char = '+';

/// Those of some rows whose first column was blank in the texts with which a form began. What stood in the
/// others was seen, and taken away by hand.
pub fn blank_rows(
    field: &Field,
    began: Option<&BTreeMap<String, BTreeMap<&'static str, String>>>,
    keys: &BTreeSet<String>,
) -> BTreeSet<String> {
    let column = columns(field).first().map_or("", |first| first.name);
    let text = |key: &str| began.and_then(|rows| rows.get(key)?.get(column));
    let is_blank = |key: &&String| text(key).is_none_or(|text| text.trim().is_empty());
    keys.iter().filter(is_blank).cloned().collect()
}

/// A row as a form holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowInput {
    /// The row is taken away.
    Gone,
    /// What was typed into the first column; the others are left as they are.
    First(String),
    /// What was typed, by column. A column that is not here is left as it is.
    Texts(BTreeMap<&'static str, String>),
}

impl RowInput {
    /// A row of which the first column is filled in.
    pub fn first(text: impl ToString) -> Self {
        Self::First(text.to_string())
    }

    fn texts(&self, field: &'static Field) -> BTreeMap<&'static str, String> {
        match self {
            Self::Gone => BTreeMap::new(),
            Self::First(text) => {
                let first = columns(field).first().map_or(field.name, |first| first.name);
                BTreeMap::from([(first, text.clone())])
            }
            Self::Texts(texts) => texts.clone(),
        }
    }
}

/// What a form writes: cells by field and key.
type Written = Vec<(&'static Field, Option<String>, Value)>;

/// Writes a form to a draft: a new record, or changes of one that is there.
///
/// # Errors
/// All that is wrong, field by field; then nothing should be made of the draft.
pub fn write(
    schema: &Schema,
    ledger: &Ledger,
    id: Option<&RecordId>,
    input: &Input,
    draft: &mut Draft,
) -> Result<RecordId, Vec<Problem>> {
    let mut wrong = Vec::new();
    let values = read_texts(schema, input, &mut wrong);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let (id, is_new) = match id {
        Some(id) => (id.clone(), false),
        None => (new_id(schema, ledger, &values, draft)?, true),
    };
    fill(schema, ledger, (&id, is_new), (input, values), draft, &mut wrong);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    check(schema, ledger, (&id, input.is_part), draft)?;
    Ok(id)
}

/// What would be said of a record if a form were saved as it is, with hints, while it is still being
/// filled in: only what concerns fields that are filled or touched. What cannot be read is left out:
/// that is said as it is typed. `more` says what is known beyond the register, such as what the record
/// would count for.
pub fn preview(
    schema: &Schema,
    ledger: &Ledger,
    id: Option<&RecordId>,
    (input, mut draft): (&Input, Draft),
    is_touched: &dyn Fn(&str) -> bool,
    more: &mut dyn FnMut(&Record<'_>, &Context<'_>) -> Vec<Problem>,
) -> Vec<Problem> {
    let mut unread = Vec::new();
    let values = read_texts(schema, input, &mut unread);
    let id = match id {
        Some(id) => Ok((id.clone(), false)),
        None => new_id(schema, ledger, &values, &draft).map(|id| (id, true)),
    };
    let (id, is_new) = match id {
        Ok(id) => id,
        Err(found) => return found,
    };
    fill(schema, ledger, (&id, is_new), (input, values), &mut draft, &mut unread);
    let context = Context::new(ledger, draft.at().day());
    let trial = with_draft(ledger, &id, &draft);
    let Some(record) = trial.record(&id) else { return Vec::new() };
    let field_of = |path: &str| is_touched(path.split_once('.').map_or(path, |(field, _)| field));
    let is_known = |path: &str| field_of(path) || is_filled(&record, path);
    let mut found = findings_about(schema, &record, &context, &is_known);
    found.extend(more(&record, &context).into_iter().filter(|one| is_known(one.field)));
    found
}

/// Writes what was typed to a draft, and says what is wrong with it.
fn fill(
    schema: &Schema,
    ledger: &Ledger,
    (id, is_new): (&RecordId, bool),
    (input, values): (&Input, Vec<(&'static Field, Value)>),
    draft: &mut Draft,
    wrong: &mut Vec<Problem>,
) {
    let mut record = ledger.record(id);
    let is_deleted = record.is_some_and(|record| record.is_deleted());
    if input.is_part
        && let Some(gone) = record.take_if(|record| record.is_deleted())
    {
        // The rest of it was taken back, and does not return with a part that is written anew.
        let all = gone
            .cells()
            .filter(|(name, _, value)| schema.field(name).is_some() && !value.is_null());
        for (name, key, _) in all {
            match key {
                Some(key) => draft.entry(id, name, key, Value::Null),
                None => draft.field(id, name, Value::Null),
            }
        }
    }
    let cells = read_cells(schema, ledger, input, record.as_ref(), draft, wrong);
    let gone = |field: &Field, value: &Value| !value.is_null() && ledger.is_erased(id, field.name);
    let gone = values.iter().filter(|(field, value)| gone(field, value));
    wrong.extend(gone.map(|(field, _)| Problem::new(field.name, "这一项已依法删除，不能再填写")));
    if is_deleted {
        draft.field(id, DELETED, false);
    }
    for (field, value) in values {
        match (field.shape, input.since) {
            (Shape::Dated, Some(since)) => {
                let standing = record.map_or(&Value::Null, |record| record.latest(field.name));
                if *standing != value {
                    // No value at all would let the one before it hold on.
                    let value = if value.is_null() { Value::from("") } else { value };
                    draft.entry(id, field.name, &day_text(since), value);
                }
            }
            (Shape::Single, _) if !(is_new && value.is_null()) => {
                draft.field(id, field.name, value);
            }
            _ => {}
        }
    }
    for (field, key, value) in cells {
        match key {
            Some(key) if key.starts_with(NEW_ROW) => {
                let key = next_key(draft);
                draft.entry(id, field.name, &key, value);
            }
            Some(key) => draft.entry(id, field.name, &key, value),
            None => draft.field(id, field.name, value),
        }
    }
    for (rule, why) in &input.explanations {
        draft.entry(id, EXPLANATION, rule, why.trim());
    }
}

/// Reads the columns and rows of a form against what stands.
fn read_cells(
    schema: &Schema,
    ledger: &Ledger,
    input: &Input,
    record: Option<&Record<'_>>,
    draft: &Draft,
    wrong: &mut Vec<Problem>,
) -> Written {
    let mut written = Written::new();
    let null = Value::Null;
    for (name, texts) in &input.groups {
        if let Some(field) = schema.field(name) {
            let standing = record.map_or(&null, |record| record.get(name));
            if let Some(value) = read_columns(field, (standing, None), texts, wrong) {
                written.push((field, None, value));
            }
        }
    }
    for (name, rows) in &input.rows {
        let Some(field) = schema.field(name) else { continue };
        for (key, row) in rows {
            if field.shape == Shape::Rows(RowKeys::Writer) && *key != draft.writer().to_string() {
                let text = "这一行是另一台平板计的数，只能在那一台上改";
                wrong.push(Problem::new(field.name, text).in_row(Some(key)));
                continue;
            }
            match row {
                RowInput::Gone => {
                    for key in as_written(ledger, record, name, key) {
                        written.push((field, Some(key), Value::Null));
                    }
                }
                RowInput::First(_) | RowInput::Texts(_) => {
                    let standing = record.map_or(&null, |record| record.entry(name, key));
                    let mut texts = row.texts(field);
                    if input.if_blank.get(name).is_some_and(|rows| rows.contains(key)) {
                        let first = columns(field).first().map_or(field.name, |first| first.name);
                        let is_filled = !column(field, standing, first).is_null();
                        if is_filled && texts.remove(first).is_some() && texts.is_empty() {
                            continue;
                        }
                    }
                    let standing = (standing, Some(key.as_str()));
                    if let Some(value) = read_columns(field, standing, &texts, wrong) {
                        written.push((field, Some(key.clone()), value));
                    }
                }
            }
        }
    }
    written
}

fn read_columns(
    field: &Field,
    (standing, key): (&Value, Option<&str>),
    texts: &BTreeMap<&'static str, String>,
    wrong: &mut Vec<Problem>,
) -> Option<Value> {
    let mut read = Vec::new();
    for column in columns(field) {
        let Some(text) = texts.get(column.name) else { continue };
        match read_input(column, text) {
            Ok(value) => read.push((column.name, value)),
            Err(text) => {
                wrong.push(Problem::new(field.name, text).in_row(key));
                return None;
            }
        }
    }
    Some(with_columns(field, standing, &read))
}

fn read_texts(
    schema: &Schema,
    input: &Input,
    wrong: &mut Vec<Problem>,
) -> Vec<(&'static Field, Value)> {
    let mut values = Vec::new();
    for (name, text) in &input.texts {
        let Some(field) = schema.field(name) else {
            continue;
        };
        match read_input(field, text) {
            Ok(value) => values.push((field, value)),
            Err(text) => wrong.push(Problem::new(field.name, text)),
        }
    }
    values
}

fn new_id(
    schema: &Schema,
    ledger: &Ledger,
    values: &[(&Field, Value)],
    draft: &Draft,
) -> Result<RecordId, Vec<Problem>> {
    let text = |name: &str| {
        let value = values.iter().find(|(field, _)| field.name == name);
        match value.map(|(_, value)| value) {
            Some(Value::Int(number)) => number.to_string(),
            value => value.and_then(Value::as_text).unwrap_or_default().to_owned(),
        }
    };
    let Some(key) = schema.head.natural_key(&text) else {
        return Ok(draft.next_record(schema.head.name));
    };
    // A number that tells records apart is told beside itself, not beside the name.
    let field = match schema.head.key_fields() {
        [one] => one,
        _ => schema.title.first().unwrap_or(&""),
    };
    let wrong = |text: String| vec![Problem::new(field, text)];
    let id = RecordId::keyed(schema.head.name, &key);
    if id.as_str().parse::<RecordId>().is_err() {
        return Err(wrong("名称太长或含有特殊字符，请改短一些".to_owned()));
    }
    match ledger.record(&id) {
        Some(_) if is_erased(ledger, &id) => {
            Err(wrong("同一编号的个人信息已依法删除，请不填编号另行登记".to_owned()))
        }
        Some(record) if record.is_joined() => {
            let into = title(ledger, &id);
            Err(wrong(format!(
                "那一条已与“{into}”合并，请修改“{into}”；要分开，请到“交换”里的“同一人、同一单位”"
            )))
        }
        Some(record) if !record.is_deleted() && !record.is_blank() => {
            Err(wrong(there_is_one(schema, &title(ledger, &id))))
        }
        _ => match of_the_same_key(schema, ledger, &key) {
            Some(other) => Err(wrong(there_is_one(schema, &other))),
            None => Ok(id),
        },
    }
}

fn there_is_one(schema: &Schema, title: &str) -> String {
    let by = match schema.head.key_fields() {
        [one] => schema.field(one).filter(|field| field.identifies),
        _ => None,
    };
    let same = by.map_or_else(|| "同样".to_owned(), |field| format!("同一{}", field.label));
    format!("已有{same}的{}“{title}”，请直接修改那一条", schema.head.label)
}

/// The title of a record whose natural key is the same but for width, case and spaces: earlier
/// versions kept keys as they were typed, and people type them in many ways.
fn of_the_same_key(schema: &Schema, ledger: &Ledger, key: &str) -> Option<String> {
    // Ids, days and months are spelt in one way.
    let is_typed =
        |name: &&str| schema.field(name).is_some_and(|field| matches!(field.kind, Kind::Text(_)));
    schema.head.key_fields().iter().find(|name| is_typed(name))?;
    let wanted = typed_text::canonical(key);
    let text = |record: &Record<'_>, name: &str| {
        let is_dated = schema.field(name).is_some_and(|field| field.shape == Shape::Dated);
        let value = if is_dated { record.latest(name) } else { record.get(name) };
        value.as_text().unwrap_or_default().to_owned()
    };
    let key_of = |record: &Record<'_>| schema.head.natural_key(&|name| text(record, name));
    let same = |record: &Record<'_>| {
        key_of(record).is_some_and(|own| typed_text::canonical(&own) == wanted)
    };
    ledger.records(schema.head.name).find(same).map(|record| title(ledger, record.id()))
}

/// Checks the record as it would be after the draft, without touching the ledger.
fn check(
    schema: &Schema,
    ledger: &Ledger,
    (id, is_part): (&RecordId, bool),
    draft: &Draft,
) -> Result<(), Vec<Problem>> {
    let trial = with_draft(ledger, id, draft);
    let context = Context::new(ledger, draft.at().day());
    let mut found = match trial.record(id) {
        Some(record) => problems(schema, &record, &context),
        None => schema
            .fields
            .iter()
            .filter(|field| field.required && field.is_typed())
            .map(|field| Problem::new(field.name, format!("缺少{}", field.label)))
            .collect(),
    };
    if let (true, Some(record)) = (is_part, ledger.record(id)) {
        let before = problems(schema, &record, &context);
        found.retain(|one| !before.contains(one));
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// A record as it would be after a draft, in a ledger of its own.
fn with_draft(ledger: &Ledger, id: &RecordId, draft: &Draft) -> Ledger {
    let mut trial = ledger.excerpt(id);
    if let Some(edit) = draft.clone().finish(ledger) {
        trial.insert(edit);
    }
    trial
}
