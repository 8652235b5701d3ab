//! What follows from records: rolls, absences, commitments, terms and appeals; and how duties are told,
//! as lines and on paper.

use yixin::ledger::{RecordId, Value};
use yixin::registers::{Context, MEETING_SCHEMA, STUDY_CHECK, STUDY_CHECK_SCHEMA, problems};
use yixin::reports::{
    BucketState, DutyAbout, DutyKind, Urgency, activity_duties, all_duties, days_left_words,
    duties, duties_document, duty_lines, minutes, paginate, roll_counts, roll_entries,
    sign_in_sheet,
};

use super::{book, found, hold, lines, state, texts};
use crate::fixtures::{Book, day};

#[test]
fn commitments_are_asked_of_each_member_in_one_line() {
    let (mut book, members) = book(5);
    let commit = |book: &mut Book, member: &RecordId, until: &str| {
        book.act("commit", |draft, _| {
            let id = draft.next_record("commitment");
            draft.field(&id, "member", member.as_str());
            draft.field(&id, "year", 2026);
            draft.field(&id, "matter", "带教一名新人");
            draft.field(&id, "until", until);
            id
        })
    };
    let told = texts(&book, "2026-02-10", DutyKind::Rule("commitments"));
    assert_eq!(told, ["年度承诺：2026年党员1、党员2、党员3等 5 人未登记"]);
    for member in &members[..4] {
        commit(&mut book, member, "2026-12-31");
    }
    let told = texts(&book, "2026-02-10", DutyKind::Rule("commitments"));
    assert_eq!(told, ["年度承诺：2026年党员5 1 人未登记"]);
    let last = commit(&mut book, &members[4], "2026-06-30");
    let settled = BucketState::Settled { by: None, late: None };
    assert_eq!(state(&book, "2026-02-10", "commitments", "2026"), settled);
    // One that is due is listed until it is kept, or released with a reason.
    let due = |book: &Book, today: &str| texts(book, today, DutyKind::Commitment);
    assert!(due(&book, "2026-05-30").is_empty());
    assert_eq!(due(&book, "2026-06-30"), ["承诺快到期：党员5 · 带教一名新人"]);
    assert_eq!(due(&book, "2026-07-01"), ["承诺到期未兑现：党员5 · 带教一名新人"]);
    book.force(&last, "released_why", "本人援外");
    assert!(due(&book, "2026-07-01").is_empty());
}

#[test]
fn absences_are_made_up_for_within_fifteen_days_and_stay_until_they_are() {
    let (mut book, members) = book(3);
    let roll: Vec<_> = members.iter().zip(["leave", "on_duty", "present"]).collect();
    let meeting = hold(&mut book, "themed", "2026-03-05", &roll);
    let told = |book: &Book, today: &str| {
        let all = found(book, today).into_iter().filter(|duty| duty.kind == DutyKind::MakeUp);
        all.map(|duty| (duty.subject, duty.urgency, duty.due, duty.about)).collect::<Vec<_>>()
    };
    let one = |who: &str, urgency| {
        (who.to_owned(), urgency, Some(day("2026-03-20")), DutyAbout::Roll(meeting.clone()))
    };
    let both = |urgency| vec![one("党员1", urgency), one("党员2", urgency)];
    assert_eq!(told(&book, "2026-03-06"), both(Urgency::Soon));
    assert_eq!(told(&book, "2026-03-20"), both(Urgency::Now));
    assert_eq!(told(&book, "2026-08-01"), both(Urgency::Overdue));
    assert!(lines(&book, "2026-03-06").contains(&"补学：党员1、党员2，2 人次".to_owned()));
    let made_up = Value::group([("on", Value::from("2026-03-30"))]);
    book.act("makeup", |draft, _| draft.entry(&meeting, "makeup", members[0].as_str(), made_up));
    assert_eq!(told(&book, "2026-08-01"), [one("党员2", Urgency::Overdue)], "late, but done");
    let absent = Value::group([("state", Value::from("absent"))]);
    book.act("roll", |draft, _| draft.entry(&meeting, "roll", members[1].as_str(), absent));
    assert_eq!(told(&book, "2026-08-01"), [], "the absence became another");
}

