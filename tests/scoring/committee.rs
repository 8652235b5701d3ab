//! Where the branches come together: what the committee sees is what each branch has at home.

use crate::fixtures::{Book, day, month};
use yixin::exchange::export::scope::{Restricted, Scope};
use yixin::exchange::sample;
use yixin::ledger::{Author, Ledger, Moment, Month, RecordId};
use yixin::registers::{BRANCH, Step, schemas};
use yixin::reports::{
    Arrival, BranchState, BranchStates, Covers, IN_PART, branch_states, branches_table,
};
use yixin::scoring::{Mean, ResultSource, Scores};

const JANUARY: &str = "2026-01";

/// 2026-02-03 in China.
const FEBRUARY: Moment = Moment { millis: 1_770_087_600_000, offset: 480 };

fn states(ledger: &Ledger, arrivals: &[Arrival], of: &str, today: &str) -> BranchStates {
    branch_states(ledger, &mut Scores::new(ledger), arrivals, None, month(of), day(today))
}

fn file(covers: Covers, tablet: &str, made: Moment) -> Arrival {
    Arrival { covers, made, from: Author { tablet: tablet.into(), ..Author::default() } }
}

/// A hospital of two branches: three members in the first, two in the second, with entries in January.
fn hospital() -> (Book, RecordId, RecordId) {
    let mut book = Book::new();
    let (first, second) = (book.first(), book.branch("二支部"));
    let ours: Vec<_> = ["1", "2", "3"].map(|number| book.member(number, &first)).into();
    let theirs: Vec<_> = ["4", "5"].map(|number| book.member(number, &second)).into();
    book.enter(JANUARY, "C3.1", &[(&ours[0], 2), (&theirs[0], 1)]);
    book.enter(JANUARY, "B3.1", &[(&ours[1], 1), (&theirs[1], 2)]);
    (book, first, second)
}

/// The ledger of a tablet that got one file from each branch.
fn together(parts: &[(&Ledger, &RecordId)]) -> (Ledger, Vec<Arrival>) {
    let mut ledger = Ledger::new();
    let mut arrivals = Vec::new();
    for (whole, branch) in parts {
        ledger.union(&Scope::Branch((*branch).clone()).select(schemas(), whole, Restricted::Stays));
        arrivals.push(file(Covers::Branch((*branch).clone()), branch.as_str(), FEBRUARY));
    }
    (ledger, arrivals)
}

fn of<'a>(states: &'a BranchStates, branch: &RecordId) -> &'a BranchState {
    states.branches.iter().find(|one| one.branch == *branch).expect("a branch")
}

/// What a branch's own tablet has: the sum in tenths, and of how many.
fn at_home(ledger: &Ledger, branch: &RecordId, of: Month) -> (i64, i64) {
    let results = Scores::new(ledger).results(ledger, branch, of);
    (results.values().map(|one| i64::from(one.tenths)).sum(), results.len() as i64)
}

#[test]
fn the_whole_is_the_sum_of_the_branches_own_sheets_locked_and_open() {
    let (mut book, first, second) = hospital();
    for locked in [0, 1, 2] {
        if locked == 1 {
            book.close(&first, JANUARY);
        } else if locked == 2 {
            book.close(&second, JANUARY);
        }
        let (ledger, arrivals) = together(&[(&book.ledger, &first), (&book.ledger, &second)]);
        let states = states(&ledger, &arrivals, JANUARY, "2026-03-01");
        let mut sums = (0, 0);
        for branch in [&first, &second] {
            let home = at_home(&book.ledger, branch, month(JANUARY));
            let here = of(&states, branch).mean;
            assert_eq!((here.sum, here.count), home, "{branch}");
            sums = (sums.0 + home.0, sums.1 + home.1);
        }
        assert_eq!((states.mean().sum, states.mean().count), sums);
        assert_eq!(states.locked(), (locked, 2));
        let grades: usize =
            ["优秀", "良好", "合格", "不合格"].map(|one| states.graded(one)).iter().sum();
        assert_eq!(grades, 5);
    }
}

#[test]
fn branches_of_unequal_size_are_not_averaged_over_their_means() {
    let (book, first, second) = hospital();
    let states = states(&book.ledger, &[], JANUARY, "2026-03-01");
    let (one, two) = (of(&states, &first).mean, of(&states, &second).mean);
    let (sum, count) = (one.sum + two.sum, one.count + two.count);
    assert_eq!(states.mean().rounded(), Some(((2 * sum + count) / (2 * count)) as i32));
    let of_means: Mean = [one, two].iter().filter_map(|mean| mean.rounded()).collect();
    assert_ne!(states.mean().rounded(), of_means.rounded());
}

