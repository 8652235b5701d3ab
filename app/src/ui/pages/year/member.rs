//! 个人积分: a member's year with its chart, item by item, and on paper for the member to confirm.

use leptos::prelude::*;

use super::{BranchYear, last_over};
use crate::app::routes::{MonthTab as View, Route, YearRoute, YearTab};
use crate::app::{Location, Session};
use crate::ledger::RecordId;
use crate::registers::title;
use crate::reports::{Block, Document, MemberMonth, MemberYear, Table};
use crate::scoring::ResultSource;
use crate::ui::components::{
    Button, ButtonKind, Empty, FigureView, Icon, LinkButton, Page, SimpleTable, Stat, StateChip,
    Stats, TableCell, TableColumn, TableRow, Tone,
};
use crate::ui::pages::paper_document::{
    paper_document, paper_documents, paper_form, print_button, sample_note,
};
use crate::ui::pages::table_files::table_buttons;
use crate::ui::words::points;

fn route_of(member: &RecordId, year: i32, view: YearTab) -> Route {
    let (year, member) = (Some(year), Some(member.clone()));
    Route::Year(YearRoute { year, member, view, ..YearRoute::default() })
}

fn year_of(session: Session, member: &RecordId, year: i32) -> Option<MemberYear> {
    session.with_scores(|ledger, scores| MemberYear::of(ledger, scores, member, year, last_over()))
}

/// A member's year on the screen.
pub(super) fn member_page(member: RecordId, year: i32) -> AnyView {
    let session = expect_context::<Session>();
    let place = expect_context::<Location>();
    let member = StoredValue::new(member);
    let shown = Signal::derive(move || member.with_value(|member| year_of(session, member, year)));
    let crumbs = Signal::derive(move || {
        let name = shown.with(|shown| shown.as_ref().map(|shown| shown.name.clone()));
        vec![name.unwrap_or_default(), format!("{year}年")]
    });
    let link = |view: YearTab| member.with_value(|member| route_of(member, year, view).href());
    let print = link(YearTab::PrintMember);
    let back = member.with_value(|member| Route::detail(member).href());
    let go = move |by: i32| {
        let to = member.with_value(|member| route_of(member, year + by, YearTab::Table));
        place.go_instead(&to);
    };
    let controls = move || {
        view! {
            <div class="month-controls">
                <Button label="上一年" icon=Icon::Left on_click=move |()| go(-1)/>
                <span class="quarter-now">{format!("{year}年")}</span>
                <Button label="下一年" icon=Icon::Right on_click=move |()| go(1)/>
            </div>
        }
    };
    let body = move || {
        shown.with(|shown| match shown {
            Some(shown) if !shown.months.is_empty() => whole(shown),
            _ => view! {
                <Empty title="这一年还没有积分" text="过完的月份才列在这里。也可能这名党员不在本机。"/>
            }
            .into_any(),
        })
    };
    let table = move || {
        let shown = shown.get().filter(|shown| !shown.months.is_empty())?;
        let table = shown.item_table();
        Some((table.title.clone(), table))
    };
    view! {
        <Page
            title="个人积分"
            crumbs
            back=Signal::stored(back)
            controls
            action=move || view! {
                <LinkButton label="打印签字页" href=print.clone() kind=ButtonKind::Primary
                    icon=Icon::Print/>
            }
        >
            <div class="wide stack">
                {body}
                <div class="row">{table_buttons("", ButtonKind::Plain, table)}</div>
            </div>
        </Page>
    }
    .into_any()
}

fn whole(shown: &MemberYear) -> AnyView {
    let mean = shown.mean.rounded().map_or_else(|| "—".to_owned(), points);
    let grade = if shown.grade.is_empty() { "—" } else { &shown.grade }.to_owned();
    let months: Vec<AnyView> =
        shown.months.iter().map(|of| month_link(&shown.member, of)).collect();
    let notes: Vec<_> = shown.notes.iter().map(|note| view! { <li>{note.clone()}</li> }).collect();
    let notes = (!notes.is_empty()).then(|| {
        view! {
            <section class="obstacles">
                <h2 class="obstacles-heading">"说明"</h2>
                <ul>{notes}</ul>
            </section>
        }
    });
    let count = shown.mean.count.to_string();
    let figure = Signal::stored(shown.figure());
    let items = items(&shown.item_table());
    view! {
        <Stats>
            <Stat figure=mean unit="分" label="年度积分" hint="有效月的平均"/>
            <Stat figure=grade label="等级"/>
            <Stat figure=count unit="个" label="有效月"/>
        </Stats>
        <FigureView figure/>
        <section class="obstacles">
            <h2 class="obstacles-heading">"各月（点开看每一分的来历）"</h2>
            <div class="quarter-branch">{months}</div>
        </section>
        {notes}
        {items}
    }
    .into_any()
}

