//! What-if: another standard tried on months that have passed (issue 5).

use std::sync::Arc;

use crate::fixtures::dice::Dice;
use crate::fixtures::scores::all_scores;
use crate::fixtures::{Book, month};
use yixin::ledger::{Month, RecordId};
use yixin::scoring::{MonthSheet, Rule, Scores, Standard, WhatIf, locked_months};

const MONTHS: [&str; 3] = ["2026-01", "2026-02", "2026-03"];

fn months() -> Vec<Month> {
    MONTHS.iter().map(|text| month(text)).collect()
}

/// A ledger of two branches with entries at random, a veto and an exemption.
fn book(dice: &mut Dice) -> (Book, Vec<RecordId>) {
    let mut book = Book::new();
    let (first, second) = (book.first(), book.branch("二支部"));
    let members: Vec<RecordId> = (0..8)
        .map(|number| book.member(&number.to_string(), if number < 5 { &first } else { &second }))
        .collect();
    let lines = ["A1.1", "A4.2", "C1.1", "C3.1", "C3.2", "B3.1", "C5.1"];
    for _ in 0..24 {
        let of = MONTHS[dice.below(MONTHS.len())];
        let line = lines[dice.below(lines.len())];
        let amount = 1 + dice.below(3) as i64;
        book.enter(of, line, &[(&members[dice.below(members.len())], amount)]);
    }
    book.veto(&members[0], "V1", "2026-02");
    book.exempt(&members[1], "产假", "2026-01", "2026-03", "2026-01-05");
    (book, members)
}

/// Another standard: some caps, bases and lines changed, one line and one item gone.
fn another(dice: &mut Dice) -> Arc<Standard> {
    let mut standard = Standard::built_in();
    for _ in 0..6 {
        let place = dice.below(standard.items.len());
        let item = &mut standard.items[place];
        match dice.below(3) {
            0 => item.cap = (item.cap - 10).max(item.base),
            1 => item.base = (item.base - 5).max(item.floor),
            _ => {
                for line in &mut item.lines {
                    if let Rule::PerUnit { tenths, .. } = &mut line.rule {
                        *tenths *= 2;
                    }
                }
            }
        }
    }
    standard.remove_line("C3.2");
    standard.remove_item("B3");
    Arc::new(standard)
}

fn of(book: &mut Book, standard: &Arc<Standard>, branch: Option<&RecordId>) -> WhatIf {
    WhatIf::of(&book.ledger, &mut book.scores, standard, branch, &months())
}

fn result(sheet: &MonthSheet, member: &RecordId) -> i32 {
    sheet.rows[sheet.row_of(member).expect("on the sheet")].result
}

#[test]
fn the_standard_in_force_changes_nothing() {
    let mut dice = Dice(1);
    for _ in 0..20 {
        let (mut book, _) = book(&mut dice);
        let found = of(&mut book, &Arc::new(Standard::built_in()), None);
        assert_eq!(found.changes, []);
        // All but the exempt one were looked at.
        assert_eq!((found.assessed, found.untried.len()), (7, 0));
        assert_eq!(found.counts(), Default::default());
    }
}

#[test]
fn changes_are_the_difference_of_sheets_that_are_computed_apart() {
    let mut dice = Dice(2);
    for _ in 0..20 {
        let (mut book, members) = book(&mut dice);
        let standard = another(&mut dice);
        let found = of(&mut book, &standard, None);
        // The same ledger, in which the other standard was adopted from the beginning.
        let mut adopted = book.clone();
        adopted.adopt(&standard, "2026-01");
        for member in &members {
            let change = found.changes.iter().find(|one| one.member == *member);
            let mut sum = 0;
            for name in MONTHS {
                let (before, after) = (book.sheet(name), adopted.sheet(name));
                let exempt = !before.rows[before.row_of(member).unwrap()].is_assessed();
                let difference = result(&after, member) - result(&before, member);
                let told = change.and_then(|one| {
                    one.months.iter().find(|one| one.month == month(name)).cloned()
                });
                let told_difference = told.as_ref().map_or(0, |one| one.difference());
                assert_eq!(told_difference, if exempt { 0 } else { difference });
                if let Some(told) = told {
                    let grade = standard.grade_name(result(&after, member));
                    assert_eq!(told.after.grade, grade);
                    sum += told.difference();
                }
            }
            assert_eq!(change.map_or(0, |one| one.difference()), i64::from(sum));
        }
        let counts = found.counts();
        let up = found.changes.iter().filter(|one| one.after.sum > one.before.sum).count();
        assert_eq!(counts.up, up);
        assert!(counts.up + counts.down <= found.changes.len());
        let by_size: Vec<i64> = found.changes.iter().map(|one| one.difference().abs()).collect();
        assert!(by_size.is_sorted_by(|one, other| one >= other), "{by_size:?}");
    }
}

