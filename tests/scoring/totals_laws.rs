//! Scores are a function of the set of changes alone: whatever order it came in, in whatever parts,
//! and whatever was asked of the scores in between.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::fixtures::dice::Dice;
use crate::fixtures::scores::all_scores;
use crate::fixtures::{Book, month};
use proptest::prelude::*;
use yixin::exchange::sample;
use yixin::ledger::{Edit, Ledger, Moment, Month, RecordId};
use yixin::scoring::Scores;

const MONTHS: [&str; 3] = ["2026-01", "2026-02", "2026-03"];
const DAYS: [&str; 3] = ["2026-01-01", "2026-02-01", "2026-02-15"];
const LINES: [&str; 5] = ["A1.1", "A2.1", "B1.1", "C3.1", "C3.2"];

/// Two branches, two departments, five members: made once.
fn founded() -> &'static Ledger {
    static FOUNDED: OnceLock<Ledger> = OnceLock::new();
    FOUNDED.get_or_init(|| {
        let mut book = Book::new();
        let branches = [book.first(), book.branch("二支部")];
        let departments = [book.department("内科"), book.department("外科")];
        for number in 0..5 {
            let (branch, department) = (&branches[number % 2], &departments[number % 2]);
            let since = crate::fixtures::day(DAYS[number % 3]);
            book.member_from(&number.to_string(), branch, Some(department), since);
        }
        book.ledger
    })
}

/// What two tablets make of a hospital between them, apart for the most part.
fn apart(seed: u64) -> Ledger {
    let mut dice = Dice(seed);
    let first = Book::of(founded());
    let mut books = [first.on_another_tablet(), first.on_another_tablet().on_another_tablet()];
    let mut results = BTreeSet::new();
    for _ in 0..4 + dice.below(12) {
        let who = dice.below(2);
        let member = RecordId::keyed("member", &dice.below(5).to_string());
        let other = RecordId::keyed("member", &dice.below(5).to_string());
        let of = dice.word(&MONTHS);
        let branch = RecordId::keyed("branch", dice.word(&["一支部", "二支部"]));
        let book = &mut books[who];
        match dice.below(11) {
            0..4 => {
                let amount = 1 + dice.below(3) as i64;
                book.enter(of, dice.word(&LINES), &[(&member, amount), (&other, amount)]);
            }
            4 => drop(book.veto(&member, "V1", of)),
            5 => drop(book.exempt(&member, "产假", of, "", "2026-01-05")),
            6 => {
                let department = ["内科", "外科"][who];
                if results.insert((department, of)) {
                    let department = RecordId::keyed("department", department);
                    book.result(&department, of, dice.word(&["80", "95.5"]));
                }
            }
            7 => book.since(&member, dice.word(&DAYS), "branch", branch.as_str()),
            8 => book.close(&branch, of),
            9 => {
                let register = dice.word(&["score_entry", "exemption", "veto"]);
                let records: Vec<_> =
                    book.ledger.records(register).map(|one| one.id().clone()).collect();
                if !records.is_empty() {
                    book.delete(dice.pick(&records));
                }
            }
            _ => {
                let other = books[1 - who].clone();
                books[who].take_in(&other);
            }
        }
    }
    let mut all = books[0].ledger.clone();
    all.union(&books[1].ledger);
    all
}

/// The changes of a ledger one by one, in some order.
fn in_pieces(ledger: &Ledger, dice: &mut Dice) -> Vec<Edit> {
    let mut pieces: Vec<Edit> = Vec::new();
    for Edit { head, changes } in ledger.edits() {
        let one = |change| Edit { head: head.clone(), changes: vec![change] };
        pieces.extend(changes.into_iter().map(one));
    }
    dice.shuffle(&mut pieces);
    pieces
}

/// A ledger and its scores after the pieces have come in, a few at a time, with somebody looking on.
fn arrived(pieces: Vec<Edit>, months: &[Month], dice: &mut Dice) -> (Ledger, Scores) {
    let mut ledger = Ledger::new();
    let mut scores = Scores::new(&ledger);
    let mut pieces = pieces.into_iter().peekable();
    while pieces.peek().is_some() {
        let portion = 1 + dice.below(40);
        let inserted = ledger.insert_all(pieces.by_ref().take(portion));
        scores.invalidate(&ledger, &inserted.records);
        if dice.happens(30) {
            all_scores(&ledger, &mut scores, months);
        }
    }
    (ledger, scores)
}

fn differing(one: &BTreeSet<String>, other: &BTreeSet<String>) -> Vec<String> {
    one.symmetric_difference(other).take(4).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scores_are_the_same_whatever_the_order_of_arrival(seed in any::<u64>()) {
        let whole = apart(seed);
        let months = MONTHS.map(month);
        let expected = all_scores(&whole, &mut Scores::new(&whole), &months);
        let mut dice = Dice(seed);
        let pieces = in_pieces(&whole, &mut dice);
        let (ledger, mut scores) = arrived(pieces, &months, &mut dice);
        let none: Vec<String> = Vec::new();
        prop_assert_eq!(differing(&all_scores(&ledger, &mut scores, &months), &expected), none.clone());
        let mut anew = Scores::new(&ledger);
        prop_assert_eq!(differing(&all_scores(&ledger, &mut anew, &months), &expected), none);
    }
}

#[test]
fn the_sample_counts_the_same_whatever_the_order_of_arrival() {
    let now = Moment { millis: 1_795_244_700_000, offset: 480 };
    let whole = Ledger::from_edits(sample(42, now));
    let this_month = Month::of(now.day());
    let months: Vec<Month> = (0..11).map(|back| this_month.plus(-back)).collect();
    let expected = all_scores(&whole, &mut Scores::new(&whole), &months);
    for seed in 0..6 {
        let mut dice = Dice(seed);
        let ledger = Ledger::from_edits(in_pieces(&whole, &mut dice));
        let found = all_scores(&ledger, &mut Scores::new(&ledger), &months);
        assert!(differing(&found, &expected).is_empty(), "seed {seed}");
    }
}

#[test]
fn of_two_exemptions_or_vetoes_the_same_one_is_locked_whichever_came_first() {
    let first = Book::of(founded());
    let member = RecordId::keyed("member", "0");
    let mut books = [first.on_another_tablet(), first.on_another_tablet().on_another_tablet()];
    for book in &mut books {
        book.exempt(&member, "产假", "2026-01", "", "2026-01-05");
        book.veto(&member, "V1", "2026-01");
    }
    let [mut one, mut other] = books;
    let sent = one.clone();
    one.take_in(&other);
    other.take_in(&sent);
    let locked = |book: &mut Book| {
        let sheet = book.sheet("2026-01");
        yixin::scoring::Snapshot::take(&sheet, &book.first()).hash()
    };
    assert_eq!(locked(&mut one), locked(&mut other));
}
