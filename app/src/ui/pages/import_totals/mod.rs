//! 引入以往月份: totals of past months from a table, shown first, then taken as one edit.

mod tables;

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use self::tables::{rows_table, sheets_table};
use crate::app::routes::Route;
use crate::app::{
    Location, Session, SidePage, plan_totals, read_table_file, read_table_text, take_totals,
};
use crate::browser::{clock, page};
use crate::ledger::Month;
use crate::registers::{BROUGHT_IN, MEMBER};
use crate::tables::grid::NamedGrid;
use crate::tables::totals::{self, TotalsMap};
use crate::tables::totals_import::TotalsPlan;
use crate::ui::components::{
    Button, ButtonKind, Choice, Field, FileDrop, Icon, LinkButton, Notice, NoticeKind, Opt, Page,
    Progress, Tab, Tabs, ToastHandle, use_toasts,
};
use crate::ui::pages::table_files::hidden_view;
use crate::ui::pages::table_review::{COMPARED_ANEW, refusal};
use crate::ui::undoing::offer_undo;

/// How far one is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TotalsStage {
    File,
    Reading,
    Review,
}

#[derive(Clone, Copy)]
struct TotalsImportState {
    session: Session,
    place: Location,
    toasts: ToastHandle,
    stage: RwSignal<TotalsStage>,
    problem: RwSignal<String>,
    file: RwSignal<String>,
    sheets: RwSignal<Vec<NamedGrid>>,
    sheet: RwSignal<usize>,
    /// Whether the rows, the columns that the spreadsheet hides are read too.
    hidden_rows: RwSignal<bool>,
    hidden_columns: RwSignal<bool>,
    /// The year of months without one.
    year: RwSignal<String>,
    plan: RwSignal<Arc<TotalsPlan>>,
}

/// The page.
pub fn import_totals_page(_: &'static str) -> AnyView {
    let import = TotalsImportState {
        session: expect_context(),
        place: expect_context(),
        toasts: use_toasts(),
        stage: RwSignal::new(TotalsStage::File),
        problem: RwSignal::default(),
        file: RwSignal::default(),
        sheets: RwSignal::default(),
        sheet: RwSignal::default(),
        hidden_rows: RwSignal::new(false),
        hidden_columns: RwSignal::new(false),
        year: RwSignal::new(Month::of(clock::today()).year().to_string()),
        plan: RwSignal::default(),
    };
    let content = move || {
        match import.stage.get() {
        TotalsStage::File => import.file_page(),
        TotalsStage::Reading => view! {
            <Page title="引入以往月份" crumbs=Signal::derive(move || vec![import.file.get()])>
                <div class="narrow"><Progress label="正在读取文件" percent=Signal::stored(-1.0)/></div>
            </Page>
        }
        .into_any(),
        TotalsStage::Review => import.review_page(),
    }
    };
    content.into_any()
}

impl TotalsImportState {
    fn file_page(self) -> AnyView {
        let read = move |files: Vec<web_sys::File>| {
            let Some(file) = files.into_iter().next() else { return };
            self.file.set(file.name());
            self.stage.set(TotalsStage::Reading);
            spawn_local(async move {
                page::yield_for_paint().await;
                let sheets = read_table_file(&file).await;
                // The page may have been left meanwhile.
                if self.stage.try_get_untracked() == Some(TotalsStage::Reading) {
                    self.took(sheets);
                }
            });
        };
        let paste = Callback::new(move |text: String| {
            self.file.set("粘贴的表格".to_owned());
            self.took(read_table_text(&text).map_err(|problem| problem.to_string()));
        });
        let problem = move || {
            let text = self.problem.get();
            (!text.is_empty()).then(|| {
                view! {
                    <Notice kind=NoticeKind::Error title="没有读入" text=text alert=true/>
                }
            })
        };
        let no_members = move || {
            let is_empty = self
                .session
                .with_ledger(|ledger| ledger.records(MEMBER.name).all(|one| one.is_blank()));
            is_empty.then(|| {
                view! {
                    <Notice kind=NoticeKind::Info title="台账里还没有党员"
                        text="先导入花名册，再回到这里引入每月总分。"/>
                    <LinkButton label="导入花名册" href=SidePage::ImportRoster.route().href()
                        icon=Icon::Import kind=ButtonKind::Primary/>
                }
            })
        };
        view! {
            <Page title="引入以往月份" back=Route::list(&BROUGHT_IN).href()>
                <div class="narrow stack">
                    {no_members}
                    {problem}
                    <FileDrop
                        label="选择积分汇总表"
                        help="一人一行、一月一列的 .xlsx 或 .csv；也可以复制表格粘贴到下面"
                        accept=".xlsx,.xlsm,.xls,.et,.csv,.txt,.html,.htm,.mht,.xml"
                        on_files=read
                        on_text=paste
                    />
                    <section class="sheet import-help">
                        <h2>"什么时候用"</h2>
                        <p>"以前的月份是在 Excel 里算好的，只有总分。引入以后标着“引入”，计入季度和年度，没有细项可查。"</p>
                        <p>"表头要有“姓名”（最好还有“工号”）和月份，如“1月”“2026年1月”。"</p>
                        <p>"已经锁定、正在公示，或已经有积分登记的月份不引入。"</p>
                    </section>
                </div>
            </Page>
        }
        .into_any()
    }

