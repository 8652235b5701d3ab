//! Scores, derived from facts by a standard; never typed in.
//!
//! record → fact → rule line of the standard in force that month → item → aspect → month → quarter →
//! year. Pure functions over whole numbers, in tenths of a point.

mod board;
mod closing;
mod explain;
mod fact_table;
mod holiday_notice;
mod lock;
mod obstacles;
mod rank;
pub mod reference;
mod results;
mod rollup;
mod sheet;
mod standard;
mod standard_check;
mod standard_value;
mod workday;

pub use board::{Board, NoStandard};
pub use closing::{Approval, Notice, approve, lock, publish, reopen};
pub use explain::{
    ItemExplanation, LineExplanation, Start, TotalExplanation, explain, explain_total,
};
pub use fact_table::{FactTable, Row};
pub use lock::{LockedRow, Pending, Snapshot, SnapshotError, pending};
pub use obstacles::{Obstacle, obstacles};
pub use rank::{Mean, mean, places, ranks};
pub use results::{MonthResult, ResultSource, adjustments, is_brought_in, locked};
pub use rollup::{Totals, roll_up};
pub use sheet::{MOST, MonthSheet, Participant, SheetRow};
pub use standard::{
    Aspect, Grade, Item, Line, Rule, Standard, StandardError, Trigger, VetoClause, hash_of,
};
pub use standard_check::{StandardWarning, warnings};
pub use workday::{Calendar, Deadline, HolidayError, YearPlan};
