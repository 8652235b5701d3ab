//! 花名册导入: a file or pasted cells, the columns, every row shown, and then one edit.

mod columns;
mod defaults;
mod departments;
mod detail;
mod done;
mod file;
mod outcomes;
mod review;

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::{CheckedRoster, Session, plan_roster, read_table_file};
use crate::browser::{clock, page};
use crate::ledger::Month;
use crate::registers::MEMBER;
use crate::storage::PointReason;
use crate::tables::columns::ColumnMap;
use crate::tables::corrections::Corrections;
use crate::tables::grid::{Grid, NamedGrid};
use crate::tables::review_faults::ReviewFaults;
use crate::tables::roster;
use crate::tables::roster_import::Defaults;
use crate::tables::roster_plan::PlanOptions;
use crate::ui::pages::import_done::ImportDone;
use crate::ui::pages::table_columns::ChosenSheet;
use crate::ui::pages::table_review::{
    COMPARED_ANEW, CORRECTED_ANEW, go_back_by_steps, import_steps, waiting_page,
};

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
    /// It was taken.
    Done,
}

/// All that a comparison goes by but the ledger: where anything of it changes, the rows are to be
/// compared anew.
#[derive(Clone, Debug, PartialEq)]
struct RosterAnswers {
    map: Option<ColumnMap>,
    fill_down: bool,
    defaults: Defaults,
    corrections: Corrections,
    options: PlanOptions,
}

/// A roster whose rows were compared.
#[derive(Clone, Debug, Default)]
struct ReviewedRoster {
    checked: CheckedRoster,
    /// What it was compared by.
    answers: Option<RosterAnswers>,
    /// The table as it was corrected.
    grid: Grid,
    map: Option<ColumnMap>,
    faults: ReviewFaults,
}

/// All that the parts of the page share.
#[derive(Clone, Copy)]
struct RosterImportState {
    session: Session,
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
    /// What was corrected of the table, which stays as one goes back and forth.
    corrections: RwSignal<Corrections>,
    reviewed: RwSignal<Arc<ReviewedRoster>>,
    done: RwSignal<ImportDone>,
    percent: RwSignal<f64>,
    /// The row whose detail is open, by the cell that names it.
    open: RwSignal<String>,
}

/// The page.
pub fn import_roster_page(_: &'static str) -> AnyView {
    let import = RosterImportState::new(expect_context());
    let depth = Memo::new(move |_| {
        let beside = import.open.with(|open| usize::from(!open.is_empty()));
        match import.stage.get() {
            RosterStage::File | RosterStage::Taking | RosterStage::Done => 0,
            RosterStage::Reading | RosterStage::Columns => 1,
            RosterStage::Checking => 2,
            RosterStage::Review => 2 + beside,
        }
    });
    go_back_by_steps(depth, move || import.step_back());
    let content = move || match import.stage.get() {
        RosterStage::File => file::file_page(import),
        RosterStage::Reading => import.waiting("正在读取文件", 0),
        RosterStage::Columns => columns::columns_page(import),
        RosterStage::Checking => import.waiting("正在逐行核对", 2),
        RosterStage::Review => review::review_page(import),
        RosterStage::Taking => import.waiting("正在导入", 2),
        RosterStage::Done => done::done_view(import),
    };
    content.into_any()
}

impl RosterImportState {
    fn new(session: Session) -> Self {
        let this_month = Month::of(clock::today());
        let is_new =
            session.with_ledger_untracked(|ledger| ledger.records(MEMBER.name).next().is_none());
        let january = Month::new(this_month.year(), 1).unwrap_or(this_month);
        let since = if is_new { january } else { this_month };
        let branches = session.with_ledger_untracked(|ledger| ledger.records("branch").count());
        let own = session.own_branch().filter(|_| branches > 0);
        Self {
            session,
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
            corrections: RwSignal::default(),
            reviewed: RwSignal::default(),
            done: RwSignal::default(),
            percent: RwSignal::new(-1.0),
            open: RwSignal::default(),
        }
    }

    fn steps(self, current: usize) -> AnyView {
        import_steps("花名册导入", current)
    }

    fn waiting(self, label: &'static str, step: usize) -> AnyView {
        waiting_page("花名册导入".to_owned(), self.file, self.steps(step), label, self.percent)
    }

