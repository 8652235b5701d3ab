//! The sheet of a month: members × items; a tap on a number explains it beside.

use leptos::prelude::*;

use super::explain::explanation;
use super::item::item_panel;
use super::locked::locked_strip;
use super::panel::Panel;
use super::sheet_list::{is_phone, member_list};
use super::sheet_state::SheetState;
use super::sheet_table::{self, TOTAL, columns, footer, is_item, rows};
use super::{BranchMonth, frame, step_of};
use crate::app::routes::{MonthRoute, MonthTab as View};
use crate::app::{Location, Session, SidePage, TableFile, compact_rows, set_compact_rows};
use crate::browser::chinese::{NameOrder, matches, sort_by_name};
use crate::registers::Step;
use crate::reports::{MonthRow, MonthView, Table};
use crate::scoring::ResultSource;
use crate::ui::components::{
    ButtonKind, DataTable, Empty, FilterChip, Icon, LinkButton, Menu, MenuItem, Notice, NoticeKind,
    SearchInput, Split, only_one, use_toasts,
};
use crate::ui::pages::registers::{record_panel, record_title};
use crate::ui::pages::table_files::hand_over;

/// From how many members on there is a search.
const MANY: usize = 20;

/// What is shown where the table stands.
#[derive(Clone, PartialEq)]
enum Face {
    Wrong(String),
    Empty,
    Sheet,
}

/// The page of the sheet.
pub fn sheet_page(about: BranchMonth, route: Signal<MonthRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let read = {
        let about = about.clone();
        Memo::new_with_compare(
            move |_| {
                session.with_scores(|ledger, scores| {
                    MonthView::of(ledger, scores, &about.branch, about.month)
                        .map(|mut view| {
                            sort_by_name(&mut view.rows, NameOrder::Strokes, |row| &row.name);
                            view.tell_apart(ledger, false);
                            view
                        })
                        .map_err(|error| error.to_string())
                })
            },
            |_, _| true,
        )
    };
    let face = Memo::new(move |_| {
        read.with(|read| match read {
            Err(error) => Face::Wrong(error.clone()),
            Ok(view) if view.rows.is_empty() => Face::Empty,
            Ok(_) => Face::Sheet,
        })
    });
    let view = Memo::new_with_compare(move |_| read.with(|read| read.clone().ok()), |_, _| true);
    let (active, query) = (RwSignal::new(Vec::<String>::new()), RwSignal::new(String::new()));
    let shown = Memo::new(move |_| {
        view.with(|view| {
            let is_found = |row: &MonthRow| query.with(|query| matches(&row.name, query));
            view.as_ref().map_or_else(Vec::new, |view| {
                active.with(|active| sheet_table::shown(view, active, &is_found))
            })
        })
    });
    let sheet = SheetState {
        about: StoredValue::new(about),
        view,
        shown,
        sort: RwSignal::new(None),
        active,
        query,
        compact: RwSignal::new(compact_rows()),
    };
    let about = sheet.about;
    let panel = Panel::follow(about, route, View::Sheet);
    let opened = panel.opened;
    let open = Callback::new(move |view: View| panel.open(view));
    let phone = is_phone();
    let table = move || match face.get() {
        Face::Wrong(error) => no_sheet(error),
        Face::Empty => empty(),
        Face::Sheet => view! {
            {source_notice(sheet)}
            {locked_strip(session, sheet.about)}
            {filter_bar(sheet)}
            {move || if phone.get() { member_list(sheet) } else { data_table(sheet, opened, open) }}
        }
        .into_any(),
    };
    let detail = move || match opened.get() {
        Some(View::Explain(member, item)) => {
            about.with_value(|about| explanation(about, member, item, panel))
        }
        Some(View::Item(item)) => item_panel(sheet, item, open),
        Some(View::Record(id, _)) => {
            record_panel(session, id, about.with_value(|about| about.branch.clone()))
        }
        _ => ().into_any(),
    };
    let detail_title = Signal::derive(move || match opened.get() {
        Some(View::Explain(member, _)) => {
            session.with_ledger(|ledger| crate::registers::title(ledger, &member))
        }
        Some(View::Item(item)) => {
            sheet.with_item(&item, |item| format!("{} {}", item.id, item.name)).unwrap_or_default()
        }
        Some(View::Record(id, _)) => record_title(session, &id),
        _ => String::new(),
    });
    let is_locked = move || {
        session
            .with_ledger(|ledger| about.with_value(|about| step_of(ledger, about)) == Step::Locked)
    };
    // Where a record is open, correcting it is the main action; without a sheet its first step is.
    let has_own_action = Signal::derive(move || {
        let is_record = opened.with(|opened| matches!(opened, Some(View::Record(..))));
        is_record || face.with(|face| *face != Face::Sheet)
    });
    about.with_value(|one| {
        frame(one, "sheet", true, has_own_action, move || {
            view! {
                <Split
                    open=Signal::derive(move || opened.with(Option::is_some))
                    wide_list=true
                    detail
                    detail_title
                    on_back=move |()| panel.close()
                    list=Box::new(move || view! {
                        <section class="month-sheet" class:is-locked=is_locked
                            aria-label=move || sheet.label()>
                            {table}
                        </section>
                    }.into_any())
                />
            }
            .into_any()
        })
    })
}

