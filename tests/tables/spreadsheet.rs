//! Workbooks as hospitals have them, and files that only look like workbooks.
#![allow(clippy::unwrap_used)]

use std::io::Write;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use yixin::tables::doubts::Doubt;
use yixin::tables::grid::GridCell;
use yixin::tables::spreadsheet::{SpreadsheetProblem, read};
use yixin::tables::spreadsheet_reply::MAX_BYTES;

/// A workbook of one sheet, filled by `fill`.
fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet().set_name("花名册").unwrap());
    workbook.save_to_buffer().unwrap()
}

/// An archive of these files.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook written by hand: its sheet's data, and what stands in the workbook's own part.
fn by_hand(workbook_properties: &str, sheet: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    archive(&[
        ("[Content_Types].xml", b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".as_slice()),
        ("_rels/.rels", format!("<Relationships xmlns=\"{package}\"><Relationship Id=\"r\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>").as_bytes()),
        ("xl/workbook.xml", format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\">{workbook_properties}<sheets><sheet name=\"甲\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>").as_bytes()),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{office}/styles\" Target=\"styles.xml\"/></Relationships>").as_bytes()),
        ("xl/styles.xml", format!("<styleSheet xmlns=\"{main}\"><cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"57\"/></cellXfs></styleSheet>").as_bytes()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>").as_bytes()),
    ])
}

fn text(value: &str) -> GridCell {
    GridCell::Text(value.to_owned())
}

fn date(value: &str) -> GridCell {
    GridCell::Date(value.parse().unwrap())
}

#[test]
fn values_dates_booleans_and_formulas_are_read_as_excel_shows_them() {
    let bytes = workbook(|sheet| {
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let month = Format::new().set_num_format("yyyy\"年\"m\"月\";@");
        let on = |year, month, day| ExcelDateTime::from_ymd(year, month, day).unwrap();
        sheet.write(0, 0, "张三<&>\"=1+1").unwrap();
        sheet.write(0, 1, "𠮷").unwrap();
        sheet.write(0, 2, 13_800_138_000.0).unwrap();
        sheet.write_with_format(0, 3, on(1990, 5, 3), &day).unwrap();
        sheet.write_with_format(0, 4, on(1990, 5, 1), &month).unwrap();
        sheet.write(0, 5, true).unwrap();
        sheet.write(0, 6, Formula::new("1+1").set_result("2")).unwrap();
        sheet.write(2, 0, "第三行").unwrap();
    });
    let sheets = read(&bytes).unwrap();
    assert_eq!(sheets[0].name, "花名册");
    let grid = &sheets[0].grid;
    assert_eq!(
        grid.rows()[0],
        [
            text("张三<&>\"=1+1"),
            text("𠮷"),
            GridCell::Number(13_800_138_000.0),
            date("1990-05-03"),
            date("1990-05"),
            text("TRUE"),
            GridCell::Number(2.0),
        ]
    );
    assert!(grid.rows()[1].is_empty());
    assert_eq!(grid.cell(2, 0), &text("第三行"));
}

#[test]
fn merged_branches_hold_for_each_of_their_rows() {
    let bytes = workbook(|sheet| {
        sheet.merge_range(0, 0, 2, 0, "第一支部", &Format::new()).unwrap();
        for (row, name) in ["张三", "李四", "王五"].iter().enumerate() {
            sheet.write(row as u32, 1, *name).unwrap();
        }
    });
    let sheets = read(&bytes).unwrap();
    assert_eq!(sheets[0].grid.cell(2, 0), &text("第一支部"));
}

#[test]
fn inline_strings_both_epochs_and_chinese_formats_are_understood() {
    let sheet = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>张三</t></is></c><c r=\"B1\" s=\"1\"><v>31534</v></c><c r=\"C1\" s=\"2\"><v>31534</v></c></row>";
    let sheets = read(&by_hand("<workbookPr date1904=\"1\"/>", sheet)).unwrap();
    assert!(sheets[0].grid.epoch_1904);
    assert_eq!(sheets[0].grid.rows()[0], [text("张三"), date("1990-05-03"), date("1990-05")]);
    let sheets = read(&by_hand("", &sheet.replace("31534", "32996"))).unwrap();
    assert_eq!(sheets[0].grid.rows()[0], [text("张三"), date("1990-05-03"), date("1990-05")]);
}

