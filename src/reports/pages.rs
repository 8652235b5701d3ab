//! A document laid out on sheets of A4, each with its number.
//!
//! Browsers differ in whether they can number pages (Safari cannot), so the sheets are made here. The
//! official style makes that possible: 22 lines of 28 characters, all of one width (domain.md §3.3),
//! and rows of tables that do not break. What is reckoned is a little more than what is needed.

use super::document::{Block, Document};
use super::figure::{Figure, WIDTH};
use super::table::Table;

/// A sheet of paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetOfPaper {
    /// Its number, from 1.
    pub number: usize,
    /// Whether it lies on its long side.
    pub landscape: bool,
    /// Whether the document's title stands on it.
    pub titled: bool,
    /// What stands on it.
    pub blocks: Vec<Block>,
}

/// Lengths are in points.
const LINE: f32 = 28.0;
const UPRIGHT: f32 = 22.0 * LINE;
const LYING: f32 = 470.0;
/// Characters in a line: 28, less what signs that may not begin a line push over.
const CHARACTERS: f32 = 27.0;
const TITLE_LINE: f32 = 32.0;
const TITLE_CHARACTERS: f32 = 19.0;
/// Under the title.
const GAP: f32 = 20.0;
const POINTS_PER_MM: f32 = 2.8346;
/// How wide a figure stands on paper, in millimetres: its letters are then about those of a table.
const FIGURE_WIDTH: f32 = 120.0;
/// How high at most: a sheet less its title and the room around.
const FIGURE_MOST: f32 = 190.0;

/// Lays a document out.
pub fn paginate(document: &Document) -> Vec<SheetOfPaper> {
    let mut layout = Layout { sheets: Vec::new(), left: 0.0 };
    layout.begin(false);
    let title = TITLE_LINE * lines_of(&document.title, TITLE_CHARACTERS) as f32;
    layout.left -= title + GAP + if document.number.is_empty() { 0.0 } else { LINE };
    for (place, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Text(text) => layout.text(text, false),
            Block::Rest(text) => layout.text(text, true),
            Block::Table(table) => layout.table(table),
            Block::Figure(figure) => {
                layout.turn(false);
                // With its title under it, and the room around both.
                let height = figure_size(figure).1 * POINTS_PER_MM + 2.0 * LINE;
                layout.put(block.clone(), height, height);
            }
            Block::Heading(_) | Block::Caption(_) => {
                let landscape = lies(&document.blocks[place + 1..]);
                layout.turn(landscape);
                // Not without what it stands over.
                layout.put(block.clone(), LINE, 3.0 * LINE);
            }
            Block::To(_) => layout.put(block.clone(), LINE, LINE),
            Block::Signature(lines) => {
                layout.turn(false);
                let height = (lines.len() as f32 + 2.0) * LINE;
                layout.put(block.clone(), height, height);
            }
        }
    }
    for (sheet, number) in layout.sheets.iter_mut().zip(1..) {
        sheet.number = number;
        sheet.titled = number == 1;
    }
    layout.sheets
}

/// How wide and how high a figure stands on paper, in millimetres: smaller than others where it would
/// be higher than a sheet.
pub fn figure_size(figure: &Figure) -> (f32, f32) {
    let whole = FIGURE_WIDTH * figure.height as f32 / WIDTH as f32;
    let height = whole.min(FIGURE_MOST);
    let width = if whole > height { FIGURE_WIDTH * height / whole } else { FIGURE_WIDTH };
    (width, height)
}

/// Whether what comes next is a table on paper laid across.
fn lies(blocks: &[Block]) -> bool {
    matches!(blocks.first(), Some(Block::Table(table)) if table.landscape)
}

struct Layout {
    sheets: Vec<SheetOfPaper>,
    /// What is left of the last sheet.
    left: f32,
}

impl Layout {
    fn begin(&mut self, landscape: bool) {
        let blocks = Vec::new();
        self.sheets.push(SheetOfPaper { number: 0, landscape, titled: false, blocks });
        self.left = if landscape { LYING } else { UPRIGHT };
    }

    fn lies(&self) -> bool {
        self.sheets.last().is_some_and(|sheet| sheet.landscape)
    }

    /// Goes on to a sheet that lies so, where the last one does not.
    fn turn(&mut self, landscape: bool) {
        if self.lies() != landscape {
            self.begin(landscape);
        }
    }

