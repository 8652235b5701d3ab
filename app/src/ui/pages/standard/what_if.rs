//! 试算: whose points a draft would have changed in months that have passed, and why.

use leptos::prelude::*;

use super::missing;
use super::trial::{NO_MONTHS, Trial};
use crate::app::routes::StandardTab;
use crate::app::{Session, standards};
use crate::ledger::RecordId;
use crate::registers::title;
use crate::scoring::{ItemChange, LineSide, MemberChange, MonthChange, Standard};
use crate::ui::components::{ButtonKind, Empty, Icon, LinkButton, Page, Split};
use crate::ui::words::{points, signed};

/// The page of a draft that is tried.
pub fn what_if_page(id: RecordId) -> AnyView {
    let session = expect_context::<Session>();
    let standard = session.with_scores(|ledger, scores| standards::version(ledger, scores, &id));
    let Some(standard) = standard else {
        return missing("要试算的一版不在本机、已删去或读不出来。");
    };
    let back = StandardTab::Draft.of(&id).href();
    let crumbs = vec![standard.name.clone(), "只是试算，什么也不改".to_owned()];
    let Some(trial) = Trial::begin(session, standard) else {
        return view! {
            <Page title="试算" crumbs=Signal::stored(crumbs) back=Signal::stored(back)>
                <Empty title="还没有过完的月份" text=NO_MONTHS/>
            </Page>
        }
        .into_any();
    };
    let print = StandardTab::PrintTrial.of(&id).href();
    let opened = trial.choice.opened;
    let list = move || {
        view! {
            <div class="pad stack">
                {trial.choices()}
                {move || trial.summary()}
            </div>
            {move || trial.table(opened, true)}
        }
        .into_any()
    };
    let change = Memo::new(move |_| {
        let id = opened.get();
        trial
            .found
            .with(|found| found.changes.iter().find(|one| one.member.as_str() == id).cloned())
    });
    let detail = move || change.get().map(|change| explanation(trial, &change)).into_any();
    let detail_title = Signal::derive(move || {
        let change = change.get();
        change.map_or_else(String::new, |one| {
            session.with_ledger(|ledger| title(ledger, &one.member))
        })
    });
    view! {
        <Page
            title="试算"
            crumbs=Signal::stored(crumbs)
            back=Signal::stored(back)
            fill=true
            controls=move || view! {
                <LinkButton label="打印" icon=Icon::Print kind=ButtonKind::Quiet href=print.clone()/>
            }
        >
            <Split
                open=Signal::derive(move || change.with(Option::is_some))
                detail
                detail_title
                on_back=move |()| opened.set(String::new())
                wide_list=true
                list=Box::new(list)
            />
        </Page>
    }
    .into_any()
}

/// A member's months that would change, item by item.
fn explanation(trial: Trial, change: &MemberChange) -> AnyView {
    let standard = trial.standard.get_value();
    let months: Vec<AnyView> = change
        .months
        .iter()
        .map(|of| {
            let items = trial.session.with_scores(|ledger, scores| {
                scores.explain_change(ledger, &standard, &change.member, of.month)
            });
            month_view(&standard, of, &items)
        })
        .collect();
    view! { <div class="standard-compare">{months}</div> }.into_any()
}

fn month_view(standard: &Standard, of: &MonthChange, items: &[ItemChange]) -> AnyView {
    let (before, after) = (&of.before, &of.after);
    let grade = match before.grade == after.grade {
        true => before.grade.clone(),
        false => format!("{} → {}", before.grade, after.grade),
    };
    let pay = match before.permille == after.permille {
        true => String::new(),
        false => "，绩效系数随等级变".to_owned(),
    };
    let aspects: Vec<String> = standard
        .aspects
        .iter()
        .zip(before.aspects.iter().zip(&after.aspects))
        .filter(|(_, (before, after))| before != after)
        .map(|(aspect, (before, after))| {
            format!("{} {}", aspect.name, signed(i64::from(after - before)))
        })
        .collect();
    let items: Vec<AnyView> = items.iter().map(item_view).collect();
    let line = format!("{} → {}，{grade}{pay}", points(before.result), points(after.result));
    view! {
        <section class="try-month">
            <h3 class="section-heading">{of.month.label()}</h3>
            <p class="figures">{line}</p>
            <p class="quiet-line">{aspects.join("，")}</p>
            {items}
        </section>
    }
    .into_any()
}

fn item_view(item: &ItemChange) -> AnyView {
    let score = |tenths: Option<i32>| tenths.map_or_else(|| "没有这项".to_owned(), points);
    let heading =
        format!("{} {}：{} → {}", item.id, item.name, score(item.before), score(item.after));
    let rows: Vec<_> = item
        .lines
        .iter()
        .map(|line| {
            view! {
                <li class="compare-row">
                    {side("原来", line.before.as_ref(), "try-side compare-before")}
                    {side("改为", line.after.as_ref(), "try-side compare-after")}
                </li>
            }
        })
        .collect();
    view! {
        <div class="try-item">
            <h4>{heading}</h4>
            <ul class="list">{rows}</ul>
        </div>
    }
    .into_any()
}

fn side(label: &'static str, side: Option<&LineSide>, class: &'static str) -> AnyView {
    let text = match side {
        Some(side) => format!("{}　{} 分", side.words, signed(side.points)),
        None => "没有这一条".to_owned(),
    };
    view! {
        <p class=class><span class="compare-side">{label}</span><span>{text}</span></p>
    }
    .into_any()
}
