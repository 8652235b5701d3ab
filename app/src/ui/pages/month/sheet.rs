//! The sheet of a month: members × items; a tap on a number explains it beside.

use std::cmp::Ordering;

use leptos::prelude::*;

use super::explain::explanation;
use super::{BranchMonth, frame};
use crate::app::routes::{MonthRoute, MonthTab as View};
use crate::app::{Location, Session, SidePage};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::registers::points_text;
use crate::reports::{MonthRow, MonthView};
use crate::scoring::{Mean, ResultSource};
use crate::ui::components::{
    ButtonKind, DataTable, Empty, Icon, LinkButton, Notice, NoticeKind, Split, TableCell,
    TableColumn, TableRow,
};
use crate::ui::pages::table_files::table_buttons;
use crate::ui::words::points;

/// The column of the total, and those of the aspects' subtotals.
const TOTAL: &str = "total";

/// The page of the sheet.
pub fn sheet_page(about: BranchMonth, route: Signal<MonthRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let place = expect_context::<Location>();
    let shown = {
        let about = about.clone();
        Memo::new_with_compare(
            move |_| {
                session.with_scores(|ledger, scores| {
                    MonthView::of(ledger, scores, &about.branch, about.month)
                        .map(|mut view| {
                            sort_by_name(&mut view.rows, NameOrder::Strokes, |row| &row.name);
                            view
                        })
                        .map_err(|error| error.to_string())
                })
            },
            |_, _| true,
        )
    };
    let opened = Memo::new(move |_| match route.get().view {
        View::Explain(member, item) => Some((member, item)),
        _ => None,
    });
    let about = StoredValue::new(about);
    let go = move |view: View| place.go(&about.with_value(|about| about.route(view)));
    let table = move || match shown.get() {
        Err(error) => no_sheet(error),
        Ok(view) if view.rows.is_empty() => empty(),
        Ok(view) => {
            let (columns, rows, footer) = (columns(&view), rows(&view), footer(&view));
            let label = format!("{}{}月表", view.branch, view.month.label());
            let selected = Signal::derive(move || match opened.get() {
                Some((member, item)) => {
                    (member.to_string(), item.unwrap_or_else(|| TOTAL.to_owned()))
                }
                None => Default::default(),
            });
            let on_cell = move |(member, column): (String, String)| {
                if let Ok(member) = member.parse() {
                    let item = (column != TOTAL && is_item(&column)).then_some(column);
                    go(View::Explain(member, item));
                }
            };
            view! {
                {source_notice(&view)}
                <DataTable
                    label=Signal::stored(label)
                    columns=Signal::stored(columns)
                    rows=Signal::stored(rows)
                    footer=Signal::stored(footer)
                    on_cell=on_cell
                    selected
                    fill=true
                />
            }
            .into_any()
        }
    };
    let detail = move || match opened.get() {
        Some((member, item)) => about.with_value(|about| explanation(about, member, item)),
        None => ().into_any(),
    };
    let detail_title = Signal::derive(move || match opened.get() {
        Some((member, _)) => session.with_ledger(|ledger| crate::registers::title(ledger, &member)),
        None => String::new(),
    });
    let papers = move || {
        about.with_value(|one| {
            let link = |view: View| one.route(view).href();
            view! {
                <div class="month-foot">
                    <LinkButton label="打印月表" icon=Icon::Print kind=ButtonKind::Quiet
                        href=link(View::PrintSheet)/>
                    <LinkButton label="打印申报表" icon=Icon::Print kind=ButtonKind::Quiet
                        href=link(View::PrintForm)/>
                    <LinkButton label="公示表预览" icon=Icon::Print kind=ButtonKind::Quiet
                        href=link(View::PrintNotice)/>
                    {table_buttons("", ButtonKind::Quiet, move || {
                        about.with_value(|about| super::papers::sheet_file(session, about))
                    })}
                </div>
            }
        })
    };
    about.with_value(|one| {
        frame(one, "sheet", true, move || {
            view! {
                <Split
                    open=Signal::derive(move || opened.get().is_some())
                    wide_list=true
                    detail
                    detail_title
                    on_back=move |()| go(View::Sheet)
                    list=Box::new(move || view! {
                        <div class="month-sheet">{table}{papers}</div>
                    }.into_any())
                />
            }
            .into_any()
        })
    })
}

