//! Dues worked out by hand, and that sums are those of people.

mod arrears;

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::ledger::{
    Author, Day, Draft, EditId, Ledger, Moment, Month, RecordId, Value, WriterId, parse_day,
};
use crate::registers::{Context, DUES_BASE, DUES_RELIEF, money_text};
use crate::reports::Roster;

#[derive(Debug, Default)]
struct Book {
    ledger: Ledger,
    edits: u32,
    writer: u64,
}

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn member(key: usize) -> RecordId {
    RecordId::keyed("member", &key.to_string())
}

fn branch() -> RecordId {
    RecordId::keyed("branch", "甲")
}

impl Book {
    /// A branch of members whose monthly bases of 2026 are known, in fen.
    fn new(bases: &[i64]) -> Self {
        let mut book = Self::default();
        book.act(|draft, _| {
            for (key, base) in bases.iter().enumerate() {
                let member = member(key);
                draft.entry(&member, "branch", "2020-01-01", branch().as_str());
                draft.entry(&member, "standing", "2020-01-01", "active");
                let id = DUES_BASE.id(&[member.as_str(), "2026"]);
                draft.field(&id, "member", member.as_str());
                draft.field(&id, "year", Value::Int(2026));
                draft.field(&id, "base", Value::Int(*base));
            }
        });
        book
    }

