//! The rules of scoring (domain.md §1.6), each with the tests that name it.
//!
//! Of rules 5, 10, 11 and 12 only what concerns the month stands here; the quarter and the year have
//! issues of their own.

use crate::fixtures::{Book, day, month};
use yixin::ledger::{RecordId, Value};
use yixin::registers::{DUES_MONTH, Event};
use yixin::scoring::{Mean, ResultSource, Rule, Standard, explain_total, mean, ranks};

/// A branch with so many members.
fn book(members: usize) -> (Book, Vec<RecordId>) {
    let mut book = Book::new();
    let first = book.first();
    let members = (1..=members).map(|number| book.member(&number.to_string(), &first)).collect();
    (book, members)
}

fn months(from: &str, count: i32) -> Vec<yixin::ledger::Month> {
    (0..count).map(|step| month(from).plus(step)).collect()
}

/// What a mark of attendance brings, by the rule lines that answer to it.
fn mark(from: &'static str, mark: &'static str) -> Option<i32> {
    let standard = Standard::built_in();
    let (item, line) = standard.answer(&Event::Known { from, mark })?;
    match standard.items[item].lines[line].rule {
        Rule::PerUnit { tenths, .. } => Some(tenths),
        _ => None,
    }
}

#[test]
fn who_only_does_the_duties_stands_at_72() {
    let (mut book, who) = book(1);
    assert_eq!(book.total(&who[0], "2026-03"), 720);
    let sheet = book.sheet("2026-03");
    assert_eq!((sheet.aspect(0, 0), sheet.aspect(0, 1), sheet.aspect(0, 2)), (370, 160, 190));
    assert_eq!(sheet.standard.grade_name(720), "合格");
}

#[test]
fn rule_01_absence_on_duty_is_never_scored_as_absence() {
    for from in [
        "attendance of general meetings and organizational-life meetings",
        "attendance of group meetings and branch-committee meetings",
        "attendance of lectures and study",
        "attendance of themed party days",
    ] {
        let of = |name| mark(from, name).unwrap_or_else(|| panic!("{from}: {name}"));
        assert_eq!((of("leave-made-up"), of("on-duty-made-up")), (0, 0), "made up: nothing lost");
        assert!(of("absent") < of("leave-not-made-up"));
        assert!(of("leave-not-made-up") < of("on-duty-not-made-up"));
        assert!(of("on-duty-not-made-up") < 0 && of("late-or-early") < 0);
        assert_eq!((mark(from, "present"), mark(from, "exempt")), (None, None));
    }
}

#[test]
fn rule_02_an_item_keeps_within_its_floor_and_its_cap() {
    let (mut book, who) = book(1);
    book.enter("2026-03", "A1.1", &[(&who[0], 3)]);
    book.enter("2026-03", "C3.1", &[(&who[0], 4)]);
    assert_eq!(book.item(&who[0], "2026-03", "A1"), 0, "8 − 3 × 4, not under 0");
    assert_eq!(book.item(&who[0], "2026-03", "C3"), 50, "4 × 2, not over 5");
    assert_eq!(book.total(&who[0], "2026-03"), 720 - 80 + 50);
    assert_eq!(book.total(&who[0], "2026-04"), 720, "nothing is carried over");
}

#[test]
fn rule_02_a_month_keeps_within_0_and_100() {
    let (mut book, who) = book(1);
    let standard = Standard::built_in();
    for item in &standard.items {
        for line in &item.lines {
            if matches!(line.rule, Rule::PerUnit { tenths, .. } if tenths > 0) {
                book.enter("2026-03", &line.id, &[(&who[0], 9)]);
            }
            if matches!(line.rule, Rule::PerUnit { tenths, .. } if tenths < 0) {
                book.enter("2026-04", &line.id, &[(&who[0], 9)]);
            }
        }
    }
    assert_eq!(book.total(&who[0], "2026-03"), 1000);
    assert_eq!(book.total(&who[0], "2026-04"), 40, "dues alone are not per unit");
}

