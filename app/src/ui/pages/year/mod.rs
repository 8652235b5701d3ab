//! 考核 → 年度: results and appraisal of a branch's members, what is suggested and what was decided.

mod ballots;
mod decision_row;
mod decisions;
mod figures;
mod member;
mod papers;

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::app::routes::{Route, YearRoute, YearTab};
use crate::app::{Location, Session, today};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::{APPRAISAL_SCHEMA, Problem, names_apart, title};
use crate::scoring::{AnnualRow, Scores, annual_rows, grading_standard, year_obstacles};
use crate::ui::components::{
    Button, ButtonKind, Empty, Icon, LinkButton, Page, RecordPicker, StateChip, Tab, Tabs, Tone,
};
use crate::ui::pages::branch_options::branch_options;

/// Whose year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchYear {
    /// The branch.
    pub branch: RecordId,
    /// The year.
    pub year: i32,
}

impl BranchYear {
    /// The names of members in its tables, those of one name told apart.
    fn names(&self, ledger: &Ledger, rows: &[AnnualRow]) -> BTreeMap<RecordId, String> {
        names_apart(ledger, rows.iter().map(|row| &row.months.member), false)
    }

    fn route(&self, view: YearTab) -> Route {
        let (year, branch) = (Some(self.year), Some(self.branch.clone()));
        Route::Year(YearRoute { year, branch, view, ..YearRoute::default() })
    }

