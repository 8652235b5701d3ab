//! The entries of a month: what has been registered, by item, newest first.

use chrono::Datelike;
use leptos::prelude::*;

use super::archived::archived_notice;
use super::panel::Panel;
use super::{BranchMonth, frame};
use crate::app::Session;
use crate::app::routes::{MonthRoute, MonthTab as View};
use crate::browser::chinese::{NameOrder, matches, sort_by_name};
use crate::ledger::{Day, Ledger, RecordId, parse_day};
use crate::ordered;
use crate::registers::{SCORE_ENTRY, title};
use crate::scoring::{Scores, Standard};
use crate::ui::components::{
    ButtonKind, DataTable, Empty, FilterBar, FilterChip, Icon, LinkButton, Split, TableCell,
    TableColumn, TableRow,
};
use crate::ui::pages::registers::{record_panel, record_title};

/// One entry, as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct MonthEntry {
    id: RecordId,
    day: String,
    item: String,
    line: String,
    who: Vec<String>,
    note: String,
    evidence: String,
}

/// The page of the entries.
pub fn entries_page(about: BranchMonth, route: Signal<MonthRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let now = StoredValue::new(about.clone());
    let panel = Panel::follow(now, route, View::Entries);
    let query = RwSignal::new(String::new());
    let aspect = RwSignal::new(String::new());
    let entries = {
        let about = about.clone();
        Memo::new(move |_| session.with_scores(|ledger, scores| entries(ledger, scores, &about)))
    };
    let aspects = {
        let month = about.month;
        Memo::new(move |_| {
            session.with_scores(|ledger, scores| {
                let standard = scores.standard(ledger, month);
                standard.map_or_else(
                    |_| Vec::new(),
                    |standard| standard.aspects.iter().map(|one| one.name.clone()).collect(),
                )
            })
        })
    };
    let letter = |place: usize| char::from(b'A' + (place as u8).min(25)).to_string();
    let chips = Signal::derive(move || {
        let all = entries.get();
        aspects
            .get()
            .iter()
            .enumerate()
            .map(|(place, name)| {
                let id = letter(place);
                let count = all.iter().filter(|one| one.item.starts_with(&id)).count();
                FilterChip { id, label: name.clone(), count: Some(count as u32) }
            })
            .collect::<Vec<_>>()
    });
    let shown = Memo::new(move |_| {
        let (query, aspect) = (query.get(), aspect.get());
        let mut shown = entries.get();
        shown.retain(|one| {
            let texts = [&one.line, &one.note, &one.item, &one.evidence];
            let found = texts.iter().any(|text| matches(text, &query))
                || one.who.iter().any(|name| matches(name, &query));
            found && one.item.starts_with(&aspect)
        });
        shown
    });
    let month = about.month;
    let is_archived = Memo::new(move |_| session.with_ledger(|ledger| ledger.is_archived(month)));
    let new_entry = about.route(View::NewEntry(None, None)).href();
    let list = move || {
        if entries.with(Vec::is_empty) {
            // Where its entries are is said above.
            if is_archived.get() {
                return ().into_any();
            }
            let href = new_entry.clone();
            return view! {
                <Empty
                    title="这个月还没有积分登记"
                    text="选一条细则，点选党员，就登记好了。没有登记的项目按基础分计。"
                    action=move || view! {
                        <LinkButton label="登记积分" href kind=ButtonKind::Primary icon=Icon::Plus/>
                    }
                />
            }
            .into_any();
        }
        let selected = Signal::derive(move || match panel.opened.get() {
            Some(View::Record(id, _)) => (id.to_string(), String::new()),
            _ => Default::default(),
        });
        let rows = Signal::derive(move || shown.get().into_iter().map(row).collect::<Vec<_>>());
        view! {
            <DataTable
                label="本月积分登记"
                columns=Signal::stored(vec![
                    TableColumn::text("day", "日期").width(6.5).sortable(),
                    TableColumn::text("item", "项").width(3.5).sortable(),
                    TableColumn::text("line", "细则").width(14.0),
                    TableColumn::text("who", "党员").width(18.0),
                    TableColumn::text("note", "事由").width(14.0),
                    TableColumn::text("evidence", "佐证").width(12.0),
                ])
                rows
                on_row=move |id: String| {
                    if let Ok(id) = id.parse::<RecordId>() {
                        panel.open(View::Record(id, Box::new(View::Entries)));
                    }
                }
                selected=selected
                fill=true
            />
        }
        .into_any()
    };
    let opened = move || match panel.opened.get() {
        Some(View::Record(id, _)) => Some(id),
        _ => None,
    };
    let branch = about.branch.clone();
    let detail = move || opened().map(|id| record_panel(session, id, branch.clone())).into_any();
    let detail_title =
        Signal::derive(move || opened().map(|id| record_title(session, &id)).unwrap_or_default());
    let has_own_action =
        Signal::derive(move || panel.opened.with(Option::is_some) || entries.with(Vec::is_empty));
    let page = move || {
        view! {
            <div class="month-entries is-fill">
                {move || is_archived.get().then(|| view! {
                    <div class="pad">{archived_notice(session, month)}</div>
                })}
                <div class="pad"><FilterBar
                    query
                    on_query=move |text| query.set(text)
                    placeholder="姓名、拼音首字母、细则、事由"
                    filters=chips
                    active=Signal::derive(move || {
                        let on = aspect.get();
                        if on.is_empty() { Vec::new() } else { vec![on] }
                    })
                    on_filter=move |id: String| {
                        aspect.update(|on| if *on == id { on.clear() } else { *on = id });
                    }
                    count=Signal::derive(move || format!("共 {} 条", shown.with(Vec::len)))
                /></div>
                {list}
            </div>
        }
        .into_any()
    };
    frame(&about, "entries", true, has_own_action, move || {
        view! {
            <Split
                open=Signal::derive(move || panel.opened.with(Option::is_some))
                wide_list=true
                detail
                detail_title
                on_back=move |()| panel.close()
                list=Box::new(page)
            />
        }
        .into_any()
    })
}

