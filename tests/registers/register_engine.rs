//! The register with every shape, over all that a register takes part in: scores, export, erasure,
//! conflicts, closing, archives.
#![allow(clippy::expect_used, clippy::unwrap_used)]

use std::collections::BTreeSet;

use crate::fixtures::{Book, day, month, texts_of};
use yixin::exchange::export::archive::ArchiveSelection;
use yixin::exchange::export::scope::{Restricted, Scope, holds_restricted};
use yixin::ledger::{Cell, Ledger, RecordId, Value};
use yixin::registers::form::RowInput;
use yixin::registers::{
    EVERY_SHAPE, EVERY_SHAPE_PART, EXPLANATION, OF_EVERY_RECORD, Privacy, left_of, places_of,
    redact, schemas,
};
use yixin::reports::disputes;
use yixin::scoring::{Rule, Standard, Trigger, obstacles};

const JANUARY: &str = "2026-01";

/// Three members, whose meetings count by a line of the standard.
fn hospital() -> (Book, Vec<RecordId>) {
    let mut book = Book::new();
    let first = book.first();
    let who = ["1", "2", "3"].map(|number| book.member(number, &first)).to_vec();
    let mut standard = Standard::built_in();
    let item = standard.items.iter_mut().find(|item| item.id == "A1").expect("the item");
    let line = item.lines.iter_mut().find(|line| matches!(line.rule, Rule::PerUnit { .. }));
    line.expect("a line").trigger =
        Some(Trigger { from: "every shape".into(), mark: "absent".into() });
    book.adopt(&standard, JANUARY);
    (book, who)
}

fn meeting(book: &mut Book, branch: &RecordId, on: &str, roll: &[(&RecordId, &str)]) -> RecordId {
    let mut input = texts_of(&[("name", "党课"), ("branch", branch.as_str()), ("held_on", on)]);
    let rows = roll.iter().map(|(who, state)| (who.to_string(), RowInput::first(state)));
    input.rows.insert("roll", rows.collect());
    // The book is kept on the first of January.
    input.explanations.insert("not to come", "预先登记".to_owned());
    book.save(&EVERY_SHAPE, None, &input)
}

fn part(book: &mut Book, of: &RecordId, who: &RecordId, on: &str) -> RecordId {
    let texts = [("of", of.as_str()), ("who", who.as_str()), ("done_on", on), ("words", "学到了")];
    book.save(&EVERY_SHAPE_PART, None, &texts_of(&texts))
}

#[test]
fn a_score_follows_a_record_that_its_fact_looked_at() {
    let (mut book, who) = hospital();
    let first = book.first();
    let full = book.item(&who[0], JANUARY, "A1");
    let held = meeting(&mut book, &first, "2026-01-08", &[(&who[0], "缺席"), (&who[1], "到会")]);
    assert_eq!(book.item(&who[0], JANUARY, "A1"), full, "not reported yet");
    book.change(&held, &[("reported", "2026-01-09"), ("kind", "一般")]);
    let less = book.item(&who[0], JANUARY, "A1");
    assert!(less < full, "{less} {full}");
    // Made up for in a record of its own, which names the meeting.
    let made_up = part(&mut book, &held, &who[0], "2026-01-20");
    assert_eq!(book.item(&who[0], JANUARY, "A1"), full);
    book.delete(&made_up);
    assert_eq!(book.item(&who[0], JANUARY, "A1"), less);
    assert_eq!(Book::of(&book.ledger).item(&who[0], JANUARY, "A1"), less, "opened anew");
}

#[test]
fn what_is_faulty_blocks_closing_the_month_of_its_day_alone() {
    let (mut book, who) = hospital();
    let first = book.first();
    let held = meeting(&mut book, &first, "2026-01-08", &[(&who[0], "到会")]);
    book.force(&held, "until", "2026-01-01");
    let mut found = |of: &str| {
        let found = obstacles(&book.ledger, &mut book.scores, &first, month(of), day("2026-03-05"));
        found.into_iter().any(|one| one.blocks && one.text.contains("结束早于开始"))
    };
    assert!(found(JANUARY) && !found("2026-02"));
}

