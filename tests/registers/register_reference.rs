//! docs/registers.md says what the code says: the reference of registers is written by this test, and
//! what its text says of standards, adoptions and membership is tried as it stands there.
//!
//! To write it anew: `YIXIN_WRITE_DOCS=1 cargo test --test registers register_reference`.

use std::fmt::Write as _;

use crate::fixtures::{Book, month};
use sha2::{Digest, Sha256};
use yixin::ledger::{RecordId, Value};
use yixin::registers::{Field, Kind, NaturalKey, Privacy, RowKeys, Schema, Shape, schemas};
use yixin::scoring::Standard;

const PLACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/registers.md");

/// What stands above this line is written by hand.
const MARK: &str =
    "<!-- From here on written by tests/registers/register_reference.rs; see there how. -->\n";

#[test]
fn the_reference_of_registers_says_what_the_code_declares() {
    let there = std::fs::read_to_string(PLACE).unwrap();
    let (text, _) = there.split_once(MARK).expect("the line that parts text and reference");
    let should = format!("{text}{MARK}\n{}", reference());
    if std::env::var_os("YIXIN_WRITE_DOCS").is_some() {
        std::fs::write(PLACE, &should).unwrap();
    } else {
        assert!(there == should, "docs/registers.md is out of date; its test says how to write it");
    }
}

fn reference() -> String {
    let mut out = String::new();
    for schema in schemas().iter() {
        let _ =
            writeln!(out, "### `{}` {}\n\n{}\n", schema.head.name, schema.head.label, schema.about);
        let _ = writeln!(out, "{}\n", key_words(schema));
        let _ = writeln!(
            out,
            "| field | on the screen | shape | a value | required | who may see it |"
        );
        let _ = writeln!(out, "| --- | --- | --- | --- | --- | --- |");
        for field in schema.fields {
            let _ = writeln!(
                out,
                "| `{}` | {} | {} | {} | {} | {} |",
                field.name,
                field.label,
                shape_words(field),
                kind_words(field),
                if field.required { "yes" } else { "" },
                match field.privacy {
                    Privacy::Public => "public",
                    Privacy::Internal => "",
                    Privacy::Restricted => "restricted",
                }
            );
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// The natural key, tried with the names of the fields in the place of their texts.
fn key_words(schema: &Schema) -> String {
    match schema.head.natural_key(&|name| format!("‹{name}›")) {
        None if schema.head.key == NaturalKey::Hash => {
            "Natural key: the hash of its content.".to_owned()
        }
        None => "Natural key: none.".to_owned(),
        Some(key) if key.is_empty() => "Natural key: empty; there is one record.".to_owned(),
        Some(key) => format!("Natural key: `{key}`"),
    }
}

fn shape_words(field: &Field) -> String {
    match field.shape {
        Shape::Single => "single".to_owned(),
        Shape::Dated => "dated".to_owned(),
        Shape::Rows(RowKeys::Records(of)) => format!("a row for each `{of}`"),
        Shape::Rows(RowKeys::Steps(steps)) => {
            let steps = steps.iter().map(|(step, shown)| format!("`{step}` {shown}"));
            format!("a row for each of: {}", steps.collect::<Vec<_>>().join(", "))
        }
        Shape::Rows(RowKeys::Created) => "rows, each with a key of its own".to_owned(),
        Shape::Rows(RowKeys::Writer) => "a row for each writer".to_owned(),
    }
}

fn kind_words(field: &Field) -> String {
    match field.kind {
        Kind::Text(most) => format!("text of one line, at most {most} characters"),
        Kind::Lines(most) => format!("text, at most {most} characters"),
        Kind::Day => "day, `2026-11-21`".to_owned(),
        Kind::DayOrMonth => "day or month, `1990-05-03` or `1990-05`".to_owned(),
        Kind::Month => "month, `2026-11`".to_owned(),
        Kind::Count(least, most, "") => format!("whole number, {least} … {most}"),
        Kind::Count(least, most, unit) => format!("whole number of {unit}, {least} … {most}"),
        Kind::Points(least, most) => format!("tenths of a point, {least} … {most}"),
        Kind::Tenths(least, most, unit) => format!("tenths, in {unit}, {least} … {most}"),
        Kind::Percent => "tenths of a percent, 0 … 1000".to_owned(),
        Kind::Money => "fen".to_owned(),
        Kind::Choice(choices) => {
            let words = choices.iter().map(|(stored, shown)| format!("`{stored}` {shown}"));
            format!("one of: {}", words.collect::<Vec<_>>().join(", "))
        }
        Kind::YesNo => "`true` or `false`".to_owned(),
        Kind::Reference(to) => format!("id of a record of `{to}`"),
        Kind::RuleLine => "id of a rule line of the month's standard".to_owned(),
        Kind::Quarter => "quarter, `2026-Q3`".to_owned(),
        Kind::Time => "time of day, `09:30`".to_owned(),
        Kind::Columns(columns) => {
            let words = columns
                .iter()
                .map(|one| format!("`{}` {}: {}", one.name, one.label, kind_words(one)));
            format!("group of {}", words.collect::<Vec<_>>().join("; "))
        }
        Kind::Data => "what the program keeps together".to_owned(),
    }
}

/// A value in canonical form, as docs/registers.md tells it and by nothing of ours.
fn canonical(value: &Value, out: &mut String) {
    let text = |text: &str, out: &mut String| {
        out.push('"');
        for sign in text.chars() {
            match sign {
                '"' | '\\' => out.extend(['\\', sign]),
                '\u{8}' => out.push_str("\\b"),
                '\t' => out.push_str("\\t"),
                '\n' => out.push_str("\\n"),
                '\u{c}' => out.push_str("\\f"),
                '\r' => out.push_str("\\r"),
                '\0'..' ' => out.push_str(&format!("\\u{:04x}", sign as u32)),
                _ => out.push(sign),
            }
        }
        out.push('"');
    };
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Value::Int(number) => out.push_str(&number.to_string()),
        Value::Text(words) => text(words, out),
        Value::List(list) => {
            out.push('[');
            for (place, one) in list.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                canonical(one, out);
            }
            out.push(']');
        }
        Value::Group(group) => {
            let mut members: Vec<_> = group.iter().collect();
            members.sort_by(|left, right| left.0.as_bytes().cmp(right.0.as_bytes()));
            out.push('{');
            for (place, (name, one)) in members.into_iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                text(name, out);
                out.push(':');
                canonical(one, out);
            }
            out.push('}');
        }
    }
}

