//! What is wrong with a record, in words that stand beside its field.

use crate::ledger::{Ledger, Record, Value, parse_day};

use super::field::{Field, Kind, Shape};
use super::input::check_value;
use super::register::Register;

/// What is wrong with a field of a record (待修正).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field; empty where it is the record as a whole.
    pub field: &'static str,
    /// What is wrong and what to do, for the user.
    pub text: String,
}

impl Problem {
    /// A problem of a field.
    pub fn new(field: &'static str, text: impl Into<String>) -> Self {
        Self { field, text: text.into() }
    }
}

/// All that is wrong with a record: by its fields' declarations, then by its register's own check.
pub fn problems(register: &Register, record: &Record<'_>, ledger: &Ledger) -> Vec<Problem> {
    let mut found = Vec::new();
    let cells: Vec<_> = record.cells().filter(|(_, _, value)| !value.is_null()).collect();
    for field in register.fields {
        if ledger.is_erased(record.id(), field.name) {
            continue;
        }
        let mut some = false;
        for (_, key, value) in cells.iter().copied().filter(|(name, ..)| *name == field.name) {
            // From that day on nothing holds, which is no value to check.
            if field.shape == Shape::Dated && value.as_text() == Some("") {
                continue;
            }
            some = true;
            if let Err(text) = check_key(field, key).and_then(|()| check_value(field, value)) {
                found.push(Problem { field: field.name, text });
            } else if let Some(text) = dangling(field, key, value, ledger) {
                found.push(Problem { field: field.name, text });
            }
        }
        let ended = field.shape == Shape::Dated && record.latest(field.name).is_null();
        if field.required && (!some || ended) {
            found.push(Problem::new(field.name, format!("缺少{}", field.label)));
        }
    }
    found.extend((register.check)(record, ledger));
    found
}

fn check_key(field: &Field, key: Option<&str>) -> Result<(), String> {
    match (field.shape, key) {
        (Shape::Single | Shape::Group, None) => Ok(()),
        (Shape::Map(_), Some(_)) => Ok(()),
        (Shape::Dated, Some(day)) => {
            parse_day(day).map(drop).map_err(|_| format!("{}的起始日期不对：{day}", field.label))
        }
        _ => Err(format!("{}的内容与本版本的格式不符", field.label)),
    }
}