    fn took(self, sheets: Result<Vec<NamedGrid>, String>) {
        match sheets {
            Ok(sheets) => {
                let year = self.year_number();
                let found =
                    sheets.iter().position(|sheet| TotalsMap::recognise(&sheet.grid, year).is_ok());
                self.sheets.set(sheets);
                self.choose_sheet(found.unwrap_or(0));
            }
            Err(problem) => self.fail(problem),
        }
    }

    fn fail(self, problem: String) {
        self.problem.set(problem);
        self.stage.set(TotalsStage::File);
    }

    fn year_number(self) -> u16 {
        self.year.with_untracked(|year| year.parse().unwrap_or(2026))
    }

    fn choose_sheet(self, sheet: usize) {
        self.sheet.set(sheet);
        self.hidden_rows.set(false);
        self.hidden_columns.set(false);
        self.compare();
    }

    fn compare(self) {
        let rows = self.sheets.with_untracked(|sheets| {
            let grid = &sheets.get(self.sheet.get_untracked())?.grid;
            let (rows, columns) =
                (self.hidden_rows.get_untracked(), self.hidden_columns.get_untracked());
            let grid = grid.revealed(rows, columns);
            let map = TotalsMap::recognise(&grid, self.year_number());
            Some(map.and_then(|map| totals::read(&grid, &map)))
        });
        match rows {
            Some(Ok(rows)) => {
                self.problem.set(String::new());
                self.plan.set(Arc::new(plan_totals(self.session, &rows)));
                self.stage.set(TotalsStage::Review);
            }
            Some(Err(problem)) => self.fail(problem.to_string()),
            None => self.fail("这个文件里没有工作表；本机数据没有改动".to_owned()),
        }
    }

    fn take(self) {
        let shown = self.plan.get_untracked();
        // Another window may have written meanwhile: nothing is taken that was not shown.
        self.compare();
        let plan = self.plan.get_untracked();
        if self.stage.get_untracked() != TotalsStage::Review {
            return;
        }
        if plan != shown {
            return self.problem.set(COMPARED_ANEW.to_owned());
        }
        let sheets = plan.taken().count();
        let file = self.file.get_untracked();
        match take_totals(self.session, &plan, &file) {
            Ok(()) => {
                offer_undo(self.session, self.toasts, format!("已引入 {sheets} 张月表"));
                self.place.go_instead(&Route::Month(Default::default()));
            }
            Err(error) => self.fail(format!("{error}；本机数据没有改动")),
        }
    }

    fn review_page(self) -> AnyView {
        let view = RwSignal::new("sheets".to_owned());
        let taken = Signal::derive(move || self.plan.with(|plan| plan.taken().count()));
        let label = Signal::derive(move || format!("引入 {} 张月表", taken.get()));
        let reason =
            Signal::derive(move || if taken.get() == 0 { "没有可引入的" } else { "" }.to_owned());
        let tabs = Signal::derive(move || {
            self.plan.with(|plan| {
                let left = plan.rows.iter().filter(|row| !row.reasons.is_empty()).count();
                vec![
                    Tab::new("sheets", "按月表").count(plan.sheets.len() as u32),
                    Tab::new("rows", "按人").count(plan.rows.len() as u32),
                    Tab::new("left", "没有引入的").count(left as u32),
                ]
            })
        });
        let body = move || {
            let plan = self.plan.get();
            match view.get().as_str() {
                "sheets" => sheets_table(&plan),
                "rows" => rows_table(&plan, false),
                _ => rows_table(&plan, true),
            }
        };
        view! {
            <Page
                title="引入以往月份"
                crumbs=Signal::derive(move || vec![self.file.get()])
                fill=true
                controls=move || view! {
                    <Button
                        kind=ButtonKind::Quiet
                        icon=Icon::Left
                        label="换一个文件"
                        on_click=move |()| self.stage.set(TotalsStage::File)
                    />
                }
                action=move || view! {
                    <Button
                        kind=ButtonKind::Primary
                        label
                        disabled=Signal::derive(move || taken.get() == 0)
                        reason
                        on_click=move |()| self.take()
                    />
                }
            >
                {refusal(self.problem)}
                <div class="pad totals-where">{self.where_view()}</div>
                <div class="pad">
                    <Tabs tabs value=view on_change=move |id: String| view.set(id) label="核对"/>
                </div>
                {body}
            </Page>
        }
        .into_any()
    }

    /// Which sheet, and which year is meant where the table names none.
    fn where_view(self) -> AnyView {
        let sheets: Vec<Opt> = self.sheets.with_untracked(|sheets| {
            let named = sheets.iter().enumerate();
            named.map(|(at, sheet)| Opt::new(at.to_string(), sheet.name.clone())).collect()
        });
        let now = Month::of(clock::today()).year();
        let years: Vec<Opt> =
            (now - 2..=now).map(|year| Opt::new(year.to_string(), format!("{year}年"))).collect();
        let several = sheets.len() > 1;
        view! {
            {several.then(|| view! {
                <Field label="工作表">
                    <Choice
                        options=Signal::stored(sheets)
                        value=Signal::derive(move || self.sheet.get().to_string())
                        on_change=move |at: String| self.choose_sheet(at.parse().unwrap_or(0))
                    />
                </Field>
            })}
            <Field label="没有写年份的月份算作">
                <Choice
                    options=Signal::stored(years)
                    value=self.year
                    on_change=move |year: String| {
                        self.year.set(year);
                        self.compare();
                    }
                />
            </Field>
            {move || {
                self.sheet.track();
                let compare = Callback::new(move |()| self.compare());
                hidden_view(self.sheets, self.sheet, self.hidden_rows, self.hidden_columns, compare)
            }}
        }
        .into_any()
    }
}
