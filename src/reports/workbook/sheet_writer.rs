//! One sheet: a title, the headings, the rows, and the notes below; on A4, as wide as the paper.

use super::super::table::{Column, Content, Table};
use super::cell_value::CellValue;
use super::shared_strings::SharedStrings;
use super::{TooBig, push_count, styles};

/// What a sheet can take.
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;

/// The breadth of a column in figures; longer texts take several lines.
const NARROWEST: usize = 6;
const WIDEST: usize = 48;
/// The height of a line in points.
const LINE: u32 = 16;

/// A table that becomes a sheet.
pub(super) struct SheetWriter<'a> {
    table: &'a Table,
    /// The names of its columns: A, B, C.
    letters: Vec<String>,
    /// Their breadths in figures.
    widths: Vec<usize>,
    signatures: String,
}

/// How the numbers of a column are shown: all with as many decimals as the longest has.
#[derive(Default)]
struct Decimals {
    plain: usize,
    percent: usize,
}

impl<'a> SheetWriter<'a> {
    pub(super) fn new(table: &'a Table) -> Result<Self, TooBig> {
        // Title, subtitle, two rows of headings, a gap, signatures.
        let rows = table.rows.len() + table.notes.len() + 6;
        if rows > MOST_ROWS || table.columns.len() > MOST_COLUMNS {
            return Err(TooBig);
        }
        let widths = table.columns.iter().enumerate().map(|(place, column)| {
            let cells = table.rows.iter().filter_map(|row| row.get(place));
            let widest = cells.map(|cell| breadth(cell)).max().unwrap_or(0);
            (widest.max(breadth(&column.label)) + 2).clamp(NARROWEST, WIDEST)
        });
        Ok(Self {
            table,
            letters: (0..table.columns.len().max(1)).map(letters).collect(),
            widths: widths.collect(),
            signatures: table.signatures.join("　　　　　　"),
        })
    }

    /// The rows of the headings, the first and the last.
    pub(super) fn headings(&self) -> (usize, usize) {
        let first = if self.table.subtitle.is_empty() { 2 } else { 3 };
        (first, first + usize::from(self.is_grouped()))
    }

    fn is_grouped(&self) -> bool {
        self.table.columns.iter().any(|column| !column.group.is_empty())
    }

    /// The sheet's part of the workbook; its texts go to the others.
    pub(super) fn xml(&'a self, texts: &mut SharedStrings<'a>) -> String {
        let mut xml = String::with_capacity(1024 + self.table.rows.len() * self.letters.len() * 48);
        xml.push_str(super::XML);
        xml.extend(["<worksheet xmlns=\"", super::MAIN, "\">"]);
        xml.push_str("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>");
        self.push_panes(&mut xml);
        self.push_columns(&mut xml);
        xml.push_str("<sheetData>");
        let mut merged = Vec::new();
        let mut row = RowWriter { sheet: self, xml: &mut xml, merged: &mut merged, texts, next: 1 };
        row.across(&self.table.title, styles::TITLE, 30);
        if !self.table.subtitle.is_empty() {
            row.across(&self.table.subtitle, styles::SUBTITLE, LINE + 4);
        }
        row.headings();
        row.cells();
        if !self.table.notes.is_empty() || !self.signatures.is_empty() {
            row.next += 1;
        }
        for note in &self.table.notes {
            row.note(note);
        }
        if !self.signatures.is_empty() {
            row.across(&self.signatures, styles::NOTE, 30);
        }
        xml.push_str("</sheetData>");
        push_merged(&mut xml, &merged);
        self.push_page(&mut xml);
        xml.push_str("</worksheet>");
        xml
    }

    /// Headings and the first column stay in place.
    fn push_panes(&self, xml: &mut String) {
        let (_, last) = self.headings();
        xml.push_str(&format!(
            "<sheetViews><sheetView workbookViewId=\"0\"><pane xSplit=\"1\" ySplit=\"{last}\" \
             topLeftCell=\"B{}\" activePane=\"bottomRight\" state=\"frozen\"/></sheetView></sheetViews>\
             <sheetFormatPr defaultRowHeight=\"{LINE}\"/>",
            last + 1
        ));
    }

