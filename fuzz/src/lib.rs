//! What the targets share: a small good file, ways to change it, and what must hold of every file
//! that is read.

use std::sync::LazyLock;

use yixin::codec::Partner;
use yixin::codec::wire::{EditReader, Origin};
use yixin::exchange::bundle::multipart::FilePart;
use yixin::exchange::bundle::{Bundle, read, write, write_body};
use yixin::exchange::export::scope::Scope;
use yixin::exchange::import::plan::ImportPlan;
use yixin::exchange::import::take_back::TakeBack;
use yixin::exchange::{NewLedger, VersionVector, write_new_ledger};
use yixin::ledger::{Change, ChangeId, Day, JOINED, Ledger, REDACTED, history};
use yixin::registers::{Context, problems, schema, schemas, title};
use yixin::reports::{dispute_count, disputes};
use yixin::scoring::{Scores, obstacles, since_lock};

#[path = "../../tests/fixtures/bundles.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod bundles;
#[path = "../../tests/fixtures/dice.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod dice;

use bundles::{LEDGER, NOW, edit, header, member, sample};
use dice::Dice;

/// What a file is planned against: a part of what its sender has, and what the sender never saw.
static MINE: LazyLock<Ledger> = LazyLock::new(|| {
    let mut mine = Ledger::from_edits(theirs().edits().into_iter().skip(2));
    let own = edit(&mine, 0xaa, 9, |draft| {
        draft.field(&member("1001"), "name", "本机");
        draft.entry(&member("1001"), "branch", "2026-01-01", "branch:=二支部");
        draft.delete(&member("1002"));
    });
    mine.insert(own);
    mine
});

/// The file from which changes begin, small so that many can be tried: see also the frozen ones in
/// `tests/fixtures/bundles`.
static GOOD: LazyLock<String> = LazyLock::new(|| write(&theirs(), header()));

/// A ledger with something of everything: all kinds of fields, and what is joined, deleted, erased
/// and in conflict.
fn theirs() -> Ledger {
    let mut ledger = sample();
    let founding =
        NewLedger { hospital: "示例医院".into(), branch: "一支部".into(), from: month() };
    let founded = edit(&ledger, 0xff, 6, |draft| write_new_ledger(draft, &founding));
    ledger.insert(founded);
    let seen = ledger.clone();
    let mut record = 0xee;
    for name in ["甲", "乙"] {
        record += 1;
        let other = edit(&seen, record, 1, |draft| {
            draft.field(&member("1001"), "name", name);
            draft.field(&member("1002"), "name", name);
            draft.entry(&member("1002"), "branch", "2026-01-01", "branch:=一支部");
            draft.field(&member("1003"), JOINED, "member:=1002");
            draft.delete(&member("1004"));
            draft.entry(&member("1001"), REDACTED, "notes", true);
            draft.entry(&member("1001"), REDACTED, "votes/no", true);
        });
        ledger.insert(other);
    }
    ledger
}

fn month() -> yixin::ledger::Month {
    "2026-01".parse().expect("a month")
}

/// Pieces that a file may not have yet.
const WORDS: [&str; 20] = [
    "\"redacted\"",
    "\"joined\"",
    "\"deleted\"",
    "\"distinct\"",
    "\"lock\"",
    "\"points\"",
    "\"votes/yes\"",
    "\"member:=1001\"",
    "\"score_entry:=\"",
    "\"2026-01\"",
    "\"0001-01-01\"",
    "\"1577836800000-0\"",
    "\"221876927999999-4294967295\"",
    "9223372036854775807",
    "-9223372036854775808",
    "true",
    "null",
    "\"\"",
    "{}",
    "[\"a\",{\"b\":[]}]",
];

/// Changes a file: mostly its body, and behind a right hash with right counts.
pub fn mutate(data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let mut dice = Dice(seed.into());
    if dice.below(16) == 0 {
        return libfuzzer_sys::fuzzer_mutate(data, size, most);
    }
    let text = std::str::from_utf8(&data[..size]).ok().filter(|text| body(text).is_some());
    let mut text = text.unwrap_or(&GOOD).to_owned();
    for _ in 0..=dice.below(3) {
        let Some((from, until)) = body(&text) else { break };
        let new = match dice.below(4) {
            0 => by_bytes(&text[from..until]),
            _ => by_tokens(&mut dice, &text[from..until]),
        };
        text.replace_range(from..until, &new);
    }
    let text = sealed(&text);
    if text.len() > most {
        return size;
    }
    data[..text.len()].copy_from_slice(text.as_bytes());
    text.len()
}

/// Where the list of edits begins and ends.
fn body(text: &str) -> Option<(usize, usize)> {
    let from = text.find("\"edits\":[")? + 8;
    let until = text.rfind(']')? + 1;
    (from < until).then_some((from, until))
}

