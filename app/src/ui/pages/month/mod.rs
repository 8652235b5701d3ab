//! 考核: a branch's month, from entry to lock.

mod archived;
mod close;
mod close_forms;
mod entries;
mod explain;
mod item;
mod locked;
mod panel;
mod papers;
mod pending;
mod sheet;
mod sheet_list;
mod sheet_state;
mod sheet_table;

use leptos::prelude::*;

use crate::app::routes::{MonthRoute, MonthTab, Route};
use crate::app::{Location, Session, SidePage, today};
use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::{Step, assessment_id, step};
use crate::ui::components::{
    ButtonKind, Empty, Icon, LinkButton, MonthInput, Page, RecordPicker, Tab, Tabs,
};
use crate::ui::pages::branch_options::branch_options;
use crate::ui::pages::registers::entry_form_page;
use crate::ui::words::usual_month;

/// Which branch and month a page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchMonth {
    /// The branch.
    pub branch: RecordId,
    /// The month.
    pub month: Month,
}

impl BranchMonth {
    /// The address of a side of this month.
    pub fn route(&self, view: MonthTab) -> Route {
        Route::month(&self.branch, self.month, view)
    }

    /// The name of the draft of one of its forms.
    fn draft_name(&self, form: &str) -> String {
        format!("month/{form}/{}/{}", self.branch, self.month)
    }
}

/// The pages of 考核.
pub fn month_page(route: Signal<MonthRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let about = Memo::new(move |_| {
        let MonthRoute { branch, month, .. } = route.get();
        let branch =
            branch.or_else(|| session.with_ledger(|ledger| usual_branch(session, ledger)))?;
        Some(BranchMonth { branch, month: month.unwrap_or_else(|| usual_month(today())) })
    });
    let side = Memo::new(move |_| side_of(&route.get().view));
    let content = move || match about.get() {
        None => view! {
            <Page title="月考核">
                <Empty
                    title="还没有党支部"
                    text="先在“台账 → 党支部”里添加支部，或者导入花名册。"
                    action=|| view! {
                        <LinkButton label="导入花名册" href=SidePage::ImportRoster.route().href()
                            kind=ButtonKind::Primary/>
                    }
                />
            </Page>
        }
        .into_any(),
        Some(about) => match side.get() {
            MonthSide::Sheet => sheet::sheet_page(about, route),
            MonthSide::Entries => entries::entries_page(about, route),
            MonthSide::NewEntry => entry_form_page(&about.branch, about.month, route),
            MonthSide::Close => close::close_page(about),
            MonthSide::Print(paper) => papers::paper_page(about, paper),
        },
    };
    content.into_any()
}

/// What is kept apart so that opening an explanation does not make the sheet anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MonthSide {
    Sheet,
    Entries,
    NewEntry,
    Close,
    Print(papers::MonthPaper),
}

fn side_of(view: &MonthTab) -> MonthSide {
    match view.under() {
        MonthTab::Sheet | MonthTab::Explain(..) | MonthTab::Item(_) => MonthSide::Sheet,
        // A record lies over a side, and over no other record.
        MonthTab::Record(..) => MonthSide::Sheet,
        MonthTab::Entries => MonthSide::Entries,
        MonthTab::NewEntry(..) => MonthSide::NewEntry,
        MonthTab::Close => MonthSide::Close,
        MonthTab::PrintForm => MonthSide::Print(papers::MonthPaper::Form),
        MonthTab::PrintSheet => MonthSide::Print(papers::MonthPaper::Sheet),
        MonthTab::PrintNotice => MonthSide::Print(papers::MonthPaper::Notice),
    }
}

/// The branch of this tablet's keeper, or else the first.
fn usual_branch(session: Session, ledger: &Ledger) -> Option<RecordId> {
    session
        .own_branch()
        .filter(|own| ledger.record(own).is_some_and(|branch| !branch.is_deleted()))
        .or_else(|| ledger.records("branch").next().map(|branch| branch.id().clone()))
}