    fn push_columns(&self, xml: &mut String) {
        if self.widths.is_empty() {
            return;
        }
        xml.push_str("<cols>");
        for (width, place) in self.widths.iter().zip(1..) {
            let place: usize = place;
            xml.push_str(&format!(
                "<col min=\"{place}\" max=\"{place}\" width=\"{width}\" customWidth=\"1\"/>"
            ));
        }
        xml.push_str("</cols>");
    }

    /// A4, as wide as the paper and as long as need be, with page numbers. Codes of figures alone are
    /// no mistake.
    fn push_page(&self, xml: &mut String) {
        let way = if self.table.landscape { "landscape" } else { "portrait" };
        let last = self.letters.last().map_or("A", |letters| letters);
        let end = self.headings().1 + self.table.rows.len();
        xml.push_str(&format!(
            "<printOptions horizontalCentered=\"1\"/>\
             <pageMargins left=\"0.6\" right=\"0.6\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/>\
             <pageSetup paperSize=\"9\" orientation=\"{way}\" fitToHeight=\"0\"/>\
             <headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>\
             <ignoredErrors><ignoredError sqref=\"A1:{last}{end}\" numberStoredAsText=\"1\"/></ignoredErrors>"
        ));
    }
}

/// The rows of a sheet, one after the other.
struct RowWriter<'s, 'a, 't> {
    sheet: &'a SheetWriter<'a>,
    xml: &'s mut String,
    merged: &'s mut Vec<String>,
    texts: &'t mut SharedStrings<'a>,
    /// The number of the next row, from 1.
    next: u32,
}

impl<'a> RowWriter<'_, 'a, '_> {
    fn begin(&mut self, height: Option<u32>) {
        self.xml.push_str("<row r=\"");
        push_count(self.xml, self.next);
        if let Some(height) = height {
            self.xml.push_str("\" ht=\"");
            push_count(self.xml, height);
            self.xml.push_str("\" customHeight=\"1");
        }
        self.xml.push_str("\">");
    }

    fn end(&mut self) {
        self.xml.push_str("</row>");
        self.next += 1;
    }

    /// The beginning of a cell, up to its kind.
    fn begin_cell(&mut self, place: usize, style: u32) {
        let sheet = self.sheet;
        self.xml.extend(["<c r=\"", sheet.letters.get(place).map_or("", |letters| letters)]);
        push_count(self.xml, self.next);
        self.xml.push_str("\" s=\"");
        push_count(self.xml, style);
    }

    fn text(&mut self, place: usize, text: &'a str, style: u32) {
        self.begin_cell(place, style);
        if text.is_empty() {
            return self.xml.push_str("\"/>");
        }
        self.xml.push_str("\" t=\"s\"><v>");
        push_count(self.xml, self.texts.place(text));
        self.xml.push_str("</v></c>");
    }

    /// Makes one cell of several; a single one is left as it is, which Excel insists on.
    fn merge(&mut self, from: (usize, u32), to: (usize, u32)) {
        let letters = &self.sheet.letters;
        if let (true, Some(left), Some(right)) =
            (from != to, letters.get(from.0), letters.get(to.0))
        {
            self.merged.push(format!("{left}{}:{right}{}", from.1, to.1));
        }
    }

    /// A row of one text, as wide as the table.
    fn across(&mut self, text: &'a str, style: u32, height: u32) {
        let (row, last) = (self.next, self.sheet.letters.len() - 1);
        self.begin(Some(height));
        self.text(0, text, style);
        self.end();
        self.merge((0, row), (last, row));
    }

    /// A note, as high as its lines: merged cells do not grow by themselves.
    fn note(&mut self, text: &'a str) {
        let whole = self.sheet.widths.iter().sum::<usize>().max(WIDEST);
        let lines: usize =
            text.lines().map(|line| breadth(line).div_ceil(whole).max(1)).sum::<usize>().max(1);
        // Excel takes no row higher than 409 points.
        let height = u32::try_from(lines).map_or(409, |lines| lines.saturating_mul(LINE).min(409));
        self.across(text, styles::NOTE, height);
    }

