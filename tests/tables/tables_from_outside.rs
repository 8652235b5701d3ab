//! Tables as other programs leave them: read as they were meant, or told as doubtful.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use yixin::tables::columns::ColumnMap;
use yixin::tables::delimited;
use yixin::tables::grid::Grid;
use yixin::tables::hidden::Hidden;
use yixin::tables::roster::{self, Roster};
use yixin::tables::roster_plan::{PlanOptions, RosterContext, RosterPlan, RowOutcome};
use yixin::tables::spreadsheet;

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

fn outcomes(roster: &Roster) -> Vec<RowOutcome> {
    let plan = RosterPlan::new(roster, RosterContext::default(), PlanOptions::default());
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
    assert_eq!(outcomes(&roster), [RowOutcome::New, RowOutcome::New]);
}

#[test]
fn one_unreadable_character_costs_one_cell_not_the_file() {
    let roster = roster_of(&text_case("replacement-character.csv"));
    let outcomes = outcomes(&roster);
    assert_eq!((&outcomes[0], &outcomes[2]), (&RowOutcome::New, &RowOutcome::New));
    let RowOutcome::Refused { reasons } = &outcomes[1] else { panic!("{outcomes:?}") };
    assert_eq!(reasons, &["A3（姓名）：存疑：有读不出的字，请把姓名改对"]);
    let doubtful = roster.rows.iter().flat_map(|row| &row.problems);
    let doubtful = doubtful.filter(|problem| problem.kind.is_doubtful());
    let places: Vec<String> = doubtful.filter_map(|one| Some(one.address?.to_string())).collect();
    assert_eq!(places, ["A3"]);
}

#[test]
fn a_doubtful_cell_other_than_the_name_leaves_the_row() {
    let grid = delimited::read(
        "姓名,工号,电话,备注\n张三,#N/A,1.38E+10,########\n李四,2,139\u{fffd}0139000,好\n",
    )
    .unwrap();
    let roster = roster_of(&grid);
    assert_eq!(people(&roster), [["张三", "", ""], ["李四", "2", ""]]);
    assert_eq!(outcomes(&roster), [RowOutcome::New, RowOutcome::New]);
    assert_eq!(roster.rows[0].problems.len(), 3);
}

fn workbook_case(name: &str) -> Grid {
    spreadsheet::read(&case(name)).unwrap().remove(0).grid
}

#[test]
fn numbers_keep_the_zeros_that_their_format_shows() {
    assert_eq!(
        people(&roster_of(&workbook_case("zeros-by-format.xlsx"))),
        [["张三", "00012", ""], ["李四", "00345", ""]]
    );
}

#[test]
fn hidden_rows_and_columns_are_left_out_told_and_offered() {
    let grid = workbook_case("hidden-rows-and-column.xlsx");
    let roster = roster_of(&grid);
    assert_eq!(people(&roster), [["张三", "A1", ""], ["赵六", "A4", ""], ["孙七", "A5", ""]]);
    assert_eq!(grid.hidden(), &Hidden { rows: vec![2, 3], columns: vec![1] });
    for note in ["原表隐藏的 2 行没有读入（第 3、4 行）", "原表隐藏的 1 列没有读入（B 列）"]
    {
        assert!(roster.notes.iter().any(|told| told == note), "{:?}", roster.notes);
    }
    let all = roster_of(&grid.revealed(true, false));
    assert_eq!(all.rows.len(), 5);
    assert_eq!(all.rows[1].get("staff_number"), Some("A2"));
}

#[test]
fn an_error_value_costs_its_cell_not_the_book() {
    let roster = roster_of(&workbook_case("errors.xlsx"));
    assert_eq!(people(&roster), [["张三", "A1", ""], ["李四", "A2", ""]]);
    assert_eq!(roster.rows[0].get("notes"), None);
    assert_eq!(
        roster.rows[0].problems[0].to_string(),
        "C2（备注）：存疑：公式出错（#SPILL!），这一格空着，请对照原表补上"
    );
    assert_eq!(roster.rows[1].get("notes"), Some("好"));
    assert_eq!(outcomes(&roster), [RowOutcome::New, RowOutcome::New]);
}

#[test]
fn staff_numbers_that_were_taken_for_numbers_lose_their_idle_fraction() {
    let grid = delimited::read("姓名,工号,学历\n张三,1001.0,甲\n李四,1002.0,1.5\n").unwrap();
    assert_eq!(people(&roster_of(&grid)), [["张三", "1001", ""], ["李四", "1002", ""]]);
    assert_eq!(grid.cell(2, 2).text(), "1.5");
}
