//! Tables in markup under the name of a workbook, as many systems export them: pages of HTML, such
//! pages in one file (MHTML), and workbooks as XML of 2003 (SpreadsheetML).

mod html;
mod mime;
mod spreadsheet_ml;

use super::decode::decode;
use super::doubts::{Doubt, DoubtfulCell};
use super::grid::{Grid, GridCell, MAX_COLUMNS, MAX_ROWS, Merge, NamedGrid};
use super::spreadsheet::SpreadsheetProblem;
use super::spreadsheet_reply::{MAX_BYTES, Markup, markup_of};

/// The most cells that are read from all tables together.
const MAX_CELLS: usize = 2_000_000;
/// So many first bytes tell the markup language.
const HEAD: usize = 4096;

/// The tables of a file in markup that hold anything, in their order; `None` where the file is no
/// markup. `decode_gb18030` is as for [`decode`].
///
/// # Errors
/// There is no table in it, or one beyond the limits.
pub fn read(
    bytes: &[u8],
    decode_gb18030: impl Fn(&[u8]) -> Option<String>,
) -> Option<Result<Vec<NamedGrid>, SpreadsheetProblem>> {
    let markup = markup_of(bytes.get(..bytes.len().min(HEAD)).unwrap_or_default())?;
    if bytes.len() > MAX_BYTES {
        let megabytes = bytes.len().div_ceil(1024 * 1024);
        return Some(Err(SpreadsheetProblem::TooLarge { megabytes }));
    }
    let tables = match markup {
        Markup::Xml => decode(bytes, &decode_gb18030)
            .map_err(|_| SpreadsheetProblem::Xml)
            .and_then(|text| match spreadsheet_ml::read(&text)? {
                // A page may begin as XML does.
                none if none.is_empty() => html::read(&text, &mut { MAX_CELLS }),
                sheets => Ok(sheets),
            }),
        Markup::WebPage => {
            let mut left = MAX_CELLS;
            let mut found = Ok(Vec::new());
            for page in mime::pages(bytes) {
                let text = decode(&page, &decode_gb18030).unwrap_or_default();
                found = found.and_then(|mut all: Vec<NamedGrid>| {
                    all.extend(html::read(&text, &mut left)?);
                    Ok(all)
                });
            }
            found
        }
    };
    let otherwise = match markup {
        Markup::Xml => SpreadsheetProblem::Xml,
        Markup::WebPage => SpreadsheetProblem::Html,
    };
    Some(tables.and_then(|tables| if tables.is_empty() { Err(otherwise) } else { Ok(tables) }))
}

/// A table that is being read cell by cell.
#[derive(Default)]
struct MarkupSheet {
    name: String,
    rows: Vec<Vec<GridCell>>,
    doubts: Vec<DoubtfulCell>,
    merges: Vec<Merge>,
}

impl MarkupSheet {
    /// Puts a cell in its place; `left` counts the cells that may still come.
    fn put(
        &mut self,
        (row, column): (usize, usize),
        (cell, doubt): (GridCell, Option<Doubt>),
        left: &mut usize,
    ) -> Result<(), SpreadsheetProblem> {
        if cell.is_blank() && doubt.is_none() {
            return Ok(());
        }
        if row >= MAX_ROWS {
            return Err(SpreadsheetProblem::TooManyRows { sheet: self.name.clone() });
        }
        if column >= MAX_COLUMNS {
            let sheet = self.name.clone();
            return Err(SpreadsheetProblem::TooManyColumns { sheet, row: row + 1 });
        }
        *left = left.checked_sub(1).ok_or(SpreadsheetProblem::TooMuch)?;
        self.doubts.extend(doubt.map(|doubt| DoubtfulCell { row, column, doubt }));
        if self.rows.len() <= row {
            self.rows.resize(row + 1, Vec::new());
        }
        if let Some(cells) = self.rows.get_mut(row) {
            if cells.len() <= column {
                cells.resize(column + 1, GridCell::Empty);
            }
            if let Some(place) = cells.get_mut(column) {
                *place = cell;
            }
        }
        Ok(())
    }

    /// Notes that cells are shown as one, if they are several.
    fn merge(&mut self, (top, left): (usize, usize), down: usize, across: usize) {
        if down + across > 0 && self.merges.len() < MAX_ROWS {
            let (bottom, right) = (top.saturating_add(down), left.saturating_add(across));
            self.merges.push(Merge { top, left, bottom, right });
        }
    }

    /// The table, if it holds anything.
    fn finish(self) -> Option<NamedGrid> {
        let grid = Grid::new(self.rows);
        if grid.is_empty() {
            return None;
        }
        let grid = grid.with_merges(self.merges).with_doubts(self.doubts);
        Some(NamedGrid { name: self.name, grid })
    }
}

#[cfg(test)]
mod tests;
