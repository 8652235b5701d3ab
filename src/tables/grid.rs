//! A table as it stands in a file: rows of cells, before anybody knows what they mean.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::doubts::{Doubt, DoubtfulCell};
use super::hidden::{ConcealedCell, Hidden};
use super::text;
use crate::typed_text::PartialDate;

/// The most rows that are read from one table.
pub const MAX_ROWS: usize = 20_000;
/// The most columns that are read from one table.
pub const MAX_COLUMNS: usize = 200;

/// What one cell holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "WireCell", into = "WireCell")]
pub enum GridCell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, as typed.
    Text(String),
    /// A number as the spreadsheet keeps it: the only place where the app holds a float.
    Number(f64),
    /// A number that the spreadsheet shows as a date.
    Date(PartialDate),
}

/// How a cell is written in JSON: null, a string, a number, or `[year, month, day or 0]`.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum WireCell {
    Empty(()),
    Text(String),
    Number(f64),
    Date([u16; 3]),
}

impl From<GridCell> for WireCell {
    fn from(cell: GridCell) -> Self {
        match cell {
            GridCell::Empty => Self::Empty(()),
            GridCell::Text(text) => Self::Text(text),
            GridCell::Number(number) => Self::Number(number),
            GridCell::Date(date) => {
                Self::Date([date.year(), date.month().into(), date.day().unwrap_or(0).into()])
            }
        }
    }
}

impl From<WireCell> for GridCell {
    fn from(wire: WireCell) -> Self {
        match wire {
            WireCell::Empty(()) => Self::Empty,
            WireCell::Text(text) => Self::Text(text),
            WireCell::Number(number) => Self::Number(number),
            WireCell::Date([year, month, day]) => {
                let day = (day != 0).then_some(day.into());
                PartialDate::new(year.into(), month.into(), day).map_or(Self::Empty, Self::Date)
            }
        }
    }
}

impl GridCell {
    /// Whether the cell holds nothing that can be seen.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text::trimmed(text).is_empty(),
            Self::Number(_) | Self::Date(_) => false,
        }
    }

    /// The cell as text: whole numbers without a fraction or exponent, dates as `1990-05-03`,
    /// text without white space at its ends.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text::trimmed(text)),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Date(date) => Cow::Owned(date.to_string()),
        }
    }
}

/// Where a cell stands, counted from 0; shown as users know it (`C5`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The row, from 0.
    pub row: usize,
    /// The column, from 0.
    pub column: usize,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), self.row + 1)
    }
}

/// The letters of a column counted from 0: A, B … Z, AA …
#[must_use]
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// Cells that a spreadsheet shows as one; rows and columns from 0, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// The first row.
    pub top: usize,
    /// The first column, whose top cell holds the value.
    pub left: usize,
    /// The last row.
    pub bottom: usize,
    /// The last column.
    pub right: usize,
}

/// A table. Row `n` of the grid is row `n + 1` of the file, blank rows included.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    pub(super) rows: Vec<Vec<GridCell>>,
    merges: Vec<Merge>,
    /// Whether day numbers count from 1904 (workbooks from old Macs) and not from 1900.
    pub epoch_1904: bool,
    /// In the order of rows, then columns.
    #[serde(default)]
    doubts: Vec<DoubtfulCell>,
    #[serde(default)]
    pub(super) hidden: Hidden,
    #[serde(default)]
    pub(super) concealed: Vec<ConcealedCell>,
}

/// A table with the name of its sheet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NamedGrid {
    /// The sheet's name.
    pub name: String,
    /// Its cells.
    pub grid: Grid,
}

impl Grid {
    /// A table of these rows. Blank cells at the ends of rows and blank rows at the end go; rows
    /// and columns beyond [`MAX_ROWS`] and [`MAX_COLUMNS`] are the reader's to refuse.
    #[must_use]
    pub fn new(mut rows: Vec<Vec<GridCell>>) -> Self {
        for row in &mut rows {
            let used = row.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
            row.truncate(used);
        }
        let used = rows.iter().rposition(|row| !row.is_empty()).map_or(0, |last| last + 1);
        rows.truncate(used);
        Self { rows, ..Self::default() }
    }

    /// The same table with the cells that are doubtful.
    #[must_use]
    pub fn with_doubts(mut self, mut doubts: Vec<DoubtfulCell>) -> Self {
        doubts.sort_by_key(|cell| (cell.row, cell.column));
        self.doubts = doubts;
        self
    }

    /// The doubtful cells, row by row.
    #[must_use]
    pub fn doubts(&self) -> &[DoubtfulCell] {
        &self.doubts
    }

    /// What is doubtful about the cell at a place.
    #[must_use]
    pub fn doubt(&self, row: usize, column: usize) -> Option<&Doubt> {
        let at = self.doubts.binary_search_by_key(&(row, column), |cell| (cell.row, cell.column));
        at.ok().and_then(|at| self.doubts.get(at)).map(|cell| &cell.doubt)
    }

