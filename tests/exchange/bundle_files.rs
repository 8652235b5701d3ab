//! Bundles as files: what is written is read back; what is foreign, cut off, altered or newer is
//! named for what it is.

use crate::fixtures::bundles::{NOW, edit, good, header, member, rehashed, sample};
use proptest::prelude::*;
use yixin::codec::limits;
use yixin::exchange::bundle::{BundleError, BundleKind, Foreign, Version, read, write, write_body};
use yixin::ledger::{Author, Draft, EditId, Ledger, Moment, Value, WriterId};

fn error(bytes: impl AsRef<[u8]>) -> BundleError {
    read(bytes.as_ref()).expect_err("an error")
}

#[test]
fn what_is_written_is_read_back_and_equal_sets_give_equal_bytes() {
    let text = good();
    let bundle = read(text.as_bytes()).expect("readable");
    assert_eq!(bundle.header.version, Version { major: 1, minor: 0 });
    assert_eq!(bundle.header.kind, BundleKind::Everything);
    assert_eq!(bundle.header.counts.edits, 5);
    assert_eq!(bundle.edits, sample().edits());
    let mut backwards = bundle.edits.clone();
    backwards.reverse();
    let ledger = Ledger::from_edits(backwards);
    assert_eq!(write_body(&ledger), write_body(&sample()));
    assert_eq!(write(&ledger, bundle.header), text);
    assert_eq!(text.lines().filter(|line| line.starts_with("{\"id\"")).count(), 5, "one a line");
    // As an editor on Windows saves it.
    assert!(read(format!("\u{FEFF}{text}").as_bytes()).is_ok());
    let empty = write(&Ledger::new(), header());
    assert_eq!(read(empty.as_bytes()).expect("readable").edits, []);
}

