//! What files that were taken in make up together.

use crate::fixtures::bundles::{author, edit, header, member};
use yixin::codec::Partner;
use yixin::exchange::arrivals::{ReceivedFile, arrivals};
use yixin::exchange::bundle::multipart::{FileLimits, belong_together, unite, write};
use yixin::exchange::bundle::{self, Bundle, BundleHeader, BundleKind, write_body};
use yixin::exchange::export::delta;
use yixin::ledger::{Ledger, VersionVector};
use yixin::reports::Covers;

/// A ledger of some edits of one tablet.
fn ledger(edits: u32) -> Ledger {
    let mut ledger = Ledger::new();
    for number in 1..=edits {
        let new = edit(&ledger, 1, number, |draft| {
            for at in 0..9 {
                draft.field(&member(&format!("{number}-{at}")), "name", "甲");
            }
        });
        ledger.insert(new);
    }
    ledger
}

fn covers(mine: &Ledger, files: &[BundleHeader]) -> Vec<Covers> {
    let received: Vec<ReceivedFile<'_>> = files
        .iter()
        .map(|file| ReceivedFile {
            kind: &file.kind,
            scope: &file.scope,
            made: file.made,
            from: &file.from,
        })
        .collect();
    arrivals(mine, &received).into_iter().map(|one| one.covers).collect()
}

#[test]
fn what_one_lacked_makes_up_everything_once_it_is_all_here() {
    let (theirs, mine) = (ledger(4), ledger(2));
    let holds = VersionVector::of(&mine);
    let partner = Partner { who: author("平板B"), made: header().made, holds, all: true };
    let file = delta::header(&theirs, &partner, header());
    assert_eq!(file.kind, BundleKind::Lacking);
    assert_eq!(covers(&mine, std::slice::from_ref(&file)), [Covers::Other], "not taken in whole");
    assert_eq!(covers(&theirs, &[file]), [Covers::Everything]);
}

fn parts(ledger: &Ledger) -> Vec<Bundle> {
    let room = FileLimits { bytes: usize::MAX, changes: 7 };
    let texts = write(ledger, header(), room);
    texts.iter().map(|text| bundle::read(text.as_bytes()).expect("our own file")).collect()
}

#[test]
fn parts_unite_in_any_order_and_say_which_are_missing() {
    let whole = ledger(3);
    let mut parts = parts(&whole);
    assert!(parts.len() > 3, "edits are cut between files");
    let headers: Vec<BundleHeader> = parts.iter().map(|part| part.header.clone()).collect();
    assert!(headers.iter().all(|other| belong_together(&headers[0], other)));
    assert!(!belong_together(&headers[0], &header()));
    parts.reverse();
    let united = unite(parts.clone()).expect("parts");
    assert!(united.missing.is_empty());
    assert_eq!(united.bundle.header.kind, BundleKind::Everything);
    assert_eq!(united.bundle.header.counts.changes, whole.change_count() as u64);
    assert!(united.bundle.edits.iter().all(|edit| edit.is_whole()));
    assert_eq!(write_body(&Ledger::from_edits(united.bundle.edits)), write_body(&whole));
    // The same file twice is one; what lacks is told by number.
    let last = parts.remove(0);
    parts.push(parts[0].clone());
    let united = unite(parts).expect("parts");
    assert_eq!(united.missing, [headers.len() as u32]);
    assert_eq!(united.bundle.header.kind, BundleKind::Part);
    drop(last);
    assert!(unite(Vec::new()).is_none());
}

#[test]
fn several_files_hold_everything_once_all_of_them_came() {
    let whole = ledger(3);
    let headers: Vec<BundleHeader> = parts(&whole).into_iter().map(|part| part.header).collect();
    assert!(covers(&whole, &headers).iter().all(|one| *one == Covers::Everything));
    assert!(covers(&whole, &headers[1..]).iter().all(|one| *one == Covers::Other));
}
