//! Surveys, call-backs and draws: what contradicts itself, what it counts for, and what stays on the tablet.
#![allow(clippy::expect_used)]

use yixin::exchange::export::scope::{Restricted, Scope};
use yixin::ledger::{RecordId, Value};
use yixin::registers::{
    CALLBACK, Context, DRAW, SATISFACTION, code_words, drawn_of, findings, pool_of, progress,
    schema, schemas, survey_rate,
};

use crate::fixtures::{Book, day};

const TODAY: &str = "2026-12-31";

/// The names of the rules that a record breaks.
fn broken(book: &Book, id: &RecordId) -> Vec<&'static str> {
    let context = Context::new(&book.ledger, day(TODAY));
    let record = book.ledger.record(id).expect("a record");
    let schema = schema(id.register()).expect("a schema");
    let found = findings(schema, &record, &context).into_iter();
    found.map(|one| if one.rule.is_empty() { one.field } else { one.rule }).collect()
}

fn put(book: &mut Book, id: &RecordId, fields: &[(&str, Value)]) {
    for (field, value) in fields {
        book.force(id, field, value.clone());
    }
}

fn answers(counts: [i64; 5]) -> Value {
    Value::group(["very", "good", "fair", "poor", "bad"].into_iter().zip(counts.map(Value::from)))
}

fn answer(book: &mut Book, id: &RecordId, question: &str, counts: [i64; 5]) {
    book.act("answer", |draft, _| draft.entry(id, "answers", question, answers(counts)));
}

/// A survey of outpatients in November: 30 handed out, 20 valid, 19 satisfied.
fn survey(book: &mut Book, department: &RecordId) -> RecordId {
    let id = SATISFACTION.id(&[department.as_str(), "2026-11", "outpatient"]);
    let fields = [
        ("department", department.as_str().into()),
        ("month", "2026-11".into()),
        ("audience", "outpatient".into()),
        ("issued", 30.into()),
        ("valid", 20.into()),
    ];
    put(book, &id, &fields);
    answer(book, &id, "overall", [16, 3, 1, 0, 0]);
    id
}

#[test]
fn a_survey_that_contradicts_itself_is_told_so() {
    let mut book = Book::new();
    let department = book.department("心内科");
    let id = survey(&mut book, &department);
    assert_eq!(broken(&book, &id), [""; 0]);
    let with = |fields: &[(&str, Value)], counts: Option<[i64; 5]>| {
        let mut book = book.clone();
        put(&mut book, &id, fields);
        if let Some(counts) = counts {
            answer(&mut book, &id, "attitude", counts);
        }
        broken(&book, &id)
    };
    assert_eq!(with(&[("issued", 19.into())], None), ["valid at most issued"]);
    assert_eq!(with(&[], Some([20, 1, 0, 0, 0])), ["answers at most valid"]);
    assert_eq!(with(&[], Some([20, 0, -1, 0, 0])), ["answers"]);
    assert_eq!(with(&[("valid", (-1).into())], None)[0], "valid");
    assert_eq!(with(&[("month", "2027-01".into())], None), ["month to come"]);
    assert_eq!(with(&[("valid", 25.into())], None), ["overall answered by all"]);
}

#[test]
fn a_department_that_was_closed_is_asked_about_until_its_last_month() {
    let mut book = Book::new();
    let department = book.department("心内科");
    let id = survey(&mut book, &department);
    for (closed, is_told) in [("2026-11", false), ("2026-11-03", false), ("2026-10-31", true)] {
        book.force(&department, "closed_on", closed);
        assert_eq!(broken(&book, &id).contains(&"department was there"), is_told, "{closed}");
    }
    let called = callback(&mut book, &["reached"], &[("department", department.as_str().into())]);
    assert_eq!(broken(&book, &called), ["department was there"]);
}