    fn headings(&mut self) {
        let columns = &self.sheet.table.columns;
        if !self.sheet.is_grouped() {
            return self.heading_row(|column| &column.label);
        }
        let (top, mut at) = (self.next, 0);
        for (group, span) in self.sheet.table.groups() {
            if group.is_empty() {
                self.merge((at, top), (at, top + 1));
            } else {
                self.merge((at, top), (at + span - 1, top));
            }
            at += span;
        }
        // A merged cell shows its first; the others stay empty.
        let mut before = "";
        self.begin(None);
        for (place, column) in columns.iter().enumerate() {
            let text = match &*column.group {
                "" => &*column.label,
                group if group == before => "",
                group => group,
            };
            before = &column.group;
            self.text(place, text, styles::HEADING);
        }
        self.end();
        self.heading_row(|column| if column.group.is_empty() { "" } else { &column.label });
    }

    fn heading_row(&mut self, text: impl Fn(&'a Column) -> &'a str) {
        self.begin(None);
        for (place, column) in self.sheet.table.columns.iter().enumerate() {
            self.text(place, text(column), styles::HEADING);
        }
        self.end();
    }

    fn cells(&mut self) {
        let Table { columns, rows, .. } = self.sheet.table;
        let decimals: Vec<Decimals> =
            columns.iter().enumerate().map(|(place, one)| decimals(one, place, rows)).collect();
        for row in rows {
            self.begin(None);
            for (place, (column, decimals)) in columns.iter().zip(&decimals).enumerate() {
                let cell = row.get(place).map_or("", |cell| cell);
                self.cell(place, column, decimals, cell);
            }
            self.end();
        }
    }

    fn cell(&mut self, place: usize, column: &Column, decimals: &Decimals, cell: &'a str) {
        let Column { content, align, .. } = *column;
        let number = match CellValue::read(content, cell) {
            CellValue::Empty => return self.text(place, "", styles::text(align)),
            CellValue::Text(text) => return self.text(place, text, styles::text(align)),
            CellValue::Day(day) => {
                self.begin_cell(place, styles::day(align));
                self.xml.push_str("\"><v>");
                push_count(self.xml, day);
                return self.xml.push_str("</v></c>");
            }
            CellValue::Number(number) => number,
        };
        let style = match number.percent {
            true => styles::percent(align, decimals.percent),
            false => styles::number(align, decimals.plain),
        };
        self.begin_cell(place, style);
        self.xml.push_str("\"><v>");
        number.push(self.xml);
        self.xml.push_str("</v></c>");
    }
}

fn decimals(column: &Column, place: usize, rows: &[Vec<String>]) -> Decimals {
    let mut most = Decimals::default();
    if column.content == Content::Number {
        for cell in rows.iter().filter_map(|row| row.get(place)) {
            if let CellValue::Number(number) = CellValue::read(column.content, cell) {
                let most = if number.percent { &mut most.percent } else { &mut most.plain };
                *most = number.decimals.max(*most);
            }
        }
    }
    most
}

fn push_merged(xml: &mut String, merged: &[String]) {
    if merged.is_empty() {
        return;
    }
    xml.push_str(&format!("<mergeCells count=\"{}\">", merged.len()));
    for cells in merged {
        xml.extend(["<mergeCell ref=\"", cells, "\"/>"]);
    }
    xml.push_str("</mergeCells>");
}

/// How broad the longest line of a text is, in figures: a Chinese character is as broad as two.
fn breadth(text: &str) -> usize {
    let broad = |line: &str| line.chars().map(|sign| if sign.is_ascii() { 1 } else { 2 }).sum();
    text.lines().map(broad).max().unwrap_or(0)
}

/// The name of a column, counting from 0: A, Z, AA.
fn letters(place: usize) -> String {
    let (mut rest, mut letters) = (place, Vec::new());
    loop {
        letters.push(char::from(b'A' + (rest % 26) as u8));
        match (rest / 26).checked_sub(1) {
            Some(more) => rest = more,
            None => return letters.iter().rev().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_excel() {
        for (place, name) in
            [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(letters(place), name);
        }
    }

    #[test]
    fn a_table_that_no_sheet_can_take_is_refused() {
        let wide = Table { columns: vec![Column::text(""); MOST_COLUMNS + 1], ..Table::default() };
        assert_eq!(SheetWriter::new(&wide).err(), Some(TooBig));
        let long = Table { rows: vec![Vec::new(); MOST_ROWS], ..Table::default() };
        assert_eq!(SheetWriter::new(&long).err(), Some(TooBig));
    }
}