fn is_item(column: &str) -> bool {
    !column.starts_with("aspect") && column != "name" && column != "grade"
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

fn source_notice(view: &MonthView) -> AnyView {
    match view.source {
        ResultSource::BroughtIn => view! {
            <Notice title="引入的月份" text="总分从表格引入，没有细项可查。"/>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn columns(view: &MonthView) -> Vec<TableColumn> {
    let mut columns = vec![
        TableColumn::text("name", "姓名").width(5.25).sortable(),
        TableColumn::number(TOTAL, "总分").subtotal().sortable().width(3.75),
        TableColumn::chip("grade", "等级").width(5.25),
    ];
    if let Some(standard) = &view.standard {
        for (place, aspect) in standard.aspects.iter().enumerate() {
            for item in standard.items.iter().filter(|item| item.aspect == place) {
                columns.push(
                    TableColumn::number(&item.id, &item.id)
                        .title(format!("{}（上限 {}）", item.name, points(item.cap)))
                        .group(&aspect.name)
                        .width(2.5),
                );
            }
            columns.push(
                TableColumn::number(format!("aspect{place}"), "小计")
                    .title(format!("{}小计", aspect.name))
                    .group(&aspect.name)
                    .subtotal()
                    .sortable()
                    .width(3.5),
            );
        }
    }
    columns
}

fn rows(view: &MonthView) -> Vec<TableRow> {
    view.rows.iter().map(|row| TableRow::new(row.member.as_str(), cells(view, row))).collect()
}

fn cells(view: &MonthView, row: &MonthRow) -> Vec<TableCell> {
    let mut cells = vec![TableCell::new(&row.name)];
    match (row.assessed, row.vetoed) {
        (false, _) => {
            cells.push(TableCell::muted(points(row.computed)));
            cells.push(TableCell::muted("不参评"));
        }
        (true, true) => {
            let note = format!("计算分 {}，一票否决", points(row.computed));
            cells.push(TableCell::warn(points(row.result)).title(note));
            cells.push(TableCell::warn("否决"));
        }
        (true, false) => {
            cells.push(TableCell::strong(points(row.result)));
            cells.push(TableCell::new(&row.grade));
        }
    }
    let Some(standard) = &view.standard else {
        return cells;
    };
    for place in 0..standard.aspects.len() {
        let items = standard.items.iter().zip(&row.items);
        for (item, score) in items.filter(|(item, _)| item.aspect == place) {
            let text = points_text((*score).into());
            cells.push(match score.cmp(&item.base) {
                Ordering::Equal => TableCell::muted(text),
                Ordering::Greater => TableCell::strong(text),
                Ordering::Less => TableCell::warn(text),
            });
        }
        cells.push(TableCell::new(row.aspects.get(place).map_or_else(String::new, |s| points(*s))));
    }
    cells
}

fn footer(view: &MonthView) -> Vec<TableCell> {
    let mean = view.mean();
    let assessed: Vec<&MonthRow> = view.rows.iter().filter(|row| row.assessed).collect();
    let of = |score: &dyn Fn(&MonthRow) -> Option<i32>| {
        let mean: Mean = assessed.iter().filter_map(|row| score(row)).collect();
        TableCell::muted(mean.rounded().map_or_else(String::new, points))
    };
    let mut cells = vec![
        TableCell::new("平均"),
        TableCell::strong(mean.rounded().map_or_else(|| "—".to_owned(), points)),
        TableCell::default(),
    ];
    if let Some(standard) = &view.standard {
        for place in 0..standard.aspects.len() {
            for (at, _) in standard.items.iter().enumerate().filter(|(_, i)| i.aspect == place) {
                cells.push(of(&|row| row.items.get(at).copied()));
            }
            cells.push(of(&|row| row.aspects.get(place).copied()));
        }
    }
    cells
}
