//! What is wrong with a record, in words that stand beside its field.

use crate::ledger::{Ledger, Record, RecordId, Value, day_label, parse_day};

use super::calendar::Deadline;
use super::context::Context;
use super::field::{Field, Kind, RowKeys, Shape};
use super::gone::Dangling;
use super::input::check_value;
use super::rows::{column, columns};
use super::rule::{EXPLANATION, RuleBreach, Severity};
use super::schema::Schema;
use super::show::show_key;
use super::stage::{Span, Stage, missing, progress, stage_at};

/// What is wrong with a field of a record, or what should be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field; empty where it is the record as a whole.
    pub field: &'static str,
    /// The key of the row of a table that it is about; empty where it is the field as a whole.
    pub row: String,
    /// What is wrong and what to do, for the user.
    pub text: String,
    /// What follows.
    pub severity: Severity,
    /// The name of the rule, where an explanation can be given; empty otherwise.
    pub rule: &'static str,
    /// Why it was done all the same, where that is explained.
    pub explanation: String,
    /// The deleted record that the field points to, where that is what is wrong.
    pub deleted: Option<RecordId>,
}

impl Problem {
    /// A fault of a field.
    pub fn new(field: &'static str, text: impl Into<String>) -> Self {
        Self {
            field,
            row: String::new(),
            text: text.into(),
            severity: Severity::Fault,
            rule: "",
            explanation: String::new(),
            deleted: None,
        }
    }

    /// The same, about a row of the field's table.
    pub fn in_row(self, key: Option<&str>) -> Self {
        Self { row: key.unwrap_or_default().to_owned(), ..self }
    }

    /// The text, with the name of the row where it is about one.
    pub fn words(&self, schema: &Schema, ledger: &Ledger) -> String {
        // What was deleted is named already.
        let has_row = !self.row.is_empty() && self.deleted.is_none();
        let field = schema.field(self.field).filter(|_| has_row);
        match field.map(|field| show_key(ledger, field, &self.row)) {
            Some(row) if !row.is_empty() => format!("{row}：{}", self.text),
            _ => self.text.clone(),
        }
    }

    /// Whether the record has to be mended or explained (待修正).
    pub fn is_open(&self) -> bool {
        match self.severity {
            Severity::Fault => true,
            Severity::Statutory => self.explanation.is_empty(),
            Severity::Hint => false,
        }
    }
}

/// What has to be mended or explained in a record (待修正).
pub fn problems(schema: &Schema, record: &Record<'_>, context: &Context<'_>) -> Vec<Problem> {
    let mut found = evaluate(schema, record, context, Severity::Statutory, &|_| true);
    found.retain(Problem::is_open);
    found
}

/// All that can be said of a record: by its fields' declarations, its stages and its rules, with hints
/// and with what is explained.
pub fn findings(schema: &Schema, record: &Record<'_>, context: &Context<'_>) -> Vec<Problem> {
    evaluate(schema, record, context, Severity::Hint, &|_| true)
}

/// The same, of known fields alone: while a form is being filled in, fields not yet visited are not
/// reported as missing.
pub(super) fn findings_about(
    schema: &Schema,
    record: &Record<'_>,
    context: &Context<'_>,
    is_known: &dyn Fn(&str) -> bool,
) -> Vec<Problem> {
    evaluate(schema, record, context, Severity::Hint, is_known)
}

