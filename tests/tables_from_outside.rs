//! Tables as other programs leave them: read as they were meant, or told as doubtful.
#![cfg(all(feature = "spreadsheet", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used)]

use std::path::Path;

use yixin::exchange::table::columns::ColumnMap;
use yixin::exchange::table::delimited;
use yixin::exchange::table::grid::Grid;
use yixin::exchange::table::roster::{self, Roster};
use yixin::exchange::table::roster_plan::{Ledger, Outcome, PlanOptions, RosterPlan};

fn gb18030(bytes: &[u8]) -> Option<String> {
    Some(encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned())
}

fn case(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases").join(name))
        .unwrap()
}

fn text_case(name: &str) -> Grid {
    delimited::read(&delimited::decode(&case(name), gb18030).unwrap()).unwrap()
}

fn roster_of(grid: &Grid) -> Roster {
    roster::read(grid, &ColumnMap::recognise(grid).unwrap()).unwrap()
}

/// Name, staff number and telephone number of each row.
fn people(roster: &Roster) -> Vec<[&str; 3]> {
    let get = |row: usize, field| roster.rows[row].get(field).unwrap_or("");
    (0..roster.rows.len())
        .map(|row| ["name", "staff_number", "phone"].map(|field| get(row, field)))
        .collect()
}

fn outcomes(roster: &Roster) -> Vec<Outcome> {
    let plan = RosterPlan::new(roster, Ledger::default(), PlanOptions::default());
    plan.rows.into_iter().map(|row| row.outcome).collect()
}

#[test]
fn a_tab_inside_a_cell_does_not_make_one_column() {
    assert_eq!(
        people(&roster_of(&text_case("tab-in-cell.csv"))),
        [["张三", "00123", "13800138000"], ["李四", "00124", "13900139000"]]
    );
}

#[test]
fn equals_signs_and_apostrophes_that_force_text_are_taken_off() {
    let roster = roster_of(&text_case("equals-and-apostrophe.csv"));
    assert_eq!(
        people(&roster),
        [["张三", "00123", "13800138000"], ["李四", "00124", "13900139000"]]
    );
    assert_eq!(outcomes(&roster), [Outcome::New, Outcome::New]);
}

#[test]
fn one_unreadable_character_costs_one_cell_not_the_file() {
    let roster = roster_of(&text_case("replacement-character.csv"));
    let outcomes = outcomes(&roster);
    assert_eq!((&outcomes[0], &outcomes[2]), (&Outcome::New, &Outcome::New));
    let Outcome::Refused { reasons } = &outcomes[1] else { panic!("{outcomes:?}") };
    assert_eq!(reasons, &["A3（姓名）：存疑：有读不出的字，请在原表里把姓名改正后再导入"]);
    assert!(
        roster.notes.iter().any(|n| n == "有 1 格存疑（A3），见各行说明"),
        "{:?}",
        roster.notes
    );
}

#[test]
fn a_doubtful_cell_other_than_the_name_leaves_the_row() {
    let grid = delimited::read(
        "姓名,工号,电话,备注\n张三,#N/A,1.38E+10,########\n李四,2,139\u{fffd}0139000,好\n",
    )
    .unwrap();
    let roster = roster_of(&grid);
    assert_eq!(people(&roster), [["张三", "", ""], ["李四", "2", ""]]);
    assert_eq!(outcomes(&roster), [Outcome::New, Outcome::New]);
    assert_eq!(roster.rows[0].problems.len(), 3);
}
