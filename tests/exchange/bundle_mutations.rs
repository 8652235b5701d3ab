//! Good bundles damaged at random: never a panic, always an answer in time, and what is still read
//! holds together.

use std::time::{Duration, Instant};

use crate::fixtures::bundles::{LEDGER, NOW, edit, good, header, member, rehashed, sample};
use crate::fixtures::dice::{Dice, mutate};
use yixin::codec::limits;
use yixin::exchange::bundle::{Bundle, BundleError, read, write, write_body};
use yixin::exchange::import::plan::ImportPlan;
use yixin::ledger::{Ledger, Value};

const SEED: u64 = 20_261_121;

/// Reads a file, and wants the answer in time.
fn read_in_time(bytes: &[u8], what: &str) -> Result<Bundle, BundleError> {
    let start = Instant::now();
    let read = read(bytes);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(5), "{what}: {took:?}");
    read
}

fn mutated(dice: &mut Dice, text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=dice.below(3) {
        mutate(dice, &mut bytes);
    }
    bytes
}

/// The file with some texts and numbers of its body replaced by others of them.
fn with_other_tokens(dice: &mut Dice, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..=dice.below(2) {
        let body = text.find("\"edits\":[").expect("a body") + 9;
        let sign = |byte: char| "{}[],:\n".contains(byte);
        let tokens: Vec<_> = text[body..].split(sign).filter(|token| !token.is_empty()).collect();
        let (one, other) = (*dice.pick(&tokens), (*dice.pick(&tokens)).to_owned());
        let at = one.as_ptr() as usize - text.as_ptr() as usize;
        text.replace_range(at..at + one.len(), &other);
    }
    text
}

#[test]
fn ten_thousand_damaged_files_are_refused_or_have_the_body_whole() {
    let (text, body) = (good(), write_body(&sample()));
    let mut dice = Dice(SEED);
    let mut refused = 0;
    for round in 0..10_000 {
        match read_in_time(&mutated(&mut dice, &text), &format!("round {round}")) {
            Err(error) => {
                refused += 1;
                assert!(!error.to_string().is_empty());
            }
            Ok(bundle) => {
                let read = write_body(&Ledger::from_edits(bundle.edits));
                assert_eq!(read, body, "round {round} of seed {SEED}");
            }
        }
    }
    assert!((9_000..10_000).contains(&refused), "{refused} refused");
}

#[test]
fn ten_thousand_files_damaged_behind_a_right_hash_are_refused_or_read_consistently() {
    let text = good();
    // A second file, so that what is read meets a ledger that has some of it and more.
    let mut mine = Ledger::from_edits(sample().edits().into_iter().skip(2));
    let own = edit(&mine, 0xaa, 9, |draft| {
        draft.field(&member("1001"), "name", "本机");
        draft.entry(&member("1001"), "branch", "2026-01-01", "branch:=二支部");
    });
    mine.insert(own.clone());
    let mut dice = Dice(SEED);
    let mut taken = 0;
    for round in 0..10_000 {
        let changed = match round % 2 {
            0 => String::from_utf8(mutated(&mut dice, &text)).unwrap_or_default(),
            _ => with_other_tokens(&mut dice, &text),
        };
        let what = format!("round {round} of seed {SEED}");
        let Ok(bundle) = read_in_time(rehashed(&changed).as_bytes(), &what) else { continue };
        taken += 1;
        let alone = Ledger::from_edits(bundle.edits.clone());
        let again = write(&alone, bundle.header.clone());
        let read_again = read(again.as_bytes()).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(read_again.edits, alone.edits(), "{what}");
        assert_eq!(write(&alone, read_again.header), again, "{what}");
        // Taken in here it leaves a ledger that can go out again, and our own edit as it was.
        let mut merged = mine.clone();
        merged.insert_all(ImportPlan::make(&mine, LEDGER, bundle, NOW).accept());
        let out = write(&merged, header());
        let back = read(out.as_bytes()).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(back.edits, merged.edits(), "{what}");
        assert_eq!(merged.edit(own.head.id), Some(own.clone()), "{what}");
    }
    assert!(taken > 500, "only {taken} were read");
}

/// A body as one text, with its hash and counts right.
fn forged(edits: &str, (edit_count, changes, records): (usize, usize, usize)) -> String {
    let text = good();
    let start = text.find("\"edits\":[").expect("a body");
    let counts = format!("{{\"edits\":{edit_count},\"changes\":{changes},\"records\":{records}}}");
    let head = text[..start].replace("{\"edits\":5,\"changes\":25,\"records\":6}", &counts);
    rehashed(&format!("{head}\"edits\":[{edits}]\n}}"))
}

fn line(number: usize, changes: &str, size: usize) -> String {
    format!(
        "{{\"id\":\"00000000000000ee-{number}\",\"at\":1795266303000,\"offset\":480,\
         \"by\":{{\"name\":\"甲\",\"role\":\"乙\",\"tablet\":\"丙\"}},\"act\":\"edit\",\
         \"size\":{size},\"changes\":[{changes}]}}"
    )
}

fn change(record: usize, field: usize, more: &str) -> String {
    format!("{{\"record\":\"m:={record}\",\"field\":\"f{field}\",\"value\":0{more}}}")
}

