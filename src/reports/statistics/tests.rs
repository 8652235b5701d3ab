//! Statistics against histories that are drawn at random, and a ledger worked out by hand.

use proptest::prelude::*;

use super::*;
use crate::ledger::{Author, Day, Draft, EditId, Ledger, Moment, RecordId, WriterId, parse_day};
use crate::reports::Roster;

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

fn edit(ledger: &mut Ledger, fill: impl FnOnce(&mut Draft)) {
    let number = ledger.edit_count() as u32 + 1;
    let at = Moment { millis: 1_790_000_000_000 + i64::from(number), offset: 480 };
    let id = EditId { writer: WriterId(1), number };
    let mut draft = Draft::new(id, at, Author::default(), "create", "");
    fill(&mut draft);
    if let Some(edit) = draft.finish(ledger) {
        ledger.insert(edit);
    }
}

fn branch(number: usize) -> RecordId {
    RecordId::keyed("branch", &number.to_string())
}

fn member(number: usize) -> RecordId {
    RecordId::keyed("member", &number.to_string())
}

fn world(branches: usize) -> Ledger {
    let mut ledger = Ledger::new();
    for number in 0..branches {
        edit(&mut ledger, |draft| {
            draft.field(&branch(number), "name", format!("第{number}支部"));
        });
    }
    ledger
}

/// Somebody who is in a branch from a day on, with more fields.
fn add(ledger: &mut Ledger, number: usize, of: usize, from: &str, fields: &[(&str, &str)]) {
    edit(ledger, |draft| {
        draft.field(&member(number), "name", format!("党员{number}"));
        draft.entry(&member(number), "branch", from, branch(of).as_str());
        draft.entry(&member(number), "category", from, "full");
        draft.entry(&member(number), "standing", from, "active");
        for (field, text) in fields {
            draft.field(&member(number), field, *text);
        }
    });
}

fn since(ledger: &mut Ledger, number: usize, from: &str, field: &str, text: &str) {
    edit(ledger, |draft| draft.entry(&member(number), field, from, text));
}

fn row<'s>(statistics: &'s MemberStatistics, of: &str, label: &str) -> &'s BreakdownRow {
    let breakdown = statistics.breakdowns.iter().find(|one| one.name == of).unwrap();
    breakdown.rows.iter().find(|row| row.label == label).unwrap()
}

#[test]
fn what_nobody_registered_is_a_stroke_and_what_somebody_did_a_nought() {
    let mut ledger = world(2);
    add(&mut ledger, 1, 0, "2025-01-01", &[("gender", "female"), ("born", "1990-05")]);
    add(&mut ledger, 2, 0, "2025-01-01", &[]);
    add(&mut ledger, 3, 1, "2025-01-01", &[]);
    let statistics = MemberStatistics::of(&ledger, &Roster::of(&ledger), day("2026-11-30"));
    let gender = statistics.breakdowns.iter().find(|one| one.name == "性别").unwrap();
    let words = |label: &str, branch| gender.words(row(&statistics, "性别", label), branch);
    assert_eq!((words("男", None), words("女", None)), ("0".into(), "1".into()));
    assert_eq!(gender.unregistered.len(), 2);
    let second = branch(1);
    assert_eq!((words("男", Some(&second)), words("女", Some(&second))), ("—".into(), "—".into()));
    assert_eq!(row(&statistics, "年龄", "36—40岁").counted[0].record, member(1));
    let branches = [(branch(0), "一".to_owned()), (branch(1), "二".to_owned())];
    let table = statistics_table("示例医院", day("2026-11-30"), &statistics, &branches);
    assert_eq!(table.rows[0], ["党员", "总数", "3", "2", "1"]);
    assert!(table.rows.contains(&["性别", "未登记", "2", "1", "1"].map(String::from).to_vec()));
    assert!(table.rows.contains(&["性别", "男", "0", "0", "—"].map(String::from).to_vec()));
}

