//! Closing a month: the way from entry to lock, and what stands in it.

use crate::fixtures::{Book, day, month};
use yixin::ledger::{Cell, RecordId, Value};
use yixin::registers::{Context, Step, Veto, adoption_id, assessment_id, step};
use yixin::scoring::{obstacles, reopen};

const JANUARY: &str = "2026-01";
/// A day after the notice of January has run out.
const LATER: &str = "2026-02-20";

fn book(members: usize) -> (Book, RecordId, Vec<RecordId>) {
    let mut book = Book::new();
    let first = book.first();
    let members = (1..=members).map(|number| book.member(&number.to_string(), &first)).collect();
    (book, first, members)
}

/// The texts of what blocks, or of what is only pointed out.
fn found(book: &mut Book, branch: &RecordId, today: &str, blocks: bool) -> Vec<String> {
    obstacles(&book.ledger, &mut book.scores, branch, month(JANUARY), day(today))
        .into_iter()
        .filter(|obstacle| obstacle.blocks == blocks)
        .map(|obstacle| obstacle.text)
        .collect()
}

fn blocks(book: &mut Book, branch: &RecordId) -> Vec<String> {
    found(book, branch, LATER, true)
}

fn hints(book: &mut Book, branch: &RecordId) -> Vec<String> {
    found(book, branch, LATER, false)
}

fn at(book: &Book, branch: &RecordId) -> Step {
    step(book.ledger.record(&assessment_id(branch, month(JANUARY))).as_ref())
}

fn reopen_january(book: &mut Book, branch: &RecordId) {
    book.act("reopen", |draft, _| reopen(draft, branch, month(JANUARY)));
}

#[test]
fn a_month_goes_from_entry_to_lock_with_nothing_in_its_way() {
    let (mut book, first, _) = book(2);
    for (step, name) in [(Step::Entry, "entry"), (Step::Approved, "approved")] {
        assert_eq!(at(&book, &first), step);
        assert_eq!(blocks(&mut book, &first), [""; 0], "{name}");
        if step == Step::Entry {
            book.approve(&first, JANUARY);
        }
    }
    book.put_up(&first, JANUARY);
    assert_eq!(at(&book, &first), Step::Notice);
    assert_eq!(blocks(&mut book, &first), [""; 0]);
    book.lock(&first, JANUARY);
    assert_eq!(at(&book, &first), Step::Locked);
    assert_eq!(blocks(&mut book, &first), [""; 0]);
}

#[test]
fn without_a_standard_or_members_there_is_nothing_to_close() {
    let (mut book, first, _) = book(0);
    assert_eq!(blocks(&mut book, &first), ["本支部这个月没有党员，请先录入花名册"]);
    let adoption = adoption_id(month(JANUARY));
    book.delete(&adoption);
    let texts = blocks(&mut book, &first);
    assert_eq!(texts, ["2026年1月还没有采用考核标准，请先在“考核标准”里采用一版"]);
    book.force(&adoption, "deleted", false);
    book.force(&adoption, "standard", "standard:=elsewhere");
    assert!(blocks(&mut book, &first)[0].contains("不在本机或读不出来"));
}

#[test]
fn scores_that_changed_after_approval_have_to_be_approved_again() {
    let (mut book, first, who) = book(1);
    book.approve(&first, JANUARY);
    book.put_up(&first, JANUARY);
    book.enter(JANUARY, "C3.1", &[(&who[0], 1)]);
    assert_eq!(blocks(&mut book, &first), ["2026年2月1日审定以后分数有变化，请退回录入，重新审定"]);
    reopen_january(&mut book, &first);
    assert_eq!(at(&book, &first), Step::Entry);
    book.approve(&first, JANUARY);
    assert_eq!(blocks(&mut book, &first), [""; 0]);
}

#[test]
fn another_branchs_entries_leave_an_approval_as_it_is() {
    let (mut book, first, _) = book(1);
    let second = book.branch("二支部");
    let other = book.member("9", &second);
    book.approve(&first, JANUARY);
    book.enter(JANUARY, "C3.1", &[(&other, 1)]);
    assert_eq!(blocks(&mut book, &first), [""; 0]);
}

#[test]
fn the_notice_has_to_run_out() {
    let (mut book, first, _) = book(1);
    book.approve(&first, JANUARY);
    book.put_up(&first, JANUARY);
    let text = "公示到2026年2月12日才满，满后才能锁定";
    assert_eq!(found(&mut book, &first, "2026-02-12", true), [text]);
    assert_eq!(found(&mut book, &first, "2026-02-13", true), [""; 0]);
}

#[test]
fn a_notice_or_approval_that_cannot_be_read_blocks() {
    let (mut book, first, _) = book(1);
    book.put_up(&first, JANUARY);
    assert_eq!(blocks(&mut book, &first), ["没有审定的记录，请退回录入，重新审定"]);
    book.approve(&first, JANUARY);
    let id = assessment_id(&first, month(JANUARY));
    book.force(&id, "notice", Value::group([("from", "2026-02-05".into())]));
    assert_eq!(blocks(&mut book, &first), ["公示的记录读不出来，请退回录入，重新公示"]);
}

