//! Which standard is in force from which month, and when that may be changed.

use crate::fixtures::{Book, month};
use yixin::ledger::RecordId;
use yixin::registers::{adoption_id, standard_id};
use yixin::reports::{MemberYear, MonthView, duties};
use yixin::scoring::{NotAdopted, Standard, adopt, adoptions, may_adopt, may_withdraw, obstacles};

/// Publishes the built-in standard with another cap of C3, and says its id.
fn publish(book: &mut Book, cap: i32) -> RecordId {
    let mut standard = Standard::built_in();
    standard.item_mut("C3").expect("C3").cap = cap;
    let id = standard_id(&standard.hash());
    book.act("publish-standard", |draft, _| {
        draft.field(&id, "name", "新版");
        draft.field(&id, "body", standard.to_value());
    });
    id
}

fn put_in_force(book: &mut Book, standard: &RecordId, from: &str) {
    book.act("adopt", |draft, _| adopt(draft, standard, month(from)));
}

fn may(book: &mut Book, standard: &RecordId, from: &str) -> Result<(), NotAdopted> {
    may_adopt(&book.ledger, &mut book.scores, standard, month(from))
}

fn book() -> (Book, RecordId, RecordId) {
    let mut book = Book::new();
    let first = book.first();
    let who = book.member("1", &first);
    for of in ["2026-01", "2026-02", "2026-03", "2026-04"] {
        book.enter(of, "C3.1", &[(&who, 5)]);
    }
    (book, first, who)
}

#[test]
fn a_standard_is_in_force_from_its_month_until_the_next() {
    let (mut book, _, who) = book();
    let (six, seven) = (publish(&mut book, 60), publish(&mut book, 70));
    put_in_force(&mut book, &seven, "2026-04");
    put_in_force(&mut book, &six, "2026-02");
    let each = ["2026-01", "2026-02", "2026-03", "2026-04"].map(|of| book.item(&who, of, "C3"));
    assert_eq!(each, [50, 60, 60, 70]);
    let from: Vec<String> =
        adoptions(&book.ledger).iter().map(|one| one.from.to_string()).collect();
    assert_eq!(from, ["2026-01", "2026-02", "2026-04"]);
}

/// The built-in standard with other grades: `good` is what 优秀 needs, `pass` what 合格 needs.
fn graded(good: i32, pass: i32) -> Standard {
    let mut standard = Standard::built_in();
    standard.grades[0].at_least = good;
    standard.grades[2].at_least = pass;
    standard
}

#[test]
fn months_brought_in_are_graded_by_the_standard_in_force() {
    // 2026-01 has none in force: the first one adopted is nearest to it.
    let mut book = Book::new();
    book.delete(&adoption_id(month("2026-01")));
    let branch = book.first();
    let who = book.member("1", &branch);
    book.adopt(&graded(950, 700), "2026-02");
    book.adopt(&graded(850, 650), "2026-04");
    for (of, points) in
        [("2026-01", 920), ("2026-02", 920), ("2026-03", 690), ("2026-04", 690), ("2026-05", 640)]
    {
        book.bring_in(&branch, of, &[(&who, points)]);
    }
    let until = month("2026-05");
    let year = MemberYear::of(&book.ledger, &mut book.scores, &who, 2026, until).expect("a member");
    let grades: Vec<&str> = year.months.iter().map(|one| &*one.grade).collect();
    assert_eq!(grades, ["良好", "良好", "不合格", "合格", "不合格"]);
    for of in &year.months {
        let view =
            MonthView::of(&book.ledger, &mut book.scores, &branch, of.month).expect("a view");
        assert_eq!(view.rows[0].grade, of.grade, "{}", of.month);
        let told = view.grades().into_iter().find(|(_, count)| *count == 1);
        assert_eq!(told.map(|(name, _)| name), Some(of.grade.clone()), "{}", of.month);
    }
    let mut warned = |today| {
        let duties = duties(&book.ledger, &mut book.scores, &branch, crate::fixtures::day(today));
        duties.into_iter().map(|duty| duty.text).filter(|text| text.contains("合格线")).collect()
    };
    let told: Vec<Vec<String>> =
        vec![warned("2026-04-02"), warned("2026-05-02"), warned("2026-06-02")];
    let once = |of: &str| vec![format!("党员1{of}不到合格线，支部书记提醒谈话")];
    assert_eq!(told, [once("2026年3月"), vec![], once("2026年5月")]);
}