fn data_table(sheet: SheetState, opened: Memo<Option<View>>, open: Callback<View>) -> AnyView {
    let selected = Signal::derive(move || match opened.get().as_ref().map(View::under).cloned() {
        Some(View::Explain(member, item)) => {
            (member.to_string(), item.unwrap_or_else(|| TOTAL.to_owned()))
        }
        Some(View::Item(item)) => (String::new(), item),
        _ => Default::default(),
    });
    let on_cell = move |(member, column): (String, String)| {
        if let Ok(member) = member.parse() {
            let item = (column != TOTAL && is_item(&column)).then_some(column);
            open.run(View::Explain(member, item));
        }
    };
    view! {
        <DataTable
            label=Signal::derive(move || sheet.label())
            columns=Signal::derive(move || sheet.with_view(columns))
            rows=Signal::derive(move || sheet.with_view(|view| sheet.shown.with(|at| rows(view, at))))
            footer=Signal::derive(move || sheet.with_view(|view| sheet.shown.with(|at| footer(view, at))))
            on_cell=on_cell
            on_head=move |item: String| open.run(View::Item(item))
            selected
            sort=sheet.sort
            compact=sheet.compact
            follows=true
            tight=true
            fill=true
        />
    }
    .into_any()
}

/// The grades, 有扣分, a search where there are many, and how high the rows are.
fn filter_bar(sheet: SheetState) -> AnyView {
    let turn = only_one(sheet.active);
    let chips = move || {
        let chips = sheet.with_view(sheet_table::chips).into_iter().map(|chip| {
            let FilterChip { id, label, count } = chip;
            let own = id.clone();
            let pressed = move || sheet.active.with(|active| active.contains(&own)).to_string();
            view! {
                <button type="button" class="filter" aria-pressed=pressed on:click=move |_| turn(id.clone())>
                    {label}
                    {count.map(|count| view! { <span class="filter-count">{count}</span> })}
                </button>
            }
        });
        chips.collect::<Vec<_>>()
    };
    let is_many = Memo::new(move |_| sheet.with_view(|view| view.rows.len()) > MANY);
    let search = move || {
        is_many.get().then(|| {
            view! {
                <SearchInput value=sheet.query on_change=move |text| sheet.query.set(text)
                    placeholder="姓名或拼音首字母" label="找党员"/>
            }
        })
    };
    let turn_compact = move |_| {
        let compact = !sheet.compact.get_untracked();
        set_compact_rows(compact);
        sheet.compact.set(compact);
    };
    view! {
        <div class="month-filter">
            <div class="filters" role="group" aria-label="筛选">{chips}</div>
            {search}
            <button type="button" class="filter month-compact"
                aria-pressed=move || sheet.compact.get().to_string() on:click=turn_compact>
                "紧凑"
            </button>
            {papers_menu(sheet)}
        </div>
    }
    .into_any()
}

/// What can be printed, and handed over as a table.
fn papers_menu(sheet: SheetState) -> AnyView {
    let (session, toasts) = (expect_context::<Session>(), use_toasts());
    let place = expect_context::<Location>();
    let items = vec![
        MenuItem::new("sheet", "打印月表", Icon::Print),
        MenuItem::new("form", "打印申报表", Icon::Print),
        MenuItem::new("notice", "公示表预览", Icon::Print),
        MenuItem::new("xlsx", "导出表格（.xlsx）", Icon::Export),
        MenuItem::new("csv", "导出 CSV", Icon::Export),
    ];
    let go = move |view: View| place.go(&sheet.about.with_value(|about| about.route(view)));
    let export = move |file: fn(Table) -> TableFile| match sheet
        .about
        .with_value(|about| super::papers::sheet_file(session, about))
    {
        Some((name, table)) => hand_over(session, toasts, name, file(table)),
        None => toasts.say("还没有表格可以导出"),
    };
    let pick = move |id: &'static str| match id {
        "sheet" => go(View::PrintSheet),
        "form" => go(View::PrintForm),
        "notice" => go(View::PrintNotice),
        "csv" => export(TableFile::Csv),
        _ => export(|table| TableFile::Workbook(vec![table])),
    };
    view! { <Menu items=Signal::stored(items) on_pick=pick label="打印和导出"/> }.into_any()
}

fn no_sheet(error: String) -> AnyView {
    view! {
        <Notice
            kind=NoticeKind::Warn
            title="还算不出月表"
            text=error
            action=|| view! {
                <LinkButton label="去看考核标准" href="#/standard" kind=ButtonKind::Primary/>
            }
        />
    }
    .into_any()
}

fn empty() -> AnyView {
    view! {
        <Empty
            title="这个支部这个月没有党员"
            text="月表按当月 1 日在本支部的党员算。可以从 Excel 花名册导入。"
            action=|| view! {
                <LinkButton label="导入花名册" href=SidePage::ImportRoster.route().href()
                    kind=ButtonKind::Primary/>
                <LinkButton label="添加党员" href="#/register/member/new"/>
            }
        />
    }
    .into_any()
}

fn source_notice(sheet: SheetState) -> AnyView {
    let is_brought_in =
        Memo::new(move |_| sheet.with_view(|view| view.source == ResultSource::BroughtIn));
    (move || {
        is_brought_in.get().then(|| {
            view! { <Notice title="引入的月份" text="总分从表格引入，没有细项可查。"/> }
        })
    })
    .into_any()
}