#[test]
fn the_whole_hospital_is_not_surveyed_beside_its_departments() {
    let mut book = Book::new();
    let whole = SATISFACTION.id(&["", "2026-11", "outpatient"]);
    let fields = [
        ("month", "2026-11".into()),
        ("audience", "outpatient".into()),
        ("issued", 300.into()),
        ("valid", 200.into()),
    ];
    put(&mut book, &whole, &fields);
    answer(&mut book, &whole, "overall", [200, 0, 0, 0, 0]);
    assert_eq!(broken(&book, &whole), [""; 0]);
    let department = book.department("心内科");
    survey(&mut book, &department);
    assert_eq!(broken(&book, &whole), ["whole or by departments"]);
}

#[test]
fn a_survey_gives_the_members_of_its_department_their_item() {
    let mut book = Book::new();
    let (branch, department) = (book.first(), book.department("心内科"));
    let member = book.member_from("1", &branch, Some(&department), day("2026-01-01"));
    let id = survey(&mut book, &department);
    assert_eq!(book.item(&member, "2026-11", "C2"), 50);
    answer(&mut book, &id, "overall", [10, 8, 2, 0, 0]);
    assert_eq!(book.item(&member, "2026-11", "C2"), 40);
    // Of fewer than ten there is none, as of a department without a sample.
    book.force(&id, "valid", 9);
    answer(&mut book, &id, "overall", [0, 0, 0, 0, 9]);
    let without = book.item(&member, "2026-11", "C2");
    answer(&mut book, &id, "overall", [9, 0, 0, 0, 0]);
    assert_eq!(book.item(&member, "2026-11", "C2"), without);
    // What was typed among the results of departments goes before.
    book.force(&id, "valid", 20);
    answer(&mut book, &id, "overall", [0, 0, 0, 0, 20]);
    assert_eq!(book.item(&member, "2026-11", "C2"), 10);
    let result = RecordId::keyed("department_result", &format!("{department}|2026-11"));
    let fields = [
        ("department", department.as_str().into()),
        ("month", "2026-11".into()),
        ("score", 950.into()),
        ("satisfaction", 920.into()),
    ];
    put(&mut book, &result, &fields);
    assert_eq!(book.item(&member, "2026-11", "C2"), 40);
    assert!(broken(&book, &id).contains(&"typed elsewhere"));
}

fn callback(book: &mut Book, results: &[&str], fields: &[(&str, Value)]) -> RecordId {
    let id = RecordId::keyed(CALLBACK.name, "1");
    put(book, &id, &[("month", "2026-11".into()), ("visited_on", "2026-11-02".into())]);
    for (at, result) in results.iter().enumerate() {
        let row = Value::group([("result", (*result).into()), ("on", "2026-11-05".into())]);
        let key = format!("{at:015}-row");
        book.act("call", |draft, _| draft.entry(&id, "attempts", &key, row));
    }
    put(book, &id, fields);
    id
}

#[test]
fn a_call_back_has_three_attempts_and_a_result_that_they_bear_out() {
    let told = |results: &[&str], fields: &[(&str, Value)]| {
        let mut book = Book::new();
        let id = callback(&mut book, results, fields);
        broken(&book, &id)
    };
    let outcome = |word: &'static str| ("outcome", Value::from(word));
    let no_answer = ["unreached"; 3];
    assert_eq!(told(&no_answer, &[outcome("unreached")]), [""; 0]);
    assert_eq!(told(&["unreached"; 4], &[outcome("unreached")]), ["three attempts at most"]);
    assert_eq!(told(&["unreached"], &[outcome("unreached")]), ["tried often enough"]);
    assert_eq!(told(&[], &[outcome("refused")]), ["as the attempts say"]);
    assert_eq!(
        told(&no_answer, &[outcome("reached"), ("satisfied", "yes".into())]),
        ["as the attempts say"]
    );
    assert_eq!(told(&["reached"], &[outcome("unreached")])[0], "as the attempts say");
    assert_eq!(told(&["reached"], &[outcome("reached")]), ["an answer of who was reached"]);
    assert_eq!(
        told(&no_answer, &[outcome("unreached"), ("satisfied", "yes".into())]),
        ["only who was reached answers"]
    );
    assert_eq!(
        told(&["reached"], &[outcome("reached"), ("satisfied", "no".into())]),
        ["taken up as an opinion"]
    );
    assert_eq!(
        told(&["reached"], &[("visited_on", "2026-11-06".into())]),
        ["attempts after the visit"]
    );
}

