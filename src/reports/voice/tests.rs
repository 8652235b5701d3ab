//! Rates and answers worked out by hand.

use super::*;
use crate::ledger::Value;
use crate::ledger::{Author, Day, Draft, EditId, Ledger, Moment, RecordId, WriterId, parse_day};
use crate::registers::{Context, KIOSK_COUNTS, KIOSK_FEW, KIOSK_MONTH};

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
    // What is late and answered is open, not overdue.
    assert_eq!((found.overdue, of("2026-11-09").overdue), (1, 0));
    let words = |rate: RateOf| (rate.share_words(), rate.count_words());
    assert_eq!(words(found.in_time), ("75%".into(), "3/4 件".into()));
    assert_eq!(words(RateOf::default()), ("—".into(), String::new()));
}

#[test]
fn the_wall_says_what_was_asked_and_answered_and_not_who_asked() {
    let all = [
        with(&[("outcome", "solved")]),
        with(&[("outcome", "duplicate"), ("first", "opinion:=1")]),
        vec![],
        // Taken up again: its first answer does not hold.
        with(&[("outcome", "solved"), ("called_on", "2026-11-10"), ("satisfied", "no")]),
    ];
    let all: Vec<&[(&str, &str)]> = all.iter().map(Vec::as_slice).collect();
    let ledger = ledger(&all);
    let context = Context::new(&ledger, day("2026-11-20"));
    let span = (day("2026-11-01"), day("2026-11-30"));
    let table = answers_table(&context, ("", "示例医院"), span, "2026年11月");
    assert_eq!(table.rows, [["1", "意见箱", "意见1", "已改", "已解决", "11月5日"]]);
    assert!(table.rows.iter().flatten().all(|cell| !cell.contains("赵某")));
}

/// What one lot counts, by column.
type Row<'a> = &'a [(&'a str, i64)];

/// Records of the kiosk of November 2026: by doctor, their rows.
fn kiosk_ledger(records: &[(&str, &[Row<'_>])]) -> Ledger {
    let mut ledger = Ledger::new();
    let id = EditId { writer: WriterId(1), number: 1 };
    let at = Moment { millis: 1_790_000_000_000, offset: 480 };
    let mut draft = Draft::new(id, at, Author::default(), "create", "");
    let department = RecordId::keyed("department", "内科");
    draft.field(&department, "name", "内科");
    for (doctor, rows) in records {
        let member = RecordId::keyed("member", doctor);
        let key = if doctor.is_empty() { "" } else { member.as_str() };
        let record = KIOSK_MONTH.id(&[key, department.as_str(), "2026-11"]);
        draft.field(&record, "department", department.as_str());
        draft.field(&record, "month", "2026-11");
        if !doctor.is_empty() {
            draft.field(&member, "name", *doctor);
            draft.field(&record, "doctor", member.as_str());
        }
        for (number, row) in (1..).zip(*rows) {
            let row = Value::group(row.iter().map(|(name, count)| (*name, Value::Int(*count))));
            draft.entry(&record, KIOSK_COUNTS, &WriterId(number).to_string(), row);
        }
    }
    ledger.insert(draft.finish(&ledger).unwrap());
    ledger
}

#[test]
fn lots_of_two_tablets_add_up_and_too_few_are_told_by_nothing_but_their_number() {
    let ledger = kiosk_ledger(&[
        ("王芳", &[&[("very_good", 9), ("bad", 1), ("waiting", 2)], &[("good", 10), ("fees", 3)]]),
        ("李强", &[&[(KIOSK_FEW, 4)]]),
        // No kiosk wrote this; it is not told all the same.
        ("赵敏", &[&[("very_bad", 3)]]),
    ]);
    let context = Context::new(&ledger, day("2026-12-01"));
    let results = KioskResults::of(&context, "2026-11".parse().unwrap());
    let of = |doctor: &str| results.lines.iter().find(|line| line.doctor == doctor).unwrap();
    assert_eq!(of("王芳").answers, Some([9, 10, 0, 1, 0]));
    assert_eq!(of("王芳").reasons, [("收费透明", 3), ("等候时间", 2)]);
    assert_eq!((of("李强").answers, of("李强").few), (None, 4));
    assert_eq!(of("李强").left_out_words(), "未计入：月末仍不足10份 4 份");
    assert_eq!(of("赵敏").answers, None);
    // The total is that of what is told, so nothing comes out of a difference.
    assert_eq!(results.total(), of("王芳").answers);
    let table = results.table("示例医院", "2026年11月");
    let cells = |doctor: &str| table.rows.iter().find(|row| row[1] == doctor).unwrap().clone();
    assert_eq!(cells("王芳")[2..4], ["20", "95%"]);
    assert_eq!(cells("李强")[2..9], ["不足10份", "", "", "", "", "", ""]);
    assert_eq!(cells("李强")[2..10], cells("赵敏")[2..10], "few and none look the same");
    assert!(KioskResults::of(&context, "2026-10".parse().unwrap()).lines.is_empty());
}
