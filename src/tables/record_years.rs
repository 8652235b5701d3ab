//! The year of months and quarters that a table writes without one.

use std::ops::Range;

use super::grid::{Grid, GridCell};
use super::text;
use super::totals::{month_in, year_in};

/// A title speaks of a year no farther off than so many.
const TITLE_WITHIN: u16 = 2;

/// Something else than a year in the column of years.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}认不出是年份，请写成 2026")]
pub struct NoYear(String);

/// The year of months and quarters without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssumedYear {
    /// The year.
    pub year: u16,
    /// Whether the user or the row says so. Else a month that is still to come is asked about.
    pub is_certain: bool,
}

impl AssumedYear {
    /// The year in which the user is at work.
    #[must_use]
    pub const fn usual(year: u16) -> Self {
        Self { year, is_certain: false }
    }

    /// A year that is beyond doubt.
    #[must_use]
    pub const fn certain(year: u16) -> Self {
        Self { year, is_certain: true }
    }

    /// The year in the title above the headings, where the user has chosen none. One
    /// that is far off is that of something else (2019年修订), and even one nearby may be that in
    /// which the table was filled in: a month that would be to come is asked about all the same.
    #[must_use]
    pub fn in_title(self, grid: &Grid, heading_rows: &Range<usize>) -> Self {
        if self.is_certain {
            return self;
        }
        let above = grid.rows().iter().take(heading_rows.start).flatten();
        let year = above
            .filter_map(|cell| year_in(&cell.text()))
            .find(|year| year.abs_diff(self.year) <= TITLE_WITHIN);
        year.map_or(self, Self::usual)
    }

    /// The year that a row says in a column of its own.
    ///
    /// # Errors
    /// The cell holds something that is no year.
    pub(super) fn in_cell(self, cell: &GridCell) -> Result<Self, NoYear> {
        let shown = cell.text();
        let squeezed = text::squeezed(&shown);
        let digits = squeezed.trim_end_matches(['年', '度']);
        if digits.is_empty() {
            return Ok(self);
        }
        let year = digits.parse().ok().filter(|year| (2000..=2100).contains(year));
        year.map(Self::certain).ok_or_else(|| NoYear(text::quoted(&shown)))
    }
}

/// The month that a cell of months says without its year: 10月, or the number alone.
pub(super) fn month_without_year(cell: &GridCell) -> Option<u8> {
    match month_in(cell) {
        Some((None, month)) => return Some(month),
        Some(_) => return None,
        None => {}
    }
    let bare = text::squeezed(&cell.text()).parse().ok();
    bare.filter(|month| (1..=12).contains(month) && !matches!(cell, GridCell::Date(_)))
}
