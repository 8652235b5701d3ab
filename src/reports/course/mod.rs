//! The development of members (发展党员): what is written in one tap, the way onto the roster, and what is
//! printed of a course.

mod candidates;
mod entering;
mod paper;
#[cfg(test)]
mod tests;

pub use candidates::{CandidateLine, candidates, candidates_table};
pub use entering::{NotOnRoster, draft_full_member, draft_member, draft_review, draft_step};
pub use paper::{course_table, materials_table, step_clause, step_days_words};