#[test]
fn the_samples_branches_come_together_with_the_scores_they_have_at_home() {
    let now = Moment { millis: 1_795_244_700_000, offset: 480 };
    let whole = Ledger::from_edits(sample(2026, now));
    let branches: Vec<RecordId> = whole.records(BRANCH.name).map(|one| one.id().clone()).collect();
    let parts: Vec<_> = branches.iter().map(|branch| (&whole, branch)).collect();
    let (ledger, arrivals) = together(&parts);
    let (mut scores, mut home) = (Scores::new(&ledger), Scores::new(&whole));
    let today = day("2026-11-21");
    for number in 1..=11 {
        let of = Month::new(2026, number).expect("a month");
        let here = branch_states(&ledger, &mut scores, &arrivals, None, of, today);
        let there = branch_states(&whole, &mut home, &[], None, of, today);
        assert_eq!(here.branches.len(), branches.len());
        for one in &here.branches {
            let other = there.branches.iter().find(|other| other.branch == one.branch);
            let other = other.expect("the branch");
            assert_eq!(one.step, other.step, "{of}");
            // The tallies of surveys go out in no part: while a month is open, its scores lack them.
            if one.step != Step::Entry {
                assert_eq!((one.mean, &one.grades), (other.mean, &other.grades), "{of}");
            }
            assert_eq!(one.in_part, one.step != Step::Locked, "{of} {}", one.name);
        }
    }
}

#[test]
fn a_veto_that_did_not_come_is_spoken_of_until_the_lock_brings_its_result() {
    let (mut book, first, second) = hospital();
    let vetoed = RecordId::keyed("member", "2");
    book.veto(&vetoed, "V1", JANUARY);
    book.approve(&first, JANUARY);
    let home = at_home(&book.ledger, &first, month(JANUARY));

    let (ledger, arrivals) = together(&[(&book.ledger, &first), (&book.ledger, &second)]);
    let seen = states(&ledger, &arrivals, JANUARY, "2026-02-03");
    let here = of(&seen, &first);
    assert!(here.mean.sum > home.0, "the veto has not come");
    assert!(here.in_part);
    assert_eq!(here.step_words(), "已审定（2月1日审定）");
    // What was approved had the veto in it; here that looks as if it had changed.
    assert!(here.missing.iter().all(|text| !text.contains("分数有变化")), "{:?}", here.missing);
    let table = branches_table(&seen, day("2026-02-03"));
    assert!(table.rows[0].last().is_some_and(|note| note.contains(IN_PART)));

    // All of it, or the branch's own tablet, has the veto.
    let whole = file(
        Covers::Everything,
        first.as_str(),
        Moment { millis: FEBRUARY.millis + 1, ..FEBRUARY },
    );
    let mut with_all = arrivals.clone();
    with_all.push(whole);
    assert!(!of(&states(&book.ledger, &with_all, JANUARY, "2026-02-03"), &first).in_part);
    let mut scores = Scores::new(&book.ledger);
    let own = branch_states(
        &book.ledger,
        &mut scores,
        &arrivals,
        Some(&first),
        month(JANUARY),
        day("2026-02-03"),
    );
    assert!(!of(&own, &first).in_part && of(&own, &second).in_part);
    assert_eq!(of(&own, &first).mean.sum, home.0);

    book.put_up(&first, JANUARY);
    book.lock(&first, JANUARY);
    let (ledger, arrivals) = together(&[(&book.ledger, &first), (&book.ledger, &second)]);
    let seen = states(&ledger, &arrivals, JANUARY, "2026-03-01");
    let here = of(&seen, &first);
    assert_eq!((here.mean.sum, here.mean.count), home);
    assert_eq!((here.in_part, here.source), (false, Some(ResultSource::Locked)));
    // The sheet as it would be here, without the veto, is no news.
    assert!(here.missing.is_empty(), "{:?}", here.missing);
    assert!(of(&seen, &second).in_part);
}

#[test]
fn adjustments_since_the_lock_are_told_and_kept_apart() {
    let (mut book, first, _) = hospital();
    book.close(&first, JANUARY);
    let before = of(&states(&book.ledger, &[], JANUARY, "2026-03-01"), &first).mean;
    book.adjust(&RecordId::keyed("member", "1"), JANUARY, "1.5");
    let states = states(&book.ledger, &[], JANUARY, "2026-03-01");
    let here = of(&states, &first);
    assert_eq!((here.mean, here.adjusted), (before, (1, 15)));
    assert!(here.source_words().starts_with("按锁定结果"));
    assert!(here.source_words().ends_with("另有调整 1 笔（+1.5 分），没有算在内"));
}

