//! The third step: every row and its outcome.

use std::sync::Arc;

use leptos::prelude::*;

use super::detail::detail_view;
use super::names::{answers_view, name_view, year_view};
use super::{RecordsImportState, RecordsStage};
use crate::browser::chinese::findable;
use crate::registers::{Findable, folded, head};
use crate::tables::record_outcome::{
    FieldDifference, PlannedRecord, Question, RecordOutcome, ShownCell,
};
use crate::tables::record_plan::RecordPlan;
use crate::ui::components::{
    DataTable, Empty, FilterChip, Icon, TableCell, TableColumn, TableRow, Toggle,
};
use crate::ui::pages::table_review::{RowReview, refusal};

/// The outcomes in their order: id, word.
const OUTCOMES: [(&str, &str); 5] = [
    ("new", "新增"),
    ("changed", "修改"),
    ("same", "相同"),
    ("asked", "要确认"),
    ("refused", "不能导入"),
];

/// The most changes of a row that the list shows.
const TOLD_AT_ONCE: usize = 4;
/// So many names are asked about at once over the list.
const ASKED_AT_ONCE: usize = 5;

fn outcome_id(outcome: &RecordOutcome) -> &'static str {
    match outcome {
        RecordOutcome::New => "new",
        RecordOutcome::Changed { .. } => "changed",
        RecordOutcome::Same { .. } => "same",
        RecordOutcome::Asked { .. } => "asked",
        RecordOutcome::Refused { .. } => "refused",
    }
}

fn outcome_word(outcome: &RecordOutcome) -> &'static str {
    let id = outcome_id(outcome);
    OUTCOMES.iter().find(|(known, _)| *known == id).map_or("", |(_, word)| word)
}

/// The rows; made anew after each answer, narrowed as they were.
pub(super) fn review_page(import: RecordsImportState) -> AnyView {
    let page = move || import.plan.get().map(|plan| rows_page(import, plan));
    page.into_any()
}

fn rows_page(import: RecordsImportState, plan: Arc<RecordPlan>) -> AnyView {
    let filters: Vec<FilterChip> = OUTCOMES
        .iter()
        .map(|(id, word)| {
            let of = plan.rows.iter().filter(|row| outcome_id(&row.outcome) == *id);
            FilterChip {
                id: (*id).to_owned(),
                label: (*word).to_owned(),
                count: Some(of.count() as u32),
            }
        })
        .collect();
    let taken = plan.rows.iter().filter(|row| row.is_taken()).count();
    let rows = listed(plan.clone(), import);
    let title = {
        let plan = plan.clone();
        Signal::derive(move || row_of(&plan, &import.open.get()).map(name_of).unwrap_or_default())
    };
    let detail = {
        let plan = plan.clone();
        move || row_of(&plan, &import.open.get()).map(|row| detail_view(import, row)).into_any()
    };
    let review = RowReview {
        title: import.title(),
        file: import.file,
        back: Callback::new(move |()| import.stage.set(RecordsStage::Columns)),
        taken,
        label: format!("导入 {taken} {}", import.schema.head.unit),
        take: Callback::new(move |()| import.take()),
        query: import.query,
        placeholder: "文字或拼音首字母",
        filters,
        shown: import.shown,
        rows,
        open: import.open,
        detail_title: title,
    };
    let above = above_view(import, &plan);
    review.page(above, detail.into(), Box::new(move || table_view(import, rows)))
}

fn table_view(import: RecordsImportState, rows: Memo<Vec<TableRow>>) -> AnyView {
    let columns = vec![
        TableColumn::text("name", "内容").width(12.0).sortable(),
        TableColumn::text("outcome", "结果").width(5.5).sortable(),
        TableColumn::text("why", "说明").width(22.0).sortable(),
        TableColumn::number("row", "原表行").width(4.5).sortable(),
    ];
    let body = move || {
        if rows.with(Vec::is_empty) {
            view! { <Empty title="没有这样的行" icon=Icon::Search/> }.into_any()
        } else {
            view! {
                <DataTable
                    label="表格各行"
                    columns=Signal::stored(columns.clone())
                    rows
                    fill=true
                    on_row=Callback::new(move |id| import.open.set(id))
                    selected=Signal::derive(move || (import.open.get(), String::new()))
                />
            }
            .into_any()
        }
    };
    body.into_any()
}

fn row_of<'a>(plan: &'a RecordPlan, number: &str) -> Option<&'a PlannedRecord> {
    let number: usize = number.parse().ok()?;
    plan.rows.iter().find(|row| row.row == number)
}

fn name_of(row: &PlannedRecord) -> String {
    if row.title.is_empty() { format!("第 {} 行", row.row) } else { row.title.clone() }
}