#[test]
fn rule_02_a_line_keeps_within_its_own_cap_before_the_items() {
    let (mut book, who) = book(1);
    book.enter("2026-03", "C2.1", &[(&who[0], 2)]);
    book.enter("2026-03", "C2.1", &[(&who[0], 3)]);
    book.enter("2026-03", "C2.2", &[(&who[0], 1)]);
    // 5 + min(5 × 1, 2) − 2: letters of thanks beyond the second do not outweigh a complaint.
    assert_eq!(book.item(&who[0], "2026-03", "C2"), 50);
}

#[test]
fn rule_02_the_cap_of_a_line_bounds_deductions_whichever_sign_it_has() {
    for cap in [20, -20] {
        let mut standard = Standard::built_in();
        let place = standard.item("C1").expect("C1").0;
        standard.items[place].lines[0].rule = Rule::PerUnit { tenths: -10, cap: Some(cap) };
        let (mut book, who) = book(1);
        book.adopt(&standard, "2026-02");
        book.enter("2026-03", "C1.1", &[(&who[0], 4)]);
        assert_eq!(book.item(&who[0], "2026-03", "C1"), 30, "5 − min(4 × 1, 2), cap {cap}");
    }
}

#[test]
fn rule_02_a_tier_or_choice_takes_the_place_of_the_base() {
    let mut book = Book::new();
    let first = book.first();
    let ward = book.department("内科");
    let who = book.member_from("1", &first, Some(&ward), day("2026-01-01"));
    assert_eq!(book.item(&who, "2026-03", "B1"), 80, "no result yet: the base");
    book.result(&ward, "2026-03", "79.9");
    assert_eq!(book.item(&who, "2026-03", "B1"), 40);
    book.enter("2026-03", "B1.1", &[(&who, 1)]);
    assert_eq!(book.item(&who, "2026-03", "B1"), 20, "then rule lines go on from there");
    book.enter("2026-03", "A5.3", &[(&who, 1)]);
    assert_eq!(book.item(&who, "2026-03", "A5"), 0);
}

#[test]
fn rule_03_a_veto_makes_its_month_zero_and_leaves_the_computed_score_to_see() {
    let (mut book, who) = book(2);
    let veto = book.veto(&who[0], "V1", "2026-03");
    let sheet = book.sheet("2026-03");
    let row = sheet.row_of(&who[0]).expect("on the sheet");
    assert_eq!((sheet.rows[row].computed, sheet.rows[row].result), (720, 0));
    let why = explain_total(&sheet, row).expect("a row");
    assert_eq!((why.computed, why.result, why.veto.as_ref()), (720, 0, Some(&veto)));
    assert_eq!(book.total(&who[0], "2026-02"), 720);
    assert_eq!(book.total(&who[0], "2026-04"), 720);
    assert_eq!(book.total(&who[1], "2026-03"), 720);
}

#[test]
fn rule_03_a_lifted_or_deleted_veto_counts_no_more() {
    let (mut book, who) = book(2);
    let lifted = book.veto(&who[0], "V1", "2026-03");
    let deleted = book.veto(&who[1], "V1", "2026-03");
    assert_eq!((book.total(&who[0], "2026-03"), book.total(&who[1], "2026-03")), (0, 0));
    book.change(&lifted, &[("lifted_on", "2026-04-01"), ("lifted_why", "查无实据")]);
    book.delete(&deleted);
    assert_eq!((book.total(&who[0], "2026-03"), book.total(&who[1], "2026-03")), (720, 720));
}

#[test]
fn rule_03_the_second_clause_makes_the_year_zero_and_leaves_closed_months_as_they_are() {
    let (mut book, who) = book(2);
    let first = book.first();
    book.close(&first, "2026-02");
    book.veto(&who[0], "V2", "2026-05");
    assert_eq!(book.total(&who[0], "2026-04"), 720, "before it takes effect");
    assert_eq!((book.total(&who[0], "2026-05"), book.total(&who[0], "2026-12")), (0, 0));
    assert_eq!(book.total(&who[0], "2027-01"), 720, "the next year begins anew");
    let mut mean =
        |from: &str, count| book.scores.mean(&book.ledger, &who[0], &months(from, count));
    assert_eq!(mean("2026-01", 12), Mean { sum: 0, count: 12 });
    assert_eq!(mean("2026-04", 3), Mean { sum: 0, count: 3 }, "the quarter in which it is found");
    assert_eq!(mean("2026-01", 3), Mean { sum: 2160, count: 3 }, "a quarter issued before stands");
    assert_eq!(mean("2027-01", 3), Mean { sum: 2160, count: 3 });
    let other = book.scores.mean(&book.ledger, &who[1], &months("2026-01", 12));
    assert_eq!(other, Mean { sum: 8640, count: 12 });
}

