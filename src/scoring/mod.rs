//! Scores, derived from facts by a standard; never typed in.

mod standard;

pub use standard::{
    Aspect, Grade, Item, Line, Rule, Standard, StandardError, Trigger, VetoClause, hash_of,
};
