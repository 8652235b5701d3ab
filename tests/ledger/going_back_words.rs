//! What is said before one goes back: in every register, and of every lock.

use yixin::ledger::{
    Author, Draft, EditId, Ledger, Moment, REDACTED, RecordId, Value, WriterId, rewind,
};
use yixin::registers::assessment_id;
use yixin::reports::GoingBack;

fn edit(ledger: &mut Ledger, number: u32, fill: impl FnOnce(&mut Draft)) {
    let id = EditId { writer: WriterId(1), number };
    let at = Moment { millis: 1_795_244_700_000 + i64::from(number), offset: 480 };
    let mut draft = Draft::new(id, at, Author::default(), "edit", "");
    fill(&mut draft);
    ledger.insert(draft.finish(ledger).expect("an edit"));
}

fn told(now: &Ledger, then: &Ledger) -> GoingBack {
    let id = EditId { writer: WriterId(2), number: 1 };
    let at = Moment { millis: 1_795_244_800_000, offset: 480 };
    let mut draft = Draft::new(id, at, Author::default(), "go-back", "");
    let mut earlier = now.begun_beside();
    earlier.insert_all(then.edits());
    let rewound = rewind(now, &earlier, &mut draft);
    GoingBack::of(now, &earlier, &rewound)
}

fn member(key: &str) -> RecordId {
    RecordId::keyed("member", key)
}

fn branch() -> RecordId {
    RecordId::keyed("branch", "内科党支部")
}

fn lock(draft: &mut Draft, month: &str, hash: &str) {
    let month = month.parse().expect("a month");
    let id = assessment_id(&branch(), month);
    draft.field(&id, "branch", branch().as_str());
    draft.field(&id, "month", month.to_string());
    draft.field(&id, "lock", Value::group([("hash", hash.into())]));
}

fn before() -> Ledger {
    let mut ledger = Ledger::new();
    edit(&mut ledger, 1, |draft| {
        draft.field(&branch(), "name", "内科党支部");
        draft.field(&member("1"), "name", "李明");
        draft.field(&member("2"), "name", "周敏");
        lock(draft, "2026-08", "甲");
        lock(draft, "2026-09", "甲");
    });
    ledger
}

#[test]
fn each_register_has_a_line_and_nothing_has_none() {
    let then = before();
    assert!(told(&then, &then).is_nothing());
    let mut now = then.clone();
    edit(&mut now, 2, |draft| {
        draft.field(&member("3"), "name", "后来的");
        draft.field(&member("1"), "notes", "后来写的");
        draft.delete(&member("2"));
        draft.field(&RecordId::keyed("department", "一科"), "name", "一科");
    });
    let found = told(&now, &then);
    let lines = ["科室：删去后来登记的 1 条", "党员：删去后来登记的 1 条，找回 1 条，改回 1 处"];
    assert_eq!(found.lines, lines);
    assert!(found.locks.is_empty() && !found.is_redacted);
}

#[test]
fn every_lock_that_changes_is_told_and_so_is_what_is_redacted() {
    let then = before();
    let mut now = then.clone();
    edit(&mut now, 2, |draft| {
        lock(draft, "2026-10", "乙");
        lock(draft, "2026-09", "乙");
        draft.field(
            &assessment_id(&branch(), "2026-08".parse().expect("a month")),
            "lock",
            Value::Null,
        );
        draft.entry(&member("1"), REDACTED, "name", true);
    });
    let found = told(&now, &then);
    assert_eq!(found.locks.len(), 3, "{:?}", found.locks);
    let says = |month: &str, word: &str| {
        found.locks.iter().any(|line| line.contains(month) && line.contains(word))
    };
    assert!(
        says("10月", "后来的锁定会撤销")
            && says("9月", "换回那时的锁定")
            && says("8月", "会回到锁定")
    );
    assert!(found.is_redacted);
}
