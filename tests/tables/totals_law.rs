//! What is exported of past months' totals, the import of totals takes for the same.
#![allow(clippy::unwrap_used)]

use crate::fixtures::{Book, day, month};
use proptest::prelude::*;
use yixin::ledger::RecordId;
use yixin::registers::{BulletinWords, title};
use yixin::reports::{BulletinNames, BulletinOptions, Column, Table, bulletin};
use yixin::scoring::{NoticeDays, draft_issue};
use yixin::tables::delimited;
use yixin::tables::grid::Grid;
use yixin::tables::totals::{self, TotalsMap};
use yixin::tables::totals_import::TotalsPlan;

const MONTHS: [&str; 3] = ["2026-01", "2026-02", "2026-03"];

fn plan(book: &Book, grid: &Grid) -> TotalsPlan {
    let map = TotalsMap::recognise(grid, 2026).unwrap();
    TotalsPlan::new(&totals::read(grid, &map).unwrap(), &book.ledger, month("2026-11"))
}

fn unchanged(book: &Book, grid: &Grid, people: usize) {
    let plan = plan(book, grid);
    assert_eq!(plan.rows.len(), people);
    for row in &plan.rows {
        assert!(row.reasons.is_empty() && row.member.is_some(), "{row:?}");
    }
    assert_eq!(plan.taken().count(), 0, "{:#?}", plan.sheets);
}

/// The table that a totals import expects, of what the ledger holds.
fn table(points: &[[Option<u32>; 3]], numbered: bool) -> Table {
    let mut columns = vec![Column::text("姓名")];
    columns.extend(numbered.then(|| Column::text("工号")));
    columns.extend(["1月", "2月", "3月"].map(|label| Column::number(label, 20)));
    let row = |(at, months): (usize, &[Option<u32>; 3])| {
        let mut cells = vec![name(at)];
        cells.extend(numbered.then(|| at.to_string()));
        cells.extend(months.iter().map(|tenths| match tenths {
            Some(tenths) => format!("{}.{}", tenths / 10, tenths % 10),
            None => "—".to_owned(),
        }));
        cells
    };
    let rows = points.iter().enumerate().map(row).collect();
    Table { title: "2026年党员积分".into(), columns, rows, ..Table::default() }
}

fn name(at: usize) -> String {
    format!("党员{at}")
}

/// The quarter's table as the bulletin prints and exports it.
fn summary(book: &mut Book) -> Table {
    let notice = NoticeDays { days: 5, until: day("2026-04-17"), provisional: false };
    let quarter = "2026-Q1".parse().unwrap();
    let issue =
        draft_issue(&book.ledger, &mut book.scores, None, quarter, day("2026-04-10"), notice);
    let ids = issue.rows.iter().flat_map(|row| [row.member.clone(), row.branch.clone()]);
    let named = |id: RecordId| (id.clone(), title(&book.ledger, &id));
    let names = BulletinNames { of: ids.map(named).collect(), order: Vec::new() };
    let options = BulletinOptions { public: false, ..BulletinOptions::default() };
    let document = bulletin(&issue, &names, &BulletinWords::default(), options);
    let found = document.tables().into_iter().find(|table| table.title.ends_with("汇总一览表"));
    found.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn totals_that_are_exported_are_imported_as_the_same(
        first in prop::array::uniform3(0..=1000_u32),
        others in prop::collection::vec(
            prop::array::uniform3(prop::option::weighted(0.8, 0..=1000_u32)), 0..5,
        ),
    ) {
        let mut points = vec![first.map(Some)];
        points.extend(others);
        let mut book = Book::new();
        let branch = book.first();
        for at in 0..points.len() {
            let id = book.member_from(&at.to_string(), &branch, None, day("2026-01-01"));
            book.change(&id, &[("name", &name(at))]);
        }
        let own = table(&points, false);
        let first = delimited::read(&own.to_csv()).unwrap();
        let taken = plan(&book, &first);
        book.act("import-totals", |draft, ledger| taken.write("汇总.xlsx", ledger, draft));
        // Whoever counted in no month is not in the quarter's table.
        let counted = points.iter().filter(|months| months.iter().any(Option::is_some)).count();
        let tables = [
            (own, points.len()),
            (table(&points, true), points.len()),
            (summary(&mut book), counted),
        ];
        for (exported, people) in tables {
            unchanged(&book, &delimited::read(&exported.to_csv()).unwrap(), people);
            #[cfg(feature = "spreadsheet")]
            {
                let bytes = yixin::reports::workbook(std::slice::from_ref(&exported)).unwrap();
                let sheets = yixin::tables::spreadsheet::read(&bytes).unwrap();
                unchanged(&book, &sheets[0].grid, people);
            }
        }
        let brought: usize = MONTHS
            .iter()
            .map(|text| book.ledger.records("brought_in").filter(|one| one.text("month") == *text).count())
            .sum();
        prop_assert_eq!(brought, MONTHS.len());
    }
}
