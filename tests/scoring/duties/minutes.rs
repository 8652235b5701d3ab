//! Minutes after the meeting: what was signed, who was not enrolled, who makes up for it, and who came at all.

use yixin::ledger::{RecordId, Value};
use yixin::registers::{Context, MEETING_SCHEMA, Signature, Strokes, findings};
use yixin::reports::{DutyKind, activities, counts_at_signing, minutes, roll_counts, roll_entries};

use super::{book, found, hold, texts};
use crate::fixtures::{Book, day, month};

/// The minutes as text without blanks, and what is said of the counts of the signing.
fn told(book: &Book, meeting: &RecordId) -> (String, Option<String>) {
    let record = book.ledger.record(meeting).expect("a meeting");
    let context = Context::new(&book.ledger, day("2026-04-20"));
    let text = minutes(&record, &context, &str::cmp).to_text();
    let counts = roll_counts(&roll_entries(&record, &context));
    (text.split_whitespace().collect(), counts_at_signing(&record, &counts))
}

/// Signs as one of the two, over the counts of the moment.
fn sign(book: &mut Book, meeting: &RecordId, field: &str) {
    let record = book.ledger.record(meeting).expect("a meeting");
    let context = Context::new(&book.ledger, day("2026-03-10"));
    let counts = Some(roll_counts(&roll_entries(&record, &context)).for_signature());
    let (by, strokes) = (String::new(), Strokes::default());
    let value = Signature { by, on: day("2026-03-10"), strokes, counts }.to_value();
    book.force(meeting, field, value);
}

#[test]
fn minutes_tell_what_was_signed_where_the_roll_counts_something_else_now() {
    let (mut book, members) = book(3);
    let roll: Vec<_> = members.iter().map(|one| (one, "present")).collect();
    let meeting = hold(&mut book, "themed", "2026-03-10", &roll);
    sign(&mut book, &meeting, "host_signature");
    let leave = Value::group([("state", Value::from("leave"))]);
    book.act("roll", |draft, _| draft.entry(&meeting, "roll", members[2].as_str(), leave));
    assert_eq!(told(&book, &meeting).1, None, "only one has signed");
    sign(&mut book, &meeting, "recorder_signature");
    let (text, signed) = told(&book, &meeting);
    assert_eq!(signed, None, "nothing has changed since the second one signed");
    assert!(!text.contains("签字时"), "{text}");
    // Recorded only now: one had left before the meeting.
    book.since(&members[0], "2026-03-01", "standing", "已转出");
    let (text, signed) = told(&book, &meeting);
    let signed = signed.expect("it counts something else");
    assert!(signed.starts_with("应到 3，实到 2，有表决权的应到 3、实到 2；"), "{signed}");
    assert!(text.contains("应到2，实到1，请假1，不在册1"), "{text}");
    assert!(text.contains("应到3，实到2"), "{text}");
}

#[test]
fn minutes_name_who_is_marked_and_was_not_enrolled() {
    let (mut book, members) = book(2);
    let roll = [(&members[0], "present"), (&members[1], "late")];
    let meeting = hold(&mut book, "themed", "2026-03-10", &roll);
    assert!(!told(&book, &meeting).0.contains("不在册"));
    book.since(&members[1], "2026-03-01", "standing", "已转出");
    let text = told(&book, &meeting).0;
    assert!(text.contains("党员2（迟到）"), "{text}");
    assert_eq!(text.matches("党员2").count(), 1, "in its own line alone: {text}");
}

#[test]
fn make_up_study_is_confirmed_by_another() {
    let (mut book, members) = book(2);
    let roll = [(&members[0], "leave"), (&members[1], "leave")];
    let meeting = hold(&mut book, "themed", "2026-03-10", &roll);
    for (member, by) in [(&members[0], " 党员1"), (&members[1], "党员1")] {
        let row = Value::group([("on", Value::from("2026-03-12")), ("confirmed_by", by.into())]);
        book.act("makeup", |draft, _| draft.entry(&meeting, "makeup", member.as_str(), row));
    }
    let told = |book: &Book| {
        let context = Context::new(&book.ledger, day("2026-03-13"));
        let record = book.ledger.record(&meeting).expect("a meeting");
        let found = findings(&MEETING_SCHEMA, &record, &context).into_iter();
        let of_rows = found.filter(|one| one.field == "makeup");
        of_rows.map(|one| (one.row, one.text)).collect::<Vec<_>>()
    };
    let text = "补学要由本人以外的人确认，请去掉后重新登记".to_owned();
    assert_eq!(told(&book), [(members[0].to_string(), text)]);
    // Who was there after all makes nothing up.
    let present = Value::group([("state", Value::from("present"))]);
    book.act("roll", |draft, _| draft.entry(&meeting, "roll", members[0].as_str(), present));
    assert_eq!(told(&book), []);
}

#[test]
fn a_meeting_to_which_nobody_came_is_called_and_not_held() {
    let (mut book, members) = book(2);
    let meeting = hold(&mut book, "themed", "2026-03-10", &[(&members[0], "leave")]);
    let is_empty = |book: &Book| {
        let context = Context::new(&book.ledger, day("2026-03-11"));
        let all = activities(&context, None, month("2026-03"));
        all.iter().map(|one| one.state.roll.is_called_and_empty()).collect::<Vec<_>>()
    };
    assert_eq!(texts(&book, "2026-03-11", DutyKind::Roll), ["3月10日主题党日还没有点名"]);
    assert_eq!(is_empty(&book), [false]);
    let call = |book: &mut Book, state: &str| {
        let row = Value::group([("state", Value::from(state))]);
        book.act("roll", |draft, _| draft.entry(&meeting, "roll", members[1].as_str(), row));
    };
    call(&mut book, "absent");
    assert_eq!(
        texts(&book, "2026-03-11", DutyKind::NobodyCame),
        ["3月10日主题党日点完名、无人到会"]
    );
    assert_eq!(texts(&book, "2026-03-11", DutyKind::Roll), Vec::<String>::new());
    assert_eq!(is_empty(&book), [true]);
    // Leave of all that is known beforehand says nothing yet.
    assert_eq!(texts(&book, "2026-03-08", DutyKind::Roll), ["准备召开：3月10日主题党日"]);
    call(&mut book, "present");
    assert!(found(&book, "2026-03-11").iter().all(|duty| duty.kind != DutyKind::NobodyCame));
    assert_eq!(is_empty(&book), [false]);
}