    /// Goes back a step; what was corrected stays.
    fn step_back(self) {
        let is_open = self.open.with_untracked(|open| !open.is_empty());
        match self.stage.get_untracked() {
            RosterStage::Review if is_open => self.open.set(String::new()),
            RosterStage::Review | RosterStage::Checking => self.stage.set(RosterStage::Columns),
            RosterStage::Columns | RosterStage::Reading => self.stage.set(RosterStage::File),
            RosterStage::File | RosterStage::Taking | RosterStage::Done => {}
        }
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
                self.leave_out.set(false);
                self.fill_down.set(false);
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
        self.corrections.set(Corrections::default());
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
            Some(Ok(map)) => self.set_map(map),
            Some(Err((why, Some(map)))) => {
                self.problem.set(why.to_string());
                self.set_map(map);
            }
            Some(Err((why, None))) => return self.fail(why.to_string()),
            None => return self.fail("这个文件里没有工作表；本机数据没有改动".to_owned()),
        }
        self.stage.set(RosterStage::Columns);
    }

    /// Says what each column holds; what words of a column mean goes with what it held.
    fn set_map(self, map: ColumnMap) {
        if let Some(before) = self.map.get_untracked() {
            let (before, now) = (before.meanings(), map.meanings());
            self.corrections.update(|all| all.forget_words_where_changed(&before, &now));
        }
        self.map.set(Some(map));
    }

    fn answers(self) -> RosterAnswers {
        RosterAnswers {
            map: self.map.get_untracked(),
            fill_down: self.fill_down.get_untracked(),
            defaults: self.defaults(),
            corrections: self.corrections.get_untracked(),
            options: PlanOptions {
                leave_out_faulty_cells: self.leave_out.get_untracked(),
                same_branches: self.same_branches.get_untracked(),
                someone_else: self.someone_else.get_untracked(),
            },
        }
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
        self.open.set(String::new());
        self.stage.set(RosterStage::Checking);
        self.compare(RosterStage::Checking);
    }

    /// Corrects something, and compares the rows once more; the page stands meanwhile.
    fn correct(self, change: impl FnOnce(&mut Corrections)) {
        self.corrections.update(change);
        self.answered();
    }

    /// Compares the rows once more after an answer.
    fn answered(self) {
        self.compare(RosterStage::Review);
    }

    fn compare(self, at: RosterStage) {
        spawn_local(async move {
            page::yield_for_paint().await;
            if let Some(reviewed) = self.reviewed_at(at).await {
                self.problem.set(String::new());
                self.reviewed.set(Arc::new(reviewed));
                // The page of the rows follows by itself.
                if at != RosterStage::Review {
                    self.stage.set(RosterStage::Review);
                }
            }
        });
    }

    /// The table as it was corrected.
    fn corrected(self, answers: &RosterAnswers) -> Option<(Grid, ColumnMap)> {
        let (mut grid, map) = self.chosen.grid().zip(answers.map.clone())?;
        if answers.fill_down {
            for group in map.groups() {
                if let Some(column) = group.column_of("branch") {
                    grid.fill_down(column, group.heading_rows.end);
                }
            }
        }
        let first = map.heading_rows.end;
        Some((answers.corrections.apply(grid, first), map))
    }

    /// Compares the rows with the ledger as it is now; `None` where one went on meanwhile, or where the
    /// roster cannot be read, which the page says then.
    async fn reviewed_at(self, at: RosterStage) -> Option<ReviewedRoster> {
        if !self.is_at(at) {
            return None;
        }
        let answers = self.answers();
        let Some((grid, map)) = self.corrected(&answers) else {
            self.stage.set(RosterStage::File);
            return None;
        };
        let roster = match roster::read_corrected(&grid, &map, &answers.corrections) {
            Ok(roster) => roster,
            Err(problem) => {
                self.problem.set(problem.to_string());
                self.stage.set(RosterStage::Columns);
                return None;
            }
        };
        page::yield_for_paint().await;
        if !self.is_at(at) {
            return None;
        }
        let progress = async |done: usize, of: usize| {
            self.percent.try_set(done as f64 * 100.0 / of.max(1) as f64);
            page::yield_for_paint().await;
            self.is_at(at)
        };
        let (options, defaults) = (answers.options.clone(), &answers.defaults);
        let checked = plan_roster(self.session, &roster, options, defaults, progress).await?;
        // Something else was corrected or answered meanwhile: that comparison is the one that counts.
        (self.is_at(at) && self.answers() == answers).then(|| {
            let faults = ReviewFaults::of_roster(&checked.plan, &grid, &map);
            ReviewedRoster { checked, answers: Some(answers), grid, map: Some(map), faults }
        })
    }

    /// The comparison that is shown, made anew where the ledger or an answer is another by now;
    /// `None` where that comes out otherwise, which the page shows then: nothing is taken that was not
    /// shown.
    async fn as_shown(self) -> Option<Arc<ReviewedRoster>> {
        if !self.is_at(RosterStage::Taking) {
            return None;
        }
        let shown = self.reviewed.get_untracked();
        let is_stale = shown.checked.is_stale(self.session);
        if !is_stale && shown.answers.as_ref() == Some(&self.answers()) {
            return Some(shown);
        }
        let anew = Arc::new(self.reviewed_at(RosterStage::Taking).await?);
        self.reviewed.set(anew.clone());
        let (one, other) = (&anew.checked, &shown.checked);
        if one.plan == other.plan && one.created == other.created {
            return Some(anew);
        }
        self.problem.set(if is_stale { COMPARED_ANEW } else { CORRECTED_ANEW }.to_owned());
        self.stage.set(RosterStage::Review);
        None
    }

    /// Takes the rows that are new or changed.
    fn take(self) {
        // What is still typed in a cell counts: a tap need not take the focus from it.
        page::leave_input();
        self.percent.set(-1.0);
        self.open.set(String::new());
        self.stage.set(RosterStage::Taking);
        spawn_local(async move {
            page::yield_for_paint().await;
            if self.as_shown().await.is_none() {
                return;
            }
            let file = self.file.get_untracked();
            crate::app::make_point(self.session, PointReason::Import, &file).await;
            // Another window may have written meanwhile.
            let Some(reviewed) = self.as_shown().await else { return };
            let checked = &reviewed.checked;
            match crate::app::take_roster(self.session, checked, &self.defaults(), &file) {
                Ok(()) => {
                    self.done.set(done::told(self.session, checked));
                    self.stage.set(RosterStage::Done);
                }
                Err(error) => {
                    self.problem.set(format!("{error}；本机数据没有改动"));
                    self.stage.set(RosterStage::Review);
                }
            }
        });
    }
}
