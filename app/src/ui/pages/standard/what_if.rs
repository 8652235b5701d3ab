//! 试算: whose points a draft would have changed in months that have passed, and why.

use std::sync::Arc;

use leptos::prelude::*;

use super::missing;
use crate::app::routes::{Route, StandardRoute};
use crate::app::{Session, standards};
use crate::browser::clock;
use crate::ledger::{Month, RecordId};
use crate::registers::title;
use crate::scoring::{
    ItemChange, LineSide, MemberChange, MonthChange, Standard, WhatIf, locked_months,
};
use crate::ui::components::{
    Choice, DataTable, Empty, Field, Icon, MultiChoice, Notice, NoticeKind, Opt, Page, Split, Stat,
    Stats, TableCell, TableColumn, TableRow,
};
use crate::ui::words::{points, signed};

/// So many months are chosen at first.
const USUAL: usize = 3;
/// So many months can be chosen from.
const MOST: usize = 12;

/// What is tried, on which months and members.
#[derive(Clone, Copy)]
struct Trial {
    session: Session,
    standard: StoredValue<Arc<Standard>>,
    months: RwSignal<Vec<String>>,
    own: StoredValue<Option<RecordId>>,
    all: RwSignal<bool>,
    found: Memo<WhatIf>,
}

/// The page of a draft that is tried.
pub fn what_if_page(id: RecordId) -> AnyView {
    let session = expect_context::<Session>();
    let standard = session.with_scores(|ledger, scores| standards::version(ledger, scores, &id));
    let Some(standard) = standard else {
        return missing("要试算的一版不在本机、已删去或读不出来。");
    };
    let back = Route::Standard(StandardRoute::Draft(id)).href();
    let crumbs = vec![standard.name.clone(), "只是试算，什么也不改".to_owned()];
    let months = untrack(|| choosable(session));
    if months.is_empty() {
        return view! {
            <Page title="试算" crumbs=Signal::stored(crumbs) back=Signal::stored(back)>
                <Empty title="还没有过完的月份" text="有了登记过积分的月份，才能看出改了标准会怎样。"/>
            </Page>
        }
        .into_any();
    }
    let trial = begin(session, standard, &months);
    let opened = RwSignal::new(String::new());
    let list = move || {
        view! {
            <div class="pad stack">
                {choices(trial, &months)}
                {move || summary(&trial.found.get())}
            </div>
            {move || table(trial, opened)}
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
        <Page title="试算" crumbs=Signal::stored(crumbs) back=Signal::stored(back) fill=true>
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

/// The months that can be tried: those locked, or where none is, those with entries that are over.
fn choosable(session: Session) -> Vec<Month> {
    let own = session.own_branch();
    let mut months = session.with_ledger(|ledger| locked_months(ledger, own.as_ref()));
    if months.is_empty() {
        let now = Month::of(clock::today());
        months = session.with_scores(|ledger, scores| scores.months(ledger));
        months.retain(|month| *month < now);
    }
    months.split_off(months.len().saturating_sub(MOST))
}

fn begin(session: Session, standard: Arc<Standard>, months: &[Month]) -> Trial {
    let usual = months[months.len().saturating_sub(USUAL)..].iter().map(Month::to_string);
    let months = RwSignal::new(usual.collect::<Vec<_>>());
    let standard = StoredValue::new(standard);
    let own = StoredValue::new(session.own_branch());
    let all = RwSignal::new(own.with_value(Option::is_none));
    let found = Memo::new(move |_| {
        let chosen: Vec<Month> =
            months.with(|months| months.iter().filter_map(|text| text.parse().ok()).collect());
        let whole = all.get();
        session.with_scores(|ledger, scores| {
            let branch = own.get_value().filter(|_| !whole);
            let standard = standard.get_value();
            WhatIf::of(ledger, scores, &standard, branch.as_ref(), &chosen)
        })
    });
    Trial { session, standard, months, own, all, found }
}

fn choices(trial: Trial, months: &[Month]) -> AnyView {
    let options: Vec<Opt> =
        months.iter().map(|month| Opt::new(month.to_string(), month.label())).collect();
    let whose = trial.own.with_value(Option::is_some).then(|| {
        let options = vec![Opt::new("own", "本支部"), Opt::new("all", "各支部")];
        let value = Signal::derive(move || if trial.all.get() { "all" } else { "own" }.to_owned());
        view! {
            <Choice options=Signal::stored(options) value label="看哪些党员"
                on_change=move |value: String| trial.all.set(value == "all")/>
        }
    });
    let choose = move |chosen: Vec<String>| trial.months.set(chosen);
    view! {
        <Field label="用哪几个月来试" wide=true>
            <MultiChoice options=Signal::stored(options) value=trial.months on_change=choose/>
        </Field>
        {whose}
    }
    .into_any()
}

fn summary(found: &WhatIf) -> AnyView {
    let counts = found.counts();
    let looked_at = format!("看了 {} 人", found.assessed);
    let untried: Vec<_> = found
        .untried
        .iter()
        .map(|why| view! { <Notice kind=NoticeKind::Warn title=why.to_string()/> })
        .collect();
    view! {
        <Stats>
            <Stat figure=counts.up.to_string() unit="人" label="会升" hint=looked_at/>
            <Stat figure=counts.down.to_string() unit="人" label="会降"/>
            <Stat figure=counts.regraded.to_string() unit="人" label="换等级"/>
        </Stats>
        {untried}
    }
    .into_any()
}

/// Whose points would change, the greatest change first.
fn table(trial: Trial, opened: RwSignal<String>) -> AnyView {
    let (none, any) = trial.found.with(|found| (found.changes.is_empty(), found.assessed > 0));
    if none {
        let text = match any {
            true => "这几个月里，改了以后每个人的得分和等级都一样。",
            false => "请选择月份。引入的月份没有明细，不能试算。",
        };
        return view! { <Empty title="没有变化" text icon=Icon::Check/> }.into_any();
    }
    let months: Vec<Month> =
        trial.months.with(|months| months.iter().filter_map(|text| text.parse().ok()).collect());
    let mut columns = vec![
        TableColumn::text("name", "姓名"),
        TableColumn::number("before", "原平均").width(5.0),
        TableColumn::number("after", "试算").width(5.0),
        TableColumn::number("change", "合计变化").width(6.0).sortable(),
        TableColumn::text("grade", "等级").width(9.0),
    ];
    let group = |month: &Month| {
        TableColumn::number(month.to_string(), format!("{}月", month.number())).width(4.5)
    };
    columns.extend(months.iter().map(|month| group(month).group("各月变化")));
    let rows: Vec<TableRow> = trial.session.with_ledger(|ledger| {
        trial.found.with(|found| {
            found.changes.iter().map(|one| row(one, title(ledger, &one.member), &months)).collect()
        })
    });
    view! {
        <DataTable
            label="会变的党员"
            columns=Signal::stored(columns)
            rows=Signal::stored(rows)
            on_row=move |id: String| opened.set(id)
            selected=Signal::derive(move || (opened.get(), String::new()))
            fill=true
        />
    }
    .into_any()
}

fn row(one: &MemberChange, name: String, months: &[Month]) -> TableRow {
    let or_dash = |tenths: Option<i32>| tenths.map_or_else(|| "—".to_owned(), points);
    let (before, after) = &one.grades;
    let grade = match one.is_regraded() {
        true if before == after => TableCell::strong(format!("{before}，有的月换")),
        true => TableCell::strong(format!("{before} → {after}")),
        false => TableCell::muted(before.clone()),
    };
    let mut cells = vec![
        TableCell::new(name),
        TableCell::new(or_dash(one.before.rounded())),
        TableCell::new(or_dash(one.after.rounded())),
        TableCell::strong(signed(one.difference())),
        grade,
    ];
    cells.extend(months.iter().map(
        |month| match one.months.iter().find(|of| of.month == *month) {
            Some(of) => TableCell::new(signed(of.difference().into())),
            None => TableCell::muted("0"),
        },
    ));
    TableRow::new(one.member.to_string(), cells)
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
