//! A member's year and the figures that are drawn from a ledger.

use crate::fixtures::{Book, month};
use yixin::ledger::{Month, RecordId};
use yixin::reports::{MemberYear, Table, trends};
use yixin::scoring::Standard;

fn book() -> (Book, RecordId, RecordId) {
    let mut book = Book::new();
    let first = book.first();
    let (one, other) = (book.member("1", &first), book.member("2", &first));
    (book, one, other)
}

fn year(book: &mut Book, member: &RecordId, until: &str) -> MemberYear {
    MemberYear::of(&book.ledger, &mut book.scores, member, 2026, month(until)).expect("a member")
}

/// The cells of a row by its name.
fn row<'a>(table: &'a Table, name: &str) -> Vec<&'a str> {
    let row = table.rows.iter().find(|row| row[0].contains(name)).expect("a row");
    row[1..].iter().map(|cell| &**cell).collect()
}

#[test]
fn the_page_has_every_item_of_every_month_and_they_add_up() {
    let (mut book, who, _) = book();
    let first = book.first();
    book.enter("2026-01", "C3.1", &[(&who, 2)]);
    book.enter("2026-02", "A4.1", &[(&who, 1)]);
    book.close(&first, "2026-01");
    let year = year(&mut book, &who, "2026-03");
    let table = year.item_table();
    let labels: Vec<&str> = table.columns.iter().map(|column| &*column.label).collect();
    assert_eq!(labels, ["项目", "1月", "2月*", "3月*"]);
    assert_eq!(row(&table, "C3 "), ["4.0", "0.0", "0.0"]);
    assert_eq!(row(&table, "A4 "), ["8.0", "4.0", "8.0"]);
    assert_eq!(row(&table, "结果"), ["76.0", "68.0", "72.0"]);
    assert_eq!(row(&table, "绩效系数"), ["1.00", "", ""]);
    let standard = Standard::built_in();
    assert_eq!(table.rows.len(), standard.items.len() + standard.aspects.len() + 4);
    for of in &year.months {
        assert_eq!(of.items.iter().sum::<i32>(), of.result.unwrap());
        assert_eq!(of.aspects.iter().sum::<i32>(), of.result.unwrap());
    }
    assert_eq!(year.mean.rounded(), Some(720));
    assert!(
        table.notes.iter().any(|note| note == "* 2月、3月未锁定，结果还会变。"),
        "{:?}",
        table.notes
    );
    assert_eq!(table.signatures[0], "党员签字确认：");
}

#[test]
fn adjustments_vetoes_and_exemptions_are_counted_and_told() {
    let (mut book, who, other) = book();
    let first = book.first();
    book.close(&first, "2026-01");
    book.adjust(&who, "2026-01", "2.5");
    book.veto(&who, "V1", "2026-02");
    book.exempt(&other, "产假", "2026-02", "2026-03", "2026-01-20");
    let year_of_one = year(&mut book, &who, "2026-03");
    let months = &year_of_one.months;
    assert_eq!((months[0].adjusted, months[0].result), (25, Some(745)));
    assert_eq!((months[1].vetoed, months[1].result), (true, Some(0)));
    let table = year_of_one.item_table();
    assert_eq!(row(&table, "调整"), ["+2.5", "", ""]);
    assert_eq!(
        year_of_one.notes,
        [
            "2026年1月调整 +2.5 分：补登（批准人 林书敏）。",
            "2026年2月一票否决，当月清零，当年不得评先。",
        ]
    );
    let year_of_other = year(&mut book, &other, "2026-03");
    let states: Vec<&str> = year_of_other.months.iter().map(|of| of.state()).collect();
    assert_eq!(states, ["已锁定", "不参评", "不参评"]);
    assert_eq!(year_of_other.mean.count, 1);
    assert_eq!(year_of_other.notes, ["2026年2月起至2026年3月不参评（产假），不计入平均。"]);
}

#[test]
fn totals_that_were_brought_in_stand_without_items() {
    let (mut book, who, _) = book();
    let first = book.first();
    book.bring_in(&first, "2026-01", &[(&who, 853)]);
    let year = year(&mut book, &who, "2026-01");
    assert_eq!((year.months[0].state(), year.months[0].result), ("引入", Some(853)));
    assert_eq!(row(&year.item_table(), "A1 "), [""]);
    assert_eq!(year.grade, "良好");
    assert_eq!(year.figure().says, "1月 85.3 分。");
}

#[test]
fn an_item_that_the_standard_has_no_longer_keeps_its_row() {
    let (mut book, who, _) = book();
    let mut standard = Standard::built_in();
    standard.remove_item("B3");
    book.adopt(&standard, "2026-02");
    book.enter("2026-01", "B3.1", &[(&who, 1)]);
    let table = year(&mut book, &who, "2026-02").item_table();
    assert_eq!(row(&table, "B3 "), ["2.0", ""]);
    assert_eq!(row(&table, "结果"), ["74.0", "72.0"]);
}

#[test]
fn a_trend_tells_branches_and_the_hospital_and_says_nothing_of_empty_months() {
    let (mut book, who, _) = book();
    let (first, second) = (book.first(), book.branch("二支部"));
    let third = book.member("3", &second);
    book.enter("2026-01", "C3.1", &[(&who, 1), (&third, 2)]);
    book.close(&first, "2026-01");
    let months: Vec<Month> = ["2026-01", "2026-02"].map(month).to_vec();
    let branches = [(first, "一支部".to_owned())];
    let found = trends(&book.ledger, &mut book.scores, &branches, "全院", &months);
    let told: Vec<_> = found
        .iter()
        .map(|one| {
            (&*one.name, one.means.iter().map(|mean| mean.map(|m| (m.tenths, m.open))).collect())
        })
        .collect::<Vec<(&str, Vec<_>)>>();
    // 74 and 72; with 76 of the other branch, which is not locked.
    assert_eq!(
        told,
        [("一支部", vec![Some((730, false)), None]), ("全院", vec![Some((740, true)), None])]
    );
}
