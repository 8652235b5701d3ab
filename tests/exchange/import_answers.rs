//! What is accepted of a file by the answers to its plan.

use crate::fixtures::bundles::{LEDGER, NOW, bundle_of, edit, member};
use yixin::exchange::import::answers::{AcceptedChanges, ImportAnswers, write_someone_else};
use yixin::exchange::import::plan::ImportPlan;
use yixin::exchange::import::traces::{
    Candidate, PossibleReturn, known_traces, trace, write_traces,
};
use yixin::ledger::{DELETED, Edit, Ledger, RecordId};
use yixin::registers::{Place, places_of, redact, schemas};

/// Members of these numbers and names, by one edit.
fn roll(people: &[(&str, &str)]) -> Ledger {
    let mut ledger = Ledger::new();
    ledger.insert(edit(&ledger, 1, 1, |draft| {
        for (number, name) in people {
            draft.field(&member(number), "name", *name);
            draft.field(&member(number), "born", "1981-02");
        }
    }));
    ledger
}

/// Erases someone there.
fn erase(ledger: &mut Ledger, number: u32, who: &RecordId) {
    let new = edit(ledger, 2, number, |draft| {
        write_traces(draft, ledger, LEDGER, who);
        redact(draft, &places_of(schemas(), ledger, who));
    });
    ledger.insert(new);
}

fn plan(mine: &Ledger, theirs: &Ledger) -> ImportPlan {
    ImportPlan::make(mine, LEDGER, bundle_of(theirs), NOW + 60_000)
}

fn accepted(mine: &Ledger, plan: &ImportPlan, answers: &ImportAnswers) -> AcceptedChanges {
    AcceptedChanges::of(schemas(), mine, plan, answers)
}

fn records(edits: &[Edit]) -> Vec<&RecordId> {
    let changes = edits.iter().flat_map(|edit| &edit.changes);
    let mut found: Vec<_> = changes.map(|(_, change)| &change.cell.record).collect();
    found.dedup();
    found
}

#[test]
fn who_may_be_erased_stays_out_until_the_user_says_someone_else() {
    let (who, again, other) = (member("1002"), member("2002"), member("2003"));
    let mut mine = roll(&[("1002", "李四")]);
    erase(&mut mine, 1, &who);
    let mut theirs = Ledger::new();
    theirs.insert(edit(&theirs, 3, 1, |draft| {
        for (id, name) in [(&again, "李 四"), (&other, "王五")] {
            draft.field(id, "name", name);
            draft.field(id, "born", "1981-02");
        }
    }));
    let found = |mine: &Ledger| -> Vec<PossibleReturn> {
        let known = known_traces(mine);
        let members = [&again, &other].into_iter().filter_map(|id| theirs.record(id));
        let of = |one: Candidate| {
            let trace = trace(LEDGER, &one.name, &one.born)?;
            PossibleReturn::of(mine, &known, one, &trace)
        };
        members.filter_map(|record| Candidate::of(&record)).filter_map(of).collect()
    };
    let mut answers = ImportAnswers::holding_back(found(&mine));
    assert_eq!(answers.doubtful().iter().map(|one| &one.erased).collect::<Vec<_>>(), [&who]);
    let plan = plan(&mine, &theirs);
    let held = accepted(&mine, &plan, &answers);
    assert_eq!((records(&held.edits), &*held.someone_else), (vec![&other], &[][..]));
    assert_eq!(answers.change_count(&plan), 2);
    answers.set_wanted(again.as_str(), true);
    let all = accepted(&mine, &plan, &answers);
    assert_eq!(
        (records(&all.edits), &*all.someone_else),
        (vec![&again, &other], answers.doubtful())
    );
    mine.insert_all(all.edits);
    mine.insert(edit(&mine, 2, 2, |draft| write_someone_else(draft, &all.someone_else)));
    assert_eq!(found(&mine), [], "nobody asks again");
}

