//! The rules of the quarter and its bulletin (domain.md §1.6 rules 4, 6, 7 and 8, §3.1), each with
//! the test that names it.

use crate::fixtures::dice::Dice;
use crate::fixtures::{Book, day, month};
use yixin::ledger::{Quarter, RecordId, Value};
use yixin::registers::{BulletinWords, bulletin_id, places_of, redact, schemas, title};
use yixin::reports::{
    Block, BulletinNames, BulletinOptions, DutyAbout, Urgency, bulletin, duties, paginate,
};
use yixin::scoring::{
    Issue, Mean, NoticeDays, Obstacle, QuarterRow, draft_issue, issue_bulletin, issued, issues,
    quarter_mean, quarter_obstacles, quarter_ranks,
};

const TODAY: &str = "2026-04-10";

/// A branch with so many members.
fn book(members: usize) -> (Book, Vec<RecordId>) {
    let mut book = Book::new();
    let first = book.first();
    let members = (1..=members).map(|number| book.member(&number.to_string(), &first)).collect();
    (book, members)
}

fn first_quarter() -> Quarter {
    Quarter::of(month("2026-01"))
}

fn close_all(book: &mut Book) {
    let first = book.first();
    for of in ["2026-01", "2026-02", "2026-03"] {
        book.close(&first, of);
    }
}

fn rows(book: &mut Book) -> Vec<QuarterRow> {
    book.scores.rows_over(&book.ledger, None, &first_quarter().months())
}

fn row(book: &mut Book, who: &RecordId) -> QuarterRow {
    rows(book).into_iter().find(|row| row.member == *who).expect("a row")
}

fn draft(book: &mut Book) -> Issue {
    let notice = NoticeDays { days: 5, until: day("2026-04-17"), provisional: false };
    draft_issue(&book.ledger, &mut book.scores, None, first_quarter(), day(TODAY), notice)
}

fn issue(book: &mut Book, words: &BulletinWords) -> Issue {
    let issue = draft(book);
    book.act("issue", |draft, ledger| issue_bulletin(draft, ledger, &issue, words));
    issue
}

fn obstacles(book: &mut Book, today: &str) -> Vec<Obstacle> {
    quarter_obstacles(&book.ledger, &mut book.scores, None, first_quarter(), day(today))
}

fn said(found: &[Obstacle], blocks: bool, words: &str) -> bool {
    found.iter().any(|one| one.blocks == blocks && one.text.contains(words))
}

fn names(book: &Book, issue: &Issue) -> BulletinNames {
    let ids = issue.rows.iter().flat_map(|row| [&row.member, &row.branch]);
    let of = ids.map(|id| (id.clone(), title(&book.ledger, id))).collect();
    BulletinNames { of, order: issue.rows.iter().map(|row| row.member.clone()).collect() }
}

/// The bulletin that stands, as it is printed.
fn printed(book: &Book, options: BulletinOptions) -> String {
    let issued = issued(&book.ledger, None, first_quarter()).expect("issued").expect("whole");
    let of = issued.issue.rows.iter().flat_map(|row| [&row.member, &row.branch]);
    let of = of
        .filter_map(|id| Some((id.clone(), issued.names.get(id.as_str())?.as_text()?.to_owned())));
    let names = BulletinNames { of: of.collect(), order: Vec::new() };
    let document = bulletin(&issued.issue, &names, &issued.words, options);
    format!("{}\n{:?}", document.to_text(), paginate(&document))
}

#[test]
fn rule_04_a_quarter_is_rounded_once_from_the_months() {
    let (mut book, who) = book(1);
    book.enter("2026-01", "C4.3", &[(&who[0], 1)]);
    close_all(&mut book);
    let one = row(&mut book, &who[0]);
    assert_eq!(one.mean, Mean { sum: 725 + 720 + 720, count: 3 });
    assert_eq!(one.result(), Some(722), "72.166… is 72.2");
}

