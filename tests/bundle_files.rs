//! Bundles that are damaged, foreign, newer or hostile, each with the error that it must give; and
//! what an import plan says of a file.
#![cfg(not(target_arch = "wasm32"))]

use proptest::prelude::*;
use yixin::exchange::bundle::{
    Bundle, BundleError, BundleHeader, Foreign, Kind, Version, read, write, write_body,
};
use yixin::exchange::limits;
use yixin::exchange::plan::{Effect, ImportPlan};
use yixin::exchange::wire::Wrong;
use yixin::ledger::{
    Author, Cell, Draft, Edit, EditId, Ledger, LedgerId, Moment, RecordId, Value, WriterId,
    conflicts,
};

const LEDGER: LedgerId = LedgerId(0x1234);
const NOW: i64 = 1_795_266_300_000;

fn author(tablet: &str) -> Author {
    Author { name: "欧阳·𠮷野".into(), role: "支部书记".into(), tablet: tablet.into() }
}

/// An edit of a tablet, made over what it sees.
fn edit(ledger: &Ledger, writer: u64, number: u32, fill: impl FnOnce(&mut Draft)) -> Edit {
    let id = EditId { writer: WriterId(writer), number };
    let at = Moment { millis: NOW + i64::from(number) * 1000, offset: 480 };
    let mut draft = Draft::new(id, at, author("平板<A>"), "edit", "更正\n“姓名”=1+1");
    fill(&mut draft);
    draft.finish(ledger).expect("an edit")
}

fn member(key: &str) -> RecordId {
    RecordId::keyed("member", key)
}

fn sample() -> Ledger {
    let mut ledger = Ledger::new();
    for number in 1..=5 {
        let new = edit(&ledger, 0xff, number, |draft| {
            let id = draft.next_record("score_entry");
            draft.field(&id, "line", "A1-1");
            draft.entry(&id, "who", "member:=1001", 1);
            draft.field(&member("1001"), "name", format!("李明\u{1F469}\"<b>{number}"));
            draft.field(
                &member("1001"),
                "votes",
                Value::group([
                    ("yes", 3.into()),
                    ("no", Value::List(vec![true.into(), Value::Null])),
                ]),
            );
            draft.entry(&member("1001"), "branch", "2026-01-01", "branch:=一支部");
        });
        ledger.insert(new);
    }
    ledger
}

fn header() -> BundleHeader {
    let made = Moment { millis: NOW, offset: 480 };
    BundleHeader::everything(LEDGER, "示例医院", author("平板A"), made)
}

fn good() -> String {
    write(&sample(), header())
}

/// The file with its hash made right again, as someone would who knows the format.
fn rehashed(text: &str) -> String {
    use std::fmt::Write;
    let start = text.find("\"edits\":[").expect("a body") + 8;
    let end = text.rfind(']').expect("its end") + 1;
    let mut hash = String::new();
    for byte in <sha2::Sha256 as sha2::Digest>::digest(&text.as_bytes()[start..end]) {
        write!(hash, "{byte:02x}").expect("written");
    }
    let at = text.find("\"sha256\":\"").expect("a hash") + 10;
    format!("{}{hash}{}", &text[..at], &text[at + 64..])
}

fn error(bytes: impl AsRef<[u8]>) -> BundleError {
    read(bytes.as_ref()).expect_err("an error")
}

