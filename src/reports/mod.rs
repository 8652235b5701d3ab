//! Tables and figures for reading and printing.

mod branches;
mod branches_table;
mod disputes;
mod duties;
mod going_back;
mod handover;
mod month;
mod month_papers;
mod standard_table;
mod table;

pub use branches::{
    Arrival, BranchState, BranchStates, Covers, IN_PART, Known, branch_states, day_words,
};
pub use branches_table::branches_table;
pub use disputes::{Dispute, Side, dispute_count, disputes, disputes_of};
pub use duties::{Duty, Urgency, duties};
pub use going_back::GoingBack;
pub use handover::{HandoverLine, HandoverPart, handover, handover_table};
pub use month::{MonthRow, MonthView, NoMonth, open_months};
pub use month_papers::{NoticeOptions, form_table, notice_table, sheet_table};
pub use standard_table::standard_table;
pub use table::{Align, Column, Table, Width};