#[test]
fn only_a_confirmed_erasure_is_accepted_and_the_rest_comes_in_without() {
    let (who, other) = (member("1001"), member("1002"));
    let mine = roll(&[("1001", "张三"), ("1002", "李四")]);
    let mut theirs = mine.clone();
    erase(&mut theirs, 1, &who);
    erase(&mut theirs, 2, &other);
    theirs.insert(edit(&theirs, 2, 3, |draft| draft.field(&member("1003"), "name", "赵六")));
    let plan = plan(&mine, &theirs);
    let mut answers = ImportAnswers::default();
    let none = accepted(&mine, &plan, &answers);
    let new = member("1003");
    assert_eq!((none.redactions, records(&none.edits)), (vec![], vec![&new]));
    assert!(!answers.confirms_any());
    let [first, second] = &*plan.redacts else { panic!("two are asked about") };
    answers.set_confirmed(first, true);
    answers.set_confirmed(second, true);
    assert_eq!(answers.confirmed_count(&plan), (2, 0));
    answers.set_confirmed(first, false);
    assert_eq!((answers.confirms(first), answers.confirms(second)), (false, true));
    let one = accepted(&mine, &plan, &answers);
    assert_eq!(records(&one.redactions), [second.member.as_ref().expect("a person")]);
    assert_eq!(records(&one.edits), [&new]);
}

#[test]
fn a_mention_goes_only_with_the_erasure_and_the_record_that_are_taken() {
    let who = member("1002");
    let mine = roll(&[("1002", "李四")]);
    let mut theirs = mine.clone();
    let department = RecordId::keyed("department", "检验科");
    theirs.insert(edit(&theirs, 3, 1, |draft| {
        draft.field(&department, "name", "检验科");
        draft.field(&department, "notes", "由李四联络");
    }));
    erase(&mut theirs, 2, &who);
    let plan = plan(&mine, &theirs);
    let places = |answers: &ImportAnswers| -> Vec<Place> {
        let beyond = accepted(&mine, &plan, answers).beyond;
        assert_eq!(beyond, answers.beyond(schemas(), &mine, &plan), "as it was shown");
        beyond.mentions.into_iter().map(|one| one.place).collect()
    };
    let mut answers = ImportAnswers::default();
    assert_eq!(places(&answers), []);
    answers.set_confirmed(&plan.redacts[0], true);
    assert_eq!(places(&answers).iter().map(|one| &one.record).collect::<Vec<_>>(), [&department]);
    answers.set_wanted(department.as_str(), false);
    assert_eq!(places(&answers), []);
}

#[test]
fn many_deletions_wait_until_agreed_to_or_spared() {
    let mine = roll(&[("1001", "张三"), ("1002", "李四"), ("1003", "王五")]);
    let mut theirs = mine.clone();
    theirs.insert(edit(&theirs, 2, 1, |draft| {
        draft.field(&member("1001"), DELETED, true);
        draft.field(&member("1002"), DELETED, true);
        draft.field(&member("1003"), "phone", "13800001234");
    }));
    let plan = plan(&mine, &theirs);
    let mut answers = ImportAnswers::default();
    let asked = answers.unanswered(&plan);
    let [many] = &*asked else { panic!("one register is asked about") };
    assert_eq!((many.records.len(), answers.deleted_count(&plan)), (2, 2));
    answers.set_agreed(&many.register, true);
    assert!(answers.unanswered(&plan).is_empty());
    answers.set_agreed(&many.register, false);
    assert_eq!(answers.unanswered(&plan), asked);
    answers.spare(many);
    assert!(answers.spares(many) && answers.unanswered(&plan).is_empty());
    assert_eq!(answers.deleted_count(&plan), 0);
    assert_eq!(records(&accepted(&mine, &plan, &answers).edits), [&member("1003")]);
    // One of them wanted again is asked about again.
    answers.set_wanted("member:=1001", true);
    assert!(!answers.spares(many));
    assert_eq!(answers.unanswered(&plan)[0].records, [member("1001")]);
}