#[test]
fn rule_04_fewer_than_three_months_are_averaged_as_they_are_and_said() {
    let (mut book, who) = book(1);
    let first = book.first();
    let late = book.member_from("2", &first, None, day("2026-01-10"));
    book.enter("2026-03", "C3.1", &[(&late, 1)]);
    book.since(&who[0], "2026-02-15", "standing", "已转出");
    close_all(&mut book);
    assert_eq!(row(&mut book, &late).mean, Mean { sum: 720 + 740, count: 2 });
    assert_eq!(row(&mut book, &who[0]).mean, Mean { sum: 1440, count: 2 });
    let found = obstacles(&mut book, TODAY);
    assert!(said(&found, false, "党员2：季度中转入，次月起算，按实有 2 个月平均"), "{found:?}");
    assert!(said(&found, false, "党员1：季度中转出，按实有 2 个月平均"), "{found:?}");
}

#[test]
fn rule_07_equal_results_share_a_rank_and_the_next_is_left_out() {
    let (mut book, who) = book(4);
    book.enter("2026-02", "C3.1", &[(&who[0], 2), (&who[1], 1), (&who[2], 1)]);
    assert_eq!(quarter_ranks(&rows(&mut book)), [1, 2, 2, 4].map(Some));
}

/// The table of ranks: each row's rank and name.
fn ranking(issue: &Issue, names: &BulletinNames) -> (Vec<(String, String)>, Vec<String>) {
    let options = BulletinOptions { ranks: true, ..BulletinOptions::default() };
    let tables = bulletin(issue, names, &BulletinWords::default(), options).tables();
    let table = tables.into_iter().find(|table| table.title == "党员积分名次").expect("ranks");
    let rows = table.rows.iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    (rows, table.notes)
}

#[test]
fn rule_07_who_shares_a_rank_stands_by_aspect_a_then_c_then_fewer_deductions() {
    let (mut book, who) = book(5);
    // All but the last have two points more: in C, in A, in B with a deduction, and in B.
    book.enter("2026-02", "C3.1", &[(&who[0], 1)]);
    book.enter("2026-02", "A6.3", &[(&who[1], 2)]);
    book.enter("2026-02", "B3.1", &[(&who[2], 2), (&who[3], 1)]);
    book.enter("2026-02", "B2.1", &[(&who[2], 1)]);
    let open = draft(&mut book);
    close_all(&mut book);
    let issue = issue(&mut book, &BulletinWords::default());
    let ties = |issue: &Issue| issue.rows.iter().map(|row| row.tie).collect::<Vec<_>>();
    assert_eq!(ties(&issue), ties(&open), "a lock has the same as the sheet had");
    let (ranked, notes) = ranking(&issue, &names(&book, &issue));
    let expected = [("1", "党员2"), ("1", "党员1"), ("1", "党员4"), ("1", "党员3"), ("5", "党员5")];
    assert_eq!(ranked, expected.map(|(rank, name)| (rank.to_owned(), name.to_owned())));
    assert!(notes.iter().any(|note| note.contains("A 方面") && note.contains("扣分次数")));
}

#[test]
fn rule_07_aspects_are_compared_by_the_months_there_are() {
    let (mut book, who) = book(1);
    let first = book.first();
    let late = book.member_from("2", &first, None, day("2026-01-10"));
    // Both come to 74 a month; who has fewer months has the more of them in aspect A.
    for of in ["2026-02", "2026-03"] {
        book.enter(of, "A6.3", &[(&late, 2)]);
    }
    for of in ["2026-01", "2026-02", "2026-03"] {
        book.enter(of, "B3.1", &[(&who[0], 1)]);
    }
    close_all(&mut book);
    let issue = issue(&mut book, &BulletinWords::default());
    let (ranked, _) = ranking(&issue, &names(&book, &issue));
    assert_eq!(ranked, [("1".into(), "党员2".into()), ("1".into(), "党员1".into())]);
}

