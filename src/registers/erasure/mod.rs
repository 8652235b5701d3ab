//! Erasure by law (依法删除): the places that are about a member, and where else the name is written.

mod mention_choice;
mod mentions;
mod places;
#[cfg(test)]
pub(super) mod world;

pub use mention_choice::MentionChoice;
pub use mentions::{Mention, mentions, mentions_named, namesakes, namesakes_named};
pub use places::{Place, REDACT, erased_members, is_erased, left_of, places_of};
