//! A register filled in as a table of one month: records × figures, each saved as its cell is left.

mod cells;
mod review;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element};

use crate::app::routes::{RegisterRoute, Route};
use crate::app::{
    FillPlan, IMPORT, Location, Session, SidePage, draft_of, fill_matrix, keep_draft, plan_fill,
    side_page, today,
};
use crate::ledger::{Month, RecordId, Value};
use crate::registers::{Matrix, MatrixRow, MatrixTexts, schema};
use crate::ui::components::{
    Empty, Icon, LinkButton, MonthInput, Notice, Page, ToastHandle, use_toasts,
};
use crate::ui::undoing::offer_undo;
use crate::ui::words::usual_month;

/// A cell: month, record of the row, place of the column.
type CellKey = (Month, RecordId, usize);

/// What was typed and is not saved, by cell.
type Typed = BTreeMap<CellKey, String>;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct FillState {
    session: Session,
    toasts: ToastHandle,
    matrix: StoredValue<Matrix>,
    month: Memo<Month>,
    rows: Memo<Vec<MatrixRow>>,
    /// The rows that are shown; `None`: all. Those that had no figure when one asked for them stay.
    only: RwSignal<Option<BTreeSet<RecordId>>>,
    typed: RwSignal<Typed>,
    faults: RwSignal<Typed>,
    /// What was pasted and is looked at.
    plan: RwSignal<Option<FillPlan>>,
}

/// The page of all rows.
pub fn fill_month_page(register: &'static str) -> AnyView {
    fill_page(register, false)
}

/// The page of what a month lacks, to which its warning leads.
pub fn fill_lacking_page(register: &'static str) -> AnyView {
    fill_page(register, true)
}

fn fill_page(register: &'static str, is_lacking: bool) -> AnyView {
    let Some(matrix) = schema(register).and_then(Matrix::of) else {
        return view! { <Page title="没有这本台账"><Empty title="没有这本台账" /></Page> }
            .into_any();
    };
    let (session, place) = (expect_context::<Session>(), expect_context::<Location>());
    let head = matrix.schema.head;
    // As the page is left it stays what it was: what follows it is disposed already.
    let month = Memo::new(move |was: Option<&Month>| match place.route() {
        Route::Side(_, SidePage::FillMonth | SidePage::FillLacking, month) => {
            month.unwrap_or_else(|| usual_month(today()))
        }
        _ => was.copied().unwrap_or_else(|| usual_month(today())),
    });
    let matrix = StoredValue::new(matrix);
    let rows = Memo::new(move |_| {
        let month = month.get();
        session.with_ledger(|ledger| matrix.with_value(|m| m.rows(ledger, month, month.last_day())))
    });
    let kept = matrix.with_value(|matrix| kept(session, matrix));
    let state = FillState {
        session,
        toasts: use_toasts(),
        matrix,
        month,
        rows,
        only: RwSignal::new(None),
        typed: RwSignal::new(kept),
        faults: RwSignal::default(),
        plan: RwSignal::new(None),
    };
    if is_lacking {
        state.show_blank(true);
    }
    let handle = window_event_listener(leptos::ev::paste, move |event| state.pasted(&event));
    on_cleanup(move || handle.remove());
    let of_month = move |month: Month| {
        let page = side_page(head, SidePage::FillMonth.entry().name);
        page.map(|page| Route::Side(head.name, page, Some(month)))
    };
    let go = move |text: String| {
        if let Some(route) = text.parse().ok().and_then(of_month) {
            state.only.set(None);
            place.go_instead(&route);
        }
    };
    let import = move || {
        side_page(head, IMPORT).map(|page| {
            let href = Route::Side(head.name, page, Some(month.get())).href();
            view! { <LinkButton label="从表格导入" href icon=Icon::Import/> }
        })
    };
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let body = move || if is_empty.get() { nothing(state) } else { cells::table(state) };
    let to_come = move || {
        (month.get() > Month::of(today())).then(|| {
            let text = "填了也会存下，到那个月才用得上。请核对月份。";
            view! { <Notice title="这个月还没有到" text/> }
        })
    };
    view! {
        <Page
            title=head.label
            crumbs=Signal::derive(move || vec![month.get().label()])
            back=Route::list(head).href()
            controls=move || view! {
                <div class="month-controls">
                    <MonthInput value=Signal::derive(move || month.get().to_string()) on_change=go/>
                    {import}
                </div>
            }
        >
            <div class="fill-month">{to_come}{body}</div>
            {review::review_dialog(state)}
        </Page>
    }
    .into_any()
}

