//! The explanation of a member's month: every number adds up, and every line says where it comes from.

use crate::fixtures::{Book, month};
use yixin::ledger::RecordId;
use yixin::reports::{Amount, ExplainedBy, Explanation, LineWeight};

const MONTH: &str = "2026-02";

fn book() -> (Book, RecordId) {
    let mut book = Book::new();
    let first = book.first();
    let who = book.member("1", &first);
    (book, who)
}

fn explain(book: &mut Book, member: &RecordId, item: Option<&str>) -> Explanation {
    let branch = book.first();
    Explanation::of(&book.ledger, &mut book.scores, (&branch, month(MONTH)), member, item)
}

/// What the last line says, and that it is the result.
fn result(explanation: &Explanation) -> i32 {
    let last = explanation.lines.last().expect("a line");
    assert_eq!(last.weight, LineWeight::Result);
    last.total.expect("a result")
}

#[test]
fn the_total_is_explained_by_items_that_add_up_to_it() {
    let (mut book, who) = book();
    book.enter(MONTH, "C3.1", &[(&who, 2)]);
    let told = explain(&mut book, &who, None);
    let items = told.lines.iter().filter_map(|line| match (&line.about, line.amount) {
        (Some(ExplainedBy::Item(_)), Some(Amount::Score(score))) => Some(score),
        _ => None,
    });
    assert_eq!((items.sum::<i32>(), result(&told)), (760, 760));
    let of = |id: &str| Some(ExplainedBy::Item(id.to_owned()));
    let line = |id| told.lines.iter().find(|line| line.about == of(id)).expect("an item");
    assert_eq!((line("C3").weight, &*line("C3").note), (LineWeight::Strong, "基础 0.0"));
    assert_eq!((line("A1").weight, &*line("A1").note), (LineWeight::Muted, ""));
    assert_eq!(
        (&*told.heading, told.lines.last().map(|line| &*line.note)),
        ("2026年2月总分", Some("合格"))
    );
}

#[test]
fn an_item_is_explained_by_its_records_and_bounds_that_add_up() {
    let (mut book, who) = book();
    let entries = [1, 2, 1].map(|times| book.enter(MONTH, "C3.1", &[(&who, times)]));
    let told = explain(&mut book, &who, Some("C3"));
    let mut running = 0;
    for line in &told.lines {
        running += match line.amount {
            Some(Amount::Score(score)) => i64::from(score),
            Some(Amount::Change(change)) => change,
            None => 0,
        };
        assert_eq!(line.total.map(i64::from), Some(running), "{line:?}");
    }
    assert_eq!(result(&told), book.item(&who, MONTH, "C3"));
    let about = |entry: &RecordId| Some(ExplainedBy::Record(entry.clone()));
    assert!(entries.iter().all(|entry| told.lines.iter().any(|line| line.about == about(entry))));
    assert!(told.lines.iter().any(|line| line.label == "超出月上限的不计"), "{told:?}");
}

#[test]
fn a_veto_is_the_line_that_takes_the_whole_month() {
    let (mut book, who) = book();
    let veto = book.veto(&who, "V1", MONTH);
    let told = explain(&mut book, &who, None);
    let grave = told.lines.iter().find(|line| line.weight == LineWeight::Grave).expect("a line");
    assert_eq!(grave.about, Some(ExplainedBy::Record(veto)));
    assert_eq!((grave.amount, result(&told)), (Some(Amount::Change(-720)), 0));
}

#[test]
fn what_came_after_the_lock_is_noted_and_adjustments_are_shown() {
    let (mut book, who) = book();
    let first = book.first();
    book.close(&first, MONTH);
    assert_eq!(explain(&mut book, &who, None).notes, [""; 0]);
    book.enter(MONTH, "C3.1", &[(&who, 1)]);
    let adjustment = book.adjust(&who, MONTH, "2");
    let told = explain(&mut book, &who, None);
    assert!(
        told.notes[0].starts_with("锁定时是 72.0 分；上面是按现在的台账算的 74.0 分"),
        "{told:?}"
    );
    let last = told.lines.last().expect("a line");
    assert_eq!(last.about, Some(ExplainedBy::Record(adjustment)));
    assert_eq!(last.amount, Some(Amount::Change(20)));
}

#[test]
fn who_is_not_on_the_sheet_is_told_so() {
    let (mut book, _) = book();
    let told = explain(&mut book, &RecordId::keyed("member", "9"), None);
    assert_eq!((&*told.heading, told.lines.len()), ("这名党员不在这个月的月表里", 0));
}
