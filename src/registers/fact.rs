//! Facts: what a record says about a member or a department in a month.
//!
//! Registers emit facts; the standard in force maps them to its rule lines and does not know the
//! registers' insides.

use std::sync::Arc;

use crate::ledger::{Day, Month, RecordId};

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// A rule line of the standard that was chosen by hand, by its id (`C3.1`).
    Line(Arc<str>),
    /// Something that a register knows: where it comes from and its mark there, as the triggers of
    /// a standard's rule lines name them.
    Known {
        /// Where it comes from (`score of the department, tenths`).
        from: &'static str,
        /// Its mark there; empty where there is only one.
        mark: &'static str,
    },
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The member or department it is about.
    pub subject: RecordId,
    /// The month in which it counts.
    pub month: Month,
    /// What happened.
    pub event: Event,
    /// How often, or for a rule line with tiers the measure (tenths).
    pub amount: i32,
    /// The day, where it is known.
    pub day: Option<Day>,
}

/// The event of a department's monthly score, in tenths of a point.
pub const DEPARTMENT_SCORE: Event =
    Event::Known { from: "score of the department, tenths", mark: "" };

/// The event of a department's satisfaction, in tenths of a percent.
pub const DEPARTMENT_SATISFACTION: Event =
    Event::Known { from: "satisfaction, tenths of a percent", mark: "" };
