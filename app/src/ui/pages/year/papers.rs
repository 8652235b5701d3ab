//! The year on paper (测评表, 汇总表), and its tables as files: awards and performance pay.

use leptos::prelude::*;

use super::BranchYear;
use crate::app::Session;
use crate::app::routes::YearTab;
use crate::ledger::{Ledger, RecordId};
use crate::registers::{Ballot, appraisal_id, names_apart, title};
use crate::reports::{Table, annual_table, award_table, ballot_form, pay_table};
use crate::scoring::{AnnualRow, Scores};
use crate::ui::components::{ButtonKind, Page, SimpleTable, TableCell, TableColumn, TableRow};
use crate::ui::pages::paper_document::{paper_document, paper_form, print_button, sample_note};
use crate::ui::pages::table_files::table_buttons;

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YearPaper {
    /// 测评表, to be filled in by hand.
    Ballot,
    /// 汇总表.
    Summary,
}

/// A paper of a year.
pub(super) fn paper_page(about: BranchYear, paper: YearPaper) -> AnyView {
    let session = expect_context::<Session>();
    let table = session.with_scores(|ledger, scores| {
        let rows = about.rows(ledger, scores);
        let branch = title(ledger, &about.branch);
        match paper {
            YearPaper::Ballot => {
                let assessed = rows.iter().filter(|row| row.points.is_some());
                // Every voter gets it.
                let mut names =
                    names_apart(ledger, rows.iter().map(|row| &row.months.member), true);
                let names: Vec<String> =
                    assessed.filter_map(|row| names.remove(&row.months.member)).collect();
                ballot_form(&branch, about.year, &names)
            }
            YearPaper::Summary => summary(ledger, &about, &rows),
        }
    });
    let (heading, back) = match paper {
        YearPaper::Ballot => ("测评表", YearTab::Ballots),
        YearPaper::Summary => ("汇总表", YearTab::Table),
    };
    let name = table.title.clone();
    let body = paper_document(&paper_form(session, table), sample_note(session));
    view! {
        <Page
            title=heading
            back=Signal::stored(about.route(back).href())
            action=move || print_button(session, name)
        >
            {body}
        </Page>
    }
    .into_any()
}

/// 汇总表.
fn summary(ledger: &Ledger, about: &BranchYear, rows: &[AnnualRow]) -> Table {
    let rows: Vec<&AnnualRow> = rows.iter().collect();
    let record = ledger.record(&appraisal_id(&about.branch, about.year));
    let record = record.filter(|record| record.is_live());
    let ballot = record.and_then(|record| Ballot::read(record.get("ballot")));
    annual_table(ledger, &title(ledger, &about.branch), about.year, &rows, ballot)
}

/// 汇总表 as it goes into a file, and the name of the file.
pub(super) fn summary_file(session: Session, about: &BranchYear) -> (String, Table) {
    let table =
        session.with_scores(|ledger, scores| summary(ledger, about, &about.rows(ledger, scores)));
    (table.title.clone(), table)
}

/// Awards and performance pay.
pub(super) fn uses_view(about: BranchYear) -> AnyView {
    let session = expect_context::<Session>();
    let about = StoredValue::new(about);
    let content = move || {
        let (awards, pay) = session
            .with_scores(|ledger, scores| about.with_value(|about| uses(ledger, scores, about)));
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

fn uses(ledger: &Ledger, scores: &mut Scores, about: &BranchYear) -> (Table, Table) {
    let rows = about.rows(ledger, scores);
    let branch = title(ledger, &about.branch);
    let pass = about.pass_mark(ledger, scores);
    let members: Vec<RecordId> = rows.iter().map(|row| row.months.member.clone()).collect();
    let listed: Vec<&AnnualRow> = rows.iter().collect();
    let awards = award_table(ledger, &branch, about.year, &listed, pass);
    (awards, pay_table(ledger, scores, &about.branch, about.year, &members))
}

fn table_view(heading: &'static str, about: &'static str, table: Table) -> AnyView {
    let columns: Vec<TableColumn> =
        table.columns.iter().map(|one| TableColumn::text(&one.label, &one.label)).collect();
    let rows: Vec<TableRow> = table
        .rows
        .iter()
        .enumerate()
        .map(|(at, cells)| {
            TableRow::new(at.to_string(), cells.iter().cloned().map(TableCell::new).collect())
        })
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
