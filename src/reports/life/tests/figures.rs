use super::*;

fn value(year: &YearEntries, kind: FigureKind, scope: Scope<'_>) -> Option<(i64, i64)> {
    year.value(kind, scope).map(|one| (one.amount, one.of))
}

#[test]
fn nothing_recorded_is_unrecorded_in_every_figure_and_scope() {
    let year = Book::new().year(2026, "2026-12-31");
    let a = branch("甲");
    for scope in [Scope::Hospital, Scope::Branch(&a), Scope::Together] {
        for figure in year_figures(&year, &year, scope) {
            assert_eq!((figure.value, figure.before), (None, None), "{:?}", figure.kind);
            assert_eq!(figure.kind.words(figure.value), "未登记");
        }
    }
    assert_eq!(year_paragraph(&year, Scope::Hospital, "全院"), "");
}

#[test]
fn attendance_is_who_came_of_all_on_the_books_but_the_exempt() {
    let mut book = Book::new();
    // Of five due, three came; one of 乙 was not called at all, which is not being there.
    let roll = [("1", "present"), ("2", "late"), ("3", "early"), ("4", "on_duty")];
    book.meeting("a", ("lecture", "", "2026-03-05"), &[], &roll);
    // Of two due, one came; a guest from 乙 counts nowhere.
    book.meeting(
        "b",
        ("general", "甲", "2026-03-06"),
        &[],
        &[("1", "present"), ("2", "exempt"), ("4", "present")],
    );
    // Who came onto the books later is not due.
    book.join("6", "甲", "2026-03-07");
    let year = book.year(2026, "2026-12-31");
    let (a, b) = (branch("甲"), branch("乙"));
    assert_eq!(value(&year, FigureKind::Attendance, Scope::Hospital), Some((4, 7)));
    assert_eq!(value(&year, FigureKind::Attendance, Scope::Branch(&a)), Some((4, 5)));
    assert_eq!(value(&year, FigureKind::Attendance, Scope::Branch(&b)), Some((0, 2)));
    let words = FigureKind::Attendance.words(year.value(FigureKind::Attendance, Scope::Hospital));
    assert_eq!(words, "57.1%");
}

#[test]
fn groups_and_committees_owe_their_own_attendance() {
    let mut book = Book::new();
    let group = id("group", "一组");
    book.put(&group, &[("name", "一组".into()), ("branch", branch("甲").to_string().into())]);
    for key in ["1", "2"] {
        book.put_row(&member(key), "group", "2020-01-01", group.to_string().into());
    }
    book.put(&member("3"), &[("party_post", "组织委员".into())]);
    let of_group = [("group", group.to_string().into())];
    book.meeting(
        "a",
        ("group", "甲", "2026-03-05"),
        &of_group,
        &[("1", "present"), ("3", "present")],
    );
    book.meeting("b", ("committee", "甲", "2026-03-06"), &[], &[("3", "present")]);
    let year = book.year(2026, "2026-03-31");
    // Who sat with the group is called as its members are.
    assert_eq!(value(&year, FigureKind::Attendance, Scope::Hospital), Some((3, 4)));
    // January to March: nine of committee and group, general meeting and lecture not yet.
    let a = branch("甲");
    let rate = value(&year, FigureKind::Rate, Scope::Branch(&a));
    assert_eq!(rate, Some((2, 6)));
}

#[test]
fn planned_meetings_and_those_without_a_roll_count_nothing() {
    let mut book = Book::new();
    book.meeting("a", ("themed", "甲", "2026-03-05"), &[], &[]);
    book.meeting("b", ("themed", "甲", "2026-12-05"), &[], &[("1", "leave")]);
    let year = book.year(2026, "2026-06-30");
    assert_eq!(value(&year, FigureKind::Meetings("themed"), Scope::Hospital), None);
    assert_eq!(year.unrolled, [id("meeting", "a")]);
    assert_eq!(year.missing(), ["2026年有 1 次会议到了日期还没有点名，没有计入。"]);
}

