//! The search over all records finds by names, and nothing that is gone.

use yixin::ledger::{Ledger, RecordId};
use yixin::reference::ledgers::{Entering, T};
use yixin::registers::{MEMBER, places_of, redact, schemas};
use yixin::reports::SearchIndex;
use yixin::scoring::Scores;

use crate::fixtures::{Book, day};

const READINGS: &str = "王wang 芳fang 李li 文wen 峰feng 赵zhao 敏min 内nei 科ke";

fn read(c: char) -> &'static str {
    let of = |one: &'static str| one.strip_prefix(c);
    READINGS.split_whitespace().find_map(of).unwrap_or("")
}

/// The index of a ledger, read a few records at a time.
fn index(ledger: &Ledger) -> SearchIndex {
    let today = day("2026-11-21");
    let mut scores = Scores::as_of(ledger, today);
    let mut index = SearchIndex::begin(schemas(), today);
    while index.read_on(ledger, &mut scores, read, 3) {}
    index
}

/// What is found: registers with the names of their records.
fn found(ledger: &Ledger, query: &str) -> Vec<(&'static str, Vec<String>)> {
    let mut scores = Scores::as_of(ledger, day("2026-11-21"));
    let mut index = index(ledger);
    let all = index.find(query, 8);
    let mut name = |schema, id: &RecordId| {
        index.describe(ledger, &mut scores, schema, id).expect("described").0
    };
    all.into_iter()
        .map(|one| {
            (one.schema.head.name, one.records.iter().map(|id| name(one.schema, id)).collect())
        })
        .collect()
}

fn named(book: &mut Book, number: &str, name: &str) -> RecordId {
    let branch = book.first();
    let member = book.member(number, &branch);
    book.force(&member, "name", name);
    member
}

#[test]
fn a_member_is_found_by_initials_pinyin_and_characters() {
    let mut book = Book::new();
    named(&mut book, "1", "李王芳");
    named(&mut book, "2", "王芳");
    named(&mut book, "3", "赵敏");
    for query in ["wf", "wangfang", "王芳", "芳", "wang f", "WF"] {
        let mut names = found(&book.ledger, query).remove(0).1;
        if query != "芳" {
            assert_eq!(names, ["王芳", "李王芳"], "what begins so comes first: {query}");
        }
        names.sort();
        assert_eq!(names, ["李王芳", "王芳"], "{query}");
    }
    assert_eq!(found(&book.ledger, "3"), [("member", vec!["赵敏".to_owned()])], "by staff number");
    assert!(found(&book.ledger, "zm 芳").is_empty());
    assert!(found(&book.ledger, " ").is_empty());
}

#[test]
fn a_record_is_found_by_each_part_of_its_title_and_people_first() {
    let mut book = Book::new();
    let member = named(&mut book, "1", "王芳");
    book.enter("2026-10", "C3.1", &[(&member, 1)]);
    let veto = book.veto(&member, "V1", "2026-10");
    let all = found(&book.ledger, "王芳");
    assert_eq!(all.iter().map(|one| one.0).collect::<Vec<_>>(), ["member", veto.register()]);
    let [(register, names)] = &found(&book.ledger, "C3.1 志愿")[..] else {
        panic!("one register")
    };
    assert_eq!((*register, names.len()), ("score_entry", 1));
    assert!(names[0].starts_with("C3.1 "), "the line in its words: {}", names[0]);
    book.branch("内科党支部");
    assert_eq!(found(&book.ledger, "nk"), [("branch", vec!["内科党支部".to_owned()])]);
}

#[test]
fn what_is_deleted_joined_or_erased_is_not_found() {
    let mut book = Book::new();
    let deleted = named(&mut book, "1", "王芳");
    book.delete(&deleted);
    assert!(found(&book.ledger, "wf").is_empty());
    let erased = named(&mut book, "2", "赵敏");
    assert_eq!(found(&book.ledger, "赵敏").len(), 1);
    book.act("redact", |draft, ledger| redact(draft, &places_of(schemas(), ledger, &erased)));
    for query in ["赵敏", "zm", "已依法删除"] {
        assert!(found(&book.ledger, query).iter().all(|one| one.0 != MEMBER.name), "{query}");
    }
}

#[test]
fn registers_without_pages_of_records_are_not_searched() {
    let mut entering = Entering::new(T);
    drop(entering.next_month());
    let ledger = entering.ledger();
    let searched: Vec<_> = index(ledger).find("2", 1).iter().map(|one| one.schema.head).collect();
    assert!(!searched.is_empty());
    assert!(searched.iter().all(|head| head.is_kept_by_hand()), "{searched:?}");
}
