//! The year on paper (测评表, 汇总表), and its tables as files: awards and performance pay.

use leptos::prelude::*;

use super::About;
use crate::app::Session;
use crate::app::routes::YearView;
use crate::ledger::{Ledger, RecordId};
use crate::registers::{Ballot, appraisal_id, title};
use crate::reports::{Table, annual_table, award_table, ballot_form, pay_table};
use crate::scoring::{AnnualRow, Board};
use crate::ui::components::{
    Button, ButtonKind, Cell, Column, Icon, Page, PrintPage, Row, SimpleTable, print_paper,
};
use crate::ui::pages::paper_table::paper_table;
use crate::ui::pages::table_files::table_buttons;

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paper {
    /// 测评表, to be filled in by hand.
    Ballot,
    /// 汇总表.
    Summary,
}

/// A paper of a year.
pub(super) fn paper_page(about: About, paper: Paper) -> AnyView {
    let session = expect_context::<Session>();
    let table = session.scores(|ledger, board| {
        let rows = about.rows(ledger, board);
        let branch = title(ledger, &about.branch);
        match paper {
            Paper::Ballot => {
                let assessed = rows.iter().filter(|row| row.points.is_some());
                let names: Vec<String> =
                    assessed.map(|row| title(ledger, &row.months.member)).collect();
                ballot_form(&branch, about.year, &names)
            }
            Paper::Summary => summary(ledger, &about, &rows),
        }
    });
    let (heading, back) = match paper {
        Paper::Ballot => ("测评表", YearView::Ballots),
        Paper::Summary => ("汇总表", YearView::Table),
    };
    let name = table.title.clone();
    let note = if session.is_sample() { "示例台账，数据均为虚构" } else { "" };
    let below = (paper == Paper::Ballot).then(|| {
        view! {
            <p class="paper-lead">
                "应到____人　实到____人　发出____张　收回____张　有效____张"
            </p>
            <p class="paper-lead">"监票人：　　　　　　　　计票人："</p>
        }
    });
    let body = paper_table(&table);
    view! {
        <Page
            title=heading
            back=Signal::stored(about.route(back).href())
            action=move || view! {
                <Button label="打印" kind=ButtonKind::Primary icon=Icon::Print
                    on_click=move |()| print_paper(&name)/>
            }
        >
            <PrintPage title=table.title.clone() subtitle=table.subtitle.clone()
                landscape=table.landscape note>
                {body}
                {below}
            </PrintPage>
        </Page>
    }
    .into_any()
}

/// 汇总表.
fn summary(ledger: &Ledger, about: &About, rows: &[AnnualRow]) -> Table {
    let rows: Vec<&AnnualRow> = rows.iter().collect();
    let record = ledger.record(&appraisal_id(&about.branch, about.year));
    let ballot = record.and_then(|record| Ballot::read(record.get("ballot")));
    annual_table(ledger, &title(ledger, &about.branch), about.year, &rows, ballot)
}

/// 汇总表 as it goes into a file, and the name of the file.
pub(super) fn summary_file(session: Session, about: &About) -> (String, Table) {
    let table = session.scores(|ledger, board| summary(ledger, about, &about.rows(ledger, board)));
    (table.title.clone(), table)
}

/// Awards and performance pay.
pub(super) fn uses_view(about: About) -> AnyView {
    let session = expect_context::<Session>();
    let about = StoredValue::new(about);
    let content = move || {
        let (awards, pay) =
            session.scores(|ledger, board| about.with_value(|about| uses(ledger, board, about)));
        view! {
            {table_view(
                "评先选优",
                "一票否决、年度积分不到合格线或评议等次不是优秀的，不推荐。",
                awards,
            )}
            {table_view(
                "绩效系数",
                "按各月等级列出，只供导出；空格是没有锁定或不参评的月份。",
                pay,
            )}
        }
        .into_any()
    };
    content.into_any()
}

fn uses(ledger: &Ledger, board: &mut Board, about: &About) -> (Table, Table) {
    let rows = about.rows(ledger, board);
    let branch = title(ledger, &about.branch);
    let pass = about.pass_mark(ledger, board);
    let members: Vec<RecordId> = rows.iter().map(|row| row.months.member.clone()).collect();
    let listed: Vec<&AnnualRow> = rows.iter().collect();
    let awards = award_table(ledger, &branch, about.year, &listed, pass);
    (awards, pay_table(ledger, board, &about.branch, about.year, &members))
}

fn table_view(heading: &'static str, about: &'static str, table: Table) -> AnyView {
    let columns: Vec<Column> =
        table.columns.iter().map(|one| Column::text(&one.label, &one.label)).collect();
    let rows: Vec<Row> = table
        .rows
        .iter()
        .enumerate()
        .map(|(at, cells)| Row::new(at.to_string(), cells.iter().cloned().map(Cell::new).collect()))
        .collect();
    let caption = table.title.clone();
    let file = move || Some((table.title.clone(), table.clone()));
    view! {
        <section class="close-form">
            <h2 class="close-heading">{heading}</h2>
            <p class="quiet-line">{about}</p>
            <SimpleTable caption hide_caption=true columns=Signal::stored(columns)
                rows=Signal::stored(rows)/>
            <div class="row">{table_buttons(heading, ButtonKind::Plain, file)}</div>
        </section>
    }
    .into_any()
}
