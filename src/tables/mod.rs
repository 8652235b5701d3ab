//! Tables from files.
//!
//! [`delimited`] (text) and [`spreadsheet`] (.xlsx) read a [`grid::Grid`] with its [`doubts`];
//! [`columns`] finds out which column holds what; [`roster`] and [`totals`] read the rows; and
//! [`roster_plan`] compares them with the ledger, so that the user sees what would change before
//! anything does. [`text`], [`dates`], [`values`] and [`branch_names`] know how single cells are
//! written.

pub mod block_paste;
pub mod branch_names;
pub mod cell_text;
pub mod columns;
pub mod corrections;
pub mod dates;
pub mod decode;
pub mod delimited;
pub mod dialect;
pub mod doubts;
pub mod grid;
pub mod headings;
pub mod hidden;
#[cfg(feature = "spreadsheet")]
pub mod markup;
pub mod matrix_paste;
pub mod member_match;
mod names_in_cell;
#[cfg(feature = "spreadsheet")]
mod number_format;
mod people_rows;
pub mod record_cells;
pub mod record_columns;
pub mod record_import;
mod record_lines;
mod record_months;
pub mod record_names;
pub mod record_outcome;
pub mod record_parts;
pub mod record_plan;
mod record_repeats;
pub mod record_resolve;
mod record_review;
mod record_row_keys;
pub mod record_rows;
mod record_show;
mod record_verdict;
mod record_words;
pub mod record_years;
pub mod repeated_rows;
pub mod review_faults;
pub mod roster;
pub mod roster_fields;
pub mod roster_import;
pub mod roster_plan;
pub mod row_problem;
pub mod score_cells;
mod side_by_side;
#[cfg(feature = "spreadsheet")]
pub mod spreadsheet;
pub mod spreadsheet_reply;
pub mod table_rows;
pub mod text;
pub mod text_paste;
pub mod totals;
pub mod totals_import;
pub mod values;
#[cfg(feature = "spreadsheet")]
mod workbook_parts;