fn row(entry: MonthEntry) -> TableRow {
    let who = match entry.who.len() {
        0..=4 => entry.who.join("、"),
        more => format!("{}等 {more} 人", entry.who[..3].join("、")),
    };
    TableRow::new(
        entry.id.as_str(),
        vec![
            TableCell::new(entry.day),
            TableCell::muted(entry.item),
            TableCell::new(entry.line),
            TableCell::new(who).title(entry.who.join("、")),
            TableCell::new(entry.note),
            TableCell::muted(entry.evidence),
        ],
    )
}

fn entries(ledger: &Ledger, scores: &mut Scores, about: &BranchMonth) -> Vec<MonthEntry> {
    let Ok(sheet) = scores.sheet(ledger, about.month) else {
        return Vec::new();
    };
    let ours = |member: &str| {
        let row = member.parse().ok().and_then(|id| sheet.row_of(&id));
        row.is_some_and(|row| sheet.rows[row].who.branch == about.branch)
    };
    let month = about.month.to_string();
    let mut found: Vec<(String, MonthEntry)> = ledger
        .records(SCORE_ENTRY.name)
        .filter(|record| record.text("month") == month)
        .filter_map(|record| {
            let mut who: Vec<String> = record
                .entries("who")
                .into_iter()
                .filter(|(member, _)| ours(member))
                .filter_map(|(member, _)| Some(title(ledger, &member.parse().ok()?)))
                .collect();
            sort_by_name(&mut who, NameOrder::Strokes, |name| name);
            let (item, line) = names(&sheet.standard, record.text("line"));
            let day = record.text("day");
            let entry = MonthEntry {
                id: record.id().clone(),
                day: parse_day(day).map_or_else(|_| "—".to_owned(), month_day),
                item,
                line,
                who,
                note: record.text("note").to_owned(),
                evidence: record.text("evidence").to_owned(),
            };
            (!entry.who.is_empty()).then(|| (day.to_owned(), entry))
        })
        .collect();
    ordered::sort_by(&mut found, |(left, _), (right, _)| right.cmp(left));
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// A day without its year, which the page's head already says: `11月9日`.
fn month_day(day: Day) -> String {
    format!("{}月{}日", day.month(), day.day())
}

fn names(standard: &Standard, line: &str) -> (String, String) {
    match standard.line(line) {
        Some((item, found)) => (standard.items[item].id.clone(), found.event.clone()),
        None => ("—".to_owned(), format!("{line}（不在标准里）")),
    }
}