#[test]
fn a_branch_goes_out_with_its_records_and_what_belongs_to_them() {
    let (mut book, who) = hospital();
    let (first, second) = (book.first(), book.branch("二支部"));
    let stranger = book.member("9", &second);
    let ours = meeting(&mut book, &first, "2026-01-08", &[(&who[0], "到会"), (&stranger, "到会")]);
    let theirs = meeting(&mut book, &second, "2026-01-09", &[(&stranger, "到会")]);
    book.force(&ours, "secret", "内情");
    let (mine, other) = (
        part(&mut book, &ours, &who[0], "2026-01-20"),
        part(&mut book, &theirs, &stranger, "2026-01-21"),
    );
    let out = Scope::Branch(first).select(schemas(), &book.ledger, Restricted::Stays);
    let is_there = |id: &RecordId| out.record(id).is_some_and(|one| !one.is_blank());
    assert_eq!([&ours, &mine, &theirs, &other].map(is_there), [true, true, false, false]);
    let record = out.record(&ours).unwrap();
    assert_eq!(record.entries("roll"), [(who[0].as_str(), &Value::from("present"))]);
    assert!(record.get("secret").is_null() && !holds_restricted(schemas(), &out));
}

fn cells(ledger: &Ledger) -> BTreeSet<(String, String, Option<String>)> {
    let records = ledger.register_names().flat_map(|name| ledger.all_records(name));
    let cells = records.flat_map(|one| {
        let id = one.id().to_string();
        one.cells()
            .map(|(field, key, _)| (field, key))
            .map(move |(field, key)| (id.clone(), field.to_owned(), key.map(str::to_owned)))
            .collect::<Vec<_>>()
    });
    cells.collect()
}

#[test]
fn schemas_that_are_missing_never_make_an_export_more_open() {
    let (mut book, who) = hospital();
    let first = book.first();
    let held = meeting(&mut book, &first, "2026-01-08", &[(&who[0], "到会")]);
    book.force(&held, "secret", "内情");
    part(&mut book, &held, &who[0], "2026-01-20");
    book.force(&who[1], "phone", "13800000000");
    book.veto(&who[2], "V1", JANUARY);
    for scope in [
        Scope::Branch(first.clone()),
        Scope::Period { from: month(JANUARY), until: month(JANUARY) },
    ] {
        let whole = cells(&scope.select(schemas(), &book.ledger, Restricted::Stays));
        for schema in schemas().iter() {
            let fewer = schemas().without(&[schema.head.name]);
            let out = cells(&scope.select(fewer, &book.ledger, Restricted::Stays));
            let more: Vec<_> = out.difference(&whole).collect();
            assert_eq!(more, [] as [&_; 0], "without {}", schema.head.name);
        }
    }
    let cell = |record: &str, field: &str| Cell::field(&RecordId::keyed(record, "1"), field);
    assert_eq!(schemas().privacy(&cell("of_a_newer_version", "name")), Privacy::Restricted);
    assert_eq!(schemas().privacy(&cell("member", "of_a_newer_version")), Privacy::Restricted);
    for field in OF_EVERY_RECORD {
        assert_eq!(schemas().privacy(&cell("member", field)), Privacy::Internal, "{field}");
    }
    // Why a rule of law was passed may tell what the record is about.
    assert_eq!(schemas().privacy(&cell("veto", EXPLANATION)), Privacy::Restricted);
}

