//! Mentoring pairs: what contradicts itself, and what a talk and a kept plan count for.
#![allow(clippy::expect_used)]

use proptest::prelude::*;
use yixin::ledger::{RecordId, Value};
use yixin::registers::{Context, MENTORING, STAGE, findings, schema, show_column, show_field};

use crate::fixtures::{Book, day};

fn pair(book: &mut Book, mentor: &RecordId, key: &str) -> RecordId {
    let id = RecordId::keyed(MENTORING.name, key);
    let branch = book.first();
    for (field, text) in [
        ("kind", "contact"),
        ("branch", branch.as_str()),
        ("mentor", mentor.as_str()),
        ("mentee_name", "李护士"),
        ("from", "2026-03-01"),
        ("until", "2026-12-31"),
    ] {
        book.force(&id, field, text);
    }
    id
}

fn row(book: &mut Book, id: &RecordId, table: &str, at: usize, columns: &[(&str, &str)]) {
    let row = Value::group(columns.iter().map(|(name, text)| (*name, Value::from(*text))));
    let key = format!("{at:015}-row");
    book.act("row", |draft, _| draft.entry(id, table, &key, row));
}

fn broken(book: &Book, id: &RecordId) -> Vec<&'static str> {
    let context = Context::new(&book.ledger, day("2026-12-31"));
    let record = book.ledger.record(id).expect("a record");
    let found = findings(schema(MENTORING.name).expect("a schema"), &record, &context);
    found.into_iter().map(|one| if one.rule.is_empty() { one.field } else { one.rule }).collect()
}

#[test]
fn a_talk_and_a_kept_plan_count_once_a_month_and_pair() {
    let mut book = Book::new();
    let first = book.first();
    let mentor = book.member("1", &first);
    let one = pair(&mut book, &mentor, "1");
    assert_eq!(book.item(&mentor, "2026-03", "B5"), 0);
    row(&mut book, &one, "talks", 0, &[("on", "2026-03-05")]);
    row(&mut book, &one, "talks", 1, &[("on", "2026-03-25")]);
    row(&mut book, &one, "talks", 2, &[("on", "2026-05-05")]);
    let of = |book: &mut Book, month: &str| book.item(&mentor, month, "B5");
    assert_eq!(of(&mut book, "2026-03"), 10);
    assert_eq!((of(&mut book, "2026-04"), of(&mut book, "2026-05")), (0, 10));
    row(&mut book, &one, "progress", 0, &[("month", "2026-03"), ("state", "done")]);
    assert_eq!(of(&mut book, "2026-03"), 20);
    // Two tablets disagree: it was not kept.
    row(&mut book, &one, "progress", 1, &[("month", "2026-03"), ("state", "missed")]);
    assert_eq!(of(&mut book, "2026-03"), 10);
    let two = pair(&mut book, &mentor, "2");
    row(&mut book, &two, "talks", 0, &[("on", "2026-03-09")]);
    assert_eq!(of(&mut book, "2026-03"), 20);
}

#[test]
fn a_pair_is_of_two_and_talks_within_its_time() {
    let mut book = Book::new();
    let first = book.first();
    let mentor = book.member("1", &first);
    let id = pair(&mut book, &mentor, "1");
    assert_eq!(broken(&book, &id), [""; 0]);
    let with = |fields: &[(&str, &str)], talk: &str| {
        let mut book = book.clone();
        for (field, text) in fields {
            book.force(&id, field, *text);
        }
        if !talk.is_empty() {
            row(&mut book, &id, "talks", 0, &[("on", talk)]);
        }
        broken(&book, &id)
    };
    assert_eq!(with(&[("mentee_name", "")], ""), ["a pair of two"]);
    assert_eq!(with(&[("mentee", mentor.as_str())], "")[0], "a pair of two");
    assert_eq!(with(&[("mentee", mentor.as_str()), ("mentee_name", "")], ""), ["a pair of two"]);
    assert_eq!(with(&[("until", "2026-01-01")], ""), ["until after from"]);
    assert_eq!(with(&[], "2026-02-28"), ["talks in its time"]);
    assert_eq!(with(&[("until", "2027-12-31")], "2027-01-01"), ["talks in its time"]);
    let mut twice = book.clone();
    let other = pair(&mut twice, &mentor, "2");
    assert_eq!(broken(&twice, &other), ["one pair"]);
}

#[test]
fn a_list_says_how_far_a_pair_is_and_on_which_days_they_talked() {
    let mut book = Book::new();
    let first = book.first();
    let mentor = book.member("1", &first);
    let id = pair(&mut book, &mentor, "1");
    let shown = |book: &Book, column: &str| {
        let context = Context::new(&book.ledger, day("2026-12-31"));
        let record = book.ledger.record(&id).expect("a record");
        show_column(schema(MENTORING.name).expect("a schema"), column, &record, &context)
    };
    assert_eq!(
        (shown(&book, STAGE), shown(&book, "talks")),
        ("已结对，还没谈话".into(), String::new())
    );
    for (at, on) in ["2026-03-05", "2026-04-05", "2026-05-05"].into_iter().enumerate() {
        row(&mut book, &id, "talks", at, &[("on", on)]);
    }
    assert_eq!(shown(&book, STAGE), "已开展谈话");
    assert_eq!(shown(&book, "talks"), "2026年3月5日、2026年4月5日、2026年5月5日");
    row(&mut book, &id, "talks", 3, &[("content", "没有写日期")]);
    assert_eq!(shown(&book, "talks"), "2026年3月5日、2026年4月5日等 4 项");
    // Rows of which none is named are counted alone.
    let other = pair(&mut book, &mentor, "2");
    row(&mut book, &other, "talks", 0, &[("content", "没有写日期")]);
    let record = book.ledger.record(&other).expect("a record");
    let field = schema(MENTORING.name).and_then(|schema| schema.field("talks")).expect("a table");
    assert_eq!(show_field(&book.ledger, field, &record), "1 项");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Against a count by hand: a month has a point for the pair where some talk of it lies in the month.
    #[test]
    fn talks_of_any_days_give_a_point_to_each_month_that_has_one(
        days in proptest::collection::vec((1_u32..13, 1_u32..29), 0..8),
    ) {
        let mut book = Book::new();
        let first = book.first();
        let mentor = book.member("1", &first);
        let id = pair(&mut book, &mentor, "1");
        for (at, (month, of)) in days.iter().enumerate() {
            row(&mut book, &id, "talks", at, &[("on", &format!("2026-{month:02}-{of:02}"))]);
        }
        for month in 1..=12_u32 {
            // The pair begins in March.
            let should = month >= 3 && days.iter().any(|(of, _)| *of == month);
            let is = book.item(&mentor, &format!("2026-{month:02}"), "B5");
            prop_assert_eq!(is, if should { 10 } else { 0 }, "{}", month);
        }
    }
}
