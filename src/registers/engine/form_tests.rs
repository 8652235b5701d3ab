//! Tests of what a form writes.

use super::context::Context;
use super::form::{Input, write};
use super::problem::problems;
use crate::ledger::{Author, Day, Draft, EditId, Ledger, Moment, Month, RecordId, WriterId};
use crate::registers::{
    APPEAL_SCHEMA as APPEAL, BRANCH_SCHEMA as BRANCH, GROUP_SCHEMA as GROUP,
    MEMBER_SCHEMA as MEMBER,
};

fn draft(number: u32) -> Draft {
    let at = Moment { millis: 1_795_000_000_000 + i64::from(number), offset: 480 };
    let id = EditId { writer: WriterId(1), number };
    Draft::new(id, at, Author::default(), "create", "")
}

fn input(texts: &[(&'static str, &str)]) -> Input {
    Input {
        texts: texts.iter().map(|(name, text)| (*name, (*text).to_owned())).collect(),
        since: Month::new(2026, 1).map(Month::first_day),
        ..Input::default()
    }
}

fn keep(ledger: &mut Ledger, draft: Draft) {
    let edit = draft.finish(ledger).unwrap();
    ledger.insert(edit);
}

#[test]
fn a_form_that_is_right_becomes_a_record() {
    let mut ledger = Ledger::new();
    let mut one = draft(1);
    let branch = write(&BRANCH, &ledger, None, &input(&[("name", "一支部")]), &mut one).unwrap();
    keep(&mut ledger, one);
    let mut two = draft(2);
    let form = input(&[
        ("name", "张三"),
        ("branch", branch.as_str()),
        ("category", "正式党员"),
        ("standing", "在职"),
        ("staff_number", "007"),
    ]);
    let member = write(&MEMBER, &ledger, None, &form, &mut two).unwrap();
    keep(&mut ledger, two);
    let record = ledger.record(&member).unwrap();
    assert_eq!((record.text("name"), member.key()), ("张三", Some("007")));
    assert_eq!(record.latest("category").as_text(), Some("full"));
}

#[test]
fn a_dated_value_can_end_and_what_must_be_there_cannot() {
    let mut ledger = Ledger::new();
    let mut one = draft(1);
    write(&BRANCH, &ledger, None, &input(&[("name", "一支部")]), &mut one).unwrap();
    keep(&mut ledger, one);
    let mut group = draft(2);
    let form = input(&[("name", "第一党小组"), ("branch", "branch:=一支部")]);
    let group_id = write(&GROUP, &ledger, None, &form, &mut group).unwrap();
    keep(&mut ledger, group);
    let mut joins = draft(3);
    let form = input(&[
        ("name", "张三"),
        ("branch", "branch:=一支部"),
        ("group", group_id.as_str()),
        ("category", "正式党员"),
        ("standing", "在职"),
    ]);
    let member = write(&MEMBER, &ledger, None, &form, &mut joins).unwrap();
    keep(&mut ledger, joins);

    let march = Month::new(2026, 3).unwrap().first_day();
    let leaves = Input { since: Some(march), ..input(&[("group", "")]) };
    let mut change = draft(4);
    write(&MEMBER, &ledger, Some(&member), &leaves, &mut change).unwrap();
    keep(&mut ledger, change);
    let record = ledger.record(&member).unwrap();
    assert_eq!(record.on("group", march.pred_opt().unwrap()).as_text(), Some(group_id.as_str()));
    assert!(record.on("group", march).is_null() && record.latest("group").is_null());
    assert_eq!(problems(&MEMBER, &record, &Context::new(&ledger, Day::MAX)), []);

    let nowhere = Input { since: Some(march), ..input(&[("branch", "")]) };
    let wrong = write(&MEMBER, &ledger, Some(&member), &nowhere, &mut draft(5)).unwrap_err();
    assert_eq!(wrong.iter().map(|one| one.field).collect::<Vec<_>>(), ["branch"]);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let ledger = Ledger::new();
    let form = input(&[("month", "2026-13"), ("received", "昨天"), ("content", "")]);
    let wrong = write(&APPEAL, &ledger, None, &form, &mut draft(1)).unwrap_err();
    assert_eq!(wrong.iter().map(|one| one.field).collect::<Vec<_>>(), ["month", "received"]);
    let missing = write(&APPEAL, &ledger, None, &input(&[]), &mut draft(1)).unwrap_err();
    assert_eq!(missing.len(), 4);
}

#[test]
fn a_key_typed_in_another_width_or_case_is_the_same_key() {
    let mut ledger = Ledger::new();
    let mut old = draft(1);
    // As earlier versions kept them.
    let branch = RecordId::keyed("branch", "内科（一）支部");
    old.field(&branch, "name", "内科（一）支部");
    let zhang = RecordId::keyed("member", "a0012");
    old.field(&zhang, "name", "张三");
    old.field(&zhang, "staff_number", "a0012");
    old.entry(&zhang, "branch", "2026-01-01", branch.as_str());
    old.entry(&zhang, "category", "2026-01-01", "full");
    old.entry(&zhang, "standing", "2026-01-01", "active");
    keep(&mut ledger, old);
    let record = ledger.record(&zhang).unwrap();
    assert_eq!(
        problems(&MEMBER, &record, &Context::new(&ledger, Day::MAX)),
        [],
        "what is there stays valid"
    );
    for number in ["a0012", "A0012", "ａ００１２", "A 0012"] {
        let form = input(&[
            ("name", "张三"),
            ("branch", branch.as_str()),
            ("category", "full"),
            ("standing", "active"),
            ("staff_number", number),
        ]);
        let wrong = write(&MEMBER, &ledger, None, &form, &mut draft(2)).unwrap_err();
        assert_eq!(wrong[0].text, "已有同一工号的党员“张三”，请直接修改那一条");
        assert_eq!(wrong[0].field, "staff_number");
    }
    for name in ["内科(一)支部", "内科（一） 支部", "内科（⼀）支部"] {
        let form = input(&[("name", name)]);
        let wrong = write(&BRANCH, &ledger, None, &form, &mut draft(2)).unwrap_err();
        assert!(wrong[0].text.contains("内科（一）支部"), "{wrong:?}");
    }
    // One without a number to whom somebody else's is given.
    let mut li = draft(3);
    let form = input(&[
        ("name", "李四"),
        ("branch", branch.as_str()),
        ("category", "full"),
        ("standing", "active"),
    ]);
    let li_id = write(&MEMBER, &ledger, None, &form, &mut li).unwrap();
    keep(&mut ledger, li);
    let number = input(&[("staff_number", "Ａ0012")]);
    let wrong = write(&MEMBER, &ledger, Some(&li_id), &number, &mut draft(4)).unwrap_err();
    assert_eq!(wrong[0].text, "工号 A0012 与“张三”重复");
}

#[test]
fn a_second_record_of_one_key_is_refused_and_a_deleted_one_comes_back() {
    let mut ledger = Ledger::new();
    let form = input(&[("name", "一支部")]);
    let mut one = draft(1);
    let id = write(&BRANCH, &ledger, None, &form, &mut one).unwrap();
    keep(&mut ledger, one);
    assert!(write(&BRANCH, &ledger, None, &form, &mut draft(2)).is_err());
    let mut gone = draft(3);
    gone.delete(&id);
    keep(&mut ledger, gone);
    let mut again = draft(4);
    assert_eq!(write(&BRANCH, &ledger, None, &form, &mut again).unwrap(), id);
    keep(&mut ledger, again);
    assert!(!ledger.record(&id).unwrap().is_deleted());
}
