//! The counters of an event: naming, adding and removing them, and what they count.

use yixin::ledger::{Author, Draft, EditId, Ledger, Moment, RecordId, WriterId, parse_day};
use yixin::registers::{
    COUNT, Context, Counter, SERVICE_EVENT_SCHEMA, Tally, counters, counters_differ, findings,
    name_counter, next_counter, served_by, show_field,
};

struct Book {
    ledger: Ledger,
    edits: u32,
}

fn event() -> RecordId {
    RecordId::keyed("service", "clinic")
}

impl Book {
    fn new() -> Self {
        let mut book = Self { ledger: Ledger::new(), edits: 0 };
        book.edit("create", |_, draft| draft.field(&event(), "kind", "clinic"));
        book
    }

    fn edit(&mut self, act: &str, fill: impl FnOnce(&Ledger, &mut Draft)) {
        self.edits += 1;
        let id = EditId { writer: WriterId(1), number: self.edits };
        let at = Moment { millis: 1_790_000_000_000 + i64::from(self.edits), offset: 480 };
        let by = Author { tablet: "平板A".into(), ..Author::default() };
        let mut draft = Draft::new(id, at, by, act, "");
        fill(&self.ledger, &mut draft);
        if let Some(edit) = draft.finish(&self.ledger) {
            self.ledger.insert(edit);
        }
    }

    fn name(&mut self, place: usize, name: &str, things: bool) {
        let counter = Counter { place, name: name.to_owned(), things, total: 0, own: 0 };
        self.edit("change", |ledger, draft| name_counter(ledger, draft, &event(), &counter));
    }

    fn count(&mut self, taps: [i64; 6]) {
        let mut tally = Tally::begin(&self.ledger, &event(), WriterId(1));
        tally.taps = taps;
        self.edit(COUNT, |ledger, draft| tally.apply(ledger, draft));
    }

    fn shown(&self) -> Vec<(String, i64)> {
        let all = counters(&self.ledger, &event(), "平板A");
        all.into_iter().map(|one| (one.name, one.total)).collect()
    }

    fn served(&self) -> Option<i64> {
        let today = parse_day("2026-11-21").expect("a day");
        let context = Context::new(&self.ledger, today);
        served_by(&self.ledger.record(&event()).expect("there"), &context)
    }
}

fn named(names: &[(&str, i64)]) -> Vec<(String, i64)> {
    names.iter().map(|(name, total)| ((*name).to_owned(), *total)).collect()
}

#[test]
fn a_second_counter_leaves_the_one_that_was_shown_before_it() {
    let mut book = Book::new();
    assert_eq!(book.shown(), named(&[("服务人次", 0)]));
    book.name(1, "测血压", false);
    assert_eq!(book.shown(), named(&[("服务人次", 0), ("测血压", 0)]));
    book.name(0, " 咨询 ", false);
    assert_eq!(book.shown(), named(&[("咨询", 0), ("测血压", 0)]));
}

#[test]
fn a_counter_that_is_removed_is_shown_as_long_as_it_has_counted() {
    let mut book = Book::new();
    book.name(1, "测血压", false);
    book.name(1, "", false);
    assert_eq!(book.shown(), named(&[("服务人次", 0)]));
    book.name(2, "测血糖", false);
    book.count([0, 0, 4, 0, 0, 0]);
    book.name(2, "", false);
    assert_eq!(book.shown(), named(&[("服务人次", 0), ("计数三", 4)]));
}

#[test]
fn counts_are_shown_by_the_names_of_their_counters() {
    let mut book = Book::new();
    for (place, name) in [(1, "测血压"), (2, "测血糖")] {
        book.name(place, name, false);
    }
    book.count([0, 3, 4, 0, 0, 0]);
    book.name(2, "", false);
    let shown = |name: &str| {
        let field = SERVICE_EVENT_SCHEMA.field(name).expect("a field");
        show_field(&book.ledger, field, &book.ledger.record(&event()).expect("there"))
    };
    assert_eq!(shown("counters"), "服务人次、测血压");
    // The third has counted, and has no name any more; the others neither.
    assert_eq!(shown("counts"), "服务人次 0，测血压 3，计数三 4");
}