#[test]
fn an_open_appeal_blocks_locking_until_it_has_an_outcome() {
    let (mut book, first, who) = book(1);
    book.approve(&first, JANUARY);
    let appeal = book.appeal(&who[0], JANUARY);
    assert_eq!(blocks(&mut book, &first), [""; 0], "not before the notice");
    assert_eq!(hints(&mut book, &first).len(), 1);
    book.put_up(&first, JANUARY);
    let open = ["“党员1 · 2026年1月”的申诉还没有处理结果"];
    assert_eq!(blocks(&mut book, &first), open);
    book.change(&appeal, &[("outcome", "转院党委复核")]);
    assert_eq!(blocks(&mut book, &first), open, "the committee still has it");
    book.change(&appeal, &[("outcome", "维持原评分"), ("replied", "2026-02-08")]);
    assert_eq!(blocks(&mut book, &first), [""; 0]);
}

#[test]
fn an_appeal_about_another_month_or_branch_blocks_nothing() {
    let (mut book, first, who) = book(1);
    let second = book.branch("二支部");
    let other = book.member("9", &second);
    book.appeal(&who[0], "2026-02");
    book.appeal(&other, JANUARY);
    book.approve(&first, JANUARY);
    book.put_up(&first, JANUARY);
    assert_eq!(blocks(&mut book, &first), [""; 0]);
}

#[test]
fn two_adoptions_for_one_month_block_until_one_is_chosen() {
    let (mut book, first, _) = book(1);
    let mut other = book.on_another_tablet();
    let adoption = adoption_id(month(JANUARY));
    book.force(&adoption, "standard", "standard:=one");
    other.force(&adoption, "standard", "standard:=two");
    book.take_in(&other);
    let standard = yixin::scoring::Standard::built_in().hash();
    let genuine = yixin::registers::standard_id(&standard);
    book.force(&adoption, "standard", genuine.as_str());
    assert_eq!(
        blocks(&mut book, &first),
        ["两台平板为同一个月采用了不同的标准，请在“考核标准”里重新采用一版"],
        "one of the two was not seen"
    );
    book.act("adopt", |draft, _| {
        draft.settle(Cell::field(&adoption, "standard"), genuine.as_str());
    });
    assert_eq!(blocks(&mut book, &first), [""; 0]);
}

#[test]
fn two_different_locks_are_both_kept_and_reopening_settles_them() {
    let (mut book, first, who) = book(1);
    let mut other = book.on_another_tablet();
    book.close(&first, JANUARY);
    other.enter(JANUARY, "C3.1", &[(&who[0], 1)]);
    other.close(&first, JANUARY);
    book.take_in(&other);
    let text = "两台平板对这个月的锁定不一样，两份都已保留，请重新打开后再锁定一次";
    assert!(blocks(&mut book, &first).contains(&text.to_owned()));
    let id = assessment_id(&first, month(JANUARY));
    let locks = |book: &Book| {
        let record = book.ledger.record(&id).expect("an assessment");
        let written = record.written_at("lock", None);
        written.iter().filter(|one| !one.value.is_null()).count()
    };
    assert_eq!(locks(&book), 2);
    reopen_january(&mut book, &first);
    assert_eq!(at(&book, &first), Step::Entry);
    assert_eq!(blocks(&mut book, &first), [""; 0]);
    book.close(&first, JANUARY);
    assert_eq!(blocks(&mut book, &first), [""; 0], "settled for good");
    assert_eq!(locks(&book), 3);
}

#[test]
fn two_tablets_that_lock_the_same_scores_do_not_disagree() {
    let (mut book, first, _) = book(1);
    let mut other = book.on_another_tablet();
    book.close(&first, JANUARY);
    other.close(&first, JANUARY);
    book.take_in(&other);
    assert_eq!(blocks(&mut book, &first), [""; 0]);
}

#[test]
fn faulty_records_of_this_branch_and_month_block() {
    let (mut book, first, who) = book(1);
    let entry = book.enter(JANUARY, "C3.1", &[(&who[0], 1)]);
    book.force(&entry, "day", "2026-02-31");
    assert_eq!(blocks(&mut book, &first).len(), 1);
    book.delete(&entry);
    let unknown = book.enter(JANUARY, "Z9.1", &[(&who[0], 1)]);
    let text = "积分登记用的细则 Z9.1 不在本月的标准里，这条登记没有计分";
    assert_eq!(blocks(&mut book, &first), [text]);
    book.delete(&unknown);
    book.force(&who[0], "joined_party", "1980-01");
    book.force(&who[0], "full_since", "1979-01");
    assert_eq!(blocks(&mut book, &first), ["党员“党员1”待修正：转正时间早于入党时间"]);
}

