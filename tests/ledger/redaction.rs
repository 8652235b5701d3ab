//! Redaction: what is erased stays erased, whatever file comes by whatever way, and takes nothing
//! else along.

use crate::fixtures::bundles::{LEDGER, header};
use crate::fixtures::dice::Dice;
use crate::fixtures::scores::all_scores;
use crate::fixtures::tablets::{NOW, Tablet, run, steps, united};
use crate::fixtures::{Book, month};
use proptest::prelude::*;
use yixin::exchange::bundle::{Bundle, read, write, write_body};
use yixin::exchange::import::plan::ImportPlan;
use yixin::ledger::{Cell, ChangeId, Ledger, REDACTED, RecordId, Value, redacted_by};
use yixin::registers::{assessment_id, places_of, redact, schemas, title};
use yixin::scoring::{Scores, Snapshot, pending};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() }
}

fn sent(ledger: &Ledger) -> Bundle {
    read(write(ledger, header()).as_bytes()).expect("a good file")
}

fn plan(mine: &Ledger, theirs: &Ledger) -> ImportPlan {
    ImportPlan::make(mine, LEDGER, sent(theirs), NOW)
}

const PLACES: [&str; 7] =
    ["name", "notes", "votes", "votes/yes", "roll/member:=1", "branch", "branch/2026-01-01"];

/// Some of the tablets redact something that they know.
fn redactions(tablets: &mut [Tablet], dice: &mut Dice) {
    for _ in 0..1 + dice.below(3) {
        let who = dice.below(tablets.len());
        let tablet = &mut tablets[who];
        let record = tablet.record(dice.below(6));
        let mut draft = tablet.draft(dice.below(100_000) as i64);
        draft.entry(&record, REDACTED, dice.word(&PLACES), true);
        tablet.take(draft);
    }
}

/// The values that stand at a place of a record, old ones too.
fn values(ledger: &Ledger, record: &RecordId, place: &str) -> Vec<Value> {
    let (field, name) = match place.split_once('/') {
        Some((field, name)) => (field, Some(name)),
        None => (place, None),
    };
    let Some(record) = ledger.record(record) else {
        return Vec::new();
    };
    let cells = record.written().filter(|(one, ..)| *one == field);
    let values = cells.flat_map(|(_, key, written)| {
        written.into_iter().filter_map(move |one| match name {
            None => Some(one.value.clone()),
            Some(name) if key == Some(name) => Some(one.value.clone()),
            Some(name) => one.value.get(name).cloned(),
        })
    });
    values.collect()
}