    /// Puts a block down, on a new sheet where less than `needed` is left.
    fn put(&mut self, block: Block, height: f32, needed: f32) {
        if self.left < needed {
            self.begin(self.lies());
        }
        self.left -= height;
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.blocks.push(block);
        }
    }

    /// Puts a paragraph down, which may go on on the next sheet.
    fn text(&mut self, text: &str, is_rest: bool) {
        self.turn(false);
        let (mut rest, mut is_rest) = (text, is_rest);
        loop {
            let indent = if is_rest { 0.0 } else { 2.0 };
            let lines = ((breadth(rest) + indent) / CHARACTERS).ceil().max(1.0) as usize;
            let room = (self.left / LINE) as usize;
            let block = |text: &str, is_rest: bool| match is_rest {
                true => Block::Rest(text.to_owned()),
                false => Block::Text(text.to_owned()),
            };
            if lines <= room {
                return self.put(block(rest, is_rest), lines as f32 * LINE, 0.0);
            }
            if room < 2 {
                self.begin(false);
                continue;
            }
            let (head, tail) = cut(rest, room as f32 * CHARACTERS - indent);
            self.put(block(head, is_rest), room as f32 * LINE, 0.0);
            self.begin(false);
            (rest, is_rest) = (tail, true);
        }
    }

    /// Puts a table down, on as many sheets as it takes, each under the table's heading.
    fn table(&mut self, table: &Table) {
        self.turn(table.landscape);
        let heading = heading_height(table);
        let notes = table.notes.len() as f32 * LINE;
        let mut piece = Table { rows: Vec::new(), notes: Vec::new(), ..table.clone() };
        let mut height = heading;
        for (place, row) in table.rows.iter().enumerate() {
            let is_last = place + 1 == table.rows.len();
            let of_row = row_height(table, row);
            let needed = of_row + if is_last { notes } else { 0.0 };
            if height + needed > self.left {
                let filled = Table { rows: Vec::new(), notes: Vec::new(), ..table.clone() };
                let filled = std::mem::replace(&mut piece, filled);
                if !filled.rows.is_empty() {
                    self.put(Block::Table(filled), height, 0.0);
                }
                self.begin(table.landscape);
                height = heading;
            }
            height += of_row;
            piece.rows.push(row.clone());
        }
        piece.notes.clone_from(&table.notes);
        self.put(Block::Table(piece), height + notes, 0.0);
    }
}

/// How broad a text is, in characters of full width.
fn breadth(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.55 } else { 1.0 }).sum()
}

/// How many lines a text takes.
fn lines_of(text: &str, characters: f32) -> usize {
    (breadth(text) / characters).ceil().max(1.0) as usize
}

/// Cuts a text after so much breadth, before any sign that may not begin a line.
fn cut(text: &str, breadth_of_head: f32) -> (&str, &str) {
    let mut sum = 0.0;
    let mut at = text.len();
    for (place, c) in text.char_indices() {
        sum += if c.is_ascii() { 0.55 } else { 1.0 };
        if sum > breadth_of_head && !"，。；：、）”》".contains(c) {
            at = place;
            break;
        }
    }
    text.split_at(at)
}

/// The size of a table's letters.
fn letter(table: &Table) -> f32 {
    match (table.dense, table.landscape) {
        (true, _) => 8.5,
        (_, true) => 10.5,
        _ => 12.0,
    }
}

fn row_height(table: &Table, cells: &[String]) -> f32 {
    let letter = letter(table);
    let widths = table.widths();
    let lines = widths.iter().zip(cells).map(|(mm, cell)| {
        let characters = ((mm - 2.4) * POINTS_PER_MM / letter).floor().max(1.0);
        lines_of(cell, characters)
    });
    let lines = lines.max().unwrap_or(1);
    // Two millimetres of padding, and the line between.
    lines as f32 * letter * 1.35 + 6.6
}

fn heading_height(table: &Table) -> f32 {
    let labels: Vec<String> = table.columns.iter().map(|column| column.label.clone()).collect();
    let groups = if table.groups().is_empty() { 0.0 } else { letter(table) * 1.35 + 6.6 };
    row_height(table, &labels) + groups
}

#[cfg(test)]
mod tests {
    use super::super::table::Column;
    use super::*;

