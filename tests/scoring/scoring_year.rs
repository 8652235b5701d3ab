//! The rules of the year (domain.md §1.6 rules 3, 4, 5, 10 and 11, §2.3, §2.4), each with the test
//! that names it.

use std::collections::BTreeMap;

use crate::fixtures::dice::Dice;
use crate::fixtures::{Book, day, month};
use yixin::ledger::RecordId;
use yixin::registers::form::{Input, RowInput};
use yixin::registers::{APPRAISAL, Ballot, Votes, appraisal_id, places_of, redact, schemas};
use yixin::reports::{annual_table, award_table, pay_table, suggestion_or_why};
use yixin::scoring::{
    AnnualRow, Mean, Obstacle, Standard, YearShares, annual_rows, composite, excellent_at_most,
    pay_permille, voters_of, year_obstacles,
};

const TODAY: &str = "2027-01-15";

fn book(members: usize) -> (Book, Vec<RecordId>) {
    let mut book = Book::new();
    let first = book.first();
    let members = (1..=members).map(|number| book.member(&number.to_string(), &first)).collect();
    (book, members)
}

fn year(book: &mut Book) -> Vec<AnnualRow> {
    let first = book.first();
    annual_rows(&book.ledger, &mut book.scores, &first, 2026, month("2026-12"))
}

fn of(book: &mut Book, who: &RecordId) -> AnnualRow {
    year(book).into_iter().find(|row| row.months.member == *who).expect("a row")
}

fn ballot(book: &mut Book, [due, present, issued, received, valid]: [i64; 5]) {
    let id = appraisal_id(&book.first(), 2026);
    let [due, present, issued, received, valid] = [due, present, issued, received, valid].map(Some);
    let (branch, ballot) = (book.first(), Ballot { due, present, issued, received, valid });
    book.act("change", |draft, _| {
        draft.field(&id, "branch", branch.as_str());
        draft.field(&id, "year", 2026);
        draft.field(&id, "ballot", ballot.to_value());
    });
}

fn vote(book: &mut Book, who: &RecordId, votes: [i64; 4]) {
    let id = appraisal_id(&book.first(), 2026);
    book.act("change", |draft, _| {
        draft.entry(&id, "votes", who.as_str(), Votes(votes.map(Some)).to_value())
    });
}

fn decide(book: &mut Book, who: &RecordId, grade: &str, reason: &str) {
    let id = appraisal_id(&book.first(), 2026);
    book.act("change", |draft, _| {
        draft.entry(&id, "decisions", who.as_str(), grade);
        draft.entry(&id, "reasons", who.as_str(), reason);
    });
}

fn obstacles(book: &mut Book) -> Vec<Obstacle> {
    let (rows, first) = (year(book), book.first());
    year_obstacles(&book.ledger, &mut book.scores, &first, 2026, &rows, day(TODAY))
}

fn said(found: &[Obstacle], blocks: bool, words: &str) -> bool {
    found.iter().any(|one| one.blocks == blocks && one.text.contains(words))
}

#[test]
fn rule_05_eighty_and_twenty_are_one_fraction_rounded_once() {
    let shares = YearShares::default();
    let mut dice = Dice(5);
    for _ in 0..20_000 {
        let count = 1 + dice.below(12) as i64;
        let months = Mean { sum: dice.below(1000 * count as usize + 1) as i64, count };
        let votes = Votes([0; 4].map(|_| Some(dice.below(30) as i64)));
        let appraisal = shares.appraisal(votes);
        let Some(told) = composite(months, appraisal, &shares) else {
            assert_eq!(votes.total(), 0);
            continue;
        };
        // told is the tenth for which told − 1/2 ≤ exact < told + 1/2, over one denominator.
        let exact = i128::from(months.sum) * 80 * i128::from(appraisal.count)
            + i128::from(appraisal.sum) * 20 * i128::from(months.count);
        let whole = 100 * i128::from(months.count) * i128::from(appraisal.count);
        let twice = 2 * i128::from(told);
        assert!((twice - 1) * whole <= 2 * exact && 2 * exact < (twice + 1) * whole);
    }
}

