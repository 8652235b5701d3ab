//! From a form to an edit: what was typed is read, checked as a whole, and written to a draft.

use std::collections::BTreeMap;

use crate::ledger::{DELETED, Day, Draft, Ledger, Record, RecordId, Value, day_text};

use super::context::Context;
use super::field::{Field, RowKeys, Shape};
use super::input::read_input;
use super::problem::{Problem, problems};
use super::rows::{columns, with_columns};
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
    /// The rows that were changed, by field, then by key. A row that is not here is left as it is.
    pub rows: BTreeMap<&'static str, BTreeMap<String, RowInput>>,
    /// Why rules of law were not kept, by rule.
    pub explanations: BTreeMap<&'static str, String>,
    /// The day from which dated values hold.
    pub since: Option<Day>,
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
    let record = ledger.record(&id);
    let cells = read_cells(schema, ledger, input, record.as_ref(), draft, &mut wrong);
    let gone = |field: &Field, value: &Value| !value.is_null() && ledger.is_erased(&id, field.name);
    let gone = values.iter().filter(|(field, value)| gone(field, value));
    wrong.extend(gone.map(|(field, _)| Problem::new(field.name, "这一项已依法删除，不能再填写")));
    if !wrong.is_empty() {
        return Err(wrong);
    }
    if record.is_some_and(|record| record.is_deleted()) {
        draft.field(&id, DELETED, false);
    }
    for (field, value) in values {
        match (field.shape, input.since) {
            (Shape::Dated, Some(since)) => {
                let standing = record.map_or(&Value::Null, |record| record.latest(field.name));
                if *standing != value {
                    // No value at all would let the one before it hold on.
                    let value = if value.is_null() { Value::from("") } else { value };
                    draft.entry(&id, field.name, &day_text(since), value);
                }
            }
            (Shape::Single, _) if !(is_new && value.is_null()) => {
                draft.field(&id, field.name, value);
            }
            _ => {}
        }
    }
    for (field, key, value) in cells {
        match key {
            Some(key) => draft.entry(&id, field.name, &key, value),
            None => draft.field(&id, field.name, value),
        }
    }
    for (rule, why) in &input.explanations {
        draft.entry(&id, EXPLANATION, rule, why.trim());
    }
    check(schema, ledger, &id, draft)?;
    Ok(id)
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
            if let Some(value) = read_columns(field, standing, texts, wrong) {
                written.push((field, None, value));
            }
        }
    }
    for (name, rows) in &input.rows {
        let Some(field) = schema.field(name) else { continue };
        for (key, row) in rows {
            if field.shape == Shape::Rows(RowKeys::Writer) && *key != draft.writer().to_string() {
                wrong.push(Problem::new(field.name, "这一行是另一台平板计的数，只能在那一台上改"));
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
                    let texts = row.texts(field);
                    if let Some(value) = read_columns(field, standing, &texts, wrong) {
                        written.push((field, Some(key.clone()), value));
                    }
                }
            }
        }
    }
    written
}

/// The keys of a row as they were written: those of records that are joined to the one of the row
/// are taken away with it.
fn as_written(ledger: &Ledger, record: Option<&Record<'_>>, field: &str, key: &str) -> Vec<String> {
    let cells = record.into_iter().flat_map(Record::cells);
    let keys = cells.filter(|(name, _, value)| *name == field && !value.is_null());
    let keys = keys.filter_map(|(_, one, _)| one);
    keys.filter(|one| *one == key || ledger.resolved_key(one) == key).map(str::to_owned).collect()
}

