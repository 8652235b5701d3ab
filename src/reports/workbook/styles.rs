//! How cells look, and how numbers in them are shown.

use super::super::table::Align;
use super::push_count;

/// The looks that come before those of cells: usual, title, subtitle, heading, note.
pub(super) const TITLE: u32 = 1;
pub(super) const SUBTITLE: u32 = 2;
pub(super) const HEADING: u32 = 3;
pub(super) const NOTE: u32 = 4;
const CELLS: u32 = 5;

/// How a value is shown: the numbers of the formats that every spreadsheet has, and of ours. Text is
/// shown as `@`, so that it stays text when someone goes into the cell.
const FORMATS: [u32; 9] = [49, 1, 164, 2, 165, 9, 166, 10, 167];
const OURS: &str = "<numFmts count=\"4\">\
    <numFmt numFmtId=\"164\" formatCode=\"0.0\"/>\
    <numFmt numFmtId=\"165\" formatCode=\"0.000\"/>\
    <numFmt numFmtId=\"166\" formatCode=\"0.0%\"/>\
    <numFmt numFmtId=\"167\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/>\
    </numFmts>";

const TEXT: u32 = 0;
const NUMBER: u32 = 1;
const PERCENT: u32 = 5;
const DAY: u32 = 8;

/// Style of cells that hold text.
pub(super) fn text(align: Align) -> u32 {
    look(TEXT, align)
}

/// Style of cells that hold numbers, with so many decimals, three at most.
pub(super) fn number(align: Align, decimals: usize) -> u32 {
    look(NUMBER + decimals.min(3) as u32, align)
}

/// Style of cells that hold percentages, with so many decimals, two at most.
pub(super) fn percent(align: Align, decimals: usize) -> u32 {
    look(PERCENT + decimals.min(2) as u32, align)
}

/// Style of cells that hold days.
pub(super) fn day(align: Align) -> u32 {
    look(DAY, align)
}

fn look(format: u32, align: Align) -> u32 {
    let align = match align {
        Align::Start => 0,
        Align::Center => 1,
        Align::End => 2,
    };
    CELLS + format * 3 + align
}

/// The part of the workbook that says all this.
pub(super) fn xml() -> String {
    let mut xml = String::from(super::XML);
    xml.push_str(
        "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">",
    );
    xml.push_str(OURS);
    xml.push_str(
        "<fonts count=\"3\">\
         <font><sz val=\"11\"/><name val=\"宋体\"/><charset val=\"134\"/></font>\
         <font><b/><sz val=\"16\"/><name val=\"宋体\"/><charset val=\"134\"/></font>\
         <font><b/><sz val=\"11\"/><name val=\"宋体\"/><charset val=\"134\"/></font>\
         </fonts>\
         <fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill>\
         <fill><patternFill patternType=\"gray125\"/></fill>\
         <fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFF2F2F2\"/></patternFill></fill>\
         </fills>\
         <borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>\
         <border><left style=\"thin\"/><right style=\"thin\"/><top style=\"thin\"/>\
         <bottom style=\"thin\"/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>",
    );
    xml.push_str("<cellXfs count=\"");
    push_count(&mut xml, CELLS + 3 * FORMATS.len() as u32);
    xml.push_str("\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>");
    push_look(&mut xml, 49, 1, 0, "center");
    push_look(&mut xml, 49, 0, 0, "center");
    push_look(&mut xml, 49, 2, 1, "center");
    push_look(&mut xml, 49, 0, 0, "left");
    for format in FORMATS {
        for align in ["left", "center", "right"] {
            push_look(&mut xml, format, 0, 1, align);
        }
    }
    xml.push_str(
        "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>\
         </cellStyles></styleSheet>",
    );
    xml
}

/// One look. Headings (the third font) are shaded.
fn push_look(xml: &mut String, format: u32, font: u32, border: u32, align: &str) {
    xml.push_str("<xf numFmtId=\"");
    push_count(xml, format);
    xml.push_str("\" fontId=\"");
    push_count(xml, font);
    xml.push_str(if font == 2 {
        "\" fillId=\"2\" borderId=\""
    } else {
        "\" fillId=\"0\" borderId=\""
    });
    push_count(xml, border);
    xml.extend([
        "\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" \
         applyAlignment=\"1\"><alignment horizontal=\"",
        align,
        "\" vertical=\"center\" wrapText=\"1\"/></xf>",
    ]);
}