#[test]
fn rule_05_rounding_the_parts_first_would_tell_another_number() {
    let shares = YearShares::default();
    // 86.25 and 85.125: by rounded parts 86.3 × 0.8 + 85.1 × 0.2 = 86.06, in truth 86.025.
    let (months, votes) = (Mean { sum: 3450, count: 4 }, Mean { sum: 6810, count: 8 });
    assert_eq!((months.rounded(), votes.rounded()), (Some(863), Some(851)));
    assert_eq!(composite(months, votes, &shares), Some(860));
    assert_eq!((863 * 80 + 851 * 20 + 50) / 100, 861);
}

#[test]
fn rule_05_the_four_grades_are_worth_100_85_65_and_40() {
    let shares = YearShares::of(&Standard::built_in());
    assert_eq!(shares, YearShares::default());
    assert_eq!(shares.appraisal(Votes([Some(1); 4])), Mean { sum: 2900, count: 4 });
}

#[test]
fn what_is_blank_on_a_ballot_stays_blank_and_is_told() {
    let (mut book, who) = book(2);
    ballot(&mut book, [2, 2, 2, 2, 2]);
    let id = appraisal_id(&book.first(), 2026);
    let typed = |texts: &[(&'static str, &str)]| -> BTreeMap<&'static str, String> {
        texts.iter().map(|(name, text)| (*name, (*text).to_owned())).collect()
    };
    let votes = typed(&[("excellent", "2"), ("qualified", ""), ("basic", "")]);
    let rows = BTreeMap::from([(who[0].to_string(), RowInput::Texts(votes))]);
    let mut input = Input { is_part: true, ..Input::default() };
    input.groups.insert("ballot", typed(&[("issued", ""), ("received", "")]));
    input.rows.insert("votes", rows);
    book.save(&APPRAISAL, Some(&id), &input);
    let row = of(&mut book, &who[0]);
    assert_eq!(row.votes, Some(Votes([Some(2), None, None, None])));
    assert_eq!(row.appraisal, Some(1000));
    let found = obstacles(&mut book);
    assert!(said(&found, false, "测评票还没有填发出、收回"), "{found:?}");
    assert!(!found.iter().any(|one| one.text.contains("收回的票") || one.text.contains("有效票")));
    let record = book.ledger.record(&id).unwrap();
    let head = Ballot::read(record.get("ballot"));
    let table = annual_table(&book.ledger, "一支部", 2026, &[&row], head);
    assert_eq!(table.rows[0][1..5], ["2", "—", "—", "—"]);
    assert!(table.notes[1].contains("实到 2 人，发出未填"), "{:?}", table.notes);
}

#[test]
fn rule_04_the_year_is_the_mean_of_the_valid_months() {
    let (mut book, who) = book(2);
    book.enter("2026-03", "C3.1", &[(&who[0], 1)]);
    book.exempt(&who[1], "产假", "2026-02", "2026-07", "2026-02-02");
    assert_eq!(of(&mut book, &who[0]).months.mean, Mean { sum: 12 * 720 + 20, count: 12 });
    assert_eq!(of(&mut book, &who[1]).months.mean, Mean { sum: 6 * 720, count: 6 });
    assert_eq!(of(&mut book, &who[0]).total, None, "the appraisal is still to come");
}

#[test]
fn rule_03_a_veto_of_the_year_makes_its_points_zero_and_leaves_the_grade_to_the_committee() {
    let (mut book, who) = book(3);
    book.veto(&who[0], "V2", "2026-05");
    book.veto(&who[1], "V1", "2026-05");
    ballot(&mut book, [3, 3, 3, 3, 3]);
    for one in &who {
        vote(&mut book, one, [3, 0, 0, 0]);
    }
    let zeroed = of(&mut book, &who[0]);
    assert_eq!((zeroed.points, zeroed.suggestion, zeroed.vetoed), (Some(0), None, true));
    assert!(said(&obstacles(&mut book), false, "党员1年度积分记 0，评议等次由支委会专题研究"));
    let month_zero = of(&mut book, &who[1]);
    assert_eq!(month_zero.points, Some(660), "one month of twelve");
    assert!(month_zero.vetoed && month_zero.suggestion == Some("qualified"));
    decide(&mut book, &who[1], "excellent", "理由");
    assert!(said(&obstacles(&mut book), true, "党员2当年有一票否决，不能评定优秀"));
}

#[test]
fn at_most_a_third_is_suggested_and_who_ties_beyond_it_is_not() {
    assert_eq!([0, 2, 3, 5, 6, 16].map(excellent_at_most), [0, 0, 1, 1, 2, 5]);
    let (mut book, who) = book(6);
    let lines = ["C3.1", "B3.1", "B6.1", "A6.3"];
    for of in (1..=12).map(|number| format!("2026-{number:02}")) {
        for (place, one) in who.iter().enumerate().take(4) {
            // The first is ahead; the three after are alike.
            let lines = if place == 0 { &lines[..] } else { &lines[..3] };
            for line in lines {
                book.enter(&of, line, &[(one, 2)]);
            }
        }
    }
    ballot(&mut book, [6, 6, 6, 6, 6]);
    for one in &who {
        vote(&mut book, one, [6, 0, 0, 0]);
    }
    let suggested: Vec<_> = year(&mut book).iter().map(|row| row.suggestion).collect();
    assert_eq!(suggested[0], Some("excellent"));
    assert!(suggested[1..].iter().all(|one| *one == Some("qualified")), "{suggested:?}");
    decide(&mut book, &who[0], "excellent", "");
    decide(&mut book, &who[1], "excellent", "票数高");
    assert!(!said(&obstacles(&mut book), true, "三分之一"));
    decide(&mut book, &who[2], "excellent", "");
    let found = obstacles(&mut book);
    assert!(said(&found, true, "评定优秀 3 名，超过参评 6 名的三分之一（最多 2 名）"), "{found:?}");
    assert!(said(&found, true, "党员3评定为优秀，建议是合格，请写明理由"));
    assert!(!said(&found, true, "党员2评定"));
}

#[test]
fn rule_10_two_years_running_below_60_are_told() {
    let (mut book, who) = book(1);
    let first = book.first();
    for of in ["2026-01", "2026-02"] {
        book.bring_in(&first, of, &[(&who[0], 500)]);
    }
    let id = |text: &str| month(text);
    book.bring_in(&first, "2025-11", &[(&who[0], 590)]);
    book.since(&who[0], "2026-03-01", "standing", "已转出");
    let rows = annual_rows(&book.ledger, &mut book.scores, &first, 2026, id("2026-12"));
    assert!(rows[0].low_twice, "{rows:?}");
    assert!(said(&obstacles(&mut book), false, "连续两年不到合格线，按不合格党员程序研究"));
}

#[test]
fn ballots_that_do_not_add_up_are_told_one_by_one() {
    let (mut book, who) = book(3);
    for (head, words) in [
        ([3, 4, 3, 3, 3], "实到比应到多（4 比 3）"),
        ([3, 3, 4, 3, 3], "发出的票比实到的人多（4 比 3）"),
        ([3, 3, 3, 4, 3], "收回的票比发出的多（4 比 3）"),
        ([3, 3, 3, 2, 3], "有效票比收回的多（3 比 2）"),
    ] {
        ballot(&mut book, head);
        assert!(said(&obstacles(&mut book), true, words), "{words}");
    }
    ballot(&mut book, [3, 3, 3, 3, 3]);
    vote(&mut book, &who[0], [1, 1, 0, 0]);
    assert!(said(&obstacles(&mut book), true, "党员1的得票合计 2，与有效票 3 不符"));
    vote(&mut book, &who[0], [1, 1, 1, 0]);
    assert!(!said(&obstacles(&mut book), true, "得票合计"));
}

#[test]
fn without_half_of_those_with_a_vote_there_is_no_appraisal() {
    let (mut book, who) = book(4);
    book.since(&who[3], "2026-01-01", "category", "预备党员");
    ballot(&mut book, [3, 1, 1, 1, 1]);
    assert!(said(&obstacles(&mut book), true, "应到 3 人，实到 1 人，不到半数"));
    assert!(!said(&obstacles(&mut book), false, "应到填了"), "probationary members have no vote");
    ballot(&mut book, [4, 2, 2, 2, 2]);
    let found = obstacles(&mut book);
    assert!(!said(&found, true, "不到半数"));
    assert!(said(&found, false, "应到填了 4 人，花名册里有测评权的正式党员是 3 人"));
}

#[test]
fn open_months_of_the_year_are_told() {
    let (mut book, _) = book(1);
    let first = book.first();
    book.close(&first, "2026-01");
    let found = obstacles(&mut book);
    assert!(!said(&found, true, "2026年1月") && said(&found, true, "2026年2月还没有锁定"));
}

#[test]
fn rule_11_the_coefficients_follow_the_grade_and_can_be_set_in_the_standard() {
    let standard = Standard::built_in();
    let of = [950, 850, 700, 500].map(|result| pay_permille(&standard, result));
    assert_eq!(of, [1050, 1020, 1000, 950]);
    let text = serde_json::to_string(&standard.to_value()).expect("JSON");
    let own = text.replacen('{', "{\"performance_permille\":{\"优秀\":1100},", 1);
    let own = Standard::from_json(&own).expect("a standard");
    assert_eq!((pay_permille(&own, 950), pay_permille(&own, 850)), (1100, 1020));
}

#[test]
fn redaction_takes_why_a_decision_was_taken_and_leaves_the_votes() {
    let (mut book, who) = book(2);
    ballot(&mut book, [2, 2, 2, 2, 2]);
    vote(&mut book, &who[0], [2, 0, 0, 0]);
    decide(&mut book, &who[0], "qualified", "党员1的情况");
    decide(&mut book, &who[1], "qualified", "另一人");
    let places = places_of(schemas(), &book.ledger, &who[0]);
    book.act("redact", |draft, _| redact(draft, &places));
    let (erased, other) = (of(&mut book, &who[0]), of(&mut book, &who[1]));
    assert_eq!((&*erased.reason, &*other.reason), ("", "另一人"));
    assert_eq!(
        (erased.votes, erased.decision.as_deref()),
        (Some(Votes([2, 0, 0, 0].map(Some))), Some("qualified"))
    );
}

#[test]
fn who_has_a_veto_or_is_below_the_pass_mark_is_not_put_forward_for_awards() {
    let (mut book, who) = book(3);
    book.veto(&who[0], "V1", "2026-05");
    for one in &who {
        decide(&mut book, one, "excellent", "理由");
    }
    decide(&mut book, &who[2], "qualified", "理由");
    let rows = year(&mut book);
    let table = award_table(&book.ledger, "一支部", 2026, &rows.iter().collect::<Vec<_>>(), 600);
    let told: Vec<(&str, &str)> = table.rows.iter().map(|row| (&*row[4], &*row[5])).collect();
    assert_eq!(told, [("不可以", "当年有一票否决"), ("可以", ""), ("不可以", "评议等次不是优秀")]);
}

#[test]
fn rule_11_only_closed_months_have_a_coefficient() {
    let (mut book, who) = book(1);
    let first = book.first();
    book.close(&first, "2026-01");
    let table = pay_table(&book.ledger, &mut book.scores, &first, 2026, &who);
    assert_eq!(table.rows[0][..3], ["党员1", "1.00", ""]);
    assert_eq!(table.columns.len(), 13);
}

#[test]
fn where_no_grade_is_suggested_it_is_said_why() {
    let (mut book, members) = book(3);
    assert_eq!(suggestion_or_why(&of(&mut book, &members[0])), "还没有得票");
    vote(&mut book, &members[0], [0, 0, 0, 0]);
    vote(&mut book, &members[1], [0, 3, 0, 0]);
    assert_eq!(suggestion_or_why(&of(&mut book, &members[0])), "得票都是 0");
    let row = of(&mut book, &members[1]);
    assert_eq!(row.suggestion.is_some(), !suggestion_or_why(&row).is_empty());
    let none = AnnualRow { points: None, suggestion: None, votes: None, ..row };
    assert_eq!(suggestion_or_why(&none), "没有有效月份");
}

#[test]
fn who_has_a_vote_is_counted_on_the_last_day_of_the_year() {
    let (book, members) = book(4);
    let first = book.first();
    let count = voters_of(&book.ledger, &first, 2026, day(TODAY));
    assert_eq!(count, members.len() as i64);
    assert_eq!(voters_of(&book.ledger, &first, 1999, day(TODAY)), 0);
}