#[test]
fn who_left_owes_no_make_up() {
    let (mut book, members) = book(2);
    hold(&mut book, "themed", "2026-03-05", &[(&members[0], "leave"), (&members[1], "present")]);
    assert_eq!(texts(&book, "2026-03-06", DutyKind::MakeUp).len(), 1);
    book.since(&members[0], "2026-03-06", "standing", "已转出");
    assert!(texts(&book, "2026-03-06", DutyKind::MakeUp).is_empty());
}

#[test]
fn rolls_are_asked_for_on_the_day_and_until_they_are_complete_and_signed() {
    let (mut book, members) = book(2);
    let meeting = hold(&mut book, "themed", "2026-03-05", &[]);
    book.force(&meeting, "material", Value::Null);
    let told = |book: &Book, today: &str| {
        let all = found(book, today).into_iter();
        let all = all.filter(|duty| {
            [DutyKind::Today, DutyKind::Roll, DutyKind::Uncalled, DutyKind::Signature]
                .contains(&duty.kind)
        });
        all.map(|duty| (duty.text, duty.urgency)).collect::<Vec<_>>()
    };
    let one = |text: &str, urgency| vec![(text.to_owned(), urgency)];
    assert_eq!(told(&book, "2026-02-25"), []);
    assert_eq!(told(&book, "2026-03-01"), one("准备召开：3月5日主题党日", Urgency::Now));
    assert_eq!(told(&book, "2026-03-05"), one("今天：3月5日主题党日 · 点名", Urgency::Now));
    assert_eq!(told(&book, "2026-03-09"), one("3月5日主题党日还没有点名", Urgency::Overdue));
    let present = Value::group([("state", Value::from("present"))]);
    let call = |book: &mut Book, who: usize| {
        let row = present.clone();
        book.act("roll", |draft, _| draft.entry(&meeting, "roll", members[who].as_str(), row));
    };
    call(&mut book, 0);
    assert_eq!(told(&book, "2026-03-09"), one("3月5日主题党日还有 1 人没有点到", Urgency::Now));
    call(&mut book, 1);
    assert_eq!(told(&book, "2026-03-09"), one("3月5日主题党日的记录待签字", Urgency::Now));
    assert_eq!(told(&book, "2027-01-09"), one("2026年3月5日主题党日的记录待签字", Urgency::Now));
    book.force(&meeting, "host_signature", "a");
    assert_eq!(told(&book, "2026-03-09").len(), 1, "both sign");
    book.force(&meeting, "recorder_signature", "b");
    assert_eq!(told(&book, "2026-03-09"), []);
}

#[test]
fn who_is_not_called_is_counted_as_on_the_roll() {
    let (mut book, members) = book(4);
    let second = book.branch("二支部");
    book.member("20", &second);
    book.force(&members[0], "party_post", "组织委员");
    book.force(&members[1], "party_post", "纪检委员");
    book.since(&members[3], "2026-01-01", "standing", "离退休");
    let present = [(&members[0], "present")];
    let meetings = ["committee", "themed", "lecture"]
        .map(|kind| hold(&mut book, kind, "2026-03-05", &present));
    // The lecture was for the whole hospital.
    book.force(&meetings[2], "branch", Value::Null);
    let told = |of: &RecordId| {
        let about = DutyAbout::Roll(of.clone());
        let duty = found(&book, "2026-03-09").into_iter().find(|duty| duty.about == about);
        duty.map_or_else(String::new, |duty| duty.text)
    };
    let context = Context::new(&book.ledger, day("2026-03-09"));
    for (meeting, open) in meetings.iter().zip([1, 3, 4]) {
        let record = book.ledger.record(meeting).expect("a meeting");
        assert_eq!(roll_counts(&roll_entries(&record, &context)).uncalled, open);
        let words = format!("还有 {open} 人没有点到");
        assert!(told(meeting).ends_with(&words), "{} {words}", told(meeting));
    }
}