impl FillState {
    /// Shows only the rows that have no figure now or hold what is not saved, or all again.
    fn show_blank(self, on: bool) {
        let month = self.month.get_untracked();
        let ids = |rows: &Vec<MatrixRow>| {
            let blank = rows.iter().filter(|row| {
                let is_typed = |typed: &Typed| {
                    typed.keys().any(|(of, subject, _)| *of == month && *subject == row.subject)
                };
                row.is_blank() || self.typed.with_untracked(is_typed)
            });
            blank.map(|row| row.subject.clone()).collect::<BTreeSet<_>>()
        };
        self.only.set(on.then(|| self.rows.with_untracked(ids)));
    }
}

/// Nothing to fill in for: the first step.
fn nothing(state: FillState) -> AnyView {
    let subjects = state.matrix.with_value(|matrix| matrix.subjects);
    let label = subjects.head.label;
    let new = Route::Register(subjects.head.name, RegisterRoute::New).href();
    view! {
        <Empty
            title=format!("还没有{label}")
            text=subjects.about
            action=move || view! { <LinkButton label=format!("新增{label}") href=new.clone() icon=Icon::Plus/> }
        />
    }
    .into_any()
}

/// The name of the draft of a register's table.
fn draft_name(matrix: &Matrix) -> String {
    format!("fill/{}", matrix.schema.head.name)
}

/// What was typed into a register's table before and is not saved: each cell is called by its month, its
/// column and its record.
fn kept(session: Session, matrix: &Matrix) -> Typed {
    let cell = |name: &str| -> Option<CellKey> {
        let mut parts = name.splitn(3, ' ');
        let (month, column, subject) = (parts.next()?, parts.next()?, parts.next()?);
        let column = matrix.columns.iter().position(|field| field.name == column)?;
        Some((month.parse().ok()?, subject.parse().ok()?, column))
    };
    let draft = draft_of(session, &draft_name(matrix));
    let Some(Value::Group(cells)) = draft.map(|draft| draft.content) else { return Typed::new() };
    let read = |(name, text): (&Arc<str>, &Value)| Some((cell(name)?, text.as_text()?.to_owned()));
    cells.iter().filter_map(read).collect()
}

impl FillState {
    fn row(self, subject: &RecordId) -> Option<MatrixRow> {
        self.rows.with(|rows| rows.iter().find(|row| row.subject == *subject).cloned())
    }

    /// The rows as they are shown.
    fn shown(self) -> Vec<MatrixRow> {
        let mut rows = self.rows.get();
        self.only.with(|only| {
            if let Some(only) = only {
                rows.retain(|row| only.contains(&row.subject));
            }
        });
        rows
    }

    fn key(self, subject: &RecordId, column: usize) -> CellKey {
        (self.month.get(), subject.clone(), column)
    }

    /// What a cell shows: what was typed, else what is stored.
    fn text(self, subject: &RecordId, column: usize) -> String {
        let typed = self.typed.with(|typed| typed.get(&self.key(subject, column)).cloned());
        typed.unwrap_or_else(|| {
            let stored = |row: MatrixRow| row.texts.into_iter().nth(column);
            self.row(subject).and_then(stored).unwrap_or_default()
        })
    }

    fn type_in(self, subject: &RecordId, column: usize, text: String) {
        let key = untrack(|| self.key(subject, column));
        self.typed.update(|typed| drop(typed.insert(key, text)));
        self.remember();
    }

    /// Lets what was typed into a cell go: what is stored shows again.
    fn forget(self, subject: &RecordId, column: usize) {
        let key = untrack(|| self.key(subject, column));
        self.faults.update(|faults| drop(faults.remove(&key)));
        self.typed.update(|typed| drop(typed.remove(&key)));
        self.remember();
    }

    fn remember(self) {
        self.matrix.with_value(|matrix| {
            let typed = self.typed.get_untracked();
            let cells: Vec<(String, Value)> = typed
                .iter()
                .filter_map(|((month, subject, column), text)| {
                    let column = matrix.columns.get(*column)?.name;
                    Some((format!("{month} {column} {subject}"), text.as_str().into()))
                })
                .collect();
            let content = (!cells.is_empty()).then(|| {
                Value::group(cells.iter().map(|(name, text)| (name.as_str(), text.clone())))
            });
            keep_draft(self.session, &draft_name(matrix), matrix.schema.head.label, content);
        });
    }