/// Where a month is.
fn step_of(ledger: &Ledger, about: &BranchMonth) -> Step {
    step(ledger.record(&assessment_id(&about.branch, about.month)).as_ref())
}

/// The frame that the sides of a month share: which branch, which month, which side.
fn frame(
    about: &BranchMonth,
    tab: &'static str,
    fill: bool,
    has_own_action: Signal<bool>,
    body: impl FnOnce() -> AnyView + Send + 'static,
) -> AnyView {
    let session = expect_context::<Session>();
    let place = expect_context::<Location>();
    let about = StoredValue::new(about.clone());
    let here = move |branch: RecordId, month: Month| {
        let view = match tab {
            "entries" => MonthTab::Entries,
            "close" => MonthTab::Close,
            _ => MonthTab::Sheet,
        };
        place.go_instead(&Route::month(&branch, month, view));
    };
    let branches = branch_options(session, about.with_value(|about| Some(about.branch.clone())));
    let crumbs = Signal::derive(move || {
        about.with_value(|about| {
            session.with_ledger(|ledger| {
                vec![
                    crate::registers::title(ledger, &about.branch),
                    about.month.label(),
                    step_of(ledger, about).word().to_owned(),
                ]
            })
        })
    });
    let tabs = vec![
        Tab::new("sheet", "月表"),
        Tab::new("entries", "登记"),
        Tab::new("close", "审定·公示·锁定"),
    ];
    let go = move |tab: String| {
        let view = match &*tab {
            "entries" => MonthTab::Entries,
            "close" => MonthTab::Close,
            _ => MonthTab::Sheet,
        };
        place.go(&about.with_value(|about| about.route(view)));
    };
    // One thing is red: in a locked month, and on the side of its closing, the next step; else what
    // `has_own_action` says, and to register.
    let is_plain = Memo::new(move |_| {
        let step = session.with_ledger(|ledger| about.with_value(|about| step_of(ledger, about)));
        tab == "close" || step == Step::Locked || has_own_action.get()
    });
    let new_entry = about.with_value(|about| about.route(MonthTab::NewEntry(None, None)).href());
    let branch = about.with_value(|about| about.branch.as_str().to_owned());
    let month = about.with_value(|about| about.month.to_string());
    let controls = move || {
        view! {
            <div class="month-controls">
                {(branches.with_untracked(Vec::len) > 1).then(|| view! {
                    <RecordPicker
                        options=branches
                        value=Signal::stored(branch.clone())
                        placeholder="选择支部"
                        on_change=move |id: String| {
                            if let Ok(branch) = id.parse() {
                                here(branch, about.with_value(|about| about.month));
                            }
                        }
                    />
                })}
                <MonthInput
                    value=Signal::stored(month.clone())
                    on_change=move |month: String| {
                        if let Ok(month) = month.parse() {
                            here(about.with_value(|about| about.branch.clone()), month);
                        }
                    }
                />
            </div>
        }
    };
    view! {
        <Page
            title="月考核"
            crumbs
            fill=fill
            controls
            action=move || move || {
                let kind = if is_plain.get() { ButtonKind::Plain } else { ButtonKind::Primary };
                view! { <LinkButton label="登记积分" href=new_entry.clone() kind icon=Icon::Plus/> }
            }
        >
            <div class="month-tabs pad">
                <Tabs tabs=Signal::stored(tabs) value=Signal::stored(tab.to_owned()) on_change=go
                    label="月考核的几个方面"/>
                <div class="row">
                    {(branches.with_untracked(Vec::len) > 1).then(|| {
                        let month = about.with_value(|about| about.month);
                        let href = Route::Branches(Some(month)).href();
                        view! { <a class="month-standard" href=href>"各支部进度"</a> }
                    })}
                    <a class="month-standard" href="#/quarter">"季度"</a>
                    <a class="month-standard" href="#/year">"年度"</a>
                    <a class="month-standard" href="#/standard">"考核标准"</a>
                </div>
            </div>
            {body()}
        </Page>
    }
    .into_any()
}
