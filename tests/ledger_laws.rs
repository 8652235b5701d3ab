//! The laws of the ledger, over real edits made by `Draft` on tablets that work apart.

#![allow(clippy::unwrap_used, reason = "what a helper cannot find fails its test")]
#![cfg(not(target_arch = "wasm32"))]

use std::collections::HashSet;

use proptest::prelude::*;
use yixin::exchange::bundle::write_body;
use yixin::ledger::{
    Author, Cell, Change, ChangeId, Draft, EARLIEST_MILLIS, Edit, EditHead, EditId, Ledger, Moment,
    RecordId, Stamp, Value, WriterId, conflicts, history, undo,
};

/// 2026-11-21, the day on which all clocks agree before they go wrong.
const NOW: i64 = 1_795_266_300_000;
const TEN_YEARS: i64 = 315_576_000_000;

/// What a tablet does next.
#[derive(Debug, Clone)]
enum Step {
    /// Sets cells of records, each by place.
    Set {
        who: usize,
        clock: i64,
        cells: Vec<(usize, usize, u8)>,
    },
    /// Creates a record.
    Create {
        who: usize,
        clock: i64,
        value: u8,
    },
    Delete {
        who: usize,
        clock: i64,
        record: usize,
    },
    Restore {
        who: usize,
        clock: i64,
        record: usize,
    },
    /// Undoes one of its own edits.
    Undo {
        who: usize,
        clock: i64,
        edit: usize,
    },
    /// Settles the conflicts that it sees.
    Settle {
        who: usize,
        clock: i64,
    },
    /// Sends everything to another tablet.
    Send {
        from: usize,
        to: usize,
    },
    /// Sends some changes only.
    SendPart {
        from: usize,
        to: usize,
        mask: u64,
    },
}

const TABLETS: usize = 4;

fn clock() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => 0..100_000i64,
        1 => Just(0),
        1 => -TEN_YEARS..TEN_YEARS,
        1 => Just(-TEN_YEARS),
        1 => Just(TEN_YEARS),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..TABLETS;
    prop_oneof![
        6 => (who.clone(), clock(), prop::collection::vec((0..6usize, 0..7usize, 0..4u8), 1..4))
            .prop_map(|(who, clock, cells)| Step::Set { who, clock, cells }),
        2 => (who.clone(), clock(), 0..4u8)
            .prop_map(|(who, clock, value)| Step::Create { who, clock, value }),
        1 => (who.clone(), clock(), 0..6usize)
            .prop_map(|(who, clock, record)| Step::Delete { who, clock, record }),
        1 => (who.clone(), clock(), 0..6usize)
            .prop_map(|(who, clock, record)| Step::Restore { who, clock, record }),
        1 => (who.clone(), clock(), 0..8usize)
            .prop_map(|(who, clock, edit)| Step::Undo { who, clock, edit }),
        1 => (who.clone(), clock()).prop_map(|(who, clock)| Step::Settle { who, clock }),
        3 => (who.clone(), who.clone()).prop_map(|(from, to)| Step::Send { from, to }),
        1 => (who.clone(), who, any::<u64>())
            .prop_map(|(from, to, mask)| Step::SendPart { from, to, mask }),
    ]
}

/// A tablet with its ledger.
#[derive(Clone)]
struct Tablet {
    writer: WriterId,
    number: u32,
    ledger: Ledger,
    own: Vec<EditId>,
}

impl Tablet {
    fn new(place: usize) -> Self {
        let writer = WriterId([0xff, 0x01, u64::MAX, 0x80][place % 4]);
        Self { writer, number: 0, ledger: Ledger::new(), own: Vec::new() }
    }

    fn draft(&self, clock: i64) -> Draft {
        let id = EditId { writer: self.writer, number: self.number + 1 };
        let by = Author {
            name: format!("欧阳·𠮷{}", self.writer).into(),
            role: "支部书记".into(),
            tablet: "平板<A>".into(),
        };
        Draft::new(id, Moment { millis: NOW + clock, offset: 480 }, by, "edit", "更正")
    }

    /// Takes an edit of its own, and checks that it shows at once.
    fn take(&mut self, draft: Draft) -> Option<Edit> {
        let edit = draft.finish(&self.ledger)?;
        self.number += 1;
        self.own.push(edit.head.id);
        for (_, change) in &edit.changes {
            for seen in self.ledger.written(&change.cell) {
                let standing = self.ledger.standing(&change.cell).unwrap();
                assert!(seen.stamp <= standing.stamp);
                assert!(change.stamp > seen.stamp, "an edit beats what its author saw");
            }
        }
        self.ledger.insert(edit.clone());
        for (_, change) in &edit.changes {
            assert_eq!(*self.ledger.standing(&change.cell).unwrap().value, change.value);
        }
        Some(edit)
    }

    fn record(&self, place: usize) -> RecordId {
        let known: Vec<_> =
            self.ledger.all_records("member").map(|record| record.id().clone()).collect();
        match known.get(place) {
            Some(id) if place % 2 == 1 => id.clone(),
            _ => RecordId::keyed("member", &format!("{place}")),
        }
    }
}

/// The cell at a place: of all four kinds.
fn cell(record: &RecordId, place: usize) -> Cell {
    match place {
        0 => Cell::field(record, "name"),
        1 => Cell::field(record, "notes"),
        2 => Cell::field(record, "votes"),
        3 => Cell::entry(record, "roll", "member:=1"),
        4 => Cell::entry(record, "roll", "member:=𠮷"),
        5 => Cell::entry(record, "branch", "2026-01-01"),
        _ => Cell::entry(record, "branch", "2026-07-01"),
    }
}

