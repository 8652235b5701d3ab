//! A row beside the table: what it brings, what the ledger says, and what is asked of it.

use leptos::prelude::*;

use super::names::{name_view, year_view};
use super::{RecordsImportState, ReviewedTable};
use crate::registers::title;
use crate::tables::grid::Address;
use crate::tables::record_outcome::{
    FieldDifference, PlannedRecord, Question, RecordOutcome, RowAnswer, Unkept,
};
use crate::tables::review_faults::FaultyCell;
use crate::ui::components::{
    Button, Choice, Field, NoticeKind, Opt, TableCell, TableRow, TextArea,
};
use crate::ui::pages::table_faults::{faulty_fields, other_cells};
use crate::ui::pages::table_review::{compared, notices};

pub(super) fn detail_view(
    import: RecordsImportState,
    reviewed: &ReviewedTable,
    planned: &PlannedRecord,
) -> AnyView {
    let correct = Callback::new(move |(at, text): (Address, String)| {
        import.correct(|corrections| corrections.correct(at, &text));
    });
    let lines = planned.row.saturating_sub(1)..planned.last_row;
    let faulty: Vec<&FaultyCell> =
        reviewed.faults.cells.iter().filter(|cell| lines.contains(&cell.address.row)).collect();
    let fields = faulty_fields(&faulty, correct);
    let cells = lines.flat_map(|row| {
        reviewed.columns.assigned().map(move |(part, column)| {
            let at = Address { row, column };
            (at, part.label(), reviewed.grid.cell(row, column).text().into_owned())
        })
    });
    let correctable =
        cells.filter(|(at, ..)| !faulty.iter().any(|cell| cell.address == *at)).collect();
    let told = match &planned.outcome {
        RecordOutcome::Refused { reasons } => notices(NoticeKind::Warn, reasons),
        RecordOutcome::Asked { questions } => {
            let again = questions.iter().filter_map(|question| match question {
                Question::Again { row } => Some(format!("与第 {row} 行完全相同，请选定这一行")),
                Question::Record { .. } => Some("请选定这一行对应台账里的哪一条".to_owned()),
                Question::Name { .. } | Question::Year { .. } | Question::Explanation(_) => None,
            });
            notices(NoticeKind::Warn, &again.collect::<Vec<_>>())
        }
        _ => Vec::new(),
    };
    let hints = notices(NoticeKind::Warn, &planned.hints);
    let questions: Vec<AnyView> = match &planned.outcome {
        RecordOutcome::Asked { questions } => {
            let view = |question: &Question| match question {
                Question::Year { shown } => Some(year_view(import, shown)),
                _ => name_view(import, question),
            };
            questions.iter().filter_map(view).collect()
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
                TableCell::muted(&*one.label),
                TableCell::new(before),
                TableCell::strong(&*one.after),
            ];
            TableRow::new(&*one.name, cells)
        })
        .collect();
    let is_changed = |name: &str| differences.iter().any(|one| one.name == name);
    let others: Vec<TableRow> = planned
        .cells
        .iter()
        .filter(|cell| !cell.text.is_empty() && !is_changed(&cell.name))
        .map(|cell| {
            let cells = vec![TableCell::muted(&*cell.label), TableCell::new(&*cell.text)];
            TableRow::new(&*cell.name, cells)
        })
        .collect();
    view! {
        {told}
        {fields}
        {hints}
        {questions}
        {explanations(import, planned)}
        {row_answer(import, planned)}
        {other_cells(correctable, correct)}
        {compared(changed, others, "表格")}
    }
    .into_any()
}

/// Why the row does not keep rules of law: once that is written, it can be imported.
fn explanations(import: RecordsImportState, planned: &PlannedRecord) -> Vec<AnyView> {
    let number = planned.row;
    let one = |unkept: &Unkept| {
        let rule = unkept.rule;
        let written = RwSignal::new(unkept.explanation.clone());
        let take = move |()| {
            let why = written.get_untracked();
            import.explanations.update(|all| drop(all.insert((number, rule), why)));
            import.answered();
        };
        let help = format!("{}。写明原因才能导入这一行。", unkept.text);
        let is_blank = Signal::derive(move || written.with(|why| why.trim().is_empty()));
        view! {
            <Field label="情况说明" required=true wide=true help=help>
                <TextArea value=written on_change=move |why| written.set(why) />
            </Field>
            <Button label="写好了" disabled=is_blank on_click=take />
        }
        .into_any()
    };
    planned.unkept.iter().map(one).collect()
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
