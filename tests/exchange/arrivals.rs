//! What files that were taken in make up together.

use crate::fixtures::bundles::{author, edit, header, member};
use yixin::codec::Partner;
use yixin::exchange::arrivals::{ReceivedFile, arrivals};
use yixin::exchange::bundle::multipart::{
    FileLimits, FilePart, NotUnited, belong_together, numbers_in_words, unite, write,
};
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
    assert_eq!(unite(Vec::new()).err(), Some(NotUnited::NoFile));
}

#[test]
fn parts_of_two_exports_do_not_make_up_a_whole() {
    let one = parts(&ledger(3));
    let mut other = parts(&ledger(3));
    other.iter_mut().for_each(|part| part.header.made.millis += 1);
    let mixed: Vec<Bundle> = one[..1].iter().chain(&other[1..]).cloned().collect();
    assert_eq!(unite(mixed).err(), Some(NotUnited::OtherExport(1)));
    let whole = bundle::read(write_whole().as_bytes()).expect("our own file");
    let later = Bundle { header: other[0].header.clone(), ..whole.clone() };
    assert_eq!(unite(vec![whole.clone(), later]).err(), Some(NotUnited::OtherExport(1)));
    let twice = unite(vec![whole.clone(), whole.clone()]).expect("the same file");
    assert_eq!((twice.bundle, twice.missing), (whole, Vec::new()));
}

fn write_whole() -> String {
    bundle::write(&ledger(3), header())
}

#[test]
fn one_part_alone_says_which_are_missing() {
    let parts = parts(&ledger(3));
    let rest: Vec<u32> = (2..=parts.len() as u32).collect();
    let alone = unite(vec![parts[0].clone()]).expect("a part");
    assert_eq!(alone.missing, rest);
    assert_eq!(alone.bundle, parts[0]);
}

#[test]
fn parts_that_are_here_already_count_what_their_files_hold() {
    let whole = ledger(3);
    let mut parts = parts(&whole);
    // What is here is not read again.
    parts.iter_mut().for_each(|part| part.edits.clear());
    parts.push(parts[0].clone());
    let united = unite(parts).expect("parts");
    assert_eq!(united.bundle.header.counts.changes, whole.change_count() as u64);
}

#[test]
fn what_came_in_together_and_alone_makes_up_a_whole() {
    let whole = ledger(3);
    let mut parts = parts(&whole);
    let second = parts.remove(1);
    let most = unite(parts).expect("parts").bundle.header;
    let part = FilePart::of(&most).expect("a part");
    assert_eq!((part.words(), part.of), ("第 1、3、4 份，共 4 份".to_owned(), 4));
    assert_eq!(covers(&whole, std::slice::from_ref(&most)), [Covers::Other]);
    assert_eq!(covers(&whole, &[most, second.header]), [const { Covers::Everything }; 2]);
}

#[test]
fn numbers_of_files_are_told_in_runs() {
    assert_eq!(numbers_in_words(&[2]), "第 2 份");
    assert_eq!(numbers_in_words(&[1, 2, 4, 6, 7, 8, 9]), "第 1、2、4、6 至 9 份");
}

#[test]
fn several_files_hold_everything_once_all_of_them_came() {
    let whole = ledger(3);
    let headers: Vec<BundleHeader> = parts(&whole).into_iter().map(|part| part.header).collect();
    assert!(covers(&whole, &headers).iter().all(|one| *one == Covers::Everything));
    assert!(covers(&whole, &headers[1..]).iter().all(|one| *one == Covers::Other));
}