fn month_link(member: &RecordId, of: &MemberMonth) -> AnyView {
    let name = format!("{}月", of.month.number());
    let tone = match of.source {
        Some(ResultSource::Open) => Tone::Warn,
        Some(_) => Tone::Good,
        None => Tone::Plain,
    };
    let word = if of.state().is_empty() { "不在月表" } else { of.state() };
    let face = view! { <span>{name}</span><StateChip text=word tone/> };
    match (&of.branch, of.source) {
        (Some(branch), Some(source)) => {
            let view = match source {
                ResultSource::BroughtIn => View::Sheet,
                _ => View::Explain(member.clone(), None),
            };
            let href = Route::month(branch, of.month, view).href();
            view! { <a class="quarter-month" href=href>{face}</a> }.into_any()
        }
        _ => view! { <span class="quarter-month">{face}</span> }.into_any(),
    }
}

fn items(table: &Table) -> AnyView {
    let columns: Vec<TableColumn> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, one)| match at {
            0 => TableColumn::text(&one.label, &one.label),
            _ => TableColumn::number(&one.label, &one.label),
        })
        .collect();
    let rows: Vec<TableRow> = table
        .rows
        .iter()
        .enumerate()
        .map(|(at, cells)| {
            TableRow::new(at.to_string(), cells.iter().cloned().map(TableCell::new).collect())
        })
        .collect();
    let notes: Vec<_> = table
        .notes
        .iter()
        .filter(|note| note.starts_with('*'))
        .map(|note| view! { <p class="quiet-line">{note.clone()}</p> })
        .collect();
    view! {
        <section class="stack">
            <h2 class="section-heading">"逐项得分"</h2>
            <div class="figure-table">
                <SimpleTable caption=table.title.clone() hide_caption=true
                    columns=Signal::stored(columns) rows=Signal::stored(rows)/>
            </div>
            {notes}
        </section>
    }
    .into_any()
}

/// A member's year on paper.
pub(super) fn member_paper(member: RecordId, year: i32) -> AnyView {
    let session = expect_context::<Session>();
    let back = route_of(&member, year, YearTab::Table).href();
    let Some(shown) = year_of(session, &member, year) else {
        return view! {
            <Page title="打印预览" back>
                <Empty title="打不开这一页" text="这名党员不在本机。"/>
            </Page>
        }
        .into_any();
    };
    let document = sheet_of(session, &shown);
    let name = document.title.clone();
    let body = paper_document(&document, sample_note(session));
    view! {
        <Page
            title="打印预览"
            crumbs=Signal::stored(vec![shown.name.clone(), format!("{year}年")])
            back=Signal::stored(back)
            action=move || print_button(session, name)
        >
            {body}
        </Page>
    }
    .into_any()
}

/// The sheet that a member signs: the figure, the items, and room for the signature.
fn sheet_of(session: Session, shown: &MemberYear) -> Document {
    let mut document = paper_form(session, shown.item_table());
    document.blocks.insert(0, Block::Figure(shown.figure()));
    document
}

/// The sheets of all members of a branch, to be printed in one go.
pub(super) fn members_paper(about: &BranchYear) -> AnyView {
    let session = expect_context::<Session>();
    let (branch, members) = session.with_scores(|ledger, scores| {
        let rows = about.rows(ledger, scores).into_iter();
        (title(ledger, &about.branch), rows.map(|row| row.months.member).collect::<Vec<_>>())
    });
    let years = members.iter().filter_map(|member| year_of(session, member, about.year));
    let documents: Vec<Document> = years
        .filter(|shown| !shown.months.is_empty())
        .map(|shown| sheet_of(session, &shown))
        .collect();
    let name = format!("{branch}{}年个人积分签字页", about.year);
    let told = format!("{branch}，每人一份，共 {} 人。", documents.len());
    let body = match documents.is_empty() {
        true => {
            view! { <Empty title="这一年还没有积分" text="过完的月份才列在这里。"/> }.into_any()
        }
        false => paper_documents(&documents, sample_note(session)),
    };
    view! {
        <Page
            title="全部签字页"
            crumbs=Signal::stored(vec![branch, format!("{}年", about.year)])
            back=Signal::stored(about.route(YearTab::Table).href())
            action=move || print_button(session, name)
        >
            <p class="paper-options no-print">{told}</p>
            {body}
        </Page>
    }
    .into_any()
}
