//! Rates and answers worked out by hand.

use super::*;
use crate::ledger::{Author, Day, Draft, EditId, Ledger, Moment, RecordId, WriterId, parse_day};
use crate::registers::Context;

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

/// Opinions that came on 2 November 2026, each with more fields.
fn ledger(opinions: &[&[(&str, &str)]]) -> Ledger {
    let mut ledger = Ledger::new();
    for (at, fields) in (1..).zip(opinions) {
        let id = EditId { writer: WriterId(1), number: at };
        let at_moment = Moment { millis: 1_790_000_000_000 + i64::from(at), offset: 480 };
        let mut draft = Draft::new(id, at_moment, Author::default(), "create", "");
        let record = RecordId::keyed("opinion", &at.to_string());
        let usual = [("received", "2026-11-02"), ("channel", "box"), ("person", "赵某")];
        for (field, text) in usual.iter().chain(*fields) {
            draft.field(&record, field, *text);
        }
        draft.field(&record, "request", format!("意见{at}"));
        ledger.insert(draft.finish(&ledger).unwrap());
    }
    ledger
}

const IN_TIME: [(&str, &str); 3] =
    [("answered_on", "2026-11-05"), ("answer_way", "phone"), ("answer", "已改")];

fn with(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    IN_TIME.into_iter().chain(more.iter().copied()).collect()
}

#[test]
fn closed_is_not_solved_and_who_was_not_reached_is_not_dissatisfied() {
    let all = [
        with(&[
            ("outcome", "solved"),
            ("closed_on", "2026-11-06"),
            ("satisfied", "yes"),
            ("called_on", "2026-11-05"),
        ]),
        with(&[("outcome", "partly"), ("closed_on", "2026-11-06"), ("satisfied", "unreached")]),
        with(&[("outcome", "solved"), ("satisfied", "no"), ("called_on", "2026-11-06")]),
        // Late, and not answered.
        vec![],
    ];
    let all: Vec<&[(&str, &str)]> = all.iter().map(Vec::as_slice).collect();
    let ledger = ledger(&all);
    let of = |today: &str| {
        let context = Context::new(&ledger, day(today));
        OpinionRates::of(&context, "", day("2026-11-01"), day("2026-11-30"))
    };
    let found = of("2026-11-20");
    assert_eq!((found.received, found.open), (4, 2));
    assert_eq!(found.in_time, RateOf { amount: 3, of: 4 });
    assert_eq!(found.solved, RateOf { amount: 1, of: 2 });
    assert_eq!(found.satisfied, RateOf { amount: 1, of: 2 });
    // Before its time is over, what is not answered counts neither way.
    assert_eq!(of("2026-11-09").in_time, RateOf { amount: 3, of: 3 });
    assert_eq!(
        (found.in_time.words(), RateOf::default().words()),
        ("75%（3/4）".into(), "—".into())
    );
}

#[test]
fn the_wall_says_what_was_asked_and_answered_and_not_who_asked() {
    let all = [
        with(&[("outcome", "solved")]),
        with(&[("outcome", "duplicate"), ("first", "opinion:=1")]),
        vec![],
    ];
    let all: Vec<&[(&str, &str)]> = all.iter().map(Vec::as_slice).collect();
    let ledger = ledger(&all);
    let context = Context::new(&ledger, day("2026-11-20"));
    let span = (day("2026-11-01"), day("2026-11-30"));
    let table = answers_table(&context, ("", "示例医院"), span, "2026年11月");
    assert_eq!(table.rows, [["1", "意见箱", "意见1", "已改", "已解决", "11月5日"]]);
    assert!(table.rows.iter().flatten().all(|cell| !cell.contains("赵某")));
}
