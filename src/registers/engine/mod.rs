//! The register engine: what serves every declared register.
//!
//! A register is a [`Head`], which the first load knows, and a [`Schema`], which comes with the
//! pages that need it. Both are data; functions in them are the last resort.

mod calendar;
mod condition;
mod context;
mod correction;
mod display;
mod fact;
mod faulty_records;
mod field;
pub mod form;
pub mod form_merge;
#[cfg(test)]
mod form_tests;
mod gone;
mod head;
mod input;
mod matrix;
mod owner;
mod problem;
mod references;
pub mod rows;
mod rule;
mod schema;
mod show;
mod stage;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use calendar::built_in;
pub use calendar::{Calendar, Deadline, HolidayError, YearPlan};
pub(crate) use calendar::{is_weekend, touches};
pub use condition::{When, is_filled, value_at};
pub use context::{Context, Dependents, Reads};
pub use correction::{corrections, unexplained_correction};
pub use display::{Display, Leaving, Names, Present, SCORE};
pub use fact::{Amount, Event, EventOf, Fact, FactRule, Subject, facts_of};
pub use faulty_records::FaultyRecords;
pub use field::{Field, Kind, Privacy, RowKeys, Shape, Spelling};
pub use gone::deletion;
pub use head::{Affects, Head, NaturalKey, Owner, Period, RegisterGroup};
pub use input::{
    check_value, is_unfit, money_text, percent_text, points_in_column, points_text, read_input,
    signed_points_text, tenths_of,
};
pub use matrix::{Matrix, MatrixRow, MatrixTexts, read_figure};
pub use owner::{archived_with, is_within, owner_of};
pub use problem::{Problem, findings, problems};
pub use references::references_to;
pub use rule::{Check, EXPLANATION, RecordRule, RowCheck, RuleBreach, Severity};
pub use schema::{Computed, DUE, OF_EVERY_RECORD, STAGE, Schema, Schemas};
pub use show::{
    field_label, name_of, nameless, show_children, show_column, show_field, show_key, show_row,
    show_rows, show_value, title, title_by, title_of,
};
pub use stage::{Counting, Length, Progress, Span, Stage, is_at_end, progress, stage_at};
