//! The third step: every row and its outcome, with faults and doubts above.

use leptos::prelude::*;

use super::departments::departments_view;
use super::outcomes::{OUTCOMES, outcome_id, outcome_word};
use super::{ReviewedRoster, RosterImportState, detail::detail_view};
use crate::app::CheckedRoster;
use crate::browser::chinese::findable;
use crate::ledger::RecordId;
use crate::registers::{BRANCH, DEPARTMENT, Findable, GROUP, folded, title};
use crate::tables::branch_names::BranchQuestion;
use crate::tables::columns::ColumnMap;
use crate::tables::grid::Address;
use crate::tables::roster_fields;
use crate::tables::roster_plan::{PlannedRow, RowOutcome};
use crate::ui::components::{
    Choice, DataTable, Empty, Field, FilterChip, Icon, Opt, TableCell, TableColumn, TableRow,
    Toggle,
};
use crate::ui::pages::table_faults::{Correcting, FaultsView, notes_view};
use crate::ui::pages::table_review::{RowReview, refusal};

/// The filter for rows with a cell that may not say what was meant.
const DOUBTFUL: &str = "doubtful";
/// The filter for rows that the user excludes.
const EXCLUDED: &str = "left";

fn is_doubtful(planned: &PlannedRow) -> bool {
    !planned.row.is_excluded()
        && planned.row.problems.iter().any(|problem| problem.kind.is_doubtful())
}

/// The id of a row's outcome, as the filters have it.
fn filter_id(planned: &PlannedRow) -> &'static str {
    if planned.row.is_excluded() { EXCLUDED } else { outcome_id(&planned.outcome) }
}

/// The page stands as long as the step; all in it follows the rows as they are compared anew.
pub(super) fn review_page(import: RosterImportState) -> AnyView {
    let reviewed = import.reviewed;
    let taken = Memo::new(move |_| {
        reviewed.with(|reviewed| {
            let rows = reviewed.checked.plan.rows.iter();
            rows.filter(|row| ["new", "changed"].contains(&outcome_id(&row.outcome))).count()
        })
    });
    let filters = Signal::derive(move || reviewed.with(|reviewed| filters(reviewed)));
    let query = RwSignal::new(String::new());
    let shown = RwSignal::new(Vec::<String>::new());
    let rows = listed(import, query, shown);
    let columns = vec![
        TableColumn::text("name", "姓名").width(7.5).sortable(),
        TableColumn::text("outcome", "结果").width(5.5).sortable(),
        TableColumn::text("why", "说明").width(18.0).sortable(),
        TableColumn::text("branch", "支部").width(9.0).sortable(),
        TableColumn::text("department", "科室").width(8.0).sortable(),
        TableColumn::text("number", "工号").width(6.0).sortable(),
        TableColumn::number("row", "原表行").width(4.5).sortable(),
    ];
    let title = Signal::derive(move || {
        let open = import.open.get();
        reviewed.with(|reviewed| {
            let found = row_of(reviewed, &open).and_then(|row| row.row.get("name"));
            found.unwrap_or("没有姓名的一行").to_owned()
        })
    });
    let detail = move || {
        let reviewed = reviewed.get();
        row_of(&reviewed, &import.open.get())
            .map(|row| detail_view(import, &reviewed, row))
            .into_any()
    };
    let review = RowReview {
        title: "花名册导入".to_owned(),
        steps: import.steps(2),
        file: import.file,
        back: Callback::new(move |()| {
            import.open.set(String::new());
            import.step_back();
        }),
        taken: taken.into(),
        label: Signal::derive(move || format!("导入 {} 名", taken.get())),
        take: Callback::new(move |()| import.take()),
        query,
        placeholder: "姓名、工号、支部",
        filters,
        shown,
        rows,
        open: import.open,
        detail_title: title,
    };
    review.page(
        above_view(import),
        detail.into(),
        Box::new(move || table_view(import, columns, rows)),
    )
}

fn filters(reviewed: &ReviewedRoster) -> Vec<FilterChip> {
    let rows = || reviewed.checked.plan.rows.iter();
    let chip = |id: &str, word: &str, count: usize| FilterChip {
        id: id.to_owned(),
        label: word.to_owned(),
        count: Some(count as u32),
    };
    let of = |(id, word): (&str, &str)| {
        chip(id, word, rows().filter(|row| filter_id(row) == id).count())
    };
    let doubtful = rows().filter(|row| is_doubtful(row)).count();
    let excluded = rows().filter(|row| row.row.is_excluded()).count();
    let more = [(DOUBTFUL, "存疑", doubtful), (EXCLUDED, "您去掉的", excluded)];
    let more = more.into_iter().filter(|(_, _, count)| *count > 0);
    OUTCOMES.into_iter().map(of).chain(more.map(|(id, word, n)| chip(id, word, n))).collect()
}

