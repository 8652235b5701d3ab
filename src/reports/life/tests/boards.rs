use super::*;

fn board_of(book: &Book, of: &str, today: &str) -> Board {
    let context = Context::new(&book.ledger, day(today));
    let roster = Roster::of(&book.ledger);
    let study = StudyYear::of(&context, &roster, 2026);
    board(&context, &roster, &study, &branch(of), month("2026-08"))
}

fn lines(one: &BoardMember) -> Vec<String> {
    one.achievements.iter().map(|done| format!("{} {}", done.label, done.words)).collect()
}

#[test]
fn achievements_of_the_quarter_are_counted_from_records() {
    let mut book = Book::new();
    let persons = [("persons", Value::Int(60))];
    book.service("a", ("clinic", "甲", "2026-07-01"), &persons, &[("1", 25), ("2", 20)]);
    book.service("b", ("volunteer", "甲", "2026-09-30"), &[], &[("1", 50)]);
    book.service("c", ("community", "甲", "2026-08-01"), &[], &[("1", 10)]);
    book.service("d", ("guidance", "甲", "2026-08-02"), &[], &[("1", 10)]);
    book.service("e", ("pairing", "甲", "2026-08-03"), &[], &[("1", 10)]);
    // A posting that began before counts as support, and serves the persons of its first quarter.
    let posted = [("until", "2026-07-31".into()), ("persons", Value::Int(9))];
    book.service("h", ("emergency", "甲", "2026-05-01"), &posted, &[("3", 0)]);
    let over = [("until", "2026-06-30".into())];
    book.service("i", ("emergency", "甲", "2026-05-01"), &over, &[("3", 0)]);
    // Before and after the quarter.
    book.service("f", ("volunteer", "甲", "2026-06-30"), &[], &[("1", 70)]);
    book.service("g", ("volunteer", "甲", "2026-10-01"), &[], &[("1", 70)]);
    let lecture = [("lecturer", member("1").to_string().into()), ("hours", Value::Int(15))];
    book.meeting("a", ("lecture", "甲", "2026-07-09"), &lecture, &[("1", "present")]);
    let deed = id("deed", "a");
    book.put(
        &deed,
        &[("responsible", member("2").to_string().into()), ("done_on", "2026-07-20".into())],
    );
    book.put_row(&deed, "helpers", member("1").as_str(), "helped".into());
    let found = board_of(&book, "甲", "2026-12-01");
    assert_eq!(found.period, "2026年第三季度");
    let of = |key: &str| found.members.iter().find(|one| one.member == member(key)).unwrap();
    assert_eq!(
        lines(of("1")),
        [
            "志愿服务 2 次 7.5 小时",
            "双报到 1 次",
            "学习 1.5 学时",
            "讲党课 1 次",
            "参加的活动服务群众 60 人次",
            "指导基层 1 次",
            "支援帮扶 1 次",
            "办结实事 1 件",
        ]
    );
    assert_eq!(
        lines(of("2")),
        ["志愿服务 1 次 2 小时", "参加的活动服务群众 60 人次", "办结实事 1 件"]
    );
    assert_eq!(lines(of("3")), ["支援帮扶 1 次"]);
}

#[test]
fn only_approved_commitments_are_on_the_board() {
    let mut book = Book::new();
    let kinds = [
        ("a", "2026-12-31", "2026-01-10", "2026-05-01"),
        ("b", "2026-12-31", "2026-01-10", ""),
        ("c", "2026-03-31", "2026-01-10", ""),
        ("d", "2026-12-31", "", ""),
    ];
    for (key, until, approved, done) in kinds {
        let one = id("commitment", key);
        let who = member("1").to_string();
        book.put(
            &one,
            &[
                ("member", who.into()),
                ("year", Value::Int(2026)),
                ("matter", key.into()),
                ("until", until.into()),
            ],
        );
        for (field, text) in [("approved_on", approved), ("done_on", done)] {
            if !text.is_empty() {
                book.put(&one, &[(field, text.into())]);
            }
        }
    }
    let found = board_of(&book, "甲", "2026-08-15");
    let of = found.members.iter().find(|one| one.member == member("1")).unwrap();
    let states: Vec<_> =
        of.commitments.iter().map(|one| (&*one.matter, one.state.word())).collect();
    assert_eq!(states, [("a", "已兑现"), ("b", "进行中"), ("c", "到期未兑现")]);
    assert_eq!((found.unapproved, found.without), (1, 2));
}

#[test]
fn the_board_and_its_paper_hold_only_public_fields() {
    let mut book = Book::new();
    let department = id("department", "内科");
    book.put(&department, &[("name", "内科".into())]);
    book.put_row(&member("1"), "department", "2020-01-01", department.to_string().into());
    let secret = [("phone", "13900001111"), ("native_place", "机密县"), ("notes", "机密备注")];
    let open = [("party_post", "组织委员"), ("post", "副主任"), ("title_rank", "主任医师")];
    for (field, text) in secret.into_iter().chain(open) {
        book.put(&member("1"), &[(field, text.into())]);
    }
    let found = board_of(&book, "甲", "2026-08-15");
    let of = found.members.iter().find(|one| one.member == member("1")).unwrap();
    assert_eq!(of.posts, ["组织委员", "副主任", "主任医师"]);
    assert_eq!(of.department, "内科");
    let text = crate::reports::Document::form(board_table(&found)).to_text();
    assert!(text.contains("内科，组织委员，副主任，主任医师"));
    assert!(!text.contains("机密") && !text.contains("1390000"));
}

