//! Duties of what patients say: opinions until they are closed, and the call-backs of a month.

use yixin::ledger::{RecordId, Value};
use yixin::registers::{CALLBACK, DRAW, OPINION, code_words, drawn_of, pool_of};
use yixin::reports::{DutyAbout, DutyKind, Urgency, open_opinions};

use super::{book, found, lines, texts};
use crate::fixtures::{Book, day};

fn opinion(book: &mut Book, request: &str, received: &str) -> RecordId {
    book.act("create", |draft, _| {
        let id = draft.next_record(OPINION.name);
        draft.field(&id, "received", received);
        draft.field(&id, "channel", "box");
        draft.field(&id, "request", request);
        id
    })
}

fn callback(book: &mut Book, month: &str, number: &str) -> RecordId {
    book.act("create", |draft, _| {
        let id = draft.next_record(CALLBACK.name);
        draft.field(&id, "month", month);
        draft.field(&id, "number", number);
        id
    })
}

#[test]
fn an_opinion_is_a_duty_until_it_is_closed_through_its_reopening() {
    let (mut book, _) = book(1);
    let id = opinion(&mut book, "候诊时间太长", "2026-03-02");
    let told = |book: &Book| texts(book, "2026-03-20", DutyKind::Opinion);
    assert_eq!(told(&book), ["群众意见待回复：候诊时间太长"]);
    for (field, text) in [
        ("answered_on", "2026-03-04"),
        ("answer_way", "phone"),
        ("answer", "已增加诊室"),
        ("outcome", "solved"),
    ] {
        book.force(&id, field, text);
    }
    assert_eq!(told(&book), ["群众意见已回复，待销号：候诊时间太长"]);
    book.force(&id, "called_on", "2026-03-10");
    book.force(&id, "satisfied", "no");
    assert_eq!(told(&book), ["群众意见回访不满意，重新办理：候诊时间太长"]);
    book.force(&id, "closed_on", "2026-03-12");
    assert_eq!(
        told(&book),
        ["群众意见回访不满意，重新办理：候诊时间太长"],
        "not by the first answer"
    );
    for (field, text) in [
        ("again_on", "2026-03-11"),
        ("again_way", "face"),
        ("again", "午间加开"),
        ("again_outcome", "partly"),
    ] {
        book.force(&id, field, text);
    }
    assert_eq!(told(&book), ["群众意见已回复，待销号：候诊时间太长"]);
    book.force(&id, "closed_why", "受场地限制");
    assert_eq!(told(&book), Vec::<String>::new());
}

#[test]
fn open_opinions_are_those_of_a_branch_or_of_all_until_they_are_closed() {
    let (mut book, _) = book(1);
    let branch = book.first();
    let own = opinion(&mut book, "候诊时间太长", "2026-03-02");
    book.force(&own, "branch", branch.as_str());
    opinion(&mut book, "停车难", "2026-03-03");
    let asked = |book: &Book, branch: Option<&RecordId>| {
        let found = open_opinions(&book.ledger, branch, day("2026-03-04"));
        found.into_iter().map(|(_, duty)| duty.subject).collect::<Vec<_>>()
    };
    assert_eq!(asked(&book, Some(&branch)), ["候诊时间太长"]);
    assert_eq!(asked(&book, None), ["候诊时间太长", "停车难"]);
    for (field, text) in [
        ("answered_on", "2026-03-03"),
        ("answer_way", "phone"),
        ("answer", "已增加诊室"),
        ("outcome", "solved"),
        ("closed_on", "2026-03-04"),
    ] {
        book.force(&own, field, text);
    }
    assert_eq!(asked(&book, None), ["停车难"]);
}

#[test]
fn call_backs_of_a_month_are_one_duty_that_begins_with_the_next_of_them() {
    let (mut book, _) = book(1);
    let later = callback(&mut book, "2026-03", "3-10");
    let first = callback(&mut book, "2026-03", "3-9");
    let told = |book: &Book, today: &str| {
        let mut all = found(book, today).into_iter();
        all.find(|duty| duty.kind == DutyKind::CallBack)
            .map(|one| (one.text, one.due, one.urgency, one.about))
    };
    let due = Some(day("2026-03-31"));
    let two = "2026年3月回访还有 2 件没有结果".to_owned();
    let about = DutyAbout::Form(first.clone());
    assert_eq!(told(&book, "2026-03-12"), Some((two.clone(), due, Urgency::Soon, about.clone())));
    assert_eq!(told(&book, "2026-03-25"), Some((two.clone(), due, Urgency::Now, about.clone())));
    assert_eq!(told(&book, "2026-04-01"), Some((two, due, Urgency::Overdue, about)));
    book.force(&first, "outcome", "unreached");
    let one = "2026年3月回访还有 1 件没有结果".to_owned();
    assert_eq!(
        told(&book, "2026-03-25"),
        Some((one, due, Urgency::Now, DutyAbout::Form(later.clone())))
    );
    book.force(&later, "branch", "branch:=别的支部");
    assert_eq!(told(&book, "2026-03-25"), None, "of another branch");
}

#[test]
fn whoever_was_drawn_is_to_be_entered_and_the_next_month_drawn() {
    let (mut book, _) = book(1);
    let draw = DRAW.id(&["2026-3-1"]);
    let pool = "a\nb\nc";
    book.act("create", |draft, _| {
        for (field, text) in [
            ("number", "2026-3-1"),
            ("purpose", "callback"),
            ("drawn_on", "2026-03-20"),
            ("pool", pool),
            ("announced", &code_words(&pool_of(pool))),
            ("seed_one", "41635216"),
        ] {
            draft.field(&draw, field, text);
        }
        draft.field(&draw, "places", Value::Int(2));
    });
    let told = |book: &Book, today: &str| texts(book, today, DutyKind::CallBack);
    assert_eq!(told(&book, "2026-03-20"), Vec::<String>::new(), "without its whole seed");
    book.force(&draw, "seed_two", "35261462");
    assert_eq!(told(&book, "2026-03-20"), ["2026年3月抽中的 2 件还没有登记回访"]);
    let drawn = drawn_of(&book.ledger.record(&draw).expect("a draw"));
    for (at, (_, entry)) in drawn.iter().enumerate() {
        let id = callback(&mut book, "2026-03", &at.to_string());
        book.force(&id, "draw", draw.as_str());
        book.force(&id, "drawn", entry.as_str());
        book.force(&id, "outcome", "unreached");
    }
    assert_eq!(told(&book, "2026-03-20"), Vec::<String>::new());
    // The month after is asked for by what was done in this one, and no month later.
    assert_eq!(told(&book, "2026-04-02"), ["2026年4月的回访还没有抽取"]);
    assert!(lines(&book, "2026-04-02").contains(&"2026年4月的回访还没有抽取".to_owned()));
    assert_eq!(told(&book, "2026-05-02"), Vec::<String>::new());
}
