//! Opinions: their course, their terms in working days, and that none is closed unanswered.

use std::collections::BTreeMap;

use proptest::prelude::*;
use yixin::ledger::{Author, Day, Draft, EditId, Ledger, Moment, RecordId, WriterId, parse_day};
use yixin::registers::form::{self, Input};
use yixin::registers::{
    Context, Fact, OPINION, OPINION_SCHEMA, PRAISE, answer_due, facts_of, findings,
    is_answered_late, is_open_opinion, progress,
};

fn day(text: &str) -> Day {
    parse_day(text).expect("a day")
}

#[derive(Debug, Default)]
struct Book {
    ledger: Ledger,
    edits: u32,
}

impl Book {
    fn draft(&mut self) -> Draft {
        self.edits += 1;
        let id = EditId { writer: WriterId(1), number: self.edits };
        let at = Moment { millis: 1_790_000_000_000 + i64::from(self.edits), offset: 480 };
        Draft::new(id, at, Author::default(), "change", "")
    }

    fn insert(&mut self, draft: Draft) {
        if let Some(edit) = draft.finish(&self.ledger) {
            self.ledger.insert(edit);
        }
    }

    /// Writes fields of a record without looking at its rules, as an import does.
    fn put(&mut self, record: &RecordId, fields: &[(&str, &str)]) {
        let mut draft = self.draft();
        for (field, text) in fields {
            draft.field(record, field, *text);
        }
        self.insert(draft);
    }

