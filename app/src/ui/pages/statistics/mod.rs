//! 党员统计: the members of a day by what they are, and what the year changed; each number opens its records.

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{Location, Session, SidePage, today};
use crate::browser::layers::OpenLayer;
use crate::ledger::{Day, Ledger, Month, RecordId, day_label};
use crate::registers::{BRANCH, HOSPITAL, MEMBER, name_of};
use crate::reports::statistics::{
    Breakdown, ChangeKind, MemberStatistics, UNREGISTERED, YearChanges, changes_table,
    statistics_table,
};
use crate::reports::{Roster, Table};
use crate::ui::components::{
    Button, ButtonKind, Icon, MonthInput, Page, PickOption, RecordPicker, Split,
};
use crate::ui::pages::behind::{BehindLine, behind_list};
use crate::ui::pages::branch_options::branch_options;
use crate::ui::pages::paper_document::{paper_documents, paper_form, print_named, sample_note};
use crate::ui::pages::table_files::table_buttons;

/// What the whole hospital is called among the branches to choose from.
const ALL: &str = "all";

/// A number that can be opened.
#[derive(Clone, PartialEq, Eq)]
enum Cell {
    /// All members.
    All,
    /// A row of a breakdown, by their places; `None` for those who are not registered.
    Row(usize, Option<usize>),
    /// The members at the beginning of the year.
    Start,
    /// What changed.
    Change(ChangeKind),
}

/// What the page shows, as of a day.
#[derive(Clone, PartialEq)]
struct Shown {
    statistics: MemberStatistics,
    changes: YearChanges,
    branch: Option<RecordId>,
    day: Day,
}

impl Shown {
    /// The records of a cell, each with the day of a change.
    fn behind(&self, cell: &Cell) -> Vec<(RecordId, Option<Day>)> {
        let branch = self.branch.as_ref();
        let plain = |id: &RecordId| (id.clone(), None);
        match cell {
            Cell::All => {
                self.statistics.members(branch).iter().map(|one| plain(&one.record)).collect()
            }
            Cell::Row(breakdown, row) => {
                let Some(breakdown) = self.statistics.all_breakdowns().nth(*breakdown) else {
                    return Vec::new();
                };
                let counted = match row {
                    Some(row) => breakdown.rows.get(*row).map(|row| row.of(branch)),
                    None => Some(breakdown.unregistered_of(branch)),
                };
                counted.into_iter().flatten().map(|one| plain(&one.record)).collect()
            }
            Cell::Start => self.changes.start.iter().map(plain).collect(),
            Cell::Change(kind) => {
                let rows = self.changes.of_kind(*kind).into_iter();
                rows.map(|row| (row.record.clone(), Some(row.day))).collect()
            }
        }
    }

    /// What a cell counts, in words.
    fn label(&self, cell: &Cell) -> String {
        match cell {
            Cell::All => "党员".to_owned(),
            Cell::Row(at, row) => {
                let Some(breakdown) = self.statistics.all_breakdowns().nth(*at) else {
                    return String::new();
                };
                let row = row.and_then(|row| breakdown.rows.get(row));
                let label = row.map_or(UNREGISTERED, |row| &row.label);
                format!("{}：{label}", breakdown.name)
            }
            Cell::Start => "年初".to_owned(),
            Cell::Change(kind) => kind.label().to_owned(),
        }
    }
}