/// All that a set says to be erased.
fn erased(ledger: &Ledger) -> Vec<(RecordId, String)> {
    let mut found = Vec::new();
    for record in ledger.register_names().flat_map(|name| ledger.all_records(name)) {
        for (field, key, written) in record.written() {
            if field == REDACTED && written.iter().any(|one| one.value.is_true()) {
                found.push((record.id().clone(), key.unwrap_or_default().to_owned()));
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_comes_in_whatever_order_what_is_erased_anywhere_is_erased_everywhere(
        steps in steps(), seed in any::<u64>(),
    ) {
        let mut tablets = run(&steps);
        // Old files that still have everything.
        let old: Vec<Ledger> = tablets.iter().map(|tablet| tablet.ledger.clone()).collect();
        let mut dice = Dice(seed);
        redactions(&mut tablets, &mut dice);
        let all: Vec<&Ledger> = tablets.iter().map(|tablet| &tablet.ledger).collect();
        let whole = united(&all);
        let places = erased(&whole);
        prop_assert!(!places.is_empty());
        // Union has its laws still.
        let [a, b, c] = [all[0], all[1], all[2]];
        let body = |ledgers: &[&Ledger]| write_body(&united(ledgers));
        prop_assert_eq!(body(&[a, b]), body(&[b, a]));
        prop_assert_eq!(body(&[&united(&[a, b]), c]), body(&[a, &united(&[b, c])]));
        prop_assert_eq!(body(&[a, a]), write_body(a));
        // Every order of arrival, edit by edit, gives the same.
        let mut edits: Vec<_> = all.iter().chain(&old.iter().collect::<Vec<_>>())
            .flat_map(|ledger| ledger.edits()).collect();
        dice.shuffle(&mut edits);
        let mut one_by_one = Ledger::new();
        for edit in edits {
            one_by_one.insert(edit);
        }
        prop_assert_eq!(write_body(&one_by_one), write_body(&whole));
        // Nothing of what is erased is there, and old files do not bring it back.
        let mut taken = whole.clone();
        for ledger in &old {
            let plan = plan(&taken, ledger);
            prop_assert_eq!(plan.tally.refused, 0);
            taken.insert_all(plan.accept());
        }
        prop_assert_eq!(write_body(&taken), write_body(&whole));
        for (record, place) in &places {
            prop_assert_eq!(values(&whole, record, place), Vec::<Value>::new(), "{} {}", record, place);
            prop_assert!(whole.is_erased(record, place));
        }
        // Nothing else is gone: every change of the old files is there, unless it is erased.
        for edit in united(&old.iter().collect::<Vec<_>>()).edits() {
            for (index, mut change) in edit.changes.clone() {
                let id = ChangeId { edit: edit.head.id, index };
                let mut alone = edit.clone();
                alone.changes = vec![(index, change.clone())];
                whole.erase(&mut alone);
                match alone.changes.pop() {
                    Some((_, left)) => {
                        change = left;
                        prop_assert_eq!(whole.holds_change(id, &change), Some(true));
                    }
                    None => prop_assert!(!whole.contains(id)),
                }
            }
        }
        // And it goes through files as it is.
        prop_assert_eq!(write_body(&Ledger::from_edits(sent(&whole).edits)), write_body(&whole));
    }

    #[test]
    fn what_is_written_later_to_what_is_erased_is_no_part_of_any_edit(
        steps in steps(), seed in any::<u64>(),
    ) {
        let mut tablets = run(&steps);
        let mut dice = Dice(seed);
        redactions(&mut tablets[..1], &mut dice);
        let tablet = &mut tablets[0];
        let (record, place) = (tablet.record(dice.below(6)), *dice.pick(&["name", "notes", "roll"]));
        let mut draft = tablet.draft(100_000);
        draft.entry(&record, REDACTED, place, true);
        tablet.take(draft);
        let mut draft = tablet.draft(1_000_000);
        draft.set(Cell::field(&record, place), "又写了");
        draft.set(Cell::field(&record, "other"), "别的");
        let edit = draft.finish(&tablet.ledger).expect("the rest");
        prop_assert_eq!(edit.changes.len(), 1);
        prop_assert_eq!(&*edit.changes[0].1.cell.field, "other");
    }

    #[test]
    fn a_redaction_in_a_file_waits_to_be_confirmed_and_the_rest_can_be_taken_before(
        steps in steps(), seed in any::<u64>(),
    ) {
        let mut tablets = run(&steps);
        let mut dice = Dice(seed);
        redactions(&mut tablets[1..2], &mut dice);
        let [mine, theirs] = [&tablets[0].ledger, &tablets[1].ledger];
        let plan = plan(mine, theirs);
        prop_assert_eq!(plan.tally.refused, 0);
        // What erases nothing here is not asked about: it is taken in as it is.
        for edit in theirs.iter().filter(|edit| redacted_by(edit).next().is_some()) {
            let asks = plan.redacts.iter().any(|one| one.edits.contains(&edit.head.id));
            let (id, mut after) = (edit.head.id, mine.clone());
            after.insert(edit);
            prop_assert_eq!(asks, after.erased() > mine.erased(), "{}", id);
        }
        let mut careful = mine.clone();
        careful.insert_all(plan.accept_some(|_| true));
        careful.insert_all(plan.accept_redactions(|_| false));
        prop_assert_eq!(careful.erased(), 0);
        if plan.redacts.is_empty() {
            prop_assert_eq!(write_body(&careful), write_body(&united(&[mine, theirs])));
        }
        for (record, place) in erased(theirs) {
            for value in values(mine, &record, &place) {
                prop_assert!(values(&careful, &record, &place).contains(&value));
            }
        }
        let again = self::plan(&careful, theirs);
        prop_assert_eq!(again.redacts.len(), plan.redacts.len());
        careful.insert_all(again.accept_redactions(|_| true));
        prop_assert_eq!(write_body(&careful), write_body(&united(&[mine, theirs])));
    }
}

#[test]
fn a_locked_month_keeps_its_hash_and_its_scores_and_loses_the_name() {
    let mut book = Book::new();
    let branch = book.first();
    let member = book.member("1001", &branch);
    book.member("1002", &branch);
    book.enter("2026-01", "C3.1", &[(&member, 2)]);
    book.close(&branch, "2026-01");
    let of = month("2026-01");
    let id = assessment_id(&branch, of);
    let locked = |book: &Book| {
        let record = book.ledger.record(&id).expect("an assessment");
        Snapshot::from_value(record.get("lock")).expect("a snapshot")
    };
    let (before, counted) = (locked(&book), all_scores(&book.ledger, &mut book.scores, &[of]));
    assert!(write_body(&book.ledger).contains("党员1001"));
    let places = places_of(schemas(), &book.ledger, &member);
    book.act("redact", |draft, _| redact(draft, &places));
    let body = write_body(&book.ledger);
    assert!(!body.contains("党员1001"), "{body}");
    assert_eq!(locked(&book), before);
    let names = book.ledger.record(&id).expect("an assessment").get("names");
    assert_eq!(names, &Value::group([("member:=1002", "党员1002".into())]));
    assert_eq!(all_scores(&book.ledger, &mut book.scores, &[of]), counted);
    assert_eq!(all_scores(&book.ledger, &mut Scores::new(&book.ledger), &[of]), counted);
    assert_eq!(title(&book.ledger, &member), "（已依法删除）");
    assert_eq!(pending(&before, &book.sheet("2026-01"), &[]), [], "nothing has come since");
}

/// A tablet that knows a member with a vote.
fn voted() -> (Tablet, RecordId) {
    let mut tablet = Tablet::new(0);
    let id = RecordId::keyed("member", "1");
    let mut draft = tablet.draft(0);
    draft.field(&id, "name", "张三");
    draft.field(&id, "votes", Value::group([("yes", 3.into()), ("no", 1.into())]));
    draft.field(&id, "notes", "注");
    tablet.take(draft);
    (tablet, id)
}

fn erase(tablet: &mut Tablet, id: &RecordId, places: &[&str]) {
    let mut draft = tablet.draft(1);
    for place in places {
        draft.entry(id, REDACTED, place, true);
    }
    tablet.take(draft).expect("an edit");
}

#[test]
fn only_a_yes_in_the_redactions_themselves_erases() {
    let (mut tablet, id) = voted();
    let mut draft = tablet.draft(1);
    draft.entry(&id, REDACTED, "name", false);
    draft.entry(&id, "roll", "notes", true);
    tablet.take(draft);
    assert_eq!((tablet.ledger.erased_places(), tablet.ledger.is_redacted(&id)), (0, false));
    let record = tablet.ledger.record(&id).expect("a member");
    assert_eq!((record.text("name"), record.text("notes")), ("张三", "注"));
}

#[test]
fn a_ledger_counts_what_is_erased_and_of_how_many_changes_it_took_something() {
    let (mut tablet, id) = voted();
    assert_eq!((tablet.ledger.erased_places(), tablet.ledger.erased()), (0, 0));
    erase(&mut tablet, &id, &["name", "votes/yes", "phone"]);
    assert_eq!((tablet.ledger.erased_places(), tablet.ledger.erased()), (3, 2));
    erase(&mut tablet, &id, &["notes"]);
    assert_eq!((tablet.ledger.erased_places(), tablet.ledger.erased()), (4, 3));
}

#[test]
fn a_plan_says_of_how_many_changes_something_is_erased_here_and_takes_the_rest() {
    let (old, id) = voted();
    let mut mine = Tablet::new(1);
    erase(&mut mine, &id, &["name", "votes/yes"]);
    let plan = plan(&mine.ledger, &old.ledger);
    assert_eq!((plan.tally.erased, plan.change_count()), (2, 2));
    mine.ledger.insert_all(plan.accept());
    let record = mine.ledger.record(&id).expect("a member");
    assert_eq!(record.get("votes"), &Value::group([("no", 1.into())]));
    assert_eq!((record.text("name"), record.text("notes")), ("", "注"));
}

#[test]
fn a_group_that_lost_a_member_to_the_files_redaction_is_the_same_and_one_that_says_else_is_forged()
{
    let (mine, id) = voted();
    let mut theirs = mine.clone();
    erase(&mut theirs, &id, &["votes/yes"]);
    let bundle = sent(&theirs.ledger);
    let plan = ImportPlan::make(&mine.ledger, LEDGER, bundle.clone(), NOW);
    assert_eq!((plan.tally.same, plan.tally.refused), (3, 0));
    assert_eq!((plan.change_count(), plan.change_count_of(|_| true)), (1, 0), "the redaction");
    let mut forged = bundle;
    let changes = forged.edits.iter_mut().flat_map(|edit| &mut edit.changes);
    for (_, change) in changes.filter(|(_, one)| &*one.cell.field == "votes") {
        change.value = Value::group([("no", 100.into())]);
    }
    let plan = ImportPlan::make(&mine.ledger, LEDGER, forged, NOW);
    assert_eq!((plan.tally.same, plan.tally.refused), (2, 1));
}

#[test]
fn an_edit_of_which_all_is_erased_is_not_spoken_of() {
    let (mut tablet, id) = voted();
    let [edit] = &*tablet.ledger.edits() else { panic!("one edit") };
    let only = edit.head.id;
    erase(&mut tablet, &id, &["name", "votes", "notes"]);
    assert_eq!((tablet.ledger.head(only), tablet.ledger.edit_count()), (None, 1));
    // Nor when it comes once more.
    tablet.ledger.insert(edit.clone());
    assert_eq!((tablet.ledger.head(only), tablet.ledger.edit_count()), (None, 1));
}
