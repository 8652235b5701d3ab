//! What an import plan says of a file: new, same, newer, older, conflicting, forged.

use crate::fixtures::bundles::{LEDGER, NOW, author, bundle_of, edit, member, sample};
use yixin::exchange::import::plan::{Effect, EffectCounts, ImportPlan, RecordRow, RegisterPlan};
use yixin::ledger::VersionVector;
use yixin::ledger::{
    Cell, Draft, EditId, JOINED, Ledger, LedgerId, Moment, RecordId, WriterId, conflicts,
};
use yixin::registers::title;

#[test]
fn a_plan_says_what_is_new_same_newer_older_and_conflicting() {
    let mut mine = Ledger::new();
    let start = edit(&mine, 1, 1, |draft| {
        for key in ["same", "newer", "older", "conflict", "agreed"] {
            draft.field(&member(key), "name", "起");
        }
    });
    mine.insert(start);
    let mut theirs = mine.clone();
    let ours = edit(&mine, 1, 10, |draft| {
        draft.field(&member("older"), "name", "我后改");
        draft.field(&member("conflict"), "name", "我");
        draft.field(&member("agreed"), "name", "同");
    });
    mine.insert(ours);
    let first = edit(&theirs, 2, 20, |draft| {
        draft.field(&member("newer"), "name", "对方后改");
        draft.field(&member("conflict"), "name", "对方");
        draft.field(&member("agreed"), "name", "同");
        draft.field(&member("new"), "name", "新来");
    });
    theirs.insert(first);
    let plan = ImportPlan::make(&mine, LEDGER, bundle_of(&theirs), NOW + 60_000);
    assert!(!plan.is_same() && !plan.stranger && plan.ahead.is_none());
    assert_eq!(plan.change_count(), 4);
    let [register] = &*plan.registers else { panic!("one register") };
    assert_eq!((register.new_records, register.changed_records), (1, 2));
    let expected =
        EffectCounts { history: 1, new: 1, newer: 1, conflicts: 1, ..EffectCounts::default() };
    assert_eq!(register.tally, expected);
    assert_eq!(plan.tally, EffectCounts { same: 5, ..expected });
    assert_eq!(plan.change_count_of(|record| record.key() != Some("new")), 3);
    let shown = plan.theirs().record(&member("new")).expect("to be shown");
    assert_eq!(shown.text("name"), "新来");
    let effects: Vec<_> =
        register.rows.iter().map(|row| (row.record.key().unwrap_or(""), row.effect)).collect();
    assert_eq!(
        effects,
        [
            ("newer", Effect::Newer),
            ("conflict", Effect::Conflict),
            ("agreed", Effect::History),
            ("new", Effect::New),
        ]
    );
    let conflict = &plan.cells(&mine, &register.rows[1].record)[0];
    assert_eq!(
        (conflict.mine.clone(), conflict.theirs.clone()),
        (Some("我".into()), "对方".into())
    );
    assert_eq!(plan.head(conflict.edit).expect("known").by.name, author("").name);
    assert_eq!(plan.tally.same, 5, "of the first edit, all is here");
    // Some, then all; then nothing new.
    let some = plan.accept_some(|record| record.key() == Some("new"));
    assert_eq!(some.iter().map(|edit| edit.changes.len()).sum::<usize>(), 1);
    mine.insert_all(some);
    let plan = ImportPlan::make(&mine, LEDGER, bundle_of(&theirs), NOW + 60_000);
    assert_eq!(plan.change_count(), 3);
    mine.insert_all(plan.accept());
    assert_eq!(conflicts(&mine).len(), 1, "as the plan said");
    let again = ImportPlan::make(&mine, LEDGER, bundle_of(&theirs), NOW + 60_000);
    assert!(again.is_same() && again.accept().is_empty());
    // Towards the other tablet: ours is older there, or newer where it never came.
    let back = ImportPlan::make(&theirs, LEDGER, bundle_of(&mine), NOW + 60_000);
    let effects: Vec<_> =
        back.registers[0].rows.iter().map(|row| (row.record.key(), row.effect)).collect();
    assert_eq!(
        effects,
        [
            (Some("older"), Effect::Newer),
            (Some("conflict"), Effect::Conflict),
            (Some("agreed"), Effect::History),
        ]
    );
}

