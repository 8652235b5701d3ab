//! Tables and figures for reading and printing.

mod branches;
mod branches_table;
mod bulletin;
mod bulletin_praise;
mod bulletin_tables;
pub mod course;
mod disputes;
mod document;
pub mod dues;
mod duties;
mod explanation;
mod figure;
mod figure_bars;
mod figure_columns;
mod figure_fitting;
mod figure_trend;
mod going_back;
mod handover;
pub mod life;
mod meetings;
mod member_year;
mod member_year_table;
mod month;
mod month_papers;
mod pages;
mod paper_table;
mod quarter_figures;
mod roster;
mod search;
mod share;
mod short_name;
mod standard_table;
pub mod statistics;
mod table;
mod text_lines;
pub mod voice;
mod what_if_table;
mod workbook;
mod year;

pub use branches::{
    Arrival, BranchState, BranchStates, Covers, IN_PART, LastNews, branch_states, day_words,
};
pub use branches_table::branches_table;
pub use bulletin::{BulletinNames, BulletinOptions, bulletin};
pub use disputes::{Dispute, DisputeSide, dispute_count, disputes, disputes_of};
pub use document::{Block, Document, PaperStyle, SignedLine};
pub use duties::{
    BranchDuty, Bucket, BucketState, Cycle, Duty, DutyAbout, DutyBucket, DutyIndex, DutyKind,
    DutyLine, DutyRule, Evidence, Late, RULES, RuleInForce, Standing, Urgency, Whom,
    activity_duties, all_buckets, all_duties, buckets, days_left_words, draft_waivers, duties,
    duties_document, duty_lines, open_opinions, rule_of, rules_in_force, single_lines,
    voice_duties, year_rows, year_spans,
};
pub use explanation::{Amount, ExplainedBy, Explanation, ExplanationLine, LineWeight};
pub use figure::{Figure, LOOKS, Label, Legend, Mark, Scale, WIDTH, ticks};
pub use figure_bars::{branches_figure, grades_figure};
pub use figure_columns::{MonthColumn, months_figure};
pub use figure_trend::{Trend, TrendMean, trend_figure, trends};
pub use going_back::GoingBack;
pub use handover::{HandoverLine, HandoverPart, handover, handover_table};
pub use meetings::*;
pub use member_year::{MemberMonth, MemberYear};
pub use month::{MonthRow, MonthView, NoMonth, open_months};
pub use month_papers::{NoticeOptions, form_table, notice_table, sheet_table};
pub use pages::{Part, SheetOfPaper, paginate};
pub use paper_table::PaperTable;
pub use quarter_figures::quarter_figures;
pub use roster::{Person, Roster};
pub use search::{FoundRecords, SearchIndex};
pub use share::share_text;
pub use short_name::short_name;
pub use standard_table::standard_table;
pub use table::{Align, Column, Content, Table, Width, acts_as_formula};
pub use text_lines::{Piece, pieces, words};
pub use what_if_table::what_if_table;
pub use workbook::{TooBig, workbook};
pub use year::{
    annual_table, appraisal_grade, award_table, ballot_form, pay_table, suggestion_or_why,
};