#[test]
fn faulty_records_of_other_months_branches_and_departments_do_not() {
    let (mut book, first, who) = book(1);
    let second = book.branch("二支部");
    let other = book.member("9", &second);
    let ward = book.department("内科");
    let entry = book.enter(JANUARY, "C3.1", &[(&other, 1)]);
    book.force(&entry, "day", "x");
    let appeal = book.appeal(&who[0], "2026-02");
    book.force(&appeal, "received", "x");
    let veto = book.veto(&who[0], "V1", "2026-02");
    book.force(&veto, "decided_on", "x");
    let exemption = book.exempt(&who[0], "产假", "2026-02", "", "");
    book.force(&exemption, "kind", "x");
    let result = book.result(&ward, JANUARY, "90");
    book.force(&result, "score", 2000);
    assert_eq!(blocks(&mut book, &first), [""; 0]);
    assert_eq!(blocks(&mut book, &second).len(), 1);
}

#[test]
fn a_veto_whose_day_of_lifting_was_emptied_is_in_force() {
    let (mut book, _, who) = book(1);
    let veto = book.veto(&who[0], "V1", JANUARY);
    let is_in_force = |book: &Book| {
        let context = Context::new(&book.ledger, day(LATER));
        Veto::read(&book.ledger.record(&veto).unwrap(), &context).is_some()
    };
    book.force(&veto, "lifted_on", "2026-02-01");
    assert!(!is_in_force(&book));
    book.force(&veto, "lifted_on", "");
    assert!(is_in_force(&book));
}

#[test]
fn what_is_dated_on_a_day_to_come_holds_from_that_day_on() {
    let (mut book, first, who) = book(3);
    let before = (day("2026-02-19"), day("2026-02-20"));
    book.exempt(&who[0], "产假", JANUARY, "", "2026-02-20");
    let veto = book.veto(&who[1], "V1", JANUARY);
    book.change(&veto, &[("lifted_on", "2026-02-20"), ("lifted_why", "不实")]);
    let appeal = book.appeal(&who[2], JANUARY);
    let answer = [("outcome", "维持原评分"), ("replied", "2026-02-20")];
    book.change(&appeal, &answer);
    let mut at = |today| {
        book.scores.pass_to(&book.ledger, today);
        let sheet = book.sheet(JANUARY);
        let row = |who| &sheet.rows[sheet.row_of(who).unwrap()].who;
        let open = obstacles(&book.ledger, &mut book.scores, &first, month(JANUARY), today);
        let open = open.iter().filter(|one| one.text.contains("申诉还没有处理结果")).count();
        let results = book.scores.results(&book.ledger, &first, month(JANUARY));
        let counted = results.contains_key(&who[0]);
        (row(&who[0]).exemption.is_some(), counted, row(&who[1]).veto.is_some(), open)
    };
    assert_eq!(at(before.0), (false, true, true, 1));
    assert_eq!(at(before.1), (true, false, false, 0));
    assert_eq!(at(before.0), (false, true, true, 1), "the clock was put back");
}

#[test]
fn what_should_be_looked_at_is_pointed_out_and_blocks_nothing() {
    let mut book = Book::new();
    let first = book.first();
    let ward = book.department("内科");
    let who = book.member_from("1", &first, Some(&ward), day("2026-01-01"));
    let late = book.member_from("2", &first, None, day("2026-01-10"));
    book.since(&who, "2026-01-01", "standing", "产假");
    book.enter(JANUARY, "C3.1", &[(&late, 1)]);
    assert_eq!(
        hints(&mut book, &first),
        [
            "“党员2”本月不参加考核（次月起算或已转出），登记不计分",
            "内科 1 个科室没有本月考核得分，暂按基础分计",
            "“党员1”不在岗，没有不参评审批，本月照常计分",
        ]
    );
    book.exempt(&who, "产假", "2026-02", "2026-04", "");
    assert!(hints(&mut book, &first)[2].contains("没有不参评审批"), "that is of other months");
    let asked = book.exempt(&who, "产假", "2025-12", "2026-01", "");
    assert!(hints(&mut book, &first)[2].contains("还没有批准"));
    book.force(&asked, "approved_on", "");
    assert!(hints(&mut book, &first)[2].contains("还没有批准"), "an emptied day approves nothing");
    book.force(&asked, "approved_on", Value::Null);
    assert_eq!(found(&mut book, &first, "2026-01-31", false).len(), 4, "the month is not over");
    assert_eq!(blocks(&mut book, &first), [""; 0]);
    book.bring_in(&first, JANUARY, &[(&who, 800)]);
    assert!(hints(&mut book, &first).iter().any(|text| text.contains("引入")));
}

#[test]
fn members_without_a_branch_are_pointed_out() {
    let (mut book, first, _) = book(1);
    let lost = RecordId::keyed("member", "77");
    book.force(&lost, "name", "无名");
    assert_eq!(hints(&mut book, &first), ["党员“无名”没有填所在支部，不在任何支部的月表上"]);
}
