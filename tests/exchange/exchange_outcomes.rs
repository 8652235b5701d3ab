//! What becomes of it when two people work on one thing apart and their files meet: each case has one
//! outcome, the same on both tablets, and the app says it in words.
//!
//! Cases that have their test elsewhere:
//! - two locks of one month block it until it is reopened: `scoring_closing.rs`,
//!   `two_different_locks_are_both_kept_and_reopening_settles_them`; equal locks do not disagree:
//!   `two_tablets_that_lock_the_same_scores_do_not_disagree`;
//! - two standards adopted for one month block it: `scoring_closing.rs`,
//!   `two_adoptions_for_one_month_block_until_one_is_chosen`; adopting one again settles it:
//!   `scoring_adoption.rs`, `two_tablets_that_disagree_are_both_shown_until_one_is_adopted_again`;
//! - what is entered for a locked month waits, and an adjustment settles it: `scoring_lock.rs`,
//!   `later_entries_wait_as_pending_until_an_adjustment_settles_them`;
//! - one roster imported on five tablets: `joining.rs`,
//!   `a_roster_imported_on_five_tablets_ends_as_one_with_each_entry_counted_once`.
//!
//! Here are the files between them, and the words.

use crate::fixtures::bundles::{LEDGER, header};
use crate::fixtures::{Book, day, month, texts_of};
use yixin::exchange::bundle::{read, write, write_body};
use yixin::exchange::import::plan::{EffectCounts, ImportPlan};
use yixin::ledger::{RecordId, Value};
use yixin::registers::form::RowInput;
use yixin::registers::{Member, SCORE_ENTRY, adoption_id, assessment_id, standard_id};
use yixin::reports::{Dispute, disputes};
use yixin::scoring::{Notice, ResultSource, Standard, locked, obstacles, publish, since_lock};

const JANUARY: &str = "2026-01";
/// A clock that is ahead of all of them.
const LATER: i64 = 1_800_000_000_000;

/// Takes in the file that another tablet sends, and says what its plan said.
fn take(book: &mut Book, from: &Book) -> EffectCounts {
    let bundle = read(write(&from.ledger, header()).as_bytes()).expect("a good file");
    let plan = ImportPlan::make(&book.ledger, LEDGER, bundle, LATER);
    let inserted = book.ledger.insert_all(plan.accept());
    book.scores.invalidate(&book.ledger, &inserted.records);
    plan.tally
}

/// Each takes in the other's file; says in how many cells the first one's plan saw a conflict.
fn meet(one: &mut Book, other: &mut Book) -> usize {
    let before = one.clone();
    let tally = take(one, other);
    take(other, &before);
    assert_eq!(write_body(&one.ledger), write_body(&other.ledger));
    assert_eq!(disputes(&one.ledger), disputes(&other.ledger), "both are told the same");
    tally.conflicts
}

