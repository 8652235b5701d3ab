//! Records that turn out to be one (同一人、同一单位): who goes on follows from the set alone, what was
//! said of either counts once for the one that goes on, and it can be undone.

use crate::fixtures::dice::Dice;
use crate::fixtures::joins::{join_in, unnumbered};
use crate::fixtures::tablets::{Tablet, clock, run, shown, steps, united};
use crate::fixtures::{Book, day, month, texts_of};
use proptest::prelude::*;
use yixin::codec::wire::write_body;
use yixin::exchange::duplicates::{duplicates, joined, newcomers};
use yixin::exchange::export::scope::{Restricted, Scope};
use yixin::ledger::{Day, JOINED, Ledger, REDACTED, RecordId, Value, conflicts, history};
use yixin::registers::form::RowInput;
use yixin::registers::{
    Context, MEMBER, MEMBER_SCHEMA, Member, SCORE_ENTRY, SCORE_ENTRY_SCHEMA, form, join, problems,
    schemas, separate, title,
};
use yixin::scoring::{Scores, adjustments, locked, obstacles, pending};
use yixin::tables::columns::ColumnMap;
use yixin::tables::delimited;
use yixin::tables::roster::{self, Roster};
use yixin::tables::roster_import::{Defaults, RosterImport, compare};
use yixin::tables::roster_plan::{PlanOptions, RowOutcome};

const JANUARY: &str = "2026-01";
const FEBRUARY: &str = "2026-02";

fn separate_in(book: &mut Book, id: &RecordId) {
    book.act("separate", |draft, ledger| separate(draft, ledger, id));
}

fn members(ledger: &Ledger) -> Vec<String> {
    let mut names: Vec<_> =
        ledger.records(MEMBER.name).map(|record| record.text("name").to_owned()).collect();
    names.sort();
    names
}

/// Everything that the scores say of three months, in an order of its own.
fn all_scores(ledger: &Ledger, scores: &mut Scores) -> Vec<String> {
    let mut lines = Vec::new();
    let of: Vec<_> = [JANUARY, FEBRUARY, "2026-03"].map(month).into();
    for each in &of {
        if let Ok(sheet) = scores.sheet(ledger, *each) {
            for (at, row) in sheet.rows.iter().enumerate() {
                lines.push(format!("{each} {row:?} {:?}", sheet.items(at)));
            }
        }
        for branch in ledger.all_records("branch") {
            let results = scores.results(ledger, branch.id(), *each);
            lines.push(format!("{each} {} {results:?}", branch.id()));
        }
    }
    for member in ledger.all_records(MEMBER.name) {
        lines.push(format!("{} {:?}", member.id(), scores.mean(ledger, member.id(), &of)));
    }
    lines.sort();
    lines
}

#[test]
fn what_was_said_of_either_counts_for_the_one_that_goes_on_and_undoing_brings_both_back() {
    let mut book = Book::new();
    let keep = unnumbered(&mut book, "张三", &[("born", "1980-05")]);
    let other = unnumbered(&mut book, "张三", &[("born", "1980-05-03"), ("phone", "138")]);
    // As earlier versions kept what was typed.
    book.force(&other, "name", "张 三");
    book.enter(JANUARY, "C3.1", &[(&keep, 1)]);
    book.enter(JANUARY, "C3.1", &[(&other, 1)]);
    let before = book.ledger.clone();
    let apart = [book.item(&keep, JANUARY, "C3"), book.item(&other, JANUARY, "C3")];
    join_in(&mut book, &other, &keep);
    assert_eq!(members(&book.ledger), ["张三"]);
    assert_eq!(book.ledger.resolve(&other), &keep);
    assert_eq!(title(&book.ledger, &other), "张三");
    let once = book.sheet(JANUARY).standard.item("C3").expect("an item").1.base;
    assert_eq!(book.item(&keep, JANUARY, "C3") - once, apart[0] + apart[1] - 2 * once);
    assert_eq!(book.sheet(JANUARY).rows.len(), 1);
    let record = book.ledger.record(&keep).expect("a member");
    assert_eq!((record.text("phone"), record.text("born")), ("138", "1980-05"));
    book.undo();
    assert_eq!(members(&book.ledger), ["张 三", "张三"]);
    assert_eq!(book.ledger.record(&keep).expect("a member").text("phone"), "");
    assert_eq!([book.item(&keep, JANUARY, "C3"), book.item(&other, JANUARY, "C3")], apart);
    assert_eq!(
        all_scores(&book.ledger, &mut book.scores),
        all_scores(&before, &mut Scores::new(&before))
    );
}

