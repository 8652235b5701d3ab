//! 从表格导入 into any register: a file or pasted cells, the columns, every row shown, and then one
//! edit.

mod columns;
mod constants;
mod detail;
mod done;
mod file;
mod names;
mod review;
mod taking;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::routes::Route;
use crate::app::{Location, Session, plan_records, read_table_file, today};
use crate::browser::page;
use crate::ledger::{Month, parse_day};
use crate::registers::{Kind, Schema, schema};
use crate::tables::columns::{Meaning, meanings};
use crate::tables::corrections::Corrections;
use crate::tables::grid::{Grid, NamedGrid};
use crate::tables::record_columns::RecordColumns;
use crate::tables::record_names::RecordNames;
use crate::tables::record_outcome::{ImportOptions, NameAnswer, RowAnswer, UnclearName};
use crate::tables::record_parts::RecordPart;
use crate::tables::record_plan::RecordPlan;
use crate::tables::record_rows::SourceTable;
use crate::tables::record_years::AssumedYear;
use crate::tables::review_faults::ReviewFaults;
use crate::ui::components::{Empty, Page};
use crate::ui::pages::import_done::ImportDone;
use crate::ui::pages::table_columns::ChosenSheet;
use crate::ui::pages::table_review::{go_back_by_steps, import_steps, waiting_page};
use crate::ui::words::usual_month;

/// How far one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RecordsStage {
    /// A file is still to be chosen.
    File,
    /// It is being read.
    Reading,
    /// Its columns are shown.
    Columns,
    /// Its rows are compared.
    Checking,
    /// Every row is shown.
    Review,
    /// It is being taken.
    Taking,
    /// It was taken.
    Done,
}

/// All that a comparison goes by but the ledger: where anything of it changes, the rows are to be
/// compared anew.
#[derive(PartialEq)]
struct RecordAnswers {
    meanings: Option<BTreeMap<usize, Meaning<RecordPart>>>,
    heading_rows: Option<Range<usize>>,
    year: AssumedYear,
    corrections: Corrections,
    options: ImportOptions,
}

/// A table whose rows were compared.
struct ReviewedTable {
    plan: RecordPlan,
    /// What it was compared by.
    answers: RecordAnswers,
    /// The table as it was corrected.
    grid: Grid,
    columns: RecordColumns,
    faults: ReviewFaults,
}

/// All that the parts of the page share.
#[derive(Clone, Copy)]
struct RecordsImportState {
    session: Session,
    schema: &'static Schema,
    stage: RwSignal<RecordsStage>,
    problem: RwSignal<String>,
    file: RwSignal<String>,
    chosen: ChosenSheet,
    columns: RwSignal<Option<RecordColumns>>,
    /// Values for fields that the table has no column for.
    constants: RwSignal<BTreeMap<&'static str, String>>,
    /// The day from which dated values hold.
    since: RwSignal<String>,
    /// The year that one is at work in.
    usual_year: u16,
    /// The year of months and quarters without one.
    year: RwSignal<String>,
    /// Whether the user has said that it is this one.
    is_year_certain: RwSignal<bool>,
    names: RwSignal<BTreeMap<UnclearName, NameAnswer>>,
    rows: RwSignal<BTreeMap<usize, RowAnswer>>,
    /// Why rows do not keep rules of law.
    explanations: RwSignal<BTreeMap<(usize, &'static str), String>>,
    /// Whether cells that cannot be taken stay blank.
    leaves_faults_blank: RwSignal<bool>,
    /// What was corrected of the table, which stays as one goes back and forth.
    corrections: RwSignal<Corrections>,
    reviewed: RwSignal<Option<Arc<ReviewedTable>>>,
    done: RwSignal<ImportDone>,
    percent: RwSignal<f64>,
    /// What the list of rows is narrowed to.
    shown: RwSignal<Vec<String>>,
    query: RwSignal<String>,
    /// The row whose detail is open, by its number in the file.
    open: RwSignal<String>,
}

/// The page.
pub fn import_records_page(register: &'static str) -> AnyView {
    let Some(schema) = schema(register) else {
        return view! { <Page title="没有这本台账"><Empty title="没有这本台账" /></Page> }
            .into_any();
    };
    let place: Location = expect_context();
    let import = RecordsImportState::new(schema, expect_context(), place);
    let depth = Memo::new(move |_| {
        let beside = import.open.with(|open| usize::from(!open.is_empty()));
        match import.stage.get() {
            RecordsStage::File | RecordsStage::Taking | RecordsStage::Done => 0,
            RecordsStage::Reading | RecordsStage::Columns => 1,
            RecordsStage::Checking => 2,
            RecordsStage::Review => 2 + beside,
        }
    });
    go_back_by_steps(depth, move || import.step_back());
    let content = move || match import.stage.get() {
        RecordsStage::File => file::file_page(import),
        RecordsStage::Reading => import.waiting("正在读取文件", 0),
        RecordsStage::Columns => columns::columns_page(import),
        RecordsStage::Checking => import.waiting("正在逐行核对", 2),
        RecordsStage::Review => review::review_page(import),
        RecordsStage::Taking => import.waiting("正在导入", 2),
        RecordsStage::Done => done::done_view(import),
    };
    content.into_any()
}

impl RecordsImportState {
    fn new(schema: &'static Schema, session: Session, place: Location) -> Self {
        let today = today();
        let month = match untrack(|| place.route()) {
            Route::Side(_, _, Some(month)) => month,
            _ => usual_month(today),
        };
        let months = schema.fields.iter().filter(|f| f.required && f.kind == Kind::Month);
        let constants = months.map(|field| (field.name, month.to_string())).collect();
        Self {
            session,
            schema,
            stage: RwSignal::new(RecordsStage::File),
            problem: RwSignal::default(),
            file: RwSignal::default(),
            chosen: ChosenSheet::default(),
            columns: RwSignal::default(),
            constants: RwSignal::new(constants),
            since: RwSignal::new(crate::ledger::day_text(Month::of(today).first_day())),
            usual_year: u16::try_from(month.year()).unwrap_or_default(),
            year: RwSignal::new(month.year().to_string()),
            is_year_certain: RwSignal::new(false),
            names: RwSignal::default(),
            rows: RwSignal::default(),
            explanations: RwSignal::default(),
            leaves_faults_blank: RwSignal::new(false),
            corrections: RwSignal::default(),
            reviewed: RwSignal::new(None),
            done: RwSignal::default(),
            percent: RwSignal::new(-1.0),
            shown: RwSignal::default(),
            query: RwSignal::default(),
            open: RwSignal::default(),
        }
    }

