//! A row beside the table: what it brings, what the ledger says, and what is asked of it.

use leptos::prelude::*;

use super::RecordsImportState;
use super::names::name_view;
use crate::registers::title;
use crate::tables::record_outcome::{
    FieldDifference, PlannedRecord, Question, RecordOutcome, RowAnswer,
};
use crate::ui::components::{Choice, Field, NoticeKind, Opt, TableCell, TableRow};
use crate::ui::pages::table_review::{compared, notices};

pub(super) fn detail_view(import: RecordsImportState, planned: &PlannedRecord) -> AnyView {
    let told = match &planned.outcome {
        RecordOutcome::Refused { reasons } => notices(NoticeKind::Error, reasons),
        RecordOutcome::Asked { questions } => {
            let again = questions.iter().filter_map(|question| match question {
                Question::Again { row } => Some(format!("与第 {row} 行完全相同，请选定这一行")),
                Question::Record { .. } => Some("请选定这一行对应台账里的哪一条".to_owned()),
                Question::Name { .. } => None,
            });
            notices(NoticeKind::Warn, &again.collect::<Vec<_>>())
        }
        _ => Vec::new(),
    };
    let hints = notices(NoticeKind::Warn, &planned.hints);
    let questions: Vec<AnyView> = match &planned.outcome {
        RecordOutcome::Asked { questions } => {
            questions.iter().filter_map(|question| name_view(import, question)).collect()
        }
        _ => Vec::new(),
    };
    let differences: &[FieldDifference] = match &planned.outcome {
        RecordOutcome::Changed { differences, .. } => differences,
        _ => &[],
    };
    let changed: Vec<TableRow> = differences
        .iter()
        .map(|one| {
            let before = if one.before.is_empty() { "（空）" } else { &one.before };
            let cells = vec![
                TableCell::muted(one.label),
                TableCell::new(before),
                TableCell::strong(&*one.after),
            ];
            TableRow::new(one.field, cells)
        })
        .collect();
    let is_changed = |name: &str| differences.iter().any(|one| one.field == name);
    let others: Vec<TableRow> = planned
        .cells
        .iter()
        .filter(|(field, text)| !text.is_empty() && !is_changed(field.name))
        .map(|(field, text)| {
            TableRow::new(
                field.name,
                vec![TableCell::muted(field.label), TableCell::new(text.as_str())],
            )
        })
        .collect();
    view! {
        {told}
        {hints}
        {questions}
        {row_answer(import, planned)}
        {compared(changed, others, "表格")}
    }
    .into_any()
}

/// The outcome of the row, to be chosen otherwise.
fn row_answer(import: RecordsImportState, planned: &PlannedRecord) -> AnyView {
    let number = planned.row;
    let answered = import.rows.with_untracked(|rows| rows.get(&number).cloned());
    let is_keyed = import.schema.head.key != crate::registers::NaturalKey::Created;
    let mut options: Vec<Opt> = planned
        .candidates
        .iter()
        .map(|id| {
            let title = import.session.with_ledger_untracked(|ledger| title(ledger, id));
            Opt::new(id.as_str(), format!("修改“{title}”"))
        })
        .collect();
    // Of one key there is one record.
    if !is_keyed || planned.candidates.is_empty() {
        options.push(Opt::new("new", "作为新的一条"));
    }
    options.push(Opt::new("leave", "不导入这一行"));
    let value = match (&answered, &planned.outcome) {
        (Some(RowAnswer::Record(id)), _) => id.to_string(),
        (Some(RowAnswer::New), _) | (None, RecordOutcome::New) => "new".to_owned(),
        (Some(RowAnswer::LeaveOut), _) => "leave".to_owned(),
        (None, RecordOutcome::Changed { id, .. } | RecordOutcome::Same { id }) => id.to_string(),
        (None, _) => String::new(),
    };
    let choose = move |word: String| {
        let answer = match word.as_str() {
            "new" => Some(RowAnswer::New),
            "leave" => Some(RowAnswer::LeaveOut),
            id => id.parse().ok().map(RowAnswer::Record),
        };
        import.rows.update(|rows| {
            match answer {
                Some(answer) => rows.insert(number, answer),
                None => rows.remove(&number),
            };
        });
        import.answered();
    };
    view! {
        <Field label="这一行">
            <Choice
                options=Signal::stored(options)
                value=Signal::stored(value)
                on_change=choose
                clearable=true
            />
        </Field>
    }
    .into_any()
}