#[test]
fn a_roll_that_marks_both_counts_the_greater_once() {
    let mut book = Book::new();
    let [keep, other] = ["甲", "乙"].map(|name| unnumbered(&mut book, name, &[]));
    let entry = book.enter(JANUARY, "C3.1", &[(&keep, 1), (&other, 2)]);
    let twice = book.item(&other, JANUARY, "C3");
    join_in(&mut book, &other, &keep);
    assert_eq!(book.item(&keep, JANUARY, "C3"), twice);
    let record = book.ledger.record(&entry).expect("an entry");
    assert_eq!(record.entries("who"), [(keep.as_str(), &Value::Int(2))]);
    for id in [&keep, &other] {
        assert_eq!(record.entry("who", id.as_str()), &Value::Int(2));
    }
    assert_eq!(problems(&SCORE_ENTRY_SCHEMA, &record, &Context::new(&book.ledger, Day::MAX)), []);
}

#[test]
fn a_row_that_is_taken_away_goes_whichever_of_those_that_are_one_it_names() {
    let mut book = Book::new();
    let [keep, other, third] = ["甲", "乙", "丙"].map(|name| unnumbered(&mut book, name, &[]));
    let entry = book.enter(JANUARY, "C3.1", &[(&other, 3), (&third, 1)]);
    join_in(&mut book, &other, &keep);
    let mut input = texts_of(&[]);
    input.rows.insert("who", [(keep.to_string(), RowInput::first(4))].into());
    book.save(&SCORE_ENTRY, Some(&entry), &input);
    let who = |book: &Book| {
        let record = book.ledger.record(&entry).expect("an entry");
        record.entries("who").into_iter().map(|(id, _)| id.to_owned()).collect::<Vec<_>>()
    };
    let record = book.ledger.record(&entry).expect("an entry");
    assert_eq!(record.entry("who", keep.as_str()), &Value::Int(4));
    assert_eq!(record.entry("who", third.as_str()), &Value::Int(1), "nobody touched it");
    input.rows.insert("who", [(keep.to_string(), RowInput::Gone)].into());
    book.save(&SCORE_ENTRY, Some(&entry), &input);
    assert_eq!(who(&book), [third.to_string()]);
}

#[test]
fn exemptions_vetoes_appeals_adjustments_and_totals_of_either_count() {
    let mut book = Book::new();
    let first = book.first();
    let [keep, other] = ["甲", "乙"].map(|name| unnumbered(&mut book, name, &[]));
    book.exempt(&other, "产假", FEBRUARY, FEBRUARY, "2026-01-20");
    let veto = book.veto(&other, "V1", "2026-03");
    book.appeal(&other, JANUARY);
    book.bring_in(&first, "2025-12", &[(&keep, 700), (&other, 800)]);
    join_in(&mut book, &other, &keep);
    let row = |book: &mut Book, of| book.sheet(of).rows.clone();
    assert!(row(&mut book, FEBRUARY)[0].who.exemption.is_some());
    assert_eq!(row(&mut book, "2026-03")[0].who.veto, Some(veto));
    let totals = book.scores.results(&book.ledger, &first, month("2025-12"));
    assert_eq!(totals.len(), 1);
    assert_eq!(totals[&keep].tenths, 800);
    let found =
        obstacles(&book.ledger, &mut book.scores, &first, month(JANUARY), day("2026-02-20"));
    assert!(found.iter().any(|one| one.text.contains("申诉")), "{found:?}");
}

