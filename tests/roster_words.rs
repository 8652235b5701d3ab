//! Rosters in the words and characters of real hospitals, with their right values.
#![allow(clippy::unwrap_used)]

use yixin::exchange::table::columns::ColumnMap;
use yixin::exchange::table::delimited;
use yixin::exchange::table::roster::{self, Roster};
use yixin::exchange::table::roster_plan::{Existing, Ledger, Outcome, PlanOptions, RosterPlan};

fn case(name: &str) -> String {
    std::fs::read_to_string(format!("tests/fixtures/cases/{name}")).unwrap()
}

fn roster(table: &str) -> Roster {
    let grid = delimited::read(table).unwrap();
    roster::read(&grid, &ColumnMap::recognise(&grid).unwrap()).unwrap()
}

/// The values of one field, row by row.
fn column<'a>(roster: &'a Roster, field: &str) -> Vec<&'a str> {
    roster.rows.iter().map(|row| row.get(field).unwrap_or_default()).collect()
}

/// What is told of each row.
fn told(roster: &Roster) -> Vec<String> {
    let of = |row: &roster::RosterRow| {
        row.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("；")
    };
    roster.rows.iter().map(of).collect()
}

fn plan(table: &str, members: &[Existing]) -> RosterPlan {
    let ledger = Ledger { members, ..Ledger::default() };
    RosterPlan::new(&roster(table), ledger, PlanOptions::default())
}

#[test]
fn radicals_from_a_pdf_are_read_as_characters_and_told() {
    let roster = roster(&case("radicals-from-pdf.csv"));
    assert_eq!(column(&roster, "name"), ["王文", "马方"]);
    assert_eq!(column(&roster, "staff_number"), ["A1", "A2"]);
    assert_eq!(column(&roster, "branch"), ["第一党支部"; 2]);
    assert_eq!(column(&roster, "joined_party"), ["2001-07", "2002-07"]);
    let told = told(&roster);
    assert!(told[0].contains("A2（姓名）：里面的“⽂”已改为“文”"), "{told:?}");
    assert!(told[1].contains("“⻢”已改为“马”、“⽅”已改为“方”"), "{told:?}");
    assert!(roster.rows.iter().all(|row| !row.is_faulty()));
}

#[test]
fn a_name_in_odd_characters_is_somebody_who_is_there() {
    let zhang =
        Existing { id: "a".into(), name: "阿卜杜·马文".into(), ..Existing::default() };
    for name in ["阿卜杜•⻢⽂", "阿卜杜．马文", "阿卜杜 · 马\u{fe00}文", "阿卜杜\u{2009}‧马文"]
    {
        let plan = plan(&format!("姓名\n{name}\n"), std::slice::from_ref(&zhang));
        assert_eq!(plan.rows[0].outcome, Outcome::Same { id: "a".into() }, "{name}");
    }
    let roster = roster("姓名\n𬀩㛃䶮\n张\u{e863}\n李\u{e000}\n");
    assert_eq!(column(&roster, "name"), ["𬀩㛃䶮", "张䶮", "李\u{e000}"]);
    let told = told(&roster);
    assert_eq!(told[0], "");
    assert!(told[1].contains("已改为“䶮”") && told[2].contains("自造字"), "{told:?}");
}

#[test]
fn staff_numbers_are_one_however_they_are_typed() {
    let roster = roster(&case("staff-number-case.csv"));
    assert_eq!(column(&roster, "staff_number"), ["A0012", "A0013", "A0014"]);
    let typed = |number: &str| Existing {
        id: "a".into(),
        name: "张三".into(),
        staff_number: Some(number.into()),
        ..Existing::default()
    };
    for number in ["a0012", "A0012", "ａ００１２", "A 0012"] {
        let plan = plan("姓名,工号\n张三,Ａ0012\n", &[typed(number)]);
        assert_eq!(plan.rows[0].outcome, Outcome::Same { id: "a".into() }, "{number}");
    }
}
