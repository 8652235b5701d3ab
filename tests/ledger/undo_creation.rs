//! A roster that two tablets took in, or a member that two entered, each by itself: undoing it on one
//! of them takes nothing from the other.

#![allow(clippy::unwrap_used, reason = "what a helper cannot find fails its test")]

use crate::fixtures::tablets::{Tablet, clock, united};
use proptest::prelude::*;
use yixin::ledger::{EditId, Ledger, RecordId, edited_since, undo};
use yixin::reports::{disputes, disputes_of};

const FIELDS: [&str; 3] = ["notes", "phone", "ethnicity"];

fn member() -> RecordId {
    RecordId::keyed("member", "1001")
}

/// Makes the member on a tablet: the name, and those fields whose bits are set.
fn make(tablet: &mut Tablet, clock: i64, name: &str, mask: u8) -> EditId {
    let mut draft = tablet.draft(clock);
    draft.field(&member(), "name", name);
    for (place, field) in FIELDS.iter().enumerate() {
        if mask >> place & 1 == 1 {
            draft.field(&member(), field, name);
        }
    }
    tablet.take(draft).unwrap().head.id
}

fn take_back(tablet: &mut Tablet, clock: i64, edit: EditId) {
    let mut draft = tablet.draft(clock);
    undo(&tablet.ledger, edit, &mut draft);
    tablet.take(draft);
}

/// Whether the member is there under the name, or waits for a choice.
fn stays(ledger: &Ledger, name: &str) -> bool {
    let record = ledger.record(&member()).unwrap();
    let lives = !record.is_deleted() && record.text("name") == name;
    lives || !disputes_of(ledger, &member()).is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_was_made_by_another_tablet_too_outlives_the_undoing_of_an_import(
        clocks in [clock(), clock(), clock(), clock()], masks in [0..8u8, 0..8u8],
        met_before in any::<bool>(), is_same in any::<bool>(), redone in any::<bool>(),
    ) {
        let (mut one, mut other) = (Tablet::new(0), Tablet::new(1));
        let name = if is_same { "王芳" } else { "王方" };
        let imported = make(&mut one, clocks[0], "王芳", masks[0]);
        make(&mut other, clocks[1], name, masks[1]);
        if met_before {
            one.ledger.union(&other.ledger);
        }
        take_back(&mut one, clocks[2], imported);
        let both = united(&[&one.ledger, &other.ledger]);
        prop_assert!(stays(&both, name));
        if met_before {
            // Nothing is asked where the other's were seen: just what the import brought is gone.
            let record = one.ledger.record(&member()).unwrap();
            prop_assert!(!record.is_deleted());
            for (place, field) in FIELDS.iter().enumerate() {
                let theirs = if masks[1] >> place & 1 == 1 { name } else { "" };
                prop_assert_eq!(record.text(field), theirs);
            }
        }
        if redone {
            let undone = one.ledger.edits().into_iter().rfind(|edit| edit.head.id.writer == one.writer);
            take_back(&mut one, clocks[3], undone.unwrap().head.id);
            prop_assert!(!one.ledger.record(&member()).unwrap().is_deleted());
        }
    }

    #[test]
    fn who_was_deleted_by_someone_who_had_seen_all_of_it_stays_deleted(
        clocks in [clock(), clock(), clock()], masks in [0..8u8, 0..8u8],
    ) {
        let (mut one, mut other) = (Tablet::new(0), Tablet::new(1));
        make(&mut one, clocks[0], "王芳", masks[0]);
        make(&mut other, clocks[1], "王芳", masks[1]);
        one.ledger.union(&other.ledger);
        let mut draft = one.draft(clocks[2]);
        draft.delete(&member());
        one.take(draft);
        let both = united(&[&one.ledger, &other.ledger]);
        prop_assert!(both.record(&member()).unwrap().is_deleted());
        prop_assert!(edited_since(&both, &member()).is_none());
    }
}

#[test]
fn what_the_author_of_a_deletion_had_not_seen_is_asked_about_once() {
    // The other entered her a week before the roster was taken in and undone, and sends it after.
    let (mut one, mut other) = (Tablet::new(0), Tablet::new(1));
    make(&mut other, -604_800_000, "王芳", 1);
    let imported = make(&mut one, 0, "王芳", 0);
    take_back(&mut one, 1, imported);
    assert!(disputes(&one.ledger).is_empty());
    one.ledger.union(&other.ledger);
    let found = disputes(&one.ledger);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].sides[1].text, "保留这一条：另一边写过姓名、备注");
    for (keeps, lives) in [(false, true), (true, false)] {
        let mut chosen = Tablet::new(2);
        chosen.ledger = one.ledger.clone();
        let mut draft = chosen.draft(2);
        draft.settle(found[0].cell.clone(), keeps);
        chosen.take(draft);
        assert!(disputes(&chosen.ledger).is_empty());
        assert_eq!(!chosen.ledger.record(&member()).unwrap().is_deleted(), lives);
    }
}
