//! 花名册导入: a file or pasted cells, the columns, every row shown, and then one edit.

mod columns;
mod defaults;
mod detail;
mod file;
mod outcomes;
mod review;

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::routes::{RegisterRoute, Route};
use crate::app::{CheckedRoster, Location, Session, plan_roster, read_table_file};
use crate::browser::{clock, page};
use crate::ledger::Month;
use crate::registers::MEMBER;
use crate::storage::PointReason;
use crate::tables::columns::ColumnMap;
use crate::tables::grid::NamedGrid;
use crate::tables::roster;
use crate::tables::roster_import::Defaults;
use crate::tables::roster_plan::{PlanOptions, RowOutcome};
use crate::ui::components::{ToastHandle, use_toasts};
use crate::ui::pages::table_columns::ChosenSheet;
use crate::ui::pages::table_review::{COMPARED_ANEW, import_steps, waiting_page};
use crate::ui::undoing::offer_undo;

/// How far one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RosterStage {
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
}

/// All that the parts of the page share.
#[derive(Clone, Copy)]
struct RosterImportState {
    session: Session,
    place: Location,
    toasts: ToastHandle,
    stage: RwSignal<RosterStage>,
    problem: RwSignal<String>,
    file: RwSignal<String>,
    chosen: ChosenSheet,
    map: RwSignal<Option<ColumnMap>>,
    fill_down: RwSignal<bool>,
    leave_out: RwSignal<bool>,
    /// Whether a branch of the file is one of another name, by the key of the question.
    same_branches: RwSignal<BTreeMap<String, bool>>,
    /// Whether a row that may be of someone whose data is erased is of someone else, by its number.
    someone_else: RwSignal<BTreeMap<usize, bool>>,
    since: RwSignal<String>,
    branch: RwSignal<String>,
    category: RwSignal<String>,
    standing: RwSignal<String>,
    checked: RwSignal<Arc<CheckedRoster>>,
    percent: RwSignal<f64>,
    /// The row whose detail is open, by its place among the rows.
    open: RwSignal<String>,
}

/// The page.
pub fn import_roster_page(_: &'static str) -> AnyView {
    let import = RosterImportState::new(expect_context(), expect_context(), use_toasts());
    let content = move || match import.stage.get() {
        RosterStage::File => file::file_page(import),
        RosterStage::Reading => import.waiting("正在读取文件"),
        RosterStage::Columns => columns::columns_page(import),
        RosterStage::Checking => import.waiting("正在逐行核对"),
        RosterStage::Review => review::review_page(import),
        RosterStage::Taking => import.waiting("正在导入"),
    };
    content.into_any()
}

impl RosterImportState {
    fn new(session: Session, place: Location, toasts: ToastHandle) -> Self {
        let this_month = Month::of(clock::today());
        let is_new =
            session.with_ledger_untracked(|ledger| ledger.records(MEMBER.name).next().is_none());
        let january = Month::new(this_month.year(), 1).unwrap_or(this_month);
        let since = if is_new { january } else { this_month };
        let branches = session.with_ledger_untracked(|ledger| ledger.records("branch").count());
        let own = session.own_branch().filter(|_| branches > 0);
        Self {
            session,
            place,
            toasts,
            stage: RwSignal::new(RosterStage::File),
            problem: RwSignal::default(),
            file: RwSignal::default(),
            chosen: ChosenSheet::default(),
            map: RwSignal::default(),
            fill_down: RwSignal::new(false),
            leave_out: RwSignal::new(false),
            same_branches: RwSignal::default(),
            someone_else: RwSignal::default(),
            since: RwSignal::new(since.to_string()),
            branch: RwSignal::new(own.map(|id| id.to_string()).unwrap_or_default()),
            category: RwSignal::new("full".to_owned()),
            standing: RwSignal::new("active".to_owned()),
            checked: RwSignal::default(),
            percent: RwSignal::new(-1.0),
            open: RwSignal::default(),
        }
    }

    fn steps(self, current: usize) -> AnyView {
        import_steps("花名册导入", current)
    }

    fn waiting(self, label: &'static str) -> AnyView {
        waiting_page("花名册导入".to_owned(), self.file, label, self.percent)
    }

    fn read(self, files: Vec<web_sys::File>) {
        let Some(file) = files.into_iter().next() else { return };
        self.percent.set(-1.0);
        self.file.set(file.name());
        self.stage.set(RosterStage::Reading);
        spawn_local(async move {
            page::yield_for_paint().await;
            let sheets = read_table_file(&file).await;
            if self.is_at(RosterStage::Reading) {
                self.took(file.name(), sheets);
            }
        });
    }

    /// Whether one is still here, and so far: the page may have been left meanwhile.
    fn is_at(self, stage: RosterStage) -> bool {
        self.stage.try_get_untracked() == Some(stage)
    }

    fn took(self, file: String, sheets: Result<Vec<NamedGrid>, String>) {
        self.file.set(file);
        match sheets {
            Ok(sheets) => {
                // The first sheet in which headings are found.
                let found = sheets.iter().position(|s| ColumnMap::recognise(&s.grid).is_ok());
                self.chosen.sheets.set(sheets);
                self.choose_sheet(found.unwrap_or(0));
            }
            Err(problem) => self.fail(problem),
        }
    }

    fn fail(self, problem: String) {
        self.problem.set(problem);
        self.stage.set(RosterStage::File);
    }

    fn choose_sheet(self, sheet: usize) {
        self.chosen.choose(sheet);
        self.recognise();
    }