/// What is at least so severe: looking through years of records for faults need not look for hints.
fn evaluate(
    schema: &Schema,
    record: &Record<'_>,
    context: &Context<'_>,
    least: Severity,
    is_known: &dyn Fn(&str) -> bool,
) -> Vec<Problem> {
    let mut found = of_fields(schema, record, context);
    found.retain(|one| is_known(one.field));
    let explained = |rule: &str| {
        record.entry(EXPLANATION, rule).as_text().map(str::trim).unwrap_or_default().to_owned()
    };
    let rules = schema.rules.iter().filter(|rule| rule.severity >= least);
    for rule in rules.filter(|rule| rule.check.fields().into_iter().all(is_known)) {
        let broken = rule.broken(schema, record, context).into_iter();
        for RuleBreach { field, row, text } in broken.filter(|one| is_known(one.field)) {
            let explanation = explained(rule.name);
            let (severity, rule) = (rule.severity, rule.name);
            found.push(Problem { row, severity, rule, explanation, ..Problem::new(field, text) });
        }
    }
    let mut said = |stage: &Stage, field: &'static str, text: String| {
        let (severity, rule, explanation) = (stage.severity, stage.name, explained(stage.name));
        found.push(Problem { severity, rule, explanation, ..Problem::new(field, text) });
    };
    let stages = schema.stages.iter().filter(|stage| stage.severity >= least);
    for stage in stages.filter(|stage| is_known(stage.on)) {
        out_of_time(stage, record, context, &mut said);
    }
    let reached = progress(schema.stages, record, context);
    // What is to come needs the same before its day: nobody is there to ask on it.
    let filled = stage_at(schema.stages, record, &|_| true);
    if let Some(stage) = filled.and_then(|at| schema.stages.get(at)) {
        let is_reached = reached.as_ref().is_some_and(|reached| reached.stage.name == stage.name);
        let is_or_will_be = if is_reached { "已是" } else { "将是" };
        for field in missing(stage, record).into_iter().filter(|field| is_known(field)) {
            if !found.iter().any(|one| one.field == field && one.severity == Severity::Fault) {
                let label = schema.field(field).map_or(field, |field| field.label);
                let text = format!("{is_or_will_be}“{}”，请补上{label}", stage.label);
                found.push(Problem::new(field, text));
            }
        }
    }
    let coming = reached.and_then(|reached| reached.coming);
    if let Some((stage, on)) =
        coming.filter(|(stage, _)| least == Severity::Hint && is_known(stage.on))
    {
        let text = format!("还没有到这一天，{}起才是“{}”", day_label(on), stage.label);
        let field = stage.on.split_once('.').map_or(stage.on, |(field, _)| field);
        found.push(Problem { severity: Severity::Hint, ..Problem::new(field, text) });
    }
    found
}

