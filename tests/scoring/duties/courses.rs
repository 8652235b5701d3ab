//! Duties of development: the next step of each candidate, and the half-year reviews.

use yixin::ledger::RecordId;
use yixin::reports::{DutyAbout, DutyKind, Urgency, all_duties};
use yixin::scoring::Scores;

use super::{book, found, lines, texts};
use crate::fixtures::{Book, day};

/// A candidate of the first branch with days of steps.
fn candidate(book: &mut Book, name: &str, steps: &[(&str, &str)]) -> RecordId {
    let branch = book.first();
    book.act("create", |draft, _| {
        let id = draft.next_record("course");
        draft.field(&id, "name", name);
        draft.field(&id, "branch", branch.as_str());
        for (step, on) in steps {
            draft.entry(&id, "steps", step, *on);
        }
        id
    })
}

#[test]
fn each_candidate_has_a_next_step_with_its_last_day() {
    let (mut book, _) = book(3);
    let id = candidate(&mut book, "林小雨", &[("apply", "2026-01-31")]);
    let told = |book: &Book, today: &str| {
        let mut all = found(book, today).into_iter();
        let one = all.find(|duty| duty.kind == DutyKind::CourseStep).expect("a duty");
        (one.text, one.due, one.urgency, one.about)
    };
    let due = Some(day("2026-02-28"));
    let text = "发展党员下一步：林小雨 · 派人谈话".to_owned();
    let about = DutyAbout::Course(id.clone());
    assert_eq!(told(&book, "2026-02-10"), (text.clone(), due, Urgency::Soon, about.clone()));
    assert_eq!(told(&book, "2026-02-25"), (text.clone(), due, Urgency::Now, about.clone()));
    // It does not vanish once it is late.
    assert_eq!(told(&book, "2027-06-01"), (text, due, Urgency::Overdue, about));
    candidate(&mut book, "周桐", &[("apply", "2026-02-02")]);
    assert!(lines(&book, "2026-02-26").iter().any(|line| line.starts_with("发展党员")));
    let both = lines(&book, "2027-06-01");
    assert!(both.contains(&"发展党员有下一步要办：林小雨、周桐，2 项".to_owned()), "{both:?}");
    book.act("end", |draft, _| {
        let ended = [("on", "2026-03-01".into()), ("why", "withdrawn".into())];
        draft.field(&id, "ended", yixin::ledger::Value::group(ended));
    });
    assert_eq!(texts(&book, "2027-06-01", DutyKind::CourseStep).len(), 1);
}

#[test]
fn what_may_not_come_yet_is_not_asked_for_before_it_is_near() {
    let (mut book, _) = book(3);
    let steps =
        [("full_request", "2026-08-20"), ("probation", "2026-08-20"), ("admission", "2025-10-20")];
    let rest = [
        ("assigned", "2025-11-01"),
        ("oath", "2025-11-01"),
        ("approval_filed", "2025-11-01"),
        ("approval", "2025-11-01"),
    ];
    candidate(&mut book, "林小雨", &[&steps[..], &rest[..]].concat());
    assert!(texts(&book, "2026-09-01", DutyKind::CourseStep).is_empty());
    assert_eq!(
        texts(&book, "2026-10-05", DutyKind::CourseStep),
        ["发展党员下一步：林小雨 · 支部大会讨论转正（2026年10月20日起）"]
    );
    assert_eq!(
        texts(&book, "2026-10-20", DutyKind::CourseStep),
        ["发展党员下一步：林小雨 · 支部大会讨论转正"]
    );
}

#[test]
fn the_end_of_the_probation_is_told_though_another_step_was_left_out() {
    let (mut book, _) = book(3);
    let steps = [("admission", "2025-10-20"), ("approval", "2025-11-01"), ("oath", "2025-11-01")];
    candidate(&mut book, "林小雨", &steps);
    let told = |today: &str| texts(&book, today, DutyKind::CourseStep);
    assert_eq!(told("2026-03-01"), ["发展党员下一步：林小雨 · 再上一级备案"]);
    // From the end of September on the request is near, and once its time has come it is what comes next.
    let near = told("2026-10-01");
    assert!(near.iter().any(|text| text.ends_with("提出转正申请（2026年10月20日起）")), "{near:?}");
    assert!(told("2026-10-21").iter().any(|text| text.ends_with("· 提出转正申请")));
    assert!(!told("2026-10-21").iter().any(|text| text.contains("备案")));
}

#[test]
fn each_half_year_without_a_review_stays_a_duty_of_its_own() {
    let (mut book, _) = book(3);
    let id = candidate(
        &mut book,
        "林小雨",
        &[("apply", "2024-12-01"), ("talk", "2024-12-20"), ("activist", "2025-03-10")],
    );
    let due = |book: &Book, today: &str| {
        let all = found(book, today).into_iter().filter(|duty| duty.kind == DutyKind::CourseReview);
        all.map(|duty| duty.due.expect("a day").to_string()).collect::<Vec<_>>()
    };
    assert!(due(&book, "2025-06-01").is_empty());
    assert_eq!(due(&book, "2025-08-01"), ["2025-09-10"]);
    // 14 months of neglect.
    assert_eq!(due(&book, "2026-05-10"), ["2025-09-10", "2026-03-10"]);
    let review = |book: &mut Book, on: &str| {
        book.act("review", |draft, _| {
            let key = yixin::registers::rows::next_key(draft);
            draft.entry(&id, "reviews", &key, on);
        });
    };
    review(&mut book, "2026-05-11");
    assert_eq!(due(&book, "2026-05-12"), ["2026-03-10"]);
    review(&mut book, "2026-05-12");
    assert!(due(&book, "2026-05-12").is_empty());
    assert_eq!(due(&book, "2026-08-20"), ["2026-09-10"]);
    book.act("target", |draft, _| draft.entry(&id, "steps", "target", "2026-09-01"));
    assert!(due(&book, "2026-12-01").is_empty());
}

#[test]
fn a_candidate_of_another_branch_is_none_of_ours() {
    let (mut book, _) = book(3);
    let other = book.branch("外科党支部");
    let id = candidate(&mut book, "林小雨", &[("apply", "2026-01-31")]);
    book.force(&id, "branch", other.as_str());
    assert!(texts(&book, "2026-02-10", DutyKind::CourseStep).is_empty());
    let branches = [book.first(), other.clone()];
    let mut scores = Scores::new(&book.ledger);
    let all = all_duties(&book.ledger, &mut scores, &branches, day("2026-02-10"));
    let mut ours = all.into_iter().filter(|(_, duty)| duty.kind == DutyKind::CourseStep);
    assert_eq!(ours.next().map(|(branch, _)| branch), Some(other));
    assert!(ours.next().is_none());
}