#[test]
fn every_error_value_is_an_empty_doubtful_cell_in_its_place() {
    let errors =
        ["#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!", "#BUSY!", "#N/A", "#DIV/0!", "#NEW!"];
    for addresses in [true, false] {
        let cell = |(at, error): (usize, &&str)| {
            let address = if addresses {
                format!(" r=\"{}1\"", (b'A' + at as u8) as char)
            } else {
                String::new()
            };
            format!("<c{address} t=\"e\"><f>1&amp;2</f><v>{error}</v></c>")
        };
        let cells: String = errors.iter().enumerate().map(cell).collect();
        let last = if addresses { " r=\"I1\"" } else { "" };
        let sheet = format!("<row>{cells}<c{last}><v>7</v></c></row><row><c><v>8</v></c></row>");
        let sheet = if addresses {
            sheet.replace("</row><row><c>", "</row><row r=\"2\"><c r=\"A2\">")
        } else {
            sheet
        };
        let grid = &read(&by_hand("", &sheet)).unwrap()[0].grid;
        assert_eq!(
            (grid.cell(0, 8), grid.cell(1, 0)),
            (&GridCell::Number(7.0), &GridCell::Number(8.0))
        );
        for (column, error) in errors.iter().enumerate() {
            assert!(grid.cell(0, column).is_blank());
            assert_eq!(grid.doubt(0, column), Some(&Doubt::FormulaError((*error).into())));
        }
        assert_eq!(grid.doubts().len(), errors.len());
    }
}

#[test]
fn a_macro_sheet_beside_the_data_is_passed_over() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "姓名").unwrap();
    });
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..parts.len() {
        let mut part = parts.by_index(at).unwrap();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut content).unwrap();
        files.push((part.name().unwrap().into_owned(), content));
    }
    for (name, content) in &mut files {
        let text = String::from_utf8_lossy(content).into_owned();
        let more = match name.as_str() {
            "xl/workbook.xml" => text.replace("</sheets>", "<sheet name=\"宏1\" sheetId=\"9\" r:id=\"rId99\"/></sheets>"),
            "xl/_rels/workbook.xml.rels" => text.replace("</Relationships>", "<Relationship Id=\"rId99\" Type=\"http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet\" Target=\"macrosheets/sheet1.xml\"/></Relationships>"),
            _ => continue,
        };
        *content = more.into_bytes();
    }
    files.push((
        "xl/macrosheets/sheet1.xml".into(),
        b"<xm:macrosheet xmlns:xm=\"m\"><sheetData/></xm:macrosheet>".to_vec(),
    ));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, c)| (n.as_str(), c.as_slice())).collect();
    let sheets = read(&archive(&files)).unwrap();
    assert_eq!(sheets.len(), 1);
    assert_eq!(sheets[0].grid.cell(0, 0), &text("姓名"));
}

#[test]
fn a_year_in_a_date_cell_is_a_doubtful_year_and_not_1905() {
    let sheet = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>2018</v></c><c r=\"B1\" s=\"1\"><v>2018.5</v></c></row>";
    let grid = &read(&by_hand("", sheet)).unwrap()[0].grid;
    assert_eq!(grid.cell(0, 0), &GridCell::Number(2018.0));
    assert_eq!(grid.doubt(0, 0), Some(&Doubt::YearOnly(2018)));
    assert_eq!(grid.cell(0, 1), &date("1905-07-10"));
}

#[test]
fn hidden_and_empty_sheets_are_passed_over() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("空").unwrap();
    workbook.add_worksheet().set_name("名单").unwrap().write(0, 0, "姓名").unwrap();
    workbook.add_worksheet().set_name("字典").unwrap().set_hidden(true).write(0, 0, "男").unwrap();
    let sheets = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["名单"]);
    assert_eq!(read(&Workbook::new().save_to_buffer().unwrap()), Err(SpreadsheetProblem::Empty));
    assert_eq!(read(&self::workbook(|_| ())), Err(SpreadsheetProblem::Empty));
}

