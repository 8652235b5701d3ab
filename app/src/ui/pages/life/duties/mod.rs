//! 该做什么: what a branch has to do now, the periods of its year, and the rules.

mod list;
mod paper;
mod rules;
mod waive;
mod year;

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{LifeRoute, LifeView, Location, Session, draft_of, today};
use crate::ledger::{Month, RecordId};
use crate::registers::title;
use crate::reports::{DutyBucket, DutyIndex, all_buckets, rules_in_force};
use crate::ui::components::{Button, Empty, Icon, LinkButton, Page, RecordPicker, Tab, Tabs};
use crate::ui::pages::branch_options::branch_options;
use crate::ui::pages::home::branches;

/// Whose duties, and in which year.
#[derive(Debug, Clone, PartialEq, Eq)]
struct About {
    branch: RecordId,
    year: i32,
}

impl About {
    fn route(&self, view: LifeView) -> Route {
        let record = Some(self.branch.clone());
        Route::Life(LifeRoute { record, month: Month::new(self.year, 1), ..view.route() })
    }

    /// The periods of all rules, since the ledger began.
    fn buckets(&self, session: Session) -> Vec<DutyBucket> {
        session.with_ledger(|ledger| {
            let branches = std::slice::from_ref(&self.branch);
            let index = DutyIndex::new(ledger, branches, today());
            all_buckets(&index, &rules_in_force(ledger), &self.branch)
        })
    }
}

/// The page of it.
pub fn duties_page(route: Signal<LifeRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let about = Memo::new(move |_| {
        let LifeRoute { record, month, .. } = route.get();
        let first = || session.with_ledger(|ledger| branches(session, ledger).into_iter().next());
        let branch = record.or_else(first)?;
        let year = month.unwrap_or_else(|| Month::of(today())).year();
        Some(About { branch, year })
    });
    // The page of another branch or year is another; the tab stays.
    // Where a reason was begun, one sees the form in which it is kept.
    let has_draft = about.with_untracked(|about| {
        let branch = about.as_ref().map(|about| waive::draft_name(about.branch.as_str()));
        branch.is_some_and(|name| draft_of(session, &name).is_some())
    });
    let tab = RwSignal::new(if has_draft { "year" } else { "now" }.to_owned());
    let view = Memo::new(move |_| route.with(|route| route.view));
    let content = move || match (about.get(), view.get()) {
        (None, _) => view! {
            <Page title="该做什么">
                <Empty title="还没有党支部" text="先在“台账 → 党支部”里添加支部，或者导入花名册。"/>
            </Page>
        }
        .into_any(),
        (Some(about), LifeView::PrintDuties) => paper::paper_page(session, &about),
        (Some(about), _) => overview(session, about, tab),
    };
    content.into_any()
}

fn overview(session: Session, about: About, tab: RwSignal<String>) -> AnyView {
    let place = expect_context::<Location>();
    let about = StoredValue::new(about);
    // A memo: the grid, the list below it and its form ask for it.
    let buckets = Memo::new(move |_| about.with_value(|about| about.buckets(session)));
    let go = move |change: &dyn Fn(&mut About)| {
        let mut to = about.get_value();
        change(&mut to);
        place.go_instead(&to.route(LifeView::Duties));
    };
    let choose = move |id: String| {
        if let Ok(branch) = id.parse::<RecordId>() {
            go(&|about| about.branch = branch.clone());
        }
    };
    let options = branch_options(session, about.with_value(|about| Some(about.branch.clone())));
    let branch = about.with_value(|about| about.branch.to_string());
    let label = about.with_value(|about| format!("{}年", about.year));
    let crumbs = Signal::derive(move || {
        about.with_value(|about| session.with_ledger(|ledger| vec![title(ledger, &about.branch)]))
    });
    let controls = move || {
        let years = move || {
            let label = label.clone();
            tab.with(|tab| tab == "year").then(|| {
                view! {
                    <div class="quarter-steps" role="group" aria-label="年度">
                        <Button label="上一年" icon=Icon::Left icon_only=true
                            on_click=move |()| go(&|about| about.year -= 1)/>
                        <span class="quarter-now">{label}</span>
                        <Button label="下一年" icon=Icon::Right icon_only=true
                            on_click=move |()| go(&|about| about.year += 1)/>
                    </div>
                }
            })
        };
        view! {
            <div class="month-controls">
                <RecordPicker options value=Signal::stored(branch.clone())
                    placeholder="选择支部" on_change=choose/>
                {years}
            </div>
        }
    };
    let tabs =
        vec![Tab::new("now", "要办的"), Tab::new("year", "全年"), Tab::new("rules", "多久一次")];
    let paper = about.with_value(|about| about.route(LifeView::PrintDuties).href());
    let body = move || {
        tab.with(|tab| match &**tab {
            "year" => year::year_view(session, about, buckets),
            "rules" => rules::rules_view(session),
            _ => list::list_view(session, about),
        })
    };
    view! {
        <Page
            title="该做什么"
            crumbs
            back=Signal::stored(Route::Home.href())
            controls
            action=move || view! {
                <LinkButton label="本月待办" href=paper icon=Icon::Print/>
            }
        >
            <div class="month-tabs pad">
                <Tabs tabs=Signal::stored(tabs) value=tab on_change=move |to| tab.set(to)
                    label="该做什么的几个方面"/>
            </div>
            <div class="wide stack">{body}</div>
        </Page>
    }
    .into_any()
}