    fn title(self) -> String {
        format!("从表格导入{}", self.schema.head.label)
    }

    fn steps(self, current: usize) -> AnyView {
        import_steps("从表格导入", current)
    }

    fn waiting(self, label: &'static str, step: usize) -> AnyView {
        waiting_page(self.title(), self.file, self.steps(step), label, self.percent)
    }

    /// Goes back a step; what was corrected and answered stays.
    fn step_back(self) {
        let is_open = self.open.with_untracked(|open| !open.is_empty());
        match self.stage.get_untracked() {
            RecordsStage::Review if is_open => self.open.set(String::new()),
            RecordsStage::Review | RecordsStage::Checking => self.stage.set(RecordsStage::Columns),
            RecordsStage::Columns | RecordsStage::Reading => self.stage.set(RecordsStage::File),
            RecordsStage::File | RecordsStage::Taking | RecordsStage::Done => {}
        }
    }

    fn read(self, files: Vec<web_sys::File>) {
        let Some(file) = files.into_iter().next() else { return };
        self.percent.set(-1.0);
        self.file.set(file.name());
        self.stage.set(RecordsStage::Reading);
        spawn_local(async move {
            page::yield_for_paint().await;
            let sheets = read_table_file(&file).await;
            if self.is_at(RecordsStage::Reading) {
                self.take_sheets(file.name(), sheets);
            }
        });
    }

    /// Whether one is still here, and so far: the page may have been left meanwhile.
    fn is_at(self, stage: RecordsStage) -> bool {
        self.stage.try_get_untracked() == Some(stage)
    }

    fn take_sheets(self, file: String, sheets: Result<Vec<NamedGrid>, String>) {
        self.file.set(file);
        match sheets {
            Ok(sheets) => {
                // The first sheet in which headings are found.
                let known = |s: &NamedGrid| RecordColumns::recognise(&s.grid, self.schema).is_ok();
                let found = sheets.iter().position(known);
                self.chosen.sheets.set(sheets);
                self.choose_sheet(found.unwrap_or(0));
            }
            Err(problem) => self.fail(problem),
        }
    }

    fn fail(self, problem: String) {
        self.problem.set(problem);
        self.stage.set(RecordsStage::File);
    }

    fn choose_sheet(self, sheet: usize) {
        self.chosen.choose(sheet);
        self.forget_answers();
        self.recognise();
    }

    /// Forgets what was answered of another table: of this one it may not hold.
    fn forget_answers(self) {
        self.is_year_certain.set(false);
        self.year.set(self.usual_year.to_string());
        self.leaves_faults_blank.set(false);
        self.names.set(BTreeMap::new());
        self.rows.set(BTreeMap::new());
        self.explanations.set(BTreeMap::new());
        self.corrections.set(Corrections::default());
    }

    /// Says what each column holds; what was answered of rows goes, but for those that are left out,
    /// and what words of a column mean goes with what it held.
    fn set_columns(self, columns: RecordColumns) {
        if let Some(before) = self.columns.get_untracked() {
            let (before, now) = (meanings(&before.columns), meanings(&columns.columns));
            self.corrections.update(|all| all.forget_words_where_changed(&before, &now));
        }
        self.columns.set(Some(columns));
        self.rows.update(|rows| rows.retain(|_, answer| *answer == RowAnswer::LeaveOut));
        self.explanations.set(BTreeMap::new());
    }

