//! A table set for paper: how large its letters are, how wide its columns, with decimals under each
//! other. Names, days and numbers have the room that they need on one line.

use super::table::{Content, LYING, Table, UPRIGHT};
use super::text_lines::{breadth, line_ends, lines_of_cell, lines_of_words, words};

pub(super) const POINTS_PER_MM: f32 = 2.8346;

/// How far a document can be tightened: 0 is as it is meant.
pub(super) const TIGHTEST: usize = 3;
/// The letters of each step as a share of what is meant, and what is above, below and beside them in
/// a cell, in mm.
const STEPS: [(f32, f32, f32); TIGHTEST + 1] =
    [(1.0, 1.0, 1.2), (1.0, 0.6, 1.2), (0.92, 0.5, 1.0), (0.84, 0.4, 0.8)];
/// The same above and below where the table is meant to be dense.
const DENSE: [f32; TIGHTEST + 1] = [0.6, 0.45, 0.3, 0.2];
/// The same where it is filled in by hand: a row is 10 mm high as it is meant.
const BY_HAND: [f32; TIGHTEST + 1] = [2.3, 1.8, 1.4, 1.2];
/// Smaller letters are tried for no more than to keep names and numbers whole.
const SMALL: f32 = 8.0;
const SMALLEST: f32 = 7.0;
/// The line between rows: 0.3 mm.
const BORDER: f32 = 0.9;
/// Under a table: a line of a note, what stands above it, and the line for signatures.
const NOTE: (f32, f32) = (9.0, 12.5);
const ABOVE_NOTE: f32 = 5.7;
const SIGNATURES: f32 = 36.0;

/// A table, or the part of it that stands on a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperTable {
    /// What it says.
    pub table: Table,
    /// How wide its columns are, in mm.
    pub widths: Vec<f32>,
    /// How large its letters are, in points.
    pub letter: f32,
    /// What is above and below, and beside the text of a cell, in mm.
    pub padding: (f32, f32),
}

impl PaperTable {
    /// Sets a table, so much tightened.
    pub(super) fn set(table: &Table, tightness: usize) -> Self {
        let mut table = table.clone();
        align_decimals(&mut table);
        let meant: f32 = match (table.dense, table.landscape) {
            (true, _) => 8.5,
            (_, true) => 10.5,
            _ => 12.0,
        };
        let (share, above, beside) = STEPS[tightness.min(TIGHTEST)];
        let above = match (table.dense, table.by_hand) {
            (true, _) => DENSE[tightness.min(TIGHTEST)],
            (_, true) => BY_HAND[tightness.min(TIGHTEST)],
            _ => above,
        };
        let mut letter = (meant * share * 2.0).round() / 2.0;
        letter = letter.max(SMALL.min(meant));
        loop {
            let (widths, fits) = widths(&table, letter, beside);
            if fits || letter <= SMALLEST {
                return Self { table, widths, letter, padding: (above, beside) };
            }
            letter -= 0.5;
        }
    }

    /// The same without rows and without what stands under them.
    pub(super) fn empty(&self) -> Self {
        let table = Table {
            rows: Vec::new(),
            notes: Vec::new(),
            signatures: Vec::new(),
            ..self.table.clone()
        };
        Self { table, widths: self.widths.clone(), ..*self }
    }

    /// How high a line of its letters is.
    fn line(&self) -> f32 {
        self.letter * if self.table.dense { 1.25 } else { 1.35 }
    }

    fn around(&self) -> f32 {
        2.0 * self.padding.0 * POINTS_PER_MM + BORDER
    }

    /// How many characters a line of a cell holds.
    #[must_use]
    pub fn characters(&self, column: usize) -> f32 {
        let mm = self.widths.get(column).copied().unwrap_or_default() - 2.0 * self.padding.1;
        (mm * POINTS_PER_MM / self.letter).max(1.0)
    }

    fn lines(&self, column: usize, cell: &str) -> usize {
        match self.table.columns.get(column).map(|one| one.content) {
            Some(Content::Text) | None => lines_of_cell(cell, self.characters(column), false),
            Some(Content::Names) => lines_of_cell(cell, self.characters(column), true),
            Some(Content::Number | Content::Day | Content::Name) => 1,
        }
    }

    /// How high a row is.
    pub(super) fn row(&self, cells: &[String]) -> f32 {
        let lines = cells.iter().enumerate().map(|(at, cell)| self.lines(at, cell)).max();
        lines.unwrap_or(1) as f32 * self.line() + self.around()
    }

    /// How high its headings are.
    pub(super) fn heading(&self) -> f32 {
        let columns = self.table.columns.iter().enumerate();
        let of = columns.map(|(at, one)| lines_of_words(&one.label, self.characters(at)));
        let own = of.max().unwrap_or(1) as f32 * self.line() + self.around();
        let mut at = 0;
        let over = self.table.groups().into_iter().map(|(name, span)| {
            let mm: f32 = self.widths[at..at + span].iter().sum();
            at += span;
            let characters = (mm - 2.0 * self.padding.1) * POINTS_PER_MM / self.letter;
            lines_of_words(name, characters.max(1.0))
        });
        match over.max() {
            Some(lines) => own + lines as f32 * self.line() + self.around(),
            None => own,
        }
    }

    /// How high that is which stands under it.
    pub(super) fn foot(&self) -> f32 {
        let mm = if self.table.landscape { LYING } else { UPRIGHT };
        let notes = self.table.notes.iter().map(|note| {
            let lines = line_ends(note, 0.0, mm * POINTS_PER_MM / NOTE.0 - 0.5).len();
            lines as f32 * NOTE.1 + ABOVE_NOTE
        });
        let signatures = if self.table.signatures.is_empty() { 0.0 } else { SIGNATURES };
        notes.sum::<f32>() + signatures
    }

