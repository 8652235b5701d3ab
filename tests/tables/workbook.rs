//! Tables written as workbooks, read back by calamine, which knows nothing of how they were written.
#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use yixin::reports::{Align, Column, Content, Table, workbook};

/// A table with all that a table can have.
fn table() -> Table {
    Table {
        title: "内科一支部党员积分月考核表".into(),
        subtitle: "2026年11月".into(),
        columns: vec![
            Column::text("姓名"),
            Column::text("工号"),
            Column::number("A1", 9).under("组织生活"),
            Column::number("A2", 9).under("组织生活"),
            Column::number("优秀率", 22),
            Column { align: Align::Center, ..Column::text("入党日期").of(Content::Day) },
        ],
        rows: [
            ["买买提·艾力", "00123", "8", "-0.5", "33.3%", "2026年11月21日"],
            ["=HYPERLINK(\"http://x\")", "+86", "7.5", "—", "5%", "2011-07-01"],
            ["𠮷野 & <小>", "", "", "=1+1", "—", "不详"],
        ]
        .map(|row| row.map(str::to_owned).to_vec())
        .to_vec(),
        notes: vec!["参评 3 人。\n第二行".into()],
        signatures: vec!["支部书记：".into(), "日期：".into()],
        landscape: true,
        dense: false,
        by_hand: false,
    }
}

fn read(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap()
}

/// A file inside the workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The day that a cell holds, as Excel counts.
fn day(cell: &Data) -> Option<f64> {
    match cell {
        Data::DateTime(day) => Some(day.as_f64()),
        _ => None,
    }
}

/// The cells of the first sheet.
fn cells(bytes: &[u8]) -> calamine::Range<Data> {
    read(bytes).worksheet_range_at(0).unwrap().unwrap()
}

#[test]
fn numbers_days_and_percentages_are_such_and_all_else_is_text() {
    let cells = cells(&workbook(&[table()]).unwrap());
    let row =
        |at: u32| (0..6).map(|c| cells.get_value((at, c)).unwrap().clone()).collect::<Vec<_>>();
    let text = |text: &str| Data::String(text.to_owned());
    let first = row(4);
    assert_eq!(first[..2], [text("买买提·艾力"), text("00123")]);
    assert_eq!(first[2..5], [Data::Float(8.0), Data::Float(-0.5), Data::Float(0.333)]);
    assert_eq!(day(&first[5]), Some(46_347.0));
    let second = row(5);
    assert_eq!(second[..2], [text("=HYPERLINK(\"http://x\")"), text("+86")]);
    assert_eq!(second[2..5], [Data::Float(7.5), text("—"), Data::Float(0.05)]);
    assert_eq!(day(&second[5]), Some(40_725.0));
    let third = row(6);
    assert_eq!(
        third,
        [text("𠮷野 & <小>"), Data::Empty, Data::Empty, text("=1+1"), text("—"), text("不详")]
    );
}

#[test]
fn nothing_is_a_formula() {
    let bytes = workbook(&[table()]).unwrap();
    let formulas = read(&bytes).worksheet_formula("内科一支部党员积分月考核表").unwrap();
    assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()));
    assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("<f"));
}

#[test]
fn title_headings_and_notes_stand_where_they_belong() {
    let cells = cells(&workbook(&[table()]).unwrap());
    let at = |row, column| cells.get_value((row, column)).unwrap().to_string();
    assert_eq!([at(0, 0), at(1, 0)], ["内科一支部党员积分月考核表", "2026年11月"]);
    assert_eq!([at(2, 0), at(2, 2), at(2, 3)], ["姓名", "组织生活", ""]);
    assert_eq!([at(3, 0), at(3, 2), at(3, 3)], ["", "A1", "A2"]);
    assert_eq!(at(8, 0), "参评 3 人。\n第二行");
    assert_eq!(at(9, 0), "支部书记：　　　　　　日期：");
}

