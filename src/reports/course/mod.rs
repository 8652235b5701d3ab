//! The development of members (发展党员): what is written in one tap, the way onto the roster, and what is
//! printed of a course.

mod becoming;
mod candidates;
mod entering;
mod paper;
#[cfg(test)]
mod tests;

pub use becoming::{
    NotOnRoster, PossibleMember, RosterMatch, draft_full_member, draft_member, possible_members,
};
pub use candidates::{CandidateLine, candidates, candidates_table};
pub use entering::{draft_review, draft_step};
pub use paper::{course_table, materials_table, missing_words, step_clause, step_limits_words};