    /// Cuts a row that is higher than a sheet: what stands within so many points, and the rest.
    pub(super) fn cut(&self, row: &[String], height: f32) -> (Vec<String>, Vec<String>) {
        let room = (((height - self.around()) / self.line()) as usize).max(1);
        let halves = row.iter().enumerate().map(|(at, cell)| {
            let mut end = 0;
            let mut left = room;
            for line in cell.split_inclusive('\n') {
                let ends = line_ends(line, 0.0, self.characters(at));
                let Some(last) = ends.get(left.min(ends.len()).wrapping_sub(1)) else { break };
                end += last;
                if ends.len() >= left {
                    break;
                }
                left -= ends.len();
            }
            let (head, tail) = cell.split_at(end);
            (head.trim_end().to_owned(), tail.to_owned())
        });
        halves.unzip()
    }
}

/// The widths of the columns in mm, and whether what must stay whole has room in them.
fn widths(table: &Table, letter: f32, beside: f32) -> (Vec<f32>, bool) {
    let whole = if table.landscape { LYING } else { UPRIGHT };
    let mm = |characters: f32| characters * letter / POINTS_PER_MM + 2.0 * beside + 0.4;
    let needs: Vec<f32> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let heads = words(&column.label).into_iter().map(breadth);
            let cells = table.rows.iter().filter_map(|row| row.get(at));
            let longest = |cell: &String| match column.content {
                Content::Text => breadth(cell).min(3.0),
                Content::Names => {
                    let parts =
                        cell.split_inclusive(['、', '，', '；', '。', '：', ' ', '　', '\n']);
                    parts.map(|part| breadth(part).min(10.0)).fold(0.0, f32::max)
                }
                Content::Number | Content::Day | Content::Name => breadth(cell),
            };
            mm(heads.chain(cells.map(longest)).fold(1.0, f32::max))
        })
        .collect();
    let meant = table.widths();
    let mut widths: Vec<f32> =
        meant.iter().zip(&needs).map(|(meant, need)| meant.max(*need)).collect();
    let sum: f32 = widths.iter().sum();
    let needed: f32 = needs.iter().sum();
    if sum < whole {
        widths.iter_mut().for_each(|width| *width *= whole / sum);
    } else if needed <= whole {
        // Those that have more than they need give it up, each its share.
        let share = (sum - whole) / (sum - needed).max(0.01);
        for (width, need) in widths.iter_mut().zip(&needs) {
            *width -= (*width - need) * share;
        }
    } else {
        widths = needs.iter().map(|need| need * whole / needed).collect();
    }
    (widths, needed <= whole)
}

/// Gives the numbers of a column as many decimals as the one with most of them has.
fn align_decimals(table: &mut Table) {
    for (at, column) in table.columns.iter().enumerate() {
        if column.content != Content::Number || column.is_mixed {
            continue;
        }
        let cells = table.rows.iter().filter_map(|row| row.get(at));
        let most = cells.filter_map(|cell| decimals(cell)).max().unwrap_or(0);
        if most == 0 {
            continue;
        }
        for cell in table.rows.iter_mut().filter_map(|row| row.get_mut(at)) {
            let Some(own) = decimals(cell) else { continue };
            let end = cell.trim_end_matches('%').len();
            let mut more = String::from(if own == 0 { "." } else { "" });
            more.push_str(&"0".repeat(most - own));
            cell.insert_str(end, &more);
        }
    }
}

/// How many decimals a number has; `None` for what is none.
fn decimals(cell: &str) -> Option<usize> {
    let unsigned = cell.strip_prefix(['+', '-', '−']).unwrap_or(cell);
    let number = unsigned.strip_suffix('%').unwrap_or(unsigned);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match number.split_once('.') {
        Some((whole, part)) => (digits(whole) && digits(part)).then_some(part.len()),
        None => digits(number).then_some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::{Column, Width};
    use super::*;

    #[test]
    fn the_decimals_of_a_column_stand_under_each_other() {
        let column = |cells: &[&str]| {
            let mut table = Table {
                columns: vec![Column::number("分", 12)],
                rows: cells.iter().map(|cell| vec![(*cell).to_owned()]).collect(),
                ..Table::default()
            };
            align_decimals(&mut table);
            table.rows.concat()
        };
        assert_eq!(column(&["8", "7.5", "—", "-3", ""]), ["8.0", "7.5", "—", "-3.0", ""]);
        assert_eq!(column(&["8", "10"]), ["8", "10"]);
        assert_eq!(column(&["1.05", "1", "0.9"]), ["1.05", "1.00", "0.90"]);
        assert_eq!(column(&["50%", "62.5%"]), ["50.0%", "62.5%"]);
    }

    #[test]
    fn names_and_numbers_have_the_room_they_need() {
        let name = Column { width: Width::Mm(18), ..Column::text("姓名") };
        let mut columns = vec![name.of(Content::Name)];
        columns.extend((1..=20).map(|item| Column::number(format!("A{item}"), 9)));
        columns.push(Column::text("备注"));
        let mut row = vec!["阿卜杜热合曼·图尔荪".to_owned()];
        row.extend((0..20).map(|_| "-10.5".to_owned()));
        row.push("按 2 个月平均".to_owned());
        let table = Table { columns, rows: vec![row.clone()], landscape: true, ..Table::default() };
        let set = PaperTable::set(&table, 0);
        assert!((set.widths.iter().sum::<f32>() - LYING).abs() < 0.1);
        assert!(set.letter >= SMALLEST && set.letter < 10.5, "{}", set.letter);
        for (at, cell) in row.iter().enumerate().take(21) {
            assert!(breadth(cell) <= set.characters(at), "{cell}");
        }
    }
}