#[test]
fn files_that_are_no_bundles_are_named_for_what_they_are() {
    use Foreign::{Binary, Json, OldOffice, Page, Table, Text, Zip};
    let roster_gb18030 = b"\xD0\xD5\xC3\xFB,\xD6\xA7\xB2\xBF\r\n\xC0\xEE\xC3\xF7,\xD2\xBB";
    let cases: [(&str, &[u8], Foreign); 14] = [
        ("roster.xlsx", b"PK\x03\x04\x14\x00", Zip),
        ("empty.zip", b"PK\x05\x06\x00\x00", Zip),
        ("roster.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", OldOffice),
        ("login.html", b"\n<!DOCTYPE html><html>", Page),
        ("feed.xml", b"<?xml version=\"1.0\"?>", Page),
        ("roster.csv", "姓名,支部\n李明,一支部\n".as_bytes(), Table),
        ("roster-gb.csv", roster_gb18030, Table),
        ("pasted.txt", "姓名\t支部\n".as_bytes(), Table),
        ("note.txt", "今天开会".as_bytes(), Text),
        ("photo.jpg", b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00", Binary),
        ("utf16.json", b"\xFF\xFE{\x00\"\x00", Binary),
        ("list.json", b"[1,2,3]", Json),
        ("other.json", b"{\"a\":1}", Json),
        ("format.json", b"{\"format\":\"other\",\"version\":\"1.0\"}", Json),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(error(bytes), BundleError::Foreign(expected), "{name}");
    }
    for (name, bytes) in [("nothing", &b""[..]), ("blank", b"  \n "), ("bom", b"\xEF\xBB\xBF")] {
        assert_eq!(error(bytes), BundleError::Empty, "{name}");
    }
    assert_eq!(error(vec![b' '; limits::BYTES + 1]), BundleError::TooLarge(limits::BYTES + 1));
}

#[test]
fn a_file_that_is_cut_off_says_where() {
    let text = good();
    // Wherever it is cut, in the middle of a character too; the last line feed is no loss.
    for end in 1..text.len() - 2 {
        let cut = &text.as_bytes()[..end];
        let line = 1 + cut.iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(error(cut), BundleError::CutOff { line, byte: end }, "{end}");
    }
    let sentence = error(&text.as_bytes()[..500]).to_string();
    assert!(sentence.contains("不完整") && sentence.contains("500"), "{sentence}");
    assert_eq!(read(text.trim_end().as_bytes()).expect("readable").edits.len(), 5);
}

#[test]
fn a_file_that_was_edited_by_hand_is_not_taken() {
    let text = good();
    for (from, to) in
        [("李明", "李鹏"), ("更正", "改正"), ("\"line\"", "\"like\""), (",\n{", ", \n{")]
    {
        assert_eq!(error(text.replacen(from, to, 1)), BundleError::Altered, "{from}");
    }
    assert_eq!(error(text.replacen("\"edits\":5", "\"edits\":6", 1)), BundleError::Altered);
    assert_eq!(error(text.replacen("\"records\":6", "\"records\":7", 1)), BundleError::Altered);
    assert!(error(text.replacen("李明", "李鹏", 1)).to_string().contains("可能被改动过"));
    // A body from elsewhere under this header.
    let other = write(&Ledger::from_edits(sample().edits().into_iter().take(2)), header());
    let start = |text: &str| text.find("\"edits\":[").expect("a body");
    let mixed = format!("{}{}", &text[..start(&text)], &other[start(&other)..]);
    assert_eq!(error(mixed), BundleError::Altered);
}

#[test]
fn a_newer_version_is_refused_only_if_it_changes_what_is_there() {
    let text = good();
    let newer = error(text.replacen("\"1.0\"", "\"2.0\"", 1));
    assert_eq!(newer, BundleError::Newer(Version { major: 2, minor: 0 }));
    assert!(newer.to_string().contains("请先更新本应用"));
    // What a newer major version looks like inside is not ours to judge.
    let bare = error("{\"format\":\"yixin-bundle\",\"version\":\"3.1\",\"body\":[1.5]}");
    assert_eq!(bare, BundleError::Newer(Version { major: 3, minor: 1 }));
    // A newer minor version adds: to the header, and to edits. All of it comes out again.
    let added = text
        .replacen("\"1.0\"", "\"1.7\"", 1)
        .replacen("\"counts\"", "\"part\":{\"number\":1,\"of\":3},\n\"counts\"", 1)
        .replacen("\"changes\":[", "\"sealed\":[true,\"印\"],\"via\":{\"a\":{}},\"changes\":[", 1);
    let added = rehashed(&added);
    let bundle = read(added.as_bytes()).expect("readable");
    assert_eq!(write(&Ledger::from_edits(bundle.edits.clone()), bundle.header.clone()), added);
    // Also where we have the edit already, without the addition, and whoever comes first.
    let mut known = sample();
    known.union(&Ledger::from_edits(bundle.edits.clone()));
    assert_eq!(write(&known, bundle.header.clone()), added);
    let mut known = Ledger::from_edits(bundle.edits);
    known.union(&sample());
    assert_eq!(write(&known, bundle.header), added);
}

#[test]
fn the_longest_that_this_tablet_may_write_can_be_read_again() {
    let mut ledger = Ledger::new();
    let mut deep = Value::from("底");
    for _ in 0..limits::VALUE_DEPTH {
        deep = Value::List(vec![deep]);
    }
    let new = edit(&ledger, 1, 1, |draft| {
        draft.field(&member("1"), "notes", "长".repeat(limits::TEXT / 3));
        draft.field(&member("1"), "body", deep.clone());
    });
    yixin::codec::wire::check_edit(&new).expect("fits");
    ledger.insert(new);
    let text = write(&ledger, header());
    assert_eq!(read(text.as_bytes()).expect("readable").edits, ledger.edits());
    let deeper = edit(&Ledger::new(), 1, 1, |draft| {
        draft.field(&member("1"), "body", Value::List(vec![deep]));
    });
    assert!(yixin::codec::wire::check_edit(&deeper).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(read(&bytes).is_err());
    }

    #[test]
    fn arbitrary_json_like_text_never_panics(
        text in "\\{(\"(format|version|edits|made|from|sha256)\":(\"yixin-bundle\"|\"1\\.0\"|\\[\\{?|[0-9]{1,30}|\"\\\\u[0-9a-f]{4}\"|null)[,}\\]]{0,3}){0,12}",
    ) {
        prop_assert!(read(text.as_bytes()).is_err());
    }

    #[test]
    fn any_texts_survive_the_way_through_a_file(
        name in any::<String>(), reason in any::<String>(), key in "\\PC{0,40}", number in any::<i64>(),
    ) {
        let mut ledger = Ledger::new();
        let id = EditId { writer: WriterId(1), number: 1 };
        let at = Moment { millis: NOW, offset: -570 };
        let by = Author { name: name.as_str().into(), ..Author::default() };
        let mut draft = Draft::new(id, at, by, "edit", &reason);
        draft.field(&member("1"), "name", name.as_str());
        draft.entry(&member("1"), "roll", &key, number);
        draft.field(&member("1"), "votes", Value::group([(name.as_str(), Value::Bool(true))]));
        let edit = draft.finish(&ledger).unwrap();
        prop_assume!(yixin::codec::wire::check_edit(&edit).is_ok());
        ledger.insert(edit);
        let text = write(&ledger, header());
        prop_assert_eq!(read(text.as_bytes()).unwrap().edits, ledger.edits());
    }
}
