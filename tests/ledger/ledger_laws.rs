//! The laws of the ledger, over real edits made by `Draft` on tablets that work apart.

#![allow(clippy::unwrap_used, reason = "what a helper cannot find fails its test")]

use std::collections::HashSet;

use crate::fixtures::tablets::{
    NOW, Tablet, cell, conflict_lines, part, run, shown, steps, united, value,
};
use proptest::prelude::*;
use yixin::codec::wire::write_body;
use yixin::ledger::{
    Author, Cell, Change, ChangeId, Draft, EARLIEST_MILLIS, Edit, EditHead, EditId, JOINED, Ledger,
    Moment, RecordId, Timestamp, Value, WriterId, conflicts, edited_since, history,
    is_filled_since, undo,
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn union_is_commutative_associative_idempotent_and_has_an_identity(steps in steps()) {
        let tablets = run(&steps);
        let [a, b, c] = [&tablets[0].ledger, &tablets[1].ledger, &tablets[2].ledger];
        let body = |ledgers: &[&Ledger]| write_body(&united(ledgers));
        prop_assert_eq!(body(&[a, b]), body(&[b, a]));
        let (ab, bc) = (united(&[a, b]), united(&[b, c]));
        prop_assert_eq!(body(&[&ab, c]), body(&[a, &bc]));
        prop_assert_eq!(body(&[a, a]), write_body(a));
        prop_assert_eq!(body(&[a, &Ledger::new()]), write_body(a));
        prop_assert_eq!(shown(&united(&[a, b, c])), shown(&united(&[c, b, a])));
        let mut again = ab.clone();
        let inserted = again.union(a);
        prop_assert_eq!(inserted.changes, 0);
        prop_assert!(inserted.records.is_empty());
        prop_assert_eq!(again.revision(), ab.revision(), "nothing came, so nothing is new");
    }

    #[test]
    fn delivery_in_any_order_in_parts_and_doubled_gives_the_same_bytes(
        steps in steps(), order in any::<u64>(), mask in any::<u64>(),
    ) {
        let tablets = run(&steps);
        let all: Vec<_> = tablets.iter().map(|tablet| &tablet.ledger).collect();
        let whole = united(&all);
        let mut edits = whole.edits();
        edits.extend(part(whole.edits(), mask));
        edits.extend(part(whole.edits(), !mask));
        let mut shuffled = Ledger::new();
        let mut random = order | 1;
        while !edits.is_empty() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let next = (random >> 33) as usize % edits.len();
            shuffled.insert(edits.swap_remove(next));
        }
        prop_assert_eq!(write_body(&shuffled), write_body(&whole));
        prop_assert_eq!(shown(&shuffled), shown(&whole));
        prop_assert_eq!(conflict_lines(&shuffled), conflict_lines(&whole));
    }

    #[test]
    fn no_change_is_lost_by_a_union(steps in steps()) {
        let tablets = run(&steps);
        let [a, b] = [&tablets[0].ledger, &tablets[1].ledger];
        let both = united(&[a, b]);
        let ids = |ledger: &Ledger| -> HashSet<ChangeId> {
            ledger.iter().flat_map(|edit| edit.change_ids().collect::<Vec<_>>()).collect()
        };
        let expected: HashSet<_> = ids(a).union(&ids(b)).copied().collect();
        prop_assert_eq!(&ids(&both), &expected);
        prop_assert_eq!(both.change_count(), expected.len());
        for edit in both.iter() {
            for (_, change) in &edit.changes {
                let found = both.written(&change.cell).any(|one| one.stamp == change.stamp);
                prop_assert!(found, "every change is in the history of its cell");
                let standing = both.standing(&change.cell).unwrap();
                prop_assert!(standing.stamp >= change.stamp);
            }
        }
    }

    #[test]
    fn an_undo_gives_back_the_former_values_and_a_redo_the_later(steps in steps()) {
        for mut tablet in run(&steps) {
            let before = tablet.ledger.clone();
            let record = tablet.record(1);
            let mut draft = tablet.draft(7);
            draft.set(cell(&record, 0), "撤销前");
            draft.set(cell(&record, 4), 9);
            let Some(edit) = tablet.take(draft) else { continue };
            let done = tablet.ledger.clone();
            let mut draft = tablet.draft(8);
            prop_assert!(undo(&tablet.ledger, edit.head.id, &mut draft).is_empty());
            let undone = tablet.take(draft).unwrap();
            let was_there = before.record(&record).is_some();
            for (_, change) in &edit.changes {
                let now = tablet.ledger.standing(&change.cell).unwrap().value;
                if was_there {
                    let former = before.standing(&change.cell).map(|seen| seen.value);
                    prop_assert_eq!(now, former.unwrap_or(&Value::Null));
                }
            }
            if !was_there {
                prop_assert!(tablet.ledger.record(&record).unwrap().is_deleted());
            }
            let mut draft = tablet.draft(9);
            prop_assert!(undo(&tablet.ledger, undone.head.id, &mut draft).is_empty());
            tablet.take(draft).unwrap();
            for (_, change) in &edit.changes {
                let now = tablet.ledger.standing(&change.cell).unwrap().value;
                prop_assert_eq!(now, done.standing(&change.cell).unwrap().value);
            }
            let deleted = |ledger: &Ledger| ledger.record(&record).unwrap().is_deleted();
            prop_assert_eq!(deleted(&tablet.ledger), deleted(&done));
        }
    }

    #[test]
    fn history_tells_what_its_author_saw_and_what_stands(steps in steps()) {
        let tablets = run(&steps);
        let all: Vec<_> = tablets.iter().map(|tablet| &tablet.ledger).collect();
        let ledger = united(&all);
        for record in ledger.all_records("member") {
            // What joined others to it was written to those.
            let mut steps = history(&ledger, record.id());
            steps.retain(|step| step.field != JOINED || step.key.is_none());
            let count: usize = record.written().map(|(_, _, written)| written.len()).sum();
            prop_assert_eq!(steps.len(), count);
            prop_assert!(steps.is_sorted_by(|a, b| a.head.at >= b.head.at));
            for (field, key, value) in record.cells() {
                let standing: Vec<_> = steps
                    .iter()
                    .filter(|step| step.field == field && step.key == key && step.stands)
                    .collect();
                prop_assert_eq!(standing.len(), 1);
                prop_assert_eq!(standing[0].after, value);
            }
            for step in &steps {
                let edit = ledger.edit(step.head.id).unwrap();
                let change = edit.changes.iter().map(|(_, change)| change).find(|change| {
                    &*change.cell.field == step.field && change.cell.key.as_deref() == step.key
                        && change.cell.record == *record.id()
                }).unwrap();
                let seen = change.replaces.iter().max();
                let before = seen.and_then(|seen| {
                    ledger.written(&change.cell).find(|one| one.stamp == *seen)
                });
                prop_assert_eq!(step.before, before.map(|one| one.value));
            }
        }
    }

    #[test]
    fn two_forged_copies_of_one_change_leave_the_same_one_whatever_the_order(
        steps in steps(), place in any::<prop::sample::Index>(), choice in 0..4u8, grow in any::<bool>(),
    ) {
        let tablets = run(&steps);
        let honest = &tablets[0].ledger;
        let mut edits = honest.edits();
        prop_assume!(!edits.is_empty());
        let at = place.index(edits.len());
        edits[at].head.reason = "伪造".into();
        edits[at].head.size += u32::from(grow);
        let change = &mut edits[at].changes[0].1;
        change.value = value(2, choice);
        change.stamp.millis += 1;
        change.cell.field = "forged".into();
        let forged = Ledger::from_edits(edits);
        let (one, other) = (united(&[honest, &forged]), united(&[&forged, honest]));
        prop_assert_eq!(write_body(&one), write_body(&other));
        prop_assert_eq!(shown(&one), shown(&other));
        prop_assert_eq!(write_body(&united(&[&one, honest])), write_body(&one));
        prop_assert_eq!(write_body(&united(&[&one, &forged])), write_body(&one));
        let mut grown = honest.clone();
        grown.union(&forged);
        prop_assert!(grown.revision() > honest.revision() || write_body(&grown) == write_body(honest));
    }
}