fn table_view(
    import: RosterImportState,
    columns: Vec<TableColumn>,
    rows: Memo<Vec<TableRow>>,
) -> AnyView {
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let body = move || {
        if is_empty.get() {
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

fn row_of<'a>(reviewed: &'a ReviewedRoster, id: &str) -> Option<&'a PlannedRow> {
    let rows = &reviewed.checked.plan.rows;
    rows.iter().find(|row| row.row.address().to_string() == id)
}

/// The rows that are asked for, those first that want an eye.
fn listed(
    import: RosterImportState,
    query: RwSignal<String>,
    shown: RwSignal<Vec<String>>,
) -> Memo<Vec<TableRow>> {
    let reviewed = import.reviewed;
    // Made anew with the rows, when something is searched for.
    let index = Memo::new_with_compare(
        move |_| {
            let of = |planned: &PlannedRow| {
                let fields = ["name", "staff_number", "branch", "department"];
                findable(&fields.map(|field| planned.row.get(field).unwrap_or("")).join("|"))
            };
            reviewed.with(|reviewed| reviewed.checked.plan.rows.iter().map(of).collect::<Vec<_>>())
        },
        |_, _| true,
    );
    Memo::new(move |_| {
        let text = folded(&query.get());
        let reviewed = reviewed.get();
        let asked = |planned: &PlannedRow| {
            shown.with(|shown| {
                shown.is_empty()
                    || shown.iter().any(|id| {
                        id == filter_id(planned) || id == DOUBTFUL && is_doubtful(planned)
                    })
            })
        };
        let rows = reviewed.checked.plan.rows.iter().enumerate();
        let is_found = |place: usize| {
            text.is_empty()
                || index.with(|index: &Vec<Findable>| {
                    index.get(place).is_some_and(|one| one.is_found_by(&text))
                })
        };
        let found = rows.filter(|(place, planned)| asked(planned) && is_found(*place));
        let mut found: Vec<&PlannedRow> = found.map(|(_, planned)| planned).collect();
        crate::ordered::sort_by_key(&mut found, |planned| severity_rank(planned));
        found.into_iter().map(to_row).collect()
    })
}

/// Sort key of a row: refused rows first, then doubtful ones.
fn severity_rank(planned: &PlannedRow) -> usize {
    let id = filter_id(planned);
    match OUTCOMES.iter().position(|(known, _)| *known == id) {
        Some(0) => 0,
        _ if is_doubtful(planned) => 1,
        Some(place) => place + 1,
        None => OUTCOMES.len() + 1,
    }
}

/// A row of the list, known by the cell that names it: rosters side by side share their rows.
fn to_row(planned: &PlannedRow) -> TableRow {
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
            let told = TableCell::new(text.clone()).title(text);
            if row.is_excluded() {
                (TableCell::muted(word), told)
            } else {
                (TableCell::warn(word), told)
            }
        }
    };
    let name = if get("name").is_empty() { "（没有姓名）".to_owned() } else { get("name") };
    TableRow::new(
        row.address().to_string(),
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

/// Notices above the rows: faults, questions, records that will be made, remarks.
fn above_view(import: RosterImportState) -> AnyView {
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
        open: Callback::new(move |row: usize| {
            let id = reviewed.with_untracked(|reviewed| {
                let found = reviewed.checked.plan.rows.iter().find(|one| one.row.row == row);
                found.map(|one| one.row.address().to_string())
            });
            import.open.set(id.unwrap_or_default());
        }),
    };
    let faults = FaultsView {
        faults: Memo::new(move |_| reviewed.with(|reviewed| reviewed.faults.clone())),
        before: Memo::new(move |_| {
            let unread =
                reviewed.with(|r| r.map.as_ref().map(ColumnMap::unread).unwrap_or_default());
            if unread.is_empty() { Vec::new() } else { vec![unread_words(&unread)] }
        }),
        to_columns: Callback::new(move |()| import.step_back()),
        mapped: Memo::new(move |_| {
            import.corrections.with(|corrections| {
                let words = corrections.words();
                words.map(|(at, from, to)| (at, from.to_owned(), to.to_owned())).collect()
            })
        }),
        aside: Memo::new(move |_| reviewed.with(|r| r.checked.plan.set_aside.clone())),
        unit: "党员",
        taken_in: Memo::new(move |_| {
            import.corrections.with(|corrections| corrections.taken_in().iter().copied().collect())
        }),
        correcting,
    };
    let rest = move || {
        let reviewed = reviewed.get();
        let checked = &reviewed.checked;
        let is_refused = |row: &PlannedRow| {
            matches!(row.outcome, RowOutcome::Refused { .. }) && !row.row.is_excluded()
        };
        let refused = checked.plan.rows.iter().any(is_refused);
        let leave_out = (refused || import.leave_out.get_untracked()).then(|| {
            view! {
                <Toggle
                    label="有错的格空着，其余照常导入"
                    value=import.leave_out
                    on_change=move |on| {
                        import.leave_out.set(on);
                        import.answered();
                    }
                />
            }
        });
        let notes = made(import, checked).into_iter().chain(checked.plan.notes.iter().cloned());
        view! {
            {questions_view(import, checked)}
            {erased_view(import, checked)}
            {leave_out}
            {notes_view(notes.collect())}
        }
    };
    view! {
        {refusal(import.problem)}
        {move || reviewed.with(|reviewed| departments_view(import, reviewed))}
        {faults.view()}
        {rest}
    }
    .into_any()
}

/// What is said of columns that nobody recognised.
fn unread_words(unread: &[String]) -> String {
    format!("{}没有认出，不会导入", unread.join("、"))
}

/// What is made on the way.
fn made(import: RosterImportState, checked: &CheckedRoster) -> Vec<String> {
    let made = [(&BRANCH, "支部"), (&DEPARTMENT, "科室"), (&GROUP, "党小组")];
    let told = made.into_iter().filter_map(|(register, word)| {
        let of = checked.created.iter().filter(|new| new.register == register.name);
        let names: Vec<String> = of
            .map(|new| match &new.branch {
                Some(branch) => format!("{}{}", branch_name(import, branch), new.name),
                None => also_written(checked, &new.name),
            })
            .collect();
        let count = names.len();
        (count > 0).then(|| format!("将新建 {count} 个{word}：{}", names.join("、")))
    });
    told.collect()
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
                            import.answered();
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
                            import.answered();
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