#[test]
fn terms_end_six_months_ahead_and_only_the_last_of_each_body_counts() {
    let (mut book, _) = book(2);
    let first = book.first();
    let told = |book: &Book, today: &str| texts(book, today, DutyKind::Term);
    book.force(&first, "term_ends", "2026-09-30");
    assert_eq!(told(&book, "2026-03-30"), Vec::<String>::new());
    assert_eq!(told(&book, "2026-03-31"), ["本届支委会2026年9月30日届满，准备换届"]);
    let term = |book: &mut Book, from: &str, until: &str| {
        book.act("term", |draft, _| {
            let id = draft.next_record("term");
            draft.field(&id, "body", "branch_committee");
            draft.field(&id, "branch", first.as_str());
            draft.field(&id, "from", from);
            draft.field(&id, "until", until);
        });
    };
    term(&mut book, "2023-08-01", "2026-08-01");
    assert_eq!(told(&book, "2026-03-31"), ["本届支委会2026年8月1日届满，准备换届"]);
    assert_eq!(
        found(&book, "2026-08-02")
            .iter()
            .find(|one| one.kind == DutyKind::Term)
            .map(|one| one.urgency),
        Some(Urgency::Overdue)
    );
    term(&mut book, "2026-08-01", "2029-08-01");
    assert_eq!(told(&book, "2026-08-02"), Vec::<String>::new());
}

#[test]
fn the_term_of_the_party_committee_is_told_once_and_ends_no_branchs_own() {
    let (mut book, _) = book(2);
    let branches = [book.first(), book.branch("二支部")];
    let term = |book: &mut Book, from: &str, until: &str, branch: Value| {
        book.act("term", |draft, _| {
            let id = draft.next_record("term");
            draft.field(&id, "body", "party_committee");
            draft.field(&id, "branch", branch.clone());
            draft.field(&id, "from", from);
            draft.field(&id, "until", until);
            id
        })
    };
    let told = |book: &Book, today: &str| {
        let all = activity_duties(&book.ledger, &branches, day(today)).into_iter();
        let terms = all.filter(|(_, duty)| duty.kind == DutyKind::Term);
        terms.map(|(branch, duty)| (branch, duty.text, duty.urgency)).collect::<Vec<_>>()
    };
    let one = |text: &str, urgency| vec![(branches[0].clone(), text.to_owned(), urgency)];
    let former = term(&mut book, "2021-09-30", "2026-09-30", Value::Null);
    assert_eq!(told(&book, "2026-03-30"), []);
    let ends = "本届党委2026年9月30日届满，准备换届";
    assert_eq!(told(&book, "2026-03-31"), one(ends, Urgency::Soon));
    assert_eq!(told(&book, "2026-10-01"), one(ends, Urgency::Overdue));
    // One that names a branch is the committee's all the same, and says nothing of the branch's own term.
    book.force(&former, "branch", branches[1].as_str());
    assert_eq!(told(&book, "2026-03-31"), one(ends, Urgency::Soon));
    book.force(&branches[1], "term_ends", "2026-08-31");
    let both = told(&book, "2026-03-31");
    assert!(both.iter().any(|(_, text, _)| text.contains("支委会2026年8月31日")), "{both:?}");
    book.force(&branches[1], "term_ends", Value::Null);
    // After the next election the new one counts.
    let second = Value::from(branches[1].as_str());
    term(&mut book, "2026-09-20", "2031-09-20", second);
    assert_eq!(told(&book, "2026-10-01"), []);
}

#[test]
fn an_appeal_is_due_by_the_calendar() {
    let (mut book, members) = book(1);
    // Received on Friday the 6th of February: three working days end on Wednesday the 11th.
    book.appeal(&members[0], "2026-01");
    let first = book.first();
    let mut told = |today: &str| {
        let all = duties(&book.ledger, &mut book.scores, &first, day(today)).into_iter();
        let mut appeals = all.filter(|duty| duty.kind == DutyKind::Appeal);
        appeals.next().map(|duty| (duty.urgency, duty.due))
    };
    let due = Some(day("2026-02-11"));
    assert_eq!(told("2026-02-11"), Some((Urgency::Now, due)));
    assert_eq!(told("2026-02-12"), Some((Urgency::Overdue, due)));
}