fn read_columns(
    field: &Field,
    standing: &Value,
    texts: &BTreeMap<&'static str, String>,
    wrong: &mut Vec<Problem>,
) -> Option<Value> {
    let mut read = Vec::new();
    for column in columns(field) {
        let Some(text) = texts.get(column.name) else { continue };
        match read_input(column, text) {
            Ok(value) => read.push((column.name, value)),
            Err(text) => {
                wrong.push(Problem::new(field.name, text));
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
    let wrong = |text: String| vec![Problem::new(schema.title.first().unwrap_or(&""), text)];
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
    let same = if schema.field("staff_number").is_some() { "同一工号" } else { "同样" };
    format!("已有{same}的{}“{title}”，请直接修改那一条", schema.head.label)
}

/// The title of a record whose natural key is the same but for width, case and spaces: earlier
/// versions kept keys as they were typed, and people type them in many ways.
fn of_the_same_key(schema: &Schema, ledger: &Ledger, key: &str) -> Option<String> {
    // The keys of other registers are made of ids and months, which are spelt in one way.
    schema.field("name")?;
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
    id: &RecordId,
    draft: &Draft,
) -> Result<(), Vec<Problem>> {
    let mut trial = ledger.excerpt(id);
    if let Some(edit) = draft.clone().finish(ledger) {
        trial.insert(edit);
    }
    let context = Context::new(ledger, draft.at().day());
    let found = match trial.record(id) {
        Some(record) => problems(schema, &record, &context),
        None => schema
            .fields
            .iter()
            .filter(|field| field.required && field.is_typed())
            .map(|field| Problem::new(field.name, format!("缺少{}", field.label)))
            .collect(),
    };
    if found.is_empty() { Ok(()) } else { Err(found) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Author, EditId, Moment, Month, WriterId};
    use crate::registers::{
        APPEAL_SCHEMA as APPEAL, BRANCH_SCHEMA as BRANCH, GROUP_SCHEMA as GROUP,
        MEMBER_SCHEMA as MEMBER,
    };

    fn draft(number: u32) -> Draft {
        let at = Moment { millis: 1_795_000_000_000 + i64::from(number), offset: 480 };
        let id = EditId { writer: WriterId(1), number };
        Draft::new(id, at, Author::default(), "create", "")
    }

    fn input(texts: &[(&'static str, &str)]) -> Input {
        Input {
            texts: texts.iter().map(|(name, text)| (*name, (*text).to_owned())).collect(),
            since: Month::new(2026, 1).map(Month::first_day),
            ..Input::default()
        }
    }

    fn keep(ledger: &mut Ledger, draft: Draft) {
        let edit = draft.finish(ledger).unwrap();
        ledger.insert(edit);
    }

    #[test]
    fn a_form_that_is_right_becomes_a_record() {
        let mut ledger = Ledger::new();
        let mut one = draft(1);
        let branch =
            write(&BRANCH, &ledger, None, &input(&[("name", "一支部")]), &mut one).unwrap();
        keep(&mut ledger, one);
        let mut two = draft(2);
        let form = input(&[
            ("name", "张三"),
            ("branch", branch.as_str()),
            ("category", "正式党员"),
            ("standing", "在职"),
            ("staff_number", "007"),
        ]);
        let member = write(&MEMBER, &ledger, None, &form, &mut two).unwrap();
        keep(&mut ledger, two);
        let record = ledger.record(&member).unwrap();
        assert_eq!((record.text("name"), member.key()), ("张三", Some("007")));
        assert_eq!(record.latest("category").as_text(), Some("full"));
    }

    #[test]
    fn a_dated_value_can_end_and_what_must_be_there_cannot() {
        let mut ledger = Ledger::new();
        let mut one = draft(1);
        write(&BRANCH, &ledger, None, &input(&[("name", "一支部")]), &mut one).unwrap();
        keep(&mut ledger, one);
        let mut group = draft(2);
        let form = input(&[("name", "第一党小组"), ("branch", "branch:=一支部")]);
        let group_id = write(&GROUP, &ledger, None, &form, &mut group).unwrap();
        keep(&mut ledger, group);
        let mut joins = draft(3);
        let form = input(&[
            ("name", "张三"),
            ("branch", "branch:=一支部"),
            ("group", group_id.as_str()),
            ("category", "正式党员"),
            ("standing", "在职"),
        ]);
        let member = write(&MEMBER, &ledger, None, &form, &mut joins).unwrap();
        keep(&mut ledger, joins);

        let march = Month::new(2026, 3).unwrap().first_day();
        let leaves = Input { since: Some(march), ..input(&[("group", "")]) };
        let mut change = draft(4);
        write(&MEMBER, &ledger, Some(&member), &leaves, &mut change).unwrap();
        keep(&mut ledger, change);
        let record = ledger.record(&member).unwrap();
        assert_eq!(
            record.on("group", march.pred_opt().unwrap()).as_text(),
            Some(group_id.as_str())
        );
        assert!(record.on("group", march).is_null() && record.latest("group").is_null());
        assert_eq!(problems(&MEMBER, &record, &Context::new(&ledger, Day::MAX)), []);

        let nowhere = Input { since: Some(march), ..input(&[("branch", "")]) };
        let wrong = write(&MEMBER, &ledger, Some(&member), &nowhere, &mut draft(5)).unwrap_err();
        assert_eq!(wrong.iter().map(|one| one.field).collect::<Vec<_>>(), ["branch"]);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let ledger = Ledger::new();
        let form = input(&[("month", "2026-13"), ("received", "昨天"), ("content", "")]);
        let wrong = write(&APPEAL, &ledger, None, &form, &mut draft(1)).unwrap_err();
        assert_eq!(wrong.iter().map(|one| one.field).collect::<Vec<_>>(), ["month", "received"]);
        let missing = write(&APPEAL, &ledger, None, &input(&[]), &mut draft(1)).unwrap_err();
        assert_eq!(missing.len(), 4);
    }

    #[test]
    fn a_key_typed_in_another_width_or_case_is_the_same_key() {
        let mut ledger = Ledger::new();
        let mut old = draft(1);
        // As earlier versions kept them.
        let branch = RecordId::keyed("branch", "内科（一）支部");
        old.field(&branch, "name", "内科（一）支部");
        let zhang = RecordId::keyed("member", "a0012");
        old.field(&zhang, "name", "张三");
        old.field(&zhang, "staff_number", "a0012");
        old.entry(&zhang, "branch", "2026-01-01", branch.as_str());
        old.entry(&zhang, "category", "2026-01-01", "full");
        old.entry(&zhang, "standing", "2026-01-01", "active");
        keep(&mut ledger, old);
        let record = ledger.record(&zhang).unwrap();
        assert_eq!(
            problems(&MEMBER, &record, &Context::new(&ledger, Day::MAX)),
            [],
            "what is there stays valid"
        );
        for number in ["a0012", "A0012", "ａ００１２", "A 0012"] {
            let form = input(&[
                ("name", "张三"),
                ("branch", branch.as_str()),
                ("category", "full"),
                ("standing", "active"),
                ("staff_number", number),
            ]);
            let wrong = write(&MEMBER, &ledger, None, &form, &mut draft(2)).unwrap_err();
            assert_eq!(wrong[0].text, "已有同一工号的党员“张三”，请直接修改那一条");
        }
        for name in ["内科(一)支部", "内科（一） 支部", "内科（⼀）支部"] {
            let form = input(&[("name", name)]);
            let wrong = write(&BRANCH, &ledger, None, &form, &mut draft(2)).unwrap_err();
            assert!(wrong[0].text.contains("内科（一）支部"), "{wrong:?}");
        }
        // One without a number to whom somebody else's is given.
        let mut li = draft(3);
        let form = input(&[
            ("name", "李四"),
            ("branch", branch.as_str()),
            ("category", "full"),
            ("standing", "active"),
        ]);
        let li_id = write(&MEMBER, &ledger, None, &form, &mut li).unwrap();
        keep(&mut ledger, li);
        let number = input(&[("staff_number", "Ａ0012")]);
        let wrong = write(&MEMBER, &ledger, Some(&li_id), &number, &mut draft(4)).unwrap_err();
        assert_eq!(wrong[0].text, "工号 A0012 与“张三”重复");
    }

    #[test]
    fn a_second_record_of_one_key_is_refused_and_a_deleted_one_comes_back() {
        let mut ledger = Ledger::new();
        let form = input(&[("name", "一支部")]);
        let mut one = draft(1);
        let id = write(&BRANCH, &ledger, None, &form, &mut one).unwrap();
        keep(&mut ledger, one);
        assert!(write(&BRANCH, &ledger, None, &form, &mut draft(2)).is_err());
        let mut gone = draft(3);
        gone.delete(&id);
        keep(&mut ledger, gone);
        let mut again = draft(4);
        assert_eq!(write(&BRANCH, &ledger, None, &form, &mut again).unwrap(), id);
        keep(&mut ledger, again);
        assert!(!ledger.record(&id).unwrap().is_deleted());
    }
}