#[test]
fn a_year_is_told_by_who_came_who_left_and_who_moved() {
    let mut ledger = world(2);
    for number in 0..3 {
        add(&mut ledger, number, 0, "2025-03-01", &[]);
    }
    // Received and confirmed, moved in, unknown.
    add(&mut ledger, 3, 0, "2026-02-01", &[("joined_party", "2026-01-20")]);
    since(&mut ledger, 3, "2026-02-01", "category", "probationary");
    since(&mut ledger, 3, "2026-09-01", "category", "full");
    add(&mut ledger, 4, 1, "2026-03-01", &[("joined_party", "2010-07")]);
    add(&mut ledger, 5, 1, "2026-04-01", &[]);
    since(&mut ledger, 0, "2026-05-01", "standing", "left");
    since(&mut ledger, 1, "2026-06-01", "standing", "deceased");
    since(&mut ledger, 2, "2026-07-01", "branch", branch(1).as_str());
    let term = RecordId::keyed("term", "1");
    edit(&mut ledger, |draft| {
        draft.field(&term, "from", "2026-01-01");
        draft.field(&term, "branch", branch(0).as_str());
    });
    let roster = Roster::of(&ledger);
    let told = |of: Option<&RecordId>| {
        let changes = YearChanges::of(&ledger, &roster, of, day("2026-12-31"));
        let count = |kind: &ChangeKind| changes.of_kind(*kind).len();
        let kinds = ChangeKind::ALL.into_iter().filter(|kind| count(kind) > 0);
        let kinds: Vec<_> = kinds.map(|kind| (kind.label(), count(&kind))).collect();
        (changes.start.len(), kinds, changes.end.len())
    };
    let all = [
        ("发展", 1),
        ("转入", 1),
        ("增加（入党时间未登记）", 1),
        ("转出", 1),
        ("去世", 1),
        ("转正", 1),
        ("换届", 1),
    ];
    assert_eq!(told(None), (3, all.to_vec(), 4));
    let first = [("发展", 1), ("转出", 1), ("院内调出", 1), ("去世", 1), ("转正", 1), ("换届", 1)];
    assert_eq!(told(Some(&branch(0))), (3, first.to_vec(), 1));
    let second = [("转入", 1), ("院内调入", 1), ("增加（入党时间未登记）", 1)];
    assert_eq!(told(Some(&branch(1))), (0, second.to_vec(), 3));
    // The year in which the ledger was begun: nobody is said to have moved in.
    let begun = YearChanges::of(&ledger, &roster, None, day("2025-12-31"));
    assert_eq!(begun.of_kind(ChangeKind::Begun).len(), 3);
}

#[test]
fn candidates_are_counted_by_stage_as_of_the_day() {
    let mut ledger = world(2);
    let steps: [(usize, &[(&str, &str)]); 5] = [
        (0, &[("apply", "2026-03-01")]),
        (0, &[("apply", "2025-03-01"), ("activist", "2026-05-01")]),
        (1, &[("apply", "2023-03-01"), ("activist", "2024-05-01"), ("target", "2026-02-01")]),
        (1, &[("apply", "2022-03-01"), ("full_approval", "2026-06-01")]),
        (1, &[("apply", "2026-09-01")]),
    ];
    for (number, (of, steps)) in steps.into_iter().enumerate() {
        edit(&mut ledger, |draft| {
            let id = RecordId::keyed("course", &format!("|{number}"));
            draft.field(&id, "name", format!("申请人{number}"));
            draft.field(&id, "branch", branch(of).as_str());
            for (step, on) in steps {
                draft.entry(&id, "steps", step, *on);
            }
        });
    }
    let counts = |on: &str, of: Option<&RecordId>| {
        let statistics = MemberStatistics::of(&ledger, &Roster::of(&ledger), day(on));
        let rows = statistics.candidates.rows.iter();
        rows.map(|row| (row.label.clone(), row.of(of).len())).collect::<Vec<_>>()
    };
    let told = |on: &str, of: Option<&RecordId>| -> Vec<usize> {
        counts(on, of).into_iter().map(|(_, count)| count).collect()
    };
    assert_eq!(counts("2026-11-30", None)[2], ("发展对象".to_owned(), 1));
    assert_eq!(told("2026-11-30", None), [2, 1, 1, 0]);
    assert_eq!(told("2026-11-30", Some(&branch(1))), [1, 0, 1, 0]);
    // Before May one of them had only applied, and another had not.
    assert_eq!(told("2026-04-30", Some(&branch(0))), [2, 0, 0, 0]);
    assert_eq!(told("2026-04-30", Some(&branch(1)))[..3], [1, 0, 1]);
    let statistics = MemberStatistics::of(&ledger, &Roster::of(&ledger), day("2026-11-30"));
    let table = statistics_table("示例医院", day("2026-11-30"), &statistics, &[]);
    let row = ["发展党员", "入党积极分子", "1"].map(String::from).to_vec();
    assert!(table.rows.contains(&row), "{:?}", table.rows);
}