#[test]
fn points_in_a_column_of_the_bulletin_have_one_decimal_each() {
    let (mut book, who) = book(2);
    let second = book.branch("二支部");
    let alone = book.member("9", &second);
    book.enter("2026-02", "C4.3", &[(&who[0], 1), (&alone, 2)]);
    let issue = draft(&mut book);
    let options = BulletinOptions { ranks: true, ..BulletinOptions::default() };
    let names = names(&book, &issue);
    let tables = bulletin(&issue, &names, &BulletinWords::default(), options).tables();
    let mut seen = 0;
    for table in tables {
        for (place, column) in table.columns.iter().enumerate() {
            if ["人均", "季均", "1月", "2月", "3月"].contains(&&*column.label) {
                for row in &table.rows {
                    let (_, decimals) = row[place].split_once('.').expect("a decimal");
                    assert_eq!(decimals.len(), 1, "{row:?}");
                    seen += 1;
                }
            }
        }
    }
    assert_eq!(seen, 2 + 3 + 3 * 4);
}

#[test]
fn the_branches_stand_in_a_figure_of_the_internal_version_alone() {
    let (mut book, _) = book(2);
    let second = book.branch("二支部");
    book.member("9", &second);
    let issue = draft(&mut book);
    let names = names(&book, &issue);
    let figures = |issue: &Issue, public: bool| {
        let options = BulletinOptions { public, ..BulletinOptions::default() };
        let document = bulletin(issue, &names, &BulletinWords::default(), options);
        let figure = |block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        };
        document.blocks.into_iter().filter_map(figure).collect::<Vec<_>>()
    };
    let within = figures(&issue, false);
    assert_eq!(within.len(), 1);
    assert_eq!(within[0].table.rows, [["一支部", "72.0"], ["二支部", "72.0"]]);
    assert!(figures(&issue, true).is_empty());
    let first = Issue { branch: Some(book.first()), ..issue };
    assert!(figures(&first, false).is_empty(), "of one branch there is nothing to compare");
}

#[test]
fn rule_07_branches_are_compared_by_the_mean_of_members_and_never_by_sums() {
    let (mut book, who) = book(3);
    let second = book.branch("二支部");
    let alone = book.member("9", &second);
    book.enter("2026-01", "C3.1", &[(&alone, 1)]);
    let all = rows(&mut book);
    let of = |branch: &RecordId| quarter_mean(all.iter().filter(|row| row.branch == *branch));
    assert_eq!(of(&book.first()).rounded(), Some(720));
    assert_eq!(of(&second).rounded(), Some(727), "72.666… above three members' 72");
    // A member with one month weighs as much as one with three.
    let late = book.member_from("4", &second, None, day("2026-02-10"));
    book.enter("2026-03", "C3.1", &[(&late, 2)]);
    let all = rows(&mut book);
    let mean = quarter_mean(all.iter().filter(|row| row.branch == second));
    // (2180 / 3 + 760) / 2 = 743.33…
    assert_eq!(mean.rounded(), Some(743));
    assert_eq!(all.len(), who.len() + 2);
}

#[test]
fn rule_08_who_is_exempt_counts_in_no_mean_and_the_kind_is_told() {
    let (mut book, who) = book(3);
    book.exempt(&who[0], "离退休", "2026-01", "", "2026-01-02");
    book.exempt(&who[1], "产假", "2026-03", "", "2026-03-02");
    close_all(&mut book);
    let retired = row(&mut book, &who[0]);
    assert_eq!((retired.result(), retired.exemptions().count()), (None, 3));
    assert_eq!(row(&mut book, &who[1]).mean.count, 2);
    let issue = issue(&mut book, &BulletinWords::default());
    let names = names(&book, &issue);
    let text = bulletin(&issue, &names, &BulletinWords::default(), BulletinOptions::default());
    let text = text.to_text();
    assert!(text.contains("应参评党员 3 名，实参评 2 名，不参评 1 名（离退休 1 名）"), "{text}");
    assert!(text.contains("其中 1 名不满三个月"), "{text}");
}

#[test]
fn rule_03_a_veto_of_the_year_makes_the_quarter_zero() {
    let (mut book, who) = book(2);
    book.veto(&who[0], "V2", "2026-02");
    let one = row(&mut book, &who[0]);
    assert_eq!((one.mean, one.zeroed), (Mean { sum: 0, count: 3 }, true));
    assert_eq!(row(&mut book, &who[1]).result(), Some(720));
}