fn lone_edit(writer: u64, millis: i64, value: &str, replaces: Vec<Timestamp>) -> Edit {
    let record = RecordId::keyed("member", "1");
    let id = EditId { writer: WriterId(writer), number: 1 };
    let at = Moment { millis, offset: 480 };
    let stamp = Timestamp { millis, counter: 0, writer: id.writer };
    let change =
        Change { cell: Cell::field(&record, "name"), value: value.into(), stamp, replaces };
    let head = EditHead {
        id,
        at,
        by: Author::default(),
        act: "edit".into(),
        reason: "".into(),
        size: 1,
        extra: Value::Null,
    };
    Edit { head, changes: vec![(0, change)] }
}

/// C saw A, A saw B. Pruning losers while merging {C} with {B} first would leave B standing beside
/// C for ever; computing conflicts from the set does not.
#[test]
fn the_counter_example_to_pruning_while_merging() {
    let b = lone_edit(2, NOW, "B", vec![]);
    let a = lone_edit(1, NOW + 1, "A", vec![b.changes[0].1.stamp]);
    let c = lone_edit(3, NOW + 2, "C", vec![a.changes[0].1.stamp]);
    let cb = Ledger::from_edits([c.clone(), b.clone()]);
    assert_eq!(conflicts(&cb).len(), 1, "without A nobody knows that C descends from B");
    let mut first = cb;
    first.insert(a.clone());
    let mut second = Ledger::from_edits([c, a]);
    second.insert(b);
    assert!(conflicts(&first).is_empty());
    assert!(conflicts(&second).is_empty());
    assert_eq!(write_body(&first), write_body(&second));
}