#[test]
fn a_kind_without_meetings_is_zero_where_others_were_held() {
    let mut book = Book::new();
    book.meeting("a", ("themed", "甲", "2026-03-05"), &[], &[("1", "present")]);
    let year = book.year(2026, "2026-07-01");
    let (a, b) = (branch("甲"), branch("乙"));
    assert_eq!(value(&year, FigureKind::Meetings("general"), Scope::Branch(&a)), Some((0, 0)));
    assert_eq!(value(&year, FigureKind::Meetings("general"), Scope::Branch(&b)), None);
    assert_eq!(value(&year, FigureKind::Rate, Scope::Branch(&a)), Some((0, 4)));
    assert_eq!(value(&year, FigureKind::Rate, Scope::Branch(&b)), None);
    assert_eq!(value(&year, FigureKind::MakeUps, Scope::Branch(&a)), Some((0, 0)));
}

#[test]
fn leave_that_was_known_beforehand_is_no_roll() {
    let mut book = Book::new();
    let meeting = book.meeting("a", ("themed", "甲", "2026-03-05"), &[], &[("1", "leave")]);
    let year = book.year(2026, "2026-07-01");
    assert_eq!(year.unrolled, [meeting]);
    assert_eq!(value(&year, FigureKind::Meetings("themed"), Scope::Hospital), None);
}

#[test]
fn make_ups_are_counted_of_the_absences_that_ask_for_them() {
    let mut book = Book::new();
    let roll = [("1", "leave"), ("2", "on_duty"), ("3", "present")];
    let meeting = book.meeting("a", ("themed", "甲", "2026-03-05"), &[], &roll);
    book.make_up(&meeting, "1", "2026-03-10");
    book.make_up(&meeting, "2", "2026-07-10");
    let year = book.year(2026, "2026-06-30");
    assert_eq!(value(&year, FigureKind::MakeUps, Scope::Hospital), Some((1, 2)));
}

#[test]
fn service_counts_persons_by_event_and_hours_by_member() {
    let mut book = Book::new();
    let times = [("begins", "09:00".into()), ("ends", "11:00".into()), ("persons", Value::Int(86))];
    book.service("a", ("clinic", "甲", "2026-04-01"), &times, &[("1", 0), ("4", 15)]);
    book.service(
        "b",
        ("volunteer", "乙", "2026-04-02"),
        &[("medicine", Value::Int(12_050))],
        &[("5", 0), ("4", 30)],
    );
    // Guidance is no volunteer service; who is on no books counts nowhere.
    book.service(
        "c",
        ("guidance", "甲", "2026-04-03"),
        &[("persons", Value::Int(4))],
        &[("1", 20)],
    );
    book.service("e", ("community", "甲", "2026-04-05"), &[], &[("2", 10), ("3", 0)]);
    book.service("d", ("clinic", "甲", "2026-04-04"), &[("persons", Value::Int(10))], &[("9", 20)]);
    let year = book.year(2026, "2026-06-30");
    let (a, b) = (branch("甲"), branch("乙"));
    let of = |kind| {
        [Scope::Branch(&a), Scope::Branch(&b), Scope::Hospital]
            .map(|scope| value(&year, kind, scope).map(|(amount, _)| amount))
    };
    assert_eq!(of(FigureKind::Served), [Some(100), None, Some(100)]);
    assert_eq!(of(FigureKind::Volunteers), [Some(1), Some(3), Some(4)]);
    assert_eq!(of(FigureKind::Community), [Some(2), Some(0), Some(2)], "told apart");
    assert_eq!(of(FigureKind::VolunteerHours), [Some(20), Some(45), Some(65)]);
    assert_eq!(of(FigureKind::Medicine), [None, Some(12_050), Some(12_050)]);
    assert_eq!(
        FigureKind::Medicine.words(year.value(FigureKind::Medicine, Scope::Hospital)),
        "120.50"
    );
    assert_eq!(year.untimed, [id("service", "b")]);
}