#[test]
fn an_adjustment_adopted_before_counts_and_is_told() {
    let (mut book, who) = book(2);
    close_all(&mut book);
    book.adjust(&who[0], "2026-02", "2");
    let issue = draft(&mut book);
    assert_eq!((row(&mut book, &who[0]).result(), issue.adjustments), (Some(727), 1));
}

#[test]
fn open_months_stand_in_the_way() {
    let (mut book, _) = book(2);
    let first = book.first();
    book.close(&first, "2026-01");
    book.approve(&first, "2026-02");
    let found = obstacles(&mut book, TODAY);
    assert!(!said(&found, true, "2026年1月"), "{found:?}");
    assert!(said(&found, true, "2026年2月还没有锁定（已审定）"), "{found:?}");
    assert!(said(&found, true, "2026年3月还没有锁定（录入中）"), "{found:?}");
    assert!(said(&obstacles(&mut book, "2026-03-20"), true, "2026年3月还没有过完"));
    close_all(&mut book);
    assert!(obstacles(&mut book, TODAY).iter().all(|one| !one.blocks));
}

#[test]
fn a_month_that_is_brought_in_is_no_obstacle() {
    let (mut book, who) = book(1);
    let first = book.first();
    for of in ["2026-01", "2026-02", "2026-03"] {
        book.bring_in(&first, of, &[(&who[0], 885)]);
    }
    assert_eq!(obstacles(&mut book, TODAY), []);
    assert_eq!(row(&mut book, &who[0]).result(), Some(885));
}

#[test]
fn two_exemptions_that_overlap_are_told() {
    let (mut book, who) = book(2);
    book.exempt(&who[0], "产假", "2026-01", "2026-02", "2026-01-02");
    book.exempt(&who[0], "long_sick", "2026-02", "2026-03", "2026-02-02");
    close_all(&mut book);
    let found = obstacles(&mut book, TODAY);
    assert!(said(&found, false, "党员1的两份不参评审批在2026年2月重叠"), "{found:?}");
}

#[test]
fn a_veto_lifted_after_the_bulletin_is_told_and_the_bulletin_stays() {
    let (mut book, who) = book(2);
    let veto = book.veto(&who[0], "V2", "2026-02");
    close_all(&mut book);
    issue(&mut book, &BulletinWords::default());
    let before = printed(&book, BulletinOptions::default());
    book.change(&veto, &[("lifted_on", "2026-04-20"), ("lifted_why", "查无实据")]);
    let found = obstacles(&mut book, "2026-04-21");
    assert!(said(&found, false, "党员1：通报里是 0，现在是 24（否决已撤销）"), "{found:?}");
    assert_eq!(printed(&book, BulletinOptions::default()), before);
}

#[test]
fn an_issued_bulletin_is_printed_the_same_after_facts_adjustments_and_new_names() {
    let (mut book, who) = book(5);
    let first = book.first();
    book.enter("2026-02", "C3.1", &[(&who[0], 2), (&who[1], 1)]);
    book.enter("2026-02", "A4.1", &[(&who[2], 1)]);
    close_all(&mut book);
    let words = BulletinWords { demands: "补学到位。".into(), ..BulletinWords::default() };
    issue(&mut book, &words);
    let versions = [
        BulletinOptions { public: true, ..BulletinOptions::default() },
        BulletinOptions { ranks: true, ..BulletinOptions::default() },
    ];
    let before = versions.map(|options| printed(&book, options));
    book.enter("2026-03", "C3.1", &[(&who[4], 2)]);
    book.adjust(&who[4], "2026-03", "4");
    book.change(&who[0], &[("name", "改名")]);
    book.change(&first, &[("name", "第一党支部")]);
    let id = bulletin_id(None, first_quarter());
    book.act("change", |draft, _| draft.field(&id, "demands", "另一段"));
    assert_eq!(versions.map(|options| printed(&book, options)), before);
    assert_eq!(row(&mut book, &who[4]).result(), Some(733), "counts in what comes later");
}

