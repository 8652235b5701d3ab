//! What one secretary hands over to the next.

use crate::fixtures::{Book, day};
use yixin::ledger::RecordId;
use yixin::reports::{HandoverPart, handover, handover_table};

fn parts(book: &mut Book, today: &str) -> Vec<HandoverPart> {
    let branches = [book.first()];
    handover(
        yixin::registers::schemas(),
        &book.ledger,
        &mut book.scores,
        &branches,
        day(today),
        None,
    )
}

fn lines(parts: &[HandoverPart], title: &str) -> Vec<String> {
    let part = parts.iter().find(|part| part.title == title).expect("a part");
    part.lines.iter().map(|line| line.text.clone()).collect()
}

#[test]
fn a_ledger_that_is_in_order_hands_over_members_and_the_month_at_hand() {
    let mut book = Book::new();
    let first = book.first();
    book.member("1", &first);
    book.since(&RecordId::keyed("member", "1"), "2026-01-01", "category", "预备党员");
    book.member("2", &first);
    book.close(&first, "2026-01");
    let parts = parts(&mut book, "2026-02-20");
    assert_eq!(lines(&parts, "支部和党员"), ["一支部：党员 2 名，其中预备党员 1 名"]);
    assert_eq!(lines(&parts, "没有锁定的月份"), ["一支部：2026年2月录入中"]);
    assert_eq!(lines(&parts, "上次导出全部"), ["这台设备上还没有导出过全部"]);
    let open: usize = parts[2..10].iter().map(|part| part.lines.len()).sum();
    assert_eq!(open, 0);
}

#[test]
fn open_months_are_told_with_their_step_and_those_at_entry_together() {
    let mut book = Book::new();
    let first = book.first();
    book.member("1", &first);
    book.close(&first, "2026-03");
    book.approve(&first, "2026-01");
    book.put_up(&first, "2026-01");
    let parts = parts(&mut book, "2026-06-01");
    assert_eq!(
        lines(&parts, "没有锁定的月份"),
        ["一支部：2026年1月公示中，公示到2026年2月12日", "一支部：2026年2月、2026年4月至6月录入中"]
    );
}

#[test]
fn what_waits_is_handed_over() {
    let mut book = Book::new();
    let first = book.first();
    let [one, two] = ["1", "2"].map(|number| book.member(number, &first));
    let second = book.branch("二支部");
    let stranger = book.member("9", &second);
    book.close(&first, "2026-01");
    book.enter("2026-01", "C3.1", &[(&one, 1)]);
    book.appeal(&one, "2026-01");
    book.appeal(&stranger, "2026-01");
    book.exempt(&one, "产假", "2026-02", "2026-03", "2026-02-01");
    book.exempt(&two, "外出流动", "2026-02", "", "");
    book.veto(&two, "V1", "2026-01");
    book.change(&first, &[("term_ends", "2026-06-30")]);
    let faulty = RecordId::keyed("appeal", "x");
    book.force(&faulty, "member", one.as_str());
    let mut other = book.on_another_tablet();
    other.change(&one, &[("notes", "甲")]);
    book.change(&one, &[("notes", "乙")]);
    book.take_in(&other);

    let parts = parts(&mut book, "2026-02-20");
    let has = |title: &str, words: &str| {
        let lines = lines(&parts, title);
        assert!(lines.iter().any(|line| line.contains(words)), "{title}: {lines:?}");
    };
    // The entry that came late, and the veto.
    has("锁定后有变化的月份", "一支部：2026年1月有 2 人");
    has("没有结果的申诉", "党员1 · 2026年1月，2026年2月6日收到");
    assert!(!lines(&parts, "没有结果的申诉").join("").contains("党员9"), "another branch's");
    has("两边都改过", "1 处等选定");
    has("待修正的记录", "申诉");
    has("届满", "2026年6月30日届满");
    has("不参评", "产假，到2026年3月为止");
    has("不参评", "外出流动，待审批");
    assert_eq!(lines(&parts, "今年的一票否决").len(), 1);
    has("今年的一票否决", "1 件");
    let said: String =
        parts.iter().flat_map(|part| &part.lines).map(|line| line.text.as_str()).collect();
    assert!(!said.contains("事实") && !said.contains("V1"), "what is restricted is only counted");
}

#[test]
fn the_list_on_paper_has_every_matter_and_a_line_for_each_who_signs() {
    let mut book = Book::new();
    let parts = parts(&mut book, "2026-02-20");
    let table = handover_table(&parts, "交接包.json");
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    let named: Vec<&str> =
        table.rows.iter().map(|row| &*row[1]).filter(|name| !name.is_empty()).collect();
    let titles: Vec<&str> = parts.iter().map(|part| part.title).collect();
    assert_eq!(named, titles);
    assert_eq!(table.signatures, ["移交人：", "接交人：", "监交人：", "日期："]);
    assert!(table.notes[0].contains("交接包.json"));
    assert!(!table.landscape);
}