#[test]
fn a_forged_stamp_at_the_end_of_time_can_still_be_overwritten() {
    let mut ledger = Ledger::new();
    let mut forged = lone_edit(1, NOW, "伪造", vec![]);
    forged.changes[0].1.stamp.millis = yixin::ledger::END_MILLIS - 1;
    forged.changes[0].1.stamp.counter = u32::MAX;
    let cell = forged.changes[0].1.cell.clone();
    ledger.insert(forged);
    let by = Author::default();
    let id = EditId { writer: WriterId(0), number: 1 };
    let at = Moment { millis: EARLIEST_MILLIS, offset: 0 };
    let mut draft = Draft::new(id, at, by, "edit", "");
    draft.set(cell.clone(), "改正");
    ledger.insert(draft.finish(&ledger).unwrap());
    assert_eq!(ledger.standing(&cell).unwrap().value.as_text(), Some("改正"));
}

#[test]
fn beside_a_forged_stamp_at_the_end_of_time_nothing_is_stamped_beyond_it() {
    let mut forged = lone_edit(1, NOW, "伪造", vec![]);
    forged.changes[0].1.stamp.millis = yixin::ledger::END_MILLIS - 1;
    forged.changes[0].1.stamp.counter = u32::MAX;
    let record = forged.changes[0].1.cell.record.clone();
    let mut tablet = Tablet::new(0);
    tablet.ledger.insert(forged);
    let mut draft = tablet.draft(0);
    draft.field(&record, "notes", "甲");
    draft.delete(&record);
    let edit = draft.finish(&tablet.ledger).unwrap();
    assert!(edit.changes.iter().all(|(_, change)| change.stamp.is_well_formed()), "{edit:?}");
}

#[test]
fn by_a_clock_behind_a_deletion_comes_after_all_that_its_author_saw() {
    let record = RecordId::keyed("member", "1");
    let mut ahead = Tablet::new(1);
    for (clock, field) in [(30_000, "notes"), (60_000, "name"), (120_000, "name")] {
        let mut draft = ahead.draft(clock);
        draft.field(&record, field, clock.to_string());
        ahead.take(draft);
    }
    let mut tablet = Tablet::new(0);
    tablet.ledger = ahead.ledger;
    let mut draft = tablet.draft(0);
    draft.delete(&record);
    tablet.take(draft);
    assert!(tablet.ledger.record(&record).unwrap().is_deleted());
    assert!(edited_since(&tablet.ledger, &record).is_none(), "nobody wrote since");
}

