//! 三会一课完成率 in the bulletin, from its fourth edition on, and in the committee's view.

use crate::fixtures::{Book, day, month};
use yixin::ledger::{Quarter, RecordId, Value};
use yixin::registers::{BulletinWords, MEETING_SCHEMA, rows::with_columns, title};
use yixin::reports::{
    BulletinNames, BulletinOptions, branch_states, branches_table, bulletin, life::branch_rates,
};
use yixin::scoring::{Issue, IssuedRate, NoticeDays, draft_issue};

fn quarter() -> Quarter {
    Quarter::of(month("2026-01"))
}

/// Two branches, of which the first held what the quarter asks for, but no lecture.
fn hospital() -> (Book, RecordId, RecordId) {
    let mut book = Book::new();
    let (first, second) = (book.first(), book.branch("二支部"));
    let member = book.member("1", &first);
    book.member("2", &second);
    let meeting = RecordId::keyed("meeting", "a");
    book.act("create", |draft, _| {
        draft.field(&meeting, "kind", "general");
        draft.field(&meeting, "branch", first.as_str());
        draft.field(&meeting, "day", "2026-02-10");
        let roll = MEETING_SCHEMA.field("roll").expect("a roll");
        let row = with_columns(roll, &Value::Null, &[("state", "present".into())]);
        draft.entry(&meeting, "roll", member.as_str(), row);
    });
    (book, first, second)
}

fn issue(book: &mut Book) -> Issue {
    let notice = NoticeDays { days: 5, until: day("2026-04-17"), provisional: false };
    let on = day("2026-04-10");
    let issue = draft_issue(&book.ledger, &mut book.scores, None, quarter(), on, notice);
    let branches: Vec<RecordId> =
        book.ledger.records("branch").map(|one| one.id().clone()).collect();
    let context = yixin::registers::Context::new(&book.ledger, on);
    let rates = branch_rates(&context, &branches, &quarter().months());
    let kept = rates.into_iter().map(|one| IssuedRate {
        branch: one.branch,
        held: one.held,
        owed: one.owed,
    });
    Issue { meetings: kept.collect(), ..issue }
}

#[test]
fn the_bulletin_says_how_far_each_branch_held_its_meetings() {
    let (mut book, first, second) = hospital();
    let issue = issue(&mut book);
    let rate = |branch: &RecordId| {
        let one = issue.meetings.iter().find(|one| one.branch == *branch);
        one.map(|one| (one.held, one.owed))
    };
    assert_eq!(rate(&first), Some((Some(1), 2)));
    assert_eq!(rate(&second), Some((None, 2)));
    let (read, _) = Issue::from_value(&issue.to_value()).expect("whole");
    assert_eq!((&read.meetings, read.edition), (&issue.meetings, issue.edition));
    let of = [&first, &second].map(|id| (id.clone(), title(&book.ledger, id)));
    let names = BulletinNames { of: of.into(), order: Vec::new() };
    for public in [true, false] {
        let options = BulletinOptions { public, ..BulletinOptions::default() };
        let document = bulletin(&read, &names, &BulletinWords::default(), options);
        let text = document.to_text();
        assert!(text.contains("三会一课完成率 50%（1/2），1 个支部的三会一课未登记。"), "{text}");
        let table = &document.tables()[0];
        assert_eq!(table.columns.last().map(|column| &*column.label), Some("三会一课"));
        let last: Vec<_> = table.rows.iter().filter_map(|row| row.last()).collect();
        assert!(
            last.iter().any(|cell| *cell == "50%") && last.iter().any(|cell| *cell == "未登记")
        );
    }
}

#[test]
fn the_committee_sees_the_rate_of_the_quarter_beside_the_month() {
    let (mut book, _, _) = hospital();
    let today = day("2026-04-10");
    let states = branch_states(&book.ledger, &mut book.scores, &[], None, month("2026-03"), today);
    let words: Vec<&str> = states.branches.iter().map(|one| &*one.meetings).collect();
    assert_eq!(words, ["50%（1/2）", "未登记"]);
    let table = branches_table(&states, today);
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    assert!(table.to_csv().contains("50%（1/2）"));
    // Before the quarter is over only what was held counts.
    let early = branch_states(
        &book.ledger,
        &mut book.scores,
        &[],
        None,
        month("2026-02"),
        day("2026-02-20"),
    );
    let words: Vec<&str> = early.branches.iter().map(|one| &*one.meetings).collect();
    assert_eq!(words, ["100%（1/1）", ""]);
}