    /// Finds the headings and what each column holds.
    fn recognise(self) {
        self.same_branches.set(BTreeMap::new());
        self.someone_else.set(BTreeMap::new());
        self.problem.set(String::new());
        let recognised = self.chosen.grid().map(|grid| {
            ColumnMap::recognise(&grid).map_err(|why| {
                // Without headings the columns are said by hand.
                (why, (!grid.is_empty()).then(|| ColumnMap::with_headings(&grid, 0..0)))
            })
        });
        match recognised {
            Some(Ok(map)) => self.map.set(Some(map)),
            Some(Err((why, Some(map)))) => {
                self.problem.set(why.to_string());
                self.map.set(Some(map));
            }
            Some(Err((why, None))) => return self.fail(why.to_string()),
            None => return self.fail("这个文件里没有工作表；本机数据没有改动".to_owned()),
        }
        self.stage.set(RosterStage::Columns);
    }

    /// What holds where the roster does not say.
    fn defaults(self) -> Defaults {
        let code = |chosen: RwSignal<String>, codes: &'static [(&str, &str)], otherwise| {
            chosen.with_untracked(|chosen| {
                codes.iter().map(|(code, _)| *code).find(|code| code == chosen).unwrap_or(otherwise)
            })
        };
        Defaults {
            since: self
                .since
                .with_untracked(|month| month.parse().ok())
                .unwrap_or_else(|| Month::of(clock::today())),
            branch: self.branch.with_untracked(|branch| branch.parse().ok()),
            category: code(self.category, crate::registers::CATEGORIES, "full"),
            standing: code(self.standing, crate::registers::STANDINGS, "active"),
        }
    }

    /// Reads the rows and compares them with the ledger.
    fn check(self) {
        self.percent.set(0.0);
        self.stage.set(RosterStage::Checking);
        spawn_local(async move {
            page::yield_for_paint().await;
            if let Some(checked) = self.checked_at(RosterStage::Checking).await {
                self.problem.set(String::new());
                self.open.set(String::new());
                self.checked.set(Arc::new(checked));
                self.stage.set(RosterStage::Review);
            }
        });
    }

    /// Compares the rows with the ledger as it is now; `None` where one went on meanwhile, or where the
    /// roster cannot be read, which the page says then.
    async fn checked_at(self, at: RosterStage) -> Option<CheckedRoster> {
        if !self.is_at(at) {
            return None;
        }
        let read = self.chosen.grid().zip(self.map.get_untracked()).map(|(mut grid, map)| {
            if self.fill_down.get_untracked() {
                for group in [map.clone()].iter().chain(&map.beside()) {
                    if let Some(column) = group.column_of("branch") {
                        grid.fill_down(column, group.heading_rows.end);
                    }
                }
            }
            roster::read(&grid, &map)
        });
        let roster = match read {
            Some(Ok(roster)) => roster,
            Some(Err(problem)) => {
                self.problem.set(problem.to_string());
                self.stage.set(RosterStage::Columns);
                return None;
            }
            None => {
                self.stage.set(RosterStage::File);
                return None;
            }
        };
        page::yield_for_paint().await;
        if !self.is_at(at) {
            return None;
        }
        let options = PlanOptions {
            leave_out_faulty_cells: self.leave_out.get_untracked(),
            same_branches: self.same_branches.get_untracked(),
            someone_else: self.someone_else.get_untracked(),
        };
        let progress = async |done: usize, of: usize| {
            self.percent.try_set(done as f64 * 100.0 / of.max(1) as f64);
            page::yield_for_paint().await;
            self.is_at(at)
        };
        let defaults = self.defaults();
        let checked = plan_roster(self.session, &roster, options, &defaults, progress).await;
        checked.filter(|_| self.is_at(at))
    }

    /// Takes the rows that are new or changed.
    fn take(self) {
        self.percent.set(-1.0);
        self.stage.set(RosterStage::Taking);
        spawn_local(async move {
            page::yield_for_paint().await;
            let file = self.file.get_untracked();
            crate::app::make_point(self.session, PointReason::Import, &file).await;
            if !self.is_at(RosterStage::Taking) {
                return;
            }
            let mut checked = self.checked.get_untracked();
            // Another window wrote meanwhile: nothing is taken that was not shown.
            if checked.is_stale(self.session) {
                let Some(anew) = self.checked_at(RosterStage::Taking).await else { return };
                let is_as_shown = anew.plan == checked.plan && anew.created == checked.created;
                checked = Arc::new(anew);
                self.checked.set(checked.clone());
                if !is_as_shown {
                    self.problem.set(COMPARED_ANEW.to_owned());
                    return self.stage.set(RosterStage::Review);
                }
            }
            let rows = || checked.plan.rows.iter();
            let new = rows().filter(|row| row.outcome == RowOutcome::New).count();
            let changed =
                rows().filter(|row| matches!(row.outcome, RowOutcome::Changed { .. })).count();
            let taken = crate::app::take_roster(self.session, &checked, &self.defaults(), &file);
            match taken {
                Ok(()) => {
                    let words = match (new, changed) {
                        (0, changed) => format!("已更新 {changed} 名党员"),
                        (new, 0) => format!("已导入 {new} 名党员"),
                        (new, changed) => format!("已导入 {new} 名党员，更新 {changed} 名"),
                    };
                    offer_undo(self.session, self.toasts, words);
                    let list = Route::Register(MEMBER.name, RegisterRoute::List);
                    self.place.go_instead(&list);
                }
                Err(error) => {
                    self.problem.set(format!("{error}；本机数据没有改动"));
                    self.stage.set(RosterStage::Review);
                }
            }
        });
    }
}
