//! Collecting dues: which months are asked for, and of which branches.

use yixin::ledger::{RecordId, Value};
use yixin::registers::{DUES_BASE, DUES_MONTH};
use yixin::reports::{BucketState, DutyKind, Late};

use super::{book, change_rule, owed, state, states, texts};
use crate::fixtures::{Book, day};

fn set_base(book: &mut Book, member: &RecordId, year: i64) {
    let id = DUES_BASE.id(&[member.as_str(), &year.to_string()]);
    book.act("base", |draft, _| {
        draft.field(&id, "member", member.as_str());
        draft.field(&id, "year", year);
        draft.field(&id, "base", 320_000);
    });
}

fn close(book: &mut Book, month: &str, on: &str) {
    close_with(book, (month, on), &[]);
}

/// Closes a month with rows of members who have not paid, or have paid a sum of the 32 yuan that are due.
fn close_with(book: &mut Book, (month, on): (&str, &str), rows: &[(&RecordId, Option<i64>)]) {
    let first = book.first();
    let id = DUES_MONTH.id(&[first.as_str(), month]);
    book.act("dues", |draft, _| {
        draft.field(&id, "branch", first.as_str());
        draft.field(&id, "month", month);
        draft.field(&id, "closed_on", on);
        for (member, paid) in rows {
            let state = if paid.is_some() { "paid" } else { "unpaid" };
            let mut row = vec![("state", Value::from(state)), ("due", Value::Int(3_200))];
            row.extend(paid.map(|paid| ("amount", Value::Int(paid))));
            draft.entry(&id, "paid", member.as_str(), Value::group(row));
        }
    });
}

#[test]
fn dues_are_asked_for_from_the_first_base_or_sheet_on_until_their_month_is_closed() {
    let (mut book, _) = book(3);
    assert!(owed(&book, "2026-05-31", "dues").is_empty(), "no branch is asked that keeps none");
    close(&mut book, "2026-03", "2026-03-28");
    assert_eq!(owed(&book, "2026-05-31", "dues"), ["2026-04", "2026-05"]);
    let settled = state(&book, "2026-05-31", "dues", "2026-03");
    assert!(matches!(settled, BucketState::Settled { late: None, .. }), "{settled:?}");
    close(&mut book, "2026-04", "2026-05-03");
    let late = state(&book, "2026-05-31", "dues", "2026-04");
    let BucketState::Settled { late, .. } = late else { panic!("settled") };
    assert_eq!(late, Some(Late::Done(day("2026-05-03"))));
    let told = texts(&book, "2026-05-31", DutyKind::Rule("dues"));
    assert_eq!(told, ["收缴党费：一支部2026年5月未收齐结账"]);
}

#[test]
fn a_base_that_is_set_in_the_course_of_a_year_asks_for_no_month_before() {
    let (mut book, members) = book(3);
    set_base(&mut book, &members[0], 2026);
    let written = book.ledger.iter().last().expect("an edit").head.at.day();
    let first = yixin::ledger::Month::of(written).to_string();
    let all = owed(&book, "2027-12-31", "dues");
    assert_eq!(all.first(), Some(&first));
}

#[test]
fn a_temporary_branch_collects_no_dues_and_the_hospital_may_switch_the_duty_off() {
    let (mut book, _) = book(3);
    close(&mut book, "2026-01", "2026-01-28");
    assert_eq!(owed(&book, "2026-02-28", "dues"), ["2026-02"]);
    let first = book.first();
    book.force(&first, "kind", "temporary");
    assert!(owed(&book, "2026-02-28", "dues").is_empty());
    book.force(&first, "kind", "branch");
    change_rule(&mut book, "dues", "cycle", "off");
    assert!(states(&book, "2026-02-28").iter().all(|one| one.rule.id != "dues"));
}

#[test]
fn who_has_paid_a_part_is_told_of_apart_from_who_has_stopped_paying() {
    let (mut book, members) = book(2);
    let rows = [(&members[0], None), (&members[1], Some(100))];
    for month in ["2026-01", "2026-02", "2026-03"] {
        close_with(&mut book, (month, &format!("{month}-28")), &rows);
    }
    let mut told = texts(&book, "2026-04-02", DutyKind::Arrears);
    told.sort();
    assert_eq!(
        told,
        [
            "连续 3 个月没有交党费：党员1，满 6 个月按自行脱党处理，请谈话催缴",
            "连续 3 个月没有交足党费：党员2，请催缴补足"
        ]
    );
}

#[test]
fn months_without_a_sheet_between_them_are_told_as_such() {
    let (mut book, members) = book(1);
    for month in ["2026-01", "2026-02", "2026-05"] {
        close_with(&mut book, (month, &format!("{month}-28")), &[(&members[0], None)]);
    }
    assert_eq!(
        texts(&book, "2026-06-02", DutyKind::Arrears),
        ["登记过的月份里连续 3 个月没有交党费：党员1，中间有月份没有登记，请核对"]
    );
}
