//! 德能勤绩廉: each member at a glance, from the facets of the standard's items.

use leptos::prelude::*;

use super::about::{About, Span};
use crate::app::routes::{MonthTab, Route};
use crate::app::{LifeRoute, LifeView, Session, today};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::{names_apart, points_text};
use crate::reports::life::{FACETS, FacetRow, FacetSum, facet_rows};
use crate::scoring::Scores;
use crate::ui::components::{Empty, Notice, Page, Tab, Tabs};

/// What the page shows.
#[derive(Clone, PartialEq)]
struct Facets {
    rows: Vec<(String, FacetRow)>,
    /// Months without a sheet.
    missing: Vec<Month>,
}

impl Facets {
    fn of(ledger: &Ledger, scores: &mut Scores, branch: &RecordId, months: &[Month]) -> Self {
        let (rows, missing) = facet_rows(ledger, scores, branch, months);
        let names = names_apart(ledger, rows.iter().map(|row| &row.member), false);
        let named = |row: FacetRow| (names.get(&row.member).cloned().unwrap_or_default(), row);
        let mut rows: Vec<_> = rows.into_iter().map(named).collect();
        sort_by_name(&mut rows, NameOrder::Strokes, |(name, _)| name);
        Self { rows, missing }
    }
}

/// The page of it.
pub fn facets_page(route: Signal<LifeRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let about = About::follow(route, LifeView::Facets);
    let span = RwSignal::new(Span::Month);
    let facets = Memo::new(move |_| {
        let branch = about.branch.get()?;
        // A period in the future has nothing to show.
        let now = Month::of(today());
        let months = span.get().of(about.month.get());
        let months: Vec<Month> = months.into_iter().filter(|month| *month <= now).collect();
        Some(session.with_scores(|ledger, scores| Facets::of(ledger, scores, &branch, &months)))
    });
    let body = move || match facets.get() {
        None => view! {
            <Empty title="还没有党支部" text="先在“台账 → 党支部”里添加支部，或者导入花名册。"/>
        }
        .into_any(),
        Some(facets) => facets_view(about, facets),
    };
    let tabs =
        vec![Tab::new("month", "当月"), Tab::new("quarter", "季度"), Tab::new("year", "全年")];
    let value = Signal::derive(move || {
        match span.get() {
            Span::Month => "month",
            Span::Quarter => "quarter",
            Span::Year => "year",
        }
        .to_owned()
    });
    let turn = move |id: String| {
        span.set(match &*id {
            "quarter" => Span::Quarter,
            "year" => Span::Year,
            _ => Span::Month,
        });
    };
    view! {
        <Page
            title="德能勤绩廉"
            crumbs=Signal::derive(move || vec![about.name(), span.get().label(about.month.get())])
            back=Signal::derive(move || about.href(LifeView::Board))
            controls=move || view! { {move || about.controls(span.get(), false)} }
        >
            <div class="month-tabs pad">
                <Tabs tabs=Signal::stored(tabs) value on_change=turn label="时间"/>
            </div>
            {body}
        </Page>
    }
    .into_any()
}

fn facets_view(about: About, facets: Facets) -> AnyView {
    if facets.rows.is_empty() {
        return view! {
            <Empty title="这段时间没有月表" text="采用考核标准、有了在册党员，这里就按月表里的各项得分汇总。"/>
        }
        .into_any();
    }
    let missing = (!facets.missing.is_empty()).then(|| {
        let months: Vec<String> = facets.missing.iter().map(|month| month.label()).collect();
        let title = format!("{}没有分项得分，没有计入", months.join("、"));
        view! { <Notice title/> }
    });
    let branch = about.branch.get_untracked();
    let month = about.month.get_untracked();
    let lines = facets.rows.into_iter().map(|(name, row)| {
        let href = branch.as_ref().map(|branch| {
            let explain = MonthTab::Explain(row.member.clone(), None);
            Route::month(branch, month, explain).href()
        });
        let bars: Vec<_> =
            FACETS.iter().zip(row.sums).map(|(facet, sum)| facet_bar(facet, sum)).collect();
        view! {
            <li class="facet-row">
                <a class="facet-name" href=href>{name}</a>
                <div class="facet-bars">{bars}</div>
            </li>
        }
    });
    let lines: Vec<_> = lines.collect();
    view! {
        <div class="wide stack">
            {missing}
            <ul class="facets">{lines}</ul>
            <p class="quiet-line">
                "数字是各项得分之和和可得的最高分，按标准里每一项所体现的方面归类。只供支部内部了解，不公示、不打印。"
            </p>
        </div>
    }
    .into_any()
}

/// A facet with its bar: how much of the possible points there is. The bar is drawn in whole units of a
/// hundredth.
fn facet_bar(facet: &'static str, sum: FacetSum) -> AnyView {
    if sum.most <= 0 {
        return view! {
            <span class="facet">
                <span class="facet-word">{facet}</span><span class="muted">"没有这类项目"</span>
            </span>
        }
        .into_any();
    }
    let share = (sum.score.max(0) * 100 / sum.most).min(100).to_string();
    let words = format!("{} / {}", points_text(sum.score), points_text(sum.most));
    view! {
        <span class="facet">
            <span class="facet-word">{facet}</span>
            <svg class="facet-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect class="facet-most" width="100" height="8"/>
                <rect class="facet-score" width=share height="8"/>
            </svg>
            <span class="facet-sum">{words}</span>
        </span>
    }
    .into_any()
}