fn by_bytes(body: &str) -> String {
    let mut bytes = body.as_bytes().to_vec();
    let size = bytes.len();
    bytes.resize(size + 64, 0);
    let most = bytes.len();
    let size = libfuzzer_sys::fuzzer_mutate(&mut bytes, size, most);
    String::from_utf8_lossy(&bytes[..size]).into_owned()
}

/// Puts another text, number or line in the place of one; or that line a second time.
fn by_tokens(dice: &mut Dice, body: &str) -> String {
    let is_sign = |one: char| "{}[],:\n".contains(one);
    let pieces: Vec<&str> = match dice.below(8) {
        0 => body.split('\n').collect(),
        1 => body.split_inclusive('}').collect(),
        _ => body.split(is_sign).collect(),
    };
    let pieces: Vec<&str> = pieces.into_iter().filter(|piece| !piece.is_empty()).collect();
    if pieces.is_empty() {
        return body.to_owned();
    }
    let one = *dice.pick(&pieces);
    let other = if dice.happens(50) { dice.word(&WORDS) } else { *dice.pick(&pieces) };
    let from = one.as_ptr() as usize - body.as_ptr() as usize;
    let until = if dice.happens(80) { from + one.len() } else { from };
    format!("{}{other}{}", &body[..from], &body[until..])
}

/// A file with its counts and its hash made right.
fn sealed(text: &str) -> String {
    let counted = || {
        let (from, until) = body(text)?;
        let edits = EditReader::new(Origin::File).edits(&text[from..until]).ok()?;
        let changes: usize = edits.iter().map(|edit| edit.changes.len()).sum();
        let of = edits.iter().flat_map(|edit| &edit.changes);
        let mut records: Vec<_> = of.map(|(_, change)| &change.cell.record).collect();
        records.sort();
        records.dedup();
        let at = text.find("\"counts\":{").filter(|at| *at < from)?;
        let end = at + text[at..].find('}')?;
        let (edits, records) = (edits.len(), records.len());
        let counts =
            format!("\"counts\":{{\"edits\":{edits},\"changes\":{changes},\"records\":{records}");
        Some(format!("{}{counts}{}", &text[..at], &text[end..]))
    };
    bundles::rehashed(&counted().unwrap_or_else(|| text.to_owned()))
}

/// What must hold of every file that is read.
pub fn check(bundle: Bundle) {
    let Bundle { header: said, edits } = &bundle;
    let theirs = Ledger::from_edits(edits.iter().cloned());
    let text = write(&theirs, said.clone());
    let again = read(text.as_bytes()).expect("what was read can be written and read again");
    assert_eq!(again.edits, theirs.edits());
    assert_eq!(write(&theirs, again.header), text);
    let _ =
        (FilePart::of(said), Scope::of(said), Partner::of(said, VersionVector::of_edits(edits)));

    let before = write_body(&MINE);
    let plan = ImportPlan::make(&MINE, LEDGER, bundle.clone(), NOW);
    assert_eq!(write_body(&MINE), before, "planning changes nothing");
    let accepted = plan.accept();
    let mut merged = MINE.clone();
    merged.insert_all(accepted.clone());
    let out = read(write(&merged, header()).as_bytes()).expect("it can go out again");
    assert_eq!(out.edits, merged.edits());
    assert!(ImportPlan::make(&merged, LEDGER, bundle, NOW).is_same(), "all of it was taken");
    if plan.tally.refused == 0 {
        let [mut here, mut there] = [MINE.clone(), theirs.clone()];
        here.union(&theirs);
        there.union(&MINE);
        assert_eq!(changes(&here), changes(&merged), "taking a file in is a union");
        assert_eq!(write_body(&here), write_body(&there));
    }
    look_at(&merged);
    TakeBack::of(schemas(), &merged, &accepted).lines(schemas(), &merged);
}

/// What a ledger holds; of what edits say of themselves nothing.
fn changes(ledger: &Ledger) -> Vec<(ChangeId, Change)> {
    let of = |edit: yixin::ledger::Edit| {
        let id = edit.head.id;
        edit.changes.into_iter().map(move |(index, one)| (ChangeId { edit: id, index }, one))
    };
    ledger.iter().flat_map(of).collect()
}

/// Looks at a ledger as pages do, whatever nonsense it holds.
fn change_refs_of(ledger: &Ledger) {
    assert_eq!(disputes(ledger).len(), dispute_count(ledger));
    for record in ledger.register_names().flat_map(|name| ledger.all_records(name)) {
        let id = record.id();
        title(ledger, id);
        history(ledger, id);
        if let Some(schema) = schema(id.register()) {
            problems(schema, &record, &Context::new(ledger, Day::MAX));
        }
    }
    let mut scores = Scores::new(ledger);
    let branches: Vec<_> = ledger.records("branch").map(|one| one.id().clone()).collect();
    for month in scores.months().into_iter().take(4) {
        for branch in branches.iter().take(4) {
            obstacles(ledger, &mut scores, branch, month, month.last_day());
            since_lock(ledger, &mut scores, branch, month);
            scores.results(ledger, branch, month);
        }
    }
}
