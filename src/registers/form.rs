//! From a form to an edit: what was typed is read, checked as a whole, and written to a draft.

use std::collections::BTreeMap;

use crate::ledger::{DELETED, Day, Draft, Ledger, Record, RecordId, Value, day_text};

use super::erasure::is_erased;
use super::field::{Field, Kind, Shape};
use super::input::read_input;
use super::problem::{Problem, problems};
use super::register::Register;
use super::show::title;
use super::typed_text;

/// What a form holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// What was typed, by field. A field that is not here is left as it is.
    pub texts: BTreeMap<&'static str, String>,
    /// The marks of map fields: by field, then by the record marked.
    pub maps: BTreeMap<&'static str, BTreeMap<String, i64>>,
    /// The day from which dated values hold.
    pub since: Option<Day>,
}

/// Writes a form to a draft: a new record, or changes of one that is there.
///
/// # Errors
/// All that is wrong, field by field; then nothing should be made of the draft.
pub fn write(
    register: &Register,
    ledger: &Ledger,
    id: Option<&RecordId>,
    input: &Input,
    draft: &mut Draft,
) -> Result<RecordId, Vec<Problem>> {
    let values = read_texts(register, input)?;
    let (id, is_new) = match id {
        Some(id) => (id.clone(), false),
        None => (new_id(register, ledger, &values, draft)?, true),
    };
    let gone =
        |(field, value): &&(&Field, Value)| !value.is_null() && ledger.is_erased(&id, field.name);
    let gone = values.iter().filter(gone);
    let gone: Vec<_> =
        gone.map(|(field, _)| Problem::new(field.name, "这一项已依法删除，不能再填写")).collect();
    if !gone.is_empty() {
        return Err(gone);
    }
    let record = ledger.record(&id);
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
    for (name, marks) in &input.maps {
        // As they were written: what marks one that is joined to another goes over to that one.
        let before = record.iter().flat_map(Record::cells).filter(|(field, ..)| field == name);
        for key in before.filter_map(|(_, key, _)| key).filter(|key| !marks.contains_key(*key)) {
            draft.entry(&id, name, key, Value::Null);
        }
        for (key, mark) in marks {
            draft.entry(&id, name, key, *mark);
        }
    }
    check(register, ledger, &id, draft)?;
    Ok(id)
}

fn read_texts(
    register: &Register,
    input: &Input,
) -> Result<Vec<(&'static Field, Value)>, Vec<Problem>> {
    let mut values = Vec::new();
    let mut wrong = Vec::new();
    for (name, text) in &input.texts {
        let Some(field) = register.field(name) else {
            continue;
        };
        match read_input(field, text) {
            Ok(value) => values.push((field, value)),
            Err(text) => wrong.push(Problem::new(field.name, text)),
        }
    }
    if wrong.is_empty() { Ok(values) } else { Err(wrong) }
}

fn new_id(
    register: &Register,
    ledger: &Ledger,
    values: &[(&Field, Value)],
    draft: &Draft,
) -> Result<RecordId, Vec<Problem>> {
    let text = |name: &str| {
        let value = values.iter().find(|(field, _)| field.name == name);
        value.and_then(|(_, value)| value.as_text()).unwrap_or_default().to_owned()
    };
    let Some(key) = (register.key)(&text) else {
        return Ok(draft.next_record(register.name));
    };
    let wrong = |text: String| vec![Problem::new(register.title.first().unwrap_or(&""), text)];
    let id = RecordId::keyed(register.name, &key);
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
            Err(wrong(there_is_one(register, &title(ledger, &id))))
        }
        _ => match of_the_same_key(register, ledger, &key) {
            Some(other) => Err(wrong(there_is_one(register, &other))),
            None => Ok(id),
        },
    }
}

fn there_is_one(register: &Register, title: &str) -> String {
    let same = if register.field("staff_number").is_some() { "同一工号" } else { "同样" };
    format!("已有{same}的{}“{title}”，请直接修改那一条", register.label)
}

/// The title of a record whose natural key is the same but for width, case and spaces: earlier
/// versions kept keys as they were typed, and people type them in many ways.
fn of_the_same_key(register: &Register, ledger: &Ledger, key: &str) -> Option<String> {
    // The keys of other registers are made of ids and months, which are spelt in one way.
    register.field("name")?;
    let wanted = typed_text::canonical(key);
    let text = |record: &Record<'_>, name: &str| {
        let is_dated = register.field(name).is_some_and(|field| field.shape == Shape::Dated);
        let value = if is_dated { record.latest(name) } else { record.get(name) };
        value.as_text().unwrap_or_default().to_owned()
    };
    let key_of = |record: &Record<'_>| (register.key)(&|name| text(record, name));
    let same = |record: &Record<'_>| {
        key_of(record).is_some_and(|own| typed_text::canonical(&own) == wanted)
    };
    ledger.records(register.name).find(same).map(|record| title(ledger, record.id()))
}

/// Checks the record as it would be after the draft, without touching the ledger.
fn check(
    register: &Register,
    ledger: &Ledger,
    id: &RecordId,
    draft: &Draft,
) -> Result<(), Vec<Problem>> {
    let mut trial = ledger.excerpt(id);
    if let Some(edit) = draft.clone().finish(ledger) {
        trial.insert(edit);
    }
    let found = match trial.record(id) {
        Some(record) => problems(register, &record, ledger),
        None => register
            .fields
            .iter()
            .filter(|field| field.required && field.kind != Kind::Data)
            .map(|field| Problem::new(field.name, format!("缺少{}", field.label)))
            .collect(),
    };
    if found.is_empty() { Ok(()) } else { Err(found) }
}

#[cfg(test)]
mod tests {
    use super::super::{APPEAL, BRANCH, GROUP, MEMBER};
    use super::*;
    use crate::ledger::{Author, EditId, Moment, Month, WriterId};

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
        assert_eq!(problems(&MEMBER, &record, &ledger), []);

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
        assert_eq!(problems(&MEMBER, &record, &ledger), [], "what is there stays valid");
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
