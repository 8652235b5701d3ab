//! Discretion: a restricted field of any register leaves in no part and in no public version.

use yixin::exchange::bundle::write_body;
use yixin::exchange::export::public::{Fresh, public};
use yixin::exchange::export::scope::{Restricted, Scope};
use yixin::ledger::{Author, Ledger, LedgerId, Moment, Month, RecordId, Value, WriterId};
use yixin::registers::{Field, Kind, Privacy, Schema, Shape, schema, schemas};
use yixin::scoring::Scores;

use crate::fixtures::Book;

const SECRET: &str = "机密机密";
const NOW: Moment = Moment { millis: 1_795_244_700_000, offset: 480 };

/// A likely value of a field that is not restricted, so that the record belongs to a branch and a month.
fn likely(field: &Field, branch: &RecordId, department: &RecordId) -> Option<Value> {
    let text = match field.kind {
        Kind::Day | Kind::DayOrMonth => "2026-11-20",
        Kind::Month => "2026-11",
        Kind::Quarter => "2026-Q4",
        Kind::Reference("branch") => branch.as_str(),
        Kind::Reference("department") => department.as_str(),
        Kind::Count(..) if field.name == "year" => return Some(2026.into()),
        _ => return None,
    };
    (field.shape == Shape::Single).then(|| text.into())
}

/// A ledger with one record of a register, a restricted field of which holds [`SECRET`].
fn book_with_secret(schema: &Schema, secret: &Field) -> Ledger {
    let mut book = Book::new();
    let (branch, department) = (book.first(), book.department("心内科"));
    let member = book.member("1", &branch);
    let id = RecordId::keyed(schema.head.name, "1");
    book.act("create", |draft, _| {
        for field in schema.fields.iter().filter(|field| field.name != secret.name) {
            match (likely(field, &branch, &department), field.kind) {
                (Some(value), _) => draft.field(&id, field.name, value),
                (None, Kind::Reference("member")) if field.shape == Shape::Single => {
                    draft.field(&id, field.name, member.as_str());
                }
                _ => {}
            }
        }
        match secret.shape {
            Shape::Single => draft.field(&id, secret.name, SECRET),
            Shape::Dated => draft.entry(&id, secret.name, "2026-01-01", SECRET),
            Shape::Rows(_) => draft.entry(&id, secret.name, "1", SECRET),
        }
    });
    book.ledger
}

/// What tells of a patient, of how few people answered, of a salary or of a political review.
const PRIVATE: &[(&str, &[&str])] = &[
    ("member", &["phone"]),
    ("opinion", &["person", "phone", "about"]),
    ("callback", &["person", "phone", "drawn", "said", "satisfied"]),
    ("draw", &["pool"]),
    ("satisfaction", &["answers"]),
    ("dues_base", &["kind", "base"]),
    ("dues_relief", &["reason", "amount"]),
    ("course", &["phone", "review_result", "review_note"]),
    ("talent", &["phone"]),
];

#[test]
fn what_tells_of_a_person_or_of_few_answers_is_restricted() {
    for (register, fields) in PRIVATE {
        for name in *fields {
            let field = schema(register).and_then(|schema| schema.field(name));
            let privacy = field.map(|field| field.privacy);
            assert_eq!(privacy, Some(Privacy::Restricted), "{register}.{name}");
        }
    }
}

#[test]
fn no_restricted_field_of_any_register_leaves_in_a_part_or_for_the_wall() {
    let month = Month::new(2026, 11).expect("a month");
    let fresh = Fresh { ledger: LedgerId(0xfeed), writer: WriterId(0xfeed) };
    let mut tried = 0;
    for schema in schemas().iter() {
        let restricted = schema.fields.iter().filter(|one| one.privacy == Privacy::Restricted);
        for secret in restricted {
            tried += 1;
            let place = format!("{}.{}", schema.head.name, secret.name);
            let whole = book_with_secret(schema, secret);
            assert!(write_body(&whole).contains(SECRET), "{place}");
            let branch = whole.records("branch").next().expect("a branch").id().clone();
            for scope in [Scope::Branch(branch), Scope::Period { from: month, until: month }] {
                let part = write_body(&scope.select(schemas(), &whole, Restricted::Stays));
                assert!(!part.contains(SECRET), "{place}: {scope:?}");
            }
            let mut scores = Scores::new(&whole);
            let (_, wall) = public(schemas(), &whole, &mut scores, fresh, &Author::default(), NOW);
            assert!(!write_body(&wall).contains(SECRET), "{place}: the wall");
        }
    }
    assert!(tried > 20, "{tried}");
}