    /// Saves what was typed into a row, as one of its cells is left. What the register does not take
    /// stays in the cells, with what is wrong beside.
    fn save(self, subject: &RecordId) {
        let Some(row) = untrack(|| self.row(subject)) else { return };
        let month = self.month.get_untracked();
        let of_row = |key: &CellKey| key.0 == month && key.1 == *subject;
        let typed: Vec<(usize, String)> = self.typed.with_untracked(|typed| {
            let own = typed.iter().filter(|(key, _)| of_row(key));
            own.map(|(key, text)| (key.2, text.clone())).collect()
        });
        if typed.is_empty() {
            return;
        }
        let outcome = self.matrix.with_value(|matrix| {
            let named =
                |(column, text): (usize, String)| Some((matrix.columns.get(column)?.name, text));
            let texts: MatrixTexts = typed.into_iter().filter_map(named).collect();
            fill_matrix(self.session, matrix, month, &[(&row, texts)])
        });
        let mut found = Typed::new();
        if let Err(wrong) = outcome {
            for problem in wrong.into_iter().flat_map(|(_, problems)| problems) {
                let column = self.matrix.with_value(|matrix| {
                    matrix.columns.iter().position(|field| field.name == problem.field)
                });
                found.insert((month, subject.clone(), column.unwrap_or(0)), problem.text);
            }
        }
        if found.is_empty() {
            self.typed.update(|typed| typed.retain(|key, _| !of_row(key)));
        }
        self.faults.update(|faults| {
            faults.retain(|key, _| !of_row(key));
            faults.extend(found);
        });
        self.remember();
    }

    /// Takes a paste of several cells to the review; a single value goes into its input.
    fn pasted(self, event: &ClipboardEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let cell = target.as_ref().and_then(|it| it.closest("[data-column]").ok().flatten());
        let is_elsewhere = target.is_some_and(|it| it.matches("input, textarea").unwrap_or(false));
        if cell.is_none() && is_elsewhere || self.plan.with_untracked(Option::is_some) {
            return;
        }
        let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
        let text = text.unwrap_or_default();
        let is_single = !text.trim_end_matches(['\r', '\n']).contains(['\t', '\n', '\r']);
        if is_single && (cell.is_some() || text.trim().is_empty()) {
            return;
        }
        event.prevent_default();
        let at = cell.map_or((0, 0), |cell| place_of(&cell));
        let rows = untrack(|| self.shown());
        let month = self.month.get_untracked();
        let plan = self
            .matrix
            .with_value(|matrix| plan_fill(self.session, matrix, month, rows, &text, at));
        match plan {
            Ok(plan) => self.plan.set(Some(plan)),
            Err(problem) => self.toasts.say(problem.to_string()),
        }
    }

    /// Writes what was looked at.
    fn take(self) {
        let Some(plan) = self.plan.get_untracked() else { return };
        let month = self.month.get_untracked();
        let written = self.matrix.with_value(|matrix| {
            let changes = plan.paste.changes(matrix);
            let count: usize = changes.iter().map(|(_, texts)| texts.len()).sum();
            let cells: Vec<_> =
                changes.into_iter().map(|(row, texts)| (&plan.rows[row], texts)).collect();
            fill_matrix(self.session, matrix, month, &cells).map(|_| count)
        });
        self.plan.set(None);
        match written {
            Ok(count) => {
                let pasted: BTreeSet<CellKey> = plan
                    .paste
                    .cells
                    .iter()
                    .map(|cell| (month, plan.rows[cell.row].subject.clone(), cell.column))
                    .collect();
                let is_left = |key: &CellKey| !pasted.contains(key);
                self.typed.update(|typed| typed.retain(|key, _| is_left(key)));
                self.faults.update(|faults| faults.retain(|key, _| is_left(key)));
                self.remember();
                offer_undo(self.session, self.toasts, format!("已写入 {count} 格"));
            }
            Err(wrong) => {
                let first = wrong.into_iter().flat_map(|(_, problems)| problems).next();
                let text = first.map(|problem| problem.text).unwrap_or_default();
                self.toasts.say(format!("没有写入：{text}"));
            }
        }
    }
}

/// The place of a cell on the page: row and column.
fn place_of(cell: &Element) -> (usize, usize) {
    let column = cell.get_attribute("data-column").and_then(|text| text.parse().ok());
    let mut row = 0;
    let mut before = cell.closest("tr").ok().flatten();
    while let Some(earlier) = before.and_then(|row| row.previous_element_sibling()) {
        row += 1;
        before = Some(earlier);
    }
    (row, column.unwrap_or(0))
}
