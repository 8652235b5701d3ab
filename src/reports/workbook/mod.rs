//! Tables as a workbook (.xlsx) that Excel, WPS and LibreOffice open: numbers and days are such,
//! everything else is text, and nothing is a formula. The same tables give the same bytes.
//!
//! Written here rather than by rust_xlsxwriter: that was measured at 265 KB of brotli, which every
//! tablet would keep, used or not. The tests read what this writes with calamine, the bench with
//! SheetJS and ExcelJS.

mod cell_value;
mod shared_strings;
mod sheet_writer;
mod styles;
mod zip;

use super::table::Table;
use shared_strings::{SharedStrings, escape, sheet_name};
use sheet_writer::SheetWriter;
use zip::ZipWriter;

/// A table has more rows or columns than a sheet can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "表格太大，一张表最多 1048576 行、16384 列；没有导出，本机数据没有改动，请分开支部或年份再导出"
)]
pub struct TooBig;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// The tables as a workbook, each on a sheet of its own.
///
/// # Errors
/// Where a table is too big for a sheet.
pub fn workbook(tables: &[Table]) -> Result<Vec<u8>, TooBig> {
    let mut names: Vec<String> = Vec::new();
    let mut texts = SharedStrings::default();
    let mut archive = ZipWriter::new();
    let mut sheets = Vec::new();
    for table in tables {
        names.push(sheet_name(&table.title, &names));
        sheets.push(SheetWriter::new(table)?);
    }
    let places = 1..=sheets.len();
    archive.add("[Content_Types].xml", types(places.clone()).as_bytes())?;
    archive.add(
        "_rels/.rels",
        links(&[("officeDocument", "xl/workbook.xml".to_owned())]).as_bytes(),
    )?;
    archive.add("xl/workbook.xml", book(&names, &sheets).as_bytes())?;
    let mut parts: Vec<(&str, String)> =
        places.map(|place| ("worksheet", format!("worksheets/sheet{place}.xml"))).collect();
    for ((_, name), sheet) in parts.iter().zip(&sheets) {
        archive.add(&format!("xl/{name}"), sheet.xml(&mut texts).as_bytes())?;
    }
    parts.push(("styles", "styles.xml".to_owned()));
    parts.push(("sharedStrings", "sharedStrings.xml".to_owned()));
    archive.add("xl/_rels/workbook.xml.rels", links(&parts).as_bytes())?;
    archive.add("xl/styles.xml", styles::xml().as_bytes())?;
    archive.add("xl/sharedStrings.xml", texts.xml().as_bytes())?;
    archive.finish()
}

fn types(places: impl Iterator<Item = usize>) -> String {
    let mut xml = format!(
        "{XML}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    let mut push = |name: &str, kind: &str| {
        xml.push_str(&format!(
            "<Override PartName=\"/xl/{name}.xml\" ContentType=\"{KIND}.{kind}+xml\"/>"
        ));
    };
    push("workbook", "sheet.main");
    places.for_each(|place| push(&format!("worksheets/sheet{place}"), "worksheet"));
    push("styles", "styles");
    push("sharedStrings", "sharedStrings");
    xml.push_str("</Types>");
    xml
}

/// Where the parts of something are; they are numbered in this order.
fn links(parts: &[(&str, String)]) -> String {
    let mut xml = format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for ((kind, target), place) in parts.iter().zip(1..) {
        let place: usize = place;
        xml.push_str(&format!(
            "<Relationship Id=\"rId{place}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>"
        ));
    }
    xml.push_str("</Relationships>");
    xml
}

/// The names of the sheets, and the rows that are printed on each of their pages.
fn book(names: &[String], sheets: &[SheetWriter<'_>]) -> String {
    let mut xml = format!(
        "{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><bookViews><workbookView/></bookViews><sheets>"
    );
    for (name, place) in names.iter().zip(1..) {
        let place: usize = place;
        xml.push_str("<sheet name=\"");
        escape(&mut xml, name);
        xml.push_str(&format!("\" sheetId=\"{place}\" r:id=\"rId{place}\"/>"));
    }
    xml.push_str("</sheets><definedNames>");
    for ((name, sheet), place) in names.iter().zip(sheets).zip(0..) {
        let (place, (first, last)): (usize, _) = (place, sheet.headings());
        xml.push_str(&format!(
            "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{place}\">'"
        ));
        escape(&mut xml, &name.replace('\'', "''"));
        xml.push_str(&format!("'!${first}:${last}</definedName>"));
    }
    xml.push_str("</definedNames></workbook>");
    xml
}

/// Writes a number: there are tens of thousands in a table.
fn push_count(xml: &mut String, number: u32) {
    let (mut rest, mut digits, mut at) = (number, [b'0'; 10], 10);
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    xml.extend(digits[at..].iter().map(|digit| char::from(*digit)));
}