/// The rows that are asked for.
fn listed(plan: Arc<RecordPlan>, import: RecordsImportState) -> Memo<Vec<TableRow>> {
    let words = plan.clone();
    // Made once, when something is first searched for.
    let index = Memo::new_with_compare(
        move |_| {
            let of = |row: &PlannedRecord| {
                let texts: Vec<String> = row.cells.iter().map(found_words).collect();
                findable(&texts.join("|"))
            };
            words.rows.iter().map(of).collect::<Vec<_>>()
        },
        |_, _| true,
    );
    Memo::new(move |_| {
        let text = folded(&import.query.get());
        let rows = plan.rows.iter().enumerate().filter(|(place, row)| {
            let asked = import.shown.with(|shown| {
                shown.is_empty() || shown.iter().any(|id| id == outcome_id(&row.outcome))
            });
            let is_found = |index: &Vec<Findable>| index[*place].is_found_by(&text);
            asked && (text.is_empty() || index.with(is_found))
        });
        rows.map(|(_, row)| to_row(row)).collect()
    })
}

/// What a cell is found by: what it says, and whose row it is.
fn found_words(cell: &ShownCell) -> String {
    format!("{} {}", cell.label, cell.text)
}

fn to_row(row: &PlannedRecord) -> TableRow {
    let word = outcome_word(&row.outcome);
    let lines = (row.last_row > row.row).then(|| format!("第 {} 至 {} 行", row.row, row.last_row));
    let hints: Vec<String> = lines.into_iter().chain(row.hints.iter().cloned()).collect();
    let hints = hints.join("；");
    let (outcome, why) = match &row.outcome {
        RecordOutcome::New => (TableCell::strong(word), TableCell::muted(hints)),
        RecordOutcome::Same { .. } => (TableCell::muted(word), TableCell::muted(hints)),
        RecordOutcome::Changed { differences, .. } => {
            let one = |d: &FieldDifference| {
                let before = if d.before.is_empty() { "（空）" } else { &d.before };
                format!("{} {before} → {}", d.label, d.after)
            };
            let more = differences.len().saturating_sub(TOLD_AT_ONCE);
            let more = (more > 0).then(|| format!("另有 {more} 处"));
            let told = differences.iter().take(TOLD_AT_ONCE).map(one).chain(more);
            let told = told.chain((!hints.is_empty()).then_some(hints));
            (TableCell::strong(word), TableCell::new(told.collect::<Vec<_>>().join("；")))
        }
        RecordOutcome::Asked { questions } => {
            let told: Vec<String> = questions.iter().map(question_words).collect();
            (TableCell::warn(word), TableCell::new(told.join("；")))
        }
        RecordOutcome::Refused { reasons } => {
            let told: Vec<String> = reasons.iter().map(ToString::to_string).collect();
            let text = told.join("；");
            (TableCell::warn(word), TableCell::new(text.clone()).title(text))
        }
    };
    let cells =
        vec![TableCell::new(name_of(row)), outcome, why, TableCell::muted(row.row.to_string())];
    TableRow::new(row.row.to_string(), cells)
}

fn question_words(question: &Question) -> String {
    match question {
        Question::Name { label, name, candidates, .. } => match candidates.len() {
            0 => format!("没有叫“{}”的{label}", name.text),
            count => format!("{label}：有 {count} 个“{}”", name.text),
        },
        Question::Record { candidates } => {
            format!("台账里有 {} 条可能是它", candidates.len())
        }
        Question::Year { shown } => format!("“{shown}”没有写是哪一年"),
        Question::Explanation(unkept) => format!("{}，要写明原因", unkept.text),
        Question::Again { row } => format!("与第 {row} 行完全相同"),
    }
}

/// What comes with the rows: what went wrong, names that nobody has, what is made, what else to know.
fn above_view(import: RecordsImportState, plan: &RecordPlan) -> AnyView {
    let asked = plan.general_questions(ASKED_AT_ONCE);
    let questions: Vec<AnyView> =
        asked.iter().filter_map(|question| name_view(import, question)).collect();
    let year = plan.undated().map(|shown| year_view(import, shown));
    let leaves_blank = (plan.has_faulty_cells() || import.leaves_faults_blank.get_untracked())
        .then(|| {
            view! {
                <Toggle
                    label="有错的格空着，其余照常导入"
                    value=import.leaves_faults_blank
                    on_change=move |on| {
                        import.leaves_faults_blank.set(on);
                        import.answered();
                    }
                />
            }
        });
    let created = import.session.with_ledger_untracked(|ledger| plan.created_titles(ledger));
    let made = created.into_iter().map(|(register, title)| {
        let of = head(register).map_or("", |head| head.label);
        format!("将新建{of}“{title}”")
    });
    let notes: Vec<AnyView> = made
        .chain(plan.notes.iter().cloned())
        .map(|note| view! { <p>{note}</p> }.into_any())
        .collect();
    let is_behind = move || import.open.with(|open| !open.is_empty());
    let more = notes.len();
    view! {
        {refusal(import.problem)}
        <div class="pad import-above" class:is-behind=is_behind>
            {year}
            {questions}
            {answers_view(import)}
            {leaves_blank}
            {(more > 0).then(|| view! {
                <details class="import-notes" open=more <= 3>
                    <summary>{format!("另有 {more} 点说明")}</summary>
                    <div class="import-notes-body">{notes}</div>
                </details>
            })}
        </div>
    }
    .into_any()
}
