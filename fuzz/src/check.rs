//! What must hold of every file that is read. `tests/exchange/fuzz_check.rs` compiles it with all other
//! tests, and runs it for a while.

use std::sync::LazyLock;

use crate::fixtures::bundles::{LEDGER, NOW, edit, header, member, sample};
use yixin::codec::Partner;
use yixin::exchange::bundle::multipart::FilePart;
use yixin::exchange::bundle::{Bundle, read, write, write_body};
use yixin::exchange::export::scope::Scope;
use yixin::exchange::import::plan::ImportPlan;
use yixin::exchange::import::take_back::TakeBack;
use yixin::exchange::{NewLedger, write_new_ledger};
use yixin::ledger::{Change, ChangeId, Day, JOINED, Ledger, REDACTED, VersionVector, history};
use yixin::registers::{Context, problems, schema, schemas, title};
use yixin::reports::{dispute_count, disputes};
use yixin::scoring::{Scores, obstacles, since_lock};

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

/// A ledger with something of everything: all kinds of fields, and what is joined, deleted, erased
/// and in conflict.
pub fn theirs() -> Ledger {
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
fn look_at(ledger: &Ledger) {
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
    for month in scores.months(ledger).into_iter().take(4) {
        for branch in branches.iter().take(4) {
            obstacles(ledger, &mut scores, branch, month, month.last_day());
            since_lock(ledger, &mut scores, branch, month);
            scores.results(ledger, branch, month);
        }
    }
}