/// A reference to a record that is gone.
fn dangling(field: &Field, key: Option<&str>, value: &Value, ledger: &Ledger) -> Option<String> {
    let missing = |id: &str| {
        let record = ledger.id_of(id).and_then(|id| ledger.record(ledger.resolve(id)));
        record.is_none_or(|record| record.is_deleted())
    };
    let gone = match (field.kind, field.shape) {
        (Kind::Reference(_), _) => value.as_text().is_some_and(missing),
        (_, Shape::Map(_)) => key.is_some_and(missing),
        _ => false,
    };
    gone.then(|| format!("{}指向的记录已删除或不在本机，请重新选择", field.label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Author, Draft, EditId, Moment, RecordId, WriterId};
    use crate::registers::{BRANCH, MEMBER, SCORE_ENTRY};

    fn zhang() -> RecordId {
        RecordId::keyed("member", "1001")
    }

    fn edit(ledger: &mut Ledger, fill: impl FnOnce(&mut Draft)) {
        let number = ledger.edit_count() as u32 + 1;
        let at = Moment { millis: 1_795_000_000_000 + i64::from(number), offset: 480 };
        let id = EditId { writer: WriterId(1), number };
        let mut draft = Draft::new(id, at, Author::default(), "edit", "");
        fill(&mut draft);
        ledger.insert(draft.finish(ledger).expect("something changed"));
    }

    /// 张三 of a branch and of a department, with an entry of his own: nothing is wrong.
    fn world() -> Ledger {
        let mut ledger = Ledger::new();
        edit(&mut ledger, |draft| {
            draft.field(&branch(), "name", "一支部");
            draft.field(&RecordId::keyed("department", "心内科"), "name", "心内科");
            draft.field(&zhang(), "name", "张三");
            draft.field(&zhang(), "staff_number", "1001");
            draft.entry(&zhang(), "branch", "2026-01-01", branch().as_str());
            draft.entry(&zhang(), "department", "2026-01-01", "department:=心内科");
            draft.entry(&zhang(), "category", "2026-01-01", "full");
            draft.entry(&zhang(), "standing", "2026-01-01", "active");
            draft.field(&entry(), "month", "2026-03");
            draft.field(&entry(), "line", "B2-1");
            draft.entry(&entry(), "who", zhang().as_str(), 1);
        });
        ledger
    }

    fn branch() -> RecordId {
        RecordId::keyed("branch", "一支部")
    }

    fn entry() -> RecordId {
        RecordId::keyed("score_entry", "a")
    }

    /// What is wrong with a record after an edit, field by field.
    fn found(register: &Register, id: &RecordId, fill: impl FnOnce(&mut Draft)) -> Vec<String> {
        let mut ledger = world();
        edit(&mut ledger, fill);
        let record = ledger.record(id).expect("a record");
        let found = problems(register, &record, &ledger);
        found.into_iter().map(|one| format!("{} {}", one.field, one.text)).collect()
    }

    fn of_zhang(fill: impl FnOnce(&mut Draft)) -> Vec<String> {
        found(&MEMBER, &zhang(), fill)
    }

    fn of_entry(fill: impl FnOnce(&mut Draft)) -> Vec<String> {
        found(&SCORE_ENTRY, &entry(), fill)
    }

    #[test]
    fn nothing_is_wrong_with_what_is_complete() {
        assert!(of_zhang(|draft| draft.field(&zhang(), "notes", "")).is_empty());
        assert!(of_entry(|draft| draft.field(&entry(), "note", "下乡义诊")).is_empty());
    }

    #[test]
    fn what_is_required_is_missed_where_it_was_emptied_or_has_ended() {
        let nothing = Value::Null;
        let name = of_zhang(|draft| draft.field(&zhang(), "name", nothing.clone()));
        assert_eq!(name, ["name 缺少姓名"]);
        let who = of_entry(|draft| draft.entry(&entry(), "who", zhang().as_str(), nothing.clone()));
        assert_eq!(who, ["who 缺少党员"]);
        // From March on there is no branch, and no department: that one need not have.
        let ended = of_zhang(|draft| {
            draft.entry(&zhang(), "branch", "2026-03-01", "");
            draft.entry(&zhang(), "department", "2026-03-01", "");
        });
        assert_eq!(ended.len(), 1, "{ended:?}");
        assert!(ended[0].starts_with("branch "), "{ended:?}");
    }

    #[test]
    fn a_value_or_a_key_that_its_field_does_not_know_is_told_once_beside_it() {
        let choice = of_zhang(|draft| draft.entry(&zhang(), "category", "2026-01-01", "honorary"));
        assert_eq!(choice.len(), 1, "{choice:?}");
        assert!(choice[0].starts_with("category "), "{choice:?}");
        let day = of_zhang(|draft| draft.entry(&zhang(), "branch", "三月", branch().as_str()));
        assert_eq!(day, ["branch 所在支部的起始日期不对：三月"]);
        let keyed = of_zhang(|draft| draft.entry(&zhang(), "phone", "2026-01-01", "1"));
        assert_eq!(keyed, ["phone 联系电话的内容与本版本的格式不符"]);
        let plain = of_entry(|draft| draft.field(&entry(), "who", 1));
        assert_eq!(plain, ["who 党员的内容与本版本的格式不符"]);
        // An empty text is an end only where values hold from a day on.
        let empty = of_entry(|draft| draft.field(&entry(), "month", ""));
        assert!(empty.len() == 1 && !empty[0].contains("缺少"), "{empty:?}");
    }

    #[test]
    fn what_points_to_a_record_that_is_gone_or_never_came_is_told() {
        let told = |field: &str, label: &str| {
            vec![format!("{field} {label}指向的记录已删除或不在本机，请重新选择")]
        };
        let deleted = of_zhang(|draft| draft.delete(&branch()));
        assert_eq!(deleted, told("branch", "所在支部"));
        let absent = of_zhang(|draft| draft.entry(&zhang(), "group", "2026-01-01", "group:=x"));
        assert_eq!(absent, told("group", "党小组"));
        assert_eq!(of_entry(|draft| draft.delete(&zhang())), told("who", "党员"));
        let by_name =
            found(&BRANCH, &branch(), |draft| draft.field(&branch(), "secretary", "member:=9999"));
        assert_eq!(by_name, told("secretary", "支部书记"));
    }
}