/// A board of so many members, each with commitments of some length.
fn long_board(members: &[(usize, usize, usize)]) -> Board {
    let member = |(at, (promises, length, done)): (usize, &(usize, usize, usize))| BoardMember {
        member: member(&at.to_string()),
        name: format!("党员{at}"),
        posts: vec!["组织委员".to_owned(), "主任医师".to_owned()],
        department: "内科".to_owned(),
        commitments: (0..*promises)
            .map(|number| Commitment {
                record: id("commitment", &number.to_string()),
                matter: "认真学习，".chars().cycle().take(*length).collect(),
                state: CommitmentState::Open,
            })
            .collect(),
        achievements: (0..*done)
            .map(|number| Achievement { label: "志愿服务", words: format!("{number} 次") })
            .collect(),
    };
    let members = members.iter().enumerate().map(member).collect();
    Board { year: 2026, members, ..Board::default() }
}

#[test]
fn members_that_fit_share_a_column_and_columns_share_a_page() {
    let board = long_board(&[(1, 6, 1); 5]);
    // Name (2), posts, two headings, two lines: seven each, and a gap between.
    let size = ShowSize { columns: 2, lines: 15, width: 30 };
    let pages = show_pages(&ShowContent::of(&board, ""), size);
    let names = |page: &ShowPage| {
        let lines = page.iter().map(|column| column.iter());
        lines
            .map(|lines| lines.filter(|line| matches!(line, ShowLine::Name(_))).count())
            .collect::<Vec<_>>()
    };
    assert_eq!(pages.iter().map(names).collect::<Vec<_>>(), [vec![2, 2], vec![1]]);
}

#[test]
fn the_content_of_a_show_is_read_back_from_its_text() {
    let mut board = long_board(&[(2, 40, 3), (0, 1, 0)]);
    board.branch = "内科党支部".to_owned();
    board.period = "2026年第四季度".to_owned();
    let content = ShowContent::of(&board, "示例台账，数据均为虚构");
    assert_eq!(ShowContent::parse(&content.to_text()), content);
    // A line break in what was typed begins no line of its own.
    board.members[0].commitments[0].matter = "一\nN二".to_owned();
    let read = ShowContent::parse(&ShowContent::of(&board, "").to_text());
    assert_eq!(read.members.len(), 2);
    assert_eq!(ShowContent::parse("something else"), ShowContent::default());
}

proptest::proptest! {
    #[test]
    fn no_page_of_the_show_is_higher_or_wider_than_the_screen(
        members in proptest::collection::vec((0..6usize, 1..130usize, 0..9usize), 0..12),
        columns in 1..4usize,
        lines in 6..40usize,
        width in 12..40usize,
    ) {
        let board = long_board(&members);
        let pages = show_pages(&ShowContent::of(&board, ""), ShowSize { columns, lines, width });
        let mut named = std::collections::BTreeSet::new();
        let mut letters = 0;
        for page in &pages {
            proptest::prop_assert!(!page.is_empty() && page.len() <= columns);
            for column in page {
                let height: usize = column.iter().map(ShowLine::height).sum();
                proptest::prop_assert!(height <= lines);
                proptest::prop_assert!(!matches!(column.last(), Some(ShowLine::Head(_) | ShowLine::Gap)));
                for line in column {
                    match line {
                        ShowLine::Name(name) => drop(named.insert(name.replace("（续）", ""))),
                        ShowLine::Text(text) | ShowLine::Posts(text) | ShowLine::Head(text) => {
                            letters += text.chars().count();
                            let tenths: usize = text.chars().map(|c| if c.is_ascii() { 6 } else { 10 }).sum();
                            proptest::prop_assert!(tenths <= width * 10 + 10, "{text}");
                        }
                        ShowLine::Gap => {}
                    }
                }
            }
        }
        proptest::prop_assert_eq!(named.len(), members.len());
        let most: usize = members.iter().map(|(promises, length, _)| promises * length).sum();
        proptest::prop_assert!(letters >= most);
    }
}

#[test]
fn the_show_turns_every_ten_seconds_and_waits_a_minute_after_a_touch() {
    let after = |from: Turning, seconds: usize| (0..seconds).fold(from, |now, _| now.tick(3));
    let start = Turning::default();
    assert_eq!([9, 10, 20, 30].map(|seconds| after(start, seconds).page()), [0, 1, 2, 0]);
    let touched = after(start, 5).touched();
    assert_eq!([60, 69, 70].map(|seconds| after(touched, seconds).page()), [0, 0, 1]);
    assert!(after(touched, 59).is_paused() && !after(touched, 60).is_paused());
    assert_eq!(after(touched.resumed(), 10).page(), 1);
    assert_eq!((start.turned(-1, 3).page(), start.turned(-1, 3).rounds()), (2, 0));
    // A day later, with fewer pages by then, it is still within them.
    let day = after(start, 86_400);
    assert_eq!((day.page(), day.rounds()), (0, 2_880));
    assert_eq!(start.turned(2, 3).turned(1, 2).page(), 0);
    assert_eq!(start.tick(0).turned(1, 0).page(), 0);
}
