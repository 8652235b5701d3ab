//! Membership dues (党费): the sheet of a month, arrears, and what is printed of them.

mod arrears;
mod receipts;
mod sheet;
mod sheet_table;
#[cfg(test)]
mod tests;

pub use arrears::{Arrears, arrears_of, branch_arrears};
pub use receipts::{dues_receipts, money_in_capitals};
pub use sheet::{DuesLine, DuesSheet, DuesSums, draft_closing, draft_marks, draft_rest_paid};
pub use sheet_table::dues_table;