/// What a plan says of each record, and how many come, change, go and come back.
fn outcome(mine: &Ledger, theirs: &Ledger) -> (Vec<(String, Effect)>, [usize; 4]) {
    let plan = ImportPlan::make(mine, LEDGER, bundle_of(theirs), NOW + 60_000);
    let [register] = &*plan.registers else { panic!("one register") };
    let key = |row: &RecordRow| row.record.key().unwrap_or_default().to_owned();
    let rows = register.rows.iter().map(|row| (key(row), row.effect)).collect();
    let RegisterPlan { new_records, changed_records, deleted_records, restored_records, .. } =
        register;
    (rows, [*new_records, *changed_records, *deleted_records, *restored_records])
}

#[test]
fn a_deletion_a_return_and_a_joining_are_told_as_what_they_are() {
    let mut mine = Ledger::new();
    let keys = ["deleted", "conflict", "returns", "stays", "joined", "kept"];
    mine.insert(edit(&mine, 1, 1, |draft| {
        keys.iter().for_each(|key| draft.field(&member(key), "name", "起"));
        draft.delete(&member("returns"));
        draft.delete(&member("stays"));
    }));
    let mut theirs = mine.clone();
    mine.insert(edit(&mine, 1, 10, |draft| draft.field(&member("conflict"), "name", "我")));
    theirs.insert(edit(&theirs, 2, 20, |draft| {
        draft.field(&member("conflict"), "name", "对方");
        for key in ["deleted", "conflict"] {
            draft.delete(&member(key));
        }
        draft.restore(&member("returns"));
        draft.field(&member("stays"), "name", "不知已删");
        draft.field(&member("joined"), JOINED, member("kept").as_str());
        draft.field(&member("passing"), "name", "来过");
    }));
    theirs.insert(edit(&theirs, 2, 21, |draft| draft.delete(&member("passing"))));
    let (mut rows, counts) = outcome(&mine, &theirs);
    rows.sort();
    let of = |key: &str, effect| (key.to_owned(), effect);
    assert_eq!(
        rows,
        [
            of("conflict", Effect::Deleted),
            of("deleted", Effect::Deleted),
            of("joined", Effect::Joined),
            of("passing", Effect::History),
            of("returns", Effect::Restored),
            of("stays", Effect::Newer),
        ]
    );
    assert_eq!(counts, [0, 2, 2, 1]);
    // What the plan says is what happens.
    let before: Vec<RecordId> = mine.records("member").map(|one| one.id().clone()).collect();
    let plan = ImportPlan::make(&mine, LEDGER, bundle_of(&theirs), NOW + 60_000);
    mine.insert_all(plan.accept());
    let gone = before.iter().filter(|id| mine.record(id).is_none_or(|one| one.is_deleted()));
    assert_eq!(gone.count(), 2);
    // A deletion that is older than our return of the record only adds to the history.
    let mut here = theirs.clone();
    here.insert(edit(&here, 1, 30, |draft| draft.restore(&member("deleted"))));
    let (rows, _) = outcome(&here, &mine);
    assert!(!rows.iter().any(|(key, effect)| key == "deleted" && *effect == Effect::Deleted));
}

#[test]
fn more_than_a_tenth_of_a_register_deleted_is_asked_about() {
    let mut mine = Ledger::new();
    let key = |number: usize| format!("{number}");
    mine.insert(edit(&mine, 1, 1, |draft| {
        (0..30).for_each(|number| draft.field(&member(&key(number)), "name", "起"));
    }));
    let asked = |deleted: usize, wanted: usize| {
        let mut theirs = mine.clone();
        theirs.insert(edit(&theirs, 2, 20, |draft| {
            (0..deleted).for_each(|number| draft.delete(&member(&key(number))));
        }));
        let plan = ImportPlan::make(&mine, LEDGER, bundle_of(&theirs), NOW + 60_000);
        let is_wanted = |id: &RecordId| {
            id.key().and_then(|key| key.parse().ok()).is_some_and(|number: usize| number < wanted)
        };
        let found = plan.mass_deletions(is_wanted).into_iter();
        found.map(|one| (one.register, one.records.len(), one.of)).collect::<Vec<_>>()
    };
    assert_eq!(asked(3, 30), []);
    assert_eq!(asked(4, 30), [("member".to_owned(), 4, 30)]);
    assert_eq!(asked(4, 3), [], "what is left out is not deleted");
    assert_eq!(asked(30, 30), [("member".to_owned(), 30, 30)]);
}