#[test]
fn an_explanation_adds_up_item_by_item() {
    let mut dice = Dice(3);
    let mut explained = 0;
    for _ in 0..20 {
        let (mut book, _) = book(&mut dice);
        let standard = another(&mut dice);
        let found = of(&mut book, &standard, None);
        for change in &found.changes {
            for of_month in &change.months {
                let (ledger, scores) = (&book.ledger, &mut book.scores);
                let items =
                    scores.explain_change(ledger, &standard, &change.member, of_month.month);
                let mut sum = 0;
                for item in &items {
                    let difference = item.after.unwrap_or(0) - item.before.unwrap_or(0);
                    let points = |side: &Option<yixin::scoring::LineSide>| {
                        side.as_ref().map_or(0, |side| side.points)
                    };
                    let lines = item.lines.iter();
                    let of_lines: i64 =
                        lines.map(|line| points(&line.after) - points(&line.before)).sum();
                    assert_eq!(of_lines, i64::from(difference), "{item:?}");
                    sum += difference;
                    explained += 1;
                }
                let aspects = |all: &[i32]| all.iter().sum::<i32>();
                let told = aspects(&of_month.after.aspects) - aspects(&of_month.before.aspects);
                assert_eq!(sum, told);
            }
        }
    }
    assert!(explained > 100, "{explained}");
}

#[test]
fn trying_changes_no_score_and_no_lock() {
    let mut dice = Dice(4);
    let (mut book, _) = book(&mut dice);
    let first = book.first();
    book.close(&first, "2026-01");
    let before = all_scores(&book.ledger, &mut book.scores, &months());
    let standard = another(&mut dice);
    assert!(!of(&mut book, &standard, None).changes.is_empty());
    assert_eq!(all_scores(&book.ledger, &mut book.scores, &months()), before);
    assert_eq!(all_scores(&book.ledger, &mut Scores::new(&book.ledger), &months()), before);
}

#[test]
fn a_branch_is_tried_alone_and_what_was_brought_in_has_no_facts() {
    let mut dice = Dice(5);
    let (mut book, members) = book(&mut dice);
    let (first, standard) = (book.first(), another(&mut dice));
    let found = of(&mut book, &standard, Some(&first));
    assert_eq!(found.assessed, 4);
    assert!(found.changes.iter().all(|one| one.branch == first));
    for name in MONTHS {
        book.bring_in(&first, name, &[(&members[0], 800)]);
    }
    let found = of(&mut book, &standard, Some(&first));
    assert_eq!((found.assessed, found.changes.len()), (0, 0));
}

#[test]
fn a_month_without_a_standard_is_told_and_the_others_are_tried() {
    let (mut book, _) = book(&mut Dice(6));
    let months = [month("2025-12"), month("2026-01")];
    let standard = Arc::new(Standard::built_in());
    let found = WhatIf::of(&book.ledger, &mut book.scores, &standard, None, &months);
    assert_eq!(found.untried.len(), 1);
    assert!(found.untried[0].to_string().contains("2025年12月"));
    assert_eq!(found.assessed, 7);
}

#[test]
fn locked_months_are_those_of_the_branch() {
    let (mut book, _) = book(&mut Dice(7));
    let (first, second) = (book.first(), RecordId::keyed("branch", "二支部"));
    book.close(&first, "2026-02");
    book.close(&first, "2026-01");
    assert_eq!(locked_months(&book.ledger, Some(&first)), months()[..2]);
    assert_eq!(locked_months(&book.ledger, Some(&second)), []);
    assert_eq!(locked_months(&book.ledger, None), months()[..2]);
}