#[test]
fn a_joined_departments_result_counts_for_the_staff_and_of_two_in_one_month_the_lower() {
    let mut book = Book::new();
    let first = book.first();
    let [keep, other] = ["心内科", "心内"].map(|name| book.department(name));
    let who = book.member_from("1", &first, Some(&other), day("2026-01-01"));
    let colleague = book.member_from("2", &first, Some(&keep), day("2026-01-01"));
    book.result(&other, JANUARY, "60");
    book.result(&other, FEBRUARY, "100");
    book.result(&keep, FEBRUARY, "60");
    let measured = |book: &mut Book, member: &RecordId, of: &str| {
        let sheet = book.sheet(of);
        sheet.items(sheet.row_of(member).expect("on the sheet")).to_vec()
    };
    let low = measured(&mut book, &who, JANUARY);
    let high = measured(&mut book, &who, FEBRUARY);
    assert_ne!(low, high);
    join_in(&mut book, &other, &keep);
    for member in [&who, &colleague] {
        assert_eq!(measured(&mut book, member, JANUARY), low);
        assert_eq!(measured(&mut book, member, FEBRUARY), low);
    }
    let blocks = |book: &mut Book, of: &str| {
        let found = obstacles(&book.ledger, &mut book.scores, &first, month(of), day("2026-04-20"));
        found.into_iter().filter(|one| one.blocks).count()
    };
    assert_eq!((blocks(&mut book, JANUARY), blocks(&mut book, FEBRUARY)), (0, 1));
}

#[test]
fn a_locked_month_stays_as_it_is_and_what_came_since_is_told_of_one_member() {
    let mut book = Book::new();
    let first = book.first();
    let [keep, other] = ["甲", "乙"].map(|name| unnumbered(&mut book, name, &[]));
    book.enter(JANUARY, "C3.1", &[(&keep, 1)]);
    book.close(&first, JANUARY);
    let kept = locked(&book.ledger, &first, month(JANUARY)).expect("locked").expect("whole");
    book.enter(JANUARY, "C3.1", &[(&other, 1)]);
    let told = |book: &mut Book| {
        let snapshot = locked(&book.ledger, &first, month(JANUARY)).expect("locked");
        let snapshot = snapshot.expect("whole").joined(&book.ledger);
        let sheet = book.sheet(JANUARY);
        pending(&snapshot, &sheet, &adjustments(&book.ledger, month(JANUARY)))
    };
    let apart = told(&mut book);
    assert_eq!(apart.iter().map(|one| &one.member).collect::<Vec<_>>(), [&other]);
    join_in(&mut book, &other, &keep);
    let now = locked(&book.ledger, &first, month(JANUARY)).expect("locked").expect("whole");
    assert_eq!((&now, now.hash()), (&kept, kept.hash()));
    let since = told(&mut book);
    assert_eq!(since.len(), 1);
    assert!(since[0].member == keep && !since[0].needs_reopening());
    let difference = since[0].difference();
    assert!(difference > 0);
    let results = book.scores.results(&book.ledger, &first, month(JANUARY));
    assert_eq!(results.keys().collect::<Vec<_>>(), [&keep]);
    assert_eq!(results[&keep].tenths, kept.rows[&keep].result);
    let points = yixin::registers::points_text(difference.into());
    book.adjust(&other, JANUARY, &points);
    assert_eq!(told(&mut book), []);
    let results = book.scores.results(&book.ledger, &first, month(JANUARY));
    assert_eq!(results[&keep].tenths, kept.rows[&keep].result + difference);
}

#[test]
fn chains_are_followed_and_a_circle_is_its_least_for_all() {
    let mut book = Book::new();
    let all: Vec<RecordId> =
        (0..4).map(|n| unnumbered(&mut book, &format!("甲{n}"), &[])).collect();
    let say = |book: &mut Book, from: usize, into: &str| {
        let (id, into) = (all[from].clone(), into.to_owned());
        book.act("join", |draft, _| draft.field(&id, JOINED, into));
    };
    let resolved = |book: &Book| -> Vec<RecordId> {
        all.iter().map(|id| book.ledger.resolve(id).clone()).collect()
    };
    say(&mut book, 0, all[1].as_str());
    say(&mut book, 1, all[2].as_str());
    assert_eq!(resolved(&book), [2, 2, 2, 3].map(|at| all[at].clone()));
    say(&mut book, 2, all[1].as_str());
    assert_eq!(resolved(&book), [1, 1, 1, 3].map(|at| all[at].clone()));
    say(&mut book, 2, all[0].as_str());
    say(&mut book, 3, all[2].as_str());
    assert_eq!(resolved(&book), [0, 0, 0, 0].map(|at| all[at].clone()));
    assert_eq!(members(&book.ledger), ["甲0"]);
    // One that names itself, nobody, or a record of another register is joined to nothing.
    for nobody in [all[3].as_str(), "member:=nobody", "branch:=一支部", "？"] {
        say(&mut book, 3, nobody);
        assert_eq!(book.ledger.resolve(&all[3]), &all[3]);
    }
    for _ in 0..3 {
        let Some(one) = joined(&book.ledger).pop() else { break };
        separate_in(&mut book, &one.id);
    }
    assert_eq!((joined(&book.ledger), members(&book.ledger).len()), (Vec::new(), 4));
}

