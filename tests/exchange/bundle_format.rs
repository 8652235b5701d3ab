//! What docs/bundle-format.md promises to other programs, and what is promised of files of every
//! version that was ever written.

use std::fs;
use std::path::Path;

use crate::fixtures::bundles::NOW;
use yixin::codec::wire::Wrong;
use yixin::exchange::bundle::{Bundle, BundleError, VERSION, read, write, write_body};
use yixin::exchange::import::plan::ImportPlan;
use yixin::ledger::{Ledger, RecordId, conflicts, parse_day};
use yixin::registers::{
    Context, EVERY_SHAPE_SCHEMA, EXPLANATION, STAGE, assessment_id, problems, rows, show_column,
    show_field, show_row,
};
use yixin::scoring::Snapshot;

const DOCUMENT: &str = include_str!("../../docs/bundle-format.md");

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

/// A file of each version that was ever released, frozen: made once from the sample, cut down to a
/// branch, six members and two months, of which one is locked; with a name that two tablets changed
/// at once, a settled conflict, a deletion, an adjustment, and an edit that is there in part.
const RELEASED: [(&str, &str); 1] =
    [("1.0", "7acd9b34ae06288f2058ebf5863ddd464de1ed24bd02eaea05bb4b0b212eff39")];

fn released(version: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bundles");
    fs::read_to_string(folder.join(format!("{version}.json"))).expect("a file of each version")
}

#[test]
fn files_of_every_version_open_for_ever() {
    let ours = format!("{}.{}", VERSION.major, VERSION.minor);
    assert!(RELEASED.iter().any(|(version, _)| *version == ours), "a file of {ours} is to be kept");
    for (version, sha256) in RELEASED {
        let text = released(version);
        assert!(text.contains(&format!("\"version\":\"{version}\"")) && text.contains(sha256));
        let bundle = open(&text);
        assert_eq!(bundle.edits.iter().filter(|edit| !edit.is_whole()).count(), 1);
        let ledger = Ledger::from_edits(bundle.edits);
        assert_eq!(ledger.records("member").count(), 6);
        assert_eq!(conflicts(&ledger).len(), 1);
        let branch = RecordId::keyed("branch", "门诊党支部");
        let assessment = assessment_id(&branch, "2026-10".parse().expect("a month"));
        let assessment = ledger.record(&assessment).expect("a locked month");
        let snapshot = Snapshot::from_value(assessment.get("lock")).expect("as it was locked");
        assert_eq!(snapshot.rows.len(), 6);
    }
}

#[test]
fn files_of_every_version_merge_with_themselves_without_a_change() {
    for (version, _) in RELEASED {
        let bundle = open(&released(version));
        let mut ledger = Ledger::from_edits(bundle.edits.clone());
        let (id, made) = (bundle.header.ledger, bundle.header.made.millis);
        assert!(ImportPlan::make(&ledger, id, bundle.clone(), made).is_same());
        let inserted = ledger.insert_all(bundle.edits);
        assert_eq!((inserted.changes, inserted.records), (0, Vec::new()));
    }
}

/// A version that a migration has since changed is compared with what it becomes, frozen beside it.
#[test]
fn files_of_every_version_are_written_out_again_in_the_same_bytes() {
    for (version, _) in RELEASED {
        let text = released(version);
        let bundle = open(&text);
        assert!(bundle.is_canonical());
        let body = write_body(&Ledger::from_edits(bundle.edits));
        assert!(text.ends_with(&format!("\"edits\":{body}\n}}\n")));
    }
}

/// A ledger with every shape that a field can have, as version 1.0 wrote it, frozen: two tablets with
/// rows, counters and a dated value of their own, and one row that both changed.
const EVERY_SHAPE_1_0: &str = "4abfed2df214e4638e3e2306e77ae608b5fe4e32201e386614e029504037ad2f";

#[test]
fn a_file_with_every_shape_means_for_ever_what_it_meant() {
    let text = released("1.0-every-shape");
    assert!(text.contains(EVERY_SHAPE_1_0));
    let bundle = open(&text);
    assert!(bundle.is_canonical());
    let ledger = Ledger::from_edits(bundle.edits.clone());
    let body = write_body(&ledger);
    assert!(text.ends_with(&format!("\"edits\":{body}\n}}\n")), "written out in the same bytes");
    let plan = ImportPlan::make(&ledger, bundle.header.ledger, bundle, NOW);
    assert!(plan.is_same());
    let meeting = ledger.record(&RecordId::keyed("every_shape", "党课")).expect("a meeting");
    let shown = |name: &str| {
        let field = EVERY_SHAPE_SCHEMA.field(name).expect("a field");
        show_field(&ledger, field, &meeting)
    };
    assert_eq!(shown("roll"), "党员1、党员2");
    assert_eq!(shown("votes"), "发出 9，收回 8");
    assert_eq!(shown("counter"), "测血压 7人，咨询 2人");
    assert_eq!((shown("steps"), shown("place")), ("通知、公布".to_owned(), "二楼".to_owned()));
    let agenda = EVERY_SHAPE_SCHEMA.field("agenda").expect("a field");
    let agenda: Vec<_> = rows::rows(agenda, &meeting)
        .iter()
        .map(|(key, row)| show_row(&ledger, agenda, key, row))
        .collect();
    assert_eq!(agenda, ["学习", "讨论", "表决"]);
    let conflicts = conflicts(&ledger);
    let cells: Vec<_> = conflicts.iter().map(|one| &*one.cell.field).collect();
    assert_eq!(cells, ["roll"]);
    let context = Context::new(&ledger, parse_day("2026-12-31").expect("a day"));
    let column = |name| show_column(&EVERY_SHAPE_SCHEMA, name, &meeting, &context);
    assert_eq!((column(STAGE), column("parts")), ("已上报".to_owned(), "1次".to_owned()));
    assert_eq!(column(EXPLANATION), "“已上报”应不晚于2026年11月27日：网络故障");
    assert_eq!(problems(&EVERY_SHAPE_SCHEMA, &meeting, &context), []);
}
