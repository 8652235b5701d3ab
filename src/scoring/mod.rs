//! Scores, derived from facts by a standard; never typed in.

mod holiday_notice;
pub mod reference;
mod rollup;
mod standard;
mod standard_check;
mod workday;

pub use rollup::{Totals, roll_up};
pub use standard::{
    Aspect, Grade, Item, Line, Rule, Standard, StandardError, Trigger, VetoClause, hash_of,
};
pub use standard_check::{StandardWarning, warnings};
pub use workday::{Calendar, Deadline, HolidayError, YearPlan};
