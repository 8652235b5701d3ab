use super::*;

#[test]
fn meetings_count_their_hours_or_their_length_for_those_who_came() {
    let mut book = Book::new();
    let times = [("begins", "15:00".into()), ("ends", "16:30".into())];
    book.meeting(
        "a",
        ("study", "甲", "2026-03-05"),
        &times,
        &[("1", "present"), ("2", "late"), ("3", "absent")],
    );
    book.meeting(
        "b",
        ("lecture", "甲", "2026-03-12"),
        &[("hours", Value::Int(40))],
        &[("1", "early"), ("3", "exempt")],
    );
    // Of a committee only what is written counts.
    book.meeting("c", ("committee", "甲", "2026-03-13"), &times, &[("1", "present")]);
    let rows = ["1", "2", "3"].map(|key| book.study_row(key, "2026-03-31"));
    assert_eq!(rows.each_ref().map(StudyRow::total), [Some(55), Some(15), None]);
    assert_eq!(rows[0].by_form, [55, 0, 0, 0]);
    assert_eq!(rows[0].short(), 320 - 55);
    assert_eq!(rows[2].short(), 320);
}

#[test]
fn a_make_up_counts_on_its_day_and_only_once_it_has_come() {
    let mut book = Book::new();
    let meeting = book.meeting(
        "a",
        ("themed", "甲", "2026-03-30"),
        &[("hours", Value::Int(20))],
        &[("1", "leave"), ("2", "on_duty"), ("3", "present")],
    );
    book.make_up(&meeting, "1", "2026-04-05");
    book.make_up(&meeting, "3", "2026-04-06");
    assert_eq!(book.study_row("1", "2026-04-04").total(), None);
    assert_eq!(book.study_row("1", "2026-04-05").total(), Some(20));
    assert_eq!(book.study_row("2", "2026-04-30").total(), None);
    // Who came is counted once, whatever else is written down.
    assert_eq!(book.study_row("3", "2026-04-30").total(), Some(20));
}

#[test]
fn training_counts_by_the_conversion_in_force_and_by_form() {
    let mut book = Book::new();
    book.training("a", "2026-02-01", ("central", 30, "day"), &["1", "2"]);
    book.training("b", "2026-02-02", ("away", 10, "half_day"), &["1"]);
    book.training("c", "2026-02-03", ("online", 15, "hour"), &["1"]);
    book.training("d", "2026-02-04", ("self_study", 25, "hour"), &["1"]);
    book.training("e", "2026-12-31", ("online", 90, "hour"), &["1"]);
    let row = book.study_row("1", "2026-02-28");
    assert_eq!(row.by_form, [0, 240 + 40, 15, 25]);
    assert_eq!(row.total(), Some(320));
    assert_eq!(row.short(), 0);
    book.put(
        &id("study_rule", ""),
        &[("day_hours", Value::Int(6)), ("member_hours", Value::Int(40))],
    );
    let row = book.study_row("2", "2026-02-28");
    assert_eq!((row.total(), row.due), (Some(180), 400));
}

#[test]
fn who_leads_owes_more_by_branch_term_or_post() {
    let mut book = Book::new();
    book.put(&branch("甲"), &[("secretary", member("1").to_string().into())]);
    book.put(&member("2"), &[("party_post", "组织委员".into())]);
    book.put(&member("4"), &[("party_post", "宣传委员".into())]);
    let due = |book: &Book, key: &str| book.study_row(key, "2026-06-30").due;
    assert_eq!(["1", "2", "3", "4", "5"].map(|key| due(&book, key)), [560, 560, 320, 560, 320]);
    // A term with seats says it instead of the posts.
    let term = id("term", "t");
    let of = branch("乙").to_string();
    book.put(
        &term,
        &[
            ("body", "branch_committee".into()),
            ("branch", of.into()),
            ("from", "2026-01-01".into()),
        ],
    );
    book.put_row(&term, "seats", member("5").as_str(), "organization".into());
    assert_eq!(["4", "5"].map(|key| due(&book, key)), [320, 560]);
}