fn value(place: usize, choice: u8) -> Value {
    match (place, choice) {
        (_, 0) => Value::Null,
        (2, _) => Value::group([
            ("yes", i64::from(choice).into()),
            ("no", Value::List(vec!["弃权".into(), true.into()])),
        ]),
        (3 | 4, _) => i64::from(choice).into(),
        (_, 1) => "李明 <b>\"=1+1\"</b>\n𬭚".into(),
        (_, other) => format!("值{other}").into(),
    }
}

fn run(steps: &[Step]) -> Vec<Tablet> {
    let mut tablets: Vec<_> = (0..TABLETS).map(Tablet::new).collect();
    for step in steps {
        match step {
            Step::Set { who, clock, cells } => {
                let tablet = &mut tablets[*who];
                let mut draft = tablet.draft(*clock);
                for (record, place, choice) in cells {
                    draft.set(cell(&tablet.record(*record), *place), value(*place, *choice));
                }
                tablet.take(draft);
            }
            Step::Create { who, clock, value: choice } => {
                let tablet = &mut tablets[*who];
                let mut draft = tablet.draft(*clock);
                let id = draft.next_record("member");
                draft.set(cell(&id, 0), "新党员");
                draft.set(cell(&id, 3), value(3, *choice));
                tablet.take(draft);
            }
            Step::Delete { who, clock, record } => {
                let tablet = &mut tablets[*who];
                let mut draft = tablet.draft(*clock);
                let id = tablet.record(*record);
                draft.delete(&id);
                if tablet.take(draft).is_some() {
                    assert!(tablet.ledger.record(&id).unwrap().is_deleted());
                }
            }
            Step::Restore { who, clock, record } => {
                let tablet = &mut tablets[*who];
                let mut draft = tablet.draft(*clock);
                let id = tablet.record(*record);
                draft.restore(&id);
                if tablet.take(draft).is_some() {
                    assert!(!tablet.ledger.record(&id).unwrap().is_deleted());
                }
            }
            Step::Undo { who, clock, edit } => {
                let tablet = &mut tablets[*who];
                let mut draft = tablet.draft(*clock);
                if let Some(edit) = tablet.own.get(*edit).copied() {
                    undo(&tablet.ledger, edit, &mut draft);
                }
                tablet.take(draft);
            }
            Step::Settle { who, clock } => {
                let tablet = &mut tablets[*who];
                let mut draft = tablet.draft(*clock);
                for conflict in conflicts(&tablet.ledger) {
                    draft.settle(conflict.cell, conflict.heads[1].value.clone());
                }
                tablet.take(draft);
                assert!(conflicts(&tablet.ledger).is_empty(), "settled conflicts are gone");
            }
            Step::Send { from, to } => {
                let sent = tablets[*from].ledger.clone();
                tablets[*to].ledger.union(&sent);
            }
            Step::SendPart { from, to, mask } => {
                for edit in part(tablets[*from].ledger.edits(), *mask) {
                    tablets[*to].ledger.insert(edit);
                }
            }
        }
    }
    tablets
}

/// Some of the changes of some edits.
fn part(edits: Vec<Edit>, mask: u64) -> Vec<Edit> {
    let mut place = 0u32;
    let mut kept = Vec::new();
    for mut edit in edits {
        edit.changes.retain(|_| {
            place += 1;
            mask.rotate_left(place * 7) & 1 == 1
        });
        kept.push(edit);
    }
    kept.retain(|edit| !edit.changes.is_empty());
    kept
}

fn united(ledgers: &[&Ledger]) -> Ledger {
    let mut all = Ledger::new();
    for ledger in ledgers {
        all.union(ledger);
    }
    all
}

/// What a reader of the ledger sees, in an order of its own.
fn shown(ledger: &Ledger) -> Vec<String> {
    let mut lines = Vec::new();
    for register in ledger.register_names() {
        for record in ledger.all_records(register) {
            for (field, key, value) in record.cells() {
                let deleted = record.is_deleted();
                lines.push(format!("{} {field} {key:?} {value:?} {deleted}", record.id()));
            }
        }
    }
    lines.sort();
    lines
}

fn conflict_lines(ledger: &Ledger) -> Vec<String> {
    let mut lines: Vec<_> = conflicts(ledger)
        .into_iter()
        .map(|conflict| {
            let heads: Vec<_> = conflict.heads.iter().map(|head| (head.id, head.value)).collect();
            format!("{:?} {heads:?}", conflict.cell)
        })
        .collect();
    lines.sort();
    lines
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..24)
}

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
            // Who created a record with a natural key is only certain where one tablet wrote it.
            let written = before.record(&record).into_iter();
            let mut written = written.flat_map(|one| one.written().collect::<Vec<_>>());
            if record.key().is_some()
                && written.any(|(_, _, all)| all.iter().any(|one| one.id.edit.writer != tablet.writer))
            {
                continue;
            }
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
            let steps = history(&ledger, record.id());
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

fn lone_edit(writer: u64, millis: i64, value: &str, replaces: Vec<Stamp>) -> Edit {
    let record = RecordId::keyed("member", "1");
    let id = EditId { writer: WriterId(writer), number: 1 };
    let at = Moment { millis, offset: 480 };
    let stamp = Stamp { millis, counter: 0, writer: id.writer };
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