    /// The same table with its merged cells: a value merged over several rows holds for each of
    /// them that has anything else in it (a 支部 that stands once beside all its members).
    /// Across columns nothing is filled, or one value would land in two fields.
    #[must_use]
    pub fn with_merges(mut self, merges: Vec<Merge>) -> Self {
        for merge in &merges {
            let value = self.cell(merge.top, merge.left).clone();
            if value.is_blank() {
                continue;
            }
            for row in self.rows.iter_mut().take(merge.bottom + 1).skip(merge.top + 1) {
                if row.is_empty() {
                    continue;
                }
                if row.len() <= merge.left {
                    row.resize(merge.left + 1, GridCell::Empty);
                }
                if let Some(cell) = row.get_mut(merge.left).filter(|cell| cell.is_blank()) {
                    *cell = value.clone();
                }
            }
        }
        self.merges = merges;
        self
    }

    /// Fills the blank cells of a column, from `first_row` on, with the value above, in rows that
    /// hold anything. For pasted cells, which no longer say that they were merged; the user asks
    /// for it.
    pub fn fill_down(&mut self, column: usize, first_row: usize) {
        let mut above = GridCell::Empty;
        for row in self.rows.iter_mut().skip(first_row).filter(|row| !row.is_empty()) {
            if row.len() <= column {
                row.resize(column + 1, GridCell::Empty);
            }
            match row.get_mut(column) {
                Some(cell) if cell.is_blank() => *cell = above.clone(),
                Some(cell) => above = cell.clone(),
                None => {}
            }
        }
    }

    /// Says what a cell holds, in a row that there is; nothing about it is doubtful any more.
    pub(super) fn set_text(&mut self, at: Address, text: &str) {
        let Some(row) = self.rows.get_mut(at.row) else { return };
        if row.len() <= at.column {
            row.resize(at.column + 1, GridCell::Empty);
        }
        if let Some(cell) = row.get_mut(at.column) {
            *cell = GridCell::Text(text.to_owned());
        }
        self.doubts.retain(|doubt| (doubt.row, doubt.column) != (at.row, at.column));
    }

    /// The rows, top to bottom; each as long as its last cell that holds something.
    #[must_use]
    pub fn rows(&self) -> &[Vec<GridCell>] {
        &self.rows
    }

    /// Whether no cell holds anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many columns the widest row has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The cell at a place; [`GridCell::Empty`] beyond the table.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &GridCell {
        self.rows.get(row).and_then(|row| row.get(column)).unwrap_or(&GridCell::Empty)
    }

    /// The text at a place as the reader of the sheet sees it: inside merged cells that of
    /// their first cell. For headings, which are merged across columns too.
    #[must_use]
    pub fn seen_text(&self, row: usize, column: usize) -> Cow<'_, str> {
        let own = self.cell(row, column);
        if !own.is_blank() {
            return own.text();
        }
        self.merges
            .iter()
            .find(|m| (m.top..=m.bottom).contains(&row) && (m.left..=m.right).contains(&column))
            .map_or(Cow::Borrowed(""), |m| self.cell(m.top, m.left).text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> GridCell {
        GridCell::Text(value.to_owned())
    }

    #[test]
    fn addresses_are_written_as_in_excel() {
        let shown = |row, column| Address { row, column }.to_string();
        assert_eq!(shown(4, 2), "C5");
        assert_eq!(shown(0, 25), "Z1");
        assert_eq!(shown(0, 26), "AA1");
        assert_eq!(shown(9, 701), "ZZ10");
        assert_eq!(shown(9, 702), "AAA10");
    }

    #[test]
    fn a_value_merged_down_holds_for_each_row_that_has_anything_in_it() {
        let grid = Grid::new(vec![
            vec![text("第一支部"), text("张三")],
            vec![GridCell::Empty, text("李四")],
            vec![],
            vec![GridCell::Empty, text("王五")],
        ])
        .with_merges(vec![Merge { top: 0, left: 0, bottom: 2, right: 0 }]);
        assert_eq!(grid.cell(1, 0), &text("第一支部"));
        assert!(grid.cell(2, 0).is_blank());
        assert!(grid.cell(3, 0).is_blank());
    }

    #[test]
    fn a_value_merged_across_is_seen_in_headings_but_fills_no_field() {
        let grid =
            Grid::new(vec![vec![text("入党"), GridCell::Empty], vec![text("时间"), text("地点")]])
                .with_merges(vec![Merge { top: 0, left: 0, bottom: 0, right: 1 }]);
        assert!(grid.cell(0, 1).is_blank());
        assert_eq!(grid.seen_text(0, 1), "入党");
    }

    #[test]
    fn numbers_are_shown_without_exponent_or_idle_fraction() {
        assert_eq!(GridCell::Number(1.38e10).text(), "13800000000");
        assert_eq!(GridCell::Number(86.5).text(), "86.5");
    }

    #[test]
    fn a_grid_survives_the_way_through_json() {
        let date = PartialDate::new(1990, 5, None).unwrap();
        let grid = Grid::new(vec![vec![
            text("a"),
            GridCell::Empty,
            GridCell::Number(1.5),
            GridCell::Date(date),
        ]]);
        let json = serde_json::to_string(&grid).unwrap();
        assert_eq!(serde_json::from_str::<Grid>(&json).unwrap(), grid);
    }
}