/// What the bulletin says of who did well, the members in the order of their records turned round.
fn praised(book: &mut Book) -> Vec<String> {
    let issue = draft(book);
    let mut names = names(book, &issue);
    names.order.reverse();
    let document = bulletin(&issue, &names, &BulletinWords::default(), BulletinOptions::default());
    let texts = document.blocks.iter().filter_map(|block| match block {
        Block::Text(text) if text.contains("名党员，共") => Some(text.clone()),
        _ => None,
    });
    texts.collect()
}

#[test]
fn leaders_who_are_equal_are_named_together_or_counted() {
    let (mut book, who) = book(12);
    let enter = |book: &mut Book, line: &str, times: &[i64]| {
        let who: Vec<(&RecordId, i64)> = who.iter().zip(times.iter().copied()).collect();
        book.enter("2026-01", line, &who);
    };
    enter(&mut book, "C3.1", &[4, 4, 4, 4, 4]);
    enter(&mut book, "A6.3", &[9, 5, 2, 2, 2, 1]);
    enter(&mut book, "B3.1", &[3, 1, 1, 1, 1, 1, 1, 1]);
    enter(&mut book, "B4.1", &[1; 12]);
    let mut told = praised(&mut book);
    told.iter_mut().for_each(|text| *text = text.split_once('：').expect("an item").1.to_owned());
    told.sort();
    assert_eq!(
        told,
        [
            "12 名党员，共 12 次，每人 1 次。",
            "5 名党员，共 20 次，其中党员5、党员4、党员3、党员2、党员1各 4 次。",
            "6 名党员，共 21 次，其中党员1 9 次，党员2 5 次，党员5、党员4、党员3各 2 次。",
            "8 名党员，共 10 次，其中党员1 3 次，7 名各 1 次。",
        ]
    );
}

#[test]
fn an_item_as_frequent_as_the_sixth_is_told_too() {
    let (mut book, who) = book(1);
    let standard = yixin::scoring::Standard::built_in();
    let adds = |line: &&yixin::scoring::Line| {
        matches!(line.rule, yixin::scoring::Rule::PerUnit { tenths: 1.., .. })
    };
    let lines: Vec<String> = standard
        .items
        .iter()
        .filter(|item| !item.restricted)
        .filter_map(|item| Some(item.lines.iter().find(adds)?.id.clone()))
        .collect();
    assert!(lines.len() > 7, "{lines:?}");
    for line in &lines {
        book.enter("2026-01", line, &[(&who[0], 1)]);
    }
    assert_eq!(praised(&mut book).len(), lines.len());
    for line in &lines[..6] {
        book.enter("2026-01", line, &[(&who[0], 1)]);
    }
    assert_eq!(praised(&mut book).len(), 6);
}

#[test]
fn a_new_issue_leaves_the_earlier_one_in_the_history() {
    let (mut book, who) = book(2);
    close_all(&mut book);
    let one = issue(&mut book, &BulletinWords { demands: "一".into(), ..Default::default() });
    book.adjust(&who[0], "2026-03", "3");
    book.change(&who[1], &[("name", "改名")]);
    let two = issue(&mut book, &BulletinWords { demands: "二".into(), ..Default::default() });
    let all: Vec<_> = issues(&book.ledger, None, first_quarter())
        .into_iter()
        .map(|one| one.expect("whole"))
        .collect();
    assert_eq!(all.iter().map(|one| one.issue.clone()).collect::<Vec<_>>().len(), 2);
    assert_eq!((all[0].issue.mean(), all[1].issue.mean()), (two.mean(), one.mean()));
    assert_eq!((&*all[0].words.demands, &*all[1].words.demands), ("二", "一"));
    let name = |at: usize| all[at].names.get(who[1].as_str()).and_then(Value::as_text);
    assert_eq!((name(0), name(1)), (Some("改名"), Some("党员2")));
}

#[test]
fn an_undone_issue_is_none() {
    let (mut book, _) = book(1);
    close_all(&mut book);
    issue(&mut book, &BulletinWords::default());
    book.undo();
    assert!(issued(&book.ledger, None, first_quarter()).is_none());
}