#[test]
fn to_name_another_record_elsewhere_than_in_that_field_joins_nothing() {
    let mut book = Book::new();
    let [one, other] = ["甲", "乙"].map(|name| unnumbered(&mut book, name, &[]));
    book.act("edit", |draft, _| {
        draft.field(&one, "notes", other.as_str());
        draft.entry(&one, JOINED, other.as_str(), other.as_str());
    });
    assert_eq!(book.ledger.resolve(&one), &one);
    assert_eq!(members(&book.ledger), ["乙", "甲"]);
}

#[test]
fn a_long_forged_chain_is_followed_at_once() {
    let count = 20_000;
    let id = |at: usize| RecordId::keyed("member", &format!("{at:05}"));
    let mut draft = Tablet::new(0).draft(0);
    for at in 0..count {
        draft.field(&id(at), JOINED, id((at + 1) % count).as_str());
    }
    let ledger = Ledger::from_edits(draft.finish(&Ledger::new()));
    assert!((1..count).all(|at| ledger.resolve(&id(at)) == &id(0)));
    assert_eq!(ledger.records("member").count(), 1);
}

#[test]
fn two_tablets_that_join_one_pair_the_other_way_round_agree() {
    let mut book = Book::new();
    let [one, other] = ["张三", "张三"].map(|name| unnumbered(&mut book, name, &[]));
    let mut there = book.on_another_tablet();
    join_in(&mut book, &one, &other);
    join_in(&mut there, &other, &one);
    book.take_in(&there);
    there.take_in(&book);
    for book in [&book, &there] {
        assert_eq!(book.ledger.resolve(&other), &one);
        assert_eq!(members(&book.ledger), ["张三"]);
    }
    separate_in(&mut book, &other);
    assert_eq!(members(&book.ledger), ["张三", "张三"]);
}

#[test]
fn taking_apart_gives_back_what_was_taken_over_then_and_not_what_was_changed_since() {
    let mut book = Book::new();
    let keep = unnumbered(&mut book, "张三", &[]);
    let other = unnumbered(&mut book, "张三", &[("phone", "1"), ("post", "护士长")]);
    let third = unnumbered(&mut book, "张三", &[("post", "护士长"), ("notes", "注")]);
    let from = [other.clone(), third.clone()];
    book.act("join", |draft, ledger| join(draft, ledger, &from, &keep));
    assert_eq!(members(&book.ledger), ["张三"]);
    book.change(&keep, &[("notes", "改过")]);
    separate_in(&mut book, &other);
    let text = |book: &Book, field: &str| {
        book.ledger.record(&keep).expect("a member").text(field).to_owned()
    };
    assert_eq!((text(&book, "phone"), text(&book, "post")), (String::new(), "护士长".to_owned()));
    separate_in(&mut book, &third);
    assert_eq!((text(&book, "post"), text(&book, "notes")), (String::new(), "改过".to_owned()));
    assert_eq!(members(&book.ledger).len(), 3);
}

#[test]
fn undoing_a_join_by_a_tablet_whose_clock_is_late_deletes_nothing() {
    let mut book = Book::new();
    let first = book.first();
    let [keep, other] = ["1001", "1002"].map(|number| book.member(number, &first));
    book.change(&other, &[("phone", "1")]);
    let mut late = Tablet::new(0);
    late.ledger = book.ledger.clone();
    let mut draft = late.draft(-crate::fixtures::tablets::TEN_YEARS / 2);
    join(&mut draft, &late.ledger, std::slice::from_ref(&other), &keep);
    let edit = late.take(draft).expect("an edit");
    let mut draft = late.draft(0);
    yixin::ledger::undo(&late.ledger, edit.head.id, &mut draft);
    late.take(draft);
    assert!(
        [&keep, &other].iter().all(|id| late.ledger.record(id).is_some_and(|one| one.is_live()))
    );
    assert_eq!(late.ledger.record(&keep).expect("a member").text("phone"), "");
}