#[test]
fn quarters_ask_for_a_quarter_of_the_year_each() {
    let mut book = Book::new();
    book.put(&branch("甲"), &[("secretary", member("1").to_string().into())]);
    let (leader, other) = (book.study_row("1", "2026-09-30"), book.study_row("2", "2026-09-30"));
    assert_eq!([1, 2, 3, 4].map(|q| leader.due_after(q)), [140, 280, 420, 560]);
    assert_eq!([1, 2, 3, 4].map(|q| other.due_after(q)), [80, 160, 240, 320]);
}

#[test]
fn study_of_unknown_length_counts_nothing_and_is_named() {
    let mut book = Book::new();
    let meeting = book.meeting("a", ("study", "甲", "2026-03-05"), &[], &[("1", "present")]);
    let context = Context::new(&book.ledger, day("2026-03-31"));
    let study = StudyYear::of(&context, &Roster::of(&book.ledger), 2026);
    assert_eq!((study.entries.len(), study.unmeasured), (0, vec![meeting]));
}

#[test]
fn the_table_says_unrecorded_where_nothing_is() {
    let mut book = Book::new();
    book.training("a", "2026-02-01", ("online", 90, "hour"), &["1"]);
    let rows = ["1", "2"].map(|key| book.study_row(key, "2026-04-15"));
    let names = [("1", "张三"), ("2", "李四")].map(|(key, name)| (member(key), name.to_owned()));
    let table = study_table("甲", (2026, 1), &rows, &names.into());
    assert_eq!(table.rows[0], ["张三", "32", "9", "23", "0", "0", "9", "0", "达到1季度进度"]);
    assert_eq!(table.rows[1], ["李四", "32", "未登记", "32", "", "", "", "", "比1季度进度少 8"]);
}

#[test]
fn quarters_that_are_over_and_asked_for_are_checked() {
    let mut book = Book::new();
    book.training("a", "2026-02-01", ("online", 90, "hour"), &["1"]);
    let checks = |book: &Book, today: &str, of: &str| {
        QuarterCheck::of_year(&Context::new(&book.ledger, day(today)), &branch(of), 2026)
    };
    let months = |book: &Book, today: &str, of: &str| {
        checks(book, today, of).iter().map(|one| one.month.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(checks(&book, "2026-03-31", "甲"), []);
    let first = checks(&book, "2026-04-01", "甲").remove(0);
    assert_eq!((first.month, &first.done), (month("2026-03"), &None));
    let is_short = |key: &str| first.short.iter().any(|row| row.member == member(key));
    assert_eq!([is_short("1"), is_short("2")], [false, true]);
    assert_eq!(months(&book, "2026-07-01", "甲"), ["2026-06", "2026-03"]);
    assert_eq!(months(&book, "2026-07-01", "没有党员的支部"), [""; 0]);
    let is_done = |book: &Book| -> Vec<bool> {
        checks(book, "2026-07-01", "甲").iter().map(|one| one.done.is_some()).collect()
    };
    assert_eq!(is_done(&book), [false, false]);
    let confirmed = STUDY_CHECK.id(&[branch("甲").as_str(), "2026-03"]);
    let of = branch("甲").to_string();
    book.put(&confirmed, &[("branch", of.into()), ("month", "2026-03".into())]);
    assert_eq!(is_done(&book), [false, true]);
    assert_eq!(months(&book, "2027-02-01", "甲"), ["2026-12", "2026-09", "2026-06", "2026-03"]);
    // What is waived is not asked for, nor what was before the ledger began.
    let subject = branch("甲").to_string();
    let said = [("rule", "study_check"), ("bucket", "2026-Q2"), ("reason", "抗疫")];
    let said = said.into_iter().chain([("subject", &*subject)]);
    let said: Vec<_> = said.map(|(field, text)| (field, Value::from(text))).collect();
    book.put(&id("duty_waiver", "a"), &said);
    assert_eq!(months(&book, "2027-02-01", "甲"), ["2026-12", "2026-09", "2026-03"]);
    let before =
        QuarterCheck::of_year(&Context::new(&book.ledger, day("2027-02-01")), &branch("甲"), 2025);
    assert_eq!(before, []);
}