#[test]
fn a_changed_snapshot_is_reported_and_never_shown() {
    let (mut book, _) = book(2);
    close_all(&mut book);
    let issue = issue(&mut book, &BulletinWords::default());
    let stored = Issue { adjustments: 7, ..issue.clone() }.to_value();
    let Value::Group(issue) = issue.to_value() else { unreachable!("a group") };
    let forged = issue.with("body", stored.get("body").expect("a body").clone());
    book.force(&bulletin_id(None, first_quarter()), "issue", Value::Group(forged));
    assert!(issued(&book.ledger, None, first_quarter()).expect("there").is_err());
}

#[test]
fn what_is_stored_is_read_again() {
    let (mut book, who) = book(3);
    book.exempt(&who[0], "离退休", "2026-01", "", "2026-01-02");
    book.enter("2026-02", "C3.1", &[(&who[1], 2)]);
    close_all(&mut book);
    let issue = issue(&mut book, &BulletinWords::default());
    let (read, hash) = Issue::from_value(&issue.to_value()).expect("whole");
    assert_eq!(read.to_value(), issue.to_value());
    assert_eq!(hash.len(), 64);
    assert_eq!(read, issue);
}

#[test]
fn two_tablets_that_issued_differently_are_told() {
    let (mut one, who) = book(2);
    close_all(&mut one);
    let mut other = one.on_another_tablet();
    issue(&mut one, &BulletinWords::default());
    other.adjust(&who[0], "2026-03", "3");
    issue(&mut other, &BulletinWords::default());
    one.take_in(&other);
    assert!(said(&obstacles(&mut one, TODAY), false, "两台平板各出具了一份"));
    issue(&mut one, &BulletinWords::default());
    assert!(!said(&obstacles(&mut one, TODAY), false, "两台平板各出具了一份"));
}

#[test]
fn redaction_takes_the_name_out_of_a_bulletin_and_leaves_its_hash_whole() {
    let (mut book, who) = book(2);
    close_all(&mut book);
    issue(&mut book, &BulletinWords::default());
    assert!(printed(&book, BulletinOptions::default()).contains("党员1"));
    let places = places_of(schemas(), &book.ledger, &who[0]);
    book.act("redact", |draft, _| redact(draft, &places));
    let shown = printed(&book, BulletinOptions::default());
    assert!(!shown.contains("党员1") && shown.contains("党员2") && shown.contains("已依法删除"));
}

#[test]
fn the_earlier_quarter_is_compared_with_as_it_was_issued() {
    let (mut book, who) = book(1);
    close_all(&mut book);
    issue(&mut book, &BulletinWords::default());
    book.adjust(&who[0], "2026-03", "9");
    let second = first_quarter().plus(1);
    let notice = NoticeDays { days: 5, until: day("2026-07-17"), provisional: false };
    let next = draft_issue(&book.ledger, &mut book.scores, None, second, day("2026-07-10"), notice);
    assert_eq!((next.before, next.year_before), (Some(720), None));
}

/// Whatever is in the ledger, the public version has none of what may not hang on the wall.
#[test]
fn the_public_version_holds_nothing_forbidden_for_any_ledger() {
    for seed in 0..25 {
        let mut dice = Dice(seed);
        let (mut book, who) = book(8);
        for of in ["2026-01", "2026-02", "2026-03"] {
            for _ in 0..12 {
                let lines =
                    ["C5.1", "C5.2", "C5.4", "C3.1", "A1.1", "B2.1", "C2.2", "A6.3", "A5.3"];
                let line = dice.word(&lines);
                let entry = book.enter(of, line, &[(dice.pick(&who), 1)]);
                book.force(&entry, "note", "不外传 13812345678");
            }
        }
        for member in &who {
            book.force(member, "phone", "13987654321");
            book.force(member, "notes", "身份证51080219800101123X");
        }
        book.exempt(&who[0], "long_sick", "2026-01", "", "2026-01-02");
        book.veto(&who[1], "V1", "2026-02");
        close_all(&mut book);
        let words = BulletinWords {
            demands: "请李某（13812345678，51080219800101123X）补学。\n电话 138 1234 5678".into(),
            number: "13812345678".into(),
            issuer: "党委 13812345678".into(),
            phone: "0839-3220000".into(),
        };
        let issue = issue(&mut book, &words);
        let names = names(&book, &issue);
        for ranks in [false, true] {
            let options =
                BulletinOptions { public: true, ranks, scores: dice.happens(50), masked: false };
            let text = bulletin(&issue, &names, &words, options).to_text();
            for forbidden in [
                "1381234",
                "1398765",
                "138 1234",
                "510802",
                "不外传",
                "医德医风",
                "谈话提醒",
                "批评教育",
                "诫勉",
                "党员1、",
                "否决",
                "事实",
                "党员1\t",
            ] {
                assert!(!text.contains(forbidden), "{seed} {forbidden}: {text}");
            }
            assert!(text.contains("0839-3220000"), "how to object is told");
        }
        let inside = bulletin(&issue, &names, &words, BulletinOptions::default()).to_text();
        assert!(!inside.contains("谈话提醒") && !inside.contains("医德医风"), "{inside}");
    }
}