#[test]
fn an_old_file_only_adds_to_the_history() {
    let mut mine = Ledger::new();
    let mut all = Vec::new();
    for number in 1..=3 {
        let new = edit(&mine, 1, number, |draft| {
            draft.field(&member("1"), "name", format!("第{number}次"));
        });
        all.push(new.clone());
        mine.insert(new);
    }
    let newest = Ledger::from_edits([all[2].clone()]);
    let old = Ledger::from_edits(all[..2].to_vec());
    let plan = ImportPlan::make(&newest, LEDGER, bundle_of(&old), NOW);
    // The second is what the third replaced; the first is not yet known to be an ancestor of it
    // to a tablet that lacks the second, but both come together here.
    assert_eq!((plan.tally.history, plan.tally.conflicts, plan.tally.newer), (1, 0, 0));
    assert_eq!(plan.registers[0].changed_records, 0);
}

#[test]
fn strangers_far_clocks_and_forged_ids_are_pointed_out() {
    let mine = sample();
    let mut theirs = mine.clone();
    let id = EditId { writer: WriterId(9), number: 1 };
    let at = Moment { millis: NOW + 86_400_000, offset: 480 };
    let mut draft = Draft::new(id, at, author("快一天的平板"), "edit", "");
    draft.set(Cell::field(&member("1001"), "name"), "明天");
    theirs.insert(draft.finish(&theirs).expect("an edit"));
    let mut bundle = bundle_of(&theirs);
    bundle.header.ledger = LedgerId(1);
    // Another one that claims the id of a change of ours.
    bundle.edits[1].changes[0].1.value = "伪造".into();
    let plan = ImportPlan::make(&mine, LEDGER, bundle, NOW);
    assert!(plan.stranger);
    let ahead = plan.ahead.clone().expect("a fast clock");
    assert_eq!((ahead.changes, &*ahead.tablet, ahead.at), (1, "快一天的平板", at));
    assert_eq!((plan.tally.refused, plan.tally.newer, plan.change_count()), (1, 1, 1));
    let mut taken = mine.clone();
    taken.insert_all(plan.accept());
    let forged = taken
        .edits()
        .iter()
        .any(|edit| edit.changes.iter().any(|(_, change)| change.value == "伪造".into()));
    assert!(!forged);
}

#[test]
fn a_plan_holds_what_is_new_and_what_that_speaks_of() {
    let mut mine = Ledger::new();
    let unit = RecordId::keyed("department", "1");
    let start = edit(&mine, 1, 1, |draft| {
        draft.field(&unit, "name", "内科");
        draft.field(&member("1"), "name", "李明");
        draft.entry(&member("1"), "department", "2026-01-01", unit.as_str());
        draft.field(&member("2"), "name", "王芳");
    });
    mine.insert(start);
    let mut theirs = mine.clone();
    let same = ImportPlan::make(&mine, LEDGER, bundle_of(&theirs), NOW + 60_000);
    assert!(same.is_same() && same.registers.is_empty());
    assert_eq!((same.theirs().change_count(), &same.holds), (0, &VersionVector::of(&theirs)));
    let entry = RecordId::keyed("score_entry", "1");
    let new = edit(&theirs, 2, 2, |draft| {
        draft.field(&entry, "line", "A1-1");
        draft.entry(&entry, "who", "member:=1", 1);
        draft.field(&member("2"), "gender", "女");
    });
    theirs.insert(new);
    let plan = ImportPlan::make(&mine, LEDGER, bundle_of(&theirs), NOW + 60_000);
    assert_eq!(plan.holds, VersionVector::of(&theirs));
    // All of the member of whom the entry speaks, and of that one's unit; of the other what is new.
    let names = [member("1"), unit].map(|id| title(plan.theirs(), &id));
    assert_eq!(names, ["李明", "内科"].map(str::to_owned));
    assert_eq!(plan.theirs().change_count(), 3 + 3);
    let rows: Vec<_> = plan.registers.iter().flat_map(|one| &one.rows).collect();
    let told: Vec<_> = rows.iter().map(|row| (row.record.clone(), row.cells)).collect();
    assert_eq!(told, [(member("2"), 1), (entry, 2)]);
}
