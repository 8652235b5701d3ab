//! Membership dues (党费): the sheet of a month, arrears, and what is printed of them.

mod arrears;
mod back_payments;
mod basis;
mod drafts;
mod receipts;
mod sheet;
mod sheet_table;
#[cfg(test)]
mod tests;

pub use arrears::{ARREARS_FROM, Arrears, LEFT_FROM, arrears_of, branch_arrears};
pub use back_payments::{BackPayment, draft_back_payment, draft_back_payment_removed};
pub use basis::{DuesBasis, enrolled, sheet_members};
pub use drafts::{draft_closing, draft_marks, draft_rest_paid};
pub use receipts::{dues_receipts, money_in_capitals};
pub use sheet::{DuesLine, DuesSheet, DuesSums};
pub use sheet_table::dues_table;
