//! Workbooks as XML of 2003 (SpreadsheetML), as Excel and systems that imitate it write them.

use std::borrow::Cow;

use calamine::NumberFormat;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::cell_text::workbook_cell;
use super::super::doubts::Doubt;
use super::super::grid::{GridCell, MAX_COLUMNS, MAX_ROWS, NamedGrid};
use super::super::hidden::Hidden;
use super::super::number_format::Shown;
use super::super::spreadsheet::SpreadsheetProblem;
use super::{MAX_CELLS, MarkupSheet};
use crate::typed_text::PartialDate;

/// What is known of the cell that is being read.
#[derive(Default)]
struct OpenCell {
    kind: String,
    style: String,
    text: String,
    /// Whether its text is being read, and not a note to it.
    is_data: bool,
}

/// The visible sheets of a workbook that hold anything. What stands before damage holds.
pub(super) fn read(xml: &str) -> Result<Vec<NamedGrid>, SpreadsheetProblem> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut workbook = Workbook { left: MAX_CELLS, ..Workbook::default() };
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) => workbook.begin(&element),
            Event::End(element) => workbook.end(element.local_name().as_ref())?,
            Event::Text(text) => workbook.text(&text),
            Event::CData(text) => workbook.text(&text),
            Event::GeneralRef(reference) => workbook.text(&unescaped(&reference)),
            Event::Eof => break,
            _ => {}
        }
    }
    workbook.end_sheet();
    Ok(workbook.found)
}

fn unescaped(reference: &str) -> String {
    let written = format!("&{reference};");
    quick_xml::escape::unescape(&written).map_or_else(|_| written.clone(), Cow::into_owned)
}

#[derive(Default)]
struct Workbook {
    found: Vec<NamedGrid>,
    left: usize,
    styles: Vec<(String, Shown)>,
    style: String,
    sheet: Option<MarkupSheet>,
    hidden: Hidden,
    is_hidden: bool,
    row: usize,
    column: usize,
    next_column: usize,
    cell: Option<OpenCell>,
    in_note: bool,
    in_visible: bool,
}

impl Workbook {
    fn begin(&mut self, element: &BytesStart<'_>) {
        let number = |name| attribute(element, name).and_then(|n| n.trim().parse::<usize>().ok());
        let is_on = |name| matches!(attribute(element, name).as_deref(), Some("1" | "true"));
        match element.local_name().as_ref() {
            "Style" => self.style = attribute(element, "ID").unwrap_or_default(),
            "NumberFormat" => {
                let mut format = NumberFormat::default();
                format.format_code = attribute(element, "Format").unwrap_or_default();
                self.styles.push((self.style.clone(), Shown::of(&format)));
            }
            "Worksheet" => {
                self.end_sheet();
                let name = attribute(element, "Name").unwrap_or_default();
                self.sheet = Some(MarkupSheet { name, ..MarkupSheet::default() });
            }
            "Visible" => self.in_visible = true,
            "Column" => {
                let first = number("Index").map_or(self.next_column, |at| at.saturating_sub(1));
                let last = first.saturating_add(number("Span").unwrap_or(0));
                if is_on("Hidden") && first < MAX_COLUMNS {
                    self.hidden.columns.extend(first..=last.min(MAX_COLUMNS));
                }
                self.next_column = last.saturating_add(1);
            }
            "Row" => {
                self.row = number("Index").map_or(self.row, |at| at.saturating_sub(1));
                self.column = 0;
                if is_on("Hidden") && self.row < MAX_ROWS {
                    self.hidden.rows.push(self.row);
                }
            }
            "Cell" => {
                self.column = number("Index").map_or(self.column, |at| at.saturating_sub(1));
                let (down, across) = (number("MergeDown"), number("MergeAcross"));
                let (down, across) = (down.unwrap_or(0), across.unwrap_or(0));
                if let Some(sheet) = &mut self.sheet {
                    sheet.merge((self.row, self.column), down, across.min(MAX_COLUMNS));
                }
                let style = attribute(element, "StyleID").unwrap_or_default();
                self.cell = Some(OpenCell { style, ..OpenCell::default() });
                self.next_column = self.column.saturating_add(across).saturating_add(1);
            }
            "Comment" => self.in_note = true,
            "Data" if !self.in_note => {
                if let Some(cell) = &mut self.cell {
                    cell.kind = attribute(element, "Type").unwrap_or_default();
                    cell.is_data = true;
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_visible {
            self.is_hidden |= text.contains("Hidden");
        }
        if let Some(cell) = self.cell.as_mut().filter(|cell| cell.is_data) {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), SpreadsheetProblem> {
        match name {
            "Data" => self.cell.iter_mut().for_each(|cell| cell.is_data = false),
            "Comment" => self.in_note = false,
            "Visible" => self.in_visible = false,
            "Cell" => {
                if let (Some(cell), Some(sheet)) = (self.cell.take(), &mut self.sheet) {
                    let shown = self.styles.iter().find(|(style, _)| *style == cell.style);
                    let value = value_of(&cell, shown.map(|(_, shown)| shown));
                    sheet.put((self.row, self.column), value, &mut self.left)?;
                    self.column = self.next_column;
                }
            }
            "Row" => self.row = self.row.saturating_add(1),
            "Worksheet" => self.end_sheet(),
            _ => {}
        }
        Ok(())
    }

    fn end_sheet(&mut self) {
        let hidden = std::mem::take(&mut self.hidden);
        if let Some(sheet) = self.sheet.take().filter(|_| !self.is_hidden) {
            self.found.extend(sheet.finish().map(|mut named| {
                named.grid = named.grid.with_hidden(hidden);
                named
            }));
        }
        (self.row, self.column, self.next_column, self.is_hidden) = (0, 0, 0, false);
    }
}

/// The value of a cell by its kind, as its style shows it.
fn value_of(cell: &OpenCell, shown: Option<&Shown>) -> (GridCell, Option<Doubt>) {
    let text = cell.text.trim();
    match cell.kind.as_str() {
        "Number" => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => {
                let filled = shown.and_then(|shown| shown.text(number));
                (filled.map_or(GridCell::Number(number), GridCell::Text), None)
            }
            _ => workbook_cell(text),
        },
        "DateTime" => {
            let day = text.split('T').next().unwrap_or_default();
            let date = day.parse::<PartialDate>().ok();
            let month_only = shown == Some(&Shown::Month);
            let date = date.map(|date| if month_only { date.to_the_month() } else { date });
            (date.map_or_else(|| GridCell::Text(text.to_owned()), GridCell::Date), None)
        }
        "Boolean" => {
            let word = if text == "1" { "TRUE" } else { "FALSE" };
            (GridCell::Text(word.to_owned()), None)
        }
        "Error" => (GridCell::Empty, Some(Doubt::FormulaError(text.to_owned()))),
        _ => workbook_cell(&cell.text),
    }
}

/// The value of an attribute, whatever its namespace prefix.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = quick_xml::escape::unescape(&found.value);
    Some(value.map_or_else(|_| found.value.to_string(), Cow::into_owned))
}