#[test]
fn a_record_that_is_joined_to_another_one_instead_counts_there() {
    let mut book = Book::new();
    let [one, two, other] = ["甲", "乙", "丙"].map(|name| unnumbered(&mut book, name, &[]));
    book.enter(JANUARY, "C3.1", &[(&other, 1)]);
    let earned = |book: &mut Book| [&one, &two].map(|id| book.item(id, JANUARY, "C3"));
    let [none, _] = earned(&mut book);
    join_in(&mut book, &other, &one);
    let [some, _] = earned(&mut book);
    assert!(some > none);
    join_in(&mut book, &other, &two);
    assert_eq!(earned(&mut book), [none, some]);
}

#[test]
fn a_roster_that_names_what_was_joined_means_what_goes_on() {
    let mut book = Book::new();
    let first = book.first();
    let [keep, other] = ["心内科", "心内"].map(|name| book.department(name));
    let who = book.member_from("1001", &first, Some(&other), day("2026-01-01"));
    let twin = book.member("1002", &first);
    join_in(&mut book, &other, &keep);
    join_in(&mut book, &twin, &who);
    let table = "姓名,工号,支部,科室,党员类别\n党员1001,1002,一支部,心内,正式\n新人,2001,一支部,心 内,正式\n";
    let grid = delimited::read(table).expect("a table");
    let columns = ColumnMap::recognise(&grid).expect("columns");
    let roster: Roster = roster::read(&grid, &columns).expect("a roster");
    let mut plan = compare(&roster, &book.ledger, PlanOptions::default());
    assert_eq!(plan.rows[0].outcome, RowOutcome::Same { id: who.to_string() });
    assert_eq!((&plan.rows[1].outcome, plan.new_departments.len()), (&RowOutcome::New, 0));
    let defaults =
        Defaults { since: month(FEBRUARY), branch: None, category: "full", standing: "active" };
    book.act("import-roster", |draft, ledger| {
        let mut taking = RosterImport::new(ledger, &defaults);
        taking.check(&mut plan.rows);
        assert_eq!(plan.rows[1].outcome, RowOutcome::New);
        plan.rows.iter().for_each(|row| drop(taking.write(row, draft)));
    });
    let new = book.ledger.record(&RecordId::keyed("member", "2001")).expect("a new member");
    assert_eq!(new.latest("department").as_text(), Some(keep.as_str()));
    assert_eq!(members(&book.ledger), ["党员1001", "新人"]);
}

#[test]
fn joining_takes_over_no_erasure() {
    let mut book = Book::new();
    let keep = unnumbered(&mut book, "张三", &[("phone", "1")]);
    let other = unnumbered(&mut book, "张三", &[("notes", "注")]);
    book.act("redact", |draft, _| draft.entry(&other, REDACTED, "phone", true));
    join_in(&mut book, &other, &keep);
    let record = book.ledger.record(&keep).expect("a member");
    assert_eq!((record.text("phone"), record.text("notes")), ("1", "注"));
    assert!(!book.ledger.is_redacted(&keep));
}

#[test]
fn a_form_with_the_key_of_a_joined_record_says_so() {
    let mut book = Book::new();
    let first = book.first();
    let [keep, other] = ["1001", "1002"].map(|number| book.member(number, &first));
    join_in(&mut book, &other, &keep);
    let mut input = texts_of(&[
        ("name", "新人"),
        ("staff_number", "1002"),
        ("branch", first.as_str()),
        ("category", "正式党员"),
        ("standing", "在职"),
    ]);
    input.since = Some(day("2026-01-01"));
    let wrong =
        book.act("save", |draft, ledger| form::write(&MEMBER_SCHEMA, ledger, None, &input, draft));
    let wrong = wrong.expect_err("refused");
    assert!(wrong[0].text.contains("党员1001"), "{wrong:?}");
}

