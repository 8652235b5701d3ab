//! Erasure (依法删除) that goes about by files: two tablets that gave each other everything have the
//! same, whoever erased what; and where a file still says who it was, the name is looked for in what
//! it brings.

use crate::fixtures::bundles::{LEDGER, NOW, author, edit, header, member};
use yixin::exchange::bundle::{read, write, write_body};
use yixin::exchange::import::answers::{AcceptedChanges, ImportAnswers};
use yixin::exchange::import::implied_erasure::ImpliedErasure;
use yixin::exchange::import::plan::ImportPlan;
use yixin::exchange::import::traces::{
    PossibleReturn, candidates, known_traces, trace, write_traces,
};
use yixin::ledger::{Draft, EditId, Ledger, Moment, RecordId, WriterId};
use yixin::registers::{DEPARTMENT, REDACT, keep_apart, mentions, places_of, redact, schemas};

/// A tablet: its ledger and its edits.
struct Tablet {
    ledger: Ledger,
    writer: u64,
    number: u32,
}

impl Tablet {
    fn new(writer: u64) -> Self {
        Self { ledger: Ledger::new(), writer, number: 0 }
    }

    fn act(&mut self, fill: impl FnOnce(&mut Draft, &Ledger)) {
        self.number += 1;
        let ledger = &self.ledger;
        let edit = edit(ledger, self.writer, self.number, |draft| fill(draft, ledger));
        self.ledger.insert(edit);
    }

    /// A department with a remark.
    fn department(&mut self, name: &str, remark: &str) -> RecordId {
        let id = RecordId::keyed(DEPARTMENT.name, name);
        self.act(|draft, _| {
            draft.field(&id, "name", name);
            draft.field(&id, "notes", remark);
        });
        id
    }

    /// Erases someone, with all mentions.
    fn erase(&mut self, who: &RecordId) {
        self.act(|draft, ledger| {
            write_traces(draft, ledger, LEDGER, who);
            redact(draft, &places_of(schemas(), ledger, who));
            let others: Vec<_> =
                mentions(schemas(), ledger, who).into_iter().map(|one| one.place).collect();
            redact(draft, &others);
        });
    }

    fn plan(&self, from: &Self) -> ImportPlan {
        let bundle = read(write(&from.ledger, header()).as_bytes()).expect("a good file");
        ImportPlan::make(&self.ledger, LEDGER, bundle, NOW)
    }

    /// Takes all of a file, and what it erases where that is agreed to.
    fn take(&mut self, from: &Self, agrees: bool) {
        let plan = self.plan(from);
        let mut answers = ImportAnswers::default();
        plan.redacts.iter().for_each(|one| answers.set_confirmed(one, agrees));
        let AcceptedChanges { redactions, edits, beyond, .. } =
            AcceptedChanges::of(schemas(), &self.ledger, &plan, &answers);
        self.number += 1;
        let at = Moment { millis: NOW, offset: 480 };
        let id = EditId { writer: WriterId(self.writer), number: self.number };
        let mut own = Draft::new(id, at, author("平板"), REDACT, "");
        beyond.write(&mut own, |_| true);
        let own = own.finish(&self.ledger);
        self.ledger.insert_all(redactions.into_iter().chain(own));
        self.ledger.insert_all(edits);
    }
}

/// Two tablets that have someone of the roll.
fn two_tablets() -> (Tablet, Tablet, RecordId) {
    let (mut one, mut two, who) = (Tablet::new(1), Tablet::new(2), member("1002"));
    one.act(|draft, _| {
        draft.field(&who, "name", "李四");
        draft.field(&who, "born", "1981-02");
    });
    two.take(&one, false);
    (one, two, who)
}

#[test]
fn an_erasure_that_went_there_and_back_leaves_both_the_same_unasked() {
    let (mut one, mut two, who) = two_tablets();
    two.department("检验科", "由李四联络");
    one.erase(&who);
    let asked = two.plan(&one);
    assert_eq!(asked.redacts.iter().map(|one| &one.member).collect::<Vec<_>>(), [&Some(who)]);
    two.take(&one, true);
    // What the second has erased beyond was never here: there is nothing to ask about.
    assert_eq!(one.plan(&two).redacts, []);
    one.take(&two, false);
    assert_eq!(write_body(&one.ledger), write_body(&two.ledger));
    assert!(!write_body(&one.ledger).contains("李四"));
}

#[test]
fn two_tablets_that_erased_the_same_person_exchange_and_are_equal() {
    let (mut one, mut two, who) = two_tablets();
    one.erase(&who);
    two.erase(&who);
    let plan = one.plan(&two);
    assert_eq!((plan.redacts.len(), plan.change_count_of(|_| true)), (0, 0));
    assert!(!plan.accept_redactions(|_| false).is_empty(), "there is something to take in");
    one.take(&two, false);
    two.take(&one, false);
    assert_eq!(write_body(&one.ledger), write_body(&two.ledger));
}

