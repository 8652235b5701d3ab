//! Statistics of members and branches (党员和支部统计): who is what on a day, and what a year changed.
//!
//! Every cell holds the members or records that it counts, so that it can be opened, and each breakdown has
//! every member once. What is not registered has a row of its own, apart from 0.
//!
//! Candidates by stage are a [`Breakdown`] of their own beside those of the members, as they are none.

mod bands;
mod breakdown;
mod candidates;
mod changes;
mod tables;
#[cfg(test)]
mod tests;

pub use breakdown::{Breakdown, BreakdownRow, Counted, MemberStatistics, UNREGISTERED};
pub use changes::{ChangeKind, ChangeRow, YearChanges};
pub use tables::{changes_table, statistics_table};