#[test]
fn files_made_to_be_slow_are_answered_in_time() {
    const MANY: usize = 50_000;
    let list = |one: &dyn Fn(usize) -> String| (1..=MANY).map(one).collect::<Vec<_>>().join(",");
    let one_edit = |changes: String| line(1, &changes, MANY);
    let one_cell = list(&|number| line(number, &change(0, 0, ""), 1));
    let falling = list(&|number| {
        let stamp = format!(",\"stamp\":\"{}-0\"", 1_795_266_303_000 - number);
        line(number, &change(0, 0, &stamp), 1)
    });
    let replaces = vec!["\"1795266302000-2\""; limits::REPLACES].join(",");
    let much_replaced: Vec<_> =
        (0..500).map(|field| change(0, field, &format!(",\"replaces\":[{replaces}]"))).collect();
    let good_ones = [
        ("one cell", forged(&one_cell, (MANY, MANY, 1))),
        ("falling stamps", forged(&falling, (MANY, MANY, 1))),
        ("one record", forged(&one_edit(list(&|at| change(0, at, ""))), (1, MANY, 1))),
        ("many records", forged(&one_edit(list(&|at| change(at, 0, ""))), (1, MANY, MANY))),
        ("much replaced", forged(&line(1, &much_replaced.join(","), 500), (1, 500, 1))),
    ];
    for (name, text) in good_ones {
        let bundle = read_in_time(text.as_bytes(), name).expect(name);
        let ledger = Ledger::from_edits(bundle.edits.clone());
        let start = Instant::now();
        let plan = ImportPlan::make(&sample(), LEDGER, bundle.clone(), NOW);
        assert_eq!(plan.change_count(), ledger.change_count(), "{name}");
        assert!(ImportPlan::make(&ledger, LEDGER, bundle, NOW).is_same(), "{name}");
        assert!(start.elapsed() < Duration::from_secs(10), "{name}: {:?}", start.elapsed());
    }
    let value = |value: &str| change(0, 0, "").replace(":0}", &format!(":{value}}}"));
    let names = list(&|number| format!("\"{number}\":0"));
    let quotes = "\\\"".repeat(8 << 20);
    let bad_ones = [
        ("open brackets", format!("{{\"a\":{}", "[".repeat(8 << 20))),
        ("closed brackets", format!("{{{}", "]".repeat(8 << 20))),
        ("a list of nothing", format!("{{\"a\":[{}", "[],".repeat(4 << 20))),
        ("escaped quotes", format!("{{\"a\":\"{quotes}\"}}")),
        ("header names", format!("{{{names}}}")),
        ("one long number", forged(&line(1, &value(&"9".repeat(8 << 20)), 1), (1, 1, 1))),
        ("one long text", forged(&line(1, &value(&format!("\"{quotes}\"")), 1), (1, 1, 1))),
        ("a wide value", forged(&line(1, &value(&format!("{{{names},{names}}}")), 1), (1, 1, 1))),
        ("line feeds", format!("{{{}", "\n".repeat(16 << 20))),
    ];
    for (name, text) in bad_ones {
        read_in_time(text.as_bytes(), name).expect_err(name);
    }
}

#[test]
fn whatever_stands_in_names_and_texts_survives_as_data() {
    let hostile = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</textarea><!--",
        "&lt;b&gt;&#x41;",
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-1",
        "@SUM(A1)",
        "＝1＋1",
        "\t=1",
        "'; DROP TABLE members; --",
        "../../etc/passwd",
        "${jndi:ldap://x}",
        "{{7*7}}",
        "%00%0a",
        "\\u0000",
        "\u{0}\u{1}\u{7}\u{8}\u{1b}[31m",
        "\u{7f}\u{80}\u{9f}",
        "甲\u{202e}乙丙\u{202c}",
        "\u{2066}明李\u{2069}\u{200f}",
        "李\u{200b}明\u{feff}",
        "e\u{301}é",
        "\u{2028}\u{2029}",
        "𠮷\u{1F468}\u{200d}\u{1F469}",
        "\u{fffd}\u{ffff}\u{10ffff}",
        "__proto__",
        "constructor",
        "",
    ];
    let mut ledger = Ledger::new();
    for (number, text) in (1..).zip(hostile) {
        let new = edit(&ledger, 0xff, number, |draft| {
            draft.field(&member("1"), "name", format!("{number}{text}"));
            draft.field(&member("1"), "list", Value::List(vec![text.into()]));
            draft.field(&member("1"), "group", Value::group([(text, number.to_string().into())]));
            if !text.chars().any(char::is_control) {
                draft.field(&member(&format!("{number}{text}")), "name", text);
                draft.entry(&member("1"), "roll", text, i64::from(number));
            }
        });
        let mut new = new;
        new.head.reason = text.into();
        new.head.by.name = text.into();
        new.head.extra = Value::group([("note", text.into()), (&*format!("x{text}"), 1.into())]);
        ledger.insert(new);
    }
    let mut header = header();
    header.hospital = hostile[..8].concat();
    header.from.tablet = hostile[0].into();
    header.scope = Value::List(hostile.iter().map(|text| (*text).into()).collect());
    let text = write(&ledger, header.clone());
    let bundle = read(text.as_bytes()).expect("readable");
    assert_eq!(bundle.edits, ledger.edits());
    assert_eq!(bundle.header.hospital, header.hospital);
    assert_eq!(bundle.header.scope, header.scope);
    assert_eq!(write(&Ledger::from_edits(bundle.edits), bundle.header), text);
}