#[test]
fn one_person_erased_by_two_tablets_is_asked_about_once() {
    let (mut one, mut two, who) = two_tablets();
    let mut three = Tablet::new(3);
    three.take(&one, false);
    one.erase(&who);
    two.erase(&who);
    one.take(&two, true);
    let plan = three.plan(&one);
    assert_eq!(plan.redacts.len(), 1);
    assert_eq!(plan.redacts[0].edits.len(), 2);
}

#[test]
fn a_name_that_a_file_still_has_is_looked_for_in_what_it_brings() {
    let (mut one, mut two, who) = two_tablets();
    // What was left as it is when he was erased is not asked about again.
    one.department("心电图室", "与李四无关");
    let places = places_of(schemas(), &one.ledger, &who);
    one.act(|draft, _| redact(draft, &places));
    two.department("检验科", "由李四联络");
    two.department("药剂科", "由王五联络");
    let beyond =
        ImpliedErasure::of_plan(schemas(), &one.ledger, &one.plan(&two), |_| true, |_| false);
    let found: Vec<_> = beyond.mentions.iter().map(|one| &*one.words).collect();
    assert_eq!(found, ["由李四联络"]);
    assert!(!beyond.is_blind && !beyond.is_ambiguous);
    one.take(&two, false);
    let body = write_body(&one.ledger);
    assert!(!body.contains("由李四联络") && body.contains("由王五联络"));
}

#[test]
fn a_file_of_a_tablet_that_may_write_an_unknown_name_says_so() {
    let (mut one, mut two, who) = two_tablets();
    let (known, mut three) = (two.ledger.clone(), Tablet::new(3));
    one.erase(&who);
    // A tablet that only ever heard of the name.
    three.department("检验科", "由李四联络");
    let is_blind = |mine: &Tablet, theirs: &Tablet| {
        ImpliedErasure::of_plan(schemas(), &mine.ledger, &mine.plan(theirs), |_| true, |_| false)
            .is_blind
    };
    assert!(is_blind(&one, &three));
    // Who has erased him, too, writes the name no more.
    two.take(&one, true);
    two.department("检验科", "由王五联络");
    assert!(!is_blind(&one, &two));
    two.ledger = known;
    assert!(!is_blind(&one, &two), "the file says the name itself");
}

#[test]
fn a_trace_goes_with_its_erasure_and_not_with_the_import() {
    let (mut one, two, who) = two_tablets();
    one.erase(&who);
    let plan = two.plan(&one);
    let mut after = two.ledger.clone();
    after.insert_all(plan.accept_redactions(|_| true));
    assert_eq!(known_traces(&after).len(), 1, "taking the import back leaves it");
    assert_eq!(plan.change_count_of(|_| true), 0);
    assert!(plan.accept_some(|_| true).is_empty());
}

#[test]
fn one_who_comes_again_under_another_record_is_held_up_until_answered() {
    let (mut one, mut two, who) = two_tablets();
    one.erase(&who);
    let (again, other) = (member("2002"), member("2003"));
    for (id, born) in [(&again, "1981-02-14"), (&other, "1981-03")] {
        two.act(|draft, _| {
            draft.field(id, "name", "李 四");
            draft.field(id, "born", born);
        });
    }
    let doubtful = |mine: &Tablet, theirs: &Tablet| -> Vec<RecordId> {
        let known = known_traces(&mine.ledger);
        let asked = candidates(&mine.ledger, &mine.plan(theirs)).into_iter();
        let asked = asked.filter_map(|one| {
            let trace = trace(LEDGER, &one.name, &one.born)?;
            PossibleReturn::of(&mine.ledger, &known, one, &trace).map(|one| one.record)
        });
        asked.collect()
    };
    assert_eq!(doubtful(&one, &two), std::slice::from_ref(&again));
    one.take(&two, false);
    // Who is here already is not held up with each file that has something of the person.
    two.act(|draft, _| draft.field(&again, "phone", "13800001234"));
    assert_eq!(doubtful(&one, &two), []);
    // Nor is one of whom was said that it is someone else.
    let mut three = Tablet::new(3);
    three.take(&one, false);
    three.act(|draft, _| keep_apart(draft, &again, &who));
    two.act(|draft, _| draft.field(&again, "born", "1981-02"));
    assert_eq!(doubtful(&three, &two), []);
    assert_eq!(doubtful(&one, &two), [again]);
}
