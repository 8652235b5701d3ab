//! The third step: every row and its outcome.

use std::sync::Arc;

use leptos::prelude::*;

use super::outcomes::{OUTCOMES, outcome_id, outcome_word};
use super::{RosterImportState, RosterStage, detail::detail_view};
use crate::app::CheckedRoster;
use crate::browser::chinese::findable;
use crate::ledger::RecordId;
use crate::registers::{BRANCH, DEPARTMENT, Findable, GROUP, folded, title};
use crate::tables::branch_names::BranchQuestion;
use crate::tables::roster_fields;
use crate::tables::roster_plan::{PlannedRow, RowOutcome};
use crate::ui::components::{
    Choice, DataTable, Empty, Field, FilterChip, Icon, Opt, TableCell, TableColumn, TableRow,
    Toggle,
};
use crate::ui::pages::table_review::{RowReview, refusal};

/// The filter for rows with a cell that may not say what was meant.
const DOUBTFUL: &str = "doubtful";

fn is_doubtful(planned: &PlannedRow) -> bool {
    planned.row.problems.iter().any(|problem| problem.kind.is_doubtful())
}

pub(super) fn review_page(import: RosterImportState) -> AnyView {
    let checked = import.checked.get_untracked();
    let count = |id: &str| {
        let rows = checked.plan.rows.iter();
        rows.filter(|row| outcome_id(&row.outcome) == id).count()
    };
    let counts = OUTCOMES.map(|(id, _)| count(id));
    let taken = counts[0] + counts[1];
    let refused = counts[3];
    let filters: Vec<FilterChip> = OUTCOMES
        .iter()
        .zip(counts)
        .map(|((id, word), count)| FilterChip {
            id: (*id).to_owned(),
            label: (*word).to_owned(),
            count: Some(count as u32),
        })
        .collect();
    let doubtful = checked.plan.rows.iter().filter(|row| is_doubtful(row)).count();
    let doubtful = (doubtful > 0).then(|| FilterChip {
        id: DOUBTFUL.to_owned(),
        label: "存疑".to_owned(),
        count: Some(doubtful as u32),
    });
    let filters: Vec<FilterChip> = filters.into_iter().chain(doubtful).collect();
    let query = RwSignal::new(String::new());
    let shown = RwSignal::new(Vec::<String>::new());
    let rows = listed(checked.clone(), query, shown);
    let columns = vec![
        TableColumn::text("name", "姓名").width(7.5).sortable(),
        TableColumn::text("outcome", "结果").width(5.5).sortable(),
        TableColumn::text("why", "说明").width(18.0).sortable(),
        TableColumn::text("branch", "支部").width(9.0).sortable(),
        TableColumn::text("department", "科室").width(8.0).sortable(),
        TableColumn::text("number", "工号").width(6.0).sortable(),
        TableColumn::number("row", "原表行").width(4.5).sortable(),
    ];
    let title = {
        let checked = checked.clone();
        Signal::derive(move || {
            let found = row_of(&checked, &import.open.get());
            found.and_then(|row| row.row.get("name")).unwrap_or("没有姓名的一行").to_owned()
        })
    };
    let detail = {
        let checked = checked.clone();
        move || row_of(&checked, &import.open.get()).map(detail_view).into_any()
    };
    let review = RowReview {
        title: "花名册导入".to_owned(),
        file: import.file,
        back: Callback::new(move |()| import.stage.set(RosterStage::Columns)),
        taken,
        label: format!("导入 {taken} 名"),
        take: Callback::new(move |()| import.take()),
        query,
        placeholder: "姓名、工号、支部",
        filters,
        shown,
        rows,
        open: import.open,
        detail_title: title,
    };
    let above = above_view(import, &checked, refused);
    review.page(above, detail.into(), Box::new(move || table_view(import, columns, rows)))
}

