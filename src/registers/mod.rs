//! The registers (台账): one file a register, declared rather than programmed.
//!
//! A register is a [`Head`] and a [`Schema`], served by the [`engine`]. The ledger holds raw records;
//! a typed view ([`Member`], [`Veto`] …) is read from one where its register is used for more than
//! showing it.

mod adjustment;
mod appeal;
mod appraisal;
mod assessment;
mod branch;
mod brought_in;
mod bulletin;
mod characters;
mod department;
mod engine;
mod erasure;
#[cfg(test)]
mod erasure_world;
#[cfg(any(test, feature = "every-shape"))]
mod every_shape;
mod exemption;
mod finding;
mod holiday;
mod hospital;
mod join;
mod member;
mod mention_choice;
mod mentions;
mod name_order;
mod redaction;
mod registry;
mod score_entry;
mod standard;
mod surnames;
pub mod typed_text;
mod veto;

pub use adjustment::{ADJUSTMENT, ADJUSTMENT_SCHEMA, Adjustment};
pub use appeal::{APPEAL, APPEAL_SCHEMA, OUTCOMES, is_open};
pub use appraisal::{
    APPRAISAL, APPRAISAL_GRADES, APPRAISAL_SCHEMA, BALLOT_PARTS, Ballot, Votes, appraisal_id,
};
pub use assessment::{ASSESSMENT, ASSESSMENT_SCHEMA, Step, assessment_id, step};
pub use branch::{BRANCH, BRANCH_SCHEMA, GROUP, GROUP_SCHEMA};
pub use brought_in::{BROUGHT_IN, BROUGHT_IN_SCHEMA, brought_in_id};
pub use bulletin::{BULLETIN, BULLETIN_SCHEMA, BulletinWords, WORDS, bulletin_id};
pub use characters::{Characters, Place as CharacterPlace};
pub use department::{DEPARTMENT, DEPARTMENT_RESULT, DEPARTMENT_RESULT_SCHEMA, DEPARTMENT_SCHEMA};
#[cfg(test)]
pub(crate) use engine::built_in;
pub use engine::{
    Amount, Calendar, Check, Computed, Context, Counting, DEPARTMENT_SATISFACTION,
    DEPARTMENT_SCORE, DUE, Deadline, Dependents, EXPLANATION, Effect, Event, EventOf, Fact,
    FactRule, Field, Group, Head, HolidayError, Kind, Length, NaturalKey, OF_EVERY_RECORD, Owner,
    Period, Privacy, Problem, Progress, Reads, RowKeys, Rule, STAGE, Schema, Schemas, Severity,
    Shape, Span, Spelling, Stage, Subject, When, YearPlan, check_value, column_label, facts_of,
    field_label, findings, form, is_filled, is_unfit, money_text, name_of, nameless,
    points_in_column, points_text, problems, progress, read_input, rows, show_column, show_field,
    show_key, show_value, stage_at, tenths_of, title, title_of, value_at,
};
pub(crate) use engine::{is_weekend, touches};
pub use erasure::{Place, REDACT, TRACE, erased_members, is_erased, left_of, places_of};
#[cfg(any(test, feature = "every-shape"))]
pub use every_shape::{EVERY_SHAPE, EVERY_SHAPE_PART, EVERY_SHAPE_PART_SCHEMA, EVERY_SHAPE_SCHEMA};
pub use exemption::{EXEMPTION, EXEMPTION_SCHEMA, Exemption, KINDS as EXEMPTION_KINDS};
pub use finding::{Findable, folded};
pub use holiday::{HOLIDAY, HOLIDAY_SCHEMA, holiday_id};
pub use hospital::{HOSPITAL, HOSPITAL_SCHEMA};
pub use join::{DISTINCT, are_apart, join, keep_apart, seniority, separate};
pub use member::{CATEGORIES, MEMBER, MEMBER_SCHEMA, Member, STANDINGS, masked};
pub use mention_choice::MentionChoice;
pub use mentions::{Mention, mentions, mentions_named, namesakes, namesakes_named};
pub use name_order::{StrokeKey, stroke_key};
pub use redaction::{
    REDACTION, REDACTION_SCHEMA, Waiting, ask, redact, redaction_obstacle, waiting,
};
pub use registry::{HEADS, head, schema, schemas};
pub use score_entry::{SCORE_ENTRY, SCORE_ENTRY_SCHEMA};
pub use standard::{
    ADOPTION, ADOPTION_SCHEMA, STANDARD, STANDARD_DRAFT, STANDARD_DRAFT_SCHEMA, STANDARD_SCHEMA,
    adoption_id, standard_id,
};
pub use surnames::{readings, surname_readings};
pub use veto::{VETO, VETO_SCHEMA, Veto};