#[test]
fn the_public_version_tells_grades_alone_unless_asked() {
    let (mut book, who) = book(3);
    book.enter("2026-02", "C3.1", &[(&who[0], 2)]);
    close_all(&mut book);
    let issue = issue(&mut book, &BulletinWords::default());
    let names = names(&book, &issue);
    let told = |options| bulletin(&issue, &names, &BulletinWords::default(), options).to_text();
    let public = BulletinOptions { public: true, ..BulletinOptions::default() };
    let grades = told(public);
    assert!(
        !grades.contains("名次") && !grades.contains("73.3\t") && grades.contains("合格（3 名）")
    );
    let ranked = told(BulletinOptions { ranks: true, ..public });
    assert!(
        ranked.contains("1\t党员1") && ranked.contains("2\t党员2") && ranked.contains("2\t党员3")
    );
    assert!(told(BulletinOptions { scores: true, ..public }).contains("73.3\t合格"));
    let masked = told(BulletinOptions { masked: true, ..public });
    assert!(!masked.contains("党员1") && masked.contains("党**"));
}

#[test]
fn a_duty_leads_to_the_form_or_the_points_that_it_speaks_of() {
    let mut book = Book::new();
    let first = book.first();
    let (who, low) = (book.member("1", &first), book.member("2", &first));
    let appeal = book.appeal(&who, "2026-02");
    book.enter("2026-02", "A1.1", &[(&low, 9)]);
    book.enter("2026-02", "A2.1", &[(&low, 9)]);
    book.enter("2026-02", "A3.1", &[(&low, 9)]);
    assert!(book.total(&low, "2026-02") < 600);
    let found = duties(&book.ledger, &mut book.scores, &first, day("2026-03-04"));
    let about: Vec<_> = found.into_iter().map(|duty| duty.about).collect();
    assert!(about.contains(&DutyAbout::Form(appeal)), "{about:?}");
    assert!(about.contains(&DutyAbout::Points(low)), "{about:?}");
}

#[test]
fn the_bulletin_of_a_quarter_that_is_over_is_a_duty_until_it_is_issued() {
    let (mut book, _) = book(2);
    let asked = |book: &mut Book, today: &str| {
        let first = book.first();
        let found = duties(&book.ledger, &mut book.scores, &first, day(today));
        let quarter = DutyAbout::Quarter(first_quarter());
        found.into_iter().find(|duty| duty.about == quarter).map(|duty| duty.urgency)
    };
    assert_eq!(asked(&mut book, TODAY), None, "nothing was closed yet");
    close_all(&mut book);
    assert_eq!(asked(&mut book, "2026-03-31"), None, "the quarter is not over");
    assert_eq!(asked(&mut book, TODAY), Some(Urgency::Now));
    assert_eq!(asked(&mut book, "2026-04-16"), Some(Urgency::Overdue), "due by the 15th");
    issue(&mut book, &BulletinWords::default());
    assert_eq!(asked(&mut book, "2026-04-16"), None);
}
