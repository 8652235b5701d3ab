//! What a member's page shows beyond its fields: this year's months, and the entries that name them.

use leptos::prelude::*;

use crate::app::routes::{MonthTab, Route, YearRoute};
use crate::ledger::{Month, Record, RecordId};
use crate::ordered;
use crate::registers::{Member, SCORE_ENTRY, schema};
use crate::scoring::ResultSource;

use crate::ui::components::{Icon, LinkButton};
use crate::ui::words::points;

use super::reader::Reader;

/// How many entries are shown.
const LATEST: usize = 20;

/// This year's results, month by month; each leads to its explanation.
pub fn months_of(reader: &mut Reader<'_>, record: &Record<'_>) -> AnyView {
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
pub fn entries_of(reader: &mut Reader<'_>, member: &RecordId) -> AnyView {
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