#[test]
fn the_sheet_is_set_for_a4_and_its_headings_repeat() {
    let bytes = workbook(&[table()]).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for set in [
        "<pageSetUpPr fitToPage=\"1\"/>",
        "<pane xSplit=\"1\" ySplit=\"4\" topLeftCell=\"B5\" activePane=\"bottomRight\" state=\"frozen\"/>",
        "paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"",
        "<mergeCell ref=\"A1:F1\"/>",
        "<mergeCell ref=\"A3:A4\"/>",
        "<mergeCell ref=\"C3:D3\"/>",
    ] {
        assert!(sheet.contains(set), "{set} is not in {sheet}");
    }
    // The name column is as wide as the formula-like text in it, the narrow ones as narrow as may be.
    assert!(sheet.contains("<col min=\"1\" max=\"1\" width=\"24\" customWidth=\"1\"/>"), "{sheet}");
    assert!(sheet.contains("<col min=\"3\" max=\"3\" width=\"6\" customWidth=\"1\"/>"), "{sheet}");
    let book = part(&bytes, "xl/workbook.xml");
    assert!(book.contains(
        "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'内科一支部党员积分月考核表'!$3:$4</definedName>"
    ));
    let upright = Table { landscape: false, subtitle: String::new(), ..table() };
    let upright = workbook(&[upright]).unwrap();
    assert!(part(&upright, "xl/worksheets/sheet1.xml").contains("orientation=\"portrait\""));
    assert!(part(&upright, "xl/workbook.xml").contains("'!$2:$3</definedName>"));
}

#[test]
fn a_single_column_has_nothing_to_merge() {
    // Excel calls a workbook damaged that merges one cell with itself.
    let table =
        Table { title: "甲".into(), columns: vec![Column::text("姓名")], ..Table::default() };
    let bytes = workbook(&[table]).unwrap();
    assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("mergeCell"));
    assert_eq!(cells(&bytes).get_value((1, 0)), Some(&Data::String("姓名".into())));
}

#[test]
fn several_tables_stand_on_sheets_of_their_own() {
    let same = Table { title: "名单/一".into(), ..table() };
    let bytes = workbook(&[table(), same.clone(), same]).unwrap();
    let mut book = read(&bytes);
    assert_eq!(book.sheet_names(), ["内科一支部党员积分月考核表", "名单一", "名单一（2）"]);
    let range = book.worksheet_range("名单一（2）").unwrap();
    assert_eq!(range.get_value((0, 0)), Some(&Data::String("名单/一".into())));
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    assert_eq!(workbook(&[table(), table()]).unwrap(), workbook(&[table(), table()]).unwrap());
    let small = Table {
        title: "甲".into(),
        columns: vec![Column::text("姓名"), Column::number("分", 9)],
        rows: vec![vec!["张三".into(), "7.5".into()]],
        ..Table::default()
    };
    let bytes = workbook(&[small]).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let (_, rows) = sheet.split_once("<sheetData>").unwrap();
    let (rows, _) = rows.split_once("</sheetData>").unwrap();
    assert_eq!(
        rows,
        "<row r=\"1\" ht=\"30\" customHeight=\"1\"><c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c></row>\
         <row r=\"2\"><c r=\"A2\" s=\"3\" t=\"s\"><v>1</v></c><c r=\"B2\" s=\"3\" t=\"s\"><v>2</v></c></row>\
         <row r=\"3\"><c r=\"A3\" s=\"5\" t=\"s\"><v>3</v></c><c r=\"B3\" s=\"13\"><v>7.5</v></c></row>"
    );
    // Nothing in it tells when it was made.
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.as_slice())).unwrap();
    for place in 0..archive.len() {
        let made = archive.by_index(place).unwrap().last_modified().unwrap();
        assert_eq!((made.year(), made.month(), made.day(), made.hour()), (1980, 1, 1, 0));
    }
}
