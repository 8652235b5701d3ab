//! Going back to a restore point: what stood then stands again, what is redacted stays so, and it can
//! be undone like any other edit.

use std::collections::BTreeMap;

use crate::fixtures::dice::Dice;
use crate::fixtures::tablets::{Tablet, run, steps};
use proptest::prelude::*;
use yixin::ledger::{Cell, DELETED, Ledger, REDACTED, RecordId, Rewound, Value, rewind, undo};

/// What can be seen of a ledger: the values of the records that are not deleted.
type Seen = BTreeMap<RecordId, BTreeMap<(String, Option<String>), Value>>;

fn seen(ledger: &Ledger) -> Seen {
    let all = ledger.register_names().flat_map(|name| ledger.all_records(name));
    let live = all.filter(|record| !record.is_deleted()).map(|record| {
        let told = record
            .cells()
            .filter(|(field, _, value)| ![DELETED, REDACTED].contains(field) && !value.is_null());
        let values = told
            .map(|(field, key, value)| ((field.to_owned(), key.map(Into::into)), value.clone()));
        (record.id().clone(), values.collect::<BTreeMap<_, _>>())
    });
    // One in which nothing stands is none.
    live.filter(|(_, values)| !values.is_empty()).collect()
}

/// An earlier set, as it is read today.
fn earlier(now: &Ledger, then: &Ledger) -> Ledger {
    let mut earlier = now.begun_beside();
    earlier.insert_all(then.edits());
    earlier
}

/// Goes back; the edit is `None` where nothing had to change.
fn go_back(tablet: &mut Tablet, then: &Ledger, clock: i64) -> Option<yixin::ledger::EditId> {
    let mut draft = tablet.draft(clock);
    let rewound = rewind(&tablet.ledger, &earlier(&tablet.ledger, then), &mut draft);
    let edit = tablet.take(draft);
    assert!(edit.is_none() || !rewound.is_nothing(), "all that is done is listed");
    edit.map(|edit| edit.head.id)
}

const PLACES: [&str; 6] = ["name", "notes", "votes/yes", "roll/member:=1", "branch", "roll"];

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_stood_then_stands_again_and_undoing_it_gives_back_what_stood_before(
        steps in steps(),
        part in 0..100usize,
        seed in any::<u64>(),
        clock in 0..100_000i64,
    ) {
        let dice = &mut Dice(seed);
        let count = steps.len() * part / 100;
        let who = dice.below(4);
        let then = run(&steps[..count])[who].ledger.clone();
        let mut tablet = run(&steps)[who].clone();
        // Some of what was there then has been taken back since, with the import that brought it.
        if dice.below(2) == 0 {
            let own = tablet.writer;
            let left = dice.below(3) as u64;
            let edits = tablet.ledger.edits().into_iter();
            tablet.ledger = Ledger::from_edits(edits.filter(|edit| {
                let id = edit.head.id;
                id.writer == own || u64::from(id.number) % 3 != left
            }));
        }
        // And some is redacted.
        for _ in 0..dice.below(3) {
            let record = tablet.record(dice.below(6));
            let mut draft = tablet.draft(dice.below(100_000) as i64);
            draft.entry(&record, REDACTED, dice.word(&PLACES), true);
            tablet.take(draft);
        }
        let erased = tablet.ledger.erased_places();
        let before = seen(&tablet.ledger);

        let edit = go_back(&mut tablet, &then, clock);
        prop_assert_eq!(seen(&tablet.ledger), seen(&earlier(&tablet.ledger, &then)));
        prop_assert_eq!(tablet.ledger.erased_places(), erased);
        prop_assert_eq!(go_back(&mut tablet, &then, clock), None, "twice is nothing");

        if let Some(edit) = edit {
            let mut draft = tablet.draft(clock);
            let kept = undo(&tablet.ledger, edit, &mut draft);
            prop_assert!(kept.is_empty());
            tablet.take(draft);
        }
        prop_assert_eq!(seen(&tablet.ledger), before);
    }
}

#[test]
fn it_lists_what_was_made_what_comes_back_and_what_is_set_back() {
    let mut tablet = Tablet::new(0);
    let member = |key: &str| RecordId::keyed("member", key);
    let mut draft = tablet.draft(0);
    for key in ["1", "2", "3"] {
        draft.field(&member(key), "name", "李明");
    }
    draft.entry(&member("1"), "roll", "x", 3);
    tablet.take(draft);
    let then = tablet.ledger.clone();
    let mut draft = tablet.draft(1);
    draft.field(&member("4"), "name", "后来的");
    draft.delete(&member("2"));
    draft.field(&member("3"), "notes", "后来写的");
    draft.entry(&member("1"), "roll", "x", 5);
    tablet.take(draft);

    let mut draft = tablet.draft(2);
    let rewound = rewind(&tablet.ledger, &then, &mut draft);
    let expected = Rewound {
        made: vec![member("4")],
        gone: vec![member("2")],
        changed: vec![Cell::entry(&member("1"), "roll", "x"), Cell::field(&member("3"), "notes")],
    };
    assert_eq!(rewound, expected);
    assert_eq!(tablet.take(draft).expect("an edit").changes.len(), 4);
    assert_eq!(seen(&tablet.ledger), seen(&then));
}