#[test]
fn the_history_of_the_one_that_goes_on_says_what_was_joined_and_taken_apart() {
    let mut book = Book::new();
    let [keep, other] = ["甲", "乙"].map(|name| unnumbered(&mut book, name, &[]));
    join_in(&mut book, &other, &keep);
    separate_in(&mut book, &other);
    let steps = history(&book.ledger, &keep);
    let told: Vec<_> = steps
        .iter()
        .filter(|step| step.field == JOINED)
        .map(|step| (step.key, step.after.is_true(), step.stands))
        .collect();
    assert_eq!(told, [(Some(other.as_str()), false, true), (Some(other.as_str()), true, false)]);
    assert!(conflicts(&book.ledger).is_empty());
}

#[test]
fn one_branchs_file_has_what_names_a_duplicate_of_its_members() {
    let mut book = Book::new();
    let first = book.first();
    let second = book.branch("二支部");
    let keep = book.member("1001", &first);
    let other = book.member("1002", &second);
    book.enter(JANUARY, "C3.1", &[(&other, 1)]);
    join_in(&mut book, &other, &keep);
    let part = Scope::Branch(first).select(schemas(), &book.ledger, Restricted::Stays);
    assert_eq!(part.resolve(&other), &keep);
    let mut scores = Scores::new(&part);
    let total = scores.results(&part, &book.first(), month(JANUARY))[&keep].tenths;
    assert_eq!(total, book.total(&keep, JANUARY));
}

/// Five tablets import one roster without staff numbers, make entries apart, and exchange.
#[test]
fn a_roster_imported_on_five_tablets_ends_as_one_with_each_entry_counted_once() {
    let founded = Book::new();
    let names = ["张三", "李四", "王五", "赵六"];
    let mut tablets: Vec<Book> = vec![founded];
    for _ in 1..5 {
        let next = tablets[tablets.len() - 1].on_another_tablet();
        tablets.push(next);
    }
    let mut dice = Dice(5);
    for (who, tablet) in tablets.iter_mut().enumerate() {
        let first = tablet.first();
        let ids = tablet.act("import-roster", |draft, _| {
            names.map(|name| {
                let id = draft.next_record("member");
                draft.field(&id, "name", name);
                draft.field(&id, "born", "1980-01-02");
                for (field, value) in
                    [("branch", first.as_str()), ("category", "full"), ("standing", "active")]
                {
                    draft.entry(&id, field, "2026-01-01", value);
                }
                id
            })
        });
        tablet.enter(JANUARY, "C3.1", &[(&ids[who % names.len()], 1)]);
    }
    assert_eq!(newcomers(&tablets[0].ledger, &tablets[1].ledger).len(), names.len());
    assert_eq!(newcomers(&tablets[0].ledger, &tablets[0].ledger), []);
    let tangle = |tablets: &mut Vec<Book>, dice: &mut Dice| {
        for turn in 0..40 {
            let (from, to) = match turn {
                0..30 => (dice.below(5), dice.below(5)),
                turn => (turn % 5, (turn + 1) % 5),
            };
            let sent = tablets[from].clone();
            tablets[to].take_in(&sent);
        }
    };
    tangle(&mut tablets, &mut dice);
    let found = duplicates(&tablets[2].ledger);
    assert_eq!(found.len(), 4 * names.len());
    assert!(found.iter().all(|one| one.sure));
    for tablet in &tablets {
        assert_eq!(duplicates(&tablet.ledger), found, "proposed alike everywhere");
    }
    for one in &found {
        join_in(&mut tablets[2], &one.other, &one.keep);
    }
    tangle(&mut tablets, &mut dice);
    let body = write_body(&tablets[0].ledger);
    let counted = all_scores(&tablets[0].ledger, &mut Scores::new(&tablets[0].ledger));
    for tablet in &mut tablets {
        assert_eq!(write_body(&tablet.ledger), body);
        assert_eq!(members(&tablet.ledger).len(), names.len());
        assert_eq!(duplicates(&tablet.ledger), []);
        assert_eq!(all_scores(&tablet.ledger, &mut tablet.scores), counted);
        let sheet = tablet.sheet(JANUARY);
        assert_eq!(sheet.rows.len(), names.len());
        let (place, item) = sheet.standard.item("C3").expect("an item");
        let single = item.lines.iter().find(|line| line.id == "C3.1").expect("a line");
        let yixin::scoring::Rule::PerUnit { tenths, .. } = single.rule else { panic!() };
        let earned: i32 =
            (0..sheet.rows.len()).map(|row| sheet.items(row)[place] - item.base).sum();
        assert_eq!(earned, 5 * tenths, "five entries, each once");
    }
}

