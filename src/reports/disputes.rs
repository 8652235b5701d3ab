//! 两边都改过: what waits for a choice between values, in words.

use crate::ledger::{
    Author, Cell, Conflict, DELETED, EditedSince, JOINED, Ledger, Moment, RecordId, Value, Written,
    conflicts, conflicts_of, day_label, edited_since,
};
use crate::registers::{
    ASSESSMENT, BULLETIN, Field, Kind, Shape, field_label, head, points_text, schema, schemas,
    show_key, show_row, show_value, title,
};
use crate::scoring::{Issue, Snapshot};

/// A cell with several values to choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispute {
    /// The cell.
    pub cell: Cell,
    /// The register, in words.
    pub register: String,
    /// The record, in words.
    pub record: String,
    /// The field, with the day or the person it is about.
    pub field: String,
    /// What it means, and what follows from the choice; empty where the values say it all.
    pub note: &'static str,
    /// The values; the first stands.
    pub sides: Vec<DisputeSide>,
    /// Whether a third value can be typed.
    pub typed: bool,
}

/// One of the values of a dispute.
#[derive(Debug, Clone, PartialEq)]
pub struct DisputeSide {
    /// The value.
    pub value: Value,
    /// The same in words.
    pub text: String,
    /// Who wrote it.
    pub by: Author,
    /// When.
    pub at: Moment,
    /// Why, in the writer's words.
    pub reason: String,
}

/// How many cells wait for a choice.
pub fn dispute_count(ledger: &Ledger) -> usize {
    let edited = records(ledger).filter(|id| edited_since(ledger, id).is_some());
    conflicts(ledger).len() + edited.count()
}

/// All that waits for a choice, by register and record.
pub fn disputes(ledger: &Ledger) -> Vec<Dispute> {
    records(ledger).flat_map(|id| disputes_of(ledger, &id)).collect()
}

/// What waits for a choice in one record.
pub fn disputes_of(ledger: &Ledger, id: &RecordId) -> Vec<Dispute> {
    let conflicts = conflicts_of(ledger, id).into_iter();
    let mut found: Vec<Dispute> = conflicts.map(|one| conflict(ledger, one)).collect();
    found.extend(edited_since(ledger, id).map(|one| deleted(ledger, id, one)));
    found
}

fn records(ledger: &Ledger) -> impl Iterator<Item = RecordId> {
    let registers = ledger.register_names();
    registers.flat_map(|name| ledger.all_records(name)).map(|record| record.id().clone())
}

fn conflict(ledger: &Ledger, conflict: Conflict<'_>) -> Dispute {
    let Conflict { cell, heads } = conflict;
    let mut sides: Vec<DisputeSide> = Vec::new();
    for head in heads {
        // Several tablets may have written the same; the latest of them speaks for it.
        if sides.iter().all(|side| side.value != *head.value) {
            sides.push(side(ledger, head, words(ledger, &cell, head.value)));
        }
    }
    let declared = schemas().field(&cell);
    let can_be_typed = |field: &Field| {
        let simple = !matches!(
            field.kind,
            Kind::Data | Kind::Columns(_) | Kind::Reference(_) | Kind::RuleLine
        );
        simple && matches!(field.shape, Shape::Single | Shape::Dated)
    };
    Dispute {
        register: register_label(&cell.record),
        record: title(ledger, &cell.record),
        field: cell_words(ledger, &cell),
        note: match declared {
            Some(field) => field.conflict_note,
            None if &*cell.field == DELETED => "一边删除了，另一边恢复了。",
            None => "",
        },
        typed: declared.is_some_and(can_be_typed),
        sides,
        cell,
    }
}