/// The one dispute that there is.
fn dispute(book: &Book) -> Dispute {
    let mut found = disputes(&book.ledger);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// What is to be chosen from, in words.
fn sides(dispute: &Dispute) -> Vec<&str> {
    dispute.sides.iter().map(|side| &*side.text).collect()
}

/// Chooses a side; the choice travels, and nobody is asked again.
fn choose(one: &mut Book, other: &mut Book, side: usize) {
    let Dispute { cell, sides, .. } = dispute(one);
    let value = sides[side].value.clone();
    one.act("settle", |draft, _| draft.settle(cell, value));
    take(other, one);
    assert_eq!(disputes(&one.ledger), []);
    assert_eq!(disputes(&other.ledger), []);
}

/// What blocks the first branch's January, in words.
fn blocks(book: &mut Book) -> Vec<String> {
    let first = book.first();
    let found =
        obstacles(&book.ledger, &mut book.scores, &first, month(JANUARY), day("2026-02-20"));
    found.into_iter().filter(|one| one.blocks).map(|one| one.text).collect()
}

/// Two tablets with one ledger: a branch with some members.
fn two(members: usize) -> (Book, Book, Vec<RecordId>) {
    let mut book = Book::new();
    let first = book.first();
    let members = (1..=members).map(|number| book.member(&number.to_string(), &first)).collect();
    let other = book.on_another_tablet();
    (book, other, members)
}

/// Lets a tablet's clock go on, so that what it does next is later than all that the other did.
fn wait(book: &mut Book) {
    for _ in 0..100 {
        book.act("look", |_, _| ());
    }
}

#[test]
fn an_entry_deleted_here_and_edited_there_later_stays_deleted_until_someone_chooses() {
    // Who chooses may have the slower clock of the two.
    for keep in [false, true] {
        let (mut here, _, who) = two(1);
        let entry = here.enter(JANUARY, "C3.1", &[(&who[0], 1)]);
        let counted = here.total(&who[0], JANUARY);
        let mut there = here.on_another_tablet();
        wait(&mut there);
        here.delete(&entry);
        there.change(&entry, &[("note", "义诊")]);
        meet(&mut here, &mut there);
        assert!(here.ledger.record(&entry).expect("kept").is_deleted());
        assert!(here.total(&who[0], JANUARY) < counted);
        let found = dispute(&here);
        assert_eq!((&*found.register, &*found.field), ("积分登记", "删除"));
        assert_eq!(found.note, "一边删除了，另一边不知道，写过这一条。选定以前按已删除算。");
        assert_eq!(sides(&found), ["删除这一条", "保留这一条：另一边写过事由"]);
        choose(&mut here, &mut there, usize::from(keep));
        for book in [&mut here, &mut there] {
            assert_eq!(book.total(&who[0], JANUARY) == counted, keep);
            let record = book.ledger.record(&entry).expect("kept");
            assert_eq!(record.text("note"), "义诊", "what was written there is not lost");
        }
    }
}

#[test]
fn an_entry_edited_there_before_it_was_deleted_here_goes_and_the_edit_is_in_its_history() {
    let (mut here, _, who) = two(1);
    let entry = here.enter(JANUARY, "C3.1", &[(&who[0], 1)]);
    let mut there = here.on_another_tablet();
    there.change(&entry, &[("note", "义诊")]);
    wait(&mut here);
    here.delete(&entry);
    meet(&mut here, &mut there);
    assert_eq!(disputes(&there.ledger), []);
    let record = there.ledger.record(&entry).expect("kept");
    assert!(record.is_deleted());
    assert_eq!(record.text("note"), "义诊");
}

#[test]
fn who_deletes_by_a_slow_clock_what_another_wrote_is_not_told_that_he_did_not_know() {
    let (mut here, _, who) = two(1);
    let entry = here.enter(JANUARY, "C3.1", &[(&who[0], 1)]);
    let mut there = here.on_another_tablet();
    wait(&mut there);
    there.change(&entry, &[("note", "义诊")]);
    take(&mut here, &there);
    here.delete(&entry);
    meet(&mut here, &mut there);
    assert_eq!(disputes(&there.ledger), []);
    assert!(there.ledger.record(&entry).expect("kept").is_deleted());
}

#[test]
fn two_locks_of_one_month_are_shown_by_their_totals_and_the_one_that_is_chosen_counts_everywhere() {
    let (mut here, mut there, who) = two(2);
    let first = here.first();
    here.close(&first, JANUARY);
    there.enter(JANUARY, "C3.1", &[(&who[0], 1)]);
    there.close(&first, JANUARY);
    assert!(meet(&mut here, &mut there) > 0, "the plan says so before the file is taken");
    let text = "两台平板对这个月的锁定不一样，两份都已保留，请重新打开后再锁定一次";
    for book in [&mut here, &mut there] {
        assert_eq!(blocks(book), [text]);
    }
    let found: Vec<Dispute> = disputes(&here.ledger);
    let found = found.iter().find(|one| &*one.cell.field == "lock").expect("of the lock");
    assert_eq!((&*found.register, &*found.field), ("月考核", "锁定"));
    assert!(found.note.starts_with("两台平板把这个月锁成了不同的结果，两份都已保留。"));
    let words = sides(found);
    assert!(words.iter().all(|text| text.starts_with("共 2 人，总分合计 ")), "{words:?}");
    assert_ne!(words[0], words[1]);
    assert!(!found.typed, "a lock cannot be typed");
    let chosen = found.sides[1].value.clone();
    // The approvals were of the same sheets; each is settled by itself.
    while let Some(next) = disputes(&here.ledger).into_iter().next() {
        let value = if next.cell == found.cell { &chosen } else { &next.sides[0].value };
        here.act("settle", |draft, _| draft.settle(next.cell, value.clone()));
    }
    take(&mut there, &here);
    for book in [&mut here, &mut there] {
        let record = book.ledger.record(&assessment_id(&first, month(JANUARY)));
        assert_eq!(record.expect("locked").get("lock"), &chosen);
        assert_eq!((blocks(book), disputes(&book.ledger)), (Vec::new(), Vec::new()));
        let results = book.scores.results(&book.ledger, &first, month(JANUARY));
        let kept = locked(&book.ledger, &first, month(JANUARY)).expect("locked").expect("whole");
        assert_eq!(results[&who[0]].tenths, kept.rows[&who[0]].result);
    }
}

#[test]
fn a_member_moved_by_two_people_from_one_day_is_where_the_later_said_until_someone_chooses() {
    let (mut here, _, who) = two(1);
    let [second, third] = ["二支部", "三支部"].map(|name| here.branch(name));
    let mut there = here.on_another_tablet();
    wait(&mut there);
    here.since(&who[0], "2026-03-01", "branch", second.as_str());
    there.since(&who[0], "2026-03-01", "branch", third.as_str());
    assert_eq!(meet(&mut here, &mut there), 1);
    let found = dispute(&here);
    assert_eq!((&*found.record, &*found.field), ("党员1", "所在支部（自2026年3月1日起）"));
    assert_eq!(sides(&found), ["三支部", "二支部"]);
    let home = |book: &Book, on: &str| {
        let record = book.ledger.record(&who[0]).expect("a member");
        Member::on(&record, day(on)).expect("in a branch").branch
    };
    assert_eq!((home(&here, "2026-02-28"), home(&here, "2026-03-01")), (here.first(), third));
    choose(&mut here, &mut there, 1);
    assert_eq!([&here, &there].map(|book| home(book, "2026-03-01")), [second.clone(), second]);
}

#[test]
fn a_member_moved_by_two_people_from_different_days_goes_by_both_and_is_on_one_sheet_a_month() {
    let (mut here, _, who) = two(1);
    let [second, third] = ["二支部", "三支部"].map(|name| here.branch(name));
    let mut there = here.on_another_tablet();
    here.since(&who[0], "2026-04-01", "branch", third.as_str());
    there.since(&who[0], "2026-03-01", "branch", second.as_str());
    assert_eq!(meet(&mut here, &mut there), 0);
    assert_eq!(disputes(&here.ledger), [], "each said something about days of its own");
    for book in [&mut here, &mut there] {
        let first = book.first();
        for (of, branch) in [("2026-02", &first), ("2026-03", &second), ("2026-04", &third)] {
            let sheet = book.sheet(of);
            assert_eq!(sheet.rows.len(), 1, "{of}");
            assert_eq!(&sheet.rows[0].who.branch, branch, "{of}");
        }
    }
}

#[test]
fn two_standards_adopted_for_one_month_are_shown_by_name_and_no_month_locks_until_one_is_chosen() {
    let (mut here, _, who) = two(1);
    let standards = ["甲版", "乙版"].map(|name| {
        let mut standard = Standard::built_in();
        name.clone_into(&mut standard.name);
        standard.item_mut("C3").expect("C3").cap = if name == "甲版" { 60 } else { 70 };
        standard
    });
    here.enter(JANUARY, "C3.1", &[(&who[0], 5)]);
    let mut there = here.on_another_tablet();
    wait(&mut there);
    here.adopt(&standards[0], JANUARY);
    there.adopt(&standards[1], JANUARY);
    assert_eq!(meet(&mut here, &mut there), 1);
    let text = "两台平板为同一个月采用了不同的标准，请在“考核标准”里重新采用一版";
    assert_eq!([blocks(&mut here), blocks(&mut there)], [[text]; 2]);
    let found = dispute(&here);
    assert_eq!(found.cell.record, adoption_id(month(JANUARY)));
    assert_eq!(found.note, "选定一版以前，相关月份不能锁定。");
    // The founder's adoption was replaced by both.
    assert_eq!(sides(&found), ["乙版", "甲版"]);
    choose(&mut here, &mut there, 1);
    let chosen = standard_id(&standards[0].hash());
    for book in [&mut here, &mut there] {
        let record = book.ledger.record(&adoption_id(month(JANUARY))).expect("adopted");
        assert_eq!(record.text("standard"), chosen.as_str());
        assert_eq!((blocks(book), book.item(&who[0], JANUARY, "C3")), (Vec::new(), 60));
    }
}

#[test]
fn a_notice_put_up_by_two_people_is_the_one_or_the_other_and_never_a_mixture() {
    let (mut here, _, _) = two(1);
    let first = here.first();
    here.approve(&first, JANUARY);
    let mut there = here.on_another_tablet();
    wait(&mut there);
    let notice = |from: &str, until: &str, days: u32, place: &str| Notice {
        from: day(from),
        until: day(until),
        days,
        provisional: false,
        place: place.into(),
    };
    let [one, other] = [
        notice("2026-02-02", "2026-02-06", 5, "门诊公开栏"),
        notice("2026-02-03", "2026-02-05", 3, "住院部"),
    ];
    let put_up = |book: &mut Book, notice: &Notice| {
        book.act("publish", |draft, _| publish(draft, &first, month(JANUARY), notice));
    };
    put_up(&mut here, &one);
    put_up(&mut there, &other);
    assert_eq!(meet(&mut here, &mut there), 1);
    let stands = |book: &Book| {
        let record = book.ledger.record(&assessment_id(&first, month(JANUARY)));
        Notice::read(record.expect("begun").get("notice")).expect("whole")
    };
    assert_eq!([&here, &there].map(stands), [other.clone(), other]);
    let found = dispute(&here);
    assert_eq!(&*found.field, "公示");
    assert_eq!(
        sides(&found),
        [
            "开始 2026年2月3日，截止 2026年2月5日，工作日 3个，地点 住院部",
            "开始 2026年2月2日，截止 2026年2月6日，工作日 5个，地点 门诊公开栏",
        ]
    );
    choose(&mut here, &mut there, 1);
    assert_eq!([&here, &there].map(stands), [one.clone(), one]);
}

#[test]
fn two_approvals_of_one_month_are_told_apart_by_day_and_meeting() {
    let (mut here, mut there, _) = two(1);
    let first = here.first();
    for (book, on, meeting) in
        [(&mut here, "2026-02-02", "支委会"), (&mut there, "2026-02-03", "支委会（扩大）")]
    {
        let sheet = book.sheet(JANUARY);
        book.act("approve", |draft, _| {
            yixin::scoring::approve(draft, &sheet, &first, day(on), meeting);
        });
    }
    assert_eq!(meet(&mut here, &mut there), 1);
    let found = dispute(&here);
    assert_eq!(&*found.field, "支委会审定");
    let mut words = sides(&found);
    words.sort_unstable();
    assert_eq!(
        words,
        ["会议日期 2026年2月2日，会议 支委会", "会议日期 2026年2月3日，会议 支委会（扩大）"]
    );
    choose(&mut here, &mut there, 0);
}

#[test]
fn what_comes_by_file_for_a_locked_month_waits_there_and_leaves_the_lock_as_it_is() {
    let (mut here, mut there, who) = two(2);
    let first = here.first();
    there.enter(JANUARY, "C3.1", &[(&who[0], 1)]);
    here.close(&first, JANUARY);
    let kept = locked(&here.ledger, &first, month(JANUARY)).expect("locked").expect("whole");
    assert_eq!(meet(&mut here, &mut there), 0, "nobody wrote over anybody");
    for book in [&mut here, &mut there] {
        let snapshot = locked(&book.ledger, &first, month(JANUARY)).expect("locked");
        assert_eq!(snapshot, Ok(kept.clone()));
        let waiting = since_lock(&book.ledger, &mut book.scores, &first, month(JANUARY));
        assert_eq!(waiting.len(), 1);
        assert_eq!((&waiting[0].member, waiting[0].difference()), (&who[0], 20));
        let results = book.scores.results(&book.ledger, &first, month(JANUARY));
        assert_eq!(results[&who[0]].source, ResultSource::Locked);
        assert_eq!(results[&who[0]].tenths, kept.rows[&who[0]].result);
    }
}

#[test]
fn an_adjustment_made_on_two_tablets_shows_as_too_much_until_one_of_them_is_deleted() {
    let (mut here, _, who) = two(1);
    let first = here.first();
    here.close(&first, JANUARY);
    here.enter(JANUARY, "C3.1", &[(&who[0], 1)]);
    let mut there = here.on_another_tablet();
    let waiting = |book: &mut Book| {
        let found = since_lock(&book.ledger, &mut book.scores, &first, month(JANUARY));
        found.iter().map(|one| one.difference()).collect::<Vec<_>>()
    };
    assert_eq!([waiting(&mut here), waiting(&mut there)], [[20], [20]]);
    let twice = here.adjust(&who[0], JANUARY, "2");
    there.adjust(&who[0], JANUARY, "2");
    assert_eq!(meet(&mut here, &mut there), 0);
    assert_eq!([waiting(&mut here), waiting(&mut there)], [[-20], [-20]]);
    here.delete(&twice);
    take(&mut there, &here);
    assert_eq!([waiting(&mut here), waiting(&mut there)], [[0; 0]; 2]);
}

#[test]
fn a_roll_taken_on_two_tablets_is_the_marks_of_both_and_only_who_was_marked_twice_is_asked_about() {
    let (mut here, _, who) = two(3);
    let entry = here.enter(JANUARY, "C3.1", &[(&who[0], 1)]);
    let mut there = here.on_another_tablet();
    wait(&mut there);
    let mark = |book: &mut Book, marks: &[(usize, i64)]| {
        let mut input = texts_of(&[]);
        let marks = marks
            .iter()
            .map(|(member, amount)| (who[*member].to_string(), RowInput::first(amount)));
        input.rows.insert("who", marks.collect());
        book.save(&SCORE_ENTRY, Some(&entry), &input);
    };
    mark(&mut here, &[(0, 1), (1, 2)]);
    mark(&mut there, &[(0, 1), (1, 3), (2, 1)]);
    assert_eq!(meet(&mut here, &mut there), 1);
    let found = dispute(&here);
    assert_eq!((&*found.register, &*found.field), ("积分登记", "党员：党员2"));
    assert_eq!(sides(&found), ["3", "2"]);
    choose(&mut here, &mut there, 1);
    for book in [&here, &there] {
        let record = book.ledger.record(&entry).expect("an entry");
        let marks: Vec<_> = record.entries("who").into_iter().map(|(_, mark)| mark).collect();
        assert_eq!(marks, [&Value::Int(1), &Value::Int(2), &Value::Int(1)]);
    }
}

#[test]
fn a_mark_taken_away_here_and_another_set_there_leaves_both_said() {
    let (mut here, _, who) = two(2);
    let entry = here.enter(JANUARY, "C3.1", &[(&who[0], 1)]);
    let mut there = here.on_another_tablet();
    let mark = |book: &mut Book, member: usize| {
        let mut input = texts_of(&[]);
        let row = |at: usize| if at == member { RowInput::first(1) } else { RowInput::Gone };
        input.rows.insert("who", [0, 1].map(|at| (who[at].to_string(), row(at))).into());
        book.save(&SCORE_ENTRY, Some(&entry), &input);
    };
    // One takes the first off the roll for the second; the other leaves the first on it alone.
    mark(&mut here, 1);
    mark(&mut there, 0);
    assert_eq!(meet(&mut here, &mut there), 0);
    let record = there.ledger.record(&entry).expect("an entry");
    assert_eq!(record.entries("who"), [(who[1].as_str(), &Value::Int(1))]);
    assert_eq!(disputes(&there.ledger), []);
}
