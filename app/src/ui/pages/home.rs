//! 首页: what is to be done now, and the state of the branch in figures.

use leptos::prelude::*;

use crate::app::routes::{MonthTab as View, Route};
use crate::app::{Session, SidePage, today};
use crate::ledger::{Ledger, Month, RecordId, day_label};
use crate::registers::{MEMBER, Member, name_of};
use crate::reports::MonthView;
use crate::scoring::Scores;
use crate::ui::app_state::AppState;
use crate::ui::chunks::{self, TidyView};
use crate::ui::components::{
    ButtonKind, Empty, Icon, LinkButton, Notice, NoticeKind, Page, Stat, Stats,
};
use crate::ui::words::{points, usual_month};

/// The overview.
pub fn home_page() -> AnyView {
    let session = expect_context::<Session>();
    let app = expect_context::<AppState>();
    let keeper = move || session.tablet();
    let crumbs = Signal::derive(move || {
        let own = session.own_branch();
        let branch = own.map(|own| session.with_ledger(|ledger| name_of(ledger, &own)));
        vec![branch.unwrap_or_else(|| "各支部".to_owned()), day_label(today())]
    });
    let heading = Signal::derive(move || {
        let name = keeper().name;
        if name.is_empty() { "首页".to_owned() } else { format!("{name}，今天要办的事") }
    });
    let findings = move || {
        let found = app.findings.get();
        (!found.is_empty()).then(|| {
            let items: Vec<_> = found
                .into_iter()
                .map(|text| view! { <Notice kind=NoticeKind::Warn title=text/> })
                .collect();
            view! { <section aria-label="打开台账时发现">{items}</section> }
        })
    };
    // Whether a backup is due, which is told apart from the other duties.
    let waiting = RwSignal::new(false);
    let care = chunks::show_quietly((app.chunks().tidy)(TidyView::HomeNotices(session, waiting)));
    let empty = Memo::new(move |_| {
        session.with_ledger(|ledger| ledger.records(MEMBER.name).next().is_none())
    });
    let figure = chunks::show_quietly((app.chunks().tidy)(TidyView::Figure(session)));
    let content = move || {
        if empty.get() {
            return begin();
        }
        view! {
            {duty_section(session, waiting)}
            {move || figures(session, usual_month(today()))}
        }
        .into_any()
    };
    let entry = move || {
        // Without members there is one thing to do.
        if empty.get() {
            return None;
        }
        let branch = session.own_branch().or_else(|| {
            session.with_ledger_untracked(|ledger| {
                ledger.records("branch").next().map(|one| one.id().clone())
            })
        })?;
        let route = Route::month(&branch, Month::of(today()), View::NewEntry(None, None));
        Some(view! {
            <LinkButton label="登记积分" href=route.href() kind=ButtonKind::Primary icon=Icon::Plus/>
        })
    };
    view! {
        <Page title=heading crumbs action=move || entry>
            {findings}
            {care}
            {content}
            {figure}
        </Page>
    }
    .into_any()
}

fn begin() -> AnyView {
    view! {
        <Empty
            title="台账刚建好，先把党员录进来"
            text="可以从 Excel 或 CSV 花名册导入，也可以从 Excel 里复制粘贴，或者一个一个添加。"
            icon=Icon::Members
            action=|| view! {
                <LinkButton label="导入花名册" href=SidePage::ImportRoster.route().href()
                    kind=ButtonKind::Primary icon=Icon::Import/>
                <LinkButton label="添加党员" href="#/register/member/new"/>
            }
        />
    }
    .into_any()
}

/// The branches that this tablet's keeper looks after.
pub fn branches(session: Session, ledger: &Ledger) -> Vec<RecordId> {
    match session.own_branch().filter(|own| ledger.record(own).is_some_and(|own| own.is_live())) {
        Some(own) => vec![own],
        None => ledger.records("branch").map(|branch| branch.id().clone()).collect(),
    }
}

/// What is to be done, and what is coming: its heading and room for it, until the part that looks for
/// it is there.
fn duty_section(session: Session, waiting: RwSignal<bool>) -> AnyView {
    let app = expect_context::<AppState>();
    let found = chunks::show_quietly((app.chunks().tidy)(TidyView::Duties(session, waiting)));
    view! {
        <h2 class="section-heading">"要办的事"</h2>
        <div class="duty-room">{found}</div>
    }
    .into_any()
}

fn figures(session: Session, month: Month) -> AnyView {
    session.with_scores(|ledger, scores| {
        let sections: Vec<_> = branches(session, ledger)
            .into_iter()
            .map(|branch| branch_figures(ledger, scores, &branch, month))
            .collect();
        view! {
            <section class="home-figures">
                <h2 class="section-heading">{format!("{}的情况", month.label())}</h2>
                {sections}
            </section>
        }
        .into_any()
    })
}

fn branch_figures(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: &RecordId,
    month: Month,
) -> AnyView {
    let on = month.first_day();
    let members = ledger
        .records(MEMBER.name)
        .filter_map(|record| Member::on(&record, on))
        .filter(|member| member.branch == *branch);
    let (mut all, mut probationary) = (0, 0);
    for member in members {
        all += 1;
        probationary += usize::from(member.category == "probationary");
    }
    let sheet = Route::month(branch, month, View::Sheet).href();
    let view = match MonthView::of(ledger, scores, branch, month) {
        Ok(view) => view,
        Err(error) => {
            return view! { <Notice kind=NoticeKind::Warn title=error.to_string()/> }.into_any();
        }
    };
    let mean = view.mean();
    let before = MonthView::of(ledger, scores, branch, month.plus(-1)).ok();
    let before = before.and_then(|view| view.mean().rounded());
    let hint = match (mean.rounded(), before) {
        (Some(now), Some(before)) => {
            format!("上月 {}，{}", points(before), crate::ui::words::signed((now - before).into()))
        }
        _ => String::new(),
    };
    let grades: Vec<_> = view
        .grades()
        .into_iter()
        .map(|(name, count)| {
            view! {
                <Stat figure=count.to_string() unit="人" label=name href=sheet.clone()/>
            }
        })
        .collect();
    let exempt = view.rows.iter().filter(|row| !row.assessed).count();
    let shown = mean.rounded().map_or_else(|| "—".to_owned(), points);
    view! {
        <h3 class="branch-heading">
            <a href=sheet.clone()>{name_of(ledger, branch)}</a>
        </h3>
        <Stats>
            <Stat figure=all.to_string() unit="人" label="党员"
                hint=format!("预备 {probationary}，不参评 {exempt}") href="#/register/member"/>
            <Stat figure=shown unit="分" label="人均积分" hint href=sheet/>
            {grades}
        </Stats>
    }
    .into_any()
}