#[test]
fn lines_group_what_is_of_one_kind_and_closings_come_before_what_is_made_up_for() {
    let (mut book, members) = book(8);
    for of in 1..=7 {
        let on = format!("2026-{of:02}-08");
        let all: Vec<_> = members.iter().map(|one| (one, "present")).collect();
        hold(&mut book, "committee", &on, &all);
    }
    let lines = lines(&book, "2026-10-02");
    assert!(lines.contains(&"支委会：2026年8月、9月 2 次未开".to_owned()), "{lines:?}");
    let first = book.first();
    let found = all_duties(&book.ledger, &mut book.scores, &[first], day("2026-10-02"));
    let first = duty_lines(found).into_iter().next().expect("a line");
    assert_eq!(first.text, "一支部2026年1—9月的月表等支委会审定，9 张");
}

#[test]
fn what_is_to_be_done_this_month_is_one_sheet_of_paper() {
    let (book, _) = book(8);
    let today = day("2026-11-21");
    let found = activity_duties(&book.ledger, &[book.first()], today);
    let document = duties_document(found, "一支部", today);
    assert_eq!(document.title, "2026年11月待办");
    let text = document.to_text();
    assert!(text.contains("主题党日") && !text.contains("组织生活会"), "due in December: {text}");
    assert_eq!(paginate(&document).len(), 1);
    assert_eq!(days_left_words(Some(-3)), "已逾期 3 天");
}

#[test]
fn a_meeting_of_today_comes_first_and_one_of_the_hospital_is_told_once() {
    let (mut book, members) = book(2);
    let second = book.branch("二支部");
    let other = book.member("9", &second);
    hold(&mut book, "study", "2026-03-02", &[]);
    let today = hold(&mut book, "themed", "2026-03-05", &[]);
    book.force(&today, "branch", Value::Null);
    let branches = [book.first(), second];
    let found = |book: &mut Book| {
        let found = all_duties(&book.ledger, &mut book.scores, &branches, day("2026-03-05"));
        duty_lines(found).into_iter().map(|line| line.text).collect::<Vec<_>>()
    };
    let told = found(&mut book);
    assert_eq!(told[0], "今天：3月5日主题党日 · 点名");
    assert!(told.contains(&"3月2日集中学习还没有点名".to_owned()), "{told:?}");
    // Each branch has its own absences to make up for.
    let states = [(&members[0], "leave"), (&members[1], "present"), (&other, "on_duty")];
    for (member, state) in states {
        let row = Value::group([("state", Value::from(state))]);
        book.act("roll", |draft, _| draft.entry(&today, "roll", member.as_str(), row));
    }
    let told = found(&mut book);
    assert!(told.contains(&"补学：党员1、党员9，2 人次".to_owned()), "{told:?}");
    assert!(!told.iter().any(|text| text.contains("今天")), "{told:?}");
}

#[test]
fn a_month_without_anything_to_do_says_so_on_paper() {
    let document = duties_document(Vec::new(), "一支部", day("2026-11-21"));
    assert!(document.to_text().contains("本月没有待办。"));
}

#[test]
fn a_deed_is_told_until_it_is_done() {
    let (mut book, members) = book(1);
    let first = book.first();
    let deed = book.act("deed", |draft, _| {
        let id = draft.next_record("deed");
        draft.field(&id, "matter", "门诊增设饮水点");
        draft.field(&id, "branch", first.as_str());
        draft.field(&id, "responsible", members[0].as_str());
        draft.field(&id, "taken_up", "2026-02-01");
        draft.field(&id, "until", "2026-03-31");
        id
    });
    let told = |book: &Book, today: &str| texts(book, today, DutyKind::Deed);
    assert_eq!(told(&book, "2026-03-16"), Vec::<String>::new());
    assert_eq!(told(&book, "2026-03-17"), ["为民实事快到期：门诊增设饮水点"]);
    assert_eq!(told(&book, "2026-05-01"), ["为民实事到期未办结：门诊增设饮水点"]);
    book.force(&deed, "branch", Value::Null);
    let late = ["为民实事到期未办结：门诊增设饮水点"];
    assert_eq!(told(&book, "2026-05-01"), late, "of the branch of who is responsible");
    book.force(&deed, "done_on", "2026-05-02");
    assert_eq!(told(&book, "2026-05-03"), Vec::<String>::new());
}