    fn act(&mut self, fill: impl FnOnce(&mut Draft, &Context<'_>)) {
        self.edits += 1;
        let at = Moment { millis: 1_772_416_800_000 + i64::from(self.edits), offset: 480 };
        let id = EditId { writer: WriterId(self.writer + 1), number: self.edits };
        let mut draft = Draft::new(id, at, Author::default(), "edit", "结账");
        fill(&mut draft, &Context::new(&self.ledger, day("2026-12-31")));
        if let Some(edit) = draft.finish(&self.ledger) {
            self.ledger.insert(edit);
        }
    }

    fn sheet(&self, of: &str) -> DuesSheet {
        let context = Context::new(&self.ledger, day("2026-12-31"));
        DuesSheet::of(&context, &Roster::of(&self.ledger), &branch(), month(of))
    }

    fn mark(&mut self, of: &str, members: &[usize], state: &str) {
        let sheet = self.sheet(of);
        let members: Vec<RecordId> = members.iter().map(|key| member(*key)).collect();
        self.act(|draft, context| {
            draft_marks(draft, context, &sheet, &members, state, day("2026-03-05"));
        });
    }

    fn rest_paid(&mut self, of: &str) {
        let sheet = self.sheet(of);
        self.act(|draft, context| draft_rest_paid(draft, context, &sheet, day("2026-03-05")));
    }

    fn pay_back(&mut self, of: &str, key: usize, fen: i64, on: &str) {
        let sheet = self.sheet(of);
        self.act(|draft, _| draft_back_payment(draft, &sheet, &member(key), fen, day(on)));
    }

    fn close(&mut self, of: &str) {
        let sheet = self.sheet(of);
        self.act(|draft, context| draft_closing(draft, context, &sheet, day("2026-03-31")));
    }
}

fn states(sheet: &DuesSheet) -> Vec<&str> {
    sheet.lines.iter().map(|line| &*line.state).collect()
}

#[test]
fn the_rest_have_paid_and_nobody_who_is_written_down_otherwise() {
    let mut book = Book::new(&[320_000, 500_100, 100_000]);
    book.mark("2026-03", &[1], "unpaid");
    book.rest_paid("2026-03");
    let sheet = book.sheet("2026-03");
    assert_eq!(states(&sheet), ["paid", "unpaid", "paid"]);
    let sums = sheet.sums();
    assert_eq!((sums.due, sums.paid), (3_200 + 7_502 + 500, 3_200 + 500));
    assert_eq!((sums.payers, sums.unpaid, sums.blank), (2, 1, 0));
}

#[test]
fn the_rest_are_those_whose_sum_is_known() {
    let mut book = Book::new(&[320_000]);
    let stranger = member(1);
    book.act(|draft, _| {
        draft.entry(&stranger, "branch", "2020-01-01", branch().as_str());
        draft.entry(&stranger, "standing", "2020-01-01", "active");
    });
    book.rest_paid("2026-03");
    let sums = book.sheet("2026-03").sums();
    assert_eq!((sums.payers, sums.blank, sums.payable, sums.baseless), (1, 1, 0, 1));
}

#[test]
fn a_part_that_was_paid_stays_where_the_mark_is_corrected() {
    let mut book = Book::new(&[320_000]);
    book.act(|draft, _| {
        let id = DuesSheet::id(&branch(), month("2026-03"));
        draft.field(&id, "branch", branch().as_str());
        draft.field(&id, "month", "2026-03");
        let row = [
            ("state", "paid".into()),
            ("due", 3_200.into()),
            ("amount", 2_000.into()),
            ("on", "2026-03-01".into()),
        ];
        draft.entry(&id, "paid", member(0).as_str(), Value::group(row));
    });
    book.mark("2026-03", &[0], "reminded");
    let line = book.sheet("2026-03").lines.remove(0);
    assert_eq!((&*line.state, line.paid, line.on), ("reminded", 2_000, Some(day("2026-03-01"))));
    assert!(line.is_short());
    // Marked as unpaid, and paid again: the whole sum.
    book.mark("2026-03", &[0], "unpaid");
    book.mark("2026-03", &[0], "paid");
    assert_eq!(book.sheet("2026-03").lines[0].paid, 3_200);
}

#[test]
fn a_decision_whose_sum_is_not_here_asks_for_no_more_than_was_written_down() {
    let mut book = Book::new(&[320_000]);
    book.act(|draft, _| {
        let id = RecordId::keyed(DUES_RELIEF.name, "1");
        draft.field(&id, "member", member(0).as_str());
        draft.field(&id, "from", "2026-01");
        draft.field(&id, "decided_on", "2026-01-05");
        draft.field(&id, "approved_on", "2026-01-08");
    });
    let line = book.sheet("2026-03").lines.remove(0);
    assert_eq!((line.due, line.is_relieved), (None, true));
}

#[test]
fn a_mark_for_a_member_replaces_that_of_a_duplicate() {
    let mut book = Book::new(&[320_000, 320_000]);
    book.mark("2026-03", &[1], "unpaid");
    book.act(|draft, _| draft.field(&member(1), "joined", member(0).as_str()));
    assert_eq!(states(&book.sheet("2026-03")), ["unpaid"]);
    book.mark("2026-03", &[0], "paid");
    assert_eq!(states(&book.sheet("2026-03")), ["paid"]);
    book.mark("2026-03", &[0], "");
    assert_eq!(states(&book.sheet("2026-03")), [""]);
}

#[test]
fn an_exemption_by_a_decision_is_known_from_one_without() {
    let mut book = Book::new(&[320_000, 320_000]);
    book.act(|draft, _| {
        let relief = RecordId::keyed("dues_relief", "1");
        draft.field(&relief, "member", member(0).as_str());
        draft.field(&relief, "from", "2026-03");
        // As in a part of a ledger: what is paid by it stays where it is.
        draft.field(&relief, "approved_on", "2026-02-20");
    });
    book.mark("2026-03", &[0, 1], "exempt");
    let relieved: Vec<bool> =
        book.sheet("2026-03").lines.iter().map(DuesLine::lacks_decision).collect();
    assert_eq!(relieved, [false, true]);
}

#[test]
fn what_is_decided_counts_once_it_is_approved() {
    let mut book = Book::new(&[320_000]);
    let relief = RecordId::keyed("dues_relief", "1");
    book.act(|draft, _| {
        draft.field(&relief, "member", member(0).as_str());
        draft.field(&relief, "from", "2026-03");
        draft.field(&relief, "until", "2026-04");
        draft.field(&relief, "amount", Value::Int(0));
    });
    assert_eq!(book.sheet("2026-03").lines[0].due, Some(3_200));
    book.act(|draft, _| draft.field(&relief, "approved_on", "2026-02-20"));
    let due = |of: &str| book.sheet(of).lines[0].due;
    assert_eq!(
        (due("2026-02"), due("2026-03"), due("2026-04"), due("2026-05")),
        (Some(3_200), Some(0), Some(0), Some(3_200))
    );
    book.rest_paid("2026-03");
    assert_eq!(states(&book.sheet("2026-03")), ["exempt"]);
}

#[test]
fn another_version_of_the_rates_counts_from_its_month_on() {
    let mut book = Book::new(&[320_000]);
    book.act(|draft, _| {
        let id = RecordId::keyed("dues_rate", "2026-07");
        draft.field(&id, "from", "2026-07");
        draft.field(&id, "rounding", "yuan");
        for (key, over, rate) in [("a", 0, 10), ("b", 310_000, 11)] {
            let row = [("over", Value::Int(over)), ("rate", Value::Int(rate))];
            draft.entry(&id, "working", key, Value::group(row));
        }
    });
    let due = |of: &str| book.sheet(of).lines[0].due;
    // 35.20 yuan, to the yuan.
    assert_eq!((due("2026-06"), due("2026-07")), (Some(3_200), Some(3_500)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_sum_of_people_is_that_of_the_branch_and_of_the_print(
        bases in proptest::collection::vec(0_i64..2_000_000, 1..12),
        marks in proptest::collection::vec(0_usize..5, 12),
    ) {
        let mut book = Book::new(&bases);
        for (key, mark) in marks.iter().take(bases.len()).enumerate() {
            let state = ["", "paid", "reminded", "unpaid", "exempt"][*mark];
            book.mark("2026-03", &[key], state);
        }
        let sheet = book.sheet("2026-03");
        let sums = sheet.sums();
        prop_assert_eq!(sums.due, sheet.lines.iter().filter_map(DuesLine::asked).sum::<i64>());
        prop_assert_eq!(sums.paid, sheet.lines.iter().map(|line| line.paid).sum::<i64>());
        let names: BTreeMap<RecordId, String> =
            sheet.lines.iter().map(|line| (line.member.clone(), line.member.to_string())).collect();
        let table = dues_table("甲", &sheet, &names, "");
        let total = table.rows.last().unwrap();
        prop_assert_eq!(&total[5], &money_text(sums.due));
        prop_assert_eq!(&total[6], &money_text(sums.paid));
        let printed: i64 = table.rows[..bases.len()]
            .iter()
            .map(|row| row[5].replace('.', "").parse::<i64>().unwrap_or(0))
            .sum();
        prop_assert_eq!(printed, sums.due);
    }
}

#[test]
fn capitals_of_receipts_write_zeros_as_bills_do() {
    for (fen, words) in [
        (0, "零元整"),
        (-5, "零元整"),
        (20, "贰角整"),
        (5, "伍分"),
        (3_205, "叁拾贰元零伍分"),
        (20_000, "贰佰元整"),
        (20_010, "贰佰元壹角整"),
        (140_953, "壹仟肆佰零玖元伍角叁分"),
        (600_714, "陆仟零柒元壹角肆分"),
        (10_000_100, "壹拾万零壹元整"),
        (10_000_000_100, "壹亿零壹元整"),
    ] {
        assert_eq!(money_in_capitals(fen), words, "{fen}");
    }
}

proptest! {
    #[test]
    fn capitals_tell_each_sum_from_the_next(fen in 0_i64..1_000_000_000) {
        prop_assert_ne!(money_in_capitals(fen), money_in_capitals(fen + 1));
    }
}

#[test]
fn what_was_due_and_paid_in_a_closed_month_stays_whatever_is_entered_later() {
    let mut book = Book::new(&[320_000, 320_000]);
    let unknown = member(2);
    book.act(|draft, _| {
        draft.entry(&unknown, "branch", "2020-01-01", branch().as_str());
        draft.entry(&unknown, "standing", "2020-01-01", "active");
    });
    book.mark("2026-03", &[1], "unpaid");
    book.rest_paid("2026-03");
    book.close("2026-03");
    let before = book.sheet("2026-03");
    assert_eq!((before.sums().due, before.sums().paid), (6_400, 3_200));
    book.act(|draft, _| {
        for key in 0..3 {
            let id = DUES_BASE.id(&[member(key).as_str(), "2026"]);
            draft.field(&id, "member", member(key).as_str());
            draft.field(&id, "year", Value::Int(2026));
            draft.field(&id, "base", Value::Int(2_000_000));
        }
    });
    let after = book.sheet("2026-03");
    assert_eq!((after.sums().due, after.sums().paid), (6_400, 3_200));
    assert_eq!(book.sheet("2026-04").sums().due, 3 * 40_000);
}

#[test]
fn marks_bring_a_deleted_sheet_back_and_who_moved_pays_once() {
    let mut book = Book::new(&[320_000]);
    let other = RecordId::keyed("branch", "乙");
    let id = DuesSheet::id(&branch(), month("2026-03"));
    book.mark("2026-03", &[0], "unpaid");
    book.act(|draft, _| draft.delete(&id));
    assert_eq!(states(&book.sheet("2026-03")), [""]);
    book.rest_paid("2026-03");
    assert_eq!(states(&book.sheet("2026-03")), ["paid"]);
    // Moved after having paid: the other branch does not ask again.
    book.act(|draft, _| draft.entry(&member(0), "branch", "2026-03-15", other.as_str()));
    let of = |branch: &RecordId, text: &str| {
        let context = Context::new(&book.ledger, day("2026-12-31"));
        DuesSheet::of(&context, &Roster::of(&book.ledger), branch, month(text)).lines.len()
    };
    assert_eq!((of(&branch(), "2026-03"), of(&other, "2026-03"), of(&other, "2026-04")), (1, 0, 1));
}