    /// Finds the headings and what each column holds.
    fn recognise(self) {
        self.problem.set(String::new());
        self.names.set(BTreeMap::new());
        let Some(grid) = self.chosen.grid() else {
            return self.fail("这个文件里没有工作表；本机数据没有改动".to_owned());
        };
        match RecordColumns::recognise(&grid, self.schema) {
            Ok(columns) => {
                if !self.is_year_certain.get_untracked() {
                    let year = AssumedYear::usual(self.usual_year);
                    let year = year.in_title(&grid, &columns.heading_rows).year;
                    self.year.set(year.to_string());
                }
                self.set_columns(columns);
            }
            Err(why) if grid.is_empty() => return self.fail(why.to_string()),
            Err(why) => {
                // Without headings the columns are assigned by hand.
                self.problem.set(why.to_string());
                self.set_columns(RecordColumns::with_headings(&grid, self.schema, 0..0));
            }
        }
        self.stage.set(RecordsStage::Columns);
    }

    /// Reads the rows and compares them with the register.
    fn check(self) {
        self.open.set(String::new());
        self.shown.set(Vec::new());
        self.query.set(String::new());
        self.percent.set(0.0);
        self.stage.set(RecordsStage::Checking);
        self.compare(RecordsStage::Checking);
    }

    /// Notes of which year months without one are.
    fn set_year(self, year: String) {
        self.year.set(year);
        self.is_year_certain.set(true);
    }

    fn assumed_year(self) -> AssumedYear {
        AssumedYear {
            year: self.year.with_untracked(|year| year.parse().unwrap_or(self.usual_year)),
            is_certain: self.is_year_certain.get_untracked(),
        }
    }

    /// Corrects something, and compares the rows once more.
    fn correct(self, change: impl FnOnce(&mut Corrections)) {
        self.corrections.update(change);
        self.answered();
    }

    /// Compares the rows once more after an answer.
    fn answered(self) {
        self.compare(RecordsStage::Review);
    }

    fn compare(self, at: RecordsStage) {
        spawn_local(async move {
            page::yield_for_paint().await;
            if let Some(reviewed) = self.reviewed_at(at).await {
                self.problem.set(String::new());
                self.reviewed.set(Some(Arc::new(reviewed)));
                // The page of the rows follows the plan by itself.
                if at != RecordsStage::Review {
                    self.stage.set(RecordsStage::Review);
                }
            }
        });
    }

    /// Compares the rows with the ledger as it is now; `None` where one went on meanwhile, or where the
    /// table cannot be read, which the page says then.
    async fn reviewed_at(self, at: RecordsStage) -> Option<ReviewedTable> {
        if !self.is_at(at) {
            return None;
        }
        let answers = self.answers();
        let (grid, columns, table) = match self.table(&answers) {
            Some((grid, columns, Ok(table))) => (grid, columns, table),
            Some((.., Err(problem))) => {
                self.problem.set(problem);
                self.stage.set(RecordsStage::Columns);
                return None;
            }
            None => {
                self.stage.set(RecordsStage::File);
                return None;
            }
        };
        let progress = async |done: usize, of: usize| {
            self.percent.try_set(done as f64 * 100.0 / of.max(1) as f64);
            page::yield_for_paint().await;
            self.is_at(at)
        };
        let options = &answers.options;
        let plan = plan_records(self.session, self.schema, &table, options, progress).await?;
        // Something else was corrected or answered meanwhile: that comparison is the one that counts.
        (self.is_at(at) && self.answers() == answers).then(|| {
            let faults = ReviewFaults::of_records(&plan, &grid, &columns);
            ReviewedTable { plan, answers, grid, columns, faults }
        })
    }

    /// The table as it was corrected, its columns, and its rows.
    fn table(
        self,
        answers: &RecordAnswers,
    ) -> Option<(Grid, RecordColumns, Result<SourceTable, String>)> {
        let columns = self.columns.get_untracked()?;
        let corrections = &answers.corrections;
        let grid = corrections.apply(self.chosen.grid()?, columns.heading_rows.end);
        let names =
            self.session.with_ledger_untracked(|ledger| RecordNames::of(ledger, self.schema));
        let (year, taken_in) = (answers.year, corrections.taken_in());
        let read = SourceTable::read(&grid, &columns, &names, year, taken_in);
        let read = read.map_err(|problem| problem.to_string());
        Some((grid, columns, read))
    }

    fn answers(self) -> RecordAnswers {
        let of = self.columns.with_untracked(|columns| {
            columns.as_ref().map(|of| (meanings(&of.columns), of.heading_rows.clone()))
        });
        let (meanings, heading_rows) = of.unzip();
        RecordAnswers {
            meanings,
            heading_rows,
            year: self.assumed_year(),
            corrections: self.corrections.get_untracked(),
            options: self.options(),
        }
    }

    fn options(self) -> ImportOptions {
        let constants = self.columns.with_untracked(|columns| {
            self.constants.with_untracked(|filled| Some(columns.as_ref()?.constants(filled)))
        });
        ImportOptions {
            constants: constants.unwrap_or_default(),
            since: self.since.with_untracked(|day| parse_day(day).ok()),
            names: self.names.get_untracked(),
            rows: self.rows.get_untracked(),
            explanations: self.explanations.get_untracked(),
            leaves_faults_blank: self.leaves_faults_blank.get_untracked(),
        }
    }
}