    fn rows_on(sheets: &[SheetOfPaper]) -> Vec<Vec<String>> {
        let tables =
            sheets.iter().flat_map(|sheet| &sheet.blocks).filter_map(|block| match block {
                Block::Table(table) => Some(table.rows.clone()),
                _ => None,
            });
        tables.flatten().collect()
    }

    fn texts_on(sheets: &[SheetOfPaper]) -> String {
        let texts = sheets.iter().flat_map(|sheet| &sheet.blocks).filter_map(|block| match block {
            Block::Text(text) | Block::Rest(text) => Some(&**text),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn every_row_and_every_character_stands_on_one_sheet_in_its_order() {
        for count in [0, 1, 20, 21, 22, 23, 80, 500] {
            let text = "整改要求，逐条落实。".repeat(count);
            let table = Table {
                columns: vec![Column::text("姓名"), Column::number("季均", 20)],
                rows: (0..count).map(|row| vec![format!("党员{row}"), "72".into()]).collect(),
                notes: vec!["注".into()],
                ..Table::default()
            };
            let wide = Table { landscape: true, ..table.clone() };
            let document = Document {
                title: "通报".into(),
                number: String::new(),
                blocks: vec![
                    Block::Heading("一、".into()),
                    Block::Text(text.clone()),
                    Block::Table(table.clone()),
                    Block::Caption("一览表".into()),
                    Block::Table(wide),
                    Block::Signature(vec!["党委".into()]),
                ],
            };
            let sheets = paginate(&document);
            assert_eq!(rows_on(&sheets), [table.rows.clone(), table.rows.clone()].concat());
            assert_eq!(texts_on(&sheets), text);
            let numbers: Vec<usize> = sheets.iter().map(|sheet| sheet.number).collect();
            assert_eq!(numbers, (1..=sheets.len()).collect::<Vec<_>>());
            assert!(sheets.iter().skip(1).all(|sheet| !sheet.blocks.is_empty()), "{count}");
        }
    }

    #[test]
    fn no_sheet_holds_more_rows_than_fit() {
        let table = Table {
            columns: vec![Column::text("姓名")],
            rows: vec![vec!["党员".into()]; 200],
            ..Table::default()
        };
        let document = Document { blocks: vec![Block::Table(table)], ..Document::default() };
        for sheet in paginate(&document) {
            let rows: usize = sheet
                .blocks
                .iter()
                .map(|block| if let Block::Table(table) = block { table.rows.len() + 1 } else { 0 })
                .sum();
            // 225 mm of rows that are 8 mm high.
            assert!(rows <= 28, "{rows}");
        }
    }

    #[test]
    fn a_figure_stands_whole_on_one_sheet_with_room_for_its_title() {
        for (branches, lines) in [(5, 0), (5, 12), (5, 21), (60, 3)] {
            let figure = Figure { height: branches * 38, ..Figure::default() };
            let (width, height) = figure_size(&figure);
            let shape = WIDTH as f32 / figure.height as f32;
            assert!((width / height - shape).abs() < 0.001 && width <= FIGURE_WIDTH);
            assert!(height * POINTS_PER_MM + 2.0 * LINE <= UPRIGHT, "{branches}");
            let mut blocks = vec![Block::Text("字".into()); lines];
            blocks.extend([Block::Figure(figure.clone()), Block::Text("后文".into())]);
            let sheets = paginate(&Document { blocks, ..Document::default() });
            let of = |sheet: &SheetOfPaper| {
                let height = |block: &Block| match block {
                    Block::Figure(_) => height * POINTS_PER_MM + 2.0 * LINE,
                    _ => LINE,
                };
                sheet.blocks.iter().map(height).sum::<f32>()
            };
            assert!(sheets.iter().all(|sheet| of(sheet) <= UPRIGHT), "{branches} {lines}");
            let all = sheets.iter().flat_map(|sheet| &sheet.blocks);
            assert_eq!(all.filter(|one| **one == Block::Figure(figure.clone())).count(), 1);
        }
    }

    #[test]
    fn a_heading_stands_on_the_sheet_of_what_it_stands_over() {
        for lines in 1..60 {
            let mut blocks = vec![Block::Text("字".into()); lines];
            blocks.extend([Block::Heading("二、".into()), Block::Text("要求".into())]);
            let sheets = paginate(&Document { blocks, ..Document::default() });
            for sheet in sheets {
                assert!(!matches!(sheet.blocks.last(), Some(Block::Heading(_))), "{lines}");
            }
        }
    }
}