    /// The members' year in the order of Party papers (姓氏笔画). Months that are not over do not
    /// count.
    fn rows(&self, ledger: &Ledger, scores: &mut Scores) -> Vec<AnnualRow> {
        let until = last_over();
        let mut rows: Vec<(String, AnnualRow)> =
            annual_rows(ledger, scores, &self.branch, self.year, until)
                .into_iter()
                .map(|row| (title(ledger, &row.months.member), row))
                .collect();
        sort_by_name(&mut rows, NameOrder::Strokes, |(name, _)| name);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// The months of the year that are over.
    fn months(&self) -> Vec<Month> {
        let until = last_over();
        let all = (1..=12).filter_map(|number| Month::new(self.year, number));
        all.filter(|month| *month <= until).collect()
    }

    /// The pass mark of the year, by the standard that grades its rows.
    fn pass_mark(&self, ledger: &Ledger, scores: &mut Scores) -> i32 {
        grading_standard(ledger, scores, &self.months()).pass_mark()
    }
}

/// The pages of a year.
pub fn year_page(route: Signal<YearRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let about = Memo::new(move |_| {
        let YearRoute { year, branch, view, .. } = route.get();
        let own = session.own_branch().filter(|own| {
            session.with_ledger(|ledger| ledger.record(own).is_some_and(|one| one.is_live()))
        });
        let branch = branch.or(own).or_else(|| {
            session
                .with_ledger(|ledger| ledger.records("branch").next().map(|one| one.id().clone()))
        })?;
        Some((BranchYear { branch, year: year.unwrap_or_else(usual_year) }, view))
    });
    let member = Memo::new(move |_| {
        let YearRoute { year, member, view, .. } = route.get();
        Some((member?, year.unwrap_or_else(usual_year), view == YearTab::PrintMember))
    });
    let content = move || match member.get() {
        Some((member, year, true)) => member::member_paper(member, year),
        Some((member, year, false)) => member::member_page(member, year),
        None => of_branch(about),
    };
    content.into_any()
}

/// The pages of a branch's year.
fn of_branch(about: Memo<Option<(BranchYear, YearTab)>>) -> AnyView {
    let content = move || match about.get() {
        None => view! {
            <Page title="年度评议">
                <Empty title="还没有党支部" text="先在“台账 → 党支部”里添加支部，或者导入花名册。"/>
            </Page>
        }
        .into_any(),
        // The latter is of a member alone.
        Some((about, YearTab::Table | YearTab::PrintMember)) => {
            let shown = about.clone();
            frame(about, "table", move || decisions::decisions_view(shown))
        }
        Some((about, YearTab::Ballots)) => {
            let shown = about.clone();
            frame(about, "ballots", move || ballots::ballots_form(shown))
        }
        Some((about, YearTab::Uses)) => {
            let shown = about.clone();
            frame(about, "uses", move || papers::uses_view(shown))
        }
        Some((about, YearTab::PrintMembers)) => member::members_paper(&about),
        Some((about, YearTab::PrintBallot)) => papers::paper_page(about, papers::YearPaper::Ballot),
        Some((about, YearTab::PrintSummary)) => {
            papers::paper_page(about, papers::YearPaper::Summary)
        }
    };
    content.into_any()
}

/// The last month that is over: those after it do not count.
fn last_over() -> Month {
    Month::of(today()).plus(-1)
}

/// The year at hand: in January and February still the one before.
fn usual_year() -> i32 {
    Month::of(today()).plus(-2).year()
}

/// The frame that the sides of a year share.
fn frame(
    about: BranchYear,
    tab: &'static str,
    body: impl FnOnce() -> AnyView + Send + 'static,
) -> AnyView {
    let session = expect_context::<Session>();
    let place = expect_context::<Location>();
    let about = StoredValue::new(about);
    let view = match tab {
        "ballots" => YearTab::Ballots,
        "uses" => YearTab::Uses,
        _ => YearTab::Table,
    };
    let go = move |change: &dyn Fn(&mut BranchYear)| {
        let mut to = about.get_value();
        change(&mut to);
        place.go_instead(&to.route(view));
    };
    let choose = move |id: String| {
        if let Ok(branch) = id.parse::<RecordId>() {
            go(&|about| about.branch = branch.clone());
        }
    };
    let branches = branch_options(session, about.with_value(|about| Some(about.branch.clone())));
    let crumbs = Signal::derive(move || {
        about.with_value(|about| {
            session.with_ledger(|ledger| {
                vec![title(ledger, &about.branch), format!("{}年", about.year)]
            })
        })
    });
    let branch = about.with_value(|about| about.branch.to_string());
    let label = about.with_value(|about| format!("{}年", about.year));
    let controls = move || {
        view! {
            <div class="month-controls">
                <RecordPicker options=branches value=Signal::stored(branch.clone())
                    placeholder="选择支部" on_change=choose/>
                <div class="quarter-steps" role="group" aria-label="年度">
                    <Button label="上一年" icon=Icon::Left icon_only=true
                        on_click=move |()| go(&|about| about.year -= 1)/>
                    <span class="quarter-now">{label.clone()}</span>
                    <Button label="下一年" icon=Icon::Right icon_only=true
                        on_click=move |()| go(&|about| about.year += 1)/>
                </div>
            </div>
        }
    };
    let tabs = vec![
        Tab::new("table", "结果与评定"),
        Tab::new("ballots", "民主测评"),
        Tab::new("uses", "评优与绩效"),
    ];
    let turn = move |tab: String| {
        let view = match &*tab {
            "ballots" => YearTab::Ballots,
            "uses" => YearTab::Uses,
            _ => YearTab::Table,
        };
        place.go(&about.with_value(|about| about.route(view)));
    };
    let sheets = (tab == "table").then(|| {
        let href = about.with_value(|about| about.route(YearTab::PrintMembers).href());
        view! { <LinkButton label="打印全部签字页" href icon=Icon::Print/> }
    });
    let print = about.with_value(|about| match tab {
        "ballots" => (about.route(YearTab::PrintBallot).href(), "打印测评表"),
        _ => (about.route(YearTab::PrintSummary).href(), "打印汇总表"),
    });
    // What the page has to be done comes before its paper.
    let is_done = Memo::new(move |_| match tab {
        "ballots" => false,
        "table" => session.with_scores(|ledger, scores| {
            about.with_value(|about| decisions::is_decided(&about.rows(ledger, scores)))
        }),
        _ => true,
    });
    let action = move || {
        let kind = if is_done.get() { ButtonKind::Primary } else { ButtonKind::Plain };
        view! { <LinkButton label=print.1 href=print.0.clone() kind icon=Icon::Print/> }
    };
    view! {
        <Page
            title="年度评议"
            crumbs
            back=Signal::stored(Route::Month(Default::default()).href())
            controls
            action=move || view! { {action} }
        >
            <div class="month-tabs pad">
                <Tabs tabs=Signal::stored(tabs) value=Signal::stored(tab.to_owned()) on_change=turn
                    label="年度评议的几个方面"/>
            </div>
            <div class="wide stack">
                {body()}
                <div class="row">{sheets}</div>
            </div>
        </Page>
    }
    .into_any()
}

/// What is wrong with what was typed, in one line.
fn in_a_line(session: Session, found: Vec<Problem>) -> String {
    session.with_ledger_untracked(|ledger| {
        let words = found.iter().map(|one| one.words(&APPRAISAL_SCHEMA, ledger));
        words.collect::<Vec<_>>().join("；")
    })
}

/// What is wrong with the year, and what has to be known.
fn obstacle_list(session: Session, about: &BranchYear) -> AnyView {
    let found = session.with_scores(|ledger, scores| {
        let rows = about.rows(ledger, scores);
        year_obstacles(ledger, scores, &about.branch, about.year, &rows, today())
    });
    let items: Vec<_> = found
        .into_iter()
        .map(|one| {
            let (word, tone) = match () {
                () if one.waits => ("等待", Tone::Plain),
                () if one.blocks => ("要处理", Tone::Bad),
                () => ("留意", Tone::Info),
            };
            view! {
                <li class="obstacle">
                    <StateChip text=word tone/>
                    <span class="obstacle-text">{one.text}</span>
                </li>
            }
        })
        .collect();
    view! {
        <section class="obstacles">
            <h2 class="obstacles-heading">"核对"</h2>
            {items.is_empty().then(|| view! { <p class="quiet-line">"没有要处理的。"</p> })}
            <ul>{items}</ul>
        </section>
    }
    .into_any()
}