#[test]
fn deeds_and_commitments_count_once_they_are_done() {
    let mut book = Book::new();
    let who = member("1").to_string();
    for (key, done) in [("a", "2026-05-01"), ("b", ""), ("c", "2026-09-01"), ("d", "2025-12-31")] {
        let deed = id("deed", key);
        book.put(&deed, &[("responsible", who.clone().into()), ("taken_up", "2025-06-01".into())]);
        if !done.is_empty() {
            book.put(&deed, &[("done_on", done.into())]);
        }
    }
    for (key, done, released) in
        [("a", "2026-05-01", ""), ("b", "", ""), ("c", "", "调离"), ("d", "2026-09-01", "")]
    {
        let one = id("commitment", key);
        book.put(
            &one,
            &[
                ("member", who.clone().into()),
                ("year", Value::Int(2026)),
                ("until", "2026-12-01".into()),
            ],
        );
        for (field, text) in [("done_on", done), ("released_why", released)] {
            if !text.is_empty() {
                book.put(&one, &[(field, text.into())]);
            }
        }
    }
    let year = book.year(2026, "2026-06-30");
    let a = branch("甲");
    assert_eq!(value(&year, FigureKind::Deeds, Scope::Branch(&a)), Some((1, 0)));
    assert_eq!(value(&year, FigureKind::Commitments, Scope::Branch(&a)), Some((1, 3)));
    let before = book.year(2025, "2026-06-30");
    assert_eq!(value(&before, FigureKind::Deeds, Scope::Branch(&a)), Some((1, 0)));
    assert_eq!(value(&before, FigureKind::Commitments, Scope::Branch(&a)), None);
}

#[test]
fn the_paragraph_says_only_what_is_recorded() {
    let mut book = Book::new();
    let lecturer = [("lecturer", member("1").to_string().into()), ("hours", Value::Int(20))];
    book.meeting(
        "a",
        ("lecture", "甲", "2026-01-05"),
        &lecturer,
        &[("1", "present"), ("2", "present"), ("3", "leave")],
    );
    let year = book.year(2026, "2026-04-01");
    let a = branch("甲");
    assert_eq!(
        year_paragraph(&year, Scope::Branch(&a), "甲"),
        "2026年，甲召开党课 1 次，三会一课完成率 50%，到会率 66.7%。讲党课 1 次，党员学习累计 4 学时。"
    );
}

#[test]
fn the_entries_behind_a_figure_add_up_to_it() {
    let mut book = Book::new();
    book.meeting("a", ("themed", "甲", "2026-03-05"), &[], &[("1", "present"), ("2", "leave")]);
    book.meeting("b", ("themed", "乙", "2026-03-06"), &[], &[("4", "present")]);
    let year = book.year(2026, "2026-06-30");
    let behind = year.behind(FigureKind::Attendance, Scope::Hospital);
    let records: Vec<_> = behind.iter().filter_map(|one| one.record.clone()).collect();
    assert_eq!(records, [id("meeting", "a"), id("meeting", "b")]);
    let words: Vec<_> = behind.iter().map(|one| one.figure.entry_words(one)).collect();
    assert_eq!(words, ["到 1，应到 3", "到 1，应到 2"]);
}

#[test]
fn the_table_has_the_branches_and_the_hospital_beside_each_other() {
    let mut book = Book::new();
    book.meeting("a", ("themed", "甲", "2026-03-05"), &[], &[("1", "present")]);
    let year = book.year(2026, "2026-06-30");
    let branches = ["甲", "乙"].map(|name| (branch(name), name.to_owned()));
    let table = year_table(&year, &branches);
    let row = |label: &str| table.rows.iter().find(|row| row[0] == label).unwrap();
    assert_eq!(*row("主题党日"), ["主题党日", "次", "1", "未登记", "未登记", "1"]);
    assert_eq!(*row("支委会"), ["支委会", "次", "0", "未登记", "未登记", "0"]);
    assert_eq!(*row("服务群众"), ["服务群众", "人次", "未登记", "未登记", "未登记", "未登记"]);
}
