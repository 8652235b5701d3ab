//! The periods of a branch's year: a grid of rules by months, and below it a list by how they are.

use leptos::prelude::*;

use super::About;
use super::waive::{Chosen, waive_form};
use crate::app::routes::Route;
use crate::app::{Session, today};
use crate::reports::{BucketState, DutyBucket, Standing, year_rows, year_spans};
use crate::ui::components::{Choice, Empty, Mounted, Opt};
use crate::ui::pages::duty_routes::about_route;

pub(super) fn year_view(
    session: Session,
    about: StoredValue<About>,
    buckets: Memo<Vec<DutyBucket>>,
) -> AnyView {
    let year = about.with_value(|about| about.year);
    let grid = move || grid_view(session, year_rows(buckets.get(), year));
    let filter = RwSignal::new("owed".to_owned());
    let options = [("owed", "欠着"), ("done", "已办"), ("none", "不适用")];
    let options = options.map(|(id, label)| Opt::new(id, label)).to_vec();
    let chosen = Chosen::new();
    let listed = Memo::new(move |_| {
        let group = filter.get();
        buckets.with(|all| {
            let of_year = all.iter().filter(|one| one.bucket.first.year() == year);
            of_year.filter(|one| group_of(one) == group).cloned().collect::<Vec<_>>()
        })
    });
    let list = move || list_view(session, &listed.get(), chosen);
    let form = move || {
        filter.with(|filter| filter == "owed").then(|| {
            waive_form(session, listed, chosen, &about.with_value(|about| about.branch.to_string()))
        })
    };
    view! {
        {grid}
        <section class="stack">
            <h2 class="section-heading">"逐期"</h2>
            <Choice options=Signal::stored(options) value=filter label="看哪些"
                on_change=move |to| filter.set(to)/>
            {list}
            {form}
        </section>
    }
    .into_any()
}

/// The list that a period belongs to.
fn group_of(one: &DutyBucket) -> &'static str {
    match &one.state {
        BucketState::Owed { .. } => "owed",
        BucketState::Settled { .. } => "done",
        BucketState::Waived { .. } | BucketState::NotApplicable(_) => "none",
    }
}

/// What a period opens: what settles it, or what settled it; `None` where there is nothing.
fn href_of(one: &DutyBucket) -> Option<String> {
    match &one.state {
        BucketState::Owed { .. } => {
            Some(about_route(&one.branch, one.bucket.first, &one.about()).href())
        }
        BucketState::Settled { by: Some(by), .. } | BucketState::Waived { by, .. } => {
            Some(Route::detail(by).href())
        }
        BucketState::Settled { by: None, .. } | BucketState::NotApplicable(_) => None,
    }
}

fn grid_view(session: Session, rows: Vec<Vec<DutyBucket>>) -> AnyView {
    if rows.is_empty() {
        return view! {
            <Empty title="这一年没有要办的" text="台账从采用考核标准的那个月开始算，以前的不追。"/>
        }
        .into_any();
    }
    let today = today();
    let months = (1..=12).map(|number| view! { <th scope="col">{format!("{number}月")}</th> });
    let row = |row: Vec<DutyBucket>| {
        let title = row
            .first()
            .map(|one| session.with_ledger_untracked(|ledger| one.title(ledger)))
            .unwrap_or_default();
        let cells = year_spans(&row).into_iter().map(|(months, one)| cell_view(months, one, today));
        view! { <tr><th scope="row">{title}</th>{cells.collect::<Vec<_>>()}</tr> }
    };
    let rows = rows.into_iter().map(row).collect::<Vec<_>>();
    let meanings = Standing::ALL.map(|one| format!("{} {}", one.word(), one.meaning())).join("；");
    view! {
        <div class="plain-table-box" tabindex="0" role="region" aria-label="全年各项">
            <table class="plain-table duty-grid">
                <caption class="unseen">"全年各项"</caption>
                <thead><tr><th scope="col">"事项"</th>{months.collect::<Vec<_>>()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="quiet-line">{meanings}</p>
    }
    .into_any()
}

fn cell_view(months: i32, one: Option<&DutyBucket>, today: crate::ledger::Day) -> AnyView {
    let Some(one) = one else {
        return view! { <td colspan=months.to_string()></td> }.into_any();
    };
    let standing = one.standing(today);
    let (word, said) = (standing.word(), format!("{} {}", one.bucket.label(), one.words()));
    let class = match standing {
        Standing::Overdue => "is-warn",
        Standing::Open => "is-strong",
        Standing::NotApplicable => "is-muted",
        Standing::Settled | Standing::SettledLate => "",
    };
    let content = match href_of(one) {
        Some(href) => view! {
            <a href=href title=said.clone() aria-label=format!("{word}，{said}")>{word}</a>
        }
        .into_any(),
        None => view! { <span title=said>{word}</span> }.into_any(),
    };
    view! { <td class=class colspan=months.to_string()>{content}</td> }.into_any()
}

fn list_view(session: Session, listed: &[DutyBucket], chosen: Chosen) -> AnyView {
    if listed.is_empty() {
        return view! { <p class="quiet-line">"没有。"</p> }.into_any();
    }
    let is_one = |one: &DutyBucket, other: &DutyBucket| {
        (one.rule.id, &one.subject) == (other.rule.id, &other.subject)
    };
    let groups = listed.chunk_by(is_one).map(|of_rule| {
        let title = of_rule
            .first()
            .map(|one| session.with_ledger_untracked(|ledger| one.title(ledger)))
            .unwrap_or_default();
        let rows = of_rule.iter().map(|one| row_view(one, &title, chosen)).collect::<Vec<_>>();
        let is_owed = of_rule.iter().all(|one| group_of(one) == "owed");
        let all = (is_owed && of_rule.len() > 1).then(|| chosen.all_button(of_rule));
        view! {
            <li class="duty-rule">
                <div class="duty-rule-head"><h3>{title}</h3>{all}</div>
                <ul class="duty-list">{rows}</ul>
            </li>
        }
    });
    view! { <ul class="duty-rules">{groups.collect::<Vec<_>>()}</ul> }.into_any()
}

fn row_view(one: &DutyBucket, title: &str, chosen: Chosen) -> AnyView {
    let label = one.bucket.label();
    let words = one.words();
    let href = href_of(one);
    let is_owed = group_of(one) == "owed";
    let go = href.map(|href| {
        let word = if is_owed { "去办" } else { "看记录" };
        view! { <a class="duty-open" href=href aria-label=format!("{word}：{title}{label}")>{word}</a> }
    });
    let text = view! { <span>{label}</span><span class="duty-due">{words}</span> };
    let words = if is_owed {
        let key = one.key();
        let own = key.clone();
        let is_on = Memo::new(move |_| chosen.has(&own));
        view! {
            <label class="duty-words">
                <input type="checkbox" prop:checked=is_on on:change=Mounted::here().on(move |_| chosen.turn(&key))/>
                {text}
            </label>
        }
        .into_any()
    } else {
        view! { <span class="duty-words">{text}</span> }.into_any()
    };
    view! { <li class="duty-period">{words}{go}</li> }.into_any()
}