#[test]
fn things_are_no_persons() {
    let mut book = Book::new();
    assert_eq!(book.served(), None);
    book.name(1, "发资料", true);
    book.count([3, 20, 0, 0, 0, 0]);
    book.count([-1, 5, 0, 0, 0, 0]);
    assert_eq!(book.shown(), named(&[("服务人次", 2), ("发资料", 25)]));
    assert_eq!(book.served(), Some(2));
    let all = counters(&book.ledger, &event(), "平板A");
    assert!(all[1].things);
    assert_eq!(next_counter(&all), Some(2));
}

#[test]
fn no_counter_goes_below_nothing_and_there_are_six_at_most() {
    let mut book = Book::new();
    book.count([2, 0, 0, 0, 0, 0]);
    book.count([-5, 0, 0, 0, 0, 0]);
    assert_eq!(book.shown(), named(&[("服务人次", 0)]));
    for place in 0..6 {
        book.name(place, "项", false);
    }
    assert_eq!(next_counter(&counters(&book.ledger, &event(), "")), None);
}

#[test]
fn persons_that_are_written_count_and_their_difference_to_the_counter_is_told() {
    let mut book = Book::new();
    book.count([35, 0, 0, 0, 0, 0]);
    let is_told = |book: &Book| {
        let context = Context::new(&book.ledger, parse_day("2026-11-21").expect("a day"));
        let event = book.ledger.record(&event()).expect("there");
        let found = findings(&SERVICE_EVENT_SCHEMA, &event, &context);
        found.iter().any(|one| one.rule == "written and counted")
    };
    let write = |book: &mut Book, persons: i64| {
        book.edit("change", |_, draft| {
            draft.field(&event(), "persons", yixin::ledger::Value::Int(persons))
        });
    };
    assert_eq!((book.served(), is_told(&book)), (Some(35), false));
    write(&mut book, 30);
    assert_eq!((book.served(), is_told(&book)), (Some(30), true));
    write(&mut book, 35);
    assert_eq!((book.served(), is_told(&book)), (Some(35), false));
}

#[test]
fn counts_of_one_counter_are_added_up_only_where_both_events_call_it_the_same() {
    let mut book = Book::new();
    let other = RecordId::keyed("service", "other");
    book.name(0, "测血压", false);
    book.edit("create", |_, draft| draft.field(&other, "kind", "clinic"));
    let call = |book: &mut Book, name: &str, things: bool| {
        let counter = Counter { place: 0, name: name.to_owned(), things, total: 0, own: 0 };
        book.edit("change", |ledger, draft| name_counter(ledger, draft, &other, &counter));
        counters_differ(&book.ledger, &event(), &other)
    };
    assert!(call(&mut book, "发资料", true));
    assert!(call(&mut book, "测血压", true), "one counts things, the other persons");
    assert!(!call(&mut book, "测血压", false));
}

#[test]
fn one_who_serves_over_the_night_is_elsewhere_in_no_other_event_of_that_night() {
    let mut book = Book::new();
    let put = |book: &mut Book, key: &str, days: [&str; 2], times: [&str; 2]| {
        let id = RecordId::keyed("service", key);
        let fields =
            [("day", days[0]), ("until", days[1]), ("begins", times[0]), ("ends", times[1])];
        book.edit("change", |_, draft| {
            draft.field(&id, "kind", "clinic");
            for (name, text) in fields.into_iter().filter(|(_, text)| !text.is_empty()) {
                draft.field(&id, name, text);
            }
            draft.entry(&id, "who", "member:=甲", "doctor");
        });
        id
    };
    book.edit("create", |_, draft| draft.field(&RecordId::keyed("member", "甲"), "name", "甲"));
    put(&mut book, "night", ["2026-05-01", "2026-05-02"], ["20:00", "06:00"]);
    let told = |book: &mut Book, key: &str, days: [&str; 2], times: [&str; 2]| {
        let id = put(book, key, days, times);
        let context = Context::new(&book.ledger, parse_day("2026-11-21").expect("a day"));
        let record = book.ledger.record(&id).expect("there");
        let found = findings(&SERVICE_EVENT_SCHEMA, &record, &context);
        found.iter().any(|one| one.rule == "one place at a time")
    };
    assert!(told(&mut book, "evening", ["2026-05-01", ""], ["21:00", "22:00"]));
    assert!(told(&mut book, "morning", ["2026-05-02", ""], ["05:00", "07:00"]));
    assert!(!told(&mut book, "noon", ["2026-05-02", ""], ["12:00", "13:00"]));
    assert!(!told(&mut book, "posting", ["2026-05-01", "2026-11-01"], ["08:00", "17:00"]));
}
