//! What docs/bundle-format.md promises to other programs, and what is promised of files of every
//! version that was ever written.
#![cfg(not(target_arch = "wasm32"))]

use yixin::exchange::bundle::{Bundle, BundleError, read, write};
use yixin::exchange::wire::Wrong;
use yixin::ledger::{Ledger, RecordId, conflicts, parse_day};

const DOCUMENT: &str = include_str!("../docs/bundle-format.md");

/// The example of the document.
fn example() -> &'static str {
    let (_, rest) = DOCUMENT.split_once("```json\n").expect("an example");
    rest.split_once("```").expect("its end").0
}

/// The example with something in its body changed, and the hash made right again.
fn changed(from: &str, to: &str) -> String {
    use std::fmt::Write;
    assert!(example().contains(from), "{from}");
    let text = example().replacen(from, to, 1);
    let start = text.find("\"edits\":[").expect("a body") + 8;
    let end = text.rfind(']').expect("its end") + 1;
    let mut hash = String::new();
    for byte in <sha2::Sha256 as sha2::Digest>::digest(&text.as_bytes()[start..end]) {
        write!(hash, "{byte:02x}").expect("written");
    }
    let at = text.find("\"sha256\":\"").expect("a hash") + 10;
    format!("{}{hash}{}", &text[..at], &text[at + 64..])
}

fn open(text: &str) -> Bundle {
    read(text.as_bytes()).expect("a bundle")
}

#[test]
fn the_example_of_the_document_is_read_and_written_back_byte_for_byte() {
    let bundle = open(example());
    assert!(bundle.is_canonical());
    let ledger = Ledger::from_edits(bundle.edits);
    assert_eq!(write(&ledger, bundle.header), example());
}

#[test]
fn the_example_means_what_the_document_says_of_it() {
    let edits = open(example()).edits;
    assert_eq!(edits.iter().filter(|edit| !edit.is_whole()).count(), 1);
    let ledger = Ledger::from_edits(edits);
    let conflicts = conflicts(&ledger);
    let [conflict] = &*conflicts else { panic!("one conflict") };
    let values: Vec<_> = conflict.heads.iter().map(|head| head.value.as_text()).collect();
    assert_eq!(values, [Some("李铭"), Some("李鸣")]);
    let member = ledger.record(&RecordId::keyed("member", "1001")).expect("a member");
    assert_eq!(member.text("name"), "李铭");
    let branch = |day| member.on("branch", parse_day(day).expect("a day")).as_text();
    assert_eq!((branch("2026-02-28"), branch("2026-03-01")), (Some("branch:=一支部"), None));
}

#[test]
fn other_spellings_are_read_and_told_from_the_canonical_one() {
    let plain = open(example()).edits;
    let (members, body) = example().split_once(",\n\"edits\":[").expect("a body");
    let members = members.trim_start_matches("{\n");
    let body = body.trim_end_matches("\n}\n");
    let turned = open(&format!("\u{FEFF}\r\n{{ \"edits\" : [{body} ,\n{members}\n}}"));
    assert_eq!((turned.is_canonical(), &turned.edits), (true, &plain), "the body is as it was");
    for (from, to) in [
        ("李明", "\\u674E明"),
        ("\"act\":\"create\",\"size\":3", "\"size\":3,\"act\":\"create\""),
        ("\"act\":\"create\"", "\"reason\":\"\", \"act\":\"create\""),
        ("\"changes\":[{", "\"changes\":[{\"index\":0,"),
        ("\"value\":1}", "\"value\":1,\"stamp\":\"1770000000000-2\"}"),
        ("\"value\":1}", "\"value\":1,\"replaces\":[]}"),
    ] {
        let bundle = open(&changed(from, to));
        assert!(!bundle.is_canonical(), "{to}");
        assert_eq!(bundle.edits, plain, "{to}");
    }
}

#[test]
fn what_the_document_calls_malformed_is_refused() {
    let fault = |from: &str, to: &str| match read(changed(from, to).as_bytes()) {
        Err(BundleError::Edit(fault)) => fault.what,
        other => panic!("{to}: {other:?}"),
    };
    for number in ["-0", "1.0", "1e0", "9223372036854775808"] {
        assert!(matches!(
            fault("\"value\":1}", &format!("\"value\":{number}}}")),
            Wrong::Format { .. }
        ));
    }
    assert_eq!(fault("{\"index\":2,", "{\"index\":3,"), Wrong::Index);
    assert_eq!(fault("\"1767229200000-2\"", "\"1767229200000-0\""), Wrong::Stamp);
    assert_eq!(fault("\"1767229200000-2\"", "\"1767229200000-02\""), Wrong::Stamp);
    assert_eq!(fault("\"1767229200000-2\"", "\"1767229200000-2-00000000000000a1\""), Wrong::Stamp);
    assert_eq!(fault("\"at\":1735693200000", "\"at\":1577836799999"), Wrong::Time);
    let hash = open(example()).header.sha256;
    let loud = example().replacen(&hash, &hash.to_uppercase(), 1);
    assert_eq!(read(loud.as_bytes()), Err(BundleError::Altered));
}
