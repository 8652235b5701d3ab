//! What pages show of members beyond their fields: their points, and the entries that name them.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::app::routes::{MonthTab, Route, YearRoute};
use crate::app::{Session, today};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::ledger::{Month, Record, RecordId};
use crate::ordered;
use crate::registers::{BRANCH, MEMBER, Member, SCORE_ENTRY, schema, title};
use crate::scoring::ResultSource;

use crate::ui::components::{Icon, LinkButton, PickOption};
use crate::ui::words::points;

use super::reader::Reader;

/// How many entries are shown.
const LATEST: usize = 20;

/// What the page of a member has beyond those of other records.
pub fn member_parts(reader: &mut Reader<'_>, record: &Record<'_>) -> Option<AnyView> {
    let is_member = record.id().register() == MEMBER.name && record.is_live();
    is_member.then(|| {
        let (months, entries) = (months_of(reader, record), entries_of(reader, record.id()));
        view! { {months}{entries} }.into_any()
    })
}

/// Members of today, by branch, the keeper's own first; and the one that is chosen already. `None`
/// where another register is asked for.
pub fn member_options(session: Session, to: &str, chosen: &str) -> Option<Vec<PickOption>> {
    if to != MEMBER.name {
        return None;
    }
    let own = session.own_branch();
    let today = today();
    Some(session.with_ledger(|ledger| {
        let mut list: Vec<(bool, PickOption)> = ledger
            .records(MEMBER.name)
            .filter_map(|record| {
                let member = Member::on(&record, today);
                if member.is_none() && record.id().as_str() != chosen {
                    return None;
                }
                let branch = member.as_ref().map(|member| &member.branch);
                let department = member.as_ref().and_then(|member| member.department.as_ref());
                let name = |id: &RecordId| title(ledger, id);
                let option = PickOption {
                    id: record.id().to_string(),
                    label: record.text("name").to_owned(),
                    hint: department.map(name).unwrap_or_default(),
                    group: branch.map(name).unwrap_or_default(),
                };
                Some((branch != own.as_ref(), option))
            })
            .collect();
        sort_by_name(&mut list, NameOrder::Strokes, |(_, option)| &option.label);
        sort_by_name(&mut list, NameOrder::Strokes, |(_, option)| &option.group);
        ordered::sort_by_key(&mut list, |(other, _)| *other);
        list.into_iter().map(|(_, option)| option).collect()
    }))
}

/// This month's points of all members, in tenths.
pub fn scores_now(reader: &mut Reader<'_>) -> BTreeMap<RecordId, i32> {
    let mut scores = BTreeMap::new();
    let month = Month::of(reader.today);
    for branch in reader.ledger.records(BRANCH.name) {
        let results = reader.scores.results(reader.ledger, branch.id(), month);
        scores.extend(results.into_iter().map(|(member, result)| (member, result.tenths)));
    }
    scores
}

/// This year's results, month by month; each leads to its explanation.
fn months_of(reader: &mut Reader<'_>, record: &Record<'_>) -> AnyView {
    let this = Month::of(reader.today);
    let months: Vec<AnyView> = (1..=this.number())
        .filter_map(|number| Month::new(this.year(), number))
        .map(|month| month_cell(reader, record, month))
        .collect();
    let year = YearRoute {
        year: Some(this.year()),
        member: Some(record.id().clone()),
        ..YearRoute::default()
    };
    let whole = Route::Year(year).href();
    view! {
        <section class="record-part">
            <h3>{format!("{}年积分", this.year())}</h3>
            <ul class="member-months">{months}</ul>
            <div class="row">
                <LinkButton label="个人积分" href=whole icon=Icon::Assess/>
            </div>
        </section>
    }
    .into_any()
}

fn month_cell(reader: &mut Reader<'_>, record: &Record<'_>, month: Month) -> AnyView {
    let name = format!("{}月", month.number());
    let member = Member::on(record, month.first_day());
    let result = member.as_ref().and_then(|member| {
        let results = reader.scores.results(reader.ledger, &member.branch, month);
        results.get(&member.id).copied()
    });
    let (Some(member), Some(result)) = (member, result) else {
        return view! {
            <li><span class="member-month is-none"><span>{name}</span><strong>"—"</strong></span></li>
        }
        .into_any();
    };
    let note = match result.source {
        ResultSource::Locked => "已锁定",
        ResultSource::BroughtIn => "引入",
        ResultSource::Open => "未锁定",
    };
    let view = match result.source {
        ResultSource::BroughtIn => MonthTab::Sheet,
        _ => MonthTab::Explain(member.id.clone(), None),
    };
    let href = Route::month(&member.branch, month, view).href();
    view! {
        <li>
            <a class="member-month" class:is-open=result.source == ResultSource::Open href=href>
                <span>{name}</span>
                <strong class="figures">{points(result.tenths)}</strong>
                <span class="member-month-note">{note}</span>
            </a>
        </li>
    }
    .into_any()
}

/// The latest score entries that name a member.
fn entries_of(reader: &mut Reader<'_>, member: &RecordId) -> AnyView {
    let ledger = reader.ledger;
    let mut found: Vec<(String, Record<'_>, i64)> = ledger
        .records(SCORE_ENTRY.name)
        .filter_map(|record| {
            let amount = record.entry("who", member.as_str()).as_int()?;
            let when = format!("{}{}", record.text("month"), record.text("day"));
            Some((when, record, amount))
        })
        .collect();
    ordered::sort_by(&mut found, |left, right| right.0.cmp(&left.0));
    let count = found.len();
    found.truncate(LATEST);
    let rows: Vec<AnyView> =
        found.into_iter().map(|(_, record, amount)| entry(reader, &record, amount)).collect();
    let list = match count {
        0 => view! { <p class="muted">"还没有登记。"</p> }.into_any(),
        _ => view! { <ul class="list member-entries">{rows}</ul> }.into_any(),
    };
    let more = (count > LATEST).then(
        || view! { <p class="small muted">{format!("只列最近 {LATEST} 条，共 {count} 条。")}</p> },
    );
    view! { <section class="record-part"><h3>"积分登记"</h3>{list}{more}</section> }.into_any()
}

fn entry(reader: &mut Reader<'_>, record: &Record<'_>, amount: i64) -> AnyView {
    let Some((schema, record)) = schema(SCORE_ENTRY.name).zip(reader.ledger.record(record.id()))
    else {
        return ().into_any();
    };
    let mut text =
        |name: &str| schema.field(name).map(|field| reader.now(field, &record)).unwrap_or_default();
    let (line, month, day, note) = (text("line"), text("month"), text("day"), text("note"));
    let when = if day.is_empty() { month } else { day };
    let note = if note.is_empty() { when } else { format!("{when} · {note}") };
    let times = if amount == 1 { String::new() } else { format!("×{amount}") };
    view! {
        <li>
            <a class="list-item" href=Route::detail(record.id()).href()>
                <span class="list-words">
                    <span class="list-title">{line}</span>
                    <span class="list-note">{note}</span>
                </span>
                <span class="figures">{times}</span>
            </a>
        </li>
    }
    .into_any()
}