/// Joins at random among what a tablet holds, some undone.
fn joins() -> impl Strategy<Value = Vec<(usize, usize, usize, i64, bool)>> {
    prop::collection::vec((0..4usize, 0..6usize, 0..6usize, clock(), any::<bool>()), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_goes_on_is_the_same_whatever_the_order_of_arrival(
        steps in steps(), joins in joins(), seed in any::<u64>(),
    ) {
        let mut tablets = run(&steps);
        for (who, from, into, clock, back) in joins {
            let tablet = &mut tablets[who];
            let (from, into) = (tablet.record(from), tablet.record(into));
            let mut draft = tablet.draft(clock);
            // Past the checks of the edit itself: circles and strangers among them.
            draft.field(&from, JOINED, into.as_str());
            let edit = tablet.take(draft);
            if let (true, Some(edit)) = (back, edit) {
                let mut draft = tablet.draft(clock);
                yixin::ledger::undo(&tablet.ledger, edit.head.id, &mut draft);
                tablet.take(draft);
            }
        }
        let all: Vec<&Ledger> = tablets.iter().map(|tablet| &tablet.ledger).collect();
        let whole = united(&all);
        let mut edits: Vec<_> = whole.edits();
        Dice(seed).shuffle(&mut edits);
        let mut bit_by_bit = Ledger::new();
        for edit in edits {
            bit_by_bit.insert(edit);
        }
        prop_assert_eq!(shown(&bit_by_bit), shown(&whole));
        for record in whole.all_records("member") {
            let (id, into) = (record.id(), whole.resolve(record.id()));
            prop_assert_eq!(bit_by_bit.resolve(id), into);
            // One step on the way leads to the same, and who goes on goes on itself.
            prop_assert_eq!(whole.resolve(into), into);
            prop_assert_eq!(record.is_joined(), id != into);
            if let Some(next) = record.cells().find(|(field, ..)| *field == JOINED)
                .and_then(|(_, _, value)| value.as_text()?.parse::<RecordId>().ok())
                .filter(|next| whole.record(next).is_some())
            {
                prop_assert_eq!(whole.resolve(&next), into);
            }
        }
    }

    #[test]
    fn scores_kept_up_edit_by_edit_are_those_of_the_set_alone_with_joins(
        ops in prop::collection::vec((0..6usize, 0..5usize, 0..5usize), 1..16),
    ) {
        let mut book = Book::new();
        let first = book.first();
        let who: Vec<RecordId> =
            (0..5).map(|n| book.member(&n.to_string(), &first)).collect();
        let units = ["心内科", "心内"].map(|name| book.department(name));
        for (what, one, other) in ops {
            match what {
                0 | 1 => join_in(&mut book, &who[one], &who[other]),
                2 => separate_in(&mut book, &who[one]),
                3 => drop(book.enter(JANUARY, "C3.1", &[(&who[one], 1), (&who[other], 2)])),
                4 if one % 2 == 0 => join_in(&mut book, &units[0], &units[1]),
                4 => separate_in(&mut book, &units[0]),
                _ => book.undo(),
            }
            if one == 0 {
                // So that something is computed that has to be forgotten.
                all_scores(&book.ledger, &mut book.scores);
            }
        }
        let anew = all_scores(&book.ledger, &mut Scores::new(&book.ledger));
        prop_assert_eq!(all_scores(&book.ledger, &mut book.scores), anew);
        let mut edits = book.ledger.edits();
        edits.reverse();
        let mut reversed = Ledger::new();
        for edit in edits {
            reversed.insert(edit);
        }
        let lines = |ledger: &Ledger| {
            let mut lines = Vec::new();
            for member in ledger.records(MEMBER.name) {
                let member = Member::on(&member, day("2026-02-01")).map(|one| one.id);
                lines.push(format!("{member:?}"));
            }
            lines.sort();
            lines
        };
        prop_assert_eq!(lines(&reversed), lines(&book.ledger));
        prop_assert_eq!(all_scores(&reversed, &mut Scores::new(&reversed)), all_scores(&book.ledger, &mut book.scores));
    }
}