/// A stage that was reached before it should be, or after it was due.
fn out_of_time(
    stage: &Stage,
    record: &Record<'_>,
    context: &Context<'_>,
    said: &mut dyn FnMut(&Stage, &'static str, String),
) {
    let Ok(on) = parse_day(record.text(stage.on)) else { return };
    let end = |span: Option<Span>| span?.end(record, context.calendar());
    let words = |limit: Deadline| {
        let provisional = if limit.provisional { "（暂算）" } else { "" };
        format!("{}{provisional}", day_label(limit.day))
    };
    if let Some(limit) = end(stage.not_before).filter(|limit| on < limit.day) {
        said(stage, stage.on, format!("“{}”最早应在{}", stage.label, words(limit)));
    }
    if let Some(limit) = end(stage.due_of(record)).filter(|limit| on > limit.day) {
        said(stage, stage.on, format!("“{}”应不晚于{}", stage.label, words(limit)));
    }
}

fn of_fields(schema: &Schema, record: &Record<'_>, context: &Context<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    let cells: Vec<_> = record.cells().filter(|(_, _, value)| !value.is_null()).collect();
    for field in schema.fields {
        if context.ledger().is_erased(record.id(), field.name) {
            continue;
        }
        let mut some = false;
        for (_, key, value) in cells.iter().copied().filter(|(name, ..)| *name == field.name) {
            // From that day on nothing holds, which is no value to check.
            if field.shape == Shape::Dated && value.as_text() == Some("") {
                continue;
            }
            some = true;
            let key_of_row = key.filter(|_| matches!(field.shape, Shape::Rows(_)));
            if let Err(text) = check_key(field, key).and_then(|()| check_value(field, value)) {
                found.push(Problem::new(field.name, text).in_row(key_of_row));
            } else if let Some(Dangling { text, deleted }) = dangling(field, key, value, context) {
                found
                    .push(Problem { deleted, ..Problem::new(field.name, text) }.in_row(key_of_row));
            }
        }
        let ended = field.shape == Shape::Dated && record.latest(field.name).is_null();
        if field.required && (!some || ended) {
            found.push(Problem::new(field.name, format!("缺少{}", field.label)));
        }
    }
    found
}

fn check_key(field: &Field, key: Option<&str>) -> Result<(), String> {
    let unknown = || Err(format!("{}的内容与本版本的格式不符", field.label));
    match (field.shape, key) {
        (Shape::Single, None) => Ok(()),
        (Shape::Dated, Some(day)) => {
            parse_day(day).map(drop).map_err(|_| format!("{}的起始日期不对：{day}", field.label))
        }
        // Steps of a newer version stay.
        (Shape::Rows(RowKeys::Steps(_) | RowKeys::Records(_) | RowKeys::Created), Some(_)) => {
            Ok(())
        }
        (Shape::Rows(RowKeys::Writer), Some(writer)) => {
            if writer.parse::<crate::ledger::WriterId>().is_ok() { Ok(()) } else { unknown() }
        }
        _ => unknown(),
    }
}

/// A reference to a record that is gone.
fn dangling(
    field: &Field,
    key: Option<&str>,
    value: &Value,
    context: &Context<'_>,
) -> Option<Dangling> {
    let of = |id: &str| Dangling::of(field.label, id, context);
    let row = key.filter(|_| matches!(field.shape, Shape::Rows(RowKeys::Records(_))));
    row.and_then(of).or_else(|| {
        let references = columns(field).iter().filter(|one| matches!(one.kind, Kind::Reference(_)));
        let mut ids = references.filter_map(|one| column(field, value, one.name).as_text());
        ids.find_map(of)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Author, Day, Draft, EditId, Moment, WriterId};
    use crate::registers::{
        BRANCH_SCHEMA as BRANCH, MEMBER_SCHEMA as MEMBER, SCORE_ENTRY_SCHEMA as SCORE_ENTRY,
    };
    use crate::registers::{references_to, schemas};

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
    fn found(schema: &Schema, id: &RecordId, fill: impl FnOnce(&mut Draft)) -> Vec<String> {
        let mut ledger = world();
        edit(&mut ledger, fill);
        let record = ledger.record(id).expect("a record");
        let found = problems(schema, &record, &Context::new(&ledger, Day::MAX));
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
        let absent = |field: &str, label: &str| {
            vec![format!("{field} {label}选的记录不在本机，请导入含有它的数据包，或重新选择")]
        };
        let lost = of_zhang(|draft| draft.entry(&zhang(), "group", "2026-01-01", "group:=x"));
        assert_eq!(lost, absent("group", "党小组"));
        let by_name =
            found(&BRANCH, &branch(), |draft| draft.field(&branch(), "secretary", "member:=9999"));
        assert_eq!(by_name, absent("secretary", "支部书记"));
    }

    #[test]
    fn what_points_to_something_deleted_names_it_and_who_deleted_it() {
        let deleted = of_zhang(|draft| draft.delete(&branch()));
        let text = "branch 所在支部“一支部”已删除（2026年11月18日），请恢复，或重新选择";
        assert_eq!(deleted, [text]);
        let by_row = of_entry(|draft| draft.delete(&zhang()));
        assert!(by_row.len() == 1 && by_row[0].starts_with("who 党员“张三”已删除（"), "{by_row:?}");
        let mut ledger = world();
        edit(&mut ledger, |draft| draft.delete(&zhang()));
        let record = ledger.record(&entry()).expect("a record");
        let found = problems(&SCORE_ENTRY, &record, &Context::new(&ledger, Day::MAX));
        assert_eq!(found[0].deleted, Some(zhang()));
        edit(&mut ledger, |draft| draft.restore(&zhang()));
        let record = ledger.record(&entry()).expect("a record");
        assert!(problems(&SCORE_ENTRY, &record, &Context::new(&ledger, Day::MAX)).is_empty());
    }

    #[test]
    fn what_names_a_record_is_counted_by_register() {
        let counts = |ledger: &Ledger, id: &RecordId| {
            let found = references_to(schemas(), ledger, id);
            found.iter().map(|(schema, count)| (schema.head.name, *count)).collect::<Vec<_>>()
        };
        let mut ledger = world();
        assert_eq!(counts(&ledger, &zhang()), [("score_entry", 1)]);
        assert_eq!(counts(&ledger, &branch()), [("member", 1)]);
        edit(&mut ledger, |draft| draft.field(&branch(), "secretary", zhang().as_str()));
        assert_eq!(counts(&ledger, &zhang()), [("score_entry", 1), ("branch", 1)]);
        edit(&mut ledger, |draft| draft.delete(&entry()));
        assert_eq!(counts(&ledger, &zhang()), [("branch", 1)]);
    }
}