#[test]
fn rule_04_a_quarter_is_the_mean_of_the_months_that_there_are() {
    let (mut book, who) = book(1);
    let first = book.first();
    let late = book.member_from("2", &first, None, day("2026-02-10"));
    book.enter("2026-03", "C3.1", &[(&who[0], 1), (&late, 2)]);
    let mut mean = |who| book.scores.mean(&book.ledger, who, &months("2026-01", 3));
    assert_eq!(mean(&who[0]), Mean { sum: 720 + 720 + 740, count: 3 });
    assert_eq!(mean(&late), Mean { sum: 760, count: 1 }, "counts from the month after joining");
}

#[test]
fn rule_04_months_before_the_first_standard_do_not_count() {
    let (mut book, who) = book(1);
    let mean = book.scores.mean(&book.ledger, &who[0], &months("2025-11", 4));
    assert_eq!(mean, Mean { sum: 1440, count: 2 });
}

#[test]
fn rule_04_whoever_moves_keeps_the_months_of_the_branch_left_behind() {
    let (mut book, who) = book(2);
    let (first, second) = (book.first(), book.branch("二支部"));
    book.enter("2026-01", "C3.1", &[(&who[0], 1)]);
    book.close(&first, "2026-01");
    book.since(&who[0], "2026-02-01", "branch", second.as_str());
    let mean = book.scores.mean(&book.ledger, &who[0], &months("2026-01", 2));
    assert_eq!(mean, Mean { sum: 740 + 720, count: 2 });
    // Recorded late, as if the move had been before the lock: the lock still stands.
    book.since(&who[1], "2026-01-01", "branch", second.as_str());
    let of_january = book.scores.mean(&book.ledger, &who[1], &months("2026-01", 1));
    assert_eq!(of_january, Mean { sum: 720, count: 1 });
}

#[test]
fn rule_04_months_that_were_brought_in_count_until_a_lock_takes_their_place() {
    let (mut book, who) = book(2);
    let first = book.first();
    book.bring_in(&first, "2026-01", &[(&who[0], 885)]);
    let one = book.scores.results(&book.ledger, &first, month("2026-01"));
    assert_eq!(one[&who[0]].tenths, 885);
    assert_eq!(one[&who[0]].source, ResultSource::BroughtIn);
    assert!(!one.contains_key(&who[1]), "who is not in the file has no such month");
    book.close(&first, "2026-01");
    let one = book.scores.results(&book.ledger, &first, month("2026-01"));
    assert_eq!((one[&who[0]].tenths, one[&who[0]].source), (720, ResultSource::Locked));
}

#[test]
fn rule_05_the_shares_of_the_year_stay_in_the_standard_whatever_is_edited() {
    let mut standard = Standard::built_in();
    standard.name = "新标准".into();
    let year = standard.to_value();
    let number = |name: &str| year.get("year").and_then(|year| year.get(name)?.as_int());
    assert_eq!((number("points_percent"), number("appraisal_percent")), (Some(80), Some(20)));
}

#[test]
fn rule_06_grades_begin_at_90_80_and_60() {
    let standard = Standard::built_in();
    for (tenths, name) in [
        (1000, "优秀"),
        (900, "优秀"),
        (899, "良好"),
        (800, "良好"),
        (799, "合格"),
        (600, "合格"),
        (599, "不合格"),
        (0, "不合格"),
    ] {
        assert_eq!(standard.grade_name(tenths), name, "{tenths}");
    }
}