#[test]
fn data_stands_where_the_newest_edit_or_file_about_the_branch_is() {
    let (book, first, second) = hospital();
    let period = |of: &str| Covers::Period { from: month(of), until: month(of) };
    let later = Moment { millis: FEBRUARY.millis + 86_400_000, ..FEBRUARY };
    let known = |arrivals: &[Arrival], branch: &RecordId| {
        let states = states(&book.ledger, arrivals, JANUARY, "2026-02-05");
        of(&states, branch).known.as_ref().expect("known").words(day("2026-02-05"))
    };
    assert_eq!(known(&[], &first), "1月1日 甲");
    let one = file(Covers::Branch(first.clone()), "平板A", FEBRUARY);
    assert_eq!(known(std::slice::from_ref(&one), &first), "2月3日 平板A");
    assert_eq!(known(std::slice::from_ref(&one), &second), "1月1日 甲");
    let all = file(Covers::Everything, "平板B", later);
    assert_eq!(known(&[one.clone(), all], &first), "2月4日 平板B");
    // Another month, or a part that nobody knows, says nothing of this one.
    let other = file(period("2026-02"), "平板C", later);
    let unknown = file(Covers::Other, "平板D", later);
    assert_eq!(known(&[one, other, unknown], &first), "2月3日 平板A");
    assert_eq!(known(&[file(period(JANUARY), "", later)], &second), "2月4日");
}

#[test]
fn what_is_missing_is_said_in_words() {
    let (mut book, first, second) = hospital();
    let february = |book: &Book| states(&book.ledger, &[], "2026-02", "2026-03-20");
    let missing = of(&february(&book), &first).missing.clone();
    assert_eq!(missing, ["1月1日以后没有新数据", "这个月还没有积分登记"]);
    let member = RecordId::keyed("member", "1");
    book.enter("2026-02", "C3.1", &[(&member, 1)]);
    book.appeal(&member, "2026-02");
    let missing = of(&february(&book), &first).missing.join("；");
    assert!(missing.contains("申诉") && !missing.contains("还没有积分登记"), "{missing}");
    let mut other = book.on_another_tablet();
    other.change(&member, &[("notes", "甲写的")]);
    book.change(&member, &[("notes", "乙写的")]);
    book.take_in(&other);
    let states = february(&book);
    assert!(of(&states, &first).missing.contains(&"1 处两边都改过，等选定".to_owned()));
    assert!(!of(&states, &second).missing.join("").contains("两边都改过"));
    // Of a month without a standard there are no numbers, and that is said.
    let before = self::states(&book.ledger, &[], "2025-12", "2026-03-20");
    assert!(of(&before, &first).missing.join("").contains("没有采用考核标准"));
    assert_eq!(before.mean().count, 0);
}

#[test]
fn a_month_that_was_brought_in_says_so_and_misses_nothing() {
    let (mut book, first, _) = hospital();
    book.bring_in(&first, JANUARY, &[(&RecordId::keyed("member", "1"), 851)]);
    let part = file(Covers::Branch(first.clone()), "平板A", FEBRUARY);
    let states = states(&book.ledger, &[part], JANUARY, "2026-03-01");
    let here = of(&states, &first);
    assert_eq!((here.mean.sum, here.step_words()), (851, "引入".to_owned()));
    assert_eq!((here.in_part, here.missing.len()), (false, 0));
}

#[test]
fn the_table_has_a_row_for_each_branch_and_one_for_the_hospital() {
    let (mut book, first, second) = hospital();
    book.close(&first, JANUARY);
    let states = states(&book.ledger, &[], JANUARY, "2026-03-01");
    let table = branches_table(&states, day("2026-03-01"));
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    let names: Vec<&str> = table.rows.iter().map(|row| &*row[0]).collect();
    assert_eq!(names, ["一支部", "二支部", "全院"]);
    assert_eq!(table.rows[2][2..4], ["2 个支部锁定 1 个", "5"]);
    assert_eq!(table.rows[1][2], "录入中");
    assert!(table.to_csv().contains("二支部"));
    assert_eq!(of(&states, &second).source, Some(ResultSource::Open));
}