#[test]
fn a_meeting_that_is_made_up_for_says_why() {
    let (mut book, members) = book(1);
    let meeting = hold(&mut book, "themed", "2026-03-10", &[(&members[0], "present")]);
    book.force(&meeting, "instead_of", "2026-01");
    let problems = |book: &Book| {
        let context = Context::new(&book.ledger, day("2026-03-11"));
        let record = book.ledger.record(&meeting).expect("a meeting");
        let found = problems(&MEETING_SCHEMA, &record, &context).into_iter();
        found.map(|one| one.text).collect::<Vec<_>>()
    };
    assert!(problems(&book).contains(&"请写明为什么补开".to_owned()), "{:?}", problems(&book));
    book.force(&meeting, "instead_why", "一月支部合并");
    assert!(!problems(&book).contains(&"请写明为什么补开".to_owned()));
}

#[test]
fn a_check_of_hours_names_the_last_month_of_its_quarter() {
    let (mut book, _) = book(1);
    let first = book.first();
    for (month, is_wrong) in [("2026-03", false), ("2026-02", true), ("2026-12", false)] {
        let check = book.act("check", |draft, _| {
            let id = STUDY_CHECK.id(&[first.as_str(), month]);
            draft.field(&id, "branch", first.as_str());
            draft.field(&id, "month", month);
            id
        });
        let context = Context::new(&book.ledger, day("2026-12-31"));
        let record = book.ledger.record(&check).expect("a check");
        let found = problems(&STUDY_CHECK_SCHEMA, &record, &context);
        assert_eq!(found.iter().any(|one| one.field == "month"), is_wrong, "{month}");
    }
}

#[test]
fn printed_names_are_in_the_order_that_is_given() {
    let (mut book, members) = book(3);
    let roll: Vec<_> = members.iter().map(|one| (one, "present")).collect();
    let meeting = hold(&mut book, "themed", "2026-03-10", &roll);
    let record = book.ledger.record(&meeting).expect("a meeting");
    let context = Context::new(&book.ledger, day("2026-03-11"));
    let from_last = |one: &str, other: &str| other.cmp(one);
    let text = minutes(&record, &context, &from_last).to_text();
    assert!(text.contains("党员3、党员2、党员1"), "{text}");
    let text = sign_in_sheet(&record, &context, &from_last).to_text();
    let at = |name: &str| text.find(name).expect("on the sheet");
    // Two a line: the second one stands beside the first.
    assert!(at("党员3") < at("党员2") && at("党员2") < at("党员1"), "{text}");
}

#[test]
fn minutes_name_who_came_late_and_list_hundreds_after_the_head() {
    let text_of = |count: usize| {
        let (mut book, members) = book(count);
        let state = |at: usize| if at == 0 { "late" } else { "present" };
        let roll: Vec<_> = members.iter().enumerate().map(|(at, one)| (one, state(at))).collect();
        let meeting = hold(&mut book, "themed", "2026-03-10", &roll);
        let record = book.ledger.record(&meeting).expect("a meeting");
        let context = Context::new(&book.ledger, day("2026-03-12"));
        minutes(&record, &context, &str::cmp).to_text()
    };
    let (small, large) = (text_of(20), text_of(120));
    let at = |text: &str, part: &str| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
    for text in [&small, &large] {
        let text: String = text.chars().filter(|one| !one.is_whitespace()).collect();
        assert!(text.contains("迟到党员1") || text.contains("迟到：党员1"), "{text}");
    }
    assert!(!small.contains("名单见后") && at(&small, "党员20") < at(&small, "散会"));
    assert!(at(&large, "名单见后") < at(&large, "党员120"), "{large}");
    assert!(at(&large, "党员120") < at(&large, "散会"), "{large}");
}