fn hash_by_the_recipe(body: &Value) -> String {
    let mut text = String::new();
    canonical(body, &mut text);
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A standard whose texts hold every sign that the recipe speaks of.
fn hard() -> Standard {
    let mut standard = Standard::built_in();
    standard.name = (0u8..=127).map(char::from).chain("标准𠮷\u{7f}\u{2028}/".chars()).collect();
    standard.item_mut("C3").expect("an item of the standard").cap = 60;
    standard
}

#[test]
fn the_hash_of_a_standard_is_made_as_written() {
    for standard in [Standard::built_in(), hard()] {
        assert_eq!(hash_by_the_recipe(&standard.to_value()), standard.hash());
    }
}

#[test]
fn a_standard_written_by_another_program_is_in_force_once_adopted() {
    let mut book = Book::new();
    let first = book.first();
    let who = book.member("1", &first);
    for of in ["2026-01", "2026-02"] {
        book.enter(of, "C3.1", &[(&who, 5)]);
    }
    let body = hard().to_value();
    let id: RecordId = format!("standard:={}", hash_by_the_recipe(&body)).parse().unwrap();
    book.act("other", |draft, _| {
        draft.field(&id, "name", "新版");
        draft.field(&id, "body", body);
        let adoption: RecordId = "adoption:=2026-02".parse().unwrap();
        draft.field(&adoption, "month", "2026-02");
        draft.field(&adoption, "standard", id.as_str());
    });
    assert_eq!(["2026-01", "2026-02"].map(|of| book.item(&who, of, "C3")), [50, 60]);
    // A body that is not what its name says is no standard.
    let other: RecordId = format!("standard:={}", "0".repeat(64)).parse().unwrap();
    book.act("other", |draft, _| {
        draft.field(&other, "name", "假");
        draft.field(&other, "body", Standard::built_in().to_value());
        draft.field(&"adoption:=2026-02".parse().unwrap(), "standard", other.as_str());
    });
    assert!(book.scores.sheet(&book.ledger, month("2026-02")).is_err());
}

#[test]
fn a_month_reads_membership_on_its_first_day() {
    let mut book = Book::new();
    let (first, second) = (book.first(), book.branch("二支部"));
    let who = book.member("1", &first);
    book.since(&who, "2026-03-01", "branch", second.as_str());
    book.since(&who, "2026-05-02", "branch", first.as_str());
    let branch_in = |of: &str, book: &mut Book| {
        let sheet = book.sheet(of);
        let row = sheet.rows.iter().find(|row| row.who.member == who).unwrap();
        row.who.branch.clone()
    };
    assert_eq!(branch_in("2026-02", &mut book), first);
    assert_eq!(branch_in("2026-03", &mut book), second, "from the first day on");
    assert_eq!(branch_in("2026-05", &mut book), second, "from the second day on is too late");
    assert_eq!(branch_in("2026-06", &mut book), first);
}
