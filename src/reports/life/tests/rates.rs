use crate::registers::{DUTY_RULE, DUTY_WAIVER};
use crate::reports::{DutyIndex, Standing, all_buckets, rules_in_force};

use super::*;

/// The rate of 甲 in a quarter of 2026, as settled and owed.
fn rate(book: &Book, first: &str, today: &str) -> (Option<i64>, i64) {
    let context = Context::new(&book.ledger, day(today));
    let months = [0, 1, 2].map(|by| month(first).plus(by));
    let rates = branch_rates(&context, &[branch("甲")], &months);
    (rates[0].held, rates[0].owed)
}

/// A branch with members enough for a committee: 甲 has seven.
fn with_committee() -> Book {
    let mut book = Book::new();
    for key in ["11", "12", "13", "14"] {
        book.join(key, "甲", "2020-01-01");
    }
    book
}

#[test]
fn a_period_counts_once_it_is_over_or_settled() {
    let mut book = Book::new();
    assert_eq!(rate(&book, "2026-07", "2026-09-30"), (None, 0));
    assert_eq!(rate(&book, "2026-07", "2026-10-01"), (None, 2));
    book.meeting("a", ("lecture", "甲", "2026-08-05"), &[], &[("1", "present")]);
    assert_eq!(rate(&book, "2026-07", "2026-09-30"), (Some(1), 1));
    assert_eq!(rate(&book, "2026-07", "2026-10-01"), (Some(1), 2));
    book.meeting("b", ("lecture", "甲", "2026-09-05"), &[], &[("1", "present")]);
    assert_eq!(rate(&book, "2026-07", "2026-10-01"), (Some(1), 2), "settled once");
}

#[test]
fn a_rate_asks_for_nothing_before_the_ledger_began() {
    let mut book = Book::new();
    book.put(&id("adoption", "2026-01"), &[("month", "2026-07".into())]);
    book.meeting("a", ("themed", "甲", "2026-05-05"), &[], &[("1", "present")]);
    assert_eq!(rate(&book, "2026-04", "2026-10-01"), (Some(0), 0));
    assert_eq!(rate(&book, "2026-07", "2026-10-01"), (None, 2));
}

#[test]
fn a_rate_knows_make_ups_waivers_and_changed_rules() {
    let mut book = with_committee();
    book.meeting("a", ("general", "甲", "2026-02-05"), &[], &[("1", "present")]);
    // General meeting and lecture, and the committee of three months.
    assert_eq!(rate(&book, "2026-01", "2026-04-20"), (Some(1), 5));
    let instead = [("instead_of", "2026-03".into())];
    book.meeting("b", ("committee", "甲", "2026-04-10"), &instead, &[("1", "present")]);
    assert_eq!(rate(&book, "2026-01", "2026-04-20"), (Some(2), 5), "made up for in April");
    let of = branch("甲");
    let waiver = DUTY_WAIVER.id(&["lecture", of.as_str(), "2026-Q1"]);
    let fields = [
        ("rule", "lecture".into()),
        ("subject", of.to_string().into()),
        ("branch", of.to_string().into()),
        ("bucket", "2026-Q1".into()),
        ("reason", "抗疫".into()),
    ];
    book.put(&waiver, &fields);
    assert_eq!(rate(&book, "2026-01", "2026-04-20"), (Some(2), 4), "waived");
    let rule = DUTY_RULE.id(&["committee"]);
    book.put(&rule, &[("rule", "committee".into()), ("cycle", "off".into())]);
    assert_eq!(rate(&book, "2026-01", "2026-04-20"), (Some(1), 1), "not asked for");
}

#[test]
fn a_branch_without_members_owes_no_meetings() {
    let mut book = Book::new();
    for key in ["1", "2", "3"] {
        book.put_row(&member(key), "standing", "2026-01-01", "left".into());
    }
    assert_eq!(rate(&book, "2026-01", "2026-04-01"), (None, 0));
}

#[test]
fn the_rate_of_a_year_is_what_its_duties_say() {
    let mut book = with_committee();
    for (at, kind) in ["general", "committee", "lecture", "themed"].into_iter().enumerate() {
        let on = format!("2026-0{}-05", at + 1);
        book.meeting(&at.to_string(), (kind, "甲", &on), &[], &[("1", "present")]);
    }
    let (a, today) = (branch("甲"), "2026-12-15");
    let index = DutyIndex::new(&book.ledger, std::slice::from_ref(&a), day(today));
    let rules = ["general", "committee", "group", "lecture"];
    let all = all_buckets(&index, &rules_in_force(&book.ledger), &a).into_iter();
    let all = all.filter(|one| rules.contains(&one.rule.id));
    let standings: Vec<Standing> = all.map(|one| one.standing(day(today))).collect();
    let count = |of: Standing| standings.iter().filter(|one| **one == of).count() as i64;
    let settled = count(Standing::Settled) + count(Standing::SettledLate);
    let year = book.year(2026, today);
    let value = year.value(FigureKind::Rate, Scope::Branch(&a)).unwrap();
    assert_eq!((value.amount, value.of), (settled, settled + count(Standing::Overdue)));
    assert_eq!(settled, 3);
}
