//! Back payments and arrears: what is owed after a month was closed, and what is paid of it later.

use super::*;

#[test]
fn who_paid_back_and_is_on_no_sheet_is_on_it_for_that() {
    let mut book = Book::new(&[320_000]);
    book.pay_back("2026-03", 7, 1_000, "2026-05-02");
    let sheet = book.sheet("2026-03");
    assert_eq!((sheet.lines.len(), sheet.sums().back), (2, 1_000));
}

#[test]
fn back_payments_of_one_month_add_up_and_each_has_a_receipt_and_can_be_taken_back() {
    let mut book = Book::new(&[320_000]);
    book.close("2026-03");
    // As earlier builds wrote it: one a member.
    book.act(|draft, _| {
        let id = DuesSheet::id(&branch(), month("2026-03"));
        let row = [("amount", Value::Int(1_000)), ("on", "2026-05-02".into())];
        draft.entry(&id, "back", member(0).as_str(), Value::group(row));
    });
    // Two tablets that write down one each, and hear of each other later.
    let (ledger, edits) = (book.ledger.clone(), book.edits);
    book.pay_back("2026-03", 0, 700, "2026-06-01");
    let mut other = Book { ledger, edits, writer: 2 };
    other.pay_back("2026-03", 0, 300, "2026-05-20");
    book.ledger.insert_all(other.ledger.iter());
    let line = book.sheet("2026-03").lines.remove(0);
    let days = line.back.iter().map(|one| (one.amount, one.on)).collect::<Vec<_>>();
    assert_eq!(
        days,
        [
            (1_000, Some(day("2026-05-02"))),
            (300, Some(day("2026-05-20"))),
            (700, Some(day("2026-06-01")))
        ]
    );
    assert_eq!((line.paid_back(), line.owed(), line.is_outstanding()), (2_000, 1_200, true));
    let names = BTreeMap::from([(member(0), "王强".to_owned())]);
    let receipts = dues_receipts("甲", &book.sheet("2026-03"), &names, "").to_text();
    assert_eq!(receipts.matches("（补交）").count(), 3, "{receipts}");
    for payment in &line.back {
        let sheet = book.sheet("2026-03");
        book.act(|draft, context| {
            draft_back_payment_removed(draft, context, &sheet, &member(0), payment);
        });
    }
    assert_eq!(book.sheet("2026-03").lines[0].owed(), 3_200);
}

#[test]
fn who_paid_a_part_or_has_no_base_owes_it_in_all_lists() {
    let mut book = Book::new(&[320_000, 320_000]);
    let unknown = member(2);
    book.act(|draft, _| {
        draft.entry(&unknown, "branch", "2020-01-01", branch().as_str());
        draft.entry(&unknown, "standing", "2020-01-01", "active");
    });
    for of in ["2026-09", "2026-10", "2026-11"] {
        book.mark(of, &[0, 1], "paid");
        book.act(|draft, _| {
            let id = DuesSheet::id(&branch(), month(of));
            let row = [
                ("state", Value::from("paid")),
                ("due", Value::Int(3_200)),
                ("amount", Value::Int(2_000)),
            ];
            draft.entry(&id, "paid", member(0).as_str(), Value::group(row));
        });
        book.close(of);
    }
    let sheet = book.sheet("2026-11");
    let sums = sheet.sums();
    assert_eq!((sums.payers, sums.short, sums.unpaid, sums.owed), (1, 1, 1, 1_200));
    let words: Vec<String> = sheet.lines.iter().map(DuesLine::state_words).collect();
    assert_eq!(words, ["未交足", "已交", "未交（没有核定）"]);
    let names = BTreeMap::new();
    let printed = dues_table("甲", &sheet, &names, "");
    assert!(printed.notes[0].contains("尚欠 12.00 元"), "{:?}", printed.notes);
    let context = Context::new(&book.ledger, day("2026-12-02"));
    let found = arrears_of(&context, &Roster::of(&book.ledger), &branch());
    let told = |one: Arrears| (one.member, one.months.len(), one.unpaid, one.owed);
    let found: Vec<_> = found.into_iter().map(told).collect();
    assert_eq!(found, [(member(0), 3, 0, 3_600), (unknown, 3, 3, 0)]);
}

#[test]
fn of_whom_nothing_is_written_down_in_a_month_the_arrears_go_on() {
    let mut book = Book::new(&[320_000, 320_000]);
    for of in ["2026-07", "2026-08", "2026-09"] {
        book.mark(of, &[0], "unpaid");
    }
    book.mark("2026-10", &[1], "paid");
    let context = Context::new(&book.ledger, day("2026-11-02"));
    let found = arrears_of(&context, &Roster::of(&book.ledger), &branch());
    assert_eq!(found.iter().map(|one| one.months.len()).collect::<Vec<_>>(), [3]);
}

#[test]
fn arrears_are_the_months_without_a_break_until_the_last() {
    let mut book = Book::new(&[320_000, 320_000]);
    for of in ["2026-07", "2026-09", "2026-10", "2026-11"] {
        book.mark(of, &[0], "unpaid");
    }
    book.mark("2026-08", &[0], "paid");
    book.mark("2026-11", &[1], "unpaid");
    let told = |today: &str| {
        let context = Context::new(&book.ledger, day(today));
        let found = arrears_of(&context, &Roster::of(&book.ledger), &branch());
        found.into_iter().map(|one| (one.member, one.months.len(), one.owed)).collect::<Vec<_>>()
    };
    assert_eq!(told("2026-11-20"), []);
    assert_eq!(told("2026-12-02"), [(member(0), 3, 9_600)]);
}

#[test]
fn closing_says_of_the_rest_that_they_have_not_paid_and_back_pay_needs_no_opening() {
    let mut book = Book::new(&[320_000, 320_000]);
    book.mark("2026-03", &[0], "paid");
    book.close("2026-03");
    let sheet = book.sheet("2026-03");
    assert_eq!(
        (states(&sheet), sheet.closed_on),
        (vec!["paid", "unpaid"], Some(day("2026-03-31")))
    );
    assert_eq!(sheet.lines[1].owed(), 3_200);
    book.pay_back("2026-03", 1, 3_200, "2026-05-02");
    let sheet = book.sheet("2026-03");
    assert_eq!((sheet.lines[1].owed(), sheet.sums().back, sheet.sums().paid), (0, 3_200, 3_200));
    assert_eq!(sheet.lines[1].state_words(), "未交，已补交");
}