#[test]
fn what_is_written_about_someone_in_rows_and_in_parts_is_erased_too() {
    let (mut book, who) = hospital();
    let first = book.first();
    let held = meeting(&mut book, &first, "2026-01-08", &[(&who[0], "请假"), (&who[1], "到会")]);
    let row = [("state", "leave".into()), ("note", "因病住院".into())];
    book.act("note", |draft, _| {
        draft.entry(&held, "roll", who[0].as_str(), Value::group(row));
    });
    let own = book.appeal(&who[0], JANUARY);
    book.act("explain", |draft, _| draft.entry(&own, EXPLANATION, "of a rule", "因病住院"));
    let places = places_of(schemas(), &book.ledger, &who[0]);
    book.act("purge", |draft, _| redact(draft, &places));
    let record = book.ledger.record(&held).unwrap();
    assert!(record.entry("roll", who[0].as_str()).is_null());
    assert_eq!(record.entry("roll", who[1].as_str()), &Value::from("present"));
    let own = book.ledger.record(&own).unwrap();
    assert_eq!((own.text("content"), own.entries(EXPLANATION)), ("", Vec::new()));
    assert_eq!(left_of(schemas(), &book.ledger), []);
}

#[test]
fn rows_steps_and_groups_that_both_sides_changed_are_told_apart_in_words() {
    let (mut here, who) = hospital();
    let first = here.first();
    let held = meeting(&mut here, &first, "2026-01-08", &[(&who[0], "到会")]);
    let mut there = here.on_another_tablet();
    for (book, state, on, issued) in
        [(&mut here, "leave", "2026-01-09", 3), (&mut there, "absent", "2026-01-10", 4)]
    {
        book.act("edit", |draft, _| {
            draft.entry(&held, "roll", who[0].as_str(), state);
            draft.entry(&held, "steps", "tell", on);
            draft.field(&held, "votes", Value::group([("issued", issued.into())]));
        });
    }
    here.take_in(&there);
    let mut told: Vec<_> = disputes(&here.ledger)
        .into_iter()
        .map(|one| {
            let mut sides: Vec<String> = one.sides.into_iter().map(|side| side.text).collect();
            sides.sort_unstable();
            (one.field, sides)
        })
        .collect();
    told.sort_unstable();
    let told: Vec<(&str, Vec<&str>)> = told
        .iter()
        .map(|(field, sides)| (&**field, sides.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(
        told,
        [
            ("步骤：公布", vec!["日期 2026年1月10日", "日期 2026年1月9日"]),
            ("点名：党员1", vec!["缺席", "请假"]),
            ("表决", vec!["发出 3", "发出 4"]),
        ]
    );
}

#[test]
fn what_belongs_to_a_record_goes_out_and_is_archived_with_its_month() {
    let (mut book, who) = hospital();
    let first = book.first();
    let held = meeting(&mut book, &first, "2026-01-08", &[(&who[0], "到会")]);
    let later = meeting(&mut book, &first, "2026-02-08", &[(&who[0], "到会")]);
    let parts = [&held, &later].map(|of| part(&mut book, of, &who[0], "2026-02-20"));
    let january = month(JANUARY);
    let going = ArchiveSelection::of(&book.ledger, &BTreeSet::from([january]));
    let changes: Vec<_> = going.edits.iter().flat_map(|edit| &edit.changes).collect();
    let goes = |id: &RecordId| changes.iter().any(|(_, one)| one.cell.record == *id);
    let period = Scope::Period { from: january, until: january };
    let out = period.select(schemas(), &book.ledger, Restricted::Stays);
    let all = [&held, &parts[0], &later, &parts[1]];
    assert_eq!(all.map(goes), [true, true, false, false]);
    assert_eq!(all.map(|id| out.record(id).is_some()), [true, true, false, false]);
}

#[test]
fn what_belongs_to_a_faulty_record_of_a_branch_blocks_its_month() {
    let (mut book, who) = hospital();
    let first = book.first();
    let held = meeting(&mut book, &first, "2026-01-08", &[(&who[0], "到会")]);
    let made_up = part(&mut book, &held, &who[0], "2026-01-20");
    book.force(&made_up, "done_on", "someday");
    let mut blocked = |of: &str| {
        let found = obstacles(&book.ledger, &mut book.scores, &first, month(of), day("2026-03-05"));
        found.into_iter().any(|one| one.blocks && one.text.contains("补学"))
    };
    assert!(blocked(JANUARY) && !blocked("2026-02"));
}