/// A record that one deleted while another edited it.
fn deleted(ledger: &Ledger, id: &RecordId, found: EditedSince<'_>) -> Dispute {
    let EditedSince { deletion, edits } = found;
    let mut fields: Vec<String> = Vec::new();
    for (cell, _) in &edits {
        let field = cell_words(ledger, cell);
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    let latest = edits.into_iter().map(|(_, written)| written).max_by_key(|one| one.stamp);
    let kept = format!("保留这一条：另一边写过{}", fields.join("、"));
    let mut sides = vec![side(ledger, deletion, "删除这一条".to_owned())];
    sides.extend(
        latest.map(|written| DisputeSide {
            value: Value::Bool(false),
            ..side(ledger, written, kept)
        }),
    );
    Dispute {
        cell: Cell::field(id, DELETED),
        register: register_label(id),
        record: title(ledger, id),
        field: "删除".to_owned(),
        note: "一边删除了，另一边不知道，写过这一条。选定以前按已删除算。",
        sides,
        typed: false,
    }
}

fn side(ledger: &Ledger, written: Written<'_>, text: String) -> DisputeSide {
    let head = ledger.head(written.id.edit);
    let stamped = Moment { millis: written.stamp.millis, offset: 0 };
    DisputeSide {
        value: written.value.clone(),
        text,
        by: head.map(|head| head.by.clone()).unwrap_or_default(),
        at: head.map_or(stamped, |head| head.at),
        reason: head.map(|head| head.reason.to_string()).unwrap_or_default(),
    }
}

fn register_label(id: &RecordId) -> String {
    head(id.register()).map_or_else(|| id.register().to_owned(), |one| one.label.to_owned())
}

/// The field of a cell, with the day, record or step that its key names.
fn cell_words(ledger: &Ledger, cell: &Cell) -> String {
    let Some(schema) = schema(cell.record.register()) else {
        return cell.field.to_string();
    };
    let label = match &*cell.field {
        DELETED => "删除".to_owned(),
        field => field_label(schema, field),
    };
    let Some(key) = &cell.key else { return label };
    match schema.field(&cell.field) {
        Some(field) if field.shape == Shape::Dated => {
            format!("{label}（自{}起）", show_key(ledger, field, key))
        }
        Some(field) => {
            let record = ledger.record(&cell.record);
            let row = record.as_ref().map(|record| record.entry(field.name, key));
            match show_row(ledger, field, key, row.unwrap_or(&Value::Null)) {
                row if row.is_empty() => label,
                row => format!("{label}：{row}"),
            }
        }
        None => match key.parse() {
            Ok(id) => format!("{label}：{}", title(ledger, &id)),
            Err(_) => label,
        },
    }
}

/// A value in words.
fn words(ledger: &Ledger, cell: &Cell, value: &Value) -> String {
    if &*cell.field == DELETED {
        return if value.is_true() { "删除" } else { "保留" }.to_owned();
    }
    if &*cell.field == JOINED {
        let into = value.as_text().and_then(|id| id.parse().ok());
        return into
            .map_or_else(|| "分开".to_owned(), |id| format!("与“{}”合并", title(ledger, &id)));
    }
    if value.is_null() || value.as_text() == Some("") {
        return "（空）".to_owned();
    }
    let data_words = DATA_WORDS
        .iter()
        .find(|(of, field, _)| *of == cell.record.register() && *field == &*cell.field);
    let declared = schemas().field(cell);
    let text = match (data_words, declared, value.as_text().map(str::parse)) {
        (Some((.., words)), ..) => words(value),
        (_, Some(field), Some(Ok(id))) if matches!(field.kind, Kind::Reference(_)) => {
            title(ledger, &id)
        }
        (_, Some(field), _) if field.kind != Kind::Data => show_value(ledger, field, value),
        _ => String::new(),
    };
    if text.is_empty() { "（内容较多，请在记录里查看）".to_owned() } else { text }
}

/// How what the program keeps together in a field of a register is told.
type DataWords = (&'static str, &'static str, fn(&Value) -> String);

/// What the schema's columns cannot show. It is here and not in the declarations, as what it says is
/// known to scoring, which registers do not use.
const DATA_WORDS: &[DataWords] =
    &[(ASSESSMENT.name, "lock", lock_words), (BULLETIN.name, "issue", issue_words)];

fn issue_words(value: &Value) -> String {
    let Ok((issue, hash)) = Issue::from_value(value) else {
        return "读不出来的通报".to_owned();
    };
    let mean = issue.mean().rounded().map(|mean| points_text(mean.into())).unwrap_or_default();
    let hash: String = hash.chars().take(12).collect();
    format!("{}出具，人均 {mean}，校验值 {hash}", day_label(issue.day))
}

fn lock_words(value: &Value) -> String {
    let Ok(snapshot) = Snapshot::from_value(value) else {
        return "读不出来的快照".to_owned();
    };
    let assessed: Vec<i32> =
        snapshot.rows.values().filter(|row| row.is_assessed()).map(|row| row.result).collect();
    let sum: i32 = assessed.iter().sum();
    let hash = snapshot.hash();
    let short = hash.get(..8).unwrap_or(&hash);
    format!("共 {} 人，总分合计 {}，校验值 {short}", assessed.len(), points_text(sum.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Draft, Edit, EditId, WriterId};

    /// An edit of a tablet over what it sees.
    fn edit(ledger: &Ledger, writer: u64, number: u32, fill: impl FnOnce(&mut Draft)) -> Edit {
        let at = Moment { millis: 1_795_000_000_000 + i64::from(number), offset: 480 };
        let name = if writer == 1 { "王芳" } else { "林静" };
        let by = Author { name: name.into(), ..Author::default() };
        let id = EditId { writer: WriterId(writer), number };
        let mut draft = Draft::new(id, at, by, "change", "");
        fill(&mut draft);
        draft.finish(ledger).unwrap()
    }

    fn zhang() -> RecordId {
        RecordId::keyed("member", "1001")
    }

    fn begun() -> Ledger {
        let mut ledger = Ledger::new();
        let first = edit(&ledger, 1, 1, |draft| {
            draft.field(&zhang(), "name", "张三");
            draft.field(&zhang(), "phone", "1");
        });
        ledger.insert(first);
        ledger
    }

    #[test]
    fn a_field_that_both_changed_shows_both_and_a_choice_ends_it() {
        let mut ledger = begun();
        let one = edit(&ledger, 1, 2, |draft| draft.field(&zhang(), "phone", "2"));
        let two = edit(&ledger, 2, 3, |draft| draft.field(&zhang(), "phone", "3"));
        ledger.insert_all([one, two]);
        let found = disputes(&ledger);
        assert_eq!((found.len(), dispute_count(&ledger)), (1, 1));
        assert_eq!((&*found[0].record, &*found[0].field), ("张三", "联系电话"));
        let sides: Vec<_> = found[0].sides.iter().map(|one| (&*one.text, &*one.by.name)).collect();
        assert_eq!(sides, [("3", "林静"), ("2", "王芳")]);
        let choice = found[0].sides[1].value.clone();
        let settled = edit(&ledger, 1, 4, |draft| draft.settle(found[0].cell.clone(), choice));
        ledger.insert(settled);
        assert_eq!(disputes(&ledger), []);
        assert_eq!(ledger.record(&zhang()).unwrap().text("phone"), "2");
    }

    #[test]
    fn a_row_that_both_changed_is_called_by_its_record_step_or_first_column() {
        let id = RecordId::keyed("every_shape", "a");
        let row =
            |minutes: i64| Value::group([("what", "学文件".into()), ("minutes", minutes.into())]);
        let mut ledger = begun();
        let first = edit(&ledger, 1, 2, |draft| {
            draft.field(&id, "name", "学习会");
            draft.entry(&id, "agenda", "000000000000001-a-0000", row(10));
        });
        ledger.insert(first);
        let [one, two] = [(1, 20, "present"), (2, 30, "absent")].map(|(writer, minutes, state)| {
            edit(&ledger, writer, 2 + writer as u32, |draft| {
                draft.entry(&id, "agenda", "000000000000001-a-0000", row(minutes));
                draft.entry(&id, "roll", zhang().as_str(), state);
                draft.entry(&id, "steps", "meet", format!("2026-03-0{writer}"));
            })
        });
        ledger.insert_all([one, two]);
        let told: Vec<_> = disputes(&ledger)
            .into_iter()
            .map(|one| format!("{} {}", one.field, one.sides[0].text))
            .collect();
        let words = [
            "议程：学文件 事项 学文件，用时 30分钟",
            "点名：张三 缺席",
            "步骤：开会 日期 2026年3月2日",
        ];
        assert_eq!(told.len(), 3);
        assert!(words.iter().all(|word| told.iter().any(|one| one == word)), "{told:?}");
    }

    #[test]
    fn a_record_deleted_here_and_edited_there_waits_for_a_choice() {
        for keep in [true, false] {
            let mut ledger = begun();
            let gone = edit(&ledger, 1, 2, |draft| draft.delete(&zhang()));
            let changed = edit(&ledger, 2, 3, |draft| draft.field(&zhang(), "phone", "3"));
            ledger.insert_all([gone, changed]);
            assert!(ledger.record(&zhang()).unwrap().is_deleted());
            let found = disputes(&ledger);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].sides[1].text, "保留这一条：另一边写过联系电话");
            let choice = found[0].sides[usize::from(keep)].value.clone();
            let settled = edit(&ledger, 1, 4, |draft| draft.settle(found[0].cell.clone(), choice));
            ledger.insert(settled);
            assert_eq!(disputes(&ledger), []);
            assert_eq!(ledger.record(&zhang()).unwrap().is_deleted(), !keep);
        }
    }

    #[test]
    fn all_that_waits_is_counted_once_of_whatever_kind_it_is() {
        let li = RecordId::keyed("member", "1002");
        let mut ledger = begun();
        let more = edit(&ledger, 1, 2, |draft| draft.field(&li, "name", "李四"));
        ledger.insert(more);
        assert_eq!(dispute_count(&ledger), 0);
        let one = edit(&ledger, 1, 3, |draft| {
            draft.field(&zhang(), "phone", "2");
            draft.field(&zhang(), "notes", "2");
            draft.delete(&li);
        });
        let two = edit(&ledger, 2, 4, |draft| {
            draft.field(&zhang(), "phone", "3");
            draft.field(&zhang(), "notes", "3");
            draft.field(&li, "phone", "3");
        });
        ledger.insert_all([one, two]);
        assert_eq!((disputes(&ledger).len(), dispute_count(&ledger)), (3, 3));
    }

    #[test]
    fn who_edits_before_deleting_leaves_nothing_to_choose() {
        let mut ledger = begun();
        let changed = edit(&ledger, 2, 2, |draft| draft.field(&zhang(), "phone", "3"));
        ledger.insert(changed);
        let gone = edit(&ledger, 1, 3, |draft| draft.delete(&zhang()));
        ledger.insert(gone);
        assert_eq!(disputes(&ledger), []);
    }
}
