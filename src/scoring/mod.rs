//! Scores, derived from facts by a standard; never typed in.
//!
//! record → fact → rule line of the standard in force that month → item → aspect → month → quarter →
//! year. Pure functions over whole numbers, in tenths of a point.

mod adoption;
mod archivable;
mod closing;
mod edition;
mod explain;
mod fact_hints;
mod fact_table;
mod holiday_notice;
mod issued_rate;
mod month_lock;
mod obstacles;
mod quarter_issue;
mod quarter_obstacles;
mod quarter_results;
mod rank;
mod results;
mod rollup;
mod rule_search;
mod scores;
mod sheet;
mod standard;
mod standard_check;
mod standard_compare;
mod standard_draft;
mod standard_sums;
mod standard_value;
mod standard_words;
mod tally;
mod tie_break;
mod usual_triggers;
mod what_if;
mod what_if_explain;
mod year;
mod year_obstacles;

pub use crate::registers::{Calendar, Deadline, HolidayError, YearPlan};
pub use adoption::{Adoption, NotAdopted, adopt, adoptions, may_adopt, may_withdraw};
pub use archivable::{Archivable, BlockedMonth, archivable};
pub use closing::{Approval, Notice, approve, lock_month, publish, reopen};
pub use edition::Edition;
pub use explain::{
    ItemExplanation, LineExplanation, Start, TotalExplanation, explain, explain_total,
};
pub use fact_hints::preview;
pub use fact_table::{FactRow, FactTable};
pub use issued_rate::IssuedRate;
pub use month_lock::{LockedRow, Pending, Snapshot, SnapshotError, pending};
pub use obstacles::{CHANGED, Obstacle, awaited, obstacles};
pub use quarter_issue::{
    Issue, IssueError, Issued, NoticeDays, draft_issue, issue_bulletin, issued, issues,
};
pub use quarter_obstacles::quarter_obstacles;
pub use quarter_results::{MonthPlace, QuarterRow, quarter_mean, quarter_ranks};
pub use rank::{Mean, locked_ranks, mean, places, ranks};
pub use results::{MonthResult, ResultSource, adjustments, is_brought_in, locked, since_lock};
pub use rollup::{Totals, roll_up};
pub use rule_search::{RuleIndex, RuleMatch};
pub use scores::{NoStandard, Scores};
pub use sheet::{MOST, MonthSheet, Participant, SheetRow};
pub use standard::{
    Aspect, Grade, Item, Line, MOST_POINTS, Rule, Standard, StandardError, TIE_BREAK, TieCriterion,
    Trigger, VetoClause,
};
pub use standard_check::{StandardWarning, warnings};
pub use standard_compare::{DifferenceKind, StandardDifference, difference_words, differences};
pub use standard_draft::{faults, ids_in};
pub use standard_sums::CapSum;
pub use standard_value::hash_of;
pub use standard_words::{MEASURES, line_mark, line_words, source_words};
pub use tally::Tally;
pub use tie_break::{TieBreak, tie_break_words};
pub use what_if::{MemberChange, MonthChange, Scored, WhatIf, WhatIfCounts, locked_months};
pub use what_if_explain::{ItemChange, LineChange, LineSide};
pub use year::{
    AnnualRow, YearShares, annual_rows, composite, excellent_at_most, grading_standard,
    pay_permille, voters_of,
};
pub use year_obstacles::year_obstacles;
