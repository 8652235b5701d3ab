//! Tables and figures for reading and printing.

mod disputes;
mod duties;
mod month;
mod month_papers;
mod standard_table;
mod table;

pub use disputes::{Dispute, Side, dispute_count, disputes, disputes_of};
pub use duties::{Duty, Urgency, duties};
pub use month::{MonthRow, MonthView, NoMonth, open_months};
pub use month_papers::{NoticeOptions, form_table, notice_table, sheet_table};
pub use standard_table::standard_table;
pub use table::{Align, Column, Table, Width};