#[test]
fn files_that_only_look_like_workbooks_are_each_told_apart() {
    let ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    let old = [ole.as_slice(), &[0; 2000]].concat();
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let encrypted = [ole.as_slice(), &[0; 1000], &name, &[0; 1000]].concat();
    let html = b"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>".to_vec();
    let word = archive(&[("word/document.xml", b"<w/>")]);
    for (bytes, expected) in [
        (old, SpreadsheetProblem::OldExcel),
        (encrypted, SpreadsheetProblem::Encrypted),
        (html, SpreadsheetProblem::Html),
        (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related".to_vec(),
            SpreadsheetProblem::Html,
        ),
        (b"<?xml version=\"1.0\"?>\t<Workbook>".to_vec(), SpreadsheetProblem::Xml),
        (archive(&[("xl/workbook.bin", b"")]), SpreadsheetProblem::Binary),
        ("姓名,性别\n".as_bytes().to_vec(), SpreadsheetProblem::PlainText),
        (vec![0x89, b'P', b'N', b'G', 0, 1], SpreadsheetProblem::NotASpreadsheet),
        (Vec::new(), SpreadsheetProblem::NoBytes),
        (word, SpreadsheetProblem::NotAWorkbook),
        (vec![0; 60 * 1024 * 1024], SpreadsheetProblem::TooLarge { megabytes: 60 }),
    ] {
        let problem = read(&bytes).unwrap_err();
        assert_eq!(problem, expected);
        assert!(problem.to_string().contains("本机数据没有改动"), "{problem}");
    }
    assert_eq!(MAX_BYTES, 20 * 1024 * 1024);
}

#[test]
fn a_file_cut_off_or_changed_anywhere_is_refused_or_read_but_never_panics() {
    let whole = workbook(|sheet| {
        for row in 0..50 {
            sheet.write(row, 0, format!("张{row}")).unwrap();
        }
    });
    for length in (1..whole.len()).step_by(97) {
        let problem = read(&whole[..length]).unwrap_err();
        let told = matches!(
            problem,
            SpreadsheetProblem::Damaged { .. } | SpreadsheetProblem::NotASpreadsheet
        );
        assert!(told, "{length}: {problem}");
    }
    for at in (0..whole.len()).step_by(31) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        let _ = read(&bytes);
    }
}

#[test]
fn a_small_file_that_unpacks_to_gigabytes_is_refused() {
    let zeros = vec![b' '; 210 * 1024 * 1024];
    let bomb = archive(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", &zeros)]);
    assert!(bomb.len() < MAX_BYTES);
    assert_eq!(read(&bomb), Err(SpreadsheetProblem::Bomb));
    // The same with sizes that lie: the true ones count.
    let mut liar = bomb.clone();
    let size = (zeros.len() as u32).to_le_bytes();
    for at in 0..liar.len() - 4 {
        if liar[at..at + 4] == size {
            liar[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
        }
    }
    assert_ne!(liar, bomb);
    assert!(read(&liar).is_err());
}

#[test]
fn sheets_beyond_the_limits_are_refused_by_name() {
    let sheet = "<row r=\"20001\"><c r=\"A20001\"><v>1</v></c></row>";
    assert_eq!(
        read(&by_hand("", sheet)),
        Err(SpreadsheetProblem::TooManyRows { sheet: "甲".into() })
    );
    let sheet = "<row r=\"3\"><c r=\"GS3\"><v>1</v></c></row>";
    let problem = read(&by_hand("", sheet)).unwrap_err();
    assert_eq!(problem, SpreadsheetProblem::TooManyColumns { sheet: "甲".into(), row: 3 });
    let sheet = "<row r=\"1048576\"><c r=\"XFD1048576\" s=\"1\"/></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
    assert_eq!(read(&by_hand("", sheet)).unwrap()[0].grid.rows().len(), 1);
}