#[test]
fn what_is_written_is_read_back_and_equal_sets_give_equal_bytes() {
    let text = good();
    let bundle = read(text.as_bytes()).expect("readable");
    assert_eq!(bundle.header.version, Version { major: 1, minor: 0 });
    assert_eq!(bundle.header.kind, Kind::Everything);
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
fn faults_in_the_header_name_the_member() {
    let text = good();
    for (from, to, name) in [
        ("\"1.0\"", "\"one\"", "version"),
        ("\"1.0\"", "1", "version"),
        ("\"1.0\"", "\"0.9\"", "version"),
        ("\"ledger\":\"0", "\"ledger\":\"Z", "ledger"),
        ("\"hospital\":\"", "\"hospice\":\"", "hospital"),
        ("\"role\":\"支部书记\",\"tablet\":\"平板A\"", "\"role\":\"x\"", "from"),
        ("\"made\":{\"at\":1", "\"made\":{\"at\":-1", "made"),
        ("\"made\":{\"at\":1", "\"made\":{\"at\":999999999", "made"),
        ("\"kind\":\"", "\"kind\":[\"", "kind"),
        ("\"edits\":5,", "", "counts"),
        ("\"sha256\":\"", "\"sha\":\"", "sha256"),
        ("\"edits\":[", "\"edit\":[", "edits"),
    ] {
        let changed = text.replacen(from, to, 1);
        let changed = if name == "kind" {
            changed.replacen("everything\"", "everything\"]", 1)
        } else {
            changed
        };
        assert_eq!(error(changed), BundleError::Header(name), "{to}");
    }
    let twice = text.replacen("\"kind\"", "\"kind\":\"x\",\n\"kind\"", 1);
    assert!(matches!(error(twice), BundleError::Malformed { .. }));
    assert!(matches!(error("{\"format\" \"yixin-bundle\"}"), BundleError::Malformed { .. }));
    assert!(matches!(error(format!("{}{{}}", good())), BundleError::Malformed { .. }));
    let deep = text.replacen(
        "\"scope\":null",
        &format!("\"scope\":{}1{}", "[".repeat(20), "]".repeat(20)),
        1,
    );
    assert_eq!(error(deep), BundleError::TooDeep { line: 9 });
}

/// Replaces something in the body, makes the hash right, and gives the fault of the third edit.
#[track_caller]
fn fault(from: &str, to: &str) -> (Option<usize>, Wrong) {
    let text = good();
    let third = text.match_indices("\n{\"id\"").nth(2).expect("a third edit").0;
    let (before, after) = text.split_at(third);
    assert!(after.contains(from), "{from} in {after}");
    let changed = rehashed(&format!("{before}{}", after.replacen(from, to, 1)));
    match error(changed) {
        BundleError::Edit(fault) => {
            assert_eq!(fault.edit, Some(3), "{fault}");
            (fault.change, fault.what)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn faults_in_edits_say_in_which_edit_and_change() {
    let id = "\"id\":\"00000000000000ff-3\"";
    for (to, expected) in [
        ("\"id\":\"00000000000000ff-0\"", Wrong::Id),
        ("\"id\":\"ff-3\"", Wrong::Id),
        ("\"id\":\"<script>\"", Wrong::Id),
    ] {
        assert_eq!(fault(id, to), (None, expected), "{to}");
    }
    assert_eq!(fault("\"at\":1795266303000", "\"at\":0"), (None, Wrong::Time));
    assert_eq!(fault("\"at\":1795266303000", "\"at\":253402300799999000"), (None, Wrong::Time));
    assert_eq!(fault("\"offset\":480", "\"offset\":9999"), (None, Wrong::Time));
    assert_eq!(fault("\"size\":5", "\"size\":4"), (Some(5), Wrong::Index));
    assert_eq!(fault("{\"record\"", "{\"index\":7,\"record\""), (Some(1), Wrong::Index));
    assert_eq!(
        fault("\"record\":\"score_entry:0", "\"record\":\"\u{1F469}:0"),
        (Some(1), Wrong::Record)
    );
    assert_eq!(fault("\"field\":\"line\"", "\"field\":\"LINE\""), (Some(1), Wrong::Field));
    assert_eq!(fault("\"field\":\"line\"", "\"field\":\"__proto__.x\""), (Some(1), Wrong::Field));
    assert_eq!(fault("\"key\":\"member:=1001\"", "\"key\":\"a\\u0000\""), (Some(2), Wrong::Key));
    let stamp = |text: &str| {
        fault("\"value\":\"A1-1\"", &format!("\"value\":\"A1-1\",\"stamp\":\"{text}\""))
    };
    for text in [
        "1795266303000",
        "01795266303000-0",
        "1795266303000-0-00000000000000ff",
        "1795266303000-0-00000000000000fe",
        "1795266303000--1",
        "1795266303000-99999999999",
        "1-0",
        "253402300799999000-0",
        "x",
    ] {
        assert_eq!(stamp(text), (Some(1), Wrong::Stamp), "{text}");
    }
    // A value that claims to replace a later one.
    assert_eq!(
        fault("\"value\":\"A1-1\"", "\"value\":\"A1-1\",\"replaces\":[\"1995266303000-0\"]"),
        (Some(1), Wrong::Stamp)
    );
    let long = "长".repeat(limits::TEXT / 3 + 1);
    let (at, what) = fault("\"value\":\"A1-1\"", &format!("\"value\":\"{long}\""));
    assert_eq!((at, matches!(what, Wrong::TooLong { .. })), (Some(1), true));
    let (at, what) = fault("\"role\":\"支部书记\"", &format!("\"role\":\"{}\"", &long[..999]));
    assert_eq!((at, matches!(what, Wrong::TooLong { name: "职务", .. })), (None, true));
    for (from, to) in [
        ("\"value\":\"A1-1\"", "\"value\":1.5"),
        ("\"value\":\"A1-1\"", "\"value\":1e400"),
        ("\"value\":\"A1-1\"", "\"value\":99999999999999999999"),
        ("\"value\":\"A1-1\"", "\"value\":{\"a\":1,\"a\":2}"),
        ("\"value\":\"A1-1\"", "\"value\":\"\\ud800\""),
        (",\"value\":\"A1-1\"", ""),
        ("\"value\":\"A1-1\"", "\"value\":\"A1-1\",\"value\":1"),
        ("\"field\":\"line\"", "\"field\":\"line\",\"feld\":1"),
        ("\"size\":5", "\"size\":-5"),
        ("\"size\":5", "\"size\":5,\"size\":5"),
        ("\"size\":5", "\"size\":5,\"x\":1,\"x\":2"),
        ("\"size\":5,", ""),
        ("\"by\":{", "\"by\":{\"age\":3,"),
        ("\"changes\":[", "\"changes\":[null,"),
    ] {
        let (at, what) = fault(from, to);
        assert!(at.is_none() && matches!(what, Wrong::Format { .. }), "{to}: {what:?}");
    }
    let text = good();
    let lines: Vec<_> = text.lines().collect();
    let start = lines.iter().position(|line| line.starts_with("{\"id\"")).expect("edits");
    let mut twice = lines.clone();
    twice.insert(start, lines[start]);
    let doubled = twice.join("\n");
    let BundleError::Edit(doubled) = error(rehashed(&doubled)) else { panic!("no fault") };
    assert_eq!((doubled.edit, doubled.what), (Some(2), Wrong::Twice));
    let BundleError::Edit(broken) =
        error(rehashed(&text.replacen("\"size\":5", "\"size\":\"5\"", 1)))
    else {
        panic!("no fault")
    };
    let Wrong::Format { line, .. } = broken.what else { panic!("{broken}") };
    assert_eq!(line, start + 1, "the line of the file, not of the body");
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
    yixin::exchange::wire::check_edit(&new).expect("fits");
    ledger.insert(new);
    let text = write(&ledger, header());
    assert_eq!(read(text.as_bytes()).expect("readable").edits, ledger.edits());
    let deeper = edit(&Ledger::new(), 1, 1, |draft| {
        draft.field(&member("1"), "body", Value::List(vec![deep]));
    });
    assert!(yixin::exchange::wire::check_edit(&deeper).is_err());
}

#[test]
fn a_tablet_whose_clock_is_far_off_writes_files_that_can_be_read() {
    for millis in [0, -1, i64::MIN, i64::MAX] {
        let mut ledger = sample();
        let at = Moment { millis, offset: 480 };
        let id = EditId { writer: WriterId(1), number: 1 };
        let mut draft = Draft::new(id, at, author("没电的平板"), "edit", "");
        draft.field(&member("1002"), "name", "周敏");
        ledger.insert(draft.finish(&ledger).expect("an edit"));
        let header = BundleHeader::everything(LEDGER, "示例医院", author("没电的平板"), at);
        let text = write(&ledger, header);
        assert_eq!(read(text.as_bytes()).expect("readable").edits, ledger.edits(), "{millis}");
    }
}

/// A random number, the same in every run.
fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

#[test]
fn two_thousand_mutations_of_a_good_bundle_are_refused_or_change_nothing() {
    let text = good();
    let good = sample();
    let body = write_body(&good);
    let mut seed = 20_261_121;
    let (mut refused, mut hashed) = (0, 0);
    for round in 0..2_000 {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..1 + next(&mut seed) % 3 {
            let at = next(&mut seed) as usize % bytes.len();
            match next(&mut seed) % 5 {
                0 => bytes[at] ^= 1 << (next(&mut seed) % 8),
                1 => {
                    bytes.remove(at);
                }
                2 => bytes.insert(at, b"{}[],:\"\\0-9e.\xE5"[next(&mut seed) as usize % 14]),
                3 => {
                    let end = (at + next(&mut seed) as usize % 200).min(bytes.len());
                    let piece = bytes[at..end].to_vec();
                    let to = next(&mut seed) as usize % bytes.len();
                    bytes.splice(to..to, piece);
                }
                _ => {
                    let end = (at + next(&mut seed) as usize % 50).min(bytes.len());
                    bytes.drain(at..end);
                }
            }
        }
        match read(&bytes) {
            Err(_) => refused += 1,
            Ok(Bundle { edits, .. }) => {
                assert_eq!(write_body(&Ledger::from_edits(edits)), body, "round {round}");
            }
        }
        // The same with the hash made right: whatever is read then must hold together.
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        if !changed.contains("\"edits\":[") || !changed.contains("\"sha256\":\"") {
            continue;
        }
        let changed = std::panic::catch_unwind(|| rehashed(&changed));
        let Ok(Ok(bundle)) = changed.map(|changed| read(changed.as_bytes())) else { continue };
        hashed += 1;
        let mut ledger = good.clone();
        let plan = ImportPlan::make(&ledger, LEDGER, bundle, NOW);
        ledger.insert_all(plan.accept());
        let again = write(&ledger, header());
        assert_eq!(read(again.as_bytes()).expect("readable").edits, ledger.edits());
    }
    assert!(refused > 1_500, "{refused} refused, {hashed} read with a right hash");
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
        prop_assume!(yixin::exchange::wire::check_edit(&edit).is_ok());
        ledger.insert(edit);
        let text = write(&ledger, header());
        prop_assert_eq!(read(text.as_bytes()).unwrap().edits, ledger.edits());
    }
}

fn bundle_of(ledger: &Ledger) -> Bundle {
    read(write(ledger, header()).as_bytes()).expect("readable")
}

#[test]
fn a_plan_says_what_is_new_same_newer_older_and_conflicting() {
    let mut mine = Ledger::new();
    let start = edit(&mine, 1, 1, |draft| {
        for key in ["same", "newer", "older", "conflict", "agreed"] {
            draft.field(&member(key), "name", "起");
        }
    });
    mine.insert(start);
    let mut theirs = mine.clone();
    let ours = edit(&mine, 1, 10, |draft| {
        draft.field(&member("older"), "name", "我后改");
        draft.field(&member("conflict"), "name", "我");
        draft.field(&member("agreed"), "name", "同");
    });
    mine.insert(ours);
    let first = edit(&theirs, 2, 20, |draft| {
        draft.field(&member("newer"), "name", "对方后改");
        draft.field(&member("conflict"), "name", "对方");
        draft.field(&member("agreed"), "name", "同");
        draft.field(&member("new"), "name", "新来");
    });
    theirs.insert(first);
    let plan = ImportPlan::make(&mine, LEDGER, bundle_of(&theirs), NOW + 60_000);
    assert!(!plan.is_same() && !plan.stranger && plan.ahead.is_none());
    assert_eq!(plan.change_count(), 4);
    let [register] = &*plan.registers else { panic!("one register") };
    assert_eq!((register.new_records, register.changed_records), (1, 2));
    let effects: Vec<_> =
        register.rows.iter().map(|row| (row.record.key().unwrap_or(""), row.effect)).collect();
    assert_eq!(
        effects,
        [
            ("agreed", Effect::History),
            ("conflict", Effect::Conflict),
            ("new", Effect::New),
            ("newer", Effect::Newer),
        ]
    );
    let conflict = &register.rows[1].cells[0];
    assert_eq!(
        (conflict.mine.clone(), conflict.theirs.clone()),
        (Some("我".into()), "对方".into())
    );
    assert_eq!(plan.head(conflict.edit).expect("known").by.name, author("").name);
    assert_eq!(plan.tally.same, 5, "of the first edit, all is here");
    // Some, then all; then nothing new.
    let some = plan.accept_some(|record| record.key() == Some("new"));
    assert_eq!(some.iter().map(|edit| edit.changes.len()).sum::<usize>(), 1);
    mine.insert_all(some);
    let plan = ImportPlan::make(&mine, LEDGER, bundle_of(&theirs), NOW + 60_000);
    assert_eq!(plan.change_count(), 3);
    mine.insert_all(plan.accept());
    assert_eq!(conflicts(&mine).len(), 1, "as the plan said");
    let again = ImportPlan::make(&mine, LEDGER, bundle_of(&theirs), NOW + 60_000);
    assert!(again.is_same() && again.accept().is_empty());
    // Towards the other tablet: ours is older there, or newer where it never came.
    let back = ImportPlan::make(&theirs, LEDGER, bundle_of(&mine), NOW + 60_000);
    let effects: Vec<_> =
        back.registers[0].rows.iter().map(|row| (row.record.key(), row.effect)).collect();
    assert_eq!(
        effects,
        [
            (Some("agreed"), Effect::History),
            (Some("conflict"), Effect::Conflict),
            (Some("older"), Effect::Newer),
        ]
    );
}

#[test]
fn an_old_file_only_adds_to_the_history() {
    let mut mine = Ledger::new();
    let mut all = Vec::new();
    for number in 1..=3 {
        let new = edit(&mine, 1, number, |draft| {
            draft.field(&member("1"), "name", format!("第{number}次"));
        });
        all.push(new.clone());
        mine.insert(new);
    }
    let newest = Ledger::from_edits([all[2].clone()]);
    let old = Ledger::from_edits(all[..2].to_vec());
    let plan = ImportPlan::make(&newest, LEDGER, bundle_of(&old), NOW);
    // The second is what the third replaced; the first is not yet known to be an ancestor of it
    // to a tablet that lacks the second, but both come together here.
    assert_eq!((plan.tally.history, plan.tally.conflicts, plan.tally.newer), (1, 0, 0));
    assert_eq!(plan.registers[0].changed_records, 0);
}

#[test]
fn strangers_far_clocks_and_forged_ids_are_pointed_out() {
    let mine = sample();
    let mut theirs = mine.clone();
    let id = EditId { writer: WriterId(9), number: 1 };
    let at = Moment { millis: NOW + 86_400_000, offset: 480 };
    let mut draft = Draft::new(id, at, author("快一天的平板"), "edit", "");
    draft.set(Cell::field(&member("1001"), "name"), "明天");
    theirs.insert(draft.finish(&theirs).expect("an edit"));
    let mut bundle = bundle_of(&theirs);
    bundle.header.ledger = LedgerId(1);
    // Another one that claims the id of a change of ours.
    bundle.edits[1].changes[0].1.value = "伪造".into();
    let plan = ImportPlan::make(&mine, LEDGER, bundle, NOW);
    assert!(plan.stranger);
    let ahead = plan.ahead.clone().expect("a fast clock");
    assert_eq!((ahead.changes, &*ahead.tablet, ahead.at), (1, "快一天的平板", at));
    assert_eq!((plan.tally.refused, plan.tally.newer, plan.change_count()), (1, 1, 1));
    let mut taken = mine.clone();
    taken.insert_all(plan.accept());
    let forged = taken
        .edits()
        .iter()
        .any(|edit| edit.changes.iter().any(|(_, change)| change.value == "伪造".into()));
    assert!(!forged);
}
