//! What a plan says of a file in people's words.

use crate::fixtures::bundles::{LEDGER, NOW, bundle_of, edit, member};
use yixin::exchange::import::plan::ImportPlan;
use yixin::exchange::import::plan_words::{PlanKind, PlanWords};
use yixin::ledger::{JOINED, Ledger, Month, RecordId};
use yixin::registers::schemas;
use yixin::scoring::Standard;

/// What is said of each record of a file.
fn told(mine: &Ledger, theirs: &Ledger) -> Vec<(PlanKind, String)> {
    let plan = ImportPlan::make(mine, LEDGER, bundle_of(theirs), NOW + 60_000);
    let standard = Standard::built_in();
    let mut rule = |_: Month, id: &str| {
        let (item, line) = standard.line(id)?;
        Some(format!("{} {}", standard.items[item].name, line.event))
    };
    let mut words = PlanWords::new(schemas(), mine, &plan, &mut rule);
    let rows = plan.registers.iter().flat_map(|one| &one.rows);
    rows.map(|row| (PlanKind::of(row), words.of(row))).collect()
}

fn entry(key: &str) -> RecordId {
    RecordId::keyed("score_entry", key)
}

#[test]
fn an_entry_is_told_by_its_rule_and_by_whom_it_is_about() {
    let mut mine = Ledger::new();
    let people = edit(&mine, 1, 1, |draft| {
        for (key, name) in [("1", "丁一"), ("2", "丙二")] {
            draft.field(&member(key), "name", name);
        }
    });
    mine.insert(people);
    let mut theirs = mine.clone();
    let entries = edit(&theirs, 2, 20, |draft| {
        for (key, who) in [("a", &["1", "2"][..]), ("b", &["2"][..])] {
            draft.field(&entry(key), "month", "2026-03");
            draft.field(&entry(key), "line", "C3.1");
            for one in who {
                draft.entry(&entry(key), "who", member(one).as_str(), 1);
            }
        }
    });
    theirs.insert(entries);
    assert_eq!(
        told(&mine, &theirs),
        [
            (PlanKind::New, "志愿服务与义诊 单次满2小时 · 丁一等 2 人".to_owned()),
            (PlanKind::New, "志愿服务与义诊 单次满2小时 · 丙二".to_owned()),
        ]
    );
}

#[test]
fn who_is_here_is_named_where_the_file_changes_but_a_phone() {
    let mut mine = Ledger::new();
    let start = edit(&mine, 1, 1, |draft| {
        draft.field(&member("1"), "name", "张三");
        draft.field(&entry("a"), "month", "2026-03");
        draft.field(&entry("a"), "line", "C3.1");
        draft.entry(&entry("a"), "who", member("1").as_str(), 1);
    });
    mine.insert(start);
    let mut theirs = mine.clone();
    let mended = edit(&theirs, 2, 20, |draft| {
        draft.field(&member("1"), "phone", "13800138000");
        draft.field(&entry("a"), "day", "2026-03-09");
    });
    theirs.insert(mended);
    assert_eq!(
        told(&mine, &theirs),
        [
            (PlanKind::Changed, "张三：联系电话".to_owned()),
            (PlanKind::Changed, "志愿服务与义诊 单次满2小时 · 张三：发生日期".to_owned()),
        ]
    );
}

#[test]
fn one_person_under_two_numbers_is_counted_once() {
    let mut mine = Ledger::new();
    let start = edit(&mine, 1, 1, |draft| {
        draft.field(&member("1"), "name", "张三");
        draft.field(&member("2"), "name", "张三");
    });
    mine.insert(start);
    let joining =
        edit(&mine, 1, 2, |draft| draft.field(&member("2"), JOINED, member("1").as_str()));
    mine.insert(joining);
    let mut theirs = mine.clone();
    let new = edit(&theirs, 2, 20, |draft| {
        draft.field(&entry("a"), "month", "2026-03");
        draft.field(&entry("a"), "line", "C3.1");
        for one in ["1", "2"] {
            draft.entry(&entry("a"), "who", member(one).as_str(), 1);
        }
    });
    theirs.insert(new);
    assert_eq!(
        told(&mine, &theirs),
        [(PlanKind::New, "志愿服务与义诊 单次满2小时 · 张三".to_owned())]
    );
}

#[test]
fn what_changes_is_told_by_the_names_of_its_fields() {
    let mut mine = Ledger::new();
    let start = edit(&mine, 1, 1, |draft| {
        for key in ["newer", "conflict", "gone", "older"] {
            draft.field(&member(key), "name", key);
            draft.field(&member(key), "notes", "起");
        }
    });
    mine.insert(start);
    let mut theirs = mine.clone();
    let ours = edit(&mine, 1, 10, |draft| draft.field(&member("conflict"), "notes", "我"));
    mine.insert(ours);
    let first = edit(&theirs, 2, 20, |draft| {
        draft.field(&member("newer"), "notes", "对方");
        draft.field(&member("newer"), "education", "本科");
        draft.field(&member("conflict"), "notes", "对方");
        draft.delete(&member("gone"));
    });
    theirs.insert(first);
    let told = told(&mine, &theirs);
    let of = |kind| told.iter().find(|(one, _)| *one == kind).map(|(_, text)| &**text);
    assert_eq!(of(PlanKind::Changed), Some("newer：备注、学历"));
    assert_eq!(of(PlanKind::Conflicting), Some("conflict：备注"));
    assert_eq!(of(PlanKind::Deleted), Some("gone"));
    assert!(PlanKind::ALL.iter().all(|kind| !kind.words(3).contains('项')));
}

#[test]
fn of_a_part_that_is_here_already_nothing_is_said_of_what_is_restricted() {
    use yixin::exchange::bundle::BundleHeader;
    use yixin::exchange::described_in_plan;
    use yixin::exchange::export::scope::Scope;
    let mut theirs = Ledger::new();
    let start = edit(&theirs, 1, 1, |draft| {
        draft.field(&RecordId::keyed("branch", "一支部"), "name", "一支部");
        draft.field(&member("1"), "name", "丁一");
        draft.field(&member("1"), "phone", "13800138000");
    });
    theirs.insert(start);
    let mut bundle = bundle_of(&theirs);
    let scope = Scope::Branch(RecordId::keyed("branch", "一支部"));
    let BundleHeader { ledger, hospital, from, made, .. } = bundle.header.clone();
    bundle.header = BundleHeader::part(&scope, ledger, &hospital, from, made);
    let words = |mine: &Ledger| {
        let plan = ImportPlan::make(mine, LEDGER, bundle.clone(), NOW + 60_000);
        described_in_plan(schemas(), &plan)
    };
    assert_eq!(words(&Ledger::new()), "只有一支部，含有限制可见的内容");
    assert!(!words(&theirs).contains("不含"), "{}", words(&theirs));
}
