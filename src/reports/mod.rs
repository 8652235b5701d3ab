//! Tables and figures for reading and printing.

mod branches;
mod branches_table;
mod bulletin;
mod bulletin_tables;
mod disputes;
mod document;
mod duties;
mod going_back;
mod handover;
mod month;
mod month_papers;
mod pages;
mod standard_table;
mod table;
mod workbook;
mod year;

pub use branches::{
    Arrival, BranchState, BranchStates, Covers, IN_PART, Known, branch_states, day_words,
};
pub use branches_table::branches_table;
pub use bulletin::{BulletinNames, BulletinOptions, bulletin};
pub use disputes::{Dispute, Side, dispute_count, disputes, disputes_of};
pub use document::{Block, Document};
pub use duties::{Duty, DutyAbout, Urgency, duties};
pub use going_back::GoingBack;
pub use handover::{HandoverLine, HandoverPart, handover, handover_table};
pub use month::{MonthRow, MonthView, NoMonth, open_months};
pub use month_papers::{NoticeOptions, form_table, notice_table, sheet_table};
pub use pages::{SheetOfPaper, paginate};
pub use standard_table::standard_table;
pub use table::{Align, Column, Content, Table, Width};
pub use workbook::{TooBig, workbook};
pub use year::{
    annual_table, appraisal_grade, award_table, ballot_form, pay_table, suggestion_words,
};