#[test]
fn rule_07_equal_totals_are_told_apart_by_aspect_a_then_c_then_fewer_deductions() {
    let (mut book, who) = book(5);
    let of = "2026-03";
    // All at 74: by aspect A (39), by C (21), by B; the last two alike but for a deduction made good.
    book.enter(of, "A6.3", &[(&who[0], 2)]);
    book.enter(of, "C3.1", &[(&who[1], 1)]);
    book.enter(of, "B3.1", &[(&who[2], 1), (&who[3], 1), (&who[4], 1)]);
    book.enter(of, "B2.1", &[(&who[3], 1)]);
    book.enter(of, "B4.2", &[(&who[3], 1)]);
    let sheet = book.sheet(of);
    let rows: Vec<usize> = who.iter().filter_map(|one| sheet.row_of(one)).collect();
    assert!(rows.iter().all(|row| sheet.rows[*row].result == 740));
    assert_eq!(ranks(&sheet, &rows), [1, 2, 3, 5, 3].map(Some), "1, 2, 3, 3, 5");
}

#[test]
fn rule_07_two_deductions_in_one_entry_are_two() {
    let (mut book, who) = book(2);
    let of = "2026-03";
    book.enter(of, "C1.1", &[(&who[0], 2)]);
    book.enter(of, "C1.2", &[(&who[1], 1)]);
    let sheet = book.sheet(of);
    assert_eq!(sheet.rows.iter().map(|row| row.deductions).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(ranks(&sheet, &[0, 1]), [Some(2), Some(1)]);
}

#[test]
fn rule_07_who_is_equal_in_all_shares_a_rank() {
    let (mut book, who) = book(4);
    book.enter("2026-03", "C3.1", &[(&who[0], 2), (&who[1], 1), (&who[2], 1)]);
    let sheet = book.sheet("2026-03");
    assert_eq!(ranks(&sheet, &[0, 1, 2, 3]), [1, 2, 2, 4].map(Some));
}

#[test]
fn rule_07_a_branch_is_ranked_by_the_mean_of_those_assessed() {
    let (mut book, who) = book(3);
    book.enter("2026-03", "C3.1", &[(&who[0], 1)]);
    book.exempt(&who[2], "离退休", "2026-01", "", "2026-01-05");
    let sheet = book.sheet("2026-03");
    let rows = sheet.branch(&book.first());
    assert_eq!(mean(&sheet, &rows), Mean { sum: 740 + 720, count: 2 });
}

#[test]
fn rule_08_only_an_approved_exemption_takes_someone_out() {
    let (mut book, who) = book(2);
    let of = |book: &mut Book, of: &str| {
        let sheet = book.sheet(of);
        let row = sheet.row_of(&who[0]).expect("stays on the sheet");
        sheet.rows[row].is_assessed()
    };
    let exemption = book.exempt(&who[0], "产假", "2026-02", "2026-04", "");
    assert!(of(&mut book, "2026-03"), "applied for, not approved");
    book.change(&exemption, &[("approved_by", "支委会"), ("approved_on", "2026-02-03")]);
    let each = ["2026-01", "2026-02", "2026-04", "2026-05"].map(|month| of(&mut book, month));
    assert_eq!(each, [true, false, false, true]);
    let sheet = book.sheet("2026-03");
    assert_eq!(ranks(&sheet, &[0, 1]), [None, Some(1)]);
    let mean = book.scores.mean(&book.ledger, &who[0], &months("2026-01", 6));
    assert_eq!(mean.count, 3);
    book.delete(&exemption);
    assert!(of(&mut book, "2026-03"));
}

#[test]
fn rule_08_standing_alone_takes_nobody_out() {
    let (mut book, who) = book(1);
    book.since(&who[0], "2026-01-01", "standing", "离退休");
    assert!(book.sheet("2026-03").rows[0].is_assessed());
    book.since(&who[0], "2026-02-15", "standing", "已转出");
    assert_eq!(book.sheet("2026-02").rows.len(), 1, "left in the month: still on its sheet");
    assert_eq!(book.sheet("2026-03").rows.len(), 0);
}

#[test]
fn rule_09_probationary_members_are_assessed_like_full_ones() {
    let (mut book, who) = book(2);
    book.since(&who[0], "2026-01-01", "category", "预备党员");
    let sheet = book.sheet("2026-03");
    assert!(sheet.rows.iter().all(|row| row.is_assessed() && row.result == 720));
    assert_eq!(ranks(&sheet, &[0, 1]), [Some(1), Some(1)]);
}

#[test]
fn rule_10_the_warning_begins_below_60() {
    assert_eq!(Standard::built_in().pass_mark(), 600);
    let (mut book, who) = book(1);
    for line in ["A1.1", "A3.1", "A4.1"] {
        book.enter("2026-03", line, &[(&who[0], 1)]);
    }
    assert_eq!(book.total(&who[0], "2026-03"), 600, "just not yet");
    book.enter("2026-03", "C1.1", &[(&who[0], 1)]);
    assert!(book.total(&who[0], "2026-03") < Standard::built_in().pass_mark());
}

#[test]
fn rule_11_no_rule_line_of_the_standard_rewards_income() {
    let warnings = yixin::scoring::warnings(&Standard::built_in());
    assert_eq!(warnings, []);
}

#[test]
fn rule_12_a_departments_result_counts_in_four_tiers_for_its_members_alone() {
    let mut book = Book::new();
    let first = book.first();
    let (ward, other) = (book.department("内科（一）"), book.department("外科"));
    let who = book.member_from("1", &first, Some(&ward), day("2026-01-01"));
    let elsewhere = book.member_from("2", &first, Some(&other), day("2026-01-01"));
    let nowhere = book.member("3", &first);
    for (of, score, tenths) in [
        ("2026-01", "100", 80),
        ("2026-02", "90", 80),
        ("2026-03", "89.9", 60),
        ("2026-04", "80", 60),
        ("2026-05", "79.9", 40),
        ("2026-06", "70", 40),
        ("2026-07", "69.9", 20),
        ("2026-08", "0", 20),
    ] {
        book.result(&ward, of, score);
        assert_eq!(book.item(&who, of, "B1"), tenths, "{score}");
        assert_eq!(book.item(&elsewhere, of, "B1"), 80);
        assert_eq!(book.item(&nowhere, of, "B1"), 80);
    }
}

#[test]
fn rule_12_who_changes_departments_is_measured_by_that_of_the_month() {
    let mut book = Book::new();
    let first = book.first();
    let (old, new) = (book.department("内科"), book.department("外科"));
    let who = book.member_from("1", &first, Some(&old), day("2026-01-01"));
    book.since(&who, "2026-02-10", "department", new.as_str());
    for of in ["2026-01", "2026-02", "2026-03"] {
        book.result(&old, of, "75");
        book.result(&new, of, "85");
    }
    let each = ["2026-01", "2026-02", "2026-03"].map(|of| book.item(&who, of, "B1"));
    assert_eq!(each, [40, 40, 60]);
}

#[test]
fn rule_13_means_keep_sum_and_count_and_are_rounded_once_half_up() {
    let (mut book, who) = book(1);
    book.enter("2026-01", "B4.4", &[(&who[0], 1)]);
    let of = months("2026-01", 2);
    let mean = book.scores.mean(&book.ledger, &who[0], &of);
    assert_eq!((mean, mean.rounded()), (Mean { sum: 1445, count: 2 }, Some(723)));
    // Not rounded before: of thirds, and of sums of means.
    assert_eq!(Mean { sum: 2, count: 3 }.rounded(), Some(1));
    assert_eq!(Mean { sum: 1, count: 3 }.rounded(), Some(0));
    assert_eq!(Mean { sum: 0, count: 0 }.rounded(), None);
}

#[test]
fn dues_paid_in_part_count_as_not_paid() {
    let (mut book, who) = book(5);
    let sheet = DUES_MONTH.id(&[book.first().as_str(), "2026-03"]);
    let row = |state: &str, amount: Option<i64>| {
        let columns = [("state", Value::from(state)), ("due", Value::Int(3_200))];
        let amount = amount.map(|amount| ("amount", Value::Int(amount)));
        Value::group(columns.into_iter().chain(amount))
    };
    let rows = [
        row("paid", None),
        row("paid", Some(3_200)),
        row("reminded", Some(3_300)),
        row("paid", Some(3_199)),
        row("reminded", Some(1)),
    ];
    book.act("dues", |draft, _| {
        draft.field(&sheet, "month", "2026-03");
        for (member, row) in who.iter().zip(rows) {
            draft.entry(&sheet, "paid", member.as_str(), row);
        }
    });
    let points: Vec<i32> = who.iter().map(|one| book.item(one, "2026-03", "A5")).collect();
    assert_eq!(points, [40, 40, 20, 0, 0]);
}