#[test]
fn many_changes_of_one_cell_by_falling_stamps_are_no_burden() {
    let mut ledger = Ledger::new();
    let edits = (0..100_000u32).map(|number| {
        let mut edit = lone_edit(1, NOW - i64::from(number), "值", vec![]);
        edit.head.id.number = number + 1;
        edit
    });
    let start = std::time::Instant::now();
    ledger.insert_all(edits);
    assert_eq!(ledger.change_count(), 100_000);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

#[test]
fn of_two_copies_of_one_change_that_differ_the_greater_stays() {
    let (lesser, greater) = (lone_edit(1, NOW, "伪", vec![]), lone_edit(1, NOW, "真", vec![]));
    assert!(lesser.changes[0].1 < greater.changes[0].1);
    for edits in [[&lesser, &greater], [&greater, &lesser]] {
        let ledger = Ledger::from_edits(edits.map(Clone::clone));
        assert_eq!(ledger.edits(), std::slice::from_ref(&greater));
    }
}

#[test]
fn of_many_changes_of_one_cell_those_that_nobody_replaced_are_in_conflict() {
    let mut ledger = Ledger::new();
    let mut replaces = Vec::new();
    for number in 1..=20 {
        let mut edit = lone_edit(1, NOW + i64::from(number), &format!("第{number}次"), replaces);
        edit.head.id.number = number as u32;
        replaces = vec![edit.changes[0].1.stamp];
        ledger.insert(edit);
    }
    assert!(conflicts(&ledger).is_empty(), "one after the other");
    ledger.insert(lone_edit(2, NOW, "另一台", vec![]));
    let found = conflicts(&ledger);
    let heads: Vec<_> = found[0].heads.iter().map(|head| head.value.clone()).collect();
    assert_eq!((found.len(), heads), (1, vec!["第20次".into(), "另一台".into()]));
}

#[test]
fn a_conflict_ends_where_it_is_settled_be_it_by_what_stands_and_not_where_one_value_is_replaced() {
    let mut tablet = Tablet::new(0);
    tablet.ledger.insert_all([lone_edit(1, NOW, "甲", vec![]), lone_edit(2, NOW, "乙", vec![])]);
    let cell = Cell::field(&RecordId::keyed("member", "1"), "name");
    let mut draft = tablet.draft(1);
    draft.set(cell.clone(), "丙");
    tablet.take(draft);
    let found = conflicts(&tablet.ledger);
    let heads: Vec<_> = found[0].heads.iter().map(|head| head.value.clone()).collect();
    assert_eq!((found.len(), heads), (1, vec!["丙".into(), "甲".into()]));
    let mut draft = tablet.draft(2);
    draft.settle(cell, "丙");
    assert!(tablet.take(draft).is_some());
    assert!(conflicts(&tablet.ledger).is_empty());
}

#[test]
fn an_undo_leaves_alone_what_was_written_since_and_says_by_whom_where_it_differs() {
    let record = RecordId::keyed("member", "1");
    let mut mine = Tablet::new(0);
    let mut draft = mine.draft(0);
    draft.field(&record, "name", "甲");
    mine.take(draft);
    let mut draft = mine.draft(1);
    for field in ["name", "notes", "phone"] {
        draft.field(&record, field, "乙");
    }
    let edit = mine.take(draft).unwrap();
    let mut theirs = Tablet::new(1);
    theirs.ledger = mine.ledger.clone();
    for value in ["丙", "乙"] {
        let mut draft = theirs.draft(2);
        draft.field(&record, "notes", value);
        draft.field(&record, "phone", "丙");
        theirs.take(draft);
    }
    mine.ledger.union(&theirs.ledger);
    let mut draft = mine.draft(3);
    let kept = undo(&mine.ledger, edit.head.id, &mut draft);
    let [kept] = &*kept else { panic!("{kept:?}") };
    assert_eq!(kept.cell, Cell::field(&record, "phone"));
    assert!(kept.by.ends_with(&theirs.writer.to_string()), "{}", kept.by);
    mine.take(draft);
    let now = mine.ledger.record(&record).unwrap();
    assert_eq!(["name", "notes", "phone"].map(|field| now.text(field)), ["甲", "乙", "丙"]);
}

#[test]
fn a_draft_is_empty_until_something_is_set_or_brought_back() {
    let (tablet, record) = (Tablet::new(0), RecordId::keyed("member", "1"));
    let mut draft = tablet.draft(0);
    assert!(draft.is_empty());
    draft.field(&record, "name", "甲");
    assert!(!draft.is_empty());
    let mut draft = tablet.draft(0);
    draft.restore(&record);
    assert!(!draft.is_empty());
}

#[test]
fn what_a_cell_holds_already_is_no_change_but_keeps_its_place_where_records_are_created() {
    let mut tablet = Tablet::new(0);
    let record = RecordId::keyed("member", "1");
    let mut draft = tablet.draft(0);
    draft.field(&record, "name", "甲");
    tablet.take(draft);
    let mut draft = tablet.draft(1);
    draft.field(&record, "name", "甲");
    assert_eq!(draft.clone().finish(&tablet.ledger), None);
    let created = draft.next_record("member");
    draft.field(&created, "name", "乙");
    let edit = tablet.take(draft).unwrap();
    let creation = edit.change_ids().last().unwrap();
    assert_eq!(created, RecordId::created("member", creation));
}

#[test]
fn emptying_what_is_empty_and_bringing_back_what_was_not_deleted_is_no_edit() {
    let mut tablet = Tablet::new(0);
    let record = RecordId::keyed("member", "1");
    let mut draft = tablet.draft(0);
    draft.field(&record, "name", "甲");
    tablet.take(draft);
    let mut draft = tablet.draft(1);
    draft.field(&record, "notes", Value::Null);
    draft.restore(&record);
    draft.restore(&RecordId::keyed("member", "2"));
    assert_eq!(draft.finish(&tablet.ledger), None);
}

#[test]
fn undoing_the_making_of_a_record_deletes_it_only_where_nobody_had_made_it_before() {
    let record = RecordId::keyed("member", "1");
    let mut tablets = [Tablet::new(0), Tablet::new(1)];
    let made = [0, 1].map(|at| {
        let mut draft = tablets[at].draft(at as i64);
        draft.field(&record, ["name", "notes"][at], "甲");
        tablets[at].take(draft).unwrap().head.id
    });
    let all = united(&[&tablets[0].ledger, &tablets[1].ledger]);
    for at in [0, 1] {
        tablets[at].ledger = all.clone();
        let mut draft = tablets[at].draft(2);
        undo(&all, made[at], &mut draft);
        tablets[at].take(draft);
        let now = tablets[at].ledger.record(&record).unwrap();
        assert_eq!(now.is_deleted(), at == 0);
        assert_eq!(now.text("name"), "甲");
    }
}

#[test]
fn a_record_is_filled_once_another_edit_wrote_what_still_stands_in_it() {
    let mut tablet = Tablet::new(0);
    let record = RecordId::keyed("meeting", "1");
    let mut write = |field: &str, value: Value| {
        let mut draft = tablet.draft(1);
        draft.field(&record, field, value);
        let id = tablet.take(draft).unwrap().head.id;
        (id, tablet.ledger.clone())
    };
    let (made, ledger) = write("kind", "themed".into());
    assert!(!is_filled_since(&ledger, made));
    let (later, ledger) = write("place", "三楼".into());
    assert!(is_filled_since(&ledger, made) && !is_filled_since(&ledger, later));
    let (_, ledger) = write("place", Value::Null);
    assert!(!is_filled_since(&ledger, made), "what was taken back is nothing");
}

#[test]
fn by_a_clock_behind_that_of_who_made_a_record_undoing_an_addition_to_it_deletes_nothing() {
    // An undone 备注 took the whole member away, as the name's timestamp was a minute in the future.
    let record = RecordId::keyed("member", "1");
    let mut ahead = Tablet::new(1);
    let mut draft = ahead.draft(60_000);
    draft.field(&record, "name", "甲");
    ahead.take(draft);
    let mut tablet = Tablet::new(0);
    tablet.ledger = ahead.ledger;
    let mut draft = tablet.draft(0);
    draft.field(&record, "notes", "乙");
    let added = tablet.take(draft).unwrap().head.id;
    let mut draft = tablet.draft(1);
    assert!(undo(&tablet.ledger, added, &mut draft).is_empty());
    tablet.take(draft);
    let now = tablet.ledger.record(&record).unwrap();
    assert!(!now.is_deleted());
    assert_eq!((now.text("name"), now.text("notes")), ("甲", ""));
}
