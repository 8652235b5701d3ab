//! The registers (台账): one file a register, declared rather than programmed.
//!
//! A register says what its fields are, what it checks, and what facts its records give. The ledger
//! holds raw records; a typed view ([`Member`], [`Veto`] …) is read from one where its register is
//! used for more than showing it.

mod adjustment;
mod appeal;
mod appraisal;
mod assessment;
mod branch;
mod brought_in;
mod bulletin;
mod characters;
mod department;
mod erasure;
#[cfg(test)]
mod erasure_world;
mod exemption;
mod fact;
mod field;
mod finding;
pub mod form;
mod holiday;
mod hospital;
mod input;
mod join;
mod member;
mod mention_choice;
mod mentions;
mod name_order;
mod problem;
mod redaction;
mod register;
mod registry;
mod score_entry;
mod show;
mod standard;
mod surnames;
pub mod typed_text;
mod veto;

pub use adjustment::{ADJUSTMENT, Adjustment};
pub use appeal::{APPEAL, OUTCOMES, is_open};
pub use appraisal::{APPRAISAL, APPRAISAL_GRADES, BALLOT_PARTS, Ballot, Votes, appraisal_id};
pub use assessment::{ASSESSMENT, Step, assessment_id, step};
pub use branch::{BRANCH, GROUP};
pub use brought_in::{BROUGHT_IN, brought_in_id};
pub use bulletin::{BULLETIN, BulletinWords, WORDS, bulletin_id};
pub use characters::{Characters, Place as CharacterPlace};
pub use department::{DEPARTMENT, DEPARTMENT_RESULT};
pub use erasure::{Place, REDACT, TRACE, erased_members, is_erased, left_of, places_of};
pub use exemption::{EXEMPTION, Exemption, KINDS as EXEMPTION_KINDS};
pub use fact::{DEPARTMENT_SATISFACTION, DEPARTMENT_SCORE, Event, Fact};
pub use field::{Field, Kind, Privacy, Shape, Spelling};
pub use finding::{Findable, folded};
pub use holiday::{HOLIDAY, holiday_id};
pub use hospital::HOSPITAL;
pub use input::{
    check_value, is_unfit, money_text, points_in_column, points_text, read_input, tenths_of,
};
pub use join::{DISTINCT, are_apart, join, keep_apart, seniority, separate};
pub use member::{CATEGORIES, MEMBER, Member, STANDINGS, masked};
pub use mention_choice::MentionChoice;
pub use mentions::{Mention, mentions, mentions_named, namesakes, namesakes_named};
pub use name_order::{StrokeKey, stroke_key};
pub use problem::{Problem, problems};
pub use redaction::{REDACTION, Waiting, ask, redact, redaction_obstacle, waiting};
pub use register::Register;
pub use registry::{REGISTERS, register};
pub use score_entry::SCORE_ENTRY;
pub use show::{field_label, nameless, show_field, show_value, title, title_of};
pub use standard::{ADOPTION, STANDARD, STANDARD_DRAFT, adoption_id, standard_id};
pub use surnames::{readings, surname_readings};
pub use veto::{VETO, Veto};
