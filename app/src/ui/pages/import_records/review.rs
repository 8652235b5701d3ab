//! The third step: every row and its outcome.

use leptos::prelude::*;

use super::RecordsImportState;
use super::detail::detail_view;
use super::names::{answers_view, name_view, year_view};
use crate::browser::chinese::findable;
use crate::registers::{Findable, folded, head};
use crate::tables::grid::Address;
use crate::tables::record_outcome::{
    FieldDifference, PlannedRecord, Question, RecordOutcome, RowError, ShownCell,
};
use crate::tables::record_plan::RecordPlan;
use crate::ui::components::{
    DataTable, Empty, FilterChip, Icon, TableCell, TableColumn, TableRow, Toggle,
};
use crate::ui::pages::table_faults::{Correcting, FaultsView, notes_view};
use crate::ui::pages::table_review::{RowReview, refusal};

/// The outcomes in the order in which they want an eye: id, word.
const OUTCOMES: [(&str, &str); 5] = [
    ("refused", "不导入"),
    ("asked", "要确认"),
    ("changed", "修改"),
    ("new", "新增"),
    ("same", "相同"),
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

/// The page stands as long as the step; all in it follows the rows as they are compared anew.
pub(super) fn review_page(import: RecordsImportState) -> AnyView {
    let reviewed = import.reviewed;
    let filters = Signal::derive(move || {
        reviewed.with(|reviewed| {
            let rows = || reviewed.iter().flat_map(|reviewed| &reviewed.plan.rows);
            let chip = |(id, word): (&str, &str)| FilterChip {
                id: id.to_owned(),
                label: word.to_owned(),
                count: Some(rows().filter(|row| outcome_id(&row.outcome) == id).count() as u32),
            };
            OUTCOMES.into_iter().map(chip).collect()
        })
    });
    let taken = Memo::new(move |_| {
        reviewed.with(|reviewed| {
            let rows = reviewed.iter().flat_map(|reviewed| &reviewed.plan.rows);
            rows.filter(|row| row.is_taken()).count()
        })
    });
    let rows = listed(import);
    let title = Signal::derive(move || {
        let open = import.open.get();
        reviewed.with(|reviewed| {
            let found = reviewed.as_ref().and_then(|reviewed| row_of(&reviewed.plan, &open));
            found.map(name_of).unwrap_or_default()
        })
    });
    let detail = move || {
        let reviewed = reviewed.get()?;
        let row = row_of(&reviewed.plan, &import.open.get())?;
        Some(detail_view(import, &reviewed, row))
    };
    let review = RowReview {
        title: import.title(),
        steps: import.steps(2),
        file: import.file,
        back: Callback::new(move |()| {
            import.open.set(String::new());
            import.step_back();
        }),
        taken: taken.into(),
        label: Signal::derive(move || format!("导入 {} {}", taken.get(), import.schema.head.unit)),
        take: Callback::new(move |()| import.take()),
        query: import.query,
        placeholder: "文字或拼音首字母",
        filters,
        shown: import.shown,
        rows,
        open: import.open,
        detail_title: title,
    };
    let detail = move || detail().into_any();
    review.page(above_view(import), detail.into(), Box::new(move || table_view(import, rows)))
}

fn table_view(import: RecordsImportState, rows: Memo<Vec<TableRow>>) -> AnyView {
    let columns = vec![
        TableColumn::text("name", "内容").width(12.0).sortable(),
        TableColumn::text("outcome", "结果").width(5.5).sortable(),
        TableColumn::text("why", "说明").width(22.0).sortable(),
        TableColumn::number("row", "原表行").width(4.5).sortable(),
    ];
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let body = move || {
        if is_empty.get() {
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

pub(super) fn name_of(row: &PlannedRecord) -> String {
    if row.title.is_empty() { format!("第 {} 行", row.row) } else { row.title.clone() }
}

/// The rows that are asked for, those first that want an eye.
fn listed(import: RecordsImportState) -> Memo<Vec<TableRow>> {
    let reviewed = import.reviewed;
    // Made anew with the rows, when something is searched for.
    let index = Memo::new_with_compare(
        move |_| {
            let of = |row: &PlannedRecord| {
                let texts: Vec<String> = row.cells.iter().map(found_words).collect();
                findable(&texts.join("|"))
            };
            reviewed.with(|reviewed| {
                let rows = reviewed.iter().flat_map(|reviewed| &reviewed.plan.rows);
                rows.map(of).collect::<Vec<_>>()
            })
        },
        |_, _| true,
    );
    Memo::new(move |_| {
        let text = folded(&import.query.get());
        let Some(reviewed) = reviewed.get() else { return Vec::new() };
        let is_asked = |row: &PlannedRecord| {
            import.shown.with(|shown| {
                shown.is_empty() || shown.iter().any(|id| id == outcome_id(&row.outcome))
            })
        };
        let is_found = |place: usize| {
            text.is_empty()
                || index.with(|index: &Vec<Findable>| {
                    index.get(place).is_some_and(|one| one.is_found_by(&text))
                })
        };
        let rows = reviewed.plan.rows.iter().enumerate();
        let found = rows.filter(|(place, row)| is_asked(row) && is_found(*place));
        let mut found: Vec<&PlannedRecord> = found.map(|(_, row)| row).collect();
        crate::ordered::sort_by_key(&mut found, |row| severity_rank(row));
        found.into_iter().map(to_row).collect()
    })
}

/// Sort key of a row: refused rows first, then doubtful ones.
fn severity_rank(row: &PlannedRecord) -> usize {
    let id = outcome_id(&row.outcome);
    let is_excluded = matches!(
        &row.outcome,
        RecordOutcome::Refused { reasons } if reasons.as_slice() == [RowError::Excluded]
    );
    let place = OUTCOMES.iter().position(|(known, _)| *known == id);
    place.filter(|_| !is_excluded).unwrap_or(OUTCOMES.len())
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

/// Notices above the rows: faults, questions, records that will be made, remarks.
fn above_view(import: RecordsImportState) -> AnyView {
    let reviewed = import.reviewed;
    let correcting = Correcting {
        correct: Callback::new(move |(at, text): (Address, String)| {
            import.correct(|corrections| corrections.correct(at, &text));
        }),
        map_word: Callback::new(move |(column, written, meant): (usize, String, String)| {
            import.correct(|corrections| corrections.map_word(column, &written, &meant));
        }),
        take_in: Callback::new(move |(row, on): (usize, bool)| {
            import.correct(|corrections| corrections.set_taken_in(row, on));
        }),
        open: Callback::new(move |row: usize| import.open.set(row.to_string())),
    };
    let faults = FaultsView {
        faults: Memo::new(move |_| {
            reviewed.with(|r| r.as_ref().map(|r| r.faults.clone()).unwrap_or_default())
        }),
        before: Memo::new(move |_| {
            let unread = reviewed.with(|r| r.as_ref().map(|r| r.columns.unread()));
            let unread = unread.filter(|unread| !unread.is_empty());
            let words = |unread: Vec<String>| format!("{}没有认出，不会导入", unread.join("、"));
            unread.into_iter().map(words).collect()
        }),
        to_columns: Callback::new(move |()| import.step_back()),
        mapped: Memo::new(move |_| {
            import.corrections.with(|corrections| {
                let words = corrections.words();
                words.map(|(at, from, to)| (at, from.to_owned(), to.to_owned())).collect()
            })
        }),
        aside: Memo::new(move |_| {
            reviewed.with(|r| r.as_ref().map(|r| r.plan.set_aside.clone()).unwrap_or_default())
        }),
        unit: "记录",
        taken_in: Memo::new(move |_| {
            import.corrections.with(|corrections| corrections.taken_in().iter().copied().collect())
        }),
        correcting,
    };
    let asked = move || {
        reviewed.get().map(|reviewed| {
            let plan = &reviewed.plan;
            let questions = plan.general_questions(ASKED_AT_ONCE);
            let questions: Vec<AnyView> =
                questions.iter().filter_map(|question| name_view(import, question)).collect();
            view! {
                {plan.undated().map(|shown| year_view(import, shown))}
                {questions}
                {answers_view(import)}
            }
        })
    };
    let rest = move || {
        let reviewed = reviewed.get()?;
        let plan = &reviewed.plan;
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
        let notes = made.chain(plan.notes.iter().cloned());
        Some(view! {
            {leaves_blank}
            {notes_view(notes.collect())}
        })
    };
    view! {
        {refusal(import.problem)}
        {asked}
        {faults.view()}
        {rest}
    }
    .into_any()
}