#[test]
fn a_locked_month_keeps_its_standard() {
    let (mut book, first, _) = book();
    let six = publish(&mut book, 60);
    book.close(&first, "2026-02");
    let refused = NotAdopted::Locked {
        branch: "一支部".into(),
        month: month("2026-02"),
        earliest: month("2026-03"),
    };
    assert_eq!(may(&mut book, &six, "2026-01"), Err(refused.clone()));
    assert_eq!(may(&mut book, &six, "2026-02"), Err(refused));
    assert_eq!(may(&mut book, &six, "2026-03"), Ok(()));
    let same = standard_id(&Standard::built_in().hash());
    assert_eq!(may(&mut book, &same, "2026-02"), Ok(()), "nothing changes for the locked month");
    let gone = standard_id("0");
    assert_eq!(may(&mut book, &gone, "2026-03"), Err(NotAdopted::Missing));
}

#[test]
fn a_month_locked_under_a_later_adoption_does_not_stand_in_the_way() {
    let (mut book, first, _) = book();
    let (six, seven) = (publish(&mut book, 60), publish(&mut book, 70));
    put_in_force(&mut book, &six, "2026-03");
    book.close(&first, "2026-03");
    assert_eq!(may(&mut book, &seven, "2026-02"), Ok(()), "only February is concerned");
    assert!(may(&mut book, &seven, "2026-03").is_err());
}

#[test]
fn an_adoption_can_be_withdrawn_while_no_month_is_locked_under_it() {
    let (mut book, first, who) = book();
    let six = publish(&mut book, 60);
    put_in_force(&mut book, &six, "2026-03");
    let withdraw =
        |book: &mut Book, from: &str| may_withdraw(&book.ledger, &mut book.scores, month(from));
    assert_eq!(withdraw(&mut book, "2026-01"), Err(NotAdopted::Last));
    book.close(&first, "2026-02");
    assert_eq!(withdraw(&mut book, "2026-03"), Ok(()));
    book.close(&first, "2026-03");
    assert!(matches!(withdraw(&mut book, "2026-03"), Err(NotAdopted::Locked { .. })));
    book.act("reopen", |draft, _| yixin::scoring::reopen(draft, &first, month("2026-03")));
    book.delete(&adoption_id(month("2026-03")));
    assert_eq!(book.item(&who, "2026-03", "C3"), 50);
    put_in_force(&mut book, &six, "2026-03");
    assert_eq!(book.item(&who, "2026-03", "C3"), 60, "a withdrawn one can be taken up again");
}

#[test]
fn two_tablets_that_disagree_are_both_shown_until_one_is_adopted_again() {
    let (mut book, first, _) = book();
    let (six, seven) = (publish(&mut book, 60), publish(&mut book, 70));
    let mut other = book.on_another_tablet();
    put_in_force(&mut book, &six, "2026-02");
    put_in_force(&mut other, &seven, "2026-02");
    book.take_in(&other);
    let of = |book: &Book| {
        let all = adoptions(&book.ledger);
        let mut disputed = all[1].disputed.clone();
        disputed.sort();
        disputed
    };
    let mut both = vec![six.clone(), seven.clone()];
    both.sort();
    assert_eq!(of(&book), both);
    let today = crate::fixtures::day("2026-03-20");
    let blocks = |book: &mut Book| {
        let found = obstacles(&book.ledger, &mut book.scores, &first, month("2026-02"), today);
        found.iter().filter(|one| one.blocks).count()
    };
    assert_eq!(blocks(&mut book), 1);
    put_in_force(&mut book, &seven, "2026-02");
    assert_eq!((of(&book), blocks(&mut book)), (Vec::new(), 0));
    assert_eq!(adoptions(&book.ledger)[1].standard, seven);
}
