//! What is said before an import is taken back: how much goes, and what was built on it since.

use yixin::exchange::import::take_back::TakeBack;
use yixin::ledger::{Author, Draft, Edit, EditId, Ledger, Moment, RecordId, Value, WriterId};
use yixin::registers::schemas;

const NOW: Moment = Moment { millis: 1_795_244_700_000, offset: 480 };
const OURS: u64 = 1;
const THEIRS: u64 = 2;

fn edit(ledger: &mut Ledger, writer: u64, number: u32, fill: impl FnOnce(&mut Draft)) -> Edit {
    let id = EditId { writer: WriterId(writer), number };
    let at = Moment { millis: NOW.millis + i64::from(number), ..NOW };
    let mut draft = Draft::new(id, at, Author::default(), "edit", "");
    fill(&mut draft);
    let edit = draft.finish(ledger).expect("an edit");
    ledger.insert(edit.clone());
    edit
}

fn member(number: u32) -> RecordId {
    RecordId::keyed("member", &format!("100{number}"))
}

/// Our member 1001; their members 1001 (renamed), 1002 … 1006, and an entry for 1002.
fn imported() -> (Ledger, Vec<Edit>, RecordId) {
    let mut ledger = Ledger::new();
    edit(&mut ledger, OURS, 1, |draft| draft.field(&member(1), "name", "李明"));
    let roster = edit(&mut ledger, THEIRS, 1, |draft| {
        for number in 1..=6 {
            draft.field(&member(number), "name", format!("党员{number}"));
        }
    });
    let mut entry = None;
    let points = edit(&mut ledger, THEIRS, 2, |draft| {
        let id = draft.next_record("score_entry");
        draft.field(&id, "month", "2026-10");
        draft.entry(&id, "who", member(2).as_str(), 1);
        entry = Some(id);
    });
    (ledger, vec![roster, points], entry.expect("an entry"))
}

#[test]
fn where_nothing_was_built_on_it_an_import_just_goes() {
    let (mut ledger, import, _) = imported();
    let outcome = TakeBack::of(schemas(), &ledger, &import);
    assert_eq!(outcome, TakeBack { changes: 8, built: Vec::new() });
    // Our own work beside it is none of its business.
    edit(&mut ledger, OURS, 2, |draft| draft.field(&member(1), "notes", "早就有的"));
    edit(&mut ledger, OURS, 3, |draft| draft.field(&member(9), "name", "另一人"));
    assert_eq!(TakeBack::of(schemas(), &ledger, &import).built, []);
    assert_eq!(TakeBack::of(schemas(), &ledger, &import).lines(schemas(), &ledger), [""; 0]);
}

#[test]
fn what_replaces_touches_or_names_what_it_brought_is_built_on_it() {
    let (mut ledger, import, entry) = imported();
    // Replaces their value in a record that is ours too.
    edit(&mut ledger, OURS, 2, |draft| draft.field(&member(1), "name", "李铭"));
    assert_eq!(TakeBack::of(schemas(), &ledger, &import).built, [member(1)]);
    // Adds to a record that is here by the import alone.
    edit(&mut ledger, OURS, 3, |draft| draft.field(&entry, "note", "补充"));
    assert_eq!(TakeBack::of(schemas(), &ledger, &import).built, [member(1), entry.clone()]);
    // Names one: as a value, as a key, and within a group.
    let branch = RecordId::keyed("branch", "一支部");
    edit(&mut ledger, OURS, 4, |draft| {
        draft.field(&branch, "name", "一支部");
        draft.field(&branch, "secretary", member(3).as_str());
    });
    let veto = RecordId::keyed("assessment", "branch:=一支部|2026-10");
    edit(&mut ledger, OURS, 5, |draft| {
        let rows = Value::group([(member(4).as_str(), Value::Int(1))]);
        draft.field(&veto, "lock", Value::group([("rows", rows)]));
    });
    let mut own = None;
    edit(&mut ledger, OURS, 6, |draft| {
        let id = draft.next_record("score_entry");
        draft.entry(&id, "who", member(5).as_str(), 1);
        own = Some(id);
    });
    let built = TakeBack::of(schemas(), &ledger, &import).built;
    assert_eq!(built.len(), 5, "{built:?}");
    assert!([&branch, &veto, &own.expect("an entry")].iter().all(|id| built.contains(id)));
}

#[test]
fn a_record_that_both_sides_began_is_ours_too() {
    let mut ledger = Ledger::new();
    edit(&mut ledger, OURS, 1, |draft| draft.field(&member(1), "name", "李明"));
    let mut theirs = Ledger::new();
    let import = vec![edit(&mut theirs, THEIRS, 1, |draft| {
        draft.field(&member(1), "name", "李明");
        draft.field(&member(1), "gender", "male");
    })];
    ledger.insert_all(import.clone());
    edit(&mut ledger, OURS, 2, |draft| draft.field(&member(1), "notes", "备注"));
    assert_eq!(TakeBack::of(schemas(), &ledger, &import).built, []);
    edit(&mut ledger, OURS, 3, |draft| draft.field(&member(1), "gender", "female"));
    assert_eq!(TakeBack::of(schemas(), &ledger, &import).built, [member(1)]);
}

#[test]
fn it_is_said_in_words_by_register_the_first_few_by_name() {
    let (mut ledger, import, entry) = imported();
    edit(&mut ledger, OURS, 2, |draft| {
        for number in 2..=6 {
            draft.field(&member(number), "notes", "备注");
        }
        draft.field(&entry, "note", "补充");
    });
    let lines = TakeBack::of(schemas(), &ledger, &import).lines(schemas(), &ledger);
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0], "党员：党员2、党员3、党员4等 5 条");
    assert!(lines[1].starts_with("积分登记：") || !lines[1].contains('等'), "{}", lines[1]);
    // What is no longer here does not go a second time.
    let mut without =
        Ledger::from_edits(ledger.iter().filter(|edit| edit.head.id != import[1].head.id));
    assert_eq!(TakeBack::of(schemas(), &without, &import).changes, 6);
    without.insert_all(import.clone());
    assert_eq!(TakeBack::of(schemas(), &without, &import).changes, 8);
}