/// What happens to a member on a day of 2026: another branch, another standing, or another category.
fn event() -> impl Strategy<Value = (usize, u32, u32, usize)> {
    (0_usize..6, 1_u32..13, 1_u32..29, 0_usize..7)
}

fn history() -> impl Strategy<Value = Vec<(usize, u32, u32, usize)>> {
    proptest::collection::vec(event(), 0..30)
}

fn ledger_of(history: &[(usize, u32, u32, usize)]) -> Ledger {
    let mut ledger = world(3);
    for number in 0..6 {
        let from = if number < 3 { "2025-06-01" } else { "2026-04-10" };
        let fields: &[(&str, &str)] = match number {
            0 | 3 => {
                &[("joined_party", "2026-03-30"), ("education", "本科"), ("born", "1980-01-01")]
            }
            1 | 4 => &[("joined_party", "2001-07"), ("title_rank", "主任医师"), ("gender", "male")],
            _ => &[("education", "学徒")],
        };
        add(&mut ledger, number, number % 2, from, fields);
    }
    for (who, month, of, what) in history {
        let on = format!("2026-{month:02}-{of:02}");
        let (field, text) = match what {
            0..=2 => ("branch", branch(*what).to_string()),
            3 => ("standing", "left".to_owned()),
            4 => ("standing", "active".to_owned()),
            5 => ("category", "probationary".to_owned()),
            _ => ("category", "full".to_owned()),
        };
        since(&mut ledger, *who, &on, field, &text);
    }
    ledger
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn the_cells_of_each_breakdown_hold_every_member_once(
        history in history(), month in 1_u32..13, of in 1_u32..29,
    ) {
        let ledger = ledger_of(&history);
        let on = day(&format!("2026-{month:02}-{of:02}"));
        let statistics = MemberStatistics::of(&ledger, &Roster::of(&ledger), on);
        let ids = |counted: &[&Counted]| {
            let mut ids: Vec<_> = counted.iter().map(|one| one.record.clone()).collect();
            ids.sort();
            ids
        };
        let scopes = [None, Some(branch(0)), Some(branch(1)), Some(branch(2))];
        for scope in &scopes {
            let all = ids(&statistics.members(scope.as_ref()));
            for breakdown in &statistics.breakdowns {
                let mut cells: Vec<_> =
                    breakdown.rows.iter().flat_map(|row| row.of(scope.as_ref())).collect();
                cells.extend(breakdown.unregistered_of(scope.as_ref()));
                prop_assert_eq!(ids(&cells), all.clone(), "{}", breakdown.name);
            }
        }
        let of_branches: usize =
            scopes[1..].iter().map(|scope| statistics.members(scope.as_ref()).len()).sum();
        prop_assert_eq!(of_branches, statistics.members(None).len());
    }

    #[test]
    fn the_beginning_and_what_changed_make_up_the_end(
        history in history(), month in 1_u32..13, of in 1_u32..29,
    ) {
        let ledger = ledger_of(&history);
        let roster = Roster::of(&ledger);
        let until = day(&format!("2026-{month:02}-{of:02}"));
        for scope in [None, Some(branch(0)), Some(branch(1)), Some(branch(2))] {
            let changes = YearChanges::of(&ledger, &roster, scope.as_ref(), until);
            let heads: i64 = changes.rows.iter().map(|row| row.kind.heads()).sum();
            prop_assert_eq!(changes.start.len() as i64 + heads, changes.end.len() as i64);
        }
        // What one branch gives another has, and the hospital does not notice.
        let count = |scope: Option<&RecordId>, kind: ChangeKind| {
            YearChanges::of(&ledger, &roster, scope, until).of_kind(kind).len()
        };
        let of_branches = |kind| (0..3).map(|at| count(Some(&branch(at)), kind)).sum::<usize>();
        prop_assert_eq!(of_branches(ChangeKind::FromBranch), of_branches(ChangeKind::ToBranch));
        prop_assert_eq!(count(None, ChangeKind::FromBranch), 0);
        for kind in [ChangeKind::Received, ChangeKind::MovedIn, ChangeKind::MovedOut] {
            prop_assert_eq!(of_branches(kind), count(None, kind));
        }
    }
}