/// The page.
pub fn statistics_page(_register: &'static str) -> AnyView {
    let (session, place) = (expect_context::<Session>(), expect_context::<Location>());
    let month = Memo::new(move |was: Option<&Month>| match place.route() {
        Route::Side(_, SidePage::Statistics, month) => month.unwrap_or_else(|| Month::of(today())),
        _ => was.copied().unwrap_or_else(|| Month::of(today())),
    });
    let branch = RwSignal::new(None::<RecordId>);
    // Read once for all numbers and for what is behind them.
    let shown = Memo::new(move |_| {
        let day = month.get().last_day().min(today());
        session.with_ledger(|ledger| {
            let roster = Roster::of(ledger);
            let branch = branch.get();
            let changes = YearChanges::of(ledger, &roster, branch.as_ref(), day);
            Shown { statistics: MemberStatistics::of(ledger, &roster, day), changes, branch, day }
        })
    });
    let opened = RwSignal::new(None::<Cell>);
    let layer = StoredValue::new(None::<OpenLayer>);
    Effect::new(move |_| {
        let open = opened.with(Option::is_some);
        layer.set_value(open.then(|| OpenLayer::over_all(move || opened.set(None))));
    });
    let name = Memo::new(move |_| match branch.get() {
        Some(id) => session.with_ledger(|ledger| name_of(ledger, &id)),
        None => "全院".to_owned(),
    });
    let detail = move || {
        let Some(cell) = opened.get() else { return ().into_any() };
        let records = shown.with(|shown| shown.behind(&cell));
        behind_list(session.with_ledger(|ledger| {
            let line = |(id, day): &(RecordId, Option<Day>)| {
                BehindLine::of(ledger, id, day.map_or_else(String::new, day_label))
            };
            records.iter().map(line).collect()
        }))
    };
    let detail_title = Signal::derive(move || {
        let label = opened.with(|cell| {
            cell.as_ref().map_or_else(String::new, |cell| shown.with(|shown| shown.label(cell)))
        });
        format!("{label}（{}）", name.get())
    });
    let tables = move || session.with_ledger(|ledger| shown.with(|shown| tables(ledger, shown)));
    let print = move |()| print_named(session, &untrack(tables).0.title);
    let listed = branch_options(session, None);
    let options = Signal::derive(move || {
        let all = PickOption { id: ALL.into(), label: "全院".into(), ..PickOption::default() };
        [all].into_iter().chain(listed.get()).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || branch.get().map_or(ALL.to_owned(), |id| id.to_string()));
    let go = move |text: String| {
        if let Ok(month) = text.parse() {
            place.go_instead(&Route::Side(MEMBER.name, SidePage::Statistics, Some(month)));
        }
    };
    view! {
        <Page
            title="党员统计"
            crumbs=Signal::derive(move || {
                vec![name.get(), format!("截至{}", day_label(shown.with(|shown| shown.day)))]
            })
            back=Route::list(&MEMBER).href()
            fill=true
            controls=move || view! {
                <div class="month-controls">
                    <RecordPicker options value on_change=move |id: String| {
                        opened.set(None);
                        branch.set(id.parse().ok());
                    }/>
                    <MonthInput value=Signal::derive(move || month.get().to_string()) on_change=go/>
                </div>
            }
            action=move || view! {
                <Button label="打印" kind=ButtonKind::Primary icon=Icon::Print on_click=print/>
            }
        >
            <Split
                open=Signal::derive(move || opened.with(Option::is_some))
                wide_list=true
                detail
                detail_title
                on_back=move |()| opened.set(None)
                list=Box::new(move || view! {
                    <div class="pad stack">
                        {move || shown.with(|shown| numbers_view(shown, opened))}
                        <p class="quiet-line">
                            "“—”是没有一人登记，“0”是登记了、没有这样的；“未登记”另列。点数字看是哪些人。"
                        </p>
                        <div class="row">
                            {table_buttons("统计表", ButtonKind::Plain, move || {
                                let table = untrack(tables).0;
                                Some((table.title.clone(), table))
                            })}
                        </div>
                    </div>
                }.into_any())
            />
            <div class="paper-only">
                {move || {
                    let (statistics, changes) = tables();
                    let documents = [statistics, changes].map(|table| paper_form(session, table));
                    paper_documents(&documents, sample_note(session))
                }}
            </div>
        </Page>
    }
    .into_any()
}

/// Both tables, with all branches beside one another whichever is shown.
fn tables(ledger: &Ledger, shown: &Shown) -> (Table, Table) {
    let hospital = ledger.record(&RecordId::keyed(HOSPITAL.name, ""));
    let name = hospital.map_or("", |one| one.text("name"));
    let branches: Vec<(RecordId, String)> = ledger
        .records(BRANCH.name)
        .map(|one| (one.id().clone(), name_of(ledger, one.id())))
        .collect();
    let roster = Roster::of(ledger);
    let of = |branch: Option<&RecordId>| YearChanges::of(ledger, &roster, branch, shown.day);
    let mut changes = vec![("全院".to_owned(), of(None))];
    changes.extend(branches.iter().map(|(id, name)| (name.clone(), of(Some(id)))));
    (
        statistics_table(name, shown.day, &shown.statistics, &branches),
        changes_table(name, shown.day, &changes),
    )
}

/// All numbers of the page, a sheet a breakdown.
fn numbers_view(shown: &Shown, opened: RwSignal<Option<Cell>>) -> AnyView {
    let branch = shown.branch.as_ref();
    let total = shown.statistics.members(branch).len();
    let all = number_view("总数", total.to_string(), None, Cell::All, opened);
    let breakdowns = shown.statistics.all_breakdowns().enumerate();
    // Of one branch, the others have nobody.
    let breakdowns = breakdowns.filter(|(_, one)| branch.is_none() || one.name != "支部");
    let sections = breakdowns.map(|(at, breakdown)| breakdown_view(shown, at, breakdown, opened));
    let sections: Vec<AnyView> = sections.collect();
    view! {
        <div class="stat-sheets">
            {sheet_view("党员", vec![all])}
            {sections}
            {changes_view(shown, opened)}
        </div>
    }
    .into_any()
}

/// A sheet with its heading and its lines.
fn sheet_view(name: &'static str, lines: Vec<AnyView>) -> AnyView {
    view! {
        <section class="sheet stat-sheet">
            <h2 class="section-heading">{name}</h2>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}

/// What the year changed, from its beginning to the day.
fn changes_view(shown: &Shown, opened: RwSignal<Option<Cell>>) -> AnyView {
    let line =
        |label: &str, count: usize, cell| number_view(label, count.to_string(), None, cell, opened);
    let mut changes = vec![line("年初", shown.changes.start.len(), Cell::Start)];
    for kind in ChangeKind::ALL {
        let rows = shown.changes.of_kind(kind).len();
        // What a ledger does not know need not be said where it is not so.
        let is_usual = kind.heads() == 0
            || matches!(kind, ChangeKind::Received | ChangeKind::MovedIn | ChangeKind::MovedOut);
        if rows > 0 || is_usual {
            changes.push(line(kind.label(), rows, Cell::Change(kind)));
        }
    }
    changes.push(line("现有", shown.changes.end.len(), Cell::All));
    sheet_view("本年变动", changes)
}

fn breakdown_view(
    shown: &Shown,
    at: usize,
    breakdown: &Breakdown,
    opened: RwSignal<Option<Cell>>,
) -> AnyView {
    let branch = shown.branch.as_ref();
    let unregistered = breakdown.unregistered_of(branch).len();
    let counts = breakdown.rows.iter().map(|row| row.of(branch).len());
    let all = counts.sum::<usize>() + unregistered;
    let rows = breakdown.rows.iter().enumerate().map(|(row, of)| {
        let words = breakdown.words(of, branch);
        let share = Some((of.of(branch).len(), all));
        number_view(&of.label, words, share, Cell::Row(at, Some(row)), opened)
    });
    let mut rows: Vec<AnyView> = rows.collect();
    if unregistered > 0 {
        let (words, share) = (unregistered.to_string(), Some((unregistered, all)));
        rows.push(number_view(UNREGISTERED, words, share, Cell::Row(at, None), opened));
    }
    sheet_view(breakdown.name, rows)
}

/// A number that opens the records it counts, with its share of all where there is one.
fn number_view(
    label: &str,
    words: String,
    share: Option<(usize, usize)>,
    cell: Cell,
    opened: RwSignal<Option<Cell>>,
) -> AnyView {
    let is_blank = words == "—";
    let own = cell.clone();
    let bar = share.map(|(count, all)| {
        let width = (count * 100).checked_div(all).unwrap_or(0).to_string();
        view! {
            <svg class="stat-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect width=width height="8"/>
            </svg>
        }
    });
    view! {
        <li>
            <button
                type="button"
                class="stat-line"
                class:is-plain=share.is_none()
                aria-pressed=move || {
                    if opened.with(|one| one.as_ref() == Some(&own)) { "true" } else { "false" }
                }
                on:click=move |_| opened.set(Some(cell.clone()))
            >
                <span class="stat-line-label">{label.to_owned()}</span>
                {bar}
                <span class="stat-line-count" class:is-blank=is_blank>{words}</span>
            </button>
        </li>
    }
    .into_any()
}