#[test]
fn not_reached_after_three_attempts_is_a_result() {
    let mut book = Book::new();
    let id = callback(&mut book, &["unreached"; 3], &[]);
    let stage = |book: &Book| {
        let context = Context::new(&book.ledger, day(TODAY));
        let record = book.ledger.record(&id).expect("a record");
        let stages = schema("callback").expect("a schema").stages;
        progress(stages, &record, &context).expect("a course").stage.name
    };
    assert_eq!(stage(&book), "tried");
    book.force(&id, "outcome", "unreached");
    assert_eq!(stage(&book), "done");
}

#[test]
fn a_draw_is_announced_before_its_seed_and_follows_its_list() {
    let mut book = Book::new();
    let id = DRAW.id(&["2026-11-1"]);
    let fields = [
        ("number", "2026-11-1".into()),
        ("purpose", "callback".into()),
        ("drawn_on", "2026-11-20".into()),
        ("pool", "住院1\n住院2\n住院3".into()),
        ("places", 2.into()),
    ];
    put(&mut book, &id, &fields);
    assert_eq!(broken(&book, &id), [""; 0]);
    put(&mut book, &id, &[("seed_one", "41635216".into()), ("seed_two", "35261462".into())]);
    assert_eq!(broken(&book, &id), ["announced before the seed"]);
    let code = code_words(&pool_of("住院1\n住院2\n住院3"));
    put(&mut book, &id, &[("announced", code.to_uppercase().into())]);
    assert_eq!(broken(&book, &id), [""; 0]);
    let drawn = |book: &Book| drawn_of(&book.ledger.record(&id).expect("a record"));
    assert_eq!(drawn(&book).len(), 2);
    put(&mut book, &id, &[("pool", "住院1\n住院2\n住院3\n住院4".into())]);
    assert_eq!(broken(&book, &id), ["as announced"]);
    assert_eq!(drawn(&book), []);
    put(&mut book, &id, &[("pool", "住院1\n住院1".into()), ("announced", Value::Null)]);
    assert!(broken(&book, &id).contains(&"each once"));
    put(&mut book, &id, &[("seed_two", "1".into())]);
    assert!(broken(&book, &id).contains(&"seed long enough"));
}

#[test]
fn lists_and_prints_have_no_column_that_tells_a_patient_or_few_answers() {
    for (register, column) in [
        ("callback", "phone"),
        ("callback", "satisfied"),
        ("draw", "pool"),
        ("draw", "drawn"),
        ("satisfaction", "answers"),
    ] {
        let schema = schema(register).expect("a schema");
        assert!(!schema.is_open_column(column), "{register}.{column}");
        assert!(!schema.columns.contains(&column), "{register}.{column}");
    }
}

#[test]
fn a_part_without_the_tallies_blocks_nothing_and_tells_no_rate() {
    let mut book = Book::new();
    let (branch, department) = (book.first(), book.department("心内科"));
    book.member_from("1", &branch, Some(&department), day("2026-01-01"));
    let id = survey(&mut book, &department);
    let called = callback(
        &mut book,
        &["reached"],
        &[
            ("outcome", "reached".into()),
            ("satisfied", "yes".into()),
            ("branch", branch.as_str().into()),
        ],
    );
    let scope = Scope::Branch(branch);
    let part = Book::of(&scope.select(schemas(), &book.ledger, Restricted::Stays));
    let context = Context::new(&part.ledger, day(TODAY));
    for id in [&id, &called] {
        let record = part.ledger.record(id).expect("it goes out");
        let schema = schema(id.register()).expect("a schema");
        assert_eq!(yixin::registers::problems(schema, &record, &context), [], "{id}");
    }
    let survey = part.ledger.record(&id).expect("it goes out");
    assert_eq!(survey_rate(&survey, "overall", &context).published(), None);
}
