//! Doubtful cells: cells of a file that cannot be read as they were meant.
//!
//! A doubt never refuses the table: it travels with the [`Grid`](super::grid::Grid) to the row
//! that it belongs to, where the review shows it.

use serde::{Deserialize, Serialize};

/// Why a cell is doubtful.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Characters that the file's encoding does not have, or control characters inside the text.
    #[error("有读不出的字")]
    Unreadable,
    /// A formula without a value (`#SPILL!`).
    #[error("公式出错（{0}）")]
    FormulaError(String),
    /// Number signs, which a spreadsheet shows where a column is too narrow for its number.
    #[error("原表列宽不够，只有井号")]
    TooNarrow,
    /// A number in exponent form (`1.38E+10`), whose last digits are gone.
    #[error("{0}是缩写的数字，末几位已经丢失")]
    Exponent(String),
    /// A year that was typed into a cell formatted as a date, which shows it as a day of 1905.
    #[error("日期格里只填了年份 {0}")]
    YearOnly(u16),
    /// A quotation mark without its partner; the text is kept as it is.
    #[error("引号不成对")]
    StrayQuote,
}

impl Doubt {
    /// Whether the text of the cell is kept, to be checked by eye.
    #[must_use]
    pub fn keeps_text(&self) -> bool {
        matches!(self, Self::StrayQuote)
    }
}

/// A doubtful cell of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoubtfulCell {
    /// The row, from 0.
    pub row: usize,
    /// The column, from 0.
    pub column: usize,
    /// What is doubtful.
    pub doubt: Doubt,
}
