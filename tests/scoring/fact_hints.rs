//! What a form says of what it would count for, before it is saved.

use crate::fixtures::{Book, texts_of};
use yixin::ledger::{Author, Draft, EditId, Moment, RecordId, WriterId};
use yixin::registers::form::RowInput;
use yixin::registers::{SCORE_ENTRY_SCHEMA, Severity};
use yixin::scoring::preview;

/// 2026-03-20 in China, in the morning.
const THEN: i64 = 1_773_968_400_000;

struct Form<'a> {
    month: &'a str,
    day: &'a str,
    line: &'a str,
    who: &'a [(&'a RecordId, i64)],
    id: Option<&'a RecordId>,
}

fn book(members: usize) -> (Book, Vec<RecordId>) {
    let mut book = Book::new();
    let first = book.first();
    let members = (1..=members).map(|number| book.member(&number.to_string(), &first)).collect();
    (book, members)
}

/// An entry on a day.
fn enter(book: &mut Book, day: &str, line: &str, who: &RecordId, amount: i64) -> RecordId {
    let id = book.enter(&day[..7], line, &[(who, amount)]);
    book.change(&id, &[("day", day)]);
    id
}

/// The hints of a form as `field/row text`, the row by the number of the member.
fn said(book: &mut Book, form: &Form<'_>) -> Vec<String> {
    let mut input = texts_of(&[("month", form.month), ("line", form.line), ("day", form.day)]);
    let marks = form.who.iter().map(|(id, amount)| (id.to_string(), RowInput::first(amount)));
    input.rows.insert("who", marks.collect());
    let id = EditId { writer: WriterId(99), number: 1 };
    let at = Moment { millis: THEN, offset: 480 };
    let draft = Draft::new(id, at, Author::default(), "", "");
    let of = (&book.ledger, &mut book.scores);
    let found = preview(of, &SCORE_ENTRY_SCHEMA, form.id, (&input, draft), &|_| false);
    assert!(found.iter().all(|one| one.severity == Severity::Hint), "{found:?}");
    let shown = found.into_iter().map(|one| {
        let row = one.row.rsplit('=').next().unwrap_or_default().to_owned();
        format!("{}/{row} {}", one.field, one.text)
    });
    shown.collect()
}

#[test]
fn what_is_entered_already_is_told_with_names_and_its_own_record_is_not() {
    let (mut book, who) = book(5);
    let entry = enter(&mut book, "2026-03-20", "B3.1", &who[0], 1);
    let mut form = Form {
        month: "2026-03",
        day: "2026-03-20",
        line: "B3.1",
        who: &[(&who[0], 1), (&who[1], 1)],
        id: None,
    };
    let told = said(&mut book, &form);
    assert_eq!(told[0], "who/ 党员1今天已登记过这一条", "{told:?}");
    // Of another day, line or person nothing is told; nor of itself.
    form.day = "2026-03-19";
    assert!(said(&mut book, &form).iter().all(|text| !text.contains("已登记过")));
    (form.day, form.id) = ("2026-03-20", Some(&entry));
    assert_eq!(said(&mut book, &form), [""; 0]);
    (form.id, form.line) = (None, "B3.2");
    assert!(said(&mut book, &form).iter().all(|text| !text.contains("已登记过")));
    for one in &who[1..] {
        enter(&mut book, "2026-03-18", "B4.4", one, 1);
    }
    let all: Vec<(&RecordId, i64)> = who.iter().map(|one| (one, 1)).collect();
    let form = Form { day: "2026-03-18", line: "B4.4", who: &all, ..form };
    let told = said(&mut book, &form);
    let text = "who/ 党员2、党员3等 4 人2026年3月18日已登记过这一条";
    assert_eq!(told[0], text, "{told:?}");
}

#[test]
fn how_near_a_cap_is_stands_in_the_row_and_what_it_cuts_off_is_told() {
    let (mut book, who) = book(3);
    enter(&mut book, "2026-03-02", "C3.1", &who[0], 2);
    enter(&mut book, "2026-03-02", "C3.2", &who[1], 1);
    let form = Form {
        month: "2026-03",
        day: "2026-03-20",
        line: "C3.1",
        who: &[(&who[0], 1), (&who[1], 1), (&who[2], 1)],
        id: None,
    };
    let told = said(&mut book, &form);
    // 4 + 2 is one above 5; 1 + 2 fits; nothing yet is nothing to tell.
    let expected = ["who/1 本月 4/5", "who/2 本月 1/5", "who/ 党员1超过上限的不计"];
    assert_eq!(told, expected);
    let form = Form { who: &[(&who[2], 3)], ..form };
    assert_eq!(said(&mut book, &form), ["who/3 本月 0/5", "who/ 党员3超过上限的不计"]);
}

#[test]
fn the_cap_of_a_line_is_told_where_it_is_nearer_and_a_floor_as_what_is_left() {
    let (mut book, who) = book(2);
    enter(&mut book, "2026-03-02", "C2.1", &who[0], 2);
    let mut form =
        Form { month: "2026-03", day: "2026-03-20", line: "C2.1", who: &[(&who[0], 1)], id: None };
    let told = said(&mut book, &form);
    assert_eq!(told, ["who/1 本月 2/2", "who/ 党员1超过上限的不计"]);
    enter(&mut book, "2026-03-02", "A1.1", &who[1], 2);
    let absent = [(&who[1], 1)];
    (form.line, form.who) = ("A1.1", &absent);
    let told = said(&mut book, &form);
    let text = "who/ 党员2扣到 0 分为止，超出的不再扣";
    assert_eq!(told, ["who/2 本月 0/8", text]);
}

#[test]
fn an_event_of_another_month_says_where_it_counts_and_whether_that_month_is_locked() {
    let (mut book, who) = book(2);
    let first = book.first();
    let form =
        Form { month: "2026-03", day: "2026-02-27", line: "B3.1", who: &[(&who[0], 1)], id: None };
    let open = "day/ 发生在2月，计入3月；2月还没有锁定，也可以改为计入2月";
    assert_eq!(said(&mut book, &form), [open]);
    book.close(&first, "2026-02");
    assert_eq!(said(&mut book, &form), ["day/ 发生在2月，2月已经锁定，计入3月"]);
    let nobody = Form { who: &[], ..form };
    assert_eq!(said(&mut book, &nobody), ["day/ 发生在2月，计入3月"]);
    let before = Form { day: "2025-12-30", who: &[(&who[0], 1)], ..nobody };
    let told = said(&mut book, &before);
    assert!(told[1].contains("发生在2025年12月，计入2026年3月"), "{told:?}");
    let then = Form { day: "2026-03-02", ..before };
    assert_eq!(said(&mut book, &then), [""; 0]);
}