fn table_view(
    import: RosterImportState,
    columns: Vec<TableColumn>,
    rows: Memo<Vec<TableRow>>,
) -> AnyView {
    let body = move || {
        if rows.with(Vec::is_empty) {
            view! { <Empty title="没有这样的行" icon=Icon::Search/> }.into_any()
        } else {
            view! {
                <DataTable
                    label="名册各行"
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
    view! { {body} }.into_any()
}

fn row_of<'a>(checked: &'a CheckedRoster, id: &str) -> Option<&'a PlannedRow> {
    checked.plan.rows.get(id.parse::<usize>().ok()?)
}

/// The rows that are asked for.
fn listed(
    checked: Arc<CheckedRoster>,
    query: RwSignal<String>,
    shown: RwSignal<Vec<String>>,
) -> Memo<Vec<TableRow>> {
    let words = checked.clone();
    // Made once, when something is first searched for.
    let index = Memo::new_with_compare(
        move |_| {
            let of = |planned: &PlannedRow| {
                let fields = ["name", "staff_number", "branch", "department"];
                findable(&fields.map(|field| planned.row.get(field).unwrap_or("")).join("|"))
            };
            words.plan.rows.iter().map(of).collect::<Vec<_>>()
        },
        |_, _| true,
    );
    Memo::new(move |_| {
        let text = folded(&query.get());
        let rows = checked.plan.rows.iter().enumerate().filter(|(place, planned)| {
            let asked = shown.with(|shown| {
                shown.is_empty()
                    || shown.iter().any(|id| {
                        id == outcome_id(&planned.outcome) || id == DOUBTFUL && is_doubtful(planned)
                    })
            });
            let is_found = |index: &Vec<Findable>| index[*place].is_found_by(&text);
            asked && (text.is_empty() || index.with(is_found))
        });
        rows.map(|(at, planned)| to_row(at, planned)).collect()
    })
}

/// A row of the list; it is known by its place, as rosters side by side share their rows.
fn to_row(at: usize, planned: &PlannedRow) -> TableRow {
    let row = &planned.row;
    let get = |field: &str| row.get(field).unwrap_or("").to_owned();
    let word = outcome_word(&planned.outcome);
    let (outcome, why) = match &planned.outcome {
        RowOutcome::New => (TableCell::strong(word), TableCell::muted(hints(planned))),
        RowOutcome::Same { .. } => (TableCell::muted(word), TableCell::muted(hints(planned))),
        RowOutcome::Changed { differences, .. } => {
            let changed = differences.iter().filter_map(|one| roster_fields::by_name(one.field));
            let changed: Vec<&str> = changed.map(|field| field.label).collect();
            let hints = hints(planned);
            let told = [changed.join("、"), hints].into_iter().filter(|text| !text.is_empty());
            (TableCell::strong(word), TableCell::new(told.collect::<Vec<_>>().join("；")))
        }
        RowOutcome::Refused { reasons } => {
            let text = reasons.join("；");
            (TableCell::warn(word), TableCell::new(text.clone()).title(text))
        }
    };
    let name = if get("name").is_empty() { "（没有姓名）".to_owned() } else { get("name") };
    TableRow::new(
        at.to_string(),
        vec![
            TableCell::new(name),
            outcome,
            why,
            TableCell::new(get("branch")),
            TableCell::new(get("department")),
            TableCell::new(get("staff_number")),
            TableCell::muted(row.row.to_string()),
        ],
    )
}

/// What is worth a look without keeping the row out.
fn hints(planned: &PlannedRow) -> String {
    let hints: Vec<String> = planned.row.problems.iter().map(ToString::to_string).collect();
    hints.join("；")
}

/// What comes with the rows: what went wrong, what is made, what else to know.
fn above_view(import: RosterImportState, checked: &CheckedRoster, refused: usize) -> AnyView {
    let made: Vec<AnyView> = [(&BRANCH, "支部"), (&DEPARTMENT, "科室"), (&GROUP, "党小组")]
        .into_iter()
        .filter_map(|(register, word)| {
            let names: Vec<String> = checked
                .created
                .iter()
                .filter(|new| new.register == register.name)
                .map(|new| match &new.branch {
                    Some(branch) => format!("{}{}", branch_name(import, branch), new.name),
                    None => also_written(checked, &new.name),
                })
                .collect();
            let count = names.len();
            (count > 0).then(|| {
                view! {
                    <p>{format!("将新建 {count} 个{word}：{}", names.join("、"))}</p>
                }
                .into_any()
            })
        })
        .collect();
    let notes: Vec<AnyView> =
        checked.plan.notes.iter().map(|note| view! { <p>{note.clone()}</p> }.into_any()).collect();
    let more = made.len() + notes.len();
    let leave_out = (refused > 0 || import.leave_out.get_untracked()).then(|| {
        view! {
            <Toggle
                label="有错的格空着，其余照常导入"
                value=import.leave_out
                on_change=move |on| {
                    import.leave_out.set(on);
                    import.check();
                }
            />
        }
    });
    let questions = questions_view(import, checked);
    let erased = erased_view(import, checked);
    view! {
        {refusal(import.problem)}
        <div class="pad import-above">
            {questions}
            {erased}
            {leave_out}
            {(more > 0).then(|| view! {
                <details class="import-notes" open=more <= 3>
                    <summary>{format!("另有 {more} 点说明")}</summary>
                    <div class="import-notes-body">{made}{notes}</div>
                </details>
            })}
        </div>
    }
    .into_any()
}

/// Whether branches of the file are ones of another name: asked, never assumed.
fn questions_view(import: RosterImportState, checked: &CheckedRoster) -> Vec<AnyView> {
    let answered = import.same_branches.get_untracked();
    let mut asked: Vec<BranchQuestion> = checked.plan.questions.clone();
    asked.sort_by(|one, other| one.key.cmp(&other.key));
    asked
        .into_iter()
        .map(|BranchQuestion { key, written, other }| {
            let options = vec![
                Opt::new("same", format!("是，归入“{other}”")),
                Opt::new("other", format!("不是，“{written}”另建")),
            ];
            let value = match answered.get(&key) {
                Some(true) => "same",
                Some(false) => "other",
                None => "",
            };
            view! {
                <Field label=format!("“{written}”是不是“{other}”")>
                    <Choice
                        options=Signal::stored(options)
                        value=Signal::stored(value.to_owned())
                        on_change=move |answer: String| {
                            import.same_branches.update(|answers| {
                                answers.insert(key.clone(), answer == "same");
                            });
                            import.check();
                        }
                    />
                </Field>
            }
            .into_any()
        })
        .collect()
}

/// Whether rows are of people whose data is erased: asked, and left out until it is answered.
fn erased_view(import: RosterImportState, checked: &CheckedRoster) -> Vec<AnyView> {
    let answered = import.someone_else.get_untracked();
    let asked = checked.plan.may_be_erased.iter().cloned();
    asked
        .map(|(row, name)| {
            let options = vec![Opt::new("same", "是，不导入"), Opt::new("other", "不是，照常导入")];
            let value = match answered.get(&row) {
                Some(true) => "other",
                Some(false) => "same",
                None => "",
            };
            view! {
                <Field
                    label=format!("第 {row} 行的“{name}”是不是已依法删除的那个人")
                    help="姓名和出生年月与已依法删除的一名党员相同"
                >
                    <Choice
                        options=Signal::stored(options)
                        value=Signal::stored(value.to_owned())
                        on_change=move |answer: String| {
                            import.someone_else.update(|answers| {
                                answers.insert(row, answer == "other");
                            });
                            import.check();
                        }
                    />
                </Field>
            }
            .into_any()
        })
        .collect()
}

/// The name of a branch, which may be one that is still to be made.
fn branch_name(import: RosterImportState, branch: &RecordId) -> String {
    import.session.with_ledger_untracked(|ledger| match (ledger.record(branch), branch.key()) {
        (None, Some(name)) => name.to_owned(),
        _ => title(ledger, branch),
    })
}

/// A branch with the other spellings that are taken for it.
fn also_written(checked: &CheckedRoster, name: &str) -> String {
    let group = checked.plan.new_branches.iter().find(|group| group.name == name);
    match group.map(|group| &group.also_written).filter(|others| !others.is_empty()) {
        Some(others) => format!("{name}（也写作{}）", others.join("、")),
        None => name.to_owned(),
    }
}