    /// Saves a form with these texts.
    fn save(&mut self, record: &RecordId, texts: &[(&'static str, &str)]) -> bool {
        let mut draft = self.draft();
        let texts: BTreeMap<&'static str, String> =
            texts.iter().map(|(field, text)| (*field, (*text).to_owned())).collect();
        let input = Input { texts, ..Input::default() };
        let saved =
            form::write(&OPINION_SCHEMA, &self.ledger, Some(record), &input, &mut draft).is_ok();
        if saved {
            self.insert(draft);
        }
        saved
    }

    fn read<R>(
        &self,
        record: &RecordId,
        today: &str,
        of: impl Fn(&Context<'_>, yixin::ledger::Record<'_>) -> R,
    ) -> R {
        let context = Context::new(&self.ledger, day(today));
        of(&context, self.ledger.record(record).expect("there"))
    }

    fn stage(&self, record: &RecordId, today: &str) -> &'static str {
        self.read(record, today, |context, record| {
            progress(OPINION_SCHEMA.stages, &record, context).expect("a course").stage.name
        })
    }

    fn due(&self, record: &RecordId) -> String {
        self.read(record, "2026-11-30", |context, record| {
            answer_due(&record, context).expect("a term").day.to_string()
        })
    }

    fn facts(&self, record: &RecordId, today: &str) -> Vec<Fact> {
        self.read(record, today, |context, record| facts_of(&OPINION, &record, context))
    }
}

fn opinion() -> RecordId {
    RecordId::keyed("opinion", "1")
}

/// One of 2 November 2026, a Monday.
fn world() -> Book {
    let mut book = Book::default();
    let said = [("received", "2026-11-02"), ("channel", "box"), ("request", "候诊时间太长")];
    book.put(&opinion(), &said);
    book.put(&opinion(), &[("handler", "member:=1")]);
    book
}

const ANSWER: [(&str, &str); 4] = [
    ("answered_on", "2026-11-05"),
    ("answer_way", "phone"),
    ("answer", "已增加两个诊室"),
    ("outcome", "solved"),
];

#[test]
fn the_answer_is_due_on_the_spot_in_five_working_days_or_in_ten() {
    let mut book = world();
    assert_eq!(book.due(&opinion()), "2026-11-09");
    for (term, due) in [("on_spot", "2026-11-02"), ("ten", "2026-11-16"), ("five", "2026-11-09")] {
        book.put(&opinion(), &[("term", term)]);
        assert_eq!(book.due(&opinion()), due, "{term}");
    }
}

#[test]
fn who_is_not_satisfied_is_heard_once_more_by_that_alone() {
    let mut book = world();
    assert_eq!(book.stage(&opinion(), "2026-11-30"), "received");
    book.put(&opinion(), &ANSWER);
    assert_eq!(book.stage(&opinion(), "2026-11-30"), "answered");
    book.put(
        &opinion(),
        &[("called_on", "2026-11-10"), ("satisfied", "no"), ("closed_on", "2026-11-11")],
    );
    // Though a day of closing is there.
    assert_eq!(book.stage(&opinion(), "2026-11-30"), "again");
    let again = [("again_on", "2026-11-12"), ("again_way", "face"), ("again", "又谈了一次")];
    book.put(&opinion(), &again);
    assert_eq!(book.stage(&opinion(), "2026-11-30"), "again");
    book.put(&opinion(), &[("again_outcome", "explained")]);
    assert_eq!(book.stage(&opinion(), "2026-11-30"), "answered_again");
    book.put(&opinion(), &[("closed_on", "2026-11-13"), ("closed_why", "已依规解释")]);
    assert_eq!(book.stage(&opinion(), "2026-11-30"), "closed_again");
}

#[test]
fn what_comes_of_it_is_a_fact_of_who_handled_it() {
    let marks = |facts: Vec<Fact>| -> Vec<String> {
        facts.iter().map(|fact| format!("{:?}", fact.event)).collect()
    };
    let mut book = world();
    assert_eq!(marks(book.facts(&opinion(), "2026-11-09")), [""; 0]);
    assert!(marks(book.facts(&opinion(), "2026-11-10"))[0].contains("late"));
    book.put(&opinion(), &ANSWER);
    assert_eq!(marks(book.facts(&opinion(), "2026-11-30")), [""; 0]);
    book.put(&opinion(), &[("called_on", "2026-11-10"), ("satisfied", "no")]);
    assert!(marks(book.facts(&opinion(), "2026-11-30"))[0].contains("dissatisfied"));
    // A dispute that is closed as solved.
    let mut book = world();
    book.put(&opinion(), &ANSWER);
    book.put(&opinion(), &[("kind", "dispute")]);
    assert_eq!(marks(book.facts(&opinion(), "2026-11-30")), [""; 0]);
    book.put(&opinion(), &[("closed_on", "2026-11-06")]);
    assert!(marks(book.facts(&opinion(), "2026-11-30"))[0].contains("settled"));
}

#[test]
fn an_upheld_complaint_and_praise_are_facts_of_whom_they_name() {
    let mut book = world();
    book.put(&opinion(), &[("kind", "complaint"), ("about", "member:=2"), ("upheld", "no")]);
    assert_eq!(book.facts(&opinion(), "2026-11-05"), []);
    book.put(&opinion(), &[("upheld", "yes")]);
    let facts = book.facts(&opinion(), "2026-11-05");
    assert_eq!(facts.len(), 1);
    assert_eq!(facts[0].subject, RecordId::keyed("member", "2"));
    let banner = RecordId::keyed("praise", "1");
    book.put(&banner, &[("kind", "banner"), ("day", "2026-11-03")]);
    let mut draft = book.draft();
    draft.entry(&banner, "members", "member:=2", "named");
    draft.entry(&banner, "members", "member:=3", "among");
    book.insert(draft);
    let facts =
        book.read(&banner, "2026-11-05", |context, record| facts_of(&PRAISE, &record, context));
    assert_eq!(facts.iter().map(|fact| fact.subject.as_str()).collect::<Vec<_>>(), ["member:=2"]);
}

#[test]
fn what_contradicts_itself_is_told() {
    let told = |fields: &[(&str, &str)]| {
        let mut book = world();
        book.put(&opinion(), &ANSWER);
        book.put(&opinion(), fields);
        book.read(&opinion(), "2026-11-30", |context, record| {
            let found = findings(&OPINION_SCHEMA, &record, context).into_iter();
            // The handler is no record here, which no rule tells.
            found.map(|one| one.rule).filter(|rule| !rule.is_empty()).collect::<Vec<_>>()
        })
    };
    assert_eq!(told(&[]), [""; 0]);
    for (fields, rule) in [
        (&[("answered_on", "2026-10-30")][..], "answered after receipt"),
        (&[("outcome", "duplicate")], "the first of a repeated one"),
        (&[("outcome", "duplicate"), ("first", "opinion:=1")], "repeats another"),
        (&[("outcome", "unreachable")], "told to the public"),
        (&[("answer", "")], "the answer is whole"),
    ] {
        assert!(told(fields).contains(&rule), "{fields:?}: {:?}", told(fields));
    }
}

/// Texts that a form may hold in each field, right and wrong ones.
const CHOICES: [(&str, &[&str]); 13] = [
    ("answered_on", &["", "2026-11-05", "2026-10-01", "昨天"]),
    ("answer_way", &["", "phone", "notice"]),
    ("answer", &["", " ", "答复"]),
    ("outcome", &["", "solved", "duplicate", "unreachable", "了"]),
    ("first", &["", "opinion:=1", "opinion:=2"]),
    ("called_on", &["", "2026-11-10"]),
    ("satisfied", &["", "yes", "no", "unreached"]),
    ("again_on", &["", "2026-11-12"]),
    ("again_way", &["", "face"]),
    ("again", &["", "再答复"]),
    ("again_outcome", &["", "explained"]),
    ("closed_on", &["", "2026-11-13", "2026-11-20"]),
    ("closed_why", &["", "已依规解释"]),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// By forms and by imports, in any order.
    #[test]
    fn no_sequence_of_actions_closes_an_unanswered_opinion(
        acts in proptest::collection::vec(
            (any::<bool>(), proptest::collection::vec(any::<prop::sample::Index>(), CHOICES.len())),
            1..8,
        ),
    ) {
        let mut book = world();
        for (is_form, picks) in acts {
            let texts: Vec<(&'static str, &str)> = CHOICES
                .iter()
                .zip(&picks)
                .map(|((field, choices), pick)| (*field, choices[pick.index(choices.len())]))
                .collect();
            if is_form {
                book.save(&opinion(), &texts);
            } else {
                book.put(&opinion(), &texts);
            }
            book.read(&opinion(), "2026-11-30", |context, record| {
                let text = |field: &str| record.text(field).to_owned();
                if !is_open_opinion(&record, context) {
                    for field in ["answered_on", "answer_way", "answer", "outcome", "closed_on"] {
                        assert!(!text(field).is_empty(), "{field}");
                    }
                    if text("satisfied") == "no" {
                        for field in ["again_on", "again_way", "again", "again_outcome", "closed_why"] {
                            assert!(!text(field).is_empty(), "{field}");
                        }
                    }
                }
                // What is late is told by the term alone.
                let is_in_time = text("answered_on") == "2026-11-05";
                if is_in_time && !text("answer").is_empty() && !text("answer_way").is_empty()
                    && !text("outcome").is_empty()
                {
                    assert!(!is_answered_late(&record, context));
                }
            });
        }
    }
}
